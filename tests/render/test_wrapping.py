"""Cells of a terminal: what is counted without a table agrees with the table."""

from __future__ import annotations

import sys

from rich.cells import cell_len

from tracker.render.terminal.wrapping import cells


def test_every_letter_takes_as_many_cells_as_the_table_says() -> None:
    letters = map(chr, range(0xA0, sys.maxunicode + 1))
    assert [hex(ord(each)) for each in letters if cells(each) != cell_len(each)] == []
    assert cells("Délégation — 2 « bis »") == 22
    assert cells("日本") == 4
    assert cells("e\u0301") == 1
