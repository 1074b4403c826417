"""Records that the public may not see, of every kind, beside those of the founding example."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker.domain.instants import to_stored

if TYPE_CHECKING:
    from tracker.storage.ledger import Ledger

CANARY = "Zzcanary"
EMBARGO = datetime(2025, 4, 1, 12, tzinfo=UTC)
# How a record may be kept from the public.
HIDDEN: dict[str, dict[str, Any]] = {
    "internal": {"visibility": "internal"},
    "confidential": {"visibility": "confidential"},
    "embargoed": {"visibility": "public", "embargo_until": to_stored(EMBARGO)},
}


def words(text: str) -> str:
    return json.dumps({"en": f"{CANARY} {text}"})


def hide_records(ledger: Ledger, how: dict[str, Any]) -> None:
    """Store, for every kind of record, one that the public may not see, and what hangs on it.

    Parties, people, posts and topics have no level: they are named in what has one.
    """
    names = hide_names(ledger)
    level = {"visibility": how["visibility"]}
    if "embargo_until" in how:
        level = {"visibility": "internal"}
    series = ledger.insert("series", {"slug": "zzcanary", "title": words("series"), **how})
    place = ledger.insert("places", {"name": words("place"), "zone": "Asia/Tokyo", **level})
    dated = {
        "status": "announced",
        "zone": "Asia/Tokyo",
        "when_announced": "2025-04-03",
        "place_id": place,
        "note": f"{CANARY} note",
        "url": f"https://{CANARY}.example/",
        "reason": f"{CANARY} reason",
        **how,
    }
    session = {"ordinal": 1, "kind": "regular", "title": words("session"), **dated}
    session["host_id"] = names["party"]
    sessions = [
        ledger.insert("sessions", {"series_id": series, **session}),
        ledger.insert("sessions", {"series_id": 1, **session, "ordinal": 2}),
    ]
    meeting = {"kind": "bilateral", "title": words("meeting"), "room": f"{CANARY} room", **dated}
    holders = [{"session_id": number} for number in (1, *sessions)]
    held = [ledger.insert("meetings", {**meeting, **holder}) for holder in (*holders, {})]
    # Everywhere else what is hidden hangs on what is public, and the other way round.
    open_ones = [({"session_id": 1}, how, level), ({"meeting_id": 1}, how, level)]
    free: dict[str, Any] = {"visibility": "public"}
    inside = [({"session_id": n}, free, free) for n in sessions]
    inside += [({"meeting_id": n}, free, free) for n in held]
    # What was promised at something public may be held by what is not, some steps further up.
    within = {"status": "held", "kind": "bilateral", "zone": "UTC", **free}
    deep = [
        ledger.insert("meetings", {"session_id": n, "title": words("inner meeting"), **within})
        for n in sessions
    ]
    inside += [({"meeting_id": n}, free, free) for n in deep]
    for holder, own, own_level in open_ones + inside:
        hang(ledger, holder, own, own_level, source_hidden=level)
        hang_names(ledger, holder, names, own, own_level)


def hide_names(ledger: Ledger) -> dict[str, int]:
    """Store a person, posts, parties and a topic that nothing names but what is hidden."""
    name = {"name": words("name")}
    party = ledger.insert("parties", {"code": "ZZC", "kind": "state", "iso2": "ZZ", **name})
    union = ledger.insert("parties", {"code": "ZZCANARY", "kind": "organisation", **name})
    (known,) = ledger.door.rows("SELECT id FROM parties WHERE code = 'AES'")
    for organisation in (union, known["id"]):
        ledger.insert("memberships", {"member_id": party, "organisation_id": organisation})
    spelling = json.dumps([{"words": f"{CANARY} spelt", "wrong": False, "note": CANARY}])
    person = ledger.insert("people", {"sort_name": CANARY, "spellings": spelling, **name})
    office = {"party_id": party, "title": words("office")}
    return {
        "party": party,
        "person": person,
        "post": ledger.insert("posts", {"person_id": person, **office}),
        # Of somebody whom the public knows, for a party that it does not.
        "side_post": ledger.insert("posts", {"person_id": 1, **office}),
        "topic": ledger.insert("topics", {"slug": "zzcanary", **name}),
    }


def hang_names(
    ledger: Ledger,
    holder: dict[str, int],
    names: dict[str, int],
    own: dict[str, Any],
    own_level: dict[str, Any],
) -> None:
    """Name them in a delegation, an item and a commitment of a holder."""
    at = {"party_id": names["party"], "role": "guest"}
    delegation = ledger.insert("delegations", {**holder, **at, **own_level})
    for person, post in ((names["person"], names["post"]), (1, names["side_post"])):
        member = {"person_id": person, "post_id": post, "function": "member"}
        ledger.insert("members", {"delegation_id": delegation, **member})
    item = {"position": 9001, "status": "proposed", "label": "10", "title": words("led")}
    ledger.insert("agenda_items", {**holder, **item, "lead_id": names["party"], **own})
    promise = {"status": "open", "title": words("owed"), **own}
    commitment = ledger.insert("commitments", {**promise, **holder})
    ledger.insert("owners", {"commitment_id": commitment, "party_id": names["party"]})
    if own.get("visibility") == "public" and "embargo_until" not in own:
        ledger.insert("taggings", {**holder, "topic_id": names["topic"]})


def hang(
    ledger: Ledger,
    holder: dict[str, int],
    own: dict[str, Any],
    own_level: dict[str, Any],
    *,
    source_hidden: dict[str, Any],
) -> None:
    """Hang a delegation, an item, a paper, a commitment, a tag and claims on a holder."""
    ((column, number),) = holder.items()
    party = ledger.door.rows(
        "SELECT min(id) AS id FROM parties WHERE id NOT IN "
        f"(SELECT party_id FROM delegations WHERE {column} = :n)",
        {"n": number},
    )[0]["id"]
    delegation = ledger.insert(
        "delegations",
        {**holder, "party_id": party, "role": "guest", "credentials": f"{CANARY} c", **own_level},
    )
    member = {"delegation_id": delegation, "person_id": 1, "function": "head"}
    ledger.insert("members", {**member, "title": words("member")})
    item = {"position": 9000, "status": "proposed", "title": words("item")}
    parent = ledger.insert("agenda_items", {**holder, **item, "label": "9", **own})
    child = {**holder, **item, "label": "9 (a)", "parent_id": parent, "visibility": "public"}
    ledger.insert("agenda_items", {**child, "outcome": words("outcome")})
    # A paper is not less public for a secret meeting that it was laid before.
    secret = own if "embargo_until" in own else source_hidden
    paper = {"kind": "note-verbale", "title": words("paper"), "dated": "2025-04-03", **secret}
    document = ledger.insert("documents", paper)
    for link in (holder, {"item_id": parent}):
        ledger.insert("document_links", {"document_id": document, "relation": "outcome", **link})
    promise = {"status": "open", "title": words("promise"), **own}
    commitment = ledger.insert("commitments", {**promise, **holder})
    ledger.insert("owners", {"commitment_id": commitment, "party_id": party})
    # On an item that is below a hidden one; with and without the holder of the item.
    below = ledger.insert("agenda_items", {**child, "label": "9 (b)"})
    for at in ({"item_id": below}, {"item_id": below, **holder}):
        deep = {"status": "open", "title": words("deep promise"), "visibility": "public", **at}
        promised = ledger.insert("commitments", deep)
        ledger.insert("owners", {"commitment_id": promised, "party_id": 1})
    if own.get("visibility") == "public" and "embargo_until" not in own:
        ledger.insert("taggings", {**holder, "topic_id": 1})
    claim = {"record_table": f"{column[:-3]}s", "record_id": number, "field": "title"}
    claim |= {"value": f"{CANARY} claim", "standing": "open", "reason": f"{CANARY} why"}
    ledger.insert("claims", {"source_id": 1, **claim, **own_level})
    page = {"kind": "press", "url": f"https://{CANARY}.example/{column}/{number}", **source_hidden}
    source = ledger.insert("sources", {**page, "publisher": CANARY})
    ledger.insert("claims", {"source_id": source, **claim, "visibility": "public"})


def hide_notes(ledger: Ledger) -> None:
    """Put working notes on records that are public."""
    for table in ("sessions", "meetings", "series", "parties", "people", "documents", "sources"):
        ledger.update(table, 1, {"note": f"{CANARY} note on {table}"})
    ledger.update("delegations", 1, {"note": f"{CANARY} n", "credentials": f"{CANARY} c"})
    ledger.update("agenda_items", 1, {"note": f"{CANARY} n"})
    ledger.update("commitments", 1, {"note": f"{CANARY} n"})
