"""`tracker log`: the command of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import parties_option, texts_option
from tracker.cli.shape import command, json_option, pass_cli

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.services.drafts import Versions
    from tracker.services.meetings import Draft

# What log and edit both take: flag, field of the draft, metavar, help.
FIELDS = (
    ("--at", "at", "PLACE", "Where: a city, “Venue, City”, or a place of the ledger."),
    ("--room", "room", "TEXT", "The room, where that matters."),
    ("--zone", "zone", "ZONE", "The zone of the time; else the place's, else yours."),
    ("--session", "session", "REF", "The session it belongs to, such as aes-russia/1."),
    ("--kind", "kind", "KIND", "plenary, bilateral, working-lunch, courtesy-call, signing, …"),
    ("--level", "level", "RANK", "head-of-state, minister, ambassador, expert, …"),
    ("--format", "format", "FORMAT", "in-person, online or hybrid."),
    ("--access", "access", "ACCESS", "open or closed."),
    ("--chair", "chair", "PARTY", "Who chairs."),
    ("--visibility", "visibility", "LEVEL", "public, internal (default) or confidential."),
    ("--embargo", "embargo", "WHEN", "Until when a public meeting stays internal."),
    ("--url", "url", "URL", "A page about it."),
    ("--note", "note", "TEXT", "An internal note."),
    ("--lang", "language", "TAG", "The language of the title; else yours."),
)


def draft_options(function: Any) -> Any:
    """Add the options that fill a draft."""
    for flag, name, metavar, text in reversed(FIELDS):
        function = click.option(flag, name, metavar=metavar, help=text)(function)
    function = parties_option("Who meets: codes or names of parties.")(function)
    for flag, name, metavar, text in (
        ("--topic", "topics", "TOPIC", "What it is about; may be given several times."),
        ("--source", "sources", "URL", "Who says so; may be given several times."),
    ):
        option = click.option(flag, name, metavar=metavar, multiple=True, help=text)
        function = option(function)
    return function


@command(
    "log",
    examples="""
    tracker log "Plenary talks" --on "3 April 2025 10:00-12:00" --at Moscow --with MLI,BFA,NER,RUS
    tracker log "Courtesy call" --on "tomorrow 9h30" --for 45m --at Bamako --kind courtesy-call
    tracker log "Second session" --on "second half of May 2026" --status tentative
    tracker log "Entretien" --on "3 avril 2025 à 10h" --lang fr --title-in en="Talks"
    """,
)
@click.argument("title", required=False)
@click.option(
    "--on", metavar="WHEN", help="3 April 2025 10:00-12:00, 3-4 April 2025, May 2025, tbc."
)
@click.option("--for", "duration", metavar="TIME", help="How long: 90m, 1h30, 2 days.")
@texts_option("title-in", "The title", "titles_in")
@draft_options
@click.option(
    "--status",
    metavar="STATUS",
    help="announced (held if the date is past), tentative, confirmed, …",
)
@click.option("--edit", "in_editor", is_flag=True, help="Fill in a form in $EDITOR.")
@json_option
@pass_cli
def log(cli: Cli, *, titles_in: Versions, in_editor: bool, as_json: bool, **said: Any) -> None:
    """Log a meeting.

    What is missing is asked for at a terminal; in a script every answer is an option.
    """
    from tracker.services.meetings import Draft

    draft = Draft(**said)
    if in_editor:
        from tracker.cli.form import fill_in

        fill_in(cli, draft, lambda filled: _log(cli, filled, titles_in, as_json=as_json))
        return
    if cli.asks and not (draft.title and draft.on):
        _log_asking(cli, draft, titles_in, as_json=as_json)
    else:
        _log(cli, draft, titles_in, as_json=as_json)


def _log_asking(cli: Cli, draft: Draft, titles_in: Versions, *, as_json: bool) -> None:
    """Ask a person at a terminal for what is missing, again as long as it is refused."""
    from tracker.errors import Conflict, Invalid, NotFound

    cli.app.database.require_there()
    answers: dict[str, str] = {}
    while True:
        try:
            _log(cli, _asked(draft, answers), titles_in, as_json=as_json)
        except (Invalid, NotFound, Conflict) as fault:
            cli.say(" ".join(filter(None, (fault.sentence, fault.hint))))
        else:
            return


_QUESTIONS = (
    ("title", "Title", False),
    ("on", "When (such as 3 April 2025 10:00-12:00, or tbc)", False),
    ("at", "Where (empty if not known)", True),
    ("parties", "With (such as MLI,RUS; empty if none)", True),
)


def _asked(draft: Draft, answers: dict[str, str]) -> Draft:
    """Return the draft with answers for what it lacks; earlier answers are offered again."""
    from dataclasses import replace

    for name, question, may_lack in _QUESTIONS:
        if getattr(draft, name) or (may_lack and draft.session):
            continue
        earlier = answers.get(name) or ("" if may_lack else None)
        answers[name] = click.prompt(
            question, default=earlier, show_default=bool(earlier), err=True
        )
    return replace(
        draft,
        title=answers.get("title") or draft.title,
        on=answers.get("on") or draft.on,
        at=answers.get("at") or draft.at,
        parties=answers.get("parties") or draft.parties,
    )


def _log(cli: Cli, draft: Draft, titles_in: Versions, *, as_json: bool) -> None:
    from tracker.services import meetings
    from tracker.storage.reads.meetings import meetings as read_meetings

    with cli.desk() as desk:
        logged = meetings.log(desk, draft, titles_in=titles_in)
        (meeting,) = read_meetings(desk.reading, [logged])
    from tracker.render.terminal.echo import echo

    zone, now = cli.app.zone, cli.app.now
    cli.say(echo("logged", meeting, zone_of_reader=zone, now=now, language=cli.app.language))
    records.say_idle_embargo(cli, draft.embargo, meeting.ref, meeting.visibility)
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(meeting))
