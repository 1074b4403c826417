"""The README keeps its word: what it types is typed here, and what it shows is what comes.

    UPDATE_GOLDEN=1 pytest -n0 tests/test_readme.py

writes what is printed now; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
from typing import TYPE_CHECKING, Final

import pytest

from tests.conftest import EXAMPLE
from tracker.cli.root import COMMANDS, root
from tracker.cli.shape import Group
from tracker.config import TABLE
from tracker.domain.status import TRANSITIONS, Status
from tracker.services.references import PREFIXES
from tracker.storage.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Tracker

README: Final = EXAMPLE.parent.parent / "README.md"
HOME: Final = "/home/awa"  # what the scratch folder is called in the README
WORLD: Final = {
    "TRACKER_NOW": "2026-11-16T09:00Z",
    "TRACKER_ZONE": "Europe/Paris",
    "TRACKER_AUTHOR": "awa",
    "COLUMNS": "80",
}
BLOCK: Final = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
ELISION: Final = "…"  # a line that stands for any lines


def text() -> str:
    return README.read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table that has this heading."""
    _, found, after = text().partition(f"| {heading} |")
    assert found, heading
    rows = after.split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]*)`", cell)


# The tour


class Shell:
    """Types what the README types, in a scratch folder."""

    def __init__(self, tracker: Tracker, folder: Path) -> None:
        self._tracker = tracker
        self._folder = folder
        self._environment = {**WORLD, "TRACKER_DB": ""}

    def type(self, line: str) -> str:
        """Return what a person would see after that line."""
        name, *rest = shlex.split(line.replace("\\\n", ""))
        known: dict[str, Callable[..., str]] = {
            "export": self._export,
            "sqlite3": self._sqlite,
            "tracker": self._run,
        }
        seen = known[name](*rest)
        return seen.replace(str(self._folder), HOME)

    def _export(self, setting: str) -> str:
        name, _, value = setting.partition("=")
        self._environment[name] = value
        return ""

    def _sqlite(self, file: str, statement: str) -> str:
        connection = sqlite3.connect(f"file:{self._folder / file}?mode=ro", uri=True)
        try:
            rows = connection.execute(statement).fetchall()
        finally:
            connection.close()
        return "".join("|".join(str(cell) for cell in row) + "\n" for row in rows)

    def _run(self, *rest: str) -> str:
        done = self._tracker(*rest, **self._environment)
        return done.out + done.err


@pytest.fixture
def shell(tracker: Tracker, tmp_path: Path) -> Shell:
    return Shell(tracker, tmp_path)


def exchanges(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with what is shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = re.sub(r"\\\n", "\\\\\0", part).partition("\n")
        yield command.replace("\0", "\n"), shown


def matches(shown: str, seen: str) -> bool:
    """Return whether this is what is seen, an elision standing for any lines."""
    lines = [".*\n" if x == ELISION else f"{re.escape(x)}\n" for x in shown.splitlines()]
    pattern = "".join(f"(?s:{x})" if x == ".*\n" else x for x in lines)
    return re.fullmatch(pattern, seen) is not None


def test_every_command_shows_what_the_readme_shows(shell: Shell) -> None:
    def told(block: re.Match[str]) -> str:
        new = ""
        for command, shown in exchanges(block[0]):
            seen = shell.type(command)
            new += f"$ {command}\n{shown if matches(shown, seen) else seen}"
        return new

    now = BLOCK.sub(told, text())
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(now, encoding="utf-8")
    assert now == text()


def test_the_two_lines_are_there() -> None:
    venv = "python3 -m venv .venv && .venv/bin/pip install"
    assert f"\n{venv} . && .venv/bin/tracker demo\n" in text()
    assert f"\n{venv} '.[test]' && .venv/bin/pytest\n" in text()


# The tables


def test_dates_are_read_as_the_table_says(tracker: Tracker) -> None:
    def read(typed: str) -> str:
        done = tracker("log", "Talks", "--on", typed, **WORLD)
        if done.code:
            return f"refused: {' '.join(done.err.removeprefix('tracker: ').split())}"
        found = re.match(r"m\d+ logged: (.*)\. (?:Announced|Held)\.", done.err)
        assert found
        return found[1]

    assert _filled("you type", lambda row: [row[0], read(words(row[0])[0])])


def test_transitions_of_status_are_those_of_the_table() -> None:
    def row(cells: list[str]) -> list[str]:
        then = TRANSITIONS[Status(words(cells[0])[0])]
        return [cells[0], ", ".join(f"`{s}`" for s in Status if s in then) or "nothing else"]

    assert _filled("status", row)


def test_nouns_have_the_verbs_of_the_table() -> None:
    def row(cells: list[str]) -> list[str]:
        noun = words(cells[0])[0].removeprefix("tracker ")
        group = root.get_command(
            root.make_context("tracker", ["--help"], resilient_parsing=True), noun
        )
        assert isinstance(group, Group)
        return [cells[0], ", ".join(f"`{verb}`" for verb in sorted(group.commands)), cells[2]]

    assert _filled("noun", row)


def test_views_have_the_columns_of_the_table(ledger_path: Path) -> None:
    connection = sqlite3.connect(ledger_path)

    def row(cells: list[str]) -> list[str]:
        columns = connection.execute(f"SELECT name FROM pragma_table_info({cells[0].strip('`')!r})")
        told = next(view for view in VIEWS if f"`{view.name}`" == cells[0])
        return [cells[0], told.row, ", ".join(f"`{name}`" for (name,) in columns)]

    try:
        assert _filled("view", row)
    finally:
        connection.close()


def _filled(heading: str, row: Callable[[list[str]], list[str]]) -> bool:
    """Return whether every row of a table is what it should be; write it so when asked."""
    content = before = text()
    start = content.index(f"| {heading} |")
    old = content[start : content.index("\n\n", start)]
    lines = old.splitlines()
    told = [f"| {' | '.join(row(cells))} |" for cells in table(heading)]
    content = content.replace(old, "\n".join([*lines[:2], *told]))
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(content, encoding="utf-8")
    return content == before


def test_settings_are_those_of_the_table() -> None:
    told = {words(row[2])[0]: words(row[1])[0] for row in table("option")}
    assert told == {name: variable for name, (variable, _) in TABLE.items()}


def test_every_kind_of_reference_is_told() -> None:
    told = {word.rstrip("0123456789") for row in table("reference") for word in words(row[0])}
    named_within = {"del", "i"}  # seldom typed: by their session rather
    assert set(PREFIXES) - named_within <= told


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_mentioned(command: str) -> None:
    assert f"`tracker {command}" in text()
