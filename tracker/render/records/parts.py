"""What the sheets of all records have in common."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from tracker.domain.claim_fields import DATES, MANY_VALUED
from tracker.domain.sources import Standing
from tracker.domain.status import Status
from tracker.domain.when import AllDay, Timed, parse_when, zone_of
from tracker.errors import Invalid
from tracker.render.language import capital, field_name, language_name, session_ordinal, term
from tracker.render.sections.sources import sources_section
from tracker.render.sections.times import date_in_row, date_said, dated
from tracker.render.sheet import (
    Direction,
    Emphasis,
    Entry,
    Fact,
    Facts,
    Heading,
    Outline,
    Span,
    Table,
    island,
    line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from enum import StrEnum

    from tracker.domain.dossiers import Appearances, ListedIn, Trace
    from tracker.domain.entries import Entry as CalendarEntry
    from tracker.domain.parties import Membership, Post
    from tracker.domain.sources import Claim, Source
    from tracker.domain.text import Text
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line

_ORDER: Final = (Standing.PREFERRED, Standing.SUPPORTING, Standing.OPEN, Standing.REJECTED)
_MOST_TRACES: Final = 10
# Columns whose names are not those of the fields that one speaks of.
_COLUMNS: Final = {
    "when_announced": "announced",
    "when_confirmed": "confirmed",
    "when_actual": "actual",
    "formal_name": "formal-name",
    "done_on": "done",
    "url": "link",
    "embargo_until": "embargo until",
    "published": "dated",
}


def reference(ref: str) -> Span:
    """Return a short reference, which reads from left to right in any language."""
    return Span(ref, direction=Direction.LTR)


def stated(value: StrEnum, reading: Reading) -> Line:
    """Return the words for a value of a closed list, with a capital."""
    return line(capital(term(value, reading.language)))


def label(field: str, reading: Reading) -> str:
    """Return what a field is called in a column or before a value."""
    return field_name(field, reading.language)


def said(field: str, value: Line | Span | str | None, reading: Reading) -> tuple[Fact, ...]:
    """Return a fact about a field; nothing when there is nothing to say."""
    if not value:
        return ()
    return reading.fact(label(field, reading), value if isinstance(value, tuple) else line(value))


def noted(text: str | None, reading: Reading) -> tuple[Fact, ...]:
    """Return a note as a fact, line by line."""
    lines = [line(island(words)) for words in (text or "").split("\n") if words]
    return reading.fact(reading.gettext("Note"), *lines)


def versions(text: Text, reading: Reading) -> tuple[Fact, ...]:
    """Return a text's other versions that read otherwise, each with its language."""
    shown = text.rendition(reading.language).words
    others = [
        reading.remark(
            capital(language_name(tag, reading.language)),
            Span(words, tag, direction=island(words).direction),
        )
        for tag, words in text
        if words != shown
    ]
    return reading.fact(reading.gettext("In other languages"), *others)


def names(words: Iterable[str], reading: Reading) -> tuple[Fact, ...]:
    """Return other names as a fact."""
    listed = reading.listed([island(each) for each in words])
    return reading.fact(reading.gettext("Also known as"), listed)


def visible(level: Visibility | None, reading: Reading) -> tuple[Fact, ...]:
    """Return how far a record may go."""
    shown = stated(level, reading) if level else ()
    return reading.fact(reading.gettext("Visibility"), shown)


def day(of: date, reading: Reading) -> Line:
    """Return a day without its weekday."""
    return dated(AllDay(of, of), reading)


def date_of(when: When | None, reading: Reading) -> Line:
    """Return the date that something bears; nothing for none."""
    return dated(when, reading) if when else ()


def period(since: When | None, until: When | None, reading: Reading) -> Line:
    """Return “March 2023 – April 2025”, an open side as “…”; nothing when nothing is known."""
    if since is None and until is None:
        return ()
    sides = [_side(side, reading) for side in (since, until)]
    return (*sides[0], Span(" – "), *sides[1])


def _side(when: When | None, reading: Reading) -> Line:
    if when is None:
        return line("…")
    return dated(when, reading) if when.is_precise else date_in_row(when, reading)


