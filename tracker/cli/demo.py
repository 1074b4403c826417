"""`tracker demo`: a real session in a scratch ledger, printed and written as a calendar."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from tracker.cli.shape import command, pass_cli

if TYPE_CHECKING:
    from datetime import date

    from tracker.app import App
    from tracker.cli.session import Cli
    from tracker.domain.sessions import Session

FOLDER = "tracker-demo"
_LEDGER = "ledger.sqlite3"
_CALENDAR = "aes-russia.ics"
_OURS = b"PRODID:-//diplomatic-tracker//"
_PAPER = 80  # columns of a print that goes into a pipe
_NEXT = (
    "tracker list --from 2025 --to 2025",
    "tracker show aes-russia/1@MLI",
    "tracker print aes-russia/1 --lang fr",
    'tracker log "Courtesy call" --on "tomorrow 10:00" --at Bamako --with MLI,RUS',
    "tracker undo",
)


@command(
    "demo",
    examples="""
    tracker demo
    tracker demo --lang fr
    tracker demo ~/try-tracker
    """,
)
@click.argument("folder", default=FOLDER, type=click.Path(file_okay=False, path_type=Path))
@pass_cli
def demo(cli: Cli, folder: Path) -> None:
    """Try it on a real session: the first AES–Russia Consultations, Moscow, 3 April 2025.

    Makes a scratch ledger and a calendar file in FOLDER (./tracker-demo), prints the
    agenda, and says what to try next. Run again, it opens the ledger that is there, with
    what you did in it. Your own ledger is not touched.
    """
    if cli.flags.get("db"):
        raise click.UsageError("The demo makes a ledger of its own; leave out --db.")
    folder = folder.expanduser().absolute()
    path, calendar = folder / _LEDGER, folder / _CALENDAR
    _require_ours(calendar)
    made = _make(cli.app, path)
    session, events = _hand_out(cli.app, path, calendar)
    cli.out(_printed(cli, session))  # not paged: what to try next must end on the screen
    cli.say(f"{'Made' if made else 'Opened'} the scratch ledger {path}.")
    cli.say(f"Wrote {events} events to {calendar}, for any calendar program.")
    cli.say("Try next:")
    for line in (*_path(), f"export TRACKER_DB={shlex.quote(str(path))}", *_NEXT):
        cli.say(f"  {line}")


def _path() -> tuple[str, ...]:
    """Return what makes `tracker` a word of the shell, when the program was called by its path."""
    program = Path(sys.argv[0])
    if which("tracker") or program.name != "tracker":
        return ()
    return (f'export PATH={shlex.quote(str(program.absolute().parent))}:"$PATH"',)


def _make(app: App, path: Path) -> bool:
    """Make the scratch ledger, whole or not at all; return whether there was none.

    Raises Conflict for a file of that name that the demo did not make.
    """
    from tracker.errors import Unavailable

    if os.path.lexists(path):
        _require_demo(app, path)
        return False
    draft = path.with_name(f".{path.name}.{os.getpid()}.demo")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _fill(app, draft)
        os.link(draft, path)  # unlike a rename, never replaces what another just made
    except OSError as fault:
        raise Unavailable(f"No ledger can be made at {path}: {fault.strerror}.") from fault
    finally:
        with suppress(OSError):
            draft.unlink()
    return True


def _fill(app: App, path: Path) -> None:
    from tracker.services import demo as service
    from tracker.services.desk import Desk
    from tracker.storage.database import Database
    from tracker.storage.ledger import Command

    database = Database(path)
    database.create()
    with database.writing(Command(app.author, service.COMMAND, app.now)) as ledger:
        desk = Desk.at(ledger, zone=app.zone, language=app.language, author=app.author)
        service.fill(desk)


def _require_demo(app: App, path: Path) -> None:
    from tracker.errors import Conflict, TrackerError
    from tracker.services import demo as service
    from tracker.storage.database import Database

    hint = f"Name another folder, such as: tracker demo {FOLDER}-2"
    try:
        with Database(path).reading(app.reader()) as reading:
            ours = service.is_demo(reading)
    except TrackerError as fault:
        raise Conflict(f"{fault.sentence} It was left as it is.", hint=hint) from fault
    if not ours:
        sentence = f"{path} is a ledger that the demo did not make; it was left as it is."
        raise Conflict(sentence, hint=hint)


def _require_ours(calendar: Path) -> None:
    """Raise Conflict for a calendar file that this program did not write."""
    from tracker.errors import Conflict, Unavailable

    try:
        head = calendar.read_bytes()[:1_000] if os.path.lexists(calendar) else _OURS
    except OSError as fault:
        raise Unavailable(f"{calendar} cannot be read: {fault.strerror}.") from fault
    if _OURS not in head:
        raise Conflict(
            f"{calendar} is not a calendar that tracker wrote; it was left as it is.",
            hint=f"Name another folder, such as: tracker demo {FOLDER}-2",
        )


def _hand_out(app: App, path: Path, target: Path) -> tuple[Session, int]:
    """Write the calendar file; return the session and how many events were written."""
    from tracker.cli.files import write_out
    from tracker.render.ics import CalendarOptions, calendar, calendar_name
    from tracker.services import demo as service
    from tracker.services.handing_out import records, select
    from tracker.storage.database import Database

    database = Database(path)
    with database.reading(app.reader()) as reading:
        session = service.example(reading)
    with database.reading(app.reader("public")) as reading:
        found = select(reading, service.WANTED)
        name = calendar_name(found.name, app.language)
        options = CalendarOptions(name=name, today=_today(app), language=app.language)
        made = calendar(records(reading, found), options)
    write_out(str(target), made.content)
    return session, made.events


def _printed(cli: Cli, session: Session) -> str:
    from tracker.render.agenda_sheet import session_sheet
    from tracker.render.terminal.sheet import print_sheet
    from tracker.render.terminal.tables import IN_PIPE

    app = cli.app
    sheet = session_sheet(session, language=app.language, today=_today(app), reader_zone=app.zone)
    width = cli.width if cli.width < IN_PIPE else _PAPER
    return print_sheet(sheet, width=width, styled=cli.styled, unicode=cli.unicode)


def _today(app: App) -> date:
    return app.now.astimezone(ZoneInfo(app.zone)).date()
