"""`tracker move`, `confirm`, `postpone`, `cancel`, `held`, `undo`, `history`, `changes`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tracker.domain.status import TRANSITIONS, Status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


@pytest.fixture
def talks(tracker: Tracker) -> Tracker:
    """A ledger with m1, talks in Moscow on 3 April 2025, 10:00 to 12:00."""
    on = ("--on", "3 April 2025 10:00-12:00", "--at", "Moscow")
    assert tracker("log", "Talks", *on).code == 0
    return tracker


def m1(tracker: Tracker) -> dict[str, Any]:
    """Return m1 as it stands."""
    found: dict[str, Any] = json.loads(tracker("export", "jsonl").out.splitlines()[0])
    return found


def test_a_moved_meeting_keeps_its_length_and_uid(talks: Tracker) -> None:
    uid = m1(talks)["stamp"]["uid"]
    assert talks("move", "m1", "4 April 2025 11:00").code == 0
    moved = m1(talks)
    assert moved["when"]["text"] == "2025-04-04T11:00/2025-04-04T13:00[Europe/Moscow]"
    assert (moved["stamp"]["uid"], moved["stamp"]["sequence"]) == (uid, 1)


def test_the_three_dates_are_kept_apart(talks: Tracker) -> None:
    talks("confirm", "m1", "3 April 2025 10:30")
    talks("held", "m1", "3 April 2025 10:45", now="2025-04-05T09:00Z")
    whens = m1(talks)["whens"]
    assert [whens[k]["text"][:16] for k in ("announced", "confirmed", "actual")] == [
        "2025-04-03T10:00",
        "2025-04-03T10:30",
        "2025-04-03T10:45",
    ]


def test_a_new_date_voids_the_firmer_ones(talks: Tracker) -> None:
    talks("confirm", "m1")
    talks("postpone", "m1", "10 April 2025 10:00", "--reason", "illness")
    found = m1(talks)
    assert found["status"] == "announced"
    assert found["whens"]["confirmed"] is None
    assert found["reason"] == "illness"


def test_postponed_without_a_date_keeps_the_old_one(talks: Tracker) -> None:
    talks("postpone", "m1", "--reason", "illness")
    found = m1(talks)
    assert (found["status"], found["when"]["text"][:10]) == ("postponed", "2025-04-03")


def test_what_was_cancelled_can_be_called_again(talks: Tracker) -> None:
    talks("cancel", "m1", "--reason", "no quorum")
    assert talks("move", "m1", "5 April 2025").code == 5
    assert talks("confirm", "m1", "5 April 2025 10:00").code == 0
    assert m1(talks)["status"] == "confirmed"


def test_the_future_was_not_held(talks: Tracker) -> None:
    result = talks("held", "m1")
    assert result.code == 5
    assert "has not come" in result.err


def test_what_was_held_stays_held(talks: Tracker) -> None:
    talks("held", "m1", now="2025-04-05T09:00Z")
    for words in (("confirm", "m1"), ("cancel", "m1", "--reason", "x")):
        result = talks(*words, now="2025-04-05T09:00Z")
        assert result.code == 5
        assert "was held" in result.err


def test_a_call_off_needs_a_reason(talks: Tracker) -> None:
    assert talks("cancel", "m1").code == 4
    assert talks("postpone", "m1").code == 4


@pytest.mark.parametrize("status", list(Status))
def test_every_status_says_where_it_may_go(status: Status) -> None:
    assert status not in TRANSITIONS[status]
    assert (TRANSITIONS[status] == frozenset()) == (status is Status.HELD)


def test_a_day_alone_keeps_the_hour_and_an_hour_alone_the_day(talks: Tracker) -> None:
    talks("move", "m1", "7 April 2025")
    assert m1(talks)["when"]["text"] == "2025-04-07T10:00/2025-04-07T12:00[Europe/Moscow]"
    talks("move", "m1", "11h")
    assert m1(talks)["when"]["text"] == "2025-04-07T11:00/2025-04-07T13:00[Europe/Moscow]"
    talks("move", "m1", "8 April 2025", "--all-day")
    assert m1(talks)["when"]["text"] == "2025-04-08"


def test_a_reason_goes_with_the_change_that_it_was_given_for(talks: Tracker) -> None:
    talks("cancel", "m1", "--reason", "illness")
    assert m1(talks)["reason"] == "illness"
    talks("confirm", "m1")
    assert m1(talks)["reason"] is None


def test_a_reason_is_for_internal_readers(talks: Tracker) -> None:
    talks("edit", "m1", "--visibility", "public")
    talks("cancel", "m1", "--reason", "CANARY")
    for words in (("export", "ics"), ("export", "json"), ("print", "m1"), ("show", "m1")):
        assert "CANARY" in talks(*words).out
        assert "CANARY" not in talks(*words, "--visibility", "public").out


def test_what_was_taken_back_can_be_brought_again_and_taken_back_anew(talks: Tracker) -> None:
    talks("move", "m1", "4 April 2025 11:00")
    talks("confirm", "m1")
    talks("undo", "2")
    assert talks("redo", "2").err.startswith("Brought again #2")
    assert m1(talks)["status"] == "confirmed"
    assert talks("redo").code == 5
    assert talks("undo").err.startswith("Took back #3")
    assert m1(talks)["status"] == "announced"


def test_to_be_confirmed_voids_every_date(talks: Tracker) -> None:
    talks("confirm", "m1", "4 April 2025 10:00")
    assert talks("move", "m1", "tbc").code == 0
    assert m1(talks)["when"]["kind"] == "tbc"


def test_what_is_to_come_cannot_be_logged_as_held(talks: Tracker) -> None:
    result = talks("log", "Talks", "--on", "3 June 2030", "--status", "held")
    assert result.code == 5
    assert "has not come" in result.err


def test_doing_it_twice_changes_nothing(talks: Tracker) -> None:
    talks("confirm", "m1")
    result = talks("confirm", "m1")
    assert (result.code, "is so already" in result.err) == (0, True)
    assert m1(talks)["stamp"]["sequence"] == 1


def test_a_session_moves_too(tracker: Tracker, founding_ledger: Path) -> None:
    result = tracker("move", "aes-russia/1", "3-4 April 2025", now="2025-06-01T00:00Z")
    assert result.code == 0, result.err
    assert result.err.startswith("aes-russia/1 moved")


def test_undo_takes_back_newest_first_and_history_keeps_both(talks: Tracker) -> None:
    talks("move", "m1", "4 April 2025 11:00")
    talks("confirm", "m1")
    result = talks("undo", "2")
    assert [line[:12] for line in result.err.splitlines()] == ["Took back #3", "Took back #2"]
    assert m1(talks)["when"]["text"].startswith("2025-04-03T10:00")
    told = talks("history", "m1").out
    assert "(takes back #3)" in told
    assert "(taken back by #4)" in told


def test_more_than_there_is_cannot_be_undone(talks: Tracker) -> None:
    assert talks("undo", "2").code == 5
    assert m1(talks)["title"] == {"en": "Talks"}
    assert talks("undo").code == 0
    assert talks("undo").err == "tracker: Nothing is left to undo.\n"


def test_history_says_who_what_before_and_after(talks: Tracker) -> None:
    talks("move", "m1", "4 April 2025 11:00", TRACKER_AUTHOR="amara")
    first = talks("history", "m1", "--limit", "1").out
    assert first == (
        "#2 2025-03-31 09:00 amara tracker move m1 '4 April 2025 11:00'\n"
        "    m1 announced dates: Thu 3 April 2025 10:00–12:00 → Fri 4 April 2025 11:00–13:00\n"
    )


def test_changes_are_those_since_then(talks: Tracker) -> None:
    talks("confirm", "m1", now="2025-04-02T09:00Z")
    found = json.loads(
        talks("changes", "--since", "yesterday", "--json", now="2025-04-02T10:00Z").out
    )
    assert [change["id"] for change in found] == [2]


def test_last_is_what_the_author_did_last(talks: Tracker) -> None:
    talks("log", "Call", "--on", "tbc", TRACKER_AUTHOR="amara")
    assert talks("confirm", "@last").err.startswith("m1 confirmed")
    assert talks("move", "@last", "5 April 2025", TRACKER_AUTHOR="amara").err.startswith("m2")
    assert talks("move", "@last", "5 April 2025", TRACKER_AUTHOR="nobody").code == 3


def test_the_sequence_never_falls(talks: Tracker) -> None:
    sequences = []
    for words in (("move", "m1", "4 April 2025 9:00"), ("undo",), ("confirm", "m1"), ("undo",)):
        assert talks(*words).code == 0
        sequences.append(m1(talks)["stamp"]["sequence"])
    assert sequences == [1, 2, 3, 4]


def test_history_says_that_there_is_more_and_how_to_see_it(talks: Tracker) -> None:
    for hour in range(10, 14):
        assert talks("move", "m1", f"4 April 2025 {hour}:00").code == 0
    short = talks("history", "m1", "--limit", "2", "--json")
    assert len(json.loads(short.out)) == 2
    assert short.err == ("These are the newest 2; there are more: tracker history m1 --limit 20\n")
    assert "tracker history --limit 10" in talks("history", "--limit", "1").err
    assert talks("history", "m1", "--limit", "5").err == ""
    assert talks("history").err == ""
