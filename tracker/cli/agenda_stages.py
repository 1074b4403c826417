"""`tracker agenda`: its numbering and its stages, from the first circulation to what was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from tracker.cli import records
from tracker.cli.options import level_option, note_option
from tracker.cli.shape import command, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.cli.session import Cli
    from tracker.domain.agenda_versions import AgendaVersion
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.sheet import Sheet
    from tracker.services.desk import Desk
    from tracker.services.references import Reference
    from tracker.storage.reads.reading import Reading


def _paper_fields(function: Any) -> Any:
    """Add the options that fill a draft of a version."""
    function = level_option(note_option(function))
    for flag, metavar, text in (
        ("--symbol", "SYMBOL", "Its symbol, verbatim."),
        ("--distribution", "TO", "general, limited or restricted."),
        ("--original", "TAG", "The language of the original; else that of most titles."),
        ("--on", "WHEN", "Its date; today if you do not say."),
    ):
        name = "language" if flag == "--original" else flag.lstrip("-")
        function = click.option(flag, name, metavar=metavar, help=text)(function)
    return function


def _form_options(function: Any) -> Any:
    """Add the options that say in what form a sheet is wanted."""
    function = click.option("-o", "--output", metavar="FILE", help="A file, or - for stdout.")(
        function
    )
    forms = click.Choice(["terminal", "markdown", "html", "pdf", "json"])
    return click.option("--format", "form", type=forms, help="What to print for.")(function)


@command(
    "circulate",
    examples="""
    tracker agenda circulate aes-russia/1 --preliminary
    tracker agenda circulate aes-russia/1 --on "20 March 2025" --distribution limited
    """,
)
@click.argument("ref")
@click.option("--preliminary", is_flag=True, help="Not provisional yet.")
@_paper_fields
@json_option
@pass_cli
def circulate(cli: Cli, ref: str, *, preliminary: bool, as_json: bool, **said: Any) -> None:
    """Keep the agenda as its first version: provisional, or preliminary before that.

    What was circulated stays as it was, with its labels, whatever becomes of the items.
    """
    from tracker.services import agenda_versions as service

    stage = "preliminary" if preliminary else None
    _keep(cli, ref, lambda d, of: service.circulate(d, of, stage, _draft(said)), as_json=as_json)


@command("revise", examples="tracker agenda revise aes-russia/1 --symbol AES-RUS/1/1/Rev.1")
@click.argument("ref")
@_paper_fields
@json_option
@pass_cli
def revise(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Keep the agenda as it stands now as the next revision: Rev.1, Rev.2 and so on."""
    from tracker.services import agenda_versions as service

    _keep(cli, ref, lambda desk, of: service.revise(desk, of, _draft(said)), as_json=as_json)


