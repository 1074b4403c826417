"""`tracker export`: the ledger in forms that other programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from tracker.cli.calendar import filter_options
from tracker.cli.shape import group, pass_cli

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.services.handing_out import Selection

export = group(
    "export",
    help="Write a calendar file or data.",
    examples="""
    tracker export ics -o calendar.ics
    tracker export ics --visibility public --series aes-russia -o aes-russia.ics
    tracker export json --from 2025-01 -o ledger.json
    """,
)
output_option = click.option("-o", "--output", metavar="FILE", help="A file, or - for stdout.")


@export.command(
    "ics",
    examples="""
    tracker export ics -o calendar.ics
    tracker export ics --visibility public --lang fr --series aes-russia -o aes-russia.ics
    """,
)
@filter_options
@output_option
@pass_cli
def ics(cli: Cli, *, output: str | None, **said: Any) -> None:
    """Write a calendar file (RFC 5545) of the chosen sessions and meetings."""
    from tracker.cli.files import write_out
    from tracker.render.ics import CalendarOptions, calendar, calendar_name

    found = _select(cli, said)
    today = cli.app.now.astimezone(ZoneInfo(cli.app.zone)).date()
    name = calendar_name(found.name, cli.app.language)
    options = CalendarOptions(name=name, today=today, language=cli.app.language)
    made = calendar((*found.sessions, *found.meetings), options)
    write_out(output, made.content)
    noun = "event" if made.events == 1 else "events"
    where = f" to {output}" if output not in (None, "-") else ""
    cli.say(f"Wrote {made.events} {noun}{where}.")
    _say_withheld(cli, found)
    for ref, why in made.left_out:
        cli.say(f"Left out {ref}: {why}")


@export.command("json", examples="tracker export json -o ledger.json")
@filter_options
@output_option
@pass_cli
def json_(cli: Cli, *, output: str | None, **said: Any) -> None:
    """Write the chosen sessions and meetings, whole, as JSON."""
    from tracker.cli.files import write_out
    from tracker.render.data import as_data
    from tracker.render.json_text import json_text

    found = _select(cli, said)
    alone = [m for m in found.meetings if m.session is None or not found.has_session(m.session)]
    data = {
        "format": "tracker-export",
        "version": 1,
        "visibility": found.clearance,
        "sessions": as_data(found.sessions),
        "meetings": as_data(alone),
    }
    write_out(output, f"{json_text(data)}\n".encode())
    if output not in (None, "-"):
        cli.say(f"Wrote {output}.")
    _say_withheld(cli, found)


def _select(cli: Cli, said: dict[str, Any]) -> Selection:
    from tracker.cli.calendar import chosen
    from tracker.services.handing_out import select

    clearance = said.pop("clearance")
    with cli.app.reading(clearance) as reading:
        return select(reading, chosen(cli, reading, said))


def _say_withheld(cli: Cli, found: Selection) -> None:
    for reason in found.withheld:
        cli.say(f"Withheld, being above {found.clearance}: {reason}.")
