"""Keeping feeds: what each takes, and who holds a secret address of it."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.feeds import LONGEST_SLUG, SLUG, CancelledPolicy, Feed, Subscriber, hash_of
from tracker.domain.folding import similar
from tracker.domain.instants import to_stored
from tracker.domain.meetings import MeetingKind
from tracker.domain.parties import Rank
from tracker.domain.quoting import quoted
from tracker.domain.sessions import SessionKind
from tracker.domain.status import Status
from tracker.domain.text import Text, clean, language_tag
from tracker.domain.values import frozen
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services import lookup
from tracker.services.desk import note, one_of, value_of
from tracker.services.drafts import clearable, filled, text_column
from tracker.services.references import find_in, label_of
from tracker.storage.gate import Gate
from tracker.storage.reads import feeds as reads
from tracker.storage.reads.presence import is_there
from tracker.storage.reads.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions

_LONGEST_PREFIX, _LONGEST_LABEL, _MOST_MONTHS = 40, 100, 120
_TOKEN_OCTETS: Final = 32  # 256 bits
# To whom a feed of a level speaks.
_READERS: Final = {
    Visibility.PUBLIC: "the public",
    Visibility.INTERNAL: "internal readers",
    Visibility.CONFIDENTIAL: "anybody",
}
ONLY: Final = {"sessions": "session", "meetings": "meeting"}
EITHER: Final = "both"


@frozen
class FeedDraft:
    """What a person said of a feed, as typed; None where they said nothing.

    A list that is given takes the place of the one before; of `("",)` nothing is left, so
    that the feed takes more. A new feed has nothing to take away, and refuses it.
    """

    title: str | None = None
    titles_in: Versions = ()
    slug: str | None = None
    series: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    only: str | None = None
    visibility: str | None = None
    language: str | None = None
    past: int | None = None
    future: int | None = None
    cancelled: str | None = None
    imprecise: bool | None = None
    prefix: str | None = None
    note: str | None = None


@frozen
class Issued:
    """A secret address, just made: the only time that its token is known."""

    feed: Feed
    label: str
    token: str


def add(desk: Desk, draft: FeedDraft) -> Feed:
    """Store a feed and return it; raise Invalid, NotFound or Conflict for what is wrong."""
    if not draft.title or not draft.slug:
        raise Invalid("A feed needs a short name and a title.")
    for option, typed in _lists(draft).items():
        if any(not each.strip() for each in typed):
            raise Invalid(
                f"{option} is empty, so the feed would take more than you named; name one, "
                "or leave the option away to take all."
            )
    own = _titled(desk, draft)
    row = {
        "language": desk.language,
        "cancelled": CancelledPolicy.MARK,
        "visibility": Visibility.INTERNAL,
        "past_months": 3,
        "future_months": 18,
        "wanted": "{}",
    }
    # Not what the change is about: no verb but feed's own could speak of it as @last.
    return _by_id(desk.reading, desk.ledger.insert("feeds", row | _columns(own, draft, {})))


def _titled(desk: Desk, draft: FeedDraft) -> Desk:
    """Return the desk in the language of a new feed's title: the feed's own, when it is said.

    Unless the title in that language is given beside it: then it is the writer's.
    """
    tag = _language(draft.language)
    if tag is None or tag in {language_tag(given) for given, _ in draft.titles_in}:
        return desk
    return replace(desk, language=tag)


def edit(desk: Desk, slug: str, draft: FeedDraft) -> tuple[Feed, bool]:
    """Correct a feed; return it, and whether anything differs."""
    feed = find(desk.reading, slug)
    changed = desk.ledger.update(
        "feeds", feed.id, _columns(desk, draft, desk.ledger.row("feeds", feed.id))
    )
    return _by_id(desk.reading, feed.id), changed


def remove(desk: Desk, slug: str) -> Feed:
    """Take a feed away, with every secret address of it; return what it was."""
    feed = find(desk.reading, slug)
    for holder in reads.subscribers(desk.reading, feed.id):
        desk.ledger.remove("subscribers", holder.id)
    desk.ledger.remove("feeds", feed.id)
    return feed


def issue(desk: Desk, slug: str, label: str) -> Issued:
    """Give somebody a secret address of a feed; raise Conflict if they have one already."""
    feed = find(desk.reading, slug)
    if feed.is_public:
        raise Conflict(f"Feed {feed.slug} is public: everybody has the same address.")
    named = clean(label, what="label", longest=_LONGEST_LABEL)
    if any(h.label == named and h.revoked is None for h in _holders(desk, feed)):
        raise Conflict(
            f"{quoted(named)} has an address of {feed.slug} already, which cannot be shown again.",
            hint=f'Give a new one in its place with: tracker feed rotate {feed.slug} "{named}"',
        )
    return _issued(desk, feed, named)


def rotate(desk: Desk, slug: str, label: str) -> Issued:
    """Give somebody a new secret address in the place of theirs, which is revoked."""
    feed = find(desk.reading, slug)
    holder = _holder(desk, feed, label)
    _revoke(desk, holder)
    return _issued(desk, feed, holder.label)


def revoke(desk: Desk, slug: str, label: str) -> tuple[Feed, Subscriber]:
    """Take somebody's secret address away; return the feed and whose address it was."""
    feed = find(desk.reading, slug)
    holder = _holder(desk, feed, label)
    _revoke(desk, holder)
    return feed, holder


