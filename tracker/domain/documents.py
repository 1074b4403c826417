"""Documents: what is laid before a session, and what it leaves behind."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from tracker.domain.text import Text
    from tracker.domain.visibility import Visibility
    from tracker.domain.when import When


class DocumentKind(StrEnum):
    """What a document is, in the field's terms."""

    JOINT_STATEMENT = "joint-statement"
    COMMUNIQUE = "communique"
    DECLARATION = "declaration"
    AGREEMENT = "agreement"
    MEMORANDUM = "memorandum-of-understanding"
    NOTE_VERBALE = "note-verbale"
    AIDE_MEMOIRE = "aide-memoire"
    NON_PAPER = "non-paper"
    CONCEPT_NOTE = "concept-note"
    AGENDA = "agenda"
    SUMMARY_RECORD = "summary-record"
    REPORT = "report"
    LETTER = "letter"
    STATEMENT = "statement"
    PRESS_RELEASE = "press-release"
    OTHER = "other"


class Relation(StrEnum):
    """What a document is to the record it is linked with."""

    PAPER = "paper"  # laid before it
    OUTCOME = "outcome"  # came out of it
    REFERENCE = "reference"  # bears on it


@frozen
class Document:
    """A paper with its symbol verbatim; `link` is a URL or a file's path."""

    id: int
    title: Text
    kind: DocumentKind
    symbol: str | None = None
    language: str | None = None
    dated: When | None = None
    link: str | None = None
    visibility: Visibility | None = None
    note: str | None = None

    @property
    def ref(self) -> str:
        """The short reference, d5."""
        return f"d{self.id}"


@frozen
class Paper:
    """A document as linked to a record."""

    document: Document
    relation: Relation