@command("adopt", examples='tracker agenda adopt aes-russia/1 --on "3 April 2025"')
@click.argument("ref")
@_paper_fields
@json_option
@pass_cli
def adopt(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Keep the agenda as it was adopted; its items are adopted with it."""
    from tracker.services import agenda_versions as service

    _keep(cli, ref, lambda desk, of: service.adopt(desk, of, _draft(said)), as_json=as_json)


@command("taken", examples="tracker agenda taken aes-russia/1")
@click.argument("ref")
@_paper_fields
@json_option
@pass_cli
def taken(cli: Cli, ref: str, *, as_json: bool, **said: Any) -> None:
    """Keep the agenda as it was taken in the end."""
    from tracker.services import agenda_versions as service

    _keep(cli, ref, lambda desk, of: service.take(desk, of, _draft(said)), as_json=as_json)


@command("versions", examples="tracker agenda versions aes-russia/1")
@click.argument("ref")
@visibility_option
@json_option
@pass_cli
def versions(cli: Cli, ref: str, *, clearance: str, as_json: bool) -> None:
    """List what was circulated, oldest first."""
    from tracker.render.records.agenda_versions import versions_table
    from tracker.storage.reads.agenda_versions import versions_of

    with cli.app.reading(clearance) as reading:
        of = _holder(cli, reading, ref)
        found = versions_of(reading, f"{of.table[:-1]}_id", [of.id]).get(of.id, ())
    empty = f"No agenda of {of.short} was circulated yet."
    records.show_list(
        cli, found, lambda to: versions_table(found, to), as_json=as_json, empty=empty
    )


@command(
    "show",
    examples="""
    tracker agenda show aes-russia/1
    tracker agenda show aes-russia/1 --version rev1 --lang fr -o agenda.pdf
    """,
)
@click.argument("ref", metavar="REF")
@click.option("--version", metavar="VERSION", help="provisional, rev1, adopted, …; the newest.")
@_form_options
@visibility_option
@json_option
@pass_cli
def show(
    cli: Cli,
    ref: str,
    *,
    version: str | None,
    form: str | None,
    output: str | None,
    clearance: str,
    as_json: bool,
) -> None:
    """Show an agenda as it was circulated, or everything about one item: REF:LABEL."""
    from tracker.cli.prints import form_for
    from tracker.errors import NotFound
    from tracker.render.records.agenda_versions import version_sheet
    from tracker.services import agenda_versions as service
    from tracker.services.references import find_in

    form = form_for(form, output, as_json=as_json)
    with cli.app.reading(clearance) as reading:
        of = find_in(reading, ref, "sessions", "meetings", "agenda_items", author=cli.app.author)
        if of.table == "agenda_items":
            records.show(cli, ref, clearance, "agenda_items", as_json=as_json)
            return
        found = (
            service.find_version(reading, of, version)
            if version is not None
            else service.newest(reading, of)
        )
        record = _occasion(reading, of)
    if found is None:
        raise NotFound(
            f"No agenda of {of.short} was circulated yet.",
            hint=f"As it stands: tracker agenda list {of.short}; "
            f"circulate it with: tracker agenda circulate {of.short}",
        )
    to = records.reader_of(cli)
    if form == "json":
        from tracker.cli.prints import deliver_json

        deliver_json(cli, found, output)
    else:
        _hand_out(cli, version_sheet(found, _named(record, to), to), form, output)


@command(
    "diff",
    examples="""
    tracker agenda diff aes-russia/1 provisional adopted
    tracker agenda diff aes-russia/1 rev1 --format markdown
    """,
)
@click.argument("ref")
@click.argument("before", metavar="FROM")
@click.argument("after", metavar="[TO]", default="now")
@_form_options
@visibility_option
@json_option
@pass_cli
def diff(
    cli: Cli,
    ref: str,
    before: str,
    after: str,
    *,
    form: str | None,
    output: str | None,
    clearance: str,
    as_json: bool,
) -> None:
    """Mark up an agenda with what was added, dropped, reworded, moved or renumbered.

    FROM and TO are versions: preliminary, provisional, rev1, adopted, taken; now is the
    agenda as it stands.
    """
    from tracker.cli.prints import deliver_json, form_for
    from tracker.domain.agenda_changes import changes, marked_up
    from tracker.domain.agenda_versions import NOW, read_version
    from tracker.render.records.agenda_versions import comparison_sheet
    from tracker.services import agenda_versions as service

    form = form_for(form, output, as_json=as_json)
    names = (read_version(before), read_version(after))
    with cli.app.reading(clearance) as reading:
        of = _holder(cli, reading, ref)
        older, newer = (service.items_in(reading, of, name) for name in names)
        first, last = (
            None if name == NOW else service.find_version(reading, of, name) for name in names
        )
        record = _occasion(reading, of)
    if form == "json":
        data = {"from": names[0], "to": names[1], "changes": list(changes(older, newer))}
        deliver_json(cli, data, output)
        return
    to = records.reader_of(cli)
    sheet = comparison_sheet(marked_up(older, newer), (first, last), _named(record, to), to)
    _hand_out(cli, sheet, form, output)


@command(
    "renumber",
    examples="""
    tracker agenda renumber aes-russia/1
    tracker agenda renumber aes-russia/1 --scheme decimal
    tracker agenda renumber aes-russia/1 --scheme "I. (a)"
    """,
)
@click.argument("ref")
@click.option("--scheme", metavar="SCHEME", help="un, decimal, roman, letters, hand, or “1 (a)”.")
@json_option
@pass_cli
def renumber(cli: Cli, ref: str, *, scheme: str | None, as_json: bool) -> None:
    """Give the items of an agenda numbers anew, in their order.

    A SCHEME is kept for items that come later. Agendas that were circulated keep the
    labels they had.
    """
    from tracker.services.agenda_numbering import renumber as service

    with cli.desk() as desk:
        of = _holder(cli, desk.reading, ref)
        found = service(desk, of, scheme)
    told = ", ".join(f"{item.before} → {item.after}" for item in found)
    cli.say(f"{of.short} renumbered: {told}." if found else f"{of.short} is so numbered already.")
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(found))


def _draft(said: dict[str, Any]) -> Any:
    from tracker.services.agenda_versions import VersionDraft

    return VersionDraft(**said)


def _keep(
    cli: Cli, ref: str, how: Callable[[Desk, Reference], AgendaVersion], *, as_json: bool
) -> None:
    from tracker.domain.when import AllDay
    from tracker.render.dates import say_when
    from tracker.render.sections.agenda import stage_title
    from tracker.render.sheet import plain

    with cli.desk() as desk:
        of = _holder(cli, desk.reading, ref)
        kept = how(desk, of)
    title = plain(stage_title(kept, records.reader_of(cli)))
    items = f"{kept.count} item{'' if kept.count == 1 else 's'}"
    dated = say_when(AllDay(kept.dated, kept.dated))
    cli.say(f"{of.short} {kept.ref}: {title}, {items}, {dated}.")
    if as_json:
        from tracker.render.data import as_data

        cli.json(as_data(kept))


def _holder(cli: Cli, reading: Reading, ref: str) -> Reference:
    from tracker.services.references import find_in

    return find_in(reading, ref, "sessions", "meetings", author=cli.app.author)


def _occasion(reading: Reading, of: Reference) -> Session | Meeting:
    from tracker.storage.reads.meetings import meetings
    from tracker.storage.reads.sessions import sessions

    (found,) = (sessions if of.table == "sessions" else meetings)(reading, [of.id])
    return found


def _named(record: Session | Meeting, to: Any) -> tuple[Any, ...]:
    from tracker.render.sections.occasion import named

    return named(record, to)


def _hand_out(cli: Cli, sheet: Sheet, form: str, output: str | None) -> None:
    from tracker.cli.prints import hand_out

    today = cli.app.now.astimezone(ZoneInfo(cli.app.zone)).date()
    hand_out(cli, sheet, today, form=form, output=output)


STAGES = (circulate, revise, adopt, taken, versions, show, diff, renumber)
