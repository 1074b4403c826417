"""Blocks of a sheet as plain text, for programs that show neither markup nor colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.isolates import LRI, PDI, RLI
from tracker.render.language import is_right_to_left, labelled
from tracker.render.sheet import Direction, Facts, Heading, Note, Outline, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.render.sheet import Block, Entry, Line, Span

_STEP = "  "
_BULLET = "•"
_SECTION = 2  # the level of a heading that opens a section


def plain_text(blocks: Sequence[Block], language: str) -> str:
    """Return the blocks as lines parted by LF, with an empty line before each section."""
    return "\n".join(row.rstrip() for block in blocks for row in _rows(block, language)).strip()


def _rows(block: Block, language: str) -> Iterator[str]:
    if isinstance(block, Heading):
        if block.level == _SECTION:
            yield ""
        yield labelled(_words(block.line, language), language)
    elif isinstance(block, Paragraph):
        yield from (_words(said, language) for said in block.lines)
    elif isinstance(block, Note):
        yield _words(block.line, language)
    elif isinstance(block, Outline):
        if block.lead:
            yield _words(block.lead, language)
        yield from _outline(block.entries, "", language)
    elif isinstance(block, Table):
        yield from _table(block, language)
    elif isinstance(block, Facts):
        for fact in block.facts:
            said = " ".join(_words(part, language) for part in fact.lines)
            yield f"{labelled(fact.label, language)} {said}"


def _outline(entries: Iterable[Entry], indent: str, language: str) -> Iterator[str]:
    for entry in entries:
        yield f"{indent}{entry.label or _BULLET} {_words(entry.line, language)}"
        yield from (f"{indent}{_STEP}{_words(note, language)}" for note in entry.notes)
        yield from _outline(entry.children, indent + _STEP, language)


def _table(table: Table, language: str) -> Iterator[str]:
    for first, *others in table.rows:
        yield f"{_BULLET} {_words(first, language)}"
        for label, cell in zip(table.head[1:], others, strict=True):
            if cell:
                yield f"{_STEP}{labelled(label, language)} {_words(cell, language)}"


def _words(of: Line, language: str) -> str:
    return " ".join("".join(_span(span, language) for span in of).split("\n"))


def _span(span: Span, language: str) -> str:
    """Return a span's words, isolated where they run against the text around them."""
    own = Direction.RTL if is_right_to_left(language) else Direction.LTR
    words = span.words
    if span.direction and span.direction is not own:
        words = f"{RLI if span.direction is Direction.RTL else LRI}{words}{PDI}"
    return f"{words} [{span.language}]" if span.fallback else words
