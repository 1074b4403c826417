"""Making feeds again after a change: `python tests/bench/bench_feed.py [--meetings 100000]`.

In one run, on the same 1,000 events of 1.1 kB: all of them rendered with icalendar, the
feed made anew from kept texts, and the feed made again after one change. Then 100 feeds
over 100,000 meetings, all in memory at once. Ratios are to be trusted, figures are not.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.visibility import Reader, Visibility
from tracker.publish.feeds import make_feed
from tracker.publish.press import Press
from tracker.render.ics import component
from tracker.render.pages.views import Site
from tracker.storage.database import Database
from tracker.storage.kept import Kept
from tracker.storage.ledger import Command
from tracker.storage.reads.feeds import feeds
from tracker.storage.reads.meetings import meetings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.publish.feeds import MadeFeed

NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)
FIRST = datetime(2025, 4, 1, 8, tzinfo=UTC)
SITE = Site(
    title=Text.of({"en": "Bench"}),
    address="https://calendar.example.org",
    language="en",
    languages=("en",),
    zone="UTC",
)
EACH = 1_000
WORDS = "Consultations on the follow-up of the communiqué and on the road map, part {n}. "
MEGABYTE = 1024


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--meetings", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=15)
    said = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one_feed(Path(folder), said.rounds)
        hundred_feeds(Path(folder), said.meetings)


def one_feed(folder: Path, rounds: int) -> None:
    """Print what one change costs, beside rendering all."""
    database = ledger(folder / "one.sqlite3", EACH)
    kept = Kept(folder / "one.kept")
    made = _made(database, kept, None)
    size = len(made.content) // EACH
    print(f"One feed of {made.events:,} events of {size:,} octets:")
    all_ = _rendered(database, max(rounds // 3, 3))
    anew = median(rounds, lambda: _made(database, kept, None))
    times = []
    for number in range(rounds):
        with database.writing(Command("o", "x", NOW + timedelta(seconds=number))) as open_ledger:
            title = json.dumps({"en": WORDS.format(n=number) * 8})
            open_ledger.update("meetings", 500, {"title": title})
        began = time.perf_counter()
        made = _made(database, kept, made)
        times.append(time.perf_counter() - began)
        assert made.rendered == 1
    again = statistics.median(times)
    print(f"  rendering all with icalendar      {all_ * 1000:8.1f} ms")
    print(f"  made anew from kept texts         {anew * 1000:8.1f} ms   1/{all_ / anew:.0f}")
    print(f"  made again after one change       {again * 1000:8.1f} ms   1/{all_ / again:.0f}")
    print(f"  goal 1/20: {'reached' if all_ / again >= 20 else 'MISSED'}")


def hundred_feeds(folder: Path, count: int) -> None:
    """Print the memory of a hundred feeds that are all in memory."""
    database = ledger(folder / "hundred.sqlite3", count)
    before = peak()
    press = Press(
        database, SITE, Kept(folder / "hundred.kept"), clock=lambda: NOW, report=lambda _: None
    )
    began = time.perf_counter()
    paths = [path for path in press.paths() if path.endswith(".ics")]
    octets = sum(len(press.find(path).content) for path in paths)
    first = time.perf_counter() - began
    with database.writing(Command("o", "x", NOW)) as open_ledger:
        open_ledger.update("parties", 1, {"name": '{"en": "Another name"}'})
    began = time.perf_counter()
    for path in paths:
        press.find(path)
    again = time.perf_counter() - began
    print(f"{len(paths)} feeds over {count:,} meetings, {octets / 1e6:.0f} MB in all:")
    print(f"  first made in {first:.1f} s, all looked at again after a change in {again:.1f} s")
    print(f"  memory at most {peak():.0f} MB ({before:.0f} MB before)")
    print(f"  goal 300 MB: {'reached' if peak() < 300 else 'MISSED'}")


def ledger(path: Path, count: int) -> Database:
    """Return a ledger of so many public meetings, in feeds of a thousand each."""
    database = Database(path)
    database.create()
    bodies = max(count // EACH, 1)
    with database.writing(Command("bench", "tracker bench", NOW)) as opened:
        for number in range(bodies):
            code = f"X{number:03}"
            opened.insert(
                "parties", {"code": code, "kind": "state", "name": f'{{"en": "State {number}"}}'}
            )
            opened.insert("feeds", _feed(code))
        for number in range(count):
            start = FIRST + timedelta(minutes=30 * (number // bodies))
            clock = start.strftime("%Y-%m-%dT%H:%M")
            title = json.dumps({"en": WORDS.format(n=number) * 8})
            meeting = opened.insert(
                "meetings",
                {
                    "title": title,
                    "kind": "meeting",
                    "status": "confirmed",
                    "when_confirmed": f"{clock}[Europe/Moscow]",
                    "zone": "Europe/Moscow",
                    "visibility": "public",
                },
            )
            opened.insert(
                "delegations",
                {"meeting_id": meeting, "party_id": number % bodies + 1, "role": "participant"},
            )
    return database


def _feed(code: str) -> dict[str, object]:
    return {
        "slug": code.lower(),
        "title": f'{{"en": "{code}"}}',
        "language": "en",
        "wanted": json.dumps({"parties": [code]}),
        "cancelled": "mark",
        "past_months": 3,
        "future_months": 18,
        "visibility": "public",
    }


def _made(database: Database, kept: Kept, before: MadeFeed | None) -> MadeFeed:
    with database.reading(Reader(Visibility.PUBLIC, NOW)) as reading:
        (feed,) = feeds(reading)
        return make_feed(feed, reading, kept, SITE.address, before)


def _rendered(database: Database, rounds: int) -> float:
    """Return the median seconds of rendering all events, already read."""
    with database.reading(Reader(Visibility.PUBLIC, NOW)) as reading:
        found = meetings(reading, range(1, EACH + 1))
    return median(rounds, lambda: [component(meeting, "en") for meeting in found])


def median(rounds: int, run: Callable[[], object]) -> float:
    """Return the median seconds of some runs."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    main()
