"""Taking records off every list, with what only exists through them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.services.desk import Desk
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading

# What goes with a record when it is removed … Where it is listed stays: an import that lists
# it still shall know that it was removed here, and not bring it again.
_PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "series": (("sessions", "series_id"),),
    "sessions": (
        ("meetings", "session_id"),
        ("delegations", "session_id"),
        ("agenda_items", "session_id"),
        ("commitments", "session_id"),
        ("document_links", "session_id"),
        ("taggings", "session_id"),
        ("precedences", "session_id"),
        ("agenda_schemes", "session_id"),
        ("agenda_versions", "session_id"),
        ("invitees", "session_id"),
    ),
    "meetings": (
        ("delegations", "meeting_id"),
        ("agenda_items", "meeting_id"),
        ("commitments", "meeting_id"),
        ("document_links", "meeting_id"),
        ("taggings", "meeting_id"),
        ("precedences", "meeting_id"),
        ("agenda_schemes", "meeting_id"),
        ("agenda_versions", "meeting_id"),
        ("invitees", "meeting_id"),
    ),
    "delegations": (("members", "delegation_id"),),
    "agenda_items": (("agenda_items", "parent_id"), ("document_links", "item_id")),
    "documents": (("document_links", "document_id"),),
    "commitments": (("owners", "commitment_id"),),
    "topics": (("taggings", "topic_id"),),
    "sources": (("claims", "source_id"),),
    "people": (("posts", "person_id"),),
    "parties": (("memberships", "member_id"), ("memberships", "organisation_id")),
}
# … and what keeps it from being removed.
_USERS: dict[str, tuple[tuple[str, str], ...]] = {
    "parties": (
        ("delegations", "party_id"),
        ("posts", "party_id"),
        ("owners", "party_id"),
        ("sessions", "host_id"),
        ("agenda_items", "lead_id"),
        ("precedences", "start_id"),
    ),
    "people": (("members", "person_id"),),
    "places": (("meetings", "place_id"), ("sessions", "place_id"), ("places", "city_id")),
}
# What the rows of a table are called, one and several, in the order in which they are told.
_CALLED = {
    "sessions": ("session", "sessions"),
    "meetings": ("meeting", "meetings"),
    "delegations": ("delegation", "delegations"),
    "members": ("member of a delegation", "members of delegations"),
    "agenda_items": ("agenda item", "agenda items"),
    "commitments": ("commitment", "commitments"),
    "owners": ("commitment", "commitments"),
    "document_links": ("link with a document", "links with documents"),
    "taggings": ("topic", "topics"),
    "claims": ("claim", "claims"),
    "memberships": ("membership", "memberships"),
    "posts": ("post", "posts"),
    "places": ("place", "places"),
    "agenda_versions": ("circulated agenda", "circulated agendas"),
    "precedences": ("order of precedence", "orders of precedence"),
}
_TOLD = tuple(_CALLED)
# Who owes a commitment goes with it, and needs no telling; so does how an agenda is ordered.
_UNSAID = frozenset({"owners", "precedences", "agenda_schemes", "invitees"})


def parts_of(reading: Reading, of: Reference) -> list[tuple[str, int]]:
    """Return the table and id of what only exists through a record, each once, inmost first."""
    return list(dict.fromkeys(_below(reading, of.table, of.id)))


def _below(reading: Reading, table: str, record: int) -> Iterator[tuple[str, int]]:
    for part, column in _PARTS.get(table, ()):
        rows = reading.rows(
            f"SELECT id FROM {part} WHERE removed = 0 AND {column} = :id", {"id": record}
        )
        for row in rows:
            yield from _below(reading, part, row["id"])
            yield part, int(row["id"])


def said(parts: list[tuple[str, int]]) -> str:
    """Return parts in words: “2 meetings, 4 delegations”."""
    return _counted(Counter(table for table, _ in parts if table not in _UNSAID))


def _counted(counts: Counter[str]) -> str:
    told = sorted((table for table in counts if counts[table]), key=_TOLD.index)
    return ", ".join(f"{counts[table]} {_CALLED[table][counts[table] > 1]}" for table in told)


def _free_commitments(desk: Desk, item: int) -> None:
    """Leave what was promised under an item with its session: a promise outlives the item."""
    for row in desk.reading.rows("SELECT * FROM commitments WHERE item_id = :item", {"item": item}):
        kept = desk.ledger.row("agenda_items", item)
        owner = {c: kept[c] for c in ("session_id", "meeting_id") if row[c] is None and kept[c]}
        desk.ledger.update("commitments", row["id"], {**owner, "item_id": None})


def remove(desk: Desk, of: Reference) -> list[tuple[str, int]]:
    """Take a record off every list, with what only exists through it, and return those parts.

    Its tombstone and history stay, and undo brings all of it back. Raises Conflict when
    other records still name it.
    """
    users = Counter[str]()
    for table, column in _USERS.get(of.table, ()):
        live = f"SELECT count(*) AS n FROM {table} WHERE removed = 0 AND {column} = :id"
        users[table] += desk.reading.rows(live, {"id": of.id})[0]["n"]
    if users.total():
        raise Conflict(
            f"{of.short} is still named by {_counted(users)}, so it cannot be removed.",
            hint=f"See by which with: tracker show {of.short}",
        )
    parts = parts_of(desk.reading, of)
    for table, record in (*parts, (of.table, of.id)):
        if table == "agenda_items":
            _free_commitments(desk, record)
    for table, record in parts:
        desk.ledger.remove(table, record)
    # Not what the change is about: @last is a record that one can still speak of.
    desk.ledger.remove(of.table, of.id)
    return parts
