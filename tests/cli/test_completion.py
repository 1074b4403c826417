"""What a shell is offered when Tab is pressed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.peers import needed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

pytestmark = pytest.mark.usefixtures("founding_ledger")


def offered(tracker: Tracker, *words: str) -> list[str]:
    """Return what bash is offered for the last of the words."""
    asked = {"COMP_WORDS": " ".join(["tracker", *words]), "COMP_CWORD": str(len(words))}
    done = tracker(_TRACKER_COMPLETE="bash_complete", **asked)
    assert (done.code, done.err) == (0, "")
    return [line.partition(",")[2] for line in done.out.split()]


def test_commands_are_offered_without_loading_any(tracker: Tracker) -> None:
    assert offered(tracker, "hel") == ["held"]
    assert {"log", "list"} <= set(offered(tracker, "l"))


def test_verbs_and_options_are_offered(tracker: Tracker) -> None:
    assert offered(tracker, "db", "st") == ["status"]
    assert offered(tracker, "list", "--js") == ["--json"]


def test_a_session_is_offered_where_a_record_is_named(tracker: Tracker) -> None:
    assert offered(tracker, "print", "aes") == ["aes-russia/1"]


def test_meetings_are_offered_newest_first(tracker: Tracker) -> None:
    found = offered(tracker, "move", "m")
    assert found == sorted(found, key=lambda ref: -int(ref[1:]))
    assert "m1" in found


def test_parties_are_offered_after_a_comma(tracker: Tracker) -> None:
    assert offered(tracker, "log", "Talks", "--with", "MLI,RU") == ["MLI,RUS"]


@pytest.mark.parametrize(
    ("option", "begun", "whole"),
    [("--zone", "Europe/Mosc", "Europe/Moscow"), ("--status", "ten", "tentative")],
)
def test_fixed_words_are_offered(tracker: Tracker, option: str, begun: str, whole: str) -> None:
    assert offered(tracker, "log", "Talks", option, begun) == [whole]


def test_what_is_confidential_is_not_offered(tracker: Tracker) -> None:
    logged = tracker("log", "Quiet talks", "--on", "tbc", "--visibility", "confidential")
    ref = logged.err.split()[0]
    assert ref not in offered(tracker, "move", "m")


def test_without_a_ledger_there_is_nothing_to_offer_and_nothing_is_said(
    tracker: Tracker, tmp_path: Path
) -> None:
    missing = str(tmp_path / "none" / "ledger.sqlite3")
    assert offered(tracker, "--db", missing, "move", "m") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_its_shell_can_read(tracker: Tracker, shell: str) -> None:
    script = tracker("completion", shell).out
    assert "_TRACKER_COMPLETE" in script
    read = subprocess.run(
        [needed(shell, shell), "-n"], input=script, text=True, capture_output=True, check=False
    )
    assert (read.returncode, read.stderr) == (0, "")


def test_completing_loads_no_database_library() -> None:
    code = (
        "import os, sys; os.environ.update(COMP_WORDS='tracker l', COMP_CWORD='1', "
        "_TRACKER_COMPLETE='bash_complete'); from tracker.cli.root import run; run([]); "
        "heavy = {'sqlalchemy', 'alembic', 'icalendar', 'rich', 'babel'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_feeds_and_what_they_may_take_are_offered(tracker: Tracker) -> None:
    for slug, level in (("press", "public"), ("private", "confidential")):
        assert tracker("feed", "add", slug, "T", "--visibility", level).code == 0
    assert offered(tracker, "feed", "show", "pr") == ["press"]
    told = offered(tracker, "feed", "show", "--visibility", "confidential", "pr")
    assert told == ["press", "private"]
    assert offered(tracker, "feed", "add", "new", "T", "--session", "aes") == ["aes-russia/1"]
    assert offered(tracker, "feed", "edit", "press", "--level", "min") == ["minister"]
    assert offered(tracker, "feed", "edit", "press", "--party", "MLI,RU") == ["MLI,RUS"]
