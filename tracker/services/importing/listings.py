"""Where records are listed: which entry of a file is which record here, and what it last said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.domain.values import frozen
from tracker.services.importing.said import content_of, digest_of
from tracker.storage.door import one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.services.desk import Desk
    from tracker.services.importing.said import Entry, Said
    from tracker.storage.door import Row

_OWNERS = {"meetings": "meeting_id", "sessions": "session_id", "commitments": "commitment_id"}
_COLUMNS = (
    "id, import_id, meeting_id, session_id, commitment_id, foreign_uid, occurrence, digest, "
    "content, listed"
)
_OWN = " UNION ALL ".join(
    f"SELECT '{table}' AS record_table, id FROM {table} WHERE removed = 0 AND uid = :uid"
    for table in ("meetings", "sessions")
)
# A uid of so many characters, or with a host in it, is meant to be nobody else's (RFC 7986,
# 5.3); shorter ones are numbers that any file may have.
_OF_ITS_OWN = 20


@frozen
class Known:
    """An entry with what it comes to: the fields it says, and what it is recognised by."""

    entry: Entry
    said: Said
    digest: str
    content: str

    @staticmethod
    def of(entry: Entry, said: Said) -> Known:
        """Return an entry with its digest and content."""
        return Known(entry, said, digest_of(said), content_of(entry))

    @property
    def identity(self) -> tuple[str | None, str | None]:
        """The uid, and which of several of the same uid it is."""
        return self.entry.uid, getattr(self.entry, "occurrence", None)


@frozen
class Listing:
    """A record as one import lists it; `record` is its table and id."""

    id: int
    import_id: int | None
    record: tuple[str, int]
    uid: str | None
    occurrence: str | None
    digest: str
    content: str | None
    listed: bool


class Listings:
    """The listings of one import; without one (None), of files that were read once."""

    def __init__(self, desk: Desk, of: int | None) -> None:
        self._desk, self._of = desk, of
        self._rules: set[str] = set()
        self._recurrences: dict[str, int] = {}
        self.seen: set[int] = set()
        self.known_before = of is not None and self._any("import_id = :of")
        self._read_once = of is None or self._any("import_id IS NULL")
        # In a ledger that lists nothing yet only what this file has said can be met again.
        self._uids: set[str] | None = None if self._any("1 = 1") else set()

    def _any(self, condition: str) -> bool:
        query = f"SELECT 1 FROM listings WHERE removed = 0 AND {condition} LIMIT 1"
        return bool(self._desk.reading.rows(query, {"of": self._of}))

    def by_identity(self, uid: str, occurrence: str | None, said: Said) -> Listing | None:
        """Return the listing of an identity: this import's own, else that of another file.

        A number that any file may have speaks for itself only within a remembered import:
        of a file that was read once, the title or the date must be the same as well.
        """
        if self._uids is not None and uid not in self._uids:
            return None
        rows = self._rows(
            "foreign_uid = :uid AND coalesce(occurrence, '') = :occurrence",
            {"uid": uid, "occurrence": occurrence or ""},
        )
        own = [row for row in rows if row.import_id == self._of]
        if "@" not in uid and len(uid) < _OF_ITS_OWN:
            rows = [row for row in rows if row.import_id is None and self._is_of(row, said)]
            own = own if self._of is not None else rows
        if own:
            return next((row for row in own if row.id not in self.seen), own[0])
        return rows[0] if rows else None

    def _is_of(self, listing: Listing, said: Said) -> bool:
        """Return whether a listing said the same title or date as is said now."""
        before = self.said(listing.id)
        return any(
            field in said and before.get(field) == said[field] for field in ("title", "when", "due")
        )

    def by_content(self, known: Known) -> list[Listing]:
        """Return this import's listings of the same start, title and place, the same first."""
        rows = self._rows("content = :content", {"content": known.content})
        own = [row for row in rows if row.import_id == self._of]
        return sorted(own, key=lambda row: row.digest != known.digest)

    def read_once(self, known: Known) -> Listing | None:
        """Return the listing of what a file that was read once told alike, without a uid.

        Whoever tries a table first, and then gives it a name, or the other way round, has
        no doubles of it. Of two imports that are remembered neither speaks for the other.
        """
        if not self._read_once:
            return None
        rows = self._rows("content = :content", {"content": known.content})
        rows.sort(key=lambda row: (row.import_id != self._of, row.digest != known.digest))
        for row in rows:
            once = self._of is None or row.import_id is None
            nameless = row.uid is None or known.entry.uid is None
            if once and nameless and row.id not in self.seen:
                return row
        return None

    def record_of_own(self, uid: str) -> tuple[str, int] | None:
        """Return the session or meeting that we gave that uid ourselves."""
        row = one(self._desk.reading.rows(_OWN, {"uid": uid}))
        return (row["record_table"], int(row["id"])) if row is not None else None

    def unseen(self, *, listed: bool = False) -> Iterator[Listing]:
        """Yield this import's listings that were not met this time; or only those still listed."""
        rows = self._rows(f"import_id = :of AND listed >= {int(listed)}", {"of": self._of})
        return (row for row in rows if row.id not in self.seen)

    def said(self, listing: int) -> Said:
        """Return what was last said of a listing."""
        row = self._desk.reading.rows("SELECT said FROM listings WHERE id = :id", {"id": listing})[
            0
        ]
        return dict(json.loads(row["said"]))

    def subjects(self) -> Iterator[tuple[int, Said]]:
        """Return what was last said of each of this import's listings, a few at a time."""
        rows = self._desk.reading.in_turn(
            "SELECT id, said FROM listings WHERE removed = 0 AND import_id = :of "
            "AND id > :after ORDER BY id LIMIT :most",
            {"of": self._of},
        )
        return ((int(row["id"]), dict(json.loads(row["said"]))) for row in rows)

    def add(self, known: Known, record: tuple[str, int]) -> int:
        """Keep that an entry is a record, with what it says."""
        uid, occurrence = known.identity
        table, number = record
        made = self._desk.ledger.insert(
            "listings",
            {
                "import_id": self._of,
                _OWNERS[table]: number,
                "recurrence_id": self.recurrence(known.entry),
                "foreign_uid": uid,
                "occurrence": occurrence,
                "said": json.dumps(known.said, ensure_ascii=False),
                "digest": known.digest,
                "content": known.content,
            },
        )
        self._remember(uid)
        self.seen.add(made)
        return made

    def _remember(self, uid: str | None) -> None:
        if self._uids is not None and uid is not None:
            self._uids.add(uid)

    def correct(self, listing: Listing, known: Known, *, renamed: bool) -> None:
        """Keep what an entry says now, and under which identity where that changed."""
        values: dict[str, object] = {}
        if listing.digest != known.digest:
            values = {
                "said": json.dumps(known.said, ensure_ascii=False),
                "digest": known.digest,
                "content": known.content,
            }
        if not listing.listed:
            values["listed"] = 1
        if renamed and known.identity != (listing.uid, listing.occurrence):
            values["foreign_uid"], values["occurrence"] = known.identity
            self._remember(known.entry.uid)
        if values:
            self._desk.ledger.update("listings", listing.id, values)

    def strike(self, listing: Listing) -> None:
        """Keep that an import no longer lists a record."""
        self._desk.ledger.update("listings", listing.id, {"listed": 0})

    def recurrence(self, entry: Entry) -> int | None:
        """Return the id of the rule by which a meeting was made, stored or corrected once a file.

        How far it was followed is kept when that brought something new.
        """
        repeat = getattr(entry, "repeat", None)
        if repeat is None or entry.uid is None:
            return None
        if entry.uid in self._recurrences:
            return self._recurrences[entry.uid]
        values = {
            "rule": repeat.rule,
            "starts": str(repeat.starts),
            "expanded_until": repeat.until.isoformat() if repeat.until else None,
        }
        row = self._kept_rule(entry.uid)
        if row is None:
            own = {"import_id": self._of, "foreign_uid": entry.uid}
            made = self._desk.ledger.insert("recurrences", {**own, **values})
        else:
            made = int(row["id"])
            self._desk.ledger.update("recurrences", made, values)
        self._recurrences[entry.uid] = made
        return made

    def check_rule(self, entry: Entry) -> None:
        """Correct a rule that the file has changed, though it may make the same meetings."""
        repeat = getattr(entry, "repeat", None)
        if repeat is None or entry.uid is None or entry.uid in self._rules:
            return
        self._rules.add(entry.uid)
        row = self._kept_rule(entry.uid)
        told = (repeat.rule, str(repeat.starts))
        if row is not None and (row["rule"], row["starts"]) != told:
            self.recurrence(entry)

    def _kept_rule(self, uid: str) -> Row | None:
        of = "import_id IS NULL" if self._of is None else "import_id = :of"
        return one(
            self._desk.reading.rows(
                f"SELECT * FROM recurrences WHERE removed = 0 AND {of} AND foreign_uid = :uid",
                {"of": self._of, "uid": uid},
            )
        )

    def _rows(self, condition: str, parameters: dict[str, object]) -> list[Listing]:
        rows: Sequence[Row] = self._desk.reading.rows(
            f"SELECT {_COLUMNS} FROM listings WHERE removed = 0 AND {condition} ORDER BY id",
            parameters,
        )
        return [_listing(row) for row in rows]


def _listing(row: Row) -> Listing:
    record = next((t, int(row[c])) for t, c in _OWNERS.items() if row[c] is not None)
    return Listing(
        id=int(row["id"]),
        import_id=row["import_id"],
        record=record,
        uid=row["foreign_uid"],
        occurrence=row["occurrence"],
        digest=row["digest"],
        content=row["content"],
        listed=bool(row["listed"]),
    )
