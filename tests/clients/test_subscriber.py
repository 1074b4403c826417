"""A subscriber that keeps a folder like the feed, through all that may happen to a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clients.servers import vdirsyncer, vdirsyncer_configuration
from tests.clients.tools import peer
from tests.web.serving import add_feed, serving, summaries

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

# What is done, how many of the items that were kept go, and how many come.
CHANGES = (
    (("log", "Signing", "--on", "5 April 2025 11:00", "--at", "Cairo"), 0, 1),
    (("move", "m1", "6 April 2025 10:00"), 1, 1),
    (("edit", "m2", "--title", "Dinner; with toasts"), 1, 1),
    (("cancel", "m3", "--reason", "Weather"), 1, 1),
    (("edit", "m4", "--visibility", "confidential"), 1, 0),
    (("remove", "m5", "--yes"), 1, 0),
    (("undo",), 0, 1),
)


@pytest.mark.slow
def test_each_change_reaches_a_subscriber_and_touches_nothing_else(
    tracker: Tracker, ledger_path: Path, tmp_path: Path
) -> None:
    program = peer("vdirsyncer")
    for day in range(1, 6):
        when = f"{day + 7} April 2025 09:00"
        assert tracker("log", f"Talks {day}", "--on", when, "--at", "Casablanca").code == 0
        assert tracker("edit", f"m{day}", "--visibility", "public").code == 0
    add_feed(ledger_path)
    with serving(ledger_path) as server:
        address = f"http://127.0.0.1:{server.port}/feeds/all.ics"
        configuration, (kept,) = vdirsyncer_configuration(tmp_path / "vdirsyncer", [address])
        vdirsyncer(program, configuration, "discover")
        vdirsyncer(program, configuration, "sync")
        for words, gone, come in CHANGES:
            before = stamps(kept)
            public = ("--visibility", "public") if words[0] == "log" else ()
            assert tracker(*words, *public).code == 0
            vdirsyncer(program, configuration, "sync")
            now = stamps(kept)
            served = summaries(server.get("/feeds/all.ics").body)
            assert sorted(title for item in now for title in titles(item)) == sorted(served), words
            assert (words, gone, come) == (
                words,
                len(before.keys() - now),
                len(now.keys() - before),
            )
            assert all(now[item] == before[item] for item in now.keys() & before)


def stamps(folder: Path) -> dict[Path, int]:
    return {item: item.stat().st_mtime_ns for item in folder.glob("*.ics")}


def titles(item: Path) -> list[str]:
    return summaries(item.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
