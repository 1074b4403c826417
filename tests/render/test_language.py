"""The catalogues are whole, agree with what they were compiled from, and fit the code."""

from __future__ import annotations

import io
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import tracker.render
from tracker.domain.agenda import ItemStatus, OutcomeMode
from tracker.domain.documents import DocumentKind
from tracker.domain.parties import Rank
from tracker.domain.status import Status
from tracker.render import terms
from tracker.render.language import (
    LOCALE_DIR,
    OFTEN,
    field_name,
    labelled,
    language_name,
    level,
    quoted,
    same_script,
    session_ordinal,
    spoken,
    term,
)
from tracker.render.ordinals import ORDINALS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

TRANSLATED = ("fr", "ru", "ar")
FORMS = {"fr": 2, "ru": 3, "ar": 6}


def folder(language: str) -> Path:
    return LOCALE_DIR / language / "LC_MESSAGES"


def catalogue(language: str) -> Catalog:
    with (folder(language) / "tracker.po").open("rb") as file:
        return read_po(file, locale=language)


def wanted() -> set[tuple[str | None, str]]:
    """Return every message that the renderers ask for, each with its context."""
    found = {
        (context, message if isinstance(message, str) else message[0])
        for _, _, message, _, context in extract_from_dir(
            Path(tracker.render.__file__).parent,
            method_map=[("**.py", "python"), ("**/pages/templates/**.html", "jinja2")],
        )
    }
    found |= {(kind.__name__, terms.english(v)) for kind in terms.LISTS for v in kind}
    found |= {("Level", words) for words in terms.LEVELS.values()}
    found |= {("Field", words) for words in terms.FIELDS.values()}
    return found | {("Ordinal", words) for words in ORDINALS}


def placeholders(message: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(message) if name)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_the_readable_one(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))

    assert compiled.getvalue() == (folder(language) / "tracker.mo").read_bytes()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    held = {(m.context, str(m.id)) for m in catalogue(language) if m.id and m.string}

    assert wanted() == held


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_placeholders(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            assert placeholders(str(message.id)) == placeholders(str(message.string))


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_plural_forms_are_the_language_s_own(language: str) -> None:
    assert FORMS[language] == catalogue(language).num_plurals


def test_every_list_of_ranks_and_terms_is_complete() -> None:
    assert set(Rank) == set(terms.LEVELS)


def test_terms_follow_the_list_that_they_belong_to() -> None:
    assert [
        term(ItemStatus.ADOPTED, "ar"),
        term(OutcomeMode.ADOPTED, "ar"),
        term(DocumentKind.NOTE_VERBALE, "ru"),
        term(Status.HELD, "en"),
        level(Rank.HEAD_OF_STATE, "fr"),
    ] == ["معتمد", "اعتمد", "вербальная нота", "held", "chefs d’État"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, ["First session", "Première session", "Первая сессия", "الدورة الأولى"]),
        (10, ["Tenth session", "Dixième session", "Десятая сессия", "الدورة العاشرة"]),
        (11, ["11th session", "11e session", "11-я сессия", "الدورة 11"]),
        (22, ["22nd session", "22e session", "22-я сессия", "الدورة 22"]),
        (113, ["113th session", "113e session", "113-я сессия", "الدورة 113"]),
    ],
)
def test_sessions_are_counted_in_words_to_ten(number: int, said: list[str]) -> None:
    assert said == [
        session_ordinal(number, extraordinary=False, language=tag)
        for tag in ("en", "fr", "ru", "ar")
    ]


def test_extraordinary_sessions_say_so() -> None:
    assert [
        session_ordinal(2, extraordinary=True, language=tag) for tag in ("en", "fr", "ru", "ar")
    ] == [
        "Second extraordinary session",
        "Deuxième session extraordinaire",
        "Вторая внеочередная сессия",
        "الدورة الاستثنائية الثانية",
    ]


def test_french_sets_blanks_that_do_not_break() -> None:
    assert (quoted("mot", "fr"), labelled("Lieu", "fr")) == ("«\u202fmot\u202f»", "Lieu\u00a0:")


def test_a_language_without_catalogue_is_english() -> None:
    assert (spoken("de"), spoken("fr-ML"), term(Status.HELD, "de")) == ("en", "fr", "held")


def test_languages_are_named_in_the_reader_s_language() -> None:
    assert [language_name("fr", "ru"), language_name("xq", "en")] == ["французский", "xq"]


def test_an_unknown_field_is_called_as_it_is_written() -> None:
    assert (field_name("announced", "fr"), field_name("seat", "fr")) == ("Dates annoncées", "seat")


def test_scripts_are_told_apart() -> None:
    assert same_script("fr", "en")
    assert not same_script("ru", "en")
    assert same_script("sr-Latn", "en")


def test_the_names_of_languages_that_are_at_hand_are_those_of_cldr() -> None:
    for (language, tag), name in OFTEN.items():
        assert Locale(language).languages[tag] == name
