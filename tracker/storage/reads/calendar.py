"""Reading what is on: entries by time, on the view that people may read too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.domain.entries import Entries, Entry, Filter
from tracker.domain.instants import from_stored, to_stored
from tracker.domain.refs import session_parts, session_ref
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import ToBeConfirmed, parse_when
from tracker.errors import Invalid
from tracker.storage.door import CHUNK
from tracker.storage.reads.reading import Reading, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from tracker.storage.door import Row

# Spans up to this are found by their start; the few longer ones lie in an index of their own.
SHORT = timedelta(days=8)
_BY_END = "ends_at"


def entries(
    reading: Reading, wanted: Filter, unread: Callable[[str], object] | None = None
) -> Entries:
    """Return the entries that a filter asks for, in order of time, undated ones last.

    A row that cannot be read is told to `unread` and left out; without it, it raises.
    """
    shown, kept_back = _chosen(reading, wanted, "*")
    return Entries(as_entries(reading, shown, unread), kept_back)


def in_order(reading: Reading, wanted: Filter) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return what a filter finds as (occasion, id), in the order of `entries`.

    And how many records it met that the gate kept back. However many there are, this
    takes little memory.
    """
    shown, kept_back = _chosen(reading, wanted, "occasion, id, starts_at, ends_at")
    return tuple((row["occasion"], row["id"]) for row in shown), kept_back


def entries_of(reading: Reading, found: Iterable[tuple[str, int]]) -> Iterator[Entry]:
    """Yield the entries that `in_order` found, in its order; read a few hundred at a time."""
    wanted = list(found)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = reading.rows(f"SELECT * FROM calendar WHERE {_among(part)}")
        order = {key: place for place, key in enumerate(part)}
        yield from as_entries(reading, sorted(rows, key=lambda r: order[r["occasion"], r["id"]]))


def _chosen(reading: Reading, wanted: Filter, columns: str) -> tuple[list[Row], int]:
    """Return the rows of the calendar that a filter finds, and how many were kept back."""
    gate = reading.gate
    chosen, parameters = _conditions(wanted, f" AND {gate.admits('d.', embargo=False)}")
    found: list[Row] = []
    for window, order in _windows(wanted, parameters):
        # Of the long ones, which are few, the first to end is not the first to begin.
        limited = wanted.limit is not None and order != _BY_END
        few = f" LIMIT {wanted.limit}" if limited else ""
        where = " AND ".join([window, *chosen, gate.admits("", "session_", "series_")])
        found += reading.rows(
            f"SELECT {columns} FROM calendar WHERE {where} ORDER BY {order}{few}", parameters
        )
    found.sort(key=_order)
    sees_all = gate.reader.clearance is Visibility.CONFIDENTIAL
    return found[: wanted.limit], 0 if sees_all else _withheld(reading, wanted, len(found))


def keys(
    reading: Reading, wanted: Filter, ids: Iterable[tuple[str, int]] | None = None
) -> set[tuple[str, int]]:
    """Return what a filter finds as (occasion, id); with `ids`, only which of those."""
    chosen, parameters = _conditions(wanted, f" AND {reading.gate.admits('d.', embargo=False)}")
    chosen.append(reading.gate.admits("", "session_", "series_"))
    if ids is not None:
        chosen.append(_among(ids))
    return {
        (row["occasion"], row["id"])
        for window, _ in _windows(wanted, parameters)
        for row in reading.rows(
            f"SELECT occasion, id FROM calendar WHERE {' AND '.join([window, *chosen])}", parameters
        )
    }


def _among(ids: Iterable[tuple[str, int]]) -> str:
    """Return the condition that an entry is one of those."""
    each = [
        f"(occasion = '{occasion}' AND id IN ({','.join(str(int(n)) for n in numbers)}))"
        for occasion, numbers in grouped(ids).items()
    ]
    return f"({' OR '.join(each) or '0'})"


