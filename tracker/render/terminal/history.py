"""History for a terminal: each command with what it changed, before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tracker.domain.text import Text
from tracker.domain.when import parse_when
from tracker.errors import Invalid
from tracker.render.dates import say_when
from tracker.render.terminal.tables import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.domain.history import Change, Revision
    from tracker.render.terminal.tables import Page

_TEXTS = frozenset({"title", "name", "formal_name", "outcome"})
_WHENS = frozenset(
    {"when_announced", "when_confirmed", "when_actual", "since", "until", "due", "dated"}
)
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
# Links between records say nothing that the records beside them do not, nor do copies.
_LINKS = frozenset({"taggings", "document_links", "owners", "version_items"})


def history_list(
    changes: Sequence[Change],
    refs: Mapping[tuple[str, int], str],
    *,
    page: Page,
    language: str,
    zone: str,
) -> str:
    """Return changes as text; instants are in the reader's zone."""
    lines: list[str] = []
    for change in changes:
        at = change.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
        undone = f" (taken back by #{change.undone_by})" if change.undone_by else ""
        undoes = f" (takes back #{change.undoes})" if change.undoes else ""
        head = f"#{change.id}  {at}  {change.author}  {change.command}{undoes}{undone}"
        lines += folded(head, page.width, hang=4)
        for revision in change.revisions:
            if revision.table in _LINKS:
                continue
            ref = refs[revision.table, revision.record]
            for said in _told(revision, language):
                lines += [f"    {x}" for x in folded(f"{ref} {said}", page.width - 4, hang=4)]
    return "\n".join(lines) + "\n"


def _told(revision: Revision, language: str) -> list[str]:
    """Return what a revision did, a line a field."""
    verb = revision.verb
    if verb == "changed":
        arrow = [
            f"{_field(name)}: {_said(name, before, language)} → {_said(name, after, language)}"
            for name, before, after in revision.differences()
        ]
        return arrow or ["changed"]
    row = (revision.after or revision.before or {}) if verb == "added" else {}
    given = [name for name in _SHOWN_WHEN_ADDED if row.get(name) not in (None, "", "{}")]
    facts = [_said(name, row[name], language) for name in given]
    return [f"{verb}: {', '.join(facts)}" if facts else verb]


def _field(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def _said(name: str, value: Any, language: str) -> str:
    if value is None or value == "":
        return "nothing"
    if name in _TEXTS:
        return Text.read(value).rendition(language).words or "nothing"
    if name in _WHENS:
        try:
            return say_when(parse_when(value), language, style="short")
        except Invalid:
            return str(value)
    if isinstance(value, str) and value.startswith(("[", "{")):
        return json.dumps(json.loads(value), ensure_ascii=False)
    return str(value)
