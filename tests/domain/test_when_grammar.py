from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.whens import whens, zones
from tracker.domain.when_grammar import AmbiguousWhen, read_duration, read_period, read_when
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.domain.when import When

NOW = datetime(2025, 4, 2, 9, 0, tzinfo=UTC)  # a Wednesday


def read(text: str, zone: str = "Europe/Moscow") -> str:
    """Return the canonical text, without the zone when it is the one given."""
    return str(read_when(text, now=NOW, zone=zone)).removesuffix(f"[{zone}]")


def refuse(text: str, zone: str = "Europe/Moscow") -> Invalid:
    with pytest.raises(Invalid) as caught:
        read_when(text, now=NOW, zone=zone)
    return caught.value


def readings(text: str, zone: str = "Europe/Moscow") -> tuple[str, ...]:
    error = refuse(text, zone)
    assert isinstance(error, AmbiguousWhen)
    return error.readings


TIMED = {
    "3 april 2025 10:00": "2025-04-03T10:00",
    "3 April 2025 10:00-12:00": "2025-04-03T10:00/2025-04-03T12:00",
    "3 April 2025 14:00 to 15:30": "2025-04-03T14:00/2025-04-03T15:30",
    "3 April 2025 22:00 - 4 April 2025 02:00": "2025-04-03T22:00/2025-04-04T02:00",
    "3 April 2025 22:00-24:00": "2025-04-03T22:00/2025-04-04T00:00",
    "3 April 2025 22:00-midnight": "2025-04-03T22:00/2025-04-04T00:00",
    "10:00 3 April 2025": "2025-04-03T10:00",
    "at 10:00 on Thursday, 3rd of April 2025": "2025-04-03T10:00",
    "2025-04-03T10:00": "2025-04-03T10:00",
    "2025-04-03t10:00:00.000": "2025-04-03T10:00",
    "2025-04-03 10:00": "2025-04-03T10:00",
    "2025-04-03T10:00/2025-04-03T12:00": "2025-04-03T10:00/2025-04-03T12:00",
    "tomorrow 9h30": "2025-04-03T09:30",
    "tomorrow 10am": "2025-04-03T10:00",
    "tomorrow 2.30 p.m.": "2025-04-03T14:30",
    "tomorrow 12pm": "2025-04-03T12:00",
    "tomorrow noon": "2025-04-03T12:00",
    "tomorrow 2-4pm": "2025-04-03T14:00/2025-04-03T16:00",
    "tomorrow 11-1pm": "2025-04-03T11:00/2025-04-03T13:00",
    "next tuesday 14:00-15:30": "2025-04-08T14:00/2025-04-08T15:30",
    "tuesday 10:00": "2025-04-08T10:00",
    "tuesday next week 10:00": "2025-04-08T10:00",
    "in two weeks 10:00": "2025-04-16T10:00",
    "in 2 hours": "2025-04-02T14:00",
    "3h ago": "2025-04-02T09:00",
    "half an hour ago": "2025-04-02T11:30",
    "now": "2025-04-02T12:00",
    "3 avril 2025 à 10h": "2025-04-03T10:00",
    "3 avril 2025, 10\u202fh\u202f00–12\u202fh\u202f00": "2025-04-03T10:00/2025-04-03T12:00",
    "le jeudi 3 avril 2025 de 14 à 16h": "2025-04-03T14:00/2025-04-03T16:00",
    "10h le 3 avril 2025": "2025-04-03T10:00",
    "du 3 avril 2025 à 22h au 4 avril 2025 à 2h": "2025-04-03T22:00/2025-04-04T02:00",
    "demain 9h30": "2025-04-03T09:30",
    "après-demain à midi": "2025-04-04T12:00",
    "mardi prochain de 14h à 15h30": "2025-04-08T14:00/2025-04-08T15:30",
    "3 апреля 2025 в 10:00": "2025-04-03T10:00",
    "завтра 10:00": "2025-04-03T10:00",
    "в пятницу в 10:00": "2025-04-04T10:00",
    "٣ أبريل 2025 10:00": "2025-04-03T10:00",
    "غدا الساعة 10:00": "2025-04-03T10:00",
}

