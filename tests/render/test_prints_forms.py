"""Prints in every form: as they were, in four languages, on so many pages, with hostile words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.founding import (
    AGENDA,
    COMMITMENTS,
    MEETINGS,
    SESSION,
    TODAY,
)
from tests.golden import same_as_golden
from tests.poppler import info_of, text_of
from tests.render.printed import (
    APRIL,
    CARRIED,
    ENTRIES,
    LANGUAGES,
    VIEWS,
    reading,
    sheet,
)
from tracker.domain.prints import (
    CalendarDays,
    CirculatedAgenda,
    Days,
    Overview,
    PrintKind,
    taken,
)
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.render.html import document_html
from tracker.render.markdown import markdown_sheet
from tracker.render.parallel import parallel
from tracker.render.pdf import pdf_sheet
from tracker.render.prints.making import print_data, print_sheet
from tracker.render.sheet import (
    Masthead,
    plain,
)
from tracker.render.terminal.sheet import print_sheet as on_terminal


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_each_kind_says_what_it_said(name: str, language: str) -> None:
    kind, view = VIEWS[name]
    made = print_sheet(view, kind, reading(language))

    same_as_golden(on_terminal(made, width=80, styled=False), f"prints/{name}.{language}.80.txt")
    same_as_golden(markdown_sheet(made), f"prints/{name}.{language}.md")
    body = document_html(made)
    same_as_golden(body[body.index("<body>") :], f"prints/{name}.{language}.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_on_the_founding_session_takes_two_pages_at_most(language: str) -> None:
    made = print_sheet(taken(CARRIED, PrintKind.BRIEF), PrintKind.BRIEF, reading(language))

    assert int(info_of(pdf_sheet(made, day=TODAY))["Pages"]) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["calendar", "year"])
def test_a_month_and_a_year_stand_on_one_page(name: str, language: str) -> None:
    kind, view = VIEWS[name]
    pdf = pdf_sheet(print_sheet(view, kind, reading(language)), day=TODAY)

    assert info_of(pdf)["Pages"] == "1"


@pytest.mark.parametrize("name", VIEWS)
def test_data_have_the_kind_and_are_json(name: str) -> None:
    kind, view = VIEWS[name]
    data = json.loads(json.dumps(print_data(view, kind)))

    assert data["kind"] == kind


def test_data_have_no_more_than_the_kind_takes() -> None:
    data = print_data(taken(SESSION, PrintKind.DELEGATIONS), PrintKind.DELEGATIONS)

    assert {"agenda", "claims", "commitments", "sources", "note", "papers"}.isdisjoint(data)
    assert {"agenda", "claims", "note"}.isdisjoint(data["meetings"][0])
    assert data["occasion"] == "regular"
    kind, view = VIEWS["days"]
    assert {"claims", "commitments", "sources"}.isdisjoint(print_data(view, kind)["meetings"][0])


def test_the_most_secret_part_that_is_printed_marks_the_print() -> None:
    promise = replace(COMMITMENTS[0], visibility=Visibility.CONFIDENTIAL)
    session = replace(SESSION, commitments=(promise,))
    heads = {
        kind: sheet(kind, session).blocks[0] for kind in (PrintKind.RECORD, PrintKind.PROGRAMME)
    }
    marks = {
        kind: plain(head.over[0]) for kind, head in heads.items() if isinstance(head, Masthead)
    }

    assert marks[PrintKind.RECORD] == "Confidential"
    assert marks[PrintKind.PROGRAMME] != "Confidential"


HOSTILE = (
    "<script>alert(1)</script>",
    "#set page()",
    "*a* _b_ | c",
    "$x$ `y`",
    "\u202eabc",
    "\x1b[31m",
)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(sorted(VIEWS)),
    st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=40)),
)
def test_hostile_titles_are_shown_and_never_obeyed(name: str, title: str) -> None:
    text = Text.of({"en": title})
    agenda = tuple(replace(i, title=text, label=title, children=()) for i in AGENDA)
    meetings = tuple(replace(m, title=text, note=title, room=title) for m in MEETINGS)
    session = replace(CARRIED, title=text, note=title, agenda=agenda, meetings=meetings)
    kind, view = VIEWS[name]
    told = tuple(replace(each, title=text) for each in ENTRIES)
    match view:
        case CirculatedAgenda():
            view = CirculatedAgenda(session, replace(view.version, items=agenda, symbol=title))
        case Days():
            view = replace(view, meetings=meetings, sessions=(session,))
        case CalendarDays():
            view = replace(view, entries=told)
        case Overview():
            view = replace(view, title=text, past=told)
        case _:
            view = taken(session, kind)

    made = print_sheet(view, kind, reading())

    html = document_html(made)
    assert "<script" not in html
    printed = on_terminal(made, width=80, styled=False)
    assert not {"\x1b", "\u202e"} & set(printed + markdown_sheet(made) + html)
    json.dumps(print_data(view, kind))
    assert pdf_sheet(made, day=TODAY).startswith(b"%PDF")


@pytest.mark.parametrize("name", VIEWS)
def test_each_kind_stands_in_two_languages_side_by_side(name: str) -> None:
    kind, view = VIEWS[name]
    both = parallel(*(print_sheet(view, kind, reading(tag)) for tag in ("fr", "ar")))

    assert pdf_sheet(both, day=TODAY).startswith(b"%PDF")
    assert '<table class="grid"' not in document_html(both)


def test_a_month_without_anything_is_empty_in_two_languages_too() -> None:
    empty = CalendarDays(APRIL)
    both = parallel(*(print_sheet(empty, PrintKind.CALENDAR, reading(tag)) for tag in ("en", "ru")))

    assert "Nothing is recorded for these days." in document_html(both)


def test_the_words_of_a_month_stand_in_its_pdf() -> None:
    kind, view = VIEWS["calendar"]
    words = " ".join(text_of(pdf_sheet(print_sheet(view, kind, reading()), day=TODAY)).split())

    for title in ("Joint press conference", "Experts on funds (tentative)", "Wednesday"):
        assert title in words
