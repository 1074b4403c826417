from __future__ import annotations

import pytest

from tracker.errors import Invalid, NotFound
from tracker.reference import cities
from tracker.reference.cities import choose_city, find_cities


@pytest.mark.parametrize(
    ("text", "country", "zone"),
    [
        ("Moscow", "RUS", "Europe/Moscow"),
        ("Moscou", "RUS", "Europe/Moscow"),
        ("Москва", "RUS", "Europe/Moscow"),
        ("موسكو", "RUS", "Europe/Moscow"),
        ("Moscow, RUS", "RUS", "Europe/Moscow"),
        ("Moscow, Russie", "RUS", "Europe/Moscow"),
        ("Moscow, Idaho", "USA", "America/Los_Angeles"),
        ("bamako", "MLI", "Africa/Bamako"),
        ("باماكو", "MLI", "Africa/Bamako"),
        ("Ouagadougou", "BFA", "Africa/Ouagadougou"),
        ("Niamey", "NER", "Africa/Niamey"),
        ("Gao", "MLI", "Africa/Bamako"),
        ("New York", "USA", "America/New_York"),
        ("Genève", "CHE", "Europe/Zurich"),
        ("Женева", "CHE", "Europe/Zurich"),
        ("Nur-Sultan", "KAZ", "Asia/Almaty"),
        ("Kiev", "UKR", "Europe/Kyiv"),
        ("Pékin", "CHN", "Asia/Shanghai"),
        ("St. Petersburg", "RUS", "Europe/Moscow"),
        ("San José, CRI", "CRI", "America/Costa_Rica"),
        ("San Jose, USA", "USA", "America/Los_Angeles"),
        # GeoNames has these among the other names of larger cities.
        ("Islamabad", "PAK", "Asia/Karachi"),
        ("Bridgetown", "BRB", "America/Barbados"),
        ("Dili", "TLS", "Asia/Dili"),
        ("Rome", "ITA", "Europe/Rome"),
    ],
)
def test_chooses(text: str, country: str, zone: str) -> None:
    chosen = choose_city(text)
    assert (country, zone) == (chosen.country, chosen.zone)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("San Jose", ["San José, CRI", "San Jose, USA"]),
        ("Georgetown", ["Georgetown, GUY", "Georgetown, TX, USA"]),
        ("Victoria", ["Victoria, SYC"]),
        ("Odessa", ["Odessa, USA", "Odesa, UKR"]),
    ],
)
def test_asks_which(text: str, readings: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        choose_city(text)
    assert refused.value.hint
    assert [reading for reading in readings if reading not in refused.value.hint] == []


@pytest.mark.parametrize(
    "text", ["Georgetown", "Hamilton", "Plymouth", "San Jose", "Stanley", "St. John's", "Victoria"]
)
def test_each_reading_typed_back_is_one_city(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose_city(text)
    assert refused.value.hint
    readings = refused.value.hint.removeprefix("Say which: ").removesuffix(".").split("; ")
    assert len(readings) == len({choose_city(reading) for reading in readings})


def test_finds_the_likeliest_first() -> None:
    assert [city.country for city in find_cities("Moscow")] == ["RUS", "USA"]


def test_asks_about_a_small_city_by_a_name_that_is_not_its_own() -> None:
    with pytest.raises(Invalid, match=r"“Salam” is another name of Şaḩam, OMN\.") as refused:
        choose_city("Salam")
    assert refused.value.hint == "Say that if you mean it."
    assert choose_city("Şaḩam, OMN").name == "Şaḩam"
    assert [choose_city(text).name for text in ("Salam, Oman", "Saham")] == ["Şaḩam", "Şaḩam"]
    assert choose_city("Ялта").name == "Yalta"


@pytest.mark.parametrize("text", ["", ",", "…", "Moscow, Mali", "Qwxzy"])
def test_finds_none(text: str) -> None:
    assert find_cities(text) == []
    with pytest.raises(NotFound):
        choose_city(text)


def test_says_what_was_perhaps_meant() -> None:
    with pytest.raises(NotFound) as refused:
        choose_city("Bamacko")
    assert refused.value.hint
    assert "Bamako" in refused.value.hint


def test_names_come_from_cldr_where_the_zone_is_the_citys() -> None:
    expected = {"en": "Moscow", "fr": "Moscou", "ru": "Москва", "ar": "موسكو"}
    assert expected == choose_city("Moscow").names


def test_a_city_that_lends_no_zone_its_name_has_its_own_name_only() -> None:
    city = choose_city("Kazan")
    assert (city.name, city.names) == ("Kazan", {})


@pytest.mark.parametrize("text", ["Kyiv", "N'Djamena", "Lomé", "Kathmandu", "Asmara"])
def test_names_survive_renamed_zones_and_signs_that_ids_cannot_have(text: str) -> None:
    city = choose_city(text)
    assert (text, {"en", "fr", "ru", "ar"}) == (city.names["en"], set(city.names))


def test_cities_are_read_once() -> None:
    find_cities("Moscow")
    find_cities("Niamey")
    assert cities._rows.cache_info().misses == 1


def test_every_row_becomes_a_city() -> None:
    for country in {row["countrycode"]: row for row in cities._rows()}.values():
        cities._city(country)
