"""Who raises a record hears what still hides it, or what of it stays back."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Result, Tracker


def run(tracker: Tracker, line: str) -> Result:
    return tracker(*shlex.split(line))


@pytest.fixture
def talks(tracker: Tracker) -> Tracker:
    """A series, its session and a meeting of it, all internal, with venues and sources."""
    for line in (
        "series add talks Talks",
        "session add talks --on '3 April 2025' --at 'Villa, Paris' --source https://a.example/1",
        (
            "log Plenary --on '3 April 2025' --session talks/1 --at 'House, Paris' --with MLI "
            "--source https://b.example/1"
        ),
    ):
        assert run(tracker, line).code == 0, line
    return tracker


def raised(tracker: Tracker, *lines: str) -> str:
    """Return the last thing that is said when the last of some commands is done."""
    for line in lines:
        done = run(tracker, line)
        assert (done.code, done.out) == (0, ""), done.err
    return done.err.splitlines()[-1]


SERIES = "series edit talks --visibility public"
SESSION = "session edit talks/1 --visibility public"
MEETING = "edit m1 --visibility public"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((SESSION,), "The public does not see talks/1 yet: its series talks is internal."),
        (
            (MEETING,),
            (
                "The public does not see m1 yet: "
                "its session talks/1 is internal and its series talks is internal."
            ),
        ),
        (
            (SERIES, SESSION, "edit m1 --visibility public --embargo 2030"),
            "The public does not see m1 yet: it is under embargo until 2030-01-01 00:00 UTC.",
        ),
        (
            ("series edit talks --visibility confidential", "edit m1 --visibility internal"),
            "Internal readers do not see m1 yet: its series talks is confidential.",
        ),
    ],
)
def test_what_hides_a_record_that_was_raised_is_said(
    talks: Tracker, lines: tuple[str, ...], said: str
) -> None:
    assert raised(talks, *lines) == said
    level = lines[-1].split("--visibility ")[1].split()[0]
    assert talks("show", "m1", "--visibility", level).code == 3


def test_the_venue_and_the_source_that_stay_back_are_said_and_how_to_tell_them(
    talks: Tracker,
) -> None:
    assert raised(talks, SERIES, SESSION, MEETING) == (
        "The public is not told of the place pl3 (internal) or the source src2 (internal) of m1; "
        "to tell it: tracker place edit pl3 --visibility public and "
        "tracker source edit src2 --visibility public."
    )
    assert "House" not in talks("show", "m1", "--visibility", "public").out
    for line in ("place edit pl3 --visibility public", "source edit src2 --visibility public"):
        assert run(talks, line).code == 0
    assert raised(talks, MEETING).startswith("m1 is so already")
    told = talks("show", "m1", "--visibility", "public").out
    assert "House" in told
    assert "b.example" in told


def test_of_a_session_its_meetings_venues_and_sources_are_said_too(talks: Tracker) -> None:
    said = raised(talks, SERIES, MEETING, SESSION)
    assert "of the places pl2 (internal) and pl3 (internal) or the sources src1" in said


def test_of_a_series_the_sessions_that_stay_back_are_said(talks: Tracker) -> None:
    assert raised(talks, SERIES).startswith(
        "The public is not told of the session talks/1 (internal) of talks; to tell it: "
    )


def test_no_other_record_is_raised(talks: Tracker) -> None:
    raised(talks, SERIES, SESSION, MEETING)
    assert "Villa" not in talks("place", "list", "--visibility", "public").out
    assert "example" not in talks("source", "list", "--visibility", "public").out


def test_nothing_more_is_said_of_what_is_told_whole_nor_of_another_correction(
    tracker: Tracker,
) -> None:
    assert run(tracker, "log Talks --on '3 April 2025' --at Paris").code == 0
    assert len(run(tracker, MEETING).err.splitlines()) == 1
    assert len(run(tracker, "edit m1 --level minister").err.splitlines()) == 1
    assert len(run(tracker, "edit m1 --visibility confidential").err.splitlines()) == 1


# What is said of levels and embargoes that are typed.


OVER = "The embargo would end on 5 January 2024 00:00 UTC, which is over; "


@pytest.mark.parametrize(
    "line",
    [
        "log Talks --on 2026",
        "edit m1",
        "series add other Other",
        "series edit talks",
        "session add talks --on 2026",
        "session add --after talks/1 --on 2026",
        "session edit talks/1",
        "agenda add talks/1 Trade",
        "agenda edit talks/1:1",
        "document add Statement --kind statement",
        "document edit d1",
        "commitment add Meet --by MLI",
        "commitment edit c1",
    ],
)
def test_an_embargo_that_is_over_is_refused_and_one_on_what_is_not_public_is_told(
    talks: Tracker, line: str
) -> None:
    for made in (
        "agenda add talks/1 One",
        "document add One --kind letter",
        "commitment add One --by MLI",
    ):
        assert run(talks, made).code == 0
    before = talks("history", "--json").out
    refused = run(talks, f"{line} --embargo '5 January 2024' --visibility public")
    assert (refused.code, refused.out) == (4, "")
    assert refused.err.startswith(f"tracker: {OVER}")
    assert talks("history", "--json").out == before
    idle = run(talks, f"{line} --embargo '5 January 2027' --visibility confidential")
    assert idle.code == 0
    assert idle.err.count("The embargo has no effect while ") == 1
    public = run(talks, f"{line} --embargo '5 January 2028' --visibility public")
    assert "no effect" not in public.err


def test_an_embargo_that_ends_now_is_over_and_one_of_the_next_minute_is_not(
    tracker: Tracker,
) -> None:
    line = "log Talks --on 2026 --visibility public --embargo"
    assert run(tracker, f"{line} '31 March 2025 09:00'").code == 4
    assert run(tracker, f"{line} '31 March 2025 09:01'").code == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "Announced. MLI."),
        ("--visibility internal", "Announced. MLI."),
        ("--visibility public", "Announced. MLI. Public."),
        ("--visibility confidential", "Announced. MLI. Confidential."),
        (
            "--visibility public --embargo '5 January 2027 10:00' --zone Europe/Paris",
            "Announced. MLI. Public from Tue 5 January 2027 10:00 UTC.",
        ),
    ],
)
def test_the_answer_says_how_far_it_goes_and_from_when(
    tracker: Tracker, more: str, said: str
) -> None:
    done = run(tracker, f"log Talks --on '3 April 2026' --with MLI {more}")
    assert done.err.splitlines()[0].endswith(said), done.err


def test_the_level_is_said_in_the_readers_language(tracker: Tracker) -> None:
    line = "log Talks --on '3 avril 2026' --visibility public --embargo '5 janvier 2027'"
    done = tracker(*shlex.split(line), TRACKER_LANG="fr")
    assert "Public à compter du mar. 5 janvier 2027" in done.err


def test_an_embargo_that_ended_is_not_said_any_more(tracker: Tracker) -> None:
    line = "log Talks --on '3 April 2026' --visibility public --embargo '1 May 2025'"
    assert "Public from Thu 1 May 2025 00:00 UTC." in run(tracker, line).err
    later = tracker("edit", "m1", "--level", "minister", now="2025-05-02T09:00Z")
    assert later.err.endswith("Announced. Public.\n")
