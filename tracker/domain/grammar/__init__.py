"""The parts of the grammar of dates; `tracker.domain.when_grammar` is its door.

A rule is a function of a sentence and a place in it that yields everything it can read
there, each with the place where it ends. Nothing chooses: when a whole sentence can be
read in two ways, both come out at the door, and the door refuses with both.
"""
