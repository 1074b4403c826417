"""A calendar file taken apart into its components, as they stand, one at a time.

Nothing is read of a component here but where it begins and ends. What is nested in it, such
as its reminders, is left out but for its name; of a VTIMEZONE it is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tracker.intake.ics.octets import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

CALENDAR: Final = "VCALENDAR"
DEEPEST: Final = 8
LARGEST: Final = 16_000_000  # octets of one component
_MOST_NESTED_KINDS: Final = 20
# What never stands in another component, so that where one begins the one before has ended.
_OUTER: Final = frozenset({CALENDAR, "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})
_MARK: Final = re.compile(
    rb"\n(BEGIN|END)[ \t]*:[ \t]*([A-Z0-9-]{1,40})[ \t]*(?=\n)", re.IGNORECASE
)


@dataclass(slots=True)
class Block:
    """One component: its kind, its number among its kind, its first line, and its octets.

    `calendar` counts the calendars of the file from 1, and is 0 outside of one. `fault`
    says why it cannot be read; it is `whole` when its end was found, and `closed` when
    that was its own. The block of a calendar holds the calendar's own properties.
    """

    kind: str
    number: int
    line: int
    calendar: int
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    nested: dict[str, int] = field(default_factory=dict)
    fault: str | None = None
    whole: bool = False
    closed: bool = False

    @property
    def octets(self) -> bytes:
        """Its lines, parted by LF."""
        return b"".join(self.parts)

    def take(self, lines: bytes) -> None:
        """Keep lines that belong to it."""
        self.size += len(lines)
        if self.size <= LARGEST:
            self.parts.append(lines)
        elif not self.fault:
            self.fault = f"It has more than {LARGEST // 1_000_000} MB."
            self.parts.clear()


def blocks(file: BinaryIO) -> Iterator[Block]:
    """Yield each component that stands in a calendar or outside of one, as it ends.

    A calendar's own block comes after its components.
    """
    splitter = _Splitter()
    for piece in pieces(file):
        yield from splitter.fed(piece)
    yield from splitter.ended()


@dataclass(slots=True)
class _Splitter:
    line: int = 1
    calendars: int = 0
    calendar: Block | None = None
    block: Block | None = None
    inner: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def fed(self, piece: bytes) -> Iterator[Block]:
        """Yield the components that end in a piece of the file."""
        piece = b"\n" + piece  # so that every line begins after one
        done = 1
        for mark in _MARK.finditer(piece):
            begin = mark.start() + 1
            self._take(piece, done, begin)
            self.line += piece.count(b"\n", done, begin)
            done = begin
            kind = mark[2].decode().upper()
            yield from self._begin(kind) if mark[1][0] in b"Bb" else self._end(kind)
            done = mark.end()
        self._take(piece, done, len(piece))
        self.line += piece.count(b"\n", done)

    def ended(self) -> Iterator[Block]:
        """Yield what is still open where the file ends."""
        yield from self._closed(whole=False)
        yield from self._calendar_closed(whole=False)

    def _take(self, piece: bytes, start: int, end: int) -> None:
        into = self.block or self.calendar
        if into and end > start and (not self.inner or into.kind == "VTIMEZONE"):
            into.take(piece[start:end])

    def _begin(self, kind: str) -> Iterator[Block]:
        if self.block and kind not in _OUTER:
            self._nest(self.block, kind)
            return
        yield from self._closed()
        if kind == CALENDAR:
            yield from self._calendar_closed()
            self.calendars += 1
            self.calendar = self._new(kind)
        else:
            self.block = self._new(kind)

    def _new(self, kind: str) -> Block:
        known = kind if kind in self.counts or len(self.counts) < _MOST_NESTED_KINDS else "other"
        self.counts[known] = number = self.counts.get(known, 0) + 1
        inside = self.calendars if self.calendar or kind == CALENDAR else 0
        return Block(kind, number, self.line, inside)

    def _nest(self, block: Block, kind: str) -> None:
        if len(self.inner) >= DEEPEST:
            block.fault = f"Components are nested in it more than {DEEPEST} deep."
            return
        self.inner.append(kind)
        if len(block.nested) < _MOST_NESTED_KINDS:
            block.nested.setdefault(kind, self.line)
        if block.kind == "VTIMEZONE":
            block.take(b"BEGIN:" + kind.encode() + b"\n")

    def _end(self, kind: str) -> Iterator[Block]:
        if kind == CALENDAR:
            yield from self._closed()
            yield from self._calendar_closed(closed=True)
        elif self.block and kind == self.block.kind:
            yield from self._closed(closed=True)
        elif self.block and kind in self.inner:
            while self.inner.pop() != kind:
                pass

    def _closed(self, *, whole: bool = True, closed: bool = False) -> Iterator[Block]:
        if self.block:
            self.block.whole, self.block.closed = whole, closed
            yield self.block
        self.block = None
        self.inner.clear()

    def _calendar_closed(self, *, whole: bool = True, closed: bool = False) -> Iterator[Block]:
        if self.calendar:
            self.calendar.whole, self.calendar.closed = whole, closed
            yield self.calendar
        self.calendar = None
