"""Standing items: what stands on the agenda of every session or meeting, in four languages.

The words are those of the agendas of the United Nations.
"""

from __future__ import annotations

from tracker.domain.folding import folded
from tracker.domain.text import Text
from tracker.domain.values import frozen

_LANGUAGES = ("en", "fr", "ru", "ar")


@frozen
class StandingItem:
    """An item of the template; `opens` is whether it stands at the head or at the end."""

    title: Text
    opens: bool
    approves_record: bool = False

    def is_titled(self, title: Text) -> bool:
        """Return whether an item with that title is this one, in whatever language."""
        return not folded(self.title).isdisjoint(folded(title))


def _text(*versions: str) -> Text:
    return Text(tuple(zip(_LANGUAGES, versions, strict=True)))


_OF_SESSIONS = (
    StandingItem(
        _text(
            "Opening of the session",
            "Ouverture de la session",
            "Открытие сессии",
            "افتتاح الدورة",
        ),
        opens=True,
    ),
    StandingItem(
        _text(
            "Adoption of the agenda",
            "Adoption de l’ordre du jour",
            "Утверждение повестки дня",
            "إقرار جدول الأعمال",
        ),
        opens=True,
    ),
    StandingItem(
        _text(
            "Approval of the record of the previous session",
            "Approbation du compte rendu de la session précédente",
            "Утверждение протокола предыдущей сессии",
            "إقرار محضر الدورة السابقة",
        ),
        opens=True,
        approves_record=True,
    ),
    StandingItem(
        _text("Other matters", "Questions diverses", "Прочие вопросы", "مسائل أخرى"),
        opens=False,
    ),
    StandingItem(
        _text(
            "Date and place of the next session",
            "Date et lieu de la prochaine session",
            "Сроки и место проведения следующей сессии",
            "موعد ومكان انعقاد الدورة المقبلة",
        ),
        opens=False,
    ),
)
_OF_MEETINGS = (
    StandingItem(
        _text(
            "Opening of the meeting",
            "Ouverture de la réunion",
            "Открытие заседания",
            "افتتاح الاجتماع",
        ),
        opens=True,
    ),
    _OF_SESSIONS[1],
    _OF_SESSIONS[3],
    StandingItem(
        _text(
            "Date and place of the next meeting",
            "Date et lieu de la prochaine réunion",
            "Сроки и место проведения следующего заседания",
            "موعد ومكان انعقاد الاجتماع المقبل",
        ),
        opens=False,
    ),
)


def standing_items(
    *, of_session: bool, follows: bool, original: str = "en"
) -> tuple[StandingItem, ...]:
    """Return the standing items of a session or meeting, each title first in one language.

    The record of the previous session is approved only by one that follows another.
    """
    template = _OF_SESSIONS if of_session else _OF_MEETINGS
    return tuple(
        StandingItem(_first(item.title, original), item.opens, item.approves_record)
        for item in template
        if follows or not item.approves_record
    )


def _first(title: Text, original: str) -> Text:
    words = title.get(original)
    others = tuple(version for version in title if version[0] != original)
    return Text(((original, words), *others)) if words else title
