"""The order of precedence, with what gives each delegation its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.precedence import Basis, Ground, HostPlace, copies
from tracker.render.language import language_name, term
from tracker.render.records import parts
from tracker.render.sheet import Table, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.domain.precedence import Precedence, Seat
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line


def order_table(seats: Iterable[Seat], rule: Precedence, reading: Reading) -> Table:
    """Return an order as rows: place, delegation, the name it is listed by, capacity, why there."""
    head = (
        reading.gettext("No."),
        parts.label("delegations", reading),
        reading.gettext("Listed as"),
        parts.label("role", reading),
        reading.gettext("Why"),
    )
    return Table(head, tuple(_row(seat, rule, reading) for seat in seats))


def _row(seat: Seat, rule: Precedence, reading: Reading) -> tuple[Line, ...]:
    return (
        line(str(seat.number)),
        reading.aside(
            reading.party(seat.delegation.party), parts.reference(seat.delegation.party.code)
        ),
        line(island(seat.listed)),
        line(term(seat.delegation.role, reading.language)),
        _why(seat, rule, reading),
    )


def _why(seat: Seat, rule: Precedence, reading: Reading) -> Line:
    match seat.ground:
        case Ground.RANK:
            return _by_rank(seat, rule, reading)
        case Ground.ALPHABET | Ground.NOT_PLACED:
            return _alphabet(rule, reading)
        case _:
            said = {
                Ground.HOST_FIRST: reading.gettext("the host first"),
                Ground.HOST_LAST: reading.gettext("the host last"),
                Ground.START: reading.gettext("drawn by lot"),
                Ground.NO_RANK: reading.gettext("the rank of its head is not known"),
                Ground.HAND: reading.gettext("placed by hand"),
            }
            return line(said[seat.ground])


def _by_rank(seat: Seat, rule: Precedence, reading: Reading) -> Line:
    """Return the rank of the head and since when; of one nobody dated, also the alphabet."""
    rank = line(term(seat.rank, reading.language)) if seat.rank else ()
    if seat.since is None:
        return reading.listed([rank, _alphabet(rule, reading)])
    since = reading.gettext("in office from {date}")
    return reading.listed([rank, reading.fill(since, date=parts.day(seat.since, reading))])


def _alphabet(rule: Precedence, reading: Reading) -> Line:
    named = language_name(rule.language, reading.language)
    return reading.fill(reading.gettext("by the alphabet ({language})"), language=named)


def rule_said(rule: Precedence, reading: Reading) -> Line:
    """Return a rule in a line: “By the alphabet (French), beginning with Mali; host first”."""
    basis = _basis(rule, reading)
    said = [reading.aside(basis, island(rule.reason)) if rule.reason else basis]
    if rule.start is not None:
        begun = reading.gettext("beginning with {party}")
        said.append(reading.fill(begun, party=reading.party(rule.start)))
    hosts = {
        HostPlace.FIRST: reading.gettext("the host first"),
        HostPlace.LAST: reading.gettext("the host last"),
        HostPlace.IN_TURN: "",
    }
    if rule.basis is not Basis.HAND and hosts[rule.host]:
        said.append(line(hosts[rule.host]))
    if rule.alternat:
        said.append(line(reading.gettext("alternat: each first in its own copy of a document")))
    return reading.listed(said)


def _basis(rule: Precedence, reading: Reading) -> Line:
    match rule.basis:
        case Basis.ALPHABETICAL:
            return _alphabet(rule, reading)
        case Basis.RANK:
            return line(reading.gettext("by the rank of the heads, then by time in office"))
        case Basis.HAND:
            return line(reading.gettext("placed by hand"))


def copies_table(seats: Sequence[Seat], reading: Reading) -> Table:
    """Return the order in each party's own copy of a document, a row a copy."""
    head = (reading.gettext("Copy of"), reading.gettext("Order"))
    listed = {seat.delegation.id: reading.party(seat.delegation.party) for seat in seats}
    rows = (
        (line(listed[copy[0].id]), reading.listed([listed[each.id] for each in copy]))
        for copy in copies([seat.delegation for seat in seats])
    )
    return Table(head, tuple(rows))
