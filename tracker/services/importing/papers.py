"""Papers that a file names: documents, linked with the meeting or the item they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.documents import DocumentKind, Relation
from tracker.domain.folding import fold
from tracker.domain.text import Text, tidied
from tracker.errors import Invalid
from tracker.services.documents import OUTCOMES
from tracker.services.meetings import web_address

if TYPE_CHECKING:
    from tracker.services.importing.wishes import Bench

Paper = dict[str, Any]  # as `said` keeps one
_LONGEST_SYMBOL = 100


def add(bench: Bench, paper: Paper, to: tuple[str, int], visibility: str) -> None:
    """Store a paper, unless one of that address is known, and link it; `to` is column and id."""
    column, owner = to
    link = _link(paper)
    title = _title(paper) or (Text.of({"und": link}) if link else Text())
    if not title:
        return
    kind = DocumentKind(paper.get("kind", DocumentKind.OTHER))
    document = bench.names.document(link) if link else None
    if document is None:
        document = bench.desk.ledger.insert(
            "documents",
            {
                "title": title.stored(),
                "kind": kind,
                "symbol": tidied(paper.get("symbol", ""), longest=_LONGEST_SYMBOL) or None,
                "link": link,
                "dated": paper.get("dated"),
                "visibility": visibility,
            },
        )
        bench.names.keep_document(link, document)
    elif _is_linked(bench, document, column, owner):
        return
    relation = Relation.OUTCOME if kind in OUTCOMES else Relation.PAPER
    bench.desk.ledger.insert(
        "document_links", {"document_id": document, column: owner, "relation": relation}
    )


def merge(
    bench: Bench, to: tuple[str, int], base: list[Paper], now: list[Paper], visibility: str
) -> None:
    """Link papers that are newly named, and unlink those that are no longer."""
    was, then = ({_key(each): each for each in papers} for papers in (base, now))
    there = _linked(bench, *to)
    for key, paper in then.items():
        if key not in was and not there.keys() & _keys(paper):
            add(bench, paper, to, visibility)
    for key, paper in was.items():
        if key not in then:
            for each in there.keys() & _keys(paper):
                bench.desk.ledger.remove("document_links", there.pop(each))
                break


def _linked(bench: Bench, column: str, owner: int) -> dict[str, int]:
    """Return the links of papers with a record, by address and by folded title."""
    found: dict[str, int] = {}
    for row in bench.desk.reading.rows(
        "SELECT l.id, d.link, d.title FROM document_links l JOIN documents d "
        f"ON d.id = l.document_id WHERE l.removed = 0 AND l.{column} = :owner",
        {"owner": owner},
    ):
        if row["link"]:
            found[row["link"]] = row["id"]
        found[fold(str(Text.read(row["title"])))] = row["id"]
    return found


def _is_linked(bench: Bench, document: int, column: str, owner: int) -> bool:
    return bool(
        bench.desk.reading.rows(
            "SELECT 1 FROM document_links WHERE removed = 0 AND document_id = :document "
            f"AND {column} = :owner",
            {"document": document, "owner": owner},
        )
    )


def _key(paper: Paper) -> str:
    return _link(paper) or fold(str(_title(paper)))


def _keys(paper: Paper) -> set[str]:
    return {key for key in (_link(paper), fold(str(_title(paper)))) if key}


def _title(paper: Paper) -> Text:
    versions = {tag: tidied(words) for tag, words in paper.get("title", {}).items()}
    return Text.of({tag: words for tag, words in versions.items() if words})


def _link(paper: Paper) -> str | None:
    """Return the address of a paper; a file's path on another machine leads nowhere."""
    try:
        return web_address(paper["link"]) if paper.get("link") else None
    except Invalid:
        return None
