"""What `tracker export json` has of each record, and as what it is read again.

One table after the other, each after those that it names: whoever reads the file from its
beginning has met every record that another one refers to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain.agenda import ItemStatus, OutcomeMode
from tracker.domain.agenda_versions import Distribution, Stage
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.delegations import Function, Role
from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.feeds import CancelledPolicy
from tracker.domain.meetings import Access, MeetingKind
from tracker.domain.occasions import Format
from tracker.domain.parties import PartyKind, Rank
from tracker.domain.precedence import Basis, HostPlace
from tracker.domain.sessions import SessionKind
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.status import Status
from tracker.domain.values import frozen
from tracker.domain.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

FORMAT: Final = "tracker-export"
VERSION: Final = 2


@frozen
class Column:
    """A field of a record.

    `kind` is what JSON has in it: `words` (short) or `lines`; `text`, an object of language
    to words; `list`, of words; `objects` and `object`; `when`, `instant`, `date`, `zone`,
    `uid`, `slug`, `code`; `flag`, `integer`, `real`; `choice`, one of the words in `of`;
    `reference`, the id of a record of the table in `of`; `references`, several of those.
    """

    name: str
    kind: str
    null: bool = False
    of: tuple[str, ...] = ()


def _some(kind: str, *names: str) -> tuple[Column, ...]:
    """Return columns that may be empty."""
    return tuple(Column(name, kind, null=True) for name in names)


def _all(kind: str, *names: str) -> tuple[Column, ...]:
    """Return columns that are always filled."""
    return tuple(Column(name, kind) for name in names)


def _to(table: str, name: str, *, null: bool = False) -> Column:
    return Column(name, "reference", null, (table,))


def _one(values: Iterable[StrEnum | str], name: str, *, null: bool = False) -> Column:
    return Column(name, "choice", null, tuple(map(str, values)))


_VISIBILITY: Final = _one(Visibility, "visibility")
_EMBARGO: Final = Column("embargo_until", "instant", null=True)
_REMOVED: Final = Column("removed", "flag")
_AT: Final = (_to("sessions", "session_id", null=True), _to("meetings", "meeting_id", null=True))
_DATED: Final = (
    *_all("uid", "uid"),
    *_all("text", "title"),
    _one(Status, "status"),
    *_some("when", "when_announced", "when_confirmed", "when_actual"),
    *_all("zone", "zone"),
    *_some("instant", "starts_at", "ends_at"),
    *_some("integer", "span_days"),
    _to("places", "place_id", null=True),
    _one(Format, "format", null=True),
    _one(Rank, "level", null=True),
    *_all("list", "languages"),
    *_some("lines", "reason"),
    *_some("words", "url"),
    *_some("lines", "note"),
    _VISIBILITY,
    _EMBARGO,
    _REMOVED,
)
# The fields that follow from others: given for whoever reads the file, made anew from the file.
DERIVED: Final = frozenset({"starts_at", "ends_at", "span_days"})

TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "parties": (
        *_all("code", "code"),
        _one(PartyKind, "kind"),
        *_some("words", "iso2"),
        *_all("text", "name", "formal_name"),
        *_all("list", "aliases"),
        *_some("lines", "note"),
        _REMOVED,
    ),
    "memberships": (
        _to("parties", "member_id"),
        _to("parties", "organisation_id"),
        *_some("when", "since", "until"),
        _REMOVED,
    ),
    "people": (
        *_all("text", "name"),
        *_some("words", "sort_name"),
        *_all("objects", "spellings"),
        *_some("lines", "note"),
        _REMOVED,
    ),
    "posts": (
        _to("people", "person_id"),
        _to("parties", "party_id"),
        *_all("text", "title"),
        _one(Rank, "rank", null=True),
        *_some("when", "since", "until"),
        _REMOVED,
    ),
    "places": (
        *_all("text", "name"),
        *_all("zone", "zone"),
        *_some("words", "country"),
        _to("places", "city_id", null=True),
        *_some("real", "latitude", "longitude"),
        *_all("list", "aliases"),
        _VISIBILITY,
        _REMOVED,
    ),
    "topics": (*_all("slug", "slug"), *_all("text", "name"), _REMOVED),
    "series": (
        *_all("slug", "slug"),
        *_all("text", "title"),
        *_some("lines", "note"),
        _VISIBILITY,
        _EMBARGO,
        _REMOVED,
    ),
    "sessions": (
        _to("series", "series_id"),
        *_all("integer", "ordinal"),
        _one(SessionKind, "kind"),
        _to("parties", "host_id", null=True),
        *_DATED,
    ),
    "meetings": (
        _to("sessions", "session_id", null=True),
        _one(MeetingKind, "kind"),
        *_some("words", "room"),
        _one(Access, "access", null=True),
        *_DATED,
    ),
    "delegations": (
        *_AT,
        _to("parties", "party_id"),
        _one(Role, "role"),
        _one(Rank, "level", null=True),
        *_all("flag", "chairs"),
        *_some("lines", "credentials", "note"),
        _VISIBILITY,
        _REMOVED,
    ),
    "members": (
        _to("delegations", "delegation_id"),
        _to("people", "person_id"),
        _to("posts", "post_id", null=True),
        _one(Function, "function"),
        *_all("text", "title"),
        _REMOVED,
    ),
    "precedences": (
        *_AT,
        _one(Basis, "basis"),
        *_all("words", "language"),
        _to("parties", "start_id", null=True),
        _one(HostPlace, "host"),
        *_all("flag", "alternat"),
        Column("placed", "references", of=("parties",)),
        *_some("lines", "reason"),
        _REMOVED,
    ),
    "agenda_schemes": (*_AT, *_all("words", "pattern"), _REMOVED),
    "agenda_items": (
        *_AT,
        _to("agenda_items", "parent_id", null=True),
        *_all("integer", "position"),
        *_all("words", "label"),
        *_all("text", "title"),
        *_some("words", "origin"),
        _one(ItemStatus, "status"),
        _to("parties", "lead_id", null=True),
        *_all("text", "outcome"),
        _one(OutcomeMode, "mode", null=True),
        *_some("lines", "note"),
        _VISIBILITY,
        _EMBARGO,
        _REMOVED,
    ),
    "agenda_versions": (
        *_AT,
        _one(Stage, "stage"),
        *_all("integer", "revision"),
        *_all("date", "dated"),
        *_some("words", "language"),
        _one(Distribution, "distribution", null=True),
        *_some("words", "symbol"),
        *_some("lines", "note"),
        _VISIBILITY,
        _REMOVED,
    ),
    "version_items": (
        _to("agenda_versions", "version_id"),
        _to("agenda_items", "item_id"),
        _to("agenda_items", "parent_id", null=True),
        *_all("integer", "position"),
        *_all("words", "label"),
        *_all("text", "title"),
        _one(ItemStatus, "status"),
        _VISIBILITY,
        _EMBARGO,
        _REMOVED,
    ),
    "documents": (
        *_all("text", "title"),
        _one(DocumentKind, "kind"),
        *_some("words", "symbol", "language"),
        *_some("when", "dated"),
        *_some("words", "link"),
        *_some("lines", "note"),
        _VISIBILITY,
        _EMBARGO,
        _REMOVED,
    ),
    "document_links": (
        _to("documents", "document_id"),
        _one(Relation, "relation"),
        *_AT,
        _to("agenda_items", "item_id", null=True),
        _REMOVED,
    ),
    "commitments": (
        *_all("text", "title"),
        _one(CommitmentStatus, "status"),
        *_some("when", "due"),
        *_some("date", "done_on"),
        *_AT,
        _to("agenda_items", "item_id", null=True),
        *_some("lines", "note"),
        _VISIBILITY,
        _EMBARGO,
        _REMOVED,
    ),
    "owners": (_to("commitments", "commitment_id"), _to("parties", "party_id"), _REMOVED),
    "taggings": (_to("topics", "topic_id"), *_AT, _REMOVED),
    "sources": (
        _one(SourceKind, "kind"),
        *_some("words", "url"),
        *_all("text", "title"),
        *_some("words", "publisher", "language"),
        *_some("when", "published"),
        *_some("instant", "retrieved_at"),
        *_some("lines", "note"),
        _VISIBILITY,
        _REMOVED,
    ),
    "claims": (
        _to("sources", "source_id"),
        *_all("words", "record_table"),
        Column("record_id", "reference"),  # of the table that record_table names
        *_all("words", "field"),
        *_all("lines", "value"),
        _one(Standing, "standing"),
        *_some("lines", "reason"),
        _VISIBILITY,
        _REMOVED,
    ),
    "feeds": (
        *_all("slug", "slug"),
        *_all("text", "title"),
        *_all("words", "language"),
        *_all("object", "wanted"),
        _one(CancelledPolicy, "cancelled"),
        *_all("flag", "imprecise"),
        *_all("words", "prefix"),
        *_all("integer", "past_months", "future_months"),
        *_some("lines", "note"),
        _VISIBILITY,
        _REMOVED,
    ),
    "imports": (
        *_all("slug", "slug"),
        *_all("words", "location", "format"),
        *_all("object", "options"),
        _one(("uid", "content"), "matching"),
        *_some("words", "etag", "last_modified"),
        *_some("instant", "read_at"),
        _VISIBILITY,
        _REMOVED,
    ),
    "recurrences": (
        _to("imports", "import_id", null=True),
        *_all("words", "foreign_uid"),
        *_all("lines", "rule"),
        *_all("when", "starts"),
        *_some("date", "expanded_until"),
        _VISIBILITY,
        _REMOVED,
    ),
    "listings": (
        _to("imports", "import_id", null=True),
        *_AT,
        _to("commitments", "commitment_id", null=True),
        _to("recurrences", "recurrence_id", null=True),
        *_some("words", "foreign_uid", "occurrence"),
        *_all("object", "said"),
        *_all("words", "digest"),
        *_some("words", "content"),
        *_all("flag", "listed"),
        _VISIBILITY,
        _REMOVED,
    ),
    "invitees": (
        *_AT,
        *_all("words", "address"),
        *_some("words", "display_name"),
        _one(("request", "cancel"), "method"),
        *_all("words", "event_uid"),
        *_all("integer", "sequence"),
        *_all("words", "language", "digest"),
        *_all("instant", "sent_at"),
        _VISIBILITY,
        _REMOVED,
    ),
}
# Not in any export: secret addresses, which are issued anew elsewhere.
APART: Final = frozenset({"subscribers"})

CHANGES: Final = (
    *_all("instant", "at"),
    *_all("lines", "author", "command"),
    *_some("words", "subject"),
    Column("undoes", "reference", null=True, of=("changes",)),
)
REVISIONS: Final = (
    Column("change_id", "reference", of=("changes",)),
    *_all("words", "record_table"),
    *_all("integer", "record_id"),
    *(Column(side, "object", null=True) for side in ("before", "after")),
    *_some("integer", "session_id", "meeting_id", "left_session_id", "left_meeting_id"),
    *_all("integer", "level"),
    *_some("integer", "moved_level"),
    *_some("instant", "modified_public", "modified_internal", "modified_confidential"),
)
# Columns whose kept text is JSON: what stands in them is given as itself.
STRUCTURED: Final = frozenset({"text", "list", "objects", "object", "references"})
