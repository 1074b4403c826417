"""What belongs to a meeting that a file tells of: who is there, topics, agenda, papers.

These are sets, and merge as such: what the file says anew is added, what it no longer says
is taken out again, and what a person here added or took out stays so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.delegations import Function, Role
from tracker.domain.importing import FieldChange
from tracker.domain.parties import Rank
from tracker.services.importing import agenda, papers
from tracker.services.importing.said import words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.services.importing.said import Said
    from tracker.services.importing.wishes import Bench

_FIELDS = ("parties", "people", "topics", "agenda", "papers")


def add(bench: Bench, meeting: int, said: Said, visibility: str) -> None:
    """Store everything that belongs to a new meeting."""
    seats: dict[int, int] = {}
    parties = (
        bench.names.party(words) for words in (*bench.wishes.parties, *_words(said, "parties"))
    )
    for party in dict.fromkeys(each for each in parties if each is not None):
        seats[party] = _delegation(bench, meeting, party)
    _seat_people(bench, meeting, _people(said), seats)
    topics = (bench.names.topic(words) for words in (*bench.wishes.topics, *_words(said, "topics")))
    for topic in dict.fromkeys(each for each in topics if each is not None):
        bench.desk.ledger.insert("taggings", {"meeting_id": meeting, "topic_id": topic})
    if "agenda" in said:
        agenda.add(bench, meeting, json.loads(said["agenda"]), visibility)
    if "papers" in said:
        for paper in json.loads(said["papers"]):
            papers.add(bench, paper, ("meeting_id", meeting), visibility)


def merge(
    bench: Bench, meeting: int, base: Said, now: Said, visibility: str
) -> tuple[FieldChange, ...]:
    """Take over what a file says anew of what belongs to a meeting; return what differs."""
    found = []
    for field in _FIELDS:
        if base.get(field) == now.get(field):
            continue
        written = bench.desk.ledger.written
        _MERGERS[field](bench, meeting, (base, now), visibility)
        if bench.desk.ledger.written != written:
            found.append(FieldChange(field, words_in(base, field), words_in(now, field)))
    return tuple(found)


def _words(said: Said, field: str) -> list[str]:
    return [str(each) for each in json.loads(said.get(field, "[]"))]


def _people(said: Said) -> list[tuple[str | None, ...]]:
    return [tuple(each) for each in json.loads(said.get("people", "[]"))]


def _delegation(bench: Bench, meeting: int, party: int) -> int:
    return bench.desk.ledger.insert(
        "delegations", {"meeting_id": meeting, "party_id": party, "role": Role.PARTICIPANT}
    )


def _seat_people(
    bench: Bench, meeting: int, people: Iterable[tuple[str | None, ...]], seats: dict[int, int]
) -> None:
    """Seat people in the delegations of their parties; who comes first heads a new one."""
    headed: set[int] = set()
    seated: set[tuple[int, int]] = set()
    for name, party_words, post, rank in people:
        party = bench.names.party(party_words) if party_words else None
        if party is None:
            bench.names.pass_over(name or "")
            continue
        person = bench.names.person(name or "", party)
        if person is None or (party, person) in seated:
            continue
        seated.add((party, person))
        if party not in seats:
            seats[party] = _delegation(bench, meeting, party)
        held = bench.names.post(person, party, post, Rank(rank) if rank else None) if post else None
        bench.desk.ledger.insert(
            "members",
            {
                "delegation_id": seats[party],
                "person_id": person,
                "post_id": held,
                "function": Function.MEMBER if party in headed else Function.HEAD,
            },
        )
        headed.add(party)


def _merge_parties(bench: Bench, meeting: int, said: tuple[Said, Said], _level: str) -> None:
    was, now = (_ids(bench.names.party, _words(each, "parties")) for each in said)
    kept = {bench.names.party(words) for words in bench.wishes.parties}
    there = _rows(bench, "delegations", "party_id", meeting)
    for party in now:
        if party not in there and party not in was:
            _delegation(bench, meeting, party)
    for party in was:
        if party not in now and party in there and party not in kept:
            _dissolve(bench, there[party])


def _dissolve(bench: Bench, delegation: int) -> bool:
    """Take a delegation off a meeting, unless there are people in it; return whether it went."""
    if bench.desk.reading.rows(
        "SELECT 1 FROM members WHERE removed = 0 AND delegation_id = :id", {"id": delegation}
    ):
        return False
    bench.desk.ledger.remove("delegations", delegation)
    return True


def _merge_people(bench: Bench, meeting: int, said: tuple[Said, Said], _level: str) -> None:
    """Seat whom the file newly names, and let those go whom it no longer names."""
    base, now = (_people(each) for each in said)
    seats = _rows(bench, "delegations", "party_id", meeting)
    members = {
        (row["party_id"], row["person_id"]): row["id"]
        for row in bench.desk.reading.rows(
            "SELECT m.id, m.person_id, d.party_id FROM members m JOIN delegations d "
            "ON d.id = m.delegation_id WHERE m.removed = 0 AND d.removed = 0 "
            "AND d.meeting_id = :meeting",
            {"meeting": meeting},
        )
    }
    for each in base:
        party = bench.names.party(each[1]) if each[1] else None
        if each in now or party is None:
            continue
        member = members.pop((party, bench.names.person(each[0] or "", party) or 0), None)
        if member is not None:
            bench.desk.ledger.remove("members", member)
            named = party in _ids(bench.names.party, _words(said[1], "parties"))
            if not named and party in seats and _dissolve(bench, seats[party]):
                del seats[party]
    new = [each for each in now if each not in base]
    present = {party for party, _ in members}
    for each in new:
        party = bench.names.party(each[1]) if each[1] else None
        if party is None or (party, bench.names.person(each[0] or "", party)) not in members:
            _seat_one(bench, meeting, each, seats, headed=party in present)


def _seat_one(
    bench: Bench,
    meeting: int,
    person: tuple[str | None, ...],
    seats: dict[int, int],
    *,
    headed: bool,
) -> None:
    """Seat one more person; a delegation that is headed stays so."""
    _seat_people(bench, meeting, [person], seats)
    if headed:
        rows = bench.desk.reading.rows(
            "SELECT m.id FROM members m JOIN delegations d ON d.id = m.delegation_id "
            "WHERE m.removed = 0 AND d.meeting_id = :meeting ORDER BY m.id DESC LIMIT 1",
            {"meeting": meeting},
        )
        for row in rows:
            bench.desk.ledger.update("members", row["id"], {"function": Function.MEMBER})


def _merge_topics(bench: Bench, meeting: int, said: tuple[Said, Said], _level: str) -> None:
    was, now = (_ids(bench.names.topic, _words(each, "topics")) for each in said)
    kept = {bench.names.topic(words) for words in bench.wishes.topics}
    there = _rows(bench, "taggings", "topic_id", meeting)
    for topic in now:
        if topic not in there and topic not in was:
            bench.desk.ledger.insert("taggings", {"meeting_id": meeting, "topic_id": topic})
    for topic in was:
        if topic not in now and topic in there and topic not in kept:
            bench.desk.ledger.remove("taggings", there[topic])


def _merge_agenda(bench: Bench, meeting: int, said: tuple[Said, Said], level: str) -> None:
    base, now = (json.loads(each.get("agenda", "[]")) for each in said)
    agenda.merge(bench, meeting, base, now, level)


def _merge_papers(bench: Bench, meeting: int, said: tuple[Said, Said], level: str) -> None:
    base, now = (json.loads(each.get("papers", "[]")) for each in said)
    papers.merge(bench, ("meeting_id", meeting), base, now, level)


def _ids(find: Callable[[str], int | None], words: Iterable[str]) -> list[int]:
    return list(dict.fromkeys(each for w in words if (each := find(w)) is not None))


def _rows(bench: Bench, table: str, column: str, meeting: int) -> dict[int, int]:
    """Return the live rows of a table at a meeting: by what they name, their ids."""
    rows = bench.desk.reading.rows(
        f"SELECT id, {column} AS named FROM {table} WHERE removed = 0 AND meeting_id = :meeting",
        {"meeting": meeting},
    )
    return {row["named"]: row["id"] for row in rows}


_MERGERS: dict[str, Callable[[Bench, int, tuple[Said, Said], str], Any]] = {
    "people": _merge_people,
    "parties": _merge_parties,
    "topics": _merge_topics,
    "agenda": _merge_agenda,
    "papers": _merge_papers,
}
