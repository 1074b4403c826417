"""The blocks of a sheet as the plain data that the typst template reads."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from math import pow as power
from typing import TYPE_CHECKING, Any, Final, assert_never

from tracker.domain.values import frozen
from tracker.render.isolates import LRI, PDI, RLI
from tracker.render.language import primary
from tracker.render.parallel import ParallelSheet, in_frames
from tracker.render.pdf.letters import shown
from tracker.render.running import marking, page_of, running_title, title_line
from tracker.render.sheet import (
    SECTION,
    Box,
    Direction,
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
    web_address,
    with_lines,
)
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.render.parallel import Pair
    from tracker.render.sheet import Block, Entry, Line, Sheet

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}\Z")
# A word wider than a column is broken where no rule says so: after every so many signs.
_UNBROKEN: Final = re.compile(r"\S{40,}")
_PIECE: Final = re.compile(r"\S{20}(?=\S)")
# An island as short as this stays in one line, so that it needs no marks among its words:
# they would be copied along from the page.
_SHORT: Final = 24
_WIDEST_LABEL: Final = 18  # a longer label stands on a line of its own
_LONG_TITLE: Final = 110  # signs of a title that is set smaller, so as to leave room
_FOOT: Final = 100  # signs of a closing note that fit the foot of every page
_LONG: Final = 1200  # signs; what is longer than some fifteen lines may go over a page's foot
_NARROWEST, _WIDEST = 8, 150  # signs of a column's widest cell, as far as its width minds
_SIGNS: Final = 86  # signs of a line, more or less
_LONG_WORD, _PAD = 24, 3  # signs of a word that is kept whole, and of the room beside
_FEW: Final = 0.85  # the power that keeps a wide column from starving the others


def data_of(sheet: Sheet | ParallelSheet) -> dict[str, Any]:
    """Return what the template needs of a sheet, every word of it made safe to be read.

    Of two languages the first governs the pages. A short note that closes the sheet stands
    at the foot of each page instead: by itself on a last page it would look lost. So that
    it is read aloud, it is the file's description too.
    """
    sheets = (sheet.first, sheet.second) if isinstance(sheet, ParallelSheet) else (sheet,)
    main = sheets[0]
    notes = [note for one in sheets if (note := _closing(one))]
    at_foot = notes if len(notes) == len(sheets) else []
    return {
        "title": shown(title_line(main)) or "—",  # PDF/UA asks for one
        "short": shown(running_title(main)),
        "page": page_of(main.language),
        "language": primary(main.language),
        "direction": main.direction.value,
        "marking": shown(marking(sheet)),
        "foot": [
            _in_language(one, _Setter(one.direction).line(note))
            for one, note in zip(sheets, at_foot, strict=False)
        ],
        "remark": shown(safe(plain(at_foot[0]))) if at_foot else "",
        "parallel": len(sheets) > 1,
        "blocks": (
            _parallel(sheet, sheet.pairs[: -1 if at_foot else None])
            if isinstance(sheet, ParallelSheet)
            else _Setter(main.direction).blocks(main.blocks[: -1 if at_foot else None])
        ),
    }


def _closing(sheet: Sheet) -> Line:
    """Return the note that closes a sheet, if it is short enough for the foot of a page."""
    match sheet.blocks:
        case (*_, Note(line=said)) if len(plain(said)) <= _FOOT:
            return said
        case _:
            return ()


def _in_language(of: Sheet, said: object) -> dict[str, Any]:
    return {"language": primary(of.language), "direction": of.direction.value, "block": said}


def _parallel(sheet: ParallelSheet, pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """Return the pieces of two languages in pairs, those in a frame together."""
    sides = [(_Setter(of.direction), of) for of in (sheet.first, sheet.second)]

    def pair_of(pair: Pair, after: Pair | None) -> dict[str, Any]:
        pieces = zip((pair.first, pair.second), sides, strict=True)
        made = [(setter.piece(block, pair.hangs), of) for block, (setter, of) in pieces]
        return {
            "kind": "pair",
            "sticky": isinstance(pair.first, Heading) or _leads(pair, after),
            "above": _above(pair),
            "long": any(_is_long(_lines_of(block)) for block in (pair.first, pair.second)),
            "sides": [_in_language(of, block) for block, of in made],
        }

    blocks: list[dict[str, Any]] = []
    for boxed, run in in_frames(pairs):
        made = [pair_of(*two) for two in zip_longest(run, run[1:])]
        blocks += [{"kind": "box", "blocks": made}] if boxed else made
    return blocks


def _leads(pair: Pair, after: Pair | None) -> bool:
    """Return whether a pair should stay with the next: a lead, or an entry with some below it."""
    if after is None or not after.goes_on:
        return False
    return isinstance(pair.first, Paragraph) or 0 < len(pair.hangs) < len(after.hangs)


def _above(pair: Pair) -> float:
    """Return the room over a pair, in heights of a letter."""
    match pair.first:
        case Heading(level=level):
            return 2.2 if level == SECTION else 1.4
        case Facts() if pair.goes_on:
            return 0.75
        case _ if pair.goes_on:
            return 0.95 if len(pair.hangs) == 1 else 0.7
        case _:
            return 1.0


def _lines_of(block: Block | None) -> list[Line]:
    """Return every line of a block, none of nothing."""
    lines: list[Line] = []

    def note(said: Line) -> Line:
        lines.append(said)
        return said

    if block is not None:
        with_lines(block, note)
    return lines


@frozen
class _Setter:
    """Takes blocks apart for a sheet that runs in a direction, or for the cells of a table."""

    direction: Direction
    in_cells: bool = False

    def blocks(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        return [self.block(block) for block in blocks]

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Masthead():
                return {
                    "kind": "masthead",
                    "title": self.line(block.title),
                    "long": len(plain(block.title)) > _LONG_TITLE,
                    "over": self.lines(block.over),
                    "under": self.lines(block.under),
                }
            case Heading():
                # The masthead is the document's title, so that sections are its first level.
                return {"kind": "heading", "level": block.level - 1, "line": self.line(block.line)}
            case Paragraph():
                return {"kind": "paragraph", "lines": self.lines(block.lines)}
            case Note():
                return {"kind": "note", "line": self.line(block.line)}
            case Facts():
                facts = [
                    {
                        "label": _words(fact.label),
                        "lines": self.lines(fact.lines),
                        "long": _is_long(fact.lines),
                    }
                    for fact in block.facts
                ]
                return {"kind": "facts", "facts": facts}
            case Table():
                return self._table(block)
            case Grid():
                return self._grid(block)
            case Outline():
                spacing = 0.95 if any(e.notes or e.children for e in block.entries) else 0.75
                return {
                    "kind": "outline",
                    "lead": self.line(block.lead),
                    "spacing": spacing,
                    "entries": [self._entry(e) for e in block.entries],
                }
            case Box(heading, blocks):
                return {"kind": "box", "blocks": self.blocks((Heading(heading), *blocks))}
            case _:
                assert_never(block)

    def piece(self, block: Block | None, hangs: Sequence[int]) -> dict[str, Any] | None:
        """Return a block of one side; one entry with the widths of labels that lead up to it."""
        if isinstance(block, Outline) and hangs:
            (entry,) = block.entries
            return self._entry(entry) | {"kind": "entry", "hangs": list(hangs)}
        return None if block is None else self.block(block)

    def _table(self, table: Table) -> dict[str, Any]:
        setter = replace(self, in_cells=True)
        head = tuple((Span(name),) for name in table.head)
        return {
            "kind": "table",
            "head": [_words(name) for name in table.head],
            "rows": [{"cells": setter.lines(row), "long": _is_long(row)} for row in table.rows],
            "widths": _widths(list(zip(head, *table.rows, strict=True))),
        }

    def _grid(self, grid: Grid) -> dict[str, Any]:
        setter = replace(self, in_cells=True)
        return {
            "kind": "grid",
            "head": [_words(name) for name in grid.head],
            "columns": max(map(len, grid.rows), default=1),
            "rows": [
                [{"label": _words(cell.label), "lines": setter.lines(cell.lines)} for cell in row]
                for row in grid.rows
            ],
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        label = " ".join(_words(entry.label).split())
        wide = len(label) > _WIDEST_LABEL
        return {
            "label": "" if wide else label,
            "wide": label if wide else "",
            "line": self.line(entry.line),
            "notes": self.lines(entry.notes),
            "long": _is_long((entry.line, *entry.notes)),
            "spacing": 0.6,
            "entries": [self._entry(child) for child in entry.children],
        }

    def lines(self, lines: Iterable[Line]) -> list[list[dict[str, Any]]]:
        return [self.line(said) for said in lines]

    def line(self, said: Line) -> list[dict[str, Any]]:
        return [self._span(span) for span in said]

    def _span(self, span: Span) -> dict[str, Any]:
        words = _words(span.words)
        told: dict[str, Any] = {"words": words, "emphasis": span.emphasis.value}
        if span.direction is not None and self._turns(words):
            if self._is_whole(words):
                told["box"] = span.direction.value
            else:
                mark = RLI if span.direction is Direction.RTL else LRI
                told["words"] = f"{mark}{words}{PDI}"
        if span.language and _LANGUAGE.match(primary(span.language)):
            told["language"] = primary(span.language)
        if leads := web_address(span):
            told["link"] = leads
        if span.strike:
            told["strike"] = True
        if span.fallback and span.language:
            told["tag"] = f"[{_words(span.language)}]"
        return told

    def _is_whole(self, words: str) -> bool:
        """Return whether words stay in one line; in a cell that has no room, only single ones."""
        blanks = "\n " if self.in_cells else "\n"
        return len(words) <= _SHORT and not any(blank in words for blank in blanks)

    def _turns(self, words: str) -> bool:
        """Return whether words could be turned around by what stands beside them."""
        return self.direction is Direction.RTL or has_right_to_left(words)


def _words(words: str) -> str:
    said = shown(without_isolates(safe(words)).strip("\n"))
    return _UNBROKEN.sub(lambda run: _PIECE.sub("\\g<0>\u200b", run[0]), said)


def _widths(columns: Sequence[Sequence[Line]]) -> list[float]:
    """Return the shares of a line that columns get: room for the longest word, and of the rest."""
    shares = [_share(max(len(plain(cell)) for cell in column)) for column in columns]
    words = ((word for cell in column for word in _unbroken(cell)) for column in columns)
    least = [min(max(map(len, each), default=0), _LONG_WORD) + _PAD for each in words]
    rest = max(_SIGNS - sum(least), 0)
    return [
        round(need + share / sum(shares) * rest, 2)
        for need, share in zip(least, shares, strict=True)
    ]


def _unbroken(said: Line) -> Iterator[str]:
    """Yield the words of a line; the tag of a language stays with the last one before it."""
    for span in said:
        *words, last = span.words.split() or [""]
        yield from words
        yield f"{last} [{span.language}]" if span.fallback and span.language else last


def _share(signs: int) -> float:
    return power(min(max(signs, _NARROWEST), _WIDEST), _FEW)


def _is_long(lines: Iterable[Line]) -> bool:
    return sum(len(plain(said)) for said in lines) > _LONG
