"""Sources and claims: who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.instants import to_stored
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.text import Text, clean, language_tag
from tracker.domain.visibility import Visibility
from tracker.errors import Conflict, Invalid
from tracker.services.desk import Desk, note, value_of
from tracker.services.meetings import web_address

if TYPE_CHECKING:
    from tracker.services.references import Reference


def source(desk: Desk, url: str) -> int:
    """Return the id of the source at an address, stored when it is new."""
    address = web_address(url)
    rows = desk.reading.rows(
        "SELECT id FROM sources WHERE removed = 0 AND url = :url", {"url": address}
    )
    if rows:
        return int(rows[0]["id"])
    from urllib.parse import urlsplit

    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return desk.ledger.insert(
        "sources",
        {
            "kind": SourceKind.OTHER,
            "url": address,
            "publisher": host,
            "retrieved_at": to_stored(desk.now),
        },
    )


def add_source(  # noqa: PLR0913 - the parts of a citation
    desk: Desk,
    *,
    url: str | None,
    title: str | None = None,
    publisher: str | None = None,
    kind: str | None = None,
    language: str | None = None,
    published: str | None = None,
    visibility: str | None = None,
    note_text: str | None = None,
) -> int:
    """Store a publication and return its id; raise Conflict for an address already known."""
    if not (url or title or publisher):
        raise Invalid("A source needs an address, a title or a publisher.")
    address = web_address(url) if url else None
    known = desk.reading.rows(
        "SELECT id FROM sources WHERE removed = 0 AND url = :url", {"url": address}
    )
    if address and known:
        raise Conflict(f"That address is already source src{known[0]['id']}.")
    tag = language_tag(language) if language else None
    words = Text.of({tag or desk.language: clean(title, what="title")}) if title else Text()
    new = desk.ledger.insert(
        "sources",
        {
            "kind": value_of(SourceKind, kind, what="kind of source") or SourceKind.OTHER,
            "url": address,
            "title": words.stored(),
            "publisher": clean(publisher, what="publisher", longest=300) if publisher else None,
            "language": tag,
            "published": str(desk.when(published)) if published else None,
            "retrieved_at": to_stored(desk.now),
            "visibility": value_of(Visibility, visibility, what="visibility") or Visibility.PUBLIC,
            "note": note(note_text),
        },
    )
    desk.ledger.about("sources", new)
    return new


def cite(
    desk: Desk,
    table: str,
    record: int,
    url: str,
    *,
    field: str,
    value: str,
    standing: str = Standing.SUPPORTING,
) -> int:
    """Keep that the source at an address says this of a record; return the claim's id."""
    return desk.ledger.insert(
        "claims",
        {
            "source_id": source(desk, url),
            "record_table": table,
            "record_id": record,
            "field": field,
            "value": value,
            "standing": standing,
        },
    )


def add_claim(
    desk: Desk,
    by: int,
    about: Reference,
    *,
    field: str,
    value: str,
    standing: str | None = None,
    reason: str | None = None,
) -> int:
    """Keep a claim and return its id. A preferred or rejected one must say why.

    Raises Conflict when another claim on the same field is already preferred.
    """
    stands = value_of(Standing, standing, what="standing") or Standing.OPEN
    if stands in (Standing.PREFERRED, Standing.REJECTED) and not reason:
        raise Invalid(f"A claim that is {stands} must say why; add --reason.")
    name = clean(field, what="field", longest=60).lower()
    if stands == Standing.PREFERRED:
        _require_no_other(desk, about, name)
    new = desk.ledger.insert(
        "claims",
        {
            "source_id": by,
            "record_table": about.table,
            "record_id": about.id,
            "field": name,
            "value": clean(value, what="value"),
            "standing": stands,
            "reason": clean(reason, what="reason") if reason else None,
        },
    )
    desk.ledger.about("claims", new)
    return new


def _require_no_other(desk: Desk, about: Reference, field: str) -> None:
    rows = desk.reading.rows(
        "SELECT id FROM claims WHERE removed = 0 AND record_table = :table AND record_id = :id "
        "AND field = :field AND standing = 'preferred'",
        {"table": about.table, "id": about.id, "field": field},
    )
    if rows:
        raise Conflict(f"cl{rows[0]['id']} is already preferred on the {field} of {about.short}.")
