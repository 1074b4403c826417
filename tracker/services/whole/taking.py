"""Taking an export of ours in: into an empty ledger as it was, into another without doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tracker.domain.importing import FieldChange, ImportReport
from tracker.domain.importing import Taken as TakenRecord
from tracker.domain.incoming import Spot
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.whole import DERIVED, STRUCTURED, TABLES
from tracker.errors import Conflict, Invalid
from tracker.services.references import label_of
from tracker.services.whole.matching import Matching
from tracker.storage.reads.whole_history import kept
from tracker.storage.restoring import Restoring, is_untouched, refusal
from tracker.storage.schema import DATED, HOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.domain.whole import Column
    from tracker.intake.own_json import Row
    from tracker.services.desk import Desk

# Of which records it is told that they are new; the others belong to these.
_TOLD: Final = frozenset(
    {"parties", "people", "places", "topics", "series", "sessions", "meetings", "documents",
     "commitments", "feeds", "imports"}
)  # fmt: skip
# What a record keeps here whatever a file says.
_OWN: Final = DERIVED | {"id", "uid", "removed"}


def take(
    desk: Desk,
    rows: Iterable[Row],
    name: str,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Take in the rows of an export, all or none, and return what came of it.

    In a ledger in which nothing was ever written each record keeps its number, and with
    the export's history the ledger is what the other one was. In any other, records are
    known again by UID, code, short name, address or name; what differs is changed to what
    the file says, and nothing is removed. Raises Invalid, with the place, for a record
    that cannot be taken, and Conflict for a history where there is one already. `progress`
    is told how many rows there have been.
    """
    taking = _Taking(desk, name)
    for number, row in enumerate(rows, start=1):
        if progress is not None:
            progress(number)
        try:
            taking.meet(row)
        except Exception as fault:
            meant = refusal(fault, row.where)
            if meant is None:
                raise
            raise meant from fault
    taking.finish()
    return taking.report()


