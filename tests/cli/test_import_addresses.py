"""`tracker import URL`: who may be asked, what is remembered, and that a refusal writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.outward.strangers import head, ok, stranger

if TYPE_CHECKING:
    from tests.conftest import Tracker


def calendar(title: str) -> bytes:
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:one@x"),
        *("DTSTAMP:20250301T000000Z", "DTSTART:20250405T100000Z", "DTEND:20250405T110000Z"),
        *(f"SUMMARY:{title}", "END:VEVENT", "END:VCALENDAR", ""),
    ]
    return "\r\n".join(lines).encode()


def test_a_host_within_is_asked_when_it_is_allowed(tracker: Tracker) -> None:
    with stranger(lambda _: ok(calendar("Talks"))) as there:
        refused = tracker("import", there.url("/a.ics"))
        assert (refused.code, there.connections) == (4, 0)
        assert refused.err.endswith(f"If you trust it: --allow-host {there.name}\n")
        assert tracker("import", there.url("/a.ics"), "--allow-host", there.name).code == 0
        settings = {"TRACKER_IMPORT_HOSTS": f"intranet.example, {there.name}"}
        assert tracker("import", there.url("/a.ics"), **settings).code == 0
        assert there.connections == 2
    assert tracker("list", "--from", "2025").out.count("Talks") == 1


def test_what_is_remembered_is_asked_for_only_if_it_changed(tracker: Tracker) -> None:
    title = "Talks"

    def answer(request: str) -> list[bytes]:
        is_known = f'If-None-Match: "{title}"' in request
        return [head(304)] if is_known else ok(calendar(title), ETag=f'"{title}"')

    with stranger(answer) as there:
        words = ("import", there.url("/a.ics"), "--allow-host", there.name, "--source", "desk")
        assert tracker(*words).code == 0
        assert tracker("import", "--all").code == 0
        assert "If-None-Match" in there.requests[-1]
        title = "Working lunch"
        assert tracker("import", "--all").code == 0
    listed = tracker("list", "--from", "2025").out
    assert ("Working lunch" in listed, "Talks" in listed) == (True, False)
    gone = tracker("import", "--source", "desk")
    assert gone.code == 1
    assert "takes no connection" in gone.err
    assert tracker("list", "--from", "2025").out == listed


def test_nothing_there_is_not_found(tracker: Tracker) -> None:
    with stranger(lambda _: [head(404)]) as there:
        done = tracker("import", there.url("/a.ics"), "--allow-host", there.name)
    assert (done.code, done.out) == (3, "")
    for address in ("file:///etc/passwd", "ftp://example.org/a.ics", "https://ann:x@example.org/"):
        assert tracker("import", address).code == 4
    assert tracker("history").out == ""
