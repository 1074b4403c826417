"""What stands in a title beside the title: that it is off, and dates that are not exact.

tracker's own feeds write both in four languages (render/ics/event.py), and others write the
first as well. An imprecise date is believed only where it is the days of the event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tracker.domain.edtf import Expression, Part, single
from tracker.domain.status import Status
from tracker.domain.when import AllDay, Imprecise, When
from tracker.domain.when_grammar import read_when
from tracker.errors import Invalid

if TYPE_CHECKING:
    from datetime import datetime

PRODUCT: Final = "//diplomatic-tracker//"
_CANCELLED: Final = (
    "cancelled", "canceled", "annulé", "annulée", "abgesagt", "cancelado", "cancelada",
    "annullato", "annullata", "отменена", "отменено", "отменён", "отменен", "ملغاة", "ملغى",
)  # fmt: skip
_POSTPONED: Final = (
    "postponed", "reporté", "reportée", "verschoben", "aplazado", "aplazada",
    "rinviato", "rinviata", "перенесена", "перенесено", "перенесён", "مؤجلة", "مؤجل",
)  # fmt: skip
_STATUSES: Final = {
    **dict.fromkeys(_CANCELLED, Status.CANCELLED),
    **dict.fromkeys(_POSTPONED, Status.POSTPONED),
}
_PREFIX: Final = re.compile(
    rf"({'|'.join(_STATUSES)})[ \xa0\u202f]?:[ \xa0\u202f]*(\S.*)", re.IGNORECASE
)
_UNKNOWN_DAY: Final = (
    "day to be confirmed", "day not known", "jour à confirmer", "jour non connu",
    "день уточняется", "день неизвестен", "اليوم يؤكد لاحقا", "اليوم غير معروف",
)  # fmt: skip
_IMPRECISE: Final = re.compile(rf"(\S.*) \(([^()]+)[,،] ({'|'.join(_UNKNOWN_DAY)})\)")
_UNKNOWN_END: Final = (
    "End time not known.", "Heure de fin inconnue.", "Время окончания неизвестно.",
    "وقت الانتهاء غير معروف.",
)  # fmt: skip
_LANGUAGE: Final = re.compile(r"(\S.*) \[([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\]")


def called_off(title: str) -> tuple[str, Status | None]:
    """Return a title without “CANCELLED:” or “POSTPONED:”, and which of the two it said."""
    if ":" not in title[:40]:
        return title, None
    found = _PREFIX.fullmatch(title)
    return (found[2], _STATUSES[found[1].casefold()]) if found else (title, None)


def imprecise(title: str, days: AllDay, now: datetime) -> tuple[str, When]:
    """Return a title without the date that it ends in, and that date; else both as they are."""
    if not title.endswith(")"):
        return title, days
    found = _IMPRECISE.fullmatch(title)
    if found is None:
        return title, days
    try:
        said = read_when(found[2], now=now, zone="UTC")
    except Invalid:
        said = None
    if said is not None and said.days() == days.days() and isinstance(said, Imprecise):
        return found[1], said
    return found[1], _some_day(days)


def _some_day(days: AllDay) -> When:
    """Return the month or year that the days are, else the choice among them."""
    first, last = Part.of(days.first), Part.of(days.last)
    for whole in (Part(first.year), Part(first.year, first.code)):
        if (whole.first, whole.last) == (days.first, days.last):
            return Imprecise(str(single(whole)))
    if days.first == days.last:
        return Imprecise(f"{days.first}~")
    return Imprecise(str(Expression("choice", first, last)))


def in_language(title: str, language: str) -> tuple[str, str]:
    """Return a title of our own without the mark of another language, and its language."""
    found = _LANGUAGE.fullmatch(title) if title.endswith("]") else None
    return (found[1], found[2]) if found else (title, language)


def has_unknown_end(description: str) -> bool:
    """Return whether our own description says that the end is made up."""
    return any(said in description for said in _UNKNOWN_END)
