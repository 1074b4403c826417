"""Sources and claims: once each, judged with a reason, dates kept as dates are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.domain.claim_fields import CLAIMABLE, DATES, claim_field
from tracker.errors import Conflict, Invalid
from tracker.services import meetings, sources
from tracker.services.references import find
from tracker.services.sources import ClaimDraft, SourceDraft
from tracker.storage.schema import RECORDS

if TYPE_CHECKING:
    from tracker.services.desk import Desk
    from tracker.services.references import Reference

PAGE = "https://www.example.org/a"


@pytest.fixture
def talks(desk: Desk) -> Reference:
    meetings.log(desk, meetings.Draft(title="Talks", on="3 April 2025", at="Moscow"))
    return find(desk.reading, "m1")


def test_a_claimed_date_is_kept_in_the_place_s_zone(desk: Desk, talks: Reference) -> None:
    by = sources.named(desk, PAGE)
    claim = sources.add_claim(desk, by, talks, ClaimDraft("Date", "3 april 2025 10h"))
    row = desk.ledger.row("claims", claim)
    assert (row["field"], row["value"]) == ("when", "2025-04-03T10:00[Europe/Moscow]")


def test_an_address_is_one_source(desk: Desk, talks: Reference) -> None:
    by = sources.named(desk, PAGE)
    assert sources.named(desk, PAGE) == by == sources.named(desk, f"src{by}")
    assert desk.ledger.row("sources", by)["publisher"] == "example.org"
    with pytest.raises(Conflict, match=f"src{by}"):
        sources.add(desk, SourceDraft(url=PAGE))
    meetings.edit(desk, talks.id, meetings.Draft(sources=(PAGE, PAGE)))
    assert not meetings.edit(desk, talks.id, meetings.Draft(sources=(PAGE,)))


def test_a_title_is_in_the_source_s_language(desk: Desk) -> None:
    made = sources.add(desk, SourceDraft(title="Le titre", language="fr"))
    assert desk.ledger.row("sources", made)["title"] == '{"fr": "Le titre"}'


def test_one_claim_on_a_field_is_preferred(desk: Desk, talks: Reference) -> None:
    by = sources.named(desk, PAGE)
    first = sources.add_claim(desk, by, talks, ClaimDraft("room", "Blue", "preferred", "official"))
    second = sources.add_claim(desk, by, talks, ClaimDraft("room", "Red"))
    with pytest.raises(Conflict, match=f"cl{first} is already preferred on the room of m1"):
        sources.judge(desk, second, "preferred", "heard")
    assert sources.judge(desk, first, "supporting", None)
    assert sources.judge(desk, second, "preferred", "heard")
    assert not sources.judge(desk, second, "preferred", None)


@pytest.mark.parametrize("standing", ["preferred", "rejected"])
def test_a_decided_claim_says_why(desk: Desk, talks: Reference, standing: str) -> None:
    with pytest.raises(Invalid, match="must say why"):
        sources.add_claim(desk, sources.named(desk, PAGE), talks, ClaimDraft("room", "B", standing))


@pytest.mark.parametrize(
    ("table", "typed", "field"),
    [
        ("meetings", "party", "delegations"),
        ("meetings", "Venue", "place"),
        ("series", "name", "title"),
        ("documents", "date", "dated"),
        ("people", "post", "office"),
        ("parties", "Formal name", "formal-name"),
        ("places", "when", None),
    ],
)
def test_fields_go_by_other_names(table: str, typed: str, field: str | None) -> None:
    assert claim_field(table, typed) == field


def test_the_fields_are_of_records_that_there_are() -> None:
    assert set(CLAIMABLE) <= set(RECORDS)
    assert {field for fields in CLAIMABLE.values() for field in fields} >= DATES
