"""From what was typed of a record to its columns: texts by language, lists, periods.

A draft's field is None where nothing was said of it; what may be absent is taken away by
saying it empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.domain.folding import fold
from tracker.domain.quoting import quoted
from tracker.domain.text import Text, clean, language_tag
from tracker.domain.when import ToBeConfirmed, parse_when
from tracker.errors import Invalid
from tracker.services.desk import json_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.services.desk import Desk

# What a person typed as `fr=…`, repeated: language tags with words.
Versions: TypeAlias = tuple[tuple[str, str], ...]


def worded(
    desk: Desk, kept: Text, words: str | None, versions: Versions, *, what: str
) -> dict[str, str]:
    """Return a kept text by language with what was typed: `words` in the writer's language.

    A version typed empty is taken out. Raises Invalid for a language given twice, for
    words that are no title, and when nothing would be left of a text.
    """
    given = [(desk.language, words)] if words is not None else []
    given += [(language_tag(tag), version) for tag, version in versions]
    found = dict(kept.versions)
    for number, (tag, version) in enumerate(given):
        if tag in dict(given[:number]):
            raise Invalid(f"The {what} is given twice in the language {tag}.")
        if version.strip() or tag not in found:
            found[tag] = clean(version, what=f"{what} ({tag})" if versions else what)
        else:
            del found[tag]
    if kept and not found:
        raise Invalid(f"Nothing would be left of the {what}; say another first.")
    return found


def text_column(
    desk: Desk, kept: Text, words: str | None, versions: Versions, *, what: str
) -> str | None:
    """Return a text with what was typed, as it is kept; None when nothing was typed."""
    if words is None and not versions:
        return None
    return Text.of(worded(desk, kept, words, versions, what=what)).stored()


def filled(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of which something was said."""
    return {column: value for column, value in columns.items() if value is not None}


def clearable(said: Mapping[str, tuple[str | None, Callable[[str], object]]]) -> dict[str, Any]:
    """Return columns read from (typed, how to read it): what was typed empty is taken away."""
    return {
        column: read(typed) if typed.strip() else None
        for column, (typed, read) in said.items()
        if typed is not None
    }


def listed(
    kept: Iterable[str], added: Iterable[str], dropped: Iterable[str], *, what: str
) -> str | None:
    """Return a list of names with some added and some dropped, as it is kept.

    None when nothing was typed. Raises Invalid for one to be dropped that is not there.
    """
    added, dropped = list(added), list(dropped)
    if not added and not dropped:
        return None
    found = {fold(words): words for words in kept}
    for words in dropped:
        if found.pop(fold(words), None) is None:
            raise Invalid(f"There is no {what} {quoted(words)} to take out.")
    for words in added:
        found[fold(words)] = clean(words, what=what, longest=300)
    return json_list(found.values())


def period(
    desk: Desk, since: str | None, until: str | None, kept: Mapping[str, Any] | None = None
) -> dict[str, str | None]:
    """Return the columns `since` and `until` as typed; raise Invalid if they are out of order.

    A side that is typed empty or as tbc is open.
    """
    sides = {"since": since, "until": until}
    said = {side: dated(desk, typed) for side, typed in sides.items() if typed is not None}
    whole = {**(kept or {}), **said}
    require_order(whole.get("since"), whole.get("until"))
    return said


def dated(desk: Desk, typed: str) -> str | None:
    """Return a typed date as it is kept; None for one that is empty or to be confirmed."""
    when = desk.when(typed) if typed.strip() else ToBeConfirmed()
    return None if isinstance(when, ToBeConfirmed) else str(when)


def require_order(since: str | None, until: str | None) -> None:
    """Raise Invalid when a kept period certainly ends before it begins."""
    if not since or not until:
        return
    first, last = parse_when(since).bounds()[0], parse_when(until).bounds()[1]
    if first is not None and last is not None and last <= first:
        raise Invalid(f"The end, {until}, is before the beginning, {since}.")
