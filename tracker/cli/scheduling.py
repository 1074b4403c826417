"""`tracker move`, `confirm`, `postpone`, `cancel`, `held`: what happens in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.shape import command, json_option, pass_cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.cli.session import Cli
    from tracker.services.desk import Desk
    from tracker.services.references import Reference

source_option = click.option(
    "--source", "sources", multiple=True, metavar="URL", help="Who says so."
)
reason_option = click.option("--reason", metavar="TEXT", help="Why.")


def _carry_out(
    cli: Cli, typed: str, verb: str, change: Callable[[Desk, Reference], bool], *, as_json: bool
) -> None:
    """Change one meeting or session and say what it now is."""
    from tracker.services.references import find_in
    from tracker.storage.reads.meetings import meetings
    from tracker.storage.reads.sessions import sessions

    with cli.desk() as desk:
        of = find_in(desk.reading, typed, "meetings", "sessions", author=desk.author)
        changed = change(desk, of)
        read = meetings if of.table == "meetings" else sessions
        record = read(desk.reading, [of.id])[0]
    from tracker.render.terminal.echo import echo

    said = verb if changed else "is so already"
    zone, now = cli.app.zone, cli.app.now
    cli.say(echo(said, record, zone_of_reader=zone, now=now, language=cli.app.language))
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(record))


@command(
    "move",
    examples="""
    tracker move m42 "4 April 2025 11:00"
    tracker move aes-russia/1 "10-11 April 2025" --reason "clash with the summit"
    tracker move @last "next tuesday 14:00-15:30"
    """,
)
@click.argument("ref")
@click.argument("when")
@click.option("--for", "duration", metavar="TIME", help="How long: 90m, 1h30.")
@click.option("--all-day", is_flag=True, help="Drop the hour that it had.")
@reason_option
@source_option
@json_option
@pass_cli
def move(cli: Cli, ref: str, when: str, *, as_json: bool, **said: Any) -> None:
    """Give a meeting or session another date; it keeps its hour, length and identity."""
    from tracker.services import scheduling

    def change(desk: Desk, of: Reference) -> bool:
        return scheduling.move(desk, of, when, **said)

    _carry_out(cli, ref, "moved", change, as_json=as_json)


@command("confirm", examples='tracker confirm m42\ntracker confirm m42 "3 April 2025 10:30"')
@click.argument("ref")
@click.argument("when", required=False)
@source_option
@json_option
@pass_cli
def confirm(
    cli: Cli, ref: str, when: str | None, *, as_json: bool, sources: tuple[str, ...]
) -> None:
    """Confirm a meeting or session, at its date or at WHEN."""
    from tracker.services import scheduling

    def change(desk: Desk, of: Reference) -> bool:
        return scheduling.confirm(desk, of, when, sources=sources)

    _carry_out(cli, ref, "confirmed", change, as_json=as_json)


@command("held", examples='tracker held m42\ntracker held aes-russia/1 "3 April 2025"')
@click.argument("ref")
@click.argument("when", required=False)
@source_option
@json_option
@pass_cli
def held(cli: Cli, ref: str, when: str | None, *, as_json: bool, sources: tuple[str, ...]) -> None:
    """Say that it took place, at its date or at WHEN."""
    from tracker.services import scheduling

    def change(desk: Desk, of: Reference) -> bool:
        return scheduling.held(desk, of, when, sources=sources)

    _carry_out(cli, ref, "held", change, as_json=as_json)


@command(
    "postpone",
    examples="""
    tracker postpone m42 --reason "the minister is unwell"
    tracker postpone m42 "10 April 2025 10:00" --reason "the minister is unwell"
    """,
)
@click.argument("ref")
@click.argument("when", required=False)
@reason_option
@source_option
@json_option
@pass_cli
def postpone(cli: Cli, ref: str, when: str | None, *, as_json: bool, **said: Any) -> None:
    """Put it off: to WHEN, or to a date not yet known."""
    from tracker.services import scheduling

    said["reason"] = _reason(cli, said["reason"])

    def change(desk: Desk, of: Reference) -> bool:
        return scheduling.postpone(desk, of, when, **said)

    _carry_out(cli, ref, "postponed", change, as_json=as_json)


@command("cancel", examples='tracker cancel m42 --reason "no quorum"')
@click.argument("ref")
@reason_option
@source_option
@json_option
@pass_cli
def cancel(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Call it off. It keeps its date and stays on record."""
    from tracker.services import scheduling

    said["reason"] = _reason(cli, said["reason"])

    def change(desk: Desk, of: Reference) -> bool:
        return scheduling.cancel(desk, of, **said)

    _carry_out(cli, ref, "cancelled", change, as_json=as_json)


def _reason(cli: Cli, given: str | None) -> str | None:
    """Return the reason, asked for at a terminal."""
    if given or not cli.asks:
        return given
    return str(click.prompt("Why", err=True))
