"""The preset `travels`: journeys abroad of presidents and secretaries of state of the USA.

As the Office of the Historian publishes them (HistoryAtState/travels): one row a stop in a
country, with the columns id, traveller, role, start_date, end_date, country, locale, remarks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.folding import fold
from tracker.domain.incoming import Attending, IncomingMeeting, Refused, Repaired
from tracker.domain.meetings import MeetingKind
from tracker.domain.parties import Rank
from tracker.domain.text import Text
from tracker.errors import Invalid
from tracker.intake.tables.meetings import Meetings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.domain.incoming import Incoming, Spot
    from tracker.intake.tables.meetings import Row
    from tracker.intake.tables.records import Record

_COLUMNS: Final = {
    "id": "uid",
    "traveller": "people",
    "role": "post",
    "start_date": "start",
    "end_date": "end",
    "country": "country",
    "locale": "city",
    "remarks": "note",
}
_HOME: Final = "USA"
_POSTS: Final = {
    "president": ("President of the United States", Rank.HEAD_OF_STATE),
    "secretary": ("Secretary of State of the United States", Rank.MINISTER),
    "vicepresident": ("Vice President of the United States", Rank.DEPUTY_HEAD),
}
_ELECT: Final = re.compile(r"made as President-elect", re.IGNORECASE)
_IDENTITY: Final = "history.state.gov/travels"
_INVERTED: Final = re.compile(r"([^,(]+), ([^,(]+?)( \([^()]*\))?")
# Names of states that take an article in an English sentence.
_ARTICLE: Final = re.compile(
    r"(U\.S\.S\.R\.|United |Republic|People’s|Federal|Former|Democratic|Kingdom|Union|"
    r"Netherlands|Philippines|Bahamas|Gambia|Maldives|Soviet|Czech Republic|Dominican|Central|"
    r"Holy See|West Bank|Palestinian|Marshall|Solomon|Congo|Vatican$|Cook)"
)


class Travels(Meetings):
    """Makes a visit of each row."""

    @staticmethod
    def mapping(header: Record) -> tuple[tuple[str, str], ...]:
        """Return what the columns are; raise Invalid where one that must be there is not."""
        names = {fold(cell) for cell in header.cells}
        missing = [name for name in _COLUMNS if fold(name) not in names]
        if missing:
            raise Invalid(
                f"This is no table of travels: it has no column {', '.join(missing)}.",
                hint=f"Its columns must be: {', '.join(_COLUMNS)}.",
            )
        return tuple(_COLUMNS.items())

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._seen: dict[tuple[str, ...], str] = {}

    def read(self, cells: Sequence[str], spot: Spot) -> Iterator[Incoming]:
        """Yield the visit of a row, and a remark when another row tells of the same one.

        Two travellers at the same time make two visits.
        """
        row = self.row(cells)
        traveller, country = (" ".join(row.one(name).split()) for name in ("people", "country"))
        title = f"Visit of {traveller} to {named_in_sentence(country)}"
        if not traveller or not country:
            yield Refused(spot, title, "It names no traveller or no country.")
            return
        try:
            yield self._visit(row, title, spot)
        except Invalid as fault:
            yield Refused(spot, title, fault.sentence)
            return
        says = (traveller, country, *map(row.one, ("start", "end", "city")))
        before = self._seen.setdefault(tuple(map(fold, says)), spot.what)
        if before != spot.what:
            yield Repaired(spot, title, f"It tells of the same visit as {before}; both were taken.")

    def _visit(self, row: Row, title: str, spot: Spot) -> IncomingMeeting:
        plain = super()._meeting(row, Text.of({"en": title}), spot, [])
        traveller, country = (" ".join(row.one(name).split()) for name in ("people", "country"))
        note = " ".join((plain.note or "").split())
        first, _, others = _cities(plain.city or "")
        post, rank = _post(row.one("post"), note)
        cities = f"Cities: {first}, {others}." if others else ""
        return IncomingMeeting(
            spot=spot,
            title=plain.title,
            when=plain.when,
            zone=plain.zone,
            floating=True,
            uid=f"{_IDENTITY}/{plain.uid}" if plain.uid else None,
            kind=MeetingKind.VISIT,
            level=rank,
            city=first or None,
            country=country,
            parties=(_HOME, country),
            people=(Attending(name=traveller, party=_HOME, post=post, rank=rank),),
            note="\n".join(filter(None, (cities, note))) or None,
        )


def _cities(text: str) -> tuple[str, str, str]:
    """Return the first of several cities, and the others. “Mexico, D.F.” is one."""
    text = re.sub(r"Mexico, D\.F\.", "Mexico City", text)
    return text.partition(", ")


def _post(role: str, note: str) -> tuple[str, Rank | None]:
    if _ELECT.search(note):
        return "President-elect of the United States", None
    known = _POSTS.get(fold(role).replace(" ", ""))
    return known or (role.capitalize() or "Traveller", None)


def named_in_sentence(country: str) -> str:
    """Return the name of a state as it stands in a sentence: “the Republic of Korea”."""
    inverted = _INVERTED.fullmatch(country)
    name = f"{inverted[2]} {inverted[1]}{inverted[3] or ''}" if inverted else country
    return f"the {name}" if _ARTICLE.match(name) else name
