"""The public pages: what is next, a month, a session or a meeting; values in, HTML out."""
