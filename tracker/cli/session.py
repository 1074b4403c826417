"""One run at a terminal or in a pipe: what was asked for, and the doors its words leave by."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from tracker import config
from tracker.app import App
from tracker.render.terminal.door import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.render.terminal.tables import Page
    from tracker.services.desk import Desk

NARROWEST = 40


class Cli:
    """The flags of a run, its App, and how it speaks."""

    def __init__(self, flags: dict[str, Any], arguments: list[str]) -> None:
        self.flags = flags
        self._arguments = arguments
        self._unsaid: list[tuple[TextIO, str]] | None = None  # while nothing is on disk yet

    @cached_property
    def app(self) -> App:
        """The App of this run."""
        given = {name: self.flags.get(name) for name in config.TABLE}
        words = shlex.join(["tracker", *self._arguments])
        kept = words.encode(errors="backslashreplace").decode()  # a file's name may be any bytes
        return App(config.load(given), command_line=kept)

    @property
    def asks(self) -> bool:
        """Whether there is a person to ask."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not self.flags.get("no_input")

    @cached_property
    def styled(self) -> bool:
        """Whether stdout is to have colour and boxes (no-color.org; an empty NO_COLOR is none)."""
        wish = self.flags.get("color", "auto")
        if wish != "auto":
            return bool(wish == "always")
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

    @cached_property
    def width(self) -> int:
        """The columns to fill: the terminal's; in a pipe as many as the text wants."""
        told = os.environ.get("COLUMNS", "")
        if told.isdigit() and int(told):
            return max(int(told), NARROWEST)
        if not sys.stdout.isatty():
            from tracker.render.terminal.tables import IN_PIPE

            return IN_PIPE
        try:
            return max(os.get_terminal_size(sys.stdout.fileno()).columns, NARROWEST)
        except OSError:
            return 80

    @cached_property
    def unicode(self) -> bool:
        """Whether stdout can carry more than ASCII."""
        return (sys.stdout.encoding or "ascii").lower().replace("-", "").startswith("utf")

    @property
    def page(self) -> Page:
        """What stdout is to be filled like."""
        from tracker.render.terminal.tables import Page

        return Page(self.width, self.styled, self.unicode)

    def out(self, text: str) -> None:
        """Print data on stdout, as it is; renderers have cleaned it."""
        self._write(sys.stdout, text if text.endswith("\n") else f"{text}\n")

    def read_out(self, text: str) -> None:
        """Print a long text: through a pager where it would run off a person's screen."""
        if self._fits(text):
            self.out(text)
            return
        os.environ.setdefault("LESS", "FRX")
        os.environ["PAGER"] = os.environ.get("TRACKER_PAGER") or os.environ.get("PAGER") or "less"
        import click

        click.echo_via_pager(text, color=True)

    def _fits(self, text: str) -> bool:
        if self.flags.get("no_pager") or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return True
        return text.count("\n") < os.get_terminal_size(sys.stdout.fileno()).lines

    def json(self, data: object) -> None:
        """Print data as JSON on stdout."""
        from tracker.render.json_text import json_text

        self.out(json_text(data, ascii_only=not self.unicode))

    def say(self, text: str) -> None:
        """Say on stderr what was done; silenced by --quiet."""
        if not self.flags.get("quiet"):
            self._write(sys.stderr, f"{safe(text)}\n")

    def _write(self, stream: TextIO, text: str) -> None:
        if self._unsaid is None:
            stream.write(text)
        else:
            self._unsaid.append((stream, text))

    @contextmanager
    def desk(self, *, keep: bool = True) -> Iterator[Desk]:
        """Open the ledger to be written: the block is one transaction, one change, one undo.

        What is not to be kept is only tried: everything happens, and nothing has happened.
        What is said inside it is heard when it is on disk, and never if it is not.
        """
        from tracker.services.desk import Desk

        app = self.app
        unsaid: list[tuple[TextIO, str]] = []
        self._unsaid = unsaid
        try:
            with app.writing(keep=keep) as ledger:
                yield Desk.at(ledger, zone=app.zone, language=app.language, author=app.author)
        finally:
            self._unsaid = None
        for stream, text in unsaid:
            stream.write(text)
