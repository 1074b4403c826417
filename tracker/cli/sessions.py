"""`tracker session`: numbered editions of a series, one by one or whole from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import (
    embargo_option,
    level_option,
    note_option,
    parties_option,
    texts_option,
)
from tracker.cli.shape import group, json_option, pass_cli, visibility_option
from tracker.domain.quoting import quoted

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.sessions import Session

session = group(
    "session",
    help="Numbered editions of a series.",
    examples="""
    tracker session add aes-russia --on "3-4 April 2025" --at Moscow --with MLI,BFA,NER,RUS
    tracker session add --from examples/aes-russia-1.yaml
    tracker session list --series aes-russia
    tracker session show aes-russia/1
    """,
)

# What add and edit both take: flag, field of the draft, metavar, help.
_FIELDS = (
    ("--at", "at", "PLACE", "Where: a city, “Venue, City”, or a place of the ledger."),
    ("--zone", "zone", "ZONE", "The zone of the time; else the place's, else yours."),
    ("--host", "host", "PARTY", "Who hosts it."),
    ("--title", "title", "WORDS", "A title of its own, in your language."),
    ("--level", "level", "RANK", "head-of-state, minister, ambassador, expert, …"),
    ("--format", "format", "FORMAT", "in-person, online or hybrid."),
    ("--langs", "languages", "fr,ru", "The working languages."),
    ("--url", "url", "URL", "A page about it."),
)

_MOST_BYTES = 8_000_000  # four for each character that the reader takes


def _fields(function: Any) -> Any:
    """Add the options that fill a draft."""
    for add in (note_option, embargo_option, level_option):
        function = add(function)
    for flag, name, metavar, text in (
        ("--source", "sources", "URL", "Who says so; may be given several times."),
        ("--topic", "topics", "TOPIC", "What it is about; may be given several times."),
    ):
        option = click.option(flag, name, metavar=metavar, multiple=True, help=text)
        function = option(function)
    function = texts_option("title-in", "The title", "titles_in")(function)
    function = parties_option("Who takes part: codes or names of parties.")(function)
    for flag, name, metavar, text in reversed(_FIELDS):
        function = click.option(flag, name, metavar=metavar, help=text)(function)
    return function


@session.command(
    "add",
    examples="""
    tracker session add aes-russia --on "3-4 April 2025" --at Moscow --with MLI,BFA,NER,RUS
    tracker session add aes-russia --extraordinary --on tbc --status tentative
    tracker session add --after aes-russia/1 --on "May 2026"
    tracker session add --from examples/aes-russia-1.yaml
    """,
)
@click.argument("series", required=False)
@click.option("--after", metavar="REF", help="The next of its series, prepared from that session.")
@click.option("--from", "path", metavar="FILE", help="Enter it whole from a YAML file; - is stdin.")
@click.option("--ordinal", type=click.IntRange(1, 9_999), help="Its number; else the next one.")
@click.option("--extraordinary", is_flag=True, help="Not of the regular count.")
@click.option("--on", metavar="WHEN", help="3-4 April 2025, April 2025, tbc.")
@click.option("--for", "duration", metavar="TIME", help="How long: 2 days, 90m.")
@click.option("--status", metavar="STATUS", help="announced (held if past), tentative, …")
@_fields
@json_option
@pass_cli
def add(
    cli: Cli, *, series: str | None, after: str | None, path: str | None, as_json: bool, **said: Any
) -> None:
    """Add a session to SERIES, or one whole from a file, or the next one after another.

    Of a file all is entered or nothing, and every fault is told with its line. After
    another session it has the next number, the same parties, the host next in the alphabet,
    the standing items and the last record to approve; what you say goes before that.
    """
    if path is not None:
        if series or after or any(said.values()):
            raise click.UsageError("--from takes everything from the file; say nothing else.")
        _add_file(cli, path, as_json=as_json)
        return
    if after is not None:
        _add_after(cli, after, series, said, as_json=as_json)
        return
    if not series:
        raise click.UsageError("Say the series, --after a session, or --from a file.")
    from tracker.services import sessions

    with cli.desk() as desk:
        number = sessions.find_series(desk, series)
        new = sessions.add(desk, number, sessions.SessionDraft(**said))
        stored = _read(desk.reading, new)
    _say(cli, "added", stored, as_json=as_json)
    records.say_idle_embargo(cli, said["embargo"], stored.ref, stored.visibility)


def _add_after(
    cli: Cli, after: str, series: str | None, said: dict[str, Any], *, as_json: bool
) -> None:
    from tracker.services import sessions, succession
    from tracker.services.references import find_in

    with cli.desk() as desk:
        last = find_in(desk.reading, after, "sessions", author=desk.author)
        succession.require_series(desk, series, last.id)
        made = succession.add_after(desk, last.id, sessions.SessionDraft(**said))
        stored = _read(desk.reading, made.session)
    host = f"Host: {made.host.code}." if made.host else "Who hosts it is not known."
    owed = f"{made.carried} commitment{'' if made.carried == 1 else 's'} carried over."
    more = f" After {last.short}. {host} {made.items} standing items. {owed}"
    _say(cli, "added", stored, more, as_json=as_json)
    records.say_idle_embargo(cli, said["embargo"], stored.ref, stored.visibility)


def _add_file(cli: Cli, path: str, *, as_json: bool) -> None:
    text, name = _text_of(cli, path)
    enter_file(cli, text, name, as_json=as_json)


def enter_file(cli: Cli, text: str, name: str, *, as_json: bool, keep: bool = True) -> None:
    """Enter a whole session from the text of a file, or only try to."""
    from tracker.intake.session_file import read_session_file
    from tracker.services import session_file

    file = read_session_file(text, name=name, now=cli.app.now)
    with cli.desk(keep=keep) as desk:
        stored = session_file.store(desk, file, name=name)
        made = _read(desk.reading, stored.session)
    counts = (
        (stored.meetings, "meeting"),
        (stored.items, "agenda item"),
        (stored.documents, "document"),
        (stored.commitments, "commitment"),
        (stored.sources, "source"),
    )
    with_it = ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for n, noun in counts if n)
    _say(cli, f"added from {name}", made, f" With {with_it}." if with_it else "", as_json=as_json)


def _text_of(cli: Cli, path: str) -> tuple[str, str]:
    """Return what a file holds and what it is called; raise NotFound or Invalid."""
    from tracker.errors import Invalid, NotFound, Unavailable

    try:
        if path == "-":
            if sys.stdin.isatty():
                cli.say("Type or paste the session as YAML; Ctrl-D ends it.")
            content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(path).expanduser().open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise Invalid(f"{path} is larger than {_MOST_BYTES:,} bytes, the most of a session.")
        return content.decode("utf-8-sig"), "stdin" if path == "-" else path
    except UnicodeDecodeError as fault:
        raise Invalid(f"{path} is not a text in UTF-8 (byte {fault.start + 1}).") from fault
    except FileNotFoundError as fault:
        raise NotFound(f"There is no file {path}.") from fault
    except OSError as fault:
        raise Unavailable(f"{quoted(str(path))} cannot be read: {fault.strerror}.") from fault


@session.command("list", examples="tracker session list --series aes-russia")
@click.option("--series", metavar="SLUG", help="Of this series only.")
@visibility_option
@json_option
@pass_cli
def list_(cli: Cli, *, series: str | None, clearance: str, as_json: bool) -> None:
    """List the sessions in order of time."""
    from tracker.render.records.sessions import sessions_table
    from tracker.services.references import find_in
    from tracker.storage.reads.sessions import series as read_series
    from tracker.storage.reads.sessions import sessions

    with cli.app.reading(clearance) as reading:
        wanted = (
            [find_in(reading, series, "series").id]
            if series is not None
            else list(read_series(reading))
        )
        found = sessions(reading, wanted, "series_id")
    empty = "There are no sessions yet. Add one with: tracker session add SERIES --on WHEN"
    records.show_list(
        cli, found, lambda to: sessions_table(found, to), as_json=as_json, empty=empty
    )


@session.command("show", examples="tracker session show aes-russia/1")
@click.argument("ref")
@visibility_option
@json_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show everything about a session."""
    records.show(cli, ref, clearance, "sessions", as_json=as_json)


