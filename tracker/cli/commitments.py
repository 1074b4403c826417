"""`tracker commitment`: what was promised, by whom, by when, and whether it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import (
    embargo_option,
    level_option,
    note_option,
    parties_option,
    texts_option,
    with_options,
)
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.cli.session import Cli
    from tracker.domain.commitments import Commitment
    from tracker.services.desk import Desk

commitment = group(
    "commitment",
    help="What was promised, and whether it was done.",
    examples="""
    tracker commitment add "Set up a follow-up mechanism" --by MLI,RUS --at aes-russia/1
    tracker commitment done c3 "14 August 2025"
    tracker commitment list --overdue
    """,
)
_fields = with_options(
    texts_option("title-in", "The title", "titles_in"),
    parties_option("Who promised it: codes or names of parties.", "--by", "by"),
    click.option("--due", metavar="WHEN", help="By when: 2026, “end of May 2026”."),
    click.option("--at", metavar="REF", help="Where it was made: a session, meeting or item."),
    level_option,
    embargo_option,
    note_option,
)


@commitment.command(
    "add",
    examples="""
    tracker commitment add "Hold consultations every year" --by RUS,MLI --due 2026 --at aes-russia/1
    tracker commitment add "Send the list of firms" --by Niger --due "end of May 2026" --at m42
    """,
)
@click.argument("title")
@_fields
@json_option
@pass_cli
def add(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a commitment; it is open until it is done or dropped."""
    from tracker.services import commitments

    with cli.desk() as desk:
        made = commitments.add(desk, commitments.CommitmentDraft(**said))
        found = _wrote(cli, desk, made, "added", as_json=as_json)
        records.say_idle_embargo(cli, said["embargo"], found.ref, found.visibility)


@commitment.command(
    "edit",
    examples="""
    tracker commitment edit c3 --due "June 2026" --status under-way
    tracker commitment edit c3 --by MLI,BFA,NER,RUS
    """,
)
@click.argument("ref")
@click.option("--title", metavar="WORDS", help="The title in your language.")
@_fields
@click.option("--status", metavar="STATUS", help="open or under-way.")
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a commitment. What is given empty is taken away: --due ""."""
    from tracker.services import commitments

    with cli.desk() as desk:
        of = _find(desk, ref)
        changed = commitments.edit(desk, of, records.draft(commitments.CommitmentDraft, said))
        found = _wrote(cli, desk, of, records.verb(changed=changed), as_json=as_json)
        records.say_idle_embargo(cli, said["embargo"], found.ref, found.visibility)


@commitment.command(
    "done", examples='tracker commitment done c3\ntracker commitment done c3 "14 August 2025"'
)
@click.argument("ref")
@click.argument("when", required=False)
@json_option
@pass_cli
def done(cli: Cli, ref: str, when: str | None, *, as_json: bool) -> None:
    """Say that a commitment was kept: today, or on the day WHEN."""
    from tracker.services import commitments

    with cli.desk() as desk:
        of = _find(desk, ref)
        changed = commitments.done(desk, of, when)
        _wrote(cli, desk, of, "done" if changed else "is so already", as_json=as_json)


@commitment.command("drop", examples='tracker commitment drop c3 --reason "overtaken by events"')
@click.argument("ref")
@click.option("--reason", metavar="WORDS", required=True, help="Why; kept in its note.")
@json_option
@pass_cli
def drop(cli: Cli, ref: str, *, reason: str, as_json: bool) -> None:
    """Say that a commitment will not be kept, and why."""
    from tracker.services import commitments

    with cli.desk() as desk:
        of = _find(desk, ref)
        changed = commitments.drop(desk, of, reason)
        _wrote(cli, desk, of, "dropped" if changed else "is so already", as_json=as_json)


def _find(desk: Desk, ref: str) -> int:
    from tracker.services.references import find_in

    return find_in(desk.reading, ref, "commitments", author=desk.author).id


def _wrote(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> Commitment:
    from tracker.render.records.documents import standing
    from tracker.render.records.parts import date_of
    from tracker.render.sheet import line
    from tracker.storage.reads.documents import commitments

    ((_, found),) = commitments(desk.reading, "id", [made])
    reading = records.reader_of(cli)
    owners = line(", ".join(party.code for party in found.owners))
    due = reading.remark(reading.gettext("Due"), date_of(found.due, reading))
    remarks = reading.listed([owners, due, standing(found, reading)])
    named = reading.aside(reading.words(found.title), remarks)
    records.wrote(cli, f"{found.ref} {done}", found, named, as_json=as_json)
    return found


@commitment.command(
    "list", examples="tracker commitment list --open --by MLI\ntracker commitment list --overdue"
)
@click.option("--open", "unfinished", is_flag=True, help="Those neither done nor dropped.")
@click.option("--overdue", is_flag=True, help="Those unfinished whose last day is past.")
@click.option("--by", "code", metavar="MLI", help="Those of this party.")
@json_option
@visibility_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool, **wanted: Any) -> None:
    """List commitments; the overdue are said to be so."""
    from tracker.render.records.documents import commitments_table
    from tracker.services.references import find_in
    from tracker.storage.reads.documents import commitments

    today = records.reader_of(cli).today
    with cli.app.reading(clearance) as reading:
        if wanted["code"]:
            wanted["code"] = find_in(reading, wanted["code"], "parties").short
        made = [each for _, each in commitments(reading)]
    found = tuple(_wanted(made, today, **wanted))
    records.show_list(
        cli,
        found,
        lambda reader: commitments_table(found, reader),
        as_json=as_json,
        empty="There are no such commitments.",
    )


def _wanted(
    made: list[Commitment], today: date, *, unfinished: bool, overdue: bool, code: str | None
) -> Iterator[Commitment]:
    for each in made:
        if code and code not in (party.code for party in each.owners):
            continue
        if unfinished and not each.is_unfinished:
            continue
        if overdue and not each.is_overdue(today):
            continue
        yield each


@commitment.command("show", examples="tracker commitment show c3")
@click.argument("ref")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a commitment: who made it where, when it is due, where it stands."""
    records.show(cli, ref, clearance, "commitments", as_json=as_json)
