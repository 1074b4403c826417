"""Calendar files, read back by three parsers that are not ours."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.peers import instant, read_with_ical_js, read_with_icalendar, read_with_vobject
from tests.render.feed import OPTIONS, TODAY, every_sort, local, meeting, timed
from tests.render.test_vtimezone import AWKWARD, onsets
from tracker.domain.when import Timed, with_duration
from tracker.render.ics import calendar
from tracker.render.vtimezone import vtimezone

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session


def meant(record: Meeting | Session) -> tuple[str, str]:
    """Return start and end as the record has them."""
    when = record.when
    if isinstance(when, Timed):
        assert when.end is not None
        clock = ZoneInfo(when.zone)
        return instant(when.start.replace(tzinfo=clock)), instant(when.end.replace(tzinfo=clock))
    first, last = when.days()
    assert first is not None
    assert last is not None
    return first.isoformat(), (last + timedelta(days=1)).isoformat()


def test_three_parsers_read_what_was_meant() -> None:
    records = every_sort()
    content = calendar(records, OPTIONS).content
    by_uid = {r.stamp.uid: r for r in records if r.stamp}
    compared = ("uid", "start", "end", "summary", "status", "location")
    with_ical_js = [{k: e[k] for k in compared} for e in read_with_ical_js(content)]
    assert with_ical_js == read_with_icalendar(content) == read_with_vobject(content)
    assert {uid: meant(r) for uid, r in by_uid.items()} == {
        e["uid"]: (e["start"], e["end"]) for e in with_ical_js
    }


@pytest.mark.parametrize("read", [read_with_ical_js, read_with_icalendar, read_with_vobject])
def test_every_hour_around_a_change_of_clocks_is_read_as_meant(
    read: Callable[[bytes], list[dict[str, Any]]],
) -> None:
    records: list[Meeting] = []
    for zone in AWKWARD:
        clock = ZoneInfo(zone)
        changes = [i for i, _ in onsets(vtimezone(zone, TODAY, TODAY), local(2026, 1, 1))]
        near = [i for i in changes if i.year == TODAY.year] or [local(2025, 1, 1)]
        for minutes in (-90, -30, -1, 0, 1, 30, 90):
            instants = [i.replace(tzinfo=UTC) + timedelta(minutes=minutes) for i in near]
            walls = [i.astimezone(clock).replace(tzinfo=None) for i in instants]
            whens = [with_duration(timed(w, zone, None), timedelta(minutes=95)) for w in walls]
            records += [meeting(len(records) + n, when) for n, when in enumerate(whens)]
    file = calendar(records, OPTIONS)
    assert file.left_out == ()
    starts = {event["uid"]: event["start"] for event in read(file.content)}
    assert {r.stamp.uid: meant(r)[0] for r in records if r.stamp} == starts
