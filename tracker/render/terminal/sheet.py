"""A sheet as text for a terminal of a given width.

Without styles it is text and newlines only, so a pipe and a terminal without colour get
the same words. A sheet that runs from right to left stands at the right edge, each of its
lines an isolate: so it looks the same whether or not a terminal guesses directions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from tracker.domain.values import frozen
from tracker.render.isolates import LRI, PDI, RLI
from tracker.render.sheet import (
    SECTION,
    Box,
    Direction,
    Emphasis,
    Facts,
    Grid,
    Heading,
    Masthead,
    Note,
    Outline,
    Paragraph,
    Span,
    Table,
    cells_apart,
    has_right_to_left,
    with_lines,
)
from tracker.render.terminal.columns import blanks, facts_rows, padded, table_rows, taken_apart
from tracker.render.terminal.door import ascii_signs, safe, without_isolates
from tracker.render.terminal.grid import grid_rows, is_readable
from tracker.render.terminal.wrapping import cells, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.render.sheet import Block, Entry, Line, Sheet

NARROWEST: Final = 20
FRAME: Final = 2  # cells that the frame of a box takes of each line
_BULLET: Final = "•"
_NOTE_HANG: Final = 2
_WIDEST_LABEL: Final = 18
_SGR: Final = {Emphasis.STRONG: "1", Emphasis.QUIET: "2"}


def print_sheet(sheet: Sheet, *, width: int, styled: bool, unicode: bool = True) -> str:
    """Return the sheet as lines of at most `width` cells, each ended by a newline.

    `styled` adds bold, faint and struck-out text by SGR sequences and nothing else; without
    `unicode`, lines and typographic signs are ASCII and no isolates are set. A width under
    twenty counts as twenty.
    """
    width = max(width, NARROWEST)
    setter = Setter(sheet.language, sheet.direction, width, styled=styled, unicode=unicode)
    text = "".join(f"{line}\n" for line in setter.lines(sheet.blocks))
    return text if unicode else ascii_signs(text)


@frozen
class Setter:
    """Sets blocks as rows, and rows as text."""

    language: str
    direction: Direction
    width: int
    styled: bool
    unicode: bool

    def lines(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the blocks' lines, a blank one between blocks but after a heading."""
        for row in self.rows_of(with_lines(block, self._prepared) for block in blocks):
            yield self.text(row)

    def rows_of(self, blocks: Iterable[Block]) -> Iterator[Line]:
        """Yield the rows of blocks that are fit for the door."""
        before: Block | None = None
        for block in blocks:
            if before is not None and not isinstance(before, Heading):
                yield ()
            yield from self._rows(block)
            before = block

    def rows(self, block: Block, hangs: Sequence[int] = ()) -> Iterator[Line]:
        """Yield the rows of one block.

        `hangs` say that it is a piece of one: of facts with labels as wide as that, or of an
        outline that stands as far in as the widest labels, of the outermost one first.
        """
        match with_lines(block, self._prepared), hangs:
            case Outline(entries), (*_, _):
                indent = hang = 0
                for widest in hangs:
                    indent = min(indent + hang, self.width // 2)
                    hang = self._hang(widest, indent)
                for entry in entries:
                    yield from self._entry(entry, indent, hang)
            case Facts() as facts, (widest,):
                yield from facts_rows(facts, self.width, widest)
            case whole, _:
                yield from self._rows(whole)

    def _rows(self, block: Block) -> Iterator[Line]:
        match block:
            case Masthead():
                yield from self._masthead(block)
            case Heading():
                yield from self._heading(block)
            case Paragraph():
                for said in block.lines:
                    yield from wrap(said, self.width)
            case Note():
                quiet = tuple(replace(s, emphasis=Emphasis.QUIET) for s in block.line)
                yield from wrap(quiet, self.width)
            case Facts():
                yield from facts_rows(block, self.width)
            case Table() | Grid():
                yield from self._columns(block)
            case Outline():
                yield from wrap(block.lead, self.width) if block.lead else ()
                yield from self._outline(block.entries, 0)
            case Box(heading, blocks):
                inner = replace(self, width=self.width - FRAME)
                rows = inner.rows_of((Heading(heading), *blocks))
                yield from framed(rows, self.width, self.direction)
            case _:
                assert_never(block)

    def _columns(self, block: Table | Grid) -> Iterator[Line]:
        """Yield columns, or what stands in them one below the other where there is no room."""
        if isinstance(block, Table):
            rows = table_rows(block, self.width)
            apart = taken_apart(block, self.language)
            yield from self._outline(apart.entries, 0) if rows is None else rows
            return
        yield from grid_rows(block, self.width)
        if not is_readable(block, self.width):
            yield from self._outline(cells_apart(block).entries, 0)

    def _prepared(self, line: Line) -> Line:
        """Return the line fit for the door, fallbacks followed by the tag of their language."""
        spans: list[Span] = []
        for span in line:
            words = without_isolates(safe(span.words))
            words = words if self.unicode else ascii_signs(words)
            spans.append(span if words == span.words else replace(span, words=words))
            if span.fallback and span.language:
                tag = f"[{safe(span.language)}]"
                quiet = Span(tag, direction=Direction.LTR, emphasis=Emphasis.QUIET)
                spans += [Span("\u00a0"), quiet]
        return tuple(spans)

    def _masthead(self, block: Masthead) -> Iterator[Line]:
        for said in block.over:
            yield from wrap(said, self.width)
        yield from wrap(_strong(block.title), self.width)
        for said in block.under:
            yield from wrap(said, self.width)
        yield (Span("═" * self.width),)

    def _heading(self, block: Heading) -> Iterator[Line]:
        rows = wrap(_strong(block.line), self.width)
        yield from rows
        if block.level == SECTION:
            yield (Span("─" * max(map(width_of, rows))),)

    def _outline(self, entries: tuple[Entry, ...], indent: int) -> Iterator[Line]:
        indent = min(indent, self.width // 2)  # however deep, half of the width is for words
        widest = max((cells(e.label) if e.label else 1 for e in entries), default=1)
        hang = self._hang(widest, indent)
        for entry in entries:
            yield from self._entry(entry, indent, hang)
            if entry.children:
                yield from self._outline(entry.children, indent + hang)

    def _hang(self, widest: int, indent: int) -> int:
        return min(widest + 1, _WIDEST_LABEL, (self.width - indent) // 3)

    def _entry(self, entry: Entry, indent: int, hang: int) -> Iterator[Line]:
        room = self.width - indent
        label = wrap((Span(safe(entry.label) or _BULLET, direction=Direction.LTR),), room)
        body = wrap(entry.line, room - hang)
        yield from self._hung(label, body, indent, hang)
        for note in entry.notes:
            hung = 0 if all(span.link for span in note) else _NOTE_HANG
            for i, row in enumerate(wrap(note, room - hang - hung)):
                yield (*blanks(indent + hang + (hung if i else 0)), *row)

    def _hung(self, label: list[Line], body: list[Line], indent: int, hang: int) -> Iterator[Line]:
        if len(label) == 1 and width_of(label[0]) < hang:
            yield (*blanks(indent), *padded(label[0], hang), *body.pop(0))
        else:
            yield from ((*blanks(indent), *row) for row in label)
        yield from ((*blanks(indent + hang), *row) for row in body)

    def text(self, row: Line) -> str:
        """Return a row as text, set at the edge where the sheet begins."""
        full = "".join(self._span(span) for span in row)
        said = full.rstrip(" ")
        if self.direction is Direction.LTR or not said:
            return said
        edge = " " * (self.width - width_of(row) + len(full) - len(said))
        return f"{edge}{RLI}{said}{PDI}" if self.unicode else f"{edge}{said}"

    def _span(self, span: Span) -> str:
        words = span.words
        if self.unicode and span.direction is not None and self._needs_isolate(words):
            words = f"{RLI if span.direction is Direction.RTL else LRI}{words}{PDI}"
        codes = [_SGR[span.emphasis]] if span.emphasis in _SGR else []
        codes += ["9"] if span.strike else []
        if not self.styled or not codes or not words.strip():
            return words
        return f"\x1b[{';'.join(codes)}m{words}\x1b[0m"

    def _needs_isolate(self, words: str) -> bool:
        return self.direction is Direction.RTL or has_right_to_left(words)


def framed(
    rows: Iterable[Line], width: int, direction: Direction = Direction.LTR
) -> Iterator[Line]:
    """Yield rows with a frame around them that is open where lines end."""
    top, bottom = "┌└" if direction is Direction.LTR else "┐┘"
    yield (Span(top + "─" * (width - 1)),)
    for row in rows:
        yield (Span("│ "), *row) if row else (Span("│"),)
    yield (Span(bottom + "─" * (width - 1)),)


def _strong(line: Line) -> Line:
    return tuple(replace(span, emphasis=Emphasis.STRONG) for span in line)
