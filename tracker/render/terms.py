"""The English words for every closed list in the domain; catalogues carry the others.

The context in the catalogues is the list's own name, since one English word may need two
words elsewhere: an adopted item and an outcome that was adopted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tracker.domain.agenda import ItemStatus, OutcomeMode
from tracker.domain.agenda_versions import Distribution
from tracker.domain.commitments import CommitmentStatus
from tracker.domain.delegations import Function, Role
from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.doubles import Evidence
from tracker.domain.invitations import Method
from tracker.domain.meetings import Access, MeetingKind
from tracker.domain.occasions import Format
from tracker.domain.parties import PartyKind, Rank
from tracker.domain.sessions import SessionKind
from tracker.domain.sources import SourceKind, Standing
from tracker.domain.status import Status
from tracker.domain.translations import Part
from tracker.domain.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

LISTS: Final[tuple[type[StrEnum], ...]] = (
    Access,
    CommitmentStatus,
    Distribution,
    DocumentKind,
    Evidence,
    Format,
    Function,
    ItemStatus,
    MeetingKind,
    Method,
    OutcomeMode,
    Part,
    PartyKind,
    Rank,
    Relation,
    Role,
    SessionKind,
    SourceKind,
    Standing,
    Status,
    Visibility,
)

# Where the English word is not the value with its hyphens taken out.
_WORDED: Final[Mapping[str, str]] = {
    "Access.closed": "closed session",
    "Access.open": "open session",
    "DocumentKind.aide-memoire": "aide-mémoire",
    "DocumentKind.communique": "communiqué",
    "DocumentKind.non-paper": "non-paper",
    "DocumentKind.other": "document",
    "Format.in-person": "in person",
    "Function.note-taker": "note-taker",
    "Function.head": "head of delegation",
    "Function.deputy-head": "deputy head of delegation",
    "MeetingKind.experts": "meeting of experts",
    "MeetingKind.preparatory": "preparatory meeting",
    "MeetingKind.bilateral": "bilateral meeting",
    "MeetingKind.multilateral": "multilateral meeting",
    "MeetingKind.plenary": "plenary meeting",
    "MeetingKind.restricted": "restricted meeting",
    "MeetingKind.signing": "signing ceremony",
    "Method.request": "invited",
    "Method.cancel": "called off",
    "PartyKind.other": "party",
    "Rank.head-of-state": "head of State",
    "Rank.head-of-government": "head of Government",
    "Rank.deputy-head": "deputy head of Government",
    "Relation.reference": "reference document",
    "Relation.outcome": "outcome document",
    "Relation.paper": "document before the meeting",
    "SourceKind.communique": "communiqué",
    "SourceKind.agency": "news agency",
    "SourceKind.social": "social media",
    "SourceKind.other": "source",
    "Standing.open": "not settled",
}

# A rank as the level of a meeting: at the level of ministers.
LEVELS: Final[Mapping[Rank, str]] = {
    Rank.HEAD_OF_STATE: "heads of State",
    Rank.HEAD_OF_GOVERNMENT: "heads of Government",
    Rank.DEPUTY_HEAD: "deputy heads of Government",
    Rank.MINISTER: "ministers",
    Rank.DEPUTY_MINISTER: "deputy ministers",
    Rank.AMBASSADOR: "ambassadors",
    Rank.DIRECTOR: "directors",
    Rank.EXPERT: "experts",
}

# What claims are about, by the name of the field.
FIELDS: Final[Mapping[str, str]] = {
    "when": "Dates",
    "announced": "Announced dates",
    "confirmed": "Confirmed dates",
    "actual": "Dates held",
    "title": "Title",
    "name": "Name",
    "spelling": "Spelling of the name",
    "place": "Place",
    "room": "Room",
    "host": "Host",
    "status": "Status",
    "kind": "Kind",
    "level": "Level",
    "chair": "Chair",
    "ordinal": "Number of the session",
    "duration": "Length",
    "weekday": "Day of the week",
    "agenda": "Agenda",
    "delegations": "Delegations",
    "head": "Head of delegation",
    "office": "Office",
    "outcome": "Outcome",
    "due": "Due date",
    "format": "Format",
    "access": "Access",
    "languages": "Languages",
    "statements": "Statements",
    "origin": "Origin",
    "reason": "Reason",
    "record": "Whether it is so",
    "parties": "Parties",
    "label": "Number",
    "lead": "Lead",
    "mode": "How it was decided",
    "role": "Capacity",
    "members": "Members",
    "credentials": "Credentials",
    "formal-name": "Formal name",
    "code": "Code",
    "rank": "Rank",
    "since": "From",
    "until": "Until",
    "zone": "Time zone",
    "country": "Country",
    "city": "City",
    "coordinates": "Coordinates",
    "symbol": "Symbol",
    "language": "Language",
    "dated": "Date of the document",
    "link": "Address",
    "owners": "By whom",
    "done": "Done on",
}


def english(value: StrEnum) -> str:
    """Return the English words for a value of a closed list, in lower case."""
    return _WORDED.get(f"{type(value).__name__}.{value}", value.replace("-", " "))
