"""Sources and claims: who said so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.domain.claim_fields import CLAIMABLE, DATES, claim_field
from tracker.domain.instants import to_stored
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.text import Text, clean, language_tag
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.errors import Conflict, Invalid
from tracker.services.desk import note, one_of, value_of
from tracker.services.drafts import clearable, dated, filled, text_column
from tracker.services.levels import level_of, name_at
from tracker.services.meetings import web_address
from tracker.services.references import find_in, label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.services.references import Reference
    from tracker.storage.door import Row


def source(desk: Desk, url: str, level: Visibility) -> int:
    """Return the id of the source at an address, stored when it is new.

    It is stored at the level of the record that names it, and raised, to public too, when
    a more open record names it later.
    """
    address = web_address(url)
    rows = desk.reading.rows(
        "SELECT id FROM sources WHERE removed = 0 AND url = :url", {"url": address}
    )
    if rows:
        return name_at(desk, "sources", int(rows[0]["id"]), level)
    return desk.ledger.insert(
        "sources",
        {
            "visibility": level,
            "kind": SourceKind.OTHER,
            "url": address,
            "publisher": _host(address),
            "retrieved_at": to_stored(desk.now),
        },
    )


@frozen
class SourceDraft:
    """What a person said of a publication, as typed; None where they said nothing."""

    url: str | None = None
    title: str | None = None
    titles_in: Versions = ()
    publisher: str | None = None
    kind: str | None = None
    language: str | None = None
    published: str | None = None
    visibility: str | None = None
    note: str | None = None


def add(desk: Desk, draft: SourceDraft) -> int:
    """Store a publication and return its id.

    Raises Conflict for an address already known, Invalid for what nobody could find again.
    """
    if not (draft.url or draft.title or draft.titles_in or draft.publisher):
        raise Invalid("A source needs an address, a title or a publisher.")
    values = {"kind": SourceKind.OTHER, "retrieved_at": to_stored(desk.now)}
    if draft.url:
        values["publisher"] = _host(web_address(draft.url))
    new = desk.ledger.insert("sources", values | _columns(desk, {"title": "{}"}, draft))
    desk.ledger.about("sources", new)
    return new


def edit(desk: Desk, source: int, draft: SourceDraft) -> bool:
    """Correct what a draft names of a source; return whether anything differs."""
    row = desk.ledger.row("sources", source)
    changed = desk.ledger.update("sources", source, _columns(desk, row, draft, source))
    if changed:
        desk.ledger.about("sources", source)
    return changed


def _columns(desk: Desk, row: Row, draft: SourceDraft, source: int = 0) -> dict[str, Any]:
    tag = language_tag(draft.language) if draft.language else None
    # A publication's title is in its own language, unless somebody says otherwise.
    own = replace(desk, language=tag) if tag else desk
    title = text_column(own, Text.read(row["title"]), draft.title, draft.titles_in, what="title")
    return {
        **filled(
            {
                "title": title,
                "url": _unused(desk, draft.url, source) if draft.url else None,
                "kind": value_of(SourceKind, draft.kind, what="kind of source"),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            }
        ),
        **clearable(
            {
                "publisher": (draft.publisher, _publisher),
                "language": (draft.language, language_tag),
                "published": (draft.published, lambda typed: dated(desk, typed)),
                "note": (draft.note, note),
            }
        ),
    }


def _unused(desk: Desk, url: str, source: int) -> str:
    address = web_address(url)
    known = desk.reading.rows(
        "SELECT id FROM sources WHERE removed = 0 AND url = :url AND id <> :own",
        {"url": address, "own": source},
    )
    if known:
        raise Conflict(f"That address is already source src{known[0]['id']}.")
    return address


def _publisher(typed: str) -> str:
    return clean(typed, what="publisher", longest=300)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def named(desk: Desk, typed: str, about: Reference | None = None) -> int:
    """Return the id of a source given as src4 or by its address, stored when it is new.

    What it is about gives its level, as in `source`; about nothing yet, it is internal.
    """
    if "://" in typed:
        table, row = (about.table, desk.ledger.row(about.table, about.id)) if about else ("", {})
        return source(desk, typed, level_of(desk, table, row))
    return find_in(desk.reading, typed, "sources", author=desk.author).id


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
    """Keep that the source at an address says this of a record; return the claim's id.

    What it is known to have said is not kept twice.
    """
    by = source(desk, url, level_of(desk, table, desk.ledger.row(table, record)))
    return _said(desk, by, table, record, field, value) or desk.ledger.insert(
        "claims",
        {
            "source_id": by,
            "record_table": table,
            "record_id": record,
            "field": field,
            "value": value,
            "standing": standing,
        },
    )


@frozen
class ClaimDraft:
    """What a source says of a record, as typed."""

    field: str
    value: str
    standing: str | None = None
    reason: str | None = None


def add_claim(desk: Desk, by: int, about: Reference, draft: ClaimDraft) -> int:
    """Keep what a source says of a record and return the claim's id.

    A date is read and kept as dates are. Raises Invalid for a field that the record has
    not, a preferred or rejected claim without a reason, and Conflict when the source said
    the same before or another claim on the field is already preferred.
    """
    field = _field(about, draft.field)
    value = _value(desk, about, field, draft.value)
    known = _said(desk, by, about.table, about.id, field, value)
    if known is not None:
        raise Conflict(
            f"src{by} is already known to say so: cl{known}.",
            hint=f"Say how it stands with: tracker claim judge cl{known} STANDING",
        )
    place = {"record_table": about.table, "record_id": about.id, "field": field}
    standing = _judged(desk, 0, place, draft.standing or Standing.OPEN, draft.reason)
    new = desk.ledger.insert("claims", {"source_id": by, **place, "value": value, **standing})
    desk.ledger.about("claims", new)
    return new


def judge(desk: Desk, claim: int, typed: str, reason: str | None) -> bool:
    """Say how a claim stands and why; return whether that differs.

    A preferred or rejected claim must say why. Raises Conflict when another claim on the
    same field is already preferred.
    """
    row = desk.ledger.row("claims", claim)
    values = _judged(desk, claim, row, typed, reason or row["reason"])
    changed = desk.ledger.update("claims", claim, values)
    if changed:
        desk.ledger.about("claims", claim)
    return changed


def _judged(
    desk: Desk, claim: int, place: Mapping[str, Any], typed: str, reason: str | None
) -> dict[str, Any]:
    """Return the columns that say how a claim at that place stands, and why."""
    standing = value_of(Standing, typed, what="standing")
    if standing in (Standing.PREFERRED, Standing.REJECTED) and not reason:
        raise Invalid(f"A claim that is {standing} must say why; add --reason.")
    if standing == Standing.PREFERRED:
        _require_no_other(desk, claim, place)
    return {"standing": standing, "reason": clean(reason, what="reason") if reason else None}


def _field(about: Reference, typed: str) -> str:
    found = claim_field(about.table, typed)
    if found is not None:
        return found
    fields = CLAIMABLE.get(about.table)
    if fields is None:
        raise Invalid(f"Nothing can be claimed of a {about.noun} such as {about.short}.")
    return one_of(list(fields), typed, what=f"field of a {about.noun}")


def _value(desk: Desk, about: Reference, field: str, typed: str) -> str:
    """Return a claim's value as it is kept: a date in its canonical text, in the record's zone."""
    if field not in DATES:
        return clean(typed, what="value")
    zone = desk.ledger.row(about.table, about.id).get("zone")
    return str(desk.when(typed, zone))


def _said(desk: Desk, by: int, table: str, record: int, field: str, value: str) -> int | None:
    """Return the id of the claim in which a source says just that, or None."""
    rows = desk.reading.rows(
        "SELECT id FROM claims WHERE removed = 0 AND source_id = :source "
        "AND record_table = :table AND record_id = :record AND field = :field AND value = :value",
        {"source": by, "table": table, "record": record, "field": field, "value": value},
    )
    return int(rows[0]["id"]) if rows else None


def _require_no_other(desk: Desk, claim: int, place: Mapping[str, Any]) -> None:
    table, record, field = (place[c] for c in ("record_table", "record_id", "field"))
    rows = desk.reading.rows(
        "SELECT id FROM claims WHERE removed = 0 AND record_table = :table AND record_id = :record "
        "AND field = :field AND standing = 'preferred' AND id <> :own",
        {"table": table, "record": record, "field": field, "own": claim},
    )
    if rows:
        other = f"cl{rows[0]['id']}"
        raise Conflict(
            f"{other} is already preferred on the {field} of "
            f"{label_of(desk.reading, table, record)}.",
            hint=f"Judge it first, with: tracker claim judge {other} supporting",
        )
