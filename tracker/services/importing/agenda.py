"""The agenda of a meeting as a file tells it: items with their labels, outcomes and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.agenda import ItemStatus, label_key, next_label
from tracker.domain.folding import fold, similar
from tracker.domain.text import Text, tidied
from tracker.services.agenda import LONGEST_LABEL, STEP
from tracker.services.importing import papers

if TYPE_CHECKING:
    from tracker.services.importing.wishes import Bench
    from tracker.storage.door import Row

Item = dict[str, Any]  # as `said` keeps one
Place = tuple[int, int | None, str]  # the meeting, the item above, and its label


def add(bench: Bench, meeting: int, items: list[Item], visibility: str) -> None:
    """Store the items of a new meeting, in the file's order."""
    taken: list[str] = []
    for number, item in enumerate(items, start=1):
        _add(bench, item, (meeting, None, ""), number * STEP, visibility, taken)


def _add(
    bench: Bench,
    item: Item,
    at: Place,
    position: int,
    visibility: str,
    taken: list[str],
) -> None:
    meeting, parent, above = at
    title = _title(item, "title")
    if not title:
        return
    label = _label(item, taken, above)
    taken.append(label)
    outcome = _title(item, "outcome")
    made = bench.desk.ledger.insert(
        "agenda_items",
        {
            "meeting_id": meeting,
            "parent_id": parent,
            "position": position,
            "label": label,
            "title": title.stored(),
            "outcome": outcome.stored(),
            "status": ItemStatus.CONCLUDED if outcome else ItemStatus.PROVISIONAL,
            "visibility": visibility,
        },
    )
    for paper in item.get("papers", ()):
        papers.add(bench, paper, ("item_id", made), visibility)
    below: list[str] = []
    for number, child in enumerate(item.get("items", ()), start=1):
        _add(bench, child, (meeting, made, label), number * STEP, visibility, below)


def _label(item: Item, taken: list[str], above: str) -> str:
    """Return the label that the file gives, the next one where it gives none or one twice."""
    given = tidied(item.get("label", ""), longest=LONGEST_LABEL)
    if given and label_key(given) and label_key(given) not in map(label_key, taken):
        return given
    return next_label(taken, above or None)


def merge(bench: Bench, meeting: int, base: list[Item], now: list[Item], visibility: str) -> None:
    """Take over what a file says anew of an agenda.

    An item is the same by its label, else by its title or one much like it. What the file
    no longer has goes, unless somebody here worked on it.
    """
    _merge(bench, (meeting, None, ""), base, now, visibility)


def _merge(bench: Bench, at: Place, base: list[Item], now: list[Item], visibility: str) -> None:
    meeting, parent, _ = at
    below = "parent_id IS NULL" if parent is None else "parent_id = :parent"
    rows = list(
        bench.desk.reading.rows(
            "SELECT * FROM agenda_items WHERE removed = 0 AND meeting_id = :meeting "
            f"AND {below} ORDER BY position, id",
            {"meeting": meeting, "parent": parent},
        )
    )
    pairs = _paired(base, now)
    taken = [row["label"] for row in rows]
    last = max((row["position"] for row in rows), default=0)
    for number, item in enumerate(now):
        was = base[pairs[number]] if number in pairs else None
        row = _row_of(was, rows) if was is not None else None
        if row is not None and was is not None:
            _correct(bench, row, was, item, visibility)
        elif was is None:
            last += STEP
            _add(bench, item, at, last, visibility, taken)
    for number in set(range(len(base))) - set(pairs.values()):
        row = _row_of(base[number], rows)
        if row is not None and _is_untouched(bench, row, base[number]):
            _take_out(bench, row, base[number], visibility)


def _take_out(bench: Bench, row: Row, item: Item, visibility: str) -> None:
    """Remove an item with what is below it; where somebody worked on that, it all stays."""
    here = (row["meeting_id"], row["id"], row["label"])
    _merge(bench, here, item.get("items", []), [], visibility)
    left = "SELECT 1 FROM agenda_items WHERE removed = 0 AND parent_id = :id"
    if not bench.desk.reading.rows(left, {"id": row["id"]}):
        bench.desk.ledger.remove("agenda_items", row["id"])


def _paired(base: list[Item], now: list[Item]) -> dict[int, int]:
    """Return, for each item that is said now, which of those said before it is."""
    pairs: dict[int, int] = {}
    free = dict(enumerate(base))
    for alike in (_same_label_and_title, _same_title, _same_label, _like_title):
        for number, item in enumerate(now):
            if number not in pairs:
                met = next((k for k, was in free.items() if alike(was, item)), None)
                if met is not None:
                    pairs[number] = met
                    del free[met]
    return pairs


def _same_label(was: Item, now: Item) -> bool:
    return bool(was.get("label")) and label_key(was["label"]) == label_key(now.get("label", ""))


def _same_title(was: Item, now: Item) -> bool:
    return fold(str(_title(was, "title"))) == fold(str(_title(now, "title")))


def _same_label_and_title(was: Item, now: Item) -> bool:
    return _same_label(was, now) and _same_title(was, now)


def _like_title(was: Item, now: Item) -> bool:
    return bool(similar(str(_title(was, "title")), [str(_title(now, "title"))], 1))


def _row_of(item: Item, rows: list[Row]) -> Row | None:
    """Return the row that an item was stored as: of its title, else of its label."""
    wanted = fold(str(_title(item, "title")))
    same = [row for row in rows if fold(str(Text.read(row["title"]))) == wanted]
    key = label_key(item.get("label", ""))
    labelled = [row for row in rows if key and label_key(row["label"]) == key]
    both = [row for row in same if row in labelled]
    return next(iter([*both, *same, *labelled]), None)


def _correct(bench: Bench, row: Row, was: Item, now: Item, visibility: str) -> None:
    """Take over title and outcome where nobody here changed them, and new papers."""
    values = {}
    for field in ("title", "outcome"):
        before, after = _title(was, field), _title(now, field)
        if before != after and Text.read(row[field]) == before:
            values[field] = after.stored()
    if "outcome" in values and row["status"] == ItemStatus.PROVISIONAL and now.get("outcome"):
        values["status"] = ItemStatus.CONCLUDED
    bench.desk.ledger.update("agenda_items", row["id"], values)
    known, then = was.get("papers", []), now.get("papers", [])
    if known != then:
        papers.merge(bench, ("item_id", row["id"]), known, then, visibility)
    here = (row["meeting_id"], row["id"], row["label"])
    if was.get("items") != now.get("items"):
        _merge(bench, here, was.get("items", []), now.get("items", []), visibility)


def _is_untouched(bench: Bench, row: Row, item: Item) -> bool:
    """Return whether an item is as the file had it, and nothing here hangs on it."""
    if Text.read(row["title"]) != _title(item, "title") or row["note"]:
        return False
    hung = "SELECT 1 FROM commitments WHERE removed = 0 AND item_id = :id"
    return not bench.desk.reading.rows(hung, {"id": row["id"]})


def _title(item: Item, field: str) -> Text:
    versions = {tag: tidied(words) for tag, words in item.get(field, {}).items()}
    return Text.of({tag: words for tag, words in versions.items() if words})
