"""The ledger as one file: out and in again it is the same, and taken in twice it is not doubled."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import NOW, Tracker, desk_at
from tests.hidden import HIDDEN, hide_notes, hide_records
from tests.publish.worlds import feed_row
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict, Invalid
from tracker.intake.own_json import is_own, read_own
from tracker.render.whole import whole_export
from tracker.services.whole import giving
from tracker.services.whole.taking import take
from tracker.storage import health
from tracker.storage.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.importing import ImportReport

LATER = NOW + timedelta(days=2)
PUBLIC, INTERNAL, ALL = Visibility.PUBLIC, Visibility.INTERNAL, Visibility.CONFIDENTIAL


def export(path: Path, level: Visibility = ALL, *, history: bool = False) -> bytes:
    with Database(path).reading(Reader(level, LATER)) as reading:
        past = giving.history(reading) if history else None
        records = giving.records(reading, removed=history)
        return b"".join(whole_export(level, records, past))


def taken(path: Path, content: bytes, name: str = "ledger.json") -> ImportReport:
    with desk_at(path, now=LATER) as desk:
        return take(desk, read_own(io.BytesIO(content), name), name)


@pytest.fixture
def other(template: Path, tmp_path: Path) -> Path:
    """A second ledger, in which nothing was ever written."""
    path = tmp_path / "other.sqlite3"
    path.write_bytes(template.read_bytes())
    return path


@pytest.fixture(params=HIDDEN)
def full(request: pytest.FixtureRequest, founding_ledger: Path) -> Path:
    """The founding example with records of every kind and level, some removed, some undone."""
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[request.param])
        hide_notes(desk.ledger)
        desk.ledger.insert("feeds", feed_row("songs"))
    with desk_at(founding_ledger, now=NOW + timedelta(hours=1)) as desk:
        desk.ledger.remove("posts", 1)
        desk.ledger.remove("meetings", 9)
        change = desk.ledger.change
    with desk_at(founding_ledger, now=NOW + timedelta(hours=2)) as desk:
        desk.ledger.insert("topics", {"slug": "passing", "name": '{"en": "Passing"}'})
        passing = desk.ledger.change
    with desk_at(founding_ledger, now=NOW + timedelta(hours=3)) as desk:
        assert change is not None
        assert passing is not None
        desk.ledger.take_back(passing)
    return founding_ledger


@pytest.mark.parametrize("level", Visibility)
def test_an_export_goes_into_an_empty_ledger_and_comes_out_the_same(
    full: Path, other: Path, level: Visibility
) -> None:
    given = export(full, level)
    taken(other, given)
    assert export(other, level) == given
    assert export(other) == given.replace(f'"{level}"'.encode(), b'"confidential"', 1) or (
        level is PUBLIC  # where fields that were kept back are empty now
    )
    assert health.check(Database(other)) == ()


def test_with_its_history_a_ledger_is_what_it_was(full: Path, other: Path) -> None:
    given = export(full, history=True)
    report = taken(other, given)
    assert export(other, history=True) == given
    assert report.change is None
    assert health.check(Database(other)) == ()
    tables = ("changes", "revisions", "meetings", "sessions", "posts", "sqlite_sequence")
    with closing(sqlite3.connect(full)) as one, closing(sqlite3.connect(other)) as two:
        for table in tables:
            rows = [sorted(c.execute(f"SELECT * FROM {table}")) for c in (one, two)]
            if table == "sqlite_sequence":
                rows = [[r for r in found if r[0] in ("topics", "meetings")] for found in rows]
            assert rows[0] == rows[1], table


def test_a_restored_ledger_goes_on_where_the_other_stopped(
    tracker: Tracker, ledger_path: Path, other: Path
) -> None:
    tracker("log", "Talks", "--on", "3 April 2025 10:00", "--at", "Moscow")
    tracker("move", "m1", "4 April 2025 10:00")
    taken(other, export(ledger_path, history=True))
    elsewhere = {"TRACKER_DB": str(other)}
    assert tracker("undo", **elsewhere).code == 0
    assert "3 Apr 2025" in tracker("list", "--all", **elsewhere).out
    assert tracker("export", "ics").out != ""
    tracker("undo")
    ours, theirs = tracker("export", "ics"), tracker("export", "ics", **elsewhere)
    assert ours.out == theirs.out


def test_taken_in_again_nothing_is_doubled_and_nothing_written(full: Path) -> None:
    given = export(full)
    report = taken(full, given)
    assert (report.change, report.new, report.changed) == (None, (), ())
    assert export(full) == given


def test_taken_into_a_ledger_of_its_own_records_are_joined(
    full: Path, tracker: Tracker, other: Path
) -> None:
    """With other numbers, and parties, cities and topics that are there already."""
    elsewhere = {"TRACKER_DB": str(other)}
    tracker("log", "Ours", "--on", "1 May 2025", "--at", "Bamako", "--with", "MLI", **elsewhere)
    given = export(full)
    first = taken(other, given)
    assert "m1" not in [each.ref for each in first.new]
    counts = [_counts(full), _counts(other)]
    assert counts[1]["meetings"] == counts[0]["meetings"] + 1
    assert {t: n for t, n in counts[0].items() if t in ("parties", "people", "claims")} == {
        t: n for t, n in counts[1].items() if t in ("parties", "people", "claims")
    }
    again = taken(other, given)
    assert (again.change, again.new, again.changed) == (None, (), ())
    assert health.check(Database(other)) == ()


def _counts(path: Path) -> dict[str, int]:
    data = json.loads(export(path))
    return {table: len(rows) for table, rows in data["records"].items()}


def test_what_differs_is_changed_and_told(founding_ledger: Path) -> None:
    data = json.loads(export(founding_ledger))
    data["records"]["meetings"][1]["room"] = "Blue hall"
    report = taken(founding_ledger, json.dumps(data).encode())
    (changed,) = report.changed
    (field,) = changed.changes
    assert (changed.ref, field.field, field.before, field.after) == (
        "m2",
        "room",
        None,
        "Blue hall",
    )
    assert report.new == ()


def test_what_a_public_export_keeps_back_is_not_emptied(full: Path) -> None:
    before = export(full)
    report = taken(full, export(full, PUBLIC))
    assert report.changed == ()
    assert export(full) == before


def test_what_was_removed_here_stays_removed(founding_ledger: Path, tracker: Tracker) -> None:
    given = export(founding_ledger)
    assert tracker("remove", "m5", "--yes").code == 0 or tracker("remove", "m5").code == 0
    report = taken(founding_ledger, given)
    assert report.change is None
    assert "m5" not in tracker("list", "--all").out.split()


def test_a_history_is_not_joined_to_another(founding_ledger: Path) -> None:
    given = export(founding_ledger, history=True)
    with pytest.raises(Conflict, match="two cannot be joined"):
        taken(founding_ledger, given)
    assert export(founding_ledger, history=True) == given


def test_secret_addresses_are_in_no_export(tracker: Tracker, ledger_path: Path) -> None:
    tracker("feed", "add", "desk", "The desk")
    tracker("feed", "url", "desk", "--for", "Ann", TRACKER_URL="https://example.org")
    given = export(ledger_path, history=True).decode()
    assert "token" not in given
    assert '"desk"' in given


BROKEN: list[tuple[str, Any, str]] = [
    ("meetings.1.status", "soon", "records.meetings[1].status: “soon” is none of tentative"),
    ("meetings.1.when_actual", "the 3rd", "records.meetings[1].when_actual: "),
    ("meetings.1.zone", "Mars/Olympus", "There is no time zone “Mars/Olympus”"),
    ("meetings.1.id", "1", "records.meetings[1].id: it must be an id, not “1”"),
    ("meetings.1.id", 1, "its id stands in meetings twice"),
    ("meetings.1.session_id", 77, "there is no sessions record 77 above it in the file"),
    ("meetings.1.colour", "red", "there is no field “colour” in meetings"),
    ("meetings.1.title", "Talks", "it must be an object of language to words, not “Talks”"),
    ("meetings.1.title", {"Talks!": "x"}, "“Talks!” is no language tag"),
    ("meetings.1.removed", 0, "it must be true or false, not the number 0"),
    ("meetings.1.uid", "two words", "cannot be a UID"),
    ("meetings.1.note", "x" * 100_001, "100,000 are the most"),
    ("meetings.1.note", "\x00", "a character that no text has"),
    ("meetings.1.embargo_until", "2025-04-03", "is no instant in UTC"),
    ("meetings.1.uid", None, "records.meetings[1].uid is missing"),
    ("meetings.1", 7, "records.meetings[1] must be an object, not the number 7"),
    ("parties.0.code", "aes ", "cannot be a code"),
    ("places.0.latitude", 91, "it must be a number between -90 and 90"),
    ("claims.0.record_table", "secrets", "there is no such table"),
    ("documents", [{"id": 1}], "records.documents[0] has no kind"),
    ("people.0.spellings", [{"words": "x"}], "it must be a spelling"),
]


@pytest.mark.parametrize(("where", "value", "sentence"), BROKEN)
def test_a_record_that_is_none_is_refused_with_its_place(
    founding_ledger: Path, other: Path, where: str, value: Any, sentence: str
) -> None:
    data = json.loads(export(founding_ledger))
    *way, last = [int(step) if step.isdigit() else step for step in where.split(".")]
    inner = data["records"]
    for step in way:
        inner = inner[step]
    inner[last] = value
    before = other.read_bytes()
    with pytest.raises(Invalid) as caught:
        taken(other, json.dumps(data, indent=1).encode())
    assert sentence in caught.value.sentence
    assert caught.value.sentence.startswith("“ledger.json”: line ")
    assert other.read_bytes() == before


HEAD = '{"format": "tracker-export", "version": 2'
OPEN = f'{HEAD}, "visibility": "public", "records": '


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"format": "tracker-export", "version": 1}', "an export of version 1"),
        ('{"format": "other", "version": 2}', "does not say that it is an export"),
        (f"{HEAD}}}", "up to which visibility it goes"),
        (f"{OPEN}[]}}", "must be an object of lists"),
        (f'{OPEN}{{"x": [1]}}}}', "no records.x"),
        (f'{OPEN}{{"topics": {{}}}}}}', "must be a list"),
        ('{"records": {"topics": [{"id": 1}]}}', "does not say that it is an export"),
        ('{"format": "tracker-export", "format": "x"}', "“format” is given twice"),
        (f'{OPEN}{{"topics": [', "cut short"),
    ],
)
def test_a_file_that_is_no_export_is_refused(other: Path, content: str, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        taken(other, content.encode())
    assert sentence in caught.value.sentence


def _altered(content: bytes, alter: Any) -> bytes:
    data = json.loads(content)
    alter(data)
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("alter", "sentence"),
    [
        (lambda d: d["records"]["claims"].pop(), "which is not among the records"),
        (lambda d: d["records"]["meetings"][0].update(room="Red hall"), "newest revision says"),
        (lambda d: d["history"]["revisions"].pop(0), "does not tell of it"),
        (lambda d: d["history"]["revisions"][0]["after"].pop("code"), "no such set of fields"),
        (lambda d: d["history"]["revisions"][0].update(record_table="x"), "no table “x”"),
        (lambda d: d["history"]["revisions"][0].update(change_id=99), "does not take it"),
        (lambda d: d["history"]["changes"][0].pop("author"), "has no author"),
    ],
)
def test_a_history_that_does_not_fit_is_refused(
    founding_ledger: Path, other: Path, alter: Any, sentence: str
) -> None:
    content = _altered(export(founding_ledger, history=True), alter)
    before = other.read_bytes()
    with pytest.raises((Invalid, Conflict)) as caught:
        taken(other, content)
    assert sentence in caught.value.sentence
    assert other.read_bytes() == before


def test_an_export_is_told_by_its_beginning(founding_ledger: Path) -> None:
    assert is_own(io.BytesIO(export(founding_ledger)))
    assert is_own(io.BytesIO(b'\xef\xbb\xbf {"format":"tracker-export"'))
    assert not is_own(io.BytesIO(b'[{"format": "tracker-export"}]'))
