"""`tracker source` and `tracker claim`: publications, and what they say of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import level_option, note_option, texts_option, with_options
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.services.desk import Desk

source = group(
    "source",
    help="Publications.",
    examples="""
    tracker source add https://example.org/news --publisher "The Agency" --kind agency
    tracker source show src4
    """,
)
_fields = with_options(
    click.option("--title", metavar="WORDS", help="The title, in the source's language."),
    texts_option("title-in", "The title", "titles_in"),
    click.option("--publisher", metavar="WORDS", help="Who published it; else the host's name."),
    click.option("--kind", metavar="KIND", help="official, agency, press, social, cable, …"),
    click.option("--language", metavar="TAG", help="The language that it is in."),
    click.option("--published", metavar="WHEN", help="When it was published."),
    level_option,
    note_option,
)


@source.command(
    "add",
    examples="""
    tracker source add https://example.org/news --kind press --published "2 April 2025"
    tracker source add --publisher "Embassy in Bamako" --title "Cable 14" --kind cable
    """,
)
@click.argument("url", required=False)
@_fields
@json_option
@pass_cli
def add(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a publication: by its address, or by a title or publisher where it has none."""
    from tracker.services import sources

    with cli.desk() as desk:
        made = sources.add(desk, sources.SourceDraft(**said))
        _wrote(cli, desk, made, "added", as_json=as_json)


@source.command("edit", examples="tracker source edit src4 --kind official --language fr")
@click.argument("ref")
@click.option("--url", metavar="URL", help="The address.")
@_fields
@json_option
@pass_cli
def edit(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Correct a source. What is given empty is taken away: --note ""."""
    from tracker.services import sources
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "sources", author=desk.author)
        changed = sources.edit(desk, of.id, records.draft(sources.SourceDraft, said))
        _wrote(cli, desk, of.id, records.verb(changed=changed), as_json=as_json)


def _wrote(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> None:
    from tracker.render.language import term
    from tracker.render.records.parts import date_of
    from tracker.render.sheet import island, line
    from tracker.storage.reads.sources import sources

    found = sources(desk.reading, [made])[made]
    reading = records.reader_of(cli)
    kind = line(term(found.kind, reading.language))
    remarks = reading.listed([kind, date_of(found.published, reading)])
    named = reading.aside(line(island(found.label)), remarks)
    records.wrote(cli, f"{found.ref} {done}", found, named, as_json=as_json)


@source.command("list", examples="tracker source list")
@json_option
@visibility_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the sources of this ledger."""
    from tracker.render.records.sources import sources_table
    from tracker.storage.reads.sources import sources

    with cli.app.reading(clearance) as reading:
        found = tuple(sources(reading).values())
    records.show_list(
        cli,
        found,
        lambda reader: sources_table(found, reader),
        as_json=as_json,
        empty="There are no sources yet. Add one with: tracker source add URL",
    )


@source.command("show", examples="tracker source show src4")
@click.argument("ref")
@json_option
@visibility_option
@pass_cli
def show(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a source and everything that it says."""
    records.show(cli, ref, clearance, "sources", as_json=as_json)


claim = group(
    "claim",
    help="What a source says of a record.",
    examples="""
    tracker claim add src4 aes-russia/1 when "3 April 2025"
    tracker claim judge cl2 preferred --reason "the joint statement is dated so"
    tracker claim list aes-russia/1
    """,
)
_reason = click.option("--reason", metavar="WORDS", help="Why it stands so.")


@claim.command(
    "add",
    examples="""
    tracker claim add src4 m42 place "Reception House, Moscow"
    tracker claim add https://example.org/news aes-russia/1 actual "3-4 April 2025" \\
        --standing rejected --reason "no page tells of the 4th"
    """,
)
@click.argument("by", metavar="SOURCE")
@click.argument("ref")
@click.argument("field")
@click.argument("value")
@click.option("--standing", metavar="STANDING", help="open, preferred, supporting or rejected.")
@_reason
@json_option
@pass_cli
def add_claim(cli: Cli, by: str, ref: str, *, as_json: bool, **said: Any) -> None:
    """Keep what a source (src4, or a URL) says of a field of a record."""
    from tracker.services import sources
    from tracker.services.references import find

    with cli.desk() as desk:
        about = find(desk.reading, ref, author=desk.author)
        said_by = sources.named(desk, by, about)
        made = sources.add_claim(desk, said_by, about, sources.ClaimDraft(**said))
        _wrote_claim(cli, desk, made, "added", as_json=as_json)


@claim.command(
    "judge",
    examples="""
    tracker claim judge cl2 preferred --reason "the joint statement is dated so"
    tracker claim judge cl3 supporting
    """,
)
@click.argument("ref")
@click.argument("standing")
@_reason
@json_option
@pass_cli
def judge(cli: Cli, ref: str, standing: str, *, reason: str | None, as_json: bool) -> None:
    """Say how a claim stands: open, preferred, supporting or rejected; and why."""
    from tracker.services import sources
    from tracker.services.references import find_in

    with cli.desk() as desk:
        of = find_in(desk.reading, ref, "claims", author=desk.author)
        changed = sources.judge(desk, of.id, standing, reason)
        _wrote_claim(cli, desk, of.id, "judged" if changed else "is so already", as_json=as_json)


def _wrote_claim(cli: Cli, desk: Desk, made: int, done: str, *, as_json: bool) -> None:
    from tracker.domain.sources import Claim
    from tracker.render.language import field_name
    from tracker.render.records.parts import claim_standing, claim_value
    from tracker.render.sheet import line
    from tracker.services.dossiers import gather
    from tracker.services.references import Reference

    found = gather(desk.reading, Reference("claims", made, f"cl{made}")).record
    assert isinstance(found, Claim)  # noqa: S101
    reading = records.reader_of(cli)
    field = field_name(found.field, reading.language).lower()
    about = reading.listed([line(found.record), line(field)])
    said = reading.remark(about, claim_value(found, reading))
    named = reading.aside(said, claim_standing(found, reading))
    records.wrote(cli, f"{found.ref} {done}", found, named, as_json=as_json)


@claim.command("list", examples="tracker claim list aes-russia/1\ntracker claim list p2 --json")
@click.argument("ref")
@json_option
@visibility_option
@pass_cli
def list_claims(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """List what sources say of a record and of what is in it; or what a source says."""
    from tracker.render.records.sources import claims_table
    from tracker.services.dossiers import gather
    from tracker.services.references import find

    with cli.app.reading(clearance) as reading:
        found = gather(reading, find(reading, ref, author=cli.app.author)).claims
    records.show_list(
        cli,
        found,
        lambda reader: claims_table(found, reader),
        as_json=as_json,
        empty="Nothing is claimed of it. Add: tracker claim add SOURCE REF FIELD VALUE",
    )


@claim.command("show", examples="tracker claim show cl2")
@click.argument("ref")
@json_option
@visibility_option
@pass_cli
def show_claim(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """Show a claim beside the others on the same field."""
    records.show(cli, ref, clearance, "claims", as_json=as_json)
