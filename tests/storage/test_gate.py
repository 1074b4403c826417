"""What is not public leaves nothing behind: not a word, not a count, not a date."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOW, Tracker, desk_at
from tests.hidden import CANARY, EMBARGO, HIDDEN, hide_notes, hide_records
from tracker.domain.visibility import Reader, Visibility
from tracker.intake.session_file import read_session_file
from tracker.services import session_file
from tracker.storage.database import Database
from tracker.storage.gate import Gate

if TYPE_CHECKING:
    from pathlib import Path

PUBLIC = ("--visibility", "public")
READS = (
    ("list", "--all", *PUBLIC),
    ("list", "--all", "--json", *PUBLIC),
    ("list", "--all", "--party", "MLI", "--json", *PUBLIC),
    ("list", "--all", "--party", "BFA", "--json", *PUBLIC),
    ("list", "--all", "--kind", "bilateral", "--json", *PUBLIC),
    ("next", *PUBLIC),
    ("today", *PUBLIC),
    ("calendar", "April 2025", *PUBLIC),
    ("print", "aes-russia/1", *PUBLIC),
    ("print", "aes-russia/1", "--format", "markdown", "--lang", "fr", *PUBLIC),
    ("print", "aes-russia/1", "--json", *PUBLIC),
    ("print", "m1", "--json", *PUBLIC),
    ("export", "ics", *PUBLIC),
    ("export", "ics", "--lang", "ru", "--series", "aes-russia", *PUBLIC),
    ("export", "json", *PUBLIC),
    ("export", "jsonl", *PUBLIC),
    ("show", "aes-russia/1", *PUBLIC),
    ("show", "aes-russia/1", "--json", *PUBLIC),
    ("show", "m1", "--json", *PUBLIC),
    ("show", "aes-russia", "--json", *PUBLIC),
    ("show", "RUS", "--json", *PUBLIC),
    ("show", "p1", "--json", *PUBLIC),
    ("show", "pl1", "--json", *PUBLIC),
    ("show", "src1", "--json", *PUBLIC),
    ("show", "MLI", "--json", *PUBLIC),
    ("show", "post1", "--json", *PUBLIC),
    ("show", "c1", "--json", *PUBLIC),
    ("show", "d1", "--json", *PUBLIC),
    ("show", "t1", "--json", *PUBLIC),
    ("show", "cl1", "--json", *PUBLIC),
    ("commitment", "list", *PUBLIC),
    ("commitment", "list", "--json", *PUBLIC),
    ("person", "list", "--json", *PUBLIC),
    ("post", "list", "--json", *PUBLIC),
    ("party", "list", "--json", *PUBLIC),
    ("place", "list", "--json", *PUBLIC),
    ("topic", "list", "--json", *PUBLIC),
    ("source", "list", "--json", *PUBLIC),
    ("claim", "list", "aes-russia/1", "--json", *PUBLIC),
    ("document", "list", "--json", *PUBLIC),
    ("history", "--limit", "100", *PUBLIC),
    ("history", "--json", *PUBLIC),
    ("history", "m1", "--json", *PUBLIC),
    ("changes", "--since", "2025-01-01", "--json", *PUBLIC),
)


PROMISED = f"""
language: en
visibility: public
series: {{slug: talks, title: Talks, visibility: confidential}}
session: {{ordinal: 1, title: First talks, announced: 3 April 2025, zone: Europe/Paris}}
agenda:
  - {{label: "1", title: Trade}}
commitments:
  - {{title: {CANARY}, owners: [MLI], made_at: item 1}}
