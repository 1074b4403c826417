"""`tracker party`: states and organisations, and who belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import (
    note_option,
    since_option,
    texts_option,
    until_option,
    with_options,
    words_option,
)
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.services.desk import Desk

party = group(
    "party",
    help="States and organisations.",
    examples="""
    tracker party add MLI
    tracker party add LGA "Liptako-Gourma Authority" --name-in fr="Autorité du Liptako-Gourma"
    tracker party join MLI AES --since "16 September 2023"
    tracker party show Mali
    """,
)
_fields = with_options(
    texts_option("name-in", "The name", "names_in"),
    click.option("--kind", metavar="KIND", help="state, organisation or other."),
    click.option("--formal", metavar="WORDS", help="The formal name, as on a nameplate."),
    texts_option("formal-in", "The formal name"),
    words_option("alias", "aliases", "Another name or abbreviation; repeatable."),
    note_option,
)


@party.command(
    "add",
    examples="""
    tracker party add MLI
    tracker party add ECOWAS --alias "La Communauté"
    tracker party add LGA "Liptako-Gourma Authority" --kind organisation
    """,
)
@click.argument("code")
@click.argument("name", required=False)
@_fields
@json_option
@pass_cli
def add(cli: Cli, code: str, *, as_json: bool, **said: Any) -> None:
    """Add a party. A known state or organisation brings its names in four languages."""
    from tracker.services import parties

    with cli.desk() as desk:
        made = parties.add(desk, code, parties.PartyDraft(**said))
        _wrote(cli, desk, made, "added", as_json=as_json)


@party.command(
    "edit",
    examples="""
    tracker party edit MLI --formal "Republic of Mali"
    tracker party edit AES --name-in ru="Альянс государств Сахеля" --drop-alias CSS
    """,
)
@click.argument("ref", metavar="CODE|NAME")
@click.option("--name", metavar="WORDS", help="The name in your language.")
@_fields
@words_option("drop-alias", "dropped", "A name to take out; repeatable.")
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a party. What is given empty is taken away: --note ""."""
    from tracker.services import parties
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "parties", author=desk.author)
        changed = parties.edit(desk, of.id, records.draft(parties.PartyDraft, said))
        _wrote(cli, desk, of.id, records.verb(changed=changed), as_json=as_json)


def _wrote(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> None:
    from tracker.render.language import term
    from tracker.storage.reads.parties import parties

    found = parties(desk.reading, [made])[made]
    reading = records.reader_of(cli)
    named = reading.aside(reading.party(found), term(found.kind, reading.language))
    records.wrote(cli, f"{found.code} {done}", found, named, as_json=as_json)


@party.command("list", examples="tracker party list\ntracker party list --lang fr --json")
@json_option
@visibility_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the parties of this ledger, by code."""
    from tracker.render.records.parties import parties_table
    from tracker.storage.reads.parties import all_parties

    with cli.app.reading(clearance) as reading:
        found = all_parties(reading)
    records.show_list(
        cli,
        found,
        lambda reader: parties_table(found, reader),
        as_json=as_json,
        empty="There are no parties yet. Add one with: tracker party add MLI",
    )


@party.command("show", examples="tracker party show MLI\ntracker party show Russie --json")
@click.argument("ref", metavar="CODE|NAME")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a party: memberships, posts, meetings to come and past, what it promised."""
    records.show(cli, ref, clearance, "parties", as_json=as_json)


@party.command(
    "join",
    examples="""
    tracker party join MLI AES --since "16 September 2023"
    tracker party join MLI ECOWAS --since "28 May 1975" --until "29 January 2025"
    """,
)
@click.argument("member")
@click.argument("organisation")
@since_option
@until_option
@pass_cli
def join(cli: Cli, member: str, organisation: str, **said: Any) -> None:
    """Keep that a party is or was a member of an organisation."""
    from tracker.services import lookup, parties

    with cli.desk() as desk:
        pair = lookup.party(desk, member), lookup.party(desk, organisation)
        changed = parties.join(desk, *pair, **said)
        _wrote_membership(cli, desk, pair, "joins" if changed else "is a member already of")


@party.command("leave", examples='tracker party leave MLI ECOWAS --until "29 January 2025"')
@click.argument("member")
@click.argument("organisation")
@click.option("--until", metavar="WHEN", help="Until when; else today.")
@pass_cli
def leave(cli: Cli, member: str, organisation: str, *, until: str | None) -> None:
    """Keep that a party is no longer a member of an organisation."""
    from tracker.services import lookup, parties

    with cli.desk() as desk:
        pair = lookup.party(desk, member), lookup.party(desk, organisation)
        parties.leave(desk, *pair, until=until)
        _wrote_membership(cli, desk, pair, "leaves")


def _wrote_membership(cli: Cli, desk: Desk, pair: tuple[int, int], done: str) -> None:
    """Say who joined or left what, and the years that the membership now has."""
    from tracker.render.records.parts import period
    from tracker.render.sheet import plain
    from tracker.storage.reads.parties import memberships

    known = [
        each
        for each in memberships(desk.reading, pair[0])
        if (each.member.id, each.organisation.id) == pair
    ]
    newest = max(known, key=lambda each: each.id)
    years = plain(period(newest.since, newest.until, records.reader_of(cli)))
    said = f"{newest.member.code} {done} {newest.organisation.code}"
    cli.say(f"{said} ({years})." if years else f"{said}; since when is not known.")
