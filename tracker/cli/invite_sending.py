"""Sending invitations: shown first, sent after a yes, and kept one by one as they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tracker.cli.agreement import agreed
from tracker.domain.invitations import Method
from tracker.errors import TrackerError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli.session import Cli
    from tracker.domain.invitations import Addressed
    from tracker.domain.mailboxes import Mailbox
    from tracker.outward.mail import Connection, MailServer
    from tracker.services.invitations import Invitable

# Whom a message is for, and the message.
Letter: TypeAlias = "tuple[tuple[Addressed, ...], bytes]"


def send(
    cli: Cli, found: Invitable, organizer: Mailbox, letters: Sequence[Letter], *, yes: bool
) -> None:
    """Send messages after a yes; raise Unavailable, naming who got none, unless all were taken.

    Who was sent one is kept at once: whatever happens then, they can be told of changes.
    """
    from tracker.outward.mail import Lost, connected, mail_server

    settings = cli.app.settings
    server = mail_server(settings["smtp_host"], settings["smtp_port"], settings["smtp_user"])
    if not yes and not _agreed(cli, organizer, letters, server):
        cli.say("Nothing was sent.")
        return
    missed: list[Mailbox] = []
    with connected(server) as connection:
        for number, letter in enumerate(letters):
            try:
                missed += _send_one(cli, found, organizer, letter, connection)
            except Lost as fault:
                cli.say(f"{fault.sentence} It is not known whether {_names(letter[0])} got it.")
                missed += [each.mailbox for group, _ in letters[number:] for each in group]
                break
    if missed:
        total = sum(len(group) for group, _ in letters)
        names = ", ".join(map(str, missed))
        raise Unavailable(f"{len(missed)} of {total} did not get it: {names}.")


def _agreed(cli: Cli, organizer: Mailbox, letters: Sequence[Letter], server: MailServer) -> bool:
    """Show what would be sent, and ask; refuse where nobody can answer."""
    count = len(letters)
    what, need = (f"{count} messages", "need") if count > 1 else ("1 message", "needs")
    return agreed(
        cli,
        f"Send {what}?",
        refusal=f"Nothing was sent: {what} through {server} {need} a yes.",
        shown=[
            *map(_preview, _different(letters)),
            *(f"{_called(each)} to {each.mailbox}" for group, _ in letters for each in group),
            f"From {organizer}, through {server}.",
        ],
    )


def _different(letters: Sequence[Letter]) -> list[bytes]:
    """Return one message of each sort: what is said, in which language."""
    sorts = {(g[0].method, g[0].is_new, g[0].language): content for g, content in letters}
    return list(sorts.values())


def _preview(content: bytes) -> str:
    from email import message_from_bytes
    from email.policy import SMTP

    mail = message_from_bytes(content, policy=SMTP)
    text = mail.get_body(("plain",))
    words = text.get_content() if text is not None else ""
    lines = [f"Subject: {mail['Subject']}", "", *words.rstrip().splitlines()]
    return "\n".join(f"  {line}".rstrip() for line in lines) + "\n"


def _called(each: Addressed) -> str:
    if each.method is Method.CANCEL:
        return "Withdrawn" if each.only_theirs else "Called off"
    return "Invitation" if each.is_new else "Change"


def _send_one(
    cli: Cli, found: Invitable, organizer: Mailbox, letter: Letter, connection: Connection
) -> list[Mailbox]:
    """Send one message, keep who got it, and return who did not."""
    from tracker.outward.mail import NotTaken

    group, content = letter
    try:
        refused = connection.hand_in(
            organizer.address, [each.mailbox.address for each in group], content
        )
    except NotTaken as fault:
        cli.say(f"Not taken for {_names(group)}: {fault.sentence}")
        return [each.mailbox for each in group]
    for address, why in refused.items():
        cli.say(f"Not taken for {address}: {why}")
    sent = tuple(each for each in group if each.mailbox.address not in refused)
    if sent:
        _keep(cli, found, sent)
    return [each.mailbox for each in group if each.mailbox.address in refused]


def _keep(cli: Cli, found: Invitable, sent: tuple[Addressed, ...]) -> None:
    from tracker.services.invitations import keep_sent

    try:
        with cli.desk() as desk:
            keep_sent(desk, found.of, sent)
    except TrackerError as fault:
        raise Unavailable(
            f"It was sent to {_names(sent)}, and nobody after them, but the ledger could not keep "
            f"that: {fault.sentence}",
            hint=fault.hint,
        ) from fault
    cli.say(f"Sent to {_names(sent)}.")


def _names(group: Sequence[Addressed]) -> str:
    return ", ".join(str(each.mailbox) for each in group)
