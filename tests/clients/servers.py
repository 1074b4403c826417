"""Programs that take a calendar over HTTP: real servers, a real vdirsyncer."""

from __future__ import annotations

import functools
import socket
import subprocess
import threading
import time
from base64 import b64encode
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PATIENCE = 30  # seconds in which a program starts on a machine with other work
_VDIRSYNCER = """
[pair p{n}]
a = "web{n}"
b = "kept{n}"
collections = null
[storage web{n}]
type = "http"
url = "{url}"
[storage kept{n}]
type = "filesystem"
path = "{kept}"
fileext = ".ics"
"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder's calendars and keeps no log."""

    extensions_map = {".ics": "text/calendar; charset=utf-8"}  # noqa: RUF012 - as in the base

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base's name
        pass


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """Serve the folder on loopback; give the address it has."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def vdirsyncer_configuration(folder: Path, addresses: Sequence[str]) -> tuple[Path, list[Path]]:
    """Write a configuration that keeps each address in a folder; return it and the folders."""
    kept = [folder / f"kept{n}" for n in range(len(addresses))]
    pairs = [_VDIRSYNCER.format(n=n, url=url, kept=kept[n]) for n, url in enumerate(addresses)]
    for place in kept:
        place.mkdir(parents=True)
    configuration = folder / "vdirsyncer.conf"
    head = f'[general]\nstatus_path = "{folder}/status"\n'
    configuration.write_text(head + "".join(pairs), encoding="utf-8")
    return configuration, kept


def vdirsyncer(program: Path, configuration: Path, verb: str) -> str:
    """Run a verb of vdirsyncer; return what it said. It must not complain."""
    done = subprocess.run(
        [str(program), "-c", str(configuration), verb],
        capture_output=True,
        text=True,
        check=False,
        input="y\n",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def radicale(python: Path, folder: Path) -> Iterator[HTTPConnection]:
    """Run Radicale on loopback, its collections in the folder; give a connection to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={folder}"]
    options += ["--auth-type=none", "--config=", "--logging-level=warning"]
    with (folder.parent / "radicale.log").open("wb") as log:
        process = subprocess.Popen(
            [str(python), "-m", "radicale", *options], stdout=log, stderr=log
        )
        try:
            with closing(_answering(process, port)) as connection:
                yield connection
        finally:
            stop(process)


@contextmanager
def xandikos(program: Path, folder: Path) -> Iterator[int]:
    """Run Xandikos on loopback with a calendar of its own; give its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(program), "serve", "-d", str(folder / "dav"), "--defaults", "-l", "127.0.0.1"]
    words += ["-p", str(port), "--state-dir", str(folder / "state"), "--no-detect-systemd"]
    with (folder / "xandikos.log").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)
        try:
            _answering(process, port).close()
            yield port
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server; one that still waits for somebody is not waited for."""
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answering(process: subprocess.Popen[bytes], port: int) -> HTTPConnection:
    deadline = time.monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.connect()
        except OSError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
        else:
            return connection


def ask(connection: HTTPConnection, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    """Return status and body of Radicale's answer to its one user."""
    user = b64encode(b"officer:").decode()
    headers = {"Authorization": f"Basic {user}", "Content-Type": "text/calendar; charset=utf-8"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()
