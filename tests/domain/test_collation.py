"""The alphabet of each language, as its own speakers sort names of States."""

from __future__ import annotations

import random

import pytest

from tracker.domain.collation import collation_key
from tracker.domain.listed_names import listed_name
from tracker.domain.parties import Party, PartyKind
from tracker.domain.text import Text
from tracker.reference.states import all_states

# Each as the United Nations print them, or as CLDR has the alphabet.
ORDERS = {
    "en": (
        "Åland Islands / Albania / Comoros (the) / Congo (the) / Costa Rica / Côte d’Ivoire / "
        "Croatia / Guinea / Guinea-Bissau / Guyana / Iran (Islamic Republic of) / Iraq / Mali / "
        "Niger (the) / Nigeria / Republic of Korea / Réunion / Russian Federation"
    ),
    "fr": (
        "Bélarus / Belgique / Bénin / Congo / Costa Rica / Côte d’Ivoire / Danemark / Égypte / "
        "Équateur / Espagne / État de Palestine / États-Unis d’Amérique / Fédération de Russie / "
        "Guinée / Guinée-Bissau / Guinée équatoriale / Île Maurice / Niger / Nigéria / Sénégal"
    ),
    "ru": (
        "Гвинея / Гвинея-Бисау / Ирак / Исландия / Йемен / Кабо-Верде / Лесото / Ливан / "
        "Объединенные Арабские Эмираты / Российская Федерация / Тёркс и Кайкос / "
        "Тимор-Лешти / Эфиопия"
    ),
    "ar": (
        "الاتحاد الروسي / إثيوبيا / أذربيجان / الأرجنتين / الأردن / أرمينيا / إسبانيا / ألبانيا / "
        "ألمانيا / أوغندا / بوركينا فاسو / تونس / الجزائر / السودان / مالي / النيجر / "
        "نيجيريا / اليمن"
    ),
}


@pytest.mark.parametrize("language", ORDERS)
def test_names_stand_as_their_language_has_them(language: str) -> None:
    expected = ORDERS[language].split(" / ")
    shuffled = random.Random(language).sample(expected, len(expected))
    assert sorted(shuffled, key=lambda n: collation_key(n, language)) == expected


def test_an_accent_decides_only_between_what_is_spelled_alike() -> None:
    names = ["côté", "coté", "côte", "cote", "Cote", "cotez"]
    assert min(names, key=lambda n: collation_key(n, "fr")) == "cote"
    assert max(names, key=lambda n: collation_key(n, "fr")) == "cotez"


def test_the_short_i_is_a_letter_and_the_yo_is_not() -> None:
    assert collation_key("Йемен", "ru") > collation_key("Италия", "ru")
    assert collation_key("Ёлкино", "ru")[0] == collation_key("Елкино", "ru")[0]


def test_only_a_name_in_arabic_has_an_article_that_does_not_count() -> None:
    assert collation_key("الصين", "ar")[0] == "صين"
    assert collation_key("ألمانيا", "ar")[0][0] == "ا"
    assert collation_key("الصين", "en")[0].startswith("ا")


def party(code: str, **names: str) -> Party:
    return Party(1, code, PartyKind.STATE, Text.of(names))


def test_a_state_is_listed_by_its_short_formal_name() -> None:
    russia = party("RUS", en="Russia", fr="Russie")
    assert [listed_name(russia, tag) for tag in ("en", "fr", "ru", "ar")] == [
        "Russian Federation", "Fédération de Russie", "Российская Федерация", "الاتحاد الروسي",
    ]  # fmt: skip
    assert listed_name(party("NER", en="Niger"), "en") == "Niger (the)"


def test_another_party_is_listed_as_the_ledger_has_it() -> None:
    assert listed_name(party("MLI", en="Mali"), "fr") == "Mali"
    organisation = Party(2, "VAT", PartyKind.ORGANISATION, Text.of({"en": "Vatican Bank"}))
    assert listed_name(organisation, "en") == "Vatican Bank"
    assert listed_name(Party(3, "XX", PartyKind.OTHER, Text()), "en") == "XX"


def test_no_two_states_share_a_place_in_any_language() -> None:
    for language in ("en", "fr", "ru", "ar"):
        states = [party(s.alpha3, **s.names) for s in all_states()]
        keys = {collation_key(listed_name(s, language), language) for s in states}
        assert len(keys) == len(states)
