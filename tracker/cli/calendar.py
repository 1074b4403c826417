"""`tracker list`, `next`, `today`, `calendar`: what is on."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from tracker.cli.shape import command, json_option, pass_cli

if TYPE_CHECKING:
    from datetime import date

    from tracker.cli.session import Cli
    from tracker.domain.entries import Entries, Filter
    from tracker.storage.reads.reading import Reading

_FILTERS = (
    ("--party", "parties", "MLI", "Of this party; may be given several times."),
    ("--series", "series", "SLUG", "Of this series."),
    ("--topic", "topics", "TOPIC", "On this topic."),
    ("--kind", "kinds", "KIND", "Of this kind."),
    ("--status", "statuses", "STATUS", "Of this status."),
)


def filter_options(function: Any) -> Any:
    """Add the options by which entries are chosen, and how far up one may read."""
    level = click.option(
        "--visibility",
        "clearance",
        type=click.Choice(["public", "internal", "confidential"]),
        default="internal",
        show_default=True,
        help="Records up to this level.",
    )
    return choice_options(level(function))


def choice_options(function: Any) -> Any:
    """Add the options by which entries are chosen."""
    for flag, name, metavar, text in reversed(_FILTERS):
        option = click.option(flag, name, metavar=metavar, multiple=True, help=text)
        function = option(function)
    for flag, text in (("--to", "Up to and with"), ("--from", "From")):
        function = click.option(
            flag, flag[2:] + "_", metavar="WHEN", help=f"{text} this date, or the days it names."
        )(function)
    return function


def chosen(cli: Cli, reading: Reading, said: dict[str, Any]) -> Filter:
    """Return the filter that the options ask for; raise Invalid or NotFound for bad ones."""
    from tracker.domain.entries import Filter
    from tracker.domain.status import Status

    since = _edge(cli, said.get("from_"), 0)
    until = _edge(cli, said.get("to_"), 1)
    if since and until and since >= until:
        from tracker.errors import Invalid

        raise Invalid("--from is after --to, so nothing can be between them.")
    return Filter(
        since=since,
        until=until,
        parties=_codes(reading, said.get("parties", ())),
        series=_slugs(reading, "series", said.get("series", ())),
        topics=_slugs(reading, "topics", said.get("topics", ())),
        kinds=_kinds(said.get("kinds", ())),
        statuses=_words(list(Status), said.get("statuses", ()), "status"),
        undated=until is None,
    )


def _kinds(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kinds of meetings and sessions; `session` means sessions of any kind."""
    if not typed:
        return ()
    from tracker.domain.meetings import MeetingKind
    from tracker.domain.sessions import SessionKind

    kinds = _words([*MeetingKind, *SessionKind, "session"], typed, "kind")
    found = [k for kind in kinds for k in (SessionKind if kind == "session" else (kind,))]
    return tuple(str(kind) for kind in found)


def _edge(cli: Cli, typed: str | None, side: int) -> datetime | None:
    if not typed:
        return None
    from tracker.domain.when import parse_when
    from tracker.errors import Invalid

    try:  # an ISO date needs no grammar, whose words take a while to load
        bounds = parse_when(typed).bounds(cli.app.zone)
    except Invalid:
        bounds = (None, None)
    if bounds[side] is not None:
        return bounds[side]
    from tracker.domain.when_grammar import read_period

    return read_period(typed, now=cli.app.now, zone=cli.app.zone)[side]


def _codes(reading: Reading, typed: tuple[str, ...]) -> tuple[str, ...]:
    return _slugs(reading, "parties", tuple(p for t in typed for p in t.split(",") if p.strip()))


def _slugs(reading: Reading, table: str, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes or slugs of records that were named; raise NotFound with what is near."""
    if not typed:
        return ()
    from tracker.services.references import find_by_name

    column = "code" if table == "parties" else "slug"
    ids = [find_by_name(reading, name, table).id for name in typed]
    rows = reading.by_ids(f"SELECT {column} AS word FROM {table} WHERE id IN ({{ids}})", ids)
    return tuple(row["word"] for row in rows)


def _words(values: list[Any], typed: tuple[str, ...], what: str) -> tuple[str, ...]:
    if not typed:
        return ()
    from tracker.services.desk import one_of

    return tuple(one_of([str(v) for v in values], given, what=what) for given in typed)


def _day_start(cli: Cli) -> datetime:
    """Return the midnight at which the reader's today began."""
    here = cli.app.now.astimezone(ZoneInfo(cli.app.zone))
    return datetime.combine(here.date(), time(), here.tzinfo)


def _find(cli: Cli, said: dict[str, Any], **bounds: Any) -> Entries:
    from dataclasses import replace

    from tracker.storage.reads.calendar import entries

    with cli.app.reading(said.pop("clearance", None)) as reading:
        wanted = chosen(cli, reading, said)
        given = {k: v for k, v in bounds.items() if getattr(wanted, k) is None or k == "undated"}
        return entries(reading, replace(wanted, **given))


def _show(cli: Cli, found: Entries, *, as_json: bool, empty: str, above: str = "") -> None:
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(found.shown))
        return
    if not found.shown and above:
        cli.read_out(above)
    elif not found.shown:
        cli.say(empty)
    else:
        from tracker.render.terminal.entries import entries_list

        listed = entries_list(
            found.shown, page=cli.page, language=cli.app.language, zone=cli.app.zone
        )
        cli.read_out(above + listed)
    if found.withheld:
        cli.say(f"{found.withheld} more withheld: above what you asked to see (--visibility).")


