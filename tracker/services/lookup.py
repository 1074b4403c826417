"""Finding, or for the first time storing, the parties, places and topics that writers name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.domain.folding import fold, folded
from tracker.domain.parties import PartyKind
from tracker.domain.text import Text, clean
from tracker.domain.topics import slug, slug_from
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay
from tracker.errors import Invalid, NotFound
from tracker.services.desk import json_list
from tracker.services.levels import name_at
from tracker.services.references import find_by_name
from tracker.storage.door import one

if TYPE_CHECKING:
    from tracker.reference.cities import City
    from tracker.reference.organisations import Organisation
    from tracker.reference.states import State
    from tracker.services.desk import Desk
    from tracker.storage.door import Row


def party(desk: Desk, typed: str) -> int:
    """Return the id of a party named by code or name, in any language.

    A state or organisation that the reference data know is stored when first named.
    Raises NotFound with what is near.
    """
    known = desk.reading.rows(
        "SELECT id FROM parties WHERE removed = 0 AND code = :code", {"code": typed.strip().upper()}
    )
    if known:
        return int(known[0]["id"])
    try:
        return find_by_name(desk.reading, typed, "parties").id
    except NotFound as unknown:
        stored = store_known_party(desk, typed)
        if stored is not None:
            return stored
        raise NotFound(
            f"There is no party “{typed.strip()[:60]}”.",
            hint=_and_make(_meant(typed, unknown.hint), "tracker party add CODE NAME"),
        ) from unknown


def party_list(desk: Desk, typed: str | None) -> list[int]:
    """Return the ids of parties in a comma list, in its order, each once."""
    names = [name for name in (typed or "").split(",") if name.strip()]
    return list(dict.fromkeys(party(desk, name) for name in names))


def store_known_party(desk: Desk, typed: str) -> int | None:
    """Return the id of a state or organisation that the reference data know, stored if new."""
    known = _known_party(typed)
    if known is None:
        return None
    from tracker.reference.states import State

    if isinstance(known, State):
        return _store_state(desk, known)
    return _store_organisation(desk, known)


def known_code(typed: str) -> str | None:
    """Return the code of a state or organisation that the reference data know, else None."""
    from tracker.reference.states import State

    known = _known_party(typed)
    return known.alpha3 if isinstance(known, State) else known.code if known else None


def _known_party(typed: str) -> State | Organisation | None:
    from tracker.reference.organisations import find_organisation, organisation_by_code
    from tracker.reference.states import find_state, state_by_code

    # AU is the African Union before it is Australia: only alpha-3 codes go before organisations.
    code = typed.strip()
    state = state_by_code(code) if len(code) == len("MLI") else None
    organisation = None if state else organisation_by_code(code)
    if state is None and organisation is None:
        state = find_state(code)
    known = state or organisation or find_organisation(code)
    if known is not None:
        return known
    from tracker.reference.former_states import recognise_state

    return recognise_state(code)


def _store_state(desk: Desk, state: State) -> int:
    known = one(
        desk.reading.rows(
            "SELECT id FROM parties WHERE removed = 0 AND code = :code", {"code": state.alpha3}
        )
    )
    if known is not None:
        return int(known["id"])
    return desk.ledger.insert(
        "parties",
        {
            "code": state.alpha3,
            "kind": PartyKind.STATE,
            "iso2": state.alpha2 or None,
            "name": Text.of(state.names).stored(),
            "formal_name": Text.of(state.formal_names).stored(),
        },
    )


def _store_organisation(desk: Desk, organisation: Organisation) -> int:
    new = desk.ledger.insert(
        "parties",
        {
            "code": organisation.code,
            "kind": PartyKind.ORGANISATION,
            "name": Text.of(organisation.names).stored(),
            "aliases": json_list(organisation.aliases),
        },
    )
    for member in organisation.members:
        since = str(AllDay(member.since, member.since)) if member.since else None
        desk.ledger.insert(
            "memberships",
            {"member_id": party(desk, member.state), "organisation_id": new, "since": since},
        )
    return new


def _and_make(hint: str | None, command: str) -> str:
    """Return a hint with the command by which what was not found can be made."""
    return f"{hint} Else make it with: {command}" if hint else f"Make it with: {command}"


def _meant(typed: str, hint: str | None) -> str | None:
    from tracker.reference import organisations, states

    near = list(dict.fromkeys([*states.suggest(typed, 2), *organisations.suggest(typed, 1)]))
    return f"Did you mean {' or '.join(near)}?" if near else hint


def place(desk: Desk, typed: str, level: Visibility = Visibility.PUBLIC) -> int:
    """Return the id of a place: the ledger's own first, else a city of the world.

    “Reception House, Moscow” is a venue in a city; a venue not yet known is stored, at
    the level of the record that names it. When a more open record names it later it is
    raised to that, public too; cities of the world are public.
    Raises NotFound or Invalid, with what is near, for a city that is not known.
    """
    words = clean(typed, what="place", longest=300)
    try:
        return name_at(desk, "places", find_by_name(desk.reading, words, "places").id, level)
    except NotFound:
        pass
    from tracker.reference.cities import choose_city

    try:
        return store_city(desk, choose_city(words), words)
    except NotFound as unknown:
        name, comma, town = words.rpartition(",")
        if not comma or not name.strip():
            made = "tracker place add NAME --in CITY (or --zone ZONE)"
            raise NotFound(unknown.sentence, hint=_and_make(unknown.hint, made)) from unknown
    city = place(desk, town, level)
    return venue(desk, desk.text(name, what="place"), city, level)


def store_city(desk: Desk, city: City, typed: str) -> int:
    """Return the id of a city of the world, stored when it is new; as typed it is found again."""
    names = Text.of({"en": city.name, **city.names})
    own = typed.partition(",")[0].strip()
    own = own[:1].upper() + own[1:]
    if names.get(desk.language) is None:  # Genève, typed in French, is its French name
        names = names.with_version(desk.language, own)
    wanted = folded(names)
    for row in desk.reading.rows(
        "SELECT id, name, aliases, country, zone FROM places WHERE removed = 0 AND city_id IS NULL"
    ):
        same = (row["country"], row["zone"]) == (city.country, city.zone)
        known = folded(Text.read(row["name"]))
        if same and wanted & known:
            _keep_spelling(desk, row, own, known)
            return int(row["id"])
    return desk.ledger.insert(
        "places",
        {
            "name": names.stored(),
            "zone": city.zone,
            "country": city.country,
            "latitude": city.latitude,
            "longitude": city.longitude,
            "aliases": json_list([] if fold(own) in wanted else [own]),
        },
    )


def _keep_spelling(desk: Desk, row: Row, spelling: str, known: set[str]) -> None:
    """Keep how a city was called among its other names: the world's need no search next time."""
    aliases = json.loads(row["aliases"])
    if fold(spelling) not in known | {fold(alias) for alias in aliases}:
        desk.ledger.update("places", row["id"], {"aliases": json_list([*aliases, spelling])})


