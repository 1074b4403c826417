"""Which addresses are the public network's, and which words are an address at all."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.errors import Invalid, TrackerError
from tracker.outward.hosts import Allowed, is_public, target_of

WITHIN = (
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.0.2.1"),
    *("198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("192.88.99.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1"),
    *("ff02::1", "fec0::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1"),
    *("64:ff9b:1::1", "2002:7f00:1::1", "2002:808:808::1", "2001:0:7f00:1::", "3fff::1"),
    *("localhost", "127.1", ""),  # no addresses, and so not known to be public
)
PUBLIC = ("8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8")


@pytest.mark.parametrize("address", WITHIN)
def test_what_is_within_a_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_anybody_reaches_is_public(address: str) -> None:
    assert is_public(address)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_what_it_wraps(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    translated = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number)
    assert is_public(str(inner)) == is_public(str(mapped)) == is_public(str(translated))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://calendar.example.org", "https://calendar.example.org/"),
        ("HTTPS://Calendar.Example.ORG.:443/A?b=c#d", "https://calendar.example.org/A?b=c"),
        ("webcal://calendar.example.org/a.ics", "https://calendar.example.org/a.ics"),
        ("http://[::FFFF:8.8.8.8]:8080/", "http://[::ffff:808:808]:8080/"),
        ("https://sénat.example/séance.ics", "https://xn--snat-bpa.example/s%C3%A9ance.ics"),
        ("https://example.org/a%20b?x=%C3%A9", "https://example.org/a%20b?x=%C3%A9"),
    ],
)
def test_an_address_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert target_of(typed).url == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("file:///etc/passwd", "ftp://example.org/", "gopher://example.org", "data:text/plain,a"),
        *("javascript:alert(1)", "example.org", "https:example.org", "https:/example.org", ""),
        *(
            "https://",
            "https:///path",
            "http://:80/",
            "http://a:0/",
            "http://a:65536/",
            "http://a:x/",
        ),
        *("http://exa mple.org/", "http://example.org\\@127.0.0.1/", "http://a\r\nHost: b/"),
        *("http://[::1", "http://[v1.x]/", "http://a..b/", "http://-a.example/", "http://%31/"),
        *("https://user@example.org/", "https://user:s3cret@example.org/", "https://@example.org/"),
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as told:
        target_of(typed)
    assert "s3cret" not in told.value.sentence


@settings(deadline=None)
@given(st.text(max_size=80) | st.text(max_size=40).map("http://".__add__))
def test_any_words_are_an_address_or_refused(words: str) -> None:
    try:
        target = target_of(words)
    except TrackerError:
        return
    assert target.path.startswith("/")
    assert target.url.isascii()
    assert target_of(target.url) == target


def test_a_host_is_allowed_at_one_port_or_at_any() -> None:
    allow = Allowed.of(["Intranet.example.", "127.0.0.1:5232", "[::1]:80, ::2,", " "])
    for url in ("http://intranet.example:8080/", "http://127.0.0.1:5232/", "http://[::1]/"):
        assert allow.has(target_of(url))
    assert allow.has(target_of("https://[::2]/"))
    for url in ("http://127.0.0.1/", "http://a.intranet.example/", "http://[::1]:81/"):
        assert not allow.has(target_of(url))


@pytest.mark.parametrize("name", ["https://a.example", "a.example:", "a:b", "a/b", "user@a"])
def test_what_names_no_host_allows_nothing(name: str) -> None:
    with pytest.raises(Invalid):
        Allowed.of([name])
