"""Whatever becomes of the ledger, subscribers keep what they have (FEED.md, H11; R6)."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.reliability.programs import PROGRAM, titles, world
from tests.web.presses import TOKEN
from tests.web.serving import Server, add_feed, serving, summaries, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Tracker

pytestmark = pytest.mark.slow
LOG = ("log", "--on", "2025-04-03T10:00", "--visibility", "public")
PATHS = ("/feeds/all.ics", f"/feeds/{TOKEN}/desk.ics", "/", "/style.css")


@pytest.fixture
def fed(ledger_path: Path, tracker: Tracker) -> Path:
    """A ledger with one meeting and two feeds."""
    assert tracker(*LOG, "Talks").code == 0
    add_feed(ledger_path)
    add_feed(ledger_path, "desk", TOKEN)
    return ledger_path


@pytest.fixture
def server(fed: Path) -> Iterator[Server]:
    """That ledger, served."""
    with serving(fed, TRACKER_URL="https://calendar.example") as running:
        yield running


def moved(path: Path) -> None:
    path.rename(path.with_name("away.sqlite3"))


def garbage(path: Path) -> None:
    path.write_bytes(b"Dear colleague,\n" * 1000)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def beheaded(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


FAULTS = (moved, garbage, empty, beheaded, folder)


@pytest.mark.parametrize("break_", FAULTS, ids=lambda f: f.__name__)
def test_the_last_good_bytes_are_sent_while_the_ledger_is_no_ledger(
    server: Server, fed: Path, break_: Callable[[Path], None]
) -> None:
    before = [server.get(path) for path in PATHS]
    break_(fed)
    for path, good in zip(PATHS, before, strict=True):
        reply = server.get(path)
        assert (reply.status, reply.body) == (200, good.body)
        assert reply.headers["etag"] == good.headers["etag"]
        assert reply.headers["last-modified"] == good.headers["last-modified"]
        assert server.get(path, If_None_Match=good.headers["etag"]).status == 304
    assert server.get("/readyz").status == 503
    assert server.get("/healthz").status == 200
    assert server.stop() == 0
    assert all(line["status"] < 500 for line in server.lines if line["path"] != "/readyz")
    assert any(line.get("stale") for line in server.lines)
    told = [line for line in server.said.splitlines() if line.startswith("tracker: ")]
    assert 1 <= len(told) <= 3
    assert "Traceback" not in server.said


@pytest.mark.parametrize("break_", [moved, garbage], ids=lambda f: f.__name__)
def test_a_server_that_is_started_without_its_ledger_sends_what_is_kept(
    server: Server, fed: Path, break_: Callable[[Path], None]
) -> None:
    before = [server.get(path) for path in PATHS]
    server.stop()
    break_(fed)
    with serving(fed, TRACKER_URL="https://calendar.example") as again:
        for path, good in zip(PATHS, before, strict=True):
            reply = again.get(path)
            assert (reply.status, reply.body) == (200, good.body), path
        never = again.get("/months/2025-05/")
        assert (never.status, never.headers["retry-after"]) == (503, "60")


def test_when_the_ledger_is_back_so_are_its_changes(
    server: Server, fed: Path, tracker: Tracker
) -> None:
    assert summaries(server.get("/feeds/all.ics").body) == ["Talks"]
    away = fed.with_name("away.sqlite3")
    fed.rename(away)
    assert summaries(server.get("/feeds/all.ics").body) == ["Talks"]
    away.rename(fed)
    assert tracker(*LOG, "Lunch").code == 0
    wait_for(lambda: set(summaries(server.get("/feeds/all.ics").body)) == {"Talks", "Lunch"})


def test_a_locked_ledger_delays_nobody_for_long(server: Server, fed: Path) -> None:
    for path in PATHS:
        server.get(path)
    with closing(sqlite3.connect(fed, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE meetings SET note = 'x'")
        began = time.monotonic()
        assert [server.get(path).status for path in PATHS] == [200] * len(PATHS)
        assert time.monotonic() - began < 20  # the writer would have kept it for ever
        connection.execute("ROLLBACK")
    assert server.get("/readyz").status == 200


def test_readers_see_no_fault_while_eight_write(server: Server, fed: Path) -> None:
    """RELIABILITY.md, R6: twenty requests a second while eight programs log meetings."""
    statuses: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.wait(0.05):
            statuses.append(server.get(PATHS[len(statuses) % len(PATHS)]).status)

    reader = threading.Thread(target=read)
    reader.start()
    script = 'for n in 1 2 3 4 5; do "$@" "Talks $W-$n" || exit 1; done'
    writers = [
        subprocess.Popen(
            ["sh", "-c", script, "sh", *PROGRAM, *LOG],
            env=world(fed, W=str(number)),
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for number in range(8)
    ]
    try:
        told = [writer.communicate(timeout=240)[1] for writer in writers]
    finally:
        done.set()
        reader.join(60)
    assert [writer.returncode for writer in writers] == [0] * 8
    assert not any(b"locked" in words for words in told)
    assert len(statuses) > 20
    assert set(statuses) == {200}
    expected = {"Talks", *(f"Talks {w}-{n}" for w in range(8) for n in range(1, 6))}
    assert set(titles(fed)) == expected
    assert set(summaries(server.get("/feeds/all.ics").body)) == expected
