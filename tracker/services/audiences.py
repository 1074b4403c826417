"""What the other delegations at a session or a meeting may have of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.audiences import Shared
from tracker.domain.sessions import Session
from tracker.domain.visibility import Reader, Visibility
from tracker.storage.gate import Gate
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.presence import seen
from tracker.storage.reads.reading import Reading
from tracker.storage.reads.sessions import sessions
from tracker.storage.reads.withheld import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.agenda_versions import Circulated
    from tracker.domain.meetings import Meeting

T = TypeVar("T", bound="Session | Meeting")

_EMBARGOED = ("sessions", "meetings", "agenda_items", "documents", "commitments")


def shared_with_partners(reading: Reading, record: T) -> tuple[T, str]:
    """Return a session or meeting as the other delegations may have it, and what is kept.

    `reading` is up to internal, without working fields; what is kept is counted in words.
    """
    public = {table: _public(reading, table, ids) for table, ids in _ids(record).items()}
    if _is_public(public, record):
        # Of what is public, no promise on an item that is not: what holds it counts.
        public["commitments"] &= _promised_in_public(reading, public["commitments"])
    shared = Shared(public)
    cut = replace(shared.cut(record), circulated=_circulated(reading, record))
    return cut, said(shared.kept)


def as_told_to_the_public(reading: Reading) -> Reading:
    """Return the same ledger as the public reads it."""
    return Reading(reading.door, Gate(Reader(Visibility.PUBLIC, reading.gate.reader.at)))


def told_of_agenda(reading: Reading, record: Session | Meeting) -> Reading:
    """Return as whom the other delegations read circulated agendas.

    Of what is public, as the public does: an agenda that is more secret is not for them.
    """
    table = "sessions" if isinstance(record, Session) else "meetings"
    told = {table: _public(reading, table, [record.id])}
    return as_told_to_the_public(reading) if _is_public(told, record) else reading


def _is_public(public: Mapping[str, frozenset[int]], record: Session | Meeting) -> bool:
    return record.id in public["sessions" if isinstance(record, Session) else "meetings"]


def _promised_in_public(reading: Reading, ids: Iterable[int]) -> frozenset[int]:
    told = seen(as_told_to_the_public(reading).gate, "commitments", "c")
    rows = reading.by_ids(f"SELECT c.id FROM commitments c WHERE c.id IN ({{ids}}) AND {told}", ids)
    return frozenset(row["id"] for row in rows)


def _circulated(reading: Reading, record: Session | Meeting) -> Circulated | None:
    told = told_of_agenda(reading, record)
    if told is reading:
        return record.circulated
    read = sessions if isinstance(record, Session) else meetings
    found: tuple[Session | Meeting, ...] = read(told, [record.id])
    return found[0].circulated if found else None


def _public(reading: Reading, table: str, ids: Iterable[int]) -> frozenset[int]:
    """Return which rows of a table are public in their own right, whatever holds them."""
    gate = as_told_to_the_public(reading).gate.admits("", embargo=table in _EMBARGOED)
    rows = reading.by_ids(f"SELECT id FROM {table} WHERE id IN ({{ids}}) AND {gate}", ids)
    return frozenset(row["id"] for row in rows)


def _ids(record: Session | Meeting) -> dict[str, set[int]]:
    """Return by table the ids of a session or a meeting and of all that belongs to it."""
    inside = record.meetings if isinstance(record, Session) else (record,)
    sittings: tuple[Session | Meeting, ...] = (record, *inside)
    carried = record.carried if isinstance(record, Session) else ()
    items = [item for sitting in sittings for item in _items(sitting)]
    papers = [paper for holder in (*sittings, *items) for paper in holder.papers]
    claims = [claim for sitting in sittings for claim in sitting.claims]
    cited = [source for sitting in sittings for source in sitting.sources]
    promised = [promise for sitting in sittings for promise in sitting.commitments]
    return {
        "sessions": {record.id} if isinstance(record, Session) else set(),
        "meetings": {meeting.id for meeting in inside},
        "agenda_items": {item.id for item in items},
        "delegations": {present.id for sitting in sittings for present in sitting.delegations},
        "documents": {paper.document.id for paper in papers},
        "commitments": {promise.id for promise in (*promised, *carried)},
        "claims": {claim.id for claim in claims},
        "sources": {source.id for source in (*cited, *(claim.source for claim in claims))},
    }


def _items(sitting: Session | Meeting) -> Iterator[AgendaItem]:
    yield from (item for top in sitting.agenda for _, item in top.walk())