def closed(reading: Reading, feed: Feed) -> list[str]:
    """Return, in sentences, of which series and sessions nothing can be in a feed as it is."""
    told = Reading(reading.door, Gate(Reader(feed.visibility, reading.gate.reader.at)))
    named = [("series", short) for short in feed.wanted.series]
    named += [("sessions", short) for short in feed.wanted.sessions]
    whys = [(short, _closed_by(reading, told, table, short)) for table, short in named]
    return [f"Nothing of {short} is in feed {feed.slug}: {why}." for short, why in whys if why]


def _closed_by(reading: Reading, told: Reading, table: str, short: str) -> str | None:
    try:
        record = find_in(reading, short, table).id
    except NotFound:
        return "it was removed"
    readers = _READERS[told.gate.reader.clearance]
    return None if is_there(told, table, record) else f"it is not open to {readers} yet"


def renamed(desk: Desk, what: str, before: str, after: str) -> None:
    """Let feeds ask by its new name for what has one: `what` is series, sessions or topics.

    A series gives its sessions theirs.
    """
    if before == after:
        return
    for feed in reads.feeds(desk.reading):
        kept = json.loads(desk.ledger.row("feeds", feed.id)["wanted"])
        now = {what: [after if short == before else short for short in kept.get(what, ())]}
        if what == "series":
            now["sessions"] = [
                f"{after}/{short.rpartition('/')[2]}" if short.startswith(f"{before}/") else short
                for short in kept.get("sessions", ())
            ]
        desk.ledger.update("feeds", feed.id, {"wanted": _stored({**kept, **now})})


def holders(reading: Reading, feed: Feed) -> tuple[Subscriber, ...]:
    """Return who holds a secret address of a feed that is good."""
    return tuple(h for h in reads.subscribers(reading, feed.id) if h.revoked is None)


