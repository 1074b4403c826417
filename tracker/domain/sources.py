"""Sources and claims: who said so, and where they disagree."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.domain.text import Text
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


class SourceKind(StrEnum):
    """What a publication is: it says how near to the event it stands."""

    OFFICIAL = "official"
    COMMUNIQUE = "communique"
    AGENCY = "agency"
    PRESS = "press"
    BROADCAST = "broadcast"
    SOCIAL = "social"
    ACADEMIC = "academic"
    CABLE = "cable"
    OTHER = "other"


class Standing(StrEnum):
    """What the ledger makes of a claim."""

    OPEN = "open"
    PREFERRED = "preferred"
    SUPPORTING = "supporting"
    REJECTED = "rejected"


@frozen
class Source:
    """A publication."""

    id: int
    kind: SourceKind
    url: str | None = None
    title: Text | None = None
    publisher: str | None = None
    language: str | None = None
    published: When | None = None
    retrieved: datetime | None = None
    visibility: Visibility | None = None
    note: str | None = None

    @property
    def ref(self) -> str:
        """The short reference, src4."""
        return f"src{self.id}"

    @property
    def label(self) -> str:
        """How the source is named in a line: publisher, else title, else address."""
        return self.publisher or (str(self.title) if self.title else None) or self.url or self.ref


@frozen
class Claim:
    """This source says that `field` of that record is `value`."""

    id: int
    source: Source
    record: str
    field: str
    value: str
    standing: Standing = Standing.OPEN
    reason: str | None = None

    @property
    def ref(self) -> str:
        """The short reference, cl2."""
        return f"cl{self.id}"
