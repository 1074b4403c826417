"""Short references: which record is meant by `m42`, `aes-russia/1:2a`, `@last`, `Mali`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tracker.domain.agenda import label_key
from tracker.domain.agenda_versions import Stage, version_name
from tracker.domain.folding import fold, similar
from tracker.domain.quoting import quoted
from tracker.domain.refs import session_ref
from tracker.domain.text import Text
from tracker.domain.values import frozen
from tracker.errors import Conflict, Invalid, NotFound
from tracker.storage.door import one
from tracker.storage.reads.presence import NAMERS, is_there, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.history import Revision
    from tracker.storage.door import Row
    from tracker.storage.reads.reading import Reading

PREFIXES = {
    "m": "meetings",
    "p": "people",
    "d": "documents",
    "c": "commitments",
    "pl": "places",
    "src": "sources",
    "cl": "claims",
    "post": "posts",
    "del": "delegations",
    "i": "agenda_items",
    "t": "topics",
}
_NUMBERED = re.compile(rf"({'|'.join(sorted(PREFIXES, key=len, reverse=True))})(\d{{1,15}})\Z")
_SESSION = re.compile(r"([a-z][a-z0-9-]*)/(x?)(\d{1,6})\Z")
# What a record is called in a sentence.
NOUNS = {
    "agenda_items": "agenda item",
    "people": "person",
    "parties": "party",
    "series": "series",
}


@frozen
class Reference:
    """A record that was named: its table and id, and its short reference."""

    table: str
    id: int
    short: str

    @property
    def noun(self) -> str:
        """What such a record is called in a sentence."""
        return NOUNS.get(self.table, self.table.rstrip("s"))


def find(reading: Reading, typed: str, *, author: str = "") -> Reference:
    """Return the record that a reference or a name stands for, if this reader may see it.

    Raises NotFound, with what is near, or Conflict when several answer to a name.
    """
    return _referred(reading, typed.strip(), author) or find_by_name(reading, typed.strip())


def find_in(reading: Reading, typed: str, *tables: str, author: str = "") -> Reference:
    """Return what a reference stands for, one of some tables; raise Invalid for other records.

    A name is looked for among those tables, where they have names: a city may be called
    like a person.
    """
    found = _referred(reading, typed.strip(), author) or find_by_name(
        reading, typed.strip(), *(t for t in tables if t in _NAMES)
    )
    if found.table not in tables:
        *several, last = (with_article(NOUNS.get(t, t.rstrip("s"))) for t in tables)
        wanted = f"{', '.join(several)} or {last}" if several else last
        raise Invalid(f"{found.short} is {with_article(found.noun)}; this needs {wanted}.")
    return found


def with_article(noun: str) -> str:
    """Return “a party”, “an agenda item”."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _referred(reading: Reading, given: str, author: str) -> Reference | None:
    """Return what a reference stands for, or None for what may be a name."""
    if not given:
        raise Invalid("The reference is empty; say one such as m42 or aes-russia/1.")
    if given == "@last":
        return _last(reading, author)
    exact = _numbered(reading, given) or _within(reading, given) or _session(reading, given)
    if exact is None and (_NUMBERED.match(given.lower()) or "/" in given):
        raise _merged(reading, given) or _unknown(reading, given)
    return exact


def find_by_name(reading: Reading, typed: str, *tables: str) -> Reference:
    """Return the one record of that code, slug or name, in any language and without accents.

    A person is also found by a part of the name, such as the surname, that nobody else has.
    """
    wanted, parts = fold(typed), set(fold(typed).split())
    met: dict[tuple[str, int], str] = {}
    near: dict[tuple[str, int], str] = {}
    for table, row, names in _named(reading, tables):
        folded = {fold(name) for name in names}
        if wanted in folded:
            met[table, row["id"]] = _short(table, row)
        elif table == "people" and parts and any(parts <= set(name.split()) for name in folded):
            near[table, row["id"]] = _short(table, row)
    met = met or near
    if len(met) > 1:
        shorts = ", ".join(sorted(met.values()))
        raise Conflict(f"“{typed[:60]}” is the name of several records: {shorts}; say which.")
    for (table, number), short in met.items():
        return Reference(table, number, short)
    raise _unknown(reading, typed, *tables)


