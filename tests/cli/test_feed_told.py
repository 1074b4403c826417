"""What is said of feeds beside what is asked: those kept back, titles, addresses brought back."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker


def made(tracker: Tracker) -> None:
    done = tracker("feed", "add", "desk", "Our desk")
    assert done.code == 0, done.err


def test_how_a_confidential_feed_is_asked_for_is_said(tracker: Tracker, ledger_path: Path) -> None:
    added = tracker("feed", "add", "desk", "Our desk", "--visibility", "confidential")
    assert "Only with --visibility confidential do feed list, show and preview tell it." in (
        added.err
    )
    for verb in ("show", "preview"):
        hidden, unknown = tracker("feed", verb, "desk"), tracker("feed", verb, "else")
        assert (hidden.code, unknown.code) == (3, 3)
        assert hidden.err.replace("desk", "else") == unknown.err
        assert "add --visibility confidential" in hidden.err
        assert tracker("feed", verb, "desk", "--visibility", "confidential").code == 0
        known = tracker("feed", verb, "else", "--visibility", "confidential")
        assert "See: tracker feed list --visibility confidential" in known.err


def test_feeds_that_are_kept_back_are_counted_never_named(
    tracker: Tracker, ledger_path: Path
) -> None:
    tracker("feed", "add", "desk", "Our desk", "--visibility", "confidential")
    alone = tracker("feed", "list")
    assert alone.err == (
        "There are no feeds up to internal. Add one with: tracker feed add SLUG TITLE\n"
        "Withheld, being above internal: 1 feed.\n"
    )
    tracker("feed", "add", "press", "Press")
    assert "desk" not in "".join(alone.out + tracker("feed", "list").out)
    public = tracker("feed", "list", "--visibility", "public", "--json")
    assert (json.loads(public.out), public.err) == (
        [], "Withheld, being above public: 2 feeds.\n",
    )  # fmt: skip
    assert "Withheld" not in tracker("feed", "list", "--visibility", "confidential").err


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ((), {"en": "Agenda"}),
        (("--in", "fr"), {"fr": "Agenda"}),
        (("--in", "FR", "--title-in", "en=Calendar"), {"fr": "Agenda", "en": "Calendar"}),
        (("--in", "fr", "--title-in", "fr=Calendrier"), {"en": "Agenda", "fr": "Calendrier"}),
    ],
)
def test_the_title_of_a_new_feed_is_in_its_language(
    tracker: Tracker, ledger_path: Path, more: tuple[str, ...], title: dict[str, str]
) -> None:
    assert tracker("feed", "add", "pub", "Agenda", *more).code == 0
    tracker("feed", "edit", "pub", "--in", "ar")  # which says nothing of the title
    assert json.loads(tracker("feed", "show", "pub", "--json").out)["title"] == title


# Addresses that undo and redo bring back, or end.


AGAIN = "The secret address of “Ann, phone” for feed desk is valid again; end it with: "
ENDED = "secret address of “Ann, phone” for feed desk is no longer valid."


@pytest.mark.parametrize(
    ("words", "again", "ended"),
    [
        (("url", "desk", "--for", "Ann, phone"), 0, 1),
        (("rotate", "desk", "Ann, phone"), 1, 1),
        (("revoke", "desk", "Ann, phone"), 1, 0),
        (("remove", "desk", "--yes"), 1, 0),
        (("edit", "desk", "--past", "1"), 0, 0),
    ],
)
def test_what_undo_and_redo_do_to_secret_addresses_is_said(
    tracker: Tracker, ledger_path: Path, words: tuple[str, ...], again: int, ended: int
) -> None:
    made(tracker)
    if words[0] != "url":
        assert tracker("feed", "url", "desk", "--for", "Ann, phone").code == 0
    assert tracker("feed", *words).code == 0
    undone = tracker("undo")
    assert (undone.code, undone.err.count(AGAIN), undone.err.count(ENDED)) == (0, again, ended)
    assert ("The other secret" in undone.err) is (words[0] == "rotate")
    redone = tracker("redo")
    assert (redone.code, redone.err.count(AGAIN), redone.err.count(ENDED)) == (0, ended, again)


def test_an_address_that_is_good_again_is_ended_by_the_command_that_is_named(
    tracker: Tracker, ledger_path: Path
) -> None:
    made(tracker)
    tracker("feed", "url", "desk", "--for", "Ann, phone")
    tracker("feed", "rotate", "desk", "Ann, phone")
    (line,) = (x for x in tracker("undo").err.splitlines() if x.startswith(AGAIN))
    _, *named = shlex.split(line.removeprefix(AGAIN))
    assert tracker(*named).code == 0
    shown = json.loads(tracker("feed", "show", "desk", "--json").out)
    assert [s["label"] for s in shown["subscribers"] if s["revoked"] is None] == []


# What history says of addresses.


def test_history_names_whose_address_it_was_when_its_row_is_gone(
    tracker: Tracker, ledger_path: Path
) -> None:
    made(tracker)
    tracker("feed", "url", "desk", "--for", "Ann, phone")
    tracker("feed", "revoke", "desk", "Ann, phone")
    revoked = tracker("history", "--limit", "1", TRACKER_ZONE="Asia/Tokyo")
    assert "feed desk for Ann, phone revoked at: nothing → Mon 31 March 2025 18:00" in revoked.out
    assert tracker("undo", "2").code == 0
    assert "feed desk for Ann, phone taken back" in tracker("history", "--limit", "1").out
    tracker("undo")
    told = tracker("history").out
    assert "feed desk taken back" in told
    assert "feed 1" not in told
    assert "subscriber 1" not in told
