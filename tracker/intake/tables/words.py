"""Words of tables for kinds, statuses, levels and visibilities, in four languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from tracker.domain.folding import fold
from tracker.domain.meetings import MeetingKind
from tracker.domain.parties import Rank
from tracker.domain.status import Status
from tracker.domain.visibility import Visibility

if TYPE_CHECKING:
    from enum import StrEnum

_KINDS: Final = """
meeting|réunion, встреча, заседание, اجتماع, talks, consultations, entretien, переговоры
plenary|plénière, séance plénière, пленарное заседание, جلسة عامة, plenary meeting
restricted|restreinte, séance restreinte, узкий состав, جلسة مغلقة, restricted meeting
bilateral|bilatérale, entretien bilatéral, двусторонняя встреча, ثنائي, اجتماع ثنائي, \
bilateral meeting
multilateral|multilatérale, многосторонняя встреча, متعدد الأطراف
preparatory|préparatoire, подготовительное заседание, تحضيري
experts|réunion d’experts, экспертная встреча, خبراء, expert meeting
summit|sommet, саммит, قمة
conference|conférence, конференция, مؤتمر
visit|visite, визит, زيارة, state visit, official visit, working visit, visite officielle, \
visite d’État, официальный визит, государственный визит, زيارة رسمية
courtesy-call|visite de courtoisie, протокольная встреча, زيارة مجاملة
working-breakfast|petit-déjeuner de travail, рабочий завтрак, إفطار عمل
working-lunch|déjeuner de travail, рабочий обед, غداء عمل, lunch
working-dinner|dîner de travail, рабочий ужин, عشاء عمل
dinner|dîner, ужин, عشاء, banquet
reception|réception, приём, استقبال
ceremony|cérémonie, церемония, مراسم
signing|signature, подписание, توقيع, signing ceremony
press-conference|conférence de presse, пресс-конференция, مؤتمر صحفي
phone-call|appel téléphonique, entretien téléphonique, телефонный разговор, مكالمة هاتفية, call, \
telephone call
break|pause, перерыв, استراحة
"""
_STATUSES: Final = """
tentative|provisoire, предварительно, مبدئي, provisional, planned, prévu, tbc
announced|annoncé, annoncée, объявлено, معلن, scheduled
confirmed|confirmé, confirmée, подтверждено, مؤكد, final, definite
postponed|reporté, reportée, отложено, перенесено, مؤجل, deferred, delayed
cancelled|annulé, annulée, отменено, ملغى, canceled, called off
held|tenu, tenue, состоялось, عقد, done, completed, past, took place
"""
_RANKS: Final = """
head-of-state|chef d’État, глава государства, رئيس دولة, head of state
head-of-government|chef de gouvernement, глава правительства, رئيس حكومة, head of government
deputy-head|vice-président, заместитель главы, نائب رئيس, vice president
minister|ministre, министр, وزير, ministerial, ministériel
deputy-minister|vice-ministre, заместитель министра, نائب وزير, deputy minister
ambassador|ambassadeur, посол, سفير
director|directeur, директор, مدير
expert|experts, эксперт, خبير
"""
_LEVELS: Final = """
public|publique, публично, открыто, عام, open
internal|interne, внутреннее, داخلي
confidential|confidentiel, confidentielle, конфиденциально, سري, private, privé, personal, secret
"""
# Of Outlook's sensitivity, and of the sessions among our own exports.
_UNSAID: Final = "normal standard default none regular extraordinary session"
_YES: Final = "true yes 1 x vrai oui да истина نعم wahr ja y"
Value = TypeVar("Value", bound="StrEnum")


def kind_of(typed: str) -> MeetingKind | None:
    """Return the kind of meeting that a word means, or None."""
    return _meant(MeetingKind, _KINDS, typed)


def status_of(typed: str) -> Status | None:
    """Return the status that a word means, or None."""
    return _meant(Status, _STATUSES, typed)


def rank_of(typed: str) -> Rank | None:
    """Return the level of representation that a word means, or None."""
    return _meant(Rank, _RANKS, typed)


def visibility_of(typed: str) -> Visibility | None:
    """Return how far a row may go by a word, or None."""
    return _meant(Visibility, _LEVELS, typed)


def says_nothing(typed: str) -> bool:
    """Return whether a word for a level or a kind leaves it to the reader."""
    return fold(typed) in _UNSAID.split()


def is_yes(typed: str) -> bool:
    """Return whether a word says yes."""
    return fold(typed) in _YES.split()


def _meant(values: type[Value], table: str, typed: str) -> Value | None:
    found = _by_word(table).get(fold(typed))
    return values(found) if found else None


@cache
def _by_word(table: str) -> dict[str, str]:
    index: dict[str, str] = {}
    for line in table.strip().split("\n"):
        value, words = line.split("|")
        index |= {fold(word): value for word in (value, *words.split(", "))}
    return index
