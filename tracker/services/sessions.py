"""Keeping series and their numbered sessions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.domain.delegations import Role
from tracker.domain.occasions import Format
from tracker.domain.parties import Rank
from tracker.domain.quoting import quoted
from tracker.domain.refs import session_ref
from tracker.domain.sessions import SessionKind
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.topics import slug
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import ToBeConfirmed
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import lookup
from tracker.services.desk import embargo, note, value_of
from tracker.services.drafts import clearable, filled, text_column
from tracker.services.levels import level_of
from tracker.services.meetings import (
    DATE_COLUMNS,
    cite_all,
    languages_list,
    moved_place,
    present,
    require_past,
    status_for,
    tag,
    web_address,
    with_end,
    zone_for,
    zone_of_when,
)
from tracker.services.references import PREFIXES, find_in, label_of
from tracker.storage.door import one

if TYPE_CHECKING:
    from tracker.domain.when import When
    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions

_NUMBERED = re.compile(rf"({'|'.join(PREFIXES)})\d+\Z")


@frozen
class SeriesDraft:
    """What a person said of a series, as typed; None where they said nothing."""

    slug: str | None = None
    title: str | None = None
    titles_in: Versions = ()
    visibility: str | None = None
    embargo: str | None = None
    note: str | None = None


@frozen
class SessionDraft:
    """What a person said of a session, as typed; None where they said nothing."""

    ordinal: int | None = None
    extraordinary: bool = False
    title: str | None = None
    titles_in: Versions = ()
    on: str | None = None
    duration: str | None = None
    at: str | None = None
    zone: str | None = None
    host: str | None = None
    parties: str | None = None
    status: str | None = None
    level: str | None = None
    format: str | None = None
    languages: str | None = None
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    url: str | None = None
    visibility: str | None = None
    embargo: str | None = None
    note: str | None = None


def add_series(desk: Desk, draft: SeriesDraft) -> int:
    """Store a series and return its id; raise Conflict for a short name in use."""
    if not draft.title and not draft.titles_in:
        raise Invalid("A series needs a title.")
    series = desk.ledger.insert("series", _series_columns(desk, draft))
    desk.ledger.about("series", series)
    return series


def edit_series(desk: Desk, series: int, draft: SeriesDraft) -> bool:
    """Correct what a draft names of a series; return whether anything differs."""
    row = desk.ledger.row("series", series)
    columns = _series_columns(desk, draft, row)
    changed = desk.ledger.update("series", series, columns)
    if columns.get("slug", row["slug"]) != row["slug"]:
        from tracker.services.feeds import renamed

        renamed(desk, "series", row["slug"], columns["slug"])
    if changed:
        desk.ledger.about("series", series)
    return changed


def find_series(desk: Desk, typed: str) -> int:
    """Return the id of a series by short name or title; raise NotFound with what is near."""
    try:
        return find_in(desk.reading, typed, "series", author=desk.author).id
    except NotFound as unknown:
        raise NotFound(
            unknown.sentence,
            hint=unknown.hint or "Make it with: tracker series add SHORT-NAME TITLE",
        ) from unknown


def add(desk: Desk, series: int, draft: SessionDraft) -> int:
    """Store a session and return its id; without an ordinal it is the next of its series.

    Raises Invalid or NotFound for what is wrong and Conflict for an ordinal that is taken.
    """
    if not draft.on:
        raise Invalid(
            "A session needs a date; say --on “3-4 April 2025”, or --on tbc if nobody knows."
        )
    held = {
        "series_id": series,
        "visibility": value_of(Visibility, draft.visibility, what="visibility")
        or desk.ledger.row("series", series)["visibility"],
        "embargo_until": embargo(desk, draft.embargo),
    }
    place = lookup.place(desk, draft.at, level_of(desk, "sessions", held)) if draft.at else None
    zone = zone_for(desk, draft.zone, place)
    when = with_end(desk.when(draft.on, zone), draft.duration)
    status = Status(value_of(Status, draft.status, what="status") or status_for(desk, when, zone))
    if status is Status.HELD:
        require_past(desk.now, "The session", when, zone)
    kind = SessionKind.EXTRAORDINARY if draft.extraordinary else SessionKind.REGULAR
    values = {
        "series_id": series,
        "ordinal": _ordinal(desk, series, kind, draft.ordinal),
        "kind": kind,
        "status": status,
        "place_id": place,
        "zone": zone_of_when(when, zone),
        "visibility": held["visibility"],
        **_columns(desk, draft, Text()),
    }
    if not isinstance(when, ToBeConfirmed):
        values[DATE_COLUMNS[status]] = str(when)
    session = desk.ledger.insert("sessions", values)
    _around(desk, session, draft, when)
    desk.ledger.about("sessions", session)
    return session


def edit(desk: Desk, session: int, draft: SessionDraft) -> bool:
    """Correct what a draft names of a session; dates and status have verbs of their own.

    Returns whether anything differs.
    """
    before = desk.ledger.written
    row = desk.ledger.row("sessions", session)
    values = _columns(desk, draft, Text.read(row["title"]))
    level = level_of(desk, "sessions", {**row, **values})
    values |= moved_place(desk, row, at=draft.at, zone=draft.zone, level=level)
    if draft.ordinal is not None and draft.ordinal != row["ordinal"]:
        values["ordinal"] = _ordinal(desk, row["series_id"], row["kind"], draft.ordinal)
    short = label_of(desk.reading, "sessions", session)
    desk.ledger.update("sessions", session, values)
    if "ordinal" in values:
        from tracker.services.feeds import renamed

        renamed(desk, "sessions", short, label_of(desk.reading, "sessions", session))
    _around(desk, session, draft, None)
    if desk.ledger.written != before:
        desk.ledger.about("sessions", session)
    return desk.ledger.written != before


def _series_columns(
    desk: Desk, draft: SeriesDraft, row: dict[str, Any] | None = None
) -> dict[str, Any]:
    kept = Text.read(row["title"]) if row else Text()
    short = None if draft.slug is None else _free_slug(desk, draft.slug, row)
    return {
        **filled(
            {
                "slug": short,
                "title": text_column(desk, kept, draft.title, draft.titles_in, what="title"),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            }
        ),
        **clearable(
            {
                "embargo_until": (draft.embargo, lambda typed: embargo(desk, typed)),
                "note": (draft.note, note),
            }
        ),
    }


def _free_slug(desk: Desk, typed: str, row: dict[str, Any] | None) -> str:
    short = slug(typed)
    if _NUMBERED.match(short):
        raise Invalid(f"{quoted(short)} is how other records are referred to; take another.")
    known = one(
        desk.reading.rows(
            "SELECT id, title FROM series WHERE removed = 0 AND slug = :slug", {"slug": short}
        )
    )
    if known is not None and (row is None or known["id"] != row["id"]):
        title = Text.read(known["title"])
        raise Conflict(f"There is already a series {short}: {quoted(str(title))}.")
    return short


def _ordinal(desk: Desk, series: int, kind: str, wanted: int | None) -> int:
    """Return the ordinal wanted, if it is free, or the one after the highest."""
    rows = desk.reading.rows(
        "SELECT ordinal FROM sessions WHERE removed = 0 AND series_id = :series AND kind = :kind",
        {"series": series, "kind": str(kind)},
    )
    taken = {int(row["ordinal"]) for row in rows}
    if wanted is None:
        return max(taken, default=0) + 1
    if wanted in taken:
        ref = session_ref(desk.ledger.row("series", series)["slug"], wanted, kind)
        raise Conflict(
            f"{ref} is recorded already.", hint=f"Correct it with: tracker session edit {ref}"
        )
    return wanted


def _columns(desk: Desk, draft: SessionDraft, title: Text) -> dict[str, Any]:
    columns = filled(
        {
            "title": text_column(desk, title, draft.title, draft.titles_in, what="title"),
            "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            "languages": languages_list(draft.languages) if draft.languages is not None else None,
        }
    )
    return columns | clearable(
        {
            "host_id": (draft.host, lambda typed: lookup.party(desk, typed)),
            "level": (draft.level, lambda typed: value_of(Rank, typed, what="level")),
            "format": (draft.format, lambda typed: value_of(Format, typed, what="format")),
            "url": (draft.url, web_address),
            "embargo_until": (draft.embargo, lambda typed: embargo(desk, typed)),
            "note": (draft.note, note),
        }
    )


def _around(desk: Desk, session: int, draft: SessionDraft, when: When | None) -> None:
    """Store the delegations, topics and sources that a draft names; its host is there as host."""
    host = desk.ledger.row("sessions", session)["host_id"]
    for party in lookup.party_list(desk, draft.parties):
        role = Role.HOST if party == host else Role.PARTICIPANT
        present(desk, "session_id", session, party, role)
    if draft.host:
        for row in desk.reading.rows(
            "SELECT id FROM delegations WHERE removed = 0 AND session_id = :session "
            "AND party_id = :host",
            {"session": session, "host": host},
        ):
            desk.ledger.update("delegations", row["id"], {"role": Role.HOST})
    for topic in draft.topics:
        tag(desk, "session_id", session, topic)
    cite_all(desk, "sessions", session, draft.sources, when)
