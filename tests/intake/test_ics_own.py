"""Our own calendar files come back as what they were made of, as far as an .ics carries it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.intake.reading_ics import meetings, read, reasons
from tracker.domain.incoming import IncomingMeeting
from tracker.intake.ics.own import called_off
from tracker.render.language import LANGUAGES, translator

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

LOGGED = (
    ("Courtesy call", "3 April 2025 10:00-11:00", "--at", "Bamako", "--kind", "courtesy-call"),
    ("Call", "4 April 2025 15:00", "--at", "Moscow", "--status", "confirmed"),
    ("Weekend", "5-6 April 2025"),
    ("Talks", "April 2025"),
    ("Visit", "second half of May 2025"),
    ("Summit", "summer 2025"),
    ("Round", "third quarter of 2025"),
    ("Year of talks", "2026"),
    ("About a day", "about 3 June 2025"),
    ("Night session", "2025-10-25 23:00 - 2025-10-26 03:30", "--at", "Paris", "--room", "Room 4"),
)


@pytest.fixture
def logged(tracker: Tracker) -> Tracker:
    for title, on, *more in LOGGED:
        assert tracker("log", title, "--on", on, *more).code == 0
    return tracker


def kept(tracker: Tracker) -> dict[str, dict[str, str]]:
    """What the ledger has of each meeting, by its UID."""
    found = {}
    for number in range(1, len(LOGGED) + 1):
        record = json.loads(tracker("show", f"m{number}", "--json").out)["record"]
        found[record["stamp"]["uid"]] = {
            "when": record["when"]["text"],
            "title": record["title"]["en"],
            "kind": record["kind"],
            "status": record["status"],
        }
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_whens_titles_and_kinds_come_back(logged: Tracker, language: str) -> None:
    expected = kept(logged)
    content = logged("export", "ics", "--lang", language).out
    found = {met.uid: met for met in meetings(content)}
    assert reasons(content) == []
    assert {uid: str(met.when) for uid, met in found.items()} == {
        uid: told["when"] for uid, told in expected.items()
    }
    assert {uid: str(met.title) for uid, met in found.items()} == {
        uid: told["title"] for uid, told in expected.items()
    }
    assert {met.kind.value for met in found.values() if met.kind} == {"courtesy-call", "meeting"}
    assert all(set(dict(met.title)) == {"en"} for met in found.values())


def test_places_and_statuses_come_back(logged: Tracker) -> None:
    found = {str(met.title): met for met in meetings(logged("export", "ics").out)}
    assert found["Courtesy call"].place == "Bamako"
    assert found["Night session"].place == "Room 4, Paris"
    # A feed does not tell what was announced from what is tentative, so neither is claimed.
    assert (found["Call"].status, found["Talks"].status) == ("confirmed", None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_called_off_comes_back_as_such(logged: Tracker, language: str) -> None:
    assert logged("postpone", "m1", "--reason", "weather").code == 0
    assert logged("cancel", "m2", "--reason", "weather").code == 0
    content = logged("export", "ics", "--lang", language).out
    found = {str(met.title): met for met in meetings(content)}
    assert (found["Courtesy call"].status, found["Call"].status) == ("postponed", "cancelled")
    assert str(found["Call"].when) == "2025-04-04T15:00[Europe/Moscow]"


def test_the_founding_session_comes_back(tracker: Tracker, founding_ledger: Path) -> None:
    delivery = read(tracker("export", "ics").out.encode())
    found = [entry for entry in delivery.entries if isinstance(entry, IncomingMeeting)]
    assert delivery.whole
    assert {str(met.when) for met in found} >= {"2025-04-03"}
    assert all(met.uid and met.place for met in found if met.kind == "conference")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_of_our_feeds_is_understood(language: str) -> None:
    gettext = translator(language).gettext
    cancelled = gettext("CANCELLED: {title}").format(title="Talks: round two")
    assert called_off(cancelled) == ("Talks: round two", "cancelled")
    postponed = gettext("POSTPONED: {title}").format(title="Talks: round two")
    assert called_off(postponed) == ("Talks: round two", "postponed")
