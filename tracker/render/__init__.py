"""How it looks: one module a format, pure: values in, text or bytes out."""
