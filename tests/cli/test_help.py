"""Every command helps: begins with examples, which can be typed, and reads as JSON too."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, TypeAlias

import click
import pytest

from tracker.cli.root import root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Tracker

Path: TypeAlias = tuple[str, ...]
# Those whose data is on stdout; the others write, and say so.
READING = re.compile(r"(list|show|next|today|calendar|history|changes|print|status|check)\Z")
OTHER_FORMS = {
    ("export", "csv"),
    ("export", "ics"),
    ("export", "json"),
    ("export", "jsonl"),
    ("export", "jcal"),
    ("export", "markdown"),
    ("completion",),
    ("demo",),
}


def commands(group: click.Group, path: Path = ()) -> Iterator[tuple[Path, click.Command]]:
    """Yield every command and group below a group, with the words that name it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = dict(commands(root))
GROUPS = [path for path, c in ALL.items() if isinstance(c, click.Group)]
LEAVES = {path: c for path, c in ALL.items() if not isinstance(c, click.Group)}
named = pytest.mark.parametrize("path", [(), *ALL], ids=" ".join)


def examples(command: click.Command) -> list[str]:
    """Return the example lines of a command; one that ends in a backslash goes on."""
    text: str = getattr(command, "examples", "")
    return [x.strip() for x in re.sub(r"\\\n\s*", "", text.strip()).splitlines()]


@named
def test_help_begins_with_examples(tracker: Tracker, path: Path) -> None:
    done = tracker(*path, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Examples:\n  tracker")


@pytest.mark.parametrize("path", [(), ("log",), ("db",), ("db", "status")], ids=" ".join)
def test_h_is_help(tracker: Tracker, path: Path) -> None:
    assert tracker(*path, "-h").out == tracker(*path, "--help").out


@named
def test_help_fits_a_terminal(tracker: Tracker, path: Path) -> None:
    text = tracker(*path, "--help", COLUMNS="80").out
    options = text.partition("\nUsage: ")[2]  # an example is not broken, so that it can be copied
    assert [line for line in options.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("line", [x for c in (root, *ALL.values()) for x in examples(c)])
def test_an_example_can_be_typed(line: str) -> None:
    line = re.sub(r" > \S+\Z", "", line)  # a shell's own
    program, *words = shlex.split(line)
    assert program == "tracker"
    command: click.Command = root
    context = click.Context(root, info_name="tracker")
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"there is no {name}"
        command = found
    with command.make_context(command.name, words, parent=context):
        pass  # not invoked: that it is understood is enough here


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_an_example_of_a_command_is_of_that_command(path: Path) -> None:
    start = " ".join(("tracker", *path))
    assert [x for x in examples(LEAVES[path]) if not x.startswith(start)] == []


@pytest.mark.parametrize(
    "path", [p for p in LEAVES if READING.match(p[-1]) and p not in OTHER_FORMS], ids=" ".join
)
def test_what_reads_has_json(path: Path) -> None:
    assert "--json" in {flag for parameter in LEAVES[path].params for flag in parameter.opts}


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_what_a_verb_does_is_told_whole(tracker: Tracker, path: Path) -> None:
    told = tracker(*path, "--help", COLUMNS="80").out.partition("Commands:\n")[2]
    assert told
    assert "..." not in told


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_and_command_says_what_it_is(path: Path) -> None:
    command = ALL[path]
    assert command.get_short_help_str()
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [p.name for p in options if not p.help] == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("mvoe", "move"), ("lst", "list"), ("histroy", "history")]
)
def test_a_command_that_there_is_not_brings_to_mind_one_that_there_is(
    tracker: Tracker, typed: str, meant: str
) -> None:
    done = tracker(typed)
    assert done.code == 2
    assert f"No such command '{typed}'. Did you mean '{meant}'?" in done.err