def facts(*found: Iterable[Fact]) -> list[Block]:
    """Return facts as a block; no block when there are none."""
    listed = tuple(fact for some in found for fact in some)
    return [Facts(listed)] if listed else []


def section(title: str, block: Block) -> list[Block]:
    """Return a block under its heading; nothing for a list of nothing."""
    empty = (isinstance(block, Table) and not block.rows) or (
        isinstance(block, Outline) and not block.entries
    )
    return [] if empty else [Heading(line(title)), block]


def calendar_table(entries: Sequence[CalendarEntry], reading: Reading) -> Table:
    """Return meetings and sessions as rows: when, which, what, its status."""
    head = (
        reading.gettext("When"),
        reading.gettext("Reference"),
        label("title", reading),
        label("status", reading),
    )
    return Table(head, tuple(_calendar_row(entry, reading) for entry in entries))


def _calendar_row(entry: CalendarEntry, reading: Reading) -> tuple[Line, ...]:
    return (
        date_in_row(entry.when, reading),
        line(reference(entry.ref)),
        _calendar_title(entry, reading),
        line(term(Status(entry.status), reading.language)),
    )


def _calendar_title(entry: CalendarEntry, reading: Reading) -> Line:
    if not entry.untitled or entry.ordinal is None:
        return line(reading.words(entry.title))
    return numbered(entry.ordinal, entry.title, reading, extraordinary=entry.extraordinary)


def numbered(ordinal: int, series: Text, reading: Reading, *, extraordinary: bool) -> Line:
    """Return what a session without a title is called: “First session — Consultations”."""
    number = session_ordinal(ordinal, extraordinary=extraordinary, language=reading.language)
    return line(f"{capital(number)} — ", reading.words(series))


def appearances_sections(found: Appearances, reading: Reading) -> list[Block]:
    """Return what is to come and what is past, each as a table under its heading."""
    return [
        *section(reading.gettext("To come"), calendar_table(found.upcoming, reading)),
        *section(reading.gettext("Past"), calendar_table(found.past, reading)),
    ]


def posts_outline(posts: Iterable[Post], reading: Reading) -> Outline:
    """Return posts with their party, rank and years."""
    return Outline(tuple(Entry(_post(post, reading), f"post{post.id}") for post in posts))


def _post(post: Post, reading: Reading) -> Line:
    remarks = [line(reading.party(post.party))]
    if post.rank:
        remarks.append(line(term(post.rank, reading.language)))
    remarks.append(period(post.since, post.until, reading))
    return reading.aside(reading.words(post.title), reading.listed(remarks))


def memberships_outline(
    memberships: Iterable[Membership], code: str, reading: Reading
) -> tuple[Outline, Outline]:
    """Return the organisations that a party belongs to, and the members that it has."""
    member_of: list[Entry] = []
    members: list[Entry] = []
    for each in memberships:
        belongs = each.member.code == code
        other = each.organisation if belongs else each.member
        named = reading.aside(reading.party(other), period(each.since, each.until, reading))
        (member_of if belongs else members).append(Entry(named, other.code))
    return Outline(tuple(member_of)), Outline(tuple(members))


def claims_sections(claims: Sequence[Claim], own: str, reading: Reading) -> list[Block]:
    """Return what sources say, field by field, the values side by side; `own` is the subject.

    Where values differ, it says that sources disagree; the preferred one stands first.
    That a source mentions a record is not said here: it is among the sources.
    """
    told = [claim for claim in claims if claim.field != "record"]
    met = list(dict.fromkeys((c.record, c.field) for c in told))
    told.sort(key=lambda c: (met.index((c.record, c.field)), _ORDER.index(c.standing)))
    entries = tuple(
        _field(record, field, list(group), own, reading)
        for (record, field), group in groupby(told, key=lambda c: (c.record, c.field))
    )
    return section(reading.gettext("What sources say"), Outline(entries))


def _field(record: str, field: str, claims: list[Claim], own: str, reading: Reading) -> Entry:
    name = line(capital(field_name(field, reading.language)))
    about = name if record == own else reading.listed([line(reference(record)), name])
    values = list(dict.fromkeys(claim.value for claim in claims))
    differ = len(values) > 1 and field not in MANY_VALUED
    head = reading.aside(about, reading.gettext("sources disagree") if differ else "")
    by_value = ([c for c in claims if c.value == value] for value in values)
    return Entry(head, children=tuple(_value(same, reading) for same in by_value))


