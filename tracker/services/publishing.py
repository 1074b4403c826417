"""Keeping a collection on a CalDAV server as the ledger says, and leaving alone what others did.

What was put there is known item by item: its ETag, and what it said. So an item that is
as it was left may be replaced or deleted; of one that is not, it is looked at what it says
now, and if somebody else wrote that, it stays, and is told. Other people's items are never
touched. Each step is noted as soon as the server has said yes: a run that is stopped, for
whatever reason, goes on from there the next time.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from tracker.domain.feeds import CalendarObject
from tracker.domain.values import frozen
from tracker.errors import NotFound, Unavailable
from tracker.outward.caldav import Changed, Refused
from tracker.storage.published import Put, forget_puts, keep_puts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from tracker.domain.feeds import Unwritten
    from tracker.outward.caldav import Collection, Item
    from tracker.storage.ledger import Ledger

ALL: Final = "all"  # that may be overwritten, in the place of a reference
_CHANGED: Final = "It was changed there."
_DELETED: Final = "It was deleted there."
_UNWANTED: Final = "It is no longer among what is chosen, but was changed there."
_FORGOTTEN: Final = "It is not among what is chosen, though it was put there once."
_FOREIGN: Final = "An event that was not put there from here has its place."
_UNKNOWN: Final = "unknown"  # what an item said when it was put there
_OURS: Final = b"\nPRODID:-//diplomatic-tracker//"
_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_UID: Final = re.compile(rb"(?im)^UID(?:;[^:\r\n]*)?:(.*?)\r?$")
_SUMMARY: Final = re.compile(rb"(?m)^SUMMARY(?:;[^:\r\n]*)?:(.*?)\r?$")


class Act(StrEnum):
    """What is done to an item."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@frozen
class Step:
    """One thing to do. `etag` is of the item that must be there, None for none."""

    act: Act
    ref: str
    uid: str
    href: str
    etag: str | None = None
    content: bytes = b""

    @property
    def title(self) -> str:
        """What the event is called that is put there; empty where none is."""
        return title_of(self.content)


@frozen
class Left:
    """An item that stays as it is there, or that the server does not take, and why."""

    ref: str
    uid: str
    href: str
    title: str
    why: str

    @classmethod
    def of(cls, step: Step, why: str) -> Left:
        """Return what is left, where a step is not made."""
        return cls(step.ref, step.uid, step.href, step.title, why)


@frozen
class Plan:
    """What a run will do.

    `settled` is what turned out to be there as it should be, though that was not known;
    `gone` are UIDs of what is neither wanted nor there. `unwritten` are records that make
    no event.
    """

    steps: tuple[Step, ...]
    unchanged: int
    conflicts: tuple[Left, ...]
    settled: tuple[Put, ...] = ()
    gone: tuple[str, ...] = ()
    unwritten: tuple[Unwritten, ...] = ()

    def of(self, act: Act) -> tuple[Step, ...]:
        """Return the steps of one kind."""
        return tuple(step for step in self.steps if step.act is act)


@frozen
class Outcome:
    """What a run did, and what it left."""

    done: tuple[Step, ...]
    unchanged: int
    conflicts: tuple[Left, ...]
    refused: tuple[Left, ...]


