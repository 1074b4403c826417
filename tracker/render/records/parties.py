"""Parties, people and posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.render.language import capital, term
from tracker.render.records import parts
from tracker.render.records.documents import commitments_table
from tracker.render.sections.delegations import alphabetical
from tracker.render.sheet import Entry, Outline, Table, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.dossiers import Dossier
    from tracker.domain.parties import Party, Person, Post
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Fact, Line


def parties_table(parties: Iterable[Party], reading: Reading) -> Table:
    """Return parties as rows, by code."""
    head = (
        parts.label("code", reading),
        parts.label("name", reading),
        parts.label("kind", reading),
    )
    return Table(
        head,
        tuple(
            (
                line(parts.reference(party.code)),
                line(reading.party(party)),
                line(term(party.kind, reading.language)),
            )
            for party in parties
        ),
    )


def party_blocks(party: Party, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a party, under its name."""
    member_of, members = parts.memberships_outline(dossier.memberships, party.code, reading)
    holders = sorted(
        dossier.people,
        key=lambda p: (_highest(p), alphabetical(str(p.name), reading.language)),
    )
    return [
        *parts.facts(
            parts.said("code", parts.reference(party.code), reading),
            parts.said("kind", parts.stated(party.kind, reading), reading),
            parts.said("formal-name", reading.name(party.formal_name), reading)
            if party.formal_name
            else (),
            parts.versions(party.name, reading),
            parts.names(party.aliases, reading),
            parts.noted(party.note, reading),
        ),
        *parts.section(reading.gettext("Member of"), member_of),
        *parts.section(parts.label("members", reading), members),
        *parts.section(reading.gettext("Posts"), Outline(tuple(_holders(holders, reading)))),
        *parts.appearances_sections(dossier.appearances, reading),
        *parts.section(
            reading.gettext("Commitments"), commitments_table(dossier.commitments, reading)
        ),
    ]


def _highest(person: Person) -> int:
    return min((post.rank.order if post.rank else 99 for post in person.posts), default=99)


def _holders(people: Iterable[Person], reading: Reading) -> Iterable[Entry]:
    for person in people:
        for post in person.posts:
            years = parts.period(post.since, post.until, reading)
            title = reading.aside(reading.words(post.title), years)
            yield Entry(reading.remark(reading.name(person.name), title), f"post{post.id}")


def people_table(people: Iterable[Person], reading: Reading) -> Table:
    """Return people as rows, with the last office of each."""
    head = (
        reading.gettext("Reference"),
        parts.label("name", reading),
        parts.label("office", reading),
    )
    return Table(
        head,
        tuple(
            (
                line(parts.reference(person.ref)),
                line(reading.name(person.name)),
                _last_office(person, reading),
            )
            for person in people
        ),
    )


def _last_office(person: Person, reading: Reading) -> Line:
    if not person.posts:
        return ()
    post = next((p for p in reversed(person.posts) if p.until is None), person.posts[-1])
    years = parts.period(post.since, post.until, reading) if post.until else ()
    held = reading.listed([line(reading.party(post.party)), years])
    return reading.aside(reading.words(post.title), held)


def person_blocks(person: Person, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a person, under their name."""
    return [
        *parts.facts(
            parts.versions(person.name, reading),
            parts.names((s.words for s in person.spellings if not s.wrong), reading),
            _wrong(person, reading),
            reading.fact(reading.gettext("Sorted as"), line(island(person.sort_name or ""))),
            parts.noted(person.note, reading),
        ),
        *parts.section(reading.gettext("Posts"), parts.posts_outline(person.posts, reading)),
        *parts.appearances_sections(dossier.appearances, reading),
    ]


def _wrong(person: Person, reading: Reading) -> tuple[Fact, ...]:
    spellings = [
        reading.aside(island(s.words), island(s.note) if s.note else "")
        for s in person.spellings
        if s.wrong
    ]
    return reading.fact(reading.gettext("Wrongly spelt"), *spellings)


def posts_table(posts: Iterable[Post], people: dict[int, Person], reading: Reading) -> Table:
    """Return posts as rows, each with who holds it for whom, from and to."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("Person"),
        reading.gettext("Party"),
        parts.label("title", reading),
        parts.label("rank", reading),
        reading.gettext("Period"),
    )
    return Table(head, tuple(_post_row(post, people, reading) for post in posts))


def _post_row(post: Post, people: dict[int, Person], reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(f"post{post.id}")),
        line(reading.name(people[post.person_id].name)),
        line(parts.reference(post.party.code)),
        line(reading.words(post.title)),
        line(term(post.rank, reading.language)) if post.rank else (),
        parts.period(post.since, post.until, reading),
    )


def post_blocks(post: Post, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a post, under its title."""
    holder = [reading.name(person.name) for person in dossier.people]
    rank = line(capital(term(post.rank, reading.language))) if post.rank else ()
    return parts.facts(
        reading.fact(reading.gettext("Person"), reading.listed(holder)),
        reading.fact(reading.gettext("Party"), line(reading.party(post.party))),
        parts.said("rank", rank, reading),
        reading.fact(reading.gettext("Period"), parts.period(post.since, post.until, reading)),
        parts.versions(post.title, reading),
    )
