"""The press in bad company: outages after withdrawals, other histories, hostile kept files."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.publish.worlds import World, events, feed_row, feeds, field_of
from tracker.domain.feeds import hash_of
from tracker.errors import Invalid, Unavailable
from tracker.storage.kept import Kept

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

ALL = "/feeds/all.ics"


@pytest.fixture
def world(tracker: Tracker, ledger_path: Path) -> World:
    made = World(tracker, ledger_path, 0, ledger_path.with_name("kept"))
    feeds(made)
    made.do(
        "log", "Opening talks", "--on", "3 April 2025 10:00-12:00", "--at", "Moscow",
        "--with", "MLI,RUS", "--visibility", "public",
    )  # fmt: skip
    return made


def tell(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def later(world: World, **span: int) -> None:
    world.now += timedelta(**span)


@pytest.mark.parametrize("restarted", [False, True])
def test_what_was_withdrawn_comes_back_in_no_outage(world: World, restarted: bool) -> None:
    world.do("log", "Second talks", "--on", "5 April 2025", "--visibility", "public")
    page = next(p for p in world.press.paths() if p.startswith("/meetings/"))
    asked = [ALL, "/feeds/mali.ics", "/", "/months/2025-04/", page]
    assert all(b"Opening talks" in world.press.find(p).content for p in asked)
    later(world, minutes=5)
    world.do("edit", "m1", "--visibility", "confidential")
    assert b"Second talks" in world.press.find("/fr/").content
    world.path.write_bytes(b"rubbish" * 1000)
    press = world.open(world.kept) if restarted else world.press
    for path in asked:
        try:
            found = press.find(path).content
        except Unavailable:
            continue
        assert b"Opening talks" not in found, path
    assert b"Second talks" in press.find(ALL).content


def test_a_feed_that_is_no_longer_public_comes_back_in_no_outage(world: World) -> None:
    assert b"Opening talks" in world.feed("all")
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.update("feeds", 1, {"visibility": "internal"})
    assert b"no longer in use" in world.feed("all")
    world.path.unlink()
    assert b"no longer in use" in world.open(world.kept).find(ALL).content


def test_a_hidden_change_leaves_no_trace_in_the_time_of_the_bytes(world: World) -> None:
    world.do("log", "Quiet talks", "--on", "6 April 2025")
    before = world.found()
    later(world, minutes=5)
    world.do("remove", "m2", "--yes")
    assert world.found() == before


def test_a_restored_backup_is_another_history(world: World) -> None:
    backup = world.path.with_name("backup")
    shutil.copyfile(world.path, backup)
    world.do("edit", "m1", "--title", "LOST title")
    assert b"LOST" in world.feed("all")
    shutil.copyfile(backup, world.path)
    world.do("edit", "m1", "--title", "RIGHT title")
    world.do("log", "Other", "--on", "7 April 2025", "--visibility", "public")
    for press in (world.press, world.open(world.kept)):
        found = world.feed("all", press)
        assert b"RIGHT title" in found
        assert b"LOST" not in found


def test_another_ledger_at_the_same_place_is_another_ledger(
    world: World, template: Path, tracker: Tracker
) -> None:
    world.feed("all")
    other = world.path.with_name("other.sqlite3")
    shutil.copyfile(template, other)
    strange = World(tracker, other, 0, other.with_name("kept-2"))
    feeds(strange)
    strange.do("log", "Strange talks", "--on", "3 April 2025", "--visibility", "confidential")
    strange.do("log", "Open talks", "--on", "4 April 2025", "--visibility", "public")
    shutil.copyfile(other, world.path)
    assert b"Opening talks" not in world.feed("all")
    assert b"Open talks" in world.feed("all")


def test_an_embargo_that_ends_is_told_however_many_changes_came_before(world: World) -> None:
    end = world.now + timedelta(minutes=2)
    world.do(
        "agenda", "add", "m1", "Secret item", "--visibility", "public",
        "--embargo", end.strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip
    world.now = end - timedelta(seconds=1)
    for number in range(5):
        world.do("edit", "m1", "--title", f"Talks {number}")
    (before,) = events(world.feed("all")).values()
    world.now = end
    (after,) = events(world.feed("all")).values()
    assert b"Secret item" not in before
    assert b"Secret item" in after
    assert field_of(before, b"LAST-MODIFIED") < field_of(after, b"LAST-MODIFIED")
    world.do("edit", "m1", "--title", "Talks again")
    (last,) = events(world.feed("all")).values()
    assert field_of(after, b"LAST-MODIFIED") < field_of(last, b"LAST-MODIFIED")


def test_two_prefixes_within_a_second_are_two_changes(world: World) -> None:
    said = []
    for prefix in ("", "X ", "Y "):
        with desk_at(world.path, now=world.now) as desk:
            desk.ledger.update("feeds", 1, {"prefix": prefix})
        (event,) = events(world.feed("all")).values()
        said.append(field_of(event, b"LAST-MODIFIED"))
    assert sorted(set(said)) == said


def test_a_bad_record_costs_the_pages_that_record_and_nothing_else(world: World) -> None:
    world.do("log", "Bad talks", "--on", "5 April 2025", "--visibility", "public")
    world.do("log", "Good talks", "--on", "6 April 2025", "--visibility", "public")
    tell(world.path, "UPDATE meetings SET when_announced = 'bogus' WHERE id = 2")
    for path in ("/", "/months/2025-04/", ALL):
        found = world.press.find(path)
        assert (found.status, found.stale) == (200, False), path
        assert b"Good talks" in found.content
        assert b"Bad talks" not in found.content
    assert "The pages leave out meeting 2: it cannot be read." in world.reports


@pytest.mark.parametrize("version", [0, 7])
def test_a_file_of_somebody_else_is_never_touched(world: World, version: int) -> None:
    path = world.path.with_name("contacts.db")
    tell(path, "CREATE TABLE contacts (name)", f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    for named in (path, world.path):
        whole = named.read_bytes()
        with pytest.raises(Invalid, match="left as it is"):
            Kept(named)
        assert named.read_bytes() == whole
    assert path.read_bytes() == before


def test_the_kept_file_is_for_its_owner_only(world: World) -> None:
    world.feed("all")
    assert world.kept.stat().st_mode & 0o777 == 0o600
    world.kept.chmod(0o644)
    world.open(world.kept)
    assert world.kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE texts SET text = CAST(replace(CAST(text AS TEXT), 'Opening', 'Forged!') AS BLOB)",
        "UPDATE texts SET starts = 'zzz'",
        "UPDATE texts SET text = CAST(text AS TEXT)",
        "UPDATE finished SET modified = 'zzz', basis = 'x'",
        "UPDATE finished SET content = 'text'",
        "DROP TABLE texts",
        "DROP TABLE seen",
        "PRAGMA user_version = 99",
    ],
)
def test_a_kept_file_that_was_tampered_with_gives_nothing_false(world: World, harm: str) -> None:
    before = world.feed("all")
    tell(world.kept, harm)
    press = world.open(world.kept)
    assert press.find(ALL).content == before
    later(world, minutes=1)
    world.do("log", "Second talks", "--on", "5 April 2025", "--visibility", "public")
    assert b"Second talks" in press.find(ALL).content
    assert not press.find(ALL).stale


def test_a_kept_file_whose_pages_are_torn_is_begun_anew(world: World) -> None:
    world.found()
    with world.kept.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    press = world.open(world.kept)
    assert b"Opening talks" in press.find(ALL).content
    world.do("edit", "m1", "--title", "Plenary")
    assert b"Plenary" in press.find(ALL).content
    assert b"Plenary" in world.open(world.kept).find(ALL).content
    assert Kept(world.kept).finished(ALL)


def test_what_was_withdrawn_is_not_left_lying_beside_the_ledger(world: World) -> None:
    with desk_at(world.path, now=world.now) as desk:
        feed = desk.ledger.insert("feeds", feed_row("desk", visibility="confidential"))
        row = {"feed_id": feed, "label": "Ann", "token_hash": hash_of("a" * 43)}
        desk.ledger.insert("subscribers", {**row, "issued_at": "2025-03-31T09:00:00Z"})
    world.do("log", "Canary talks", "--on", "5 April 2025", "--visibility", "confidential")
    assert b"Canary" in world.press.find(f"/feeds/{'a' * 43}/desk.ics").content
    assert b"Canary" in world.kept.read_bytes()
    later(world, minutes=1)
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.remove("feeds", feed)
    world.feed("all")
    assert b"Canary" not in world.kept.read_bytes()


def test_texts_of_earlier_manners_are_not_kept(world: World) -> None:
    for number in range(6):
        later(world, minutes=1)
        with desk_at(world.path, now=world.now) as desk:
            desk.ledger.update("feeds", 1, {"prefix": f"P{number} "})
        world.feed("all")
    with closing(sqlite3.connect(world.kept)) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM texts").fetchone()
    assert rows == 1


def test_two_servers_never_give_one_time_to_two_texts(world: World) -> None:
    other = world.open(world.kept)
    given: dict[str, set[bytes]] = {}
    for number in range(6):
        world.do("edit", "m1", "--title", f"Talks {number}")
        for press in (world.press, other) if number % 2 else (other, world.press):
            found = press.find(ALL)
            given.setdefault(str(found.modified), set()).add(found.content)
    assert all(len(texts) == 1 for texts in given.values())
    assert len(given) == 6


def test_an_address_is_revoked_on_every_server_at_once(world: World) -> None:
    with desk_at(world.path, now=world.now) as desk:
        feed = desk.ledger.insert("feeds", feed_row("desk", visibility="internal"))
        row = {"feed_id": feed, "label": "Ann", "token_hash": hash_of("a" * 43)}
        desk.ledger.insert("subscribers", {**row, "issued_at": "2025-03-31T09:00:00Z"})
    path, other = f"/feeds/{'a' * 43}/desk.ics", world.open(world.kept)
    assert b"Opening talks" in world.press.find(path).content
    assert b"Opening talks" in other.find(path).content
    with desk_at(world.path, now=world.now) as desk:
        desk.ledger.update("subscribers", 1, {"revoked_at": "2025-03-31T09:00:00Z"})
    world.press.find(ALL)
    shutil.move(world.path, world.path.with_name("away"))
    for press in (world.press, world.open(world.kept)):
        assert b"Opening talks" not in press.find(path).content


def test_undo_and_redo_are_changes_like_others(world: World) -> None:
    seen = [world.feed("all")]
    for words in (("edit", "m1", "--title", "Plenary"), ("undo",), ("redo",)):
        world.do(*words)
        seen.append(world.feed("all"))
        assert world.feed("all") == world.feed("all", world.open(None))
    stamps = [field_of(next(iter(events(t).values())), b"LAST-MODIFIED") for t in seen]
    assert stamps == sorted(set(stamps))
    assert json.loads(world.do("feed", "list", "--json"))
