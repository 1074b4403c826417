from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.whens import all_day, imprecise, timed, whens, zones
from tracker.domain.when import Imprecise, Timed, When, parse_when
from tracker.domain.when_grammar import read_when
from tracker.render.dates import say_echo, say_in_zone, say_when

NOW = datetime(2025, 4, 2, 9, 0, tzinfo=UTC)
MOSCOW = "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]"
NIGHT = "2025-04-03T22:00/2025-04-04T02:00[Europe/Moscow]"
TWICE = "2025-10-26T01:00/2025-10-26T02:30+01:00[Europe/Paris]"

ENGLISH = {
    MOSCOW: "Thursday 3 April 2025, 10:00–12:00",
    NIGHT: "Thursday 3 April 2025, 22:00 – Friday 4 April 2025, 02:00",
    TWICE: "Sunday 26 October 2025, 01:00–02:30 UTC+01:00",
    "2025-04-03T10:00[Europe/Moscow]": "Thursday 3 April 2025, 10:00",
    "2025-04-03T22:00/2025-04-04T00:00[UTC]": "Thursday 3 April 2025, 22:00–24:00",
    "2025-05-01": "Thursday 1 May 2025",
    "2025-04-03/2025-04-04": "3–4 April 2025",
    "2025-04-30/2025-05-02": "30 April – 2 May 2025",
    "2025-12-28/2026-01-03": "28 December 2025 – 3 January 2026",
    "2025-04": "April 2025 (day to be confirmed)",
    "2025-04-03~": "around 3 April 2025",
    "2025-04?": "April 2025 (uncertain)",
    "2025-24": "winter 2025/2026",
    "2025-34": "second quarter of 2025",
    "2025-40/..": "from the first half of 2025",
    "[2025-05-16..2025-05-31]": "second half of May 2025",
    "[2025-05-11..2025-05-20]": "mid-May 2025",
    "[2025-05-10..2025-05-14]": "between 10 and 14 May 2025",
    "[2025-05-05..2025-05-11]": "week of 5 May 2025",
    "[..2025-05-31]": "by 31 May 2025",
    "[2025-06-02..]": "2 June 2025 or later",
    "2025-04/2025-06": "April – June 2025",
    "2025-04-03~/2025-04-10": "around 3 April 2025 – 10 April 2025",
    "tbc": "to be confirmed",
}

FRENCH = {
    MOSCOW: "jeudi 3 avril 2025, 10\u202fh\u202f00–12\u202fh\u202f00",
    "2025-05-01": "jeudi 1er mai 2025",
    "2025-05-01/2025-05-02": "1er–2 mai 2025",
    "2025-04": "avril 2025 (jour à confirmer)",
    "2025-04-03~": "vers le 3 avril 2025",
    "2025-22~": "vers l’été 2025",
    "[2025-04-01..2025-04-15]": "première quinzaine d’avril 2025",
    "[2025-08-11..2025-08-20]": "mi-août 2025",
    "[2025-05-10..2025-05-14]": "entre le 10 et le 14 mai 2025",
    "[..2025-05-31]": "au plus tard le 31 mai 2025",
    "[..2025-04]": "au plus tard en avril 2025",
    "2025-06-01/..": "à partir du 1er juin 2025",
    "2025-04/..": "à partir d’avril 2025",
    "../2025-06-01": "jusqu’au 1er juin 2025",
    "tbc": "à confirmer",
}

RUSSIAN = {
    MOSCOW: "четверг, 3 апреля 2025 г., 10:00–12:00",
    "2025-04-03/2025-04-04": "3–4 апреля 2025 г.",
    "2025-04": "апрель 2025 г. (день уточняется)",
    "2025-34/..": "со второго квартала 2025 г.",
    "[2025-04..2025-06]": "в период с апреля по июнь 2025 г.",
}

ARABIC = {
    MOSCOW: "الخميس، 3 أبريل 2025، \u206610:00–12:00\u2069",
    "2025-04-03/2025-04-04": "\u20663–4\u2069 أبريل 2025",
    "2025-04": "أبريل 2025 (اليوم يحدد لاحقا)",
}

