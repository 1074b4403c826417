"""Of which fields of which record a source may say something, by the names one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_OCCASION: Final = (
    "title", "when", "announced", "confirmed", "actual", "weekday", "duration", "place", "room",
    "status", "kind", "level", "format", "access", "host", "delegations", "head", "chair",
    "languages", "agenda", "outcome", "statements", "origin", "reason", "record",
)  # fmt: skip

# By table: what may be claimed of its records. “record” says that there is such a thing.
CLAIMABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "sessions": (*_OCCASION, "ordinal"),
    "meetings": _OCCASION,
    "series": ("title", "origin", "parties", "record"),
    "agenda_items": ("title", "label", "status", "lead", "origin", "outcome", "mode", "record"),
    "delegations": ("role", "level", "head", "members", "chair", "credentials", "record"),
    "parties": ("name", "formal-name", "code", "kind", "members", "record"),
    "people": ("name", "spelling", "office", "record"),
    "posts": ("title", "rank", "since", "until", "record"),
    "places": ("name", "zone", "country", "city", "coordinates", "record"),
    "documents": ("title", "kind", "symbol", "language", "dated", "link", "record"),
    "commitments": ("title", "owners", "due", "status", "done", "record"),
}
# What else one calls them.
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("when", "dated"),
    "dates": ("when",),
    "time": ("when",),
    "venue": ("place",),
    "location": ("place",),
    "party": ("delegations", "parties"),
    "parties": ("delegations", "members"),
    "participants": ("delegations",),
    "delegation": ("delegations",),
    "by": ("owners",),
    "owner": ("owners",),
    "name": ("title",),
    "title": ("name", "office"),
    "post": ("office",),
    "number": ("ordinal",),
    "language": ("languages",),
    "done-on": ("done",),
}
# Whose values are dates, kept as dates are.
DATES: Final = frozenset(
    {"when", "announced", "confirmed", "actual", "dated", "due", "since", "until", "done"}
)
# Of which several things may be said that do not contradict each other.
MANY_VALUED: Final = frozenset(
    {"record", "delegations", "agenda", "outcome", "statements", "members", "parties", "spelling"}
)


def claim_field(table: str, typed: str) -> str | None:
    """Return the name of the field that was typed for a record of that table, or None."""
    given = typed.strip().lower().replace("_", "-").replace(" ", "-")
    fields = CLAIMABLE.get(table, ())
    names = (given, *_SYNONYMS.get(given, ()))
    return next((name for name in names if name in fields), None)
