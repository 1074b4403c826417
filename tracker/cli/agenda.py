"""`tracker agenda`: items, their order and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.agenda_stages import STAGES
from tracker.cli.agreement import yes_option
from tracker.cli.options import embargo_option, level_option, note_option, texts_option
from tracker.cli.removal import take_off
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.agenda import AgendaItem
    from tracker.services.desk import Desk

agenda = group(
    "agenda",
    help="Items, their order and outcomes. An item is named REF:LABEL, aes-russia/1:2a.",
    examples="""
    tracker agenda add aes-russia/1 "Economic partnership and trade"
    tracker agenda add aes-russia/1 "Infrastructure projects" --under 2
    tracker agenda move aes-russia/1:2a --before 1
    tracker agenda outcome aes-russia/1:2a "Projects are to begin early." --mode by-consensus
    tracker agenda standing aes-russia/1
    tracker agenda circulate aes-russia/1 --distribution limited
    tracker agenda adopt aes-russia/1
    tracker agenda diff aes-russia/1 provisional adopted
    tracker agenda list aes-russia/1
    """,
)
for _stage in STAGES:
    agenda.add_command(_stage)


def _fields(function: Any) -> Any:
    """Add the options that fill a draft."""
    for add in (note_option, embargo_option, level_option):
        function = add(function)
    for flag, metavar, text in (
        ("--status", "STATUS", "proposed, provisional (default), adopted, withdrawn, …"),
        ("--origin", "WORDS", "Where it comes from: a proposal, a mandate."),
        ("--lead", "PARTY", "Who leads it."),
        ("--label", "LABEL", "Its label, verbatim: “2 (a)”, “3 bis”."),
    ):
        function = click.option(flag, metavar=metavar, help=text)(function)
    return texts_option("title-in", "The title", "titles_in")(function)


def _spot(function: Any) -> Any:
    """Add the options that say where an item goes."""
    for flag, text in (
        ("--under", "Below that item, as its last."),
        ("--after", "Just after that item, at its level."),
        ("--before", "Just before that item, at its level."),
    ):
        function = click.option(flag, metavar="LABEL", help=text)(function)
    return function


@agenda.command(
    "add",
    examples="""
    tracker agenda add aes-russia/1 "Economic partnership and trade" --label 2 --lead MLI
    tracker agenda add aes-russia/1 "Infrastructure projects" --under 2
    tracker agenda add m42 "Any other business" --title-in fr="Questions diverses"
    """,
)
@click.argument("ref")
@click.argument("title")
@_spot
@_fields
@json_option
@pass_cli
def add(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Add an item to an agenda.

    REF is the session or meeting; the item stands last unless you say where. Without a
    label it gets the next one: 1, 2, …; below an item 2 (a), 2 (b), …; between two, 3 bis.
    """
    from tracker.services import agenda as service
    from tracker.services.references import find_in

    spot = _taken_spot(said)
    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "sessions", "meetings", author=desk.author)
        item = service.add(desk, of, service.ItemDraft(**said), spot)
        told = _told(desk, item)
    _say(cli, "added", told, as_json=as_json)
    records.say_idle_embargo(cli, said["embargo"], told[0], told[2].visibility)