def label_of(reading: Reading, table: str, record: int) -> str:
    """Return the short reference of a record, for sentences and history."""
    if table == "sessions":
        row = one(reading.rows(_SESSION_BY_ID, {"id": record}))
        return session_ref(row["slug"], row["ordinal"], row["kind"]) if row else f"session {record}"
    if table == "agenda_items":
        return _item_label(reading, record)
    if table == "delegations":
        return _delegation_label(reading, record)
    if table in _BESIDE:
        return _label_beside(reading, table, record)
    if table in ("feeds", "subscribers"):
        return _feed_label(reading, table, record)
    if table in ("listings", "invitees"):
        return _label_of_owner(reading, table, record)
    if table in ("series", "parties", "imports"):
        column = "code" if table == "parties" else "slug"
        row = one(reading.rows(f"SELECT {column} AS s FROM {table} WHERE id = :id", {"id": record}))
        named = f"import {row['s']}" if row and table == "imports" else row and str(row["s"])
        return named or f"{NOUNS.get(table, 'import')} {record}"
    prefix = next((p for p, t in PREFIXES.items() if t == table), None)
    return f"{prefix}{record}" if prefix else f"{table.rstrip('s')} {record}"


def label_in(reading: Reading, revision: Revision) -> str:
    """Return the short reference of what a revision changed; of a feed's rows also once gone."""
    found = label_of(reading, revision.table, revision.record)
    row = revision.after or revision.before or {}
    if found == f"subscriber {revision.record}" and row:
        return f"{_feed_once(reading, row['feed_id'])} for {row['label']}"
    if found == f"feed {revision.record}":
        return _feed_once(reading, revision.record)
    return found


def _feed_once(reading: Reading, record: int) -> str:
    """Return `feed press` by what the history last says of it, for one that may be gone."""
    rows = reading.rows(
        "SELECT coalesce(after, before) AS side FROM revisions "
        "WHERE record_table = 'feeds' AND record_id = :id ORDER BY id DESC LIMIT 1",
        {"id": record},
    )
    return f"feed {json.loads(rows[0]['side'])['slug']}" if rows else f"feed {record}"


def _feed_label(reading: Reading, table: str, record: int) -> str:
    """Return `feed press`, or `feed press for Ann` of who holds a secret address of it."""
    who = "'feed ' || f.slug" + (" || ' for ' || s.label" if table == "subscribers" else "")
    joined = "feeds f" if table == "feeds" else "subscribers s JOIN feeds f ON f.id = s.feed_id"
    row = one(
        reading.rows(f"SELECT {who} AS s FROM {joined} WHERE {table[0]}.id = :id", {"id": record})
    )
    return str(row["s"]) if row else f"{table.rstrip('s')} {record}"


_SESSION_BY_ID = """
SELECT s.slug, n.ordinal, n.kind FROM sessions n JOIN series s ON s.id = n.series_id
 WHERE n.id = :id
"""


def _item_label(reading: Reading, record: int) -> str:
    row = one(reading.rows("SELECT * FROM agenda_items WHERE id = :id", {"id": record}))
    if row is None:
        return f"item {record}"
    owner = "sessions" if row["session_id"] is not None else "meetings"
    of = label_of(reading, owner, row[f"{owner[:-1]}_id"])
    return f"{of}:{label_key(row['label'])}"


# What a session or meeting has at most one of, or one for each stage.
_BESIDE = {"precedences": "order", "agenda_schemes": "numbering", "agenda_versions": ""}


def _label_beside(reading: Reading, table: str, record: int) -> str:
    """Return “aes-russia/1 order”, or “aes-russia/1 rev1” for an agenda that was circulated."""
    row = one(reading.rows(f"SELECT * FROM {table} WHERE id = :id", {"id": record}))
    if row is None:
        return f"{_BESIDE[table] or 'agenda'} {record}"
    owner = "sessions" if row["session_id"] is not None else "meetings"
    of = label_of(reading, owner, row[f"{owner[:-1]}_id"])
    if table == "agenda_versions":
        return f"{of} {version_name(Stage(row['stage']), row['revision'])}"
    return f"{of} {_BESIDE[table]}"


