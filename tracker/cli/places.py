"""`tracker place` and `tracker topic`: where meetings are, and what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import level_option, texts_option, with_options, words_option
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.places import Place
    from tracker.services.desk import Desk

place = group(
    "place",
    help="Cities and venues.",
    examples="""
    tracker place add Bamako
    tracker place add "Reception House" --in Moscow --name-in ru="Дом приёмов"
    tracker place add Kidal --zone Africa/Bamako --country MLI --coordinates 18.44,1.41
    """,
)
_fields = with_options(
    click.option("--in", "city", metavar="CITY", help="The city that it is in."),
    # The shared --zone, the reader's own, gives way here: a place has a zone.
    click.option("--zone", metavar="ZONE", help="The zone its clocks keep: Africa/Bamako."),
    click.option("--country", metavar="MLI", help="The state that it is in: a code or a name."),
    click.option("--coordinates", metavar="LAT,LON", help="In degrees: 12.65,-8.0."),
    texts_option("name-in", "The name", "names_in"),
    words_option("alias", "aliases", "Another name, so that it is found; repeatable."),
    level_option,
)


@place.command(
    "add",
    examples="""
    tracker place add Ouagadougou
    tracker place add "Palais de Koulouba" --in Bamako --alias "The Palace"
    tracker place add Kidal --zone Africa/Bamako --country Mali
    """,
)
@click.argument("name")
@_fields
@json_option
@pass_cli
def add(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a place: a city that the world knows, a venue in one, or one known to nobody."""
    from tracker.services import places

    with cli.desk() as desk:
        made = places.add(desk, places.PlaceDraft(**said))
        found = _place(desk, made)
    _wrote(cli, found, "added", as_json=as_json)


@place.command(
    "edit",
    examples="""
    tracker place edit pl3 --name-in fr="Maison de réception"
    tracker place edit Kidal --zone Africa/Algiers
    """,
)
@click.argument("ref", metavar="REF|NAME")
@click.option("--name", metavar="WORDS", help="The name in your language.")
@_fields
@words_option("drop-alias", "dropped", "A name to take out; repeatable.")
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a place. Another zone is given to the meetings there too; their hours stay."""
    from tracker.services import places
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "places", author=desk.author)
        changed, moved = places.edit(desk, of.id, records.draft(places.PlaceDraft, said))
        found = _place(desk, of.id)
    _wrote(cli, found, records.verb(changed=changed), as_json=as_json)
    if moved:
        cli.say(f"Meetings and sessions there that are now in {found.zone}: {moved}.")


def _place(desk: Desk, made: int) -> Place:
    from tracker.storage.reads.places import places

    return places(desk.reading, [made])[made]


def _wrote(cli: Cli, found: Place, done: str, *, as_json: bool) -> None:
    from tracker.render.sheet import line

    reading = records.reader_of(cli)
    where = [reading.place(found), line(found.country or ""), line(found.zone)]
    records.wrote(cli, f"{found.ref} {done}", found, reading.listed(where), as_json=as_json)


@place.command("list", examples="tracker place list\ntracker place list --visibility public")
@json_option
@visibility_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the places of this ledger: cities, with the venues in them."""
    from tracker.render.records.places import places_table
    from tracker.storage.reads.places import all_places

    with cli.app.reading(clearance) as reading:
        found = all_places(reading)
    records.show_list(
        cli,
        found,
        lambda reader: places_table(found, reader),
        as_json=as_json,
        empty="There are no places yet. Add one with: tracker place add Bamako",
    )


@place.command("show", examples="tracker place show Bamako\ntracker place show pl3 --json")
@click.argument("ref", metavar="REF|NAME")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a place: its zone, the venues in it, what takes and took place there."""
    records.show(cli, ref, clearance, "places", as_json=as_json)


topic = group(
    "topic",
    help="Subjects to filter by.",
    examples="""
    tracker topic add security "Security and defence" --name-in fr="Sécurité et défense"
    tracker topic list
    """,
)


@topic.command("add", examples='tracker topic add trade "Trade" --name-in fr="Commerce"')
@click.argument("short", metavar="SLUG")
@click.argument("name")
@texts_option("name-in", "The name", "names_in")
@json_option
@pass_cli
def add_topic(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a topic: SLUG is the word one types to filter by it."""
    from tracker.services import topics

    with cli.desk() as desk:
        made = topics.add(desk, **said)
        _wrote_topic(cli, desk, made, "added", as_json=as_json)


@topic.command("edit", examples='tracker topic edit trade --name-in ru="Торговля"')
@click.argument("ref", metavar="SLUG|REF")
@click.option("--slug", "short", metavar="SLUG", help="The word one types to filter by it.")
@click.option("--name", metavar="WORDS", help="The name in your language.")
@texts_option("name-in", "The name", "names_in")
@json_option
@pass_cli
def edit_topic(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a topic."""
    from tracker.services import topics
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "topics", author=desk.author)
        records.require_said(said)
        changed = topics.edit(desk, of.id, **said)
        _wrote_topic(cli, desk, of.id, records.verb(changed=changed), as_json=as_json)


def _wrote_topic(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> None:
    from tracker.render.sheet import line
    from tracker.storage.reads.places import all_topics

    found = next(each for each in all_topics(desk.reading) if each.id == made)
    reading = records.reader_of(cli)
    named = reading.aside(found.slug, line(reading.words(found.name)))
    records.wrote(cli, f"t{made} {done}", found, named, as_json=as_json)


@topic.command("list", examples="tracker topic list")
@json_option
@visibility_option
@pass_cli
def list_topics(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the topics of this ledger."""
    from tracker.render.records.places import topics_table
    from tracker.storage.reads.places import all_topics

    with cli.app.reading(clearance) as reading:
        found = all_topics(reading)
    records.show_list(
        cli,
        found,
        lambda reader: topics_table(found, reader),
        as_json=as_json,
        empty="There are no topics yet. Add one with: tracker topic add SLUG NAME",
    )
