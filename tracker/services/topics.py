"""Keeping topics: what meetings are about, as one word to filter by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.topics import slug
from tracker.errors import Conflict
from tracker.services.drafts import filled, text_column

if TYPE_CHECKING:
    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions


def add(desk: Desk, short: str, name: str, names_in: Versions) -> int:
    """Store a topic and return its id; raise Conflict for a short name in use."""
    given = _unused(desk, short)
    words = text_column(desk, Text(), name, names_in, what="name")
    topic = desk.ledger.insert("topics", {"slug": given, "name": words})
    desk.ledger.about("topics", topic)
    return topic


def edit(
    desk: Desk, topic: int, *, short: str | None, name: str | None, names_in: Versions
) -> bool:
    """Correct a topic's short name and names; return whether anything differs."""
    row = desk.ledger.row("topics", topic)
    given = None if short is None or short == row["slug"] else _unused(desk, short)
    words = text_column(desk, Text.read(row["name"]), name, names_in, what="name")
    changed = desk.ledger.update("topics", topic, filled({"slug": given, "name": words}))
    if given:
        from tracker.services.feeds import renamed

        renamed(desk, "topics", row["slug"], given)
    if changed:
        desk.ledger.about("topics", topic)
    return changed


def _unused(desk: Desk, short: str) -> str:
    given = slug(short)
    known = desk.reading.rows(
        "SELECT id FROM topics WHERE removed = 0 AND slug = :slug", {"slug": given}
    )
    if known:
        raise Conflict(f"There is already a topic {given}: t{known[0]['id']}.")
    return given
