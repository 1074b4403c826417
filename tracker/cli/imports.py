"""`tracker import`: what other programs say, taken in once and again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import parties_option, with_options, words_option
from tracker.cli.shape import command, json_option, pass_cli
from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Conflict, Invalid, NotFound, TrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli.imports_from import Opened
    from tracker.cli.session import Cli
    from tracker.domain.importing import ImportReport, RememberedImport
    from tracker.domain.incoming import Column, Delivery
    from tracker.services.importing.asked import Asked


@frozen(kw_only=True)
class _Request:
    """One import to be made: from where, under which name, how."""

    location: str
    source: str | None
    asked: Asked
    theirs: bool
    dry_run: bool
    etag: str | None = None
    last_modified: str | None = None


def _pairs(
    _context: object, _parameter: object, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return what was typed as COLUMN=FIELD; the last equals sign parts them.

    Commas part several, where each of them is such a pair.
    """
    pairs = []
    for each in (one for typed in given for one in _parted(typed)):
        column, equals, field = each.rpartition("=")
        if not equals or not column.strip():
            raise click.BadParameter(f"{each[:60]!r} is not COLUMN=FIELD, such as Datum=start.")
        pairs.append((column, field))
    return tuple(pairs)


def _parted(typed: str) -> list[str]:
    parts = typed.split(",")
    return parts if all("=" in part for part in parts) else [typed]


_what = with_options(
    click.option("--source", metavar="NAME", help="Remember it under a name, to be read again."),
    click.option("--all", "every", is_flag=True, help="Read every remembered one again."),
    click.option("--list", "listing", is_flag=True, help="List what is remembered."),
    click.option("--forget", metavar="NAME", help="Remember it no longer; what it brought stays."),
    click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing."),
    click.option("--theirs", is_flag=True, help="Take its word over what was changed here."),
)
_reading = with_options(
    click.option("--format", "format_", metavar="FORMAT", help="ics, csv, json or yaml."),
    click.option("--as", "preset", metavar="PRESET", help="A table of a known make: travels."),
    click.option(
        "--map",
        "mapping",
        metavar="COLUMN=FIELD",
        multiple=True,
        callback=_pairs,
        help="What a column of a table is, such as Datum=start; repeatable, or with commas.",
    ),
    click.option("--encoding", metavar="NAME", help="Of the file's letters; else found out."),
    click.option("--separator", metavar="SIGN", help="Between a table's columns; else found out."),
    click.option(
        "--allow-host",
        "hosts",
        metavar="NAME[:PORT]",
        multiple=True,
        help="A host within your own network that may be asked; repeatable.",
    ),
)
_given = with_options(
    click.option("--session", metavar="REF", help="Put the meetings into this session."),
    parties_option("Parties that every meeting has."),
    words_option("topic", "topics", "A topic that every meeting has; repeatable."),
    click.option("--visibility", metavar="LEVEL", help="How far it may go; else internal."),
)


@command(
    "import",
    examples="""
    tracker import calendar.ics --dry-run
    tracker import https://example.org/calendar.ics --source parliament
    tracker import --source parliament
    tracker import --all
    tracker import visits.csv --as travels
    tracker import list.csv --map Datum=start --map Ort=place --with MLI
    """,
)
@click.argument("location", metavar="FILE|URL|-", required=False)
@_what
@_reading
@_given
@json_option
@pass_cli
def import_(cli: Cli, *, location: str | None, as_json: bool, **said: Any) -> None:
    """Take in a calendar, a table or a data set: .ics, .csv, .tsv, .json, .yaml.

    All of it in one change that undo takes back. What is read again updates what it brought
    before, and keeps what was changed here; what it no longer lists is told, never removed.
    """
    ways = [bool(said["every"]), bool(said["listing"]), bool(said["forget"])]
    if sum(ways) > 1 or (any(ways) and (location or said["source"])):
        raise click.UsageError("--all, --list and --forget stand alone.")
    if said["listing"]:
        _list(cli, as_json=as_json)
    elif said["forget"]:
        _forget(cli, said["forget"])
    elif said["every"]:
        _read_all(cli, said, as_json=as_json)
    elif location is None and said["source"] is None:
        raise click.UsageError(
            "Name a FILE or URL, or - for stdin; a remembered one with --source NAME, or --all."
        )
    else:
        made = _read(cli, _request(cli, location, said), as_json=as_json)
        if made is not None and as_json:
            from tracker.render.data import as_data

            cli.json(as_data(made))


def _asked(cli: Cli, said: dict[str, Any]) -> Asked:
    """Return what was typed; zone and language only where they were."""
    from tracker.services.importing.asked import Asked

    names = ("preset", "encoding", "separator", "mapping", "visibility", "session")
    more = ("parties", "topics", "hosts")
    return Asked(
        format=said["format_"],
        zone=cli.flags.get("zone"),
        language=cli.flags.get("lang"),
        **{name: said[name] for name in (*names, *more)},
    )


