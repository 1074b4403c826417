"""`tracker feed`: what calendar programs subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.options import note_option, texts_option, with_options
from tracker.cli.shape import group, json_option, pass_cli

if TYPE_CHECKING:
    from tracker.cli.session import Cli
    from tracker.domain.feeds import Feed
    from tracker.publish.press import Press

feed = group(
    "feed",
    help="Calendars that people subscribe to.",
    examples="""
    tracker feed add aes-russia "AES–Russia Consultations" --series aes-russia --visibility public
    tracker feed preview aes-russia
    tracker feed url aes-russia
    tracker feed build /var/www/calendar
    """,
)


def _list_option(flag: str, variable: str, metavar: str, text: str) -> Any:
    return click.option(flag, variable, metavar=metavar, multiple=True, help=text)


_manner = with_options(
    _list_option("--series", "series", "SLUG", "Only of this series; repeatable, as all filters."),
    _list_option("--session", "sessions", "REF", "Only this session and its meetings."),
    _list_option("--party", "parties", "MLI,RUS", "Only with one of these parties."),
    _list_option("--topic", "topics", "TOPIC", "Only on this topic."),
    _list_option("--kind", "kinds", "KIND", "Only of this kind; session for all sessions."),
    _list_option("--level", "levels", "LEVEL", "Only at this level, such as minister."),
    _list_option("--status", "statuses", "STATUS", "Only of this status."),
    click.option("--only", metavar="WHAT", help="Only sessions, only meetings, or both."),
    click.option(
        "--visibility",
        metavar="LEVEL",
        help="How far up it goes: internal (unless you say), public or confidential.",
    ),
    click.option("--in", "language", metavar="TAG", help="Its language: en, fr, ru or ar."),
    click.option("--past", type=int, metavar="MONTHS", help="How far back it reaches; 3."),
    click.option("--future", type=int, metavar="MONTHS", help="How far ahead it reaches; 18."),
    click.option(
        "--cancelled",
        metavar="HOW",
        help="What was called off: mark (for 30 days), keep (marked for good) or drop.",
    ),
    click.option("--imprecise/--no-imprecise", default=None, help="Take dates such as April 2026."),
    click.option("--prefix", metavar="WORDS", help="Words before every title, such as “AES:”."),
    texts_option("title-in", "The title", "titles_in"),
    note_option,
)


@feed.command(
    "add",
    examples="""
    tracker feed add aes-russia "AES–Russia Consultations" --series aes-russia --visibility public
    tracker feed add desk "Our desk" --party MLI,BFA,NER --level minister --in fr
    """,
)
@click.argument("slug")
@click.argument("title")
@_manner
@json_option
@pass_cli
def add(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a feed: SLUG is its short name, from which its address is made.

    It stays internal, with secret addresses, unless --visibility public says otherwise.
    """
    from tracker.services import feeds

    with cli.desk() as desk:
        made = feeds.add(desk, feeds.FeedDraft(**said))
    _wrote(cli, "added", made, as_json=as_json)
    if made.is_public:
        cli.say(f"Anybody may subscribe at {_address(cli, made)}")
    else:
        cli.say(f"Give somebody an address with: tracker feed url {made.slug} --for NAME")


@feed.command(
    "edit",
    examples="""
    tracker feed edit aes-russia --visibility public
    tracker feed edit desk --party MLI,BFA --topic ""
    """,
)
@click.argument("slug")
@click.option(
    "--slug", "short", metavar="SLUG", help="Another short name: of a public feed, another address."
)
@click.option("--title", metavar="WORDS", help="The title in your language.")
@_manner
@json_option
@pass_cli
def edit(cli: Cli, slug: str, short: str | None, *, as_json: bool, **said: Any) -> None:
    """Correct a feed. A filter that is given takes the place of the one before; "" of none."""
    from tracker.services import feeds

    draft = records.draft(feeds.FeedDraft, {**said, "slug": short})
    with cli.desk() as desk:
        before = feeds.find(desk.reading, slug)
        made, changed = feeds.edit(desk, slug, draft)
    _wrote(cli, records.verb(changed=changed), made, as_json=as_json)
    if before.is_public and not made.is_public:
        cli.say(
            "It is public no longer: for 30 days its address says so, but what was fetched stays."
        )
    if made.is_public and not before.is_public:
        cli.say(f"Anybody may subscribe at {_address(cli, made)}")


