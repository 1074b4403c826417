"""Reading series and sessions, with everything that belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.refs import session_ref
from tracker.domain.sessions import Series, Session, SessionKind
from tracker.domain.visibility import Visibility
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.occasions import Surroundings, shared_fields, surroundings
from tracker.storage.reads.parties import parties
from tracker.storage.reads.reading import Reading, grouped, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.domain.meetings import Meeting
    from tracker.domain.parties import Party
    from tracker.storage.door import Row

_SESSIONS = """
SELECT n.*, s.slug AS series_slug FROM sessions n JOIN series s ON s.id = n.series_id
 WHERE n.removed = 0 AND {gate}
"""


def series(reading: Reading, ids: Iterable[int] | None = None) -> dict[int, Series]:
    """Return series by id, or all of them."""
    statement = f"SELECT * FROM series WHERE removed = 0 AND {reading.gate.admits('')}"
    rows = (
        reading.rows(f"{statement} ORDER BY slug")
        if ids is None
        else reading.by_ids(statement + " AND id IN ({ids})", ids)
    )
    return {
        row["id"]: Series(
            id=row["id"],
            slug=row["slug"],
            title=text(row, "title"),
            visibility=Visibility(row["visibility"]),
            note=reading.gate.internal(row["note"]),
        )
        for row in rows
    }


def sessions(reading: Reading, ids: Iterable[int], column: str = "id") -> tuple[Session, ...]:
    """Return sessions by id (or by series_id), in order of time; undated last."""
    statement = _SESSIONS.format(gate=reading.gate.admits("n.", "s."))
    rows = reading.by_ids(f"{statement} AND n.{column} IN ({{ids}})", ids)
    rows.sort(key=lambda row: (row["starts_at"] is None, row["starts_at"] or "", row["id"]))
    refs = {r["id"]: session_ref(r["series_slug"], r["ordinal"], r["kind"]) for r in rows}
    around = surroundings(reading, "sessions", rows, refs)
    build = _Builder(reading, rows, around)
    return tuple(build.session(row) for row in rows)


class _Builder:
    """The rows of sessions with what else they name."""

    def __init__(self, reading: Reading, rows: list[Row], around: Surroundings) -> None:
        self._reading = reading
        self._around = around
        self._series = series(reading, {row["series_id"] for row in rows})
        self._hosts: Mapping[int, Party] = parties(
            reading, {row["host_id"] for row in rows if row["host_id"]}
        )
        found = meetings(reading, [row["id"] for row in rows], "session_id")
        self._meetings: Mapping[str | None, tuple[Meeting, ...]] = grouped(
            (meeting.session, meeting) for meeting in found
        )

    def session(self, row: Row) -> Session:
        series = self._series[row["series_id"]]
        kind = SessionKind(row["kind"])
        return Session(
            series=series,
            ordinal=row["ordinal"],
            kind=kind,
            host=self._hosts.get(row["host_id"]) if row["host_id"] else None,
            meetings=self._meetings.get(session_ref(series.slug, row["ordinal"], kind), ()),
            **shared_fields(self._reading, row, self._around),
        )
