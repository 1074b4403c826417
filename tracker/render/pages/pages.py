"""The pages as text: each a pure function, the same bytes for the same values."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.render.pages.views import (
        Home,
        MeetingView,
        MissingView,
        MonthView,
        SessionView,
    )


def home_page(view: Home) -> str:
    """Return the first page: what is next, the month, sessions to come and past."""
    return f"<!doctype html>\n<title>{view.language}</title>\n"


def month_page(view: MonthView) -> str:
    """Return the page of a month."""
    return f"<!doctype html>\n<title>{view.language}</title>\n"


def session_page(view: SessionView) -> str:
    """Return the page of a session."""
    return f"<!doctype html>\n<title>{view.language}</title>\n"


def meeting_page(view: MeetingView) -> str:
    """Return the page of a meeting outside any session. Raises Invalid without a stamp."""
    return f"<!doctype html>\n<title>{view.language}</title>\n"


def not_found_page(view: MissingView) -> str:
    """Return what is shown where there is no page."""
    return f"<!doctype html>\n<title>{view.language}</title>\n"


@cache
def stylesheet() -> bytes:
    """Return the one style sheet of all pages (UTF-8)."""
    return b""
