"""Who takes part: delegations in order, their heads with their offices, their members."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.delegations import Delegation, Function, Member, Role
from tracker.domain.folding import fold
from tracker.render.language import capital, field_name, level, primary, term
from tracker.render.sheet import Emphasis, Entry, Heading, Outline, Span, Table, island, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.domain.parties import Rank
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def alphabetical(name: str, language: str) -> str:
    """Return a key that sorts names; Arabic does not count the article."""
    folded = fold(name)
    return folded.removeprefix("ال") if primary(language) == "ar" else folded


def delegations_section(
    delegations: Sequence[Delegation], at_level: Rank | None, reading: Reading
) -> list[Block]:
    """Return the delegations under their heading, in the order of precedence in which they come.

    Nothing when none is known.
    """
    if not delegations:
        return []
    entries = delegation_entries(delegations, at_level, reading)
    return [Heading(line(reading.gettext("Delegations"))), Outline(entries)]


def delegation_entries(
    delegations: Sequence[Delegation],
    at_level: Rank | None,
    reading: Reading,
    *,
    numbered: bool = False,
) -> tuple[Entry, ...]:
    """Return delegations in the order in which they come, each with its members below it.

    `numbered` gives each its place in the order of precedence.
    """
    chairs = sum(d.chairs for d in delegations)
    heads_known = any(d.head for d in delegations)
    entries = []
    for number, delegation in enumerate(delegations, start=1):
        notes = _notes(delegation, at_level, reading)
        if heads_known and delegation.head is None:
            label = capital(term(Function.HEAD, reading.language))
            notes.insert(0, reading.remark(label, reading.gettext("not named")))
        label = str(number) if numbered else ""
        entries.append(Entry(_title(delegation, chairs, reading), label, tuple(notes)))
    return tuple(entries)


def heads_section(delegations: Sequence[Delegation], reading: Reading) -> list[Block]:
    """Return a row for each delegation, in order of precedence: the party and its head.

    Nothing when none is known.
    """
    if not delegations:
        return []
    chairs = sum(d.chairs for d in delegations)
    head = (
        reading.gettext("Delegation"),
        capital(term(Function.HEAD, reading.language)),
        field_name("office", reading.language),
    )
    rows = tuple(_with_head(d, chairs, reading) for d in delegations)
    return [Heading(line(reading.gettext("Delegations"))), Table(head, rows)]


def _with_head(delegation: Delegation, chairs: int, reading: Reading) -> tuple[Line, ...]:
    title = _title(delegation, chairs, reading)
    head = delegation.head
    if head is None:
        return title, line(reading.gettext("not named")), ()
    office = line(reading.words(head.office)) if head.office else ()
    return title, line(reading.name(head.person.name)), office


def _title(delegation: Delegation, chairs: int, reading: Reading) -> Line:
    """Return the party by its formal name, where the reader's language has one."""
    party = delegation.party
    formal = party.formal_name.rendition(reading.language)
    name = (
        reading.party(party)
        if formal.fallback or not formal.words
        else reading.name(party.formal_name)
    )
    name = replace(name, emphasis=Emphasis.STRONG)
    return reading.aside(name, _capacity(delegation, chairs, reading))


def _capacity(delegation: Delegation, chairs: int, reading: Reading) -> Line:
    said = []
    if delegation.role is not Role.PARTICIPANT:
        said.append(Span(term(delegation.role, reading.language)))
    if delegation.chairs:
        said.append(Span(reading.gettext("chair") if chairs == 1 else reading.gettext("co-chair")))
    return reading.listed(said)


def _notes(delegation: Delegation, at_level: Rank | None, reading: Reading) -> list[Line]:
    members = sorted(delegation.members, key=lambda m: list(Function).index(m.function))
    notes = [_member(m, reading) for m in members]
    if delegation.level and delegation.level is not at_level:
        label = reading.gettext("Level")
        notes.append(reading.remark(label, level(delegation.level, reading.language)))
    if delegation.credentials:
        notes.append(reading.remark(reading.gettext("Credentials"), island(delegation.credentials)))
    if delegation.note:
        notes.append(reading.remark(reading.gettext("Note"), island(delegation.note)))
    return notes


def _member(member: Member, reading: Reading) -> Line:
    label = capital(term(member.function, reading.language))
    named = [reading.name(member.person.name)]
    if member.office:
        named.append(reading.words(member.office))
    return reading.remark(label, reading.listed(named))
