"""Handing in mail: encrypted unless the server is this machine, and told when it is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.outward.smtp import Manners, mail_server
from tests.outward.strangers import certificate
from tracker.errors import Invalid, Unavailable
from tracker.outward import mail
from tracker.outward.credentials import Credentials
from tracker.outward.mail import Lost, MailServer, NotTaken, connected
from tracker.outward.mail import mail_server as named

if TYPE_CHECKING:
    from pathlib import Path

# The loopback in a spelling that is not taken for one.
ELSEWHERE = "127.1"
MESSAGE = b"Subject: Talks\r\n\r\n.Talks\r\n"


def test_a_message_arrives_as_it_was_handed_in() -> None:
    with mail_server() as kept, connected(MailServer("127.0.0.1", kept.port)) as connection:
        assert connection.hand_in("a@x.example", ["b@x.example"], MESSAGE) == {}
    assert kept.envelopes == [("a@x.example", ("b@x.example",), MESSAGE)]


def test_nothing_is_said_in_clear_to_another_machine() -> None:
    server = Manners(password="secret")  # noqa: S106
    with mail_server(server) as kept:
        elsewhere = MailServer(ELSEWHERE, kept.port, Credentials("desk", "secret"))
        with pytest.raises(Unavailable, match="offers no encryption"), connected(elsewhere):
            pass
    assert (kept.envelopes, kept.logins) == ([], [])


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path, "elsewhere.example")
    with (
        mail_server(Manners(starttls=context)) as kept,
        pytest.raises(Unavailable, match="is not one to trust"),
        connected(MailServer(ELSEWHERE, kept.port)),
    ):
        pass
    assert kept.envelopes == []


def test_the_password_is_told_over_an_encrypted_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path, ELSEWHERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    server = Manners(starttls=context, password="secret")  # noqa: S106
    with mail_server(server) as kept:
        there = MailServer(ELSEWHERE, kept.port, Credentials("desk", "secret"))
        with connected(there) as connection:
            connection.hand_in("a@x.example", ["b@x.example"], MESSAGE)
    assert (kept.encrypted, kept.logins) == ([True], [("desk", "secret")])


def test_tls_from_the_start_is_spoken_at_its_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path, ELSEWHERE)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with mail_server(Manners(tls=context)) as kept:
        monkeypatch.setattr(mail, "IMPLICIT_TLS", kept.port)  # 465 itself is root's
        with connected(MailServer(ELSEWHERE, kept.port)) as connection:
            connection.hand_in("a@x.example", ["b@x.example"], MESSAGE)
    assert kept.encrypted == [True]


def test_a_wrong_password_is_told_and_not_repeated() -> None:
    with mail_server(Manners(password="right")) as kept:  # noqa: S106
        here = MailServer("localhost", kept.port, Credentials("desk", "wrong"))
        with pytest.raises(Unavailable, match=r"does not let “desk” in") as told, connected(here):
            pass
    assert "wrong" not in told.value.sentence


def test_who_is_refused_is_told_and_the_others_get_it() -> None:
    manners = Manners(refused=frozenset({"gone@x.example"}))
    with mail_server(manners) as kept, connected(MailServer("127.0.0.1", kept.port)) as to:
        both = to.hand_in("a@x.example", ["gone@x.example", "b@x.example"], MESSAGE)
        alone = to.hand_in("a@x.example", ["gone@x.example"], MESSAGE)
    assert both == alone == {"gone@x.example": "550 no such person"}
    assert [to for _, to, _ in kept.envelopes] == [("b@x.example",)]


def test_a_message_that_is_refused_leaves_the_connection_open() -> None:
    manners = Manners(message_refused=True)
    with mail_server(manners) as kept, connected(MailServer("127.0.0.1", kept.port)) as to:
        for _ in range(2):
            with pytest.raises(NotTaken, match="554 too"):
                to.hand_in("a@x.example", ["b@x.example"], MESSAGE)


def test_a_connection_that_breaks_is_told() -> None:
    with (
        mail_server(Manners(drops_after=0)) as kept,
        connected(MailServer("127.0.0.1", kept.port)) as connection,
        pytest.raises(Lost, match="broke"),
    ):
        connection.hand_in("a@x.example", ["b@x.example"], MESSAGE)


def test_a_password_is_the_environment_s_or_netrc_s(tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine mail.example login desk password kept\n")
    netrc.chmod(0o600)
    env = {"NETRC": str(netrc)}
    assert named("mail.example", None, None, env).credentials == Credentials("desk", "kept")
    told = {**env, "TRACKER_SMTP_PASSWORD": "told"}
    assert named("mail.example", "465", "desk", told).credentials == Credentials("desk", "told")
    assert named("other.example", None, None, told).credentials is None
    with pytest.raises(Invalid, match="There is no password for “other”"):
        named("mail.example", None, "other", env)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        (None, None, "No mail server is named"),
        ("", None, "No mail server is named"),
        ("smtp://mail.example", None, "which is no name of a server"),
        ("mail.example\r\nQUIT", None, "which is no name of a server"),
        ("mail.example", "0", "smtp_port is “0”"),
        ("mail.example", "smtps", "smtp_port is “smtps”"),
    ],
)
def test_settings_that_name_no_server_are_refused(
    host: str | None, port: str | None, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        named(host, port, None, {})


def test_nobody_at_the_port_is_told() -> None:
    with mail_server() as kept:
        pass
    nobody = MailServer("127.0.0.1", kept.port)
    with pytest.raises(Unavailable, match="cannot be reached"), connected(nobody):
        pass
