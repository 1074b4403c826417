"""`tracker print`: what a minister's folder holds, for a screen, a file or paper."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.print_kinds import KINDS, read_print, reader_of
from tracker.cli.shape import command, json_option, pass_cli, visibility_option
from tracker.domain.quoting import quoted
from tracker.errors import Invalid

if TYPE_CHECKING:
    from datetime import date

    from tracker.cli.session import Cli
    from tracker.domain.audiences import Audience
    from tracker.render.parallel import ParallelSheet
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
    tracker print aes-russia/2 --kind brief -o brief.pdf
    tracker print aes-russia/1 --kind agenda --version rev1
    tracker print "this week"
    tracker print 2025-04 --kind calendar --lang ar -o april.html
    tracker print aes-russia/1 --lang fr,ru -o agenda.pdf
    tracker print aes-russia/2 --for partner --lang en,ar -o agenda.html
    tracker print m42 --visibility public
    """,
)
@click.argument("ref")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    help="What to print; see above.  [default: the first that is for REF]",
)
@click.option("--version", metavar="VERSION", help="Of an agenda: provisional, rev1, …; now.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "markdown", "html", "pdf", "json"]),
    help="What to print for; when not said, what the end of FILE's name says.",
)
@click.option("-o", "--output", metavar="FILE", help="A file, or - for stdout.")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["public", "partner", "internal"]),
    help="For the press, the other delegations, or your own head of delegation; see above.",
)
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
    audience: str | None,
    **chosen: Any,
) -> None:
    """Print a session, a meeting, a series, a party, or some days.

    REF is one of them: aes-russia/1, m42, aes-russia, MLI, “3 April 2025”, “week of 31
    March 2025”, 2025-04, 2025.

    \b
    Of a session or a meeting, --kind is
      summary      the agenda summary: all that is recorded (when not said)
      agenda       the newest agenda that was circulated, else as it stands
      annotated    the agenda as it stands, with the notes on each item
      brief        for the head of a delegation: one or two pages
      delegations  the list of participants, in order of precedence
      programme    by day and place
      record       what was held, decided, adopted and promised

    Of a series or a party it is the brief: what is to come, past and promised. Of days it
    is the programme, of a month or a year the calendar.

    \b
    --for says who reads it, in place of --visibility:
      public    the press: what is public, without notes
      partner   the other delegations: what is public, and the programme, agenda
                and delegations as far as they are no more secret than the
                session, nor for some of the delegations only
      internal  your own head of delegation: up to internal; your notes,
                speaking points and own times in a frame

    Partners get no note, reason or credentials, nothing confidential, and no document,
    commitment or source that is not public.

    With --lang fr,ru (any two of en, fr, ru, ar) two languages stand side by side; in a
    terminal of fewer than 91 columns each piece in one, then in the other.
    """  # noqa: D301 - click's mark of a list that stays as it is
    form = form_for(form, output, as_json=as_json)
    if paper and form != "pdf":
        raise Invalid("--paper is for PDF prints: add --format pdf, or name a FILE.pdf with -o.")
    readers = [reader_of(cli, language) for language in cli.app.languages]
    whom, clearance = _audience(audience, clearance)
    made = read_print(cli, ref, clearance, audience=whom, **chosen)
    if form == "json" and len(readers) == 1:
        deliver_data(cli, made.data, output)
    else:
        sheet = _side_by_side([made.sheet(reading) for reading in readers])
        hand_out(cli, sheet, readers[0].today, form=form, output=output, paper=paper)
    if made.withheld:
        cli.say(f"Withheld, being above {clearance}: {made.withheld}.")
    if made.kept:
        cli.say(f"Withheld, being not for the other delegations: {made.kept}.")
    if whom and not whom.sees_working:
        cli.say("Notes, speaking points, reasons and credentials are left out.")


def _audience(named: str | None, clearance: str) -> tuple[Audience | None, str]:
    """Return for whom a print is, and how far up it reads; raise Invalid where they disagree."""
    if named is None:
        return None, clearance
    from tracker.domain.audiences import Audience

    whom = Audience(named)
    source = click.get_current_context().get_parameter_source("clearance")
    if source is not click.core.ParameterSource.DEFAULT and clearance != whom.ceiling:
        raise Invalid(
            f"--for {named} reads up to {whom.ceiling}, --visibility {clearance} says otherwise: "
            "leave one out."
        )
    return whom, str(whom.ceiling)