_OWNERS = (("sessions", "session_id"), ("meetings", "meeting_id"), ("commitments", "commitment_id"))


def _label_of_owner(reading: Reading, table: str, record: int) -> str:
    """Return “m12 listing”, or “m12 invitee” of who was sent an invitation."""
    row = one(reading.rows(f"SELECT * FROM {table} WHERE id = :id", {"id": record}))
    noun = table.rstrip("s")
    if row is None:
        return f"{noun} {record}"
    owners = ((of, row[column]) for of, column in _OWNERS if column in row.keys())  # noqa: SIM118
    table, owner = next((of, found) for of, found in owners if found is not None)
    return f"{label_of(reading, table, owner)} {noun}"


def _delegation_label(reading: Reading, record: int) -> str:
    row = one(
        reading.rows(
            "SELECT d.session_id, d.meeting_id, p.code FROM delegations d "
            "JOIN parties p ON p.id = d.party_id WHERE d.id = :id",
            {"id": record},
        )
    )
    if row is None:
        return f"delegation {record}"
    owner = "sessions" if row["session_id"] is not None else "meetings"
    return f"{label_of(reading, owner, row[f'{owner[:-1]}_id'])}@{row['code']}"


def _last(reading: Reading, author: str) -> Reference:
    from tracker.storage.reads.history import last_subject

    subject = last_subject(reading, author)
    if subject is None:
        raise NotFound("There is no @last yet: you have logged nothing in this ledger.")
    if not is_there(reading, *subject):
        raise NotFound("What @last stands for is not there any more.")
    return Reference(*subject, label_of(reading, *subject))


def _numbered(reading: Reading, given: str) -> Reference | None:
    match = _NUMBERED.match(given.lower())
    if match is None:
        return None
    table = PREFIXES[match[1]]
    number = int(match[2])
    if not is_there(reading, table, number):
        return None
    return Reference(table, number, label_of(reading, table, number))


def _merged(reading: Reading, given: str) -> NotFound | None:
    """Return that a record was merged into another, where this reader may see that one."""
    from tracker.storage.reads.history import merged_into

    match = _NUMBERED.match(given.lower())
    if match is None:
        return None
    table = PREFIXES[match[1]]
    into = merged_into(reading, table, int(match[2]))
    if into is None or not is_there(reading, table, into):
        return None
    short = label_of(reading, table, into)
    return NotFound(f"{given} was merged into {short}.", hint=f"See it with: tracker show {short}")


def _session(reading: Reading, given: str) -> Reference | None:
    match = _SESSION.match(given.lower())
    if match is None:
        return None
    row = one(
        reading.rows(
            "SELECT n.id FROM sessions n JOIN series s ON s.id = n.series_id "
            "WHERE n.removed = 0 AND s.removed = 0 AND s.slug = :slug "
            "AND n.ordinal = :ordinal AND n.kind = :kind",
            {
                "slug": match[1],
                "ordinal": int(match[3]),
                "kind": "extraordinary" if match[2] else "regular",
            },
        )
    )
    if row is None or not is_there(reading, "sessions", row["id"]):
        return None
    return Reference("sessions", row["id"], label_of(reading, "sessions", row["id"]))


def _within(reading: Reading, given: str) -> Reference | None:
    """Return an item (`aes-russia/1:2a`) or a delegation (`aes-russia/1@MLI`)."""
    found = re.match(r"([^:@]+)([:@])(.+)\Z", given)
    if found is None:
        return None
    holder = _numbered(reading, found[1]) or _session(reading, found[1])
    if holder is None or holder.table not in ("sessions", "meetings"):
        raise _merged(reading, found[1]) or _unknown(reading, found[1], "sessions", "meetings")
    column = f"{holder.table[:-1]}_id"
    if found[2] == ":":
        return _item(reading, holder, column, found[3])
    return _delegation(reading, holder, column, found[3])


