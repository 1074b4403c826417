"""Putting the standing items on an agenda."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.standing import StandingItem, standing_items
from tracker.domain.text import Text
from tracker.errors import Invalid
from tracker.services import agenda, documents
from tracker.services.agenda import ItemDraft, Spot
from tracker.services.agenda_numbering import column_of, renumber
from tracker.services.references import Reference, label_of
from tracker.storage.door import one
from tracker.storage.reads.agenda_versions import scheme_of, versions_of

if TYPE_CHECKING:
    from typing import Any

    from tracker.services.desk import Desk


def add_standing(desk: Desk, of: Reference) -> list[int]:
    """Put the standing items that are not there yet at the head and end of an agenda.

    Returns their ids. An agenda that nobody has seen is numbered anew in its order; on one
    that was circulated, items keep their labels. Raises Invalid for one labelled by hand.
    """
    if scheme_of(desk.reading, column_of(of), of.id).is_by_hand:
        raise Invalid(
            f"The agenda of {of.short} is labelled by hand; standing items would have no labels.",
            hint=f"Number it with: tracker agenda renumber {of.short} --scheme un",
        )
    last = previous_session(desk, of)
    template = standing_items(
        of_session=of.table == "sessions", follows=last is not None, original=_language(desk, of)
    )
    made = [item for item in (_opening(desk, of, template) + _closing(desk, of, template)) if item]
    if made and not versions_of(desk.reading, column_of(of), [of.id]).get(of.id):
        renumber(desk, of)
    for item, standing in made:
        if standing.approves_record and last is not None:
            _lay_records(desk, item, last)
    if made:
        desk.ledger.about(of.table, of.id)
    return [item for item, _ in made]


def previous_session(desk: Desk, of: Reference) -> int | None:
    """Return the session of the same series and kind before this one, if any was recorded."""
    if of.table != "sessions":
        return None
    row = one(
        desk.reading.rows(
            "SELECT p.id FROM sessions p JOIN sessions n ON p.series_id = n.series_id "
            "AND p.kind = n.kind AND p.ordinal < n.ordinal WHERE p.removed = 0 AND n.id = :id "
            "ORDER BY p.ordinal DESC LIMIT 1",
            {"id": of.id},
        )
    )
    return int(row["id"]) if row else None


def _opening(
    desk: Desk, of: Reference, template: tuple[StandingItem, ...]
) -> list[tuple[int, StandingItem]]:
    """Add what stands at the head, each after the one before it in the template."""
    made: list[tuple[int, StandingItem]] = []
    ahead: str | None = None
    for standing in (each for each in template if each.opens):
        tops = _tops(desk, of)
        known = _label_of(standing, tops)
        if known is not None:
            ahead = known
            continue
        first = tops[0]["label"] if tops else None
        item = _add(desk, of, standing, Spot(after=ahead) if ahead else Spot(before=first))
        ahead = desk.ledger.row("agenda_items", item)["label"]
        made.append((item, standing))
    return made


def _closing(
    desk: Desk, of: Reference, template: tuple[StandingItem, ...]
) -> list[tuple[int, StandingItem]]:
    """Add what stands at the end, each before those that come after it in the template."""
    made: list[tuple[int, StandingItem]] = []
    closing = [each for each in template if not each.opens]
    for number, standing in enumerate(closing):
        tops = _tops(desk, of)
        if _label_of(standing, tops) is None:
            labels = (_label_of(later, tops) for later in closing[number + 1 :])
            behind = next((label for label in labels if label is not None), None)
            made.append((_add(desk, of, standing, Spot(before=behind)), standing))
    return made


def _label_of(standing: StandingItem, tops: list[Any]) -> str | None:
    """Return the label that a standing item has on an agenda; None when it is not there."""
    titled = (row["label"] for row in tops if standing.is_titled(Text.read(row["title"])))
    return next(titled, None)


def _add(desk: Desk, of: Reference, standing: StandingItem, spot: Spot) -> int:
    return agenda.add(desk, of, ItemDraft(titles_in=standing.title.versions), spot)


def _tops(desk: Desk, of: Reference) -> list[Any]:
    return list(
        desk.reading.rows(
            "SELECT label, title FROM agenda_items WHERE removed = 0 AND parent_id IS NULL "
            f"AND {column_of(of)} = :id ORDER BY position, id",
            {"id": of.id},
        )
    )


def _language(desk: Desk, of: Reference) -> str:
    """Return the first working language, in which titles are original; else the writer's."""
    spoken: list[str] = json.loads(desk.ledger.row(of.table, of.id)["languages"])
    return spoken[0] if spoken else desk.language


def _lay_records(desk: Desk, item: int, session: int) -> None:
    """Lay the summary records of a session before the item that approves them."""
    rows = desk.reading.rows(
        "SELECT DISTINCT d.id FROM documents d JOIN document_links l ON l.document_id = d.id "
        "WHERE d.removed = 0 AND l.removed = 0 AND d.kind = :kind AND l.session_id = :session "
        "ORDER BY d.id",
        {"kind": str(DocumentKind.SUMMARY_RECORD), "session": session},
    )
    to = Reference("agenda_items", item, label_of(desk.reading, "agenda_items", item))
    for row in rows:
        documents.link(desk, row["id"], to, Relation.PAPER)