def _withheld(reading: Reading, wanted: Filter, seen: int) -> int:
    """Return how many records the filter met that the gate kept back."""
    if wanted.limit is not None:
        return 0
    chosen, parameters = _conditions(wanted)
    windows = [window for window, _ in _windows(wanted, parameters)]
    total = sum(
        reading.rows(
            f"SELECT count(*) AS n FROM calendar WHERE {' AND '.join([window, *chosen])}",
            parameters,
        )[0]["n"]
        for window in windows
    )
    return int(total) - seen


def _windows(wanted: Filter, parameters: dict[str, object]) -> list[tuple[str, str]]:
    """Return the conditions on time, each answered by one index, with the order to read in."""
    by_start = "starts_at, id"
    if wanted.since is None and wanted.until is None:
        windows = [("starts_at IS NOT NULL", by_start)]
    else:
        short, long = ["starts_at IS NOT NULL"], ["span_days > 8"]
        if wanted.since is not None:
            parameters["since"] = to_stored(wanted.since)
            parameters["since_short"] = to_stored(_earlier(wanted.since))
            short += ["starts_at >= :since_short", "span_days <= 8"]
            short.append("(ends_at > :since OR (starts_at = ends_at AND starts_at = :since))")
            long.append("ends_at > :since")
        if wanted.until is not None:
            parameters["until"] = to_stored(wanted.until)
            short.append("starts_at < :until")
            long.append("starts_at < :until")
        windows = [(" AND ".join(short), by_start)]
        if wanted.since is not None:
            windows.append((" AND ".join(long), _BY_END))
    if wanted.undated:
        windows.append(("starts_at IS NULL", "id"))
    return windows


def _earlier(instant: datetime) -> datetime:
    try:
        return instant - SHORT
    except OverflowError:
        return instant


def _conditions(wanted: Filter, seen: str = "") -> tuple[list[str], dict[str, object]]:
    """Return the conditions and their parameters; `seen` is what delegations must meet.

    A party that is present in confidence must not be found by asking for it.
    """
    conditions: list[str] = []
    parameters: dict[str, object] = {}
    for column, values in (
        ("series", wanted.series),
        ("kind", wanted.kinds),
        ("status", wanted.statuses),
        ("visibility", wanted.visibilities),
        ("level", wanted.levels),
        ("occasion", (wanted.occasion,) if wanted.occasion else ()),
    ):
        if values:
            conditions.append(f"{column} IN ({_named(column, values, parameters)})")
    if wanted.sessions:
        conditions.append(_of_sessions(wanted.sessions, parameters))
    if wanted.parties:
        codes = _named("party", wanted.parties, parameters)
        present = (
            "FROM delegations d JOIN parties p ON p.id = d.party_id "
            f"WHERE d.removed = 0 AND p.code IN ({codes}){seen}"
        )
        conditions.append(_belongs(present, "d"))
    if wanted.topics:
        slugs = _named("topic", wanted.topics, parameters)
        tagged = (
            "FROM taggings g JOIN topics t ON t.id = g.topic_id "
            f"WHERE g.removed = 0 AND t.slug IN ({slugs})"
        )
        conditions.append(_belongs(tagged, "g"))
    return conditions, parameters


def _of_sessions(refs: Iterable[str], parameters: dict[str, object]) -> str:
    """Return the condition that an entry is one of these sessions, or a meeting of one."""
    each = []
    for number, ref in enumerate(refs):
        parts = session_parts(ref)
        names = {f"{c}_{number}": v for c, v in zip("son", parts, strict=True)}
        parameters |= names
        each.append(
            f"(series = :s_{number} AND ordinal = :o_{number} AND session_kind = :n_{number})"
        )
    return f"({' OR '.join(each)})"


def _belongs(rows: str, alias: str) -> str:
    """Return the condition that a meeting, its session, or a session is among some rows.

    Each entry is looked up among them, so that a few entries cost a few steps.
    """
    sessions = f"EXISTS (SELECT 1 {rows} AND {alias}.session_id = calendar.session_id)"
    meetings = f"EXISTS (SELECT 1 {rows} AND {alias}.meeting_id = calendar.id)"
    return f"({sessions} OR (occasion = 'meeting' AND {meetings}))"


