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
