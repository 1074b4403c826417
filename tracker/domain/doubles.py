"""Probable doubles: two meetings that may be one, and what speaks for it.

Only meetings that share something rare on a day are compared: a start, all their parties,
or a word of their titles. So a hundred thousand of them cost little more than reading them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations, product
from typing import TYPE_CHECKING, Final, TypeAlias

from tracker.domain.folding import fold
from tracker.domain.values import frozen
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from tracker.domain.entries import Entry


class Evidence(StrEnum):
    """What two meetings have in common."""

    SAME_TIME = "same-time"
    SAME_START = "same-start"
    OVERLAPPING = "overlapping-times"
    SAME_DATES = "same-dates"
    WITHIN = "one-date-within-the-other"
    SAME_DAY = "same-day"
    UNDATED = "one-date-unknown"
    SAME_PARTIES = "same-parties"
    SOME_PARTIES = "parties-of-one-among-those-of-the-other"
    SAME_TITLE = "same-title"
    LIKE_TITLE = "titles-alike"
    SAME_PLACE = "same-place"
    SAME_CITY = "same-city"


_POINTS: Final = {
    Evidence.SAME_TIME: 3,
    Evidence.SAME_DATES: 3,
    Evidence.SAME_START: 3,
    Evidence.OVERLAPPING: 2,
    Evidence.WITHIN: 1,
    Evidence.SAME_DAY: -1,
    Evidence.UNDATED: 0,
    Evidence.SAME_PARTIES: 3,
    Evidence.SOME_PARTIES: 1,
    Evidence.SAME_TITLE: 4,
    Evidence.LIKE_TITLE: 3,
    Evidence.SAME_PLACE: 2,
    Evidence.SAME_CITY: 1,
}
ENOUGH: Final = 6
_OTHER_PARTIES, _OTHER_CITY, _OTHER_TITLE, _OTHER_KIND = 4, 3, 2, 2
_TOGETHER: Final = frozenset(
    {Evidence.SAME_TIME, Evidence.SAME_DATES, Evidence.SAME_START, Evidence.OVERLAPPING}
)
_TITLED: Final = frozenset({Evidence.SAME_TITLE, Evidence.LIKE_TITLE})
_DAY: Final = timedelta(days=1)
_SHORT: Final = timedelta(days=8)
# More than this many on one day share too common a thing for all to be compared for it.
_CROWD: Final = 60
_NEXT: Final = 8
_COMMON: Final = 0.02  # of all titles: a word in more of them says little …
_WORN: Final = 0.15  # … and in that many nothing …
_FEW: Final = 50  # … unless there are few
_TYPING: Final = 0.84  # how alike two words are that differ by a slip
_UNLIKE: Final = 0.25

Tokens: TypeAlias = frozenset[str]


@frozen
class Double:
    """Two meetings that may be one, the earlier logged first; the higher the score the likelier."""

    first: Entry
    second: Entry
    score: int
    evidence: tuple[Evidence, ...]


@frozen
class _Known:
    """A meeting with its titles taken apart, by language."""

    entry: Entry
    titles: tuple[tuple[str, Tokens], ...]
    parties: frozenset[str]


def doubles(entries: Sequence[Entry]) -> tuple[Double, ...]:
    """Return the meetings that may be one, the likeliest first."""
    known = [_known(entry) for entry in entries]
    found = []
    for one, other in _candidates(known):
        evidence, score = _weighed(known[one], known[other])
        if score >= ENOUGH:
            first, second = sorted((known[one].entry, known[other].entry), key=lambda e: e.id)
            found.append(Double(first, second, score, evidence))
    return tuple(sorted(found, key=lambda d: (-d.score, d.first.id, d.second.id)))


def _known(entry: Entry) -> _Known:
    titles = tuple((tag, frozenset(fold(words).split())) for tag, words in entry.title)
    return _Known(entry, titles, frozenset(entry.parties))


def _candidates(known: Sequence[_Known]) -> set[tuple[int, int]]:
    """Return the places of meetings to be compared, each pair once."""
    words = _words(known)
    days: defaultdict[int, list[int]] = defaultdict(list)
    at_large = []
    for number, each in enumerate(known):
        if _is_short(each.entry):
            for day in _days(each.entry):
                days[day].append(number)
        else:
            at_large.append(number)
    pairs = _with_long(known, at_large, words.rare)
    for numbers in days.values():
        pairs.update(_on_one_day(known, numbers, words))
    return pairs


def _on_one_day(
    known: Sequence[_Known], numbers: list[int], words: _Words
) -> Iterator[tuple[int, int]]:
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number in numbers:
        for key in _keys(known[number], words):
            blocks[key].append(number)
    for block in blocks.values():
        yield from _within(block)


def _within(block: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block; of a crowd, each with those next to it."""
    if len(block) <= _CROWD:
        yield from combinations(block, 2)
        return
    for place, number in enumerate(block):
        yield from ((number, other) for other in block[place + 1 : place + 1 + _NEXT])


