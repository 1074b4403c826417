"""HTML in other people's words, as its reader sees it: plain lines."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from tracker.domain.text import without_unwelcome

# What content management systems and mail programs write; “<Memorandum>” is no markup.
_ELEMENTS: Final = (
    "a|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|font|h[1-6]|head|hr|html|i|img|li|link|"
    "meta|ol|p|pre|s|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul"
)
# Bounded, so that no file makes us look for an end again and again.
_TAG: Final = re.compile(
    rf"<(/?(?:{_ELEMENTS}|[a-z]{{1,9}}:[a-z]{{1,9}})(?:[\s/][^<>]{{0,4000}})?|![^<>]{{0,4000}})>",
    re.IGNORECASE,
)
_BREAKS: Final = re.compile(r"br\b|hr\b|/(?:p|div|li|tr|dd|dt|h[1-6])\b", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"<(style|script|head|title)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Return whether a text is written in HTML."""
    return "<" in text and _TAG.search(text) is not None


def without_markup(text: str) -> str:
    """Return what a reader of HTML sees, as plain lines, fit to be kept."""

    def line_end(tag: re.Match[str]) -> str:
        return "\n" if _BREAKS.match(tag[1]) else ""

    plain = unescape(_TAG.sub(line_end, _UNSEEN.sub("", text))).replace("\xa0", " ")
    lines = [line.strip() for line in plain.split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return without_unwelcome("\n".join(kept)).strip()
