"""Reading where a party, a person, a place or a topic appears in the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.dossiers import Appearances
from tracker.domain.instants import to_stored
from tracker.storage.reads.calendar import as_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.reads.reading import Reading

MOST = 10  # of what is to come, and of what is past


def of_party(reading: Reading, party: int) -> Appearances:
    """Return the meetings and sessions at which a party has a delegation that may be seen."""
    return _appearances(reading, _among(_delegations(reading, f"d.party_id = {int(party)}")))


def of_person(reading: Reading, person: int) -> Appearances:
    """Return the meetings and sessions at which a person is in a delegation that may be seen."""
    members = (
        "d.id IN (SELECT delegation_id FROM members "
        f"WHERE removed = 0 AND person_id = {int(person)})"
    )
    return _appearances(reading, _among(_delegations(reading, members)))


def at_places(reading: Reading, places: Iterable[int]) -> Appearances:
    """Return the meetings and sessions at some places."""
    ids = ", ".join(str(int(place)) for place in places)
    return _appearances(
        reading,
        f"((occasion = 'meeting' AND id IN (SELECT id FROM meetings WHERE place_id IN ({ids}))) "
        f"OR (occasion = 'session' AND id IN (SELECT id FROM sessions WHERE place_id IN ({ids}))))",
    )


def on_topic(reading: Reading, topic: int) -> Appearances:
    """Return the meetings and sessions on a topic."""
    return _appearances(
        reading, _among(f"taggings d WHERE d.removed = 0 AND d.topic_id = {int(topic)}")
    )


def in_series(reading: Reading, series: int) -> Appearances:
    """Return the sessions of a series."""
    return _appearances(
        reading,
        f"occasion = 'session' AND id IN (SELECT id FROM sessions WHERE series_id = {int(series)})",
    )


def _delegations(reading: Reading, condition: str) -> str:
    gate = reading.gate.admits("d.", embargo=False)
    return f"delegations d WHERE d.removed = 0 AND {condition} AND {gate}"


def _among(rows: str) -> str:
    """Return the condition that some rows, which name a session or a meeting each, name it."""
    return (
        f"((occasion = 'session' AND id IN (SELECT d.session_id FROM {rows})) "
        f"OR (occasion = 'meeting' AND id IN (SELECT d.meeting_id FROM {rows})))"
    )


def _appearances(reading: Reading, condition: str) -> Appearances:
    gate = reading.gate.admits("", "session_", "series_")
    statement = f"FROM calendar WHERE {condition} AND {gate}"
    now: dict[str, object] = {"now": to_stored(reading.gate.reader.at)}
    # What was held is past, whatever its date; so is what was called off before it had one.
    gone = "(status = 'held' OR coalesce(ends_at <= :now, status = 'cancelled'))"
    upcoming = reading.rows(
        f"SELECT * {statement} AND NOT {gone} "
        f"ORDER BY starts_at IS NULL, starts_at, occasion DESC, id LIMIT {MOST}",
        now,
    )
    past = reading.rows(
        f"SELECT * {statement} AND {gone} "
        f"ORDER BY starts_at IS NULL, starts_at DESC, occasion, id DESC LIMIT {MOST}",
        now,
    )
    total = reading.rows(f"SELECT count(*) AS n {statement}")[0]["n"]
    return Appearances(
        as_entries(reading, list(upcoming)), as_entries(reading, list(past)), int(total)
    )