class _Taking:
    """One export being taken in."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk = desk
        self._name = name
        self._untouched = is_untouched(desk.ledger.door)
        self._restoring: Restoring | None = None
        self._matching = Matching(desk.reading)
        self._here: dict[str, dict[int, int]] = {table: {} for table in TABLES}
        self._gone: dict[str, set[int]] = {table: set() for table in TABLES}
        self._new: list[TakenRecord] = []
        self._changed: list[TakenRecord] = []
        self._unchanged = 0

    def meet(self, row: Row) -> None:
        """Take one row of the file."""
        if row.section == "history":
            self._history(row)
        elif any(row.values["id"] in known[row.table] for known in (self._here, self._gone)):
            raise Invalid(f"{row.where}: its id stands in {row.table} twice.")
        else:
            self._record(row)

    def finish(self) -> None:
        """Check, where a history was taken in, that it is that of the records."""
        if self._restoring is not None:
            self._restoring.finish(self._name)

    def report(self) -> ImportReport:
        """Return what came of it."""
        return ImportReport(
            name=self._name,
            format="tracker-export",
            restored=self._restoring is not None,
            change=self._desk.ledger.change,
            new=tuple(self._new),
            changed=tuple(self._changed),
            unchanged=self._unchanged,
        )

    def _history(self, row: Row) -> None:
        if not self._untouched:
            raise Conflict(
                "The file has a history of its own, and so has this ledger; two cannot be joined.",
                hint="Take it into a new ledger (tracker init --db FILE), or export it again "
                "without --with-history.",
            )
        if self._restoring is None:
            self._restoring = Restoring(self._desk.ledger.door)
        self._restoring.history(row.table, row.values)

    def _record(self, row: Row) -> None:
        shape = {column.name: column for column in TABLES[row.table]}
        there: int = row.values["id"]
        values = {
            name: self._here_of(row, shape[name], value)
            for name, value in row.values.items()
            if name != "id"
        }
        if any(number is _GONE for number in values.values()):
            self._gone[row.table].add(there)
            return
        stored = {name: kept(shape[name], v) for name, v in values.items() if v is not None}
        stored |= {name: None for name, v in values.items() if v is None}
        if self._restoring is not None:
            _require(row, shape.values(), everything=True)
            self._restoring.record(row.table, {"id": there, **stored}, row.where)
            self._here[row.table][there] = there
            self._tell_new(row, there)
        elif self._untouched:
            self._insert(row, {"id": there, **stored})
        else:
            self._join(row, stored)

    def _here_of(self, row: Row, column: Column, value: Any) -> Any:
        """Return what a field of the file is here: of references, the number here."""
        if column.kind == "references":
            return [self._number(row, column.of[0], each, column.name) for each in value]
        if column.kind != "reference" or value is None:
            return value
        table = column.of[0] if column.of else str(row.values.get("record_table"))
        if table not in TABLES:
            raise Invalid(f"{row.where}.record_table: there is no such table.")
        holding = column.name in HOLDERS or not column.null
        if holding and value in self._gone[table]:
            return _GONE
        return self._number(row, table, value, column.name)

    def _number(self, row: Row, table: str, value: int, field: str) -> int | None:
        if value in self._gone[table]:
            return None
        found = self._here[table].get(value)
        if found is None:
            raise Invalid(
                f"{row.where}.{field}: there is no {table} record {value} above it in the file."
            )
        return found

    def _insert(self, row: Row, stored: dict[str, Any]) -> None:
        shape = TABLES[row.table]
        _require(row, shape, everything=False)
        made = self._desk.ledger.insert(
            row.table, {name: v for name, v in stored.items() if name not in DERIVED}
        )
        self._here[row.table][row.values["id"]] = made
        self._matching.claim(row.table, made)
        self._tell_new(row, made)

    def _join(self, row: Row, stored: dict[str, Any]) -> None:
        """Change the record that it is here to what the file says, or store it as a new one."""
        there: int = row.values["id"]
        found = self._matching.find(row.table, stored)
        if found is None:
            self._insert(row, stored)
            return
        if found["removed"] and not stored.get("removed"):
            self._gone[row.table].add(there)  # it was removed here, and stays so
            self._unchanged += 1
            return
        self._here[row.table][there] = found["id"]
        kept_back = _kept_back(row)
        wanted = {
            name: value
            for name, value in stored.items()
            if name not in _OWN
            and found[name] != value
            and not (value is None and name in kept_back)
        }
        if row.table in DATED and self._is_city_of(wanted.get("place_id"), found["place_id"]):
            del wanted["place_id"]
        if not wanted or not self._desk.ledger.update(row.table, found["id"], wanted):
            self._unchanged += 1
            return
        changes = tuple(
            FieldChange(name, _said(found[name]), _said(value)) for name, value in wanted.items()
        )
        self._changed.append(self._taken(row, found["id"], changes))

    def _is_city_of(self, said: int | None, place: int | None) -> bool:
        """Return whether a file that may not tell a venue tells its city."""
        if said is None or place is None:
            return False
        return bool(self._desk.ledger.row("places", place)["city_id"] == said)

    def _tell_new(self, row: Row, number: int) -> None:
        if row.table in _TOLD and not row.values.get("removed"):
            self._new.append(self._taken(row, number, ()))

    def _taken(self, row: Row, number: int, changes: tuple[FieldChange, ...]) -> TakenRecord:
        values = row.values
        whens = (values.get(f"when_{n}") for n in ("actual", "confirmed", "announced"))
        named = values.get("title") or values.get("name") or {}
        return TakenRecord(
            ref=label_of(self._desk.reading, row.table, number),
            title=str(Text.of(named).rendition(self._desk.language)),
            when=next((str(when) for when in whens if when), None),
            spot=Spot(0, row.where.rpartition(": ")[2]),
            changes=changes,
        )


_GONE: Final = object()  # a record that the ledger had, and that was removed from it


def _require(row: Row, shape: Iterable[Column], *, everything: bool) -> None:
    """Raise Invalid where a record lacks what none can be without."""
    for column in shape:
        has_default = column.kind in STRUCTURED or column.kind in ("flag", "uid")
        if column.name not in row.values and (everything or not (column.null or has_default)):
            raise Invalid(f"{row.where} has no {column.name}.")


def _kept_back(row: Row) -> frozenset[str]:
    """Return the fields that may be empty in an export only because they were kept back."""
    if row.visibility is Visibility.CONFIDENTIAL:
        return frozenset()
    references = {column.name for column in TABLES[row.table] if column.kind == "reference"}
    return frozenset(references | {"room"})


def _said(value: Any) -> str | None:
    return None if value is None else str(value)
