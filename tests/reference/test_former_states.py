"""Names that states had, and states that are no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.reference.cities import choose_city
from tracker.reference.former_states import lands_of, recognise_state
from tracker.reference.states import LANGUAGES, all_states, find_state

if TYPE_CHECKING:
    from tests.conftest import Tracker


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("U.S.S.R.", "SUN"), ("the USSR", "SUN"), ("Union soviétique", "SUN"), ("СССР", "SUN")),
        *(("الاتحاد السوفيتي", "SUN"), ("Yougoslavie", "YUG"), ("Yugoslavia (Kosovo)", "YUG")),
        *(("Serbia-Montenegro (Kosovo)", "SCG"), ("Czechoslovakia", "CSK"), ("ГДР", "DDR")),
        *(("East Germany", "DDR"), ("Allemagne de l'Est", "DDR"), ("Republic of Vietnam", "RVN")),
        *(("Viet-Nam, Democratic Republic of", "VDR"), ("Democratic Yemen", "YMD")),
        *(("Austria-Hungary", "AUH"), ("Empire ottoman", "OTT"), ("Zanzibar", "ZAN")),
    ],
)
def test_a_state_that_ended_is_itself(name: str, code: str) -> None:
    found = recognise_state(name)
    assert found
    assert found.alpha3 == code
    assert set(found.names) == set(LANGUAGES)
    assert find_state(name) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("Zaire", "COD"), ("Zaïre", "COD"), ("زائير", "COD"), ("Ceylan", "LKA")),
        *(("Цейлон", "LKA"), ("Upper Volta", "BFA"), ("Burma", "MMR"), ("Siam", "THA")),
        *(("Perse", "IRN"), ("Souaziland", "SWZ"), ("British Guiana", "GUY"), ("Dahomey", "BEN")),
        *(("United Arab Republic", "EGY"), ("Türkiye", "TUR"), ("Turquie", "TUR")),
        *(("West Germany", "DEU"), ("Germany, Federal Republic of", "DEU"), ("ZAR", "COD")),
        *(("Macedonia, Former Yugoslav Republic of", "MKD"), ("Korea, South", "KOR")),
        *(("China, People’s Republic of", "CHN"), ("Republic of China", "TWN")),
        *(("Palestinian Authority", "PSE"), ("United Kingdom (Wales)", "GBR")),
        *(("Rhodesia", "ZWE"), ("U.A.E.", "ARE"), ("Iran, Islamic Republic of", "IRN")),
    ],
)
def test_a_state_that_was_renamed_is_what_it_is_today(name: str, code: str) -> None:
    found = recognise_state(name)
    assert found
    assert found.alpha3 == code


def test_every_state_of_today_is_recognised_by_each_of_its_names() -> None:
    for state in all_states():
        for name in state.names.values():
            assert recognise_state(name) == find_state(name)


@pytest.mark.parametrize("name", ["", "  ", "(none)", "Atlantis", "Republic", ",", "U.", "X, Y"])
def test_what_is_no_state_is_none(name: str) -> None:
    assert recognise_state(name) is None


def test_cities_lie_in_what_the_land_is_now() -> None:
    soviet = recognise_state("U.S.S.R.")
    assert soviet
    assert {"RUS", "UKR", "KAZ"} < set(lands_of(soviet))
    assert choose_city("Kiev, U.S.S.R.").country == "UKR"
    assert choose_city("Belgrade, Yugoslavia").country == "SRB"
    assert choose_city("Prague, Czechoslovakia").country == "CZE"


def test_a_ledger_keeps_a_state_that_ended_with_its_names(tracker: Tracker) -> None:
    assert tracker("log", "Talks", "--on", "1974-07-03", "--with", "U.S.S.R.,USA").code == 0
    assert "SUN" in tracker("party", "list").out
    assert "Союз" in tracker("party", "show", "SUN", "--lang", "ru").out
    assert tracker("log", "Talks", "--on", "1975-07-03", "--with", "СССР").code == 0
    assert tracker("party", "list", "--json").out.count('"SUN"') == 1


def test_what_the_ledger_calls_a_party_goes_first(tracker: Tracker) -> None:
    tracker("party", "add", "RUS")
    assert tracker("party", "edit", "RUS", "--alias", "U.S.S.R.").code == 0
    tracker("log", "Talks", "--on", "1974-07-03", "--with", "U.S.S.R.")
    assert '"SUN"' not in tracker("party", "list", "--json").out
