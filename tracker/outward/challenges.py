"""Saying who we are in the way a server asks for it: Basic (RFC 7617) or Digest (RFC 7616).

Baïkal asks for Digest unless its keeper chose otherwise. A server that asks for it is
never told the password itself.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.outward.credentials import Credentials

_HASHES: Final = {"md5": "md5", "sha-256": "sha256"}
_PART: Final = re.compile(r'([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', re.IGNORECASE)
_DIGEST: Final = re.compile(r"\bdigest\s+", re.IGNORECASE)
_BASIC: Final = re.compile(r"\bbasic\b", re.IGNORECASE)


class Authority:
    """Answers to a server's challenges, for as long as a conversation lasts."""

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials
        self._challenge: dict[str, str] | None = None
        self._is_basic = False
        self._count = 0

    @property
    def user(self) -> str | None:
        """Who we say that we are; None for nobody."""
        return self._credentials.user if self._credentials else None

    def hear(self, challenges: Sequence[str]) -> bool:
        """Take a server's challenges; return whether there is now another answer to give."""
        if self._credentials is None:
            return False
        before = self._challenge
        for said in challenges:
            parts = _digest(said)
            if parts is not None:
                is_new = before is None or parts.get("stale", "").lower() == "true"
                self._challenge, self._count = parts, 0
                return is_new
        if any(_BASIC.search(said) for said in challenges) and not self._is_basic:
            self._is_basic = True
            return True
        return False

    def header(self, method: str, path: str) -> dict[str, str]:
        """Return the header that answers the last challenge; none before there was one."""
        if self._credentials and self._challenge is not None:
            self._count += 1
            return {
                "Authorization": _answer(
                    self._credentials, self._challenge, method, path, self._count
                )
            }
        if self._credentials and self._is_basic:
            return {"Authorization": self._credentials.header}
        return {}


def _digest(said: str) -> dict[str, str] | None:
    """Return the parts of a Digest challenge that can be answered."""
    for begun in _DIGEST.finditer(said):
        parts: dict[str, str] = {}
        for name, quoted, bare in _PART.findall(said[begun.end() :]):
            parts.setdefault(name.lower(), re.sub(r"\\(.)", r"\1", quoted) if quoted else bare)
        algorithm = parts.get("algorithm", "MD5").lower()
        offered = {word.strip().lower() for word in parts.get("qop", "auth").split(",")}
        if algorithm in _HASHES and "nonce" in parts and "auth" in offered:
            return parts
    return None


def _answer(
    credentials: Credentials, parts: dict[str, str], method: str, path: str, count: int
) -> str:
    algorithm = parts.get("algorithm", "MD5")

    def hashed(*words: str) -> str:
        digest = hashlib.new(_HASHES[algorithm.lower()], usedforsecurity=False)
        digest.update(":".join(words).encode())
        return digest.hexdigest()

    realm, nonce = parts.get("realm", ""), parts["nonce"]
    ours, number = secrets.token_hex(16), f"{count:08x}"
    secret = hashed(credentials.user, realm, credentials.password)
    asked = hashed(method, path)
    said = [
        ("realm", _escaped(realm)),
        ("nonce", _escaped(nonce)),
        ("uri", path),
    ]
    if "qop" in parts:
        proof = hashed(secret, nonce, number, ours, "auth", asked)
        said.append(("cnonce", ours))
        bare = f", qop=auth, nc={number}"
    else:
        proof, bare = hashed(secret, nonce, asked), ""
    said.append(("response", proof))
    if "opaque" in parts:
        said.append(("opaque", _escaped(parts["opaque"])))
    words = ", ".join(f'{name}="{value}"' for name, value in said)
    return f"Digest {_named(credentials.user)}, {words}, algorithm={algorithm}{bare}"


def _named(user: str) -> str:
    if user.isascii():
        return f'username="{_escaped(user)}"'
    return f"username*=UTF-8''{quote(user, safe='')}"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')
