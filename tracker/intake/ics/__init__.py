"""Calendar files of other programs: anything the world exports as .ics or .vcs.

Read by hand, one component at a time: a library takes seven times as long and refuses most
of what is wrong with such files. `octets` makes lines, `blocks` components, `lines` their
properties; `times`, `zones`, `spans` and `repeats` what they say of time; `events` and
`todos` make the values that the importing service compares with the ledger.
"""

from tracker.intake.ics.reading import read_ics

__all__ = ["read_ics"]
