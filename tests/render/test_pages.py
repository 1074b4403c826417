"""The pages say what is recorded, in the reader's language, and let no word become markup."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests.founding import SESSION
from tests.golden import same_as_golden
from tests.render import sites
from tests.render.read_pages import Read, every_page, words_of
from tests.render.sites import EVERY_PATH, FEEDS, LANGUAGES, NAMES, SITE, TODAY, listed
from tracker.domain.occasions import Whens
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import AllDay, Timed
from tracker.errors import Invalid
from tracker.render.pages import paths
from tracker.render.pages.pages import (
    home_page,
    meeting_page,
    month_page,
    not_found_page,
    session_page,
    stylesheet,
)
from tracker.render.pages.views import Grid, Home, Listed, MonthView, Subscription

if TYPE_CHECKING:
    from tracker.render.pages.views import Site

T = TypeVar("T")


def home_of(*upcoming: Listed, **changes: Any) -> str:
    return home_page(replace(sites.home(), upcoming=upcoming, **changes))


# What is said


def test_the_first_page_begins_with_what_is_next_on_both_clocks() -> None:
    said = words_of(home_page(sites.home()))

    assert (
        "What is next Tuesday 24 November 2026 10:00–12:00 ( Bamako ) 11:00–13:00 (Paris) "
        "Courtesy call on the President of the Transition Confirmed Bamako Mali , Russia"
    ) in said


def test_no_second_clock_is_told_where_it_shows_the_same() -> None:
    said = words_of(home_of(listed(sites.CALL)[0], site=replace(SITE, zone="Africa/Bamako")))

    assert "10:00–12:00 ( Bamako ) Courtesy call" in said


def test_dates_are_said_in_the_language_of_the_page() -> None:
    said = {tag: words_of(home_page(sites.home(tag))) for tag in LANGUAGES}

    assert "Mardi 24 novembre 2026 10 h 00–12 h 00 ( Bamako )" in said["fr"]
    assert "Вторник, 24 ноября 2026" in said["ru"]
    assert "الثلاثاء، 24 نوفمبر 2026" in said["ar"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (sites.SOON, "November 2026 (day to be confirmed) Visit of the envoy Announced"),
        (sites.NO_DATE, "Date to be confirmed Réunion de haut niveau [fr] Tentative"),
        (sites.FIRST, "Thursday 3 April 2025 First session of the AES–Russia Consultations Held"),
        (sites.SECOND, "26–28 November 2026 Second session — AES–Russia Consultations Announced"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(entry: Any, told: str) -> None:
    assert told in words_of(home_of(*listed(entry)))


@pytest.mark.parametrize(
    ("entry", "status"),
    [(sites.OFF, "Cancelled"), (sites.LATER, "Postponed, new date not known")],
)
def test_what_was_called_off_is_struck_through_and_said_in_words(entry: Any, status: str) -> None:
    page = home_of(*listed(entry), grid=Grid(first=sites.MONTH))
    struck = [words_of(found) for found in re.findall(r"<s>.*?</s>", page)]

    assert len(struck) == 2
    assert "November 2026" in struck[0]
    assert struck[1] == entry.title.get("en")
    assert status in words_of(page)
    assert "(Paris)" not in words_of(page)


def test_what_is_cancelled_is_never_set_above_the_others() -> None:
    assert 'class="entries first"' not in home_of(*listed(sites.OFF, sites.CALL))
    assert 'class="entries first"' in home_of(*listed(sites.CALL, sites.OFF))


def test_an_empty_site_says_so() -> None:
    page = home_page(Home(site=SITE, language="en", today=TODAY, grid=Grid(first=sites.MONTH)))
    said = words_of(page)

    for words in (
        "Nothing is announced.",
        "Nothing is known of this month.",
        "No session is announced.",
        "No session is recorded yet.",
        "There is no calendar to subscribe to yet.",
    ):
        assert words in said
    assert "webcal:" not in page


def test_a_party_without_a_known_name_is_told_by_its_code() -> None:
    assert "Confirmed Bamako Mali , RUS " in words_of(
        home_of(*listed(sites.CALL), names={"MLI": NAMES["MLI"]})
    )


def test_a_session_is_told_with_all_its_sections() -> None:
    said = words_of(session_page(sites.session()))

    for words in (
        "Reception House of the Ministry of Foreign Affairs , Moscow",
        "Europe/Moscow (UTC+3) Europe/Paris (UTC+2)",
        "Times are local: Europe/Moscow (UTC+3) . To compare: Europe/Paris (UTC+2) .",
        "10:00–12:00",
        "Infrastructure projects",
        "Joint statement",
        "Hold the consultations once a year",
        "[6] TASS",
    ):
        assert words in said
    assert "Your time" not in said


def test_a_session_with_an_hour_is_told_on_both_clocks() -> None:
    hours = Timed(datetime(2025, 4, 3, 10), None, "Europe/Moscow")  # noqa: DTZ001
    said = words_of(
        session_page(replace(sites.session(), session=replace(SESSION, when=hours, whens=Whens())))
    )

    assert "When Thursday 3 April 2025, 10:00 ( Moscow ) 09:00 (Paris) Place" in said


def test_a_cancelled_session_says_so_under_its_title_with_the_reason() -> None:
    off = replace(SESSION, status=Status.CANCELLED, reason="The host withdrew.")
    page = session_page(replace(sites.session("fr"), session=off))
    said = words_of(page)

    assert "Annulée The host withdrew. " in said
    assert re.search(r"<h1><s><bdi[^>]*>Première session des Consultations", page)
    assert re.search(r"<dd><s>Jeudi 3 avril 2025</s></dd>", page)


def test_a_meeting_has_no_number_on_its_page() -> None:
    """Numbers in order would tell how many meetings the public does not see."""
    page = meeting_page(sites.meeting())

    assert "4711" not in page
    assert f"/meetings/{sites.UID}/" in page


def test_a_meeting_without_an_identifier_has_no_page() -> None:
    view = sites.meeting()

    with pytest.raises(Invalid, match="no UID"):
        meeting_page(replace(view, meeting=replace(view.meeting, stamp=None)))


def test_the_day_of_the_last_change_is_the_site_s() -> None:
    late = replace(SITE, changed=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))

    assert "Last changed on 21 November 2026" in words_of(home_page(sites.home("en", late)))
    assert "Last changed" not in home_page(sites.home("en", replace(SITE, changed=None)))


# The month


def days(page: str) -> dict[str, str]:
    """Return the words of each day of a month's table, by date."""
    cells = re.findall(
        r'<td class="day[^>]*>\s*<time datetime="([0-9-]+)">(.*?)</td>', page, re.DOTALL
    )
    return {day: " ".join(re.sub(r"<[^>]+>", " ", rest).split()) for day, rest in cells}


