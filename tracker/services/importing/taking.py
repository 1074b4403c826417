"""Taking in a delivery: each entry matched, stored or merged, and what came of it told.

Entries are read on as they are taken, so that a large file never stands in memory; those
that must wait until all of it has been read wait in a file of their own.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from tracker.domain.importing import FieldChange, ImportReport, Listed, Taken
from tracker.domain.incoming import IncomingMeeting, Refused, Repaired
from tracker.domain.text import Text, tidied
from tracker.domain.when import Timed, parse_when, zone_of
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services.importing import commitments, meetings, own, rematching
from tracker.services.importing.listings import Known, Listings
from tracker.services.importing.merging import Merged
from tracker.services.importing.names import Names
from tracker.services.importing.rematching import Face
from tracker.services.importing.said import said_of, subject_in
from tracker.services.importing.wishes import Bench, Wishes
from tracker.services.references import label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.domain.incoming import Delivery, Incoming
    from tracker.services.desk import Desk
    from tracker.services.importing.listings import Listing
    from tracker.services.importing.said import Entry, Said
    from tracker.services.importing.wishes import Origin

_IN_MEMORY = 8_000_000  # octets of waiting entries; more wait on disk
# Of the identities of a file that was read before, so few found again are chance.
_FEW = 0.1
_USUAL = Wishes()
_NOTHING = Merged()


def take_in(
    desk: Desk,
    delivery: Delivery,
    *,
    name: str,
    wishes: Wishes = _USUAL,
    origin: Origin | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Take in what a file delivers and return what came of it; `name` is the file's.

    An entry that cannot be taken is refused with its reason, and the others are taken. A
    file that delivers nothing new writes nothing. `progress` is told how many entries
    there have been.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        taking = _Taking(desk, wishes, origin, _Waiting(file))
        taking.in_table = bool(delivery.columns)
        for number, entry in enumerate(delivery.entries, start=1):
            taking.meet(entry)
            if progress is not None:
                progress(number)
        taking.recognise()
    if delivery.whole and origin is not None:
        taking.strike()
    return taking.report(name, delivery)


class _Taking:
    """One file being taken in."""

    def __init__(
        self, desk: Desk, wishes: Wishes, origin: Origin | None, waiting: _Waiting
    ) -> None:
        self._desk, self._origin, self._waiting = desk, origin, waiting
        self._bench = Bench(desk, Names(desk), wishes)
        self._listings = Listings(desk, origin.id if origin else None)
        self._by_content = origin is not None and origin.matching == "content"
        self._learned = False
        self.in_table = False
        self._found_by_uid = 0
        self._told: dict[str, list[Any]] = {}
        self._unchanged = 0
        self._today = desk.now.astimezone(zone_of(desk.zone)).date().isoformat()

    def meet(self, entry: Incoming) -> None:
        """Take one entry: store, merge, refuse it, or let it wait until all have been read."""
        if isinstance(entry, Refused):
            self._tell("refused", entry)
        elif isinstance(entry, Repaired):
            self._tell("repaired", entry)
        else:
            known = Known.of(entry, said_of(entry))
            self._listings.check_rule(entry)
            self._place(known)

    def _place(self, known: Known) -> None:
        """Find out which record an entry is."""
        by_uid = known.entry.uid is not None and not self._by_content
        found = self._by_uid(known) if by_uid else self._by_digest(known)
        if found is not None and found.id in self._listings.seen:
            self._tell_double(known)
        elif found is not None:
            self._found_by_uid += by_uid
            self._settle(known, found)
        elif self._listings.known_before:
            self._waiting.put(known)
        else:
            self._take_new(known)

    def _by_uid(self, known: Known) -> Listing | None:
        uid, occurrence = known.identity
        found = self._listings.by_identity(uid or "", occurrence, known.said)
        for former in getattr(known.entry, "former", ()) if found is None else ():
            found = found or self._listings.by_identity(former, None, known.said)
        return found

    def _by_digest(self, known: Known) -> Listing | None:
        """Return a listing that says just the same; met already, the entry stands there twice."""
        same = [row for row in self._listings.by_content(known) if row.digest == known.digest]
        fresh = next((row for row in same if row.id not in self._listings.seen), None)
        again = same[0] if same and known.entry.uid is None else None
        return fresh or again

    def _take_new(self, known: Known) -> None:
        """Store what nothing here is, unless it is one of our own coming back."""
        record = self._listings.record_of_own(known.entry.uid) if known.entry.uid else None
        if record is not None:
            self._settle_own(known, record)
            return
        told = self._listings.read_once(known)
        if told is not None:
            self._settle(known, told)
            return
        with self._refusing(known.entry):
            if isinstance(known.entry, IncomingMeeting):
                record = "meetings", meetings.add(self._bench, known.said)
            else:
                record = "commitments", commitments.add(self._bench, known.said)
            self._listings.add(known, record)
            self._tell("new", self._taken(known, record))

    def _settle(self, known: Known, listing: Listing, *, renamed: bool = True) -> None:
        """Merge what an entry says into the record that it is."""
        own = listing.import_id == (self._origin.id if self._origin else None)
        with self._refusing(known.entry):
            merged = _NOTHING
            if known.digest != listing.digest or self._bench.wishes.theirs:
                merged = self._merge(known, listing)
            self._listings.seen.add(listing.id)
            if own:
                self._listings.correct(listing, known, renamed=renamed and not self._by_content)
            else:
                self._listings.add(known, listing.record)
            if own and not listing.listed:
                self._tell("again", self._listed(listing.record, known.said))
            self._tell_merged(known, listing.record, merged)

    def _merge(self, known: Known, listing: Listing) -> Merged:
        table, record = listing.record
        base = self._listings.said(listing.id)
        row = self._desk.ledger.row(table, record)
        if row["removed"]:
            return self._merge_removed(known, base, listing.record)
        if table == "sessions":
            return own.merge(self._bench, listing.record, base, known.said)
        merge = meetings.merge if table == "meetings" else commitments.merge
        return merge(self._bench, record, base, known.said)

    def _merge_removed(self, known: Known, base: Said, record: tuple[str, int]) -> Merged:
        """Leave out what was removed here, though the file has it, unless theirs is asked for."""
        if not self._bench.wishes.theirs:
            return Merged(kept=(FieldChange("removed", "removed", None),))
        table, number = record
        self._desk.ledger.update(table, number, {"removed": 0})
        merge = meetings.merge if table == "meetings" else commitments.merge
        merged = merge(self._bench, number, base, known.said)
        back = FieldChange("removed", "removed", None)
        return Merged((back, *merged.changes), merged.kept)

    def _settle_own(self, known: Known, record: tuple[str, int]) -> None:
        """Take a record of ours that comes back; only for a remembered import is it listed."""
        with self._refusing(known.entry):
            merged = own.merge(self._bench, record, {}, known.said, in_table=self.in_table)
            if self._origin is not None or merged.changes:
                self._listings.add(known, record)
            self._tell_merged(known, record, merged)

    def recognise(self) -> None:
        """Find out what the entries are that had to wait: the same, moved, reworded or new."""
        pairs = self._pairs() if self._waiting else {}
        listed = {row.id: row for row in self._listings.unseen()} if pairs else {}
        for number, known in enumerate(self._waiting):
            found = listed.get(pairs.get(number, 0))
            again = self._by_uid(known) if known.entry.uid and not self._by_content else None
            if again is not None and again.id in self._listings.seen:
                self._tell_double(known)
            elif found is not None:
                self._settle(known, found)
            else:
                self._take_new(known)

    def _pairs(self) -> dict[int, int]:
        faces = self._waiting.faces
        unseen = {row.id: row.content for row in self._listings.unseen()}
        pairs = rematching.same(faces, unseen)
        if not self._by_content and len(pairs) * _FEW > self._found_by_uid:
            self._by_content = self._learned = True
        left = {n: face for n, face in faces.items() if n not in pairs}
        if not left or len(unseen) == len(pairs):
            return pairs
        if not self._by_content:  # without any uid, what it says is all that there is
            left = {n: face for n, face in left.items() if n in self._waiting.nameless}
        free, others = {}, []
        for listing, said in self._listings.subjects():
            if listing in unseen and listing not in pairs.values():
                free[listing] = Face.of(unseen[listing] or "", said)
            else:
                others.append(subject_in(said))
        return pairs | rematching.alike(left, free, others, self._today)

    def strike(self) -> None:
        """Keep, and tell, what the file no longer lists. None of it is removed or called off."""
        for listing in list(self._listings.unseen(listed=True)):
            self._listings.strike(listing)
            self._tell("gone", self._listed(listing.record, self._listings.said(listing.id)))

    def _tell_merged(self, known: Known, record: tuple[str, int], merged: Merged) -> None:
        if not merged.changes and not merged.kept:
            self._unchanged += 1
        if merged.changes:
            self._tell("changed", self._taken(known, record, merged))
        if merged.kept:
            self._tell("kept", self._taken(known, record, merged))

    def _tell_double(self, known: Known) -> None:
        title = tidied(str(known.entry.title))
        self._tell("doubles", Refused(known.entry.spot, title, "It stands in the file twice."))

    def _taken(self, known: Known, record: tuple[str, int], merged: Merged = _NOTHING) -> Taken:
        when = known.said.get("when") or known.said.get("due")
        if when and known.said.get("floating"):
            when = self._by_its_clocks(when, record)
        return Taken(
            self._ref(record),
            tidied(str(known.entry.title)),
            when,
            known.entry.spot,
            merged.changes,
            merged.kept,
        )

    def _by_its_clocks(self, when: str, record: tuple[str, int]) -> str:
        """Return a date that names no zone by the clocks by which the record was kept."""
        read, (table, number) = parse_when(when), record
        if table != "meetings" or not isinstance(read, Timed):
            return when
        return str(replace(read, zone=self._desk.ledger.row(table, number)["zone"]))

    def _listed(self, record: tuple[str, int], said: Said) -> Listed:
        when = said.get("when") or said.get("due")
        past = False
        if when:
            last = parse_when(when).bounds(said.get("zone", "UTC"))[1]
            past = last is not None and last <= self._desk.now
        title = str(Text.read(said.get("title")))
        return Listed(self._ref(record), tidied(title), when, past)

    def _ref(self, record: tuple[str, int]) -> str:
        table, number = record
        if table == "meetings":
            return f"m{number}"
        return label_of(self._desk.reading, table, number)

    def _refusing(self, entry: Entry) -> _Refusing:
        return _Refusing(self, entry)

    def refuse(self, entry: Entry, reason: str) -> None:
        """Tell that an entry cannot be taken, and why."""
        self._tell("refused", Refused(entry.spot, tidied(str(entry.title)), reason))

    def _tell(self, kind: str, told: object) -> None:
        self._told.setdefault(kind, []).append(told)

    def report(self, name: str, delivery: Delivery) -> ImportReport:
        """Return what came of it all; keep that identities do not last, if that was learned."""
        if self._learned and self._origin is not None:
            self._desk.ledger.update("imports", self._origin.id, {"matching": "content"})
        told: dict[str, Any] = {kind: tuple(each) for kind, each in self._told.items()}
        return ImportReport(
            name=name,
            format=delivery.format,
            source=self._origin.slug if self._origin else None,
            calendar=tidied(str(delivery.name)),
            learned=self._learned,
            change=self._desk.ledger.change,
            unchanged=self._unchanged,
            unrecognised=self._bench.names.unrecognised,
            **told,
        )


class _Refusing:
    """What cannot be taken is refused; nothing of it is written before that shows."""

    def __init__(self, taking: _Taking, entry: Entry) -> None:
        self._taking, self._entry = taking, entry

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, fault: BaseException | None, _trace: object) -> bool:
        if isinstance(fault, Invalid | Conflict | NotFound):
            self._taking.refuse(self._entry, fault.sentence)
            return True
        return False


class _Waiting:
    """Entries that wait until all have been read: in a file, with their faces in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.faces: dict[int, Face] = {}
        self.nameless: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self.faces)

    def put(self, known: Known) -> None:
        """Let one more wait."""
        number = len(self.faces)
        self.faces[number] = Face.of(known.content, known.said)
        if known.entry.uid is None:
            self.nameless.add(number)
        pickle.dump(known, self._file)

    def __iter__(self) -> Iterator[Known]:
        self._file.seek(0)
        for _ in range(len(self.faces)):
            yield pickle.load(self._file)  # noqa: S301 - what was put there above
