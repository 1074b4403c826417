"""Opening the press of an App: where the site is, in which languages, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tracker.app import LANGUAGES
from tracker.domain.feeds import LONGEST_ADDRESS
from tracker.domain.text import Text, clean
from tracker.errors import Invalid
from tracker.publish.press import Press
from tracker.render.pages.views import Site, default_title
from tracker.storage.database import Database
from tracker.storage.kept import Kept, kept_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.app import App

# Where `tracker serve` listens unless told otherwise; good for a look on one's own machine.
LOCAL: Final = "http://127.0.0.1:8000"
# A request waits no longer for a writer; until then it is given what there was (seconds).
_PATIENCE: Final = 2.0


def open_press(app: App, report: Callable[[str], None], address: str | None = None) -> Press:
    """Return the press of an App; `report` is told what the operator should know.

    `address` is the site's where no setting says (https://…, no slash at the end). Raises
    Invalid for an address or a title that is none.
    """
    kept = Kept(kept_path(app))
    if kept.in_memory:
        report(f"What is made is kept in memory only: {kept_path(app)} cannot be written.")
    return Press(
        Database(app.database.path, _PATIENCE),
        site_of(app, address),
        kept,
        clock=_clock(app),
        report=report,
    )


def kept_path(app: App) -> Path:
    """Return the file in which is kept what was made of the ledger."""
    named = app.settings["kept"]
    return Path(named).expanduser() if named else kept_beside(app.database.path)


def site_of(app: App, address: str | None = None) -> Site:
    """Return the site as the settings have it."""
    named = app.settings["site"]
    titles = {tag: default_title(tag) for tag in LANGUAGES}
    if named:
        titles = {app.language: clean(named, what="title of the site", longest=200)}
    return Site(
        title=Text.of({app.language: titles[app.language], **titles}),
        address=site_address(app.settings["url"] or address or LOCAL),
        language=app.language,
        languages=(app.language, *(tag for tag in LANGUAGES if tag != app.language)),
        zone=app.zone,
    )


def site_address(typed: str) -> str:
    """Return the address of a site without a slash at its end; raise Invalid for none."""
    address = typed.strip().rstrip("/")
    parts = urlsplit(address)
    plain = address.isascii() and not any(c.isspace() or c in "\"'<>?#\\" for c in address)
    if not (plain and parts.scheme in ("http", "https") and parts.hostname and not parts.username):
        raise Invalid(f"“{typed[:80]}” is no address of a site; say https://calendar.example.org")
    if len(address) > LONGEST_ADDRESS // 2:
        raise Invalid(
            f"The site's address has {len(address)} characters; {LONGEST_ADDRESS // 2} are the "
            "most, or those of its feeds would be too long for calendar programs."
        )
    return address


def _clock(app: App) -> Callable[[], datetime]:
    """Return the clock of what is published: the world's, or one that was stopped for a test."""
    if app.settings["now"]:
        stopped = app.now
        return lambda: stopped
    return lambda: datetime.now(UTC)
