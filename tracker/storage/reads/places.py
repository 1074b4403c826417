"""Reading places and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.places import Place
from tracker.domain.topics import Topic
from tracker.domain.visibility import Visibility
from tracker.storage.reads.presence import named
from tracker.storage.reads.reading import Reading, grouped, text, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.storage.door import Row


def places(reading: Reading, ids: Iterable[int]) -> dict[int, Place]:
    """Return places by id. A venue that may not be seen is told as its city."""
    rows = reading.by_ids("SELECT * FROM places WHERE id IN ({ids})", ids)
    cities = reading.by_ids(
        "SELECT * FROM places WHERE id IN ({ids})", {r["city_id"] for r in rows if r["city_id"]}
    )
    towns = {row["id"]: _place(row, None) for row in cities if reading.gate.admits_row(row)}
    found: dict[int, Place] = {}
    for row in rows:
        town = towns.get(row["city_id"]) if row["city_id"] else None
        if reading.gate.admits_row(row):
            found[row["id"]] = _place(row, town)
        elif town is not None:
            found[row["id"]] = town
    return found


def all_places(reading: Reading) -> tuple[Place, ...]:
    """Return every place, cities and venues."""
    rows = reading.rows(
        f"SELECT id FROM places WHERE removed = 0 AND {reading.gate.admits('', embargo=False)}"
    )
    return tuple(places(reading, [row["id"] for row in rows]).values())


def _place(row: Row, city: Place | None) -> Place:
    return Place(
        id=row["id"],
        name=text(row, "name"),
        zone=row["zone"],
        country=row["country"],
        city=city,
        latitude=row["latitude"],
        longitude=row["longitude"],
        aliases=words(row, "aliases"),
        visibility=Visibility(row["visibility"]),
    )


def all_topics(reading: Reading) -> tuple[Topic, ...]:
    """Return every topic that is there for this reader, by slug."""
    seen = named(reading.gate, "topics", "topics")
    rows = reading.rows(f"SELECT * FROM topics WHERE removed = 0 AND {seen} ORDER BY slug")
    return tuple(Topic(row["id"], row["slug"], text(row, "name")) for row in rows)


def topics_of(reading: Reading, column: str, ids: Iterable[int]) -> dict[int, tuple[Topic, ...]]:
    """Return the topics of sessions or meetings (`column` is session_id or meeting_id)."""
    rows = reading.by_ids(
        f"SELECT g.{column} AS owner, t.id, t.slug, t.name FROM taggings g "
        f"JOIN topics t ON t.id = g.topic_id WHERE g.removed = 0 AND g.{column} IN ({{ids}}) "
        "ORDER BY t.slug",
        ids,
    )
    return grouped((r["owner"], Topic(r["id"], r["slug"], text(r, "name"))) for r in rows)
