"""`tracker print`: the agenda summary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from tracker.cli.shape import command, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session

_PAPER = 80  # columns of a print that goes to a file or a pipe


@command(
    "print",
    examples="""
    tracker print aes-russia/1
    tracker print aes-russia/1 --lang fr --format markdown -o agenda.md
    tracker print m42 --visibility public
    """,
)
@click.argument("ref")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "markdown"]),
    default="terminal",
    show_default=True,
    help="What to print for.",
)
@click.option("-o", "--output", metavar="FILE", help="A file, or - for stdout.")
@visibility_option
@json_option
@pass_cli
def print_(
    cli: Cli, ref: str, *, form: str, output: str | None, clearance: str, as_json: bool
) -> None:
    """Print the agenda summary of a session or a meeting."""
    from tracker.cli.files import write_out

    record, withheld = _read(cli, ref, clearance)
    # A print for the public never says what is missing: whether it does would tell them
    # whether something is withheld.
    complete = not withheld and clearance != "public"
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(record))
    elif output is None:
        cli.read_out(_text(cli, record, form, output, complete=complete))
    else:
        write_out(output, _text(cli, record, form, output, complete=complete).encode())
    if withheld:
        cli.say(f"Withheld, being above {clearance}: {withheld}.")


def _read(cli: Cli, ref: str, clearance: str) -> tuple[Session | Meeting, str]:
    from tracker.services.references import find_in
    from tracker.storage.reads.meetings import meetings
    from tracker.storage.reads.sessions import sessions
    from tracker.storage.reads.withheld import said, within

    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", author=cli.app.author)
        read = sessions if of.table == "sessions" else meetings
        (record,) = read(reading, [of.id])
        return record, said(within(reading, of.table, [of.id]))


def _text(
    cli: Cli, record: Session | Meeting, form: str, output: str | None, *, complete: bool
) -> str:
    from tracker.domain.meetings import Meeting
    from tracker.render import agenda_sheet

    today = cli.app.now.astimezone(ZoneInfo(cli.app.zone)).date()
    language, zone = cli.app.language, cli.app.zone
    sheet = (
        agenda_sheet.meeting_sheet(
            record, language=language, today=today, reader_zone=zone, complete=complete
        )
        if isinstance(record, Meeting)
        else agenda_sheet.session_sheet(
            record, language=language, today=today, reader_zone=zone, complete=complete
        )
    )
    if form == "markdown":
        from tracker.render.markdown import markdown_sheet

        return markdown_sheet(sheet)
    from tracker.render.terminal.sheet import print_sheet
    from tracker.render.terminal.tables import IN_PIPE

    on_screen = output in (None, "-")
    width = cli.width if on_screen and cli.width < IN_PIPE else _PAPER
    return print_sheet(sheet, width=width, styled=cli.styled and on_screen, unicode=cli.unicode)
