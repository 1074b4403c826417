"""Ledgers that live: random days' work, public and hidden, typed as an officer would."""

from __future__ import annotations

import re
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.publish.press import Press
from tracker.render.pages.views import Site
from tracker.storage.database import Database
from tracker.storage.kept import Kept

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.conftest import Tracker
    from tracker.publish.published import Published

SITE = Site(
    title=Text.of({"en": "Diplomatic calendar", "fr": "Calendrier diplomatique"}),
    address="https://calendar.example.org",
    language="en",
    languages=("en", "fr"),
    zone="Europe/Paris",
)
BEGAN = datetime(2025, 3, 31, 9, tzinfo=UTC)
CANARY = "Zyzzyva"
PARTIES = ("MLI", "BFA", "NER", "RUS", "FRA", "DZA", "CHN")
CITIES = ("Moscow", "Bamako", "Paris", "Algiers", "New York")
TITLES = ("Talks on trade", "Réunion d’experts", "Переговоры", "مشاورات", "Working lunch; part 2")


@dataclass
class World:
    """A ledger with its press; every step has an instant of its own."""

    tracker: Tracker
    path: Path
    seed: int
    kept: Path
    now: datetime = BEGAN
    reports: list[str] = field(default_factory=list)
    meetings: int = 0
    secrets: int = 0
    items: int = 0

    def __post_init__(self) -> None:
        self.press = self.open(self.kept)

    def open(self, kept: Path | None) -> Press:
        return Press(
            Database(self.path),
            SITE,
            Kept(kept),
            clock=lambda: self.now,
            report=self.reports.append,
        )

    def do(self, *words: str) -> str:
        done = self.tracker(
            *words, TRACKER_DB=str(self.path), now=self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        )
        assert done.code == 0, (words, done.err)
        return done.out

    def ref(self, title: str) -> str | None:
        with closing(sqlite3.connect(self.path)) as connection:
            found = connection.execute(
                "SELECT id FROM meetings WHERE title LIKE ? AND removed = 0", (f"%{title} %",)
            ).fetchone()
        return f"m{found[0]}" if found else None

    def found(self, press: Press | None = None) -> dict[str, Published]:
        press = press or self.press
        return {path: press.find(path) for path in press.paths()}

    def feed(self, slug: str, press: Press | None = None) -> bytes:
        return (press or self.press).find(f"/feeds/{slug}.ics").content


def feeds(world: World) -> None:
    """Make the feeds that a world is watched through, as rows: their commands have own tests.

    Its parties are known from the start, so that what is done of one can be done in any world.
    """
    from tests.conftest import desk_at

    for code in (*PARTIES, "CHE"):
        world.do("party", "add", code)
    with desk_at(world.path, now=world.now) as desk:
        for slug, language, wanted, extra in (
            ("all", "en", "{}", {}),
            ("tous", "fr", "{}", {"prefix": "[AES] ", "cancelled": "keep"}),
            ("mali", "en", '{"parties": ["MLI"], "occasion": "meeting"}', {"imprecise": 0}),
            ("series", "en", '{"series": ["aes-russia"]}', {"cancelled": "drop"}),
        ):
            desk.ledger.insert("feeds", feed_row(slug, language, wanted, **extra))


def feed_row(
    slug: str, language: str = "en", wanted: str = "{}", **extra: object
) -> dict[str, object]:
    row: dict[str, object] = {
        "slug": slug,
        "title": '{"en": "Meetings", "fr": "Réunions"}',
        "language": language,
        "wanted": wanted,
        "cancelled": "mark",
        "imprecise": 1,
        "prefix": "",
        "past_months": 3,
        "future_months": 18,
        "note": None,
        "visibility": "public",
        "removed": 0,
    }
    return row | extra


def step_public(world: World, dice: random.Random) -> None:
    """Do one thing that the public may notice."""
    if world.meetings < 2 or dice.random() < 0.25:
        log(world, dice)
        return
    number = dice.randrange(world.meetings)
    ref = world.ref(f"Public {number}")
    if ref is None:  # it was removed
        return
    choices: list[Callable[[], object]] = [
        lambda: world.do("edit", ref, "--title", f"{dice.choice(TITLES)} Public {number} again"),
        lambda: world.do("edit", ref, "--at", dice.choice(CITIES)),
        lambda: world.do("edit", ref, "--level", dice.choice(("minister", "expert", "ambassador"))),
        lambda: world.do("move", ref, a_day(dice)),
        lambda: world.do("cancel", ref, "--reason", "no quorum"),
        lambda: world.do("postpone", ref, "--reason", "illness"),
        lambda: world.do("confirm", ref, a_day(dice)),
        lambda: world.do("edit", ref, "--with", dice.choice(PARTIES)),
        lambda: item(world, ref, f"Item {world.items}", "public"),
        lambda: world.do(
            "document",
            "add",
            f"Note {world.items}",
            "--kind",
            "other",
            "--for",
            ref,
            "--visibility",
            "public",
        ),
        lambda: world.do(
            "commitment", "add", "Report back", "--by", "MLI", "--at", ref, "--visibility", "public"
        ),
        lambda: world.do(
            "party", "edit", dice.choice(PARTIES[:4]), "--name-in", f"en=Name {world.items}"
        ),
        lambda: (
            world.do("undo", "--yes")
            if False
            else world.do("edit", ref, "--url", "https://example.org/x")
        ),
        lambda: world.do("remove", ref, "--yes") if dice.random() < 0.3 else log(world, dice),
    ]
    world.items += 1
    attempt(dice.choice(choices))


