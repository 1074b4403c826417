"""The preset `travels`: a sample in the manner of the Office of the Historian, and its data set."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.domain.incoming import IncomingMeeting, Refused, Repaired
from tracker.domain.meetings import MeetingKind
from tracker.domain.parties import Rank
from tracker.errors import Invalid
from tracker.intake.options import ReadingOptions
from tracker.intake.tables import read_table
from tracker.intake.tables.travels import named_in_sentence
from tracker.reference.former_states import recognise_state

if TYPE_CHECKING:
    from tracker.domain.incoming import Incoming

NOW = datetime(2025, 3, 31, 9, tzinfo=UTC)
HEADER = "id,traveller,role,start_date,end_date,country,locale,remarks\n"
SAMPLE = Path(__file__).parent / "travels.csv"


def read(content: bytes) -> list[Incoming]:
    options = ReadingOptions(
        name="travels.csv", zone="UTC", language="fr", now=NOW, preset="travels"
    )
    return list(read_table(io.BytesIO(content), options).entries)


def visits(content: bytes) -> list[IncomingMeeting]:
    return [each for each in read(content) if isinstance(each, IncomingMeeting)]


@pytest.fixture(scope="module")
def sample() -> dict[str, IncomingMeeting]:
    return {(each.uid or "").rpartition("/")[2]: each for each in visits(SAMPLE.read_bytes())}


def test_a_visit_has_its_title_traveller_post_and_both_parties(
    sample: dict[str, IncomingMeeting],
) -> None:
    visit = sample["9001"]
    assert str(visit.title) == "Visit of Horatio Q. Plumb to Panama"
    assert visit.kind is MeetingKind.VISIT
    assert (str(visit.when), visit.parties) == ("1906-11-14/1906-11-17", ("USA", "Panama"))
    (traveller,) = visit.people
    assert (traveller.name, traveller.party) == ("Horatio Q. Plumb", "USA")
    assert (traveller.post, traveller.rank) == (
        "President of the United States",
        Rank.HEAD_OF_STATE,
    )
    assert (visit.city, visit.country) == ("Colon", "Panama")
    assert visit.note == (
        "Cities: Colon, Panama City.\nTo see the canal. The first visit abroad of all."
    )


def test_names_are_the_same_whatever_blanks_stand_in_them() -> None:
    people = {person.name for visit in visits(SAMPLE.read_bytes()) for person in visit.people}
    assert people == {"Horatio Q. Plumb", "Ada M. Thorne", "Basil Quill"}


@pytest.mark.parametrize(
    ("identity", "post", "rank"),
    [
        ("9002", "President-elect of the United States", None),
        ("9010", "Secretary of State of the United States", Rank.MINISTER),
    ],
)
def test_posts_go_by_the_role_and_by_what_is_remarked(
    sample: dict[str, IncomingMeeting], identity: str, post: str, rank: Rank | None
) -> None:
    (traveller,) = sample[identity].people
    assert (traveller.post, traveller.rank) == (post, rank)


def test_two_travellers_at_the_same_time_are_two_visits(
    sample: dict[str, IncomingMeeting],
) -> None:
    one, other = sample["9011"], sample["9012"]
    assert (one.when, one.country) == (other.when, other.country)
    assert one.people != other.people


def test_a_true_double_is_taken_and_reported() -> None:
    (report,) = (each for each in read(SAMPLE.read_bytes()) if isinstance(each, Repaired))
    assert (report.spot.what, report.remark) == (
        "row 16",
        "It tells of the same visit as row 15; both were taken.",
    )


def test_rows_that_cannot_be_are_refused_in_their_place() -> None:
    found = [
        (each.spot.what, each.reason)
        for each in read(SAMPLE.read_bytes())
        if isinstance(each, Refused)
    ]
    assert [what for what, _ in found] == ["row 29", "row 30", "row 31", "row 32"]
    assert "2021-02-30" in found[0][1]
    assert "before the first" in found[1][1]
    assert "no traveller or no country" in found[2][1]
    assert "where the header has 8 columns" in found[3][1]


def test_every_country_of_the_sample_is_a_party(sample: dict[str, IncomingMeeting]) -> None:
    assert [v.country for v in sample.values() if not recognise_state(v.country or "")] == []


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("Korea, Republic of", "the Republic of Korea"),
        ("U.S.S.R.", "the U.S.S.R."),
        ("Macedonia, Former Yugoslav Republic of", "the Former Yugoslav Republic of Macedonia"),
        ("United Kingdom (Wales)", "the United Kingdom (Wales)"),
        ("Yugoslavia (Kosovo)", "Yugoslavia (Kosovo)"),
        ("Korea, South", "South Korea"),
        ("Mali", "Mali"),
    ],
)
def test_states_stand_in_titles_as_in_a_sentence(country: str, name: str) -> None:
    assert named_in_sentence(country) == name


def test_another_table_is_no_table_of_travels() -> None:
    with pytest.raises(Invalid, match="has no column traveller, role"):
        read(b"id,start_date,end_date,country,locale,remarks\n1,2,3,4,5,6\n")


def test_the_whole_data_set_is_read() -> None:
    """832 visits; the path of the file is told by TRACKER_TRAVELS."""
    path = os.environ.get("TRACKER_TRAVELS")
    if not path or not Path(path).exists():
        pytest.skip("TRACKER_TRAVELS names no copy of the Office of the Historian's travels")
    found = read(Path(path).read_bytes())
    taken = [each for each in found if isinstance(each, IncomingMeeting)]
    assert len(taken) == 832
    assert len({person.name for visit in taken for person in visit.people}) <= 55
    assert [each.country for each in taken if not recognise_state(each.country or "")] == []
    assert [type(each) for each in found if not isinstance(each, IncomingMeeting)] == [Repaired]
