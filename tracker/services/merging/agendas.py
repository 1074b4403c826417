"""Two agendas of one meeting: items that both have are one, the others come at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.agenda import label_key
from tracker.errors import Conflict
from tracker.services.agenda import STEP
from tracker.services.agenda_numbering import label_between, next_in_scheme, taken_labels
from tracker.services.merging.bench import notes_joined, share_words, stricter, texts_joined
from tracker.storage.reads.agenda_versions import scheme_of

if TYPE_CHECKING:
    from tracker.services.merging.bench import Bench, Row

_MEETING = "meeting_id"
_ORDER = "position, id"


def join_agendas(bench: Bench) -> None:
    """Give the agenda of what goes to what stays; raise Conflict where it was circulated.

    What was circulated is never rewritten, so it can move only where there is none yet.
    """
    there = bench.live("agenda_items", _MEETING, bench.kept.id, _ORDER)
    circulated = bench.live("agenda_versions", _MEETING, bench.gone.id)
    if circulated and (there or bench.live("agenda_versions", _MEETING, bench.kept.id)):
        raise Conflict(
            f"{bench.gone.short} has circulated an agenda, and {bench.kept.short} has one too: "
            "they cannot be joined.",
            hint=f"Keep the other one: tracker merge {bench.gone.short} {bench.kept.short}",
        )
    schemes = bench.live("agenda_schemes", _MEETING, bench.gone.id)
    whole = not there
    for row in schemes:
        if whole and not bench.live("agenda_schemes", _MEETING, bench.kept.id):
            bench.desk.ledger.update("agenda_schemes", row["id"], {_MEETING: bench.kept.id})
        else:
            bench.desk.ledger.remove("agenda_schemes", row["id"])
    for row in circulated:
        bench.move("agenda_versions", row["id"], {_MEETING: bench.kept.id})
    if whole:
        for row in bench.live("agenda_items", _MEETING, bench.gone.id, _ORDER):
            bench.move("agenda_items", row["id"], {_MEETING: bench.kept.id})
    else:
        _join_below(bench, None, None)


def _join_below(bench: Bench, theirs: int | None, mine: int | None) -> None:
    """Join the items below one, or the uppermost, with those below what it has become."""
    for row in _items(bench, bench.gone.id, theirs):
        there = _items(bench, bench.kept.id, mine)
        same = next((each for each in there if share_words(each["title"], row["title"])), None)
        if same is None:
            _append(bench, row, mine, there)
            _join_below(bench, row["id"], row["id"])
        else:
            _join_below(bench, row["id"], same["id"])
            _unite(bench, same, row)


def _items(bench: Bench, meeting: int, parent: int | None) -> list[Row]:
    rows = bench.live("agenda_items", _MEETING, meeting, _ORDER)
    return [row for row in rows if row["parent_id"] == parent]


def _append(bench: Bench, row: Row, parent: int | None, there: list[Row]) -> None:
    position = max((each["position"] for each in there), default=0) + STEP
    label = _label(bench, row, parent, len(there))
    values = {_MEETING: bench.kept.id, "parent_id": parent, "position": position, "label": label}
    bench.move("agenda_items", row["id"], values)
    if label != row["label"]:
        bench.remarks.append(
            f"Item {row['label']} of {bench.gone.short} is {bench.kept.short}:{label_key(label)}."
        )


def _label(bench: Bench, row: Row, parent: int | None, siblings: int) -> str:
    """Return an item's own label where it is free, else the next, or a bis by hand."""
    taken = {label_key(label) for label in taken_labels(bench.desk, bench.kept)}
    above = bench.desk.ledger.row("agenda_items", parent)["label"] if parent is not None else ""
    if label_key(row["label"]) not in taken and row["label"].startswith(above):
        return str(row["label"])
    if scheme_of(bench.desk.reading, _MEETING, bench.kept.id).is_by_hand:
        return label_between(bench.desk, bench.kept, row["label"])
    return next_in_scheme(bench.desk, bench.kept, above, _depth(bench, parent), siblings)


def _depth(bench: Bench, item: int | None) -> int:
    depth = 0
    while item is not None:
        item = bench.desk.ledger.row("agenda_items", item)["parent_id"]
        depth += 1
    return depth


def _unite(bench: Bench, mine: Row, theirs: Row) -> None:
    from tracker.services.merging.parts import join_links

    join_links(bench, "item_id", theirs["id"], mine["id"])
    for row in bench.live("commitments", "item_id", theirs["id"]):
        bench.move("commitments", row["id"], {"item_id": mine["id"]})
    label = f"{bench.kept.short}:{label_key(mine['label'])}"
    values = bench.blanks(label, mine, theirs, ("status", "origin", "lead_id", "mode"))
    values |= {
        "title": texts_joined(mine["title"], theirs["title"]),
        "outcome": texts_joined(mine["outcome"], theirs["outcome"]),
        "note": notes_joined(mine["note"], theirs["note"]),
        "visibility": stricter(mine["visibility"], theirs["visibility"]),
    }
    embargoes = [each["embargo_until"] for each in (mine, theirs) if each["embargo_until"]]
    values["embargo_until"] = max(embargoes, default=None)
    bench.unite("agenda_items", mine, theirs, values)
