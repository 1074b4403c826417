"""Text in several languages: a title, a name or an outcome as each language has it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST = 2_000  # characters in one version: a paragraph, not a book
LONGEST_NOTE = 20_000  # a few pages
UNDETERMINED = "und"  # BCP 47 for "nobody said which language"
# Patterns are compiled when first used: a list cleans nothing.
LANGUAGE_TAG = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"
_LATIN = re.compile(r"[A-Za-z]")
_OTHER_SCRIPTS = frozenset({"ru", "ar", "uk", "be", "bg", "sr", "mk", "fa", "ur", "zh", "ja", "ko"})
# C0 and C1 controls, line and paragraph separators, zero-width signs and the explicit
# bidi embeddings and overrides; isolates stay out too: renderers set their own.
_UNWELCOME = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029"
    "\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LINE_END = "\r\n|[\r\v\f\x85\u2028\u2029]"  # what ends a line somewhere, beside LF


@frozen
class Rendition:
    """One version of a text as shown to a reader, who is told when it is a fallback."""

    words: str
    language: str
    fallback: bool = False

    def __str__(self) -> str:
        return self.words


@frozen
class Text:
    """Versions of one text by language; the first is the original."""

    versions: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.versions)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.versions)

    def __str__(self) -> str:
        return self.versions[0][1] if self.versions else ""

    @property
    def original(self) -> str | None:
        """The language of the original, or None for an empty text."""
        return self.versions[0][0] if self.versions else None

    def get(self, language: str) -> str | None:
        """Return the version in exactly that language, or None."""
        return next((words for tag, words in self.versions if tag == language), None)

    def rendition(self, language: str) -> Rendition:
        """Return the version for a reader: the language itself, else English, else the original.

        Who reads Latin script gets a version in it before an original in another.
        """
        latin = next((tag for tag, words in self.versions if _LATIN.search(words)), "")
        same_script = latin if language.partition("-")[0] not in _OTHER_SCRIPTS else ""
        for tag in (language, "en", same_script, self.original or ""):
            words = self.get(tag)
            if words is not None:
                return Rendition(words, tag, fallback=tag not in (language, UNDETERMINED))
        return Rendition("", language)

    def with_version(self, language: str, words: str) -> Text:
        """Return this text with one version set, in its place or at the end."""
        if self.get(language) is None:
            return Text((*self.versions, (language, words)))
        return Text(tuple((t, words if t == language else w) for t, w in self.versions))

    def stored(self) -> str:
        """Return the JSON object that is kept: language to words, the original first."""
        return json.dumps(dict(self.versions), ensure_ascii=False)

    @staticmethod
    def of(versions: Mapping[str, str]) -> Text:
        """Return a text from a mapping whose first key is the original language."""
        return Text(tuple(versions.items()))

    @staticmethod
    def read(stored: str | None) -> Text:
        """Return the text kept as `stored`; nothing kept is an empty text."""
        return Text.of(json.loads(stored)) if stored else Text()


def clean(words: str, *, what: str, longest: int = LONGEST, lines: bool = False) -> str:
    """Return what a person typed, fit to be kept: trimmed, one line unless `lines`.

    Raises Invalid, naming `what`, when it is empty, too long, or holds control
    characters, which have no business in a title and could steer a terminal.
    """
    trimmed = words.strip()
    found = re.search(_UNWELCOME, trimmed.replace("\r\n", "\n"))
    if found:
        raise Invalid(
            f"The {what} holds a control character (U+{ord(found[0]):04X}) at position "
            f"{found.start() + 1}; take it out."
        )
    if not lines and ("\n" in trimmed or "\t" in trimmed):
        raise Invalid(f"The {what} must stand on one line.")
    if not trimmed:
        raise Invalid(f"The {what} is empty.")
    if len(trimmed) > longest:
        raise Invalid(f"The {what} has {len(trimmed):,} characters; {longest:,} are the most.")
    return trimmed.replace("\r\n", "\n")


def without_unwelcome(words: str) -> str:
    """Return a stranger's words without the signs that `clean` refuses, their lines ended by LF."""
    return re.sub(_UNWELCOME, "", re.sub(_LINE_END, "\n", words))


def shortened(words: str, longest: int = LONGEST) -> str:
    """Return words that end, where they are too long, in an ellipsis."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def tidied(words: str, *, longest: int = LONGEST, lines: bool = False) -> str:
    """Return a stranger's words fit to be kept: what `clean` refuses is taken out or cut.

    Control characters go, on one line breaks become blanks, and what is too long ends in
    an ellipsis; nothing may be left.
    """
    text = without_unwelcome(words)
    return shortened(text.strip() if lines else " ".join(text.split()), longest)


def language_tag(typed: str) -> str:
    """Return a BCP 47 tag in its usual case; raise Invalid for anything else."""
    primary, *rest = typed.strip().replace("_", "-").split("-")
    tag = "-".join([primary.lower(), *rest])
    if not re.match(LANGUAGE_TAG, tag):
        raise Invalid(f"“{typed[:40]}” is not a language tag such as en, fr, ru or ar.")
    return tag
