"""`tracker print`: the agenda summary, for a screen, a file or paper."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from tracker.cli.shape import command, json_option, pass_cli, visibility_option
from tracker.errors import Invalid

if TYPE_CHECKING:
    from datetime import date

    from tracker.cli.session import Cli
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sheet import Sheet

_PAPER = 80  # columns of a print that goes to a file or a pipe
_TOLD = 20  # missing letters that one sentence names
_BY_ENDING = {
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".markdown": "markdown",
    ".md": "markdown",
    ".pdf": "pdf",
    ".txt": "terminal",
}


@command(
    "print",
    examples="""
    tracker print aes-russia/1
    tracker print aes-russia/1 --lang fr -o agenda.pdf
    tracker print aes-russia/1 --format html --lang ar -o agenda.html
    tracker print m42 --visibility public
    """,
)
@click.argument("ref")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "markdown", "html", "pdf", "json"]),
    help="What to print for; when not said, what the end of FILE's name says.",
)
@click.option("-o", "--output", metavar="FILE", help="A file, or - for stdout.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper of a PDF.  [default: a4]")
@visibility_option
@json_option
@pass_cli
def print_(
    cli: Cli,
    ref: str,
    *,
    form: str | None,
    output: str | None,
    paper: str | None,
    clearance: str,
    as_json: bool,
) -> None:
    """Print the agenda summary of a session or a meeting."""
    form = form_for(form, output, as_json=as_json)
    if paper and form != "pdf":
        raise Invalid("--paper is for PDF prints: add --format pdf, or name a FILE.pdf with -o.")
    record, withheld = _read(cli, ref, clearance)
    if form == "json":
        deliver_json(cli, record, output)
    else:
        # A print for the public never says what is missing: whether it does would tell them
        # whether something is withheld.
        today = cli.app.now.astimezone(ZoneInfo(cli.app.zone)).date()
        sheet = _sheet(cli, record, today, complete=not withheld and clearance != "public")
        hand_out(cli, sheet, today, form=form, output=output, paper=paper)
    if withheld:
        cli.say(f"Withheld, being above {clearance}: {withheld}.")


def hand_out(
    cli: Cli, sheet: Sheet, today: date, *, form: str, output: str | None, paper: str | None = None
) -> None:
    """Print a sheet in a form, on the screen or into a file."""
    if form == "pdf":
        from tracker.cli.files import write_out

        write_out(output, _pdf(cli, sheet, today, paper), binary=True)
    else:
        _deliver(cli, _text(cli, sheet, form, output), output)


def form_for(form: str | None, output: str | None, *, as_json: bool) -> str:
    """Return the form of a print: as said, or as the end of a file's name says."""
    if as_json:
        if form not in (None, "json"):
            raise Invalid(f"--json and --format {form} say different things: leave one out.")
        return "json"
    return form or _BY_ENDING.get(PurePath(output or "").suffix.lower(), "terminal")


def deliver_json(cli: Cli, record: object, output: str | None) -> None:
    """Print a record as JSON, on the screen or into a file."""
    from tracker.cli.files import write_out
    from tracker.render.data import as_data
    from tracker.render.json_text import json_text

    if output is None:
        cli.json(as_data(record))
    else:
        write_out(output, f"{json_text(as_data(record))}\n".encode())


def _deliver(cli: Cli, text: str, output: str | None) -> None:
    from tracker.cli.files import write_out

    if output is None:
        cli.read_out(text)
    else:
        write_out(output, text.encode())


def _read(cli: Cli, ref: str, clearance: str) -> tuple[Session | Meeting, str]:
    from dataclasses import replace

    from tracker.domain.sessions import Session
    from tracker.services.references import find_in
    from tracker.storage.reads.carried import carried_to
    from tracker.storage.reads.meetings import meetings
    from tracker.storage.reads.sessions import sessions
    from tracker.storage.reads.withheld import said, within

    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", author=cli.app.author)
        read = sessions if of.table == "sessions" else meetings
        (record,) = read(reading, [of.id])
        if isinstance(record, Session):
            record = replace(record, carried=carried_to(reading, of.id))
        return record, said(within(reading, of.table, [of.id]))


def _sheet(cli: Cli, record: Session | Meeting, today: date, *, complete: bool) -> Sheet:
    from tracker.domain.meetings import Meeting
    from tracker.render import agenda_sheet

    language, zone = cli.app.language, cli.app.zone
    if isinstance(record, Meeting):
        return agenda_sheet.meeting_sheet(
            record, language=language, today=today, reader_zone=zone, complete=complete
        )
    return agenda_sheet.session_sheet(
        record, language=language, today=today, reader_zone=zone, complete=complete
    )


def _pdf(cli: Cli, sheet: Sheet, today: date, paper: str | None) -> bytes:
    from tracker.render.pdf import Paper, pdf_sheet
    from tracker.render.pdf.letters import missing_letters

    lacking = missing_letters(sheet)
    made = pdf_sheet(sheet, day=today, paper=Paper[(paper or "a4").upper()])
    if lacking:
        shown = lacking if len(lacking) <= _TOLD else f"{lacking[:_TOLD]}…"
        cli.say(f"The letters of PDF prints lack {shown}: boxes stand for them. HTML shows them.")
    return made


def _text(cli: Cli, sheet: Sheet, form: str, output: str | None) -> str:
    if form == "html":
        from tracker.render.html import document_html

        return document_html(sheet)
    if form == "markdown":
        from tracker.render.markdown import markdown_sheet

        return markdown_sheet(sheet)
    from tracker.render.terminal.sheet import print_sheet
    from tracker.render.terminal.tables import IN_PIPE

    on_screen = output in (None, "-")
    width = cli.width if on_screen and cli.width < IN_PIPE else _PAPER
    return print_sheet(sheet, width=width, styled=cli.styled and on_screen, unicode=cli.unicode)
