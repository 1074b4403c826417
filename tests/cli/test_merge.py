"""`tracker merge`: two records become one, nothing of either is lost, and undo parts them again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tracker.storage.schema import RECORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

AT = ("--on", "3 April 2025 10:00-12:00", "--at", "Moscow")


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every record."""
    with closing(sqlite3.connect(path)) as ledger:
        return {
            table: ledger.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in sorted(RECORDS)
        }


def shown(run: Tracker, ref: str, level: str = "confidential") -> dict[str, Any]:
    found = run("show", ref, "--json", "--visibility", level)
    assert found.code == 0, found.err
    record: dict[str, Any] = json.loads(found.out)["record"]
    return record


@pytest.fixture
def two(tracker: Tracker) -> Tracker:
    """The program on two meetings that are one: m1, and m2 as another desk logged it."""
    tracker("log", "Plenary talks", *AT, "--with", "MLI,RUS", "--note", "Ours")
    tracker(
        *("log", "Entretiens pléniers", "--lang", "fr", *AT, "--with", "RUS,BFA"),
        *("--kind", "plenary", "--topic", "trade", "--source", "https://example.org/a"),
        *("--room", "Hall", "--note", "Theirs"),
    )
    tracker("delegation", "member", "m1@RUS", "Sergey Lavrov", "--new")
    tracker("delegation", "member", "m2@RUS", "Sergey Lavrov")
    tracker("delegation", "member", "m2@RUS", "Maria Zakharova", "--new")
    tracker("agenda", "add", "m1", "Trade")
    tracker("agenda", "add", "m2", "Transit")
    tracker("agenda", "add", "m2", "Trade", "--lead", "BFA")
    tracker("document", "add", "Communiqué", "--kind", "communique", "--for", "m2:2")
    tracker("commitment", "add", "Send a list", "--by", "BFA", "--at", "m2")
    return tracker


def test_the_one_that_stays_has_all_of_both(two: Tracker) -> None:
    result = two("merge", "m1", "m2", "-y")
    assert result.code == 0, result.err
    assert result.err.splitlines()[-1].startswith("Merged m2 into m1, with ")
    merged = shown(two, "m1")
    assert merged["title"] == {"en": "Plenary talks", "fr": "Entretiens pléniers"}
    assert (merged["kind"], merged["room"]) == ("plenary", "Hall")
    assert merged["note"] == "Ours\n\nTheirs"
    present = {d["party"]["code"]: d for d in merged["delegations"]}
    assert set(present) == {"MLI", "RUS", "BFA"}
    members = [m["person"]["name"]["en"] for m in present["RUS"]["members"]]
    assert sorted(members) == ["Maria Zakharova", "Sergey Lavrov"]
    assert [(i["label"], i["title"]["en"]) for i in merged["agenda"]] == [
        ("1", "Trade"),
        ("2", "Transit"),
    ]
    assert merged["agenda"][0]["lead"]["code"] == "BFA"
    assert [p["document"]["title"]["en"] for p in merged["agenda"][0]["papers"]] == ["Communiqué"]
    assert [c["title"]["en"] for c in merged["commitments"]] == ["Send a list"]
    assert [t["slug"] for t in merged["topics"]] == ["trade"]
    assert [s["url"] for s in merged["sources"]] == ["https://example.org/a"]


def test_undo_gives_both_back_exactly(two: Tracker, ledger_path: Path) -> None:
    before = dump(ledger_path)
    assert two("merge", "m1", "m2", "-y").code == 0
    assert dump(ledger_path) != before
    assert two("undo").code == 0
    assert dump(ledger_path) == before