def test_a_month_has_each_of_its_days_once_with_what_is_on() -> None:
    shown = days(month_page(sites.month()))

    assert list(shown) == [f"2026-11-{day:02}" for day in range(1, 31)]
    assert shown["2026-11-22"].endswith("Today")
    assert "10:00 Courtesy call" in shown["2026-11-24"]
    assert shown["2026-11-27"].endswith("09:00 Meeting of experts on trade Cancelled")
    for day in ("2026-11-26", "2026-11-27", "2026-11-28"):
        assert "Second session" in shown[day]
    assert "envoy" not in "".join(shown.values())


@pytest.mark.parametrize("first", [date(2027, 2, 1), date(2028, 2, 1), date(2025, 12, 1)])
def test_months_are_whole_and_begin_on_their_weekday(first: date) -> None:
    page = month_page(MonthView(site=SITE, language="en", today=TODAY, grid=Grid(first=first)))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)[1:]

    assert {row.count("<td") for row in rows} == {7}
    assert page.count('class="none"') == len(rows) * 7 - len(days(page))
    assert rows[0].split("<td")[1 + first.weekday()].find(f'"{first}"') > 0


def test_what_spans_months_is_shown_within_the_month() -> None:
    long = replace(sites.SECOND, when=AllDay(date(2026, 10, 30), date(2026, 12, 2)))
    grid = Grid(first=sites.MONTH, listed=listed(long))
    shown = days(month_page(replace(sites.month(), grid=grid)))

    assert len(shown) == 30
    assert all("Second session" in told for told in shown.values())


