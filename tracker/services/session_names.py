"""Who, where and when a session file speaks of: found in the ledger, or stored when new.

Everything is looked for before anything that hangs on it is stored, so that every name
nobody knows is told at once, each with its line.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.quoting import quoted
from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.domain.when import TBC
from tracker.errors import Conflict, Invalid, NotFound
from tracker.intake.yaml_source import Fault
from tracker.services import lookup
from tracker.services.desk import json_list
from tracker.services.levels import name_at
from tracker.services.meetings import zone_of_when
from tracker.storage.reads.reading import words as words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.domain.visibility import Visibility
    from tracker.errors import TrackerError
    from tracker.intake import session_file as entries
    from tracker.intake.yaml_source import Mark, Word
    from tracker.services.desk import Desk
    from tracker.storage.door import Row

UNKNOWN = 0  # stands for what was not found, until the faults are told


@frozen
class Setting:
    """Where a session or meeting is, in which zone, and its dates by column, as kept."""

    place: int | None
    zone: str
    whens: dict[str, str]


@dataclass(slots=True)
class Names:
    """What the words of a file stand for, and what is wrong with them."""

    desk: Desk
    faults: list[Fault] = field(default_factory=list)
    settings: dict[Mark, Setting] = field(default_factory=dict)
    people: dict[Mark, int] = field(default_factory=dict)
    _parties: dict[str, int] = field(default_factory=dict)
    _known: dict[str, set[int]] = field(default_factory=dict)

    @contextmanager
    def telling(self, place: Word | Mark) -> Iterator[None]:
        """Keep what goes wrong inside the block as a fault of that place, and go on."""
        try:
            yield
        except (Invalid, NotFound, Conflict) as error:
            self._keep(place, error)

    def _keep(self, place: Word | Mark, error: TrackerError) -> None:
        told = f"{error.sentence} {error.hint}" if error.hint else error.sentence
        self.faults.append(Fault.at(place, told))

    def date(self, word: Word | None) -> str | None:
        """Return a date that no place gives a zone, as it is kept; None for nothing and tbc."""
        if word is None or fold(word) == TBC:
            return None
        try:
            return str(self.desk.when(word))
        except Invalid as error:
            self._keep(word, error)
        return None

    def party(self, word: Word) -> int:
        """Return the id of a party by code or name; UNKNOWN, with a fault, if there is none."""
        if word not in self._parties:
            with self.telling(word):
                self._parties[word] = lookup.party(self.desk, word)
        return self._parties.get(word, UNKNOWN)

    def parties(self, words: tuple[Word, ...]) -> list[int]:
        """Return the ids of several parties, each once."""
        return list(dict.fromkeys(map(self.party, words)))

    def person_named(self, folded: str) -> int | None:
        """Return the id of the person of the file or the ledger with that folded name."""
        met = self._everyone().get(folded, set())
        return next(iter(met)) if len(met) == 1 else None

    def meet(self, person: entries.Person | entries.Member) -> None:
        """Find a person by any of their names, or store them; what is new of a known one is added.

        A name or spelling that several people have is a fault: nobody may be guessed at.
        """
        with self.telling(person.mark):
            found = {
                each
                for words in (*_words(person.name), *(s.words for s in person.spellings))
                for each in self._everyone().get(fold(words), ())
            }
            if len(found) > 1:
                shorts = ", ".join(f"p{each}" for each in sorted(found))
                raise Conflict(f"{quoted(str(person.name))} may be any of {shorts}.")
            known = found.pop() if found else None
            self.people[person.mark] = self._add_to(known, person) if known else self._new(person)

    def _everyone(self) -> dict[str, set[int]]:
        """Return who goes by which folded name; read once."""
        if not self._known:
            for row in self.desk.reading.rows(
                "SELECT id, name, spellings FROM people WHERE removed = 0"
            ):
                spellings = [s["words"] for s in json.loads(row["spellings"])]
                self._remember(row["id"], [*_words(Text.read(row["name"])), *spellings])
        return self._known

    def _remember(self, person: int, names: list[str]) -> None:
        for name in filter(None, map(fold, names)):  # signs alone fold to nothing, and name nobody
            self._known.setdefault(name, set()).add(person)

    def _new(self, person: entries.Person | entries.Member) -> int:
        new = self.desk.ledger.insert(
            "people",
            {
                "name": person.name.stored(),
                "sort_name": person.sort_name,
                "spellings": json.dumps(_spellings(person), ensure_ascii=False),
                "note": person.note,
            },
        )
        self._remember(new, [*_words(person.name), *(s.words for s in person.spellings)])
        return new

    def _add_to(self, known: int, person: entries.Person | entries.Member) -> int:
        """Keep the versions of the name and the spellings that were not known yet."""
        row = self.desk.ledger.row("people", known)
        name = Text.read(row["name"])
        for tag, words in person.name:
            name = name if name.get(tag) else name.with_version(tag, words)
        spellings = json.loads(row["spellings"])
        met = {fold(s["words"]) for s in spellings} | {fold(w) for w in _words(name)}
        spellings += [s for s in _spellings(person) if fold(str(s["words"])) not in met]
        self.desk.ledger.update(
            "people",
            known,
            {
                "name": name.stored(),
                "sort_name": row["sort_name"] or person.sort_name,
                "spellings": json.dumps(spellings, ensure_ascii=False),
                "note": row["note"] or person.note,
            },
        )
        self._remember(known, [*_words(name), *(s["words"] for s in spellings)])
        return known

    def settle(
        self, occasion: entries.Occasion, level: Visibility, around: Setting | None = None
    ) -> Setting:
        """Return where and when a session or meeting is; what it does not say is its session's.

        A place that is new is stored at the occasion's level.
        """
        place = around.place if around else None
        if occasion.place:
            place = UNKNOWN
            with self.telling(occasion.place.mark):
                place = self.place(occasion.place, level)
        zone = around.zone if around else self.desk.zone
        if place:
            zone = lookup.zone_of_place(self.desk, place)
        zone = occasion.zone or zone
        whens = self._whens(occasion, zone)
        settled = Setting(place, whens.pop("zone", zone), whens)
        self.settings[occasion.mark] = settled
        return settled

    def _whens(self, occasion: entries.Occasion, zone: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in ("announced", "confirmed", "actual"):  # the last, which counts, gives the zone
            word = getattr(occasion, name)
            if word and fold(word) != TBC:
                with self.telling(word):
                    when = self.desk.when(word, zone)
                    found |= {f"when_{name}": str(when), "zone": zone_of_when(when, zone)}
        return found

    def place(self, place: entries.Place, level: Visibility) -> int:
        """Return the id of a place: the ledger's own, a new one of that zone, a city of the world.

        Raises NotFound or Invalid, with what is near, for a city that nobody knows.
        """
        if place.city:
            town = ", ".join(w for w in (place.city, place.country) if w)
            city = self._known_place((place.city,)) or lookup.place(self.desk, town, level)
            return lookup.venue(self.desk, place.name, city, level)
        known = self._known_place(tuple(_words(place.name)))
        if known is not None:
            return name_at(self.desk, "places", known, level)
        if place.zone is None:
            town = ", ".join(w for w in (str(place.name), place.country) if w)
            return lookup.place(self.desk, town, level)
        return self.desk.ledger.insert(
            "places",
            {
                "name": place.name.stored(),
                "zone": place.zone,
                "visibility": level,
                "country": _country(place.country),
                "latitude": place.latitude,
                "longitude": place.longitude,
                "aliases": json_list(place.aliases),
            },
        )

    def _known_place(self, names: tuple[str, ...]) -> int | None:
        wanted = {fold(name) for name in names} - {""}
        rows = self.desk.reading.rows("SELECT * FROM places WHERE removed = 0")
        met = [row["id"] for row in rows if wanted.intersection(map(fold, _place_names(row)))]
        if len(met) > 1:
            shorts = ", ".join(f"pl{each}" for each in met)
            raise Conflict(f"{quoted(names[0])} is the name of several places: {shorts}.")
        return met[0] if met else None


def _words(text: Text) -> list[str]:
    return [words for _, words in text]


def _place_names(row: Row) -> list[str]:
    return [*_words(Text.read(row["name"])), *words_of(row, "aliases")]


def _spellings(person: entries.Person | entries.Member) -> list[dict[str, str | bool | None]]:
    return [{"words": s.words, "wrong": s.wrong, "note": s.note} for s in person.spellings]


def _country(typed: Word | None) -> str | None:
    """Return the alpha-3 code of a country; raise NotFound, with what is near, if there is none."""
    if typed is None:
        return None
    from tracker.reference.states import find_state, suggest

    state = find_state(typed)
    if state is None:
        near = suggest(typed, 1)
        hint = f"Did you mean {near[0]}?" if near else None
        raise NotFound(f"There is no country {quoted(typed)}.", hint=hint)
    return state.alpha3
