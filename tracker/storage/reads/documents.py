"""Reading documents and commitments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.commitments import Commitment, CommitmentStatus
from tracker.domain.documents import Document, DocumentKind, Paper, Relation
from tracker.domain.refs import session_ref
from tracker.domain.visibility import Visibility
from tracker.storage.reads.parties import parties
from tracker.storage.reads.presence import seen
from tracker.storage.reads.reading import Reading, grouped, is_public_link, text, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.parties import Party
    from tracker.storage.door import Row


def documents(reading: Reading, ids: Iterable[int] | None = None) -> dict[int, Document]:
    """Return documents by id, or all of them."""
    gate = reading.gate.admits("")
    statement = f"SELECT * FROM documents WHERE removed = 0 AND {gate}"
    rows = (
        reading.rows(f"{statement} ORDER BY id")
        if ids is None
        else reading.by_ids(statement + " AND id IN ({ids})", ids)
    )
    return {row["id"]: _document(reading, row) for row in rows}


def papers_of(reading: Reading, column: str, ids: Iterable[int]) -> dict[int, tuple[Paper, ...]]:
    """Return the papers of sessions, meetings or items (`column` says which)."""
    links = reading.by_ids(
        f"SELECT * FROM document_links WHERE removed = 0 AND {column} IN ({{ids}}) ORDER BY id", ids
    )
    known = documents(reading, {row["document_id"] for row in links})
    return grouped(
        (row[column], Paper(known[row["document_id"]], Relation(row["relation"])))
        for row in links
        if row["document_id"] in known
    )


def _link(reading: Reading, link: str | None) -> str | None:
    return link if is_public_link(link) else reading.gate.internal(link)


def _document(reading: Reading, row: Row) -> Document:
    return Document(
        id=row["id"],
        title=text(row, "title"),
        kind=DocumentKind(row["kind"]),
        symbol=row["symbol"],
        language=row["language"],
        dated=when(row, "dated"),
        link=_link(reading, row["link"]),
        visibility=Visibility(row["visibility"]),
        note=reading.gate.internal(row["note"]),
    )


_COMMITMENTS = """
SELECT c.*, s.slug AS series, n.ordinal AS ordinal, n.kind AS session_kind
  FROM commitments c
  LEFT JOIN sessions n ON n.id = c.session_id
  LEFT JOIN series s ON s.id = n.series_id
 WHERE c.removed = 0 AND {gate}
"""


def commitments(
    reading: Reading, column: str = "id", ids: Iterable[int] | None = None
) -> list[tuple[int, Commitment]]:
    """Return commitments, each beside the value of `column` that asked for it.

    `column` is id, session_id or meeting_id; without ids, every commitment.
    """
    statement = _COMMITMENTS.format(gate=seen(reading.gate, "commitments", "c"))
    if ids is None:
        rows = list(reading.rows(f"{statement} ORDER BY c.id"))
    else:
        rows = reading.by_ids(f"{statement} AND c.{column} IN ({{ids}}) ORDER BY c.id", ids)
    owners = _owners(reading, [row["id"] for row in rows])
    return [
        (
            row[column],
            Commitment(
                id=row["id"],
                title=text(row, "title"),
                status=CommitmentStatus(row["status"]),
                owners=owners.get(row["id"], ()),
                due=when(row, "due"),
                done_on=date.fromisoformat(row["done_on"]) if row["done_on"] else None,
                made_at=_made_at(row),
                visibility=Visibility(row["visibility"]),
                note=reading.gate.internal(row["note"]),
            ),
        )
        for row in rows
    ]


def _made_at(row: Row) -> str | None:
    if row["session_id"] is not None:
        return session_ref(row["series"], row["ordinal"], row["session_kind"])
    return None if row["meeting_id"] is None else f"m{row['meeting_id']}"


def _owners(reading: Reading, ids: Iterable[int]) -> dict[int, tuple[Party, ...]]:
    rows = reading.by_ids(
        "SELECT * FROM owners WHERE removed = 0 AND commitment_id IN ({ids}) ORDER BY id", ids
    )
    known = parties(reading, {row["party_id"] for row in rows})
    return grouped((row["commitment_id"], known[row["party_id"]]) for row in rows)
