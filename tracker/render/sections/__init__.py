"""The sections of an agenda summary, each a function from values to blocks."""
