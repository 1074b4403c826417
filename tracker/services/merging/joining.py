"""Merging one record into another: which records can be, and which fields may be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import Invalid
from tracker.services.desk import one_of
from tracker.services.merging import meetings, people, places
from tracker.services.merging.bench import Bench
from tracker.services.references import find, find_in, with_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.domain.merging import Merged
    from tracker.services.desk import Desk

_MERGERS: dict[str, tuple[Callable[[Bench], None], tuple[str, ...]]] = {
    "meetings": (meetings.merge_meetings, (*meetings.FIELDS, "room")),
    "people": (people.merge_people, people.FIELDS),
    "places": (places.merge_places, places.FIELDS),
}


def merge(desk: Desk, kept: str, gone: str, wanted: Iterable[str] = ()) -> Merged:
    """Make one record of two and return what was made: `kept` stays, and `gone` is removed.

    What only one says is kept; where both differ what `kept` says, but for the fields that
    are wanted of the other. One change, which undo takes back whole. Raises Invalid for
    records that cannot be one, and Conflict for agendas that cannot be joined.
    """
    first = find(desk.reading, kept, author=desk.author)
    if first.table not in _MERGERS:
        raise Invalid(
            f"{first.short} is {with_article(first.noun)}; only meetings, people and places can "
            "be merged."
        )
    second = find_in(desk.reading, gone, first.table, author=desk.author)
    if first.id == second.id:
        raise Invalid(f"{first.short} is one record already: name two.")
    merger, fields = _MERGERS[first.table]
    chosen = frozenset(
        one_of(list(fields), each, what=f"field that {first.noun}s are merged by")
        for each in wanted
    )
    bench = Bench(desk, first, second, chosen)
    merger(bench)
    desk.ledger.about(first.table, first.id)
    return bench.report()