def _with_long(
    known: Sequence[_Known], at_large: list[int], rare: frozenset[str]
) -> set[tuple[int, int]]:
    """Return pairs with those that have no date, or one that is long or not precise.

    They need a whole title in common, or all parties and a rare word.
    """
    if not at_large:
        return set()
    wanted = {key for number in at_large for key in _firm_keys(known[number], rare)}
    sharing: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, each in enumerate(known):
        for key in wanted.intersection(_firm_keys(each, rare)):
            sharing[key].append(number)
    return {
        (min(number, other), max(number, other))
        for number in at_large
        for key in _firm_keys(known[number], rare)
        if len(sharing[key]) <= _CROWD * 10
        for other in sharing[key]
        if other != number
    }


@frozen
class _Words:
    """Of the words in titles, those that few have, and those that say nothing at all."""

    rare: Tokens
    worn: Tokens


def _words(known: Sequence[_Known]) -> _Words:
    counts = Counter(word for each in known for _, title in each.titles for word in title)
    rare, worn = (max(_FEW, len(known) * share) for share in (_COMMON, _WORN))
    return _Words(
        frozenset(word for word, count in counts.items() if count <= rare),
        frozenset(word for word, count in counts.items() if count > worn),
    )


def _is_short(entry: Entry) -> bool:
    if entry.starts_at is None or entry.ends_at is None or isinstance(entry.when, Imprecise):
        return False
    return entry.ends_at - entry.starts_at <= _SHORT


def _days(entry: Entry) -> Iterator[int]:
    """Yield the days on which a short meeting is, in UTC."""
    if entry.starts_at is not None and entry.ends_at is not None:
        first, last = entry.starts_at.toordinal(), entry.ends_at.toordinal()
        yield from range(first, last + 1)


def _keys(each: _Known, words: _Words) -> Iterator[Hashable]:
    """Yield what a meeting must share with another on its day, to be compared with it."""
    start = each.entry.starts_at
    if each.parties:
        yield each.parties
        yield from ((start, party) for party in each.parties)
    if each.entry.place:
        yield start, each.entry.city or each.entry.place
    for _, title in each.titles:
        yield title
        yield from title & words.rare
        yield from ((start, word) for word in title - words.worn)


def _firm_keys(each: _Known, rare: frozenset[str]) -> Iterator[Hashable]:
    for _, title in each.titles:
        yield title
        if each.parties:
            yield from ((each.parties, word) for word in title & rare)


def _weighed(one: _Known, other: _Known) -> tuple[tuple[Evidence, ...], int]:
    """Return what speaks for two meetings being one, and how much all in all."""
    time = _time(one.entry, other.entry)
    if time is None:
        return (), 0
    parties, strangers = _parties(one.parties, other.parties)
    place, elsewhere = _place(one.entry, other.entry)
    kinds = {one.entry.kind, other.entry.kind} - {"meeting"}
    score = sum(_POINTS[each] for each in (time, parties, place) if each is not None)
    score += _is_day_only(time, one.entry, other.entry)
    score -= strangers + elsewhere + (_OTHER_KIND if len(kinds) > 1 else 0)
    if score + _POINTS[Evidence.SAME_TITLE] < ENOUGH:
        return (), 0
    title, unlike = _title(one, other)
    same_session = one.entry.session is not None and one.entry.session == other.entry.session
    if same_session and not (time in _TOGETHER and title in _TITLED):
        return (), 0  # sittings of one session were told apart by whoever logged them
    evidence = tuple(each for each in (time, parties, title, place) if each is not None)
    return evidence, score - unlike + (_POINTS[title] if title else 0)


