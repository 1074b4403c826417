"""Tables for a terminal: a few columns, whole in a pipe, fitted and folded on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from tracker.render.terminal.door import safe
from tracker.render.terminal.wrapping import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_PIPE = 10_000  # the width of a page that is no screen: nothing is folded there


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and whether it may be folded to fit."""

    head: str
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with emphasis: strong, dim or strike; meaning never hangs on it alone."""

    words: str
    style: str = ""


@dataclass(frozen=True, slots=True)
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
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = StringIO()
    console = Console(
        file=out,
        width=page.width,
        force_terminal=page.styled,
        no_color=not page.styled,
        color_system="standard" if page.styled else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    grid = Table(
        box=box.SIMPLE_HEAD if page.unicode else box.ASCII2,
        padding=(0, 1),
        pad_edge=False,
        show_edge=False,
        header_style="bold" if page.styled else "",
    )
    for column in columns:
        grid.add_column(column.head, no_wrap=not column.folds, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_words(cell), style=_style(cell)) for cell in row))
    console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines() if line.strip())


_STYLES = {"strong": "bold", "dim": "dim", "strike": "strike"}


def _style(cell: str | Cell) -> str:
    return _STYLES.get(cell.style, "") if isinstance(cell, Cell) else ""


def _words(cell: str | Cell) -> str:
    words = cell.words if isinstance(cell, Cell) else cell
    return safe(words).replace("\n", " ")


def folded(words: str, width: int, *, hang: int = 0) -> list[str]:
    """Return a text as lines of at most `width` cells, all but the first set in by `hang`."""
    from tracker.render.sheet import Span
    from tracker.render.terminal.wrapping import wrap

    lines = wrap((Span(safe(words).replace("\n", " ")),), max(width - hang, 10))
    text = ["".join(span.words for span in line) for line in lines]
    return [text[0], *(" " * hang + line for line in text[1:])]