"""


def test_what_a_file_promises_on_an_item_is_held_by_the_items_session(
    tracker: Tracker, ledger_path: Path
) -> None:
    with desk_at(ledger_path) as desk:
        file = read_session_file(PROMISED, name="file.yaml", now=NOW)
        session = session_file.store(desk, file, name="file.yaml").session
        (row,) = desk.reading.rows("SELECT session_id, item_id FROM commitments")
        assert (row["session_id"], row["item_id"]) == (session, 1)
    assert CANARY not in tracker("commitment", "list", *PUBLIC).out
    assert CANARY not in tracker("show", "c1", *PUBLIC).out
    seen = tracker("commitment", "list", "--visibility", "confidential", "--json").out
    assert "talks/1" in seen


@pytest.mark.parametrize(
    ("venue", "city", "said", "kept"),
    [
        ("public", "confidential", ["Villa", "Blue Room"], ["Hideout"]),
        ("confidential", "public", ["Hideout"], ["Villa", "Blue Room"]),
        ("internal", "internal", [], ["Villa", "Hideout", "Blue Room"]),
    ],
)
def test_a_place_is_told_as_far_as_its_levels_go(
    tracker: Tracker, ledger_path: Path, venue: str, city: str, said: list[str], kept: list[str]
) -> None:
    """City, venue and room: the room goes with the venue."""
    with desk_at(ledger_path) as desk:
        insert = desk.ledger.insert
        named = {"name": '{"en": "Hideout"}', "zone": "UTC", "visibility": city}
        town = insert("places", named)
        villa = {**named, "name": '{"en": "Villa"}', "city_id": town, "visibility": venue}
        dated = {"when_announced": "2025-04-03", "status": "announced", "zone": "UTC"}
        at = {"place_id": insert("places", villa), "visibility": "public", "room": "Blue Room"}
        insert("meetings", {"kind": "bilateral", "title": '{"en": "Talks"}', **dated, **at})
    told = [line for line in READS if line[0] not in ("history", "changes")]
    heard = {line: tracker(*line).out for line in (*told, ("show", "m1", *PUBLIC))}
    assert "Talks" in heard["list", "--all", *PUBLIC]
    assert [(line, word) for line in heard for word in kept if word in heard[line]] == []
    for word in said:
        assert word in heard["export", "ics", *PUBLIC], tracker("export", "ics", *PUBLIC).err


@pytest.mark.parametrize(
    "secret", [("confidential",), ("internal",), ("public", "--embargo", "2030")]
)
def test_a_venue_and_a_source_are_as_secret_as_what_names_them(
    tracker: Tracker, secret: tuple[str, ...]
) -> None:
    """Until something public names them; one that was kept back by name stays so."""
    url = f"https://{CANARY.lower()}.example/1"
    talks: tuple[str, ...] = (
        "log",
        "Talks",
        "--on",
        "2025-04-03",
        "--at",
        f"{CANARY} House, Moscow",
    )
    talks = (*talks, "--source", url, "--visibility")
    lists = [(kind, "list", "--json", *PUBLIC) for kind in ("place", "source")]
    assert tracker(*talks, *secret).code == 0
    for line in (*lists, ("show", "Moscow", "--json", *PUBLIC), ("history", *PUBLIC)):
        assert CANARY.lower() not in tracker(*line).out.lower(), line
    assert "Moscow" in tracker(*lists[0]).out
    assert tracker(*talks, "public").code == 0
    for line in lists:
        assert CANARY.lower() in tracker(*line).out.lower(), line
    assert tracker("place", "edit", f"{CANARY} House", "--visibility", "confidential").code == 0
    assert tracker(*talks, "public").code == 0
    assert CANARY not in tracker(*lists[0]).out


def said(tracker: Tracker, now: str | None = None) -> dict[str, tuple[int, str]]:
    found = {" ".join(words): tracker(*words, now=now) for words in READS}
    return {line: (result.code, result.out) for line, result in found.items()}


@pytest.mark.parametrize("how", HIDDEN)
def test_the_public_sees_the_same_with_and_without_what_is_hidden(
    tracker: Tracker, founding_ledger: Path, how: str
) -> None:
    before = said(tracker)
    assert {code for code, _ in before.values()} == {0}
    with desk_at(founding_ledger, now=NOW + timedelta(hours=1)) as desk:
        hide_records(desk.ledger, HIDDEN[how])
    after = said(tracker)
    differing = [line for line in before if before[line] != after[line]]
    assert differing == []


def test_the_public_sees_the_same_with_and_without_working_notes(
    tracker: Tracker, founding_ledger: Path
) -> None:
    before = said(tracker)
    with desk_at(founding_ledger, now=NOW + timedelta(hours=1)) as desk:
        hide_notes(desk.ledger)
    after = said(tracker)
    differing = [line for line in before if before[line] != after[line]]
    assert differing == []


@pytest.mark.parametrize("how", HIDDEN)
def test_no_canary_is_ever_sung_in_public(
    tracker: Tracker, founding_ledger: Path, how: str
) -> None:
    """Not in data, not in talk, not in what is near a name that was mistyped."""
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[how])
        hide_notes(desk.ledger)
    for line in (
        *READS,
        ("show", "zzcanar", *PUBLIC),
        ("show", "zzcanary/2", *PUBLIC),
        ("print", "aes-russia/3", *PUBLIC),
        ("list", "--series", "zzcanar", *PUBLIC),
        ("list", "--topic", "zzcanar", *PUBLIC),
        ("list", "--party", "ZZ", *PUBLIC),
        ("person", "show", "Zzcan", *PUBLIC),
        ("print", "aes-russia/1:9", *PUBLIC),
    ):
        found = tracker(*line)
        heard = found.out + found.err.replace("zzcanary/2", "")
        assert CANARY.lower() not in heard.lower(), line
        assert "ZZC" not in heard, line


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_record_is_not_found_as_one_that_is_not_there(
    tracker: Tracker, founding_ledger: Path, how: str
) -> None:
    """The same words, but for the reference that was typed."""
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[how])
    hidden = Database(founding_ledger).inspect()
    (meeting,) = hidden.execute("SELECT max(id) FROM meetings").fetchone()
    hidden.close()
    for verb in ("show", "print", "history"):
        there = tracker(verb, f"m{meeting}", *PUBLIC)
        nowhere = tracker(verb, "m999", *PUBLIC)
        assert there.code == nowhere.code == 3
        assert there.err.replace(f"m{meeting}", "m999") == nowhere.err


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_hidden_is_there_for_those_who_are_cleared(
    tracker: Tracker, founding_ledger: Path, how: str
) -> None:
    """Otherwise the tests above would pass for nothing."""
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[how])
    level = "confidential"
    for line in (("list", "--all"), ("export", "ics"), ("export", "json")):
        assert CANARY in tracker(*line, "--visibility", level).out


@pytest.mark.parametrize(
    ("now", "seen"),
    [
        ("2025-04-01T11:59:59Z", False),
        ("2025-04-01T12:00:00Z", True),
        ("2025-04-01T12:01:00Z", True),
    ],
)
@pytest.mark.parametrize(
    "line",
    [("list", "--all"), ("export", "ics"), ("export", "json"), ("calendar", "April 2025")],
    ids=" ".join,
)
def test_an_embargo_ends_to_the_minute(
    tracker: Tracker, line: tuple[str, ...], now: str, seen: bool
) -> None:
    written = tracker(
        "log", CANARY, "--on", "2025-04-03", "--visibility", "public",
        "--embargo", "2025-04-01T12:00",
    )  # fmt: skip
    assert written.code == 0, written.err
    assert (CANARY in tracker(*line, *PUBLIC, now=now).out) is seen
    assert CANARY in tracker(*line, now=now).out


@pytest.mark.parametrize("level", ["secret", "", "Public", "PUBLIC ", "publik"])
def test_an_unknown_level_hides(level: str) -> None:
    for clearance in Visibility:
        reader = Reader(clearance, NOW)
        assert not reader.may_see(level)
        assert f"'{level}'" not in Gate(reader).admits("")


def test_a_row_of_an_unknown_level_is_not_shown(tracker: Tracker, ledger_path: Path) -> None:
    """Though the file's own checks would have refused it."""
    assert tracker("log", CANARY, "--on", "2025-04-03").code == 0
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(ledger_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE meetings SET visibility = 'secret'")
    for level in Visibility:
        assert CANARY not in tracker("list", "--all", "--visibility", level).out


def test_the_gates_two_tellings_agree(founding_ledger: Path, tmp_path: Path) -> None:
    """The condition in SQL lets through the very rows that the rule in Python does."""
    path = tmp_path / "mixed.sqlite3"
    shutil.copyfile(founding_ledger, path)
    with desk_at(path) as desk:
        for how in HIDDEN.values():
            desk.ledger.insert("documents", {"kind": "note-verbale", "title": "{}", **how})
    for clearance in Visibility:
        for at in (EMBARGO - timedelta(seconds=1), EMBARGO, EMBARGO + timedelta(days=1)):
            with Database(path).reading(Reader(clearance, at)) as reading:
                everything = reading.rows("SELECT * FROM documents")
                told = reading.rows(f"SELECT id FROM documents WHERE {reading.gate.admits('')}")
                ruled = [r["id"] for r in everything if reading.gate.admits_row(r)]
                assert [row["id"] for row in told] == ruled


@pytest.mark.parametrize("field", ["place", "room", "credentials", "reason"])
def test_a_claim_tells_nothing_that_its_record_keeps_back(
    tracker: Tracker, ledger_path: Path, field: str
) -> None:
    """A public source names the venue of a public meeting, which is kept from the public."""
    url = "https://example.org/1"
    talks = ("--on", "2025-04-03", "--at", "Villa, Paris", "--source", url, *PUBLIC)
    assert tracker("log", "Talks", *talks).code == 0
    with desk_at(ledger_path) as desk:
        said = {"record_table": "meetings", "record_id": 1, "field": field, "value": CANARY}
        claim = desk.ledger.insert("claims", {"source_id": 1, "standing": "open", **said})
    asked = ["show m1", "show src1", f"show cl{claim}", "claim list src1", "history", "print m1"]
    of_venue = field in ("place", "room")
    assert (CANARY in tracker("show", "m1", "--json", *PUBLIC).out) is of_venue
    assert tracker("place", "edit", "Villa", "--visibility", "internal").code == 0
    for line in asked:
        heard = tracker(*line.split(), "--json", *PUBLIC)
        assert CANARY not in heard.out + heard.err, line
    assert CANARY in tracker("show", "m1", "--json").out
    assert tracker("place", "edit", "Villa", "--visibility", "confidential").code == 0
    assert (CANARY in tracker("show", "m1", "--json").out) is not of_venue


def test_a_rule_of_precedence_names_nobody_who_is_hidden(
    tracker: Tracker, founding_ledger: Path
) -> None:
    """Neither at the session that has the rule nor at its meetings."""
    with desk_at(founding_ledger) as desk:
        name = {"name": f'{{"en": "{CANARY}"}}'}
        party = desk.ledger.insert("parties", {"code": "ZZC", "kind": "state", **name})
        guest = {"session_id": 1, "party_id": party, "role": "guest"}
        desk.ledger.insert("delegations", {**guest, "visibility": "confidential"})
        rule = {"basis": "alphabetical", "language": "en", "host": "first", "start_id": party}
        desk.ledger.insert("precedences", {"session_id": 1, **rule, "placed": f"[{party}]"})
    for ref in ("aes-russia/1", "m1", "m2"):
        for form in ((), ("--json",)):
            heard = tracker("delegation", "order", ref, *form, *PUBLIC)
            assert heard.code == 0
            assert "ZZC" not in (heard.out + heard.err).upper()
    assert (
        "ZZC" in tracker("delegation", "order", "m1", "--json", "--visibility", "confidential").out
    )
