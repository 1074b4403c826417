"""What the commands of all nouns do alike: name a record, say what was done, show, list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.cli.session import Cli
    from tracker.domain.dossiers import Dossier
    from tracker.domain.visibility import Visibility
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Line, Sheet, Table

T = TypeVar("T")
_PAPER = 80  # columns of a sheet that goes into a pipe


def show(cli: Cli, typed: str, clearance: str, *tables: str, as_json: bool) -> None:
    """Print everything about one record, of some kinds only where a noun asks for it."""
    from tracker.services.dossiers import gather
    from tracker.services.references import find, find_in

    with cli.app.reading(clearance) as reading:
        author = cli.app.author
        of = (
            find_in(reading, typed, *tables, author=author)
            if tables
            else find(reading, typed, author=author)
        )
        dossier = gather(reading, of)
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(dossier))
        return
    _print(cli, dossier)


def _print(cli: Cli, dossier: Dossier) -> None:
    from tracker.render.records.sheets import record_sheet

    read_sheet(cli, record_sheet(dossier, reader_of(cli, dossier)))


def read_sheet(cli: Cli, sheet: Sheet) -> None:
    """Print a sheet for a person to read, as wide as the screen or, in a pipe, as paper."""
    from tracker.render.terminal.sheet import print_sheet
    from tracker.render.terminal.tables import IN_PIPE

    width = cli.width if cli.width < IN_PIPE else _PAPER
    cli.read_out(print_sheet(sheet, width=width, styled=cli.styled, unicode=cli.unicode))


def reader_of(cli: Cli, dossier: Dossier | None = None) -> Reading:
    """Return for whom a sheet is made: the language, the day and the clock of this run."""
    from tracker.render.records.sheets import reading_for

    zone = cli.app.zone
    today = cli.app.now.astimezone(ZoneInfo(zone)).date()
    return reading_for(cli.app.language, today=today, reader_zone=zone, dossier=dossier)


def show_list(
    cli: Cli,
    found: Sequence[object],
    as_table: Callable[[Reading], Table],
    *,
    as_json: bool,
    empty: str,
) -> None:
    """Print a list of records; when there are none, say so on stderr."""
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(list(found)))
    elif not found:
        cli.say(empty)
    else:
        from tracker.render.terminal.listing import listing

        reading = reader_of(cli)
        cli.read_out(listing(as_table(reading), cli.page, reading))


def wrote(cli: Cli, done: str, record: object, what: Line, *, as_json: bool = False) -> None:
    """Say what was done to a record, and print the record when asked for JSON."""
    from tracker.render.sheet import plain

    cli.say(f"{done}: {plain(what)}.")
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(record))


def draft(kind: type[T], said: dict[str, Any]) -> T:
    """Return what was said as a draft to correct a record by; raise UsageError for nothing."""
    require_said(said)
    return kind(**said)


def require_said(said: dict[str, Any]) -> None:
    """Raise UsageError when no option says anything."""
    if all(value in (None, ()) for value in said.values()):
        import click

        raise click.UsageError("Say what to change.")


def opens(said: dict[str, Any]) -> bool:
    """Return whether it was said to whom a record is open: what keeps it back is then told."""
    return bool(said["visibility"]) or said["embargo"] == ""


def say_idle_embargo(cli: Cli, typed: str | None, named: str, level: Visibility | None) -> None:
    """Say that an embargo that was just typed keeps nothing back, the record not being public."""
    if typed and level is not None and level.rank:
        cli.say(
            f"The embargo has no effect while {named} is {level}: "
            "embargoes keep back what is public."
        )


def verb(*, changed: bool) -> str:
    """Return what to say of a correction."""
    return "changed" if changed else "is so already"
