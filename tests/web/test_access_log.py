"""The access log: one line of JSON a request, no secret in any, and never in the way."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.presses import TOKEN
from tracker.web.access_log import AccessLog, Proxies, Seen, without_secrets
from tracker.web.addresses import canonical, is_secret, shown

if TYPE_CHECKING:
    from collections.abc import Callable


def seen(**more: Any) -> Seen:
    known: dict[str, Any] = {
        "began": 1743411600.25,
        "seconds": 0.0004,
        "method": "GET",
        "path": b"/feeds/x.ics",
        "status": 200,
        "octets": 1100,
        "client": "203.0.113.9",
        "headers": [(b"user-agent", b"Thunderbird/153")],
        "conditional": False,
        "stale": False,
    }
    return Seen(**(known | more))


def lines_of(*requests: Seen, proxies: Proxies | None = None) -> list[dict[str, Any]]:
    written: list[bytes] = []
    log = AccessLog(proxies or Proxies(), write=written.append, complain=print)
    log.start()
    for each in requests:
        log.add(each)
    log.close()
    return [json.loads(line) for line in b"".join(written).splitlines()]


def test_a_line_tells_the_whole_of_a_request() -> None:
    assert lines_of(seen()) == [
        {
            "time": "2025-03-31T09:00:00.250Z",
            "method": "GET",
            "path": "/feeds/x.ics",
            "status": 200,
            "octets": 1100,
            "ms": 0.4,
            "client": "203.0.113.9",
            "agent": "Thunderbird/153",
            "conditional": False,
        }
    ]
    assert lines_of(seen(stale=True))[0]["stale"] is True


def test_every_request_has_its_line_in_order() -> None:
    found = lines_of(*(seen(status=200 + n % 7, octets=n) for n in range(5000)))
    assert [line["octets"] for line in found] == list(range(5000))


PART = TOKEN[:20]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (f"/feeds/{TOKEN}/x.ics", "/feeds/…/x.ics"),
        (f"/feeds/{PART}/x.ics", "/feeds/…/x.ics"),
        (f"/calendar/feeds/{TOKEN}/x.ics", "/calendar/feeds/…/x.ics"),
        (f"/feeds/{TOKEN}", "/feeds/…"),
        (f"/feeds/{TOKEN}.ics", "/feeds/…"),
        (f"/feeds/{TOKEN}/", "/feeds/…/"),
        (f"/feeds/{TOKEN}/x.ics/{TOKEN}", "/feeds/…/…/…"),
        (f"/feed/{TOKEN}/x.ics", "/feed/…/x.ics"),
        (f"/{TOKEN}/x.ics", "/…/x.ics"),
        (f"/{TOKEN}", "/…"),
        (f"//feeds//{TOKEN}//x.ics", "//feeds/…/…/…/x.ics"),
        (f"/feeds%2F{TOKEN}%2Fx.ics", "/feeds/…/x.ics"),
        ("/feeds/" + "".join(f"%{ord(c):02x}" for c in TOKEN) + "/x.ics", "/feeds/…/x.ics"),
        (f"/feeds/{TOKEN}/x.ics?token={TOKEN}", "/feeds/…/x.ics"),
        ("/feeds/aes-russia.ics", "/feeds/aes-russia.ics"),
        ("/sessions/aes-russia-1/", "/sessions/aes-russia-1/"),
        ("/meetings/2f1c0e9a-7f0e-4b0e-9d7c-0a1b2c3d4e5f/", None),
        ("/", "/"),
        ("/style.css", "/style.css"),
        ("/" + "a" * 300, "/" + "a" * 199 + "…"),
    ],
)
def test_no_part_of_a_secret_is_shown(path: str, told: str | None) -> None:
    assert shown(path.encode()) == (path if told is None else told)


def test_no_line_can_be_forged_or_steer_a_terminal() -> None:
    line = lines_of(
        seen(
            path=b'/"%0a{"status":200}%1b[2J%e2%80%aex',
            headers=[(b"user-agent", b'x"\r\n{"a":1}\x1b[31m' + b" y" * 999 + TOKEN.encode())],
        )
    )[0]
    assert "\x1b" not in line["path"] + line["agent"]
    assert "\n" not in line["path"] + line["agent"]
    assert "\u202e" not in line["path"]
    assert len(line["agent"]) == 120


def test_a_secret_in_a_name_or_a_sentence_is_hidden() -> None:
    line = lines_of(seen(headers=[(b"user-agent", f"x ({TOKEN})".encode())]))[0]
    assert line["agent"] == "x (…)"
    assert without_secrets(f"No such\n  thing: {TOKEN}") == "No such thing: …"


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ((), "127.0.0.1", b"203.0.113.9", "127.0.0.1"),
        (("127.0.0.1",), "127.0.0.1", b"203.0.113.9", "203.0.113.9"),
        (("127.0.0.1",), "198.51.100.1", b"203.0.113.9", "198.51.100.1"),
        (("127.0.0.1",), "127.0.0.1", b"10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (("127.0.0.1", "10.0.0.0/8"), "127.0.0.1", b"192.0.2.1, 10.1.2.3", "192.0.2.1"),
        (("127.0.0.1",), "127.0.0.1", b"nonsense", "127.0.0.1"),
        (("127.0.0.1",), "127.0.0.1", b"", "127.0.0.1"),
        (("127.0.0.1",), "127.0.0.1", b"203.0.113.9:4711", "203.0.113.9"),
        (("::1",), "::1", b"[2001:db8::7]:443", "2001:db8::7"),
        (("unix",), None, b"203.0.113.9", "203.0.113.9"),
        (("127.0.0.1",), None, b"203.0.113.9", None),
    ],
)
def test_only_a_named_proxy_may_say_who_asks(
    trusted: tuple[str, ...], peer: str | None, forwarded: bytes, client: str | None
) -> None:
    headers = [(b"x-forwarded-for", forwarded)]
    found = lines_of(seen(client=peer, headers=headers), proxies=Proxies(trusted))
    assert found[0]["client"] == client


def test_a_blocked_log_holds_nobody_up_and_says_what_it_lost() -> None:
    go_on = threading.Event()
    told: list[str] = []
    written: list[bytes] = []

    def write(lines: bytes) -> None:
        go_on.wait(30)
        written.append(lines)

    log = AccessLog(Proxies(), write=write, complain=told.append)
    log.start()
    began = time.perf_counter()
    for _ in range(60_000):
        log.add(seen())
    assert time.perf_counter() - began < 20
    go_on.set()
    log.close(30)
    kept = len(b"".join(written).splitlines())
    assert told == [f"The access log was too slow: {60_000 - kept} requests are not in it."]


def broken(_: bytes) -> None:
    raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("write", [broken])
def test_a_log_that_nobody_reads_ends_with_a_word(write: Callable[[bytes], None]) -> None:
    told: list[str] = []
    log = AccessLog(Proxies(), write=write, complain=told.append)
    log.start()
    log.add(seen())
    log.close()
    for _ in range(10):
        log.add(seen())
    assert told == ["The access log cannot be written, and ends here: Broken pipe."]


def test_a_secret_address_is_told_by_its_shape() -> None:
    assert is_secret(f"/feeds/{TOKEN}/x.ics")
    assert not is_secret("/feeds/x.ics")
    assert not is_secret("/sessions/x/")


def test_one_spelling_stands_for_all() -> None:
    assert canonical(b"/%66eeds/x%2eics") == "/feeds/x.ics"
    assert canonical("/meetings/é/".encode()) == "/meetings/%C3%A9/"
    assert canonical(b"/calendar/feeds/x.ics", "/calendar") == "/feeds/x.ics"
    assert canonical(b"/calendar", "/calendar") == "/"
    assert canonical(b"/calendar2/", "/calendar") == "/calendar2/"
