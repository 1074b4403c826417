"""Mailboxes: who is written to, a name and an address."""

from __future__ import annotations

import re
from typing import Final

from tracker.domain.quoting import quoted
from tracker.domain.text import clean
from tracker.domain.values import frozen
from tracker.errors import Invalid

LONGEST_ADDRESS: Final = 254  # RFC 5321, 4.5.3.1, without the angle brackets
_LONGEST_LOCAL: Final = 64
_LONGEST_NAME: Final = 200
_NAMED: Final = r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>"
_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL: Final = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_DOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})*"


@frozen
class Mailbox:
    """An address, in ASCII as servers take it, and the name of whose it is, or no name."""

    address: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address

    @property
    def key(self) -> str:
        """What two spellings of one address have in common."""
        return self.address.casefold()

    @property
    def domain(self) -> str:
        """The machine's side of the address."""
        return self.address.rpartition("@")[2]


def read_mailbox(typed: str) -> Mailbox:
    """Return what was typed as `Awa Traoré <awa@example.org>` or `awa@example.org`.

    A domain in other letters becomes the ASCII form that servers know (RFC 5891). Raises
    Invalid for anything else, and for other letters before the @, which few servers take
    (RFC 6531).
    """
    words = clean(typed, what="address", longest=600)
    named = re.fullmatch(_NAMED, words)
    name, address = (named["name"], named["address"]) if named else ("", words)
    name = name.strip().removeprefix('"').removesuffix('"').replace('\\"', '"').strip()
    if len(name) > _LONGEST_NAME:
        raise Invalid(f"The name {quoted(name)} has more than {_LONGEST_NAME} characters.")
    return Mailbox(_address(address.strip(), words), name)


def _address(given: str, typed: str) -> str:
    local, at, domain = given.rpartition("@")
    if local and not local.isascii():
        raise Invalid(
            f"{quoted(given)} has letters before the @ that not every mail server takes "
            "(SMTPUTF8); name an address in plain letters."
        )
    address = f"{local}@{_ascii(domain)}"
    right = re.fullmatch(_LOCAL, local) and re.fullmatch(_DOMAIN, address.rpartition("@")[2])
    short = len(local) <= _LONGEST_LOCAL and len(address) <= LONGEST_ADDRESS
    if not (at and right and short):
        raise Invalid(
            f"{quoted(typed)} is no mail address.",
            hint="Say it as “Awa Traoré <awa@example.org>” or awa@example.org.",
        )
    return address


def _ascii(domain: str) -> str:
    """Return a domain as it stands in the network's own registers; an impossible one is empty."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
