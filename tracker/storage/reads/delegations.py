"""Reading delegations and their members."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.delegations import Delegation, Function, Member, Role
from tracker.domain.parties import Party, Person, Rank
from tracker.domain.precedence import in_order, order
from tracker.domain.visibility import Visibility
from tracker.storage.reads import parties as party_reads
from tracker.storage.reads.precedence import rules_of
from tracker.storage.reads.reading import Reading, grouped, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.precedence import Order
    from tracker.storage.door import Row

_FUNCTIONS = tuple(Function)


def delegations_of(
    reading: Reading, column: str, ids: Iterable[int]
) -> dict[int, tuple[Delegation, ...]]:
    """Return the delegations at sessions or meetings (`column`: session_id or meeting_id).

    They stand in the order of precedence, which is the same for every reader and language.
    """
    rows = reading.by_ids(
        f"SELECT * FROM delegations WHERE removed = 0 AND {column} IN ({{ids}}) "
        f"AND {reading.gate.admits('', embargo=False)} ORDER BY id",
        ids,
    )
    found = grouped((row[column], one) for row, one in _with_members(reading, rows))
    rules = rules_of(reading, column, [of for of, present in found.items() if len(present) > 1])
    return {
        of: in_order(present, rules[of]) if of in rules else present
        for of, present in found.items()
    }


def order_of(reading: Reading, column: str, of: int) -> Order:
    """Return the order of precedence at a session or meeting, explained.

    What it says of parties whose delegations this reader may not see is left out.
    """
    present = delegations_of(reading, column, [of]).get(of, ())
    made = order(present, rules_of(reading, column, [of])[of])
    shown = {delegation.party.id for delegation in present} | _in_session(reading, column, of)
    rule = made.rule
    start = rule.start if rule.start and rule.start.id in shown else None
    placed = tuple(party for party in rule.placed if party.id in shown)
    return replace(made, rule=replace(rule, start=start, placed=placed))


def _in_session(reading: Reading, column: str, of: int) -> set[int]:
    """Return the parties that this reader sees at the session of a meeting, which has its rule."""
    if column != "meeting_id":
        return set()
    rows = reading.rows(
        "SELECT d.party_id FROM meetings m JOIN delegations d ON d.session_id = m.session_id "
        f"WHERE m.id = :id AND d.removed = 0 AND {reading.gate.admits('d.', embargo=False)}",
        {"id": of},
    )
    return {row["party_id"] for row in rows}


def delegations(reading: Reading, ids: Iterable[int]) -> dict[int, Delegation]:
    """Return delegations by id."""
    rows = reading.by_ids(
        "SELECT * FROM delegations WHERE id IN ({ids}) "
        f"AND {reading.gate.admits('', embargo=False)}",
        ids,
    )
    return {row["id"]: one for row, one in _with_members(reading, rows)}


def chairs(present: Iterable[Delegation]) -> tuple[Party | Person, ...]:
    """Return who chairs among the delegations present."""
    return tuple(d.head.person if d.head is not None else d.party for d in present if d.chairs)


def _with_members(reading: Reading, rows: list[Row]) -> list[tuple[Row, Delegation]]:
    members = _members_of(reading, [row["id"] for row in rows])
    known = party_reads.parties(reading, {row["party_id"] for row in rows})
    return [
        (
            row,
            Delegation(
                id=row["id"],
                party=known[row["party_id"]],
                role=Role(row["role"]),
                level=Rank(row["level"]) if row["level"] else None,
                chairs=bool(row["chairs"]),
                members=members.get(row["id"], ()),
                credentials=reading.gate.internal(row["credentials"]),
                visibility=Visibility(row["visibility"]),
                note=reading.gate.internal(row["note"]),
            ),
        )
        for row in rows
    ]


def _members_of(reading: Reading, delegation_ids: Iterable[int]) -> dict[int, tuple[Member, ...]]:
    rows = reading.by_ids(
        "SELECT * FROM members WHERE removed = 0 AND delegation_id IN ({ids}) ORDER BY id",
        delegation_ids,
    )
    people = party_reads.people(reading, {row["person_id"] for row in rows})
    posts = party_reads.posts(reading, {row["post_id"] for row in rows if row["post_id"]})
    members = [
        (
            row["delegation_id"],
            Member(
                id=row["id"],
                person=people[row["person_id"]],
                function=Function(row["function"]),
                post=posts.get(row["post_id"]) if row["post_id"] else None,
                title=text(row, "title"),
            ),
        )
        for row in rows
    ]
    members.sort(key=lambda pair: (_FUNCTIONS.index(pair[1].function), pair[1].id))
    return grouped(members)
