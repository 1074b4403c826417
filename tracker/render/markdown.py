"""A sheet as CommonMark with GitHub's tables.

Every word goes out escaped, so that a title is read back as it was written: nothing in it
is a list, a link, a tag or a heading. Markdown knows no direction: words that run against
their line are put between Unicode's isolates, and a sheet that runs from right to left
into an element that says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never

from tracker.domain.values import frozen
from tracker.render.isolates import LRI, PDI, RLI
from tracker.render.language import labelled
from tracker.render.sheet import (
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
    has_right_to_left,
    plain,
)
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.render.sheet import Block, Cell, Entry, Line, Sheet

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|~&#$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# What opens a block at the start of a line: lists, rules, underlined headings, tables.
_OPENERS: Final = re.compile(r"^(?P<number>[0-9]{1,9})?(?P<sign>(?(number)[.)]|[-+=:]))")
_LINKABLE: Final = re.compile(r"https?://[^\s<>\\\x00-\x20]+\Z")
_MARKS: Final = {Emphasis.STRONG: "**"}
_BREAK: Final = "\\\n"


def markdown_sheet(sheet: Sheet) -> str:
    """Return the sheet as Markdown, ended by one newline."""
    setter = Setter(sheet.language, sheet.direction)
    blocks = [setter.block(block) for block in sheet.blocks]
    if sheet.direction is Direction.RTL:
        blocks = [f'<div dir="rtl" lang="{sheet.language}">', *blocks, "</div>"]
    return "\n\n".join(blocks) + "\n"


@frozen
class Setter:
    """Sets blocks as Markdown for a sheet's language and direction."""

    language: str
    direction: Direction

    def block(self, block: Block) -> str:
        """Return one block, without a newline at its end."""
        match block:
            case Masthead():
                parts = [self._lines(block.over), f"# {self.inline(block.title)}"]
                return "\n\n".join(p for p in (*parts, self._lines(block.under)) if p)
            case Heading():
                return f"{'#' * block.level} {self.inline(block.line)}"
            case Paragraph():
                return self._lines(block.lines)
            case Note():
                return quote(self._lines((block.line,)))
            case Facts():
                return "\n".join(self._fact(f.label, f.lines) for f in block.facts)
            case Table():
                return "\n".join(self._table(block))
            case Grid():
                return "\n".join(self._grid(block))
            case Outline():
                rows = "\n".join(row for e in block.entries for row in self._entry(e))
                return f"{self.inline(block.lead)}\n\n{rows}" if block.lead else rows
            case Box(heading, blocks):
                return quote("\n\n".join(map(self.block, (Heading(heading), *blocks))))
            case _:
                assert_never(block)

    def _fact(self, label: str, lines: tuple[Line, ...]) -> str:
        name = labelled(label, self.language)
        said = self._lines(lines).replace("\n", "\n  ")
        return f"- **{escaped(name)}** {said}"

    def _entry(self, entry: Entry) -> Iterator[str]:
        label = self.label(entry)
        said = self._lines((entry.line, *entry.notes)).replace("\n", "\n  ")
        yield f"- {label} {said}" if label else f"- {said}"
        for child in entry.children:
            yield from (f"  {row}" for row in "\n".join(self._entry(child)).split("\n"))

    def label(self, entry: Entry) -> str:
        """Return the label of an entry, nothing where it has none."""
        words = " ".join(without_isolates(safe(entry.label)).split())
        label = Span(words, direction=Direction.LTR, emphasis=Emphasis.STRONG)
        return self.inline((label,)) if words else ""

    def _table(self, table: Table) -> Iterator[str]:
        yield f"| {' | '.join(map(escaped, table.head))} |"
        yield f"|{' --- |' * len(table.head)}"
        for row in table.rows:
            yield f"| {' | '.join(self.inline(cell) for cell in row)} |"

    def _grid(self, grid: Grid) -> Iterator[str]:
        columns = len(grid.rows[0]) if grid.rows else len(grid.head)
        head = grid.head or ("",) * columns
        yield f"| {' | '.join(map(escaped, head))} |"
        yield f"|{' --- |' * columns}"
        for row in grid.rows:
            yield f"| {' | '.join(map(self._cell, row))} |"

    def _cell(self, cell: Cell) -> str:
        label = Span(cell.label, emphasis=Emphasis.STRONG)
        return "<br>".join(self.inline(said) for said in ((label,), *cell.lines) if plain(said))

    def _lines(self, lines: tuple[Line, ...]) -> str:
        texts = (text for said in lines for text in self._joined(said).split("\n"))
        return _BREAK.join(_guarded(text.strip(" ")) for text in texts if text.strip())

    def inline(self, said: Line) -> str:
        """Return a line's words as they stand in one line of Markdown."""
        return _guarded(self._joined(said).replace("\n", " ").strip(" "))

    def _joined(self, said: Line) -> str:
        return "".join(self._span(span) for span in said)

    def _span(self, span: Span) -> str:
        words = without_isolates(safe(span.words))
        isolated = span.direction is not None and (
            self.direction is Direction.RTL or has_right_to_left(words)
        )
        shown = self._linked(words, span.link)
        if isolated:
            shown = f"{RLI if span.direction is Direction.RTL else LRI}{shown}{PDI}"
        mark = _MARKS.get(span.emphasis, "") + ("~~" if span.strike else "")
        if mark and words.strip() == words and "\n" not in words:
            shown = f"{mark}{shown}{mark[::-1]}"
        if span.fallback and span.language:
            tag = escaped(f"[{safe(span.language)}]")
            shown += f"\u00a0{LRI}{tag}{PDI}" if self.direction is Direction.RTL else f"\u00a0{tag}"
        return shown

    def _linked(self, words: str, link: str | None) -> str:
        if link is None or not _LINKABLE.match(link):
            return escaped(words)
        return f"<{link}>" if words == link else f"[{escaped(words)}](<{link}>)"


def escaped(words: str) -> str:
    """Return words so that CommonMark reads them as they are, inside a line."""
    return _SIGNS.sub(r"\\\g<0>", words)


def quote(text: str) -> str:
    """Return Markdown as a block quotation."""
    return "\n".join(f"> {row}" if row else ">" for row in text.split("\n"))


def _guarded(text: str) -> str:
    """Return a line's text so that its beginning opens no block."""
    return _OPENERS.sub(r"\g<number>\\\g<sign>", text)
