"""What a session and its meetings hold together: each thing once, in the order met."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tracker.domain.documents import Relation
from tracker.domain.parties import Person
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility, strictest

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from tracker.domain.agenda import AgendaItem
    from tracker.domain.commitments import Commitment
    from tracker.domain.documents import Paper
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.domain.sources import Claim, Source
    from tracker.domain.text import Text

T = TypeVar("T")
Sitting: TypeAlias = "Session | Meeting"


@frozen
class Gathered:
    """Everything that hangs on a record and on the meetings within it."""

    papers: tuple[Paper, ...]
    commitments: tuple[Commitment, ...]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    people: tuple[Person, ...]
    names: dict[str, Text]  # by reference, of the records that claims may be about
    visibility: Visibility  # of the most secret thing in it


def gather(record: Sitting, meetings: tuple[Meeting, ...] = ()) -> Gathered:
    """Return what a session or a meeting holds, with that of its meetings."""
    sittings: tuple[Sitting, ...] = (record, *meetings)
    claims = _once((c for s in sittings for c in s.claims), by=lambda c: c.id)
    papers = _once((p for s in sittings for p in _papers(s)), by=lambda p: p.document.id)
    commitments = _once((c for s in sittings for c in s.commitments), by=lambda c: c.id)
    cited = (c.source for c in claims)
    sources = _once(chain((x for s in sittings for x in s.sources), cited), by=lambda x: x.id)
    people = _once((p for s in sittings for p in _people(s)), by=lambda p: p.id)
    return Gathered(
        papers=papers,
        commitments=commitments,
        sources=sources,
        claims=claims,
        people=people,
        names={
            **{m.ref: m.title for m in meetings},
            **{p.ref: p.name for p in people},
            **{p.document.ref: p.document.title for p in papers},
            **{c.ref: c.title for c in commitments},
            **{f"{s.ref}:{i.label}": i.title for s in sittings for i in _items(s)},
        },
        visibility=strictest(
            chain(
                (level for s in sittings for level in _levels(s)),
                (c.visibility or Visibility.PUBLIC for c in commitments),
                (c.visibility or Visibility.PUBLIC for c in getattr(record, "carried", ())),
                (p.document.visibility or Visibility.PUBLIC for p in papers),
                (s.visibility or Visibility.PUBLIC for s in sources),
            )
        ),
    )


def _once(things: Iterable[T], *, by: Callable[[T], Hashable]) -> tuple[T, ...]:
    kept: dict[Hashable, T] = {}
    for thing in things:
        kept.setdefault(by(thing), thing)
    return tuple(kept.values())


def _papers(sitting: Sitting) -> Iterator[Paper]:
    """Yield the sitting's papers, and the documents that its items led to."""
    yield from sitting.papers
    for item in _items(sitting):
        yield from (p for p in item.papers if p.relation is Relation.OUTCOME)


def _people(sitting: Sitting) -> Iterator[Person]:
    yield from (m.person for d in sitting.delegations for m in d.members)
    yield from (who for who in getattr(sitting, "chairs", ()) if isinstance(who, Person))


def _items(sitting: Sitting) -> Iterator[AgendaItem]:
    yield from (item for top in sitting.agenda for _, item in top.walk())


def _levels(sitting: Sitting) -> Iterator[Visibility]:
    yield sitting.visibility
    yield from (d.visibility or Visibility.PUBLIC for d in sitting.delegations)
    yield from (item.visibility or Visibility.PUBLIC for item in _items(sitting))