def _named(prefix: str, values: Iterable[str], parameters: dict[str, object]) -> str:
    names = []
    for number, value in enumerate(values):
        parameters[f"{prefix}_{number}"] = value
        names.append(f":{prefix}_{number}")
    return ", ".join(names)


def _order(row: Row) -> tuple[object, ...]:
    """Sort by start; a session before its meetings; undated last."""
    return (
        row["starts_at"] is None,
        row["starts_at"] or "",
        row["occasion"] != "session",
        row["ends_at"] or "",
        row["id"],
    )


def as_entries(
    reading: Reading, rows: list[Row], unread: Callable[[str], object] | None = None
) -> tuple[Entry, ...]:
    """Return rows of the calendar, that the reader may see, as entries; see `entries`."""
    codes = {
        column: _codes(reading, column, [r["id"] for r in rows if r["occasion"] == occasion])
        for occasion, column in (("session", "session_id"), ("meeting", "meeting_id"))
    }
    zones = {
        occasion: _zones(reading, f"{occasion}s", [r["id"] for r in rows if _is_told(r, occasion)])
        for occasion in ("session", "meeting")
    }
    found: list[Entry] = []
    for row in rows:
        try:
            parties = codes[f"{row['occasion']}_id"].get(row["id"], ())
            found.append(_entry(reading, row, parties, zones[row["occasion"]].get(row["id"])))
        except (ValueError, LookupError, TypeError, AttributeError, Invalid):
            if unread is None:
                raise
            unread(f"{row['occasion']} {row['id']}")
    return tuple(found)


def _codes(reading: Reading, column: str, ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = reading.by_ids(
        f"SELECT d.{column} AS owner, p.code AS code FROM delegations d "
        f"JOIN parties p ON p.id = d.party_id WHERE d.removed = 0 AND d.{column} IN ({{ids}}) "
        f"AND {reading.gate.admits('d.', embargo=False)} ORDER BY d.id",
        ids,
    )
    return grouped((row["owner"], row["code"]) for row in rows)


def _is_told(row: Row, occasion: str) -> bool:
    """Return whether a row tells an hour at a place, whose clocks may be others than its own."""
    timed = (row["when_text"] or "").endswith("]")
    return row["occasion"] == occasion and timed and row["place_visibility"] is not None


def _zones(reading: Reading, table: str, ids: list[int]) -> dict[int, str]:
    rows = reading.by_ids(
        f"SELECT o.id AS owner, p.zone AS zone FROM {table} o "
        f"JOIN places p ON p.id = o.place_id WHERE {reading.gate.admits('p.', embargo=False)} "
        "AND o.id IN ({ids})",
        ids,
    )
    return {row["owner"]: row["zone"] for row in rows}


def _entry(reading: Reading, row: Row, parties: tuple[str, ...], zone: str | None) -> Entry:
    session = (
        session_ref(row["series"], row["ordinal"], row["session_kind"])
        if row["session_id"] is not None
        else None
    )
    is_session = row["occasion"] == "session"
    title = Text.read(row["title"])
    return Entry(
        id=row["id"],
        ref=session if is_session and session else f"m{row['id']}",
        occasion=row["occasion"],
        title=title or Text.read(row["series_title"]),
        kind=row["kind"],
        status=row["status"],
        visibility=row["visibility"],
        when=parse_when(row["when_text"]) if row["when_text"] else ToBeConfirmed(),
        zone=zone or row["zone"],
        starts_at=from_stored(row["starts_at"]) if row["starts_at"] else None,
        ends_at=from_stored(row["ends_at"]) if row["ends_at"] else None,
        session=session,
        series=row["series"],
        place=_where(reading, row, "place"),
        city=_where(reading, row, "city"),
        parties=parties,
        ordinal=row["ordinal"],
        extraordinary=row["session_kind"] == "extraordinary",
        untitled=is_session and not title,
    )


def _where(reading: Reading, row: Row, column: str) -> Text:
    """Return the place or its city, each by its own level: a public venue may tell no city."""
    level = row[f"{column}_visibility"]
    return Text.read(row[column]) if level and reading.gate.reader.may_see(level) else Text()