class Drafting:
    """Compares what is wanted with what was put there and what is there: without asking anybody.

    `there` are the ETags in the collection by path. What only the server can tell is
    settled afterwards, by `plan`.
    """

    def __init__(
        self, known: Mapping[str, Put], there: Mapping[str, str | None], collection: Collection
    ) -> None:
        self._known = known
        self._there = there
        self._collection = collection
        self._steps: list[Step] = []
        self._conflicts: list[Step] = []  # what would be done, if it may be
        self._why: dict[str, str] = {}
        self._doubtful: dict[str, Step] = {}  # by path
        self._wanted: set[str] = set()
        self._unwritten: list[Unwritten] = []
        self._unchanged = 0

    @property
    def chosen(self) -> int:
        """How many events are wanted."""
        return len(self._wanted)

    @property
    def is_first(self) -> bool:
        """Whether nothing is known of a collection in which there is something."""
        return not self._known and bool(self._there)

    def take(self, wanted: Iterable[CalendarObject | Unwritten]) -> None:
        """Take in what is to be there."""
        for each in wanted:
            if isinstance(each, CalendarObject):
                self._take(each)
            else:
                self._unwritten.append(each)

    def _take(self, wanted: CalendarObject) -> None:
        if wanted.uid in self._wanted:
            return
        self._wanted.add(wanted.uid)
        put = self._known.get(wanted.uid)
        href = put.href if put else self._collection.href(f"{wanted.uid}.ics")
        etag = self._there.get(href)
        act = Act.UPDATE if href in self._there else Act.CREATE
        step = Step(act, wanted.ref, wanted.uid, href, etag, wanted.content)
        if href not in self._there:
            if put:
                self._conflict(step, _DELETED)
            else:
                self._steps.append(step)
        elif put is None or put.etag is None or put.etag != etag:
            self._doubtful[href] = step
        elif put.digest != digest(wanted.content):
            self._steps.append(step)
        else:
            self._unchanged += 1

    def plan(
        self, refs: Callable[[list[str]], Mapping[str, str]], overwrite: frozenset[str]
    ) -> Plan:
        """Return what is to be done; read there what is in doubt.

        `refs` tells which UIDs are of this ledger's records. `overwrite` are references of
        what may be replaced though others changed it, or `all`. Raises NotFound for one
        that is in no conflict.
        """
        gone = [uid for uid, put in self._known.items() if not self._drop(uid, put)]
        settled = list(self._settle(refs))
        open_ = {step.ref.casefold() for step in self._conflicts}
        unmet = sorted(ref for ref in overwrite if ref != ALL and ref.casefold() not in open_)
        if unmet:
            raise NotFound(f"{unmet[0]} is in no conflict with what is at {self._collection.url}.")
        names = {ref.casefold() for ref in overwrite}
        may = [s for s in self._conflicts if ALL in names or s.ref.casefold() in names]
        left = [s for s in self._conflicts if s not in may]
        return Plan(
            steps=(*self._steps, *may),
            unchanged=self._unchanged,
            conflicts=tuple(Left.of(step, self._why[step.uid]) for step in left),
            settled=tuple(settled),
            gone=tuple(gone),
            unwritten=tuple(self._unwritten),
        )

    def _drop(self, uid: str, put: Put) -> bool:
        """Take in that something is no longer wanted; return whether anything is left of it."""
        if uid in self._wanted:
            return True
        if put.href not in self._there:
            return False
        etag = self._there[put.href]
        step = Step(Act.DELETE, put.ref, uid, put.href, etag)
        if put.etag is not None and put.etag == etag:
            self._steps.append(step)
        else:
            self._doubtful[put.href] = step
        return True

    def _settle(self, refs: Callable[[list[str]], Mapping[str, str]]) -> Iterator[Put]:
        """Look at what is in doubt; yield what turns out to be as it should."""
        hrefs = list(self._there) if self.is_first else list(self._doubtful)
        found: list[tuple[str, Item]] = []
        seen: set[str] = set()
        for item in self._collection.read(hrefs):
            seen.add(item.href)
            step = self._doubtful.get(item.href)
            if step is not None:
                yield from self._judge(step, item)
            elif uid := uid_of(item.content):
                found.append((uid, item))
        for href, step in self._doubtful.items():
            if href not in seen:  # it went while this was going on, or cannot be read
                self._conflict(step, _CHANGED)
        yield from self._adopt(found, refs)

    def _judge(self, step: Step, item: Item) -> Iterator[Put]:
        """Decide on an item that is not known to be as it was left."""
        said, put = digest(item.content), self._known.get(step.uid)
        now = Step(step.act, step.ref, step.uid, step.href, item.etag, step.content)
        if step.act is not Act.DELETE and _alike(said, digest(step.content)):
            self._unchanged += 1
            yield Put(step.uid, step.ref, step.href, item.etag, digest(step.content))
        elif put is not None and _alike(said, put.digest):
            self._steps.append(now)  # it says what we put there: only its ETag is another
        elif put is None and _OURS in item.content and uid_of(item.content) == step.uid:
            self._steps.append(now)  # put there from here, and forgotten since
        elif put is None:
            self._conflict(now, _FOREIGN)
        elif step.act is Act.DELETE:
            self._conflict(now, _FORGOTTEN if put.digest == _UNKNOWN else _UNWANTED)
        else:
            self._conflict(now, _CHANGED)

    def _adopt(
        self, found: list[tuple[str, Item]], refs: Callable[[list[str]], Mapping[str, str]]
    ) -> Iterator[Put]:
        """Know again what lies there from here, when nothing is known of it any more."""
        names = refs([uid for uid, item in found if _OURS in item.content])
        steps = {step.uid: step for step in self._steps if step.act is Act.CREATE}
        for uid, item in found:
            created = steps.get(uid)
            if created is not None:  # under another name than we would give it
                self._steps.remove(created)
                step = Step(Act.UPDATE, created.ref, uid, item.href, item.etag, created.content)
                yield from self._judge(step, item)
            elif uid in names and _OURS in item.content:
                # Nobody can say whether it was changed since: it stays until that is said.
                step = Step(Act.DELETE, names[uid], uid, item.href, item.etag)
                self._conflict(step, _FORGOTTEN)
                yield Put(uid, names[uid], item.href, None, _UNKNOWN)

    def _conflict(self, step: Step, why: str) -> None:
        self._conflicts.append(step)
        self._why[step.uid] = why


