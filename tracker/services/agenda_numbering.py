"""Numbering an agenda: by a scheme or by hand, anew or as items come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.agenda import label_key
from tracker.domain.numbering import Scheme, between, read_scheme
from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.storage.door import one
from tracker.storage.reads.agenda_versions import scheme_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from tracker.services.desk import Desk
    from tracker.services.references import Reference


@frozen
class Renumbered:
    """An item that was given another label."""

    item: int
    before: str
    after: str


def column_of(of: Reference) -> str:
    """Return the column that names the session or meeting on whose agenda an item is."""
    return f"{of.table[:-1]}_id"


def taken_labels(desk: Desk, of: Reference) -> list[str]:
    """Return every label of an agenda, those of removed items and of old versions too."""
    column = column_of(of)
    rows = desk.reading.rows(
        f"SELECT label FROM agenda_items WHERE {column} = :id UNION "
        "SELECT v.label FROM version_items v JOIN agenda_versions a ON a.id = v.version_id "
        f"WHERE a.{column} = :id",
        {"id": of.id},
    )
    return [row["label"] for row in rows]


def label_between(desk: Desk, of: Reference, before: str) -> str:
    """Return a label for an item that comes just after another and before the next: 3 bis."""
    return between(before, {label_key(label) for label in taken_labels(desk, of)})


def next_in_scheme(desk: Desk, of: Reference, above: str, depth: int, siblings: int) -> str:
    """Return the next label of a scheme that no item has or had; raise Invalid by hand."""
    scheme = scheme_of(desk.reading, column_of(of), of.id)
    if scheme.is_by_hand:
        raise Invalid(f"The agenda of {of.short} is labelled by hand; give a --label.")
    taken = {label_key(label) for label in taken_labels(desk, of)}
    number = siblings + 1
    while label_key(label := scheme.label(above, depth, number)) in taken:
        number += 1
    return label


def set_scheme(desk: Desk, of: Reference, typed: str) -> bool:
    """Keep how an agenda is numbered from now on; return whether anything differs."""
    scheme = read_scheme(typed)
    known = one(
        desk.reading.rows(
            f"SELECT id FROM agenda_schemes WHERE removed = 0 AND {column_of(of)} = :id",
            {"id": of.id},
        )
    )
    if known is not None:
        return desk.ledger.update("agenda_schemes", known["id"], {"pattern": scheme.pattern})
    if scheme == Scheme():
        return False
    desk.ledger.insert("agenda_schemes", {column_of(of): of.id, "pattern": scheme.pattern})
    return True


def renumber(desk: Desk, of: Reference, typed: str | None = None) -> list[Renumbered]:
    """Label the items of an agenda anew in their order; return those whose label differs.

    Versions that were circulated keep the labels they had. A scheme that is typed is kept
    for later items; by hand nothing is labelled anew. Raises Invalid when there is nothing
    to number by.
    """
    changed = set_scheme(desk, of, typed) if typed is not None else False
    scheme = scheme_of(desk.reading, column_of(of), of.id)
    if scheme.is_by_hand:
        if typed is None:
            raise Invalid(f"The agenda of {of.short} is labelled by hand; say a --scheme.")
        found = []
    else:
        found = list(_relabelled(desk, of, scheme))
    for item in found:
        desk.ledger.update("agenda_items", item.item, {"label": item.after})
    if found or changed:
        desk.ledger.about(of.table, of.id)
    return found


def _relabelled(desk: Desk, of: Reference, scheme: Scheme) -> Sequence[Renumbered]:
    rows = desk.reading.rows(
        f"SELECT id, parent_id, label FROM agenda_items WHERE removed = 0 "
        f"AND {column_of(of)} = :id ORDER BY position, id",
        {"id": of.id},
    )
    found: list[Renumbered] = []

    def below(parent: int | None, above: str, depth: int) -> None:
        siblings: list[Any] = [row for row in rows if row["parent_id"] == parent]
        for number, row in enumerate(siblings, start=1):
            label = scheme.label(above, depth, number)
            if label != row["label"]:
                found.append(Renumbered(row["id"], row["label"], label))
            below(row["id"], label, depth + 1)

    below(None, "", 0)
    return found