def step_hidden(world: World, dice: random.Random) -> None:
    """Do one thing that the public must not notice."""
    world.secrets += 1
    n = world.secrets
    level = dice.choice(("internal", "confidential"))
    target = world.ref(f"Public {dice.randrange(world.meetings)}") if world.meetings else None
    choices: list[Callable[[], object]] = [
        lambda: world.do(
            "log", f"{CANARY} talks {n}", "--on", a_day(dice), "--at", dice.choice(CITIES),
            "--with", ",".join(dice.sample(PARTIES, 3)), "--visibility", level,
        ),
        lambda: world.do(
            "log", f"{CANARY} early {n}", "--on", a_day(dice), "--visibility", "public",
            "--embargo", "2031-01-01",
        ),
    ]  # fmt: skip
    if target:
        choices += [
            lambda: world.do("edit", target, "--note", f"{CANARY} note {n}"),
            lambda: item(world, target, f"{CANARY} item {n}", level, label=f"S{n}"),
            lambda: world.do(
                "document", "add", f"{CANARY} paper {n}", "--kind", "other", "--for", target,
                "--visibility", level,
            ),
            lambda: world.do(
                "commitment", "add", f"{CANARY} promise {n}", "--by", "CHE", "--at", target,
                "--visibility", level,
            ),
            lambda: world.do(
                "delegation", "add", target, "CHE", "--visibility", level, "--head",
                f"{CANARY} Person {n}", "--new",
            ),
            lambda: world.do(
                "source", "add", f"https://example.org/{CANARY}/{n}", "--visibility", level
            ),
        ]  # fmt: skip
    attempt(dice.choice(choices))


def log(world: World, dice: random.Random) -> None:
    number = world.meetings
    world.do(
        "log", f"{dice.choice(TITLES)} Public {number} now", "--on", a_day(dice),
        "--at", dice.choice(CITIES), "--with", ",".join(dice.sample(PARTIES, 2)),
        "--visibility", "public", "--status", dice.choice(("announced", "confirmed", "tentative")),
    )  # fmt: skip
    world.meetings += 1


def item(world: World, ref: str, title: str, level: str, label: str | None = None) -> None:
    named = ("--label", label) if label else ()
    world.do("agenda", "add", ref, title, "--visibility", level, *named)


def a_day(dice: random.Random) -> str:
    day = BEGAN + timedelta(days=dice.randrange(3, 60), minutes=dice.randrange(0, 600, 15))
    return dice.choice(
        (day.strftime("%Y-%m-%d %H:%M"), day.strftime("%Y-%m-%d"), "May 2025", "April 2025")
    )


def attempt(step: Callable[[], object]) -> None:
    """Do a step; what the ledger refuses, such as cancelling twice, changes nothing."""
    try:
        step()
    except (AssertionError, ValueError):
        return


def counted_uids(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Make the UIDs of a step follow from its name, so that two ledgers can be compared."""
    counter = count()
    monkeypatch.setattr(
        "tracker.storage.ledger.uuid.uuid4",
        lambda: uuid.uuid5(uuid.NAMESPACE_URL, f"{step} {next(counter)}"),
    )


_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_STAMPED = re.compile(rb"(?:DTSTAMP|LAST-MODIFIED):[^\r]*\r\n")


def events(content: bytes) -> dict[str, bytes]:
    """Return the events of a calendar by UID."""
    found = (match[0] for match in _EVENT.finditer(content))
    return {field_of(event, b"UID"): event for event in found}


def field_of(event: bytes, name: bytes) -> str:
    match = re.search(rb"(?m)^" + name + rb":([^\r]*)\r$", event)
    assert match, name
    return match[1].decode()


def said(event: bytes) -> bytes:
    """Return an event less its stamps."""
    return _STAMPED.sub(b"", event)
