"""A sheet in a terminal: its width is kept, nothing is lost, nothing is obeyed."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.founding import SESSION, TODAY
from tests.golden import same_as_golden
from tracker.domain.text import Text
from tracker.render.agenda_sheet import session_sheet
from tracker.render.isolates import FSI, LRI, PDI, RLI
from tracker.render.sheet import (
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
    island,
    line,
)
from tracker.render.terminal.door import safe
from tracker.render.terminal.sheet import print_sheet
from tracker.render.terminal.wrapping import clusters, wrap

WIDTHS = (60, 80, 140)
LANGUAGES = ("en", "fr", "ru", "ar")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ufeff]")
SGR = re.compile("\x1b\\[[0-9;]*m")
hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b[]\x9b\r\t\b\u202e\u2066\u2067\u2069\u200b|*` \u0301شж日👨\u200d"),
    ),
    min_size=1,
    max_size=200,
)


def founding(language: str) -> Sheet:
    return session_sheet(SESSION, language=language, today=TODAY, reader_zone="Africa/Bamako")


def sheet_of(*blocks: object, direction: Direction = Direction.LTR) -> Sheet:
    language = "ar" if direction is Direction.RTL else "en"
    return Sheet("", language, direction, blocks)  # type: ignore[arg-type]


def bare(text: str) -> str:
    """Return the text without blanks and isolates, to see whether anything is lost."""
    return re.sub(f"[\\s{LRI}{RLI}{FSI}{PDI}]", "", text)


@pytest.mark.parametrize(("language", "width"), list(product(LANGUAGES, WIDTHS)))
def test_the_founding_session_prints_as_it_did(language: str, width: int) -> None:
    printed = print_sheet(founding(language), width=width, styled=False)

    same_as_golden(printed, f"founding.{language}.{width}.txt")


@pytest.mark.parametrize(("language", "width"), list(product(LANGUAGES, (20, *WIDTHS))))
def test_no_line_is_wider_than_asked(language: str, width: int) -> None:
    printed = print_sheet(founding(language), width=width, styled=False)

    assert max(map(cell_len, printed.splitlines())) <= width


@pytest.mark.parametrize("language", LANGUAGES)
def test_styles_change_no_word(language: str) -> None:
    styled = print_sheet(founding(language), width=80, styled=True)

    assert SGR.search(styled)
    assert SGR.sub("", styled) == print_sheet(founding(language), width=80, styled=False)


def test_signs_in_ascii_still_fit() -> None:
    dots = sheet_of(Paragraph((line("…" * 30),)))

    printed = print_sheet(dots, width=20, styled=False, unicode=False)

    assert max(map(len, printed.splitlines())) <= 20


def test_a_terminal_without_unicode_gets_ascii_signs() -> None:
    printed = print_sheet(founding("en"), width=80, styled=False, unicode=False)

    assert set(printed) - set(map(chr, range(32, 127))) == {"\n", "é"}


@given(hostile, st.integers(20, 100))
def test_hostile_titles_steer_nothing_and_fit(title: str, width: int) -> None:
    session = replace(SESSION, title=Text((("und", title),)), note=title)
    sheet = session_sheet(session, language="en", today=TODAY)

    printed = print_sheet(sheet, width=width, styled=False)

    assert not STEERING.search(printed)
    assert max(map(cell_len, printed.split("\n"))) <= width
    assert bare(safe(title)) in bare(printed)
    printed.encode()


@given(hostile, st.integers(1, 30))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    words = safe(text)
    rows = wrap((Span(words),), width)

    joined = "".join(span.words for row in rows for span in row)
    assert re.sub("[ \n]", "", joined) == re.sub("[ \n]", "", words)


def test_a_word_of_several_spans_is_not_torn() -> None:
    rows = wrap((Span("see «"), Span("mot", emphasis=Emphasis.STRONG), Span("», end")), 7)

    assert ["".join(s.words for s in row) for row in rows] == ["see", "«mot»,", "end"]


def test_lines_do_not_break_at_blanks_that_bind() -> None:
    rows = wrap((Span("à 10\u202fh\u202f30 «\u202fmot\u202f»"),), 8)

    assert [row[0].words for row in rows] == ["à", "10\u202fh\u202f30", "«\u202fmot\u202f»"]


def test_wide_signs_and_marks_count_as_the_cells_they_take() -> None:
    assert [row[0].words for row in wrap((Span("日本語"),), 5)] == ["日本", "語"]
    assert clusters("e\u0301👨\u200d👩") == ["e\u0301", "👨\u200d👩"]


def test_text_against_the_line_is_isolated_on_every_line_it_takes() -> None:
    printed = print_sheet(
        sheet_of(Paragraph((line(island("مشاورات تحالف دول الساحل"), ", 3 April"),))),
        width=20,
        styled=False,
    )

    assert printed == f"{RLI}مشاورات تحالف دول{PDI}\n{RLI}الساحل{PDI}, 3 April\n"


def test_a_right_to_left_sheet_stands_at_the_right_edge() -> None:
    entry = Entry(line(Span("10:00–12:00", direction=Direction.LTR)), "2 (a)")
    printed = print_sheet(
        sheet_of(Outline((entry,)), direction=Direction.RTL), width=30, styled=False
    )

    assert printed == f"{' ' * 13}{RLI}{LRI}2 (a){PDI} {LRI}10:00–12:00{PDI}{PDI}\n"


def test_fallbacks_are_marked_and_styles_are_plain_sgr() -> None:
    title = Span("Titre", "fr", fallback=True, emphasis=Emphasis.STRONG, strike=True)

    assert print_sheet(sheet_of(Paragraph(((title,),))), width=40, styled=True) == (
        "\x1b[1;9mTitre\x1b[0m\u00a0\x1b[2m[fr]\x1b[0m\n"
    )


def test_every_block_has_its_place() -> None:
    sheet = sheet_of(
        Masthead(line("Title"), over=(line("Series"),), under=(line("Rev.1"),)),
        Facts((Fact("When", (line("3 April"), line("4 April"))),)),
        Heading(line("Agenda")),
        Outline(
            (Entry(line("One"), "1", (line("Remark"),), (Entry(line("Below"), "1 (a)"),)),),
            lead=line("As announced:"),
        ),
        Note(line("Printed")),
    )

    assert print_sheet(sheet, width=24, styled=False).splitlines() == [
        "Series",
        "Title",
        "Rev.1",
        "═" * 24,
        "",
        "When  3 April",
        "      4 April",
        "",
        "Agenda",
        "──────",
        "As announced:",
        "1 One",
        "  Remark",
        "  1 (a) Below",
        "",
        "Printed",
    ]


TABLE = Table(
    ("Commitment", "By whom"),
    ((line("Make the Unified Force operational"), line("Russia")), (line("Meet"), ())),
)


def test_a_table_that_fits_stands_in_columns() -> None:
    assert print_sheet(sheet_of(TABLE), width=36, styled=False).splitlines() == [
        "Commitment                   By whom",
        "───────────────────────────  ───────",
        "Make the Unified Force       Russia",
        "operational",
        "Meet",
    ]


def test_a_table_too_narrow_for_its_words_is_taken_apart() -> None:
    assert print_sheet(sheet_of(TABLE), width=20, styled=False).splitlines() == [
        "• Make the Unified",
        "  Force operational",
        "  By whom: Russia",
        "• Meet",
    ]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\tb\r\nc", "a b\nc"),
        ("\x9b\u202e\ud800", "\\x9b\\u202e\\ud800"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (f"{LRI}10–12{PDI}", f"{LRI}10–12{PDI}"),
        (f"{PDI}a{RLI}b\n{PDI}c", "ab\nc"),
        ("[red]", "[red]"),
    ],
)
def test_the_door_shows_what_would_steer(given: str, shown: str) -> None:
    assert safe(given) == shown


@given(hostile)
def test_the_door_is_passed_twice_like_once(text: str) -> None:
    assert safe(safe(text)) == safe(text)
