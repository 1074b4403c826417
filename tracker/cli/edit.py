"""`tracker edit` and `tracker remove`: correct a record, or take it off every list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.agreement import agreed, yes_option
from tracker.cli.log import draft_options
from tracker.cli.options import texts_option, words_option
from tracker.cli.shape import command, json_option, pass_cli
from tracker.domain.quoting import quoted

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.services.desk import Desk
    from tracker.services.references import Reference

# By which command records that are no meetings are corrected.
_EDITORS = {
    "parties": "party edit",
    "people": "person edit",
    "posts": "post edit",
    "places": "place edit",
    "topics": "topic edit",
    "documents": "document edit",
    "commitments": "commitment edit",
    "sources": "source edit",
    "claims": "claim judge",
    "series": "series edit",
    "sessions": "session edit",
    "delegations": "delegation edit",
    "agenda_items": "agenda edit",
}


@command(
    "edit",
    examples="""
    tracker edit m42 --title "Plenary talks" --level minister
    tracker edit m42 --title-in fr="Entretiens en séance plénière" --at "Kremlin, Moscow"
    tracker edit @last --with MLI,BFA --source https://example.org/news
    """,
)
@click.argument("ref")
@click.option("--title", metavar="WORDS", help="The title in your language.")
@texts_option("title-in", "The title", "titles_in")
@draft_options
@words_option("drop-topic", "dropped_topics", "A topic to take off; repeatable.")
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct what was logged of a meeting; what is given empty is taken away: --room "".

    Dates and status have verbs of their own: move, confirm, postpone, cancel, held. Parties,
    topics and sources that are named are added to those there are.
    """
    from tracker.services import kept_back, meetings
    from tracker.storage.reads.meetings import meetings as read_meetings

    records.require_said(said)
    more = {"titles_in": said.pop("titles_in"), "dropped_topics": said.pop("dropped_topics")}
    with cli.desk() as desk:
        of = _meeting(desk, ref)
        changed = meetings.edit(desk, of.id, meetings.Draft(**said), **more)
        (meeting,) = read_meetings(desk.reading, [of.id])
        kept = kept_back.said(desk, of.table, of.id) if records.opens(said) else None
    from tracker.render.terminal.echo import echo

    done = records.verb(changed=changed)
    zone, now = cli.app.zone, cli.app.now
    cli.say(echo(done, meeting, zone_of_reader=zone, now=now, language=cli.app.language))
    if kept:
        cli.say(kept)
    records.say_idle_embargo(cli, said["embargo"], meeting.ref, meeting.visibility)
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(meeting))


def _meeting(desk: Desk, typed: str) -> Reference:
    """Return the meeting that is meant; raise Invalid, naming its command, for another record."""
    from tracker.errors import Invalid
    from tracker.services.references import find, with_article

    of = find(desk.reading, typed, author=desk.author)
    if of.table != "meetings":
        raise Invalid(
            f"{of.short} is {with_article(of.noun)}; edit corrects meetings.",
            hint=f"Correct it with: tracker {_EDITORS[of.table]} {of.short}",
        )
    return of


@command(
    "remove",
    examples="""
    tracker remove m42
    tracker remove m42@MLI
    tracker remove aes-russia/2 --yes
    """,
)
@click.argument("ref")
@yes_option
@pass_cli
def remove(cli: Cli, ref: str, *, yes: bool) -> None:
    """Take a record off every list, with what only exists through it; undo brings it back."""
    from tracker.services import removal
    from tracker.services.references import find

    if not yes and not _agreed(cli, ref):
        cli.say("Nothing was removed.")
        return
    with cli.desk() as desk:
        of = find(desk.reading, ref, author=desk.author)
        parts = removal.remove(desk, of)
    cli.say(f"{_with(of.short, parts)} removed; to bring it back: tracker undo")
    invited = sum(table == "invitees" for table, _ in parts)
    if invited:
        people = "1 person was" if invited == 1 else f"{invited} people were"
        cli.say(
            f"{people} invited to it and will not be told. To tell them: tracker undo, tracker "
            f"cancel {of.short}, tracker invite {of.short} --send"
        )


def _agreed(cli: Cli, ref: str) -> bool:
    """Ask whether to remove a record, naming what goes with it; refuse where nobody can answer."""
    from tracker.render.records.sheets import title_of
    from tracker.render.sheet import plain
    from tracker.services.dossiers import gather
    from tracker.services.references import find
    from tracker.services.removal import parts_of

    with cli.app.reading("confidential") as reading:
        of = find(reading, ref, author=cli.app.author)
        title = plain(title_of(gather(reading, of).record, records.reader_of(cli)))
        named = _with(f"{of.short} {quoted(title)}", parts_of(reading, of))
    return agreed(cli, f"Remove {named}?", refusal=f"Nothing was removed: {named} needs a yes.")


def _with(named: str, parts: list[tuple[str, int]]) -> str:
    from tracker.services.removal import said

    going = said(parts)
    return f"{named} with {going}" if going else named
