"""Recognising what was not found by its identity: the same, moved, or reworded.

Some publishers give every event a new uid each time the calendar is read. What an event
is then known by is what it says. A guess is made only where nothing else could be meant,
on either side: a wrong one would turn one meeting into another.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.values import frozen
from tracker.services.importing.said import start_in, subject_in

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from tracker.services.importing.said import Said

K = TypeVar("K")
_ALIKE = 0.6  # of the letters of two titles, in order


@frozen
class Face:
    """What an entry or a listing is recognised by."""

    content: str
    start: str
    title: str
    place: str

    @staticmethod
    def of(content: str, said: Said) -> Face:
        """Return the face of what is said."""
        when = said.get("when") or said.get("due") or ""
        return Face(content, start_in(when), *subject_in(said))


def same(waiting: Mapping[int, Face], listed: Mapping[int, str | None]) -> dict[int, int]:
    """Return which waiting entry is which listing, where start, title and place are the same."""
    free: dict[str | None, list[int]] = {}
    for listing, content in listed.items():
        free.setdefault(content, []).append(listing)
    found = {}
    for number, face in waiting.items():
        if free.get(face.content):
            found[number] = free[face.content].pop(0)
    return found


def alike(
    waiting: Mapping[int, Face],
    listed: Mapping[int, Face],
    others: Iterable[tuple[str, str]],
    today: str,
) -> dict[int, int]:
    """Return which waiting entry is which listing that was moved, put elsewhere or reworded.

    `others` are the titles and places of what is listed besides: where a title comes again
    and again, none of its events is taken for another. What was over by `today` was not
    moved to a day to come.
    """
    found: dict[int, int] = {}

    def pair(key: Callable[[Face], Hashable], usual: Counter[Hashable] | None = None) -> None:
        left = {n: f for n, f in waiting.items() if n not in found}
        taken = set(found.values())
        free = {n: f for n, f in listed.items() if n not in taken}
        ours, theirs = _singles(free, key), _singles(left, key)
        for shared in ours.keys() & theirs.keys():
            if usual is not None and usual[shared]:
                continue
            then, now = listed[ours[shared]], waiting[theirs[shared]]
            if _may_be(then, now, today):
                found[theirs[shared]] = ours[shared]

    usual: Counter[Hashable] = Counter(others)
    pair(lambda face: (face.start, face.title))  # put elsewhere
    pair(lambda face: (face.title, face.place), usual)  # moved
    pair(lambda face: (face.start, face.place))  # reworded
    return found


def _singles(faces: Mapping[int, Face], key: Callable[[Face], Hashable]) -> dict[Hashable, int]:
    """Return the keys that just one face has, with its number."""
    counts = Counter(map(key, faces.values()))
    return {key(face): number for number, face in faces.items() if counts[key(face)] == 1}


def _may_be(then: Face, now: Face, today: str) -> bool:
    """Return whether one may have become the other."""
    if then.start != now.start and then.start[: len(today)] < today <= now.start[: len(today)]:
        return False
    if then.title == now.title:
        return True
    return SequenceMatcher(None, then.title, now.title, autojunk=False).ratio() >= _ALIKE
