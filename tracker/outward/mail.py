"""Handing messages to the mail server that the settings name (SMTP, RFC 5321).

Nothing is handed over unencrypted but to this very machine, and no password either.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Conflict, Invalid, Unavailable
from tracker.outward.credentials import Credentials, from_netrc
from tracker.outward.hosts import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SUBMISSION: Final = 587  # RFC 6409
IMPLICIT_TLS: Final = 465  # RFC 8314
PATIENCE: Final = 30.0  # seconds
PASSWORD: Final = "TRACKER_SMTP_PASSWORD"  # noqa: S105 - where it stands, not what it is


class NotTaken(Conflict):
    """The server takes other messages, but not this one."""


class Lost(Unavailable):
    """The connection broke: it is not known whether the server took the message."""


@frozen
class MailServer:
    """Where messages are handed in, and as whom; nobody in particular without credentials."""

    host: str
    port: int = SUBMISSION
    credentials: Credentials | None = None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, so that nobody listens on the way."""
        return self.host.casefold() == "localhost" or is_loopback(self.host)


def mail_server(
    host: str | None,
    port: str | None,
    user: str | None,
    environment: Mapping[str, str] | None = None,
) -> MailServer:
    """Return the server as the settings name it, with its password.

    The password is the environment's TRACKER_SMTP_PASSWORD, else what ~/.netrc has for
    the host. Raises Invalid for settings that name no server, or a user without a password.
    """
    env = os.environ if environment is None else environment
    if not host:
        raise Invalid(
            "No mail server is named, so nothing can be sent.",
            hint="Name one with TRACKER_SMTP_HOST, or smtp_host in tracker.toml.",
        )
    if not host.isascii() or any(sign in host for sign in " /@,\r\n\t"):
        raise Invalid(f"smtp_host is {quoted(host)}, which is no name of a server.")
    if port is not None and not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise Invalid(f"smtp_port is {quoted(port)}; say a number such as 587 or 465.")
    return MailServer(host, int(port or SUBMISSION), _credentials(host, user, env))


def _credentials(host: str, user: str | None, env: Mapping[str, str]) -> Credentials | None:
    password = env.get(PASSWORD)
    if user and password:
        return Credentials(user, password)
    known = from_netrc(host, env)
    if known and user in (None, "", known.user):
        return known
    if user:
        raise Invalid(
            f"There is no password for {quoted(user)} at {host}.",
            hint=f"Put it into {PASSWORD}, or into ~/.netrc.",
        )
    return None


class Connection:
    """An open connection, over which one message after the other is handed in."""

    def __init__(self, smtp: smtplib.SMTP, server: MailServer) -> None:
        self._smtp = smtp
        self._server = server

    def hand_in(self, sender: str, to: Sequence[str], message: bytes) -> dict[str, str]:
        """Hand in one message; return which recipients the server refused, and why.

        Raises NotTaken when it refused all of them or the message itself, and Lost when
        the connection broke.
        """
        try:
            refused = self._smtp.sendmail(sender, list(to), message)
        except smtplib.SMTPRecipientsRefused as fault:
            return {address: _said(*answer) for address, answer in fault.recipients.items()}
        except smtplib.SMTPResponseException as fault:
            raise NotTaken(_said(fault.smtp_code, fault.smtp_error)) from fault
        except (OSError, smtplib.SMTPException) as fault:
            raise Lost(f"The connection to {self._server} broke: {_why(fault)}.") from fault
        return {address: _said(*answer) for address, answer in refused.items()}


@contextmanager
def connected(server: MailServer) -> Iterator[Connection]:
    """Connect and log in; raise Unavailable, saying why, when that cannot be done.

    Nothing is said to a server that is not this machine before the connection is
    encrypted and the server's certificate is the right one.
    """
    try:
        smtp = _open(server)
    except ssl.SSLCertVerificationError as fault:
        raise Unavailable(
            f"The certificate of {server} is not one to trust: {fault.verify_message}."
        ) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise Unavailable(f"The mail server {server} cannot be reached: {_why(fault)}.") from fault
    try:
        _log_in(smtp, server)
        yield Connection(smtp, server)
    finally:
        _leave(smtp)


def _open(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.port == IMPLICIT_TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        smtp.ehlo_or_helo_if_needed()
        if not server.is_here:
            _encrypt(smtp, server, context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _encrypt(smtp: smtplib.SMTP, server: MailServer, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        raise Unavailable(
            f"The mail server {server} offers no encryption (STARTTLS), so nothing was sent.",
            hint="Where it takes TLS from the start, say smtp_port 465.",
        )
    smtp.starttls(context=context)
    smtp.ehlo()


def _log_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if server.credentials is None:
        return
    user = server.credentials.user
    try:
        smtp.login(user, server.credentials.password)
    except smtplib.SMTPAuthenticationError as fault:
        raise Unavailable(
            f"The mail server {server} does not let {quoted(user)} in with that password."
        ) from fault
    except UnicodeEncodeError as fault:
        raise Invalid(f"The password of {quoted(user)} has letters outside ASCII.") from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise Unavailable(f"{quoted(user)} cannot log in to {server}: {_why(fault)}.") from fault


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def _said(code: int, answer: bytes | str) -> str:
    """Return a server's answer on one line, cut to what a sentence bears."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:200]


def _why(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _said(fault.smtp_code, fault.smtp_error)
    told = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return " ".join(str(told).split())[:200].rstrip(".")