@feed.command("list", examples="tracker feed list\ntracker feed list --json")
@json_option
@pass_cli
def list_(cli: Cli, *, as_json: bool) -> None:
    """List the feeds."""
    from tracker.render.records.feeds import feeds_table
    from tracker.storage.reads.feeds import feeds

    with cli.app.reading("confidential") as reading:
        found = feeds(reading)
    records.show_list(
        cli,
        found,
        lambda reader: feeds_table(found, reader),
        as_json=as_json,
        empty="There are no feeds yet. Add one with: tracker feed add SLUG TITLE",
    )


@feed.command("show", examples="tracker feed show aes-russia")
@click.argument("slug")
@json_option
@pass_cli
def show(cli: Cli, slug: str, *, as_json: bool) -> None:
    """Show what a feed takes, and who holds a secret address of it."""
    from tracker.publish.opening import kept_path
    from tracker.render.data import as_data
    from tracker.render.records.feeds import Holder, feed_sheet
    from tracker.services import feeds
    from tracker.storage.kept import last_used
    from tracker.storage.reads.feeds import subscribers

    used = last_used(kept_path(cli.app))
    with cli.app.reading("confidential") as reading:
        found = feeds.find(reading, slug)
        holders = tuple(
            Holder(s.label, s.issued, used.get(s.token_hash), s.revoked)
            for s in subscribers(reading, found.id)
        )
    address = _address(cli, found) if found.is_public else None
    if as_json:
        cli.json({**as_data(found), "address": address, "subscribers": as_data(holders)})
        return
    sheet = feed_sheet(found, holders, address, records.reader_of(cli))
    records.read_sheet(cli, sheet)


@feed.command("remove", examples="tracker feed remove desk --yes")
@click.argument("slug")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@pass_cli
def remove(cli: Cli, slug: str, *, yes: bool) -> None:
    """Take a feed away, with every secret address of it; undo brings it back."""
    from tracker.errors import Invalid
    from tracker.services import feeds

    if not yes and not cli.asks:
        raise Invalid(
            f"Nothing was removed: feed {slug} needs a yes.",
            hint="Add --yes to be taken at your word.",
        )
    if not yes and not click.confirm(f"Remove feed {slug}?", err=True):
        cli.say("Nothing was removed.")
        return
    with cli.desk() as desk:
        gone = feeds.remove(desk, slug)
    cli.say(f"Feed {gone.slug} removed; to bring it back: tracker undo")


@feed.command(
    "url",
    examples="""
    tracker feed url aes-russia
    tracker feed url desk --for "Ann, phone"
    """,
)
@click.argument("slug")
@click.option("--for", "label", metavar="NAME", help="Whose secret address it is to be.")
@pass_cli
def url(cli: Cli, slug: str, label: str | None) -> None:
    """Print the address of a public feed, or make a secret one for somebody.

    A secret address is shown this once: only a hash of it is kept.
    """
    from tracker.errors import Invalid
    from tracker.services import feeds

    with cli.app.reading("confidential") as reading:
        found = feeds.find(reading, slug)
    if found.is_public and label is None:
        cli.out(_address(cli, found))
        return
    if label is None:
        raise Invalid(
            f"Feed {found.slug} is {found.visibility}, so everybody needs an address of their own.",
            hint=f"Make one with: tracker feed url {found.slug} --for NAME",
        )
    with cli.desk() as desk:
        issued = feeds.issue(desk, slug, label)
        _hand_over(cli, issued)


@feed.command("rotate", examples='tracker feed rotate desk "Ann, phone"')
@click.argument("slug")
@click.argument("label", metavar="NAME")
@pass_cli
def rotate(cli: Cli, slug: str, label: str) -> None:
    """Give NAME a new secret address in the place of the old, which is revoked."""
    from tracker.services import feeds

    with cli.desk() as desk:
        issued = feeds.rotate(desk, slug, label)
        _hand_over(cli, issued)


