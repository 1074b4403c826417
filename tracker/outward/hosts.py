"""Which machines may be asked: addresses taken apart, and those within kept out of reach.

A calendar's address comes from a stranger, and this machine reaches what strangers
cannot: a router, a database, a cloud's secrets. So every address that a host's name stands
for is looked at before anything is sent, and the connection goes to the very address that
was looked at.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from tracker.domain.quoting import quoted
from tracker.domain.values import frozen
from tracker.errors import Invalid, Unavailable

IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
# Returns the addresses that a name stands for; raises OSError when there are none.
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]

_PORTS: Final = {"http": 80, "https": 443}
_READ_AS: Final = {"webcal": "https", "webcals": "https"}
_LONGEST: Final = 2000  # characters of an address
_LONGEST_NAME: Final = 253  # RFC 1035
_SAFE_IN_PART: Final = ":@!$&'()*+,;=~-._"
_SAFE: Final = "/%:@!$&'()*+,;=~?-._"
# What `is_global` of some Python versions lets pass, and what only leads elsewhere: this
# network, carriers', protocol assignments, 6to4 relays; IPv4 in IPv6, Teredo, 6to4,
# documentation, NAT64 for a local use, the old site-local addresses.
_WITHIN: Final = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24"),
        *("::/96", "2001::/23", "2002::/16", "3fff::/20", "64:ff9b:1::/48", "fec0::/10"),
    )
)
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are IPv4


@frozen
class Target:
    """An address on the web, taken apart; `path` begins with a slash and holds the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as an address begins."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def as_allowed(self) -> str:
        """Host and port as --allow-host takes them."""
        return self.origin.partition("//")[2]

    @property
    def url(self) -> str:
        """The whole address. It may be a secret: messages name the host alone."""
        return f"{self.origin}{self.path}"

    @property
    def folder(self) -> Target:
        """The same address without its query, a slash at its end, each sign in its one form."""
        path = plain_path(self.path.partition("?")[0])
        return self.at(path if path.endswith("/") else f"{path}/")

    def at(self, path: str) -> Target:
        """Return another address at the same host."""
        return Target(self.scheme, self.host, self.port, path)


@frozen
class Allowed:
    """Hosts that may be asked wherever they are: names as they stand in an address.

    A port of None is any port.
    """

    hosts: frozenset[tuple[str, int | None]] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Allowed:
        """Return the hosts named as NAME, NAME:PORT or [ADDRESS]:PORT, also with commas.

        Raises Invalid for what is no such name.
        """
        single = (name.strip() for several in names for name in several.split(","))
        return cls(frozenset(_named(name) for name in single if name))

    def has(self, target: Target) -> bool:
        """Return whether a target's host was named."""
        return not self.hosts.isdisjoint({(target.host, None), (target.host, target.port)})


NOBODY: Final = Allowed()


def target_of(url: str) -> Target:
    """Return an address taken apart; raise Invalid, without repeating a password in it."""
    words = url.strip()
    if len(words) > _LONGEST:
        raise Invalid(f"An address of {len(words):,} characters is no address of a calendar.")
    if any(ord(sign) <= ord(" ") or sign in '\\<>"\x7f' for sign in words):
        raise Invalid("An address has no spaces, backslashes or quotes in it.")
    scheme, colon, rest = words.partition(":")
    scheme = _READ_AS.get(scheme.lower(), scheme.lower())
    if not colon or scheme not in _PORTS or not rest.startswith("//"):
        raise Invalid(
            f"{quoted(scheme if colon else words)} cannot be asked: "
            "an address begins with https://, http:// or webcal://."
        )
    try:
        parts = urlsplit(f"{scheme}:{rest}")
        port = parts.port
    except ValueError as fault:
        raise Invalid("The address cannot be read: its host or port is no such thing.") from fault
    if "@" in parts.netloc:
        raise Invalid(
            "A user name or password does not belong into an address, where others see it.",
            hint="Put it into ~/.netrc: machine HOST login USER password PASSWORD.",
        )
    is_odd = "[" in parts.netloc and ":" not in (parts.hostname or "")  # RFC 3986, IPvFuture
    if port == 0 or not parts.hostname or is_odd:
        raise Invalid("The address names no host that can be asked.")
    path = quote(parts.path or "/", safe=_SAFE)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    return Target(scheme, host_name(parts.hostname), port or _PORTS[scheme], path + query)


def plain_path(path: str) -> str:
    """Return a path in which each sign stands in its one form: itself, or as %XX."""
    return "/".join(quote(unquote(part), safe=_SAFE_IN_PART) for part in path.split("/"))


def host_name(name: str) -> str:
    """Return a host's name as it is asked for: ASCII, small letters; raise Invalid."""
    name = name.strip().strip("[]").rstrip(".").lower()
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name))
        except ValueError as fault:
            raise Invalid(f"{quoted(name)} is no address of a host.") from fault
    try:
        ascii_name = name.encode("idna").decode().lower()
    except UnicodeError:
        ascii_name = ""
    if not re.fullmatch(r"[a-z0-9_.-]{1,253}", ascii_name) or ascii_name.startswith("-"):
        raise Invalid(f"{quoted(name)} is no name of a host.")
    return ascii_name


def addresses(target: Target, resolve: Resolve, patience: float) -> tuple[str, ...]:
    """Return the addresses that a target's host stands for.

    Raises Unavailable when there are none, or nobody says within `patience` seconds: they
    are asked for in a thread, since a resolver has its own idea of how long one can wait.
    """
    said: list[Sequence[str]] = []

    def ask() -> None:
        try:
            said.append(resolve(target.host, target.port))
        except (OSError, UnicodeError):
            said.append(())

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(max(patience, 0))
    if not said:
        raise Unavailable(f"Nobody said in time where {quoted(target.host)} is.")
    if not said[0]:
        raise Unavailable(
            f"No address is known for {quoted(target.host)}.",
            hint="Is the name right, and is this machine connected?",
        )
    return tuple(dict.fromkeys(said[0]))


def checked_addresses(
    target: Target, allow: Allowed, resolve: Resolve, patience: float
) -> tuple[str, ...]:
    """Return the addresses of a target's host, each of which may be asked.

    Raises Invalid where one of them is within, unless the host was allowed by name:
    who answers with both would have us take either. Raises Unavailable as `addresses` does.
    """
    found = addresses(target, resolve, patience)
    if not allow.has(target):
        for address in found:
            if not is_public(address):
                which = "" if str(address) == target.host else f" ({address})"
                raise Invalid(
                    f"{quoted(target.host)} is an address within a network{which}, and "
                    "those are asked only when they are allowed by name.",
                    hint=f"If you trust it: --allow-host {target.as_allowed}",
                )
    return found


def is_public(address: str) -> bool:
    """Return whether an address is one of the public network, however it is wrapped."""
    try:
        ip: IP = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip in _NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.is_multicast or ip.is_reserved or not ip.is_global:
        return False
    return not any(ip.version == net.version and ip in net for net in _WITHIN)


def is_loopback(address: str) -> bool:
    """Return whether an address is of this machine itself."""
    try:
        ip: IP = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback


def system_addresses(host: str, port: int) -> Sequence[str]:
    """Return what this machine's resolver says that a name stands for."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(address[0]) for *_, address in found]


def _named(name: str) -> tuple[str, int | None]:
    host, colon, port = name.rpartition(":")
    if not colon or name.endswith("]") or (name.count(":") > 1 and "[" not in name):
        return host_name(name), None
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 1 << 16):
        raise Invalid(f"{quoted(name)} is no host: say NAME or NAME:PORT, without https://.")
    return host_name(host), int(port)
