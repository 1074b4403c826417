"""What stands around every page: its head, the languages, the foot."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from tracker.domain.values import frozen
from tracker.domain.when import AllDay
from tracker.render.html import blocks_html, templates_in
from tracker.render.html.spans import line_html, words_html
from tracker.render.language import capital, is_right_to_left, language_name
from tracker.render.pages.paths import HOME, STYLESHEET
from tracker.render.pages.plain import one_line
from tracker.render.pages.subscribing import offers, programs
from tracker.render.sections.reading import Reading
from tracker.render.sections.times import dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from tracker.render.pages.views import Site, Subscription
    from tracker.render.sheet import Line

_TEMPLATES: Final = Path(__file__).with_name("templates")


@frozen
class Tongue:
    """The same page in a language, that goes by its own name."""

    tag: str
    name: str
    link: str
    whole: str
    is_this: bool
    direction: str


@frozen(kw_only=True)
class Frame:
    """Around which site, in which language, where, and with which feeds a page stands."""

    site: Site
    language: str
    today: date = date.min
    path: str | None = None
    feeds: Iterable[Subscription] = ()

    @property
    def reading(self) -> Reading:
        """For whom the page is set, without a place; the site's clock stands for theirs."""
        return Reading(self.language, self.today, None, self.site.zone)


def page(template: str, frame: Frame, *, title: str, about: str = "", **values: Any) -> str:
    """Return a page; `title` is its own in plain words, `about` what search engines show."""
    site, reading = frame.site, frame.reading
    name = reading.name(site.title)
    return (
        _environment()
        .get_template(template)
        .render(
            _=reading.gettext,
            language=frame.language,
            direction="rtl" if is_right_to_left(frame.language) else "ltr",
            title=one_line(" — ".join(dict.fromkeys(part for part in (title, name.words) if part))),
            about=one_line(about),
            name=(name,),
            home=site.link(HOME, frame.language),
            style=site.file(STYLESHEET),
            tongues=tongues(frame),
            canonical=site.whole(frame.path, frame.language) if frame.path else "",
            main_page=site.whole(frame.path, site.language) if frame.path else "",
            offers=offers(frame.feeds, reading),
            programs=programs(reading),
            changed=_changed(site, reading),
            **values,
        )
    )


def tongues(frame: Frame) -> tuple[Tongue, ...]:
    """Return the languages of the site, in which the same page stands."""
    path = HOME if frame.path is None else frame.path
    return tuple(
        Tongue(
            tag,
            capital(language_name(tag, tag)),
            frame.site.link(path, tag),
            frame.site.whole(path, tag),
            is_this=tag == frame.language,
            direction="rtl" if is_right_to_left(tag) else "ltr",
        )
        for tag in frame.site.languages
    )


def _changed(site: Site, reading: Reading) -> Line:
    if site.changed is None:
        return ()
    day = site.changed.astimezone(ZoneInfo(site.zone)).date()
    return reading.fill(
        reading.gettext("Last changed on {date}"), date=dated(AllDay(day, day), reading)
    )


@cache
def _environment() -> Environment:
    return templates_in(_TEMPLATES, line=line_html, words=words_html, blocks=blocks_html)