ZONED = {
    "2025-04-03T10:00/2025-04-03T12:00[Europe/Paris]": "2025-04-03T10:00/2025-04-03T12:00"
    "[Europe/Paris]",
    "3 April 2025 10:00 Europe/Paris": "2025-04-03T10:00[Europe/Paris]",
    "3 April 2025 10:00 (europe/paris)": "2025-04-03T10:00[Europe/Paris]",
    "3 April 2025 10:00 UTC": "2025-04-03T10:00[UTC]",
    "2025-04-03T10:00Z": "2025-04-03T10:00[UTC]",
    "2025-04-03T10:00+03:00": "2025-04-03T10:00",
    "2025-04-03T10:00-04:00": "2025-04-03T17:00",
    "3 April 2025 10:00-12:00 +01:00": "2025-04-03T12:00/2025-04-03T14:00",
    "3 April 2025 10:00 UTC+3": "2025-04-03T10:00",
    "3 April 2025 10:00 (GMT-5)": "2025-04-03T18:00",
    "3 April 2025 10:00 UTC+5:30": "2025-04-03T07:30",
}

DAYS = {
    "3-4 April 2025": "2025-04-03/2025-04-04",
    "3\u00a0–\u202f4  April,  2025": "2025-04-03/2025-04-04",
    "30 April - 2 May 2025": "2025-04-30/2025-05-02",
    "28 December - 3 January 2026": "2025-12-28/2026-01-03",
    "Thursday 3 - Friday 4 April 2025": "2025-04-03/2025-04-04",
    "from 3 to 4 April 2025": "2025-04-03/2025-04-04",
    "3 and 4 April 2025": "2025-04-03/2025-04-04",
    "april 3, 2025": "2025-04-03",
    "25 December - 2 January": "2025-12-25/2026-01-02",
    "30 March - 2 April": "2025-03-30/2025-04-02",
    "April 3-4, 2025": "2025-04-03/2025-04-04",
    "April 30 - May 2, 2025": "2025-04-30/2025-05-02",
    "2025-04-03/2025-04-04": "2025-04-03/2025-04-04",
    "2025-04-03/04": "2025-04-03/2025-04-04",
    "2025/04/03": "2025-04-03",
    "31/12/2025": "2025-12-31",
    "15.5.2025": "2025-05-15",
    "03/03/2025": "2025-03-03",
    "today": "2025-04-02",
    "yesterday": "2025-04-01",
    "in 3 days": "2025-04-05",
    "3 days ago": "2025-03-30",
    "Thursday 3 April 2025": "2025-04-03",
    "3 april": "2025-04-03",
    "2 april": "2025-04-02",
    "Tuesday 1 april": "2025-04-01",
    "1er mai 2025": "2025-05-01",
    "du 3 au 4 avril 2025": "2025-04-03/2025-04-04",
    "les 3 et 4 avril 2025": "2025-04-03/2025-04-04",
    "aujourd’hui": "2025-04-02",
    "il y a 3 jours": "2025-03-30",
    "3–4 апреля 2025": "2025-04-03/2025-04-04",
    "с 3 по 4 апреля 2025 г.": "2025-04-03/2025-04-04",
    "١٠ مايو ٢٠٢٥": "2025-05-10",
    "من 3 إلى 4 أبريل 2025": "2025-04-03/2025-04-04",
    "الثلاثاء القادم": "2025-04-08",
}

