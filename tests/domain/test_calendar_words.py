from __future__ import annotations

import pytest
from babel import Locale

from tracker.domain import calendar_words as words
from tracker.domain.grammar.lexicon import lexicon
from tracker.domain.grammar.sentence import _LONGEST_PHRASE

_MONTHS = {
    ("format", "wide"): words.MONTHS,
    ("stand-alone", "wide"): words.MONTHS_ALONE,
    ("format", "abbreviated"): words.MONTHS_SHORT,
    ("stand-alone", "abbreviated"): words.MONTHS_SHORT_ALONE,
}
_WEEKDAYS = {"wide": words.WEEKDAYS, "abbreviated": words.WEEKDAYS_SHORT}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("form", _MONTHS)
def test_months_are_those_of_cldr(language: str, form: tuple[str, str]) -> None:
    context, width = form
    names = Locale(language).months[context][width]
    assert _MONTHS[form][language] == tuple(names[month] for month in range(1, 13))


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("width", _WEEKDAYS)
def test_weekdays_are_those_of_cldr(language: str, width: str) -> None:
    names = Locale(language).days["format"][width]
    assert _WEEKDAYS[width][language] == tuple(names[day] for day in range(7))


@pytest.mark.parametrize("table", [words.PERIODS, words.PHRASES, words.MONTH_PARTS])
def test_every_language_says_the_same_things(table: dict[str, dict[object, str]]) -> None:
    assert set(table) == set(words.LANGUAGES)
    assert len({tuple(said) for said in table.values() if isinstance(said, dict)}) <= 1


def test_no_phrase_is_longer_than_a_rule_looks() -> None:
    phrases = [phrase for kind in lexicon(words.LANGUAGES).values() for phrase in kind]
    assert max(map(len, phrases)) <= _LONGEST_PHRASE
    assert min(map(len, phrases)) > 0
