"""Topics: what meetings are about, as one word to filter by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.domain.values import frozen
from tracker.errors import Invalid

if TYPE_CHECKING:
    from tracker.domain.text import Text

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
LONGEST_SLUG = 60


@frozen
class Topic:
    """A subject, known by a slug."""

    id: int
    slug: str
    name: Text


def slug(typed: str, *, what: str = "short name") -> str:
    """Return a slug given as one; raise Invalid when it is not."""
    given = typed.strip().lower()
    if not SLUG.match(given) or len(given) > LONGEST_SLUG:
        raise Invalid(
            f"“{typed[:40]}” cannot be a {what}: lower-case letters, digits and single hyphens, "
            f"beginning with a letter, at most {LONGEST_SLUG}, such as aes-russia."
        )
    return given


def slug_from(title: str) -> str:
    """Return the slug that a title suggests, or "" when it has no Latin letters."""
    words = "-".join(w for w in fold(title).split() if w.isascii() and w.isalnum())
    return words[:LONGEST_SLUG].strip("-").lstrip("0123456789-")