def venue(desk: Desk, name: Text, city: int, level: Visibility = Visibility.PUBLIC) -> int:
    """Return the id of a venue in a city, by any version of its name; stored when it is new.

    Its level is that of the most open record that names it, as in `place`.
    """
    town = desk.ledger.row("places", city)
    wanted = folded(name)
    for row in desk.reading.rows(
        "SELECT id, name FROM places WHERE removed = 0 AND city_id = :city", {"city": city}
    ):
        if wanted & folded(Text.read(row["name"])):
            return name_at(desk, "places", int(row["id"]), level)
    return desk.ledger.insert(
        "places",
        {
            "name": name.stored(),
            "zone": town["zone"],
            "country": town["country"],
            "city_id": city,
            "visibility": level,
        },
    )


def zone_of_place(desk: Desk, record: int) -> str:
    """Return the IANA zone of a place."""
    return str(desk.ledger.row("places", record)["zone"])


def name_topic(desk: Desk, short: str, name: Text) -> None:
    """Store a topic with its words, or give one that is known the languages it lacks."""
    known = one(
        desk.reading.rows(
            "SELECT id, name FROM topics WHERE removed = 0 AND slug = :slug", {"slug": str(short)}
        )
    )
    if known is None:
        desk.ledger.insert("topics", {"slug": str(short), "name": name.stored()})
        return
    words = Text.read(known["name"])
    for language, version in name:
        if words.get(language) is None:
            words = words.with_version(language, version)
    desk.ledger.update("topics", known["id"], {"name": words.stored()})


def topic(desk: Desk, typed: str) -> int:
    """Return the id of a topic by slug or name, stored when first named."""
    words = clean(typed, what="topic", longest=200)
    try:
        return find_by_name(desk.reading, words, "topics").id
    except NotFound:
        suggested = slug_from(words)
        if not suggested:
            raise Invalid(
                f"“{words[:40]}” has no Latin letters to make a topic's short name from.",
                hint="Make it with: tracker topic add SHORT-NAME NAME",
            ) from None
        name = desk.text(words, what="topic")
        return desk.ledger.insert(
            "topics", {"slug": slug(suggested, what="topic"), "name": name.stored()}
        )