def test_a_dry_run_shows_it_and_does_nothing(two: Tracker, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    result = two("merge", "m1", "m2", "--dry-run")
    assert result.code == 0
    assert result.out.splitlines() == [
        "title: Entretiens pléniers [fr]  (from m2)",
        "room: Hall  (from m2)",
        "kind: plenary  (from m2)",
        "Item 1 of m2 is m1:2.",
    ]
    assert result.err.endswith("nothing was done.\n")
    told = json.loads(two("merge", "m1", "m2", "--dry-run", "--json").out)
    assert (told["kept"], told["gone"], len(told["taken"])) == ("m1", "m2", 3)
    assert ledger_path.read_bytes() == before


def test_without_a_yes_nothing_is_done(two: Tracker, ledger_path: Path) -> None:
    before = dump(ledger_path)
    result = two("merge", "m1", "m2")
    assert (result.code, result.err.splitlines()[0]) == (
        4,
        "tracker: Nothing was merged: m2 into m1 needs a yes.",
    )
    assert dump(ledger_path) == before


def test_both_identities_find_the_one_that_stays(two: Tracker, ledger_path: Path) -> None:
    with closing(sqlite3.connect(ledger_path)) as ledger:
        ((uid,),) = ledger.execute("SELECT uid FROM meetings WHERE id = 2").fetchall()
        ledger.execute(
            "INSERT INTO listings (meeting_id, foreign_uid, digest) VALUES (2, 'x@y', 'd')"
        )
        ledger.commit()
    two("merge", "m1", "m2", "-y")
    with closing(sqlite3.connect(ledger_path)) as ledger:
        found = ledger.execute("SELECT meeting_id, foreign_uid FROM listings ORDER BY id")
        assert found.fetchall() == [(1, "x@y"), (1, uid)]


def test_an_import_makes_neither_again(two: Tracker, tmp_path: Path) -> None:
    calendar = tmp_path / "both.ics"
    two("export", "ics", "-o", str(calendar))
    two("merge", "m1", "m2", "-y")
    two("import", str(calendar))
    assert [entry["ref"] for entry in json.loads(two("list", "--all", "--json").out)] == ["m1"]
    assert shown(two, "m1")["title"]["en"] == "Plenary talks"


def test_who_asks_for_the_other_is_told_where_it_is(two: Tracker) -> None:
    two("merge", "m1", "m2", "-y")
    told = two("show", "m2")
    assert (told.code, told.err) == (
        3,
        "tracker: m2 was merged into m1.\nSee it with: tracker show m1\n",
    )
    assert two("agenda", "show", "m2:1").err.startswith("tracker: m2 was merged into m1.")
    two("log", "Third", *AT)
    two("merge", "m3", "m1", "-y", "--take", "title")
    assert two("show", "m2").err.startswith("tracker: m2 was merged into m3.")


def test_where_the_one_that_stays_may_not_be_seen_nothing_is_told(two: Tracker) -> None:
    two("edit", "m1", "--visibility", "confidential")
    two("merge", "m1", "m2", "-y")
    assert two("show", "m2").err.startswith("tracker: There is no record “m2”.")


def test_what_differs_is_told_and_may_be_taken(two: Tracker) -> None:
    two("move", "m2", "4 April 2025 15:00")
    told = two("merge", "m1", "m2", "--dry-run").out
    assert (
        "when: Thu 3 April 2025 10:00–12:00, announced  "
        "(kept of m1; m2 says: Fri 4 April 2025 15:00–17:00, announced)\n"
    ) in told
    assert two("merge", "m1", "m2", "-y", "--take", "when").code == 0
    assert shown(two, "m1")["when"]["text"].startswith("2025-04-04T15:00")


def test_a_date_that_is_known_is_taken_for_one_that_is_not(tracker: Tracker) -> None:
    tracker("log", "Talks", "--on", "tbc")
    tracker("log", "Talks", *AT)
    tracker("merge", "m1", "m2", "-y")
    assert shown(tracker, "m1")["when"]["kind"] == "timed"
    tracker("log", "Talks", "--on", "tbc")
    assert "when" not in tracker("merge", "m1", "m3", "--dry-run").out


@pytest.mark.parametrize("loose", ["3 April 2025", "April 2025"])
def test_an_hour_is_taken_for_its_day_and_never_the_other_way(tracker: Tracker, loose: str) -> None:
    tracker("log", "Talks", "--on", loose, *AT[2:])
    tracker("log", "Talks", *AT)
    assert "when" not in tracker("merge", "m2", "m1", "--dry-run").out
    told = tracker("merge", "m1", "m2", "--dry-run").out
    assert told == "when: Thu 3 April 2025 10:00–12:00, announced  (from m2)\n"
    tracker("confirm", "m1")
    assert "kept of m1" in tracker("merge", "m1", "m2", "--dry-run").out


def test_a_venue_is_taken_for_its_city_and_never_the_other_way(tracker: Tracker) -> None:
    tracker("log", "Talks", *AT)
    tracker("log", "Talks", *AT[:2], "--at", "Kremlin, Moscow", "--room", "Hall")
    assert "place: Hall, Kremlin  (from m2)\n" in tracker("merge", "m1", "m2", "--dry-run").out
    assert "place" not in tracker("merge", "m2", "m1", "--dry-run").out


@pytest.mark.parametrize(
    ("first", "second"), [("public", "internal"), ("internal", "confidential")]
)
def test_the_stricter_level_counts(tracker: Tracker, first: str, second: str) -> None:
    tracker("log", "Talks", *AT, "--visibility", first)
    tracker("log", "Talks", *AT, "--visibility", second)
    assert f"m1 becomes {second}, as m2 was." in tracker("merge", "m1", "m2", "--dry-run").out
    tracker("merge", "m1", "m2", "-y")
    assert shown(tracker, "m1")["visibility"] == second
    tracker("undo")
    tracker("merge", "m2", "m1", "-y")
    assert shown(tracker, "m2")["visibility"] == second


def test_the_later_embargo_counts(tracker: Tracker) -> None:
    tracker("log", "Talks", *AT, "--visibility", "public")
    tracker("log", "Talks", *AT, "--visibility", "public", "--embargo", "1 May 2025")
    assert "comes under the embargo of m2" in tracker("merge", "m1", "m2", "--dry-run").out
    tracker("merge", "m1", "m2", "-y")
    assert tracker("show", "m1", "--visibility", "public").code == 3


def test_a_meeting_on_its_own_joins_the_session_of_the_other(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("log", "Plenary talks", "--on", "3 April 2025 12:00", "--at", "Moscow")
    assert "session: aes-russia/1  (from m1)" in tracker("merge", "m4", "m1", "--dry-run").out
    assert tracker("merge", "m4", "m1", "-y").code == 0
    assert shown(tracker, "m4")["session"] == "aes-russia/1"
    before = dump(founding_ledger)
    tracker("undo")
    tracker("redo")
    assert dump(founding_ledger) == before


def test_secrecy_of_a_session_that_is_left_is_kept(tracker: Tracker) -> None:
    for slug, level in (("open", "public"), ("closed", "confidential")):
        tracker("series", "add", slug, slug.title(), "--visibility", level)
        tracker("session", "add", slug, "--on", "3 April 2025", "--visibility", level)
        tracker("log", "Talks", *AT, "--session", f"{slug}/1", "--visibility", "public")
    assert tracker("merge", "m1", "m2", "-y").code == 0
    merged = shown(tracker, "m1")
    assert (merged["session"], merged["visibility"]) == ("open/1", "confidential")


def test_who_was_invited_keeps_the_event_they_know(tracker: Tracker, ledger_path: Path) -> None:
    world = {"TRACKER_MAIL_FROM": "p@mali.example"}
    tracker("log", "Talks", *AT)
    tracker("log", "Talks", *AT)
    first = tracker("invite", "m2", "--to", "awa@example.org", "--record", **world)
    tracker("merge", "m1", "m2", "-y")
    tracker("move", "m1", "4 April 2025")
    again = tracker("invite", "m1", **world)
    from tests.cli.test_invite import event_of, mail

    one, other = event_of(mail(first)), event_of(mail(again))
    assert one["UID"] == other["UID"]
    assert other["SEQUENCE"] > one["SEQUENCE"]


def test_circulated_agendas_are_not_joined(two: Tracker) -> None:
    two("agenda", "circulate", "m2")
    result = two("merge", "m1", "m2", "-y")
    assert (result.code, result.err.splitlines()[0]) == (
        5,
        "tracker: m2 has circulated an agenda, and m1 has one too: they cannot be joined.",
    )
    assert two("merge", "m2", "m1", "-y").code == 0
    assert "1 Transit" in two("print", "m2", "--kind", "agenda").out


def test_what_was_circulated_moves_where_there_is_no_agenda(
    two: Tracker, ledger_path: Path
) -> None:
    two("agenda", "circulate", "m2")
    two("log", "Talks", *AT)
    before = dump(ledger_path)
    assert two("merge", "m3", "m2", "-y").code == 0
    assert "1 Transit" in two("print", "m3", "--kind", "agenda").out
    two("undo")
    assert dump(ledger_path) == before


def test_two_people_are_one(two: Tracker, ledger_path: Path) -> None:
    two("person", "add", "S. V. Lavroff", "--name-in", "ru=Сергей Лавров")
    two("post", "add", "S. V. Lavroff", "RUS", "Minister", "--rank", "minister")
    two("delegation", "member", "m2@RUS", "S. V. Lavroff")
    before = dump(ledger_path)
    result = two("merge", "p1", "p3", "-y")
    assert result.code == 0, result.err
    person = shown(two, "p1")
    assert person["name"] == {"en": "Sergey Lavrov", "ru": "Сергей Лавров"}
    assert [s["words"] for s in person["spellings"]] == ["S. V. Lavroff"]
    assert two("show", "Lavroff").code == 0
    assert two("show", "p3").err.startswith("tracker: p3 was merged into p1.")
    two("undo")
    assert dump(ledger_path) == before


def test_two_places_are_one(tracker: Tracker, ledger_path: Path) -> None:
    tracker("log", "Talks", *AT[:2], "--at", "Kremlin, Moscow")
    tracker("log", "Talks", *AT[:2], "--at", "The Kremlin Palace, Moscow")
    before = dump(ledger_path)
    names = {name: str(number) for number, name in _places(ledger_path).items()}
    kept, gone = f"pl{names['Kremlin']}", f"pl{names['The Kremlin Palace']}"
    assert tracker("merge", kept, gone, "-y").code == 0
    assert shown(tracker, "m2")["place"]["name"] == {"en": "Kremlin"}
    assert tracker("show", "The Kremlin Palace").code == 0
    assert tracker("merge", kept, "Moscow", "-y").code == 5
    tracker("undo")
    assert dump(ledger_path) == before


def _places(path: Path) -> dict[int, str]:
    with closing(sqlite3.connect(path)) as ledger:
        rows = ledger.execute("SELECT id, json_extract(name, '$.en') FROM places")
        return dict(rows.fetchall())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("m1", "m1"), 4, "m1 is one record already: name two."),
        (("m1", "m9"), 3, "There is no record “m9”."),
        (("m1", "Sergey Lavrov"), 4, "p1 is a person; this needs a meeting."),
        (("MLI", "RUS"), 4, "MLI is a party; only meetings, people and places can be merged."),
        (("m1", "m2", "--take", "tittle"), 4, "“tittle” is no field that meetings are merged by."),
        (
            ("m1", "m2", "--take", "url"),
            4,
            "m2 has no other url than m1: there is nothing",
        ),
    ],
)
def test_what_cannot_be_merged_is_told(
    two: Tracker, ledger_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    before = dump(ledger_path)
    result = two("merge", *words, "-y")
    assert result.code == code
    assert result.err.startswith(f"tracker: {said}")
    assert dump(ledger_path) == before
