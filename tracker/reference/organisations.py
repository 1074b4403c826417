"""Well-known organisations by code and by name, in English, French, Russian and Arabic.

Members are given where we are certain of them and of the day; a ledger keeps its own. One
code is also a state's: `AU` is Australia's alpha-2; who looks for a party asks here first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from tracker.domain.folding import similar
from tracker.domain.values import frozen
from tracker.reference.naming import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANGUAGES = ("en", "fr", "ru", "ar")

# Code and names; then, after a semicolon, other codes and names by which it goes.
_ORGANISATIONS = """
AES|Alliance of Sahel States|Alliance des États du Sahel|Альянс государств Сахеля|\
تحالف دول الساحل;Confederation of Sahel States|Confederation of the Sahel States|\
Confédération des États du Sahel|Confédération AES|Конфедерация государств Сахеля|АГС|\
كونفدرالية دول الساحل
UN|United Nations|Organisation des Nations unies|Организация Объединенных Наций|\
الأمم المتحدة;UNO|ONU|Nations unies|ООН
AU|African Union|Union africaine|Африканский союз|الاتحاد الأفريقي
ECOWAS|Economic Community of West African States|\
Communauté économique des États de l’Afrique de l’Ouest|\
Экономическое сообщество западноафриканских государств|\
الجماعة الاقتصادية لدول غرب أفريقيا;CEDEAO|ЭКОВАС|إيكواس
WAEMU|West African Economic and Monetary Union|Union économique et monétaire ouest-africaine|\
Западноафриканский экономический и валютный союз;UEMOA
ECCAS|Economic Community of Central African States|\
Communauté économique des États de l’Afrique centrale;CEEAC
CEMAC|Central African Economic and Monetary Community|\
Communauté économique et monétaire de l’Afrique centrale
SADC|Southern African Development Community|\
Communauté de développement de l’Afrique australe
EAC|East African Community|Communauté d’Afrique de l’Est|Восточноафриканское сообщество
IGAD|Intergovernmental Authority on Development|Autorité intergouvernementale pour le développement
COMESA|Common Market for Eastern and Southern Africa|\
Marché commun de l’Afrique orientale et australe
AMU|Arab Maghreb Union|Union du Maghreb arabe|Союз арабского Магриба|\
اتحاد المغرب العربي;UMA
CENSAD|Community of Sahel-Saharan States|Communauté des États sahélo-sahariens|\
Сообщество сахело-сахарских государств|تجمع دول الساحل والصحراء;CEN-SAD
AFDB|African Development Bank|Banque africaine de développement|Африканский банк развития|\
البنك الأفريقي للتنمية;BAD
EU|European Union|Union européenne|Европейский союз|الاتحاد الأوروبي;UE|ЕС
COE|Council of Europe|Conseil de l’Europe|Совет Европы|مجلس أوروبا
OSCE|Organization for Security and Co-operation in Europe|\
Organisation pour la sécurité et la coopération en Europe|\
Организация по безопасности и сотрудничеству в Европе|\
منظمة الأمن والتعاون في أوروبا;ОБСЕ
NATO|North Atlantic Treaty Organization|Organisation du Traité de l’Atlantique Nord|\
Организация Североатлантического договора|منظمة حلف شمال الأطلسي;OTAN|НАТО
CIS|Commonwealth of Independent States|Communauté des États indépendants|\
Содружество Независимых Государств|رابطة الدول المستقلة;CEI|СНГ
CSTO|Collective Security Treaty Organization|Organisation du Traité de sécurité collective|\
Организация Договора о коллективной безопасности|\
منظمة معاهدة الأمن الجماعي;OTSC|ОДКБ
EAEU|Eurasian Economic Union|Union économique eurasiatique|Евразийский экономический союз|\
الاتحاد الاقتصادي الأوراسي;UEEA|ЕАЭС
SCO|Shanghai Cooperation Organisation|Organisation de coopération de Shanghai|\
Шанхайская организация сотрудничества|منظمة شنغهاي للتعاون;OCS|ШОС
BRICS|BRICS|BRICS|БРИКС|بريكس
LAS|League of Arab States|Ligue des États arabes|Лига арабских государств|\
جامعة الدول العربية;Arab League|Ligue arabe|LEA|ЛАГ|الجامعة العربية
OIC|Organisation of Islamic Cooperation|Organisation de la coopération islamique|\
Организация исламского сотрудничества|منظمة التعاون الإسلامي;OCI|ОИС
GCC|Gulf Cooperation Council|Conseil de coopération du Golfe|\
Совет сотрудничества арабских государств Залива|مجلس التعاون لدول الخليج العربية;CCG|ССАГПЗ
ASEAN|Association of Southeast Asian Nations|Association des nations de l’Asie du Sud-Est|\
Ассоциация государств Юго-Восточной Азии|رابطة أمم جنوب شرق آسيا;ANASE|АСЕАН
SAARC|South Asian Association for Regional Cooperation|\
Association sud-asiatique de coopération régionale;ASACR
PIF|Pacific Islands Forum|Forum des îles du Pacifique|Форум тихоокеанских островов
OAS|Organization of American States|Organisation des États américains|\
Организация американских государств|منظمة الدول الأمريكية;OEA|ОАГ
CELAC|Community of Latin American and Caribbean States|\
Communauté des États latino-américains et caraïbes
MERCOSUR|Southern Common Market|Marché commun du Sud;Меркосур
CARICOM|Caribbean Community|Communauté des Caraïbes|Карибское сообщество
OIF|International Organisation of La Francophonie|Organisation internationale de la Francophonie|\
Международная организация Франкофонии|المنظمة الدولية للفرنكوفونية;Francophonie
COMMONWEALTH|Commonwealth of Nations|Commonwealth des nations|Содружество наций
NONALIGNED|Non-Aligned Movement|Mouvement des pays non alignés|Движение неприсоединения|\
حركة عدم الانحياز;MNA
G7|Group of Seven|Groupe des sept|Группа семи|مجموعة السبع
G20|Group of Twenty|Groupe des vingt|Группа двадцати|مجموعة العشرين
G77|Group of 77|Groupe des 77|Группа 77|مجموعة الـ 77
OPEC|Organization of the Petroleum Exporting Countries|\
Organisation des pays exportateurs de pétrole|Организация стран — экспортеров нефти|\
منظمة البلدان المصدرة للنفط;OPEP|ОПЕК
OECD|Organisation for Economic Co-operation and Development|\
Organisation de coopération et de développement économiques|\
Организация экономического сотрудничества и развития|\
منظمة التعاون الاقتصادي والتنمية;OCDE|ОЭСР
WTO|World Trade Organization|Organisation mondiale du commerce|\
Всемирная торговая организация|منظمة التجارة العالمية;OMC|ВТО
WHO|World Health Organization|Organisation mondiale de la Santé|\
Всемирная организация здравоохранения|منظمة الصحة العالمية;OMS|ВОЗ
IAEA|International Atomic Energy Agency|Agence internationale de l’énergie atomique|\
Международное агентство по атомной энергии|الوكالة الدولية للطاقة الذرية;AIEA|МАГАТЭ
IMF|International Monetary Fund|Fonds monétaire international|\
Международный валютный фонд|صندوق النقد الدولي;FMI|МВФ
WB|World Bank|Banque mondiale|Всемирный банк|البنك الدولي
UNESCO|United Nations Educational, Scientific and Cultural Organization|\
Organisation des Nations unies pour l’éducation, la science et la culture|\
Организация Объединенных Наций по вопросам образования, науки и культуры|\
منظمة الأمم المتحدة للتربية والعلم والثقافة;ЮНЕСКО|اليونسكو
ICRC|International Committee of the Red Cross|Comité international de la Croix-Rouge|\
Международный комитет Красного Креста|اللجنة الدولية للصليب الأحمر;CICR|МККК
"""

# The Liptako-Gourma Charter founded the alliance; the treaty of 6 July 2024 made it a
# confederation of the same three.
_LIPTAKO_GOURMA_CHARTER = date(2023, 9, 16)


@frozen
class Membership:
    """A state's membership of an organisation: alpha-3 code, and the day it began if certain."""

    state: str
    since: date | None = None


