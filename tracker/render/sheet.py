"""The sheet: what a print says, before any format has its way with it.

A renderer shows the blocks of a sheet in order and knows nothing else, so no format can
show what another lacks. Words of the ledger's users arrive here as data: a span never
holds markup.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Callable


SECTION, PART = 2, 3  # levels of headings; the masthead is the first


class Direction(StrEnum):
    """Which way a text runs."""

    LTR = "ltr"
    RTL = "rtl"


class Emphasis(StrEnum):
    """How much a span stands out."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@frozen
class Span:
    """A run of words of one kind.

    `language` is set where it is not the sheet's, `fallback` where the reader's language
    was wanted and is missing. A `direction` makes the span an island: what stands around
    it is laid out as if it were one neutral sign.
    """

    words: str
    language: str | None = None
    direction: Direction | None = None
    fallback: bool = False
    emphasis: Emphasis = Emphasis.PLAIN
    strike: bool = False
    link: str | None = None


Line = tuple[Span, ...]


@frozen
class Masthead:
    """The head of the sheet: its title, with what stands over and under it."""

    title: Line
    over: tuple[Line, ...] = ()
    under: tuple[Line, ...] = ()


@frozen
class Heading:
    """The title of a section, or of a part of one."""

    line: Line
    level: int = SECTION


@frozen
class Paragraph:
    """Running text, one or more lines of it."""

    lines: tuple[Line, ...]


@frozen
class Note:
    """A remark on the sheet itself, set apart from what it says."""

    line: Line


@frozen
class Fact:
    """A label and what there is to say under it, on one or more lines."""

    label: str
    lines: tuple[Line, ...]


@frozen
class Facts:
    """Labels with their values."""

    facts: tuple[Fact, ...]


@frozen
class Table:
    """Rows under column heads; the first column names its row."""

    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@frozen
class Entry:
    """One entry of an outline: a verbatim label (or none), its line, remarks, entries below."""

    line: Line
    label: str = ""
    notes: tuple[Line, ...] = ()
    children: tuple[Entry, ...] = ()


@frozen
class Outline:
    """Entries in order, nested; those without a label are set with a bullet.

    The `lead` is what is said of all of them, on a line above.
    """

    entries: tuple[Entry, ...]
    lead: Line = ()


@frozen
class Cell:
    """A field of a grid, such as a day: its label, that in words, and what stands in it.

    One without a label is empty: the days of another month.
    """

    label: str = ""
    said: Line = ()
    lines: tuple[Line, ...] = ()


@frozen
class Grid:
    """Fields in rows of equal columns, under column heads or under none.

    Where the columns are too narrow to be read, the fields that hold something stand one
    below the other instead, each under its label in words; `short` are heads for them.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    short: tuple[str, ...] = ()


@frozen
class Box:
    """Blocks in a frame under a heading that says for whom they are."""

    heading: Line
    blocks: tuple[Block, ...]


Block = Masthead | Heading | Paragraph | Note | Facts | Table | Grid | Outline | Box


@frozen
class Sheet:
    """A print in one language."""

    title: str
    language: str
    direction: Direction
    blocks: tuple[Block, ...]


_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\\\x00-\x20]+\Z", re.IGNORECASE)
_STRONG: Final = {"L": Direction.LTR, "R": Direction.RTL, "AL": Direction.RTL}


def direction_of(words: str) -> Direction:
    """Return the direction of the first strong character (UAX 9, P2); left to right if none."""
    found = (_STRONG.get(unicodedata.bidirectional(c)) for c in words)
    return next((d for d in found if d), Direction.LTR)


def has_right_to_left(words: str) -> bool:
    """Return whether any character runs from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in words)


def line(*parts: str | Span) -> Line:
    """Return a line of our own words and of spans; empty parts are left out."""
    spans = (Span(p) if isinstance(p, str) else p for p in parts)
    return tuple(s for s in spans if s.words)


def island(words: str) -> Span:
    """Return words of a user isolated by their own direction."""
    return Span(words, direction=direction_of(words))


def address(link: str) -> Span:
    """Return a web address or a path, which reads from left to right in any language."""
    return Span(link, direction=Direction.LTR, link=link)


def web_address(span: Span) -> str | None:
    """Return where a span leads on the web; nothing that is no plain http(s) address is one."""
    return span.link if span.link and _ADDRESS.match(span.link) else None


def with_lines(block: Block, change: Callable[[Line], Line]) -> Block:
    """Return the block with every line of it changed."""
    match block:
        case Masthead(title, over, under):
            return Masthead(change(title), tuple(map(change, over)), tuple(map(change, under)))
        case Heading() | Note():
            return replace(block, line=change(block.line))
        case Paragraph(lines):
            return Paragraph(tuple(map(change, lines)))
        case Facts(facts):
            return Facts(tuple(replace(f, lines=tuple(map(change, f.lines))) for f in facts))
        case Table(head, rows):
            return Table(head, tuple(tuple(map(change, row)) for row in rows))
        case Grid(rows=fields):
            told = tuple(tuple(_with_cell(c, change) for c in row) for row in fields)
            return replace(block, rows=told)
        case Outline(entries, lead):
            return Outline(tuple(_with_lines(e, change) for e in entries), change(lead))
        case Box(heading, blocks):
            return Box(change(heading), tuple(with_lines(b, change) for b in blocks))


def _with_cell(cell: Cell, change: Callable[[Line], Line]) -> Cell:
    return Cell(cell.label, change(cell.said), tuple(map(change, cell.lines)))


def cells_apart(grid: Grid) -> Outline:
    """Return the fields of a grid that hold something, one below the other."""
    told = (cell for row in grid.rows for cell in row if cell.lines)
    return Outline(tuple(Entry(cell.said, notes=cell.lines) for cell in told))


def _with_lines(entry: Entry, change: Callable[[Line], Line]) -> Entry:
    return Entry(
        change(entry.line),
        entry.label,
        tuple(map(change, entry.notes)),
        tuple(_with_lines(child, change) for child in entry.children),
    )


def plain(of: Line) -> str:
    """Return the words of a line alone."""
    return "".join(span.words for span in of)
