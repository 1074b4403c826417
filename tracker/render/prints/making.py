"""Making a print of a kind: as a sheet for a reader, or as data for a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.prints import (
    CalendarDays,
    CirculatedAgenda,
    Days,
    Overview,
    PrintKind,
    View,
    left_out,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Sheet


def print_sheet(view: View, kind: PrintKind, reading: Reading, *, complete: bool = True) -> Sheet:
    """Return a print as a sheet.

    One that is not `complete`, since the reader may not see all of it, is not said to
    lack anything: that nobody knows it would be untrue.
    """
    # Each kind is loaded when it is printed: somebody waits.
    match view:
        case CirculatedAgenda(of, version):
            from tracker.render.prints.agenda import circulated_sheet

            return circulated_sheet(of, version, reading)
        case Days():
            from tracker.render.prints.programme import days_sheet

            return days_sheet(view, reading, complete=complete)
        case CalendarDays():
            from tracker.render.prints.calendar import calendar_sheet

            return calendar_sheet(view, reading, complete=complete)
        case Overview():
            from tracker.render.prints.overview import overview_sheet

            return overview_sheet(view, reading, complete=complete)
    return _maker(kind)(view, reading, complete=complete)


def _maker(kind: PrintKind) -> Callable[..., Sheet]:
    """Return the function that makes a print of a session or a meeting."""
    match kind:
        case PrintKind.AGENDA:
            from tracker.render.prints.agenda import agenda_sheet as made
        case PrintKind.ANNOTATED:
            from tracker.render.prints.agenda import annotated_sheet as made
        case PrintKind.BRIEF:
            from tracker.render.prints.brief import brief_sheet as made
        case PrintKind.DELEGATIONS:
            from tracker.render.prints.delegations import delegations_sheet as made
        case PrintKind.PROGRAMME:
            from tracker.render.prints.programme import programme_sheet as made
        case PrintKind.RECORD:
            from tracker.render.prints.record import record_sheet as made
        case _:
            return _summary
    return made


def _summary(record: Session | Meeting, reading: Reading, *, complete: bool) -> Sheet:
    from tracker.domain.sessions import Session
    from tracker.render.agenda_sheet import meeting_sheet, session_sheet

    wanted: Any = {
        "language": reading.language,
        "today": reading.today,
        "reader_zone": reading.reader_zone,
        "complete": complete,
    }
    if isinstance(record, Session):
        return session_sheet(record, **wanted)
    return meeting_sheet(record, **wanted)


def print_data(view: View, kind: PrintKind) -> Any:
    """Return a print as plain data; of the summary that is the record as it is."""
    from tracker.render.data import as_data

    if kind is PrintKind.SUMMARY:
        return as_data(view)
    match view:
        case CirculatedAgenda(of, version):
            told = _record_data(of, kind) | {"version": as_data(version)}
            del told["agenda"]
        case Days(period, sessions, meetings):
            told = {
                "period": as_data(period),
                "sessions": [_record_data(each, kind) for each in sessions],
                "meetings": [_record_data(each, kind) for each in meetings],
            }
        case CalendarDays() | Overview():
            told = as_data(view)
        case _:
            told = _record_data(view, kind)
    return {"kind": str(kind)} | {
        ("occasion" if name == "kind" else name): value for name, value in told.items()
    }


def _record_data(record: Session | Meeting, kind: PrintKind) -> dict[str, Any]:
    """Return a record without the fields that the kind does not take, in its meetings too."""
    from tracker.render.data import as_data

    gone = left_out(kind)
    told = {name: value for name, value in as_data(record).items() if name not in gone}
    if "meetings" in told:
        told["meetings"] = [
            {name: value for name, value in each.items() if name not in gone}
            for each in told["meetings"]
        ]
    return told