IMPRECISE = {
    "2025": "2025",
    "2025-04": "2025-04",
    "April 2025": "2025-04",
    "AVRIL 2025": "2025-04",
    "fevrier 2025": "2025-02",
    "апрель 2025": "2025-04",
    "May": "2025-05",
    "second half of May 2025": "[2025-05-16..2025-05-31]",
    "early May 2025": "[2025-05-01..2025-05-10]",
    "mid-May 2025": "[2025-05-11..2025-05-20]",
    "late May 2025": "[2025-05-21..2025-05-31]",
    "end of February 2025": "[2025-02-21..2025-02-28]",
    "seconde quinzaine de mai 2025": "[2025-05-16..2025-05-31]",
    "première quinzaine d’avril 2025": "[2025-04-01..2025-04-15]",
    "début mai 2025": "[2025-05-01..2025-05-10]",
    "mi-mai 2025": "[2025-05-11..2025-05-20]",
    "fin mai 2025": "[2025-05-21..2025-05-31]",
    "вторая половина мая 2025 г.": "[2025-05-16..2025-05-31]",
    "النصف الثاني من مايو 2025": "[2025-05-16..2025-05-31]",
    "spring 2025": "2025-21",
    "winter 2025/26": "2025-24",
    "Q2 2025": "2025-34",
    "second quarter of 2025": "2025-34",
    "T2 2025": "2025-34",
    "first half of 2025": "2025-40",
    "second semestre 2025": "2025-41",
    "between 10 and 14 May 2025": "[2025-05-10..2025-05-14]",
    "entre le 10 et le 14 mai 2025": "[2025-05-10..2025-05-14]",
    "between April and June 2025": "[2025-04..2025-06]",
    "April - June 2025": "2025-04/2025-06",
    "before 1 June 2025": "[..2025-05-31]",
    "avant le 1er juin 2025": "[..2025-05-31]",
    "before April 2025": "[..2025-03]",
    "after 1 June 2025": "[2025-06-02..]",
    "after summer 2025": "[2025-09..]",
    "by 1 June 2025": "[..2025-06-01]",
    "d’ici au 1er juin 2025": "[..2025-06-01]",
    "from 3 April 2025": "2025-04-03/..",
    "until 3 April 2025": "../2025-04-03",
    "2 June 2025 or later": "[2025-06-02..]",
    "around 3 April 2025": "2025-04-03~",
    "c. April 2025": "2025-04~",
    "vers le 3 avril 2025": "2025-04-03~",
    "April 2025?": "2025-04?",
    "around 2025 (uncertain)": "2025%",
    "April 2025 (day to be confirmed)": "2025-04",
    "mai 2025, date à préciser": "2025-05",
    "courant mai 2025": "2025-05",
    "3 April - May 2025": "2025-04-03/2025-05",
    "this week": "[2025-03-31..2025-04-06]",
    "next week": "[2025-04-07..2025-04-13]",
    "la semaine prochaine": "[2025-04-07..2025-04-13]",
    "week of 5 May 2025": "[2025-05-05..2025-05-11]",
    "next month": "2025-05",
    "le mois dernier": "2025-03",
    "this year": "2025",
    "in two weeks": "2025-04-16~",
    "in 3 months": "2025-07",
    "tbc": "tbc",
    "TBD": "tbc",
    "to be confirmed": "tbc",
    "à confirmer": "tbc",
    "date à confirmer": "tbc",
    "2025-04~": "2025-04~",
    " [2025-05-16..2025-05-31] ": "[2025-05-16..2025-05-31]",
    "2025-04/..": "2025-04/..",
}


