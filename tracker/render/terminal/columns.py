"""Columns of a terminal: labels beside values, and tables that fit or are taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.render.language import labelled
from tracker.render.sheet import Emphasis, Entry, Outline, Span
from tracker.render.terminal.wrapping import cells, longest_word, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.render.sheet import Facts, Line, Table

_GAP: Final = 2
_LEAST: Final = 12  # a column narrower than this breaks words that a reader should not
_WIDEST_LABEL: Final = 24


def blanks(count: int) -> Line:
    """Return a line of blanks."""
    return (Span(" " * count),) if count > 0 else ()


def padded(line: Line, width: int) -> Line:
    """Return the line filled with blanks to the width."""
    return (*line, *blanks(width - width_of(line)))


def facts_rows(facts: Facts, width: int, least: int = 0) -> Iterator[Line]:
    """Yield labels in a column of their own, `least` cells wide or more, the values beside them."""
    widest = max((cells(fact.label) for fact in facts.facts), default=0)
    widest = max(widest, least)
    column = min(widest, _WIDEST_LABEL, width // 3)
    for fact in facts.facts:
        labels = wrap((Span(fact.label, emphasis=Emphasis.STRONG),), column)
        values = [row for said in fact.lines for row in wrap(said, width - column - _GAP)]
        yield from _beside([labels, values], [column, width - column - _GAP])


def table_rows(table: Table, width: int) -> Iterator[Line] | None:
    """Yield the table's rows, or return None when its columns do not fit the width."""
    heads = [(Span(head, emphasis=Emphasis.STRONG),) for head in table.head]
    columns = [[head, *cells_] for head, *cells_ in zip(heads, *table.rows, strict=True)]
    widths = _widths(columns, width - _GAP * (len(columns) - 1))
    return None if widths is None else _laid_out([heads, *table.rows], widths)


def taken_apart(table: Table, language: str) -> Outline:
    """Return the table as an outline: the first cell is the entry, the others its remarks."""
    labels = [Span(labelled(head, language)) for head in table.head[1:]]
    return Outline(
        tuple(
            Entry(
                row[0],
                notes=tuple(
                    (label, Span(" "), *cell)
                    for label, cell in zip(labels, row[1:], strict=True)
                    if cell
                ),
            )
            for row in table.rows
        )
    )


def _widths(columns: Sequence[Sequence[Line]], room: int) -> list[int] | None:
    wanted = [max(width_of(cell) for cell in column) for column in columns]
    least = [
        min(want, max(_LEAST, *(longest_word(cell) for cell in column)))
        for want, column in zip(wanted, columns, strict=True)
    ]
    spare = room - sum(least)
    if spare < 0:
        return None
    # Widen the columns one cell at a time, the one that lacks most first.
    widths = list(least)
    while spare and any(want > have for want, have in zip(wanted, widths, strict=True)):
        lacking = max(range(len(widths)), key=lambda i: wanted[i] - widths[i])
        widths[lacking] += 1
        spare -= 1
    return widths


def _laid_out(rows: Sequence[Sequence[Line]], widths: list[int]) -> Iterator[Line]:
    for number, row in enumerate(rows):
        yield from _beside([wrap(c, w) for c, w in zip(row, widths, strict=True)], widths)
        if number == 0:
            yield tuple(
                Span(piece)
                for i, w in enumerate(widths)
                for piece in ((" " * _GAP if i else ""), "─" * w)
                if piece
            )


def _beside(columns: Sequence[Sequence[Line]], widths: Sequence[int]) -> Iterator[Line]:
    height = max(len(column) for column in columns)
    for i in range(height):
        row: list[Span] = []
        for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
            cell = column[i] if i < len(column) else ()
            last = number == len(columns) - 1
            row.extend(cell if last else (*padded(cell, width), *blanks(_GAP)))
        yield tuple(row)
