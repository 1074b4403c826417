"""Taking in what other programs say: matched, merged field by field, and reported."""