def _side_by_side(sheets: list[Sheet]) -> Sheet | ParallelSheet:
    """Return a print's sheet, or its two in different languages as one."""
    if len(sheets) == 1:
        return sheets[0]
    from tracker.render.parallel import parallel

    return parallel(*sheets)


def hand_out(
    cli: Cli,
    sheet: Sheet | ParallelSheet,
    today: date,
    *,
    form: str,
    output: str | None,
    paper: str | None = None,
) -> None:
    """Print a sheet in a form, on the screen or into a file; as JSON only two languages."""
    if form == "json":
        from tracker.render.parallel import ParallelSheet, parallel_data

        assert isinstance(sheet, ParallelSheet)  # noqa: S101 - one language has its record
        deliver_data(cli, parallel_data(sheet), output)
    elif form == "pdf":
        _write(cli, output, _pdf(cli, sheet, today, paper), binary=True)
    else:
        _deliver(cli, _text(cli, sheet, form, output), output)


def form_for(form: str | None, output: str | None, *, as_json: bool) -> str:
    """Return the form of a print: as said, or as the end of a file's name says.

    Raises Invalid for an end that says none; a name without any end gets plain text.
    """
    if as_json:
        if form not in (None, "json"):
            raise Invalid(f"--json and --format {form} say different things: leave one out.")
        return "json"
    ending = PurePath(output or "").suffix
    if form is None and ending and ending.lower() not in _BY_ENDING:
        raise Invalid(
            f"A file's name that ends in {quoted(ending)} says no format that there is.",
            hint=f"End it in {', '.join(_BY_ENDING)}; or say --format.",
        )
    return form or _BY_ENDING.get(ending.lower(), "terminal")


def deliver_json(cli: Cli, record: object, output: str | None) -> None:
    """Print a record as JSON, on the screen or into a file."""
    from tracker.render.data import as_data

    deliver_data(cli, as_data(record), output)


def deliver_data(cli: Cli, data: object, output: str | None) -> None:
    """Print plain data as JSON, on the screen or into a file."""
    from tracker.render.json_text import json_text

    if output is None:
        cli.json(data)
    else:
        _write(cli, output, f"{json_text(data)}\n".encode())


def _deliver(cli: Cli, text: str, output: str | None) -> None:
    if output is None:
        cli.read_out(text)
    else:
        _write(cli, output, text.encode())


def _write(cli: Cli, output: str | None, content: bytes, *, binary: bool = False) -> None:
    """Write a print out, and say where it went unless that was stdout."""
    from tracker.cli.files import write_out

    write_out(output, content, binary=binary)
    if output not in (None, "-"):
        cli.say(f"Wrote {output}.")


def _pdf(cli: Cli, sheet: Sheet | ParallelSheet, today: date, paper: str | None) -> bytes:
    from tracker.render.pdf import Paper, pdf_sheet
    from tracker.render.pdf.letters import missing_letters

    lacking = missing_letters(sheet)
    made = pdf_sheet(sheet, day=today, paper=Paper[(paper or "a4").upper()])
    if lacking:
        shown = lacking if len(lacking) <= _TOLD else f"{lacking[:_TOLD]}…"
        cli.say(f"The letters of PDF prints lack {shown}: boxes stand for them. HTML shows them.")
    return made


def _text(cli: Cli, sheet: Sheet | ParallelSheet, form: str, output: str | None) -> str:
    from tracker.render.sheet import Sheet

    if form == "html":
        from tracker.render.html import document_html

        return document_html(sheet)
    if form == "markdown":
        if isinstance(sheet, Sheet):
            from tracker.render.markdown import markdown_sheet

            return markdown_sheet(sheet)
        from tracker.render.markdown_parallel import markdown_parallel

        return markdown_parallel(sheet)
    from tracker.render.terminal.sheet import print_sheet
    from tracker.render.terminal.tables import IN_PIPE

    on_screen = output in (None, "-")
    width = cli.width if on_screen and cli.width < IN_PIPE else _PAPER
    styled = cli.styled and on_screen
    if isinstance(sheet, Sheet):
        return print_sheet(sheet, width=width, styled=styled, unicode=cli.unicode)
    from tracker.render.terminal.parallel import print_parallel

    return print_parallel(sheet, width=width, styled=styled, unicode=cli.unicode)
