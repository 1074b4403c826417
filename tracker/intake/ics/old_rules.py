"""Recurrence rules of vCalendar 1.0, such as `W1 MO WE #10`, as those of RFC 5545."""

from __future__ import annotations

import re
from typing import Final

from tracker.domain.quoting import quoted
from tracker.errors import Invalid

_RULE: Final = re.compile(
    r"(D|W|MP|MD|YM|YD)([0-9]{1,4})((?:\s+[0-9A-Z+$-]{1,16})*)", re.IGNORECASE
)
_FREQUENCY: Final = {
    "D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY", "YD": "YEARLY",
}  # fmt: skip
_LISTS: Final = {"MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}
_WEEKDAY: Final = re.compile(r"(MO|TU|WE|TH|FR|SA|SU)\$?")
_NUMBER: Final = re.compile(r"([0-9]{1,3})([+-]?)")
_END: Final = re.compile(r"[0-9]{8}(T[0-9]{4,6}Z?)?")
_LONGEST: Final = 2_000
_UNSAID: Final = "#2"  # the specification's own default


def new_rule(text: str) -> str:
    """Return a rule of vCalendar 1.0 as an RRULE; raise Invalid when it is none."""
    trimmed = text.strip().upper()[:_LONGEST]
    body, count = _without_count(trimmed)
    found = _RULE.fullmatch(body)
    if found is None:
        raise Invalid(f"The rule {quoted(text)} cannot be read.")
    kind, words = found[1], found[3].split()
    parts = [f"FREQ={_FREQUENCY[kind]}", f"INTERVAL={found[2]}"]
    end = words.pop() if words and _END.fullmatch(words[-1]) else None
    days = _days(kind, words, text)
    if days:
        parts.append(days)
    if end:
        parts.append(f"UNTIL={end}")
    elif count != "#0":
        parts.append(f"COUNT={(count or _UNSAID)[1:]}")
    return ";".join(parts)


def _without_count(rule: str) -> tuple[str, str]:
    found = re.search(r"\s*(#[0-9]{1,6})", rule)
    if found is None:
        return rule, ""
    rest = rule[: found.start()] + rule[found.end() :]
    return rest.strip(), found[1]


def _days(kind: str, words: list[str], rule: str) -> str:
    """Return the BY part that a rule's words are."""
    weekdays: list[str] = []
    numbers: list[str] = []
    nth: list[str] = []
    for word in words:
        number, weekday = _NUMBER.fullmatch(word), _WEEKDAY.fullmatch(word)
        if number:
            signed = f"{'-' if number[2] == '-' else ''}{int(number[1])}"
            numbers = [*numbers, signed] if kind != "MP" or not weekdays else [signed]
            nth = numbers
        elif weekday and kind in ("W", "MP"):
            weekdays += [f"{n}{weekday[1]}" for n in nth] if kind == "MP" else [weekday[1]]
        elif word != "LD":
            raise Invalid(f"The rule {quoted(rule)} cannot be read.")
        else:
            numbers.append("-1")
    if weekdays:
        return f"BYDAY={','.join(weekdays)}"
    return f"{_LISTS[kind]}={','.join(numbers)}" if numbers and kind in _LISTS else ""
