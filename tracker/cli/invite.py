"""`tracker invite`: invitations by mail, made for any mail program or sent by a named server."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.agreement import yes_option
from tracker.cli.shape import command, json_option, pass_cli, visibility_option
from tracker.errors import Invalid, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cli.session import Cli
    from tracker.domain.invitations import Addressed, Event
    from tracker.domain.mailboxes import Mailbox
    from tracker.services.invitations import Invitable


@command(
    "invite",
    examples="""
    tracker invite m42 --to "Awa Traoré <awa@example.org>" -o awa.eml
    tracker invite m42 --to awa@example.org --to ivan@example.org --lang fr --send
    tracker invite m42 --send
    tracker invite m42 --list
    tracker invite m42 --to awa@example.org --cancel --send
    """,
)
@click.argument("ref")
@click.option("--to", "to", metavar="MAILBOX", multiple=True, help="Whom; repeatable.")
@click.option("--from", "sender", metavar="MAILBOX", help="Who invites.  [TRACKER_MAIL_FROM]")
@click.option("--cancel", "uninvite", is_flag=True, help="Take back the invitation of --to.")
@click.option(
    "--together", is_flag=True, help="One message to all, in which everybody sees everybody."
)
@click.option("--attach", "attached", is_flag=True, help="Attach the event as invite.ics too.")
@click.option("-o", "--output", metavar="FILE", help="A file, a folder/, or - for stdout.")
@click.option(
    "--record", is_flag=True, help="Keep that they were told; you send the messages yourself."
)
@click.option("--list", "listed", is_flag=True, help="List who is invited, and do nothing.")
@click.option("--send", is_flag=True, help="Send it by the mail server of the settings.")
@yes_option
@visibility_option
@json_option
@pass_cli
def invite(cli: Cli, ref: str, *, to: tuple[str, ...], clearance: str, **said: Any) -> None:
    """Invite people to a meeting or session, with a message that calendars understand (iMIP).

    Written to stdout or a file, unless --send. Those who were invited by --send or --record
    are known: without --to, those of them get a message who have not been told yet what
    has changed, or that it is off. Each gets a message alone, in the language in which they
    were invited.

    They are told what other delegations may know: no notes, no reasons, no documents that
    are not public. A confidential meeting needs --visibility confidential.
    """
    from tracker.services.invitations import require_invitable

    _require_sense(to, said)
    if said["listed"]:
        _list(cli, _invitable(cli, ref, clearance), as_json=said["as_json"])
        return
    organizer = _organizer(cli, said["sender"])
    mailboxes = _mailboxes(cli, to)
    found = _invitable(cli, ref, clearance)
    require_invitable(found.record)
    letters = _letters(cli, found, organizer, _targets(cli, found, mailboxes, said), said)
    if letters:
        _say_left_out(cli, found)
        if said["send"]:
            from tracker.cli.invite_sending import send

            send(cli, found, organizer, letters, yes=said["yes"])
        else:
            _hand_out(cli, found, letters, said)


def _require_sense(to: tuple[str, ...], said: dict[str, Any]) -> None:
    if said["uninvite"] and not to:
        raise click.UsageError(
            "Say with --to whose invitation is taken back. To call the meeting off: tracker "
            "cancel REF, then tracker invite REF."
        )
    if said["send"] and (said["output"] is not None or said["record"]):
        raise click.UsageError("--send sends and keeps it; leave out --output and --record.")
    if said["yes"] and not said["send"]:
        raise click.UsageError("--yes is for --send.")
    if said["as_json"] and not said["listed"]:
        raise click.UsageError("--json is for --list.")
    if said["listed"] and (to or said["send"] or said["record"]):
        raise click.UsageError("--list does nothing but list; leave the others out.")


def _list(cli: Cli, found: Invitable, *, as_json: bool) -> None:
    from tracker.cli import records
    from tracker.domain.invitations import invited
    from tracker.render.records.invited import invited_table

    people = invited(_event(found), found.known)
    records.show_list(
        cli,
        people,
        lambda to: invited_table(people, to),
        as_json=as_json,
        empty=f"Nobody is known to be invited to {found.of.short}.",
    )


def _organizer(cli: Cli, typed: str | None) -> Mailbox:
    from tracker.domain.mailboxes import read_mailbox

    named = typed or cli.app.settings["mail_from"]
    if not named:
        raise Invalid(
            "Nobody is named who invites.",
            hint="Say --from “Protocol <protocol@example.org>”, or set TRACKER_MAIL_FROM.",
        )
    return read_mailbox(named)


def _mailboxes(cli: Cli, to: tuple[str, ...]) -> list[Mailbox]:
    from tracker.domain.mailboxes import read_mailbox

    found = [read_mailbox(typed) for typed in to]
    for typed, mailbox in zip(to, found, strict=True):
        if mailbox.domain.casefold() not in typed.casefold():
            cli.say(f"The mail server's name is written as {mailbox.domain}.")
    return found


def _invitable(cli: Cli, ref: str, clearance: str) -> Invitable:
    from tracker.domain.visibility import Visibility
    from tracker.services.invitations import invitable

    with cli.app.reading("confidential") as reading:
        return invitable(reading, ref, Visibility(clearance), author=cli.app.author)


def _targets(
    cli: Cli, found: Invitable, to: list[Mailbox], said: dict[str, Any]
) -> tuple[Addressed, ...]:
    """Return who gets what; where nobody needs telling, say so and return nobody."""
    from tracker.domain.invitations import addressed, owed

    event = _event(found)
    if to:
        return addressed(
            event, found.known, to, language=cli.app.language, uninvite=said["uninvite"]
        )
    invited = [each for each in found.known if not each.uninvited]
    if not invited:
        raise Invalid(
            f"Nobody is known to be invited to {found.of.short}; name them with --to.",
            hint="Those are known who were invited with --send or --record.",
        )
    due = owed(event, found.known)
    if not due:
        count = f"The {len(invited)} people" if len(invited) > 1 else "The one person"
        verb = "know" if len(invited) > 1 else "knows"
        cli.say(f"{count} invited to {found.of.short} {verb} it as it stands.")
    return due


def _event(found: Invitable) -> Event:
    from tracker.domain.invitations import Event
    from tracker.render.ics.event import Undated, stamp_of
    from tracker.render.ics.itip import told_of

    stamp = stamp_of(found.record)

    @cache
    def told(language: str) -> str:
        try:
            return told_of(found.record, language)
        except Undated:  # whoever had a date knows another one
            return ""

    return Event(stamp.uid, stamp.sequence, found.record.status, told)


def _letters(
    cli: Cli,
    found: Invitable,
    organizer: Mailbox,
    due: Sequence[Addressed],
    said: dict[str, Any],
) -> list[tuple[tuple[Addressed, ...], bytes]]:
    """Return the messages, each with whom it is for."""
    from tracker.render.ics.itip import Scheduling
    from tracker.render.imip import Letter, message

    made = []
    for group in _groups(due, together=said["together"]):
        first = group[0]
        told = Scheduling(
            method=first.method,
            uid=first.event_uid,
            sequence=max(each.sequence for each in group),
            organizer=organizer,
            attendees=tuple(each.mailbox for each in group),
            at=cli.app.now,
            language=first.language,
            only_theirs=first.only_theirs,
        )
        is_new = all(each.is_new for each in group)
        letter = Letter(told, cli.app.zone, is_new=is_new, attached=said["attached"])
        made.append((_as_sent(group, told.sequence), message(found.record, letter)))
    return made


def _groups(due: Sequence[Addressed], *, together: bool) -> Iterator[tuple[Addressed, ...]]:
    """Yield who shares a message: nobody, or all who know the event by one UID, in one language."""
    if not together:
        yield from ((each,) for each in due)
        return
    shared: dict[tuple[str, str], list[Addressed]] = {}
    for each in due:
        shared.setdefault((each.event_uid, each.language), []).append(each)
    yield from map(tuple, shared.values())


def _as_sent(group: tuple[Addressed, ...], sequence: int) -> tuple[Addressed, ...]:
    from dataclasses import replace

    return tuple(replace(each, sequence=sequence) for each in group)


def _say_left_out(cli: Cli, found: Invitable) -> None:
    if found.above:
        cli.say(f"Withheld, being above {found.level}: {found.above}.")
    if found.kept:
        cli.say(f"Withheld, being not for the other delegations: {found.kept}.")
    start = found.record.when.bounds(cli.app.zone)[0]
    if start is not None and start < cli.app.now and not _event(found).is_off:
        cli.say(f"{found.of.short} has begun already: this comes late.")


def _hand_out(
    cli: Cli,
    found: Invitable,
    letters: Sequence[tuple[tuple[Addressed, ...], bytes]],
    said: dict[str, Any],
) -> None:
    """Write the messages, and keep that they were, where that is asked for."""
    from tracker.cli.files import write_out
    from tracker.services.invitations import keep_sent

    output: str | None = said["output"]
    folder = _folder(output)
    if folder is None and len(letters) > 1:
        raise Invalid(
            f"{len(letters)} messages do not go into one file.",
            hint="Name a folder with -o FOLDER/, or add --together: everybody then sees everybody.",
        )
    for group, content in letters:
        target = str(folder / _file_name(found, group)) if folder else output
        write_out(target, content)
        if target not in (None, "-"):
            cli.say(f"Wrote {target}.")
    if said["record"]:
        with cli.desk() as desk:
            for group, _ in letters:
                keep_sent(desk, found.of, group)
        names = ", ".join(str(each.mailbox) for group, _ in letters for each in group)
        cli.say(f"Kept as told of {found.of.short}: {names}.")


def _folder(output: str | None) -> Path | None:
    if output in (None, "-"):
        return None
    path = Path(str(output)).expanduser()
    if not str(output).endswith("/"):
        return path if path.is_dir() else None
    try:
        path.mkdir(exist_ok=True)
    except OSError as fault:
        raise Unavailable(f"{path} cannot be made: {fault.strerror}.") from fault
    return path


def _file_name(found: Invitable, group: Sequence[Addressed]) -> str:
    whom = group[0].mailbox.address if len(group) == 1 else "all"
    return re.sub(r"[^A-Za-z0-9@._+-]", "-", f"{found.of.short}-{whom}") + ".eml"