class Account:
    """What is known of a collection, written down step by step."""

    def __init__(self, url: str, writing: Callable[[], AbstractContextManager[Ledger]]) -> None:
        self._url = url
        self._writing = writing

    def note(self, puts: Iterable[Put], gone: Iterable[str] = ()) -> None:
        """Note what lies there now, and what no longer does."""
        with self._writing() as ledger:
            keep_puts(ledger.door, self._url, puts, ledger.at)
            forget_puts(ledger.door, self._url, gone)


def apply(
    plan: Plan, collection: Collection, account: Account, tell: Callable[[int, int], None]
) -> Outcome:
    """Do what was planned; `tell` is told how many of how many steps are done.

    Raises Unavailable when the server no longer answers or lets us in; what was done until
    then is noted, and the next run goes on from there.
    """
    if plan.settled or plan.gone:
        account.note(plan.settled, plan.gone)
    done: list[Step] = []
    conflicts, refused = list(plan.conflicts), []
    for number, step in enumerate(plan.steps):
        tell(number, len(plan.steps))
        try:
            _do(step, collection, account)
            done.append(step)
        except Changed:
            conflicts.append(Left.of(step, _CHANGED))
        except Refused as fault:
            refused.append(Left.of(step, fault.sentence))
        except Unavailable as fault:
            raise Unavailable(
                f"{fault.sentence} {len(done)} of {len(plan.steps)} changes had been made there.",
                hint=fault.hint or "The same command goes on from there.",
            ) from fault
    tell(len(plan.steps), len(plan.steps))
    return Outcome(tuple(done), plan.unchanged, tuple(conflicts), tuple(refused))


def _do(step: Step, collection: Collection, account: Account) -> None:
    if step.act is not Act.CREATE and step.etag is None:
        raise Refused("The server tells no ETag of it, so nobody can tell whether it was changed.")
    if step.act is Act.DELETE and step.etag:
        collection.delete(step.href, step.etag)
        account.note((), [step.uid])
        return
    try:
        etag = collection.put(step.href, step.content, step.etag)
    except Changed:
        # The answer to an earlier attempt may have been lost: then what is there is ours.
        item = next(iter(collection.read([step.href])), None)
        if item is None or not _alike(digest(item.content), digest(step.content)):
            raise
        etag = item.etag
    etag = etag or collection.etag(step.href)
    account.note([Put(step.uid, step.ref, step.href, etag, digest(step.content))])


def digest(content: bytes) -> str:
    """Return what an item says, as a word: of its events, and of its zones.

    Servers sort lines, fold them elsewhere and write zones in their own way, so lines are
    compared unfolded and sorted, and of what a server gives back only those of events.
    """
    lines = _FOLD.sub(b"", content).replace(b"\r\n", b"\n").split(b"\n")
    events: list[bytes] = []
    others: list[bytes] = []
    within = 0
    for line in lines:
        within += line.upper() == b"BEGIN:VEVENT"
        if within:
            if not line.upper().startswith(b"X-RADICALE-"):
                events.append(line)
        elif not line.upper().startswith((b"PRODID", b"VERSION", b"CALSCALE")):
            others.append(line)
        within -= line.upper() == b"END:VEVENT"
    return f"{_hash(sorted(events))}-{_hash(others)}"


def uid_of(content: bytes) -> str | None:
    """Return the UID of an item."""
    found = _UID.search(_FOLD.sub(b"", content))
    return found.group(1).decode(errors="replace").strip() if found else None


def title_of(content: bytes) -> str:
    """Return the SUMMARY of an item that we wrote, as it was before it was escaped."""
    found = _SUMMARY.search(_FOLD.sub(b"", content))
    words = found.group(1).decode(errors="replace") if found else ""
    return re.sub(r"\\(.)", lambda m: " " if m[1] in "nN" else m[1], words)


def _alike(there: str, ours: str) -> bool:
    return there.partition("-")[0] == ours.partition("-")[0]


def _hash(lines: list[bytes]) -> str:
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:32]