ALL = {"en": ENGLISH, "fr": FRENCH, "ru": RUSSIAN, "ar": ARABIC}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(language, *pair) for language, table in ALL.items() for pair in table.items()],
)
def test_what_is_said(language: str, text: str, expected: str) -> None:
    assert say_when(parse_when(text), language) == expected


def test_styles() -> None:
    when = parse_when(MOSCOW)
    assert say_when(when, style="short") == "Thu 3 April 2025 10:00–12:00"
    assert say_when(when, style="tabular") == "Thu  3 Apr 2025 10:00–12:00"
    assert say_when(when, "fr", style="tabular") == "jeu.  3 avr. 2025 10:00–12:00"
    assert say_when(parse_when("2025-04"), style="short") == "April 2025"


def test_the_place_is_named_when_asked() -> None:
    when = parse_when(MOSCOW)
    assert say_when(when, zone_label=True).endswith("10:00–12:00 (Moscow)")
    assert say_when(when, "fr", zone_label="Moscou").endswith(" (Moscou)")
    assert say_when(parse_when("2025-04-03"), zone_label=True) == "Thursday 3 April 2025"


def test_an_unknown_language_is_answered_in_english() -> None:
    assert say_when(parse_when("tbc"), "sw") == "to be confirmed"
    assert say_when(parse_when("tbc"), "fr-ML") == "à confirmer"


def test_times_of_the_reader() -> None:
    assert say_in_zone(parse_when(MOSCOW), "UTC") == "07:00–09:00 UTC"
    assert say_in_zone(parse_when(NIGHT), "Asia/Tokyo") == "Fri 4 April 04:00–08:00 (Tokyo)"
    assert say_in_zone(parse_when("2025-12-31T22:00[UTC]"), "Asia/Tokyo") == (
        "Thu 1 January 2026 07:00 (Tokyo)"
    )
    assert say_in_zone(parse_when("2025-04-03"), "UTC") == ""


ECHOES = {
    MOSCOW: "Thursday 3 April 2025, 10:00–12:00 Europe/Moscow; your time 07:00–09:00 UTC",
    "2025-04-03T10:00[UTC]": "Thursday 3 April 2025, 10:00 UTC",
    "2025-04-03T10:00[Africa/Bamako]": "Thursday 3 April 2025, 10:00 Africa/Bamako",
    "2025-04-03": "Thursday 3 April 2025, all day",
    "2025-04-03/2025-04-04": "Thursday 3 April – Friday 4 April 2025, all day",
    "[2025-05-16..2025-05-31]": "second half of May 2025 (16–31 May 2025)",
    "2025-24": "winter 2025/2026 (1 December 2025 – 28 February 2026)",
    "2025-04": "April 2025 (day to be confirmed)",
    "tbc": "to be confirmed",
}


@pytest.mark.parametrize(("text", "expected"), ECHOES.items())
def test_the_echo_says_what_was_understood(text: str, expected: str) -> None:
    assert say_echo(parse_when(text), zone_of_reader="UTC") == expected


def _is_marked_span(when: When) -> bool:
    """Tell whether it is a span with a doubtful end, which nobody types."""
    if not isinstance(when, Imprecise) or when.expression.shape == "single":
        return False
    return any(end and end.mark for end in (when.expression.start, when.expression.end))


@given(
    timed() | all_day | imprecise(),
    st.sampled_from(["en", "fr", "ru"]),
    st.sampled_from(["full", "short", "tabular"]),
)
def test_what_is_said_can_be_typed(
    when: When, language: str, style: Literal["full", "short", "tabular"]
) -> None:
    zone = when.zone if isinstance(when, Timed) else "UTC"
    if not _is_marked_span(when):
        said = say_when(when, language, style=style)
        assert read_when(said, now=NOW, zone=zone) == when


@given(whens, zones, st.sampled_from([*ALL, "sw"]))
def test_everything_can_be_said(when: When, zone: str, language: str) -> None:
    assert say_echo(when, zone_of_reader=zone, language=language)
    assert bool(say_in_zone(when, zone, language)) == isinstance(when, Timed)
