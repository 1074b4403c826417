"""`tracker export`: the ledger in forms that other programs read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from tracker.cli.calendar import filter_options
from tracker.cli.shape import group, pass_cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.cli.session import Cli
    from tracker.services.handing_out import Selection
    from tracker.storage.reads.reading import Reading

export = group(
    "export",
    help="Write a calendar file, a table or data.",
    examples="""
    tracker export ics -o calendar.ics
    tracker export csv -o calendar.csv
    tracker export ics --visibility public --series aes-russia -o aes-russia.ics
    tracker export jsonl --from 2025-01 -o calendar.jsonl
    tracker export json -o ledger.json
    """,
)
# What a file's name says that it is, and the verbs that write it.
_ENDINGS = {
    **dict.fromkeys((".ics", ".ical"), ("a calendar file", ("ics",))),
    **dict.fromkeys((".csv", ".tsv", ".tab"), ("a table", ("csv",))),
    **dict.fromkeys((".json",), ("JSON", ("json", "jcal"))),
    **dict.fromkeys((".jsonl", ".ndjson"), ("lines of JSON", ("jsonl",))),
    **dict.fromkeys((".md", ".markdown"), ("Markdown", ("markdown",))),
    **dict.fromkeys((".xlsx", ".xls", ".ods"), ("a workbook", ())),
}
_BY_SPREADSHEETS = "Say tracker export csv --bom -o calendar.csv: spreadsheets open that."


def _named_so(context: click.Context, _option: click.Parameter, output: str | None) -> str | None:
    """Return the file to be written; raise Invalid for one that is named as something else.

    A program that goes by the name would take a calendar for a table, and not open it.
    """
    from pathlib import PurePath

    from tracker.errors import Invalid

    what, verbs = _ENDINGS.get(PurePath(output or "").suffix.lower(), ("", ()))
    if output and what and context.info_name not in verbs:
        others = " or ".join(f"tracker export {verb}" for verb in verbs)
        raise Invalid(
            f"{output} is named as {what}, and export {context.info_name} writes another thing.",
            hint=f"That is written by {others}." if verbs else _BY_SPREADSHEETS,
        )
    return output


output_option = click.option(
    "-o", "--output", metavar="FILE", callback=_named_so, help="A file, or - for stdout."
)


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
    """Write a calendar file (RFC 5545): the chosen sessions and meetings, one event each."""
    _write_calendar(cli, output, said, lambda parts: parts)


@export.command(
    "jcal",
    examples="""
    tracker export jcal -o calendar.json
    tracker export jcal --visibility public --series aes-russia
    """,
)
@filter_options
@output_option
@pass_cli
def jcal_(cli: Cli, *, output: str | None, **said: Any) -> None:
    """Write the calendar file as JSON (jCal, RFC 7265): the same events, as `export ics`."""
    from tracker.render.ics.jcal import jcal

    _write_calendar(cli, output, said, jcal)


def _write_calendar(
    cli: Cli,
    output: str | None,
    said: dict[str, Any],
    form: Callable[[Iterable[bytes]], Iterable[bytes]],
) -> None:
    """Write the chosen sessions and meetings as a calendar, its parts in some form."""
    from tracker.cli.files import draft, write_out
    from tracker.render.ics import CalendarOptions, calendar, calendar_name
    from tracker.services.handing_out import records

    today = cli.app.now.astimezone(ZoneInfo(cli.app.zone)).date()
    with draft() as shelf:
        with _choosing(cli, said) as (reading, found):
            name = calendar_name(found.name, cli.app.language)
            options = CalendarOptions(name=name, today=today, language=cli.app.language)
            made = calendar(records(reading, found), options, shelf)
        write_out(output, form(made.parts))
    _say_written(cli, output, made.events, "event")
    _say_withheld(cli, found)
    for ref, why in made.left_out:
        cli.say(f"Left out {ref}: {why}")


@export.command(
    "markdown",
    examples="""
    tracker export markdown -o calendar.md
    tracker export markdown --from 2025-04 --to 2025-06 --lang fr
    """,
)
@filter_options
@output_option
@pass_cli
def markdown(cli: Cli, *, output: str | None, **said: Any) -> None:
    """Write what is on as Markdown: the sessions, and a table for each month."""
    from tracker.cli.files import draft, parts_of, write_out
    from tracker.cli.records import reader_of
    from tracker.render.ics import calendar_name
    from tracker.render.month_list import month_list
    from tracker.storage.reads.calendar import entries_of

    reader = reader_of(cli)
    with draft() as made:
        with _choosing(cli, said) as (reading, found):
            sessions = entries_of(reading, (k for k in found.keys if k[0] == "session"))
            entries = entries_of(reading, found.keys)
            name = calendar_name(found.name, cli.app.language)
            parts = month_list(name, sessions, entries, reader)
            made.writelines(part.encode() for part in parts)
        write_out(output, parts_of(made))
    _say_written(cli, output, len(found.keys), "row")
    _say_withheld(cli, found)


@export.command(
    "jsonl",
    examples="""
    tracker export jsonl -o calendar.jsonl
    tracker export jsonl --party MLI
    """,
)
@filter_options
@output_option
@pass_cli
def jsonl(cli: Cli, *, output: str | None, **said: Any) -> None:
    """Write a line of JSON for each session or meeting, with everything that belongs to it.

    The meetings of a session stand in its line.
    """
    from tracker.cli.files import draft, parts_of, write_out
    from tracker.render.data import as_data
    from tracker.render.json_text import json_text
    from tracker.services.handing_out import each_once, records

    lines = 0
    with draft() as made:
        with _choosing(cli, said) as (reading, found):
            for record in records(reading, each_once(reading, found)):
                made.write(f"{json_text(as_data(record), indent=None)}\n".encode())
                lines += 1
        write_out(output, parts_of(made))
    _say_written(cli, output, lines, "line")
    _say_withheld(cli, found)


@export.command(
    "csv",
    examples="""
    tracker export csv -o calendar.csv --bom
    tracker export csv --from 2025-01 --party MLI -o mali.tsv
    tracker export csv --plain --visibility public --kind visit
    """,
)
@filter_options
@click.option("--separator", metavar="SIGN", help="What parts the values: , ; | or tab.")
@click.option("--plain", is_flag=True, help="No apostrophe before what looks like a formula.")
@click.option("--bom", is_flag=True, help="Begin with the mark by which Excel knows UTF-8.")
@output_option
@pass_cli
def csv_(cli: Cli, *, output: str | None, **said: Any) -> None:
    """Write a table (RFC 4180), a row for each session and meeting.

    Values that a spreadsheet would run as formulas begin with an apostrophe, which importing
    takes off again; --plain leaves them as they are.
    """
    from tracker.cli.files import draft, parts_of, write_out
    from tracker.render.csv import TableOptions, table
    from tracker.services.handing_out import records

    options = TableOptions(
        language=cli.app.language,
        separator=_separator(said.pop("separator"), output),
        plain=said.pop("plain"),
        mark=said.pop("bom"),
    )
    with draft() as made:
        with _choosing(cli, said) as (reading, found):
            made.writelines(table(records(reading, found), options))
        write_out(output, parts_of(made))
    _say_written(cli, output, len(found.keys), "row")
    _say_withheld(cli, found)


_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|"}


def _separator(typed: str | None, output: str | None) -> str:
    """Return what parts the values: what was typed, else what the file's ending says."""
    from tracker.errors import Invalid

    if typed is None:
        return "\t" if (output or "").lower().endswith((".tsv", ".tab")) else ","
    sign = _SEPARATORS.get(typed.strip().lower(), "\t" if typed == "\\t" else typed)
    if sign not in _SEPARATORS.values():
        raise Invalid(f"“{typed[:20]}” cannot part values.", hint="Say , or ; or | or tab.")
    return sign


