from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.whens import all_day, imprecise, timed, whens, zones
from tracker.domain.edtf import Part, part_of_month, read_expression, which_part_of_month
from tracker.domain.when import (
    AllDay,
    Imprecise,
    Timed,
    ToBeConfirmed,
    When,
    parse_when,
    sort_key,
    with_duration,
)
from tracker.errors import Invalid


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(fold=fold)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


CANONICAL = [
    "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]",
    "2025-04-03T10:00[Europe/Moscow]",
    "2025-10-26T02:30+01:00[Europe/Paris]",
    "2025-10-26T02:30+02:00/2025-10-26T02:15+01:00[Europe/Paris]",
    "2025-04-03",
    "2025-04-03/2025-04-04",
    "2025",
    "2025-04",
    "2025-04~",
    "2025-04-03?",
    "2025%",
    "2025-21",
    "2025-36",
    "2025-41",
    "2025-04/2025-06",
    "2025-04-03~/2025-04-10",
    "2025-04/..",
    "../2025-04-03",
    "[2025-05-16..2025-05-31]",
    "[..2025-05-31]",
    "[2025-06..]",
    "tbc",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_a_canonical_text_is_read_back(text: str) -> None:
    assert str(parse_when(text)) == text


@given(whens)
def test_every_when_is_read_back_from_its_text(when: When) -> None:
    assert parse_when(str(when)) == when
    assert repr(parse_when(str(when))) == repr(when)


@pytest.mark.parametrize(
    "text",
    [
        "", "TBC", "2025-4", "2025-13", "2025-00", "2025-02-30", "0999", "2025-04-03/2025-04-03",
        "2025-04-04/2025-04-03", "../..", "2025/2025", "[2025-05-16]", "[2025~..2026]", "[..]",
        "2025-04-03T10:00", "2025-04-03T10:00[Mars/Base]", "2025-04-03T10:00[]",
        "2025-04-03T25:00[UTC]", "2025-04-03T12:00/2025-04-03T10:00[UTC]", "2025-04-03~~",
        "2025-04-03T10:00[../../etc/passwd]", "2025-04-03T10:00[posix/UTC]", "٢٠٢٥", "2025-21-03",
        "2025-04-03T10:00[UTC]\n", "2025-04\n",
    ],
)  # fmt: skip
def test_what_is_no_canonical_text_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_when(text)


@given(st.text() | st.text("0123456789-T:/[].~?%+ tbcEurope/Pais"))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert str(parse_when(text)) == text


def test_of_two_equal_wall_times_fold_tells() -> None:
    summer = Timed(at("2025-10-26T02:30"), None, "Europe/Paris")
    winter = Timed(at("2025-10-26T02:30", fold=1), None, "Europe/Paris")
    assert summer != winter
    assert hash(summer) != hash(winter)
    assert winter.bounds()[0] == utc("2025-10-26T01:30")
    assert summer.bounds()[0] == utc("2025-10-26T00:30")


def test_fold_is_nothing_where_the_time_comes_once() -> None:
    assert Timed(at("2025-04-03T10:00", fold=1), None, "UTC") == Timed(
        at("2025-04-03T10:00"), None, "UTC"
    )


@pytest.mark.parametrize(
    ("start", "end", "zone"),
    [
        (at("2025-03-30T02:30"), None, "Europe/Paris"),
        (at("2025-03-30T01:30"), at("2025-03-30T02:00"), "Europe/Paris"),
        (at("2025-04-03T10:00"), at("2025-04-03T10:00"), "UTC"),
        (at("2025-04-03T10:00:30"), None, "UTC"),
        (at("2025-04-03T10:00").replace(tzinfo=UTC), None, "UTC"),
        (at("2025-04-03T10:00").replace(tzinfo=timezone(timedelta(hours=1))), None, "UTC"),
        (at("2025-04-03T10:00"), None, "Moscow"),
        (at("2025-04-03T10:00"), None, "Europe"),
        (at("2025-04-03T10:00"), None, "localtime"),
        (at("0999-04-03T10:00"), None, "UTC"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    start: datetime, end: datetime | None, zone: str
) -> None:
    with pytest.raises(Invalid):
        Timed(start, end, zone)


def test_what_was_good_when_written_stays_readable_after_clocks_were_moved() -> None:
    skipped = parse_when("2025-03-30T02:30/2025-03-30T04:00[Europe/Paris]")
    assert skipped.bounds() == (utc("2025-03-30T01:30"), utc("2025-03-30T02:00"))
    assert str(parse_when("2025-04-03T10:00+05:00[UTC]")) == "2025-04-03T10:00[UTC]"


@pytest.mark.parametrize(
    ("text", "zone", "first", "last"),
    [
        ("2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]", "UTC", "04-03T07:00", "04-03T09:00"),
        ("2025-04-03T10:00[Europe/Moscow]", "Asia/Tokyo", "04-03T07:00", "04-03T07:00"),
        ("2025-04-03", "Europe/Moscow", "04-02T21:00", "04-03T21:00"),
        ("2025-04-03/2025-04-04", "UTC", "04-03T00:00", "04-05T00:00"),
        ("2025-04", "UTC", "04-01T00:00", "05-01T00:00"),
        ("2025-21", "UTC", "03-01T00:00", "06-01T00:00"),
        ("2025-34", "UTC", "04-01T00:00", "07-01T00:00"),
        ("[2025-05-16..2025-05-31]", "UTC", "05-16T00:00", "06-01T00:00"),
        ("2025-04-25", "Africa/Cairo", "04-24T22:00", "04-25T21:00"),  # midnight is skipped
        ("2025-11-02", "America/Havana", "11-02T04:00", "11-03T05:00"),  # midnight comes twice
    ],
)
def test_bounds(text: str, zone: str, first: str, last: str) -> None:
    assert parse_when(text).bounds(zone) == (utc(f"2025-{first}"), utc(f"2025-{last}"))


def test_open_and_unknown_sides_are_none() -> None:
    assert parse_when("2025-04/..").bounds() == (utc("2025-04-01T00:00"), None)
    assert parse_when("[..2025-04]").bounds() == (None, utc("2025-05-01T00:00"))
    assert parse_when("tbc").bounds() == (None, None)


@given(whens, zones)
def test_bounds_are_in_utc_and_in_order(when: When, zone: str) -> None:
    first, last = when.bounds(zone)
    assert all(bound is None or bound.tzinfo is UTC for bound in (first, last))
    assert first is None or last is None or first <= last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-04-03T22:00/2025-04-04T00:00[UTC]", "2025-04-03", "2025-04-03"),
        ("2025-04-03T22:00/2025-04-04T00:01[UTC]", "2025-04-03", "2025-04-04"),
        ("2025-04-03T00:00[UTC]", "2025-04-03", "2025-04-03"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-24", "2025-12-01", "2026-02-28"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    expected = date.fromisoformat(first), date.fromisoformat(last)
    assert parse_when(text).days() == expected


@pytest.mark.parametrize(
    ("text", "kind", "precise"),
    [
        ("2025-04-03T10:00[UTC]", "timed", True),
        ("2025-04-03", "all-day", True),
        ("2025-04-03~", "imprecise", False),
        ("tbc", "tbc", False),
    ],
)
def test_kinds(text: str, kind: str, *, precise: bool) -> None:
    assert (parse_when(text).kind, parse_when(text).is_precise) == (kind, precise)


def test_order() -> None:
    ordered = [
        "../2025-03-30",
        "2025-04-01T00:00[UTC]",
        "2025-04-01",
        "[2025-04-01..2025-04-10]",
        "2025-04",
        "2025-04/..",
        "2025-04-03T10:00[UTC]",
        "2025-04-03T10:00/2025-04-03T12:00[UTC]",
        "[..2025-04-30]",
        "tbc",
    ]
    shuffled = [parse_when(text) for text in sorted(ordered)]
    assert [str(when) for when in sorted(shuffled, key=sort_key)] == ordered


@given(whens, whens, zones)
def test_order_is_total_and_follows_the_bounds(one: When, other: When, zone: str) -> None:
    first, second = sort_key(one, zone), sort_key(other, zone)
    assert (first == second) == (one == other)
    starts = one.bounds(zone)[0], other.bounds(zone)[0]
    if starts[0] and starts[1] and starts[0] < starts[1]:
        assert first < second


@given(timed() | all_day | imprecise())
def test_to_be_confirmed_comes_last(when: When) -> None:
    assert sort_key(when) < sort_key(ToBeConfirmed())


@pytest.mark.parametrize(
    ("text", "minutes", "expected"),
    [
        ("2025-04-03T10:00[UTC]", 90, "2025-04-03T10:00/2025-04-03T11:30[UTC]"),
        (
            "2025-10-26T01:30[Europe/Paris]",
            120,
            "2025-10-26T01:30/2025-10-26T02:30+01:00[Europe/Paris]",
        ),
        ("2025-04-03", 2 * 24 * 60, "2025-04-03/2025-04-04"),
    ],
)
def test_a_duration_gives_the_end(text: str, minutes: int, expected: str) -> None:
    assert str(with_duration(parse_when(text), timedelta(minutes=minutes))) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2025-04-03T10:00/2025-04-03T12:00[UTC]", 90),
        ("2025-04-03", 90),
        ("2025-04-03/2025-04-04", 24 * 60),
        ("2025-04", 90),
        ("tbc", 90),
        ("2025-04-03T10:00[UTC]", 0),
    ],
)
def test_a_duration_that_does_not_suit_is_refused(text: str, minutes: int) -> None:
    with pytest.raises(Invalid):
        with_duration(parse_when(text), timedelta(minutes=minutes))


def test_days_with_a_time_are_refused() -> None:
    with pytest.raises(Invalid):
        AllDay(at("2025-04-03T10:00"), date(2025, 4, 3))


def test_a_precise_day_is_not_imprecise() -> None:
    with pytest.raises(Invalid):
        Imprecise("2025-04-03")


@pytest.mark.parametrize("which", range(5))
@pytest.mark.parametrize("month", ["2025-02", "2024-02", "2025-05"])
def test_parts_of_a_month_are_known_again(month: str, which: int) -> None:
    assert which_part_of_month(part_of_month(Part.read(month), which)) == which


def test_other_days_are_no_part_of_a_month() -> None:
    assert which_part_of_month(read_expression("[2025-05-10..2025-05-14]")) is None
