"""`tracker init` and `tracker db`: the ledger file itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.shape import command, group, json_option, pass_cli

if TYPE_CHECKING:
    from tracker.cli.session import Cli


@command(
    "init",
    examples="""
    tracker init
    tracker init --db ~/sahel.sqlite3
    """,
)
@pass_cli
def init(cli: Cli) -> None:
    """Make an empty ledger: at --db, TRACKER_DB, or in the platform's data folder."""
    cli.app.database.create()
    cli.say(f"Made a ledger at {cli.app.database.path}.")
    cli.say('Log the first meeting with: tracker log "Title" --on "3 April 2025 10:00"')


db = group(
    "db",
    help="The ledger file's health.",
    examples="""
    tracker db status
    tracker db check
    tracker db backup ~/backups/ledger-2025-04-03.sqlite3
    tracker db views calendar
    """,
)


@db.command("status", examples="tracker db status --json")
@json_option
@pass_cli
def status(cli: Cli, *, as_json: bool) -> None:
    """Show where the ledger is, its schema, and how much is in it."""
    from tracker.render.data import as_data
    from tracker.storage import health

    found = health.status(cli.app.database)
    if as_json:
        cli.json(as_data(found))
        return
    upgrade = "" if found.schema == found.program else f" (this program's: {found.program})"
    cli.out(f"Ledger   {found.path}")
    cli.out(f"Schema   {found.schema}{upgrade}")
    cli.out(f"Size     {found.size:,} bytes, SQLite {found.sqlite}, journal {found.journal}")
    cli.out(f"History  {found.changes:,} changes")
    held = [f"{n:,} {t.replace('_', ' ')}" for t, n in found.records.items() if n]
    cli.out(f"Records  {', '.join(held) or 'none yet'}")


@db.command("check", examples="tracker db check")
@json_option
@pass_cli
def check(cli: Cli, *, as_json: bool) -> None:
    """Check the file, its links, and that every row is what its history says."""
    from tracker.errors import Unavailable
    from tracker.storage import health

    faults = health.check(cli.app.database)
    if as_json:
        cli.json({"ok": not faults, "faults": list(faults)})
    else:
        for fault in faults:
            cli.out(fault)
    if faults:
        raise Unavailable(
            f"The ledger {cli.app.database.path} has {len(faults)} "
            f"fault{'s' if len(faults) > 1 else ''}.",
            hint="Derive the bounds anew, by today's time zone data, with: tracker db refresh"
            if all(health.MOVED_CLOCKS in fault for fault in faults)
            else "Restore a backup, or copy what is left with: tracker export json",
        )
    cli.say(f"The ledger {cli.app.database.path} is whole.")


@db.command("refresh", examples="tracker db refresh")
@json_option
@pass_cli
def refresh(cli: Cli, *, as_json: bool) -> None:
    """Follow clocks that governments moved: sort every date by today's time zone data."""
    from tracker.services.zones import refresh as follow

    with cli.desk() as desk:
        moved = follow(desk)
    if as_json:
        cli.json([of.short for of in moved])
    for of in moved:
        cli.say(f"{of.short} has moved in UTC; its local time is what it was.")
    if not moved:
        cli.say("Every date stands as the time zone data have it.")


@db.command("upgrade", examples="tracker db upgrade")
@pass_cli
def upgrade(cli: Cli) -> None:
    """Bring the ledger to this program's schema, after a backup beside it."""
    from tracker.storage import health
    from tracker.storage.migrate import upgrade as migrate
    from tracker.storage.sqlite_file import refuse_newer

    database = cli.app.database
    found = health.status(database)
    if found.schema == found.program:
        cli.say(f"The ledger {database.path} is up to date (schema {found.schema}).")
        return
    refuse_newer(found.schema, str(database.path))
    copy = health.backup_beside(database, cli.app.now)
    migrate(database.path)
    cli.say(f"Upgraded {database.path} from schema {found.schema} to {found.program}.")
    cli.say(f"The ledger as it was is kept at {copy}.")


@db.command("backup", examples="tracker db backup ~/backups/ledger.sqlite3")
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path))
@pass_cli
def backup(cli: Cli, target: Path | None) -> None:
    """Copy the live ledger to TARGET, or beside it with the date; safe while others write."""
    from tracker.storage import health

    database = cli.app.database
    if target is None:
        target = health.backup_beside(database, cli.app.now)
    else:
        health.backup(database, target)
    cli.say(f"Copied {database.path} to {target}.")


@db.command(
    "views", examples="tracker db views\ntracker db views calendar\ntracker db views --json"
)
@click.argument("name", required=False)
@json_option
@pass_cli
def views(cli: Cli, name: str | None, *, as_json: bool) -> None:
    """Show the SQL views that other tools may rely on: what a row is, and every column."""
    from tracker.domain.quoting import quoted
    from tracker.errors import NotFound
    from tracker.storage.views import VIEWS

    chosen = [view for view in VIEWS if name in (None, view.name)]
    if not chosen:
        known = ", ".join(view.name for view in VIEWS)
        raise NotFound(f"There is no view {quoted(str(name))}.", hint=f"There are: {known}.")
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(chosen))
        return
    from tracker.render.terminal.tables import Column, table

    told = [
        f"{view.name}: {view.row}\n\n"
        + table(
            [Column("Column"), Column("Tells", folds=True)],
            [(each.column, each.tells) for each in view.columns],
            cli.page,
        )
        for view in chosen
    ]
    cli.read_out("\n".join(told))