def _time(one: Entry, other: Entry) -> Evidence | None:
    """Return how near two dates are; None for meetings that were apart."""
    if isinstance(one.when, ToBeConfirmed) or isinstance(other.when, ToBeConfirmed):
        return Evidence.UNDATED
    if None in (one.starts_at, one.ends_at, other.starts_at, other.ends_at):
        return None
    if _is_apart(one, other):
        both = isinstance(one.when, Timed) and isinstance(other.when, Timed)
        return Evidence.SAME_DAY if both and one.when.days() == other.when.days() else None
    if isinstance(one.when, Timed) and isinstance(other.when, Timed):
        if one.starts_at != other.starts_at:
            return Evidence.OVERLAPPING
        known = one.when.end is not None and other.when.end is not None
        same = one.ends_at == other.ends_at and known
        return Evidence.SAME_TIME if same else Evidence.SAME_START
    if one.when == other.when and one.when.is_precise:
        return Evidence.SAME_DATES
    if isinstance(one.when, AllDay) and isinstance(other.when, AllDay):
        return Evidence.OVERLAPPING
    return Evidence.WITHIN


def _is_day_only(time: Evidence, one: Entry, other: Entry) -> bool:
    """Return whether of two meetings on one day one says the hour and one the day alone."""
    days = one.when.days()
    exact = one.when.is_precise and other.when.is_precise
    return time is Evidence.WITHIN and exact and days == other.when.days() and days[0] == days[1]


def _is_apart(one: Entry, other: Entry) -> bool:
    """Return whether two meetings do not overlap; one whose end is not known is an instant."""
    assert one.starts_at and one.ends_at and other.starts_at and other.ends_at  # noqa: S101, PT018
    if one.starts_at == other.starts_at:
        return False
    return one.ends_at <= other.starts_at or other.ends_at <= one.starts_at


def _parties(one: frozenset[str], other: frozenset[str]) -> tuple[Evidence | None, int]:
    if not one or not other:
        return None, 0
    if one == other:
        return Evidence.SAME_PARTIES, 0
    if one < other or other < one:
        return Evidence.SOME_PARTIES, 0
    return None, 0 if one & other else _OTHER_PARTIES


def _place(one: Entry, other: Entry) -> tuple[Evidence | None, int]:
    """Return whether two places are one, by their names; a venue is in its city."""
    places, cities = (one.place, other.place), (one.city or one.place, other.city or other.place)
    if not (places[0] and places[1]):
        return None, 0
    if places[0] == places[1]:
        return Evidence.SAME_PLACE if one.city else Evidence.SAME_CITY, 0
    return (Evidence.SAME_CITY, 0) if cities[0] == cities[1] else (None, _OTHER_CITY)


def _title(one: _Known, other: _Known) -> tuple[Evidence | None, int]:
    """Return how alike the titles are, and what speaks against it in a language of both."""
    best, comparable = 0.0, False
    for (tag, words), (tag2, words2) in product(one.titles, other.titles):
        likeness = _likeness(words, words2)
        best = max(best, likeness)
        comparable = comparable or tag == tag2
    if best == 1:
        return Evidence.SAME_TITLE, 0
    if best >= _LIKE:
        return Evidence.LIKE_TITLE, 0
    return None, _OTHER_TITLE if comparable and best < _UNLIKE else 0


_LIKE: Final = 0.75


def _likeness(one: Tokens, other: Tokens) -> float:
    """Return from 0 to 1 how far two titles are one.

    Slips of the pen are forgiven. Where either has a word of its own, one says more than
    the other; where both have, or a number differs, they speak of two things.
    """
    if one == other:
        return 1.0
    shared = one & other
    own, others = one - shared, other - shared
    slips = _slips(own, others)
    own, others = own - {a for a, _ in slips}, others - {b for _, b in slips}
    common = len(shared) + len(slips)
    dice = 2 * common / (2 * common + len(own) + len(others))
    if _numbers(own) or _numbers(others) or (own and others):
        return min(dice, 0.5)
    return min(max(dice, _LIKE), 0.9) if common > 1 or slips else dice


def _slips(own: Tokens, others: Tokens) -> list[tuple[str, str]]:
    """Return words of both that differ by a slip or an ending, each once."""
    found: list[tuple[str, str]] = []
    free = set(others)
    for word in sorted(own):
        near = next((each for each in sorted(free) if _is_slip(word, each)), None)
        if near is not None:
            free.discard(near)
            found.append((word, near))
    return found


def _is_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 2 or len(one) < 4 or one[0] != other[0]:  # noqa: PLR2004
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _TYPING


def _numbers(words: Iterable[str]) -> bool:
    return any(any(sign.isdigit() for sign in word) for word in words)
