"""`tracker delegation`: the parties at a session or meeting, their heads and members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.agreement import yes_option
from tracker.cli.options import level_option, note_option
from tracker.cli.removal import take_off
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.delegations import Delegation
    from tracker.domain.precedence import Order
    from tracker.services.desk import Desk

delegation = group(
    "delegation",
    help="Parties at a session or meeting. A delegation is named REF@PARTY, aes-russia/1@MLI.",
    examples="""
    tracker delegation add aes-russia/1 MLI --head "Abdoulaye Diop" --level minister
    tracker delegation member aes-russia/1@MLI "A. Touré" --new --function expert
    tracker delegation list aes-russia/1
    tracker delegation order aes-russia/1 --by alphabetical --in fr --from MLI
    """,
)

_PERSON = "A PERSON is a reference such as p7, or a name or spelling, in any script."


def _fields(function: Any) -> Any:
    """Add the options that fill a draft."""
    function = level_option(note_option(function))
    for flags, metavar, text in (
        (("--credentials",), "WORDS", "Full powers and credentials; never public."),
        (("--level",), "RANK", "Level of representation: minister, ambassador, expert, …"),
        (("--head",), "PERSON", "Who heads it; a former head stays as a member."),
        (("--role",), "ROLE", "host, participant (default), mediator, observer or guest."),
    ):
        function = click.option(*flags, metavar=metavar, help=text)(function)
    text = "The head is new to the ledger."
    new = click.option("--new", "new_person", is_flag=True, default=None, help=text)
    chairs = click.option("--chairs/--no-chairs", default=None, help="Whether it chairs.")
    return chairs(new(function))


@delegation.command(
    "add",
    examples="""
    tracker delegation add aes-russia/1 RUS --role host --chairs --head Лавров
    tracker delegation add m42 Niger --head "Bakary Yaou Sangaré" --new --level minister
    """,
    epilog=_PERSON,
)
@click.argument("ref")
@click.argument("party")
@_fields
@json_option
@pass_cli
def add(cli: Cli, ref: str, party: str, *, as_json: bool, **said: Any) -> None:
    """Add the delegation of PARTY to REF, a session or meeting."""
    from tracker.services import delegations
    from tracker.services.references import find_in

    _require_head(said)
    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "sessions", "meetings", author=desk.author)
        new = delegations.add(desk, of, party, delegations.DelegationDraft(**said))
        named, stored = _named(desk, new)
    _say(cli, f"{named} added", stored, as_json=as_json)


@delegation.command(
    "edit",
    examples="""
    tracker delegation edit aes-russia/1@MLI --head p7 --chairs
    tracker delegation edit aes-russia/1@MLI --level "" --note ""
    """,
    epilog=_PERSON,
)
@click.argument("ref", metavar="REF@PARTY")
@_fields
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a delegation. What is given empty is taken away: --level ""."""
    from tracker.services import delegations

    _require_head(said)
    draft = records.draft(delegations.DelegationDraft, said)
    with cli.desk() as desk:
        found = _find(desk, ref)
        changed = delegations.edit(desk, found, draft)
        named, stored = _named(desk, found)
    _say(cli, f"{named} {records.verb(changed=changed)}", stored, as_json=as_json)


@delegation.command(
    "member",
    examples="""
    tracker delegation member aes-russia/1@MLI "A. Touré" --new --function expert
    tracker delegation member aes-russia/1@MLI p9 --function deputy-head --post post12
    tracker delegation member aes-russia/1@MLI p9 --title "Special envoy of the President"
    """,
    epilog=_PERSON,
)
@click.argument("ref", metavar="REF@PARTY")
@click.argument("person")
@click.option("--new", "new_person", is_flag=True, help="The person is new to the ledger.")
@click.option("--function", metavar="FUNCTION", help="head, deputy-head, member, expert, …")
@click.option("--post", metavar="POST", help="The office that brings them: post12, or its title.")
@click.option("--title", metavar="WORDS", help="How they are styled for this occasion.")
@json_option
@pass_cli
def member(cli: Cli, ref: str, person: str, *, as_json: bool, **said: Any) -> None:
    """Put PERSON in a delegation.

    Somebody who is in it already is corrected.
    """
    from tracker.services import delegations

    with cli.desk() as desk:
        found = _find(desk, ref)
        _, changed = delegations.set_member(desk, found, person, delegations.MemberDraft(**said))
        named, stored = _named(desk, found)
    _say(cli, f"{named} {records.verb(changed=changed)}", stored, as_json=as_json)


@delegation.command(
    "remove",
    examples="""
    tracker delegation remove aes-russia/1@NER
    tracker delegation remove aes-russia/1@MLI "A. Touré"
    """,
)
@click.argument("ref", metavar="REF@PARTY")
@click.argument("person", required=False)
@yes_option
@pass_cli
def remove(cli: Cli, ref: str, person: str | None, *, yes: bool) -> None:
    """Take a delegation away, or PERSON out of it."""
    from tracker.services import delegations

    if person is None:
        take_off(cli, ref, "delegations", yes=yes)
        return
    with cli.desk() as desk:
        found = _find(desk, ref)
        gone = delegations.remove_member(desk, found, person)
        named, stored = _named(desk, found)
    _say(cli, f"{named} changed, without p{gone}", stored)


