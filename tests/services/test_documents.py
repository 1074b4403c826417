"""Documents: links with records, and addresses that a reader may click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.errors import Conflict, Invalid
from tracker.services import documents, meetings
from tracker.services.documents import DocumentDraft, link_of
from tracker.services.references import find
from tracker.storage.reads.documents import papers_of

if TYPE_CHECKING:
    from tracker.services.desk import Desk


@pytest.mark.parametrize(
    "typed",
    ["https://example.org/a?b=c", "papers/nv 12.pdf", "/srv/a.pdf", "C:\\papers\\a.pdf", "été.odt"],
)
def test_an_address_or_a_file_is_kept_as_given(typed: str) -> None:
    assert link_of(typed) == typed


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "ftp://x/y", "file:///etc/passwd",
     "https://", "http:///x", "www.example.org", "mailto:a@b.c"],
)  # fmt: skip
def test_any_other_scheme_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="is not a web address"):
        link_of(typed)


@pytest.mark.parametrize(
    ("kind", "relation"), [("joint-statement", "outcome"), ("note-verbale", "paper")]
)
def test_a_statement_comes_out_and_a_note_goes_in(desk: Desk, kind: str, relation: str) -> None:
    meetings.log(desk, meetings.Draft(title="Talks", on="tbc"))
    m1 = find(desk.reading, "m1")
    made = documents.add(desk, DocumentDraft(title="Paper", kind=kind))
    assert documents.link(desk, made, m1) == relation
    assert documents.link(desk, made, m1) is None
    assert documents.link(desk, made, m1, "reference") == "reference"
    (paper,) = papers_of(desk.reading, "meeting_id", [m1.id])[m1.id]
    assert (paper.document.ref, paper.relation) == ("d1", "reference")


def test_what_is_not_linked_cannot_be_unlinked(desk: Desk) -> None:
    meetings.log(desk, meetings.Draft(title="Talks", on="tbc"))
    made = documents.add(desk, DocumentDraft(title="Paper", kind="report"))
    with pytest.raises(Conflict, match="d1 is not linked with m1"):
        documents.unlink(desk, made, find(desk.reading, "m1"))