@command(
    "list",
    examples="""
    tracker list
    tracker list --from "1 April 2025" --to "30 April 2025" --party MLI
    tracker list --series aes-russia --all --json
    """,
)
@filter_options
@click.option("--all", "everything", is_flag=True, help="From the beginning, not from today.")
@json_option
@pass_cli
def list_(cli: Cli, *, as_json: bool, everything: bool, **said: Any) -> None:
    """List what is on from today, in order of time; what has no date yet comes last."""
    dated = bool(said.get("from_") or said.get("to_"))
    bounds = {} if everything or dated else {"since": _day_start(cli)}
    found = _find(cli, said, **bounds)
    empty = "Nothing is on." if everything or dated else "Nothing is on from today; see --all."
    _show(cli, found, as_json=as_json, empty=empty)


@command("next", examples="tracker next\ntracker next 3 --party MLI")
@click.argument("count", type=click.IntRange(1, 1000), default=5)
@filter_options
@json_option
@pass_cli
def next_(cli: Cli, count: int, *, as_json: bool, **said: Any) -> None:
    """List the next meetings and sessions, five or COUNT, and what goes on now."""
    found = _find(cli, said, since=cli.app.now, limit=count, undated=False)
    _show(cli, found, as_json=as_json, empty="Nothing comes next; see: tracker list --all")


@command("today", examples="tracker today")
@filter_options
@json_option
@pass_cli
def today(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """List what is on today, by your own clock."""
    start = _day_start(cli)
    found = _find(cli, said, since=start, until=start + timedelta(days=1), undated=False)
    _show(cli, found, as_json=as_json, empty="Nothing is on today.")


@command("calendar", examples='tracker calendar\ntracker calendar "April 2025"')
@click.argument("month", required=False)
@filter_options
@json_option
@pass_cli
def calendar(cli: Cli, month: str | None, *, as_json: bool, **said: Any) -> None:
    """Show a month as a grid, and what is on in it."""
    first = _month(cli, month)
    after = (first + timedelta(days=31)).replace(day=1)
    zone = ZoneInfo(cli.app.zone)
    since, until = (datetime.combine(day, time(), zone) for day in (first, after))
    # A month is the places' days, which begin up to a day before or after the reader's.
    day = timedelta(days=1)
    found = _within(_find(cli, said, since=since - day, until=until + day, undated=False), first)
    if as_json:
        _show(cli, found, as_json=True, empty="")
        return
    from tracker.render.terminal.month import month_grid

    today_ = cli.app.now.astimezone(zone).date()
    grid = month_grid(first, found.shown, today=today_, page=cli.page, language=cli.app.language)
    _show(cli, found, as_json=False, empty="", above=grid)


def _within(found: Entries, first: date) -> Entries:
    """Return the entries of which a day, at their place, lies in the month."""
    from dataclasses import replace

    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    days = ((entry, entry.when.days()) for entry in found.shown)
    shown = (e for e, (a, b) in days if (a is None or a <= last) and (b is None or b >= first))
    return replace(found, shown=tuple(shown))


def _month(cli: Cli, typed: str | None) -> Any:
    """Return the first day of the month that a person named, or of this one."""
    zone = ZoneInfo(cli.app.zone)
    if not typed:
        return cli.app.now.astimezone(zone).date().replace(day=1)
    from tracker.domain.when_grammar import read_when
    from tracker.errors import Invalid

    first, last = read_when(typed, now=cli.app.now, zone=cli.app.zone).days()
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        raise Invalid(f"“{typed[:40]}” is not one month; say April 2025 or 2025-04.")
    return first.replace(day=1)


def welcome(cli: Cli) -> None:
    """Show what is next; without a ledger, how to begin."""
    from tracker.errors import NotFound

    try:
        found = _find(cli, {}, since=cli.app.now, limit=5, undated=False)
    except NotFound:
        cli.out("There is no ledger yet.\n")
        cli.out("  tracker demo      try it on a real session, in a scratch ledger")
        cli.out(f"  tracker init      make yours, at {cli.app.database.path}")
        cli.out("  tracker --help    see everything")
        return
    _show(
        cli,
        found,
        as_json=False,
        empty='Nothing comes next. Log a meeting with: tracker log "Title" --on "tomorrow 10:00"',
    )