def _request(cli: Cli, location: str | None, said: dict[str, Any]) -> _Request:
    """Return the import that was asked for, with what is saved under its name."""
    from tracker.cli.imports_from import kept_location
    from tracker.services.importing import remembered
    from tracker.services.importing.asked import Asked

    source, asked = said["source"], _asked(cli, said)
    usual = Asked(zone=cli.app.zone, language=cli.app.language)
    common = {"theirs": said["theirs"], "dry_run": said["dry_run"]}
    if source is None:
        assert location is not None  # noqa: S101
        return _Request(location=location, source=None, asked=asked.over(usual), **common)
    with cli.app.reading("confidential") as reading:
        saved = Asked.read(remembered.options_of(reading, source)).over(usual)
        if location is None:
            return _again(remembered.named(reading, source), asked.over(saved), common)
    kept = kept_location(location)
    return _Request(location=kept, source=source, asked=asked.over(saved), **common)


def _again(known: RememberedImport, asked: Asked, common: dict[str, Any]) -> _Request:
    """Return the request to read a remembered import again, unless it is not modified."""
    from tracker.cli.imports_from import is_gone

    if known.location == "-":
        raise Conflict(
            f"{known.slug} was read from stdin, and cannot be read again by itself.",
            hint=f"Pipe it in again: … | tracker import - --source {known.slug}",
        )
    if is_gone(known.location):
        raise NotFound(
            f"There is no file {quoted(known.location)}.",
            hint=f"Say where it is now: tracker import FILE --source {known.slug}",
        )
    return _Request(
        location=known.location,
        source=known.slug,
        asked=asked,
        etag=None if common["theirs"] else known.etag,
        last_modified=None if common["theirs"] else known.last_modified,
        **common,
    )


def _read(cli: Cli, request: _Request, *, as_json: bool) -> ImportReport | None:
    """Make one import, and say what came of it; None where a session says it itself."""
    from tracker.cli.imports_from import opened
    from tracker.intake.formats import decide
    from tracker.intake.own_json import is_own

    columns: tuple[Column, ...] = ()
    with opened(
        cli,
        request.location,
        hosts=request.asked.hosts,
        etag=request.etag,
        last_modified=request.last_modified,
    ) as file:
        if file.not_modified:
            return _not_modified(cli, request, as_json=as_json)
        format_ = request.asked.format or decide(file.content, file.name)
        if format_ == "yaml":
            _read_session(cli, request, file, as_json=as_json)
            return None
        request = replace(request, asked=replace(request.asked, format=format_))
        if format_ == "json" and is_own(file.content):
            from tracker.cli.imports_whole import take_export

            report = take_export(cli, file, source=request.source, dry_run=request.dry_run)
        else:
            report, columns = _take_in(cli, request, file)
    _say(cli, report, columns, as_json=as_json)
    if _took_nothing(report):
        raise Invalid(f"Nothing in {report.name} could be taken; the reasons stand above.")
    return report


def _took_nothing(report: ImportReport) -> bool:
    """Return whether all that a file tells was refused."""
    taken = report.new or report.changed or report.kept or report.unchanged
    return bool(report.refused and not taken)


def _not_modified(cli: Cli, request: _Request, *, as_json: bool) -> ImportReport:
    from tracker.domain.importing import ImportReport

    report = ImportReport(
        name=request.location,
        format=request.asked.format or "",
        source=request.source,
        not_modified=True,
        dry_run=request.dry_run,
    )
    _say(cli, report, (), as_json=as_json)
    return report


def _take_in(cli: Cli, request: _Request, file: Opened) -> tuple[ImportReport, tuple[Column, ...]]:
    """Read a file and take in what it delivers: one transaction, one change."""
    from tracker.cli.progress import bar, progress
    from tracker.services.importing import remembered
    from tracker.services.importing.asked import wishes_of
    from tracker.services.importing.taking import take_in

    delivery = _delivery(cli, request, file)
    asked = request.asked
    if delivery.columns and asked.preset is None:
        pairs = tuple((c.name, c.field or "-") for c in delivery.columns)
        asked = replace(asked, mapping=pairs)

    def said(done: int, _total: int) -> str:
        return f"{bar(file.done())}, {done:,} entries"

    with (
        progress(cli, "Reading", said) as tell,
        cli.desk(keep=not request.dry_run) as desk,
    ):
        own = replace(desk, language=asked.language or desk.language)
        wishes = wishes_of(own, asked, theirs=request.theirs)
        origin = None
        if request.source:
            origin = remembered.remember(
                own, request.source, request.location, delivery.format, asked.stored()
            )
        report = take_in(
            own,
            delivery,
            name=file.name,
            wishes=wishes,
            origin=origin,
            progress=lambda n: tell(n, n),
        )
        if origin is not None and report.change is not None:
            remembered.note_reading(own, origin, etag=file.etag, last_modified=file.last_modified)
    return replace(report, dry_run=request.dry_run), delivery.columns


