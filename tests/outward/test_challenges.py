"""Saying who we are: by Digest where a server asks for it, by Basic else, and not unasked."""

from __future__ import annotations

import hashlib
import re

import pytest

from tracker.outward.challenges import Authority
from tracker.outward.credentials import Credentials

DIGEST = 'Digest realm="BaikalDAV", qop="auth", nonce="abc", opaque="x\\"y"'


def parts(header: str) -> dict[str, str]:
    return {n: q or b for n, q, b in re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^,\s]+))', header)}


def proof(said: dict[str, str], password: str, method: str, name: str) -> str:
    """What a server computes (RFC 7616, 3.4.1)."""

    def h(*words: str) -> str:
        return hashlib.new(name, ":".join(words).encode()).hexdigest()

    secret = h(said["username"], said["realm"], password)
    fields = (said["nonce"], said["nc"], said["cnonce"], said["qop"])
    return h(secret, *fields, h(method, said["uri"]))


@pytest.mark.parametrize(
    ("challenge", "name"),
    [
        (DIGEST, "md5"),
        (f"{DIGEST}, algorithm=SHA-256", "sha256"),
        (f"Basic realm=x, {DIGEST}", "md5"),
    ],
)
def test_a_digest_is_what_the_server_computes(challenge: str, name: str) -> None:
    authority = Authority(Credentials("ann", "s3cret"))
    assert authority.header("PUT", "/a.ics") == {}
    assert authority.hear([challenge])
    counts = []
    for _ in range(2):
        header = authority.header("PUT", "/a.ics")["Authorization"]
        assert "s3cret" not in header
        said = parts(header)
        counts.append(said["nc"])
        assert said["response"] == proof(said, "s3cret", "PUT", name)
    assert counts == ["00000001", "00000002"]


def test_a_password_that_is_wrong_is_said_once() -> None:
    authority = Authority(Credentials("ann", "wrong"))
    assert authority.hear([DIGEST])
    assert not authority.hear([DIGEST.replace("abc", "def")])
    assert authority.hear([DIGEST.replace("abc", "ghi") + ", stale=true"])
    basic = Authority(Credentials("ann", "wrong"))
    assert basic.hear(['Basic realm="x"'])
    assert not basic.hear(['Basic realm="x"'])


def test_nobody_has_no_answer() -> None:
    authority = Authority(None)
    assert not authority.hear([DIGEST, "Basic"])
    assert authority.header("GET", "/") == {}


def test_what_cannot_be_answered_is_not() -> None:
    authority = Authority(Credentials("ann", "s3cret"))
    assert not authority.hear(["Negotiate", 'Digest realm="x", nonce="y", algorithm=SHA-512'])
    assert not authority.hear(['Digest realm="x", qop="auth-int", nonce="y"'])


def test_any_name_and_password_can_be_said() -> None:
    authority = Authority(Credentials('Zoé "Awa"', "пароль"))
    authority.hear(["Basic"])
    assert authority.header("GET", "/")["Authorization"].isascii()
    authority = Authority(Credentials("Зоя", "пароль"))
    authority.hear([DIGEST])
    assert authority.header("GET", "/")["Authorization"].isascii()


def test_a_password_is_shown_nowhere() -> None:
    assert "s3cret" not in repr(Credentials("ann", "s3cret"))
