"""Each event as a file of its own, as CalDAV servers keep them (RFC 4791, 4.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.feeds import CalendarObject, Unwritten
from tracker.errors import TrackerError
from tracker.render.ics.calendar import assemble, withheld
from tracker.render.ics.event import component
from tracker.render.ics.wire import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.ics.calendar import CalendarOptions


def objects(
    records: Iterable[Session | Meeting], options: CalendarOptions
) -> Iterator[CalendarObject | Unwritten]:
    """Yield each record as a file of its own, with its zone; or why it cannot be one."""
    single = replace(options, single=True)
    for record in records:
        try:
            made = component(record, options.language, options.prefix)
            why = withheld(made, options)
            if why is None:
                yield CalendarObject(record.ref, made.uid, assemble([made], single))
                continue
        except TrackerError as fault:
            why = fault.sentence
        except Exception as fault:  # noqa: BLE001 - one bad row must not cost all the others
            why = f"It cannot be written ({type(fault).__name__}: {one_line(str(fault))})."
        yield Unwritten(record.ref, why)
