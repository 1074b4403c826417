"""What every test may ask for: a real ledger of its own, and the program run against it."""

from __future__ import annotations

import io
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, settings

from tracker.app import use_newest_zones
from tracker.cli.root import run
from tracker.intake.session_file import read_session_file
from tracker.services import session_file
from tracker.services.desk import Desk
from tracker.storage.database import Database
from tracker.storage.ledger import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

use_newest_zones()  # as every run of the program does: one set of zones for a whole run of tests
# A law holds on a busy machine too, where an example takes as long as it takes.
settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")
EXAMPLE = Path(__file__).parent.parent / "examples" / "aes-russia-1.yaml"
NOW = datetime(2025, 3, 31, 9, tzinfo=UTC)
# The program's world in a test; what else would speak for the machine is taken away.
WORLD = {
    "TRACKER_NOW": "2025-03-31T09:00Z",
    "TRACKER_ZONE": "UTC",
    "TRACKER_LANG": "en",
    "TRACKER_AUTHOR": "officer",
}
UNSET = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "TRACKER_PAGER", "PAGER", "TZ")


@dataclass(frozen=True)
class Result:
    """What a command line did: its exit code, its data and its talk."""

    code: int
    out: str
    err: str


class Tracker(Protocol):
    """`tracker("log", "Talks", "--on", "3 April 2025")`; see the fixture."""

    def __call__(
        self, *words: str, now: str | None = None, stdin: str = "", **environment: str
    ) -> Result: ...


class _Stream(io.TextIOWrapper):
    """A pipe that keeps what was written to it."""

    def __init__(self, text: str = "") -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8", newline="")

    def written(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger, migrated once for each worker."""
    path = tmp_path_factory.mktemp("template") / "ledger.sqlite3"
    Database(path).create()
    return path


@pytest.fixture(scope="session")
def founding_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the founding example, stored once for each worker."""
    path = _copy(template, tmp_path_factory.mktemp("founding"))
    file = read_session_file(EXAMPLE.read_text(encoding="utf-8"), name=EXAMPLE.name, now=NOW)
    with desk_at(path) as desk:
        session_file.store(desk, file, name=EXAMPLE.name)
    return path


@pytest.fixture
def founding_ledger(founding_template: Path, ledger_path: Path) -> Path:
    """The founding example in the test's own ledger, the one that `tracker` runs against."""
    return _copy(founding_template, ledger_path.parent)


@pytest.fixture
def ledger_path(template: Path, tmp_path: Path) -> Path:
    """An empty ledger of the test's own, in a folder of its own."""
    return _copy(template, tmp_path)


@pytest.fixture
def tracker(
    ledger_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Tracker:
    """Run a command line in this process against the test's ledger.

    `now` moves the clock, `stdin` is what is piped in, and other keywords are variables
    of the environment. The working folder is the ledger's.
    """
    monkeypatch.chdir(ledger_path.parent)
    home = tmp_path_factory.mktemp("home")
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    world = {**WORLD, "TRACKER_DB": str(ledger_path), "HOME": str(home)}
    world |= {"XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}

    def call(*words: str, now: str | None = None, stdin: str = "", **environment: str) -> Result:
        moved = {"TRACKER_NOW": now} if now else {}
        with monkeypatch.context() as patch:
            for name, value in {**world, **moved, **environment}.items():
                patch.setenv(name, value)
            out, err = _Stream(), _Stream()
            patch.setattr(sys, "stdin", _Stream(stdin))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = run(words)
        return Result(code, out.written(), err.written())

    return call


@pytest.fixture
def desk(ledger_path: Path) -> Iterator[Desk]:
    """A desk whose transaction is committed when the test is done."""
    with desk_at(ledger_path) as opened:
        yield opened


@contextmanager
def desk_at(path: Path, *, now: datetime = NOW, language: str = "en") -> Iterator[Desk]:
    """A desk at a ledger: the block is one transaction, one change."""
    with Database(path).writing(Command("officer", "tracker test", now)) as ledger:
        yield Desk.at(ledger, zone="UTC", language=language, author="officer")


def _copy(ledger: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(ledger, folder / "ledger.sqlite3"))
