"""`tracker person` and `tracker post`: people, the spellings of their names, their offices."""

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

person = group(
    "person",
    help="People and their spellings.",
    examples="""
    tracker person add "Abdoulaye Diop" --name-in ru="Абдулай Диоп" --spelling "A. Diop"
    tracker person edit "Abdoulaye Diop" --wrong-spelling "Alessandro Diop"
    tracker person show p2
    """,
)
_fields = with_options(
    texts_option("name-in", "The name", "names_in"),
    click.option("--sort-name", metavar="WORDS", help="What lists sort by: “Diop, Abdoulaye”."),
    words_option("spelling", "spellings", "Another spelling, so that it is found; repeatable."),
    words_option("wrong-spelling", "wrong_spellings", "A spelling that is wrong; repeatable."),
    note_option,
)


@person.command(
    "add",
    examples="""
    tracker person add "Abdoulaye Diop" --sort-name "Diop, Abdoulaye" --spelling "A. Diop"
    tracker person add "Сергей Лавров" --lang ru --name-in en="Sergey Lavrov"
    """,
)
@click.argument("name")
@_fields
@click.option("--namesake", is_flag=True, help="Add them although one of that name is known.")
@json_option
@pass_cli
def add(cli: Cli, *, namesake: bool, as_json: bool, **said: Any) -> None:
    """Add a person, by their name in your language (or that of --lang)."""
    from tracker.services import people

    with cli.desk() as desk:
        made = people.add(desk, people.PersonDraft(**said), namesake=namesake)
        _wrote(cli, desk, made, "added", as_json=as_json)


@person.command(
    "edit",
    examples="""
    tracker person edit p2 --name-in ar="عبد الله ديوب"
    tracker person edit "A. Diop" --wrong-spelling "Alessandro Diop" --drop-spelling "A Diop"
    """,
)
@click.argument("ref", metavar="REF|NAME")
@click.option("--name", metavar="WORDS", help="The name in your language.")
@_fields
@words_option("drop-spelling", "dropped", "A spelling to take out; repeatable.")
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a person. What is given empty is taken away: --note ""."""
    from tracker.services import people
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "people", author=desk.author)
        changed = people.edit(desk, of.id, records.draft(people.PersonDraft, said))
        _wrote(cli, desk, of.id, records.verb(changed=changed), as_json=as_json)


def _wrote(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> None:
    from tracker.render.sheet import line
    from tracker.storage.reads.parties import people

    found = people(desk.reading, [made])[made]
    named = line(records.reader_of(cli).name(found.name))
    records.wrote(cli, f"{found.ref} {done}", found, named, as_json=as_json)


@person.command("list", examples="tracker person list\ntracker person list --json")
@json_option
@visibility_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the people of this ledger, by the name they are sorted under."""
    from tracker.render.records.parties import people_table
    from tracker.storage.reads.parties import all_people

    with cli.app.reading(clearance) as reading:
        found = all_people(reading)
    records.show_list(
        cli,
        found,
        lambda reader: people_table(found, reader),
        as_json=as_json,
        empty="There is nobody yet. Add a person with: tracker person add NAME",
    )


@person.command("show", examples='tracker person show "A. Diop"\ntracker person show p2 --json')
@click.argument("ref", metavar="REF|NAME")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a person: names, spellings, posts, meetings."""
    records.show(cli, ref, clearance, "people", as_json=as_json)


post = group(
    "post",
    help="Offices that people hold.",
    examples="""
    tracker post add "Abdoulaye Diop" MLI "Minister of Foreign Affairs" --rank minister
    tracker post end post3 "March 2025"
    tracker post list --party MLI
    """,
)
_post_fields = with_options(
    texts_option("title-in", "The title", "titles_in"),
    click.option("--rank", metavar="RANK", help="head-of-state, minister, ambassador, …"),
    since_option,
    until_option,
)


@post.command(
    "add",
    examples="""
    tracker post add p2 MLI "Minister of Foreign Affairs" --rank minister --since 2020
    tracker post add "A. Diop" Mali "Ministre des Affaires étrangères" --lang fr
    """,
)
@click.argument("holder", metavar="PERSON")
@click.argument("party")
@click.argument("title")
@_post_fields
@json_option
@pass_cli
def add_post(cli: Cli, holder: str, party: str, *, as_json: bool, **said: Any) -> None:
    """Keep that a person holds or held an office for a party."""
    from tracker.services import lookup, people
    from tracker.services.references import find_in

    with cli.desk() as desk:
        who = find_in(desk.reading, holder, "people", author=desk.author)
        of = lookup.party(desk, party)
        made = people.add_post(desk, who.id, of, people.PostDraft(**said))
        _wrote_post(cli, desk, made, "added", as_json=as_json)


@post.command("edit", examples='tracker post edit post3 --rank minister --title-in fr="Ministre"')
@click.argument("ref")
@click.option("--title", metavar="WORDS", help="The title in your language.")
@_post_fields
@json_option
@pass_cli
def edit_post(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a post. What is given empty is taken away: --until ""."""
    from tracker.services import people
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "posts", author=desk.author)
        changed = people.edit_post(desk, of.id, records.draft(people.PostDraft, said))
        _wrote_post(cli, desk, of.id, records.verb(changed=changed), as_json=as_json)


@post.command("end", examples='tracker post end post3\ntracker post end post3 "March 2025"')
@click.argument("ref")
@click.argument("when", required=False)
@json_option
@pass_cli
def end_post(cli: Cli, ref: str, when: str | None, *, as_json: bool) -> None:
    """Say until when a post was held: until today, or WHEN."""
    from tracker.services import people
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "posts", author=desk.author)
        changed = people.end_post(desk, of.id, when)
        done = "ended" if changed else "is so already"
        _wrote_post(cli, desk, of.id, done, as_json=as_json)


def _wrote_post(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> None:
    from tracker.render.records.parts import period
    from tracker.storage.reads.parties import people, posts

    found = posts(desk.reading, [made])[made]
    holder = people(desk.reading, [found.person_id])[found.person_id]
    reading = records.reader_of(cli)
    years = period(found.since, found.until, reading)
    parts = [reading.name(holder.name), reading.words(found.title), reading.party(found.party)]
    named = reading.aside(reading.listed(parts), years)
    records.wrote(cli, f"post{made} {done}", found, named, as_json=as_json)


@post.command("list", examples="tracker post list --party MLI")
@click.option("--party", "code", metavar="PARTY", help="Held for this party.")
@json_option
@visibility_option
@pass_cli
def list_posts(cli: Cli, *, code: str | None, clearance: str, as_json: bool) -> None:
    """List the posts of this ledger: who holds what for whom, from and to."""
    from tracker.render.records.parties import posts_table
    from tracker.services.references import find_in
    from tracker.storage.reads.parties import all_posts, people

    with cli.app.reading(clearance) as reading:
        found = all_posts(reading)
        if code:
            of = find_in(reading, code, "parties").id
            found = tuple(each for each in found if each.party.id == of)
        holders = people(reading, {each.person_id for each in found})
    records.show_list(
        cli,
        found,
        lambda reader: posts_table(found, holders, reader),
        as_json=as_json,
        empty="There are no such posts. Add one with: tracker post add PERSON PARTY TITLE",
    )


@post.command("show", examples="tracker post show post3")
@click.argument("ref")
@json_option
@visibility_option
@pass_cli
def show_post(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a post and who holds it."""
    records.show(cli, ref, clearance, "posts", as_json=as_json)
