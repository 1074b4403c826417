"""A sheet as a PDF: tagged, its letters within, the same bytes for the same sheet and day."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.errors import Unavailable
from tracker.render.pdf.blocks import data_of
from tracker.render.pdf.letters import FONTS

if TYPE_CHECKING:
    from datetime import date

    from typst import PDFStandard

    from tracker.render.parallel import ParallelSheet
    from tracker.render.sheet import Sheet

_HERE: Final = Path(__file__).resolve().parent
_TEMPLATE: Final = _HERE / "print.typ"
# PDF/UA-1 (ISO 14289-1) is what a screen reader can rely on; without it a file is tagged too.
_STANDARDS: Final[tuple[list[PDFStandard], ...]] = (["ua-1"], [])


class Paper(StrEnum):
    """The sizes of paper, under the names that typst has for them."""

    A4 = "a4"
    LETTER = "us-letter"


def pdf_sheet(sheet: Sheet | ParallelSheet, *, day: date, paper: Paper = Paper.A4) -> bytes:
    """Return the sheet as a PDF/UA-1 file, dated that day.

    Signs that our letters lack are boxes; see `missing_letters`. Words that cannot be shown
    in any one face (a Latin accent on an Arabic letter) leave the file tagged, but without
    the mark of the standard. Raises Unavailable where typst is not installed, or fails.
    """
    try:
        import typst  # 80 MB of compiled code, for this format alone
    except ImportError as fault:
        raise Unavailable("PDF prints need typst: pip install typst.") from fault
    data = data_of(sheet) | {"day": [day.year, day.month, day.day], "paper": paper.value}
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    inputs = {"sheet": json.dumps(data, ensure_ascii=False)}
    for standards in _STANDARDS:
        try:
            made = typst.compile(
                _TEMPLATE,
                root=_HERE,
                font_paths=fonts,
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=standards,
                timestamp=0,
            )
        except typst.TypstError as fault:
            said = fault.message
        else:
            return made
    raise Unavailable(f"The PDF cannot be made: {said}.")
