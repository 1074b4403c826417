"""A site as its pages are shown: the founding session, and a month full of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tests.founding import BURKINA, HELD, MALI, MEETINGS, NIGER, RUSSIA, SERIES, SESSION
from tracker.domain.entries import Entry
from tracker.domain.occasions import Stamp
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed
from tracker.render.pages.paths import meeting_path, month_path, session_path
from tracker.render.pages.views import (
    Grid,
    Home,
    Listed,
    MeetingView,
    MissingView,
    MonthView,
    SessionView,
    Site,
    Subscription,
)

if TYPE_CHECKING:
    from tracker.domain.when import When

TODAY = date(2026, 11, 22)
MONTH = date(2026, 11, 1)
UID = "5b1f0b6e-9a43-4a0e-8d0c-3f8a5f3f2b11"
LANGUAGES = ("en", "fr", "ru", "ar")
SITE = Site(
    title=Text.of(
        {
            "en": "Diplomatic calendar",
            "fr": "Calendrier diplomatique",
            "ru": "Дипломатический календарь",
            "ar": "التقويم الدبلوماسي",
        }
    ),
    address="https://calendar.example.org/base",
    language="en",
    languages=LANGUAGES,
    zone="Europe/Paris",
    changed=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
)
NAMES = {party.code: party.name for party in (RUSSIA, MALI, BURKINA, NIGER)}
FEEDS = (
    Subscription(
        title=Text.of(
            {
                "en": "AES–Russia Consultations",
                "fr": "Consultations AES–Russie",
                "ru": "Консультации АГС–Россия",
                "ar": "مشاورات تحالف دول الساحل وروسيا",
            }
        ),
        url="https://calendar.example.org/base/feeds/aes-russia.ics",
        language="en",
        description="Every session and meeting since 2025",
    ),
    Subscription(
        title=Text.of({"fr": "Toutes les réunions"}),
        url="https://calendar.example.org/base/feeds/reunions.ics",
        language="fr",
    ),
)
BAMAKO = Text.of({"fr": "Bamako", "en": "Bamako", "ru": "Бамако", "ar": "باماكو"})
MOSCOW_NAME = Text.of({"ru": "Москва", "en": "Moscow", "fr": "Moscou", "ar": "موسكو"})
AES = ("MLI", "BFA", "NER")


def timed(day: int, start: int, end: int, zone: str = "Africa/Bamako") -> Timed:
    """Return hours of a day in November 2026."""
    return Timed(
        datetime(2026, 11, day, start),  # noqa: DTZ001 - a wall time
        datetime(2026, 11, day, end),  # noqa: DTZ001
        zone,
    )


def entry(
    number: int,
    titles: dict[str, str],
    when: When,
    status: Status = Status.CONFIRMED,
    parties: tuple[str, ...] = (*AES, "RUS"),
    city: Text = BAMAKO,
) -> Entry:
    """Return a meeting outside any session."""
    zone = when.zone if isinstance(when, Timed) else "Africa/Bamako"
    starts, ends = when.bounds(zone)
    return Entry(
        id=number,
        ref=f"m{number}",
        occasion="meeting",
        title=Text.of(titles),
        kind="meeting",
        status=status,
        visibility="public",
        when=when,
        zone=zone,
        starts_at=starts,
        ends_at=ends,
        city=city,
        parties=parties,
    )


SECOND = replace(
    entry(
        20,
        {},
        AllDay(date(2026, 11, 26), date(2026, 11, 28)),
        Status.ANNOUNCED,
    ),
    ref="aes-russia/2",
    occasion="session",
    title=SERIES.title,
    series="aes-russia",
    session="aes-russia/2",
    ordinal=2,
    untitled=True,
)
FIRST = replace(
    entry(1, {}, HELD, Status.HELD, city=MOSCOW_NAME),
    ref="aes-russia/1",
    occasion="session",
    title=SESSION.title,
    series="aes-russia",
    session="aes-russia/1",
    place=SESSION.place.name if SESSION.place else Text(),
    ordinal=1,
)
CALL = entry(
    31,
    {
        "en": "Courtesy call on the President of the Transition",
        "fr": "Visite de courtoisie au Président de la Transition",
        "ru": "Визит вежливости к Президенту переходного периода",
        "ar": "زيارة مجاملة لرئيس المرحلة الانتقالية",
    },
    timed(24, 10, 12),
    parties=("MLI", "RUS"),
)
SIGNING = entry(
    32,
    {"fr": "Signature du mémorandum", "en": "Signing of the memorandum"},
    timed(25, 15, 16, "Europe/Moscow"),
    Status.TENTATIVE,
    parties=("BFA", "RUS"),
    city=MOSCOW_NAME,
)
OFF = entry(
    33, {"en": "Meeting of experts on trade"}, timed(27, 9, 11), Status.CANCELLED, parties=AES
)
LATER = entry(
    34,
    {"ru": "Рабочий обед министров", "en": "Working lunch of the ministers"},
    timed(30, 13, 14),
    Status.POSTPONED,
)
SOON = entry(35, {"en": "Visit of the envoy"}, Imprecise("2026-11"), Status.ANNOUNCED)
NO_DATE = entry(36, {"fr": "Réunion de haut niveau"}, ToBeConfirmed(), Status.TENTATIVE)
UPCOMING = (CALL, SIGNING, SECOND, OFF, LATER, SOON, NO_DATE)


def listed(*entries: Entry) -> tuple[Listed, ...]:
    """Return entries with the pages that the site has for them."""
    return tuple(Listed(e, _page(e)) for e in entries)


def _page(of: Entry) -> str | None:
    if of.occasion == "session":
        return session_path(of.ref)
    return meeting_path(f"{of.ref}-0b6e") if of is CALL else None


GRID = Grid(
    first=MONTH,
    listed=listed(*UPCOMING[:-1]),
    earlier=date(2026, 10, 1),
    later=date(2026, 12, 1),
)


def home(language: str = "en", site: Site = SITE) -> Home:
    """Return the first page with something of everything."""
    return Home(
        site=site,
        language=language,
        today=TODAY,
        grid=GRID,
        upcoming=listed(*UPCOMING),
        coming=listed(SECOND),
        past=listed(FIRST),
        feeds=FEEDS,
        names=NAMES,
    )


def month(language: str = "en", site: Site = SITE) -> MonthView:
    """Return November 2026."""
    return MonthView(site=site, language=language, today=TODAY, grid=GRID, feeds=FEEDS, names=NAMES)


def session(language: str = "en", site: Site = SITE) -> SessionView:
    """Return the founding session, with hours for its talks."""
    hours = Timed(
        datetime(2025, 4, 3, 10),  # noqa: DTZ001 - a wall time
        datetime(2025, 4, 3, 12),  # noqa: DTZ001
        "Europe/Moscow",
    )
    preparatory, talks, press = MEETINGS
    return SessionView(
        site=site,
        language=language,
        today=TODAY,
        session=replace(
            SESSION, meetings=(preparatory, replace(talks, when=hours), press), note=None
        ),
        feeds=FEEDS,
    )


def meeting(language: str = "en", site: Site = SITE) -> MeetingView:
    """Return a meeting that was called off."""
    made = datetime(2026, 11, 1, tzinfo=UTC)
    of = replace(
        MEETINGS[1],
        id=4711,
        when=timed(27, 9, 11, "Europe/Moscow"),
        status=Status.CANCELLED,
        reason="The minister is ill.",
        stamp=Stamp(UID, made, made),
    )
    return MeetingView(site=site, language=language, today=TODAY, meeting=of, feeds=FEEDS[:1])


def missing(language: str = "en", site: Site = SITE) -> MissingView:
    """Return the page that is not there."""
    return MissingView(site=site, language=language)


EVERY_PATH = (
    "/",
    month_path(MONTH),
    month_path(date(2026, 10, 1)),
    month_path(date(2026, 12, 1)),
    session_path("aes-russia/1"),
    session_path("aes-russia/2"),
    meeting_path(f"{CALL.ref}-0b6e"),
    meeting_path(UID),
)
