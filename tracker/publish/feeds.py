"""Making a feed: which events it has today, each from its kept text, as one file.

A text is made once for each stamp of its record, language, prefix and ceiling. After a
change only what it touched is looked at again; all else is taken from the file before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from tracker.domain.feeds import MOST_EVENTS, MOST_OCTETS, WARN_AT, KeptComponent, feed_path
from tracker.domain.instants import to_stored
from tracker.domain.values import frozen
from tracker.errors import TrackerError
from tracker.publish.edition import manner
from tracker.render.ics import Undated, assemble, component, feed_options, withheld
from tracker.storage.reads.calendar import keys
from tracker.storage.reads.meetings import meetings
from tracker.storage.reads.sessions import sessions
from tracker.storage.reads.stamps import stamps
from tracker.storage.reads.touched import continues, next_embargo, state, touched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.domain.feeds import Feed
    from tracker.domain.meetings import Meeting
    from tracker.domain.occasions import Stamp
    from tracker.domain.sessions import Session
    from tracker.render.ics import CalendarOptions
    from tracker.storage.kept import Kept, Key
    from tracker.storage.reads.reading import Reading
    from tracker.storage.reads.touched import State

_FOOTER: Final = b"END:VCALENDAR\r\n"


@frozen
class LeftOut:
    """A record that is not in the feed, and why; `fault` when that is nobody's wish."""

    ref: str
    why: str
    fault: bool = False


@dataclass(slots=True)
class _Events:
    """What the events of a feed were made of, by key."""

    stamps: dict[Key, str] = field(default_factory=dict)
    texts: dict[Key, KeptComponent] = field(default_factory=dict)
    unfit: dict[Key, LeftOut] = field(default_factory=dict)


