"""Lists of series and of their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.sessions import SessionKind
from tracker.render.language import term
from tracker.render.records import parts
from tracker.render.sections.times import date_in_row
from tracker.render.sheet import Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.sessions import Series, Session
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line


def series_table(found: Iterable[Series], reading: Reading) -> Table:
    """Return series as rows: short name and title."""
    head = (reading.gettext("Reference"), parts.label("title", reading))
    return Table(
        head,
        tuple((line(parts.reference(s.slug)), line(reading.words(s.title))) for s in found),
    )


def sessions_table(found: Iterable[Session], reading: Reading) -> Table:
    """Return sessions as rows: which, when, where, its title or its series', its status."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("When"),
        parts.label("place", reading),
        parts.label("title", reading),
        parts.label("status", reading),
    )
    return Table(
        head,
        tuple(
            (
                line(parts.reference(session.ref)),
                date_in_row(session.when, reading),
                reading.place(session.place) if session.place else (),
                _title(session, reading),
                line(term(session.status, reading.language)),
            )
            for session in found
        ),
    )


def _title(session: Session, reading: Reading) -> Line:
    if session.title:
        return line(reading.words(session.title))
    extraordinary = session.kind is SessionKind.EXTRAORDINARY
    return parts.numbered(
        session.ordinal, session.series.title, reading, extraordinary=extraordinary
    )
