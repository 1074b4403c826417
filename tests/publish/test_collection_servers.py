"""The way to a collection: servers that are busy, refuse, lead on, or are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.clients.servers import xandikos
from tests.clients.tools import peer
from tests.publish.in_between import Answer, between

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from pathlib import Path

    from tests.conftest import Tracker
    from tests.publish.officers import Desk


def test_an_item_that_is_not_taken_costs_none_of_the_others(published: Desk) -> None:
    for number in (4, 5, 6):
        published.log(f"Talks {number}", f"{number} April 2025 10:00")
    refused = [Answer(409, body=b"<d:error xmlns:d='DAV:'><C:no-uid-conflict/></d:error>")]

    def picky(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return refused.pop() if method == "PUT" and refused else None

    published.way.faults.append(picky)
    done = published.publish()
    assert done.code == 1
    assert done.out == (
        "created m5 Talks 5\ncreated m6 Talks 6\n"
        "refused m4 Talks 4: “127.0.0.1” does not take it (409 Conflict: no-uid-conflict).\n"
    )
    assert done.err.endswith("tracker: The server did not take 1 event.\n")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "“127.0.0.1” does not let “{}” in (401). 1 of 2 changes had been made there."),
        (403, "“127.0.0.1” does not let “{}” at /{}/meetings/ (403). 1 of 2 changes had been"),
        (404, "The calendar at {url} is no longer there (404). 1 of 2 changes had been made"),
        (502, "“127.0.0.1” cannot serve just now (502 Bad Gateway). 1 of 2 changes had been"),
        (507, "“127.0.0.1” has no room left (507). 1 of 2 changes had been made there."),
    ],
)
def test_a_server_that_says_no_ends_the_run(published: Desk, status: int, told: str) -> None:
    for number in (4, 5):
        published.log(f"Talks {number}", f"{number} April 2025 10:00")

    def no(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return Answer(status, {"Retry-After": "90"}) if published.way.count("PUT") > 1 else None

    published.way.faults.append(no)
    done = published.publish()
    user = published.way.user
    assert done.code == 1
    assert told.format(user, user, url=published.way.url()) in done.err
    assert "s3cret" not in done.err + done.out
    assert len(published.there()) == 4


def test_nobody_is_let_in_without_a_password(officer: Desk) -> None:
    def closed(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return Answer(401, {"WWW-Authenticate": 'Basic realm="x"'})

    officer.way.faults.append(closed)
    done = officer.tracker("publish", officer.way.url())
    assert done.code == 1
    assert done.err.startswith("tracker: “127.0.0.1” does not let just anybody in (401).\nPut user")
    done = officer.publish()
    assert f"does not let “{officer.way.user}” in (401).\nAre the user and" in done.err
    assert [m for m, _ in officer.way.asked] == ["PROPFIND"] * 2  # once without, once with


def test_the_password_of_the_environment_goes_to_no_second_server(
    published: Desk, server: HTTPConnection
) -> None:
    with between(server.port, published.way.user) as other:
        assert published.run("publish", other.url()).code == 0
        heard: list[str] = []

        def listening(method: str, path: str, headers: dict[str, str]) -> Answer | None:
            heard.append(headers.get("Authorization", ""))
            return Answer(401, {"WWW-Authenticate": 'Basic realm="x"'})

        published.way.faults.append(listening)
        other.faults.append(listening)
        done = published.run("publish", "--all")
    assert done.code == 1
    assert done.err.count("does not let just anybody in (401).\nPut user and password into") == 2
    assert done.err.endswith("2 of 2 collections could not be brought up to date.\n")
    assert set(heard) == {""}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            Answer(401, {"WWW-Authenticate": 'Digest realm="x", nonce="y", stale=true'}),
            "does not let",
        ),
        (Answer(301, {"Location": "/elsewhere/"}), "(301 Moved Permanently)"),
        (Answer(302, {"Location": "https://other.example/"}), "leads on to “other.example”"),
        (Answer(200, {}, b"<html>Please sign in</html>"), "does not speak CalDAV at"),
        (Answer(207, {}, b"<html>Please sign in</html>"), "something that is no list"),
        (Answer(405), "does not speak CalDAV at"),
    ],
)
def test_a_server_that_is_none_is_left_soon(officer: Desk, answer: Answer, told: str) -> None:
    def always(method: str, path: str, headers: dict[str, str]) -> Answer:
        return answer

    officer.way.faults.append(always)
    done = officer.publish("--create")
    assert (done.code, told in done.err) == (1, True), done.err
    assert len(officer.way.asked) <= 5


def test_a_server_may_lead_on_to_a_path_of_its_own(published: Desk) -> None:
    there = published.way.url().removeprefix(f"http://127.0.0.1:{published.way.port}")

    def leading(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return Answer(301, {"Location": there}) if path == "/dav/" else None

    published.way.faults.append(leading)
    done = published.run("publish", f"http://127.0.0.1:{published.way.port}/dav")
    assert done.err == f"{published.way.url()}: nothing to do; 3 as they were (public, en).\n"


def test_an_etag_that_cannot_be_said_back_is_learned_with_the_event(published: Desk) -> None:
    """An event of which nobody can tell whether others were there is looked at first."""

    def odd(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        listed = f"<d:response><d:href>{href}</d:href><d:propstat><d:prop><d:getetag>"
        listed += '"&#1078;"</d:getetag></d:prop></d:propstat></d:response>'
        body = f'<d:multistatus xmlns:d="DAV:">{listed}</d:multistatus>'.encode()
        return Answer(207, {}, body) if headers.get("Depth") == "1" else None

    href = next(h for h, c in published.there().items() if b"Talks 2" in c)
    published.way.faults.append(odd)
    assert published.tracker("edit", "m2", "--title", "Talks of two").code == 0
    done = published.publish()
    assert "left m1 Talks 1: It was deleted there.\n" in done.out
    assert published.way.count("REPORT") == 1
    assert (done.code, published.titles()) == (5, ["Talks 1", "Talks 3", "Talks of two"])


def test_half_a_password_is_refused(officer: Desk) -> None:
    done = officer.tracker("publish", officer.way.url(), TRACKER_CALDAV_USER="ann")
    assert done.code == 4
    assert not officer.way.asked


def test_what_is_no_calendar_names_those_that_are(published: Desk) -> None:
    root = f"http://127.0.0.1:{published.way.port}"
    for url in (f"{root}/", f"{root}/{published.way.user}"):
        done = published.run("publish", url)
        assert done.code == 4
        assert f"\nThere are these:\n  {published.way.url()}  Diplomatic calendar\n" in done.err
    done = published.publish(collection="metings")
    assert (done.code, published.way.url() in done.err) == (3, True)


def test_over_http_no_other_machine_is_told_a_password(officer: Desk) -> None:
    done = officer.run("publish", "http://192.0.2.1:5232/officer/meetings/")
    assert done.code == 4
    assert done.err.endswith(
        "Use https://, or, if you trust the way: --allow-host 192.0.2.1:5232\n"
    )
    done = officer.run("publish", "https://officer:s3cret@dav.example.org/meetings/")
    assert done.code == 4
    assert "s3cret" not in done.err


@pytest.mark.slow
def test_another_server_does_as_well(tracker: Tracker, tmp_path: Path) -> None:
    """Xandikos keeps what it is given octet for octet, and says otherwise that nothing is there."""
    for number in (1, 2, 3):
        when = f"{number} April 2025 10:00"
        said = ("log", f"Talks {number}", "--on", when, "--at", "Cairo", "--visibility", "public")
        assert tracker(*said).code == 0
    with xandikos(peer("xandikos"), tmp_path) as port:
        home = f"http://127.0.0.1:{port}/user/calendars/"
        done = tracker("publish", f"{home}talks/")
        assert (done.code, f"\n  {home}calendar/" in done.err) == (3, True)
        assert tracker("publish", f"{home}talks/", "--create").out.count("created") == 3
        assert tracker("move", "m2", "5 April 2025 15:00").code == 0
        assert tracker("remove", "m3", "--yes").code == 0
        done = tracker("publish", f"{home}talks/")
        assert sorted(done.out.splitlines()) == ["deleted m3", "updated m2 Talks 2"]
        done = tracker("publish", f"{home}talks/")
        assert done.err == f"{home}talks/: nothing to do; 2 as they were (public, en).\n"
