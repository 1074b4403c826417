"""`tracker import` as one types it: once, again, tried, refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

TABLE = "Title,Date,Place\nTalks,2025-04-03 10:00,Moscow\nDinner,2025-04-03 20:00,Moscow\n"
MOVED = TABLE.replace("20:00", "21:00")
SHORT = "Title,Date,Place\nTalks,2025-04-03 10:00,Moscow\n"


@pytest.fixture
def table(ledger_path: Path) -> Path:
    path = ledger_path.parent / "visits.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_file_is_taken_in_and_told(tracker: Tracker, table: Path) -> None:
    done = tracker("import", "visits.csv")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Read visits.csv: 2 new.\n")
    assert "m1 Thu 3 April 2025 10:00 (Moscow) Talks" in done.err
    assert done.err.endswith("Change #1; take it back with: tracker undo\n")


def test_a_trial_says_what_would_be_done_and_does_nothing(tracker: Tracker, table: Path) -> None:
    before = table.with_name("ledger.sqlite3").read_bytes()
    tried = tracker("import", "visits.csv", "--dry-run", "--source", "visits")
    assert tried.code == 0
    assert tried.out.startswith("Tried visits: 2 new.\n")
    assert tried.err == "That was only tried; nothing was written.\n"
    assert table.with_name("ledger.sqlite3").read_bytes() == before
    assert tracker("import", "--list").err.startswith("No import is remembered yet.")


def test_a_trial_is_what_then_happens(tracker: Tracker, table: Path) -> None:
    tracker("import", "visits.csv", "--source", "visits")
    table.write_text(MOVED + "Signing,2025-04-04,Moscow\n", encoding="utf-8")

    tried, done = (
        json.loads(tracker("import", "--source", "visits", "--json", *more).out)
        for more in (("--dry-run",), ())
    )

    assert (tried.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert tried == done
    assert [t["title"] for t in done["new"]] == ["Signing"]
    assert done["changed"][0]["changes"] == [
        {
            "field": "when",
            "before": "2025-04-03T20:00[Europe/Moscow]",
            "after": "2025-04-03T21:00[Europe/Moscow]",
        }
    ]


def test_a_remembered_import_is_read_again_by_its_name(
    tracker: Tracker, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ("--with", "MLI", "--visibility", "public")
    tracker("import", "visits.csv", "--source", "visits", *said, "--map", "Title=title")
    table.write_text(TABLE + "Signing,2025-04-04,Moscow\n", encoding="utf-8")
    monkeypatch.chdir("/")

    done = tracker("import", "--source", "visits", TRACKER_ZONE="Asia/Tokyo")

    assert done.err.startswith("Read visits: 1 new, 2 unchanged.\n")
    found = json.loads(tracker("show", "m3", "--json").out)["record"]
    assert [d["party"]["code"] for d in found["delegations"]] == ["MLI"]
    assert found["visibility"] == "public"


def test_what_is_no_longer_listed_is_told(tracker: Tracker, table: Path) -> None:
    tracker("import", "visits.csv", "--source", "visits")
    table.write_text(SHORT, encoding="utf-8")
    done = tracker("import", "--source", "visits")
    assert "No longer listed by visits; here they stay:\n  m2 Thu 3 April" in done.err
    listed = json.loads(tracker("import", "--list", "--json").out)
    assert [(each["slug"], each["listed"], each["gone"]) for each in listed] == [("visits", 1, 1)]


def test_a_long_report_is_cut_and_json_tells_all(tracker: Tracker, table: Path) -> None:
    rows = "".join(f"Talks {n},2025-04-03 10:00,Moscow\n" for n in range(60))
    table.write_text("Title,Date,Place\n" + rows, encoding="utf-8")
    tried = tracker("import", "visits.csv", "--dry-run")
    assert "  … and 10 more (--json tells all)\n" in tried.out
    assert len(json.loads(tracker("import", "visits.csv", "--json").out)["new"]) == 60


def test_what_is_piped_in_is_read(tracker: Tracker) -> None:
    done = tracker("import", "-", "--source", "piped", stdin=TABLE)
    assert done.err.startswith("Read piped: 2 new.\n")
    refused = tracker("import", "--source", "piped")
    assert refused.code == 5
    assert "cannot be read again by itself" in refused.err
    assert "tracker import - --source piped" in refused.err
    again = tracker("import", "-", "--source", "piped", stdin=TABLE)
    assert "2 unchanged" in again.err


def test_all_of_them_are_read_and_one_that_fails_keeps_none_of_the_others(
    tracker: Tracker, table: Path
) -> None:
    tracker("import", "visits.csv", "--source", "b")
    other = table.with_name("other.csv")
    other.write_text(SHORT.replace("Talks", "Call"), encoding="utf-8")
    tracker("import", "other.csv", "--source", "a")
    third = table.with_name("third.csv")
    third.write_text(SHORT.replace("Talks", "Press"), encoding="utf-8")
    tracker("import", "third.csv", "--source", "c")
    other.unlink()
    table.write_text(MOVED, encoding="utf-8")
    third.write_text(SHORT.replace("Talks", "Press lunch"), encoding="utf-8")

    done = tracker("import", "--all")

    assert done.code == 1
    assert "a: There is no file" in done.err
    assert "Say where it is now: tracker import FILE --source a\n" in done.err
    assert "Read b: 1 changed, 1 unchanged.\n" in done.err
    assert "Read c: " in done.err
    assert len(json.loads(tracker("history", "--json").out)) == 5


@pytest.mark.parametrize("names", [((), ("--source", "a")), (("--source", "a"), ())])
def test_a_table_that_is_read_with_and_without_a_name_makes_no_doubles(
    tracker: Tracker, table: Path, names: tuple[tuple[str, ...], ...]
) -> None:
    table.write_text(TABLE + "Talks,2025-04-03 10:00,Moscow\n", encoding="utf-8")
    for name in names:
        done = tracker("import", "visits.csv", *name)
        assert done.code == 0
    assert "2 unchanged" in done.err
    assert "New:" not in done.err
    assert len(json.loads(tracker("list", "--from", "2025", "--json").out)) == 2
    tracker("import", "visits.csv", "--source", "b")
    tracker("undo")
    assert "2 unchanged" in tracker("import", "visits.csv").err


def test_a_forgotten_import_leaves_what_it_brought(tracker: Tracker, table: Path) -> None:
    tracker("import", "visits.csv", "--source", "visits")
    done = tracker("import", "--forget", "visits")
    assert done.err.startswith("visits is remembered no longer.")
    assert tracker("import", "--source", "visits").code == 3
    assert len(json.loads(tracker("list", "--all", "--json").out)) == 2
    tracker("undo")
    assert "2 unchanged" in tracker("import", "--source", "visits").err


def test_a_session_file_is_entered_whole(tracker: Tracker, ledger_path: Path) -> None:
    from tests.conftest import EXAMPLE

    tried = tracker("import", str(EXAMPLE), "--dry-run")
    assert tried.err.endswith("That was only tried; nothing was written.\n")
    assert tracker("session", "show", "aes-russia/1").code == 3
    assert "aes-russia/1 added from" in tracker("import", str(EXAMPLE)).err
    refused = tracker("import", str(EXAMPLE), "--source", "x")
    assert (refused.code, "not remembered" in refused.err) == (5, True)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "Name a FILE or URL"),
        (("--all", "visits.csv"), 2, "stand alone"),
        (("--list", "--forget", "x"), 2, "stand alone"),
        (("nowhere.ics",), 3, "There is no file “nowhere.ics”."),
        ((".",), 4, "“.” is a folder."),
        (("empty.csv",), 4, "is empty"),
        (("--source", "visits"), 3, "No import is remembered as “visits”."),
        (("visits.csv", "--source", "Élysée!"), 4, "cannot be a name of an import"),
        (("visits.csv", "--map", "Title"), 2, "is not COLUMN=FIELD"),
        (("visits.csv", "--session", "aes/1"), 3, "aes/1"),
        (("visits.csv", "--with", "Ruritania"), 3, "There is no party “Ruritania”"),
        (("visits.csv", "--visibility", "secret"), 4, "is no visibility"),
        (("visits.csv", "--format", "xlsx"), 4, "does not read xlsx"),
        (("--forget", "visits"), 3, "No import is remembered"),
        (("file:///etc/passwd",), 4, "named by its path"),
        (("talks.ics", "--as", "travels"), 4, "--as is for tables, and “talks.ics” is read as ics"),
        (("http://127.0.0.1:9/x.ics",), 4, "127.0.0.1"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_done(
    tracker: Tracker, table: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    table.with_name("empty.csv").write_bytes(b"")
    table.with_name("talks.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", encoding="utf-8")
    before = table.with_name("ledger.sqlite3").read_bytes()
    done = tracker("import", *words)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert table.with_name("ledger.sqlite3").read_bytes() == before


def test_a_mistyped_name_is_told_the_near_one(tracker: Tracker, table: Path) -> None:
    tracker("import", "visits.csv", "--source", "visits")
    assert "Did you mean visits?" in tracker("import", "--source", "visit").err


def test_a_file_of_which_nothing_can_be_taken_fails(tracker: Tracker, table: Path) -> None:
    table.write_text("Title,Date,Place\n,2025-04-03,Moscow\n", encoding="utf-8")
    done = tracker("import", "visits.csv")
    assert done.code == 4
    assert "Refused:" in done.err
    assert "\nNothing was written.\n" in done.err
    assert tracker("history").err == "Nothing has changed.\n"


def test_an_import_in_another_language_and_on_a_narrow_screen(
    tracker: Tracker, table: Path
) -> None:
    table.write_text(TABLE.replace("Talks", "Talks " * 30), encoding="utf-8")
    tried = tracker("import", "visits.csv", "--dry-run", TRACKER_LANG="fr", COLUMNS="60")
    assert max(map(len, tried.out.splitlines())) <= 60
    tracker("import", "visits.csv", "--source", "visits")
    head = tracker("import", "--list", TRACKER_LANG="fr").out.splitlines()[0]
    assert " ".join(head.split()) == (
        "Nom Emplacement Format Présents N’y sont plus Dernière modification"
    )


def test_a_record_says_where_it_is_listed(tracker: Tracker, table: Path) -> None:
    tracker("import", "visits.csv", "--source", "visits")
    assert "Listed in\n" in (shown := tracker("show", "m2").out)
    assert "• visits, since Mon 31 March 2025 09:00\n" in shown
    table.write_text(SHORT, encoding="utf-8")
    tracker("import", "--source", "visits", now="2025-04-01T12:00Z")

    (listed,) = json.loads(tracker("show", "m2", "--json").out)["listed"]
    assert (listed["source"], listed["gone"]) == ("visits", "2025-04-01T12:00:00Z")
    assert "no longer since Tue 1 April 2025 12:00" in tracker("show", "m2").out
    assert "n’y figure plus depuis le" in tracker("show", "m2", TRACKER_LANG="fr").out
    public = tracker("show", "m2", "--visibility", "public")
    assert "visits" not in public.out
