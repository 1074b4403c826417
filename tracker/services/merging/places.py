"""Two places that are one: its names and aliases, and what was held there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import fold, folded
from tracker.domain.text import Text
from tracker.errors import Conflict
from tracker.services.merging.bench import stricter
from tracker.services.merging.people import joined_name

if TYPE_CHECKING:
    from tracker.services.merging.bench import Bench, Row

FIELDS = ("name",)
_NAMING = (("meetings", "place_id"), ("sessions", "place_id"), ("places", "city_id"))


def merge_places(bench: Bench) -> None:
    """Make one place of two; raise Conflict for a city and a venue, or two time zones."""
    mine, theirs = bench.row(bench.kept), bench.row(bench.gone)
    _require_alike(bench, mine, theirs)
    name = joined_name(bench, mine, theirs)
    level = stricter(mine["visibility"], theirs["visibility"])
    if level != mine["visibility"]:
        bench.remarks.append(f"{bench.kept.short} becomes {level}, as {bench.gone.short} was.")
    values: dict[str, Any] = {
        "name": name,
        "aliases": _aliases(mine, theirs, name),
        "visibility": level,
        **bench.blanks(bench.kept.short, mine, theirs, ("country", "city_id")),
    }
    if mine["latitude"] is None:
        values |= {side: theirs[side] for side in ("latitude", "longitude")}
    bench.desk.ledger.update("places", bench.kept.id, values)
    for table, column in _NAMING:
        for row in bench.live(table, column, bench.gone.id):
            bench.move(table, row["id"], {column: bench.kept.id})
    bench.claims("places", bench.gone.id, bench.kept.id)
    bench.desk.ledger.remove("places", bench.gone.id)


def _require_alike(bench: Bench, mine: Row, theirs: Row) -> None:
    both = f"{bench.kept.short} and {bench.gone.short}"
    if (mine["city_id"] is None) is not (theirs["city_id"] is None):
        raise Conflict(f"Of {both} one is a city and one a venue; they are not one place.")
    if mine["zone"] != theirs["zone"]:
        raise Conflict(
            f"{both} are in different time zones: {mine['zone']} and {theirs['zone']}.",
            hint=f"Correct one with: tracker place edit {bench.gone.short} --zone {mine['zone']}",
        )


def _aliases(mine: Row, theirs: Row, name: str) -> str:
    found: list[str] = json.loads(mine["aliases"])
    known = {*map(fold, found), *folded(Text.read(name))}
    names = [words for row in (mine, theirs) for _, words in Text.read(row["name"])]
    for words in (*json.loads(theirs["aliases"]), *names):
        if fold(words) not in known:
            known.add(fold(words))
            found.append(words)
    return json.dumps(found, ensure_ascii=False)
