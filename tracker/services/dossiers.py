"""Gathering everything about one record, through the gate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracker.domain.documents import Relation
from tracker.domain.dossiers import Dossier, Link, Trace
from tracker.domain.text import Text
from tracker.errors import NotFound
from tracker.services.references import label_of
from tracker.storage.reads import appearances, history
from tracker.storage.reads.agenda import agendas_of
from tracker.storage.reads.carried import carried_to
from tracker.storage.reads.delegations import delegations
from tracker.storage.reads.documents import commitments, documents
from tracker.storage.reads.listings import listed_in
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.parties import holders_of, memberships, parties, people, posts
from tracker.storage.reads.places import all_places, all_topics, places
from tracker.storage.reads.presence import is_there
from tracker.storage.reads.sessions import series, sessions
from tracker.storage.reads.sources import claims_about, claims_by, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.history import Revision
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.domain.sources import Claim
    from tracker.services.references import Reference
    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading


def gather(reading: Reading, of: Reference) -> Dossier:
    """Return everything about a record that this reader may see.

    Raises NotFound, as for an unknown one, when that is nothing.
    """
    found = _GATHERERS[of.table](reading, of.id)
    if not found or found["record"] is None:
        raise NotFound(f"There is no record “{of.short}”.")
    claims = found.pop("claims", None)
    if claims is None:
        claims = claims_about(reading, of.table, [of.id], {of.id: of.short}).get(of.id, ())
    return Dossier(
        ref=of.short,
        noun=of.noun,
        claims=claims,
        history=_history(reading, of),
        listed=listed_in(reading, of.table, of.id),
        **found,
    )


def _history(reading: Reading, of: Reference) -> tuple[Trace, ...]:
    """Return what became of the record itself, newest first, for those who may see notes."""
    if not reading.gate.reader.sees_internal:
        return ()
    return tuple(
        Trace(change.at, change.author, revision.verb, _fields(revision))
        for change in history.changes(reading, record=(of.table, of.id))
        for revision in reversed(change.revisions)
        if (revision.table, revision.record) == (of.table, of.id)
    )


def _fields(revision: Revision) -> tuple[str, ...]:
    """Return the fields that a correction touched; of what was added or removed that is all."""
    if revision.verb != "changed":
        return ()
    return tuple(field for field, _, _ in revision.differences())


def _session(reading: Reading, record: int) -> dict[str, Any]:
    (session,) = sessions(reading, [record]) or (None,)
    if session is None:
        return {}
    session = replace(session, carried=carried_to(reading, record))
    parts = [*_parts(session), *(part for m in session.meetings for part in _parts(m))]
    parts += [("meetings", m.id) for m in session.meetings]
    return {"record": session, "claims": (*session.claims, *_claims_on(reading, parts))}


def _meeting(reading: Reading, record: int) -> dict[str, Any]:
    (meeting,) = meetings(reading, [record]) or (None,)
    if meeting is None:
        return {}
    parts = _claims_on(reading, _parts(meeting))
    return {"record": meeting, "claims": (*meeting.claims, *parts)}


def _parts(of: Session | Meeting) -> Iterator[tuple[str, int]]:
    """Yield the table and id of what belongs to a session or meeting and may be disputed."""
    for delegation in of.delegations:
        yield "delegations", delegation.id
        yield from (("people", member.person.id) for member in delegation.members)
    for top in of.agenda:
        yield from (("agenda_items", item.id) for _, item in top.walk())
    yield from (("documents", paper.document.id) for paper in of.papers)
    yield from (("commitments", commitment.id) for commitment in of.commitments)


def _claims_on(reading: Reading, parts: Iterable[tuple[str, int]]) -> Iterator[Claim]:
    by_table: dict[str, list[int]] = {}
    for table, record in dict.fromkeys(parts):
        by_table.setdefault(table, []).append(record)
    for table, ids in by_table.items():
        refs = {record: label_of(reading, table, record) for record in ids}
        found = claims_about(reading, table, ids, refs)
        yield from (claim for record in ids for claim in found.get(record, ()))


def _series(reading: Reading, record: int) -> dict[str, Any]:
    found = series(reading, [record]).get(record)
    return {"record": found, "appearances": appearances.in_series(reading, record)}


def _party(reading: Reading, record: int) -> dict[str, Any]:
    promised = reading.rows(
        "SELECT commitment_id FROM owners WHERE removed = 0 AND party_id = :party",
        {"party": record},
    )
    owned = commitments(reading, "id", [row["commitment_id"] for row in promised])
    return {
        "record": parties(reading, [record]).get(record),
        "memberships": memberships(reading, record),
        "people": holders_of(reading, record),
        "commitments": tuple(commitment for _, commitment in owned),
        "appearances": appearances.of_party(reading, record),
    }


def _person(reading: Reading, record: int) -> dict[str, Any]:
    return {
        "record": people(reading, [record]).get(record),
        "appearances": appearances.of_person(reading, record),
    }


def _post(reading: Reading, record: int) -> dict[str, Any]:
    post = posts(reading, [record]).get(record)
    holder = people(reading, [post.person_id]) if post else {}
    return {"record": post, "people": tuple(holder.values())}


def _place(reading: Reading, record: int) -> dict[str, Any]:
    venues = tuple(p for p in all_places(reading) if p.city is not None and p.city.id == record)
    return {
        "record": places(reading, [record]).get(record),
        "venues": venues,
        "appearances": appearances.at_places(reading, [record, *(p.id for p in venues)]),
    }


def _topic(reading: Reading, record: int) -> dict[str, Any]:
    return {
        "record": next((t for t in all_topics(reading) if t.id == record), None),
        "appearances": appearances.on_topic(reading, record),
    }


def _document(reading: Reading, record: int) -> dict[str, Any]:
    rows = reading.rows(
        "SELECT * FROM document_links WHERE removed = 0 AND document_id = :document ORDER BY id",
        {"document": record},
    )
    owners = (("sessions", "session_id"), ("meetings", "meeting_id"), ("agenda_items", "item_id"))
    links = [
        replace(link, relation=Relation(row["relation"]))
        for row in rows
        for table, column in owners
        if row[column] is not None and (link := _link(reading, table, row[column]))
    ]
    return {"record": documents(reading, [record]).get(record), "links": tuple(links)}


def _link(reading: Reading, table: str, record: int) -> Link | None:
    """Return a record as something is linked with it; None when it may not be seen."""
    if not is_there(reading, table, record):
        return None
    row = _row(reading, table, record)
    title = Text.read(row["title"])
    if not title and table == "sessions":
        title = series(reading, [row["series_id"]])[row["series_id"]].title
    return Link(label_of(reading, table, record), title)


def _commitment(reading: Reading, record: int) -> dict[str, Any]:
    found = [commitment for _, commitment in commitments(reading, "id", [record])]
    row = _row(reading, "commitments", record)
    owners = (("agenda_items", "item_id"), ("sessions", "session_id"), ("meetings", "meeting_id"))
    made_at = (_link(reading, table, row[column]) for table, column in owners if row[column])
    return {
        "record": found[0] if found else None,
        "links": tuple(link for link in made_at if link is not None),
    }


def _item(reading: Reading, record: int) -> dict[str, Any]:
    row = _row(reading, "agenda_items", record)
    table, column = _holder(row)
    agenda = agendas_of(reading, column, [row[column]]).get(row[column], ())
    found: AgendaItem | None = next(
        (item for top in agenda for _, item in top.walk() if item.id == record), None
    )
    holder = _link(reading, table, row[column])
    return {"record": found, "links": (holder,) if holder else ()}


def _delegation(reading: Reading, record: int) -> dict[str, Any]:
    row = _row(reading, "delegations", record)
    table, column = _holder(row)
    holder = _link(reading, table, row[column])
    return {
        "record": delegations(reading, [record]).get(record),
        "links": (holder,) if holder else (),
    }


def _row(reading: Reading, table: str, record: int) -> Row:
    return reading.rows(f"SELECT * FROM {table} WHERE id = :id", {"id": record})[0]


def _holder(row: Row) -> tuple[str, str]:
    """Return the table and the column of the session or meeting that a row belongs to."""
    in_session = row["session_id"] is not None
    return ("sessions", "session_id") if in_session else ("meetings", "meeting_id")


def _source(reading: Reading, record: int) -> dict[str, Any]:
    return {
        "record": sources(reading, [record]).get(record),
        "claims": tuple(_labelled(reading, claims_by(reading, record))),
    }


def _labelled(reading: Reading, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield claims about several records, each with its record's reference."""
    for claim in claims:
        table, _, number = claim.record.partition(":")
        yield replace(claim, record=label_of(reading, table, int(number)))


def _claim(reading: Reading, record: int) -> dict[str, Any]:
    row = _row(reading, "claims", record)
    about = (row["record_table"], int(row["record_id"]))
    rivals = tuple(c for c in _claims_on(reading, [about]) if c.field == row["field"])
    return {"record": next((c for c in rivals if c.id == record), None), "claims": rivals}


_GATHERERS: dict[str, Callable[[Reading, int], dict[str, Any]]] = {
    "series": _series,
    "sessions": _session,
    "meetings": _meeting,
    "delegations": _delegation,
    "agenda_items": _item,
    "documents": _document,
    "commitments": _commitment,
    "parties": _party,
    "people": _person,
    "posts": _post,
    "places": _place,
    "topics": _topic,
    "sources": _source,
    "claims": _claim,
}
