"""What belongs to a meeting that goes: moved to the one that stays, or united with what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.folding import fold
from tracker.services.merging.agendas import join_agendas
from tracker.services.merging.bench import notes_joined, share_words, stricter, texts_joined

if TYPE_CHECKING:
    from tracker.services.merging.bench import Bench, Row

_MEETING = "meeting_id"


def join_parts(bench: Bench) -> None:
    """Give everything that belongs to the meeting that goes to the one that stays."""
    _join_delegations(bench)
    join_agendas(bench)
    _join_commitments(bench)
    join_links(bench, _MEETING, bench.gone.id, bench.kept.id)
    _join_topics(bench)
    _take_unless_there(bench, "precedences")
    bench.claims("meetings", bench.gone.id, bench.kept.id)
    for row in bench.live("listings", _MEETING, bench.gone.id):
        bench.desk.ledger.update("listings", row["id"], {_MEETING: bench.kept.id})
    _join_invitees(bench)


def _join_delegations(bench: Bench) -> None:
    there = {row["party_id"]: row for row in bench.live("delegations", _MEETING, bench.kept.id)}
    for row in bench.live("delegations", _MEETING, bench.gone.id):
        mine = there.get(row["party_id"])
        if mine is None:
            bench.move("delegations", row["id"], {_MEETING: bench.kept.id})
            continue
        for member in bench.live("members", "delegation_id", row["id"]):
            _join_member(bench, mine["id"], member)
        code = bench.desk.ledger.row("parties", row["party_id"])["code"]
        label = f"{bench.kept.short}@{code}"
        values = bench.blanks(label, mine, row, ("role", "level", "credentials"))
        values |= {
            "chairs": max(mine["chairs"], row["chairs"]),
            "note": notes_joined(mine["note"], row["note"]),
            "visibility": stricter(mine["visibility"], row["visibility"]),
        }
        bench.unite("delegations", mine, row, values)


def _join_member(bench: Bench, delegation: int, member: Row) -> None:
    there = bench.live("members", "delegation_id", delegation)
    mine = next((row for row in there if row["person_id"] == member["person_id"]), None)
    if mine is None:
        bench.move("members", member["id"], {"delegation_id": delegation})
    else:
        unite_members(bench, mine, member)


def unite_members(bench: Bench, mine: Row, theirs: Row) -> None:
    """Let a person be once in a delegation."""
    values = bench.blanks(f"p{mine['person_id']}", mine, theirs, ("post_id", "function"))
    title = texts_joined(mine["title"], theirs["title"])
    bench.unite("members", mine, theirs, {**values, "title": title})


def _join_commitments(bench: Bench) -> None:
    there = bench.live("commitments", _MEETING, bench.kept.id)
    for row in bench.live("commitments", _MEETING, bench.gone.id):
        mine = next(
            (
                each
                for each in there
                if each["due"] == row["due"] and share_words(each["title"], row["title"])
            ),
            None,
        )
        if mine is None:
            bench.move("commitments", row["id"], {_MEETING: bench.kept.id})
        else:
            _unite_commitments(bench, mine, row)


def _unite_commitments(bench: Bench, mine: Row, theirs: Row) -> None:
    owing = {row["party_id"] for row in bench.live("owners", "commitment_id", mine["id"])}
    for owner in bench.live("owners", "commitment_id", theirs["id"]):
        if owner["party_id"] in owing:
            bench.desk.ledger.remove("owners", owner["id"])
        else:
            bench.desk.ledger.update("owners", owner["id"], {"commitment_id": mine["id"]})
    for listing in bench.live("listings", "commitment_id", theirs["id"]):
        bench.desk.ledger.update("listings", listing["id"], {"commitment_id": mine["id"]})
    values: dict[str, Any] = bench.blanks(f"c{mine['id']}", mine, theirs, ("status", "done_on"))
    values |= {
        "title": texts_joined(mine["title"], theirs["title"]),
        "note": notes_joined(mine["note"], theirs["note"]),
        "visibility": stricter(mine["visibility"], theirs["visibility"]),
    }
    bench.unite("commitments", mine, theirs, values)


def join_links(bench: Bench, column: str, gone: int, kept: int) -> None:
    """Link documents with what stays, each once in each relation."""
    there = {
        (row["document_id"], row["relation"]) for row in bench.live("document_links", column, kept)
    }
    for row in bench.live("document_links", column, gone):
        if (row["document_id"], row["relation"]) in there:
            bench.desk.ledger.remove("document_links", row["id"])
        else:
            bench.move("document_links", row["id"], {column: kept})


def _join_topics(bench: Bench) -> None:
    there = {row["topic_id"] for row in bench.live("taggings", _MEETING, bench.kept.id)}
    for row in bench.live("taggings", _MEETING, bench.gone.id):
        if row["topic_id"] in there:
            bench.desk.ledger.remove("taggings", row["id"])
        else:
            bench.move("taggings", row["id"], {_MEETING: bench.kept.id})


def _take_unless_there(bench: Bench, table: str) -> None:
    """Move what a meeting has one of at most."""
    there = bench.live(table, _MEETING, bench.kept.id)
    for row in bench.live(table, _MEETING, bench.gone.id):
        if there:
            bench.desk.ledger.remove(table, row["id"])
        else:
            bench.move(table, row["id"], {_MEETING: bench.kept.id})


def _join_invitees(bench: Bench) -> None:
    """Keep who was invited, under the UID that they know; of two invitations that of what stays."""
    there = {fold(row["address"]) for row in bench.live("invitees", _MEETING, bench.kept.id)}
    for row in bench.live("invitees", _MEETING, bench.gone.id):
        if fold(row["address"]) not in there:
            bench.move("invitees", row["id"], {_MEETING: bench.kept.id})
            continue
        bench.desk.ledger.remove("invitees", row["id"])
        if row["method"] == "request":
            bench.remarks.append(
                f"{row['address']} was invited to both, and keeps {bench.gone.short} in the "
                "calendar: undo, then take that back with tracker invite "
                f"{bench.gone.short} --cancel --to {row['address']}"
            )
