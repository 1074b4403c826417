"""The order of precedence: which delegation stands where in a list, and why.

A rule belongs to a session or a meeting. The order that it makes is one for all readers:
a Russian print lists delegations as the French one beside it does.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.collation import collation_key
from tracker.domain.delegations import Role
from tracker.domain.listed_names import listed_name
from tracker.domain.parties import Rank
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.collation import Key
    from tracker.domain.delegations import Delegation
    from tracker.domain.parties import Party

# Who takes part stands before who mediates, observes or is a guest.
_TAKING_PART = frozenset({Role.HOST, Role.PARTICIPANT})
_GROUPS = tuple(Role)


class Basis(StrEnum):
    """By what delegations are ordered."""

    ALPHABETICAL = "alphabetical"
    RANK = "rank"
    HAND = "hand"


class HostPlace(StrEnum):
    """Where the host stands among those who take part."""

    FIRST = "first"
    LAST = "last"
    IN_TURN = "in-turn"


class Ground(StrEnum):
    """What gives a delegation its place."""

    HOST_FIRST = "host-first"
    HOST_LAST = "host-last"
    ALPHABET = "alphabet"
    START = "start"
    RANK = "rank"
    NO_RANK = "no-rank"
    HAND = "hand"
    NOT_PLACED = "not-placed"


@frozen
class Precedence:
    """A rule of precedence; as it stands here, the usual one where nobody set another.

    `language` is that of the alphabet, which also parts those whom the rule leaves level.
    `start` is the party that was drawn to begin the alphabet, `placed` the parties by hand.
    """

    basis: Basis = Basis.ALPHABETICAL
    language: str = "en"
    start: Party | None = None
    host: HostPlace = HostPlace.FIRST
    alternat: bool = False
    placed: tuple[Party, ...] = ()
    reason: str | None = None
    is_set: bool = False


@frozen
class Seat:
    """A delegation's place in the order: its number, the name it is listed by, and why there."""

    number: int
    delegation: Delegation
    listed: str
    ground: Ground
    rank: Rank | None = None
    since: date | None = None


@frozen
class Order:
    """A rule with the order that it makes; `copies` are codes of parties, with an alternat only."""

    rule: Precedence
    seats: tuple[Seat, ...]
    copies: tuple[tuple[str, ...], ...] = ()


def order(present: Iterable[Delegation], rule: Precedence) -> Order:
    """Return the order that a rule makes, explained, with each party's copy for the alternat."""
    made = seats(present, rule)
    own = copies([seat.delegation for seat in made]) if rule.alternat else ()
    return Order(rule, made, tuple(tuple(d.party.code for d in copy) for copy in own))


def in_order(present: Iterable[Delegation], rule: Precedence) -> tuple[Delegation, ...]:
    """Return delegations in the order that a rule gives them."""
    return tuple(seat.delegation for seat in seats(present, rule))


def seats(present: Iterable[Delegation], rule: Precedence) -> tuple[Seat, ...]:
    """Return the place of each delegation by a rule, in order, with its ground.

    Those who take part come first, then mediators, observers and guests; by hand, those
    who are named come before all others, who follow by the alphabet.
    """
    judged = sorted(((_judged(d, rule), d) for d in present), key=lambda pair: pair[0].key)
    return tuple(
        Seat(
            number,
            delegation,
            listed_name(delegation.party, rule.language),
            judgement.ground,
            judgement.rank,
            judgement.since,
        )
        for number, (judgement, delegation) in enumerate(judged, start=1)
    )


def copies(order: Sequence[Delegation]) -> tuple[tuple[Delegation, ...], ...]:
    """Return the order in each party's own copy of a document: itself first, then the others.

    That is the alternat; only those who take part sign, so others have no copy.
    """
    signing = [d for d in order if d.role in _TAKING_PART]
    return tuple((own, *(d for d in signing if d is not own)) for own in signing)


def next_host(parties: Iterable[Party], last: Party | None, language: str) -> Party | None:
    """Return the party that follows the last host in the alphabet, the first after the last.

    Without a last host there is nothing to rotate from.
    """
    if last is None:
        return None
    others = sorted(
        (party for party in parties if party.id != last.id), key=lambda p: _name_key(p, language)
    )
    after = [p for p in others if _name_key(p, language) > _name_key(last, language)]
    return next(iter(after or others), None)


@frozen
class _Judgement:
    key: tuple[object, ...]
    ground: Ground
    rank: Rank | None = None
    since: date | None = None


def _judged(delegation: Delegation, rule: Precedence) -> _Judgement:
    name = _name_key(delegation.party, rule.language)
    group = 0 if delegation.role in _TAKING_PART else _GROUPS.index(delegation.role)
    if rule.basis is Basis.HAND:
        return _by_hand(delegation, rule, group, name)
    if delegation.role is Role.HOST and rule.host is not HostPlace.IN_TURN:
        ground = Ground.HOST_FIRST if rule.host is HostPlace.FIRST else Ground.HOST_LAST
        return _Judgement((group, -1 if rule.host is HostPlace.FIRST else 1, name), ground)
    if rule.basis is Basis.RANK:
        return _by_rank(delegation, group, name)
    if group or rule.start is None:
        return _Judgement((group, 0, 0, name, delegation.id), Ground.ALPHABET)
    turned = name < _name_key(rule.start, rule.language)
    first = delegation.party.id == rule.start.id
    ground = Ground.START if first else Ground.ALPHABET
    return _Judgement((group, 0, int(turned), name, delegation.id), ground)


def _by_hand(delegation: Delegation, rule: Precedence, group: int, name: Key) -> _Judgement:
    placed = [party.id for party in rule.placed]
    if delegation.party.id in placed:
        return _Judgement((0, placed.index(delegation.party.id)), Ground.HAND)
    return _Judgement((1, group, name, delegation.id), Ground.NOT_PLACED)


def _by_rank(delegation: Delegation, group: int, name: Key) -> _Judgement:
    """Return the place by the rank of the head, then by who has held the post for longest."""
    post = delegation.head.post if delegation.head else None
    rank = (post.rank if post else None) or delegation.level
    since = post.since.days()[0] if post and post.since else None
    order = rank.order if rank else len(Rank)
    key = (group, 0, order, since or date.max, name, delegation.id)
    return _Judgement(key, Ground.RANK if rank else Ground.NO_RANK, rank, since)


def _name_key(party: Party, language: str) -> Key:
    return collation_key(listed_name(party, language), language)
