"""Two languages side by side: every piece beside its counterpart, in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.founding import DELEGATIONS, SESSION, TODAY
from tests.golden import same_as_golden
from tests.poppler import info_of, pages_of
from tests.stress import sessions
from tracker.domain.visibility import Visibility
from tracker.render.agenda_sheet import session_sheet
from tracker.render.html import document_html
from tracker.render.isolates import FSI, LRI, PDI, RLI
from tracker.render.markdown_parallel import markdown_parallel
from tracker.render.parallel import ParallelSheet, parallel, parallel_data
from tracker.render.pdf import pdf_sheet
from tracker.render.running import marking
from tracker.render.sheet import (
    Box,
    Direction,
    Entry,
    Fact,
    Facts,
    Heading,
    Line,
    Outline,
    Paragraph,
    Sheet,
    Table,
    island,
    line,
    plain,
    with_lines,
)
from tracker.render.terminal.parallel import print_parallel

LANGUAGES = ("en", "fr", "ru", "ar")
PAIRS = list(permutations(LANGUAGES, 2))
KEPT = (("fr", "ru"), ("en", "ar"))


def both(first: str, second: str, name: str = "founding") -> ParallelSheet:
    session = sessions()[name]
    one, other = (
        session_sheet(session, language=tag, today=TODAY, reader_zone="Africa/Bamako")
        for tag in (first, second)
    )
    return parallel(one, other)


def sheet_of(*blocks: object, language: str = "en") -> Sheet:
    direction = Direction.RTL if language == "ar" else Direction.LTR
    return Sheet("", language, direction, blocks)  # type: ignore[arg-type]


def lines_of(sheet: Sheet) -> list[str]:
    """Return every line of a sheet that says something."""
    found: list[Line] = []

    def note(said: Line) -> Line:
        found.append(said)
        return said

    for block in sheet.blocks:
        with_lines(block, note)
    return [plain(said) for said in found if plain(said)]


def bare(text: str) -> str:
    return re.sub(f"[\\s{LRI}{RLI}{FSI}{PDI}│┌└─═]", "", text)


@pytest.mark.parametrize(("first", "second"), KEPT)
def test_the_founding_session_prints_in_two_languages_as_it_did(first: str, second: str) -> None:
    sheet = both(first, second)
    name = f"founding.{first}.{second}"

    same_as_golden(print_parallel(sheet, width=140, styled=False), f"{name}.140.txt")
    same_as_golden(print_parallel(sheet, width=80, styled=False), f"{name}.80.txt")
    same_as_golden(markdown_parallel(sheet), f"{name}.md")
    same_as_golden(document_html(sheet), f"{name}.html")


@pytest.mark.parametrize("name", sessions())
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_a_record_has_the_same_shape_in_every_language(first: str, second: str, name: str) -> None:
    for pair in both(first, second, name).pairs:
        assert pair.first is not None
        assert pair.second is not None
        assert type(pair.first) is type(pair.second)
        if isinstance(pair.first, Outline):
            assert len(pair.first.entries) == 1
            assert pair.hangs


@pytest.mark.parametrize(("first", "second"), [*KEPT, ("ar", "fr"), ("ru", "en")])
@pytest.mark.parametrize("width", [20, 60, 90, 91, 140])
def test_a_terminal_tells_all_of_both_within_its_width(first: str, second: str, width: int) -> None:
    sheet = both(first, second, "long")
    printed = print_parallel(sheet, width=width, styled=False)

    assert max(map(cell_len, printed.splitlines())) <= max(width, 20)
    assert (" │ " in printed) == (width >= 91)


def test_by_turns_nothing_is_lost() -> None:
    sheet = both("fr", "ru")
    told = bare(print_parallel(sheet, width=80, styled=False))
    for side in (sheet.first, sheet.second):
        for said in lines_of(side):
            assert bare(said) in told


def test_pieces_begin_in_the_same_row() -> None:
    printed = print_parallel(both("fr", "ru"), width=140, styled=False)
    rows = [row.split(" │ ") for row in printed.splitlines() if " │ " in row]
    heads = {left.strip(): right.strip() for left, right in rows if left.strip()}

    assert heads["Délégations"] == "Делегации"
    assert heads["Programme"] == "Программа"
    assert heads["Ordre du jour"] == "Повестка дня"
    assert heads["• République du Niger"] == "• Республика Нигер"
    assert heads["2 (b) Liens entre entreprises"] == "2 (b) Links between firms\u00a0[en]"


@pytest.mark.parametrize(("first", "second"), [("ar", "fr"), ("fr", "ar")])
def test_what_runs_from_right_to_left_stands_on_the_right(first: str, second: str) -> None:
    sheet = both(first, second)
    row = print_parallel(sheet, width=140, styled=False).splitlines()[0]
    left, right = row.split(" │ ")

    assert left.startswith("Première session")
    assert right.rstrip().endswith(PDI)
    assert cell_len(right.replace(RLI, "").replace(PDI, "")) == 68


def test_without_unicode_the_columns_are_ascii() -> None:
    left = sheet_of(Box(line("Ours"), (Paragraph((line("Note"),)),)))
    printed = print_parallel(parallel(left, left), width=100, styled=False, unicode=False)

    assert printed.isascii()
    assert " | " in printed


def test_what_has_no_translation_is_marked_in_its_column_only() -> None:
    data = parallel_data(both("fr", "ru"))
    item = next(p for p in data["pairs"] if p["kind"] == "entry" and p["fr"]["label"] == "3")

    assert item["fr"] == {
        "label": "3",
        "lines": ["Appui stratégique", "Résultat\u00a0: examiné"],
        "fallback": [],
    }
    assert item["ru"]["lines"][0] == "Strategic support"
    assert item["ru"]["fallback"] == ["en"]


def test_json_tells_every_line_of_both() -> None:
    sheet = both("en", "ar", "long")
    data = parallel_data(sheet)
    for tag, side in (("en", sheet.first), ("ar", sheet.second)):
        told = {said for pair in data["pairs"] for said in pair[tag]["lines"]}
        assert not {said for said in lines_of(side) if said not in told and _is_whole(side, said)}
    assert data["languages"] == ["en", "ar"]


def _is_whole(sheet: Sheet, said: str) -> bool:
    """Return whether a line is no cell of a table: those get the head of their column."""
    tables = (block for block in sheet.blocks if isinstance(block, Table))
    return said not in {plain(cell) for table in tables for row in table.rows for cell in row}


def test_what_has_no_counterpart_stands_alone() -> None:
    one = sheet_of(Heading(line("Head")), Outline((Entry(line("one")), Entry(line("two")))))
    other = sheet_of(Outline((Entry(line("three")),)), language="fr")
    sheet = parallel(one, other)

    assert [(pair.first, pair.second) for pair in sheet.pairs] == [
        (one.blocks[0], other.blocks[0]),
        (one.blocks[1], None),
    ]
    for told in (
        print_parallel(sheet, width=100, styled=False),
        print_parallel(sheet, width=40, styled=False),
        markdown_parallel(sheet),
        document_html(sheet),
        str(parallel_data(sheet)),
    ):
        assert [word for word in ("Head", "one", "two", "three") if word not in told] == []
    assert pdf_sheet(sheet, day=TODAY).startswith(b"%PDF-1.7")


def test_a_frame_goes_around_both() -> None:
    def framed(title: str, said: str) -> Sheet:
        facts = Facts((Fact("Note", (line(said),)),))
        return sheet_of(Paragraph((line("before"),)), Box(line(title), (facts,)))

    sheet = parallel(framed("Ours", "one"), framed("À nous", "un"))
    wide = print_parallel(sheet, width=100, styled=False).splitlines()

    assert [pair.boxed for pair in sheet.pairs] == [False, True, True]
    assert wide[2].startswith("┌───")
    assert wide[3].startswith("│ Ours ")
    assert "│ │ À nous" in wide[3]
    assert "> | **Note:** one | **Note:** un |" in markdown_parallel(sheet)
    assert '<div class="box">' in document_html(sheet)
    narrow = print_parallel(sheet, width=40, styled=False).splitlines()
    assert narrow[2:].index("┌" + "─" * 39) < narrow[2:].index("└" + "─" * 39)


def test_a_level_is_marked_in_both_languages() -> None:
    kept = tuple(replace(d, visibility=Visibility.INTERNAL) for d in DELEGATIONS)
    session = replace(SESSION, delegations=kept)
    one, other = (session_sheet(session, language=tag, today=TODAY) for tag in ("en", "fr"))

    assert marking(parallel(one, other)).count(" · ") == 1
    assert "·" not in marking(one)


def test_what_closes_a_print_stands_at_the_foot_of_each_page_in_both_languages() -> None:
    pages = pages_of(pdf_sheet(both("en", "fr", "long"), day=TODAY))

    assert len(pages) > 1
    for page in pages:
        assert "as recorded on" in page
        assert "d’après le registre" in page


@pytest.mark.parametrize(("first", "second"), KEPT)
def test_a_pdf_is_tagged_in_both_languages(first: str, second: str) -> None:
    made = pdf_sheet(both(first, second, "long"), day=TODAY)

    assert info_of(made)["Tagged"] == "yes"
    assert b"pdfuaid" in made


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("|<>`*_[]()#&;!\\~=-+:\"'\n\t \x1b\x9b\u202e\u2067\u2069\u200b\x00شé"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=60,
)


def hostile_sheet(words: str, language: str) -> Sheet:
    said = line(island(words))
    entry = Entry(said, words[:30], (said,), (Entry(said, "(a)"),))
    return sheet_of(
        Heading(said),
        Facts((Fact("Label", (said,)),)),
        Outline((entry,), said),
        Table(("A", "B"), ((said, said),)),
        Box(said, (Paragraph((said,)),)),
        language=language,
    )


@settings(deadline=None)
@given(HOSTILE, HOSTILE)
def test_words_are_data_in_both_columns(one: str, other: str) -> None:
    sheet = parallel(hostile_sheet(one, "en"), hostile_sheet(other, "ar"))
    steering = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ufeff]")

    for width in (40, 120):
        printed = print_parallel(sheet, width=width, styled=False)
        assert not steering.search(printed)
        assert max(map(cell_len, printed.splitlines())) <= width
    tables = [row for row in markdown_parallel(sheet).split("\n") if row.startswith(("|", "> |"))]
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 3 for row in tables)
    assert len(tables) == 2 + 5 + 2 + 1
    html = document_html(sheet)
    body = html[html.index("<main") :]
    assert body.count("<div") == body.count("</div>")
    assert set(re.findall(r"<([a-z0-9]+)", body)) <= {
        "main", "div", "h2", "p", "dl", "dt", "dd", "span", "bdi", "br"
    }  # fmt: skip
