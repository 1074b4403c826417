"""`tracker print` of whatever is named, in each kind, as far as the reader may see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.hidden import CANARY, HIDDEN, hide_notes, hide_records
from tests.poppler import info_of
from tracker.cli.print_kinds import KINDS
from tracker.domain.prints import PrintKind

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

OF_SESSIONS = tuple(kind for kind in KINDS if kind != "calendar")


def first_line(tracker: Tracker, *words: str) -> str:
    result = tracker("print", *words)
    assert result.code == 0, result.err
    return result.out.splitlines()[0]


def test_the_kinds_on_offer_are_those_there_are() -> None:
    assert tuple(PrintKind) == KINDS


@pytest.mark.parametrize("kind", OF_SESSIONS)
@pytest.mark.parametrize("ref", ["aes-russia/1", "m2"])
def test_a_session_and_a_meeting_are_printed_in_every_kind(
    tracker: Tracker, founding_ledger: Path, ref: str, kind: str
) -> None:
    result = tracker("print", ref, "--kind", kind)

    assert (result.code, result.err) == (0, "")
    assert f"{ref}, as recorded on 31 March 2025" in result.out


def test_the_summary_is_what_is_printed_when_no_kind_is_said(
    tracker: Tracker, founding_ledger: Path
) -> None:
    for words in ((), ("--json",)):
        usual = tracker("print", "aes-russia/1", *words).out
        assert usual == tracker("print", "aes-russia/1", "--kind", "summary", *words).out


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        ("MLI", "Meetings and commitments"),
        ("Mali", "Meetings and commitments"),
        ("aes-russia", "Meetings and commitments"),
        ("3 April 2025", "Programme"),
        ("3 avril 2025", "Programme"),
        ("week of 31 March 2025", "Programme"),
        ("this week", "Programme"),
        ("2025-04", "Calendar"),
        ("April 2025", "Calendar"),
        ("2025", "Calendar"),
    ],
)
def test_what_is_named_has_a_usual_kind(
    tracker: Tracker, founding_ledger: Path, ref: str, title: str
) -> None:
    assert first_line(tracker, ref) == title


def test_days_have_the_meetings_of_their_places_days(
    tracker: Tracker, founding_ledger: Path
) -> None:
    for zone in ("Pacific/Auckland", "Pacific/Honolulu"):
        out = tracker("print", "2 April 2025", TRACKER_ZONE=zone).out
        assert "Preparatory meeting" in out
        assert "Plenary talks" not in out


def test_a_session_without_meetings_stands_in_the_programme_of_its_days(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("session", "add", "aes-russia", "--on", "5-6 May 2026", "--at", "Bamako")

    out = tracker("print", "5 May 2026").out

    assert "Second session" in out
    assert "Nothing is recorded" not in out


def test_a_brief_tells_what_was_promised_at_the_last_session(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("session", "add", "aes-russia", "--on", "5-6 May 2026", "--at", "Bamako")

    out = tracker("print", "aes-russia/2", "--kind", "brief", now="2027-01-02T00:00Z").out

    promised = out[out.index("Promised earlier") :]
    assert "aes-russia/1" in promised
    assert "overdue" in promised


def test_a_party_has_what_is_to_come_past_and_promised(
    tracker: Tracker, founding_ledger: Path
) -> None:
    out = tracker("print", "MLI", now="2025-07-01T00:00Z").out

    assert out.index("To come") < out.index("Past") < out.index("Promised and not done yet")
    assert "Plenary talks" not in out  # the session stands for its meetings


def test_an_agenda_is_printed_as_it_was_circulated(tracker: Tracker, founding_ledger: Path) -> None:
    tracker("agenda", "circulate", "aes-russia/1", "--on", "20 March 2025")
    tracker("agenda", "add", "aes-russia/1", "Other matters", "--label", "5")
    tracker("agenda", "revise", "aes-russia/1", "--on", "25 March 2025")

    def printed(*words: str) -> str:
        return tracker("print", "aes-russia/1", "--kind", "agenda", *words).out

    assert "Provisional agenda, Rev.1" in printed()
    assert "Other matters" not in printed("--version", "provisional")
    assert "Rev.1" not in printed("--version", "now")
    data = json.loads(printed("--json"))
    assert (data["kind"], data["version"]["stage"], "agenda" in data) == (
        "agenda",
        "provisional",
        False,
    )


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("MLI", "--kind", "record"), 4, "--kind record is not for a party; say --kind brief."),
        (("aes-russia/1", "--kind", "calendar"), 4, "--kind calendar is not for a session."),
        (("this week", "--kind", "brief"), 4, "--kind brief is not for some days"),
        (("aes-russia/1", "--version", "rev1"), 4, "--version is of an agenda"),
        (("aes-russia/1", "--kind", "agenda", "--version", "rev9"), 3, "has no agenda"),
        (("aes-russia/9",), 3, "aes-russia/9"),
        (("03/04/2025",), 4, "can be read in 2 ways"),
        (("2024/2025",), 4, "is longer than a year"),
        (("tbc",), 4, "is no period"),
        (("nobody",), 3, "There is no"),
        (("d1",), 4, "d1 is a document"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    tracker: Tracker, founding_ledger: Path, words: tuple[str, ...], code: int, why: str
) -> None:
    result = tracker("print", *words)

    assert (result.code, result.out) == (code, ""), result.err
    assert why in result.err


@pytest.mark.parametrize("form", ["terminal", "markdown", "html", "json"])
@pytest.mark.parametrize("how", HIDDEN)
def test_a_print_for_the_public_shows_nothing_that_is_hidden(
    tracker: Tracker, founding_ledger: Path, how: str, form: str
) -> None:
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN[how])
        hide_notes(desk.ledger)
    refs = [(ref, kind) for ref in ("aes-russia/1", "m1", "m2") for kind in OF_SESSIONS]
    refs += [("aes-russia", "brief"), ("RUS", "brief"), ("MLI", "brief")]
    refs += [("this week", "programme"), ("April 2025", "programme")]
    refs += [("April 2025", "calendar"), ("2025", "calendar")]

    for ref, kind in refs:
        words = ("print", ref, "--kind", kind, "--visibility", "public", "--format", form)
        result = tracker(*words)
        assert result.code == 0, result.err
        assert CANARY.lower() not in result.out.lower(), (ref, kind)


def test_what_the_public_is_not_shown_is_counted_on_stderr_only(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("commitment", "add", "A secret", "--on", "aes-russia/1")
    before = tracker("print", "aes-russia/1", "--kind", "record", "--visibility", "public")
    with desk_at(founding_ledger) as desk:
        hide_records(desk.ledger, HIDDEN["internal"])
    after = tracker("print", "aes-russia/1", "--kind", "record", "--visibility", "public")

    assert after.out == before.out
    assert "Withheld, being above public" in after.err


def test_a_room_at_a_hidden_venue_is_not_told(tracker: Tracker, ledger_path: Path) -> None:
    tracker("place", "add", "Safe house", "--in", "Moscow", "--visibility", "confidential")
    tracker(
        *("log", "Talks", "--on", "3 April 2025 10:00", "--at", "Safe house"),
        *("--room", "Cellar", "--visibility", "public"),
    )

    for kind in ("programme", "brief", "record"):
        result = tracker("print", "m1", "--kind", kind, "--visibility", "public")
        assert result.code == 0, result.err
        assert "Safe house" not in result.out
        assert "Cellar" not in result.out


@pytest.mark.parametrize("kind", ["brief", "delegations", "programme", "record", "agenda"])
def test_a_kind_goes_on_paper(
    tracker: Tracker, founding_ledger: Path, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "print.pdf"
    for language in ("en", "fr", "ru", "ar"):
        tracker("print", "aes-russia/1", "--kind", kind, "--lang", language, "-o", str(target))
        assert int(info_of(target.read_bytes())["Pages"]) <= 2


def test_an_annotated_agenda_has_the_notes_of_its_items_and_no_outcomes(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("agenda", "edit", "aes-russia/1:2", "--note", "Ask for the list of firms.")
    shown = tracker("print", "aes-russia/1", "--kind", "annotated")
    assert shown.code == 0, shown.err
    assert "Annotated agenda" in shown.out
    assert "Ask for the list of firms." in shown.out
    assert "Outcome" not in shown.out
    plain = tracker("print", "aes-russia/1", "--kind", "agenda").out
    assert "Ask for the list of firms." not in plain
    public = ("--kind", "annotated", "--for", "public")
    assert "Ask for the list" not in tracker("print", "aes-russia/1", *public).out
    assert "Ordre du jour annoté" in tracker("print", "aes-russia/1", *public, "--lang", "fr").out
    refused = tracker("print", "MLI", "--kind", "annotated")
    assert refused.code == 4
