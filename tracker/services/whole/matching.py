"""Which record of the ledger a record of an export is, by what does not change: never a double."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker.domain.folding import folded
from tracker.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.storage.reads.reading import Reading

_AT: Final = ("session_id", "meeting_id")
# By what a record is known again, the surest first; what has no value says nothing.
_KEYS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "parties": (("code",),),
    "memberships": (("member_id", "organisation_id", "since"), ("member_id", "organisation_id")),
    "posts": (
        ("person_id", "party_id", "title", "since"),
        ("person_id", "party_id", "title"),
    ),
    "topics": (("slug",),),
    "series": (("slug",),),
    "sessions": (("uid",), ("series_id", "kind", "ordinal")),
    "meetings": (("uid",),),
    "delegations": ((*_AT, "party_id"),),
    "members": (("delegation_id", "person_id"),),
    "precedences": (_AT,),
    "agenda_schemes": (_AT,),
    "agenda_items": (
        (*_AT, "parent_id", "label", "title"),
        (*_AT, "parent_id", "label"),
        (*_AT, "parent_id", "title"),
    ),
    "agenda_versions": ((*_AT, "stage", "revision", "language"),),
    "version_items": (("version_id", "item_id"),),
    "documents": (("symbol", "language"), ("link",), ("title", "kind", "dated")),
    "document_links": (("document_id", "relation", *_AT, "item_id"),),
    "commitments": ((*_AT, "item_id", "title"),),
    "owners": (("commitment_id", "party_id"),),
    "taggings": ((*_AT, "topic_id"),),
    "sources": (("url",), ("title", "kind", "publisher", "published")),
    "claims": (("record_id", "record_table", "source_id", "field", "value"),),
    "feeds": (("slug",),),
    "imports": (("slug",),),
    "recurrences": (("import_id", "foreign_uid", "starts"),),
    "listings": (
        (*_AT, "commitment_id", "foreign_uid", "occurrence", "import_id"),
        (*_AT, "commitment_id", "content", "import_id"),
    ),
    "invitees": ((*_AT, "address", "method", "event_uid"),),
}
# Which of those must have a value if they are to tell anything.
_TELLING: Final = frozenset({"symbol", "link", "url", "label", "title", "foreign_uid", "content"})
_NOTHING: Final = (None, "", "{}")


class Matching:
    """Finds records; one that was found is not found again for another."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._found: dict[str, set[int]] = {}
        self._names: dict[str, dict[str, list[int]]] = {}
        self._removed: dict[str, bool] = {}

    def find(self, table: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the row of the ledger that a record is, removed or not; None where none is."""
        found = self._by_name(table, values) if table in _NAMED else self._by_key(table, values)
        if found is not None:
            self.claim(table, found["id"])
        return found

    def claim(self, table: str, number: int) -> None:
        """Let a record be that of one in the file, and of no other."""
        self._found.setdefault(table, set()).add(number)

    def _by_key(self, table: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
        for key in _KEYS[table]:
            tells = all(
                c in values and (c not in _TELLING or values[c] not in _NOTHING) for c in key
            )
            if tells:
                given = {column: values[column] for column in key}
                found = self._first(table, _condition(given), given)
                if found is not None:
                    return found
        if table == "meetings" and "uid" in values:
            return self._by_alias(values["uid"])
        return None

    def _by_alias(self, uid: str) -> dict[str, Any] | None:
        """Return the meeting that had a UID before it was merged into what it is now."""
        where = (
            "id IN (SELECT l.meeting_id FROM listings l WHERE l.removed = 0 "
            "AND l.import_id IS NULL AND l.foreign_uid = :uid)"
        )
        return self._first("meetings", where, {"uid": uid})

    def _first(
        self, table: str, where: str, parameters: dict[str, object]
    ) -> dict[str, Any] | None:
        """Return the first that meets a condition and is nobody else's, removed ones last.

        Asked apart, what is not removed is found by the indexes, which have only that.
        """
        taken = self._found.get(table, ())
        for removed in (0, 1) if self._has_removed(table) else (0,):
            rows = self._reading.rows(
                f"SELECT * FROM {table} WHERE removed = {removed} AND {where} ORDER BY id",
                parameters,
            )
            found = next((dict(row) for row in rows if row["id"] not in taken), None)
            if found is not None:
                return found
        return None

    def _has_removed(self, table: str) -> bool:
        if table not in self._removed:
            rows = self._reading.rows(f"SELECT 1 FROM {table} WHERE removed = 1 LIMIT 1")
            self._removed[table] = bool(rows)
        return self._removed[table]

    def _by_name(self, table: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the person or place of the same name; a place must have the same clock too."""
        if table not in self._names:
            self._names[table] = self._index(table)
        ids = {
            number
            for words in _words(values)
            for number in self._names[table].get(words, ())
            if number not in self._found.get(table, ())
        }
        rows = self._reading.by_ids(f"SELECT * FROM {table} WHERE id IN ({{ids}}) ORDER BY id", ids)
        same = [dict(row) for row in rows if _is_same(table, row, values)]
        exact = (row for row in same if row["name"] == values.get("name"))
        return next(exact, same[0] if same else None)

    def _index(self, table: str) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        rows = self._reading.rows(f"SELECT id, name FROM {table} WHERE removed = 0 ORDER BY id")
        for row in rows:
            for words in _words({"name": row["name"]}):
                index.setdefault(words, []).append(row["id"])
        return index


def _condition(given: Mapping[str, Any]) -> str:
    """Return the condition that columns have these values.

    By the index of the first that has any: a party has thousands of delegations, and
    most records of most tables belong to no session. The unary plus keeps SQLite from others.
    """
    first = next((column for column, value in given.items() if value is not None), None)
    return " AND ".join(
        f"{'' if column == first else '+'}{column} IS :{column}" for column in given
    )


_NAMED: Final = frozenset({"people", "places"})


def _words(values: Mapping[str, Any]) -> set[str]:
    return folded(Text.read(values.get("name")))


def _is_same(table: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    if table == "people":
        return True
    cities = (row["city_id"], values.get("city_id"))
    return row["zone"] == values.get("zone") and (None in cities or cities[0] == cities[1])
