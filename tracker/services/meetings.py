"""Logging meetings and correcting what was logged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.domain.meetings import Access, MeetingKind
from tracker.domain.occasions import Format
from tracker.domain.parties import Rank
from tracker.domain.quoting import quoted
from tracker.domain.status import Status
from tracker.domain.text import Text, clean, language_tag
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import ToBeConfirmed, with_duration, zone_of
from tracker.domain.when_grammar import read_duration
from tracker.errors import Conflict, Invalid
from tracker.services import lookup, references
from tracker.services.desk import Desk, embargo, json_list, note, value_of
from tracker.services.drafts import text_column
from tracker.services.levels import level_of

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.when import When
    from tracker.services.drafts import Versions

# In which column a date is kept, by the status under which it was given.
DATE_COLUMNS = {
    Status.TENTATIVE: "when_announced",
    Status.ANNOUNCED: "when_announced",
    Status.POSTPONED: "when_announced",
    Status.CANCELLED: "when_announced",
    Status.CONFIRMED: "when_confirmed",
    Status.HELD: "when_actual",
}


@frozen
class Draft:
    """What a person said of a meeting, as typed; None where they said nothing."""

    title: str | None = None
    on: str | None = None
    duration: str | None = None
    at: str | None = None
    room: str | None = None
    zone: str | None = None
    parties: str | None = None
    session: str | None = None
    kind: str | None = None
    level: str | None = None
    format: str | None = None
    access: str | None = None
    chair: str | None = None
    status: str | None = None
    visibility: str | None = None
    embargo: str | None = None
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    url: str | None = None
    note: str | None = None
    language: str | None = None


def log(desk: Desk, draft: Draft, *, titles_in: Versions = ()) -> int:
    """Store a meeting and return its id; raise Invalid, NotFound or Conflict for what is wrong."""
    if not draft.title:
        raise Invalid("A meeting needs a title.")
    if not draft.on:
        raise Invalid(
            "A meeting needs a date; say --on “3 April 2025 10:00”, or --on tbc if nobody knows."
        )
    own = replace(desk, language=language_tag(draft.language or desk.language))
    title = text_column(own, Text(), draft.title, titles_in, what="title")
    holder = _session(desk, draft.session)
    held = {
        "session_id": holder,
        "visibility": value_of(Visibility, draft.visibility, what="visibility")
        or _inherited_visibility(desk, holder),
        "embargo_until": embargo(desk, draft.embargo),
    }
    level = level_of(desk, "meetings", held)
    place = lookup.place(desk, draft.at, level) if draft.at else _inherited(desk, holder)
    zone = zone_for(desk, draft.zone, place)
    when = with_end(desk.when(draft.on, zone), draft.duration)
    status = Status(value_of(Status, draft.status, what="status") or status_for(desk, when, zone))
    if status is Status.HELD:
        require_past(desk.now, "The meeting", when, zone)
    values = {
        "title": title,
        "kind": value_of(MeetingKind, draft.kind, what="kind of meeting") or MeetingKind.MEETING,
        "status": status,
        **held,
        "place_id": place,
        "zone": zone_of_when(when, zone),
        **details(desk, draft),
    }
    if not isinstance(when, ToBeConfirmed):
        values[DATE_COLUMNS[status]] = str(when)
    meeting = desk.ledger.insert("meetings", values)
    desk.ledger.about("meetings", meeting)
    invite(desk, meeting, draft)
    for topic in draft.topics:
        tag(desk, "meeting_id", meeting, topic)
    cite_all(desk, "meetings", meeting, draft.sources, when)
    return meeting


def require_past(now: datetime, record: str, when: When, zone: str) -> None:
    """Raise Conflict when a record that is to be held begins only later."""
    start = when.bounds(zone)[0]
    if start is not None and start > now:
        raise Conflict(
            f"{record} is set for {when.days()[0]}, which has not come; it cannot be held yet.",
            hint="If it was held on another day, say which.",
        )


# What a meeting may be without, by the name in the draft: typed empty, it is taken away.
_CLEARABLE = {
    "at": "place_id",
    "room": "room",
    "session": "session_id",
    "level": "level",
    "format": "format",
    "access": "access",
    "url": "url",
    "note": "note",
    "embargo": "embargo_until",
}


def edit(
    desk: Desk,
    meeting: int,
    draft: Draft,
    *,
    titles_in: Versions = (),
    dropped_topics: tuple[str, ...] = (),
) -> bool:
    """Correct what a draft names of a meeting; dates and status have verbs of their own.

    What is typed empty is taken away. Returns whether anything differs.
    """
    before = desk.ledger.written
    row = desk.ledger.row("meetings", meeting)
    emptied = [name for name in _CLEARABLE if getattr(draft, name) == ""]
    nothing: dict[str, Any] = dict.fromkeys(emptied)
    draft = replace(draft, **nothing)
    values = details(desk, draft) | {_CLEARABLE[name]: None for name in emptied}
    own = replace(desk, language=language_tag(draft.language or desk.language))
    title = text_column(own, Text.read(row["title"]), draft.title, titles_in, what="title")
    if title is not None:
        values["title"] = title
    if draft.session:
        values["session_id"] = _session(desk, draft.session)
    if draft.kind:
        values["kind"] = value_of(MeetingKind, draft.kind, what="kind of meeting")
    if draft.visibility:
        values["visibility"] = value_of(Visibility, draft.visibility, what="visibility")
    level = level_of(desk, "meetings", {**row, **values})
    values |= moved_place(desk, row, at=draft.at, zone=draft.zone, level=level)
    desk.ledger.update("meetings", meeting, values)
    invite(desk, meeting, draft)
    for topic in draft.topics:
        tag(desk, "meeting_id", meeting, topic)
    for topic in dropped_topics:
        untag(desk, "meeting_id", meeting, topic)
    cite_all(desk, "meetings", meeting, draft.sources, None)
    if desk.ledger.written != before:
        desk.ledger.about("meetings", meeting)
    return desk.ledger.written != before


def details(desk: Desk, draft: Draft) -> dict[str, Any]:
    """Return the columns that a draft fills as they are, leaving out what it does not say."""
    said = {
        "format": value_of(Format, draft.format, what="format"),
        "access": value_of(Access, draft.access, what="access"),
        "level": value_of(Rank, draft.level, what="level"),
        "room": clean(draft.room, what="room", longest=300) if draft.room else None,
        "url": web_address(draft.url) if draft.url else None,
        "note": note(draft.note),
        "embargo_until": embargo(desk, draft.embargo),
    }
    return {column: value for column, value in said.items() if value is not None}


def web_address(typed: str) -> str:
    """Return an http(s) address; raise Invalid for anything else, which a reader might click."""
    from urllib.parse import urlsplit

    given = clean(typed, what="address")
    try:
        parts = urlsplit(given)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or any(c.isspace() for c in given):
        raise Invalid(f"“{given[:60]}” is not a web address; say one that begins with https://.")
    return given


def with_end(when: When, duration: str | None) -> When:
    """Return a *when* that lasts as long as was typed; raise Invalid if it has an end already."""
    return with_duration(when, read_duration(duration)) if duration else when


def zone_of_when(when: When, zone: str) -> str:
    """Return the zone in which a *when* is kept: its own, if it names one."""
    return getattr(when, "zone", zone)


def zone_for(desk: Desk, typed: str | None, place: int | None) -> str:
    """Return the zone that was typed, else the place's, else the writer's own."""
    if typed:
        return zone_of(typed).key
    return lookup.zone_of_place(desk, place) if place is not None else desk.zone


def status_for(desk: Desk, when: When, zone: str) -> Status:
    """Return the status of what nobody gave one: announced, or held when it is past."""
    latest = when.bounds(zone)[1]
    past = when.is_precise and latest is not None and latest <= desk.now
    return Status.HELD if past else Status.ANNOUNCED


def _session(desk: Desk, typed: str | None) -> int | None:
    if not typed:
        return None
    return references.find_in(desk.reading, typed, "sessions", author=desk.author).id


def _inherited(desk: Desk, session: int | None) -> int | None:
    """Return the city of a session: its meetings are there unless somebody says otherwise."""
    if session is None:
        return None
    place = desk.ledger.row("sessions", session)["place_id"]
    return int(place) if place is not None else None


def _inherited_visibility(desk: Desk, session: int | None) -> str:
    if session is None:
        return Visibility.INTERNAL
    return str(desk.ledger.row("sessions", session)["visibility"])


def moved_place(
    desk: Desk, row: dict[str, Any], *, at: str | None, zone: str | None, level: Visibility
) -> dict[str, Any]:
    """Return the columns that change when a meeting or session of a level is put elsewhere.

    The wall time stays what it is: ten o'clock in Bamako becomes ten o'clock in Moscow.
    """
    if not at and not zone:
        return {}
    place = lookup.place(desk, at, level) if at else row["place_id"]
    zone = zone_for(desk, zone, place)
    values: dict[str, Any] = {"place_id": place, "zone": zone}
    for column in ("when_announced", "when_confirmed", "when_actual"):
        if row[column]:
            values[column] = rezoned(row[column], zone)
    return values


def rezoned(kept: str, zone: str) -> str:
    """Return a kept *when* with the same wall time in another zone.

    Raises Invalid where a change of clocks there skips that time, or doubles it: which of
    the two is meant is not ours to choose.
    """
    from dataclasses import replace

    from tracker.domain.when import Timed, clock_state, parse_when, zone_of

    when = parse_when(kept)
    if not isinstance(when, Timed):
        return kept
    for wall in filter(None, (when.start, when.end)):
        if clock_state(wall, zone_of(zone)) == "doubled":
            raise Invalid(
                f"Clocks in {zone} go back on {wall:%Y-%m-%d}, and {wall:%H:%M} comes twice.",
                hint="Move it to another time first, then to the place.",
            )
    return str(replace(when, zone=zone))


def invite(desk: Desk, meeting: int, draft: Draft) -> None:
    """Give a meeting the parties that a draft names, and its chair."""
    for party in lookup.party_list(desk, draft.parties):
        present(desk, "meeting_id", meeting, party)
    if draft.chair:
        if not draft.parties:
            _bring_session(desk, meeting)
        chair = present(desk, "meeting_id", meeting, lookup.party(desk, draft.chair))
        desk.ledger.update("delegations", chair, {"chairs": 1})


def _bring_session(desk: Desk, meeting: int) -> None:
    """Write out who is at a meeting for which its session speaks, before one is singled out."""
    session = desk.ledger.row("meetings", meeting)["session_id"]
    rows = desk.reading.rows(
        "SELECT party_id FROM delegations WHERE removed = 0 AND session_id = :session "
        "AND NOT EXISTS (SELECT 1 FROM delegations WHERE removed = 0 AND meeting_id = :meeting)",
        {"session": session, "meeting": meeting},
    )
    for row in rows:
        present(desk, "meeting_id", meeting, row["party_id"])


def present(desk: Desk, column: str, owner: int, party: int, role: str = "participant") -> int:
    """Return the delegation of a party at a session or meeting, stored when it is new."""
    rows = desk.reading.rows(
        f"SELECT id FROM delegations WHERE removed = 0 AND {column} = :owner AND party_id = :party",
        {"owner": owner, "party": party},
    )
    if rows:
        return int(rows[0]["id"])
    return desk.ledger.insert("delegations", {column: owner, "party_id": party, "role": role})


def tag(desk: Desk, column: str, owner: int, typed: str) -> None:
    """Give a session or meeting a topic, once."""
    topic = lookup.topic(desk, typed)
    rows = desk.reading.rows(
        f"SELECT 1 FROM taggings WHERE removed = 0 AND {column} = :owner AND topic_id = :topic",
        {"owner": owner, "topic": topic},
    )
    if not rows:
        desk.ledger.insert("taggings", {column: owner, "topic_id": topic})


def untag(desk: Desk, column: str, owner: int, typed: str) -> None:
    """Take a topic off a session or meeting; raise Conflict when it is not there."""
    topic = references.find_in(desk.reading, typed, "topics")
    rows = desk.reading.rows(
        f"SELECT id FROM taggings WHERE removed = 0 AND {column} = :owner AND topic_id = :topic",
        {"owner": owner, "topic": topic.id},
    )
    if not rows:
        raise Conflict(f"{quoted(typed)} is no topic of it, so it cannot be taken off.")
    for row in rows:
        desk.ledger.remove("taggings", row["id"])


def cite_all(desk: Desk, table: str, record: int, urls: tuple[str, ...], when: When | None) -> None:
    """Keep who said so: each source claims the record's date, or that there is the record."""
    from tracker.services.sources import cite

    for url in urls:
        field, value = ("when", str(when)) if when is not None else ("record", "mentioned")
        cite(desk, table, record, url, field=field, value=value)


def languages_list(typed: str) -> str:
    """Return a comma list of language tags as it is kept."""
    from tracker.domain.text import language_tag

    return json_list(dict.fromkeys(language_tag(t) for t in typed.split(",") if t.strip()))
