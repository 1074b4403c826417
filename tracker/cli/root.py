"""The root command: what there is, and what becomes of errors."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.shape import LazyGroup, cli_of
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAY, _KEEP, _OUT, _LEDGER = (
    "The day's work", "Keeping records", "Handing out", "The ledger"
)  # fmt: skip
# name: (module, section, what it does)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "log": ("log", _DAY, "Log a meeting."),
    "list": ("calendar", _DAY, "List what is on."),
    "next": ("calendar", _DAY, "List what comes next."),
    "today": ("calendar", _DAY, "List what is on today."),
    "calendar": ("calendar", _DAY, "Show a month as a grid."),
    "show": ("show", _DAY, "Show everything about one record."),
    "move": ("scheduling", _DAY, "Give a meeting or session another date."),
    "confirm": ("scheduling", _DAY, "Confirm it, at its date or another."),
    "postpone": ("scheduling", _DAY, "Put it off, to a new date or none yet."),
    "cancel": ("scheduling", _DAY, "Call it off."),
    "held": ("scheduling", _DAY, "Say that it took place."),
    "edit": ("edit", _DAY, "Correct a record."),
    "merge": ("merge", _DAY, "Make one record of two."),
    "remove": ("edit", _DAY, "Take a record off every list."),
    "undo": ("history", _DAY, "Take back the last command, or several."),
    "redo": ("history", _DAY, "Bring again what was taken back."),
    "history": ("history", _DAY, "Show who changed what, when."),
    "changes": ("history", _DAY, "Show what changed since a date."),
    "series": ("series", _KEEP, "Mechanisms that recur."),
    "session": ("sessions", _KEEP, "Numbered editions of a series."),
    "delegation": ("delegations", _KEEP, "Parties at a session or meeting."),
    "agenda": ("agenda", _KEEP, "Items, their order and outcomes."),
    "document": ("documents", _KEEP, "Papers and outcomes."),
    "commitment": ("commitments", _KEEP, "What was promised, and whether it was done."),
    "party": ("parties", _KEEP, "States and organisations."),
    "person": ("people", _KEEP, "People and their spellings."),
    "post": ("people", _KEEP, "Offices that people hold."),
    "place": ("places", _KEEP, "Cities and venues."),
    "topic": ("places", _KEEP, "Subjects to filter by."),
    "source": ("sources", _KEEP, "Publications."),
    "claim": ("sources", _KEEP, "What a source says of a record."),
    "import": ("imports", _KEEP, "Take in calendars, tables and data of others."),
    "check": ("check", _OUT, "See what a print lacks, and what may be doubles."),
    "print": ("prints", _OUT, "Print agendas, briefs, programmes, records, calendars."),
    "invite": ("invite", _OUT, "Invite people by mail, and tell them of changes."),
    "feed": ("feeds", _OUT, "Calendars that people subscribe to."),
    "export": ("export", _OUT, "Write a calendar file or data."),
    "schema": ("schema", _OUT, "Print the JSON Schema of what is exported."),
    "publish": ("publish", _OUT, "Put meetings into a calendar on a CalDAV server."),
    "serve": ("serve", _OUT, "Serve feeds and pages over HTTP."),
    "demo": ("demo", _LEDGER, "Try it on a real session, in a scratch ledger."),
    "init": ("ledger", _LEDGER, "Make a ledger."),
    "db": ("ledger", _LEDGER, "The file's health: status, upgrade, check, backup."),
    "completion": ("completion", _LEDGER, "Print a shell's completion script."),
}
EXAMPLES = """
tracker demo
tracker log "Courtesy call" --on "3 April 2025 10:00" --at Moscow --with MLI,RUS
tracker next
tracker print aes-russia/1
tracker export ics -o calendar.ics
"""


class Root(LazyGroup):
    """The program itself."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; with none, show what is next."""
        if ctx._protected_args or ctx.args:  # noqa: SLF001 - click keeps the command's name there
            return super().invoke(ctx)
        from tracker.cli.calendar import welcome

        return welcome(cli_of(ctx))


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    import platform
    from importlib.metadata import version

    from tracker import __version__
    from tracker.storage.schema import HEAD
    from tracker.storage.sqlite_file import SQLITE

    click.echo(
        f"tracker {__version__} (schema {HEAD}, Python {platform.python_version()}, "
        f"SQLite {SQLITE}, SQLAlchemy {version('sqlalchemy')})"
    )
    context.exit()


