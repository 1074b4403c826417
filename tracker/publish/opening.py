"""Opening the press of an App: where the site is, in which languages, and what is kept of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tracker.app import LANGUAGES
from tracker.config import TABLE
from tracker.domain.feeds import LONGEST_ADDRESS
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, clean
from tracker.errors import Invalid
from tracker.publish.press import Press
from tracker.render.pages.views import Site, default_title
from tracker.storage.database import Database
from tracker.storage.kept import Kept, kept_beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.app import App
    from tracker.config import Setting

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
    """Return the site as the settings have it; raise Invalid, naming the setting, if it is none.

    `address` is where it is if no setting says.
    """
    named = app.settings["site"]
    url = app.settings.values["url"]
    titles = {tag: default_title(tag) for tag in LANGUAGES}
    if named:
        titles = {app.language: clean(named, what="title of the site", longest=200)}
    return Site(
        title=Text.of({app.language: titles[app.language], **titles}),
        address=site_address(url.value or address or LOCAL, _named(url)),
        language=app.language,
        languages=(app.language, *(tag for tag in LANGUAGES if tag != app.language)),
        zone=app.zone,
    )


def site_address(typed: str, what: str = "The site's address") -> str:
    """Return the address of a site without a slash at its end; raise Invalid for none.

    `what` it is that is wrong then, such as TRACKER_URL, begins the sentence.
    """
    address = typed.strip().rstrip("/")
    if not _is_site(address):
        raise Invalid(
            f"{what} is {quoted(typed)}, which is no address of a site; "
            "say one such as https://calendar.example.org"
        )
    if len(address) > LONGEST_ADDRESS // 2:
        raise Invalid(
            f"{what} has {len(address)} characters; {LONGEST_ADDRESS // 2} are the "
            "most, or those of its feeds would be too long for calendar programs."
        )
    return address


def _is_site(address: str) -> bool:
    if not (address.isascii() and address.isprintable()) or set(address) & set(" \"'<>?#\\"):
        return False
    try:
        parts = urlsplit(address)
        can_be_reached = parts.port != 0
    except ValueError:  # brackets that do not close, a port that is none
        return False
    is_web = parts.scheme in ("http", "https")
    return is_web and can_be_reached and bool(parts.hostname) and not parts.username


def _named(setting: Setting) -> str:
    """Return what a reader would look for to mend a setting of the address."""
    if setting.value is None:
        return "The site's address"
    is_file = setting.origin not in ("--url", TABLE["url"][0])
    return f"url in {setting.origin}" if is_file else setting.origin


def _clock(app: App) -> Callable[[], datetime]:
    """Return the clock of what is published: the world's, or one that was stopped for a test."""
    if app.settings["now"]:
        stopped = app.now
        return lambda: stopped
    return lambda: datetime.now(UTC)
