"""What was put into collections on CalDAV servers, and what is chosen for each of them.

No records of the ledger: they tell of other machines, and no undo changes those. Each
entry is written in a transaction of its own, as soon as the server has said yes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.instants import to_stored
from tracker.domain.refs import session_ref
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.storage.door import Door, WritingDoor


@frozen
class Put:
    """An item as it was last put: `etag` is None where it may be another by now."""

    uid: str
    ref: str
    href: str
    etag: str | None
    digest: str


def puts(door: Door, collection: str) -> dict[str, Put]:
    """Return what was put into a collection, by UID."""
    rows = door.rows(
        "SELECT uid_there, ref, href, etag, digest FROM published WHERE collection = :collection",
        {"collection": collection},
    )
    return {row["uid_there"]: Put(*row) for row in rows}


def keep_puts(door: WritingDoor, collection: str, items: Iterable[Put], at: datetime) -> None:
    """Keep that items lie in a collection, in the place of what was known of each."""
    for item in items:
        door.run(
            "INSERT INTO published (collection, uid_there, ref, href, etag, digest, put_at) "
            "VALUES (:collection, :uid, :ref, :href, :etag, :digest, :at) "
            "ON CONFLICT (collection, uid_there) DO UPDATE SET ref = excluded.ref, "
            "href = excluded.href, etag = excluded.etag, digest = excluded.digest, "
            "put_at = excluded.put_at",
            {
                "collection": collection,
                "uid": item.uid,
                "ref": item.ref,
                "href": item.href,
                "etag": item.etag,
                "digest": item.digest,
                "at": to_stored(at),
            },
        )


def forget_puts(door: WritingDoor, collection: str, uids: Iterable[str]) -> None:
    """Forget that items lie in a collection."""
    for uid in uids:
        door.run(
            "DELETE FROM published WHERE collection = :collection AND uid_there = :uid",
            {"collection": collection, "uid": uid},
        )


def choices(door: Door) -> dict[str, dict[str, Any]]:
    """Return what was chosen for each collection, by its address, as it was typed."""
    rows = door.rows("SELECT url, choice FROM collections ORDER BY url")
    return {row["url"]: json.loads(row["choice"]) for row in rows}


def keep_choice(door: WritingDoor, url: str, choice: Mapping[str, Any], at: datetime) -> None:
    """Keep what is chosen for a collection."""
    door.run(
        "INSERT INTO collections (url, choice, published_at) VALUES (:url, :choice, :at) "
        "ON CONFLICT (url) DO UPDATE SET choice = excluded.choice, "
        "published_at = excluded.published_at",
        {"url": url, "choice": json.dumps(choice, sort_keys=True), "at": to_stored(at)},
    )


def forget_choice(door: WritingDoor, url: str) -> None:
    """Forget a collection."""
    door.run("DELETE FROM collections WHERE url = :url", {"url": url})


def ours(door: Door, uids: Iterable[str]) -> dict[str, str]:
    """Return the references of this ledger's sessions and meetings, removed or not, by UID."""
    found: dict[str, str] = {}
    asked = list(dict.fromkeys(uids))
    for start in range(0, len(asked), 500):
        some = {f"u{n}": uid for n, uid in enumerate(asked[start : start + 500])}
        marks = ", ".join(f":{name}" for name in some)
        for row in door.rows(
            f"SELECT uid, 'm' || id AS ref, NULL AS ordinal, NULL AS kind FROM meetings "
            f"WHERE uid IN ({marks}) UNION ALL SELECT n.uid, s.slug, n.ordinal, n.kind "
            f"FROM sessions n JOIN series s ON s.id = n.series_id WHERE n.uid IN ({marks})",
            some,
        ):
            is_meeting = row["ordinal"] is None
            ref = row["ref"] if is_meeting else session_ref(row["ref"], row["ordinal"], row["kind"])
            found[row["uid"]] = ref
    return found
