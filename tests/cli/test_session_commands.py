"""`tracker series` and `tracker session`, as typed, wrong as often as right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Result, Tracker


@pytest.fixture
def talks(tracker: Tracker) -> Tracker:
    """The program with a series talks."""
    assert tracker("series", "add", "talks", "Talks", "--title-in", "fr=Pourparlers").code == 0
    return tracker


def sentence(result: Result) -> str:
    """The first line that was said."""
    return result.err.partition("\n")[0]


def test_a_series_is_said_and_listed(talks: Tracker) -> None:
    assert talks("series", "list").out.split("\n")[1] == "talks      Talks"
    (found,) = json.loads(talks("series", "list", "--json").out)
    assert found == {
        "id": 1,
        "slug": "talks",
        "title": {"en": "Talks", "fr": "Pourparlers"},
        "visibility": "internal",
        "parties": [],
        "note": None,
    }


def test_a_series_is_listed_in_the_readers_language(talks: Tracker) -> None:
    assert "Pourparlers" in talks("series", "list", "--lang", "fr").out


def test_a_session_is_said_with_what_was_understood(talks: Tracker) -> None:
    made = talks(
        "session",
        "add",
        "talks",
        "--on",
        "3-4 April 2025",
        "--at",
        "Moscow",
        "--with",
        "MLI,Россия",
    )
    assert made.out == ""
    assert made.err == (
        "talks/1 added: Thursday 3 April – Friday 4 April 2025, all day. Moscow (RUS). Announced. "
        "MLI, RUS.\n"
    )


def test_a_session_may_be_typed_in_french(talks: Tracker) -> None:
    made = talks("session", "add", "Pourparlers", "--on", "3 avril 2025 à 10h", "--lang", "fr")
    assert made.err.startswith("talks/1 added: jeudi 3 avril 2025")


def test_sessions_are_listed_in_order_of_time(talks: Tracker) -> None:
    for on in ("tbc", "2027", "May 2025"):
        talks("session", "add", "talks", "--on", on)
    found = json.loads(talks("session", "list", "--json").out)
    assert [session["ref"] for session in found] == ["talks/3", "talks/2", "talks/1"]


def test_a_session_is_corrected_and_taken_back_as_one(talks: Tracker) -> None:
    talks("session", "add", "talks", "--on", "tbc")
    words = ("--at", "Bamako", "--with", "MLI,RUS", "--topic", "trade", "--host", "MLI")
    assert talks("session", "edit", "@last", *words).code == 0
    assert talks("undo").code == 0
    (found,) = json.loads(talks("session", "list", "--json").out)
    assert (found["place"], found["delegations"], found["topics"]) == (None, [], [])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("series add talks Again", 5, "There is already a series talks: “Talks”."),
        ("series add Big~Talks Title", 4, "“Big Talks” cannot be a short name: "),
        ("series add other ~", 4, "A series needs a title."),
        ("series show talk", 3, "There is no series “talk”."),
        ("series edit talks", 2, ""),
        ("session add talk --on tbc", 3, "There is no series “talk”."),
        ("session add talks", 4, "A session needs a date; "),
        ("session add talks --on 31~April~2025", 4, ""),
        ("session add talks --on tbc --with MLI,XYZ", 3, "There is no party “XYZ”."),
        ("session add talks --on tbc --at Xyzzyville", 3, ""),
        ("session add talks --on tbc --zone Mars", 4, "There is no time zone “Mars”."),
        ("session add talks --on tbc --level ministr", 4, "“ministr” is no level. Did you mean"),
        ("session add talks --on tbc --langs klingon!", 4, "“klingon!” is not a language tag"),
        ("session add talks --on tbc --url javascript:x", 4, "“javascript:x” is not a web address"),
        ("session add talks --on tbc --ordinal 0", 2, ""),
        ("session add", 2, ""),
        ("session add talks --from x.yaml", 2, ""),
        ("session show talks/9", 3, ""),
        ("session edit talks --title X", 4, "talks is a series; this needs a session."),
        ("session list --series talk", 3, "There is no series “talk”."),
        ("session add --from missing.yaml", 3, "There is no file missing.yaml."),
        ("session add --from .", 1, "“.” cannot be read: Is a directory."),
    ],
)
def test_what_is_wrong_is_refused_in_a_sentence(
    talks: Tracker, words: str, code: int, said: str
) -> None:
    changes = json.loads(talks("db", "status", "--json").out)["changes"]
    result = talks(*(word.replace("~", " ").strip() for word in words.split()))
    assert result.code == code, result
    assert result.out == ""
    assert sentence(result).removeprefix("tracker: ").startswith(said)
    assert "the program failed" not in result.err
    assert json.loads(talks("db", "status", "--json").out)["changes"] == changes


@pytest.mark.parametrize("title", ["x" * 2_001, "a\x1b[31mb", "a\nb", "   "])
def test_a_title_that_cannot_be_kept_is_refused(talks: Tracker, title: str) -> None:
    result = talks("session", "add", "talks", "--on", "tbc", "--title", title)
    assert result.code == 4
    assert result.err.startswith("tracker: The title ")


def test_markup_and_directions_are_shown_never_obeyed(talks: Tracker) -> None:
    talks("session", "add", "talks", "--on", "tbc", "--title", "[red]Секрет[/] 🙂 قمة")
    for width in ("60", "140"):
        shown = talks("session", "list", "--color", "always", COLUMNS=width).out
        assert "[red]" in shown
        assert "\x1b[31m" not in shown


def test_a_whole_session_is_entered_from_a_file(tracker: Tracker) -> None:
    made = tracker("session", "add", "--from", str(EXAMPLE))
    assert made.code == 0
    assert made.err.startswith("aes-russia/1 added from ")
    assert made.err.endswith(
        "With 10 meetings, 8 agenda items, 4 documents, 4 commitments, 36 sources.\n"
    )


def test_a_whole_session_is_read_from_a_pipe(tracker: Tracker) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    made = tracker("session", "add", "--from", "-", stdin=text)
    assert made.err.startswith("aes-russia/1 added from stdin")


def test_the_same_file_twice_is_a_conflict(founding_ledger: Path, tracker: Tracker) -> None:
    again = tracker("session", "add", "--from", str(EXAMPLE))
    assert (again.code, founding_ledger.exists()) == (5, True)
    assert sentence(again) == "tracker: aes-russia/1 is recorded already; nothing was added to it."


def test_a_file_is_taken_back_as_one(founding_ledger: Path, tracker: Tracker) -> None:
    assert tracker("undo").code == 0
    records = json.loads(tracker("db", "status", "--json").out)["records"]
    assert founding_ledger.exists()
    assert set(records.values()) <= {0}


def test_every_fault_of_a_file_has_its_line(tracker: Tracker, ledger_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("host: RUS\n", "host: Rusia\n", 1)
    text = text.replace("- party: BFA\n", "- party: BFX\n")
    ledger_path.with_name("bad.yaml").write_text(text, encoding="utf-8")
    host, party = (1 + text.partition(x)[0].count("\n") for x in ("host: Rusia", "party: BFX"))
    result = tracker("session", "add", "--from", "bad.yaml")
    assert result.code == 4
    assert [x.partition(" ")[0] for x in result.err.splitlines()[1:-1]] == [f"bad.yaml:{party}:12:"]
    assert result.err.startswith(f"tracker: bad.yaml:{host}:9: There is no party “Rusia”.")
    assert result.err.endswith("Nothing was recorded from this file.\n")


def test_a_file_that_is_no_text_is_refused(tracker: Tracker, ledger_path: Path) -> None:
    ledger_path.with_name("b.yaml").write_bytes(b"\xff\xfe")
    result = tracker("session", "add", "--from", "b.yaml")
    assert (result.code, sentence(result)) == (
        4,
        "tracker: b.yaml is not a text in UTF-8 (byte 1).",
    )


def test_a_session_is_shown_to_those_who_may_see_it(talks: Tracker) -> None:
    talks("session", "add", "talks", "--on", "tbc", "--visibility", "confidential")
    assert talks("session", "show", "talks/1").code == 3
    assert talks("session", "show", "talks/1", "--visibility", "confidential").code == 0
    assert json.loads(talks("session", "list", "--json").out) == []


@pytest.fixture
def prepared(tracker: Tracker) -> Tracker:
    """An internal session with an item, a meeting and a document, and a confidential item."""
    for words in (
        ("series", "add", "ds", "Dialogue", "--visibility", "public"),
        ("session", "add", "ds", "--on", "3 April 2027", "--visibility", "internal"),
        ("agenda", "add", "ds/1", "Trade", "--visibility", "internal"),
        ("agenda", "add", "ds/1", "Arms", "--visibility", "confidential"),
        ("log", "Talks", "--on", "3 April 2027", "--session", "ds/1"),
        ("agenda", "add", "m1", "Opening", "--visibility", "internal"),
        ("document", "add", "Paper", "--kind", "report", "--for", "ds/1"),
    ):
        done = tracker(*words)
        assert done.code == 0, done.err
    return tracker


def test_what_stays_behind_when_a_session_is_raised_is_told(prepared: Tracker) -> None:
    done = prepared("session", "edit", "ds/1", "--visibility", "public")
    assert "Still internal: 1 meeting, 2 agenda items and 1 document." in done.err
    assert "--with-contents" in done.err
    assert "Talks" not in prepared("list", "--all", "--visibility", "public").out


def test_a_session_takes_along_what_had_its_level(prepared: Tracker) -> None:
    words = ("session", "edit", "ds/1", "--visibility", "public", "--with-contents")
    assert "internal to public: 1 meeting, 2 agenda items and 1 document." in prepared(*words).err
    shown = prepared("print", "ds/1", "--visibility", "public")
    for title, there in (("Talks", True), ("Trade", True), ("Paper", True), ("Arms", False)):
        assert (title in shown.out) == there
    assert prepared("undo").code == 0
    assert "Talks" not in prepared("list", "--all", "--visibility", "public").out


def test_contents_go_along_with_a_level_only(prepared: Tracker) -> None:
    assert prepared("session", "edit", "ds/1", "--note", "x", "--with-contents").code == 2


def test_the_next_session_is_prepared_from_the_last(
    tracker: Tracker, founding_ledger: Path
) -> None:
    assert founding_ledger.exists()
    made = tracker("session", "add", "--after", "aes-russia/1", "--on", "May 2026", "--json")
    assert made.err == (
        "aes-russia/2 added: May 2026 (day to be confirmed). Announced. BFA, MLI, NER, RUS. "
        "Public. After aes-russia/1. Host: BFA. 5 standing items. 4 commitments carried over.\n"
    )
    assert json.loads(made.out)["ref"] == "aes-russia/2"
    shown = tracker("print", "aes-russia/2").out
    assert "Promised earlier, and where it stands" in shown
    assert "Support bringing the AES" in shown
    found = json.loads(tracker("session", "show", "aes-russia/2", "--json").out)["record"]
    assert [c["made_at"] for c in found["carried"]] == ["aes-russia/1"] * 4


def test_a_session_cannot_follow_one_of_another_series(
    tracker: Tracker, founding_ledger: Path
) -> None:
    assert founding_ledger.exists()
    tracker("series", "add", "other", "Other")
    made = tracker("session", "add", "other", "--after", "aes-russia/1")
    assert made.code == 4
    assert made.err == "tracker: aes-russia/1 is of another series; leave out other.\n"
