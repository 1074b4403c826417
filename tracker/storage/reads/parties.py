"""Reading parties, people and posts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.parties import Membership, Party, PartyKind, Person, Post, Rank, Spelling
from tracker.storage.reads.presence import named, there
from tracker.storage.reads.reading import Reading, grouped, text, when, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.door import Row


def parties(reading: Reading, ids: Iterable[int]) -> dict[int, Party]:
    """Return parties by id."""
    rows = reading.by_ids("SELECT * FROM parties WHERE id IN ({ids})", ids)
    return {row["id"]: party(reading, row) for row in rows}


def all_parties(reading: Reading) -> tuple[Party, ...]:
    """Return every party that is there for this reader, by code."""
    seen = named(reading.gate, "parties", "parties")
    rows = reading.rows(f"SELECT * FROM parties WHERE removed = 0 AND {seen} ORDER BY code")
    return tuple(party(reading, row) for row in rows)


def party(reading: Reading, row: Row) -> Party:
    """Return the party of a row."""
    return Party(
        id=row["id"],
        code=row["code"],
        kind=PartyKind(row["kind"]),
        name=text(row, "name"),
        formal_name=text(row, "formal_name"),
        iso2=row["iso2"],
        aliases=words(row, "aliases"),
        note=reading.gate.internal(row["note"]),
    )


def memberships(reading: Reading, party_id: int) -> tuple[Membership, ...]:
    """Return the memberships that a party has or, being an organisation, gives.

    Only those of which both parties are there for this reader.
    """
    rows = reading.rows(
        "SELECT * FROM memberships WHERE removed = 0 "
        "AND (member_id = :party OR organisation_id = :party) ORDER BY since, id",
        {"party": party_id},
    )
    ends = {end for row in rows for end in (row["member_id"], row["organisation_id"])}
    known = parties(reading, there(reading, "parties", ends))
    return tuple(
        Membership(
            id=row["id"],
            member=known[row["member_id"]],
            organisation=known[row["organisation_id"]],
            since=when(row, "since"),
            until=when(row, "until"),
        )
        for row in rows
        if row["member_id"] in known and row["organisation_id"] in known
    )


def people(reading: Reading, ids: Iterable[int]) -> dict[int, Person]:
    """Return people by id, each with the posts they held, newest last.

    Only the posts that are there for this reader; of the people that is asked beforehand.
    """
    wanted = set(ids)
    condition = f"person_id IN ({{ids}}) AND {named(reading.gate, 'posts', 'posts')}"
    held = grouped((post.person_id, post) for post in _posts(reading, condition, wanted))
    rows = reading.by_ids("SELECT * FROM people WHERE id IN ({ids})", wanted)
    return {
        row["id"]: Person(
            id=row["id"],
            name=text(row, "name"),
            sort_name=row["sort_name"],
            spellings=tuple(Spelling(**spelling) for spelling in json.loads(row["spellings"])),
            posts=held.get(row["id"], ()),
            note=reading.gate.internal(row["note"]),
        )
        for row in rows
    }


def all_people(reading: Reading) -> tuple[Person, ...]:
    """Return every person that is there for this reader, by the name they are sorted under."""
    found = people(reading, _all(reading, "people")).values()
    return tuple(sorted(found, key=lambda p: (p.sort_name or str(p.name)).casefold()))


def posts(reading: Reading, ids: Iterable[int]) -> dict[int, Post]:
    """Return posts by id, removed ones too: a delegation of the past still shows them."""
    return {post.id: post for post in _posts(reading, "id IN ({ids})", ids, removed=True)}


def all_posts(reading: Reading) -> tuple[Post, ...]:
    """Return every post that is there for this reader."""
    return tuple(_posts(reading, "id IN ({ids})", _all(reading, "posts")))


def holders_of(reading: Reading, party_id: int) -> tuple[Person, ...]:
    """Return who holds or held a post for a party, each with those posts only."""
    held = grouped(
        (post.person_id, post)
        for post in _posts(
            reading,
            f"party_id IN ({{ids}}) AND {named(reading.gate, 'posts', 'posts')}",
            [party_id],
        )
    )
    found = people(reading, held).values()
    return tuple(replace(person, posts=held[person.id]) for person in found)


def _all(reading: Reading, table: str) -> list[int]:
    seen = named(reading.gate, table, table)
    rows = reading.rows(f"SELECT id FROM {table} WHERE removed = 0 AND {seen}")
    return [row["id"] for row in rows]


def _posts(
    reading: Reading, condition: str, ids: Iterable[int], *, removed: bool = False
) -> list[Post]:
    live = "" if removed else " AND removed = 0"
    rows = reading.by_ids(f"SELECT * FROM posts WHERE {condition}{live} ORDER BY since, id", ids)
    known = parties(reading, {row["party_id"] for row in rows})
    return [
        Post(
            id=row["id"],
            title=text(row, "title"),
            rank=Rank(row["rank"]) if row["rank"] else None,
            party=known[row["party_id"]],
            person_id=row["person_id"],
            since=when(row, "since"),
            until=when(row, "until"),
        )
        for row in rows
    ]
