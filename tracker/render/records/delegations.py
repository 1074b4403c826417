"""Lists of delegations, and what is said of one after it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.language import level, term
from tracker.render.records import parts
from tracker.render.sheet import Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.delegations import Delegation, Member
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line


def delegations_table(found: Iterable[Delegation], reading: Reading) -> Table:
    """Return delegations as rows, in their order: party, role, level, head, how many others."""
    head = (
        parts.label("delegations", reading),
        parts.label("role", reading),
        parts.label("level", reading),
        parts.label("head", reading),
        parts.label("members", reading),
    )
    return Table(head, tuple(_row(each, reading) for each in found))


def _row(of: Delegation, reading: Reading) -> tuple[Line, ...]:
    others = [member for member in of.members if member is not of.head]
    return (
        reading.aside(reading.party(of.party), parts.reference(of.party.code)),
        _role(of, reading),
        line(level(of.level, reading.language)) if of.level else (),
        _named(of.head, reading) if of.head else (),
        reading.listed([line(reading.name(member.person.name)) for member in others]),
    )


def _role(of: Delegation, reading: Reading) -> Line:
    roles = [line(term(of.role, reading.language))]
    if of.chairs:
        roles.append(line(reading.gettext("chair")))
    return reading.listed(roles)


def _named(member: Member, reading: Reading) -> Line:
    name = line(reading.name(member.person.name))
    return reading.listed([name, line(reading.words(member.office))]) if member.office else name


def delegation_said(of: Delegation, reading: Reading) -> Line:
    """Return a delegation in a line: “Mali (participant, chair): Abdoulaye Diop, Minister …”."""
    party = reading.aside(reading.party(of.party), _role(of, reading))
    people = [_named(member, reading) for member in of.members]
    return reading.remark(party, reading.listed(people)) if people else party
