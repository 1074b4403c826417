"""The output door: what goes to a terminal can be read there and steer nothing.

Everything that the program writes to a terminal passes here, messages of errors too.
"""

from __future__ import annotations

import re
from typing import Final

from tracker.render.isolates import FSI, LRI, PDI, RLI

# Controls (C0, DEL, C1), separators of lines, embeddings and overrides of direction,
# lone surrogates, interlinear marks: shown as what they are.
# Patterns are compiled when first used: most words need none.
_SHOWN: Final = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u206a-\u206f\ud800-\udfff\ufff9-\ufffb]"
)
# Signs without width: nothing to see, and they part words that look like one. Joiners
# (U+200C, U+200D) and direction marks stay: Persian, Indic scripts and Arabic need them.
_UNSEEN: Final = "[\u00ad\u200b\u2060-\u2064\ufeff\U000e0001]"
_ISOLATES: Final = f"[{LRI}{RLI}{FSI}{PDI}]"
_ASCII: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        **dict.fromkeys("•·", "*"),
        **dict.fromkeys((LRI, RLI, FSI, PDI, "\u200e", "\u200f", "\u061c"), ""),
        "…": "...",
        "═": "=",
        "─": "-",
        "│": "|",
        **dict.fromkeys("┌└┐┘", "+"),
    }
)


def safe(text: str) -> str:
    r"""Return the text with controls shown as `\x1b`, invisible signs taken out.

    Newlines stay, tabs become a blank; isolates stay where they are balanced within
    their line, so that a stray one cannot turn around what follows.
    """
    if text.isprintable():  # none of these is, and most words are
        return text
    shown = re.sub(_SHOWN, _escaped, text.replace("\r\n", "\n").replace("\t", " "))
    seen = re.sub(_UNSEEN, "", shown)
    if not re.search(_ISOLATES, seen):
        return seen
    return "\n".join(_balanced(line) for line in seen.split("\n"))


def ascii_signs(text: str) -> str:
    """Return the text with typographic signs in ASCII, for a terminal without UTF-8."""
    return text.translate(_ASCII)


def without_isolates(text: str) -> str:
    """Return the text without isolates, to be isolated anew."""
    return re.sub(_ISOLATES, "", text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004


def _balanced(line: str) -> str:
    opened: list[int] = []
    stray: set[int] = set()
    for found in re.finditer(_ISOLATES, line):
        if found[0] != PDI:
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            stray.add(found.start())
    stray.update(opened)
    return "".join(c for i, c in enumerate(line) if i not in stray)
