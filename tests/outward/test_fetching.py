"""Fetching from strangers: what arrives whole, what is refused, and that everything ends."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest

from tests.outward.strangers import CALENDAR, Stranger, certificate, head, ok, stranger
from tracker import __version__
from tracker.errors import Invalid, NotFound, TrackerError, Unavailable
from tracker.outward.fetching import Fetched, Limits, fetch
from tracker.outward.hosts import Allowed

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Answer = Callable[[str], Iterable[bytes]]
SOON = Limits(octets=10_000, seconds=1.0)


def got(
    known: Stranger, path: str = "/", etag: str | None = None, last_modified: str | None = None
) -> Fetched:
    return fetch(
        known.url(path),
        allow=Allowed.of([known.name]),
        etag=etag,
        last_modified=last_modified,
        limits=SOON,
    )


def said(pieces: list[bytes]) -> Answer:
    return lambda _: pieces


def refused(answer: Answer, kind: type[TrackerError] = Unavailable) -> str:
    with stranger(answer) as known, pytest.raises(kind) as told:
        got(known)
    return told.value.sentence.replace(str(known.port), "PORT")


def test_what_stands_there_arrives_whole() -> None:
    with stranger(
        lambda _: ok(ETag='"1"', Last_Modified="then", Content_Type="text/calendar")
    ) as s:
        found = got(s, "/a b.ics?x=é".replace(" ", "%20"))
    with found.content as content:
        assert content.read() == CALENDAR
    assert (found.etag, found.last_modified, found.not_modified) == ('"1"', "then", False)
    assert found.content_type == "text/calendar"
    request = s.requests[0]
    assert request.startswith("GET /a%20b.ics?x=%C3%A9 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{s.port}\r\n" in request
    assert f"User-Agent: tracker/{__version__}\r\n" in request
    assert "Accept-Encoding: identity\r\n" in request


def test_what_is_as_it_was_is_not_sent_again() -> None:
    with stranger(lambda _: [head(304, ETag='"2"')]) as s:
        found = got(s, etag='W/"1"', last_modified="Mon, 31 Mar 2025 09:00:00 GMT")
    with found.content as content:
        assert content.read() == b""
    assert found.not_modified
    assert 'If-None-Match: W/"1"\r\n' in s.requests[0]
    assert "If-Modified-Since: Mon, 31 Mar 2025 09:00:00 GMT\r\n" in s.requests[0]


def test_pieces_and_bodies_without_a_length_arrive() -> None:
    chunks = [head(200, Transfer_Encoding="chunked"), b"5\r\nBEGIN\r\n", b"0\r\n\r\n"]
    for pieces in (chunks, [head(200), b"BEGIN"]):
        with stranger(said(pieces)) as s, got(s).content as content:
            assert content.read() == b"BEGIN"


def test_detours_are_followed_five_times() -> None:
    def answer(request: str) -> list[bytes]:
        step = int(request.split()[1].rpartition("/")[2])
        return ok() if step == 5 else [head(302, Location=str(step + 1))]

    with stranger(answer) as s:
        found = got(s, "/feeds/0")
        found.content.close()
        assert found.url == s.url("/feeds/5")
    sentence = refused(lambda _: [head(301, Location="/again")])
    assert sentence == "“127.0.0.1” leads on and on, more than 5 times."


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("file:///etc/passwd", "“file” cannot be asked"),
        ("ftp://example.org/", "“ftp” cannot be asked"),
        ("//user:s3cret@example.org/", "A user name or password"),
        ("http://[::1", "It cannot be read."),
    ],
)
def test_detours_to_what_is_not_asked_are_refused(location: str, told: str) -> None:
    sentence = refused(lambda _: [head(302, Location=location)], Invalid)
    assert sentence.startswith(f"“127.0.0.1” leads on to what is not asked: {told}")
    assert "s3cret" not in sentence


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda _: [head(401)], "“127.0.0.1” does not show this address to just anybody (401)."),
        (lambda _: [head(500)], "“127.0.0.1” answered with 500 Internal Server Error."),
        (lambda _: [head(799)], "“127.0.0.1” answered with 799 “So”."),
        (
            lambda _: [head(503, Retry_After="120")],
            (
                "“127.0.0.1” answered with 503 Service Unavailable, and asks to be tried again "
                "in 120 seconds."
            ),
        ),
        (lambda _: [head(304)], "“127.0.0.1” answered with 304 Not Modified."),
        (lambda _: [head(302)], "“127.0.0.1” leads on (302), and does not say where."),
        (
            lambda _: ok(Content_Encoding="gzip"),
            "“127.0.0.1” sends “gzip”, although it was asked for plain octets.",
        ),
        (lambda _: [head(200, Content_Length="99999999")], "“127.0.0.1” sends more than 0.01 MB."),
        (
            lambda _: [head(200, Content_Length="100"), b"BEGIN"],
            "“127.0.0.1” broke off after 5 octets, 95 too early.",
        ),
        (
            lambda _: [head(200, Transfer_Encoding="chunked"), b"ff\r\nBEGIN"],
            "“127.0.0.1” does not speak HTTP as it should (IncompleteRead).",
        ),
        (
            lambda _: [b"SSH-2.0-x\r\n"],
            "“127.0.0.1” does not speak HTTP as it should (BadStatusLine).",
        ),
        (lambda _: [], "“127.0.0.1” cannot be reached: it broke off."),
        (
            lambda _: [b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000],
            "“127.0.0.1” does not speak HTTP as it should (HTTPException).",
        ),
        (
            lambda _: [b"HTTP/1.1 200 OK\r\na: ", b"b" * 100_000],
            "“127.0.0.1” does not speak HTTP as it should (LineTooLong).",
        ),
    ],
)
def test_what_does_not_come_is_told_in_one_sentence(answer: Answer, told: str) -> None:
    assert refused(answer) == told


def test_nothing_there_is_not_found() -> None:
    assert (
        refused(lambda _: [head(404)], NotFound)
        == "There is nothing at this address of “127.0.0.1” (404)."
    )


def endless(*first: bytes, piece: bytes = b"x" * 1000, pause: float = 0.0) -> Answer:
    def pieces(_: str) -> Iterator[bytes]:
        yield from first
        while True:
            time.sleep(pause)
            yield piece

    return pieces


@pytest.mark.parametrize(
    "first",
    [
        head(200),
        head(200, Content_Length="9000"),
        head(200, Transfer_Encoding="chunked"),
        b"HTTP/1.1 200 OK\r\na: ",
    ],
)
def test_a_body_that_drips_ends_when_time_is_up(first: bytes) -> None:
    begun = time.monotonic()
    dripping = endless(first, piece=b"1", pause=0.02)
    assert refused(dripping) == "“127.0.0.1” did not answer, or not to the end, within 1 seconds."
    assert time.monotonic() - begun < 3


def test_promises_without_end_end_when_time_is_up() -> None:
    """RFC 9110 lets a server say “100 Continue” as often as it likes."""
    waiting = endless(piece=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.02)
    assert refused(waiting).endswith("within 1 seconds.")


def test_a_server_that_says_nothing_is_left_when_time_is_up() -> None:
    assert refused(endless(piece=b"", pause=0.02)).endswith("within 1 seconds.")


@pytest.mark.parametrize(
    "answer",
    [
        endless(head(200)),
        endless(head(200, Transfer_Encoding="chunked"), piece=b"3e8\r\n" + b"x" * 1000 + b"\r\n"),
    ],
)
def test_an_endless_body_is_cut_off(answer: Answer) -> None:
    assert refused(answer) == "“127.0.0.1” sends more than 0.01 MB."


HIDDEN = (
    *("http://127.0.0.1:{}/", "http://127.1:{}/", "http://2130706433:{}/", "http://0x7f.0.0.1:{}/"),
    *("http://017700000001:{}/", "http://localhost:{}/", "http://LOCALHOST.:{}/", "http://0:{}/"),
    *("http://[::ffff:127.0.0.1]:{}/", "http://[::ffff:7f00:1]:{}/", "http://①②⑦.⓪.⓪.①:{}/"),
    *(
        "http://127。0。0。1:{}/",
        "http://0.0.0.0:{}/",
        "https://127.0.0.1:{}/",
        "webcal://127.1:{}/",
    ),
    *("http://[::127.0.0.1]:{}/", "http://[64:ff9b::7f00:1]:{}/", "http://[2002:7f00:1::]:{}/"),
    *("http://169.254.169.254:{}/latest/meta-data/", "http://100.64.0.1:{}/", "http://[::1]:{}/"),
    *("http://%31%32%37.0.0.1:{}/", "http://127.0.0.1\\@example.org:{}/", "http://a@127.0.0.1:{}/"),
)


@pytest.mark.parametrize("address", HIDDEN)
def test_what_is_within_a_network_is_never_connected_to(address: str) -> None:
    """RELIABILITY.md's list: a canary listens, and hears nothing."""
    with stranger(lambda _: ok()) as canary:
        with pytest.raises((Invalid, Unavailable)):
            fetch(address.format(canary.port), limits=SOON)
        with stranger(lambda _: [head(302, Location=address.format(canary.port))]) as leading:
            with pytest.raises((Invalid, Unavailable)):
                got(leading)
            assert leading.connections == 1
        assert canary.connections == 0


