"""Prints of the founding example, one of each kind, for tests to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from tests.founding import (
    AGENDA,
    COMMITMENTS,
    MEETINGS,
    SERIES,
    SESSION,
    TODAY,
)
from tracker.domain.agenda_versions import AgendaVersion, Distribution, Stage
from tracker.domain.entries import Entry as CalendarEntry
from tracker.domain.prints import (
    CalendarDays,
    CirculatedAgenda,
    Days,
    Overview,
    Period,
    PrintKind,
    View,
    taken,
)
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import Imprecise, Timed, When
from tracker.render.prints.making import print_sheet
from tracker.render.sections.reading import Reading
from tracker.render.terminal.sheet import print_sheet as on_terminal

if TYPE_CHECKING:
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sheet import (
        Sheet,
    )

LANGUAGES = ("en", "fr", "ru", "ar")
APRIL = Period(date(2025, 4, 1), date(2025, 4, 30))
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
WEEK = Period(date(2025, 3, 31), date(2025, 4, 6))
CARRIED = replace(SESSION, carried=tuple(replace(c, made_at="aes-russia/0") for c in COMMITMENTS))
PROVISIONAL = AgendaVersion(
    1,
    Stage.PROVISIONAL,
    1,
    date(2025, 3, 20),
    AGENDA,
    "fr",
    Distribution.LIMITED,
    "AES-RUS/1/Rev.1",
    Visibility.PUBLIC,
)


def at(start: str, end: str | None = None, zone: str = "Europe/Moscow") -> Timed:
    return Timed(datetime.fromisoformat(start), (end and datetime.fromisoformat(end)) or None, zone)


def entry(title: Text, when: When, number: int, **changes: object) -> CalendarEntry:
    begins, ends = when.bounds("Europe/Moscow")
    told: dict[str, object] = {"session": None, "status": "held", "visibility": "public"}
    return CalendarEntry(
        id=number,
        ref=f"m{number}",
        occasion="meeting",
        title=title,
        kind="meeting",
        when=when,
        zone="Europe/Moscow",
        starts_at=begins,
        ends_at=ends,
        **(told | changes),  # type: ignore[arg-type]
    )


ENTRIES = (
    entry(SESSION.title, SESSION.when, 9),
    *(entry(m.title, m.when, m.id) for m in MEETINGS),
    entry(Text.of({"en": "Experts on funds"}), Imprecise("2025-04"), 8, status="tentative"),
)
ANNOTATED = tuple(
    replace(item, origin="Statement of 3 April", note="The Chair may invite the experts to speak.")
    for item in AGENDA
)
VIEWS: dict[str, tuple[PrintKind, View]] = {
    "agenda": (PrintKind.AGENDA, CirculatedAgenda(taken(SESSION, PrintKind.AGENDA), PROVISIONAL)),
    "annotated": (
        PrintKind.ANNOTATED,
        taken(replace(SESSION, agenda=ANNOTATED), PrintKind.ANNOTATED),
    ),
    "brief": (PrintKind.BRIEF, taken(CARRIED, PrintKind.BRIEF)),
    "delegations": (PrintKind.DELEGATIONS, taken(SESSION, PrintKind.DELEGATIONS)),
    "programme": (PrintKind.PROGRAMME, taken(SESSION, PrintKind.PROGRAMME)),
    "record": (PrintKind.RECORD, taken(SESSION, PrintKind.RECORD)),
    "calendar": (PrintKind.CALENDAR, CalendarDays(APRIL, ENTRIES)),
    "year": (PrintKind.CALENDAR, CalendarDays(YEAR, ENTRIES)),
    "days": (
        PrintKind.PROGRAMME,
        Days(WEEK, meetings=tuple(taken(m, PrintKind.PROGRAMME) for m in MEETINGS)),
    ),
    "overview": (
        PrintKind.BRIEF,
        Overview("aes-russia", SERIES.title, past=ENTRIES[:1], commitments=COMMITMENTS),
    ),
}


def reading(language: str = "en", zone: str = "Africa/Bamako") -> Reading:
    return Reading(language, TODAY, None, zone)


def sheet(kind: PrintKind, record: Session | Meeting, **said: bool) -> Sheet:
    return print_sheet(taken(record, kind), kind, reading(), **said)


def said(of: Sheet) -> str:
    return on_terminal(of, width=200, styled=False)