def _item(reading: Reading, holder: Reference, column: str, label: str) -> Reference:
    rows = reading.rows(
        f"SELECT id, label FROM agenda_items WHERE removed = 0 AND {column} = :id "
        "ORDER BY position, id",
        {"id": holder.id},
    )
    rows = [r for r in rows if is_there(reading, "agenda_items", r["id"])]
    met = [r for r in rows if label_key(r["label"]) == label_key(label)]
    if len(met) > 1:
        refs = ", ".join(f"i{r['id']}" for r in met)
        raise Conflict(f"{holder.short} has several items “{label[:20]}”: {refs}; say which.")
    if not met:
        labels = ", ".join(r["label"] for r in rows) or "no items yet"
        raise NotFound(f"{holder.short} has no item “{label[:20]}”; it has {labels}.")
    return Reference("agenda_items", met[0]["id"], f"{holder.short}:{label_key(met[0]['label'])}")


def _delegation(reading: Reading, holder: Reference, column: str, typed: str) -> Reference:
    rows = reading.rows(
        "SELECT d.id, d.party_id, p.code FROM delegations d JOIN parties p ON p.id = d.party_id "
        f"WHERE d.removed = 0 AND d.{column} = :id ORDER BY d.id",
        {"id": holder.id},
    )
    rows = [r for r in rows if is_there(reading, "delegations", r["id"])]
    try:
        party = find_by_name(reading, typed, "parties").id
    except NotFound:  # a state that nobody has named here yet has no delegation either
        party = None
    met = one([r for r in rows if r["party_id"] == party])
    if met is None:
        codes = ", ".join(r["code"] for r in rows) or "none yet"
        raise NotFound(
            f"{quoted(typed)} has no delegation at {holder.short}; those there are: {codes}."
        )
    return Reference("delegations", met["id"], f"{holder.short}@{met['code']}")


_NAMES = {
    "parties": "SELECT id, code, name, formal_name, aliases FROM parties WHERE removed = 0",
    "series": "SELECT id, slug AS code, title AS name, visibility, embargo_until FROM series "
    "WHERE removed = 0",
    "people": "SELECT id, sort_name AS code, name, spellings FROM people WHERE removed = 0",
    "topics": "SELECT id, slug AS code, name FROM topics WHERE removed = 0",
    "places": "SELECT id, NULL AS code, name, aliases, visibility FROM places WHERE removed = 0",
}


def _named(reading: Reading, tables: Iterable[str]) -> Iterable[tuple[str, Row, tuple[str, ...]]]:
    for table in tables or _NAMES:
        seen = f" AND {named(reading.gate, table, table)}" if table in NAMERS else ""
        for row in reading.rows(_NAMES[table] + seen):
            columns = row.keys()
            if "visibility" in columns and not reading.gate.admits_row(row):
                continue
            names = [row["code"]] if row["code"] else []
            for column in ("name", "formal_name"):
                if column in columns:
                    names += [words for _, words in Text.read(row[column])]
            if "aliases" in columns:
                names += json.loads(row["aliases"])
            if "spellings" in columns:
                names += [s["words"] for s in json.loads(row["spellings"])]
            yield table, row, tuple(names)


def _short(table: str, row: Row) -> str:
    if table in ("parties", "series"):
        return str(row["code"])
    prefix = next(p for p, t in PREFIXES.items() if t == table)
    return f"{prefix}{row['id']}"


def _unknown(reading: Reading, typed: str, *tables: str) -> NotFound:
    wanted = [t for t in tables if t in _NAMES] or (list(_NAMES) if not tables else [])
    names = [n for _, _, found in _named(reading, wanted) for n in found] if wanted else []
    if not tables or "sessions" in tables:
        names += [
            session_ref(r["slug"], r["ordinal"], r["kind"])
            for r in reading.rows(
                "SELECT s.slug, n.ordinal, n.kind FROM sessions n JOIN series s "
                "ON s.id = n.series_id WHERE n.removed = 0 AND " + reading.gate.admits("n.", "s.")
            )
        ]
    near = similar(typed, names)
    hint = f"Did you mean {' or '.join(near)}?" if near else None
    what = " or ".join(NOUNS.get(t, t.rstrip("s")) for t in tables) or "record"
    return NotFound(f"There is no {what} “{typed[:60]}”.", hint=hint)
