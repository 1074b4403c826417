"""HTML in other people's words, whoever wrote it."""

from __future__ import annotations

import pytest

from tracker.intake.markup import is_markup, without_markup


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("A<br/>B &amp; C", "A\nB & C"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<!DOCTYPE HTML><style>p { x }</style><html><body>Hi</body></html>", "Hi"),
        ("<o:p>Outlook&nbsp;365</o:p>", "Outlook 365"),
        ("<b>Note</b> on <Memorandum>", "Note on <Memorandum>"),
        ("<i>a</i>&#8238;b&#0;", "ab\ufffd"),
    ],
)
def test_what_a_reader_of_html_sees_is_kept(written: str, seen: str) -> None:
    assert is_markup(written)
    assert without_markup(written) == seen


@pytest.mark.parametrize("words", ["a < b and c > d", "Awa <awa@example.org>", "<Memorandum>"])
def test_what_only_looks_like_it_is_none(words: str) -> None:
    assert not is_markup(words)


def test_a_tag_without_an_end_is_looked_at_once() -> None:
    assert not is_markup("<a " * 200_000)
