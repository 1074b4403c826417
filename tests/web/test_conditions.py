"""When a client is told that nothing changed (RFC 9110, section 13)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.web.conditions import http_date, is_known

ETAG = b'"5f8173a1136a916c99e82310b4362964"'
MODIFIED = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
SAME = b"Sun, 06 Nov 1994 08:49:37 GMT"
BEFORE, AFTER = b"Sun, 06 Nov 1994 08:49:36 GMT", b"Mon, 07 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    "tags",
    [
        ETAG,
        b"W/" + ETAG,
        b"*",
        b" * ",
        b'"other", ' + ETAG,
        ETAG + b', "other"',
        b'W/"other",W/' + ETAG,
        b'"a,b" , ' + ETAG,
        b'"",,\t' + ETAG,
        b', , "\xe9", ' + ETAG,
    ],
)
def test_a_tag_among_those_given_is_known(tags: bytes) -> None:
    assert is_known(ETAG, MODIFIED, tags=tags, since=None)


@pytest.mark.parametrize(
    "tags",
    [
        b"",
        b'"other"',
        ETAG.strip(b'"'),
        ETAG[:-2] + b'"',
        b'w/"other"',
        b"w/" + ETAG,  # W is a capital
        b'"x' + ETAG,
        ETAG + b"x",
        b'"*"',
        b"*, *",
        b"nonsense " + ETAG,
        b'"' * 4001,
    ],
)
def test_any_other_tag_is_not(tags: bytes) -> None:
    assert not is_known(ETAG, MODIFIED, tags=tags, since=None)


@pytest.mark.parametrize(("since", "known"), [(SAME, True), (AFTER, True), (BEFORE, False)])
def test_a_date_counts_where_there_is_no_tag(since: bytes, known: bool) -> None:
    assert is_known(ETAG, MODIFIED, tags=None, since=since) is known


@pytest.mark.parametrize("since", [SAME, AFTER, BEFORE])
def test_a_tag_wins_over_a_date(since: bytes) -> None:
    assert is_known(ETAG, MODIFIED, tags=ETAG, since=since)
    assert not is_known(ETAG, MODIFIED, tags=b'"other"', since=since)
    assert not is_known(ETAG, MODIFIED, tags=b"", since=since)


def test_without_a_condition_all_is_sent() -> None:
    assert not is_known(ETAG, MODIFIED, tags=None, since=None)


@pytest.mark.parametrize(
    "text",
    [SAME, b"Sunday, 06-Nov-94 08:49:37 GMT", b"Sun Nov  6 08:49:37 1994", b" " + SAME + b" "],
)
def test_the_three_forms_of_a_date_are_read(text: bytes) -> None:
    assert http_date(text) == MODIFIED


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"yesterday",
        b"1994-11-06T08:49:37Z",
        b"Sun, 6 Nov 1994 08:49:37 GMT",
        b"Sun, 06 Nov 1994 08:49:37",
        b"Sun, 06 Nov 1994 08:49:37 +0000",
        b"Sun, 31 Nov 1994 08:49:37 GMT",
        b"Sun, 06 Nix 1994 08:49:37 GMT",
        b"Sun, 06 Nov 0000 08:49:37 GMT",
        b"Sun, 06 Nov 1994 24:49:37 GMT",
        SAME + b", " + SAME,
    ],
)
def test_what_is_no_date_of_http_is_none(text: bytes) -> None:
    assert http_date(text) is None
    assert not is_known(ETAG, MODIFIED, tags=None, since=text)


def test_a_leap_second_and_a_year_of_two_digits_are_read() -> None:
    assert http_date(b"Sat, 31 Dec 2016 23:59:60 GMT") == datetime(
        2016, 12, 31, 23, 59, 59, tzinfo=UTC
    )
    assert http_date(b"Monday, 31-Mar-25 09:00:00 GMT") == datetime(2025, 3, 31, 9, tzinfo=UTC)
