"""`tracker series`: mechanisms that recur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import embargo_option, level_option, note_option, texts_option
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.sessions import Series
    from tracker.services.desk import Desk

series = group(
    "series",
    help="Mechanisms that recur.",
    examples="""
    tracker series add aes-russia "AES–Russia Consultations" --title-in fr="Consultations"
    tracker series list
    tracker series show aes-russia
    """,
)


@series.command(
    "add",
    examples="""
    tracker series add aes-russia "AES–Russia Consultations" --visibility public
    tracker series add aes-russia "Consultations AES–Russie" --lang fr --title-in en="…"
    """,
)
@click.argument("slug")
@click.argument("title")
@texts_option("title-in", "The title", "titles_in")
@level_option
@embargo_option
@note_option
@json_option
@pass_cli
def add(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a series.

    SLUG is its short name, from which its sessions are named: SLUG/1.
    """
    from tracker.services import sessions

    with cli.desk() as desk:
        stored = _read(desk, sessions.add_series(desk, sessions.SeriesDraft(**said)))
    _say(cli, "added", stored, as_json=as_json)
    records.say_idle_embargo(cli, said["embargo"], stored.slug, stored.visibility)


@series.command("list", examples="tracker series list --json")
@visibility_option
@json_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the series, by short name."""
    from tracker.render.records.sessions import series_table
    from tracker.storage.reads.sessions import series as read

    with cli.app.reading(clearance) as reading:
        found = tuple(read(reading).values())
    empty = "There are no series yet. Make one with: tracker series add SLUG TITLE"
    records.show_list(cli, found, lambda to: series_table(found, to), as_json=as_json, empty=empty)


@series.command("show", examples="tracker series show aes-russia")
@click.argument("ref", metavar="SLUG")
@visibility_option
@json_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show everything about a series."""
    records.show(cli, ref, clearance, "series", as_json=as_json)


@series.command(
    "edit",
    examples="""
    tracker series edit aes-russia --title "AES–Russia Consultations" --title-in ar="…"
    tracker series edit aes-rusia --slug aes-russia
    tracker series edit aes-russia --note ""
    """,
)
@click.argument("ref", metavar="SLUG")
@click.option("--slug", metavar="SLUG", help="Another short name.")
@click.option("--title", metavar="WORDS", help="The title, in your language.")
@texts_option("title-in", "The title", "titles_in")
@level_option
@embargo_option
@note_option
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a series. What is given empty is taken away: --note ""."""
    from tracker.services import kept_back, sessions

    draft = records.draft(sessions.SeriesDraft, said)
    with cli.desk() as desk:
        number = sessions.find_series(desk, ref)
        changed = sessions.edit_series(desk, number, draft)
        stored = _read(desk, number)
        kept = kept_back.said(desk, "series", number) if records.opens(said) else None
    _say(cli, records.verb(changed=changed), stored, as_json=as_json)
    if kept:
        cli.say(kept)
    records.say_idle_embargo(cli, said["embargo"], stored.slug, stored.visibility)


def _read(desk: Desk, number: int) -> Series:
    from tracker.storage.reads.sessions import series as read

    return read(desk.reading, [number])[number]


def _say(cli: Cli, done: str, stored: Series, *, as_json: bool) -> None:
    from tracker.render.sheet import line

    title = line(records.reader_of(cli).words(stored.title))
    records.wrote(cli, f"{stored.slug} {done}", stored, title, as_json=as_json)