def _value(claims: list[Claim], reading: Reading) -> Entry:
    whose = tuple(_whose(claim, reading) for claim in claims)
    return Entry(claim_value(claims[0], reading), notes=whose)


def _whose(claim: Claim, reading: Reading) -> Line:
    source = (*reading.cited(claim.source), Span(" "), reference(claim.source.ref))
    told = reading.listed([source, claim_standing(claim, reading)])
    return (reference(claim.ref), Span(" "), *told)


def claim_standing(claim: Claim, reading: Reading) -> Line:
    """Return how a claim stands, and why."""
    strong = claim.standing is Standing.PREFERRED
    words = term(claim.standing, reading.language)
    standing = Span(words, emphasis=Emphasis.STRONG if strong else Emphasis.PLAIN)
    if not claim.reason:
        return line(standing)
    return reading.remark(standing, line(island(claim.reason)))


def claim_value(claim: Claim, reading: Reading) -> Line:
    """Return what is claimed: a date as dates are said, anything else as it was said."""
    if claim.field in DATES:
        try:
            return date_said(parse_when(claim.value), reading)
        except Invalid:
            pass
    return line(island(claim.value))


def cited_section(claims: Iterable[Claim], reading: Reading) -> list[Block]:
    """Return the sources of claims, each once."""
    cited: dict[int, Source] = {claim.source.id: claim.source for claim in claims}
    return sources_section(tuple(cited.values()), reading)


def listed_section(listed: Sequence[ListedIn], reading: Reading) -> list[Block]:
    """Return where the record is listed, since when, and whether it still is."""
    entries = tuple(Entry(_listed_in(each, reading)) for each in listed)
    return section(reading.gettext("Listed in"), Outline(entries))


def _listed_in(listed: ListedIn, reading: Reading) -> Line:
    read_once = reading.gettext("a file that was read once")
    named = line(island(listed.source) if listed.source else read_once)
    since = reading.fill(reading.gettext("since {date}"), date=moment(listed.since, reading))
    told = [named, since]
    if listed.gone:
        no_longer = reading.gettext("no longer since {date}")
        told.append(reading.fill(no_longer, date=moment(listed.gone, reading)))
    if listed.rule:
        rule = line(island(" ".join(listed.rule.split())))
        told.append(reading.fill(reading.gettext("repeats: {rule}"), rule=rule))
    return reading.listed(told)


def history_section(traces: Sequence[Trace], reading: Reading) -> list[Block]:
    """Return what became of the record, the newest first, and no more than ten of it."""
    entries = tuple(Entry(_trace(trace, reading)) for trace in traces[:_MOST_TRACES])
    return section(reading.gettext("History"), Outline(entries))


def _trace(trace: Trace, reading: Reading) -> Line:
    done = line(verb_said(trace.verb, reading))
    if trace.verb == "changed" and trace.fields:
        changed = reading.listed([line(column_said(field, reading)) for field in trace.fields])
        done = reading.remark(done[0], changed)
    return reading.listed([moment(trace.at, reading), line(island(trace.author)), done])


def verb_said(verb: str, reading: Reading) -> str:
    """Return what happened to a record, in the reader's language."""
    verbs = {
        "added": reading.gettext("added"),
        "changed": reading.gettext("changed"),
        "removed": reading.gettext("removed"),
        "restored": reading.gettext("restored"),
        "taken back": reading.gettext("taken back"),
    }
    return verbs[verb]


def column_said(field: str, reading: Reading) -> str:
    """Return what a column of the ledger is called, in the reader's language."""
    name = _COLUMNS.get(field, field.removesuffix("_id"))
    return field_name(name, reading.language).replace("_", " ").lower()


def moment(at: datetime | None, reading: Reading) -> Line:
    """Return an instant on the reader's clock; nothing for none."""
    if at is None:
        return ()
    zone = reading.reader_zone or "UTC"
    here = at.astimezone(zone_of(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return date_in_row(Timed(here, None, zone), reading)
