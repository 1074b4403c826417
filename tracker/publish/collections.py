"""Bringing a collection on a CalDAV server up to date with what was chosen for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tracker.domain.values import frozen
from tracker.errors import Invalid
from tracker.outward.caldav import Collection
from tracker.outward.conversation import PATIENT, Conversation
from tracker.outward.credentials import from_environment, from_netrc
from tracker.outward.hosts import Allowed
from tracker.render.ics import CalendarOptions, calendar_name, objects
from tracker.services.handing_out import records, select
from tracker.services.publishing import Account, Drafting, Outcome, apply
from tracker.storage.published import (
    choices,
    forget_choice,
    forget_puts,
    keep_choice,
    ours,
    puts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tracker.app import App
    from tracker.domain.entries import Filter
    from tracker.outward.conversation import Patience
    from tracker.outward.hosts import Target
    from tracker.services.handing_out import Selection
    from tracker.services.publishing import Plan
    from tracker.storage.reads.reading import Reading

CHOICE: Final = ("from_", "to_", "parties", "series", "topics", "kinds", "statuses", "clearance")


@frozen(kw_only=True)
class Wish:
    """What is wanted of one collection.

    `choice` is what was chosen as it was typed, None to go by what was chosen before;
    `password_given` whether the environment's user is meant for this server.
    """

    target: Target
    choice: Mapping[str, Any] | None = None
    language: str | None = None
    overwrite: frozenset[str] = frozenset()
    allowed: tuple[str, ...] = ()
    create: bool = False
    withdraw: bool = False
    dry_run: bool = False
    password_given: bool = True


@frozen
class Published:
    """What was done, or would be: `made` tells whether the collection itself was."""

    url: str
    language: str
    visibility: str
    plan: Plan
    outcome: Outcome
    made: bool
    withheld: tuple[str, ...]


def known_collections(app: App) -> dict[str, dict[str, Any]]:
    """Return what was chosen for each collection that was published to, by its address."""
    with app.reading() as reading:
        return choices(reading.door)


def publish(
    app: App,
    wish: Wish,
    choose: Callable[[Reading, Mapping[str, Any]], Filter],
    tell: Callable[[int, int], None],
    patience: Patience = PATIENT,
) -> Published:
    """Do what is wished, and return what was done; `choose` reads a choice as it was typed.

    Raises Invalid where nothing is chosen, so that all would be deleted; NotFound when
    there is no such collection; Unavailable when the server cannot be reached, lets nobody
    in or has no room; what was done until then is noted.
    """
    with _collection(app, wish, patience) as collection:
        choice = _choice(app, wish, known_collections(app).get(collection.url))
        found = _found(app, choice, choose)
        is_there = collection.is_there()
        made = not is_there and not wish.withdraw
        if made and not wish.create:
            raise collection.missing()
        if made and not wish.dry_run:
            collection.make(calendar_name(found.name, choice["lang"]))
        drafting = _draft(app, collection, is_there=is_there)
        if not wish.withdraw:
            _take(app, drafting, found, choice)
        plan = drafting.plan(lambda uids: _ours(app, uids), wish.overwrite)
        if not drafting.chosen and plan.steps and not wish.withdraw:
            raise Invalid(
                f"Nothing is chosen, so all that was put to {collection.url} would be deleted.",
                hint="If that is meant, say --withdraw.",
            )
        outcome = Outcome(plan.steps, plan.unchanged, plan.conflicts, ())
        if not wish.dry_run:
            _remember(app, collection.url, None if wish.withdraw else choice)
            outcome = apply(plan, collection, Account(collection.url, app.writing), tell)
        url, language, level = collection.url, choice["lang"], choice["clearance"]
        withheld = () if wish.withdraw else found.withheld
        return Published(url, language, level, plan, outcome, made, withheld)


def forget(app: App, target: Target) -> bool:
    """Forget an address and what was put there, which stays; return whether it was known."""
    url = target.folder.url
    with app.writing() as ledger:
        known = puts(ledger.door, url)
        forget_puts(ledger.door, url, known)
        is_known = bool(known) or url in choices(ledger.door)
        forget_choice(ledger.door, url)
    return is_known


@contextmanager
def _collection(app: App, wish: Wish, patience: Patience) -> Iterator[Collection]:
    host = wish.target.host
    who = (from_environment() if wish.password_given else None) or from_netrc(host)
    allowed = [*wish.allowed, *(c.get("allow", "") for c in known_collections(app).values())]
    talk = Conversation(wish.target, who, Allowed.of(allowed), patience=patience)
    try:
        yield Collection(wish.target, talk)
    finally:
        talk.close()


def _choice(app: App, wish: Wish, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what is chosen: now, else as it was before, else all that is public."""
    known = before or {}
    choice = {name: known.get(name) for name in CHOICE}
    if wish.choice is not None:
        choice = {name: wish.choice.get(name) for name in CHOICE}
    return {
        **choice,
        "clearance": choice["clearance"] or "public",
        "lang": wish.language or known.get("lang") or app.language,
        "allow": ",".join(wish.allowed) or known.get("allow", ""),
    }


def _found(
    app: App, choice: Mapping[str, Any], choose: Callable[[Reading, Mapping[str, Any]], Filter]
) -> Selection:
    with app.reading(choice["clearance"]) as reading:
        said = {name: choice[name] for name in CHOICE if choice[name]}
        return select(reading, choose(reading, said))


def _draft(app: App, collection: Collection, *, is_there: bool) -> Drafting:
    there = collection.etags() if is_there else {}
    with app.reading() as reading:
        return Drafting(puts(reading.door, collection.url), there, collection)


def _take(app: App, drafting: Drafting, found: Selection, choice: Mapping[str, Any]) -> None:
    """Write what was found as it is now: the server was asked in between, without the ledger."""
    today = app.now.astimezone(ZoneInfo(app.zone)).date()
    options = CalendarOptions(name="", today=today, language=choice["lang"])
    with app.reading(choice["clearance"]) as reading:
        drafting.take(objects(records(reading, found), options))


def _ours(app: App, uids: list[str]) -> dict[str, str]:
    with app.reading() as reading:
        return ours(reading.door, uids)


def _remember(app: App, url: str, choice: Mapping[str, Any] | None) -> None:
    """Keep what is chosen; what is withdrawn is chosen no longer, however far it gets."""
    with app.writing() as ledger:
        if choice is None:
            forget_choice(ledger.door, url)
        else:
            keep_choice(ledger.door, url, choice, ledger.at)
