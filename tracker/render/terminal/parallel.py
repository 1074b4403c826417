"""Two sheets side by side in a terminal: in two columns, or by turns where it is narrow."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from tracker.render.parallel import in_frames
from tracker.render.sheet import Direction, Heading
from tracker.render.terminal.door import ascii_signs
from tracker.render.terminal.sheet import FRAME, NARROWEST, Setter, framed
from tracker.render.terminal.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.render.parallel import Pair, ParallelSheet
    from tracker.render.sheet import Block, Line

_LEAST: Final = 44  # cells of a column in which one still reads
_RULE: Final = " │ "


def print_parallel(sheet: ParallelSheet, *, width: int, styled: bool, unicode: bool = True) -> str:
    """Return both languages as lines of at most `width` cells, each ended by a newline.

    Two columns divided by a rule, the one that runs from right to left on the right; where
    a column would be narrower than 44 cells, each piece in one language, then in the other.
    """
    width = max(width, NARROWEST)
    column = (width - len(_RULE)) // 2
    as_columns = column >= _LEAST
    room = column if as_columns else width
    sides = (sheet.left, sheet.right) if as_columns else (sheet.first, sheet.second)
    one, other = (
        Setter(of.language, of.direction, room, styled=styled, unicode=unicode) for of in sides
    )
    lines = _in_columns(sheet, one, other) if as_columns else _by_turns(sheet, one, other)
    text = "".join(f"{line}\n" for line in lines)
    return text if unicode else ascii_signs(text)


def _in_columns(sheet: ParallelSheet, left: Setter, right: Setter) -> Iterator[str]:
    for i, (boxed, run) in enumerate(in_frames(sheet.pairs)):
        if i:
            yield _beside(left, (), right, ())
        if boxed:
            rows = list(_aligned(sheet, run, _narrower(left), _narrower(right)))
            frames = (
                list(framed([row[side] for row in rows], setter.width, setter.direction))
                for side, setter in enumerate((left, right))
            )
            framed_rows = zip(*frames, strict=True)
            yield from (_beside(left, one, right, other) for one, other in framed_rows)
        else:
            for one, other in _aligned(sheet, run, left, right):
                yield _beside(left, one, right, other)


def _aligned(
    sheet: ParallelSheet, pairs: Iterable[Pair], left: Setter, right: Setter
) -> Iterator[tuple[Line, Line]]:
    """Yield the rows of both columns, each piece beginning in the same row."""
    for pair, blank in _spaced(pairs):
        if blank:
            yield (), ()
        one, other = sheet.sides(pair)
        rows = _rows(one, pair, left), _rows(other, pair, right)
        yield from zip_longest(*rows, fillvalue=())


def _beside(left: Setter, one: Line, right: Setter, other: Line) -> str:
    words = "".join(span.words for span in one).rstrip(" ")
    empty = left.width - cells(words) if left.direction is Direction.LTR or not words else 0
    return f"{left.text(one)}{' ' * empty}{_RULE}{right.text(other)}".rstrip(" ")


def _by_turns(sheet: ParallelSheet, first: Setter, second: Setter) -> Iterator[str]:
    for i, (boxed, run) in enumerate(in_frames(sheet.pairs)):
        if i:
            yield ""
        if boxed:
            said = list(_alternating(run, _narrower(first), _narrower(second), (first, second)))
            rows = framed((row for _, row in said), first.width, first.direction)
            setters = (first, *(setter for setter, _ in said), first)
            yield from (setter.text(row) for setter, row in zip(setters, rows, strict=True))
        else:
            said = list(_alternating(run, first, second, (first, second)))
            yield from (setter.text(row) for setter, row in said)


def _alternating(
    pairs: Iterable[Pair], first: Setter, second: Setter, full: tuple[Setter, Setter]
) -> Iterator[tuple[Setter, Line]]:
    """Yield the rows of each piece in one language, then in the other, with who sets them."""
    for i, pair in enumerate(pairs):
        if i:
            yield full[0], ()
        yield from ((full[0], row) for row in _rows(pair.first, pair, first))
        yield from ((full[1], row) for row in _rows(pair.second, pair, second))


def _rows(block: Block | None, pair: Pair, setter: Setter) -> list[Line]:
    if block is None:
        return []
    return list(setter.rows(block, pair.hangs))


def _spaced(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, bool]]:
    """Yield pieces with whether a blank line parts them from what is before."""
    before: Pair | None = None
    for pair in pairs:
        heads = before is not None and isinstance(before.first, Heading)
        yield pair, before is not None and not (heads or pair.goes_on)
        before = pair


def _narrower(setter: Setter) -> Setter:
    return replace(setter, width=setter.width - FRAME)
