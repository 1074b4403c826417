"""`tracker check`: what is not ready to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import records
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session

check = group(
    "check",
    help="What a print still lacks.",
    examples="tracker check translations aes-russia/1",
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
