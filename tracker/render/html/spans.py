"""Lines of a sheet as HTML: islands, foreign words, marks of fallback, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from tracker.render.sheet import Direction, Emphasis, web_address
from tracker.render.terminal.door import safe, without_isolates

if TYPE_CHECKING:
    from tracker.render.sheet import Line, Span

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z")  # BCP 47, as far as lang= asks
_BREAK: Final = Markup("<br>")
_SAID: Final = {
    Emphasis.PLAIN: Markup("{}"),
    Emphasis.STRONG: Markup("<strong>{}</strong>"),
    Emphasis.QUIET: Markup('<span class="quiet">{}</span>'),
}


def words_html(words: str) -> Markup:
    """Return words as they are read, each newline a break."""
    shown = without_isolates(safe(words)).strip("\n")
    return _BREAK.join(shown.split("\n"))


def label_html(label: str) -> Markup:
    """Return the verbatim label of an entry, a bullet where it has none."""
    shown = " ".join(without_isolates(safe(label)).split())
    if not shown:
        return Markup('<span class="bullet" aria-hidden="true">•</span> ')
    return Markup('<span class="label"><bdi dir="ltr">{}</bdi></span> ').format(shown)


def line_html(line: Line) -> Markup:
    """Return the spans of a line, one after another."""
    return Markup().join(_span(span) for span in line)


def _span(span: Span) -> Markup:
    shown = words_html(span.words)
    if leads := web_address(span):
        kind = Markup(' class="address"') if leads == span.words else Markup()
        shown = Markup('<a href="{}"{} rel="noreferrer">{}</a>').format(leads, kind, shown)
    attributes = _attributes(span)
    if span.direction is not None:
        shown = Markup("<bdi{}>{}</bdi>").format(attributes, shown)
    elif attributes:
        shown = Markup("<span{}>{}</span>").format(attributes, shown)
    if span.strike:
        shown = Markup("<s>{}</s>").format(shown)
    shown = _SAID[span.emphasis].format(shown)
    if span.fallback and span.language:
        tag = Markup('{}\u00a0<bdi dir="ltr" class="fallback">[{}]</bdi>')
        shown = tag.format(shown, safe(span.language))
    return shown


def _attributes(span: Span) -> Markup:
    direction = {Direction.LTR: Markup(' dir="ltr"'), Direction.RTL: Markup(' dir="rtl"')}
    told = direction.get(span.direction, Markup()) if span.direction else Markup()
    if span.language and _TAG.match(span.language):
        told += Markup(' lang="{}"').format(span.language)
    return told
