"""The press: embargoes to the second, addresses that are none, ledgers that fail, files."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.publish.worlds import World, events, feed_row, feeds, field_of
from tracker.domain.feeds import hash_of
from tracker.errors import Conflict, Unavailable
from tracker.publish.static import build_site
from tracker.storage.kept import last_used
from tracker.storage.sqlite_file import JOURNAL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

TOKEN, OTHER, THIRD = "a" * 43, "b" * 43, "c" * 43


@pytest.fixture
def world(tracker: Tracker, ledger_path: Path) -> World:
    made = World(tracker, ledger_path, 0, ledger_path.with_name("kept"))
    made.press._database = type(made.press._database)(ledger_path, patience=0.1)
    feeds(made)
    made.do(
        "log", "Opening talks", "--on", "3 April 2025 10:00-12:00", "--at", "Moscow",
        "--with", "MLI,RUS", "--visibility", "public",
    )  # fmt: skip
    return made


def restricted(world: World) -> None:
    with desk_at(world.path, now=world.now) as desk:
        feed = desk.ledger.insert("feeds", feed_row("desk", visibility="internal"))
        for label, token in (("Ann", TOKEN), ("Bob", OTHER)):
            desk.ledger.insert(
                "subscribers",
                {
                    "feed_id": feed,
                    "label": label,
                    "token_hash": hash_of(token),
                    "issued_at": "2025-03-31T09:00:00Z",
                    "revoked_at": None,
                },
            )
    world.do("log", "Internal call", "--on", "4 April 2025 09:00", "--at", "Paris")


def test_an_embargo_ends_to_the_second(world: World) -> None:
    world.do(
        "log", "Signing", "--on", "10 April 2025 10:00", "--at", "Paris", "--visibility", "public",
        "--embargo", "2025-04-02 12:00",
    )  # fmt: skip
    end = world.now.replace(year=2025, month=4, day=2, hour=12, minute=0)
    paths = [p for p in world.press.paths() if p.endswith(".ics")] + ["/", "/months/2025-04/"]
    world.now = end - timedelta(seconds=1)
    assert not [p for p in paths if b"Signing" in world.press.find(p).content]
    world.now = end
    assert world.press.current("/feeds/all.ics") is None
    (signing,) = (e for e in events(world.feed("all")).values() if b"Signing" in e)
    assert field_of(signing, b"LAST-MODIFIED") == "20250402T120000Z"
    assert field_of(signing, b"CREATED") == "20250402T120000Z"
    assert b"Signing" in world.press.find("/").content


def test_unknown_revoked_and_foreign_addresses_are_answered_alike(world: World) -> None:
    restricted(world)
    world.do("log", "Other", "--on", "5 April 2025")
    assert b"Internal call" in world.press.find(f"/feeds/{TOKEN}/desk.ics").content
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.update("subscribers", 2, {"revoked_at": "2025-03-31T09:00:00Z"})
    told = [
        world.press.find(f"/feeds/{token}/{slug}.ics")
        for token, slug in (
            (OTHER, "desk"), (OTHER, "all"), (THIRD, "desk"), (THIRD, "none"), ("x", "desk"),
        )
    ]  # fmt: skip
    assert len(set(told)) == 1
    (notice,) = events(told[0].content).values()
    assert told[0].status == 200
    assert field_of(notice, b"SUMMARY") == "This calendar address is no longer in use"
    assert field_of(notice, b"DTSTART;VALUE=DATE") == "20250331"
    assert b"Internal call" in world.press.find(f"/feeds/{TOKEN}/desk.ics").content


def test_the_last_use_of_a_secret_address_is_noted_and_only_its_hash_kept(world: World) -> None:
    restricted(world)
    world.press.find(f"/feeds/{TOKEN}/desk.ics")
    world.press.find(f"/feeds/{THIRD}/desk.ics")
    world.press.tend()
    assert last_used(world.kept) == {hash_of(TOKEN): world.now.date()}
    assert TOKEN.encode() not in world.kept.read_bytes() + world.path.read_bytes()


def test_a_restricted_feed_has_no_public_address(world: World) -> None:
    restricted(world)
    assert world.press.find("/feeds/desk.ics").status == 404
    assert "/feeds/desk.ics" not in world.press.paths()


def test_a_public_feed_that_ends_says_so_for_thirty_days(world: World) -> None:
    assert b"Opening talks" in world.feed("mali")
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.update("feeds", 3, {"visibility": "internal"})
        desk.ledger.remove("feeds", 4)
    for slug in ("mali", "series"):
        assert list(events(world.feed(slug))) == ["notice-of-an-address-no-longer-in-use@tracker"]
    world.now += timedelta(days=31)
    assert {world.press.find(f"/feeds/{slug}.ics").status for slug in ("mali", "series")} == {404}


def test_another_prefix_makes_every_event_a_newer_one(world: World) -> None:
    (before,) = events(world.feed("all")).values()
    world.now += timedelta(hours=1)
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.update("feeds", 1, {"prefix": "AES: "})
    (after,) = events(world.feed("all")).values()
    assert field_of(after, b"SUMMARY") == "AES: Opening talks"
    assert field_of(before, b"LAST-MODIFIED") < field_of(after, b"LAST-MODIFIED")


def break_gone(path: Path) -> None:
    path.rename(path.with_name("moved"))


def break_garbage(path: Path) -> None:
    path.write_bytes(b"no ledger at all" * 1000)


def break_older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")


def break_table(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("ALTER TABLE delegations RENAME TO lost")
        connection.execute(
            "INSERT INTO revisions (change_id, record_table, record_id, level) "
            "VALUES (1, 'places', 1, 0)"
        )


@pytest.mark.parametrize("harm", [break_gone, break_garbage, break_older, break_table])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_ledger_that_fails_costs_subscribers_nothing(
    world: World, harm: object, restarted: bool
) -> None:
    restricted(world)
    asked = ["/feeds/all.ics", f"/feeds/{TOKEN}/desk.ics", "/", "/fr/"]
    before = [world.press.find(path) for path in asked]
    assert callable(harm)
    harm(world.path)
    press = world.open(world.kept) if restarted else world.press
    after = [press.find(path) for path in asked]
    assert [(p.content, p.etag, p.modified) for p in after] == [
        (p.content, p.etag, p.modified) for p in before
    ]
    assert all(p.stale for p in after)
    assert press.current("/feeds/all.ics") in (after[0], None)
    assert world.reports
    assert not [r for r in world.reports if TOKEN in r]


def test_a_locked_ledger_costs_subscribers_nothing(world: World) -> None:
    if JOURNAL == "wal":
        pytest.skip("with write-ahead logging, readers never wait")
    before = world.press.find("/feeds/all.ics")
    with closing(sqlite3.connect(world.path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        os.utime(world.path)
        assert world.press.find("/feeds/all.ics").content == before.content
        connection.execute("ROLLBACK")
    world.press._failed = None
    world.do("edit", "m1", "--title", "Plenary")
    assert b"Plenary" in world.press.find("/feeds/all.ics").content


def test_with_nothing_made_and_no_ledger_there_is_nothing_to_give(world: World) -> None:
    world.path.unlink()
    with pytest.raises(Unavailable, match="try again later"):
        world.press.find("/feeds/all.ics")
    assert world.press.ready() != []


def test_a_record_that_cannot_be_read_is_left_out_and_told(world: World) -> None:
    world.do("log", "Second talks", "--on", "5 April 2025 10:00", "--visibility", "public")
    with closing(sqlite3.connect(world.path)) as connection, connection:
        connection.execute("UPDATE meetings SET languages = 'not JSON' WHERE id = 1")
    (event,) = events(world.feed("all")).values()
    assert field_of(event, b"SUMMARY") == "Second talks"
    assert world.reports == ["Feed all leaves out meeting 1: It cannot be read."]


def test_a_change_within_the_same_tick_of_the_clock_is_seen(world: World) -> None:
    for number in range(40):
        with desk_at(world.path, now=world.now) as desk:
            desk.ledger.update("meetings", 1, {"title": f'{{"en": "Talks {number:03}"}}'})
        assert f"Talks {number:03}".encode() in world.feed("all")


def test_the_files_are_the_bytes_of_the_press(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    built = build_site(world.press, folder)
    assert built.files == len(built.changed)
    for path in world.press.paths():
        name = f"{path[1:]}index.html" if path.endswith("/") else path[1:]
        assert (folder / name).read_bytes() == world.press.find(path).content
    assert (folder / "404.html").is_file()
    assert not list(folder.rglob("*.new"))


def test_only_files_that_differ_are_touched_and_what_is_gone_is_removed(
    world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    build_site(world.press, folder)
    (folder / "logo.png").write_bytes(b"mine")
    times = {f: f.stat().st_mtime_ns for f in folder.rglob("*") if f.is_file()}
    assert build_site(world.press, folder).changed == ()
    assert {f: f.stat().st_mtime_ns for f in folder.rglob("*") if f.is_file()} == times
    world.do("move", "m1", "3 May 2025 10:00")
    changed = build_site(world.press, folder)
    assert "feeds/all.ics" in changed.changed
    assert "feeds/series.ics" not in changed.changed
    assert "months/2025-04/index.html" in changed.removed
    assert not (folder / "months/2025-04").exists()
    assert (folder / "logo.png").read_bytes() == b"mine"


def test_a_foreign_file_in_the_way_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("mine")
    with pytest.raises(Conflict, match="did not write it"):
        build_site(world.press, tmp_path / "site")
    assert [f.name for f in (tmp_path / "site").iterdir()] == ["index.html"]


def test_no_file_is_written_from_a_ledger_that_fails(world: World, tmp_path: Path) -> None:
    world.found()
    break_table(world.path)
    with pytest.raises(Unavailable):
        build_site(world.press, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_promise_made_at_a_hidden_meeting_is_carried_to_no_public_page(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("session", "add", "aes-russia", "--on", "May 2026", "--visibility", "public")
    tracker(
        "commitment", "add", "Quiet promise", "--by", "MLI", "--at", "m2", "--visibility", "public"
    )
    shown = tracker("print", "aes-russia/2", "--visibility", "public").out
    assert "Quiet promise" in shown
    tracker("edit", "m2", "--visibility", "confidential")
    assert "Quiet promise" not in tracker("print", "aes-russia/2", "--visibility", "public").out
    world = World(tracker, founding_ledger, 0, founding_ledger.with_name("kept"))
    page = world.press.find("/sessions/aes-russia-2/").content.decode()
    assert "Hold the consultations" in page
    assert "Quiet promise" not in page


def test_pages_list_parties_in_their_order_of_precedence(world: World) -> None:
    world.do(
        "log", "Round", "--on", "4 April 2025", "--with", "RUS,NER,BFA", "--visibility", "public"
    )
    home = world.press.find("/").content.decode()
    line = home[home.index("Round") :]
    assert line.index("Burkina Faso") < line.index("Niger") < line.index("Russia")
