"""Circulating an agenda: at each stage what it says is kept as a version that stays."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.domain.agenda import ItemStatus
from tracker.domain.agenda_changes import changes
from tracker.domain.agenda_versions import (
    NOW,
    AgendaVersion,
    Distribution,
    Stage,
    read_version,
    version_name,
)
from tracker.domain.quoting import quoted
from tracker.domain.text import clean, language_tag
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, zone_of
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services.agenda_numbering import column_of
from tracker.services.desk import note, value_of
from tracker.storage.reads.agenda import agendas_of
from tracker.storage.reads.agenda_versions import versions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.domain.agenda import AgendaItem
    from tracker.services.desk import Desk
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading

_SETTLED = (Stage.ADOPTED, Stage.TAKEN)
# What becomes of an item's status when its agenda reaches a stage.
_RISE = {
    Stage.PROVISIONAL: {ItemStatus.PROPOSED: ItemStatus.PROVISIONAL},
    Stage.ADOPTED: {
        ItemStatus.PROPOSED: ItemStatus.ADOPTED,
        ItemStatus.PROVISIONAL: ItemStatus.ADOPTED,
    },
}


@frozen
class VersionDraft:
    """What a person said of a version, as typed; None where they said nothing."""

    on: str | None = None
    language: str | None = None
    distribution: str | None = None
    symbol: str | None = None
    visibility: str | None = None
    note: str | None = None


def circulate(desk: Desk, of: Reference, typed: str | None, draft: VersionDraft) -> AgendaVersion:
    """Keep the first version of an agenda, provisional unless it is called preliminary.

    A preliminary agenda becomes provisional in the same way. Raises Conflict for one that
    has come that far already.
    """
    stage = Stage(value_of(Stage, typed, what="stage") or Stage.PROVISIONAL)
    if stage in _SETTLED:
        verb = "adopt" if stage is Stage.ADOPTED else "taken"
        raise Invalid(f"An agenda is {stage} by a command of its own: tracker agenda {verb}.")
    last = _last(desk, of)
    if last is not None and list(Stage).index(last.stage) >= list(Stage).index(stage):
        raise Conflict(
            f"The agenda of {of.short} is {last.ref} already.",
            hint=f"Circulate it as changed with: tracker agenda revise {of.short}",
        )
    return _keep(desk, of, stage, 0, draft)


def revise(desk: Desk, of: Reference, draft: VersionDraft) -> AgendaVersion:
    """Keep the agenda as it stands as the next revision of its newest version.

    Raises Conflict when nothing was circulated yet, or nothing differs from that.
    """
    last = _last(desk, of)
    if last is None:
        raise Conflict(
            f"No agenda of {of.short} was circulated yet, so there is none to revise.",
            hint=f"Circulate it with: tracker agenda circulate {of.short}",
        )
    if not changes(last.items, _agenda(desk.reading, of)):
        raise Conflict(f"Nothing differs from the agenda of {of.short} that is {last.ref}.")
    return _keep(desk, of, last.stage, last.revision + 1, draft)


def adopt(desk: Desk, of: Reference, draft: VersionDraft) -> AgendaVersion:
    """Keep the agenda as it was adopted, with its items; raise Conflict for one that is so."""
    last = _last(desk, of)
    if last is not None and last.stage in _SETTLED:
        raise Conflict(
            f"The agenda of {of.short} is {last.ref} already.",
            hint=f"Circulate what changed since with: tracker agenda revise {of.short}",
        )
    return _keep(desk, of, Stage.ADOPTED, 0, draft)


def take(desk: Desk, of: Reference, draft: VersionDraft) -> AgendaVersion:
    """Keep the agenda as it was taken in the end; raise Conflict for one that is so."""
    last = _last(desk, of)
    if last is not None and last.stage is Stage.TAKEN:
        raise Conflict(
            f"The agenda of {of.short} is {last.ref} already.",
            hint=f"Correct it with: tracker agenda revise {of.short}",
        )
    return _keep(desk, of, Stage.TAKEN, 0, draft)


def find_version(reading: Reading, of: Reference, typed: str) -> AgendaVersion:
    """Return a circulated version by its name; raise NotFound with those there are."""
    name = read_version(typed)
    there = versions_of(reading, column_of(of), [of.id]).get(of.id, ())
    for version in there:
        if version.ref == name:
            return version
    known = ", ".join(version.ref for version in there) or "none yet"
    raise NotFound(f"{of.short} has no agenda {quoted(typed)}; circulated are: {known}.")


def items_in(reading: Reading, of: Reference, typed: str) -> tuple[AgendaItem, ...]:
    """Return the items of a version by its name; `now` is the agenda as it stands."""
    if read_version(typed) == NOW:
        return _agenda(reading, of)
    return find_version(reading, of, typed).items


def newest(reading: Reading, of: Reference) -> AgendaVersion | None:
    """Return the version that was circulated last, as far as this reader may see; else None."""
    there = versions_of(reading, column_of(of), [of.id]).get(of.id, ())
    return there[-1] if there else None


def _last(desk: Desk, of: Reference) -> AgendaVersion | None:
    return newest(desk.reading, of)


def _agenda(reading: Reading, of: Reference) -> tuple[AgendaItem, ...]:
    return agendas_of(reading, column_of(of), [of.id]).get(of.id, ())


def _keep(
    desk: Desk, of: Reference, stage: Stage, revision: int, draft: VersionDraft
) -> AgendaVersion:
    items = _agenda(desk.reading, of)
    if not items:
        raise Invalid(
            f"There is nothing on the agenda of {of.short} yet.",
            hint=f'Begin with: tracker agenda add {of.short} "TITLE"',
        )
    for item in _all(items):
        risen = _RISE.get(stage, {}).get(item.status)
        if risen is not None:
            desk.ledger.update("agenda_items", item.id, {"status": risen})
    level = value_of(Visibility, draft.visibility, what="visibility")
    version = desk.ledger.insert(
        "agenda_versions",
        {
            column_of(of): of.id,
            "stage": stage,
            "revision": revision,
            "dated": _day(desk, draft.on).isoformat(),
            "language": language_tag(draft.language) if draft.language else _original(items),
            "distribution": value_of(Distribution, draft.distribution, what="distribution"),
            "symbol": clean(draft.symbol, what="symbol", longest=100) if draft.symbol else None,
            "note": note(draft.note),
            "visibility": level or desk.ledger.row(of.table, of.id)["visibility"],
        },
    )
    for item in _all(items):
        _snapshot(desk, version, item.id)
    desk.ledger.about(of.table, of.id)
    return find_version(desk.reading, of, version_name(stage, revision))


def _snapshot(desk: Desk, version: int, item: int) -> None:
    row = desk.ledger.row("agenda_items", item)
    kept = ("parent_id", "position", "label", "title", "status", "visibility", "embargo_until")
    values = {column: row[column] for column in kept}
    desk.ledger.insert("version_items", {"version_id": version, "item_id": item, **values})


def _all(items: Iterable[AgendaItem]) -> Iterator[AgendaItem]:
    return (item for top in items for _, item in top.walk())


def _original(items: Iterable[AgendaItem]) -> str | None:
    """Return the language in which most titles were written first."""
    counted = Counter(item.title.original for item in _all(items) if item.title)
    return counted.most_common(1)[0][0] if counted else None


def _day(desk: Desk, typed: str | None) -> date:
    if typed is None:
        return desk.now.astimezone(zone_of(desk.zone)).date()
    when = desk.when(typed)
    first, last = when.days()
    if not isinstance(when, AllDay) or first is None or first != last:
        raise Invalid(f"{when} is not one day; say the day on which it was circulated.")
    return first
