"""What is answered: known bytes, conditions, faults (FEED.md, the H rows)."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.web.asking import Reply, ask, at_work, run
from tests.web.presses import CHANGED, TOKEN, FixedPress, thing
from tracker.errors import Unavailable
from tracker.web.addresses import is_secret

if TYPE_CHECKING:
    from tracker.publish.published import Published

CONTENT = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
FEED = thing(CONTENT)
PAGE = thing(b"<!doctype html>", "text/html; charset=utf-8")
SECRET = f"/feeds/{TOKEN}/x.ics"
THINGS = {
    "/feeds/x.ics": FEED,
    "/": PAGE,
    SECRET: thing(CONTENT, cache_control="private, max-age=300"),
    "/meetings/a%40b.example/": PAGE,
}
SAME = "Mon, 31 Mar 2025 09:00:00 GMT"
OTHERS = ("PUT", "POST", "DELETE", "PROPFIND", "OPTIONS", "REPORT", "PATCH", "TRACE", "LOCK")


def press() -> FixedPress:
    return FixedPress(dict(THINGS))


def test_a_feed_has_every_header_that_calendars_look_at() -> None:
    reply = ask(press(), "/feeds/x.ics")
    assert reply == Reply(
        200,
        {
            "content-type": "text/calendar; charset=utf-8",
            "content-length": str(len(CONTENT)),
            "cache-control": "public, max-age=300",
            "etag": FEED.etag,
            "last-modified": SAME,
            "content-disposition": 'inline; filename="x.ics"',
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        },
        CONTENT,
    )


def test_a_page_may_load_nothing_but_our_style() -> None:
    headers = ask(press(), "/").headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert "content-disposition" not in headers


def test_a_secret_feed_is_private_and_asks_not_to_be_listed() -> None:
    headers = ask(press(), SECRET).headers
    assert headers["cache-control"] == "private, max-age=300"
    assert headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in ask(press(), "/feeds/x.ics").headers


@pytest.mark.parametrize("name", ['x".ics', "x\r\nSet-Cookie: a.ics", "é.ics", "../x.ics", ""])
def test_a_file_name_that_is_not_plain_is_left_out(name: str) -> None:
    odd = FixedPress({"/feeds/x.ics": thing(CONTENT, filename=name)})
    assert "content-disposition" not in ask(odd, "/feeds/x.ics").headers


@pytest.mark.parametrize("path", [*THINGS, "/nothing", "/healthz", "/robots.txt", "/a//b"])
def test_head_has_the_headers_of_get_and_no_body(path: str) -> None:
    whole, head = ask(press(), path), ask(press(), path, method="HEAD")
    assert (head.status, head.headers) == (whole.status, whole.headers)
    assert head.body == b""
    assert int(head.headers["content-length"]) == len(whole.body) > 0


@pytest.mark.parametrize("method", OTHERS)
@pytest.mark.parametrize("path", ["/feeds/x.ics", "/nothing", "/healthz", "/../x"])
def test_every_other_method_is_refused(method: str, path: str) -> None:
    reply = ask(press(), path, {"If-Match": "nothing"}, method=method)
    assert (reply.status, reply.body) == (405, b"")
    assert reply.headers["allow"] == "GET, HEAD"
    assert reply.headers["content-length"] == "0"


CONDITIONS: list[tuple[dict[str, str], int]] = [
    ({"If-None-Match": FEED.etag}, 304),
    ({"If-None-Match": f"W/{FEED.etag}"}, 304),
    ({"If-None-Match": f'"other", {FEED.etag}'}, 304),
    ({"If-None-Match": "*"}, 304),
    ({"If-None-Match": '"other"'}, 200),
    ({"If-None-Match": FEED.etag.strip('"')}, 200),
    ({"If-None-Match": ""}, 200),
    ({"If-Modified-Since": SAME}, 304),
    ({"If-Modified-Since": "Tue, 01 Apr 2025 09:00:00 GMT"}, 304),
    ({"If-Modified-Since": "Mon, 31 Mar 2025 08:59:59 GMT"}, 200),
    ({"If-Modified-Since": "soon"}, 200),
    ({"If-None-Match": '"other"', "If-Modified-Since": SAME}, 200),
    ({"If-None-Match": FEED.etag, "If-Modified-Since": "Mon, 31 Mar 2025 08:59:59 GMT"}, 304),
    ({"Range": "bytes=0-3"}, 200),
    ({"Range": "bytes=0-3", "If-Range": FEED.etag}, 200),
    ({"If-Match": '"other"'}, 200),
    ({"If-Unmodified-Since": "Mon, 31 Mar 2025 08:59:59 GMT"}, 200),
    ({"Accept": "text/html"}, 200),
    ({"Accept": "text/calendar"}, 200),
    ({"Accept": "nonsense", "Accept-Language": "tlh", "Accept-Charset": "x"}, 200),
    ({"Accept-Encoding": "gzip, br"}, 200),
    ({"User-Agent": "Microsoft Office/16.0"}, 200),
    ({"User-Agent": "Mozilla/5.0"}, 200),
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("headers", "status"), CONDITIONS)
def test_conditions_decide_between_all_and_nothing(
    method: str, headers: dict[str, str], status: int
) -> None:
    """And nothing else does: no Accept, no Range, no User-Agent."""
    reply = ask(press(), "/feeds/x.ics", headers, method)
    assert reply.status == status
    assert reply.headers["etag"] == FEED.etag
    assert reply.headers["last-modified"] == SAME
    assert reply.headers["cache-control"] == "public, max-age=300"
    assert reply.body == (CONTENT if (status, method) == (200, "GET") else b"")
    assert ("content-length" in reply.headers) is (status == 200)


def test_conditions_on_several_lines_are_one_list() -> None:
    lines = [("If-None-Match", '"other"'), ("If-None-Match", FEED.etag)]
    assert ask(press(), "/feeds/x.ics", lines).status == 304
    dates = [("If-Modified-Since", SAME), ("If-Modified-Since", SAME)]
    assert ask(press(), "/feeds/x.ics", dates).status == 200


def test_what_is_not_there_is_never_known() -> None:
    reply = ask(press(), "/nothing", {"If-None-Match": "*", "If-Modified-Since": SAME})
    assert (reply.status, reply.body) == (404, b"<p>nothing</p>")
    assert "etag" not in reply.headers


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "//feeds/x.ics",
        "/feeds//x.ics",
        "/feeds/../feeds/x.ics",
        "/./feeds/x.ics",
        "/feeds/%2e%2e/x.ics",
        "/feeds%2fx.ics",
        "/feeds/%00/x.ics",
        "/feeds/x.ics%0d%0aSet-Cookie:%20a",
        "/feeds/%ff.ics",
        "/feeds/%zz.ics",
        "/feeds\\x.ics",
        "/" + "a" * 2000,
        "feeds/x.ics",
        "*",
        "",
    ],
)
def test_an_odd_path_is_nothing_and_reaches_nothing(path: str) -> None:
    asked = press()
    assert ask(asked, path).status == 404
    assert asked.finds == []


def test_a_path_is_one_however_it_is_spelt() -> None:
    for path in ("/%66eeds/x.ics", "/feeds/x%2Eics", "/feeds/x.ics"):
        assert ask(press(), path).body == CONTENT
    assert ask(press(), "/meetings/a@b.example/").status == 200
    assert ask(press(), "/meetings/a%40b.example/").status == 200


def test_a_site_below_a_path_is_found_with_and_without_it() -> None:
    async def work() -> None:
        async with at_work(press(), root="/calendar") as asker:
            for _ in range(2):  # made, and then known
                for path in ("/calendar/feeds/x.ics", "/feeds/x.ics"):
                    assert (await asker.get(path)).body == CONTENT
            assert (await asker.get("/calendar")).body == PAGE.content
            assert (await asker.get("/calendar/")).body == PAGE.content
            assert (await asker.get("/calendar/healthz")).status == 200
            assert (await asker.get("/calendars/feeds/x.ics")).status == 404

    run(work())


def test_a_new_edition_is_sent_as_soon_as_it_is_there() -> None:
    async def work() -> None:
        feeds = press()
        async with at_work(feeds) as asker:
            before = await asker.get("/feeds/x.ics")
            feeds.things["/feeds/x.ics"] = thing(b"BEGIN:VCALENDAR\r\nX:2\r\nEND:VCALENDAR\r\n")
            after = await asker.get("/feeds/x.ics", {"If-None-Match": before.headers["etag"]})
            assert after.status == 200
            assert after.headers["etag"] != before.headers["etag"]

    run(work())


def test_what_is_asked_for_by_many_is_made_once() -> None:
    async def work() -> None:
        feeds = press()

        def make(_: str) -> None:
            time.sleep(0.2)
            feeds.fresh = True

        feeds.fresh, feeds.before = False, make
        async with at_work(feeds) as asker:
            replies = await asyncio.gather(*(asker.get("/feeds/x.ics") for _ in range(20)))
        assert {reply.body for reply in replies} == {CONTENT}
        assert feeds.finds == ["/feeds/x.ics"]

    run(work())


def test_nobody_gets_what_was_withdrawn_before_they_asked() -> None:
    """Not even who asks while what there was is still being made for another."""

    async def work() -> None:
        feeds, read, go_on = press(), threading.Event(), threading.Event()

        class Slow(FixedPress):
            def find(self, path: str) -> Published:
                found = super().find(path)
                read.set()
                go_on.wait(20)
                return found

        slow = Slow(feeds.things)
        slow.fresh = False
        async with at_work(slow) as asker:
            first = asyncio.create_task(asker.get("/feeds/x.ics"))
            await asyncio.to_thread(read.wait, 20)
            del slow.things["/feeds/x.ics"]
            others = [asyncio.create_task(asker.get("/feeds/x.ics")) for _ in range(5)]
            await asyncio.sleep(0.1)
            go_on.set()
            assert (await first).status == 200
            assert {(await task).status for task in others} == {404}
        assert len(slow.finds) == 2

    run(work())


def test_a_slow_making_holds_up_nobody_else() -> None:
    async def work() -> None:
        feeds, go_on = press(), threading.Event()
        async with at_work(feeds) as asker:
            assert (await asker.get("/")).status == 200
            feeds.fresh = False
            feeds.before = lambda path: path == "/feeds/x.ics" and go_on.wait(20)  # type: ignore[assignment]
            slow = [asyncio.create_task(asker.get("/feeds/x.ics")) for _ in range(5)]
            floods = [asyncio.create_task(asker.get(f"/{n}")) for n in range(50)]
            assert (await asker.get("/healthz")).status == 200
            assert (await asker.get("/")).status == 200
            assert not any(task.done() for task in slow)
            go_on.set()
            assert {(await task).status for task in slow} == {200}
            assert {(await task).status for task in floods} == {404}

    run(work())


def test_who_would_wait_too_long_gets_the_last_good_bytes() -> None:
    async def work() -> None:
        feeds, go_on = press(), threading.Event()
        async with at_work(feeds, patience=0.1) as asker:
            assert (await asker.get("/feeds/x.ics")).status == 200
            feeds.fresh = False
            feeds.before = lambda _: go_on.wait(20)  # type: ignore[assignment]
            reply = await asker.get("/feeds/x.ics")
            assert (reply.status, reply.body) == (200, CONTENT)
            known = await asker.get("/feeds/x.ics", {"If-None-Match": FEED.etag})
            assert known.status == 304
            go_on.set()
        assert len(asker.complaints) == 1

    run(work())


@pytest.mark.parametrize("fault", [Unavailable("The ledger is locked."), ZeroDivisionError("oh")])
def test_a_fault_is_told_once_and_the_last_good_bytes_are_sent(fault: Exception) -> None:
    async def work() -> None:
        feeds = press()

        def fail(_: str) -> None:
            raise fault

        async with at_work(feeds) as asker:
            await asker.get("/feeds/x.ics")
            feeds.fresh, feeds.before = False, fail
            for _ in range(3):
                reply = await asker.get("/feeds/x.ics")
                assert (reply.status, reply.body) == (200, CONTENT)
            never = await asker.get("/never-made/")
            assert never.status == 503
            assert never.headers["retry-after"] == "60"
            assert never.headers["cache-control"] == "no-store"
        assert len(asker.complaints) == 1

    run(work())


def test_live_says_nothing_of_the_ledger_and_ready_does() -> None:
    feeds = press()
    feeds.wrong = ["The ledger is locked."]
    for path, status, body in (("/healthz", 200, b"live\n"), ("/readyz", 503, b"not ready\n")):
        reply = ask(feeds, path)
        assert (reply.status, reply.body) == (status, body)
        assert reply.headers["cache-control"] == "no-store"
    feeds.wrong = []
    assert ask(feeds, "/readyz").body == b"ready\n"


def test_what_is_wrong_is_for_the_operator_and_not_for_who_asks() -> None:
    async def work() -> None:
        feeds = press()
        feeds.wrong = ["There is no ledger at /srv/mfa/ledger.sqlite3."]
        async with at_work(feeds) as asker:
            replies = [await asker.get("/readyz") for _ in range(3)]
        assert {reply.body for reply in replies} == {b"not ready\n"}
        assert asker.complaints == feeds.wrong

    run(work())


def test_robots_may_read_feeds() -> None:
    """Google Calendar takes no feed that robots.txt disallows."""
    reply = ask(press(), "/robots.txt")
    assert reply.body == b"User-agent: *\nDisallow:\n"
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"


def test_uses_of_addresses_are_noted_at_the_latest_when_it_stops() -> None:
    feeds = press()
    ask(feeds, SECRET)
    assert feeds.tended


def test_a_flood_of_invented_addresses_keeps_no_more_than_a_bounded_number() -> None:
    class Everywhere(FixedPress):
        def current(self, path: str) -> Published | None:
            assert is_secret(path)
            return FEED

    async def work() -> None:
        async with at_work(Everywhere({})) as asker:
            for number in range(6000):
                assert (await asker.get(f"/feeds/{number:043}/x.ics")).status == 200
            assert len(asker.app._prepared) <= 4000
            assert len(asker.app._paths) <= 8000

    run(work())


NOTICE = thing(CONTENT, of_nobody=True, cache_control="private, max-age=300")


class Denying(FixedPress):
    """Has the notice at every secret address that it does not know."""

    def current(self, path: str) -> Published | None:
        return super().current(path) if path in self.things else self.find(path)

    def find(self, path: str) -> Published:
        return NOTICE if is_secret(path) and path not in self.things else super().find(path)


def test_a_flood_of_invented_addresses_puts_out_nothing_that_is_known() -> None:
    async def work() -> None:
        feeds = Denying(dict(THINGS))
        async with at_work(feeds, patience=0.1) as asker:
            for path in THINGS:
                assert (await asker.get(path)).status == 200
            for number in range(5000):
                reply = await asker.get(f"/feeds/{number:043}/x.ics")
                assert (reply.status, reply.headers["x-robots-tag"]) == (200, "noindex")
            assert set(asker.app._prepared) == set(THINGS)
            assert set(asker.app._paths.values()) == set(THINGS)
            go_on = threading.Event()
            feeds.fresh, feeds.before = False, lambda _: go_on.wait(20)  # type: ignore[assignment]
            assert (await asker.get("/feeds/x.ics")).body == CONTENT  # the last good bytes
            go_on.set()

    run(work())


def test_a_revoked_address_is_forgotten() -> None:
    async def work() -> None:
        feeds = Denying(dict(THINGS))
        async with at_work(feeds) as asker:
            for _ in range(2):
                assert (await asker.get(SECRET)).headers["etag"] == THINGS[SECRET].etag
            feeds.things.pop(SECRET)
            for _ in range(2):
                assert (await asker.get(SECRET)).headers["etag"] == NOTICE.etag
            assert SECRET not in asker.app._prepared
            assert SECRET.encode() not in asker.app._paths

    run(work())


def test_what_is_asked_for_is_kept_longer_than_what_is_not() -> None:
    class Endless(FixedPress):
        def current(self, path: str) -> Published | None:
            return self.things.get(path, PAGE)

    async def work() -> None:
        async with at_work(Endless(dict(THINGS))) as asker:
            for number in range(6000):
                await asker.get("/feeds/x.ics")
                await asker.get(f"/meetings/{number}/")
            assert "/feeds/x.ics" in asker.app._prepared
            assert "/meetings/0/" not in asker.app._prepared

    run(work())


def test_the_moment_of_change_has_whole_seconds_of_utc() -> None:
    from datetime import timedelta, timezone

    elsewhere = CHANGED.astimezone(timezone(timedelta(hours=3)))
    odd = FixedPress({"/feeds/x.ics": thing(CONTENT, modified=elsewhere)})
    assert ask(odd, "/feeds/x.ics").headers["last-modified"] == SAME
