"""Tables for a terminal: a few columns, whole in a pipe, fitted and folded on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tracker.domain.values import frozen
from tracker.render.terminal.door import safe
from tracker.render.terminal.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

_MOST = 50  # lines of a kind
IN_PIPE = 10_000  # the width of a page that is no screen: nothing is folded there


@frozen
class Column:
    """A column: its head, and whether it may be folded to fit."""

    head: str
    folds: bool = False


@frozen
class Cell:
    """A cell with emphasis: strong, dim or strike; meaning never hangs on it alone."""

    words: str
    style: str = ""


@frozen
class Page:
    """What is printed on: columns to fill, and whether colour and boxes are wanted."""

    width: int
    styled: bool
    unicode: bool = True


def table(columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], page: Page) -> str:
    """Return a table as text ending in a newline.

    Unstyled, as in a pipe, cells are neither cut nor folded and blanks part the columns.
    """
    if page.width >= IN_PIPE:
        return _plain(columns, rows)
    return _fitted(columns, rows, page)


def _plain(columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]]) -> str:
    lines = [[c.head for c in columns], *([_words(cell) for cell in row] for row in rows)]
    widths = [max(cells(line[i]) for line in lines) for i in range(len(columns))]
    return "".join(
        "  ".join(
            words + " " * (width - cells(words)) for words, width in zip(line, widths, strict=True)
        ).rstrip()
        + "\n"
        for line in lines
    )


def _fitted(columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], page: Page) -> str:
    # By hand: to load rich and let it lay out twenty rows takes longer than all the rest.
    part, rule, crossing = ("   ", "─", "───") if page.unicode else (" | ", "-", "-+-")
    heads = [Cell(column.head, "strong") for column in columns]
    widths = _widths(columns, [heads, *rows], page.width - len(part) * (len(columns) - 1))
    lines = _laid_out(heads, widths, part, styled=page.styled)
    lines.append(crossing.join(rule * width for width in widths))
    for row in rows:
        lines += _laid_out(row, widths, part, styled=page.styled)
    return "".join(f"{line}\n" for line in lines)


def _widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], room: int
) -> list[int]:
    """Return the cells of each column; where room is short, the widest that fold give way."""
    widths = [max(cells(_words(row[i])) for row in rows) for i in range(len(columns))]
    folding = [i for i, column in enumerate(columns) if column.folds]
    while sum(widths) > room:
        widest = max(folding, key=lambda i: widths[i], default=None)
        if widest is None or widths[widest] <= _LEAST:
            break
        widths[widest] -= 1
    return widths


def _laid_out(
    row: Sequence[str | Cell], widths: Sequence[int], part: str, *, styled: bool
) -> list[str]:
    """Return a row as lines, each cell folded in its column."""
    columns = [_lines(_words(cell), width) for cell, width in zip(row, widths, strict=True)]
    styles = [_STYLES.get(_style(cell), "") if styled else "" for cell in row]
    height = max(map(len, columns))
    return [
        part.join(
            _filled(lines[i] if i < len(lines) else "", width, style)
            for lines, width, style in zip(columns, widths, styles, strict=True)
        ).rstrip()
        for i in range(height)
    ]


def _lines(words: str, width: int) -> list[str]:
    return [words] if cells(words) <= width else folded(words, width)


def _filled(words: str, width: int, style: str) -> str:
    blanks = " " * (width - cells(words))
    return f"{style}{words}{_PLAIN}{blanks}" if style and words else words + blanks


_LEAST = 10  # no column that folds is narrower
_STYLES = {"strong": "\x1b[1m", "dim": "\x1b[2m", "strike": "\x1b[9m"}  # ECMA-48, SGR
_PLAIN = "\x1b[0m"


def _style(cell: str | Cell) -> str:
    return cell.style if isinstance(cell, Cell) else ""


def _words(cell: str | Cell) -> str:
    words = cell.words if isinstance(cell, Cell) else cell
    return safe(words).replace("\n", " ")


def first_lines(found: Sequence[T], told: Callable[[T], str]) -> list[str]:
    """Return a line for each of as many as one reads, and at last how many more there are."""
    lines = [told(each) for each in found[:_MOST]]
    more = len(found) - len(lines)
    return [*lines, f"… and {more:,} more (--json tells all)"] if more else lines


def folded(words: str, width: int, *, hang: int = 0) -> list[str]:
    """Return a text as lines of at most `width` cells, all but the first set in by `hang`."""
    from tracker.render.sheet import Span
    from tracker.render.terminal.wrapping import wrap

    lines = wrap((Span(safe(words).replace("\n", " ")),), max(width - hang, 10))
    text = ["".join(span.words for span in line) for line in lines]
    return [text[0], *(" " * hang + line for line in text[1:])]
