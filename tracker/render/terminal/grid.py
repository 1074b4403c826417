"""A grid on a terminal: what stands in its fields where there is room, else where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.render.sheet import Cell, Emphasis, Span, line
from tracker.render.terminal.columns import blanks, padded
from tracker.render.terminal.wrapping import cells, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.render.sheet import Grid, Line

_LEAST: Final = 13  # cells of a column in which words can be read
_GAP: Final = 2
_MARK: Final = "*"  # after a field that holds something, where that stands elsewhere
_RULE: Final = "─"


def is_readable(grid: Grid, width: int) -> bool:
    """Return whether the columns are wide enough for what stands in the fields."""
    return _room(grid, width) >= _LEAST


def grid_rows(grid: Grid, width: int) -> Iterator[Line]:
    """Yield the grid's rows; of columns that are too narrow, the labels and where there is more.

    A narrow grid without heads, such as a year's, yields nothing.
    """
    room, columns = _room(grid, width), _columns(grid)
    readable = room >= _LEAST
    if not readable and not grid.head:
        return
    if grid.head:
        fits = max(map(cells, grid.head)) <= room
        heads = grid.head if fits or not grid.short else grid.short
        yield from _beside([wrap((Span(h, emphasis=Emphasis.STRONG),), room) for h in heads], room)
    rule = line(_RULE * ((room + _GAP) * columns - _GAP))
    for row in grid.rows:
        yield rule
        yield from _beside([_lines(cell, room, whole=readable) for cell in row], room)
    yield rule
    if not readable and any(cell.lines for row in grid.rows for cell in row):
        yield ()


def _columns(grid: Grid) -> int:
    return max(1, len(grid.head), *map(len, grid.rows))


def _room(grid: Grid, width: int) -> int:
    return max((width + _GAP) // _columns(grid) - _GAP, 1)


def _lines(cell: Cell, room: int, *, whole: bool) -> list[Line]:
    mark = _MARK if cell.lines and not whole else ""
    label = Span(f"{cell.label}{mark}", emphasis=Emphasis.STRONG)
    if not whole:
        return wrap((label,), room)
    return [row for said in (line(label), *cell.lines) for row in wrap(said, room)]


def _beside(columns: Sequence[Sequence[Line]], room: int) -> Iterator[Line]:
    for i in range(max(map(len, columns), default=0)):
        row: list[Span] = []
        for number, column in enumerate(columns):
            said = column[i] if i < len(column) else ()
            row.extend((*blanks(_GAP if number else 0), *padded(said, room)))
        yield tuple(row)