root = Root(
    "tracker",
    table=COMMANDS,
    examples=EXAMPLES,
    help="Who met whom, when, where, about what, who said so, and what came of it.",
    invoke_without_command=True,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help="Show the version.",
        )
    ],
    epilog=(
        "Exit codes: 0 done, 1 the file or the machine failed, 2 usage, 3 not found, 4 not valid, "
        "5 in conflict with what is recorded, 130 interrupted."
    ),
)


def run(arguments: Sequence[str]) -> int:
    """Run the program on its arguments; return its exit code. Nothing below exits or prints."""
    _require_streams()
    if asked := os.environ.get("_TRACKER_COMPLETE"):
        from tracker.cli.completion import answer

        return answer(asked)
    try:
        context = root.make_context("tracker", list(arguments))
        context.meta["arguments"] = list(arguments)
        with context:
            root.invoke(context)
            sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as fault:  # noqa: BLE001 - the one place where faults become words
        return _told(fault, arguments)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        return 130
    return 0


def _told(fault: Exception, arguments: Sequence[str]) -> int:
    """Say on stderr what went wrong; return the exit code."""
    if isinstance(fault, click.exceptions.Exit):
        return int(fault.exit_code)
    if isinstance(fault, click.exceptions.Abort):
        sys.stderr.write("\nInterrupted.\n")
        return 130
    from tracker.render.terminal.door import safe

    if isinstance(fault, click.ClickException):
        sys.stderr.write(safe(_usage(fault)))
        return int(fault.exit_code)
    if isinstance(fault, TrackerError):
        _say(fault, as_json="--json" in arguments)
        return fault.exit_code
    if "--debug" in arguments:
        raise fault
    if isinstance(fault, OSError):
        _shut_stdout()
        sys.stderr.write(f"tracker: The machine refused: {safe(str(fault.strerror or fault))}.\n")
        return 1
    sys.stderr.write(
        f"tracker: the program failed: {type(fault).__name__}: {safe(str(fault))[:300]}\n"
        "Whatever it had acknowledged is stored, see tracker history. "
        "Run it again with --debug to see where, and please report it.\n"
    )
    return 1


def _usage(fault: click.ClickException) -> str:
    import io

    said = io.StringIO()
    fault.show(file=said)
    return "".join(f"{_cut(line)}\n" for line in said.getvalue().splitlines())


_LONGEST = 600  # of a line that quotes what was typed


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _say(fault: TrackerError, *, as_json: bool) -> None:
    if as_json:
        from tracker.render.json_text import json_text

        kind = type(fault).__name__
        told = {"kind": kind, "sentence": fault.sentence, "hint": fault.hint}
        sys.stderr.write(json_text({"error": told}, indent=None) + "\n")
        return
    from tracker.render.terminal.door import safe

    sentence = "\n".join(map(_cut, safe(fault.sentence).split("\n")))
    sys.stderr.write(f"tracker: {sentence}\n")
    if fault.hint:
        sys.stderr.write(f"{safe(fault.hint)}\n")


def _pipe_closed() -> int:
    """Leave quietly when the reader of a pipe has gone, as `| head` does."""
    _shut_stdout()
    return 0


def _shut_stdout() -> None:
    """Let what is still to be written on stdout go nowhere, or leaving would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _require_streams() -> None:
    """Take what is shut (`>&-`) for nowhere, and show a letter's code where it cannot be written.

    A terminal's encoding may lack a letter; nobody's command fails for that.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
