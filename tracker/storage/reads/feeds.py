"""Reading feeds, who holds their secret addresses, and which public ones ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.domain.entries import Filter
from tracker.domain.feeds import CancelledPolicy, Feed, Subscriber
from tracker.domain.instants import from_stored
from tracker.domain.visibility import Visibility
from tracker.storage.reads.reading import Reading, instant, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tracker.storage.door import Row

# What puts every event of a feed in other words, or before other eyes.
_STYLE = ("language", "prefix", "visibility")
# The fields of a filter that are kept: lists of words. `occasion` is kept beside them.
LISTS = ("parties", "series", "sessions", "topics", "kinds", "levels", "statuses")


def feeds(reading: Reading, slugs: Iterable[str] | None = None) -> tuple[Feed, ...]:
    """Return feeds by short name, or all, in that order, whose ceiling the reader may see."""
    wanted = None if slugs is None else set(slugs)
    rows = reading.rows(
        f"SELECT * FROM feeds WHERE removed = 0 AND {reading.gate.admits('', embargo=False)} "
        "ORDER BY slug"
    )
    restyled = _restyled(reading)
    return tuple(
        _feed(reading, row, restyled.get(row["id"]))
        for row in rows
        if wanted is None or row["slug"] in wanted
    )


def subscribers(reading: Reading, feed_id: int | None = None) -> tuple[Subscriber, ...]:
    """Return the holders of secret addresses of one feed or of all, revoked ones too."""
    of_one = "" if feed_id is None else "AND s.feed_id = :feed "
    rows = reading.rows(
        "SELECT s.* FROM subscribers s JOIN feeds f ON f.id = s.feed_id "
        f"WHERE s.removed = 0 AND f.removed = 0 {of_one}"
        f"AND {reading.gate.admits('s.', 'f.', embargo=False)} ORDER BY s.id",
        {"feed": feed_id},
    )
    return tuple(
        Subscriber(
            id=row["id"],
            feed_id=row["feed_id"],
            label=row["label"],
            token_hash=row["token_hash"],
            issued=from_stored(row["issued_at"]),
            revoked=instant(row, "revoked_at"),
        )
        for row in rows
    )


def withdrawn(reading: Reading, since: datetime) -> dict[str, datetime]:
    """Return the short names that anybody could subscribe to until some time after `since`.

    Each with the instant at which it ended: the feed was removed, renamed, or is no
    longer public. One that a public feed has now did not end.
    """
    found: dict[str, datetime] = {}
    for at, before, after in _changes(reading):
        was, is_now = _public_name(before), _public_name(after)
        if was and was != is_now:
            found[was] = at
    public = {feed.slug for feed in feeds(reading) if feed.is_public}
    return {slug: at for slug, at in found.items() if at > since and slug not in public}


def _public_name(row: dict[str, Any]) -> str | None:
    live = row and not row["removed"] and row["visibility"] == Visibility.PUBLIC
    return str(row["slug"]) if live else None


def _changes(reading: Reading) -> Iterator[tuple[datetime, dict[str, Any], dict[str, Any]]]:
    """Yield every revision of a feed, oldest first: when, and its row before and after."""
    rows = reading.rows(
        "SELECT c.at AS at, r.before AS before, r.after AS after FROM revisions r "
        "JOIN changes c ON c.id = r.change_id WHERE r.record_table = 'feeds' ORDER BY r.id"
    )
    for row in rows:
        before, after = (json.loads(row[side]) if row[side] else {} for side in ("before", "after"))
        yield from_stored(row["at"]), before, after


def _restyled(reading: Reading) -> dict[int, datetime]:
    """Return when each feed last came to say its events in other words, by id.

    By the clock of LAST-MODIFIED, which is later than that of every change before.
    """
    rows = reading.rows(
        "SELECT before, after, modified_public AS public, modified_internal AS internal, "
        "modified_confidential AS confidential FROM revisions "
        "WHERE record_table = 'feeds' AND before IS NOT NULL AND after IS NOT NULL ORDER BY id"
    )
    found: dict[int, datetime] = {}
    for row in rows:
        before, after = json.loads(row["before"]), json.loads(row["after"])
        if any(before[c] != after[c] for c in _STYLE):
            clock = row[after["visibility"]] or row["confidential"]
            found[after["id"]] = from_stored(clock)
    return found


def _feed(reading: Reading, row: Row, restyled: datetime | None) -> Feed:
    return Feed(
        id=row["id"],
        slug=row["slug"],
        title=text(row, "title"),
        language=row["language"],
        visibility=Visibility(row["visibility"]),
        wanted=_filter(row["wanted"]),
        cancelled=CancelledPolicy(row["cancelled"]),
        imprecise=bool(row["imprecise"]),
        prefix=row["prefix"],
        past_months=row["past_months"],
        future_months=row["future_months"],
        note=reading.gate.internal(row["note"]),
        restyled=restyled,
    )


def _filter(kept: str) -> Filter:
    values: dict[str, Any] = json.loads(kept)
    listed: dict[str, Any] = {name: tuple(values.get(name, ())) for name in LISTS}
    return Filter(occasion=values.get("occasion"), **listed)