@session.command(
    "edit",
    examples="""
    tracker session edit aes-russia/1 --at "Reception House, Moscow" --langs fr,ru
    tracker session edit aes-russia/1 --title-in ar="الدورة الأولى" --note ""
    tracker session edit aes-russia/1 --visibility public --with-contents
    """,
)
@click.argument("ref")
@click.option("--ordinal", type=click.IntRange(1, 9_999), help="Another number in the series.")
@_fields
@click.option(
    "--with-contents",
    is_flag=True,
    help="With --visibility: also for its meetings, agenda and papers of the same level.",
)
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, with_contents: bool, **said: Any) -> None:
    """Correct a session. What is given empty is taken away: --note "".

    Its date and status change by `tracker move`, `confirm`, `postpone`, `cancel` and `held`.
    """
    from tracker.services import contents, kept_back, sessions
    from tracker.services.references import find_in

    draft = records.draft(sessions.SessionDraft, said)
    if with_contents and draft.visibility is None:
        raise click.UsageError("--with-contents goes with --visibility.")
    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "sessions", author=desk.author)
        old = desk.ledger.row("sessions", of.id)["visibility"]
        changed = sessions.edit(desk, of.id, draft)
        stored = _read(desk.reading, of.id)
        new = str(stored.visibility)
        parts = contents.contents(desk.reading, of.table, of.id, old) if new != old else []
        if with_contents and parts:
            contents.take_along(desk, of, old, new)
            stored = _read(desk.reading, of.id)
        kept = kept_back.said(desk, of.table, of.id) if records.opens(said) else None
    _say(cli, records.verb(changed=changed), stored, as_json=as_json)
    if parts:
        _say_contents(cli, contents.said(parts), old, new, taken=with_contents)
    if kept:
        cli.say(kept)
    records.say_idle_embargo(cli, said["embargo"], stored.ref, stored.visibility)


def _say_contents(cli: Cli, named: str, old: str, new: str, *, taken: bool) -> None:
    if taken:
        cli.say(f"Taken along from {old} to {new}: {named}.")
        return
    cli.say(f"Still {old}: {named}. Take them along with: tracker undo, then --with-contents.")


def _read(reading: Any, number: int) -> Session:
    from tracker.storage.reads.sessions import sessions

    (found,) = sessions(reading, [number])
    return found


def _say(cli: Cli, verb: str, stored: Session, more: str = "", *, as_json: bool) -> None:
    from tracker.render.terminal.echo import echo

    said = echo(
        verb, stored, zone_of_reader=cli.app.zone, now=cli.app.now, language=cli.app.language
    )
    cli.say(f"{said}{more}")
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(stored))