_MEMBERS = {
    "AES": tuple(Membership(state, _LIPTAKO_GOURMA_CHARTER) for state in ("BFA", "MLI", "NER")),
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: code, names by language, other names, members where we know them.

    No members means that they are not known here, not that there are none.
    """

    code: str
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()
    members: tuple[Membership, ...] = ()


@cache
def all_organisations() -> tuple[Organisation, ...]:
    """Return every organisation known here."""
    return tuple(_organisation(line) for line in _ORGANISATIONS.split("\n") if line)


def organisation_by_code(code: str) -> Organisation | None:
    """Return the organisation with this code in either case, or None."""
    wanted = code.strip().upper()
    return next((each for each in all_organisations() if each.code == wanted), None)


def find_organisation(text: str) -> Organisation | None:
    """Return the organisation that goes by this code, abbreviation or name, or None.

    Case, accents, punctuation and articles do not matter.
    """
    return _by_name().get(name_key(text))


def suggest(text: str, limit: int = 3) -> list[str]:
    """Return up to `limit` codes of organisations whose code or name looks like the text."""
    near = similar(name_key(text), _by_name(), limit * 4)
    return list(dict.fromkeys(_by_name()[key].code for key in near))[:limit]


def _organisation(line: str) -> Organisation:
    main, _, other = line.partition(";")
    code, *names = main.split("|")
    return Organisation(
        code=code,
        names=MappingProxyType(dict(zip(_LANGUAGES, names, strict=False))),
        aliases=tuple(other.split("|")) if other else (),
        members=_MEMBERS.get(code, ()),
    )


@cache
def _by_name() -> dict[str, Organisation]:
    return {
        name_key(name): each
        for each in all_organisations()
        for name in (each.code, *each.names.values(), *each.aliases)
    }
