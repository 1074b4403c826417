"""`tracker print` and `tracker export`: what leaves the ledger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


def test_the_agenda_is_printed_in_four_languages(tracker: Tracker, founding_ledger: Path) -> None:
    for language, word in (("en", "Agenda"), ("fr", "Ordre du jour"), ("ru", "Повестка дня")):
        result = tracker("print", "aes-russia/1", "--lang", language)
        assert result.code == 0, result.err
        assert word.casefold() in result.out.casefold()


def test_markdown_goes_to_a_file(tracker: Tracker, founding_ledger: Path, tmp_path: Path) -> None:
    target = tmp_path / "agenda.md"
    words = ("print", "aes-russia/1", "--format", "markdown", "-o", str(target))
    assert tracker(*words).out == ""
    assert target.read_text(encoding="utf-8").startswith("#")


def test_the_same_ledger_prints_the_same(tracker: Tracker, founding_ledger: Path) -> None:
    one, two = (tracker("print", "aes-russia/1").out for _ in range(2))
    assert one == two


def test_a_print_for_the_public_says_nothing_internal(tracker: Tracker) -> None:
    tracker("log", "Talks", "--on", "tbc", "--visibility", "public", "--note", "CANARY")
    assert "CANARY" in tracker("print", "m1").out
    public = tracker("print", "m1", "--visibility", "public")
    assert "CANARY" not in public.out + public.err


def test_a_print_that_is_not_whole_does_not_say_that_what_it_withholds_is_missing(
    tracker: Tracker,
) -> None:
    tracker("log", "Talks", "--on", "3 April 2025", "--visibility", "public")
    gap = "No agenda is recorded."
    assert gap in tracker("print", "m1").out
    assert gap not in tracker("print", "m1", "--visibility", "public").out
    tracker("agenda", "add", "m1", "Secret matters", "--visibility", "confidential")
    internal, whole = (
        tracker("print", "m1", "--visibility", level) for level in ("internal", "confidential")
    )
    assert "1 agenda item" in internal.err
    assert "Not known or disputed" not in internal.out
    assert gap not in whole.out
    assert "The place is not known." in whole.out


@pytest.mark.parametrize(
    ("words", "withheld", "gap"),
    [
        (("place", "edit", "pl1"), "1 place", "The place is not known."),
        (("source", "edit", "src1"), "1 source", "No source is recorded."),
    ],
)
def test_a_withheld_place_or_source_is_not_said_to_be_missing(
    tracker: Tracker, words: tuple[str, ...], withheld: str, gap: str
) -> None:
    more = ("--at", "Bamako", "--source", "https://example.org/a", "--visibility", "public")
    tracker("log", "Talks", "--on", "3 April 2025", *more)
    assert tracker(*words, "--visibility", "internal").code == 0
    public = tracker("print", "m1", "--visibility", "public")
    assert withheld in public.err
    assert gap not in public.out


def test_the_calendar_holds_the_session_and_its_meetings(
    tracker: Tracker, founding_ledger: Path
) -> None:
    result = tracker("export", "ics", "--series", "aes-russia")
    events = Calendar.from_ical(result.out).walk("VEVENT")
    assert len(events) >= 4
    assert f"Wrote {len(events)} events." in result.err


def test_an_unchanged_ledger_gives_the_same_bytes(tracker: Tracker, founding_ledger: Path) -> None:
    one, two = (tracker("export", "ics").out for _ in range(2))
    assert one == two


def test_a_change_is_seen_in_that_event_alone(tracker: Tracker) -> None:
    for title in ("One", "Two"):
        tracker("log", title, "--on", "3 April 2025 10:00")
    before = tracker("export", "ics").out.split("BEGIN:VEVENT")
    tracker("move", "m1", "3 April 2025 11:00", now="2025-03-31T10:00Z")
    after = tracker("export", "ics").out.split("BEGIN:VEVENT")
    two = [part for part in before if "Two" in part]
    assert two[0].partition("END:VEVENT")[0] in "".join(after)
    one = next(part for part in after if "One" in part)
    assert "SEQUENCE:1" in one
    assert "LAST-MODIFIED:20250331T100000Z" in one


def test_a_name_behind_an_event_raises_last_modified(
    tracker: Tracker, founding_ledger: Path
) -> None:
    """LAST-MODIFIED also rises for a person, party or place that the event shows (V5)."""

    def modified() -> dict[str, str]:
        events = Calendar.from_ical(tracker("export", "ics").out).walk("VEVENT")
        return {str(e["UID"]): str(e["LAST-MODIFIED"].to_ical()) for e in events}

    before = modified()
    words = ("person", "edit", "Lavrov", "--name-in", "en=Sergey V. Lavrov")
    assert tracker(*words, now="2025-06-01T00:00Z").code == 0
    after = modified()
    assert any(after[uid] > before[uid] for uid in before)


def test_withheld_records_are_counted_with_the_reason(tracker: Tracker) -> None:
    tracker("log", "Open", "--on", "3 April 2025", "--visibility", "public")
    tracker("log", "Secret", "--on", "3 April 2025", "--visibility", "confidential")
    result = tracker("export", "ics", "--visibility", "public")
    assert "Secret" not in result.out
    assert "Withheld, being above public: 1 session or meeting." in result.err


def test_an_embargo_ends_to_the_minute(tracker: Tracker) -> None:
    tracker(
        "log", "Talks", "--on", "3 April 2025", "--visibility", "public",
        "--embargo", "1 April 2025 12:00",
    )  # fmt: skip
    words = ("export", "json", "--visibility", "public")
    early = json.loads(tracker(*words, now="2025-04-01T11:59Z").out)
    late = json.loads(tracker(*words, now="2025-04-01T12:00Z").out)
    assert [len(each["records"]["meetings"]) for each in (early, late)] == [0, 1]


def test_json_is_the_ledger_table_by_table(tracker: Tracker, founding_ledger: Path) -> None:
    done = tracker("export", "json")
    data = json.loads(done.out)
    assert (data["format"], data["version"], data["visibility"]) == (
        "tracker-export", 2, "internal",
    )  # fmt: skip
    records = data["records"]
    (session,) = records["sessions"]
    within = [m for m in records["meetings"] if m["session_id"] == session["id"]]
    assert [meeting["title"]["en"] for meeting in within] == [
        "Preparatory meeting of the AES ministers", "Plenary talks", "Joint press conference",
    ]  # fmt: skip
    assert done.err == ""


def test_a_record_stands_on_a_line(tracker: Tracker, founding_ledger: Path) -> None:
    lines = tracker("export", "json").out.splitlines()
    rows = [json.loads(line.rstrip(",")) for line in lines if line.startswith('{"id"')]
    assert all("removed" in row for row in rows)
    assert len(rows) > 100


def test_what_is_chosen_comes_with_what_it_names_and_nothing_else(
    tracker: Tracker, founding_ledger: Path
) -> None:
    words = ("export", "json", "--kind", "visit")
    records = json.loads(tracker(*words).out)["records"]
    assert [m["title"]["en"] for m in records["meetings"]] == ["Visit of Assimi Goïta to Russia"]
    assert [p["code"] for p in records["parties"]] == ["RUS", "MLI"]
    assert records["sessions"] == []
    assert {c["record_id"] for c in records["claims"] if c["record_table"] == "meetings"} == {5}


def test_a_session_brings_its_meetings_and_a_meeting_its_session(
    tracker: Tracker, founding_ledger: Path
) -> None:
    session = json.loads(tracker("export", "json", "--kind", "session").out)["records"]
    assert [m["id"] for m in session["meetings"]] == [1, 2, 3]
    press = json.loads(tracker("export", "json", "--kind", "press-conference").out)["records"]
    assert [[s["id"] for s in press[t]] for t in ("meetings", "sessions", "series")] == [
        [3], [1], [1],
    ]  # fmt: skip
    assert press["agenda_items"] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--with-history",), "A history tells of everything that was ever recorded; ask for it"),
        (("--with-history", "--party", "MLI"), "A history is exported whole or not at all"),
    ],
)
def test_a_history_is_whole_and_asked_for_by_name(
    tracker: Tracker, founding_ledger: Path, words: tuple[str, ...], sentence: str
) -> None:
    refused = tracker("export", "json", *words)
    assert (refused.code, refused.out) == (4, "")
    assert sentence in refused.err
    whole = tracker("export", "json", "--with-history", "--visibility", "confidential")
    data = json.loads(whole.out)
    assert list(data) == ["format", "version", "visibility", "history", "records"]
    assert len(data["history"]["changes"]) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("print", "nothing/1"), 3),
        (("print", "MLI", "--kind", "record"), 4),
        (("print", "aes-russia/1", "--lang", "de"), 4),
        (("export", "ics", "-o", "/nonexistent/x.ics"), 1),
        (("export", "ics", "--series", "nothing"), 3),
    ],
)
def test_refusals_have_their_code(
    tracker: Tracker, founding_ledger: Path, words: tuple[str, ...], code: int
) -> None:
    result = tracker(*words)
    assert result.code == code, result.err
    assert result.out == ""


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tracker: Tracker, tmp_path: Path) -> None:
    target, link = tmp_path / "kept.ics", tmp_path / "link.ics"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert tracker("export", "ics", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.read_text().startswith("BEGIN:VCALENDAR")


def test_a_path_of_the_writers_machine_is_not_for_the_public(tracker: Tracker) -> None:
    words = ("document", "add", "Concept", "--kind", "report", "--link", "/home/officer/c.pdf")
    tracker("log", "Talks", "--on", "tbc", "--visibility", "public")
    assert tracker(*words, "--visibility", "public", "--for", "m1").code == 0
    assert "/home/officer" in tracker("print", "m1").out
    assert "/home/officer" not in tracker("print", "m1", "--visibility", "public").out


@pytest.mark.parametrize(
    ("verb", "target", "sentence", "hint"),
    [
        ("csv", "calendar.xlsx", "as a workbook", "tracker export csv --bom"),
        ("jcal", "calendar.ics", "as a calendar file", "written by tracker export ics"),
        ("ics", "calendar.json", "as JSON", "tracker export json or tracker export jcal"),
        ("json", "ledger.CSV", "as a table", "written by tracker export csv"),
    ],
)
def test_nothing_is_written_under_the_name_of_another_thing(
    tracker: Tracker, tmp_path: Path, verb: str, target: str, sentence: str, hint: str
) -> None:
    done = tracker("export", verb, "-o", target)
    assert done.code == 4
    assert f"{target} is named {sentence}, and export {verb} writes another thing." in done.err
    assert hint in done.err
    assert not (tmp_path / target).exists()