def find(reading: Reading, slug: str) -> Feed:
    """Return a feed by its short name; raise NotFound, with what is near."""
    known = {feed.slug: feed for feed in reads.feeds(reading)}
    found = known.get(slug.strip().lower())
    if found:
        return found
    near = similar(slug, list(known), 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise NotFound(f"There is no feed {quoted(slug)}.{meant}", hint=_where(reading))


def _where(reading: Reading) -> str:
    """Return where feeds are seen, the same whether or not one was kept from this reader."""
    if reading.gate.reader.clearance is Visibility.CONFIDENTIAL:
        return "See: tracker feed list --visibility confidential"
    return "See: tracker feed list; of a confidential one, add --visibility confidential"


def _by_id(reading: Reading, number: int) -> Feed:
    return next(feed for feed in reads.feeds(reading) if feed.id == number)


def _holders(desk: Desk, feed: Feed) -> tuple[Subscriber, ...]:
    return reads.subscribers(desk.reading, feed.id)


def _holder(desk: Desk, feed: Feed, label: str) -> Subscriber:
    holders, wanted = _holders(desk, feed), label.strip()
    held = {h.label: h for h in holders if h.revoked is None}
    if wanted in held:
        return held[wanted]
    if any(h.label == wanted for h in holders):
        raise Conflict(
            f"The address of {quoted(label)} is revoked already.",
            hint=f'Give a new one with: tracker feed url {feed.slug} --for "{wanted}"',
        )
    near = similar(label, list(held), 1)
    meant = f" Did you mean {quoted(near[0])}?" if near else ""
    raise NotFound(
        f"{quoted(label)} has no address of {feed.slug}.{meant}",
        hint=f"See who has one with: tracker feed show {feed.slug}",
    )


def _issued(desk: Desk, feed: Feed, label: str) -> Issued:
    token = secrets.token_urlsafe(_TOKEN_OCTETS)
    desk.ledger.insert(
        "subscribers",
        {
            "feed_id": feed.id,
            "label": label,
            "token_hash": hash_of(token),
            "issued_at": to_stored(desk.now),
        },
    )
    return Issued(feed, label, token)


def _revoke(desk: Desk, holder: Subscriber) -> None:
    desk.ledger.update("subscribers", holder.id, {"revoked_at": to_stored(desk.now)})


def _columns(desk: Desk, draft: FeedDraft, row: dict[str, Any]) -> dict[str, Any]:
    columns = {
        "slug": _slug(desk, draft.slug, row),
        "title": text_column(
            desk, Text.read(row.get("title")), draft.title, draft.titles_in, what="title"
        ),
        "language": _language(draft.language),
        "wanted": _wanted(desk, draft, json.loads(row.get("wanted", "{}"))),
        "cancelled": value_of(CancelledPolicy, draft.cancelled, what="policy for cancelled ones"),
        "imprecise": None if draft.imprecise is None else int(draft.imprecise),
        "prefix": _prefix(draft.prefix),
        "past_months": _months(draft.past, "--past"),
        "future_months": _months(draft.future, "--future"),
        "visibility": value_of(Visibility, draft.visibility, what="visibility"),
    }
    return filled(columns) | clearable({"note": (draft.note, note)})


def _slug(desk: Desk, typed: str | None, row: dict[str, Any]) -> str | None:
    if typed is None:
        return None
    slug = typed.strip().lower()
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise Invalid(
            f"{quoted(typed)} is no short name for a feed; use up to {LONGEST_SLUG} letters a–z, "
            "digits and hyphens, such as aes-russia."
        )
    if any(feed.slug == slug and feed.id != row.get("id") for feed in reads.feeds(desk.reading)):
        raise Conflict(f"There is already a feed {slug}.")
    return slug


def _language(typed: str | None) -> str | None:
    if typed is None:
        return None
    return one_of(["en", "fr", "ru", "ar"], language_tag(typed), what="language of a feed")


def _prefix(typed: str | None) -> str | None:
    """Return what stands before each title, with its blank; nothing for nothing."""
    if not typed or not typed.strip():
        return typed if typed is None else ""
    return f"{clean(typed, what='prefix', longest=_LONGEST_PREFIX)} "


def _months(typed: int | None, what: str) -> int | None:
    if typed is not None and not 0 <= typed <= _MOST_MONTHS:
        raise Invalid(f"{what} is {typed}; a window reaches over 0 to {_MOST_MONTHS} months.")
    return typed


def _lists(draft: FeedDraft) -> dict[str, tuple[str, ...]]:
    """Return the filters that are lists, as they were typed, by their options."""
    return {
        "--series": draft.series,
        "--session": draft.sessions,
        "--party": draft.parties,
        "--topic": draft.topics,
        "--kind": draft.kinds,
        "--level": draft.levels,
        "--status": draft.statuses,
    }


def _wanted(desk: Desk, draft: FeedDraft, kept: dict[str, Any]) -> str | None:
    """Return the filter as it is kept, with what was typed; None when nothing was."""
    readers: dict[str, Callable[[str], Iterable[str]]] = {
        "series": lambda typed: [_named(desk, typed, "series")],
        "sessions": lambda typed: [_named(desk, typed, "sessions")],
        "parties": lambda typed: _parties(desk, typed),
        "topics": lambda typed: [_topic(desk, typed)],
        "kinds": _kinds,
        "levels": lambda typed: [one_of(list(Rank), typed, what="level")],
        "statuses": lambda typed: [one_of(list(Status), typed, what="status")],
    }
    pairs = zip(readers.items(), _lists(draft).values(), strict=True)
    said: dict[str, Any] = {name: _read(typed, read) for (name, read), typed in pairs if typed}
    if draft.only is not None:
        only = one_of([*ONLY, EITHER], draft.only or EITHER, what="choice for --only")
        said["occasion"] = ONLY.get(only)
    return _stored({**kept, **said}) if said else None


def _stored(wanted: dict[str, Any]) -> str:
    """Return a filter as it is kept: without what asks for nothing."""
    return json.dumps({name: value for name, value in sorted(wanted.items()) if value})


def _read(typed: tuple[str, ...], read: Callable[[str], Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(value for each in typed if each.strip() for value in read(each)))


def _named(desk: Desk, typed: str, table: str) -> str:
    found = find_in(desk.reading, typed, table, author=desk.author)
    return label_of(desk.reading, table, found.id)


def _parties(desk: Desk, typed: str) -> list[str]:
    """Return the codes in a comma list; a state that nobody has named yet is stored."""
    found = lookup.party_list(desk, typed)
    if not found:
        raise Invalid(f"{quoted(typed)} names no party; say MLI,RUS or their names.")
    return [label_of(desk.reading, "parties", number) for number in found]


def _topic(desk: Desk, typed: str) -> str:
    found = find_in(desk.reading, typed, "topics", author=desk.author)
    return str(desk.ledger.row("topics", found.id)["slug"])


def _kinds(typed: str) -> list[str]:
    kind = one_of([*MeetingKind, *SessionKind, "session"], typed, what="kind")
    return [str(k) for k in (SessionKind if kind == "session" else (kind,))]
