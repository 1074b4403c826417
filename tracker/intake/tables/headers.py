"""What the columns of a table are called, and which field of a meeting each may be."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from tracker.domain.folding import fold, similar
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

# Each field, and by what names of columns it is known; German ones since Outlook's are met.
_NAMES: Final = """
title|title, subject, name, event, meeting, summary, topic of meeting, event title, what
title:fr|titre, objet, intitulé, sujet, événement, réunion, libellé
title:ru|название, тема, заголовок, мероприятие, событие, наименование, встреча
title:ar|العنوان, عنوان, الموضوع, الحدث, الاجتماع
title:de|betreff, titel, bezeichnung, veranstaltung
when|when, dates, period, quand, période, когда, период, متى
start|start, date, start date, begin, begins, from, start datetime, starts, dtstart, day, \
date start, date from, arrival, date of meeting, event date, meeting date, start at, \
starts at, début, date de début, date début, commence, du, date debut, jour, le, начало, \
дата, дата начала, с, день, البداية, تاريخ البداية, التاريخ, تاريخ, من, beginn, beginnt am, \
datum, beginnt
end|end, end date, until, to, finish, ends, dtend, end datetime, date end, date to, \
departure, end at, ends at, fin, date de fin, date fin, au, jusqu au, termine, окончание, \
конец, дата окончания, по, до, النهاية, تاريخ النهاية, إلى, ende, endet am
start-time|time, start time, time start, begin time, hour, heure, heure de début, \
heure début, horaire, время, время начала, الوقت, وقت البداية, الساعة, zeit, uhrzeit, \
beginnt um
end-time|end time, time end, finish time, heure de fin, heure fin, время окончания, \
وقت النهاية, endet um
all-day|all day, all day event, journée entière, весь день, طوال اليوم, ganztägiges ereignis
duration|duration, durée, длительность, продолжительность, المدة, dauer
place|place, location, venue, where, lieu, emplacement, endroit, место, место проведения, \
المكان, مكان, الموقع, ort
city|city, town, locale, ville, город, المدينة, مدينة, stadt
country|country, state, pays, страна, государство, البلد, الدولة, بلد, land
room|room, salle, зал, комната, القاعة, raum
zone|zone, time zone, timezone, tz, fuseau, fuseau horaire, часовой пояс, пояс, \
المنطقة الزمنية, zeitzone
parties|parties, party, with, participants, countries, states, delegations, attendees, \
participating states, parties présentes, délégations, pays participants, стороны, участники, \
страны, делегации, الأطراف, المشاركون, الدول, الوفود, teilnehmer
people|people, person, persons, traveller, traveler, official, participant, who, personne, \
personnes, voyageur, responsable, лица, лицо, персона, الأشخاص, الشخص, المسؤول, person name
post|post, role, position, office, function, poste, fonction, должность, пост, المنصب, \
الوظيفة
person-party|nationality, represents, representing, nationalité, представляет, الجنسية
kind|kind, type, format of meeting, genre, вид, тип, النوع, نوع
status|status, état, statut, статус, состояние, الحالة, حالة
level|level, rank, niveau, rang, уровень, المستوى, مستوى
topics|topics, topic, category, categories, catégorie, catégories, kategorien, subjects, \
themes, tags, keywords, thèmes, mots clés, темы, тематика, المواضيع, مواضيع
url|url, link, website, web, source url, web page, lien, site, ссылка, сайт, رابط, الرابط
note|note, notes, description, remarks, remark, comments, comment, details, body, \
note de travail, remarques, observations, commentaire, commentaires, détails, примечание, \
примечания, описание, комментарий, ملاحظات, ملاحظة, الوصف, beschreibung, bemerkungen
uid|uid, id, identifier, event id, external id, identifiant, identificateur, ид, \
идентификатор, المعرف, kennung
visibility|visibility, sensitivity, confidentiality, visibilité, confidentialité, видимость, \
доступ, السرية, vertraulichkeit
private|private, privé, частное, خاص, privat
"""

FIELDS: Final = tuple(
    dict.fromkeys(line.partition("|")[0].partition(":")[0] for line in _NAMES.strip().split("\n"))
)
# What else one may type for a field.
_ALSO: Final = {
    "date": "start",
    "time": "start-time",
    "id": "uid",
    "notes": "note",
    "remarks": "note",
    "person": "people",
    "traveller": "people",
    "participants": "parties",
    "party": "parties",
    "role": "post",
    "topic": "topics",
    "location": "place",
    "venue": "place",
    "type": "kind",
    "subject": "title",
    "link": "url",
    "timezone": "zone",
}
# Several columns may say these; the words of each are taken.
SEVERAL: Final = frozenset({"parties", "people", "topics", "note", "place"})
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IN_LANGUAGE: Final = re.compile(r"title (en|fr|ru|ar|de|es|pt)\Z")
_TAG: Final = re.compile(r"[a-z]{2,3}\Z")
ORDERS: Final = ("dmy", "mdy", "ymd")
_HOW: Final = {
    **dict.fromkeys(("start", "end"), ORDERS),
    **dict.fromkeys(("city", "people", "parties"), ("split", "keep")),
}


@frozen
class Field:
    """A field of a meeting, and how its values are to be read: `start` as `dmy`."""

    name: str
    how: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.how}" if self.how else self.name


def recognised(header: str) -> Field | None:
    """Return the field that a column of that name is, in any of our languages, or None."""
    name = fold(_CAMEL.sub(" ", header.partition("(")[0] or header))
    found = _by_name().get(name)
    if found is not None:
        return found
    tagged = _IN_LANGUAGE.match(fold(_CAMEL.sub(" ", header)))
    return Field("title", tagged[1]) if tagged else None


def read_field(typed: str) -> Field | None:
    """Return the field that was typed, such as `start:dmy`, or None when there is none."""
    name, _, how = typed.strip().lower().replace("_", "-").replace(" ", "-").partition(":")
    name = _ALSO.get(name, name)
    if name not in FIELDS:
        return None
    fits = how in _HOW.get(name, ()) or (name == "title" and _TAG.match(how))
    return Field(name, how) if fits or not how else None


def ways(name: str) -> Iterable[str]:
    """Return what may stand after a field's colon."""
    return ("fr", "ru", "ar") if name == "title" else _HOW.get(name, ())


def near_fields(typed: str) -> list[str]:
    """Return names of fields that look like what was typed."""
    return similar(typed.partition(":")[0], [*FIELDS, *_ALSO], 2)


@cache
def _by_name() -> dict[str, Field]:
    index: dict[str, Field] = {}
    for line in _NAMES.strip().split("\n"):
        field, names = line.split("|")
        name, _, how = field.partition(":")
        for known in (name, *names.split(", ")):
            index.setdefault(fold(known), Field(name, how))
    index["title"] = Field("title")
    return index
