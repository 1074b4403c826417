"""The pages as text: each a pure function, the same bytes for the same values."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tracker.errors import Invalid
from tracker.render.agenda_sheet import meeting_sheet, session_sheet
from tracker.render.html import base_css
from tracker.render.pages.frame import Frame, page
from tracker.render.pages.items import item
from tracker.render.pages.month import month
from tracker.render.pages.paths import HOME, meeting_path, month_path, session_path
from tracker.render.pages.plain import said
from tracker.render.pages.record import body_of
from tracker.render.sections.reading import Reading
from tracker.render.sections.times import date_stated
from tracker.render.sheet import Masthead

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session
    from tracker.render.pages.items import Item
    from tracker.render.pages.views import (
        Home,
        Listed,
        MeetingView,
        MissingView,
        MonthView,
        SessionView,
    )
    from tracker.render.sheet import Sheet

_STYLES: Final = Path(__file__).with_name("styles")
_IN_ORDER: Final = ("frame", "lists", "month", "record", "subscribe", "paper")


def home_page(view: Home) -> str:
    """Return the first page: what is next, the month, sessions to come and past."""
    frame = Frame(
        site=view.site, language=view.language, today=view.today, path=HOME, feeds=view.feeds
    )

    def items(of: Iterable[Listed]) -> list[Item]:
        return [item(listed, view.site, frame.reading, view.names) for listed in of]

    upcoming = items(view.upcoming)
    return page(
        "home.html",
        frame,
        title="",
        about=_first(upcoming),
        upcoming=upcoming,
        month=month(view.grid, view.site, view.today, frame.reading, view.names),
        coming=items(view.coming),
        past=items(view.past),
    )


def month_page(view: MonthView) -> str:
    """Return the page of a month."""
    frame = Frame(
        site=view.site,
        language=view.language,
        today=view.today,
        path=month_path(view.grid.first),
        feeds=view.feeds,
    )
    made = month(view.grid, view.site, view.today, frame.reading, view.names)
    return page("month.html", frame, title=made.name, about=_first(made.items), month=made)


def session_page(view: SessionView) -> str:
    """Return the page of a session."""
    sheet = session_sheet(
        view.session, language=view.language, today=view.today, complete=view.complete
    )
    return _record_page(view, view.session, sheet, session_path(view.session.ref))


def meeting_page(view: MeetingView) -> str:
    """Return the page of a meeting outside any session. Raises Invalid without a stamp."""
    if view.meeting.stamp is None:
        raise Invalid(f"{view.meeting.ref} has no UID yet, so its page has no address.")
    sheet = meeting_sheet(
        view.meeting, language=view.language, today=view.today, complete=view.complete
    )
    return _record_page(view, view.meeting, sheet, meeting_path(view.meeting.stamp.uid))


def not_found_page(view: MissingView) -> str:
    """Return what is shown where there is no page."""
    frame = Frame(site=view.site, language=view.language)
    return page("missing.html", frame, title=frame.reading.gettext("There is no page here"))


@cache
def stylesheet() -> bytes:
    """Return the one style sheet of all pages (UTF-8)."""
    ours = ((_STYLES / f"{name}.css").read_text(encoding="utf-8") for name in _IN_ORDER)
    return "\n".join((base_css(), *ours)).encode()


def _record_page(
    view: SessionView | MeetingView, record: Session | Meeting, sheet: Sheet, path: str
) -> str:
    frame = Frame(
        site=view.site, language=view.language, today=view.today, path=path, feeds=view.feeds
    )
    zone = record.place.zone if record.place else None
    reading = Reading(sheet.language, view.today, zone, view.site.zone)
    made = body_of(record, sheet, reading)
    place = reading.place(record.place) if record.place else ()
    return page(
        "record.html",
        frame,
        title=_named(sheet),
        about=said(reading.listed([date_stated(record.when, reading), place])),
        masthead=made.masthead,
        facts=made.facts,
        parts_of=made.parts,
        standing=made.standing,
        standing_said=made.standing_said,
        reason=made.reason,
    )


def _named(sheet: Sheet) -> str:
    """Return the title with what stands over it: the series and the number."""
    masthead = next(b for b in sheet.blocks if isinstance(b, Masthead))
    return " — ".join(filter(None, map(said, (masthead.title, *masthead.over))))


def _first(items: Iterable[Item]) -> str:
    """Return what comes first in a list, in a line that search engines show."""
    shown = next(iter(items), None)
    return ": ".join(map(said, (shown.when, shown.title))) if shown else ""
