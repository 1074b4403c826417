"""Entries that become commitments: things to be done, with who owes them and by when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.commitments import CommitmentStatus
from tracker.domain.importing import FieldChange
from tracker.errors import Invalid
from tracker.services.importing.merging import Merged, Merging, level_of_said, note_of, title_of
from tracker.services.importing.said import words_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.services.importing.said import Said
    from tracker.services.importing.wishes import Bench


def add(bench: Bench, said: Said) -> int:
    """Store a commitment that a file tells of and return its id; raise Invalid for what is none."""
    title = title_of(said)
    if not title:
        raise Invalid("It has no title.")
    values: dict[str, Any] = {column: read(bench, said) for column, read in _PLAIN.items()}
    values |= {"title": title.stored(), "session_id": bench.wishes.session}
    commitment = bench.desk.ledger.insert("commitments", values)
    for party in _owners(bench, said):
        bench.desk.ledger.insert("owners", {"commitment_id": commitment, "party_id": party})
    return commitment


def merge(bench: Bench, commitment: int, base: Said, now: Said) -> Merged:
    """Take over what a file says anew of a commitment, and return what came of it."""
    merging = Merging(bench, ("commitments", commitment), base, now)
    merging.merge_title()
    merging.merge_plain(_PLAIN)
    merging.store()
    if base.get("owners") != now.get("owners"):
        written = bench.desk.ledger.written
        _merge_owners(bench, commitment, base, now)
        if bench.desk.ledger.written != written:
            told = (words_in(said, "owners") for said in (base, now))
            merging.changes.append(FieldChange("owners", *told))
    return Merged(tuple(merging.changes), tuple(merging.kept))


def _merge_owners(bench: Bench, commitment: int, base: Said, now: Said) -> None:
    was, then = (_owners(bench, said) for said in (base, now))
    there = {
        row["party_id"]: row["id"]
        for row in bench.desk.reading.rows(
            "SELECT id, party_id FROM owners WHERE removed = 0 AND commitment_id = :id",
            {"id": commitment},
        )
    }
    for party in then:
        if party not in there and party not in was:
            bench.desk.ledger.insert("owners", {"commitment_id": commitment, "party_id": party})
    for party in was:
        if party not in then and party in there:
            bench.desk.ledger.remove("owners", there[party])


def _owners(bench: Bench, said: Said) -> list[int]:
    words = [*bench.wishes.parties, *json.loads(said.get("owners", "[]"))]
    found = (bench.names.party(each) for each in words)
    return list(dict.fromkeys(party for party in found if party is not None))


_PLAIN: dict[str, Callable[[Bench, Said], str | None]] = {
    "status": lambda _bench, said: said.get("status", CommitmentStatus.OPEN),
    "due": lambda _bench, said: said.get("due"),
    "done_on": lambda _bench, said: said.get("done_on"),
    "note": note_of,
    "visibility": level_of_said,
}
