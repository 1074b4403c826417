"""A server's list is a stranger's XML: what is in it is read, and what is dangerous refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import Unavailable
from tracker.outward.multistatus import CALDAV, DAV, Resource, resources

BEGIN = (
    '<?xml version="1.0"?><x:multistatus xmlns:x="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
)
END = "</x:multistatus>"
ITEM = (
    '<x:response><x:href>/a/1.ics</x:href><x:propstat><x:prop><x:getetag>"1"</x:getetag>'
    "<c:calendar-data>BEGIN:VCALENDAR&#13;\nEND:VCALENDAR</c:calendar-data></x:prop>"
    "<x:status>HTTP/1.1 200 OK</x:status></x:propstat><x:propstat><x:prop><x:displayname/>"
    "</x:prop><x:status>HTTP/1.1 404 Not Found</x:status></x:propstat></x:response>"
)


def read(body: str, *, step: int = 7) -> list[Resource]:
    octets = body.encode()
    pieces = (octets[n : n + step] for n in range(0, len(octets), step))
    return list(resources(pieces, "“there”"))


def test_what_a_server_has_is_read_and_what_it_has_not_is_not_there() -> None:
    (found,) = read(BEGIN + ITEM + END)
    assert (found.href, found.status) == ("/a/1.ics", None)
    assert found.texts[f"{DAV}getetag"] == '"1"'
    assert found.texts[f"{CALDAV}calendar-data"] == "BEGIN:VCALENDAR\r\nEND:VCALENDAR"
    assert f"{DAV}displayname" not in found.names


def test_kinds_and_addresses_in_properties_are_read() -> None:
    body = (
        f"{BEGIN}<x:response><x:href>/</x:href><x:propstat><x:prop><x:resourcetype>"
        "<x:collection/><c:calendar/></x:resourcetype><x:current-user-principal>"
        "<x:href>/ann/</x:href></x:current-user-principal></x:prop></x:propstat></x:response>"
        f"<x:response><x:href>/gone</x:href><x:status>HTTP/1.1 404 Not Found</x:status>"
        f"</x:response>{END}"
    )
    here, gone = read(body)
    assert {f"{DAV}collection", f"{CALDAV}calendar"} < here.names
    assert here.hrefs == {f"{DAV}current-user-principal": "/ann/"}
    assert (gone.href, gone.status) == ("/gone", 404)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {n} "{f"&{b};" * 10}">' for n, b in zip("bcdefghi", "abcdefgh", strict=True)
    )
    + f"]>{BEGIN[21:]}<x:response><x:href>&i;</x:href></x:response>{END}"
)


@pytest.mark.parametrize(
    "body",
    [
        *("", "<html><body>Sign in</body></html>", "not xml", BEGIN, BEGIN + ITEM, LAUGHS),
        f"{BEGIN[:21]}<!DOCTYPE m SYSTEM 'file:///etc/passwd'>{BEGIN[21:]}{ITEM}{END}",
        BEGIN + "<a>" * 1000 + "</a>" * 1000 + END,
        BEGIN.replace("1.0'?", "1.0' encoding='nonsense'?").replace('"1.0"', '"1.0" encoding="no"'),
    ],
)
def test_what_is_no_list_is_refused(body: str) -> None:
    with pytest.raises(Unavailable) as told:
        read(body)
    assert told.value.sentence == "“there” answers with something that is no list of what it has."


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda t: (BEGIN + t + END).encode()))
def test_any_octets_are_a_list_or_refused(body: bytes) -> None:
    with suppress(Unavailable):
        list(resources([body], "“there”"))
