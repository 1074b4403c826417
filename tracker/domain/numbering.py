"""Numbering: how the items of an agenda are labelled, level by level.

A scheme is written as the label of an item far down: `1 (a) (i)`, `1.1.1`, `I.A.1`. Its
signs stand for counts: 1 for figures, a and A for letters, i and I for Roman numerals.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.domain.agenda import label_key
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEVEL: Final = re.compile(r"([ .(\[–-]*)([1aAiI])([)\]]*(?:\.(?= |\Z))?)")
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
# What an item that comes between two numbers is called, in the order of coming.
_AGAIN: Final = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"),
)
_AGAIN_AT_END: Final = re.compile(rf"\s+(?:{'|'.join(_AGAIN)})\Z")
_LONGEST: Final = 30
BY_HAND: Final = "hand"
UNITED_NATIONS: Final = "1 (a) (i)"
# Schemes that have a name.
NAMED: Final = {"un": UNITED_NATIONS, "decimal": "1.1.1", "roman": "I.A.1.a", "letters": "A.1.a"}


@frozen
class Level:
    """How one level of an agenda counts: what stands before, the kind of count, what after."""

    before: str
    count: str
    after: str

    def label(self, above: str, number: int) -> str:
        """Return the label of the item with that number below the item labelled `above`."""
        before = self.before if above else self.before.lstrip(" .")
        return f"{above}{before}{_counted(self.count, number)}{self.after}"


@frozen
class Scheme:
    """A way of numbering; one that labels nothing by itself is by hand."""

    pattern: str = UNITED_NATIONS

    @property
    def is_by_hand(self) -> bool:
        """Whether every label is given by a person."""
        return self.pattern == BY_HAND

    def label(self, above: str, depth: int, number: int) -> str:
        """Return the label of an item: `depth` is 0 at the top, `number` begins with 1.

        Below its last level a scheme counts on as on that.
        """
        levels = _levels(self.pattern)
        return levels[min(depth, len(levels) - 1)].label(above, number)


def read_scheme(typed: str) -> Scheme:
    """Return the scheme that was typed: a name, or a label as an example; raise Invalid."""
    given = " ".join(typed.split())
    if given.lower() in (BY_HAND, "by-hand", "by hand"):
        return Scheme(BY_HAND)
    pattern = NAMED.get(given.lower(), given)
    if len(pattern) > _LONGEST or not _levels(pattern):
        raise Invalid(
            f"{quoted(typed)} is no scheme of numbering.",
            hint=f"One of: {', '.join(NAMED)}, hand; or a label as an example: “1 (a) (i)”, “1.1”.",
        )
    return Scheme(pattern)


def between(before: str, taken: Iterable[str]) -> str:
    """Return the label of an item that comes just after another, between two numbers: 3 bis.

    Raises Invalid when all of those are taken, up to 3 decies.
    """
    keys = set(taken)
    stem = _AGAIN_AT_END.sub("", before)
    for again in _AGAIN:
        if label_key(f"{stem} {again}") not in keys:
            return f"{stem} {again}"
    raise Invalid(f"There are too many items after {stem}; give a --label, or renumber.")


def _levels(pattern: str) -> tuple[Level, ...]:
    """Return the levels of a pattern; nothing for what is none."""
    found: list[Level] = []
    at = 0
    while at < len(pattern):
        match = _LEVEL.match(pattern, at)
        if match is None:
            return ()
        found.append(Level(*match.groups()))
        at = match.end()
    return tuple(found)


def _counted(count: str, number: int) -> str:
    match count:
        case "1":
            return str(number)
        case "a" | "A":
            letters = _letters(number)
            return letters if count == "a" else letters.upper()
        case _:
            roman = _roman(number)
            return roman if count == "i" else roman.upper()


def _letters(number: int) -> str:
    """Return a, b and so on, after z aa, ab and so on."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        said += sign * times
    return said
