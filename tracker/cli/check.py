"""`tracker check`: what is not ready to be printed, and what may be recorded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.calendar import chosen, filter_options
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session

check = group(
    "check",
    help="What a print still lacks, and what may be recorded twice.",
    examples="tracker check translations aes-russia/1\ntracker check doubles",
)


@check.command(
    "translations",
    examples="""
    tracker check translations aes-russia/1
    tracker check translations aes-russia/1 --in fr,ru
    tracker check translations m42 --json
    """,
)
@click.argument("ref")
@click.option("--in", "languages", metavar="TAGS", help="Into these only: fr,ru.")
@visibility_option
@json_option
@pass_cli
def translations(
    cli: Cli, ref: str, *, languages: str | None, clearance: str, as_json: bool
) -> None:
    """List what of a session or meeting lacks a translation.

    Titles of items, meetings, documents and commitments, outcomes, offices, and names of
    people, parties and places, into English, French, Russian and Arabic.
    """
    from tracker.domain.text import language_tag
    from tracker.domain.translations import LANGUAGES, untranslated
    from tracker.render.records.translations import untranslated_table

    wanted = [language_tag(tag) for tag in languages.split(",")] if languages else LANGUAGES
    record = _read(cli, ref, clearance)
    found = untranslated(record, wanted)
    named = ", ".join(wanted)
    records.show_list(
        cli,
        found,
        lambda to: untranslated_table(found, to),
        as_json=as_json,
        empty=f"Nothing of {record.ref} lacks a translation into {named}.",
    )
    if found and not as_json:
        cli.say(f"{len(found)} text{'' if len(found) == 1 else 's'} of {record.ref}.")


@check.command(
    "doubles",
    examples="""
    tracker check doubles
    tracker check doubles --from 2025-01 --party MLI
    tracker check doubles --json
    """,
)
@filter_options
@json_option
@pass_cli
def doubles(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """List meetings that are probably one, and why; the likeliest first.

    What speaks for it: dates that are the same or overlap, also where one is not precise,
    the same parties, titles alike in any language, the same place.
    """
    from dataclasses import replace

    from tracker.domain.doubles import doubles as probable
    from tracker.render.records.doubles import doubles_table
    from tracker.storage.reads.calendar import entries

    clearance = said.pop("clearance")
    with cli.app.reading(clearance) as reading:
        wanted = replace(chosen(cli, reading, said), occasion="meeting")
        met = entries(reading, wanted)
    found = probable(met.shown)
    records.show_list(
        cli,
        found,
        lambda to: doubles_table(found, to),
        as_json=as_json,
        empty=f"No two of {len(met.shown):,} meetings look like one."
        if len(met.shown) > 1
        else "There are no two meetings to compare.",
    )
    if met.withheld:
        noun = "meeting" if met.withheld == 1 else "meetings"
        cli.say(f"Not looked at, being above {clearance}: {met.withheld:,} {noun}.")
    if found and not as_json:
        pairs = "1 pair" if len(found) == 1 else f"{len(found):,} pairs"
        one, other = found[0].first.ref, found[0].second.ref
        cli.say(f"{pairs}. Two that are one become one by: tracker merge {one} {other}")


def _read(cli: Cli, ref: str, clearance: str) -> Session | Meeting:
    from dataclasses import replace

    from tracker.domain.sessions import Session
    from tracker.services.references import find_in
    from tracker.storage.reads.carried import carried_to
    from tracker.storage.reads.meetings import meetings
    from tracker.storage.reads.sessions import sessions

    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", author=cli.app.author)
        (record,) = (sessions if of.table == "sessions" else meetings)(reading, [of.id])
        if isinstance(record, Session):
            return replace(record, carried=carried_to(reading, of.id))
        return record