@frozen
class MadeFeed:
    """A feed as it stands, and what making it again after a change may build on.

    It is right until the ledger's next change, and no longer than `until`. `rendered`
    counts the texts that had to be made for it.
    """

    feed: Feed
    content: bytes
    until: datetime
    state: State
    events: int
    rendered: int
    left_out: tuple[LeftOut, ...]
    parts: _Events

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the operator should know: what could not be written, and a feed grown too large."""
        said = [
            f"Feed {self.feed.slug} leaves out {o.ref}: {o.why}" for o in self.left_out if o.fault
        ]
        for count, most, noun in (
            (self.events, MOST_EVENTS, "events"),
            (len(self.content), MOST_OCTETS, "octets"),
        ):
            if count >= WARN_AT * most:
                over = "more than" if count > most else "near"
                said.append(
                    f"Feed {self.feed.slug} has {count:,} {noun}, {over} the {most:,} that every "
                    "calendar program takes; split it by party, series or a shorter window."
                )
        return tuple(said)


def make_feed(
    feed: Feed, reading: Reading, kept: Kept, address: str, before: MadeFeed | None = None
) -> MadeFeed:
    """Return the feed as the reader, who is cleared to its ceiling, may have it now.

    `address` is the site's, without a slash at the end. `before` is the same feed as it
    was: what no change has touched since is taken from there. The bytes are the same
    without it. A record that cannot be read or written is left out, and told.
    """
    now = reading.gate.reader.at
    today = now.astimezone(UTC).date()
    if before and not continues(reading, before.state):
        before = None
    old = before.parts if before and manner(before.feed) == manner(feed) else _Events()
    found, sure = _found(feed, reading, before)
    parts, rendered = _gathered(feed, reading, kept, found, (old, sure))
    options = feed_options(feed, today, address + feed_path(feed.slug) if feed.is_public else None)
    chosen, left_out = _chosen(parts, options)
    content = assemble(chosen.values(), options)
    return MadeFeed(
        feed=feed,
        content=content,
        until=_until(reading, now),
        state=state(reading),
        events=len(chosen),
        rendered=rendered,
        left_out=tuple(sorted(left_out, key=lambda o: o.ref)),
        parts=_resting_on(content, chosen, parts),
    )


def _found(feed: Feed, reading: Reading, before: MadeFeed | None) -> tuple[set[Key], set[Key]]:
    """Return what the feed has now, and what of it is sure to be as it was before."""
    now = reading.gate.reader.at
    wanted = feed.filter_at(now.astimezone(UTC).date())
    if before is None or before.feed != feed or now >= before.until:
        return keys(reading, wanted), set()
    changed = touched(reading, before.state.revision)
    if changed is None:
        return keys(reading, wanted), set()
    sure = set(before.parts.stamps) - changed
    return sure | keys(reading, wanted, changed), sure


def _gathered(
    feed: Feed, reading: Reading, kept: Kept, found: set[Key], known: tuple[_Events, set[Key]]
) -> tuple[_Events, int]:
    """Return the events found, with how many of them had to be rendered."""
    old, sure = known
    stamps_now = {key: old.stamps[key] for key in found & sure}
    stamps_now |= _stamped(reading, found - sure)
    parts = _Events(stamps_now)
    for key in found:
        if old.stamps.get(key) == stamps_now[key]:
            _take(parts, key, old.texts.get(key) or old.unfit[key])
    said = manner(feed)
    for key, (stamp, text) in kept.texts(said, _missing(parts, found)).items():
        if stamp == stamps_now[key]:
            parts.texts[key] = text
    made = _rendered(feed, reading, _missing(parts, found))
    for key, result in made.items():
        _take(parts, key, result)
    texts = {k: (stamps_now[k], m) for k, m in made.items() if isinstance(m, KeptComponent)}
    kept.keep_texts(said, texts)
    return parts, len(made)


def _take(parts: _Events, key: Key, result: KeptComponent | LeftOut) -> None:
    if isinstance(result, LeftOut):
        parts.unfit[key] = result
    else:
        parts.texts[key] = result


def _missing(parts: _Events, found: set[Key]) -> set[Key]:
    return found - parts.texts.keys() - parts.unfit.keys()


def _stamped(reading: Reading, found: Iterable[Key]) -> dict[Key, str]:
    """Return the stamp of each event, in words: another stamp, another text."""
    said: dict[Key, str] = {}
    for occasion, ids in _by_occasion(found):
        table = f"{occasion}s"
        rows = reading.by_ids(f"SELECT id, uid FROM {table} WHERE id IN ({{ids}})", ids)
        uids = {row["id"]: row["uid"] for row in rows}
        for record, stamp in stamps(reading, table, uids).items():
            said[occasion, record] = _in_words(stamp)
    return said


def _in_words(stamp: Stamp) -> str:
    modified, created = to_stored(stamp.modified), to_stored(stamp.created)
    return f"{stamp.uid} {modified} {stamp.sequence} {created}"


def _by_occasion(found: Iterable[Key]) -> Iterator[tuple[str, list[int]]]:
    wanted: dict[str, list[int]] = {"session": [], "meeting": []}
    for occasion, record in found:
        wanted[occasion].append(record)
    return ((occasion, ids) for occasion, ids in wanted.items() if ids)


def _rendered(
    feed: Feed, reading: Reading, found: Iterable[Key]
) -> dict[Key, KeptComponent | LeftOut]:
    made: dict[Key, KeptComponent | LeftOut] = {}
    for occasion, ids in _by_occasion(found):
        for record in ids:  # what is not read is no longer there, or cannot be read
            made[occasion, record] = LeftOut(
                f"{occasion} {record}", "It cannot be read.", fault=True
            )
        for event in _read(reading, occasion, ids):
            made[occasion, event.id] = _written(feed, event)
    return made


def _read(reading: Reading, occasion: str, ids: list[int]) -> Iterator[Session | Meeting]:
    """Yield sessions or meetings, whole; one that cannot be read costs none of the others."""
    read = sessions if occasion == "session" else meetings
    try:
        yield from read(reading, ids)
    except (ValueError, LookupError, TypeError, AttributeError, TrackerError):
        if len(ids) > 1:
            for record in ids:
                yield from _read(reading, occasion, [record])


def _written(feed: Feed, event: Session | Meeting) -> KeptComponent | LeftOut:
    try:
        return component(event, feed.language, feed.prefix, feed.restyled)
    except Undated as fault:
        return LeftOut(event.ref, fault.sentence)
    except TrackerError as fault:
        return LeftOut(event.ref, fault.sentence, fault=True)
    except Exception as fault:  # noqa: BLE001 - one bad record must not cost all the others
        return LeftOut(event.ref, f"It cannot be written ({type(fault).__name__}).", fault=True)


def _chosen(
    parts: _Events, options: CalendarOptions
) -> tuple[dict[Key, KeptComponent], list[LeftOut]]:
    """Return the events that go into the file, in order, and what does not."""
    chosen: dict[Key, KeptComponent] = {}
    left_out = list(parts.unfit.values())
    uids: set[str] = set()
    for key, text in sorted(parts.texts.items(), key=lambda kv: (kv[1].start, kv[1].uid, kv[0])):
        why = withheld(text, options)
        twice = text.uid in uids
        if why or twice:
            left_out.append(LeftOut(text.ref, why or "Another has the same UID.", fault=twice))
        else:
            chosen[key] = text
            uids.add(text.uid)
    return chosen, left_out


def _until(reading: Reading, now: datetime) -> datetime:
    """Return when time alone may change the feed: a day begins, an embargo ends."""
    tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    embargo = next_embargo(reading, now)
    return min(tomorrow, embargo) if embargo else tomorrow


def _resting_on(content: bytes, chosen: dict[Key, KeptComponent], parts: _Events) -> _Events:
    """Return the parts with each text a view of the file, so that it is in memory once."""
    view = memoryview(content)
    at = len(content) - len(_FOOTER) - sum(len(text.text) for text in chosen.values())
    texts = dict(parts.texts)
    for key, text in chosen.items():
        end = at + len(text.text)
        texts[key] = replace(text, text=view[at:end])
        at = end
    return _Events(parts.stamps, texts, parts.unfit)
