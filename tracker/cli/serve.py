"""`tracker serve`: feeds and pages over HTTP."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.shape import command, pass_cli

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from tracker.cli.session import Cli
    from tracker.publish.press import Press
    from tracker.web.access_log import Proxies

_HOST, _PORT = "127.0.0.1", 8000
_PATIENCE = 1.0  # seconds
_NEEDED = ("uvicorn", "httptools", "uvloop", "starlette")


@command(
    "serve",
    examples="""
    tracker serve
    tracker serve --port 0
    tracker serve --unix /run/tracker/tracker.sock --trust-proxy unix
    tracker serve --host 0.0.0.0 --port 8080 --workers 2 > access.log
    """,
)
@click.option("--host", metavar="HOST", help=f"The address to listen at.  [default: {_HOST}]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"The port to listen at; 0 takes a free one.  [default: {_PORT}]",
)
@click.option(
    "--unix",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Listen at a Unix socket instead.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many processes answer.",
)
@click.option("--root-path", metavar="P", help="Where a proxy mounts the site, such as /calendar.")
@click.option(
    "--trust-proxy",
    metavar="ADDRESS",
    multiple=True,
    help="Believe this proxy on who the client is: an address, a network, or unix.",
)
@pass_cli
def serve(
    cli: Cli,
    *,
    host: str | None,
    port: int | None,
    unix: Path | None,
    workers: int,
    root_path: str | None,
    trust_proxy: tuple[str, ...],
) -> None:
    """Hand out feeds and pages over HTTP, reading only; the access log goes to stdout."""
    _require_extra()
    from tracker.web import listening, server

    if unix and (host or port is not None):
        raise click.UsageError("--unix PATH takes the place of --host and --port; give one.")
    root, proxies = _root(root_path), _proxies(trust_proxy)
    unix = unix.expanduser().absolute() if unix else None
    listener = _listener(host, port, unix)
    inode = unix.stat().st_ino if unix else 0
    try:
        where = listening.address_of(listener)
        address = f"{'http://localhost' if where.startswith('unix:') else where.rstrip('/')}{root}"
        service = server.Service(_press(cli, address), workers, root, proxies)
        _greet(cli, where)
        code = server.serve(service, listener)
    finally:
        listener.close()
        if unix:
            listening.remove(unix, inode)
    click.get_current_context().exit(code)


def _listener(host: str | None, port: int | None, unix: Path | None) -> socket.socket:
    """Return a socket at the place that was named; where none was, systemd's, or our own."""
    from tracker.web import listening

    if unix:
        return listening.on_unix(unix)
    handed = listening.handed_over() if host is None and port is None else None
    return handed or listening.on_port(host or _HOST, _PORT if port is None else port)


def _press(cli: Cli, address: str) -> Callable[[Callable[[str], None]], Press]:
    """Return what opens the press, once in each worker; refuse at once settings that are wrong."""
    from tracker.publish.opening import open_press, site_of

    site_of(cli.app, address)
    return lambda complain: open_press(cli.app, complain, address)


def _greet(cli: Cli, where: str) -> None:
    """Say where what is served, and what the operator may have forgotten."""
    from tracker.errors import TrackerError

    path = cli.app.database.path
    try:
        number = _feeds(cli)
    except TrackerError as fault:
        cli.say(f"Serving {path} at {where}; stop with Ctrl-C.")
        cli.say(f"{fault.sentence} Until that is mended, only what was made before is served.")
        if fault.hint:
            cli.say(fault.hint)
        return
    held = f"{number} feed{'' if number == 1 else 's'} and the pages of {path}"
    cli.say(f"Serving {held} at {where}; stop with Ctrl-C.")
    if not number:
        cli.say('Nobody can subscribe yet; make a feed with: tracker feed add all "All meetings"')
    if not cli.app.settings["url"]:
        cli.say("Say where others reach it, such as TRACKER_URL=https://calendar.example.org")


def _feeds(cli: Cli) -> int:
    """Return how many feeds there are; do not wait for a writer."""
    from tracker.domain.visibility import Visibility
    from tracker.storage.database import Database
    from tracker.storage.reads.feeds import feeds

    database = Database(cli.app.database.path, _PATIENCE)
    with database.reading(cli.app.reader(Visibility.CONFIDENTIAL)) as reading:
        return len(feeds(reading))


def _root(path: str | None) -> str:
    from tracker.errors import Invalid
    from tracker.web.addresses import canonical

    root = f"/{path.strip('/')}" if path and path.strip("/") else ""
    with suppress(UnicodeEncodeError):
        if not root or canonical(root.encode("ascii")) == root:
            return root
    raise Invalid(f"“{path}” is no path of a site; --root-path wants one such as /calendar.")


def _proxies(named: tuple[str, ...]) -> Proxies:
    from tracker.errors import Invalid
    from tracker.web.access_log import Proxies

    try:
        return Proxies(named)
    except ValueError as fault:
        raise Invalid(f"--trust-proxy: {fault}") from fault


def _require_extra() -> None:
    """Raise Unavailable unless what the server stands on is installed."""
    from importlib.util import find_spec

    from tracker.errors import Unavailable

    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise Unavailable(
            f"tracker serve needs {', '.join(missing)}, which a plain install leaves out.",
            hint="Install them with: pip install 'diplomatic-tracker[serve]'",
        )
