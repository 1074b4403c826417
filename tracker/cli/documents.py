"""`tracker document`: papers and outcomes, and what they are to which record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import (
    embargo_option,
    level_option,
    note_option,
    texts_option,
    with_options,
)
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.documents import Document
    from tracker.services.desk import Desk
    from tracker.storage.reads.reading import Reading

document = group(
    "document",
    help="Papers and outcomes.",
    examples="""
    tracker document add "Joint statement" --kind joint-statement --date "3 April 2025" \\
        --link https://example.org/statement --for aes-russia/1
    tracker document link d5 aes-russia/1:2a --as paper
    tracker document list --for aes-russia/1
    """,
)
_LINKED = ("sessions", "meetings", "agenda_items")
_fields = with_options(
    texts_option("title-in", "The title", "titles_in"),
    click.option("--kind", metavar="KIND", help="joint-statement, note-verbale, agenda, …"),
    click.option("--symbol", metavar="WORDS", help="Verbatim: A/79/150/Rev.1."),
    click.option("--language", metavar="TAG", help="The language of the document itself."),
    click.option("--date", metavar="WHEN", help="The date that it bears."),
    click.option("--link", metavar="URL|FILE", help="Where it is: an address or a file."),
    level_option,
    embargo_option,
    note_option,
)
_as = click.option("--as", "relation", metavar="RELATION", help="outcome, paper or reference.")


@document.command(
    "add",
    examples="""
    tracker document add "Joint statement" --kind joint-statement --for aes-russia/1
    tracker document add "Note verbale 12" --kind note-verbale --link papers/nv-12.pdf --for m42
    tracker document add "Aide-mémoire" --kind aide-memoire --for m42 --as reference
    """,
)
@click.argument("title")
@_fields
@click.option("--for", "links", multiple=True, metavar="REF", help="A session, meeting or item.")
@_as
@json_option
@pass_cli
def add(
    cli: Cli, *, links: tuple[str, ...], relation: str | None, as_json: bool, **said: Any
) -> None:
    """Add a document, and link it with the records that it is for."""
    from tracker.services import documents
    from tracker.services.references import find_in

    with cli.desk() as desk:
        to = [find_in(desk.reading, ref, *_LINKED, author=desk.author) for ref in links]
        made = documents.add(desk, documents.DocumentDraft(**said))
        for record in to:
            documents.link(desk, made, record, relation)
        found = _wrote(cli, desk, made, "added", as_json=as_json)
        records.say_idle_embargo(cli, said["embargo"], found.ref, found.visibility)


@document.command(
    "edit",
    examples="""
    tracker document edit d5 --symbol A/79/150/Rev.1 --visibility public
    tracker document edit d5 --title-in fr="Déclaration conjointe" --note ""
    """,
)
@click.argument("ref")
@click.option("--title", metavar="WORDS", help="The title in your language.")
@_fields
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a document. What is given empty is taken away: --note ""."""
    from tracker.services import documents
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "documents", author=desk.author)
        changed = documents.edit(desk, of.id, records.draft(documents.DocumentDraft, said))
        found = _wrote(cli, desk, of.id, records.verb(changed=changed), as_json=as_json)
        records.say_idle_embargo(cli, said["embargo"], found.ref, found.visibility)


def _wrote(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> Document:
    from tracker.render.language import term
    from tracker.render.records.parts import date_of
    from tracker.render.sheet import line
    from tracker.services.dossiers import gather
    from tracker.services.references import Reference
    from tracker.storage.reads.documents import documents

    found = documents(desk.reading, [made])[made]
    reading = records.reader_of(cli)
    links = gather(desk.reading, Reference("documents", made, found.ref)).links
    linked = [line(f"{link.relation} of {link.ref}") for link in links]
    kind = line(term(found.kind, reading.language))
    when = date_of(found.dated, reading)
    named = reading.aside(reading.document(found), reading.listed([kind, when, *linked]))
    records.wrote(cli, f"{found.ref} {done}", found, named, as_json=as_json)
    return found


@document.command(
    "link",
    examples="""
    tracker document link d5 aes-russia/1
    tracker document link d5 aes-russia/1:2a --as reference
    """,
)
@click.argument("ref")
@click.argument("to")
@_as
@json_option
@pass_cli
def link(cli: Cli, ref: str, to: str, *, relation: str | None, as_json: bool) -> None:
    """Link a document with a session, a meeting or an agenda item; or say as what else."""
    from tracker.services import documents
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "documents", author=desk.author)
        record = find_in(desk.reading, to, *_LINKED, author=desk.author)
        linked = documents.link(desk, of.id, record, relation)
        done = "linked" if linked else "is linked so already"
        _wrote(cli, desk, of.id, done, as_json=as_json)


@document.command("unlink", examples="tracker document unlink d5 aes-russia/1")
@click.argument("ref")
@click.argument("from_", metavar="FROM")
@json_option
@pass_cli
def unlink(cli: Cli, ref: str, from_: str, *, as_json: bool) -> None:
    """Take a document off a record; the document stays."""
    from tracker.services import documents
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "documents", author=desk.author)
        record = find_in(desk.reading, from_, *_LINKED, author=desk.author)
        documents.unlink(desk, of.id, record)
        _wrote(cli, desk, of.id, f"unlinked from {record.short}", as_json=as_json)


@document.command(
    "list", examples="tracker document list\ntracker document list --for aes-russia/1"
)
@click.option("--for", "of", metavar="REF", help="Of this session, meeting or item.")
@json_option
@visibility_option
@pass_cli
def list_(cli: Cli, *, of: str | None, clearance: str, as_json: bool) -> None:
    """List documents: all, or those of one record and of what is in it."""
    from tracker.render.records.documents import documents_table
    from tracker.storage.reads.documents import documents

    with cli.app.reading(clearance) as reading:
        ids = _ids(cli, reading, of) if of else None
        found = tuple(documents(reading, ids).values())
    records.show_list(
        cli,
        found,
        lambda reader: documents_table(found, reader),
        as_json=as_json,
        empty="There are no such documents. Add one with: tracker document add TITLE --kind KIND",
    )


def _ids(cli: Cli, reading: Reading, typed: str) -> list[int]:
    from tracker.services.documents import within
    from tracker.services.references import find_in

    return within(reading, find_in(reading, typed, *_LINKED, author=cli.app.author))


@document.command("show", examples="tracker document show d5\ntracker document show d5 --json")
@click.argument("ref")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a document: what it is, where it is, what it is linked with."""
    records.show(cli, ref, clearance, "documents", as_json=as_json)
