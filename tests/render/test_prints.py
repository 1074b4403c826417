"""Prints by kind: what each says and in which order; what there is none of is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.founding import (
    AGENDA,
    DELEGATIONS,
    MEETINGS,
    MOSCOW,
    SERIES,
    SESSION,
)
from tests.render.printed import (
    APRIL,
    CARRIED,
    VIEWS,
    WEEK,
    YEAR,
    at,
    entry,
    reading,
    said,
    sheet,
)
from tracker.domain.meetings import MeetingKind
from tracker.domain.prints import (
    CalendarDays,
    Days,
    Overview,
    Period,
    PrintKind,
    taken,
)
from tracker.domain.sources import Standing
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import Imprecise, When
from tracker.render.prints.making import print_sheet
from tracker.render.sheet import (
    Entry,
    Grid,
    Heading,
    Masthead,
    Outline,
    Paragraph,
    Sheet,
    Table,
    plain,
)
from tracker.render.terminal.sheet import print_sheet as on_terminal

if TYPE_CHECKING:
    from tracker.domain.entries import Entry as CalendarEntry


def headings(of: Sheet) -> list[str]:
    return [plain(b.line) for b in of.blocks if isinstance(b, Heading)]


def entries(of: Sheet) -> list[Entry]:
    return [e for block in of.blocks if isinstance(block, Outline) for e in block.entries]


def notes(of: Sheet, title: str) -> list[str]:
    found = next(e for e in entries(of) if plain(e.line).startswith(title))
    return [plain(note) for note in found.notes]


# The brief


def test_a_brief_goes_from_when_and_where_to_the_papers() -> None:
    assert headings(sheet(PrintKind.BRIEF, CARRIED)) == [
        "Delegations",
        "Programme",
        "Wednesday 2 April 2025",
        "Thursday 3 April 2025",
        "Agenda",
        "Promised earlier, and where it stands",
        "Not known or disputed",
        "Outcome documents",
    ]


def test_a_brief_says_that_nothing_was_promised_before() -> None:
    assert "No commitment of an earlier session is recorded." in said(
        sheet(PrintKind.BRIEF, SESSION)
    )


def test_a_brief_that_is_not_complete_says_that_of_nothing() -> None:
    made = said(sheet(PrintKind.BRIEF, SESSION, complete=False))

    assert "No commitment" not in made
    assert "not known" not in made.replace("Not known or disputed", "").replace(
        "Time not known", ""
    )


def test_a_brief_lists_heads_with_their_offices_in_the_order_given() -> None:
    made = sheet(PrintKind.BRIEF, replace(SESSION, delegations=DELEGATIONS[::-1]))
    table = next(b for b in made.blocks if isinstance(b, Table))

    assert [plain(row[1]) for row in table.rows] == [
        "Bakary Yaou Sangaré",
        "Abdoulaye Diop",
        "Karamoko Jean Marie Traoré",
        "Sergey Lavrov",
    ]
    assert plain(table.rows[3][2]) == "Minister of Foreign Affairs of the Russian Federation"


def test_a_brief_tells_only_claims_that_disagree() -> None:
    alone = replace(SESSION.claims[0], field="title", value="Talks", standing=Standing.OPEN)
    made = taken(replace(SESSION, claims=(*SESSION.claims, alone)), PrintKind.BRIEF)

    assert {claim.field for claim in made.claims} == {"actual"}


def test_a_brief_tells_no_outcomes_of_items() -> None:
    assert "discussed" not in said(sheet(PrintKind.BRIEF, SESSION))


def test_a_brief_tells_each_time_on_both_clocks() -> None:
    talks = replace(MEETINGS[1], when=at("2025-04-03T10:00", "2025-04-03T12:00"))
    made = sheet(PrintKind.BRIEF, replace(SESSION, meetings=(talks,)))

    assert next(e.label for e in entries(made) if e.label.endswith("12:00")) == "10:00–12:00"
    assert "Your time: 07:00–09:00 (Bamako)" in notes(made, "Talks")


# Delegations


def test_participants_are_numbered_in_the_order_given() -> None:
    made = sheet(PrintKind.DELEGATIONS, SESSION)

    assert [(e.label, plain(e.line)) for e in entries(made)] == [
        ("1", "Russian Federation (host, co-chair)"),
        ("2", "Burkina Faso"),
        ("3", "Republic of Mali (co-chair)"),
        ("4", "Republic of the Niger"),
    ]


def test_who_attends_a_meeting_alone_is_listed_under_it() -> None:
    visitor = replace(DELEGATIONS[3], party=replace(DELEGATIONS[3].party, id=77))
    lunch = replace(MEETINGS[1], delegations=(visitor,))
    made = sheet(PrintKind.DELEGATIONS, replace(SESSION, meetings=(MEETINGS[0], lunch)))

    assert headings(made) == ["Talks of the four ministers of foreign affairs"]


def test_a_list_without_delegations_says_so() -> None:
    empty = replace(SESSION, delegations=(), meetings=())

    assert "No delegation is recorded." in said(sheet(PrintKind.DELEGATIONS, empty))
    hidden = sheet(PrintKind.DELEGATIONS, empty, complete=False)
    assert not any(isinstance(block, Paragraph) for block in hidden.blocks)


# The programme


def in_parallel(*whens: When, **changes: object) -> Sheet:
    titles = ("Plenary", "Experts", "Lunch")
    meetings = tuple(
        replace(MEETINGS[1], id=i, title=Text.of({"en": title}), when=when, **changes)  # type: ignore[arg-type]
        for i, (title, when) in enumerate(zip(titles, whens, strict=False))
    )
    return sheet(PrintKind.PROGRAMME, replace(SESSION, meetings=meetings))


def test_meetings_at_one_time_say_so_of_each_other() -> None:
    made = in_parallel(
        at("2025-04-03T10:00", "2025-04-03T12:00"),
        at("2025-04-03T11:00", "2025-04-03T13:00"),
        at("2025-04-03T13:00"),
    )

    assert "At the same time: Experts" in notes(made, "Plenary")
    assert "At the same time: Plenary" in notes(made, "Experts")
    assert not any("same time" in note for note in notes(made, "Lunch"))


def test_what_is_called_off_takes_no_time() -> None:
    hours = at("2025-04-03T10:00", "2025-04-03T12:00")

    assert "same time" not in said(in_parallel(hours, hours, status=Status.CANCELLED))


def test_a_break_stands_in_the_programme_as_one() -> None:
    pause = replace(
        MEETINGS[2], kind=MeetingKind.BREAK, title=Text.of({"en": "Coffee"}), access=None
    )

    assert "Coffee (break)" in said(
        sheet(PrintKind.PROGRAMME, replace(SESSION, meetings=(*MEETINGS, pause)))
    )


def test_days_tell_the_place_once_where_it_is_one() -> None:
    elsewhere = replace(MEETINGS[2], place=MOSCOW, when=MEETINGS[1].when)
    meetings = (MEETINGS[0], MEETINGS[1], elsewhere)
    made = print_sheet(Days(WEEK, meetings=meetings), PrintKind.PROGRAMME, reading())

    assert headings(made) == ["Wednesday 2 April 2025, Moscow", "Thursday 3 April 2025"]
    assert "Place: Moscow" in notes(made, "Joint press conference")


def test_each_meeting_of_some_days_is_told_by_its_own_clock() -> None:
    tokyo = replace(MOSCOW, id=9, zone="Asia/Tokyo")
    there = replace(
        MEETINGS[1], place=tokyo, when=at("2025-04-04T01:00", "2025-04-04T02:00", "Asia/Tokyo")
    )
    made = print_sheet(Days(WEEK, meetings=(there,)), PrintKind.PROGRAMME, reading())

    assert headings(made)[0].startswith("Friday 4 April 2025")
    assert entries(made)[0].label == "01:00–02:00"
    assert any("16:00–17:00 (Bamako)" in note for note in notes(made, "Talks"))


def test_empty_days_say_so() -> None:
    made = print_sheet(Days(WEEK), PrintKind.PROGRAMME, reading())

    assert "Nothing is recorded for these days." in said(made)


# The record


def test_a_record_tells_outcomes_documents_and_promises() -> None:
    assert headings(sheet(PrintKind.RECORD, SESSION)) == [
        "Meetings held",
        "Wednesday 2 April 2025",
        "Thursday 3 April 2025",
        "Outcomes by item",
        "Outcome documents",
        "Commitments",
    ]


def test_what_was_not_held_stands_apart_with_its_reason() -> None:
    off = replace(MEETINGS[2], status=Status.CANCELLED, reason="No time was left.")
    made = sheet(PrintKind.RECORD, replace(SESSION, meetings=(*MEETINGS[:2], off)))

    assert "Not recorded as held" in headings(made)
    assert notes(made, "Joint press conference (cancelled)") == ["Reason: No time was left."]


def test_a_record_of_nothing_says_so_under_each_heading() -> None:
    empty = replace(SESSION, meetings=(), agenda=(), papers=(), commitments=())
    made = said(sheet(PrintKind.RECORD, empty))

    for nothing in ("meeting", "agenda", "outcome document", "commitment"):
        assert f"No {nothing} is recorded." in made
    assert "is recorded" not in said(sheet(PrintKind.RECORD, empty, complete=False))


def test_an_item_without_outcome_says_so() -> None:
    bare = tuple(replace(item, mode=None, children=()) for item in AGENDA)
    made = sheet(PrintKind.RECORD, replace(SESSION, agenda=bare))

    assert notes(made, "Strategic support") == ["Outcome: not recorded"]


def test_a_record_of_what_is_to_come_says_that_it_is_not_held() -> None:
    ahead = replace(SESSION, status=Status.CONFIRMED)

    assert "It is not recorded as held." in said(sheet(PrintKind.RECORD, ahead))


# The agenda


def test_a_circulated_agenda_has_its_stage_and_papers_at_its_head() -> None:
    kind, view = VIEWS["agenda"]
    masthead = print_sheet(view, kind, reading()).blocks[0]
    assert isinstance(masthead, Masthead)

    assert plain(masthead.title) == "Provisional agenda, Rev.1"
    assert [plain(under) for under in masthead.under] == [
        "AES-RUS/1/Rev.1",
        "Distr.: Limited",
        "20 March 2025",
        "Original: French",
    ]


def test_an_agenda_that_nobody_circulated_says_so() -> None:
    made = said(sheet(PrintKind.AGENDA, replace(SESSION, circulated=None)))

    assert "as it stands, not circulated" in made


def test_an_agenda_to_be_handed_out_has_no_notes() -> None:
    noted = tuple(replace(item, note="Give nothing away") for item in AGENDA)

    assert "Give nothing away" not in said(sheet(PrintKind.AGENDA, replace(SESSION, agenda=noted)))


# The calendar


def grid(period: Period, *on: CalendarEntry) -> Grid:
    made = print_sheet(CalendarDays(period, on), PrintKind.CALENDAR, reading())
    return next(block for block in made.blocks if isinstance(block, Grid))


def test_a_month_begins_on_monday_and_is_whole() -> None:
    rows = grid(APRIL).rows

    assert [cell.label for cell in rows[0]] == ["", "1", "2", "3", "4", "5", "6"]
    assert [cell.label for cell in rows[-1]] == ["28", "29", "30", "", "", "", ""]


def test_what_lasts_stands_on_each_of_its_days_and_its_hour_on_the_first() -> None:
    night = at("2025-04-03T22:00", "2025-04-04T02:00")
    cells = {c.label: c for row in grid(APRIL, entry(SESSION.title, night, 1)).rows for c in row}

    assert plain(cells["3"].lines[0]).startswith("22:00 First session")
    assert plain(cells["4"].lines[0]).startswith("First session")
    assert not cells["5"].lines


def test_what_has_no_day_stands_below_the_month_and_in_its_month_of_the_year() -> None:
    some_day = entry(Text.of({"en": "Experts"}), Imprecise("2025-04"), 1)
    month = print_sheet(CalendarDays(APRIL, (some_day,)), PrintKind.CALENDAR, reading())

    assert headings(month) == ["Day not known"]
    assert plain(grid(YEAR, some_day).rows[1][0].lines[0]) == "Experts"


@pytest.mark.parametrize(("width", "columns"), [(60, 0), (80, 0), (140, 7)])
def test_a_narrow_month_lists_its_days_below_the_grid(width: int, columns: int) -> None:
    kind, view = VIEWS["calendar"]
    rows = on_terminal(print_sheet(view, kind, reading()), width=width, styled=False)

    assert all(len(row) <= width for row in rows.splitlines())
    assert ("• Thursday 3 April 2025" in rows) is (columns == 0)
    assert "Joint press" in rows


# A series or a party


def test_an_overview_without_anything_says_so() -> None:
    made = said(print_sheet(Overview("MLI", SERIES.title), PrintKind.BRIEF, reading()))

    assert made.count("Nothing is recorded.") == 2
    assert "No open commitment is recorded." in made