@delegation.command("list", examples="tracker delegation list aes-russia/1")
@click.argument("ref")
@visibility_option
@json_option
@pass_cli
def list_(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """List the delegations at REF in the order of precedence."""
    from tracker.render.records.delegations import delegations_table
    from tracker.services.references import find_in
    from tracker.storage.reads.delegations import delegations_of

    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", author=cli.app.author)
        found = delegations_of(reading, f"{of.table[:-1]}_id", [of.id]).get(of.id, ())
    empty = f"No delegation is recorded at {of.short}."
    records.show_list(
        cli, found, lambda to: delegations_table(found, to), as_json=as_json, empty=empty
    )


@delegation.command(
    "order",
    examples="""
    tracker delegation order aes-russia/1
    tracker delegation order aes-russia/1 --by alphabetical --in fr --from MLI
    tracker delegation order aes-russia/1 --by rank --host first
    tracker delegation order aes-russia/1 --by hand RUS,MLI --reason "As agreed on 2 April"
    tracker delegation order aes-russia/1 --alternat
    """,
)
@click.argument("ref")
@click.argument("placed", metavar="[MLI,RUS]", required=False)
@click.option(
    "--by", metavar="RULE", help="alphabetical, rank, hand, or usual: no rule of its own."
)
@click.option(
    "--in", "language", metavar="TAG", help="The language of the alphabet: en, fr, ru, ar."
)
@click.option("--from", "start", metavar="PARTY", help="With whom it begins, as drawn by lot.")
@click.option("--host", metavar="WHERE", help="The host first, last or in-turn.")
@click.option("--alternat/--no-alternat", default=None, help="Each first in its own copy.")
@click.option("--reason", metavar="WORDS", help="Why so by hand; never shown to the public.")
@visibility_option
@json_option
@pass_cli
def order(cli: Cli, ref: str, *, clearance: str, as_json: bool, **said: Any) -> None:
    """Show the order of precedence and why each stands where it does, or set it.

    Every print, feed and page lists delegations in this order. A meeting has the order of
    its session unless it is given its own. The usual one: the host, then the alphabet of
    the first working language.
    """
    from tracker.services import precedence
    from tracker.services.references import find_in

    if any(value is not None for value in said.values()):
        with cli.desk() as desk:
            of = find_in(desk.reading, ref, "sessions", "meetings", author=desk.author)
            changed = precedence.set_order(desk, of, precedence.OrderDraft(**said))
        cli.say(f"The order of {of.short} {records.verb(changed=changed)}.")
    _show_order(cli, ref, clearance, as_json=as_json)


def _show_order(cli: Cli, ref: str, clearance: str, *, as_json: bool) -> None:
    from tracker.services.references import find_in
    from tracker.storage.reads.delegations import order_of

    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", author=cli.app.author)
        found = order_of(reading, f"{of.table[:-1]}_id", of.id)
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(found))
    elif not found.seats:
        cli.say(f"No delegation is recorded at {of.short}.")
    else:
        _print_order(cli, found)


def _print_order(cli: Cli, found: Order) -> None:
    from tracker.render.language import capital
    from tracker.render.records.precedence import copies_table, order_table, rule_said
    from tracker.render.sheet import plain
    from tracker.render.terminal.listing import listing

    reading = records.reader_of(cli)
    cli.say(f"{capital(plain(rule_said(found.rule, reading)))}.")
    said = listing(order_table(found.seats, found.rule, reading), cli.page, reading)
    if found.copies:
        said += "\n" + listing(copies_table(found.seats, reading), cli.page, reading)
    cli.read_out(said)


@delegation.command("show", examples="tracker delegation show aes-russia/1@MLI")
@click.argument("ref", metavar="REF@PARTY")
@visibility_option
@json_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show everything about a delegation."""
    records.show(cli, ref, clearance, "delegations", as_json=as_json)


def _require_head(said: dict[str, Any]) -> None:
    if said["new_person"] and not said["head"]:
        raise click.UsageError("--new says that the head is new; name them with --head.")


def _find(desk: Desk, ref: str) -> int:
    from tracker.services.references import find_in

    return find_in(desk.reading, ref, "delegations", author=desk.author).id


def _named(desk: Desk, number: int) -> tuple[str, Delegation]:
    """Return how a delegation is referred to, and the delegation."""
    from tracker.services.delegations import reference
    from tracker.storage.reads.delegations import delegations

    return reference(desk, number), delegations(desk.reading, [number])[number]


def _say(cli: Cli, done: str, stored: Delegation, *, as_json: bool = False) -> None:
    from tracker.render.records.delegations import delegation_said

    records.wrote(
        cli, done, stored, delegation_said(stored, records.reader_of(cli)), as_json=as_json
    )
