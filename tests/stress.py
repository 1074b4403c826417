"""Sessions that are hard to set on paper: empty, endless, crowded, long-worded, not yet dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.founding import (
    AGENDA,
    COMMITMENTS,
    DELEGATIONS,
    MEETINGS,
    RUSSIA,
    SESSION,
    delegation,
    item,
    party,
)
from tracker.domain.delegations import Delegation, Function, Role
from tracker.domain.occasions import Whens
from tracker.domain.parties import Person
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.when import Imprecise, Timed, ToBeConfirmed

if TYPE_CHECKING:
    from tracker.domain.agenda import AgendaItem
    from tracker.domain.meetings import Meeting
    from tracker.domain.sessions import Session

LONG = {
    "en": "Exchange of views on the state of implementation of the decisions taken at the first "
    "session, including the establishment of a mechanism to follow up what was agreed, the "
    "financing of joint projects in transport, energy and agriculture, and the protection of "
    "civilians and of humanitarian personnel in the areas affected by armed groups",
    "fr": "Échange de vues sur l’état d’application des décisions prises à la première session, "
    "notamment la création d’un mécanisme de suivi, le financement de projets communs dans les "
    "transports, l’énergie et l’agriculture, et la protection des civils et du personnel "
    "humanitaire dans les zones touchées par les groupes armés",
    "ru": "Обмен мнениями о ходе выполнения решений, принятых на первой сессии, включая создание "
    "механизма контроля за достигнутыми договорённостями, финансирование совместных проектов в "
    "области транспорта, энергетики и сельского хозяйства, а также защиту гражданских лиц и "
    "гуманитарного персонала в районах, затронутых деятельностью вооружённых групп",
    "ar": "تبادل الآراء بشأن حالة تنفيذ المقررات المتخذة في الدورة الأولى، بما في ذلك إنشاء آلية "
    "لمتابعة ما اتفق عليه، وتمويل المشاريع المشتركة في مجالات النقل والطاقة والزراعة، وحماية "
    "المدنيين والعاملين في المجال الإنساني في المناطق المتضررة من الجماعات المسلحة",
}
MIXED = Text.of(
    {
        "en": "Signing of the “Меморандум о взаимопонимании” (مذكرة تفاهم, 2025–2027) → annex 1",
        "fr": "Signature du « Меморандум о взаимопонимании » (مذكرة تفاهم, 2025–2027) → annexes",
        "ru": "Подписание «Mémorandum d’entente» (مذكرة تفاهم, 2025–2027) → приложения 1–3",
        "ar": "توقيع مذكرة التفاهم «Меморандум о взаимопонимании» (2025–2027) → المرفقات 1–3",
    }
)


def sessions() -> dict[str, Session]:
    """Return the sessions by name."""
    return {
        "founding": SESSION,
        "empty": replace(SESSION, agenda=(), meetings=(), papers=(), commitments=(), claims=()),
        "endless": replace(SESSION, agenda=endless_agenda(200)),
        "crowded": replace(SESSION, delegations=crowd(40), meetings=busy_days()),
        "long": long_worded(),
        "imprecise": imprecise(),
    }


def endless_agenda(count: int) -> tuple[AgendaItem, ...]:
    """Return so many items, every fifth one with two below it."""
    items = []
    for n in range(1, count + 1):
        en, fr = f"Matter number {n} of the agenda", f"Question numéro {n} de l’ordre du jour"
        below = (
            item(1000 + n, f"{n} (a)", "Report of the experts", "Rapport des experts"),
            item(2000 + n, f"{n} (b)", "Decision", "Décision"),
        )
        items.append(item(n, str(n), en, fr, below if n % 5 == 0 else ()))
    return tuple(items)


def crowd(count: int) -> tuple[Delegation, ...]:
    """Return so many delegations, each with a head and two members."""
    out = []
    for n in range(count):
        head = DELEGATIONS[n % 4].members[0].person
        of = party(100 + n, f"P{n:02}", *(["|".join([f"State {n}"] * 4)] * 2))
        role = Role.HOST if not n else (Role.OBSERVER if n > 30 else Role.PARTICIPANT)
        made = delegation(of, head, role)
        ambassador = Person(500 + n, Text.of({"en": f"Ambassador {n}", "ru": f"Посол {n}"}))
        first = made.members[0]
        members = (
            *made.members,
            replace(first, id=600 + n, person=ambassador, function=Function.MEMBER, post=None),
        )
        out.append(replace(made, members=members))
    return tuple(out)


def busy_days() -> tuple[Meeting, ...]:
    """Return twelve meetings at their hours on two days."""
    first = datetime(2025, 4, 3, 9)  # noqa: DTZ001 - a wall time
    made = []
    for n in range(12):
        start = first + timedelta(days=n // 6, minutes=90 * (n % 6))
        when = Timed(start, start + timedelta(minutes=75), "Europe/Moscow")
        like = MEETINGS[n % 3]
        cancelled = Status.CANCELLED if n == 4 else Status.CONFIRMED
        made.append(replace(like, id=50 + n, when=when, status=cancelled, room=f"Room {n}"))
    return tuple(made)


def long_worded() -> Session:
    """Return a session whose title and items are long, in mixed scripts, with long labels."""
    text = Text.of(LONG)
    items = (
        replace(AGENDA[0], title=text, outcome=text, note="A" * 300),
        replace(AGENDA[1], title=MIXED, label="2 bis (a) (iii) (new)"),
        replace(AGENDA[2], title=text, label="3 bis"),
        replace(AGENDA[3], title=MIXED, label="4.1.12"),
    )
    promises = tuple(replace(c, title=text) for c in COMMITMENTS)
    return replace(SESSION, title=text, agenda=items, commitments=promises, note=LONG["en"] * 8)


def imprecise() -> Session:
    """Return a session of which only the half of a year is known."""
    when = Imprecise("2026-04~")
    whens = (Imprecise("2026-05"), ToBeConfirmed(), Imprecise("2026-23"))
    meetings = tuple(
        replace(m, when=w, whens=Whens(), status=Status.TENTATIVE)
        for m, w in zip(MEETINGS, whens, strict=True)
    )
    return replace(
        SESSION,
        when=when,
        whens=Whens(announced=Imprecise("2025")),
        status=Status.TENTATIVE,
        meetings=meetings,
        host=RUSSIA,
    )
