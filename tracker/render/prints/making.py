"""Making a print of a kind: as a sheet for a reader, or as data for a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.meetings import Meeting
from tracker.domain.prints import (
    CalendarDays,
    CirculatedAgenda,
    Days,
    Overview,
    PrintKind,
    View,
    left_out,
)
from tracker.render.data import as_data
from tracker.render.prints.agenda import agenda_sheet, circulated_sheet
from tracker.render.prints.brief import brief_sheet
from tracker.render.prints.calendar import calendar_sheet
from tracker.render.prints.delegations import delegations_sheet
from tracker.render.prints.overview import overview_sheet
from tracker.render.prints.programme import days_sheet, programme_sheet
from tracker.render.prints.record import record_sheet

if TYPE_CHECKING:
    from tracker.domain.sessions import Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Sheet

_SHEETS = {
    PrintKind.AGENDA: agenda_sheet,
    PrintKind.BRIEF: brief_sheet,
    PrintKind.DELEGATIONS: delegations_sheet,
    PrintKind.PROGRAMME: programme_sheet,
    PrintKind.RECORD: record_sheet,
}


def print_sheet(view: View, kind: PrintKind, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return a print as a sheet.

    One that is not `complete`, since the reader may not see all of it, is not said to
    lack anything: that nobody knows it would be untrue.
    """
    match view:
        case CirculatedAgenda(of, version):
            return circulated_sheet(of, version, reading)
        case Days():
            return days_sheet(view, reading, complete=complete)
        case CalendarDays():
            return calendar_sheet(view, reading, complete=complete)
        case Overview():
            return overview_sheet(view, reading, complete=complete)
    if kind is PrintKind.SUMMARY:
        return _summary(view, reading, complete=complete)
    return _SHEETS[kind](view, reading, complete=complete)


def _summary(record: Session | Meeting, reading: Reading, *, complete: bool) -> Sheet:
    from tracker.render.agenda_sheet import meeting_sheet, session_sheet

    wanted: Any = {"language": reading.language, "today": reading.today, "complete": complete}
    if isinstance(record, Meeting):
        return meeting_sheet(record, reader_zone=reading.reader_zone, **wanted)
    return session_sheet(record, reader_zone=reading.reader_zone, **wanted)


def print_data(view: View, kind: PrintKind) -> Any:
    """Return a print as plain data; of the summary that is the record as it is."""
    if kind is PrintKind.SUMMARY:
        return as_data(view)
    match view:
        case CirculatedAgenda(of, version):
            told = _record_data(of, kind) | {"version": as_data(version)}
            del told["agenda"]
        case Days() | CalendarDays() | Overview():
            told = as_data(view)
        case _:
            told = _record_data(view, kind)
    return {"kind": str(kind)} | {
        ("occasion" if name == "kind" else name): value for name, value in told.items()
    }


def _record_data(record: Session | Meeting, kind: PrintKind) -> dict[str, Any]:
    """Return a record without the fields that the kind does not take, in its meetings too."""
    gone = left_out(kind)
    told = {name: value for name, value in as_data(record).items() if name not in gone}
    if "meetings" in told:
        told["meetings"] = [
            {name: value for name, value in each.items() if name not in gone}
            for each in told["meetings"]
        ]
    return told
