"""`tracker db views`: what the SQL views tell, for a person and for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Tracker


def test_every_view_is_told_with_its_columns(tracker: Tracker) -> None:
    out = tracker("db", "views").out
    assert out.startswith("calendar: a session or a meeting\n\nColumn ")
    assert "\nwhen_text " in out
    assert "\nlisted: a session, meeting or commitment as one import lists it\n" in out


def test_one_view_is_asked_for_by_name(tracker: Tracker) -> None:
    out = tracker("db", "views", "agenda").out
    assert out.startswith("agenda: an item\n")
    assert "calendar" not in out


def test_views_are_data_too(tracker: Tracker) -> None:
    views = json.loads(tracker("db", "views", "--json").out)
    assert [view["name"] for view in views] == [
        "calendar", "participants", "agenda", "history", "listed",
    ]  # fmt: skip
    assert views[0]["columns"][0] == {"column": "occasion", "tells": "session or meeting"}


def test_a_view_that_there_is_not_is_named_with_those_there_are(tracker: Tracker) -> None:
    done = tracker("db", "views", "meetings\x1b[31m")
    assert (done.code, done.out) == (3, "")
    assert "There are: calendar, participants, agenda, history, listed." in done.err
    assert "\x1b" not in done.err


def test_on_a_narrow_screen_meanings_are_folded(tracker: Tracker) -> None:
    out = tracker("db", "views", "calendar", COLUMNS="60").out
    assert all(len(line) <= 60 for line in out.splitlines())


def test_where_a_record_comes_from_is_seen_in_sql(tracker: Tracker) -> None:
    import sqlite3
    from contextlib import closing
    from pathlib import Path

    Path("list.json").write_text('[{"uid": "a1", "title": "Talks", "start": "2025-04-03"}]')
    assert tracker("import", "list.json", "--source", "others").code == 0
    with closing(sqlite3.connect("ledger.sqlite3")) as connection:
        rows = connection.execute(
            "SELECT import_name, record_table, record_id, foreign_uid, still, "
            "json_extract(title, '$.en') FROM listed"
        ).fetchall()
    assert rows == [("others", "meetings", 1, "a1", 1, "Talks")]
