"""Keeping documents, and what they are to sessions, meetings and agenda items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.text import Text, clean, language_tag
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.errors import Conflict, Invalid
from tracker.services.desk import embargo, note, value_of
from tracker.services.drafts import clearable, dated, filled, text_column
from tracker.services.meetings import web_address
from tracker.storage.door import one
from tracker.storage.reads.presence import is_there

if TYPE_CHECKING:
    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.services.references import Reference
    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading

# Where a link hangs, by the table of the record it hangs on.
COLUMNS = {"sessions": "session_id", "meetings": "meeting_id", "agenda_items": "item_id"}
# What comes out of a meeting rather than being laid before it.
OUTCOMES = frozenset(
    {
        DocumentKind.JOINT_STATEMENT,
        DocumentKind.COMMUNIQUE,
        DocumentKind.DECLARATION,
        DocumentKind.AGREEMENT,
        DocumentKind.MEMORANDUM,
        DocumentKind.SUMMARY_RECORD,
    }
)


@frozen
class DocumentDraft:
    """What a person said of a document, as typed; None where they said nothing."""

    title: str | None = None
    titles_in: Versions = ()
    kind: str | None = None
    symbol: str | None = None
    language: str | None = None
    date: str | None = None
    link: str | None = None
    visibility: str | None = None
    embargo: str | None = None
    note: str | None = None


def add(desk: Desk, draft: DocumentDraft) -> int:
    """Store a document and return its id; raise Invalid for what is wrong with it."""
    if draft.kind is None:
        raise Invalid(
            "A document needs a kind; add --kind.", hint=f"One of: {', '.join(DocumentKind)}."
        )
    document = desk.ledger.insert("documents", _columns(desk, {"title": "{}"}, draft))
    desk.ledger.about("documents", document)
    return document


def edit(desk: Desk, document: int, draft: DocumentDraft) -> bool:
    """Correct what a draft names of a document; return whether anything differs."""
    row = desk.ledger.row("documents", document)
    changed = desk.ledger.update("documents", document, _columns(desk, row, draft))
    if changed:
        desk.ledger.about("documents", document)
    return changed


def _columns(desk: Desk, row: Row, draft: DocumentDraft) -> dict[str, Any]:
    title = text_column(desk, Text.read(row["title"]), draft.title, draft.titles_in, what="title")
    return {
        **filled(
            {
                "title": title,
                "kind": value_of(DocumentKind, draft.kind, what="kind of document"),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            }
        ),
        **clearable(
            {
                "symbol": (draft.symbol, _symbol),
                "language": (draft.language, language_tag),
                "dated": (draft.date, lambda typed: dated(desk, typed)),
                "link": (draft.link, link_of),
                "embargo_until": (draft.embargo, lambda typed: embargo(desk, typed)),
                "note": (draft.note, note),
            }
        ),
    }


def _symbol(typed: str) -> str:
    return clean(typed, what="symbol", longest=100)


# A scheme has two letters at least: C:\papers is a folder.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|www\.", re.ASCII)


def link_of(typed: str) -> str:
    """Return an http(s) address or a file's path as given; raise Invalid for another scheme."""
    given = clean(typed, what="link")
    return web_address(given) if _SCHEME.match(given) else given


def link(desk: Desk, document: int, to: Reference, relation: str | None = None) -> str | None:
    """Link a document with a record and return as what; None when it is so linked already.

    Without a relation an agreement or statement is an outcome, anything else a paper.
    """
    row = desk.ledger.row("documents", document)
    usual = Relation.OUTCOME if row["kind"] in OUTCOMES else Relation.PAPER
    known = _linked(desk, document, to)
    given = value_of(Relation, relation, what="relation") or (known["relation"] if known else usual)
    if known is None:
        values = {"document_id": document, "relation": given, COLUMNS[to.table]: to.id}
        desk.ledger.insert("document_links", values)
    elif not desk.ledger.update("document_links", known["id"], {"relation": given}):
        return None
    desk.ledger.about("documents", document)
    return given


def unlink(desk: Desk, document: int, of: Reference) -> None:
    """Take a document off a record; raise Conflict when it is not linked with it."""
    known = _linked(desk, document, of)
    if known is None:
        raise Conflict(f"d{document} is not linked with {of.short}.")
    desk.ledger.remove("document_links", known["id"])
    desk.ledger.about("documents", document)


def _linked(desk: Desk, document: int, to: Reference) -> Row | None:
    return one(
        desk.reading.rows(
            "SELECT * FROM document_links WHERE removed = 0 AND document_id = :document "
            f"AND {COLUMNS[to.table]} = :id",
            {"document": document, "id": to.id},
        )
    )


def within(reading: Reading, of: Reference) -> list[int]:
    """Return the ids of the documents linked with a record, its meetings and its items."""
    owned = {
        "sessions": (
            "session_id = :id OR meeting_id IN (SELECT id FROM meetings WHERE session_id = :id) "
            "OR item_id IN (SELECT id FROM agenda_items WHERE session_id = :id)"
        ),
        "meetings": (
            "meeting_id = :id OR item_id IN (SELECT id FROM agenda_items WHERE meeting_id = :id)"
        ),
        "agenda_items": "item_id = :id",
    }
    rows = reading.rows(
        f"SELECT * FROM document_links WHERE removed = 0 AND ({owned[of.table]}) ORDER BY id",
        {"id": of.id},
    )
    return [
        row["document_id"]
        for row in rows
        if all(row[c] is None or is_there(reading, t, row[c]) for t, c in COLUMNS.items())
    ]