def test_a_full_day_counts_what_it_has_no_room_for() -> None:
    grid = Grid(first=sites.MONTH, listed=listed(*[sites.CALL] * 9))
    on_first = home_page(replace(sites.home(), grid=grid))
    alone = month_page(replace(sites.month(), grid=grid))

    assert days(on_first)["2026-11-24"].count("Courtesy call") == 4
    assert '<a href="/base/months/2026-11/">and 5 more</a>' in on_first
    assert '<a href="#list">and 5 more</a>' in alone
    assert alone.count("<h3>") >= 9


def test_what_has_no_certain_day_stands_below_the_month() -> None:
    said = words_of(home_page(sites.home()))

    assert "Day to be confirmed November 2026 (day to be confirmed) Visit of the envoy" in said


# Subscribing


def test_every_feed_has_an_address_to_copy_and_one_that_opens_a_program() -> None:
    read = Read(session_page(sites.session()))
    inputs = [a for tag, a in read.elements if tag == "input"]

    assert [a["value"] for a in inputs] == [feed.url for feed in FEEDS]
    assert all("readonly" in a for a in inputs)
    assert "webcal://calendar.example.org/base/feeds/aes-russia.ics" in read.links


def test_each_program_is_told_of_with_how_often_it_looks() -> None:
    said = words_of(home_page(sites.home()))

    for words in (
        "Google Calendar On a computer",
        "every 4 to 24 hours",
        "Outlook, Microsoft 365",
        "Thunderbird Add a new calendar on the network, and paste the address. Looks every 30 min",
        "Home Assistant",
        "Nextcloud",
        "GNOME",
        "ICSx5",
    ):
        assert words in said


def test_a_feed_whose_address_no_program_may_open_is_not_offered() -> None:
    sly = Subscription(title=Text.of({"en": "Sly"}), url="javascript:alert(1)", language="en")
    page = home_page(replace(sites.home(), feeds=(sly, *FEEDS)))

    assert "Sly" not in page
    assert "alert" not in page


# Languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_marked_with_its_language_and_leads_to_the_others(language: str) -> None:
    for page in every_page(language).values():
        read = Read(page)
        tongues = {a["hreflang"]: a for tag, a in read.elements if tag == "a" and "hreflang" in a}

        assert read.elements[0] == (
            "html",
            {"lang": language, "dir": "rtl" if language == "ar" else "ltr"},
        )
        assert list(tongues) == list(LANGUAGES)
        assert [tag for tag, a in tongues.items() if "aria-current" in a] == [language]
        assert all(a["lang"] == tag for tag, a in tongues.items())


def test_languages_go_by_their_own_names() -> None:
    said = words_of(home_page(sites.home("ru")))

    assert "English Français Русский العربية" in said


def test_no_english_words_are_left_in_other_languages() -> None:
    english = set(re.findall(r"\b[A-Za-z]{3,}\b", words_of(_plain("en"))))
    for language in ("ru", "ar"):
        left = english & set(re.findall(r"\b[A-Za-z]{3,}\b", words_of(_plain(language))))
        programs = (
            "Google Calendar Apple iPhone iPad Mac Outlook Microsoft Thunderbird GNOME Evolution "
            "Nextcloud Home Assistant Android ICSx URL Remote English https calendar example org "
            "base feeds aes russia ics"
        )

        assert left <= set(programs.split())


def _plain(language: str) -> str:
    """Return a page without any words of the ledger's in it."""
    grid = Grid(first=sites.MONTH)
    feed = Subscription(title=Text.of({language: "Ж"}), url=FEEDS[0].url, language=language)
    view = Home(site=SITE, language=language, today=TODAY, grid=grid, feeds=(feed,))
    return home_page(view)


