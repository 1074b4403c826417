"""Hostile words in every place that takes words: shown as they are or refused, never obeyed."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import click
import pytest

from tests.conftest import WORLD, Result, Tracker
from tracker.cli.root import root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LITERAL = {  # stored, and shown as they were typed
    "markup": "[red]x[/red] [bold",
    "closing": "[/] [/x]",
    "link": "[link=https://evil.example/]x[/link]",
    "emoji code": ":smile:",
    "family": "👨‍👩‍👧‍👦 talks",
    "arabic": "محادثات في موسكو",
    "hebrew": "שיחות",
    "persian": "می‌خواهم",  # a joiner that the script needs
    "percent": "100% {x} %s \\x1b",
    "formula": "=1+1",
    "quotes": "'\"`$(id)",
    "composed": "e\u0301\u0328",
}
CONTROLS = {
    "escape": "a\x1b[31mred",
    "hyperlink": "a\x1b]8;;https://evil.example/\x07x\x1b]8;;\x07",
    "clipboard": "a\x1b]52;c;aGVsbG8=\x07",
    "title": "a\x1b]0;evil\x07",
    "bell": "a\x07",
    "backspace": "ab\x08",
    "return": "good\rbad",
    "nul": "a\x00b",
    "delete": "a\x7f",
    "csi": "a\x9b31m",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "override": "a\u202egnp.exe",
    "embedding": "a\u202bb",
    "isolate": "a\u2067b",
    "surrogate": "a\udcff\udc9bb",
    "bom": "a\ufeffb",
    "lines": "a\nb: c",
}
SHAPES = {"blanks": " \t ", "empty": "", "long": "x" * 10_000, "dash": "-", "at": "@", "bars": "|"}
SWEEP = (
    LITERAL["markup"] + CONTROLS["escape"] + CONTROLS["csi"],
    CONTROLS["surrogate"] + CONTROLS["override"],
    LITERAL["markup"] + LITERAL["emoji code"],
    SHAPES["long"],
    SHAPES["blanks"],
)
# C0 but the newline, DEL, C1, separators, and what turns the direction of a whole line.
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
ISOLATES = re.compile("[\u2066-\u2069]")


def require_tame(found: Result) -> None:
    """Nothing in data or talk steers a terminal, and the program did not fail."""
    for text in (found.out.replace("\r\n", "\n"), found.err):
        met = OBEYED.search(text)
        assert met is None, (met, text[max(met.start() - 60, 0) : met.end() + 20])
        for line in text.splitlines():
            depth = 0
            for sign in ISOLATES.findall(line):
                depth += -1 if sign == "\u2069" else 1
                assert depth >= 0, line
            assert depth == 0, line
    assert "program failed" not in found.err
    assert "Traceback" not in found.err
    assert max(map(len, found.err.splitlines()), default=0) < 1_000


def refused(found: Result) -> None:
    require_tame(found)
    assert found.code == 4, found.err
    assert found.err.startswith("tracker: ")
    assert found.out == ""


@pytest.mark.parametrize("word", LITERAL)
@pytest.mark.parametrize("option", ["title", "--room", "--note"])
def test_words_are_shown_as_they_were_typed(tracker: Tracker, option: str, word: str) -> None:
    hostile = LITERAL[word]
    words = (
        ("log", "--on", "2025-04-03", "--", hostile)
        if option == "title"
        else ("log", "Talks", "--on", "2025-04-03", option, hostile)
    )
    done = tracker(*words)
    assert done.code == 0, done.err
    require_tame(done)
    shown = tracker("print", "m1")
    require_tame(shown)
    assert hostile in re.sub(r"\s+", " ", ISOLATES.sub("", shown.out))
    require_tame(tracker("show", "m1"))
    require_tame(tracker("history"))


@pytest.mark.parametrize("columns", ["60", "80", "140"])
@pytest.mark.parametrize("word", LITERAL)
def test_lists_show_them_at_every_width(tracker: Tracker, word: str, columns: str) -> None:
    tracker("log", "--on", "2025-04-03", "--", LITERAL[word])
    found = tracker("list", "--all", COLUMNS=columns)
    require_tame(found)
    assert LITERAL[word].split()[0] in ISOLATES.sub("", found.out)


@pytest.mark.parametrize("word", CONTROLS)
@pytest.mark.parametrize("option", ["title", "--room", "--topic", "--at", "--url", "--with"])
def test_controls_are_refused_and_nothing_is_done(
    tracker: Tracker, ledger_path: Path, option: str, word: str
) -> None:
    before = ledger_path.read_bytes()
    words = (
        ("log", CONTROLS[word], "--on", "2025-04-03")
        if option == "title"
        else ("log", "Talks", "--on", "2025-04-03", option, CONTROLS[word])
    )
    found = tracker(*words)
    require_tame(found)
    assert found.code in (3, 4), found.err
    assert ledger_path.read_bytes() == before


@pytest.mark.parametrize("word", ["blanks", "empty", "long"])
def test_a_title_must_be_one(tracker: Tracker, word: str) -> None:
    refused(tracker("log", SHAPES[word], "--on", "2025-04-03"))


@pytest.mark.parametrize("title", ["-", "--", "-x", "--on", "-h"])
def test_a_title_may_begin_with_a_dash(tracker: Tracker, title: str) -> None:
    done = tracker("log", "--on", "2025-04-03", "--", title)
    assert done.code == 0, done.err
    assert title in tracker("list", "--all").out


@pytest.mark.parametrize("word", [*CONTROLS, "long"])
def test_errors_as_json_are_tame_too(tracker: Tracker, word: str) -> None:
    hostile = {**CONTROLS, **SHAPES}[word]
    for words in (("show", hostile, "--json"), ("list", "--from", hostile, "--json")):
        require_tame(tracker(*words))


@pytest.mark.parametrize("word", CONTROLS)
def test_a_wrong_command_or_option_is_told_tamely(tracker: Tracker, word: str) -> None:
    hostile = CONTROLS[word]
    for words in ((hostile,), ("list", f"--{hostile}"), ("list", hostile), ("db", hostile)):
        found = tracker(*words)
        require_tame(found)
        assert found.code == 2


@pytest.mark.parametrize("word", CONTROLS)
@pytest.mark.parametrize(
    "variable", ["TRACKER_AUTHOR", "TRACKER_LANG", "TRACKER_ZONE", "TRACKER_NOW", "TRACKER_DB"]
)
def test_the_surroundings_are_no_way_in(tracker: Tracker, variable: str, word: str) -> None:
    hostile = CONTROLS[word].replace("\x00", "")  # which no environment can hold
    for words in (("log", "Talks", "--on", "2025-04-03"), ("history",), ("list", "--all")):
        require_tame(tracker(*words, **{variable: hostile}))
    require_tame(tracker("history"))


def test_a_ledger_written_by_others_is_shown_tamely(tracker: Tracker, ledger_path: Path) -> None:
    """Whoever put it there, without our door."""
    import json
    import sqlite3
    from contextlib import closing

    tracker("log", "Talks", "--on", "2025-04-03", "--at", "Moscow", "--with", "MLI")
    hostile = "".join(CONTROLS[word] for word in CONTROLS if word != "surrogate")
    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as connection:
        title = json.dumps({"en": hostile})
        connection.execute("UPDATE meetings SET title = ?, room = ?", (title, hostile))
        connection.execute("UPDATE places SET name = ?", (title,))
        connection.execute("UPDATE parties SET name = ?, code = ?", (title, hostile))
    for words in (
        ("list", "--all"),
        ("show", "m1"),
        ("print", "m1"),
        ("print", "m1", "--format", "markdown"),
        ("calendar", "April 2025"),
        ("party", "list"),
        ("history",),
    ):
        require_tame(tracker(*words))
        require_tame(tracker(*words, COLUMNS="120"))


# Every text option of every command.


def leaves(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name)


def command_at(path: tuple[str, ...]) -> click.Command:
    command: click.Command = root
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    return command


# Words that a command needs besides, so that it gets as far as the option that is tried.
NEEDED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("log",): ("Talks", "--on", "2025-04-03"),
    ("move",): ("m1", "2025-03-01"),
    ("postpone",): ("aes-russia/1",),
    ("cancel",): ("aes-russia/1", "--reason", "x"),
    ("calendar",): (),
    ("changes",): ("--since", "2025-01-01"),
    ("completion",): ("bash",),
    ("feed", "add"): ("desk", "Our desk"),
    ("serve",): ("--host", "192.0.2.1"),  # an address that no machine has (RFC 5737)
}
ASKED = {  # what an argument is given where nothing is said above
    "ref": "m1",
    "when": "2025-03-01",
    "title": "Talks",
    "series": "aes-russia",
    "party": "MLI",
    "session": "aes-russia/1",
    "number": "1",
    "count": "1",
    "label": "1",
    "url": "https://example.org/",
}
WRITES_FILES = {("db", "backup"), ("init",), ("demo",)}
LEAVES = [path for path in leaves(root) if path not in WRITES_FILES]


def needed(path: tuple[str, ...], command: click.Command) -> tuple[str, ...]:
    if path in NEEDED:
        return NEEDED[path]
    words: list[str] = []
    for parameter in command.params:
        if parameter.required:
            word = ASKED.get(parameter.name or "", "m1")
            flags = parameter.opts[:1] if isinstance(parameter, click.Option) else []
            words += [*flags, word]
    return tuple(words)


def takes_words(parameter: click.Parameter) -> bool:
    return (
        isinstance(parameter, click.Option)
        and not parameter.is_flag
        and not isinstance(parameter.type, (click.Choice, click.IntRange))
        and not {"--output", "--db", "--color"} & set(parameter.opts)
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_option_of_every_command_is_no_way_in(
    tracker: Tracker, founding_ledger: Path, path: tuple[str, ...]
) -> None:
    command = command_at(path)
    base = (*path, *needed(path, command))
    whole = founding_ledger.read_bytes()
    for parameter in filter(takes_words, command.params):
        for hostile in SWEEP:
            found = tracker(*base, parameter.opts[0], hostile)
            require_tame(found)
            assert found.code in (0, 1, 2, 3, 4, 5), found.err  # 1: there is no such file
            if found.code and founding_ledger.read_bytes() != whole:
                pytest.fail(f"{parameter.opts[0]} was refused but something was done")
            if founding_ledger.read_bytes() != whole:
                founding_ledger.write_bytes(whole)


@pytest.mark.slow
@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_argument_of_every_command_is_no_way_in(
    tracker: Tracker, founding_ledger: Path, path: tuple[str, ...]
) -> None:
    command = command_at(path)
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    whole = founding_ledger.read_bytes()
    for tried in arguments:
        for hostile in SWEEP:
            words = [
                hostile if argument is tried else ASKED.get(argument.name or "", "m1")
                for argument in arguments
                if argument is tried or argument.required
            ]
            options = [
                word
                for option in command.params
                if isinstance(option, click.Option) and option.required
                for word in (option.opts[0], ASKED.get(option.name or "", "m1"))
            ]
            found = tracker(*path, *options, "--", *words)
            require_tame(found)
            assert found.code in (0, 2, 3, 4, 5), found.err
            founding_ledger.write_bytes(whole)


# A real terminal.

SGR = re.compile(rb"\x1b\[[0-9;]*m")


def at_terminal(ledger: Path, *words: str) -> bytes:
    """What a terminal of 100 columns is sent by a command line."""
    ours, theirs = pty.openpty()
    world: dict[str, Any] = {**os.environ, **WORLD, "TRACKER_DB": str(ledger), "COLUMNS": "120"}
    world |= {"TRACKER_PAGER": "cat", "PAGER": "cat"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", *map(os.fsencode, words)],
        env=world | {"TERM": "xterm-256color", "HOME": str(ledger.parent)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    alarm = threading.Timer(120, process.kill)
    alarm.start()
    said = b""
    try:
        while block := os.read(ours, 65536):
            said += block
    except OSError:  # the other end is closed
        pass
    process.wait(30)
    alarm.cancel()
    os.close(ours)
    return said.replace(b"\r\n", b"\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("log", "--no-input", "--on", "2025-04-03", LITERAL["markup"]),
        ("log", "--no-input", "--on", "2025-04-03", CONTROLS["hyperlink"]),
        ("log", "--no-input", "--on", CONTROLS["clipboard"], "Talks"),
        ("show", CONTROLS["csi"]),
        ("list", "--party", CONTROLS["surrogate"]),
        (CONTROLS["title"],),
        ("list", "--all"),
        ("history",),
    ],
    ids=repr,
)
def test_a_terminal_is_sent_no_control_but_our_own(
    founding_ledger: Path, words: tuple[str, ...]
) -> None:
    said = SGR.sub(b"", at_terminal(founding_ledger, *words))
    assert said
    assert OBEYED.search(said.decode()) is None


@pytest.mark.slow
def test_a_terminal_sees_markup_as_it_was_typed(founding_ledger: Path) -> None:
    at_terminal(founding_ledger, "log", "--on", "2025-04-03", "--at", "Moscow", "[red]x[/red]")
    assert b"[red]x[/red]" in at_terminal(founding_ledger, "list", "--all")
