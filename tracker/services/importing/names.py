"""The parties, people, places and topics that a file names, each looked for once.

Looking up one name reads a whole table: a file of 10,000 entries names the same hundred
again and again.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from tracker.domain.folding import fold
from tracker.domain.importing import Unrecognised
from tracker.domain.text import UNDETERMINED, Text, tidied
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import lookup
from tracker.services.levels import name_at
from tracker.storage.reads.reading import words as words_of

if TYPE_CHECKING:
    from tracker.domain.parties import Rank
    from tracker.domain.visibility import Visibility
    from tracker.services.desk import Desk
    from tracker.services.importing.said import Said
    from tracker.storage.door import Row

# Where something is: the place, and the words of what is no place of its own.
Whereabouts: TypeAlias = tuple["int | None", "str | None"]

_LONGEST = 300
# How addresses write a town: with its postal code, which names nothing.
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{4})?\b")


class Names:
    """What a file's words stand for, found or for the first time stored."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._parties: dict[str, int | None] = {}
        self._topics: dict[str, int | None] = {}
        self._places: dict[tuple[str, Visibility], int | None] = {}
        self._towns: dict[str, int | None] = {}
        self._known: dict[str, list[int]] | None = None
        self._people: dict[str, list[int]] | None = None
        self._posts: dict[tuple[int, int, str], int] = {}
        self._documents: dict[str, int] | None = None
        self._unknown = Counter[tuple[str, str]]()

    @property
    def unrecognised(self) -> tuple[Unrecognised, ...]:
        """What nobody here knows, the most frequent first."""
        return tuple(
            Unrecognised(kind, words, times) for (kind, words), times in self._unknown.most_common()
        )

    def party(self, words: str) -> int | None:
        """Return the id of a party, or None for one that nobody knows."""
        if words not in self._parties:
            self._parties[words] = self._found_party(words)
        found = self._parties[words]
        if found is None:
            self._unknown["party", words] += 1
        return found

    def _found_party(self, words: str) -> int | None:
        try:
            return lookup.party(self._desk, words)
        except (NotFound, Conflict, Invalid):
            return None

    def topic(self, words: str) -> int | None:
        """Return the id of a topic, stored when first named; None for what cannot be one."""
        if words not in self._topics:
            try:
                self._topics[words] = lookup.topic(self._desk, tidied(words, longest=200))
            except (Invalid, Conflict):
                self._topics[words] = None
        found = self._topics[words]
        if found is None:
            self._unknown["topic", words] += 1
        return found

    def person(self, words: str, party: int | None) -> int | None:
        """Return the id of a person, stored when new.

        Of several of that name it is the one who holds a post for the party; None when
        that does not tell.
        """
        name = tidied(words, longest=_LONGEST)
        if not fold(name):
            return None
        people = self._all_people()
        found = people.get(fold(name), [])
        if len(found) > 1:
            found = [each for each in found if party is not None and self._serves(each, party)]
            if len(found) != 1:
                self._unknown["person", words] += 1
                return None
        if not found:
            made = self._desk.ledger.insert(
                "people", {"name": Text.of({self._desk.language: name}).stored()}
            )
            people[fold(name)] = found = [made]
        return found[0]

    def _all_people(self) -> dict[str, list[int]]:
        if self._people is None:
            self._people = {}
            for row in self._desk.reading.rows(
                "SELECT id, name, spellings FROM people WHERE removed = 0"
            ):
                spellings = [each["words"] for each in json.loads(row["spellings"] or "[]")]
                for each in {fold(w) for w in (*_versions(row), *spellings)}:
                    self._people.setdefault(each, []).append(int(row["id"]))
        return self._people

    def _serves(self, person: int, party: int) -> bool:
        return bool(
            self._desk.reading.rows(
                "SELECT 1 FROM posts WHERE removed = 0 AND person_id = :person "
                "AND party_id = :party",
                {"person": person, "party": party},
            )
        )

    def post(self, person: int, party: int, words: str, rank: Rank | None) -> int | None:
        """Return the id of the post of that title that a person holds, stored when new."""
        title = tidied(words, longest=_LONGEST)
        key = (person, party, fold(title))
        if key not in self._posts:
            rows = self._desk.reading.rows(
                "SELECT id, title FROM posts WHERE removed = 0 AND person_id = :person "
                "AND party_id = :party ORDER BY id",
                {"person": person, "party": party},
            )
            known = [row["id"] for row in rows if key[2] in map(fold, _versions(row, "title"))]
            self._posts[key] = int(known[0]) if known else self._new_post(key, title, rank)
        return self._posts[key]

    def _new_post(self, key: tuple[int, int, str], title: str, rank: Rank | None) -> int:
        return self._desk.ledger.insert(
            "posts",
            {
                "person_id": key[0],
                "party_id": key[1],
                "title": Text.of({self._desk.language: title}).stored(),
                "rank": rank,
            },
        )

    def pass_over(self, words: str) -> None:
        """Keep that a person was named for no party that is known, and so could not be seated."""
        self._unknown["person", words] += 1

    def document(self, link: str) -> int | None:
        """Return the id of the document at an address, or None."""
        if self._documents is None:
            rows = self._desk.reading.rows(
                "SELECT id, link FROM documents WHERE removed = 0 AND link IS NOT NULL"
            )
            self._documents = {row["link"]: int(row["id"]) for row in rows}
        return self._documents.get(link)

    def keep_document(self, link: str | None, document: int) -> None:
        """Keep what was stored for an address."""
        if link is not None and self._documents is not None:
            self._documents[link] = document

    def whereabouts(self, said: Said, level: Visibility) -> Whereabouts:
        """Return the place that an entry names and its room.

        Words that name no place anybody knows are kept as the room: nothing is lost, and
        nothing invented.
        """
        room = said.get("room")
        words = tidied(said.get("place", "").replace("\n", ", "), longest=_LONGEST)
        city, country = said.get("city", ""), said.get("country", "")
        place = None
        if city:
            place = self._in_town(words, city, country, level)
            words = ", ".join(filter(None, (words, city, country)))
        elif words:
            place = self._place(words, level)
        if place is None:
            room = ", ".join(filter(None, (room, words)))
        return place, tidied(room, longest=_LONGEST) if room else None

    def _in_town(self, venue: str, city: str, country: str, level: Visibility) -> int | None:
        key = (f"{venue}\n{city}\n{country}", level)
        if key not in self._places:
            town = self._town_of(city, country)
            hall = _without(_without(venue, country), city)
            apart = town is not None and hall not in ("", city)
            self._places[key] = self._venue(hall, town, level) if town and apart else town
        return self._places[key]

    def _town_of(self, city: str, country: str) -> int | None:
        """Return the town of that name in a country, be it one of today or of history.

        Where the country is known, a town elsewhere is not meant, whatever it is called;
        “Kingston (Jamaica)” says itself where it is, whoever ruled there.
        """
        from tracker.reference.former_states import lands_of, recognise_state

        region, bare = _REGION.search(city), _REGION.sub("", city).strip()
        if region and recognise_state(region[1]):
            return self._town_of(bare, region[1])
        state = recognise_state(country) if country else None
        if state is None:
            return self._town(", ".join(filter(None, (city, country)))) or self._town(city)
        for name in dict.fromkeys((city, bare)):
            known = [
                place
                for place in self._all_places().get(fold(name), [])
                if self._desk.ledger.row("places", place)["country"] in lands_of(state)
            ]
            found = known[0] if len(known) == 1 else self._town(f"{name}, {state.alpha3}")
            if found:
                return found
        return None

    def _place(self, words: str, level: Visibility) -> int | None:
        key = (words, level)
        if key not in self._places:
            self._places[key] = self._found_place(words, level)
        return self._places[key]

    def _found_place(self, words: str, level: Visibility) -> int | None:
        known = self._all_places().get(fold(words), [])
        if len(known) == 1:
            return name_at(self._desk, "places", known[0], level)
        parts = [part.strip() for part in words.split(",") if part.strip()]
        for at in range(max(0, len(parts) - _PARTS), len(parts)):
            city = self._town(", ".join(parts[at:]))
            if city is not None:
                venue = ", ".join(parts[:at])
                return self._venue(venue, city, level) if venue else city
        return None

    def _venue(self, words: str, city: int, level: Visibility) -> int:
        name = Text.of({UNDETERMINED: words})
        return lookup.venue(self._desk, name, city, level)

    def _town(self, words: str) -> int | None:
        """Return the id of a city: the ledger's own, else the one that the world knows so."""
        if words not in self._towns:
            self._towns[words] = self._found_town(words)
        return self._towns[words]

    def _found_town(self, words: str) -> int | None:
        known = self._all_places().get(fold(words), [])
        if len(known) == 1:
            return known[0]
        from tracker.reference.cities import the_city

        bare = ", ".join(
            part for each in words.split(",") if (part := _POSTCODE.sub("", each).strip(" .-"))
        )
        if not any(letter.isalpha() for letter in bare):
            return None
        city = the_city(bare)
        return lookup.store_city(self._desk, city, bare) if city else None

    def _all_places(self) -> dict[str, list[int]]:
        if self._known is None:
            self._known = {}
            for row in self._desk.reading.rows(
                "SELECT id, name, aliases FROM places WHERE removed = 0"
            ):
                for each in {fold(w) for w in (*_versions(row), *words_of(row, "aliases"))}:
                    self._known.setdefault(each, []).append(int(row["id"]))
        return self._known


# A town stands among the last parts of an address: town, region with its code, state.
_PARTS = 4


_REGION = re.compile(r"\s*\(([^()]+)\)")


def _without(venue: str, town: str) -> str:
    """Return a venue without the town at its end, which is kept apart."""
    head, comma, tail = venue.rpartition(",")
    if fold(venue) == fold(town):
        return ""
    return head.strip() if comma and fold(tail) == fold(town) else venue


def _versions(row: Row, column: str = "name") -> list[str]:
    return [words for _, words in Text.read(row[column])]
