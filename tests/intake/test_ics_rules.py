"""Recurrence rules: the same days as python-dateutil's, and an end to each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.intake.reading_ics import event, meetings, reasons, remarks, whens
from tracker.errors import Invalid
from tracker.intake.ics.old_rules import new_rule
from tracker.intake.ics.rules import MOST_DAYS, Course, read_rule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SPAN = timedelta(days=3 * 365)
PARIS = "DTSTART;TZID=Europe/Paris:"


def listed(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule, without what dateutil reads otherwise than RFC 5545.

    That is: weekdays with and without numbers in one list, and positions within a first
    week that has begun.
    """
    freq = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(listed(st.integers(1, 12)))}")
    if freq != "WEEKLY" and draw(st.booleans()):
        days = st.integers(-31, 31).filter(bool)
        parts.append(f"BYMONTHDAY={draw(listed(days, 4))}")
    elif draw(st.booleans()):
        numbered = freq in ("YEARLY", "MONTHLY") and draw(st.booleans())
        number = st.sampled_from(["1", "2", "+3", "4", "-1", "-2"])
        day = st.sampled_from(WEEKDAYS)
        named = st.builds(lambda n, d: f"{n}{d}", number, day) if numbered else day
        parts.append(f"BYDAY={draw(listed(named))}")
    if freq == "YEARLY" and len(parts) == 2 and draw(st.booleans()):
        name, values = draw(
            st.sampled_from(
                [("BYWEEKNO", (1, 20, 52, 53, -1)), ("BYYEARDAY", (1, 100, 366, -1, -200))]
            )
        )
        parts.append(f"{name}={draw(listed(st.sampled_from(values)))}")
    if freq != "WEEKLY" and len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2', '1,-1']))}")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    return ";".join(parts)


# Wall times: rules know no zones.
STARTS = st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
    lambda d: d.replace(second=0, microsecond=0)
)


@settings(max_examples=200, deadline=None)
@given(rules(), STARTS)
def test_a_rule_comes_when_dateutil_says(rule: str, start: datetime) -> None:
    last = start + SPAN
    ours = [d for d in Course(read_rule(rule), start, last.date()) if d <= last]
    assume(ours)  # dateutil looks for those that never come until the year 9999
    theirs = rrulestr(f"{rule};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=start)
    assert ours == list(islice(theirs, len(ours) + 1))


def test_a_rule_that_never_comes_is_looked_for_so_long_and_no_longer() -> None:
    course = Course(
        read_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), date(1000, 1, 1), date(9000, 1, 1)
    )
    assert list(course) == []
    assert course.looked_at <= MOST_DAYS + 1


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ", "FREQ=", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=x", "FREQ=MONTHLY;BYMONTHDAY=32",
     "FREQ=WEEKLY;BYDAY=XX", "FREQ=HOURLY", "FREQ=DAILY;WKST=XX", "RSCALE=HEBREW;FREQ=YEARLY",
     "FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,10,20,30,40,50"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(Invalid):
        read_rule(rule)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1 #10", "FREQ=DAILY;INTERVAL=1;COUNT=10"),
        ("D2 #0", "FREQ=DAILY;INTERVAL=2"),
        ("D1", "FREQ=DAILY;INTERVAL=1;COUNT=2"),
        ("W2 TU TH 19971224T000000", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=19971224T000000"),
        ("MP1 1+ FR #10", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1FR;COUNT=10"),
        ("MP2 1+ 1- SU #10", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU;COUNT=10"),
        ("MD1 2- #5", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-2;COUNT=5"),
        ("YM1 6 7 #10", "FREQ=YEARLY;INTERVAL=1;BYMONTH=6,7;COUNT=10"),
        ("YD3 1 100 200 #10", "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200;COUNT=10"),
    ],
)
def test_a_rule_of_vcalendar_is_one_of_today(old: str, new: str) -> None:
    assert new_rule(old) == new


def test_a_rule_without_an_end_is_followed_to_the_end_of_a_year_ahead() -> None:
    content = event(f"{PARIS}20250303T100000", "RRULE:FREQ=MONTHLY")
    found = meetings(content, horizon=2)
    assert str(found[-1].when) == "2027-12-03T10:00[Europe/Paris]"
    assert found[0].repeat
    assert found[0].repeat.until == date(2027, 12, 31)
    later = datetime(2025, 11, 1, tzinfo=UTC)
    assert [m.occurrence for m in meetings(content, horizon=2, now=later)] == [
        m.occurrence for m in found
    ]


def test_a_rule_that_comes_too_often_is_taken_from_last_year_on() -> None:
    content = event("DTSTART;VALUE=DATE:20100101", "RRULE:FREQ=DAILY")
    found = whens(content)
    assert (len(found), found[0], found[-1]) == (1_000, "2024-01-01", "2026-09-26")
    assert remarks(content)[-1] == (
        "It comes more than 1,000 times: those from 2024-01-01 to 2026-09-26 are taken."
    )


def test_the_hour_is_the_walls_and_until_is_an_instant() -> None:
    content = event(f"{PARIS}20250327T010000", "RRULE:FREQ=DAILY;UNTIL=20250330T230000Z")
    assert whens(content) == [f"2025-03-{day}T01:00[Europe/Paris]" for day in (27, 28, 29, 30, 31)]


def test_a_rule_in_utc_keeps_to_utc_where_the_calendar_names_a_zone() -> None:
    zone = ("X-WR-TIMEZONE:Europe/Paris",)
    content = event("DTSTART:20250329T090000Z", "RRULE:FREQ=DAILY;COUNT=2", calendar=zone)
    assert whens(content) == ["2025-03-29T10:00[Europe/Paris]", "2025-03-30T11:00[Europe/Paris]"]


def test_a_first_date_that_the_rule_does_not_make_counts() -> None:
    content = event("DTSTART;VALUE=DATE:20250401", "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3")
    assert whens(content) == ["2025-04-01", "2025-04-03", "2025-04-10"]


def test_a_rule_within_the_day_is_refused_by_name() -> None:
    content = event(f"{PARIS}20250327T010000", "RRULE:FREQ=MINUTELY")
    assert reasons(content) == ["It repeats every minute; once a day is the most."]
