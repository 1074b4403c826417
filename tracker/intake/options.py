"""How a file is to be read, as far as the file itself does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.values import frozen

if TYPE_CHECKING:
    from datetime import datetime


@frozen(kw_only=True)
class ReadingOptions:
    """What a reader of files is told beside the bytes.

    `name` is the file's, for sentences and for its ending; `zone` (IANA) and `language`
    are the reader's own, for times and words that name none. `now` is an aware instant.
    `format` and `preset` are what was asked for by name, else None; `encoding`,
    `separator` and `mapping`, of column to field, are for tables. A rule that repeats
    without an end is followed `horizon` years beyond `now`, and no file is read beyond
    `most` entries.
    """

    name: str
    zone: str
    language: str
    now: datetime
    format: str | None = None
    preset: str | None = None
    encoding: str | None = None
    separator: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    horizon: int = 5
    most: int = 1_000_000