def test_words_in_another_language_are_marked() -> None:
    page = home_page(sites.home("ar"))

    assert '<bdi dir="ltr" lang="en">Signing of the memorandum</bdi>' in page


# Links


def known(site: Site) -> set[str]:
    base = "/base"
    pages = {
        base + paths.in_language(path, tag, site.language)
        for path in EVERY_PATH
        for tag in site.languages
    }
    return pages | {f"{base}/style.css"} | {f.url.removeprefix(_host(site)) for f in FEEDS}


def _host(site: Site) -> str:
    return site.address.removesuffix("/base")


@pytest.mark.parametrize("own", ["en", "fr"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_internal_link_leads_to_a_page_that_the_site_has(language: str, own: str) -> None:
    site = replace(SITE, language=own)
    for page in every_page(language, site).values():
        read = Read(page)
        assert len(set(read.ids)) == len(read.ids)
        for link in read.links:
            address = link.removeprefix(_host(site))
            if address.startswith("#"):
                assert address[1:] in read.ids
            elif address.startswith("/"):
                assert address in known(site)
            else:
                assert address.startswith(("https://", "webcal://"))


def test_the_site_s_own_language_has_no_prefix() -> None:
    site = replace(SITE, language="fr", address="https://calendar.example.org")
    links = Read(home_page(sites.home("fr", site))).links

    assert "/months/2026-11/" in links
    assert {"/", "/en/", "/ru/", "/ar/"} <= set(links)
    assert "/fr/" not in links


def test_a_page_that_is_not_there_is_kept_out_of_searches_and_leads_home() -> None:
    page = not_found_page(sites.missing("fr"))

    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert "/base/fr/" in Read(page).links


@pytest.mark.parametrize("ref", ["aes-russia/1", "aes-russia/x1", "a-1/12", "x1/3"])
def test_the_path_of_a_session_is_read_back(ref: str) -> None:
    name = paths.session_path(ref).removeprefix("/sessions/").removesuffix("/")

    assert paths.session_named(name) == ref


@pytest.mark.parametrize("name", ["", "aes", "aes-", "aes-0", "../x-1", "AES-1", "aes-1/", "a-١"])
def test_what_names_no_session_is_none(name: str) -> None:
    assert paths.session_named(name) is None


def test_the_path_of_a_month_is_read_back() -> None:
    assert paths.month_path(date(2025, 4, 1)) == "/months/2025-04/"
    assert paths.month_named("2025-04") == date(2025, 4, 1)
    for name in ("2025-13", "2025-4", "0000-01", "9999-12", "2025-04-01", "٢٠٢٥-٠٤"):
        assert paths.month_named(name) is None


def test_paths_become_files_that_any_server_finds() -> None:
    assert [paths.file_of(p) for p in ("/", "/fr/months/2025-04/", "/style.css")] == [
        "index.html",
        "fr/months/2025-04/index.html",
        "style.css",
    ]


# The same bytes


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ["home", "session"])
def test_pages_are_kept(name: str, language: str) -> None:
    same_as_golden(every_page(language)[name], f"pages/{name}.{language}.html")


DIGEST = """
import hashlib
from tests.render.sites import LANGUAGES
from tests.render.read_pages import every_page
from tracker.render.pages.pages import stylesheet
made = "".join(p for tag in LANGUAGES for p in every_page(tag).values())
print(hashlib.sha256(made.encode() + stylesheet()).hexdigest())
"""


def test_pages_are_the_same_bytes_in_every_run() -> None:
    made = "".join(p for tag in LANGUAGES for p in every_page(tag).values())
    here = hashlib.sha256(made.encode() + stylesheet()).hexdigest()
    seen = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": tongue},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout.strip()
        for seed, zone, tongue in (("1", "Asia/Tokyo", "C.UTF-8"), ("77", "UTC", "POSIX"))
    }

    assert seen == {here}
