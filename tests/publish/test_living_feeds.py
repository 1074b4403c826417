"""Feeds through the days of a ledger: right after every change, and no more changed than that."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.publish.worlds import (
    CANARY,
    World,
    counted_uids,
    events,
    feeds,
    field_of,
    said,
    step_hidden,
    step_public,
)
from tracker.storage.kept import Kept

if TYPE_CHECKING:
    from tests.conftest import Tracker

ROOT = Path(__file__).parents[2]
SLUGS = ("all", "tous", "mali", "series")
# Ledgers and steps a run; an hour of them: TRACKER_WORLDS=1000 pytest tests/publish
WORLDS = int(os.environ.get("TRACKER_WORLDS", "6"))


@pytest.fixture
def world(tracker: Tracker, ledger_path: Path) -> World:
    made = World(tracker, ledger_path, 0, ledger_path.with_name("kept"))
    feeds(made)
    return made


@pytest.mark.parametrize("seed", range(WORLDS))
def test_a_feed_made_from_what_there_was_is_the_feed_made_anew(world: World, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(14):
        world.now += timedelta(minutes=dice.randrange(1, 3000))
        (step_hidden if dice.random() < 0.3 else step_public)(world, dice)
        scratch = world.open(None)
        for slug in SLUGS:
            assert world.feed(slug) == world.feed(slug, scratch), slug
    assert not world.reports


@pytest.mark.parametrize("seed", range(WORLDS))
def test_what_is_said_otherwise_is_said_later_and_nothing_else_changes(
    world: World, seed: int
) -> None:
    dice = random.Random(f"later {seed}")
    before = {slug: events(world.feed(slug)) for slug in SLUGS}
    for _ in range(14):
        world.now += timedelta(seconds=dice.randrange(0, 5000))
        (step_hidden if dice.random() < 0.2 else step_public)(world, dice)
        for slug in SLUGS:
            now = events(world.feed(slug))
            for uid in now.keys() & before[slug].keys():
                old, new = before[slug][uid], now[uid]
                modified = [field_of(event, b"LAST-MODIFIED") for event in (old, new)]
                if said(old) != said(new):
                    assert modified[0] < modified[1], (old, new)
                assert int(field_of(old, b"SEQUENCE")) <= int(field_of(new, b"SEQUENCE"))
                assert field_of(old, b"CREATED") == field_of(new, b"CREATED")
            before[slug] = now


def look(world: World) -> None:
    """Ask as subscribers and readers do between changes."""
    for path in (*(f"/feeds/{slug}.ics" for slug in SLUGS), "/", "/fr/months/2025-04/"):
        world.press.find(path)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_public_gets_the_same_bytes_with_and_without_what_it_may_not_see(
    tracker: Tracker,
    ledger_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    steps, made = 14, []
    for hidden in (False, True):
        path = tmp_path / f"ledger-{hidden}.sqlite3"
        shutil.copyfile(ledger_path, path)
        world = World(tracker, path, seed, tmp_path / f"kept-{hidden}")
        feeds(world)
        for number in range(steps):
            world.now += timedelta(minutes=40)
            counted_uids(monkeypatch, f"public {number}")
            step_public(world, random.Random(f"{seed} {number}"))
            look(world)
            if hidden:
                world.now += timedelta(minutes=7)
                counted_uids(monkeypatch, f"hidden {number}")
                step_hidden(world, random.Random(f"{seed} hidden {number}"))
                look(world)
                world.now -= timedelta(minutes=7)
        world.now += timedelta(hours=1)
        made.append(world.found())
        assert world.secrets == (steps if hidden else 0)
        assert not [r for r in world.reports if CANARY in r]
    without, with_ = made
    assert without == with_
    assert not [p for p, shown in with_.items() if CANARY.encode() in shown.content]


def test_a_restart_makes_nothing_anew(world: World) -> None:
    dice = random.Random(3)
    for _ in range(6):
        world.now += timedelta(minutes=9)
        step_public(world, dice)
    before = world.found()
    world.now += timedelta(seconds=40)
    again = world.open(world.kept)
    assert world.found(again) == before
    assert Kept(world.kept).names()


BUILD = """
import sys, hashlib
from datetime import UTC, datetime
from pathlib import Path
from tests.publish.worlds import SITE
from tracker.publish.press import Press
from tracker.storage.database import Database
from tracker.storage.kept import Kept
at = datetime.fromisoformat(sys.argv[2])
press = Press(Database(Path(sys.argv[1])), SITE, Kept(None), clock=lambda: at, report=print)
for slug in ("all", "tous", "mali", "series"):
    print(hashlib.sha256(press.find(f"/feeds/{slug}.ics").content).hexdigest())
"""


def test_the_same_ledger_gives_the_same_bytes_in_any_process_on_any_day_of_the_window(
    world: World,
) -> None:
    dice = random.Random(5)
    for _ in range(12):
        world.now += timedelta(minutes=30)
        step_public(world, dice)
    here = [hashlib.sha256(world.feed(slug)).hexdigest() for slug in SLUGS]
    for seed, hours in (("0", 0), ("1", 2), ("4242", 5)):
        at = (world.now + timedelta(hours=hours)).isoformat()
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(world.path), at],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == here
