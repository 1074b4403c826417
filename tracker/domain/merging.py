"""What becomes of two records that were one all along."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from tracker.domain.text import Text
    from tracker.domain.when import When

# What a field says: words, words by language, or a date with the status it was given under.
Value: TypeAlias = "str | Text | When | tuple[When, str]"


@frozen
class Taken:
    """A field that the one that stays has from the other."""

    field: str
    value: Value


@frozen
class Difference:
    """A field of which both say something, and not the same: what was kept, and what was left.

    `of` is the part that has the field, such as a delegation; empty for the record itself.
    """

    of: str
    field: str
    kept: Value
    left: Value


@frozen
class Merged:
    """The record that stays, the one that is gone, and what was made of both.

    `moved` counts by table what belongs to the one that stays now, `united` what both had.
    """

    kept: str
    gone: str
    taken: tuple[Taken, ...]
    differences: tuple[Difference, ...]
    moved: tuple[tuple[str, int], ...]
    united: tuple[tuple[str, int], ...]
    remarks: tuple[str, ...]