def test_a_host_within_is_told_how_to_be_allowed() -> None:
    with pytest.raises(Invalid) as told:
        fetch("http://127.0.0.1:5232/", limits=SOON)
    assert told.value.sentence == (
        "“127.0.0.1” is an address within a network, and those are asked only when "
        "they are allowed by name."
    )
    assert told.value.hint == "If you trust it: --allow-host 127.0.0.1:5232"


def test_a_name_with_two_answers_is_asked_once_and_held_to_the_first() -> None:
    """DNS rebinding: the second answer leads to another machine."""
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["127.0.0.2"]))
    asked = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with (
        stranger(lambda _: ok()) as known,
        stranger(lambda _: ok(), at=("127.0.0.2", known.port)) as canary,
    ):
        allow = Allowed.of(["twofaced.example"])
        url = known.url(host="twofaced.example")
        fetch(url, allow=allow, limits=SOON, resolve=resolve).content.close()
        assert (known.connections, canary.connections) == (1, 0)
    assert asked == ["twofaced.example"]
    assert f"Host: twofaced.example:{known.port}\r\n" in known.requests[0]


@pytest.mark.parametrize("answers", [["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"]])
def test_a_name_that_is_within_and_without_is_refused(answers: list[str]) -> None:
    with stranger(lambda _: ok()) as canary:
        with pytest.raises(Invalid):
            fetch(
                canary.url(host="both.example"), limits=SOON, resolve=lambda _host, _port: answers
            )
        assert canary.connections == 0


