"""`tracker feed`: what calendar programs subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import records
from tracker.cli.agreement import agreed, yes_option
from tracker.cli.options import note_option, texts_option, with_options
from tracker.cli.shape import group, json_option, pass_cli, visibility_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli.session import Cli
    from tracker.domain.feeds import Feed
    from tracker.publish.press import Press
    from tracker.publish.preview import Preview
    from tracker.services.feeds import Issued

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
    tracker feed add desk "Our desk" --party MLI,BFA,NER --level minister
    tracker feed add pub-fr "Calendrier public" --in fr --visibility public
    """,
)
@click.argument("slug")
@click.argument("title")
@_manner
@json_option
@pass_cli
def add(cli: Cli, *, as_json: bool, **said: Any) -> None:
    """Add a feed.

    SLUG is its short name, from which its address is made. It stays internal, with secret
    addresses, unless --visibility public says otherwise. TITLE is in the language of --in,
    or in yours; --title-in gives it in others.
    """
    from tracker.services import feeds

    with cli.desk() as desk:
        made = feeds.add(desk, feeds.FeedDraft(**said))
        closed = feeds.closed(desk.reading, made)
        _wrote(cli, "added", made, as_json=as_json)
        if made.is_public:
            cli.say(f"Anybody may subscribe at {_address(cli, made)}")
        else:
            cli.say(f"Give somebody an address with: tracker feed url {made.slug} --for NAME")
        if made.visibility == "confidential":
            cli.say("Only with --visibility confidential do feed list, show and preview tell it.")
    for sentence in closed:
        cli.say(sentence)


@feed.command(
    "edit",
    examples="""
    tracker feed edit aes-russia --visibility public
    tracker feed edit desk --party MLI,BFA --topic ""
    """,
)
@click.argument("feed", metavar="SLUG")
@click.option("--slug", metavar="SLUG", help="Another short name.")
@click.option("--title", metavar="WORDS", help="The title in your language.")
@_manner
@json_option
@pass_cli
def edit(cli: Cli, feed: str, *, as_json: bool, **said: Any) -> None:
    """Correct a feed. A filter that is given takes the place of the one before.

    What is given empty is taken away: --topic "" takes all topics. Under another short
    name a public feed has another address; secret addresses stay good.
    """
    from tracker.services import feeds

    draft = records.draft(feeds.FeedDraft, said)
    with cli.desk() as desk:
        before = feeds.find(desk.reading, feed)
        made, changed = feeds.edit(desk, feed, draft)
        closed = feeds.closed(desk.reading, made)
        holders = len(feeds.holders(desk.reading, made))
        _wrote(cli, records.verb(changed=changed), made, as_json=as_json)
        for sentence in (*_opened(cli, before, made, holders), *closed):
            cli.say(sentence)


def _opened(cli: Cli, before: Feed, made: Feed, holders: int) -> Iterator[str]:
    """Yield what the correction of a feed means to those who subscribe to it."""
    moved = before.slug != made.slug
    if before.is_public and (moved or not made.is_public):
        yield (
            f"Calendars at the address of {before.slug} are told for 30 days that it is no longer "
            "in use; what they fetched before cannot be called back."
        )
    if made.is_public and (moved or not before.is_public):
        yield f"Anybody may subscribe at {_address(cli, made)}"
    if holders and made.visibility.rank > before.visibility.rank:
        noun = "holder" if holders == 1 else "holders"
        yield f"{holders} {noun} of secret addresses will get what is {made.visibility} too."


@feed.command("list", examples="tracker feed list\ntracker feed list --json")
@visibility_option
@json_option
@pass_cli
def list_(cli: Cli, *, clearance: str, as_json: bool) -> None:
    """List the feeds, by short name."""
    from tracker.render.records.feeds import feed_data, feeds_table
    from tracker.storage.reads import withheld
    from tracker.storage.reads.feeds import feeds

    with cli.app.reading(clearance) as reading:
        found = feeds(reading)
        kept = withheld.feeds(reading)
    none = f"There are no feeds up to {clearance}." if kept else "There are no feeds yet."
    records.show_list(
        cli,
        [feed_data(each) for each in found] if as_json else found,
        lambda reader: feeds_table(found, reader),
        as_json=as_json,
        empty=f"{none} Add one with: tracker feed add SLUG TITLE",
    )
    if kept:
        cli.say(f"Withheld, being above {clearance}: {withheld.called('feed', kept)}.")


