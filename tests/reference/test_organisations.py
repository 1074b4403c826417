from __future__ import annotations

from datetime import date

import pytest

from tracker.reference.naming import name_key
from tracker.reference.organisations import (
    all_organisations,
    find_organisation,
    organisation_by_code,
    suggest,
)
from tracker.reference.states import find_state


def test_members_of_the_alliance_of_sahel_states() -> None:
    found = organisation_by_code("aes")
    assert found
    assert {
        "BFA": date(2023, 9, 16),
        "MLI": date(2023, 9, 16),
        "NER": date(2023, 9, 16),
    } == {member.state: member.since for member in found.members}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AES", "AES"),
        ("Confédération des États du Sahel", "AES"),
        ("альянс государств сахеля", "AES"),
        ("تحالف دول الساحل", "AES"),
        ("the United Nations", "UN"),
        ("ONU", "UN"),
        ("la CEDEAO", "ECOWAS"),
        ("ОДКБ", "CSTO"),
    ],
)
def test_name_in_use(name: str, code: str) -> None:
    found = find_organisation(name)
    assert found
    assert code == found.code


def test_no_name_belongs_to_two_organisations() -> None:
    keys = [
        key
        for each in all_organisations()
        for key in {name_key(name) for name in (each.code, *each.names.values(), *each.aliases)}
    ]
    assert len(set(keys)) == len(keys)


def test_no_organisation_is_called_like_a_state() -> None:
    """A party is named by code or name, whichever kind it is of; Australia's `AU` is told of."""
    assert [
        name
        for each in all_organisations()
        for name in (each.code, *each.names.values(), *each.aliases)
        if find_state(name)
    ] == ["AU"]


def test_unknown() -> None:
    assert find_organisation("Hanseatic League") is None
    assert organisation_by_code("HL") is None


def test_suggests_codes() -> None:
    assert suggest("ECOWS")[0] == "ECOWAS"
