"""Feeds: what each takes, and who holds a secret address of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.feeds import CancelledPolicy
from tracker.domain.meetings import MeetingKind
from tracker.domain.parties import Rank
from tracker.domain.sessions import SessionKind
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.when import AllDay
from tracker.render.data import as_data
from tracker.render.language import capital, language_name, level, term
from tracker.render.records import parts
from tracker.render.records.sheets import sheet_of
from tracker.render.sections.times import date_said
from tracker.render.sheet import Heading, Masthead, Sheet, Span, Table, address, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.domain.feeds import Feed
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Fact, Line


@frozen
class Holder:
    """Whose secret address it is: when given, on which day last used, when revoked."""

    label: str
    issued: datetime
    last_used: date | None = None
    revoked: datetime | None = None


def feed_data(feed: Feed) -> dict[str, object]:
    """Return a feed for JSON: what its maker said of it, and nothing that follows from it."""
    data: dict[str, object] = as_data(feed)
    del data["restyled"]
    wanted = feed.wanted
    data["wanted"] = {
        "series": list(wanted.series),
        "sessions": list(wanted.sessions),
        "parties": list(wanted.parties),
        "topics": list(wanted.topics),
        "kinds": list(wanted.kinds),
        "levels": list(wanted.levels),
        "statuses": list(wanted.statuses),
        "occasion": wanted.occasion,
    }
    return data


def feeds_table(feeds: Iterable[Feed], reading: Reading) -> Table:
    """Return feeds as rows."""
    head = (
        reading.gettext("Short name"),
        parts.label("title", reading),
        reading.gettext("Language"),
        reading.gettext("Visibility"),
        reading.gettext("Takes"),
    )
    rows = tuple(
        (
            line(parts.reference(feed.slug)),
            line(reading.words(feed.title)),
            line(capital(language_name(feed.language, reading.language))),
            parts.stated(feed.visibility, reading),
            _in_a_cell(_taken(feed, reading)),
        )
        for feed in feeds
    )
    return Table(head, rows)


def feed_sheet(feed: Feed, holders: Iterable[Holder], url: str | None, reading: Reading) -> Sheet:
    """Return everything about a feed; `url` is the address of a public one."""
    title = line(reading.words(feed.title))
    first, after = feed.window(reading.today)
    window = date_said(AllDay(first, after.fromordinal(after.toordinal() - 1)), reading)
    blocks: list[Block] = [
        Masthead(title, over=(line(parts.reference(feed.slug)),)),
        *parts.facts(
            reading.fact(reading.gettext("Address"), line(address(url)) if url else ()),
            parts.visible(feed.visibility, reading),
            reading.fact(
                reading.gettext("Language"),
                line(capital(language_name(feed.language, reading.language))),
            ),
            reading.fact(reading.gettext("Takes"), *_taken(feed, reading)),
            reading.fact(reading.gettext("Window"), window),
            _policies(feed, reading),
            reading.fact(
                reading.gettext("Before each title"),
                line(island(feed.prefix.strip())) if feed.prefix else (),
            ),
            parts.versions(feed.title, reading),
            parts.noted(feed.note, reading),
        ),
        *_holders(holders, reading),
    ]
    return sheet_of(title, blocks, reading)


def _policies(feed: Feed, reading: Reading) -> tuple[Fact, ...]:
    said = {
        CancelledPolicy.MARK: reading.gettext("marked for 30 days"),
        CancelledPolicy.KEEP: reading.gettext("marked for good"),
        CancelledPolicy.DROP: reading.gettext("left out"),
    }
    taken = reading.gettext("taken") if feed.imprecise else reading.gettext("left out")
    return (
        *reading.fact(reading.gettext("Called off"), line(said[feed.cancelled])),
        *reading.fact(reading.gettext("Imprecise dates"), line(taken)),
    )


def _taken(feed: Feed, reading: Reading) -> list[Line]:
    """Return what a feed asks for, each filter with its name."""
    wanted, language = feed.wanted, reading.language
    gettext = reading.gettext
    lists: tuple[tuple[str, list[Span]], ...] = (
        (gettext("Series"), [parts.reference(slug) for slug in wanted.series]),
        (gettext("Session"), [parts.reference(ref) for ref in wanted.sessions]),
        (gettext("Parties"), [parts.reference(code) for code in wanted.parties]),
        (gettext("Topics"), [parts.reference(slug) for slug in wanted.topics]),
        (parts.label("kind", reading), [Span(_kind(k, language)) for k in wanted.kinds]),
        (parts.label("level", reading), [Span(level(Rank(k), language)) for k in wanted.levels]),
        (
            parts.label("status", reading),
            [Span(term(Status(status), language)) for status in wanted.statuses],
        ),
    )
    only = {"session": gettext("sessions only"), "meeting": gettext("meetings only")}
    said = [reading.remark(name, reading.listed(values)) for name, values in lists if values]
    if wanted.occasion:
        said.append(line(capital(only[wanted.occasion])))
    return said or [line(gettext("everything"))]


def _kind(kind: str, language: str) -> str:
    known = SessionKind if kind in list(SessionKind) else MeetingKind
    return term(known(kind), language)


def _in_a_cell(said: list[Line]) -> Line:
    """Return several lines as one."""
    first, *rest = said
    return tuple(span for each in (first, *((Span(" · "), *r) for r in rest)) for span in each)


def _holders(holders: Iterable[Holder], reading: Reading) -> list[Block]:
    rows = tuple(_holder(holder, reading) for holder in holders)
    if not rows:
        return []
    head = (
        reading.gettext("Secret address of"),
        reading.gettext("Given"),
        reading.gettext("Last used"),
        reading.gettext("Revoked"),
    )
    return [Heading(line(reading.gettext("Subscribers"))), Table(head, rows)]


def _holder(holder: Holder, reading: Reading) -> tuple[Line, ...]:
    used = parts.day(holder.last_used, reading) if holder.last_used else ()
    return (
        line(island(holder.label)),
        parts.moment(holder.issued, reading),
        used or line(reading.gettext("never")),
        parts.moment(holder.revoked, reading),
    )