@feed.command("show", examples="tracker feed show aes-russia")
@click.argument("feed", metavar="SLUG")
@visibility_option
@json_option
@pass_cli
def show(cli: Cli, feed: str, *, clearance: str, as_json: bool) -> None:
    """Show what a feed takes, and who holds a secret address of it."""
    from tracker.publish.opening import kept_path
    from tracker.render.data import as_data
    from tracker.render.records.feeds import Holder, feed_data, feed_sheet
    from tracker.services import feeds
    from tracker.storage.kept import last_used
    from tracker.storage.reads.feeds import subscribers

    used = last_used(kept_path(cli.app))
    with cli.app.reading(clearance) as reading:
        found = feeds.find(reading, feed)
        holders = tuple(
            Holder(s.label, s.issued, used.get(s.token_hash), s.revoked)
            for s in subscribers(reading, found.id)
        )
        closed = feeds.closed(reading, found)
    address = _address(cli, found) if found.is_public else None
    if as_json:
        cli.json({**feed_data(found), "address": address, "subscribers": as_data(holders)})
    else:
        records.read_sheet(cli, feed_sheet(found, holders, address, records.reader_of(cli)))
    if not found.is_public and all(holder.revoked for holder in holders):
        cli.say(f"Nobody has an address of it; see: tracker feed url {found.slug} --for NAME")
    for sentence in closed:
        cli.say(sentence)


@feed.command("remove", examples="tracker feed remove desk --yes")
@click.argument("feed", metavar="SLUG")
@yes_option
@pass_cli
def remove(cli: Cli, feed: str, *, yes: bool) -> None:
    """Take a feed away; undo brings it back.

    Every secret address goes with it. For 30 days its calendars are told so: a client
    that finds nothing at all keeps what it had.
    """
    from tracker.services import feeds

    if not yes and not _agreed(cli, feed):
        cli.say("Nothing was removed.")
        return
    with cli.desk() as desk:
        gone = feeds.remove(desk, feed)
    cli.say(f"Feed {gone.slug} removed; to bring it back: tracker undo")


def _agreed(cli: Cli, typed: str) -> bool:
    """Ask whether to remove a feed, naming who loses it; refuse where nobody can answer."""
    from tracker.domain.quoting import quoted
    from tracker.services import feeds

    with cli.app.reading("confidential") as reading:
        found = feeds.find(reading, typed)
        holders = len(feeds.holders(reading, found))
    named = f"feed {found.slug} {quoted(found.title.rendition(cli.app.language).words)}"
    if holders:
        named += f" with {holders} secret {'address' if holders == 1 else 'addresses'}"
    return agreed(cli, f"Remove {named}?", refusal=f"Nothing was removed: {named} needs a yes.")


@feed.command(
    "url",
    examples="""
    tracker feed url aes-russia
    tracker feed url desk --for "Ann, phone"
    """,
)
@click.argument("feed", metavar="SLUG")
@click.option("--for", "label", metavar="NAME", help="Whose secret address it is to be.")
@json_option
@pass_cli
def url(cli: Cli, feed: str, label: str | None, *, as_json: bool) -> None:
    """Print a public feed's address, or make somebody a secret one.

    A secret address is shown this once: only a hash of it is kept.
    """
    from tracker.errors import Invalid
    from tracker.services import feeds

    if label is not None:
        with cli.desk() as desk:
            _hand_over(cli, feeds.issue(desk, feed, label), as_json=as_json)
        return
    with cli.app.reading("confidential") as reading:
        found = feeds.find(reading, feed)
    if not found.is_public:
        raise Invalid(
            f"Feed {found.slug} is {found.visibility}, so everybody needs an address of their own.",
            hint=f"Make one with: tracker feed url {found.slug} --for NAME",
        )
    address = _address(cli, found)
    if as_json:
        cli.json({"feed": found.slug, "address": address})
    else:
        cli.out(address)


@feed.command("rotate", examples='tracker feed rotate desk "Ann, phone"')
@click.argument("feed", metavar="SLUG")
@click.argument("label", metavar="NAME")
@json_option
@pass_cli
def rotate(cli: Cli, feed: str, label: str, *, as_json: bool) -> None:
    """Give NAME a new secret address and revoke the old."""
    from tracker.services import feeds

    with cli.desk() as desk:
        _hand_over(cli, feeds.rotate(desk, feed, label), as_json=as_json)


@feed.command("revoke", examples='tracker feed revoke desk "Ann, phone"')
@click.argument("feed", metavar="SLUG")
@click.argument("label", metavar="NAME")
@pass_cli
def revoke(cli: Cli, feed: str, label: str) -> None:
    """Take a secret address away; its calendar then says so."""
    from tracker.domain.quoting import quoted
    from tracker.services import feeds

    with cli.desk() as desk:
        of, holder = feeds.revoke(desk, feed, label)
        cli.say(
            f"The address of {quoted(holder.label)} for feed {of.slug} is revoked; "
            "what was fetched before cannot be called back."
        )


