"""For whom a print is: the press, the other delegations, or one's own head of delegation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.domain.sessions import Session
from tracker.domain.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.commitments import Commitment
    from tracker.domain.delegations import Delegation
    from tracker.domain.documents import Paper
    from tracker.domain.meetings import Meeting
    from tracker.domain.sources import Source

T = TypeVar("T", bound="Session | Meeting")
V = TypeVar("V")


class Audience(StrEnum):
    """For whom a print is."""

    PUBLIC = "public"
    PARTNER = "partner"
    INTERNAL = "internal"

    @property
    def ceiling(self) -> Visibility:
        """How far up the ledger is read for them."""
        return Visibility.PUBLIC if self is Audience.PUBLIC else Visibility.INTERNAL

    @property
    def sees_working(self) -> bool:
        """Whether notes, reasons and credentials are for them."""
        return self is Audience.INTERNAL


@dataclass(frozen=True, slots=True)
class Shared:
    """What the other delegations at a session or a meeting may have of it, and what not.

    The record is as they are told of it: without notes, reasons and credentials. `public`
    are, by table, the ids of what belongs to it and is public in its own right. From that
    follows what they get:

    - what is public;
    - items and delegations that are no more secret than what they belong to;
    - a meeting that is no more secret than its session, if every delegation takes part,
      which they do where none is named; a more secret one if all of them are named;
    - of documents, commitments and sources, only the public ones.

    `kept` counts by noun what was taken out.
    """

    public: Mapping[str, frozenset[int]]
    kept: dict[str, int] = field(default_factory=dict)

    def cut(self, record: T) -> T:
        """Return a session or a meeting without what is not for the other delegations."""
        table = "sessions" if isinstance(record, Session) else "meetings"
        return self._cut(record, is_public=self._is("", table, record.id))

    def _cut(self, record: T, *, is_public: bool) -> T:
        claims = self._only("claim", "claims", record.claims, lambda c: c.id)
        shown = self.public["sources"]
        changes: dict[str, Any] = {
            "delegations": self._no_more_secret(record.delegations, is_public=is_public),
            "agenda": self._items(record.agenda, is_public=is_public),
            "papers": self._papers(record.papers),
            "commitments": self._only(
                "commitment", "commitments", record.commitments, lambda c: c.id
            ),
            "sources": self._only("source", "sources", record.sources, lambda s: s.id),
            "claims": tuple(claim for claim in claims if claim.source.id in shown),
        }
        if isinstance(record, Session):
            changes["carried"] = self._only(
                "commitment", "commitments", record.carried, lambda c: c.id
            )
            changes["meetings"] = tuple(
                replace(
                    self._cut(each, is_public=each.id in self.public["meetings"]), circulated=None
                )
                for each in record.meetings
                if self._is_shared(each, record, is_public=is_public)
            )
        return replace(record, **changes)

    def _is_shared(self, meeting: Meeting, session: Session, *, is_public: bool) -> bool:
        """Return whether a meeting of a session is for all of its delegations."""
        if meeting.id in self.public["meetings"]:
            return True
        present = {delegation.party.id for delegation in meeting.delegations}
        everyone = {delegation.party.id for delegation in session.delegations}
        if present:
            return self._noted("meeting", shared=bool(everyone) and present >= everyone)
        return self._noted("meeting", shared=not is_public)

    def _items(self, items: Iterable[AgendaItem], *, is_public: bool) -> tuple[AgendaItem, ...]:
        return tuple(
            replace(
                item,
                papers=self._papers(item.papers),
                children=self._items(item.children, is_public=is_public),
            )
            for item in items
            if not is_public or self._is("agenda item", "agenda_items", item.id)
        )

    def _no_more_secret(
        self, delegations: Iterable[Delegation], *, is_public: bool
    ) -> tuple[Delegation, ...]:
        return tuple(
            delegation
            for delegation in delegations
            if not is_public or self._is("delegation", "delegations", delegation.id)
        )

    def _papers(self, papers: Iterable[Paper]) -> tuple[Paper, ...]:
        return self._only("document", "documents", papers, lambda p: p.document.id)

    def _only(
        self, noun: str, table: str, things: Iterable[V], by: Callable[[V], int]
    ) -> tuple[V, ...]:
        return tuple(thing for thing in things if self._is(noun, table, by(thing)))

    def _is(self, noun: str, table: str, number: int) -> bool:
        return self._noted(noun, shared=number in self.public[table])

    def _noted(self, noun: str, *, shared: bool) -> bool:
        if not shared and noun:
            self.kept[noun] = self.kept.get(noun, 0) + 1
        return shared


def without_working(record: T) -> T:
    """Return a session or a meeting without notes, reasons and credentials, in all its parts."""
    changes: dict[str, Any] = {
        "note": None,
        "reason": None,
        "delegations": tuple(
            replace(delegation, note=None, credentials=None) for delegation in record.delegations
        ),
        "agenda": tuple(map(_bare_item, record.agenda)),
        "papers": tuple(map(_bare_paper, record.papers)),
        "commitments": tuple(map(_bare_commitment, record.commitments)),
        "sources": tuple(map(_bare_source, record.sources)),
        "claims": tuple(replace(c, source=_bare_source(c.source)) for c in record.claims),
    }
    if isinstance(record, Session):
        changes["carried"] = tuple(map(_bare_commitment, record.carried))
        changes["meetings"] = tuple(map(without_working, record.meetings))
    return replace(record, **changes)


def _bare_item(item: AgendaItem) -> AgendaItem:
    return replace(
        item,
        note=None,
        papers=tuple(map(_bare_paper, item.papers)),
        children=tuple(map(_bare_item, item.children)),
    )


def _bare_paper(paper: Paper) -> Paper:
    return replace(paper, document=replace(paper.document, note=None))


def _bare_commitment(commitment: Commitment) -> Commitment:
    return replace(commitment, note=None)


def _bare_source(source: Source) -> Source:
    return replace(source, note=None)
