"""The look of a page: pictures of one sheet with every block, compared with those that are kept.

    UPDATE_GOLDEN=1 pytest tests/render/test_pdf_pages.py

keeps what is set now; look at tests/golden/pdf before committing it. Small and grey, since
poppler's versions differ in the edges of letters: a line that moved is seen all the same.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.founding import TODAY
from tests.poppler import pictures_of
from tracker.render.pdf import pdf_sheet
from tracker.render.sheet import (
    PART,
    Direction,
    Emphasis,
    Entry,
    Fact,
    Facts,
    Heading,
    Masthead,
    Note,
    Outline,
    Paragraph,
    Sheet,
    Span,
    Table,
    address,
    line,
)

if TYPE_CHECKING:
    from tracker.render.sheet import Block

FOLDER = Path(__file__).parent.parent / "golden" / "pdf"
DOTS = 18  # an inch
WORDS = {
    "en": "Exchange of views on cooperation|Place|Agenda|Day",
    "fr": "Échange de vues sur la coopération|Lieu|Ordre du jour|Jour",
    "ru": "Обмен мнениями о сотрудничестве|Место проведения|Повестка дня|День",
    "ar": "تبادل الآراء بشأن التعاون|المكان|جدول الأعمال|اليوم",
}


def specimen(language: str) -> Sheet:
    """Return a sheet of more than a page with each kind of block and span."""
    words, label, title, day = WORDS[language].split("|")
    time = Span("10:00–12:30", direction=Direction.LTR)
    foreign = Span("Réunion préparatoire", "de", Direction.LTR, fallback=True)
    entry = Entry(
        line(Span(words, strike=True), " (", foreign, ")"),
        "2 (a)",
        (line(f"{label}: ", time), line(address("https://example.org/a/b"))),
    )
    items = tuple(Entry(line(words), str(n), children=(entry,) * (n % 3)) for n in range(1, 11))
    cells = (line(words), line(Span(words, emphasis=Emphasis.STRONG)), line(time))
    blocks: tuple[Block, ...] = (
        Masthead(line(words), over=(line(title),), under=(line(day),)),
        Facts((Fact(label, (line(words), line(time))), Fact(day, (line(foreign),)))),
        Paragraph((line(words), line(Span(words, emphasis=Emphasis.QUIET)))),
        Heading(line(title)),
        Heading(line(day), PART),
        Outline((Entry(line(words)), Entry(line(words))), lead=line(label)),
        Outline(items),
        Table((title, label, day), (cells, cells)),
        Note(line(words)),
    )
    direction = Direction.RTL if language == "ar" else Direction.LTR
    return Sheet(words, language, direction, blocks)


@pytest.mark.parametrize("language", WORDS)
def test_a_page_looks_as_it_did(language: str, tmp_path: Path) -> None:
    pdf = pdf_sheet(specimen(language), day=TODAY)
    for number, picture in enumerate(pictures_of(pdf, tmp_path, dots=DOTS), start=1):
        kept = FOLDER / f"{language}.{number}.pgm"
        if os.environ.get("UPDATE_GOLDEN"):
            FOLDER.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(picture.read_bytes())
        assert unlike(picture.read_bytes(), kept.read_bytes()) < 0.01, kept


def test_a_line_that_moved_is_seen(tmp_path: Path) -> None:
    sheet = specimen("en")
    moved = Sheet(sheet.title, "en", sheet.direction, (*sheet.blocks[:2], *sheet.blocks[3:]))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = (
        pictures_of(pdf_sheet(s, day=TODAY), tmp_path / name, dots=DOTS)[0].read_bytes()
        for s, name in ((sheet, "a"), (moved, "b"))
    )
    assert unlike(one, two) > 0.03


def unlike(one: bytes, two: bytes) -> float:
    """Return the share of dots that are clearly darker or lighter in one picture."""
    (head, dots), (other, others) = (picture_of(data) for data in (one, two))
    assert head == other
    return sum(abs(a - b) > 48 for a, b in zip(dots, others, strict=True)) / len(dots)


def picture_of(data: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """Return the size and the dots of a binary PGM."""
    kind, width, height, depth, dots = data.split(maxsplit=4)
    return (kind, width, height, depth), data[-int(width) * int(height) :] or dots
