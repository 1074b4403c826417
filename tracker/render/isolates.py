"""Directional isolates (UAX #9): they keep a text from turning around what stands beside it."""

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
