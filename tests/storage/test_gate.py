"""What is not public leaves nothing behind: not a word, not a count, not a date."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import NOW, Tracker, desk_at
from tracker.domain.instants import to_stored
from tracker.domain.visibility import Reader, Visibility
from tracker.intake.session_file import read_session_file
from tracker.services import session_file
from tracker.storage.database import Database
from tracker.storage.gate import Gate

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.storage.ledger import Ledger

CANARY = "Zzcanary"
EMBARGO = datetime(2025, 4, 1, 12, tzinfo=UTC)
# How a record may be kept from the public.
HIDDEN: dict[str, dict[str, Any]] = {
    "internal": {"visibility": "internal"},
    "confidential": {"visibility": "confidential"},
    "embargoed": {"visibility": "public", "embargo_until": to_stored(EMBARGO)},
}
LEVELLED_ONLY = ("delegations", "places", "sources", "claims")  # no embargo of their own
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


def words(text: str) -> str:
    return json.dumps({"en": f"{CANARY} {text}"})


def hide_records(ledger: Ledger, how: dict[str, Any]) -> None:
    """Store, for every kind of record, one that the public may not see, and what hangs on it.

    Parties, people and topics have no level: they are named in what has one.
    """
    level = {"visibility": how["visibility"]}
    if "embargo_until" in how:
        level = {"visibility": "internal"}
    series = ledger.insert("series", {"slug": "zzcanary", "title": words("series"), **how})
    place = ledger.insert("places", {"name": words("place"), "zone": "Asia/Tokyo", **level})
    dated = {
        "status": "announced",
        "zone": "Asia/Tokyo",
        "when_announced": "2025-04-03",
        "place_id": place,
        "note": f"{CANARY} note",
        "url": f"https://{CANARY}.example/",
        "reason": f"{CANARY} reason",
        **how,
    }
    session = {"ordinal": 1, "kind": "regular", "host_id": 1, "title": words("session"), **dated}
    sessions = [
        ledger.insert("sessions", {"series_id": series, **session}),
        ledger.insert("sessions", {"series_id": 1, **session, "ordinal": 2}),
    ]
    meeting = {"kind": "bilateral", "title": words("meeting"), "room": f"{CANARY} room", **dated}
    holders = [{"session_id": number} for number in (1, *sessions)]
    held = [ledger.insert("meetings", {**meeting, **holder}) for holder in (*holders, {})]
    # Everywhere else what is hidden hangs on what is public, and the other way round.
    open_ones = [({"session_id": 1}, how, level), ({"meeting_id": 1}, how, level)]
    free: dict[str, Any] = {"visibility": "public"}
    inside = [({"session_id": n}, free, free) for n in sessions]
    inside += [({"meeting_id": n}, free, free) for n in held]
    # What was promised at something public may be held by what is not, some steps further up.
    within = {"status": "held", "kind": "bilateral", "zone": "UTC", **free}
    deep = [
        ledger.insert("meetings", {"session_id": n, "title": words("inner meeting"), **within})
        for n in sessions
    ]
    inside += [({"meeting_id": n}, free, free) for n in deep]
    for holder, own, own_level in open_ones + inside:
        hang(ledger, holder, own, own_level, source_hidden=level)


def hang(
    ledger: Ledger,
    holder: dict[str, int],
    own: dict[str, Any],
    own_level: dict[str, Any],
    *,
    source_hidden: dict[str, Any],
) -> None:
    """Hang a delegation, an item, a paper, a commitment, a tag and claims on a holder."""
    ((column, number),) = holder.items()
    party = ledger.door.rows(
        "SELECT min(id) AS id FROM parties WHERE id NOT IN "
        f"(SELECT party_id FROM delegations WHERE {column} = :n)",
        {"n": number},
    )[0]["id"]
    delegation = ledger.insert(
        "delegations",
        {**holder, "party_id": party, "role": "guest", "credentials": f"{CANARY} c", **own_level},
    )
    member = {"delegation_id": delegation, "person_id": 1, "function": "head"}
    ledger.insert("members", {**member, "title": words("member")})
    item = {"position": 9000, "status": "proposed", "title": words("item")}
    parent = ledger.insert("agenda_items", {**holder, **item, "label": "9", **own})
    child = {**holder, **item, "label": "9 (a)", "parent_id": parent, "visibility": "public"}
    ledger.insert("agenda_items", {**child, "outcome": words("outcome")})
    # A paper is not less public for a secret meeting that it was laid before.
    secret = own if "embargo_until" in own else source_hidden
    paper = {"kind": "note-verbale", "title": words("paper"), "dated": "2025-04-03", **secret}
    document = ledger.insert("documents", paper)
    for link in (holder, {"item_id": parent}):
        ledger.insert("document_links", {"document_id": document, "relation": "outcome", **link})
    promise = {"status": "open", "title": words("promise"), **own}
    commitment = ledger.insert("commitments", {**promise, **holder})
    ledger.insert("owners", {"commitment_id": commitment, "party_id": party})
    # On an item that is below a hidden one; with and without the holder of the item.
    below = ledger.insert("agenda_items", {**child, "label": "9 (b)"})
    for at in ({"item_id": below}, {"item_id": below, **holder}):
        deep = {"status": "open", "title": words("deep promise"), "visibility": "public", **at}
        promised = ledger.insert("commitments", deep)
        ledger.insert("owners", {"commitment_id": promised, "party_id": 1})
    if own.get("visibility") == "public" and "embargo_until" not in own:
        ledger.insert("taggings", {**holder, "topic_id": 1})
    claim = {"record_table": f"{column[:-3]}s", "record_id": number, "field": "title"}
    claim |= {"value": f"{CANARY} claim", "standing": "open", "reason": f"{CANARY} why"}
    ledger.insert("claims", {"source_id": 1, **claim, **own_level})
    page = {"kind": "press", "url": f"https://{CANARY}.example/{column}/{number}", **source_hidden}
    source = ledger.insert("sources", {**page, "publisher": CANARY})
    ledger.insert("claims", {"source_id": source, **claim, "visibility": "public"})


def hide_notes(ledger: Ledger) -> None:
    """Put working notes on records that are public."""
    for table in ("sessions", "meetings", "series", "parties", "people", "documents", "sources"):
        ledger.update(table, 1, {"note": f"{CANARY} note on {table}"})
    ledger.update("delegations", 1, {"note": f"{CANARY} n", "credentials": f"{CANARY} c"})
    ledger.update("agenda_items", 1, {"note": f"{CANARY} n"})
    ledger.update("commitments", 1, {"note": f"{CANARY} n"})


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
        ("print", "aes-russia/1:9", *PUBLIC),
    ):
        found = tracker(*line)
        heard = found.out + found.err.replace("zzcanary/2", "")
        assert CANARY.lower() not in heard.lower(), line


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
