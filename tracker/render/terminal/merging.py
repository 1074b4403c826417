"""What a merge makes of two records, in lines for a person to agree to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.text import Text
from tracker.domain.when import When
from tracker.render.dates import say_when

if TYPE_CHECKING:
    from tracker.domain.merging import Merged, Value


def merging_said(merged: Merged, language: str) -> list[str]:
    """Return what is taken over, what is kept though the other says otherwise, and remarks."""
    kept, gone = merged.kept, merged.gone
    lines = [
        f"{each.field}: {_value(each.value, language)}  (from {gone})" for each in merged.taken
    ]
    for each in merged.differences:
        field = f"{each.of} {each.field}".strip()
        mine, theirs = _value(each.kept, language), _value(each.left, language)
        lines.append(f"{field}: {mine}  (kept of {kept}; {gone} says: {theirs})")
    return [*lines, *merged.remarks]


def _value(value: Value, language: str) -> str:
    if isinstance(value, tuple):
        when, status = value
        return f"{say_when(when, language, style='short')}, {status}"
    if isinstance(value, When):
        return say_when(value, language, style="short")
    if isinstance(value, Text):
        return " / ".join(f"{words} [{tag}]" for tag, words in value)
    return value
