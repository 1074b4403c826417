"""Words in the cells of a PDF: each stays in its own, whatever its script and length."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from tests.founding import TODAY
from tests.poppler import boxes_of, pages_of
from tracker.render.pdf import pdf_sheet
from tracker.render.sheet import (
    Cell,
    Direction,
    Grid,
    Masthead,
    Sheet,
    Span,
    Table,
    line,
)

if TYPE_CHECKING:
    from tests.poppler import Box
    from tracker.render.sheet import Block

LONG = "Подготовительная встреча; Внешнеэкономическая деятельность"


def pdf_of(block: Block, language: str) -> bytes:
    direction = Direction.RTL if language == "ar" else Direction.LTR
    blocks = (Masthead(line("2025")), block)
    return pdf_sheet(Sheet("2025", language, direction, blocks), day=TODAY)


def printed(block: Block, language: str) -> list[Box]:
    return boxes_of(pdf_of(block, language))


def overlap(one: Box, other: Box) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.foot, other.foot) - max(one.top, other.top)
    return wide > 1 and high > 8  # in points; the boxes of two lines meet by less


@pytest.mark.parametrize("columns", [3, 4, 5])
def test_a_name_in_another_script_stays_in_its_column(columns: int) -> None:
    """It may break between its words, and the tag of its language has its room."""
    name = Span("Bakary Yaou Sangaré", "en", Direction.LTR, fallback=True)
    post = (
        "Minister of Foreign Affairs, Cooperation and Nigeriens Abroad of the Republic of the Niger"
    )
    told = (
        line("الاتحاد الروسي (الجهة المضيفة، الرئاسة المشتركة)"),
        *[line(name)] * (columns - 2),
        line(Span(post, "en")),
    )
    found = printed(Table(("الوفد",) * columns, (told, told)), "ar")

    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]


def test_a_long_word_does_not_run_into_the_next_day() -> None:
    days = tuple(Cell(str(day), line(str(day)), (line(LONG),)) for day in range(1, 8))
    names = ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс")
    found = printed(Grid(names, (days,), names), "ru")
    starts = [box.left for box in found if box.words in names]
    wide = min(after - before for before, after in pairwise(starts))

    assert len(starts) == len(names)
    assert all(box.right - box.left < wide for box in found)


def test_a_busy_month_stands_on_one_page() -> None:
    title = line("12:00 Informal consultations on the draft resolution")
    week = tuple(Cell(str(day), line(str(day)), (title,) * 3) for day in range(1, 8))
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

    assert len(pages_of(pdf_of(Grid(names, (week,) * 5, names), "en"))) == 1
