"""Parties: what is known of them already, and memberships from and to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.errors import Conflict, Invalid
from tracker.services import lookup, parties
from tracker.services.parties import PartyDraft
from tracker.storage.reads.parties import memberships
from tracker.storage.reads.parties import parties as read

if TYPE_CHECKING:
    from tracker.services.desk import Desk


def years(desk: Desk, member: int) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            each.organisation.code,
            str(each.since) if each.since else None,
            str(each.until) if each.until else None,
        )
        for each in memberships(desk.reading, member)
    ]


def test_a_known_state_brings_its_names(desk: Desk) -> None:
    made = parties.add(desk, "mli", PartyDraft())
    mali = read(desk.reading, [made])[made]
    assert (mali.code, mali.iso2, mali.name.get("ru")) == ("MLI", "ML", "Мали")
    assert mali.formal_name.get("fr") == "République du Mali"


def test_what_is_said_of_a_known_state_goes_before_what_is_known(desk: Desk) -> None:
    made = parties.add(desk, "MLI", PartyDraft(formal="Mali (Republic of)", aliases=("Le Mali",)))
    mali = read(desk.reading, [made])[made]
    assert mali.formal_name.get("en") == "Mali (Republic of)"
    assert mali.formal_name.get("fr") == "République du Mali"
    assert mali.aliases == ("Le Mali",)


def test_an_organisation_brings_its_members(desk: Desk) -> None:
    made = parties.add(desk, "AES", PartyDraft())
    members = memberships(desk.reading, made)
    assert [m.member.code for m in members] == ["BFA", "MLI", "NER"]
    assert {str(m.since) for m in members} == {"2023-09-16"}


def test_the_same_party_is_not_added_under_another_of_its_names(desk: Desk) -> None:
    parties.add(desk, "MLI", PartyDraft())
    with pytest.raises(Conflict, match="already a party MLI"):
        parties.add(desk, "Мали", PartyDraft())


def test_a_party_leaves_and_joins_again(desk: Desk) -> None:
    pair = lookup.party(desk, "MLI"), lookup.party(desk, "ECOWAS")
    assert parties.join(desk, *pair, since="28 May 1975", until=None)
    assert not parties.join(desk, *pair, since="1975-05-28", until=None)
    assert parties.leave(desk, *pair, until="29 January 2025") == "2025-01-29"
    assert parties.join(desk, *pair, since="March 2025", until=None)
    assert years(desk, pair[0]) == [
        ("ECOWAS", "1975-05-28", "2025-01-29"),
        ("ECOWAS", "2025-03", None),
    ]


def test_a_membership_ends_today_when_nobody_says_when(desk: Desk) -> None:
    pair = lookup.party(desk, "MLI"), lookup.party(desk, "AES")
    assert parties.leave(desk, *pair, until=None) == "2025-03-31"
    with pytest.raises(Conflict, match="MLI is not a member of AES"):
        parties.leave(desk, *pair, until=None)


def test_a_membership_cannot_end_before_it_began(desk: Desk) -> None:
    pair = lookup.party(desk, "MLI"), lookup.party(desk, "AES")
    with pytest.raises(Invalid, match="before the beginning"):
        parties.leave(desk, *pair, until="2022")
    assert parties.leave(desk, *pair, until="2023") == "2023"