@agenda.command(
    "move",
    examples="""
    tracker agenda move aes-russia/1:3 --before 2
    tracker agenda move aes-russia/1:2a --under 3
    tracker agenda move aes-russia/1:2a --out
    """,
)
@click.argument("ref", metavar="REF:LABEL")
@_spot
@click.option("--out", is_flag=True, help="One level up, just after the item it is below.")
@click.option("--top", is_flag=True, help="Out of its item, to the end of the agenda.")
@json_option
@pass_cli
def move(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Put an item elsewhere on its agenda.

    What is below it goes with it, and its label stays.
    """
    from tracker.services import agenda as service

    top, out = said.pop("top"), said.pop("out")
    spot = _taken_spot(said, top=top, out=out)
    with cli.desk() as desk:
        item = _find(desk, ref)
        changed = service.move(desk, item, spot)
        told = _told(desk, item)
    _say(cli, "moved" if changed else "is so already", told, as_json=as_json)


@agenda.command(
    "edit",
    examples="""
    tracker agenda edit aes-russia/1:2a --title "Infrastructure" --lead MLI
    tracker agenda edit aes-russia/1:3 --label "3 bis"
    """,
)
@click.argument("ref", metavar="REF:LABEL")
@click.option("--title", metavar="WORDS", help="The title, in your language.")
@_fields
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct an item. What is given empty is taken away: --note ""."""
    from tracker.services import agenda as service

    draft = records.draft(service.ItemDraft, said)
    with cli.desk() as desk:
        item = _find(desk, ref)
        changed = service.edit(desk, item, draft)
        told = _told(desk, item)
    _say(cli, "changed" if changed else "is so already", told, as_json=as_json)
    records.say_idle_embargo(cli, said["embargo"], told[0], told[2].visibility)


@agenda.command(
    "outcome",
    examples="""
    tracker agenda outcome aes-russia/1:2a "Projects are to begin early." --mode by-consensus
    tracker agenda outcome aes-russia/1:3 --mode deferred
    """,
)
@click.argument("ref", metavar="REF:LABEL")
@click.argument("text", required=False)
@texts_option("text-in", "The outcome", "texts_in")
@click.option(
    "--mode",
    metavar="MODE",
    help="adopted, by-consensus, by-vote, noted, discussed, deferred or not-reached.",
)
@json_option
@pass_cli
def outcome(
    cli: Cli, ref: str, *, text: str | None, texts_in: Any, mode: str | None, as_json: bool
) -> None:
    """Keep what came of an item.

    What was adopted, decided or noted is then concluded, what was deferred is deferred.
    """
    from tracker.services import agenda as service

    with cli.desk() as desk:
        item = _find(desk, ref)
        changed = service.record_outcome(desk, item, text, texts_in, mode)
        told = _told(desk, item)
    _say(cli, "changed" if changed else "is so already", told, as_json=as_json)


@agenda.command("standing", examples="tracker agenda standing aes-russia/1")
@click.argument("ref")
@json_option
@pass_cli
def standing(cli: Cli, ref: str, *, as_json: bool) -> None:
    """Put the standing items on an agenda that are not there yet.

    Opening, adoption of the agenda, approval of the last record; other matters, date and
    place of the next session: in four languages. An agenda that was not circulated yet is
    then numbered anew.
    """
    from tracker.render.sheet import line
    from tracker.services.references import find_in
    from tracker.services.standing import add_standing
    from tracker.storage.reads.agenda_versions import versions_of

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "sessions", "meetings", author=desk.author)
        told = [_told(desk, item) for item in add_standing(desk, of)]
        circulated = versions_of(desk.reading, f"{of.table[:-1]}_id", [of.id])
    if not told:
        cli.say(f"{of.short} has its standing items already.")
    for named, what, _ in told:
        records.wrote(cli, f"{named} added", None, line(what))
    if told and circulated:
        cli.say(
            f"Labels that were circulated stay; number anew: tracker agenda renumber {of.short}"
        )
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data([item for _, _, item in told]))


@agenda.command("remove", examples="tracker agenda remove aes-russia/1:2a")
@click.argument("ref", metavar="REF:LABEL")
@yes_option
@pass_cli
def remove(cli: Cli, ref: str, *, yes: bool) -> None:
    """Take an item off its agenda.

    What is below it goes with it; `tracker undo` brings all of it back.
    """
    take_off(cli, ref, "agenda_items", yes=yes)


@agenda.command("list", examples="tracker agenda list aes-russia/1")
@click.argument("ref")
@visibility_option
@json_option
@pass_cli
def list_(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """List an agenda in its order."""
    from tracker.render.records.agenda import agenda_table
    from tracker.services.references import find_in
    from tracker.storage.reads.agenda import agendas_of

    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", author=cli.app.author)
        found = agendas_of(reading, f"{of.table[:-1]}_id", [of.id]).get(of.id, ())
    empty = f"No agenda is recorded for {of.short}."
    records.show_list(cli, found, lambda to: agenda_table(found, to), as_json=as_json, empty=empty)


def _taken_spot(said: dict[str, Any], *, top: bool = False, out: bool = False) -> Any:
    from tracker.services.agenda import Spot

    return Spot(said.pop("before"), said.pop("after"), said.pop("under"), top, out)


def _find(desk: Desk, ref: str) -> int:
    from tracker.services.references import find_in

    return find_in(desk.reading, ref, "agenda_items", author=desk.author).id


def _told(desk: Desk, number: int) -> tuple[str, str, AgendaItem]:
    """Return how an item is referred to, what is said of it in a line, and the item."""
    from tracker.services.agenda import describe, read
    from tracker.services.references import label_of

    named = label_of(desk.reading, "agenda_items", number)
    return named, describe(desk, number), read(desk, number)


def _say(cli: Cli, done: str, told: tuple[str, str, AgendaItem], *, as_json: bool) -> None:
    from tracker.render.sheet import line

    named, what, item = told
    records.wrote(cli, f"{named} {done}", item, line(what), as_json=as_json)
