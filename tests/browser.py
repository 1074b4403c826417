"""A browser to look at pages with: the system's Chromium, and axe-core to judge them.

Chromium is looked for on the PATH, axe-core where tests/peers.py looks for ical.js. Where
one is missing a test is skipped, and fails where it must be (CI).
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from tests.peers import ROOT, missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page

# What WCAG 2.2 asks at levels A and AA, and what axe's makers advise besides.
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """Return the system's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return found or missing("Chromium is not installed: apt-get install chromium")


@cache
def axe() -> str:
    """Return the script of axe-core."""
    folders = [
        os.environ.get("TRACKER_NODE_MODULES"),
        ROOT / "node_modules",
        Path.home() / ".cache" / "tracker-node" / "node_modules",
    ]
    scripts = [Path(f) / "axe-core" / "axe.min.js" for f in folders if f]
    found = next((s for s in scripts if s.is_file()), None)
    if found is None:
        missing("axe-core is not installed: npm install --prefix ~/.cache/tracker-node axe-core")
    return found.read_text(encoding="utf-8")


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Chromium; it ends with the block."""
    executable = chromium()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: pip install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def faults(page: Page, *, leave_out: tuple[str, ...] = ()) -> list[str]:
    """Return what axe objects to in a page that is open, `leave_out` rules left out."""
    page.evaluate(axe())
    rules = {rule: {"enabled": False} for rule in leave_out}
    options = {"runOnly": {"type": "tag", "values": RULES}, "rules": rules}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{fault['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@contextmanager
def serving(
    files: Mapping[str, tuple[str, bytes]], headers: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve bytes by path with their types, and say where; anything else is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = files.get(self.path.partition("?")[0], ("", b""))
            self.send_response(200 if kind else 404)
            for name, value in {"Content-Type": kind, **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - theirs
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
