"""Laws of importing, for any two readings of one calendar."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, desk_at
from tests.services.deliveries import NAME, delivery, meeting, rows, whole
from tracker.domain.incoming import Attending, IncomingItem, IncomingPaper
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.services import history
from tracker.services.desk import Desk
from tracker.services.importing import remembered
from tracker.services.importing.taking import take_in
from tracker.storage.database import Database
from tracker.storage.ledger import Command

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.importing import ImportReport
    from tracker.domain.incoming import IncomingMeeting

TITLES = ("Talks", "Call", "Dinner", "Переговоры", "Talks on transit")
WHENS = (
    "2025-04-03T10:00[Europe/Moscow]",
    "2025-04-03T10:00/2025-04-03T12:00[Europe/Moscow]",
    "2025-03-01",
    "2025-04",
    "tbc",
)
PEOPLE = (
    Attending(name="A. Diop", party="MLI", post="Minister"),
    Attending(name="B. Keïta", party="MLI"),
    Attending(name="Nobody"),
)
ITEMS = tuple(
    IncomingItem(title=Text.of({"en": title}), label=label)
    for title, label in (("Opening", "1"), ("Transit", "2"), ("Rail transit", "2"), ("Water", ""))
)
PAPERS = tuple(
    IncomingPaper(title=Text.of({"en": title}), link=link)
    for title, link in (("Draft", "https://example.org/1"), ("Map", None))
)


def some(values: Any) -> Any:
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


ENTRIES = st.builds(
    meeting,
    st.integers(1, 3),
    st.sampled_from(TITLES),
    uid=st.sampled_from([None, "1", "a@example.org", "b@example.org"]),
    when=st.sampled_from(WHENS),
    place=st.sampled_from([None, "Moscow", "Hall, Moscow", "Room 4"]),
    status=st.sampled_from([None, *Status]),
    note=st.sampled_from([None, "A note", "\u202e\x00"]),
    visibility=st.sampled_from([None, *Visibility]),
    parties=some(("MLI", "RUS", "Ruritania")),
    topics=some(("transit", "trade", "!!!")),
    people=some(PEOPLE),
    agenda=some(ITEMS),
    papers=some(PAPERS),
)
READING = st.lists(ENTRIES, max_size=5)
LAWS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read(ledger: Path, entries: list[IncomingMeeting], *, keep: bool = True) -> ImportReport:
    command = Command("officer", "tracker test", NOW)
    with Database(ledger).writing(command, keep=keep) as opened:
        desk = Desk.at(opened, zone="UTC", language="en", author="officer")
        origin = remembered.remember(desk, NAME, "p.ics", "ics", {})
        return take_in(desk, delivery(*entries), name="p.ics", origin=origin)


@pytest.fixture
def fresh(template: Path, tmp_path: Path) -> Any:
    """Hand out an empty ledger, each time asked."""
    return lambda: shutil.copyfile(template, tmp_path / "law.sqlite3")


@LAWS
@given(first=READING, second=READING)
def test_any_reading_again_is_nothing_new_and_a_trial_is_what_happens(
    fresh: Any, first: list[IncomingMeeting], second: list[IncomingMeeting]
) -> None:
    ledger = fresh()
    assert not read(ledger, first).refused
    again = read(ledger, first)
    assert (again.change, again.new, again.changed, again.kept, again.gone) == (
        None, (), (), (), (),
    )  # fmt: skip
    before = whole(ledger)

    tried = read(ledger, second, keep=False)
    assert whole(ledger) == before
    done = read(ledger, second)
    assert replace_ids(tried) == replace_ids(done)
    settled = read(ledger, second)
    assert (settled.change, settled.new, settled.changed, settled.gone) == (None, (), (), ())
    assert rows(ledger, "SELECT 1 FROM meetings WHERE removed = 1") == []

    if done.change is not None:
        with desk_at(ledger) as desk:
            history.undo(desk, 1)
        assert whole(ledger) == before


def replace_ids(report: ImportReport) -> ImportReport:
    """The same report without the numbers that a trial gives away for nothing."""
    new = tuple(replace(each, ref="") for each in report.new)
    return replace(report, change=None, new=new)
