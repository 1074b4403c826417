"""Reading rules of precedence: that of a session or meeting, or the usual one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.domain.precedence import Basis, HostPlace, Precedence
from tracker.storage.reads.parties import parties
from tracker.storage.reads.reading import Reading, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.domain.parties import Party
    from tracker.storage.door import Row

_ALPHABETS = ("en", "fr", "ru", "ar")
# The rule of a meeting is its own, else that of its session; so is its first language.
_RULES = {
    "session_id": (
        "SELECT x.id AS owner, x.languages AS languages, '[]' AS above, p.* FROM sessions x "
        "LEFT JOIN precedences p ON p.session_id = x.id AND p.removed = 0 WHERE x.id IN ({ids})"
    ),
    "meeting_id": (
        "SELECT x.id AS owner, x.languages AS languages, n.languages AS above, p.* "
        "FROM meetings x LEFT JOIN sessions n ON n.id = x.session_id "
        "LEFT JOIN precedences p ON p.id = coalesce("
        "(SELECT o.id FROM precedences o WHERE o.removed = 0 AND o.meeting_id = x.id), "
        "(SELECT o.id FROM precedences o WHERE o.removed = 0 AND o.session_id = n.id)) "
        "WHERE x.id IN ({ids})"
    ),
}


def rules_of(reading: Reading, column: str, ids: Iterable[int]) -> dict[int, Precedence]:
    """Return the rule of each session or meeting (`column`: session_id or meeting_id).

    Where none is set it is the usual one: the host first, then the alphabet of the first
    working language.
    """
    rows = reading.by_ids(_RULES[column], ids)
    named = {party for row in rows if row["basis"] for party in _parties_in(row)}
    known = parties(reading, named)
    return {row["owner"]: _rule(reading, row, known) for row in rows}


def _parties_in(row: Row) -> list[int]:
    placed: list[int] = json.loads(row["placed"])
    return placed + ([row["start_id"]] if row["start_id"] is not None else [])


def _rule(reading: Reading, row: Row, known: Mapping[int, Party]) -> Precedence:
    if row["basis"] is None:
        return Precedence(language=_alphabet(row))
    return Precedence(
        basis=Basis(row["basis"]),
        language=row["language"],
        start=known.get(row["start_id"]) if row["start_id"] is not None else None,
        host=HostPlace(row["host"]),
        alternat=bool(row["alternat"]),
        placed=tuple(known[party] for party in json.loads(row["placed"]) if party in known),
        reason=reading.gate.internal(row["reason"]),
        is_set=True,
    )


def _alphabet(row: Row) -> str:
    """Return the first working language in which parties are named, else English."""
    spoken = words(row, "languages") or words(row, "above")
    return next((tag for tag in spoken if tag.partition("-")[0] in _ALPHABETS), "en")
