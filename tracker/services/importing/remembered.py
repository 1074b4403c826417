"""Imports that are read again and again, under a name: kept, listed, forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import similar
from tracker.domain.importing import RememberedImport
from tracker.domain.instants import from_stored, to_stored
from tracker.domain.quoting import quoted
from tracker.domain.topics import slug
from tracker.errors import NotFound
from tracker.services.importing.wishes import Origin
from tracker.storage.door import one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.services.desk import Desk
    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading

_ALL = """
SELECT i.*, (SELECT count(*) FROM listings l WHERE l.import_id = i.id AND l.removed = 0
              AND l.listed = 1) AS listed_now,
       (SELECT count(*) FROM listings l WHERE l.import_id = i.id AND l.removed = 0
         AND l.listed = 0) AS gone
  FROM imports i WHERE i.removed = 0
"""


def remember(
    desk: Desk, name: str, location: str, format_: str, options: Mapping[str, Any]
) -> Origin:
    """Return the import of that name, stored when it is new, corrected where it differs."""
    given = slug(name, what="name of an import")
    values: dict[str, Any] = {
        "location": location,
        "format": format_,
        "options": json.dumps(options, ensure_ascii=False, sort_keys=True),
    }
    row = _row(desk.reading, given)
    if row is None:
        made = desk.ledger.insert("imports", {"slug": given, "matching": "uid", **values})
        return Origin(made, given)
    if row["location"] != location:  # another place has not sent these
        values |= {"etag": None, "last_modified": None}
    desk.ledger.update("imports", row["id"], values)
    return Origin(row["id"], given, row["matching"])


def note_reading(
    desk: Desk, origin: Origin, *, etag: str | None, last_modified: str | None
) -> None:
    """Keep when an import was last read and what its server said of that state.

    Only after a reading that changed something: a change that is taken back takes this
    along, and the next reading asks for everything again.
    """
    desk.ledger.update(
        "imports",
        origin.id,
        {"etag": etag, "last_modified": last_modified, "read_at": to_stored(desk.now)},
    )


def remembered(reading: Reading) -> tuple[RememberedImport, ...]:
    """Return every remembered import, by name."""
    return tuple(_remembered(row) for row in reading.rows(f"{_ALL} ORDER BY i.slug"))


def named(reading: Reading, name: str) -> RememberedImport:
    """Return a remembered import by name; raise NotFound with what is near."""
    rows = reading.rows(f"{_ALL} AND i.slug = :slug", {"slug": name.strip().lower()})
    if rows:
        return _remembered(rows[0])
    names = [row["slug"] for row in reading.rows("SELECT slug FROM imports WHERE removed = 0")]
    near = similar(name, names)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See them with: tracker import --list"
    raise NotFound(f"No import is remembered as {quoted(name)}.", hint=hint)


def options_of(reading: Reading, name: str) -> dict[str, Any]:
    """Return the options that an import was last given; none for one that is not remembered."""
    row = _row(reading, name.strip().lower())
    return dict(json.loads(row["options"])) if row else {}


def forget(desk: Desk, name: str) -> RememberedImport:
    """Remember an import no longer. What it brought stays, as from a file that was read once.

    Its identities stay as well, so that nothing is brought twice if it is read again.
    """
    known = named(desk.reading, name)
    for table in ("listings", "recurrences"):
        for row in desk.reading.rows(
            f"SELECT id FROM {table} WHERE removed = 0 AND import_id = :of", {"of": known.id}
        ):
            desk.ledger.update(table, row["id"], {"import_id": None})
    desk.ledger.remove("imports", known.id)
    return known


def _row(reading: Reading, name: str) -> Row | None:
    return one(
        reading.rows("SELECT * FROM imports WHERE removed = 0 AND slug = :slug", {"slug": name})
    )


def _remembered(row: Row) -> RememberedImport:
    return RememberedImport(
        id=row["id"],
        slug=row["slug"],
        location=row["location"],
        format=row["format"],
        matching=row["matching"],
        listed=row["listed_now"],
        gone=row["gone"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        read_at=from_stored(row["read_at"]) if row["read_at"] else None,
    )
