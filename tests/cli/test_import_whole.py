"""`tracker import` of our own export, as one types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

ALL = ("--visibility", "confidential")


@pytest.fixture
def exported(tracker: Tracker, founding_ledger: Path, tmp_path: Path) -> Path:
    """An export of the founding example; its ledger is taken away, and a new one made."""
    target = tmp_path / "ledger.json"
    assert tracker("export", "json", *ALL, "-o", str(target)).code == 0
    history = tmp_path / "history.json"
    assert tracker("export", "json", *ALL, "--with-history", "-o", str(history)).code == 0
    founding_ledger.unlink()
    assert tracker("init").code == 0
    return target


def test_a_trial_writes_nothing_and_shows_the_same(tracker: Tracker, exported: Path) -> None:
    tried = tracker("import", str(exported), "--dry-run")
    assert "ledger.json: 46 new.\n" in tried.out
    assert tried.err == "That was only tried; nothing was written.\n"
    assert tracker("list", "--all").out == ""
    done = tracker("import", str(exported))
    assert "ledger.json: 46 new.\n" in done.err
    assert done.err.endswith("Change #1; take it back with: tracker undo\n")
    assert tracker("export", "json", *ALL).out == exported.read_text()


def test_it_is_one_change_that_is_taken_back(tracker: Tracker, exported: Path) -> None:
    tracker("import", str(exported))
    assert tracker("undo").code == 0
    empty = json.loads(tracker("export", "json", *ALL).out)
    assert not any(empty["records"].values())


def test_with_its_history_it_says_what_the_ledger_is_now(tracker: Tracker, exported: Path) -> None:
    history = exported.with_name("history.json")
    done = tracker("import", str(history))
    assert done.err.endswith("The ledger is what the other one was, with all of its history.\n")
    assert tracker("export", "json", *ALL, "--with-history").out == history.read_text()
    assert tracker("db", "check").code == 0
    again = tracker("import", str(history))
    assert (again.code, again.out) == (5, "")
    assert "two cannot be joined" in again.err


def test_read_again_nothing_differs(tracker: Tracker, exported: Path) -> None:
    tracker("import", str(exported))
    done = tracker("import", "-", stdin=exported.read_text())
    assert done.err == (
        "Read stdin: 230 unchanged.\nNothing here differs, so nothing was written.\n"
    )


def test_what_is_wrong_in_it_leaves_the_ledger_as_it_was(tracker: Tracker, exported: Path) -> None:
    broken = exported.with_name("broken.json")
    broken.write_text(exported.read_text().replace('"held"', '"soon"', 1))
    done = tracker("import", str(broken))
    assert (done.code, done.out) == (4, "")
    assert "records.sessions[0].status: “soon” is none of tentative" in done.err
    assert tracker("history").out == ""


def test_it_is_not_remembered(tracker: Tracker, exported: Path) -> None:
    done = tracker("import", str(exported), "--source", "ours")
    assert (done.code, done.out) == (5, "")
    assert "taken in once, and is not remembered" in done.err


def test_the_report_is_data_too(tracker: Tracker, exported: Path) -> None:
    report = json.loads(tracker("import", str(exported), "--json").out)
    assert (report["format"], report["change"], len(report["new"])) == ("tracker-export", 1, 46)