def test_a_detour_is_looked_at_like_the_first_address() -> None:
    """A host that is allowed does not allow others."""
    with stranger(lambda _: ok()) as canary:
        with (
            stranger(lambda _: [head(307, Location=canary.url())]) as known,
            pytest.raises(Invalid),
        ):
            got(known)
        assert canary.connections == 0


def test_a_resolver_that_says_nothing_is_not_waited_for() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        time.sleep(2)
        return []

    with pytest.raises(Unavailable) as told:
        fetch("https://slow.example/", limits=Limits(seconds=0.2), resolve=resolve)
    assert told.value.sentence == "Nobody said in time where “slow.example” is."


def test_nobody_at_home_is_told() -> None:
    with stranger(lambda _: ok()) as known:
        pass
    with pytest.raises(Unavailable) as told:
        got(known)
    assert told.value.sentence == f"“127.0.0.1” takes no connection at port {known.port}."
    with pytest.raises(Unavailable) as told:
        fetch("https://nowhere.invalid/", limits=SOON)
    assert told.value.sentence == "No address is known for “nowhere.invalid”."


class Secured:
    """A server with a certificate for calendar.example, and a resolver that knows it."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.context = context
        self.asked_for: list[str | None] = []
        context.sni_callback = lambda _socket, name, _context: self.asked_for.append(name)

    def fetch(self, known: Stranger, path: str = "/") -> Fetched:
        return fetch(
            known.url(path, host="calendar.example", scheme="https"),
            allow=Allowed.of(["calendar.example", "other.example", "127.0.0.1"]),
            limits=Limits(seconds=5),
            resolve=lambda _host, _port: ["127.0.0.1"],
        )


@pytest.fixture
def secured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Secured:
    context, trusted = certificate(tmp_path, "calendar.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    return Secured(context)


def test_over_https_the_name_is_asked_for_and_the_certificate_read(secured: Secured) -> None:
    with (
        stranger(lambda _: ok(), secured=secured.context) as known,
        secured.fetch(known).content as content,
    ):
        assert content.read() == CALENDAR
    assert secured.asked_for == ["calendar.example"]
    assert f"Host: calendar.example:{known.port}\r\n" in known.requests[0]


def test_a_certificate_that_nobody_vouches_for_is_refused(
    secured: Secured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with (
        stranger(lambda _: ok(), secured=secured.context) as known,
        pytest.raises(Unavailable) as told,
    ):
        secured.fetch(known)
    assert "cannot show that it is “calendar.example”: self" in told.value.sentence
    assert not known.requests


def test_plain_http_where_https_was_asked_for_is_told() -> None:
    with stranger(lambda _: ok()) as known, pytest.raises(Unavailable) as told:
        fetch(known.url(scheme="https"), allow=Allowed.of([known.name]), limits=Limits(seconds=0.5))
    assert "“127.0.0.1”" in told.value.sentence


def test_https_does_not_lead_to_http(secured: Secured) -> None:
    with stranger(lambda _: ok()) as canary:
        with (
            stranger(
                lambda _: [head(302, Location=canary.url())], secured=secured.context
            ) as known,
            pytest.raises(Invalid) as told,
        ):
            secured.fetch(known)
        assert "leads on from https to http" in told.value.sentence
        assert canary.connections == 0


def test_a_password_goes_to_its_host_alone(secured: Secured, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    entries = [
        f"machine {host} login ann password s3cret"
        for host in ("calendar.example", "other.example", "127.0.0.1")
    ]
    netrc.write_text("\n".join([*entries, "default login ann password s3cret", ""]))
    netrc.chmod(0o600)

    def answer(request: str) -> list[bytes]:
        there = f"https://other.example:{known.port}/there"
        is_there = request.startswith("GET /there ")
        return ok() if is_there else [head(302, Location=there)]

    with (
        stranger(answer, secured=secured.context) as known,
        pytest.raises(Unavailable),  # the certificate is not the other one's
    ):
        secured.fetch(known)
    with stranger(lambda _: ok(), secured=secured.context) as known:
        secured.fetch(known).content.close()
    assert "Authorization: Basic YW5uOnMzY3JldA==\r\n" in known.requests[0]
    with stranger(lambda _: ok()) as plain:
        got(plain).content.close()
    assert "Authorization" not in plain.requests[0]


def test_a_netrc_that_others_read_is_not_used(secured: Secured, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine calendar.example login ann password s3cret\n")
    netrc.chmod(0o644)
    with stranger(lambda _: ok(), secured=secured.context) as known, pytest.raises(Invalid) as told:
        secured.fetch(known)
    assert told.value.sentence == f"{netrc} has passwords and others can read it."
    netrc.write_text("machine calendar.example login ann s3cret s3cret\n")
    with stranger(lambda _: ok(), secured=secured.context) as known, pytest.raises(Invalid) as told:
        secured.fetch(known)
    assert "s3cret" not in told.value.sentence
