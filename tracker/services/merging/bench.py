"""The bench on which two rows become one: what is filled, kept, moved, and told of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker.domain.folding import folded
from tracker.domain.merging import Difference, Merged, Taken, Value
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility, strictest
from tracker.errors import Invalid
from tracker.services.references import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.services.desk import Desk
    from tracker.services.references import Reference

Row = dict[str, Any]


@dataclass
class Bench:
    """Two records on their way to being one, and what has been done so far.

    `wanted` are the fields that are to be as the record says that goes.
    """

    desk: Desk
    kept: Reference
    gone: Reference
    wanted: frozenset[str]
    taken: list[Taken] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    moved: Counter[str] = field(default_factory=Counter)
    united: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def row(self, of: Reference) -> Row:
        """Return a record's row."""
        return self.desk.ledger.row(of.table, of.id)

    def live(self, table: str, column: str, record: int, order: str = "id") -> list[Row]:
        """Return the rows of a table that belong to a record."""
        rows = self.desk.reading.rows(
            f"SELECT * FROM {table} WHERE removed = 0 AND {column} = :id ORDER BY {order}",
            {"id": record},
        )
        return [dict(row) for row in rows]

    def choose(self, name: str, mine: Value | None, theirs: Value | None) -> bool:
        """Return whether a field is to be the other record's, and note what is said of it.

        What one alone says is taken; where both differ the first one's is kept, unless it
        was asked for otherwise.
        """
        if not theirs or theirs == mine:
            return False
        if not mine or name in self.wanted:
            self.taken.append(Taken(name, theirs))
            return True
        self.differences.append(Difference("", name, mine, theirs))
        return False

    def move(self, table: str, record: int, values: Mapping[str, object]) -> None:
        """Give a part to the record that stays."""
        self.desk.ledger.update(table, record, values)
        self.moved[table] += 1

    def unite(self, table: str, mine: Row, theirs: Row, values: Mapping[str, object]) -> None:
        """Let a part that both have be the first one's, with what claims say of the other."""
        self.desk.ledger.update(table, mine["id"], values)
        self.claims(table, theirs["id"], mine["id"])
        self.desk.ledger.remove(table, theirs["id"])
        self.united[table] += 1

    def blanks(
        self, label: str, mine: Row, theirs: Row, columns: Sequence[str]
    ) -> dict[str, object]:
        """Return the columns that only the other row fills, and note those that differ."""
        found = {}
        for column in columns:
            if theirs[column] in (None, "", "{}") or theirs[column] == mine[column]:
                continue
            if mine[column] in (None, "", "{}"):
                found[column] = theirs[column]
            else:
                both = self._told(column, mine[column]), self._told(column, theirs[column])
                self.differences.append(Difference(label, column.removesuffix("_id"), *both))
        return found

    def _told(self, column: str, value: object) -> str:
        """Return a value in words: of what names another record, its reference."""
        if column in _POINTING and isinstance(value, int):
            return label_of(self.desk.reading, _POINTING[column], value)
        return str(value)

    def claims(self, table: str, gone: int, kept: int) -> None:
        """Let the claims about one record be about the other; what is claimed twice, once.

        On one field at most one claim is preferred: that of the record that stays.
        """
        about = {"table": table, "id": kept}
        known = self.desk.reading.rows(_CLAIMS, about)
        said = {(row["source_id"], row["field"], row["value"]) for row in known}
        preferred = {row["field"] for row in known if row["standing"] == "preferred"}
        for row in self.desk.reading.rows(_CLAIMS, {"table": table, "id": gone}):
            if (row["source_id"], row["field"], row["value"]) in said:
                self.desk.ledger.remove("claims", row["id"])
                continue
            values: dict[str, object] = {"record_id": kept}
            if row["standing"] == "preferred" and row["field"] in preferred:
                values["standing"] = "open"
            self.move("claims", row["id"], values)

    def report(self) -> Merged:
        """Return what was done; raise Invalid for a field that was asked for in vain."""
        met = {each.field for each in self.taken}
        vain = sorted(self.wanted - met)
        if vain:
            raise Invalid(
                f"{self.gone.short} has no other {vain[0]} than {self.kept.short}: "
                "there is nothing to take."
            )
        return Merged(
            kept=self.kept.short,
            gone=self.gone.short,
            taken=tuple(self.taken),
            differences=tuple(self.differences),
            moved=tuple(sorted(self.moved.items())),
            united=tuple(sorted(self.united.items())),
            remarks=tuple(self.remarks),
        )


_POINTING = {"lead_id": "parties", "post_id": "posts", "party_id": "parties"}
_CLAIMS = (
    "SELECT * FROM claims WHERE removed = 0 AND record_table = :table AND record_id = :id "
    "ORDER BY id"
)


def texts_joined(mine: str, theirs: str) -> str:
    """Return two kept texts as one: the first's words, and the languages that it lacks."""
    text = Text.read(mine)
    for tag, words in Text.read(theirs):
        if text.get(tag) is None:
            text = text.with_version(tag, words)
    return text.stored()


def share_words(mine: str, theirs: str) -> bool:
    """Return whether two kept texts have a version in common, however it is spelled."""
    return not folded(Text.read(mine)).isdisjoint(folded(Text.read(theirs)))


def notes_joined(mine: str | None, theirs: str | None) -> str | None:
    """Return two notes as one, the second below the first."""
    if not theirs or (mine and theirs in mine):
        return mine
    return f"{mine}\n\n{theirs}" if mine else theirs


def lists_joined(mine: str, theirs: str) -> str:
    """Return two kept lists as one, each word once."""
    found = {json.dumps(each): each for each in (*json.loads(mine), *json.loads(theirs))}
    return json.dumps(list(found.values()), ensure_ascii=False)


def stricter(*levels: str) -> str:
    """Return the most secret of some levels."""
    return str(strictest(map(Visibility, levels)))