@feed.command(
    "preview", examples="tracker feed preview aes-russia\ntracker feed preview desk --ics"
)
@click.argument("feed", metavar="SLUG")
@click.option("--ics", "as_ics", is_flag=True, help="Print the very bytes.")
@visibility_option
@json_option
@pass_cli
def preview(cli: Cli, feed: str, *, as_ics: bool, clearance: str, as_json: bool) -> None:
    """Show what subscribers get now, what they do not, and why."""
    from tracker.publish.preview import preview_of

    found = preview_of(cli.app, feed, clearance)
    if as_ics:
        from tracker.cli.files import write_out

        write_out(None, found.content)
    elif as_json:
        cli.json(_previewed(found))
        return
    elif found.entries:
        from tracker.render.terminal.entries import entries_list

        listed = entries_list(
            found.entries, page=cli.page, language=found.feed.language, zone=cli.app.zone
        )
        cli.read_out(listed)
    for sentence in found.told():
        cli.say(sentence)


def _previewed(found: Preview) -> dict[str, object]:
    from tracker.domain.feeds import MOST_EVENTS, MOST_OCTETS
    from tracker.render.data import as_data

    return {
        "feed": found.feed.slug,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "events": as_data(found.entries),
        "octets": len(found.content),
        "limits": {"events": MOST_EVENTS, "octets": MOST_OCTETS},
        "left_out": [{"ref": each.ref, "why": each.why} for each in found.left_out],
        "outside": found.outside,
        "above": found.above,
        "embargoed": found.embargoed,
        "warnings": list(found.warnings),
    }


@feed.command(
    "build", examples="tracker feed build /var/www/calendar --url https://calendar.example.org"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--url", "address", metavar="URL", help="Where the public will reach DIR.")
@json_option
@pass_cli
def build(cli: Cli, folder: Path, address: str | None, *, as_json: bool) -> None:
    """Write the public feeds and pages as files.

    Any web server can hand them out, with the bytes that tracker serve gives. Only what
    differs is touched, each file whole or not at all; other files are let be.
    """
    from tracker.errors import Invalid
    from tracker.publish.static import build_site

    cli.flags["url"] = address
    if not cli.app.settings["url"]:
        raise Invalid(
            "The feeds and pages name their own address, and nobody said which.",
            hint="Say where DIR will be reached with --url https://… or TRACKER_URL.",
        )
    built = build_site(_press(cli), folder.expanduser())
    if as_json:
        cli.json({"files": built.files, "changed": built.changed, "removed": built.removed})
    gone = f", {len(built.removed)} removed" if built.removed else ""
    cli.say(f"{built.files} files in {folder}: {len(built.changed)} written{gone}.")


def _press(cli: Cli) -> Press:
    from tracker.publish.opening import open_press

    cli.app.database.require_there()
    return open_press(cli.app, lambda sentence: cli.say(f"tracker: {sentence}"))


def _hand_over(cli: Cli, issued: Issued, *, as_json: bool) -> None:
    """Print a secret address, once it is kept; talk goes beside it."""
    from tracker.domain.quoting import quoted

    address = _address(cli, issued.feed, issued.token)
    if as_json:
        cli.json({"feed": issued.feed.slug, "label": issued.label, "address": address})
    else:
        cli.out(address)
    cli.say(f"This address is for {quoted(issued.label)} alone, and is not shown again.")


def _address(cli: Cli, of: Feed, token: str | None = None) -> str:
    """Return the whole address of a feed; raise Invalid for one that is too long."""
    from tracker.domain.feeds import LONGEST_ADDRESS, feed_path
    from tracker.errors import Invalid
    from tracker.publish.opening import site_of

    address = f"{site_of(cli.app).address}{feed_path(of.slug, token)}"
    if len(address) > LONGEST_ADDRESS:
        raise Invalid(
            f"The address of feed {of.slug} would have {len(address)} characters; calendar "
            f"programs take {LONGEST_ADDRESS}.",
            hint=f"Give it a shorter name with: tracker feed edit {of.slug} --slug SLUG",
        )
    if not cli.app.settings["url"]:
        cli.say("TRACKER_URL is not set, so the address is good on this machine only.")
    return address


def _wrote(cli: Cli, done: str, made: Feed, *, as_json: bool) -> None:
    from tracker.render.records.feeds import feed_data
    from tracker.render.sheet import line

    title = line(records.reader_of(cli).words(made.title))
    records.wrote(cli, f"Feed {made.slug} {done}", feed_data(made), title, as_json=as_json)