@feed.command("revoke", examples='tracker feed revoke desk "Ann, phone"')
@click.argument("slug")
@click.argument("label", metavar="NAME")
@pass_cli
def revoke(cli: Cli, slug: str, label: str) -> None:
    """Take the secret address of NAME away: their calendar then says that it is none."""
    from tracker.services import feeds

    with cli.desk() as desk:
        of, holder = feeds.revoke(desk, slug, label)
        cli.say(f"The address of “{holder.label}” for feed {of.slug} is revoked.")


@feed.command(
    "preview", examples="tracker feed preview aes-russia\ntracker feed preview desk --ics"
)
@click.argument("slug")
@click.option("--ics", "as_ics", is_flag=True, help="Print the very bytes.")
@json_option
@pass_cli
def preview(cli: Cli, slug: str, *, as_ics: bool, as_json: bool) -> None:
    """Show what a subscriber would get now, what is withheld and why, and how large it is."""
    from tracker.publish.preview import preview_of

    found = preview_of(cli.app, slug)
    if as_ics:
        from tracker.cli.files import write_out

        write_out(None, found.content)
        return
    if as_json:
        from tracker.render.data import as_data

        cli.json(
            {
                "feed": found.feed.slug,
                "first": found.first.isoformat(),
                "last": found.last.isoformat(),
                "events": as_data(found.entries),
                "octets": len(found.content),
                "left_out": [{"ref": o.ref, "why": o.why} for o in found.left_out],
                "above": found.above,
                "warnings": list(found.warnings),
            }
        )
        return
    if found.entries:
        from tracker.render.terminal.entries import entries_list

        cli.read_out(
            entries_list(found.entries, page=cli.page, language=cli.app.language, zone=cli.app.zone)
        )
    for sentence in found.told():
        cli.say(sentence)


@feed.command(
    "build", examples="tracker feed build /var/www/calendar --url https://calendar.example.org"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--url", "address", metavar="URL", help="Where the public will reach DIR.")
@json_option
@pass_cli
def build(cli: Cli, folder: Path, address: str | None, *, as_json: bool) -> None:
    """Write all public feeds and the pages as files, for any web server.

    Only what differs is touched, each file whole or not at all; other files are let be.
    """
    from tracker.errors import Invalid
    from tracker.publish.static import build_site

    if not address and not cli.app.settings["url"]:
        raise Invalid(
            "The feeds and pages name their own address, and nobody said which.",
            hint="Say where DIR will be reached with --url https://… or TRACKER_URL.",
        )
    built = build_site(_press(cli, address), folder.expanduser())
    if as_json:
        cli.json({"files": built.files, "changed": built.changed, "removed": built.removed})
    gone = f", {len(built.removed)} removed" if built.removed else ""
    cli.say(f"{built.files} files in {folder}: {len(built.changed)} written{gone}.")


def _press(cli: Cli, address: str | None) -> Press:
    from tracker.publish.opening import open_press

    cli.app.database.require_there()
    return open_press(cli.app, lambda sentence: cli.say(f"tracker: {sentence}"), address)


def _hand_over(cli: Cli, issued: Any) -> None:
    """Print a secret address, once it is kept; talk goes beside it."""
    cli.out(_address(cli, issued.feed, issued.token))
    cli.say(f"This address is for “{issued.label}” alone, and is not shown again.")


def _address(cli: Cli, of: Feed, token: str | None = None) -> str:
    from tracker.domain.feeds import feed_path
    from tracker.publish.opening import LOCAL, site_of

    site = site_of(cli.app)
    if site.address == LOCAL:
        cli.say("TRACKER_URL is not set, so the address is good on this machine only.")
    return f"{site.address}{feed_path(of.slug, token)}"


def _wrote(cli: Cli, done: str, made: Feed, *, as_json: bool) -> None:
    from tracker.render.sheet import line

    reading = records.reader_of(cli)
    records.wrote(
        cli, f"Feed {made.slug} {done}", made, line(reading.words(made.title)), as_json=as_json
    )
