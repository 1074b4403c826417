"""What the pages ask besides: months that have something, where meetings lie, the last change."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tracker.domain.instants import from_stored, to_stored
from tracker.domain.refs import session_ref
from tracker.domain.when import parse_when
from tracker.errors import Invalid
from tracker.storage.door import one
from tracker.storage.reads.reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.text import Text
    from tracker.storage.reads.reading import Reading

# A place's day begins up to this much before or after that of UTC.
_APART = timedelta(days=1)
_FEW = 50


def uids(reading: Reading, meetings: Iterable[int]) -> dict[int, str]:
    """Return the UID of each meeting."""
    rows = reading.by_ids("SELECT id, uid FROM meetings WHERE id IN ({ids})", meetings)
    return {row["id"]: row["uid"] for row in rows}


def lone_meetings(reading: Reading) -> list[str]:
    """Return the UIDs of all meetings outside any session, in the order they were logged."""
    rows = reading.rows(
        "SELECT uid FROM meetings WHERE removed = 0 AND session_id IS NULL "
        f"AND {reading.gate.admits('')} ORDER BY id"
    )
    return [row["uid"] for row in rows]


def all_sessions(reading: Reading) -> list[str]:
    """Return the references of all sessions."""
    rows = reading.rows(
        "SELECT s.slug AS slug, n.ordinal AS ordinal, n.kind AS kind FROM sessions n "
        "JOIN series s ON s.id = n.series_id WHERE n.removed = 0 "
        f"AND {reading.gate.admits('n.', 's.')} ORDER BY s.slug, n.kind DESC, n.ordinal"
    )
    return [session_ref(row["slug"], row["ordinal"], row["kind"]) for row in rows]


def meeting_with(reading: Reading, uid: str) -> int | None:
    """Return the id of the meeting with that UID if it lies outside any session."""
    row = one(
        reading.rows(
            "SELECT id FROM meetings WHERE uid = :uid AND removed = 0 AND session_id IS NULL "
            f"AND {reading.gate.admits('')}",
            {"uid": uid},
        )
    )
    return int(row["id"]) if row else None


def session_with(reading: Reading, series: str, ordinal: int, kind: str) -> int | None:
    """Return the id of a session by its series' short name, its number and kind."""
    row = one(
        reading.rows(
            "SELECT n.id FROM sessions n JOIN series s ON s.id = n.series_id WHERE n.removed = 0 "
            "AND s.removed = 0 AND s.slug = :series AND n.ordinal = :ordinal AND n.kind = :kind "
            f"AND {reading.gate.admits('n.', 's.')}",
            {"series": series, "ordinal": ordinal, "kind": kind},
        )
    )
    return int(row["id"]) if row else None


def month_before(reading: Reading, first: date) -> date | None:
    """Return the last month before `first` in which something begins, by its own days."""
    return next(reversed(_months(reading, "starts_at < :edge", first, descending=True)), None)


def month_after(reading: Reading, last: date) -> date | None:
    """Return the first month after the one of `last` in which something begins."""
    return next(iter(_months(reading, "starts_at >= :edge", last, descending=False)), None)


def _months(reading: Reading, condition: str, edge: date, *, descending: bool) -> list[date]:
    """Return, in order, the nearest months beyond an edge in which something begins."""
    order = "DESC" if descending else "ASC"
    beyond = _month(edge)
    after = (beyond + timedelta(days=31)).replace(day=1)
    bound = datetime.combine(beyond if descending else after, time(), UTC)
    bound += _APART if descending else -_APART
    rows = reading.rows(
        f"SELECT when_text FROM calendar WHERE {condition} AND starts_at IS NOT NULL "
        f"AND {reading.gate.admits('', 'session_', 'series_')} "
        f"ORDER BY starts_at {order} LIMIT {_FEW}",
        {"edge": to_stored(bound)},
    )
    months: set[date] = set()
    for row in rows:
        with suppress(ValueError, Invalid):  # who lists it tells that it cannot be read
            day = parse_when(row["when_text"]).days()[0]
            months |= {_month(day)} if day else set()
    return sorted(m for m in months if (m < beyond if descending else m > beyond))


def has_month(reading: Reading, first: date) -> bool:
    """Return whether something begins in a month, by its own days."""
    found = month_after(reading, first - timedelta(days=1))
    return found == first


def party_names(reading: Reading, codes: Iterable[str]) -> dict[str, Text]:
    """Return the name of each party by its code; who asks has seen the party."""
    wanted: dict[str, object] = {"codes": json.dumps(sorted(set(codes)))}
    rows = reading.rows(
        "SELECT code, name FROM parties "
        "WHERE removed = 0 AND code IN (SELECT value FROM json_each(:codes))",
        wanted,
    )
    return {row["code"]: text(row, "name") for row in rows}


def _month(day: date) -> date:
    return day.replace(day=1)


def last_public_change(reading: Reading) -> datetime | None:
    """Return the LAST-MODIFIED of the newest change that the public may notice."""
    row = one(
        reading.rows(
            "SELECT modified_public AS at FROM revisions WHERE modified_public IS NOT NULL "
            "ORDER BY id DESC LIMIT 1"
        )
    )
    return from_stored(row["at"]) if row else None
