"""Where the server listens: a port, or a Unix socket with a mode and no leftovers."""

from __future__ import annotations

import errno
import os
import socket
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from tracker.errors import Conflict, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

BACKLOG: Final = 2048
_SOCKET_MODE: Final = 0o660  # the server's user and group: add the proxy's user to the group
_FIRST_HANDED: Final = 3  # the file descriptor, SD_LISTEN_FDS_START
_LONGEST_UNIX: Final = 107  # octets of a Unix socket's path (unix(7))


def handed_over() -> socket.socket | None:
    """Return the socket at which systemd listens for this process (sd_listen_fds(3)), if any.

    It stays open while the server is restarted: clients wait instead of being refused.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or not os.environ.get("LISTEN_FDS"):
        return None
    os.set_inheritable(_FIRST_HANDED, False)
    try:
        return socket.socket(fileno=_FIRST_HANDED)
    except OSError as fault:
        raise Unavailable(f"systemd handed over no socket: {fault.strerror}.") from fault


def on_port(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raise Unavailable with the reason when none can."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as fault:
        raise Unavailable(
            f"There is no host “{host}” to listen at.",
            hint="Name an address of this machine with --host, such as 127.0.0.1 or 0.0.0.0.",
        ) from fault
    family, _, _, _, address = found[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as fault:
        listener.close()
        raise _unavailable(host, port, fault) from fault
    return listener


def _unavailable(host: str, port: int, fault: OSError) -> Unavailable:
    if fault.errno == errno.EADDRINUSE:
        return Unavailable(
            f"Port {port} of {host} is in use by another program.",
            hint="Name another with --port; 0 takes any that is free.",
        )
    if fault.errno in (errno.EACCES, errno.EPERM):
        return Unavailable(
            f"You may not listen at port {port}.",
            hint="Take one from 1024 on, and put a web server before it: see examples/deploy.",
        )
    if fault.errno == errno.EADDRNOTAVAIL:
        return Unavailable(
            f"{host} is not an address of this machine.",
            hint="Name one of its own with --host; 0.0.0.0 stands for all.",
        )
    return Unavailable(f"Nothing can listen at port {port} of {host}: {fault.strerror}.")


def on_unix(path: Path) -> socket.socket:
    """Return a socket that listens at a path, in the place of one that nobody listens at.

    Raises Conflict where something else lies, or a server listens; Unavailable where no
    socket can be made.
    """
    if len(os.fsencode(path)) > _LONGEST_UNIX:
        raise Unavailable(
            f"The path of a Unix socket has at most {_LONGEST_UNIX} octets; {path} is longer."
        )
    _clear(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~_SOCKET_MODE)  # no instant with a wider mode
    try:
        listener.bind(str(path))
        listener.listen(BACKLOG)
    except OSError as fault:
        listener.close()
        raise Unavailable(f"No socket can be made at {path}: {fault.strerror}.") from fault
    finally:
        os.umask(before)
    return listener


def _clear(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except OSError:  # nothing there, or nothing to be seen: binding will say
        return
    if not stat.S_ISSOCK(mode):
        raise Conflict(f"There is something else at {path}; it was left as it is.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            with suppress(OSError):
                path.unlink()
        except OSError as fault:
            raise Unavailable(f"No socket can be made at {path}: {fault.strerror}.") from fault
        else:
            raise Conflict(f"A server already listens at {path}.")


def remove(path: Path, listener_inode: int) -> None:
    """Take a socket's file away, unless another server has made its own there since."""
    with suppress(OSError):
        if path.lstat().st_ino == listener_inode:
            path.unlink()


def address_of(listener: socket.socket) -> str:
    """Return where a socket listens, as one would type it."""
    if listener.family == socket.AF_UNIX:
        return f"unix:{listener.getsockname()}"
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
