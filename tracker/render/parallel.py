"""Two sheets of one record side by side: each piece of one beside the same piece of the other.

Sheets of one record have the same shape in every language, so that a piece's place is
enough to find its counterpart. Where the shapes differ all the same, what is left over
stands whole, beside what there is: nothing is lost.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.values import frozen
from tracker.render.sheet import (
    Box,
    Direction,
    Emphasis,
    Facts,
    Grid,
    Heading,
    Outline,
    Paragraph,
    Table,
    cells_apart,
    plain,
    with_lines,
)
from tracker.render.terminal.columns import taken_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.render.sheet import Block, Entry, Line, Sheet

_KINDS: Final = {"facts": "fact", "outline": "entry"}  # what a piece of a block is called
_LONGEST_HANG: Final = 18  # signs of a label beside its entry; renderers do not set wider ones


@frozen
class Pair:
    """One piece of a sheet in both languages; None where one of them has no counterpart.

    A piece is a block, or one fact or entry of a block without what hangs below it.
    `hangs` are the signs of the widest label, from the outermost outline to the entry's own:
    they say how far it stands in; of a fact, those of the widest label among its facts. A
    piece that `goes_on` belongs to the block of the one before. What is `boxed` stands in
    the frame of a Box, whose heading is a piece too.
    """

    first: Block | None
    second: Block | None
    hangs: tuple[int, ...] = ()
    goes_on: bool = False
    boxed: bool = False


@frozen
class ParallelSheet:
    """A print in two languages; the first governs the whole, such as its pages' numbers."""

    first: Sheet
    second: Sheet
    pairs: tuple[Pair, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of both sheets."""
        return (*self.first.blocks, *self.second.blocks)

    @property
    def left(self) -> Sheet:
        """The sheet of the left column: the first, unless it alone runs from the right."""
        return self.second if self._is_turned else self.first

    @property
    def right(self) -> Sheet:
        """The sheet of the right column."""
        return self.first if self._is_turned else self.second

    @property
    def _is_turned(self) -> bool:
        return (self.first.direction, self.second.direction) == (Direction.RTL, Direction.LTR)

    def sides(self, pair: Pair) -> tuple[Block | None, Block | None]:
        """Return the pieces of a pair as they stand from left to right."""
        return (pair.second, pair.first) if self._is_turned else (pair.first, pair.second)


def parallel(first: Sheet, second: Sheet) -> ParallelSheet:
    """Return two sheets of one record, in two languages, piece beside piece."""
    splitter = _Splitter(first.language, second.language)
    return ParallelSheet(first, second, tuple(splitter.pairs(first.blocks, second.blocks)))


def parallel_data(sheet: ParallelSheet) -> dict[str, Any]:
    """Return a parallel sheet as plain data for JSON: its pieces in order, in both languages.

    A piece names its kind; of each language it has the lines, after the label where there
    is one, and as `fallback` the languages of words that are not translated.
    """
    tags = (sheet.first.language, sheet.second.language)
    return {
        "languages": list(tags),
        "title": dict(zip(tags, (sheet.first.title, sheet.second.title), strict=True)),
        "pairs": [_pair_data(pair, tags) for pair in sheet.pairs],
    }


def in_frames(pairs: Iterable[Pair]) -> Iterator[tuple[bool, list[Pair]]]:
    """Yield pieces that stand together, each run with whether a frame is drawn around it."""
    for boxed, run in groupby(pairs, key=lambda pair: pair.boxed):
        yield boxed, list(run)


@frozen
class _Splitter:
    """Takes blocks of two languages apart into pieces."""

    first: str
    second: str

    def pairs(self, ones: Iterable[Block], others: Iterable[Block]) -> Iterator[Pair]:
        for one, other in zip_longest(ones, others):
            yield from self._split(one, other)

    def _split(self, one: Block | None, other: Block | None) -> Iterator[Pair]:
        match one, other:
            case Facts(ones), Facts(others) if len(ones) == len(others):
                widest = max((len(fact.label) for fact in (*ones, *others)), default=0)
                for i, (fact, beside) in enumerate(zip(ones, others, strict=True)):
                    yield Pair(Facts((fact,)), Facts((beside,)), (widest,), goes_on=i > 0)
            case Table(), Table():
                # Half of a page is too narrow for columns.
                apart = taken_apart(one, self.first), taken_apart(other, self.second)
                yield from self._split(*apart)
            case Grid(), Grid():
                days = cells_apart(one), cells_apart(other)
                yield from self._split(*days) if days[0].entries else ()
            case Outline(ones, lead), Outline(others, beside) if _alike(ones, others):
                if lead and beside:
                    yield Pair(Paragraph((_quiet(lead),)), Paragraph((_quiet(beside),)))
                entries = _entries(ones, others, ())
                for i, pair in enumerate(entries):
                    yield replace(pair, goes_on=i > 0 or bool(lead))
            case Box(heading, ones), Box(title, others):
                pieces = self.pairs((Heading(heading), *ones), (Heading(title), *others))
                yield from (replace(pair, boxed=True) for pair in pieces)
            case _:
                yield Pair(one, other)


def _entries(
    ones: tuple[Entry, ...], others: tuple[Entry, ...], hangs: tuple[int, ...]
) -> Iterator[Pair]:
    widest = max(len(entry.label) for entry in (*ones, *others))
    here = (*hangs, min(max(widest, 1), _LONGEST_HANG))
    for one, other in zip(ones, others, strict=True):
        bare = replace(one, children=()), replace(other, children=())
        yield Pair(Outline((bare[0],)), Outline((bare[1],)), here)
        if one.children:
            yield from _entries(one.children, other.children, here)


def _alike(ones: tuple[Entry, ...], others: tuple[Entry, ...]) -> bool:
    """Return whether entries have as many entries below them, however deep."""
    return len(ones) == len(others) and all(
        _alike(one.children, other.children) for one, other in zip(ones, others, strict=True)
    )


def _quiet(said: Line) -> Line:
    return tuple(replace(span, emphasis=Emphasis.QUIET) for span in said)


def _pair_data(pair: Pair, tags: tuple[str, str]) -> dict[str, Any]:
    sides = (pair.first, pair.second)
    kinds = [type(block).__name__.lower() for block in sides if block is not None]
    data: dict[str, Any] = {"kind": _KINDS.get(kinds[0], kinds[0]), "boxed": pair.boxed}
    for tag, block in zip(tags, sides, strict=True):
        data[tag] = None if block is None else _block_data(block)
    return data


def _block_data(block: Block) -> dict[str, Any]:
    lines: list[Line] = []

    def note(said: Line) -> Line:
        lines.append(said)
        return said

    with_lines(block, note)
    spans = (span for said in lines for span in said)
    fallback = dict.fromkeys(span.language for span in spans if span.fallback and span.language)
    labelled = (*getattr(block, "facts", ()), *getattr(block, "entries", ()))
    labels = {"label": labelled[0].label} if labelled else {}
    said = [plain(said) for said in lines if said]
    return {**labels, "lines": said, "fallback": list(fallback)}
