"""Keeping feeds: what each takes, and who holds a secret address of it."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
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
from tracker.domain.visibility import Visibility
from tracker.errors import Conflict, Invalid, NotFound
from tracker.services.desk import note, one_of, value_of
from tracker.services.drafts import clearable, filled, text_column
from tracker.services.references import find_in, label_of
from tracker.storage.reads import feeds as reads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.services.desk import Desk
    from tracker.services.drafts import Versions
    from tracker.storage.reads.reading import Reading

_LONGEST_PREFIX, _LONGEST_LABEL, _MOST_MONTHS = 40, 100, 120
_TOKEN_OCTETS: Final = 32  # 256 bits
ONLY: Final = {"sessions": "session", "meetings": "meeting"}
EITHER: Final = "both"


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """What a person said of a feed, as typed; None where they said nothing.

    A list that is given takes the place of the one before; of `("",)` nothing is left.
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


@dataclass(frozen=True, slots=True)
class Issued:
    """A secret address, just made: the only time that its token is known."""

    feed: Feed
    label: str
    token: str


def add(desk: Desk, draft: FeedDraft) -> Feed:
    """Store a feed and return it; raise Invalid, NotFound or Conflict for what is wrong."""
    if not draft.title or not draft.slug:
        raise Invalid("A feed needs a short name and a title.")
    row = {
        "language": desk.language,
        "cancelled": CancelledPolicy.MARK,
        "visibility": Visibility.INTERNAL,
        "past_months": 3,
        "future_months": 18,
        "wanted": "{}",
    }
    made = desk.ledger.insert("feeds", row | _columns(desk, draft, {}))
    desk.ledger.about("feeds", made)
    return _by_id(desk.reading, made)


def edit(desk: Desk, slug: str, draft: FeedDraft) -> tuple[Feed, bool]:
    """Correct a feed; return it, and whether anything differs."""
    feed = find(desk.reading, slug)
    changed = desk.ledger.update(
        "feeds", feed.id, _columns(desk, draft, desk.ledger.row("feeds", feed.id))
    )
    if changed:
        desk.ledger.about("feeds", feed.id)
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


def find(reading: Reading, slug: str) -> Feed:
    """Return a feed by its short name; raise NotFound, with what is near."""
    known = {feed.slug: feed for feed in reads.feeds(reading)}
    found = known.get(slug.strip().lower())
    if found:
        return found
    near = similar(slug, list(known), 1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise NotFound(f"There is no feed {quoted(slug)}.{meant}", hint="See: tracker feed list")


def _by_id(reading: Reading, number: int) -> Feed:
    return next(feed for feed in reads.feeds(reading) if feed.id == number)


def _holders(desk: Desk, feed: Feed) -> tuple[Subscriber, ...]:
    return reads.subscribers(desk.reading, feed.id)


def _holder(desk: Desk, feed: Feed, label: str) -> Subscriber:
    held = {h.label: h for h in _holders(desk, feed) if h.revoked is None}
    if label.strip() in held:
        return held[label.strip()]
    names = ", ".join(map(quoted, held)) or "nobody"
    raise NotFound(f"{quoted(label)} has no address of {feed.slug}; {names} has.")


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
    desk.ledger.about("feeds", feed.id)
    return Issued(feed, label, token)


def _revoke(desk: Desk, holder: Subscriber) -> None:
    desk.ledger.update("subscribers", holder.id, {"revoked_at": to_stored(desk.now)})
    desk.ledger.about("feeds", holder.feed_id)


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


def _wanted(desk: Desk, draft: FeedDraft, kept: dict[str, Any]) -> str | None:
    """Return the filter as it is kept, with what was typed; None when nothing was."""
    reading = desk.reading
    lists: dict[str, tuple[tuple[str, ...], Callable[[str], Iterable[str]]]] = {
        "series": (draft.series, lambda t: [_named(reading, t, "series")]),
        "sessions": (draft.sessions, lambda t: [_named(reading, t, "sessions")]),
        "parties": (draft.parties, lambda t: [_named(reading, p, "parties") for p in _each(t)]),
        "topics": (draft.topics, lambda t: [_topic(reading, t)]),
        "kinds": (draft.kinds, _kinds),
        "levels": (draft.levels, lambda t: [one_of(list(Rank), t, what="level")]),
        "statuses": (draft.statuses, lambda t: [one_of(list(Status), t, what="status")]),
    }
    said: dict[str, Any] = {
        name: _read(typed, read) for name, (typed, read) in lists.items() if typed
    }
    if draft.only is not None:
        only = one_of([*ONLY, EITHER], draft.only, what="choice for --only")
        said["occasion"] = ONLY.get(only)
    if not said:
        return None
    whole = {**kept, **said}
    return json.dumps({name: value for name, value in sorted(whole.items()) if value})


def _read(typed: tuple[str, ...], read: Callable[[str], Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(value for each in typed if each.strip() for value in read(each)))


def _each(typed: str) -> list[str]:
    return [part for part in typed.split(",") if part.strip()]


def _named(reading: Reading, typed: str, table: str) -> str:
    found = find_in(reading, typed, table)
    return label_of(reading, table, found.id)


def _topic(reading: Reading, typed: str) -> str:
    (row,) = reading.rows(
        "SELECT slug FROM topics WHERE id = :id", {"id": find_in(reading, typed, "topics").id}
    )
    return str(row["slug"])


def _kinds(typed: str) -> list[str]:
    kind = one_of([*MeetingKind, *SessionKind, "session"], typed, what="kind")
    return [str(k) for k in (SessionKind if kind == "session" else (kind,))]
