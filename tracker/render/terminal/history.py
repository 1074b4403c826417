"""History for a terminal: each command with what it changed, before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tracker.domain.agenda import ItemStatus, OutcomeMode
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.delegations import Function, Role
from tracker.domain.documents import DocumentKind
from tracker.domain.instants import from_stored
from tracker.domain.meetings import Access, MeetingKind
from tracker.domain.occasions import Format
from tracker.domain.parties import PartyKind, Rank
from tracker.domain.sessions import SessionKind
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import parse_when
from tracker.errors import Invalid
from tracker.render.dates import say_when
from tracker.render.language import joined, labelled, term, translator
from tracker.render.records.parts import column_said, moment, verb_said
from tracker.render.sections.reading import Reading
from tracker.render.sheet import plain
from tracker.render.terminal.tables import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from enum import StrEnum

    from tracker.domain.history import Change, Revision
    from tracker.render.terminal.tables import Page

_TEXTS = frozenset({"title", "name", "formal_name", "outcome"})
_WHENS = frozenset(
    {"when_announced", "when_confirmed", "when_actual", "since", "until", "due", "dated"}
)
_INSTANTS = frozenset({"embargo_until", "issued_at", "read_at", "retrieved_at", "revoked_at"})
_SHOWN_WHEN_ADDED = (
    "label",
    "title",
    "name",
    "when_announced",
    "when_confirmed",
    "when_actual",
    "status",
    "url",
    "field",
    "value",
    "basis",
    "pattern",
)
# Links between records say nothing that the records beside them do not, nor do copies, nor
# what files said of them.
_LINKS = frozenset({"taggings", "document_links", "owners", "version_items", "listings"})


# The closed list that a column's words are of; where one differs by table, by both.
_LISTS: Mapping[str, type[StrEnum]] = {
    "access": Access,
    "agenda_items.status": ItemStatus,
    "commitments.status": CommitmentStatus,
    "documents.kind": DocumentKind,
    "format": Format,
    "function": Function,
    "level": Rank,
    "meetings.kind": MeetingKind,
    "mode": OutcomeMode,
    "parties.kind": PartyKind,
    "rank": Rank,
    "role": Role,
    "sessions.kind": SessionKind,
    "sources.kind": SourceKind,
    "standing": Standing,
    "status": Status,
    "visibility": Visibility,
}


def history_list(
    changes: Sequence[Change],
    refs: Mapping[tuple[str, int], str],
    *,
    page: Page,
    language: str,
    zone: str,
) -> str:
    """Return changes as text in a language; instants are in the reader's zone."""
    gettext = translator(language).gettext
    lines: list[str] = []
    for change in changes:
        at = change.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
        links = {
            gettext("takes back {change}"): change.undoes,
            gettext("taken back by {change}"): change.undone_by,
        }
        told = "".join(
            f" ({said.format(change=f'#{number}')})" for said, number in links.items() if number
        )
        head = f"#{change.id}  {at}  {change.author}  {change.command}{told}"
        lines += folded(head, page.width, hang=4)
        for revision in change.revisions:
            if revision.table in _LINKS:
                continue
            ref = refs[revision.table, revision.record]
            for said in _told(revision, _reader(change.at, language, zone)):
                lines += [f"    {x}" for x in folded(f"{ref} {said}", page.width - 4, hang=4)]
        if change.more:
            lines.append(f"    … {gettext('and {count} more').format(count=f'{change.more:,}')}")
    return "\n".join(lines) + "\n"


def _reader(at: datetime, language: str, zone: str) -> Reading:
    """Return a reader of that language and zone, on the day of an instant."""
    return Reading(language, at.date(), reader_zone=zone)


def _told(revision: Revision, reading: Reading) -> list[str]:
    """Return what a revision did, a line a field."""
    verb = verb_said(revision.verb, reading)
    if revision.verb == "changed":
        arrow = [
            _labelled(column_said(name, reading), f"{was} → {now}", reading)
            for name, before, after in revision.differences()
            for was, now in [[_said(revision, name, value, reading) for value in (before, after)]]
        ]
        return arrow or [verb]
    row = (revision.after or revision.before or {}) if revision.verb == "added" else {}
    given = [name for name in _SHOWN_WHEN_ADDED if row.get(name) not in (None, "", "{}")]
    facts = [_said(revision, name, row[name], reading) for name in given]
    return [_labelled(verb, joined(facts, reading.language), reading) if facts else verb]


def _labelled(label: str, said: str, reading: Reading) -> str:
    return f"{labelled(label, reading.language)} {said}"


def _said(revision: Revision, name: str, value: Any, reading: Reading) -> str:
    if value is None or value == "":
        return reading.gettext("nothing")
    if name in _TEXTS:
        span = reading.words(Text.read(value))
        tag = f" [{span.language}]" if span.fallback and span.language else ""
        return f"{span.words}{tag}" or reading.gettext("nothing")
    if name in _WHENS:
        try:
            return say_when(parse_when(value), reading.language, style="short")
        except Invalid:
            return str(value)
    if name in _INSTANTS:
        return plain(moment(from_stored(value), reading))
    closed = _LISTS.get(f"{revision.table}.{name}") or _LISTS.get(name)
    if closed and value in set(closed):
        return term(closed(value), reading.language)
    if isinstance(value, str) and value.startswith(("[", "{")):
        return json.dumps(json.loads(value), ensure_ascii=False)
    return str(value)
