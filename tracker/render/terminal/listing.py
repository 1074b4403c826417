"""Lists of records for a terminal: a table that is taken apart where it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.records.sheets import list_sheet
from tracker.render.terminal.sheet import print_sheet
from tracker.render.terminal.tables import IN_PIPE, Column, table

if TYPE_CHECKING:
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line, Table
    from tracker.render.terminal.tables import Page


def listing(found: Table, page: Page, reading: Reading) -> str:
    """Return a list as text: in a pipe a line a record, on a screen as its columns fit."""
    if page.width >= IN_PIPE:
        rows = [[_told(cell) for cell in row] for row in found.rows]
        return table([Column(head) for head in found.head], rows, page)
    sheet = list_sheet("", found, reading)
    return print_sheet(sheet, width=page.width, styled=page.styled, unicode=page.unicode)


def _told(cell: Line) -> str:
    """Return a cell's words, those of another language than the reader's with its tag."""
    return "".join(
        f"{span.words} [{span.language}]" if span.fallback and span.language else span.words
        for span in cell
    )
