"""No word of the ledger becomes markup: hostile titles, notes, labels and addresses."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from itertools import count, cycle
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests.founding import SESSION
from tests.render import sites
from tests.render.read_pages import Read, every_page, words_of
from tests.render.sites import LANGUAGES, SITE
from tracker.domain.text import Text
from tracker.domain.when import AllDay, Imprecise, Timed, ToBeConfirmed
from tracker.render.pages.pages import home_page, session_page, stylesheet
from tracker.render.pages.views import Listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.render.pages.views import Site

T = TypeVar("T")
PAYLOADS = [
    template.format(call)
    for call in (
        "alert(1)", "alert`1`", "window.pwned=1", "fetch('//evil.example')", "top.location='//e'",
        "document.title='pwned'", "eval(name)", "self['al'+'ert'](1)", "print()", "confirm(1)",
    )
    for template in (
        "<script>{}</script>", "</script><script>{}</script>", "<img src=x onerror={}>",
        "<svg onload={}>", "<svg/onload={}//", '"><script>{}</script>', "'><script>{}</script>",
        '" onmouseover="{}', "' onfocus='{}' autofocus='", "` onclick={}", "<body onload={}>",
        '<iframe srcdoc="<script>{}</script>">', '<a href="javascript:{}">x</a>',
        "javascript:{}", "JaVaScRiPt:{}", "java\tscript:{}", "data:text/html,<script>{}</script>",
        "vbscript:{}", "<style>@import'//e?{}'</style>", '" style="background:url(//e?{})',
        "--><script>{}</script><!--", "]]><script>{}</script>", "</title><script>{}</script>",
        "</textarea><script>{}</script>", "</option></select><img src=x onerror={}>",
        "&lt;script&gt;{}&lt;/script&gt;", "&#60;script&#62;{}&#60;/script&#62;",
        "\\u003cscript\\u003e{}", "%3Cscript%3E{}%3C/script%3E", "＜script＞{}＜/script＞",
        "<<script>{}//<</script>", "<scr<script>ipt>{}</script>", "<ScRiPt>{}</sCrIpT>",
        "<script\x0c>{}</script>", "<img/src='x'/onerror={}>", "<details open ontoggle={}>",
        "<video><source onerror={}>", "<math><mtext></mtext><script>{}</script></math>",
        "<form action=javascript:{}><button>", "<button formaction=javascript:{}>x",
        '<base href="javascript:{}//">', '<meta http-equiv=refresh content="0;url=javascript:{}">',
        "<link rel=stylesheet href=//e?{}>", "<object data=javascript:{}>", "<embed src=//e?{}>",
        "<input autofocus onfocus={}>", "<marquee onstart={}>", "<x onclick={}>x</x>",
        "{{{{ {} }}}}", "{{% raw %}}{}{{% endraw %}}", "${{{}}}", "#{{{}}}", "<%= {} %>",
        "{}<!--", "<!DOCTYPE x [<!ENTITY e '{}'>]>", "<?php {} ?>", "<plaintext>{}",
        "<template><script>{}</script></template>",
        "<noscript><p title='</noscript><img onerror={}>'>", '"><!--{}-->', "<a ping=//e?{}>",
        "<img srcset=//e?{}>",
        "\u202e<script>{}</script>", "\u2066<script>{}</script>\u2069", "\ufeff<script>{}</script>",
        "<a\u200bhref=javascript:{}>", "' or '1'='1' {}", '"]<script>{}</script>', "a,b;c:{}",
        "[x](javascript:{})", "![x](//e?{})", "<!--[if gte IE 4]><script>{}</script><![endif]-->",
        "<script src=data:,{}>", "<script>/*{}", "*/{}//</script>", "<img src='{}'", "<p {}",
        "</bdi><script>{}</script>", "</s></a><script>{}</script>", "</td></table><script>{}",
        "</main></body></html><script>{}</script>", "<isindex action=javascript:{} type=image>",
        "<keygen autofocus onfocus={}>", "<frameset onload={}>", "<table background=//e?{}>",
        "<style>*{{x:expression({})}}</style>", "<xml onreadystatechange={}>", "&{{{}}};",
        "<bgsound src=//e?{}>", "<layer src=//e?{}>", "<xss id=x tabindex=1 onfocus={}>",
        "<svg><animate onbegin={} attributeName=x>", "<svg><a xlink:href=javascript:{}><text>x",
        "<svg><use href=data:,{}>", "<math href=javascript:{}>x", "<portal src=javascript:{}>",
        "<dialog open onclose={}>", "<slot onslotchange={}>", "<area href=javascript:{}>",
        "<map name=x><area href=//e?{}>", "<nav onpointerover={}>", "<p is=x onwheel={}>",
    )
]  # fmt: skip
_WORDS = ("note", "reason", "publisher", "label", "symbol", "room", "url", "link", "value", "field")


def poisoned(value: T, words: Iterator[str]) -> T:
    """Return a value with the next words in every field that people fill in freely."""
    if isinstance(value, Text):
        return Text.of({"en": next(words)})  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(poisoned(v, words) for v in value)  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, Timed | AllDay | Imprecise | ToBeConfirmed):
        return value
    changes: dict[str, Any] = {}
    for of in fields(value):
        now = getattr(value, of.name)
        if of.name == "title" and now is None:
            changes[of.name] = None
        elif isinstance(now, str) and of.name in _WORDS:
            changes[of.name] = next(words)
        else:
            changes[of.name] = poisoned(now, words)
    return replace(value, **changes)  # type: ignore[type-var]


def poisoned_session(words: Iterator[str]) -> str:
    session = poisoned(replace(sites.session().session, reason="x"), words)
    return session_page(replace(sites.session(), session=session, site=_poisoned_site(words)))


def poisoned_home(words: Iterator[str]) -> str:
    view = sites.home()

    def lists(of: tuple[Listed, ...]) -> tuple[Listed, ...]:
        return tuple(Listed(_poisoned_entry(x.entry, words), x.page) for x in of)

    return home_page(
        replace(
            view,
            site=_poisoned_site(words),
            upcoming=lists(view.upcoming),
            coming=lists(view.coming),
            past=lists(view.past),
            grid=replace(view.grid, listed=lists(view.grid.listed)),
            feeds=tuple(
                replace(f, title=Text.of({"en": next(words)}), description=next(words))
                for f in view.feeds
            ),
            names={code: Text.of({"en": next(words)}) for code in sorted(view.names)},
        )
    )


def _poisoned_entry(entry: Any, words: Iterator[str]) -> Any:
    return replace(
        entry,
        title=Text.of({"en": next(words)}),
        place=Text.of({"en": next(words)}),
        city=Text.of({"en": next(words)}),
    )


def _poisoned_site(words: Iterator[str]) -> Site:
    return replace(SITE, title=Text.of({"en": next(words)}))


class Supply:
    """The payloads one after another, and how many were used."""

    def __init__(self) -> None:
        self.used = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.used += 1
        return PAYLOADS[self.used % len(PAYLOADS)]


@pytest.mark.parametrize("make", [poisoned_home, poisoned_session])
def test_a_thousand_hostile_words_change_no_element_and_no_attribute(make: Any) -> None:
    assert len(set(PAYLOADS)) >= 1000
    plain = Read(make(f"words {n}" for n in count())).shape()
    supply = Supply()
    while supply.used < len(PAYLOADS):
        read = Read(make(supply))

        assert read.shape() == plain
        for tag, attributes in read.elements:
            assert tag not in ("script", "style", "iframe", "object", "embed", "base", "form")
            assert not any(name.startswith("on") or name == "style" for name in attributes)
        for link in read.links:
            assert link.startswith(("/", "#", "https://", "webcal://"))


@pytest.mark.parametrize("make", [poisoned_home, poisoned_session])
def test_hostile_words_are_read_as_they_were_written(make: Any) -> None:
    for words in ("<script>alert(1)</script>", "&lt;b&gt;", "{{ 7 * 7 }}", "\"'`"):
        assert words_of(make(cycle([words]))).count(words) > 20


def test_only_web_addresses_become_links() -> None:
    for link, linked in (
        ("https://example.org/a?b='c'&d=<e>", False),
        ("https://example.org/a?b='c'&d=e", True),
        ("http://example.org/", True),
        ("ftp://example.org/", False),
        ("javascript:alert(1)", False),
        ("//example.org/", False),
        ("/etc/passwd", False),
    ):
        page = session_page(replace(sites.session(), session=replace(SESSION, url=link)))

        assert (link in Read(page).links) is linked


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_script_an_inline_style_or_anything_of_another_host(language: str) -> None:
    for page in every_page(language).values():
        for tag, attributes in Read(page).elements:
            assert tag not in ("script", "style", "iframe", "img", "form")
            assert "style" not in attributes
            if tag == "link" and attributes["rel"] == "stylesheet":
                assert attributes["href"] == "/base/style.css"


def test_the_style_sheet_asks_for_nothing_from_anywhere() -> None:
    style = stylesheet().decode()

    assert "url(" not in style
    assert "@import" not in style
    assert style.count("{") == style.count("}")
