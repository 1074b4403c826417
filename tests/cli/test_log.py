"""`tracker log`: what is kept, what is echoed, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Tracker

TALKS = ("log", "Plenary talks", "--on", "3 April 2025 10:00-12:00", "--at", "Moscow")


def logged(tracker: Tracker, *words: str) -> dict[str, Any]:
    """Log with --json and return the meeting."""
    result = tracker("log", *words, "--json")
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


def test_the_echo_names_the_record_weekday_zone_and_the_readers_time(tracker: Tracker) -> None:
    result = tracker(*TALKS, "--with", "MLI,RUS")
    assert (result.code, result.out) == (0, "")
    assert result.err == (
        "m1 logged: Thursday 3 April 2025, 10:00–12:00 Europe/Moscow; your time 07:00–09:00 UTC. "
        "Moscow (RUS). Announced. MLI, RUS.\n"
    )


def test_quiet_says_nothing(tracker: Tracker) -> None:
    assert tracker(*TALKS, "-q").err == ""


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("Moscow", "Europe/Moscow"),
        ("Москва", "Europe/Moscow"),
        ("bamako", "Africa/Bamako"),
        ("OUAGADOUGOU", "Africa/Ouagadougou"),
        ("Niamey", "Africa/Niamey"),
    ],
)
def test_a_city_in_any_spelling_brings_its_zone(tracker: Tracker, city: str, zone: str) -> None:
    meeting = logged(tracker, "Talks", "--on", "3 April 2025 10:00", "--at", city)
    assert meeting["when"]["text"] == f"2025-04-03T10:00[{zone}]"


def test_the_ledgers_own_places_come_before_the_worlds(tracker: Tracker) -> None:
    """A place that somebody entered is meant, whatever else bears its name."""
    tracker("place", "add", "Moscow", "--zone", "America/Boise", "--country", "USA")
    meeting = logged(tracker, "Talks", "--on", "3 April 2025 10:00", "--at", "moscow")
    assert meeting["place"]["zone"] == "America/Boise"


def test_a_named_zone_beats_the_places(tracker: Tracker) -> None:
    words = ("Talks", "--on", "3 April 2025 10:00", "--at", "Moscow", "--zone", "Africa/Bamako")
    assert logged(tracker, *words)["when"]["earliest"] == "2025-04-03T10:00:00Z"


@pytest.mark.parametrize("name", ["MLI", "mli", "Mali", "Мали", "مالي", "Republic of Mali"])
def test_a_party_by_code_or_name_in_any_language(tracker: Tracker, name: str) -> None:
    meeting = logged(tracker, "Talks", "--on", "tbc", "--with", name)
    assert [d["party"]["code"] for d in meeting["delegations"]] == ["MLI"]


def test_parties_may_be_given_in_a_list_or_one_by_one(tracker: Tracker) -> None:
    meeting = logged(tracker, "Talks", "--on", "tbc", "--with", "MLI,BFA", "--with", "Niger")
    assert [d["party"]["code"] for d in meeting["delegations"]] == ["BFA", "MLI", "NER"]


def test_an_organisation_comes_with_its_members(tracker: Tracker) -> None:
    tracker("log", "Talks", "--on", "tbc", "--with", "AES,Russia")
    found = json.loads(tracker("party", "show", "AES", "--json").out)
    assert {m["member"]["code"] for m in found["memberships"]} == {"BFA", "MLI", "NER"}


@pytest.mark.parametrize(
    ("on", "status"),
    [("30 March 2025", "held"), ("1 April 2025", "announced"), ("tbc", "announced")],
)
def test_what_is_past_was_held_and_the_rest_is_announced(
    tracker: Tracker, on: str, status: str
) -> None:
    assert logged(tracker, "Talks", "--on", on)["status"] == status


def test_a_date_is_kept_under_its_status(tracker: Tracker) -> None:
    confirmed = logged(tracker, "Talks", "--on", "3 April 2025", "--status", "confirmed")
    assert confirmed["whens"]["announced"] is None
    assert confirmed["whens"]["confirmed"]["text"] == "2025-04-03"


def test_a_title_may_be_given_in_several_languages(tracker: Tracker) -> None:
    more = ("--title-in", "fr=Entretiens", "--title-in", "ru=Переговоры")
    meeting = logged(tracker, "Talks", "--on", "tbc", *more)
    assert meeting["title"] == {"en": "Talks", "fr": "Entretiens", "ru": "Переговоры"}
    meeting = logged(tracker, "Talks", "--on", "tbc", "--lang", "ar", "--title-in", "en=Talks")
    assert list(meeting["title"]) == ["ar", "en"]
    twice = tracker("log", "Talks", "--on", "tbc", "--title-in", "en=Talks")
    assert twice.code == 4
    assert "The title is given twice in the language en." in twice.err


def test_a_duration_sets_the_end(tracker: Tracker) -> None:
    meeting = logged(tracker, "Call", "--on", "3 April 2025 9h30", "--for", "90m")
    assert meeting["when"]["text"] == "2025-04-03T09:30/2025-04-03T11:00[UTC]"


def test_a_source_is_a_claim_on_the_date(tracker: Tracker) -> None:
    meeting = logged(tracker, "Talks", "--on", "3 April 2025", "--source", "https://example.org/a")
    (claim,) = meeting["claims"]
    assert (claim["field"], claim["value"], claim["standing"]) == (
        "when",
        "2025-04-03",
        "supporting",
    )
    assert claim["source"]["publisher"] == "example.org"


def test_a_venue_in_a_city_is_kept_as_both(tracker: Tracker) -> None:
    meeting = logged(tracker, "Talks", "--on", "tbc", "--at", "Reception House, Moscow")
    assert meeting["place"]["name"] == {"en": "Reception House"}
    assert meeting["place"]["city"]["name"]["ru"] == "Москва"


def test_a_meeting_of_a_session_is_where_and_as_visible_as_the_session(
    tracker: Tracker, founding_ledger: object
) -> None:
    meeting = logged(tracker, "Dinner", "--on", "3 April 2025", "--session", "aes-russia/1")
    assert meeting["session"] == "aes-russia/1"
    assert meeting["visibility"] == "public"
    assert meeting["place"]["name"]["en"] == "Moscow"


REFUSED = [
    (("Talks",), 4, "needs a date"),
    ((" ", "--on", "tbc"), 4, "title is empty"),
    (("Talks", "--on", "03/04/2025"), 4, "can be read in 2 ways"),
    (("Talks", "--on", "30 February 2025"), 4, "February 2025 has 28 days"),
    (("Talks", "--on", "3 April 2025 12:00-10:00"), 4, "10:00 is not after 12:00"),
    (("Talks", "--on", "26 October 2025 02:30", "--at", "Paris"), 4, "comes twice"),
    (("Talks", "--on", "30 March 2025 02:30", "--zone", "Europe/Paris"), 4, "skip 02:30"),
    (("Talks", "--on", "tbc", "--with", "MLX"), 3, "Did you mean MLT or MLI?"),
    (("Talks", "--on", "tbc", "--at", "Georgetown"), 4, "Georgetown, GUY"),
    (("Talks", "--on", "tbc", "--at", "Nowhereville"), 3, "Nowhereville"),
    (("Talks", "--on", "tbc", "--kind", "bilat"), 4, "Did you mean bilateral?"),
    (("Talks", "--on", "tbc", "--status", "cancled"), 4, "Did you mean cancelled?"),
    (("Talks", "--on", "tbc", "--level", "king"), 4, "is no level"),
    (("Talks", "--on", "tbc", "--zone", "Mars"), 4, "no time zone"),
    (("Talks", "--on", "tbc", "--session", "aes-rusia/1"), 3, "aes-rusia/1"),
    (("Talks", "--on", "tbc", "--source", "javascript:alert(1)"), 4, "not a web address"),
    (("Talks", "--on", "3 April 2025", "--for", "2h"), 4, "whole day"),
    (("T\x1b[31m", "--on", "tbc"), 4, "U+001B"),
    (("x" * 10_000, "--on", "tbc"), 4, "10,000 characters"),
]


@pytest.mark.parametrize(("words", "code", "sentence"), REFUSED, ids=lambda v: str(v)[:40])
def test_what_is_wrong_is_said_and_nothing_is_kept(
    tracker: Tracker, words: tuple[str, ...], code: int, sentence: str
) -> None:
    result = tracker("log", *words)
    assert (result.code, result.out) == (code, "")
    assert sentence in result.err
    assert "Traceback" not in result.err
    assert json.loads(tracker("db", "status", "--json").out)["changes"] == 0


def test_one_command_is_one_change(tracker: Tracker) -> None:
    """Parties, places, topics and sources that came with a meeting go with it."""
    tracker(*TALKS, "--with", "MLI,RUS", "--topic", "Security", "--source", "https://example.org/a")
    assert tracker("undo").code == 0
    status = json.loads(tracker("db", "status", "--json").out)
    assert set(status["records"].values()) == {0}


def test_a_number_is_never_given_twice(tracker: Tracker) -> None:
    tracker(*TALKS)
    tracker("undo")
    assert logged(tracker, "Talks", "--on", "tbc")["ref"] == "m2"
