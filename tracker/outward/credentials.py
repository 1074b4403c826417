"""Who we are to a server: a user and a password from ~/.netrc, which no message repeats."""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password, which is shown nowhere."""

    user: str
    password: str = field(repr=False)

    @property
    def header(self) -> str:
        """What is sent as Authorization (RFC 7617, in UTF-8)."""
        return f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}"


def from_environment(environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return TRACKER_CALDAV_USER and TRACKER_CALDAV_PASSWORD; raise Invalid for one alone."""
    env = os.environ if environment is None else environment
    user, password = env.get("TRACKER_CALDAV_USER"), env.get("TRACKER_CALDAV_PASSWORD")
    if bool(user) != bool(password):
        raise Invalid("TRACKER_CALDAV_USER and TRACKER_CALDAV_PASSWORD are set together or not.")
    if user and not (user.isprintable() and ":" not in user):
        raise Invalid("TRACKER_CALDAV_USER has a colon or a sign in it that no name has.")
    return Credentials(user, password) if user and password else None


def from_netrc(host: str, environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return what ~/.netrc, or the file that NETRC names, has for a host; None for nothing.

    Its `default` entry is left alone: it would tell a password to whoever asks. Raises
    Invalid for a file that cannot be read or that others can read.
    """
    import netrc

    env = os.environ if environment is None else environment
    named = env.get("NETRC")
    path = Path(named).expanduser() if named else Path(env.get("HOME") or "~") / ".netrc"
    path = path.expanduser()
    try:
        mode = path.stat().st_mode
        entry = netrc.netrc(str(path)).hosts.get(host)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise Invalid(f"{path} cannot be read: {fault.strerror}.") from fault
    except UnicodeDecodeError as fault:
        raise Invalid(f"{path} is not in UTF-8.") from fault
    except netrc.NetrcParseError as fault:  # its own words would repeat a password
        raise Invalid(f"{path} cannot be understood, near line {fault.lineno}.") from None
    if entry is None or not entry[2]:
        return None
    if os.name == "posix" and mode & 0o077:
        raise Invalid(f"{path} has passwords and others can read it.", hint=f"chmod 600 {path}")
    return Credentials(entry[0], entry[2])
