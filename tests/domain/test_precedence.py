"""The order of precedence: who stands where, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.delegations import Delegation, Function, Member, Role
from tracker.domain.parties import Party, PartyKind, Person, Post, Rank
from tracker.domain.precedence import (
    Basis,
    Ground,
    HostPlace,
    Precedence,
    copies,
    in_order,
    next_host,
    seats,
)
from tracker.domain.text import Text
from tracker.domain.when import AllDay

NAMES = {"BFA": "Burkina Faso", "MLI": "Mali", "NER": "Niger", "RUS": "Russia", "EGY": "Egypt"}
PARTIES = {
    code: Party(number, code, PartyKind.STATE, Text.of({"en": name}))
    for number, (code, name) in enumerate(NAMES.items(), start=1)
}


def delegation(code: str, role: Role = Role.PARTICIPANT, **more: object) -> Delegation:
    party = PARTIES[code]
    return Delegation(party.id, party, role, **more)  # type: ignore[arg-type]


def headed(code: str, rank: Rank | None, since: date | None) -> Delegation:
    party = PARTIES[code]
    begun = AllDay(since, since) if since else None
    post = Post(party.id, Text.of({"en": "Minister"}), rank, party, party.id, since=begun)
    person = Person(party.id, Text.of({"en": code}))
    return delegation(code, members=(Member(1, person, Function.HEAD, post),))


ALL = tuple(delegation(code) for code in ("RUS", "NER", "EGY", "MLI", "BFA"))


def codes(order: tuple[Delegation, ...]) -> str:
    return " ".join(d.party.code for d in order)


def test_the_alphabet_is_that_of_a_language() -> None:
    assert codes(in_order(ALL, Precedence(language="en"))) == "BFA EGY MLI NER RUS"
    assert codes(in_order(ALL, Precedence(language="fr"))) == "BFA EGY RUS MLI NER"


@pytest.mark.parametrize(
    ("start", "order"),
    [
        ("MLI", "MLI NER RUS BFA EGY"),
        ("BFA", "BFA EGY MLI NER RUS"),
        ("RUS", "RUS BFA EGY MLI NER"),
    ],
)
def test_the_lot_says_with_whom_the_alphabet_begins(start: str, order: str) -> None:
    rule = Precedence(start=PARTIES[start], host=HostPlace.IN_TURN)
    assert codes(in_order(ALL, rule)) == order
    assert seats(ALL, rule)[0].ground is Ground.START


def test_the_lot_may_fall_on_one_that_is_not_there() -> None:
    chad = Party(99, "TCD", PartyKind.STATE, Text.of({"en": "Chad"}))
    assert codes(in_order(ALL, Precedence(start=chad))) == "EGY MLI NER RUS BFA"


@pytest.mark.parametrize(
    ("host", "order"),
    [
        (HostPlace.FIRST, "NER BFA EGY MLI RUS"),
        (HostPlace.LAST, "BFA EGY MLI RUS NER"),
        (HostPlace.IN_TURN, "BFA EGY MLI NER RUS"),
    ],
)
def test_the_host_stands_first_last_or_in_its_turn(host: HostPlace, order: str) -> None:
    present = [replace(d, role=Role.HOST) if d.party.code == "NER" else d for d in ALL]
    assert codes(in_order(present, Precedence(host=host))) == order


def test_who_only_observes_stands_after_those_who_take_part() -> None:
    present = (delegation("BFA", Role.GUEST), delegation("EGY", Role.OBSERVER), delegation("RUS"))
    for basis in (Basis.ALPHABETICAL, Basis.RANK):
        assert codes(in_order(present, Precedence(basis=basis))) == "RUS EGY BFA"


def test_rank_goes_before_seniority_and_that_before_the_alphabet() -> None:
    present = (
        headed("BFA", Rank.MINISTER, None),
        headed("EGY", Rank.MINISTER, date(2023, 5, 1)),
        headed("MLI", Rank.MINISTER, date(2020, 10, 5)),
        headed("NER", Rank.HEAD_OF_STATE, date(2024, 1, 1)),
        headed("RUS", None, None),
    )
    order = seats(present, Precedence(basis=Basis.RANK))
    assert codes(tuple(s.delegation for s in order)) == "NER MLI EGY BFA RUS"
    assert [s.ground for s in order] == [Ground.RANK] * 4 + [Ground.NO_RANK]
    assert order[1].since == date(2020, 10, 5)


def test_without_a_head_the_level_of_a_delegation_is_its_rank() -> None:
    present = (delegation("BFA"), delegation("RUS", level=Rank.AMBASSADOR))
    assert codes(in_order(present, Precedence(basis=Basis.RANK))) == "RUS BFA"


def test_by_hand_those_named_come_first_in_that_order() -> None:
    rule = Precedence(basis=Basis.HAND, placed=(PARTIES["RUS"], PARTIES["MLI"]))
    order = seats(ALL, rule)
    assert codes(tuple(s.delegation for s in order)) == "RUS MLI BFA EGY NER"
    assert [s.ground for s in order[1:3]] == [Ground.HAND, Ground.NOT_PLACED]


def test_each_signs_first_in_its_own_copy() -> None:
    order = in_order((*ALL[:3], delegation("BFA", Role.OBSERVER)), Precedence())
    assert [codes(copy) for copy in copies(order)] == ["EGY NER RUS", "NER EGY RUS", "RUS EGY NER"]


@pytest.mark.parametrize(
    ("last", "language", "host"),
    [("RUS", "en", "BFA"), ("RUS", "fr", "MLI"), ("NER", "fr", "BFA"), ("BFA", "en", "EGY")],
)
def test_the_host_rotates_by_the_alphabet(last: str, language: str, host: str) -> None:
    found = next_host(PARTIES.values(), PARTIES[last], language)
    assert found is not None
    assert found.code == host


def test_there_is_no_next_host_without_a_last_one_or_another_party() -> None:
    assert next_host(PARTIES.values(), None, "en") is None
    assert next_host([PARTIES["MLI"]], PARTIES["MLI"], "en") is None


RULES = st.builds(
    Precedence,
    basis=st.sampled_from(Basis),
    language=st.sampled_from(["en", "fr", "ru", "ar"]),
    start=st.sampled_from([None, *PARTIES.values()]),
    host=st.sampled_from(HostPlace),
    placed=st.lists(st.sampled_from(list(PARTIES.values())), unique_by=lambda p: p.id).map(tuple),
)


@given(
    rule=RULES,
    entered=st.permutations(ALL),
    roles=st.lists(st.sampled_from(Role), min_size=5, max_size=5),
)
def test_the_order_of_entry_decides_nothing(
    rule: Precedence, entered: list[Delegation], roles: list[Role]
) -> None:
    """Law: a rule makes one order of the same delegations, numbers all, and loses none."""
    given_roles = dict(zip(PARTIES, roles, strict=True))
    present = [replace(d, role=given_roles[d.party.code]) for d in entered]
    order = seats(present, rule)
    assert [s.delegation for s in order] == list(in_order(reversed(present), rule))
    assert [s.number for s in order] == [1, 2, 3, 4, 5]
