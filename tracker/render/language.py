"""The reader's language: its catalogue, its words for our terms, its marks and directions.

Message ids are the English words, so English needs no catalogue and a language that has
none falls back to it.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.render.ordinals import ORDINALS, english_figure
from tracker.render.terms import FIELDS, LEVELS, english

if TYPE_CHECKING:
    from enum import StrEnum

    from tracker.domain.parties import Rank

DOMAIN: Final = "tracker"
LANGUAGES: Final = ("en", "fr", "ru", "ar")
LOCALE_DIR: Final = Path(__file__).resolve().parent.parent / "locale"

_RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_SCRIPTS: Final = {
    **dict.fromkeys(_RIGHT_TO_LEFT, "Arab"),
    "dv": "Thaa",
    "he": "Hebr",
    "yi": "Hebr",
    "el": "Grek",
    "hy": "Armn",
    "ka": "Geor",
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"), "Cyrl"),
    "am": "Ethi",
    "ti": "Ethi",
    "hi": "Deva",
    "bn": "Beng",
    "th": "Thai",
    "km": "Khmr",
    "zh": "Hani",
    "ja": "Jpan",
    "ko": "Kore",
}


def primary(language: str) -> str:
    """Return the primary subtag: `fr` for `fr-ML`."""
    return language.partition("-")[0].lower()


def spoken(language: str) -> str:
    """Return the language of ours in which a reader of that one is addressed."""
    return primary(language) if primary(language) in LANGUAGES else "en"


@cache
def translator(language: str) -> gettext.NullTranslations:
    """Return the language's catalogue; English itself where there is none."""
    return gettext.translation(DOMAIN, LOCALE_DIR, [primary(language)], fallback=True)


def term(value: StrEnum, language: str) -> str:
    """Return the language's words for a value of a closed list, in lower case."""
    return translator(language).pgettext(type(value).__name__, english(value))


def level(rank: Rank, language: str) -> str:
    """Return a rank as the level of a meeting: ministers."""
    return translator(language).pgettext("Level", LEVELS[rank])


def field_name(field: str, language: str) -> str:
    """Return what a claim is about in the reader's words; an unknown field as it stands."""
    known = FIELDS.get(field)
    return translator(language).pgettext("Field", known) if known else field


def capital(words: str) -> str:
    """Return the words with a capital at the head."""
    return words[:1].upper() + words[1:]


def session_ordinal(number: int, *, extraordinary: bool, language: str) -> str:
    """Return the session's number in the count: “First session”, beyond ten “11th session”."""
    t = translator(language)
    if 1 <= number <= len(ORDINALS):
        ordinal = t.pgettext("Ordinal", ORDINALS[number - 1])
    else:
        ordinal = _figure(number, primary(language))
    template = (
        t.gettext("{ordinal} extraordinary session")
        if extraordinary
        else t.gettext("{ordinal} session")
    )
    return template.format(ordinal=ordinal)


def _figure(number: int, language: str) -> str:
    if language == "fr":
        return f"{number}e"
    if language == "ru":
        return f"{number}-я"
    if language == "ar":
        return str(number)
    return english_figure(number)


# What nearly every print asks, in CLDR's words; a test holds them to it. Loading CLDR takes as
# long as all else of a print.
OFTEN: Final = {
    ("en", "en"): "English",
    ("en", "fr"): "French",
    ("en", "ru"): "Russian",
    ("en", "ar"): "Arabic",
    ("fr", "en"): "anglais",
    ("fr", "fr"): "français",
    ("fr", "ru"): "russe",
    ("fr", "ar"): "arabe",
    ("ru", "en"): "английский",
    ("ru", "fr"): "французский",
    ("ru", "ru"): "русский",
    ("ru", "ar"): "арабский",
    ("ar", "en"): "الإنجليزية",
    ("ar", "fr"): "الفرنسية",
    ("ar", "ru"): "الروسية",
    ("ar", "ar"): "العربية",
}


def language_name(tag: str, language: str) -> str:
    """Return the name of a language in the reader's language; the tag where CLDR has none."""
    known = OFTEN.get((primary(language), primary(tag)))
    if known:
        return known
    from babel import Locale, UnknownLocaleError  # 46 ms, when first asked

    try:
        name = Locale(primary(language)).languages.get(primary(tag))
    except (UnknownLocaleError, ValueError):
        name = None
    return name or tag


def quoted(words: str, language: str) -> str:
    """Return the words in the language's quotation marks."""
    return translator(language).gettext("“{words}”").format(words=words)


def labelled(label: str, language: str) -> str:
    """Return the label with the language's colon: French sets a blank before it."""
    return translator(language).gettext("{label}:").format(label=label)


def joined(parts: list[str], language: str) -> str:
    """Return the parts as a list in a line, with the language's comma."""
    return translator(language).pgettext("List", ", ").join(parts)


def is_right_to_left(language: str) -> bool:
    """Return whether the language is written from right to left."""
    return primary(language) in _RIGHT_TO_LEFT


def same_script(one: str, other: str) -> bool:
    """Return whether two languages share a script, so that a name needs no other form."""
    return _script(one) == _script(other)


def _script(language: str) -> str:
    named = next((s for s in language.split("-")[1:] if len(s) == 4 and s.isalpha()), None)  # noqa: PLR2004  # BCP 47: a script has four letters
    return named.title() if named else _SCRIPTS.get(primary(language), "Latn")