def _delivery(cli: Cli, request: _Request, file: Opened) -> Delivery:
    from tracker.intake.formats import read
    from tracker.intake.options import ReadingOptions

    asked = request.asked
    options = ReadingOptions(
        name=file.name,
        zone=asked.zone or cli.app.zone,
        language=asked.language or cli.app.language,
        now=cli.app.now,
        format=asked.format,
        preset=asked.preset,
        encoding=asked.encoding,
        separator=asked.separator,
        mapping=asked.mapping,
    )
    return read(file.content, options)


def _read_session(cli: Cli, request: _Request, file: Opened, *, as_json: bool) -> None:
    """Enter a whole session from a YAML file: it is no list of meetings."""
    from tracker.cli.sessions import enter_file

    if request.source:
        raise Conflict(
            "A session file is entered once, and corrected here from then on; "
            "it is not remembered.",
            hint=f"Say: tracker import {request.location}",
        )
    try:
        text = file.content.read().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Invalid(f"{file.name} is not a text in UTF-8 (byte {fault.start + 1}).") from fault
    enter_file(cli, text, file.name, as_json=as_json, keep=not request.dry_run)
    if request.dry_run:
        cli.say("That was only tried; nothing was written.")


def _say(cli: Cli, report: ImportReport, columns: Sequence[Column], *, as_json: bool) -> None:
    """Say what came of an import: a trial's report is what was asked for, so it is data."""
    from tracker.render.terminal.imports import import_report
    from tracker.render.terminal.tables import IN_PIPE

    if not as_json:
        width = min(cli.width, IN_PIPE)
        text = import_report(report, width=width, columns=columns, zone=cli.app.zone)
        if report.dry_run:
            from tracker.render.terminal.door import safe

            cli.read_out(safe(text))
        else:
            cli.say(text.rstrip("\n"))
    if report.not_modified:
        return
    if report.dry_run:
        cli.say("That was only tried; nothing was written.")
    elif report.restored:
        cli.say("The ledger is what the other one was, with all of its history.")
    elif report.change is None:
        same = "Nothing here differs, so nothing was written."
        cli.say("Nothing was written." if _took_nothing(report) else same)
    else:
        cli.say(f"Change #{report.change}; take it back with: tracker undo")


def _read_all(cli: Cli, said: dict[str, Any], *, as_json: bool) -> None:
    """Read every remembered import again, each in a change of its own.

    One that fails is told, and keeps none of the others; then the exit code is 1.
    """
    from tracker.services.importing import remembered
    from tracker.services.importing.asked import Asked

    asked = _asked(cli, said)
    usual = Asked(zone=cli.app.zone, language=cli.app.language)
    common = {"theirs": said["theirs"], "dry_run": said["dry_run"]}
    with cli.app.reading("confidential") as reading:
        known = [
            (each, Asked.read(remembered.options_of(reading, each.slug)).over(usual))
            for each in remembered.remembered(reading)
        ]
    if not known:
        cli.say(_NONE)
    made, failed = [], False
    for number, (each, saved) in enumerate(known):
        if number and not as_json:
            cli.say("")
        try:
            report = _read(cli, _again(each, asked.over(saved), common), as_json=as_json)
            made.append(report)
        except TrackerError as fault:
            failed = True
            cli.say(f"{each.slug}: {fault.sentence}{f' {fault.hint}' if fault.hint else ''}")
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data([report for report in made if report is not None]))
    if failed:
        raise click.exceptions.Exit(1)


_NONE = "No import is remembered yet. Remember one with: tracker import URL --source NAME"


def _list(cli: Cli, *, as_json: bool) -> None:
    """List what is remembered: its name, where it is, how much of it is here."""
    from tracker.cli.records import show_list
    from tracker.render.records.imports import imports_table
    from tracker.services.importing.remembered import remembered

    with cli.app.reading("confidential") as reading:
        found = remembered(reading)
    show_list(cli, found, lambda reader: imports_table(found, reader), as_json=as_json, empty=_NONE)


def _forget(cli: Cli, name: str) -> None:
    from tracker.services.importing.remembered import forget

    with cli.desk() as desk:
        known = forget(desk, name)
    cli.say(
        f"{known.slug} is remembered no longer. What it brought stays; "
        "bring it back with: tracker undo"
    )
