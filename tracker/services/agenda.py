"""Keeping agendas: items with verbatim labels, in an order that is kept by position.

Positions leave room between neighbours, so that a move touches one row and its history
says no more than what was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.agenda import ItemStatus, OutcomeMode, label_key, next_label
from tracker.domain.numbering import Scheme
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, clean
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.errors import Conflict, Invalid
from tracker.services import lookup
from tracker.services.agenda_numbering import (
    column_of,
    label_between,
    next_in_scheme,
    taken_labels,
)
from tracker.services.desk import embargo, note, value_of
from tracker.services.drafts import clearable, filled, text_column
from tracker.services.references import Reference, find_in, label_of
from tracker.storage.reads.agenda import agendas_of
from tracker.storage.reads.agenda_versions import scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.agenda import AgendaItem
    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions

STEP = 1_000  # between neighbours that nobody has moved yet
LONGEST_LABEL = 40
# What an outcome says of its item; discussing it or not agreeing settles nothing.
_SETTLES = {
    OutcomeMode.ADOPTED: ItemStatus.CONCLUDED,
    OutcomeMode.CONSENSUS: ItemStatus.CONCLUDED,
    OutcomeMode.VOTE: ItemStatus.CONCLUDED,
    OutcomeMode.NOTED: ItemStatus.CONCLUDED,
    OutcomeMode.DEFERRED: ItemStatus.DEFERRED,
}


@frozen
class ItemDraft:
    """What a person said of an item, as typed; None where they said nothing."""

    title: str | None = None
    titles_in: Versions = ()
    label: str | None = None
    lead: str | None = None
    origin: str | None = None
    status: str | None = None
    visibility: str | None = None
    embargo: str | None = None
    note: str | None = None


@frozen
class Spot:
    """Where an item goes: one of these.

    The first three name another item by its label; `top` is the end of the agenda, `out` one
    level up, just after the item that it stands below.
    """

    before: str | None = None
    after: str | None = None
    under: str | None = None
    top: bool = False
    out: bool = False

    def __post_init__(self) -> None:
        ways = (self.before, self.after, self.under, self.top, self.out)
        if sum(bool(way) for way in ways) > 1:
            raise Invalid("Say one place only: --before, --after, --under, --out or --top.")


def add(desk: Desk, of: Reference, draft: ItemDraft, spot: Spot = Spot()) -> int:
    """Store an item on the agenda of a session or meeting and return its id.

    Without a label it is given the next one; without a spot it stands at the end. Raises
    Conflict for a label that another item has, NotFound for a neighbour that is not there.
    """
    parent, siblings, index = _place(desk, of, spot)
    words = draft.title if draft.titles_in else draft.title or ""
    values = {
        column_of(of): of.id,
        "parent_id": parent,
        "position": _room(desk, siblings, index),
        "title": text_column(desk, Text(), words, draft.titles_in, what="title"),
        "status": ItemStatus.PROVISIONAL,
        "visibility": desk.ledger.row(of.table, of.id)["visibility"],
        **_columns(desk, draft),
        "label": _label(desk, of, draft.label, (parent, siblings, index)),
    }
    item = desk.ledger.insert("agenda_items", values)
    desk.ledger.about("agenda_items", item)
    return item


def edit(desk: Desk, item: int, draft: ItemDraft) -> bool:
    """Correct what a draft names of an item; return whether anything differs."""
    row = desk.ledger.row("agenda_items", item)
    title = text_column(desk, Text.read(row["title"]), draft.title, draft.titles_in, what="title")
    values = {**filled({"title": title}), **_columns(desk, draft)}
    if draft.label is not None:
        values["label"] = _given_label(desk, holder(desk, item), draft.label, but=item)
    return _changed(desk, item, values)


def move(desk: Desk, item: int, spot: Spot) -> bool:
    """Put an item elsewhere on its agenda, with what is below it; return whether it differs.

    Its label stays what it is. Raises Invalid when it would stand below itself.
    """
    if spot == Spot():
        raise Invalid("Say where to: --before, --after or --under another item, --out or --top.")
    row = desk.ledger.row("agenda_items", item)
    of = holder(desk, item)
    if spot.out and row["parent_id"] is None:
        raise Invalid(f"{label_of(desk.reading, 'agenda_items', item)} stands at the top already.")
    parent, siblings, index = _place(desk, of, spot, moving=item)
    if parent is not None and item in _lineage(desk, parent):
        here, there = (label_of(desk.reading, "agenda_items", i) for i in (item, parent))
        where = "itself" if parent == item else f"{there}, which is below it"
        raise Invalid(f"{here} cannot be moved under {where}.")
    now = [s["id"] for s in _children(desk, of, parent)]
    then = [s["id"] for s in siblings]
    then.insert(index, item)
    if row["parent_id"] == parent and now == then:
        return False
    position = _room(desk, siblings, index)
    return _changed(desk, item, {"parent_id": parent, "position": position})


def record_outcome(
    desk: Desk, item: int, words: str | None, versions: Versions, mode: str | None
) -> bool:
    """Keep what came of an item and how it was reached; return whether anything differs.

    What was adopted, decided or noted is concluded, what was deferred is deferred.
    """
    if words is None and not versions and mode is None:
        raise Invalid("Say the outcome, or how it was reached with --mode.")
    row = desk.ledger.row("agenda_items", item)
    reached = value_of(OutcomeMode, mode, what="way of reaching an outcome")
    outcome = text_column(desk, Text.read(row["outcome"]), words, versions, what="outcome")
    status = _SETTLES.get(OutcomeMode(reached)) if reached else None
    return _changed(desk, item, filled({"outcome": outcome, "mode": reached, "status": status}))


def holder(desk: Desk, item: int) -> Reference:
    """Return the session or meeting on whose agenda an item is."""
    row = desk.ledger.row("agenda_items", item)
    table = "sessions" if row["session_id"] is not None else "meetings"
    number = row[f"{table[:-1]}_id"]
    return Reference(table, number, label_of(desk.reading, table, number))


def item_in(desk: Desk, of: Reference, typed: str) -> int:
    """Return the item of an agenda by its label, or by a whole reference to it."""
    if ":" in typed or typed.startswith("@"):
        found = find_in(desk.reading, typed, "agenda_items", author=desk.author)
        if holder(desk, found.id) != of:
            raise Invalid(f"{found.short} is not on the agenda of {of.short}.")
        return found.id
    return find_in(desk.reading, f"{of.short}:{typed}", "agenda_items").id


def free_label(taken: Iterable[str], siblings: Sequence[str], parent: str | None) -> str:
    """Return the next label among siblings whose key is not taken on the whole agenda.

    Raises Invalid when the letters below an item are used up.
    """
    keys = set(taken)
    counted = list(siblings)
    label = next_label(counted, parent)
    while label_key(label) in keys:
        counted.append(label)
        if next_label(counted, parent) == label:
            raise Invalid(f"The letters below item {parent} are used up; give a --label.")
        label = next_label(counted, parent)
    return label


def clean_label(typed: str) -> str:
    """Return a label as it is kept, verbatim; raise Invalid for one nobody could refer to."""
    label = clean(typed, what="label", longest=LONGEST_LABEL)
    if not label_key(label):
        raise Invalid(f"{quoted(label)} has neither letter nor digit; nobody could refer to it.")
    return label


def _columns(desk: Desk, draft: ItemDraft) -> dict[str, Any]:
    return {
        **filled(
            {
                "status": value_of(ItemStatus, draft.status, what="status of an item"),
                "visibility": value_of(Visibility, draft.visibility, what="visibility"),
            }
        ),
        **clearable(
            {
                "lead_id": (draft.lead, lambda typed: lookup.party(desk, typed)),
                "origin": (draft.origin, lambda typed: clean(typed, what="origin")),
                "embargo_until": (draft.embargo, lambda typed: embargo(desk, typed)),
                "note": (draft.note, note),
            }
        ),
    }


def _changed(desk: Desk, item: int, values: dict[str, Any]) -> bool:
    changed = desk.ledger.update("agenda_items", item, values)
    if changed:
        desk.ledger.about("agenda_items", item)
    return changed


def _label(
    desk: Desk, of: Reference, typed: str | None, place: tuple[int | None, list[Any], int]
) -> str:
    """Return the label that was typed, else the next one; between two items it is 3 bis."""
    if typed is not None:
        return _given_label(desk, of, typed)
    parent, around, index = place
    scheme = scheme_of(desk.reading, column_of(of), of.id)
    if 0 < index < len(around) and not scheme.is_by_hand:
        return label_between(desk, of, around[index - 1]["label"])
    rows = _items(desk, of, removed=True)  # a label once circulated is not given again
    above = next((row["label"] for row in rows if row["id"] == parent), None)
    siblings = [row["label"] for row in rows if row["parent_id"] == parent]
    depth = len(_lineage(desk, parent)) if parent is not None else 0
    if scheme == Scheme() and depth <= 1:
        return free_label(map(label_key, taken_labels(desk, of)), siblings, above)
    return next_in_scheme(desk, of, above or "", depth, len(siblings))


def _given_label(desk: Desk, of: Reference, typed: str, but: int | None = None) -> str:
    label = clean_label(typed)
    for row in _items(desk, of):
        if row["id"] != but and label_key(row["label"]) == label_key(label):
            title = Text.read(row["title"])
            raise Conflict(f"{of.short} has an item {row['label']} already: {quoted(str(title))}.")
    return label


def _items(desk: Desk, of: Reference, *, removed: bool = False) -> Sequence[Any]:
    live = "" if removed else " AND removed = 0"
    return desk.reading.rows(
        f"SELECT id, parent_id, label, position, title FROM agenda_items "
        f"WHERE {column_of(of)} = :id{live} ORDER BY position, id",
        {"id": of.id},
    )


def _children(desk: Desk, of: Reference, parent: int | None) -> list[Any]:
    return [row for row in _items(desk, of) if row["parent_id"] == parent]


def _place(
    desk: Desk, of: Reference, spot: Spot, moving: int | None = None
) -> tuple[int | None, list[Any], int]:
    """Return the parent of a spot, those who stand there, and the place among them."""
    neighbour = spot.before or spot.after
    if spot.out and moving is not None:
        return _outside(desk, of, moving)
    if neighbour is None:
        parent = item_in(desk, of, spot.under) if spot.under else None
        others = [row for row in _children(desk, of, parent) if row["id"] != moving]
        return parent, others, len(others)
    beside = item_in(desk, of, neighbour)
    if beside == moving:
        raise Invalid(f"Item {neighbour} cannot stand beside itself.")
    parent = desk.ledger.row("agenda_items", beside)["parent_id"]
    others = [row for row in _children(desk, of, parent) if row["id"] != moving]
    index = [row["id"] for row in others].index(beside)
    return parent, others, index + (spot.after is not None)


def _outside(desk: Desk, of: Reference, item: int) -> tuple[int | None, list[Any], int]:
    """Return the place one level up, just after the item that this one stands below."""
    above = desk.ledger.row("agenda_items", item)["parent_id"]
    parent = desk.ledger.row("agenda_items", above)["parent_id"]
    others = [row for row in _children(desk, of, parent) if row["id"] != item]
    return parent, others, [row["id"] for row in others].index(above) + 1


def _room(desk: Desk, siblings: list[Any], index: int) -> int:
    """Return a free position at a place among siblings, who are set apart anew if need be."""
    positions = [row["position"] for row in siblings]
    if not positions:
        return STEP
    if index == 0:
        return int(positions[0]) - STEP
    if index == len(positions):
        return int(positions[-1]) + STEP
    lower, upper = positions[index - 1], positions[index]
    if upper - lower > 1:
        return int(lower + upper) // 2
    for number, row in enumerate(siblings, start=1):
        shifted = number if number <= index else number + 1
        desk.ledger.update("agenda_items", row["id"], {"position": shifted * STEP})
    return (index + 1) * STEP


def _lineage(desk: Desk, item: int) -> list[int]:
    """Return an item and those it stands below, nearest first."""
    found: list[int] = []
    at: int | None = item
    while at is not None and at not in found:
        found.append(at)
        at = desk.ledger.row("agenda_items", at)["parent_id"]
    return found


def read(desk: Desk, item: int) -> AgendaItem:
    """Return an item as it stands on its agenda, with what is below it."""
    of = holder(desk, item)
    tops = agendas_of(desk.reading, column_of(of), [of.id])[of.id]
    return next(each for top in tops for _, each in top.walk() if each.id == item)


def describe(desk: Desk, item: int) -> str:
    """Return an item in a line: its label and title, where it stands, its status and outcome."""
    row = desk.ledger.row("agenda_items", item)
    of = holder(desk, item)
    siblings = _children(desk, of, row["parent_id"])
    labels = [str(each["label"]) for each in siblings]
    at = next((i for i, each in enumerate(siblings) if each["id"] == item), 0)
    parts = [f"{row['label']} {Text.read(row['title']).rendition(desk.language)}"]
    if at:
        parts.append(f"after {labels[at - 1]}")
    elif len(labels) > 1:
        parts.append(f"before {labels[1]}")
    elif row["parent_id"] is not None:
        parts.append(f"under {desk.ledger.row('agenda_items', row['parent_id'])['label']}")
    below = len(_children(desk, of, item))
    if below:
        parts.append(f"with {below} below it")
    said = [str(row["status"]), *([str(row["mode"])] if row["mode"] else [])]
    return f"{', '.join(parts)} ({', '.join(said)})"
