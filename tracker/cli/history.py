"""`tracker undo`, `history`, `changes`: what happened, by whom; take it back."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from tracker.cli.shape import command, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.cli.session import Cli
    from tracker.domain.history import Change
    from tracker.storage.reads.reading import Reading


@command("undo", examples="tracker undo\ntracker undo 3")
@click.argument("count", type=int, default=1)
@pass_cli
def undo(cli: Cli, count: int) -> None:
    """Take back the last command in this ledger, or the last COUNT; redo brings them again."""
    from tracker.services.history import undo as take_back

    with cli.desk() as desk:
        undone = take_back(desk, count)
    for change in undone.changes:
        cli.say(f"Took back #{change.id} by {change.author}: {change.command}")
    for sentence in undone.addresses:
        cli.say(sentence)


@command("redo", examples="tracker redo\ntracker redo 3")
@click.argument("count", type=int, default=1)
@pass_cli
def redo(cli: Cli, count: int) -> None:
    """Bring again what was taken back last, or the last COUNT commands taken back."""
    from tracker.services.history import redo as bring_again

    with cli.desk() as desk:
        done = bring_again(desk, count)
    for change in done.changes:
        cli.say(f"Brought again #{change.id} by {change.author}: {change.command}")
    for sentence in done.addresses:
        cli.say(sentence)


@command(
    "history",
    examples="""
    tracker history
    tracker history m42
    tracker history aes-russia/1 --json
    """,
)
@click.argument("ref", required=False)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@visibility_option
@json_option
@pass_cli
def history(cli: Cli, ref: str | None, *, limit: int, clearance: str, as_json: bool) -> None:
    """Show who changed what, when, newest first: of one record, or of the whole ledger."""
    from tracker.services.references import find
    from tracker.storage.reads.history import changes as read

    with cli.app.reading(clearance) as reading:
        of = find(reading, ref, author=cli.app.author) if ref else None
        record = (of.table, of.id) if of else None
        found = read(reading, record=record, limit=limit + 1)
        _show(cli, reading, found[:limit], as_json=as_json)
    if len(found) > limit:
        which = f" {shlex.quote(ref)}" if ref else ""
        cli.say(
            f"These are the newest {limit}; there are more: "
            f"tracker history{which} --limit {10 * limit}"
        )


@command(
    "changes", examples='tracker changes --since yesterday\ntracker changes --since "1 April 2025"'
)
@click.option("--since", required=True, metavar="WHEN", help="From when on.")
@visibility_option
@json_option
@pass_cli
def changes(cli: Cli, *, since: str, clearance: str, as_json: bool) -> None:
    """Show what changed since a date, newest first."""
    from tracker.storage.reads.history import changes as read

    with cli.app.reading(clearance) as reading:
        _show(cli, reading, read(reading, since=_start(cli, since)), as_json=as_json)


def _start(cli: Cli, typed: str) -> datetime:
    from tracker.domain.when_grammar import read_period

    return read_period(typed, now=cli.app.now, zone=cli.app.zone)[0]


def _show(cli: Cli, reading: Reading, found: tuple[Change, ...], *, as_json: bool) -> None:
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(found))
        return
    if not found:
        cli.say("Nothing has changed.")
        return
    from tracker.render.terminal.history import history_list
    from tracker.services.references import label_in

    refs = {
        (revision.table, revision.record): label_in(reading, revision)
        for change in found
        for revision in change.revisions
    }
    cli.read_out(
        history_list(found, refs, page=cli.page, language=cli.app.language, zone=cli.app.zone)
    )
