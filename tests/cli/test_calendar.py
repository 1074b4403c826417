"""`tracker list`, `next`, `today`, `calendar`: what is on, in words and as data."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


@pytest.fixture
def busy(tracker: Tracker) -> Tracker:
    """A ledger with six meetings around 31 March 2025, 09:00 UTC."""
    for title, on, more in (
        ("Past call", "28 March 2025 10:00", ("--with", "MLI")),
        ("Today's call", "31 March 2025 08:30-09:30", ("--with", "MLI,RUS")),
        ("Talks", "3 April 2025 10:00-12:00", ("--at", "Moscow", "--with", "BFA,RUS")),
        ("Long visit", "20 March - 20 April 2025", ("--kind", "visit", "--topic", "Trade")),
        ("Second session", "second half of May 2026", ("--status", "tentative")),
        ("Some day", "tbc", ("--visibility", "confidential")),
    ):
        assert tracker("log", title, "--on", on, *more).code == 0
    return tracker


def refs(tracker: Tracker, *words: str) -> list[str]:
    """Return the references that a list finds."""
    result = tracker(*words, "--json")
    assert result.code == 0, result.err
    return [entry["ref"] for entry in json.loads(result.out)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("list",), ["m4", "m2", "m3", "m5"]),
        (("list", "--all"), ["m4", "m1", "m2", "m3", "m5"]),
        (("list", "--all", "--visibility", "confidential"), ["m4", "m1", "m2", "m3", "m5", "m6"]),
        (("list", "--from", "2025-04-03", "--to", "2025-04-03"), ["m4", "m3"]),
        (("list", "--from", "1 April 2025", "--to", "7 April 2025", "--kind", "meeting"), ["m3"]),
        (("list", "--to", "2025-03-29"), ["m4", "m1"]),
        (("list", "--from", "May 2026"), ["m5"]),
        (("list", "--party", "russie"), ["m2", "m3"]),
        (("list", "--party", "MLI,BFA", "--all"), ["m1", "m2", "m3"]),
        (("list", "--topic", "trade"), ["m4"]),
        (("list", "--status", "tentative"), ["m5"]),
        (("list", "--series", "aes-russia"), None),
        (("next",), ["m4", "m2", "m3", "m5"]),
        (("next", "2"), ["m4", "m2"]),
        (("today",), ["m4", "m2"]),
        (("calendar", "April 2025"), ["m4", "m3"]),
    ],
)
def test_the_right_entries_in_order_of_time(
    busy: Tracker, words: tuple[str, ...], expected: list[str] | None
) -> None:
    if expected is None:
        assert busy(*words).code == 3
    else:
        assert refs(busy, *words) == expected


def test_sessions_come_before_their_meetings(tracker: Tracker, founding_ledger: Path) -> None:
    found = refs(tracker, "list", "--from", "2025-04-02", "--to", "2025-04-04")
    assert found.index("aes-russia/1") < found.index("m2")


def test_json_is_a_contract(busy: Tracker) -> None:
    """The names and values of one entry, whole."""
    (entry,) = json.loads(busy("list", "--status", "announced", "--party", "BFA", "--json").out)
    assert entry == {
        "id": 3,
        "ref": "m3",
        "occasion": "meeting",
        "title": {"en": "Talks"},
        "kind": "meeting",
        "status": "announced",
        "visibility": "internal",
        "when": {
            "text": "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]",
            "kind": "timed",
            "earliest": "2025-04-03T07:00:00Z",
            "latest": "2025-04-03T09:00:00Z",
        },
        "zone": "Europe/Moscow",
        "starts_at": "2025-04-03T07:00:00Z",
        "ends_at": "2025-04-03T09:00:00Z",
        "session": None,
        "series": None,
        "place": {"en": "Moscow", "fr": "Moscou", "ru": "Москва", "ar": "موسكو"},
        "city": {},
        "parties": ["BFA", "RUS"],
        "ordinal": None,
        "extraordinary": False,
        "untitled": False,
    }


@pytest.mark.parametrize(
    ("language", "number"), [("en", "Second session"), ("fr", "Deuxième session")]
)
def test_a_session_without_a_title_is_called_by_its_number_and_series(
    tracker: Tracker, founding_ledger: Path, language: str, number: str
) -> None:
    tracker("session", "add", "aes-russia", "--on", "3 April 2027", "--visibility", "public")
    for words in (["list", "--from", "2027"], ["session", "list"], ["show", "aes-russia"]):
        out = " ".join(tracker(*words, TRACKER_LANG=language).out.split())
        assert f"{number} — " in out, words


def test_an_english_list_loads_no_catalogue(founding_ledger: Path) -> None:
    """Speed: a session without a title is counted without the words of other languages."""
    program = (
        "import sys\n"
        "from tracker.cli.root import run\n"
        "run(['list', '--all'])\n"
        "heavy = {'tracker.render.terms', 'tracker.render.language'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"TRACKER_DB": str(founding_ledger), "TRACKER_LANG": "en", "TRACKER_ZONE": "UTC"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "\n"
    assert "aes-russia/1" in done.stdout


def test_a_pipe_gets_plain_lines_with_nothing_cut(busy: Tracker) -> None:
    long = "A very long title " * 20
    busy("log", long, "--on", "4 April 2025")
    out = busy("list").out
    assert long.strip() in out
    assert "\x1b" not in out


@pytest.mark.parametrize("width", ["60", "80", "140"])
def test_a_screen_is_never_overrun(busy: Tracker, width: str) -> None:
    busy("log", "Очень длинное название встречи " * 5, "--on", "4 April 2025", "--at", "Bamako")
    busy("log", "اجتماع تحضيري لكبار المسؤولين " * 5, "--on", "4 April 2025")
    from tracker.render.terminal.wrapping import cells

    for command in ("list", "calendar"):
        lines = busy(command, COLUMNS=width).out.splitlines()
        assert max(cells(line) for line in lines) <= int(width), command


def test_no_colour_when_it_is_not_wanted(busy: Tracker) -> None:
    assert "\x1b[" in busy("list", "--color", "always", COLUMNS="140").out
    assert "\x1b[" not in busy("list", NO_COLOR="1", FORCE_COLOR="1", COLUMNS="140").out
    assert "\x1b[" in busy("list", NO_COLOR="", FORCE_COLOR="1", COLUMNS="140").out


def test_a_list_speaks_the_readers_language(busy: Tracker) -> None:
    out = busy("list", TRACKER_LANG="fr").out
    assert "jeu." in out
    assert "avr." in out
    assert "à confirmer" not in out.splitlines()[0]


def test_what_was_withheld_is_counted_on_stderr_only(busy: Tracker) -> None:
    result = busy("list")
    assert "Some day" not in result.out
    assert "1 more withheld" in result.err


def test_a_month_shows_each_day_of_what_lasts(busy: Tracker) -> None:
    out = busy("calendar", "April 2025", COLUMNS="60").out
    assert "3 (2)" in out
    assert "21 " in out
    assert "21 (" not in out


def test_nothing_is_said_kindly(tracker: Tracker) -> None:
    for words in (("list",), ("next",), ("today",), ()):
        result = tracker(*words)
        assert (result.code, result.out) == (0, "")
        assert result.err


def test_without_a_ledger_one_learns_how_to_begin(tracker: Tracker, tmp_path: Path) -> None:
    result = tracker(TRACKER_DB=str(tmp_path / "none.sqlite3"))
    assert result.code == 0
    assert "tracker init" in result.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "--from", "1 May 2025", "--to", "1 April 2025"), "--from is after --to"),
        (("list", "--from", "tbc"), "no period"),
        (("calendar", "2025"), "not one month"),
    ],
)
def test_a_bad_wish_is_refused_in_a_sentence(
    tracker: Tracker, words: tuple[str, ...], sentence: str
) -> None:
    result = tracker(*words)
    assert result.code == 4
    assert sentence in result.err


def test_a_month_is_the_places_days(tracker: Tracker) -> None:
    """Early on 1 May in Moscow is still April in New York, and stands in May all the same."""
    tracker("log", "Talks", "--on", "1 May 2025 03:00", "--at", "Moscow")
    zone = "America/New_York"
    assert "Talks" in tracker("calendar", "May 2025", TRACKER_ZONE=zone).out
    assert "Talks" not in tracker("calendar", "April 2025", TRACKER_ZONE=zone).out


def test_what_was_called_off_is_crossed_in_the_month(tracker: Tracker, ledger_path: Path) -> None:
    tracker("log", "Dinner", "--on", "2 April 2025 19:00")
    tracker("log", "Talks", "--on", "2 April 2025 10:00")
    assert tracker("cancel", "m1", "--reason", "illness").code == 0
    grid = tracker("calendar", "April 2025", COLUMNS="110").out
    assert "×Dinner" in grid
    assert " Talks" in grid
    assert "2 (1)" in tracker("calendar", "April 2025", COLUMNS="60").out