@pytest.mark.parametrize(("text", "expected"), [*(TIMED | ZONED | DAYS | IMPRECISE).items()])
def test_what_is_read(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", [*TIMED, *DAYS, *IMPRECISE])
def test_case_never_matters(text: str) -> None:
    assert read(text.upper()) == read(text)


AMBIGUOUS = {
    "03/04/2025": ("2025-04-03", "2025-03-04"),
    "3.4.2025": ("2025-04-03", "2025-03-04"),
    "03-04-2025": ("2025-04-03", "2025-03-04"),
    "3/4/25": ("2025-04-03", "2025-03-04", "2003-04-25"),
    "31/12/25": ("2025-12-31", "2031-12-25"),
    "03/04/2025 10:00": ("2025-04-03T10:00", "2025-03-04T10:00"),
    "wednesday 10:00": ("2025-04-02T10:00", "2025-04-09T10:00"),
    "next friday": ("2025-04-04", "2025-04-11"),
    "last monday": ("2025-03-31", "2025-03-24"),
    "tomorrow midnight": ("2025-04-03T00:00", "2025-04-04T00:00"),
    "tomorrow 12am": ("2025-04-03T00:00", "2025-04-04T00:00"),
    "tomorrow 2:00-4pm": (
        "2025-04-03T02:00/2025-04-03T16:00",
        "2025-04-03T14:00/2025-04-03T16:00",
    ),
    "2025-04-03T02:00-05:00": ("2025-04-03T02:00/2025-04-03T05:00", "2025-04-03T10:00"),
    "1 april": ("2025-04-01", "2026-04-01"),
    "28-30 March": ("2025-03-28/2025-03-30", "2026-03-28/2026-03-30"),
    "March": ("2025-03", "2026-03"),
    "winter 2025": ("winter 2024/2025", "winter 2025/2026"),
    "first week of May 2025": ("[2025-05-01..2025-05-07]", "[2025-05-05..2025-05-11]"),
}


@pytest.mark.parametrize(("text", "expected"), AMBIGUOUS.items())
def test_what_can_mean_two_things_is_refused_with_both(
    text: str, expected: tuple[str, ...]
) -> None:
    assert readings(text) == expected


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_every_reading_that_is_offered_can_be_typed(text: str) -> None:
    for reading in readings(text):
        assert read(reading)


def test_an_hour_that_comes_twice_is_asked_about() -> None:
    both = readings("2025-10-26 02:30", "Europe/Paris")
    assert both == (
        "2025-10-26T02:30+02:00[Europe/Paris]",
        "2025-10-26T02:30+01:00[Europe/Paris]",
    )
    assert tuple(str(read_when(text, now=NOW, zone="UTC")) for text in both) == both
    assert read("2025-10-26 02:30 +01:00", "Europe/Paris") == "2025-10-26T02:30+01:00"
    assert "02:30 comes twice" in refuse("2025-10-26 02:30", "Europe/Paris").sentence


def test_an_end_that_comes_twice_is_asked_about() -> None:
    both = readings("26 October 2025 01:00-02:30", "Europe/Paris")
    assert both == (
        "2025-10-26T01:00/2025-10-26T02:30+02:00[Europe/Paris]",
        "2025-10-26T01:00/2025-10-26T02:30+01:00[Europe/Paris]",
    )
    assert tuple(str(read_when(text, now=NOW, zone="UTC")) for text in both) == both
    assert read("26 October 2025 01:00-02:30 +01:00", "Europe/Paris") == both[1].partition("[")[0]


def test_an_hour_that_is_skipped_is_asked_about() -> None:
    assert readings("2025-03-30 02:30", "Europe/Paris") == ("2025-03-30 01:30", "2025-03-30 03:30")


REFUSED = {
    "": "is empty",
    "foo": "is no date",
    "10:00": "says a time but not the day",
    "Wednesday 3 April 2025": "is a Thursday, not a Wednesday",
    "30 February 2025": "February 2025 has 28 days",
    "31 avril 2025": "April 2025 has 30 days",
    "2025-13-01": "names no month",
    "3 April 2025 25:00": "no 25:00",
    "3 April 2025 13pm": "twelve hours",
    "3 April 2025 10:30:15": "to the minute",
    "3 April 2025 12:00-10:00": "10:00 is not after 12:00",
    "5 April 2025 - 3 April 2025": "before it starts",
    "[2025-05-16..2025-06-31]": "June 2025 has 30 days",
    "3 and 7 April 2025": "two dates",
    "3 April 25": "four digits",
    "22/05": "Two numbers are no date",
    "early 2025": "How much of 2025",
    "3/4 April 2025": "is no date",
    "3 April 2025 Europe/Paris": "no time of day",
    "3 April 2025 10:00 Mars/Base": "no time zone",
    "2025-04-03T10:00+05:00[Europe/Paris]": "do not agree",
    "3² April 2025": "is no date",
    "3 April 2025 10:00 tomorrow": "“tomorrow” on",
    "3 April 2025 10:00 EST": "“est” on",
    "3 april 2025 at 10": "“at 10” on",
    "3 April 2025 tbc": "“tbc” on",
    "3 - April 2025": "is no date",
    "3 April - 2025": "“- 2025” on",
    "3 April 20255": "from “20255” on",
    "3 April 0025": "from “0025” on",
    "x" * 500: "too long",
}


@pytest.mark.parametrize(("text", "why"), REFUSED.items())
def test_what_is_refused_says_why(text: str, why: str) -> None:
    assert why in refuse(text).sentence


def test_what_was_typed_is_quoted_short_and_without_controls() -> None:
    sentence = refuse("\x1b[31m\u202e" + "x" * 100).sentence
    assert "<U+001B>[31m<U+202E>xxx" in sentence
    assert "x" * 61 not in sentence
    assert sentence.isprintable()


@given(st.text(max_size=80), zones)
def test_any_text_is_read_or_refused(text: str, zone: str) -> None:
    _read_or_refuse(text, zone)


_WORDS = [*"0123456789:/-.,+~?[]() hTZ", " 3", " 12", " 31", " 2025", " 9999", *TIMED, *IMPRECISE]
_PIECES = sorted({piece for text in _WORDS for piece in (text, *text.split())})


@given(st.lists(st.sampled_from(_PIECES), max_size=7), st.sampled_from(["", " "]), zones)
def test_any_words_of_dates_are_read_or_refused(words: list[str], blank: str, zone: str) -> None:
    _read_or_refuse(blank.join(words), zone)


def _read_or_refuse(text: str, zone: str) -> None:
    try:
        when = read_when(text, now=NOW, zone=zone)
    except Invalid as error:
        said = error.sentence
    else:
        said = str(when)
        assert read_when(said, now=NOW, zone=zone) == when
    assert said.isprintable()


@given(whens, zones)
def test_a_canonical_text_can_be_typed(when: When, zone: str) -> None:
    assert read_when(str(when), now=NOW, zone=zone) == when


def test_today_is_the_day_at_the_place() -> None:
    late = datetime(2025, 4, 2, 22, 0, tzinfo=UTC)
    assert str(read_when("today", now=late, zone="Europe/Moscow")) == "2025-04-03"


def test_languages_can_be_left_out() -> None:
    with pytest.raises(Invalid):
        read_when("demain", now=NOW, zone="UTC", languages=("en",))


DURATIONS = {
    "90m": 90,
    "1h30": 90,
    "1h 30m": 90,
    "1:30": 90,
    "2h": 120,
    "1.5h": 90,
    "2 days": 2880,
    "90 minutes": 90,
    "1 heure 30": 90,
    "une demi-heure": 30,
    "half an hour": 30,
    "1 day 2 hours and 30 minutes": 1590,
    "2 дня": 2880,
    "31 days": 31 * 1440,
}


@pytest.mark.parametrize(("text", "minutes"), DURATIONS.items())
def test_durations(text: str, minutes: int) -> None:
    assert read_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "90", "0m", "32 days", "1h75", "-5m", "1m 1h", "soon", "3 y"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_duration(text)


@given(st.text(max_size=40))
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert timedelta() < read_duration(text) <= timedelta(days=31)


PERIODS = {
    "this week": ("2025-03-31", "2025-04-07"),
    "2 weeks ago": ("2025-03-19", "2025-03-20"),
    "3h ago": ("2025-04-02T06:00", "2025-04-02T06:00"),
    "April 2025": ("2025-04-01", "2025-05-01"),
    "before 1 June 2025": ("0001-01-01", "2025-06-01"),
}


@pytest.mark.parametrize(("text", "expected"), PERIODS.items())
def test_periods(text: str, expected: tuple[str, str]) -> None:
    first, last = (datetime.fromisoformat(bound).replace(tzinfo=UTC) for bound in expected)
    assert read_period(text, now=NOW, zone="UTC") == (first, last)


def test_nothing_known_is_no_period() -> None:
    with pytest.raises(Invalid):
        read_period("tbc", now=NOW, zone="UTC")