@export.command(
    "json",
    examples="""
    tracker export json -o ledger.json
    tracker export json --series aes-russia --visibility public -o aes-russia.json
    tracker export json --visibility confidential --with-history -o all.json
    """,
)
@filter_options
@click.option("--with-history", is_flag=True, help="With every change that was ever made.")
@output_option
@pass_cli
def json_(cli: Cli, *, output: str | None, with_history: bool, **said: Any) -> None:
    """Write the ledger as JSON, which `tracker import FILE` takes in elsewhere.

    With options that choose, what was chosen and all that it names.
    """
    from tracker.cli.files import draft, parts_of, write_out
    from tracker.errors import Invalid
    from tracker.render.whole import whole_export
    from tracker.services.whole import giving

    filtered = any(value for name, value in said.items() if name != "clearance")
    if with_history and filtered:
        raise Invalid("A history is exported whole or not at all; leave out what chooses.")
    with draft() as made:
        with _choosing(cli, said) as (reading, found):
            past = giving.history(reading) if with_history else None
            chosen = found if filtered else None
            records = giving.records(reading, chosen, removed=with_history)
            made.writelines(whole_export(found.clearance, records, past))
        write_out(output, parts_of(made))
    if output not in (None, "-"):
        cli.say(f"Wrote {output}.")
    _say_withheld(cli, found)


@contextmanager
def _choosing(cli: Cli, said: dict[str, Any]) -> Iterator[tuple[Reading, Selection]]:
    """Open the ledger for as long as what the options choose is read."""
    from tracker.cli.calendar import chosen
    from tracker.services.handing_out import select

    clearance = said.pop("clearance")
    with cli.app.reading(clearance) as reading:
        yield reading, select(reading, chosen(cli, reading, said))


def _say_written(cli: Cli, output: str | None, count: int, noun: str) -> None:
    where = f" to {output}" if output not in (None, "-") else ""
    cli.say(f"Wrote {count} {noun if count == 1 else f'{noun}s'}{where}.")


def _say_withheld(cli: Cli, found: Selection) -> None:
    for reason in found.withheld:
        cli.say(f"Withheld, being above {found.clearance}: {reason}.")
