"""What differs between two versions of an agenda, item by item, whatever their numbers."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.text import Text


class ChangeKind(StrEnum):
    """What became of an item from one version to another."""

    ADDED = "added"
    DROPPED = "dropped"
    REWORDED = "reworded"
    MOVED = "moved"
    RENUMBERED = "renumbered"


@frozen
class ItemChange:
    """One item in two versions; what stands below it is not repeated.

    `languages` are those in which its title was worded anew; `under` and `was_under` are
    the labels of the items that it stands and stood below.
    """

    item: int
    kinds: tuple[ChangeKind, ...]
    before: AgendaItem | None = None
    after: AgendaItem | None = None
    languages: tuple[str, ...] = ()
    under: str | None = None
    was_under: str | None = None


@frozen
class Marked:
    """An entry of a marked-up agenda: an item as it is, or was where it is dropped."""

    change: ItemChange
    children: tuple[Marked, ...] = ()

    @property
    def item(self) -> AgendaItem:
        """The item to show."""
        shown = self.change.after or self.change.before
        assert shown is not None  # noqa: S101 - a change is of an item that was or is
        return shown

    def walk(self) -> Iterator[Marked]:
        """Yield this entry and those below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class _Place:
    """An item with where it stands: the id of the item above it, and its label."""

    item: AgendaItem
    above: int | None
    under: str | None


def marked_up(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> tuple[Marked, ...]:
    """Return the later agenda with every item's change, the dropped ones where they stood."""
    return _Comparison(before, after).children(None)


def changes(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> tuple[ItemChange, ...]:
    """Return the changes from one version to another, in the order of the marked-up agenda."""
    entries = (entry for top in marked_up(before, after) for entry in top.walk())
    return tuple(entry.change for entry in entries if entry.change.kinds)


class _Comparison:
    """Two versions, by the identity of their items."""

    def __init__(self, before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> None:
        self._was = dict(_places(before))
        self._is = dict(_places(after))
        self._old = _by_parent(self._was)
        self._new = _by_parent(self._is)
        self._moved = self._out_of_order() | {
            item for item in self._both if self._was[item].above != self._is[item].above
        }

    @property
    def _both(self) -> set[int]:
        return self._was.keys() & self._is

    def _out_of_order(self) -> set[int]:
        """Return the fewest items that must have moved for the others to keep their order."""
        moved: set[int] = set()
        for parent, siblings in self._new.items():
            stayed = [i for i in siblings if i in self._was and self._was[i].above == parent]
            places = {item: n for n, item in enumerate(self._old.get(parent, ()))}
            kept = _longest_rising([places[i] for i in stayed])
            moved |= {i for i in stayed if places[i] not in kept}
        return moved

    def children(self, parent: int | None) -> tuple[Marked, ...]:
        """Return the entries below an item, or at the top."""
        shown = list(self._new.get(parent, ()))
        older = self._old.get(parent, ())
        for n, item in enumerate(older):
            if item in self._is:
                continue
            ahead = [other for other in older[:n] if other in shown]
            shown.insert(shown.index(ahead[-1]) + 1 if ahead else 0, item)
        return tuple(Marked(self._change(item), self.children(item)) for item in shown)

    def _change(self, item: int) -> ItemChange:
        was, now = self._was.get(item), self._is.get(item)
        if was is None or now is None:
            kind = ChangeKind.ADDED if was is None else ChangeKind.DROPPED
            return ItemChange(
                item,
                (kind,),
                before=_alone(was.item) if was else None,
                after=_alone(now.item) if now else None,
                under=now.under if now else None,
                was_under=was.under if was else None,
            )
        languages = _reworded(was.item.title, now.item.title)
        found = {
            ChangeKind.REWORDED: bool(languages),
            ChangeKind.MOVED: item in self._moved,
            ChangeKind.RENUMBERED: was.item.label != now.item.label,
        }
        return ItemChange(
            item,
            tuple(kind for kind, is_so in found.items() if is_so),
            before=_alone(was.item),
            after=_alone(now.item),
            languages=languages,
            under=now.under,
            was_under=was.under,
        )


def _places(
    items: Iterable[AgendaItem], above: AgendaItem | None = None
) -> Iterator[tuple[int, _Place]]:
    for item in items:
        yield item.id, _Place(item, above.id if above else None, above.label if above else None)
        yield from _places(item.children, item)


def _by_parent(places: dict[int, _Place]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for item, place in places.items():
        found.setdefault(place.above, []).append(item)
    return found


def _alone(item: AgendaItem) -> AgendaItem:
    return replace(item, children=())


def _reworded(before: Text, after: Text) -> tuple[str, ...]:
    tags = dict.fromkeys([*(tag for tag, _ in after), *(tag for tag, _ in before)])
    return tuple(tag for tag in tags if before.get(tag) != after.get(tag))


def _longest_rising(numbers: list[int]) -> set[int]:
    """Return the numbers of a longest rising part of a list of different ones."""
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        previous[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = previous[last]
    return kept
