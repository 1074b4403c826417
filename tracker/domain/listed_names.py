"""The names under which parties are listed: short formal names, as at the United Nations.

Neither the everyday name (Russia) nor the full one (Republic of the Niger) puts a delegation
where a protocol officer looks for it: lists go by the short formal name (Russian Federation,
Niger (the)). Only those that differ from the everyday name stand here, one line a state:
English, French, Russian, Arabic.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tracker.domain.parties import PartyKind

if TYPE_CHECKING:
    from tracker.domain.parties import Party

_LANGUAGES = ("en", "fr", "ru", "ar")

_NAMES = """
ARE|United Arab Emirates|Émirats arabes unis|Объединенные Арабские Эмираты|\
الإمارات العربية المتحدة
BHS|Bahamas (the)|Bahamas|Багамские Острова|جزر البهاما
BIH|Bosnia and Herzegovina|Bosnie-Herzégovine|Босния и Герцеговина|البوسنة والهرسك
BLR|Belarus|Bélarus|Беларусь|بيلاروس
BOL|Bolivia (Plurinational State of)|Bolivie (État plurinational de)|\
Боливия (Многонациональное Государство)|بوليفيا (دولة - المتعددة القوميات)
BRN|Brunei Darussalam|Brunéi Darussalam|Бруней-Даруссалам|بروني دار السلام
CAF|Central African Republic|République centrafricaine|Центральноафриканская Республика|\
جمهورية أفريقيا الوسطى
CIV|Côte d’Ivoire|Côte d’Ivoire|Кот-д’Ивуар|كوت ديفوار
COD|Democratic Republic of the Congo|République démocratique du Congo|\
Демократическая Республика Конго|جمهورية الكونغو الديمقراطية
COG|Congo (the)|Congo|Конго|الكونغو
COM|Comoros (the)|Comores|Коморские Острова|جزر القمر
CPV|Cabo Verde|Cabo Verde|Кабо-Верде|كابو فيردي
CZE|Czechia|Tchéquie|Чехия|تشيكيا
DOM|Dominican Republic|République dominicaine|Доминиканская Республика|\
الجمهورية الدومينيكية
FSM|Micronesia (Federated States of)|Micronésie (États fédérés de)|\
Микронезия (Федеративные Штаты)|ميكرونيزيا (ولايات - الموحدة)
GBR|United Kingdom of Great Britain and Northern Ireland|\
Royaume-Uni de Grande-Bretagne et d’Irlande du Nord|\
Соединенное Королевство Великобритании и Северной Ирландии|\
المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية
GMB|Gambia (the)|Gambie|Гамбия|غامبيا
IRN|Iran (Islamic Republic of)|Iran (République islamique d’)|Иран (Исламская Республика)|\
إيران (جمهورية - الإسلامية)
KGZ|Kyrgyzstan|Kirghizistan|Кыргызстан|قيرغيزستان
KNA|Saint Kitts and Nevis|Saint-Kitts-et-Nevis|Сент-Китс и Невис|سانت كيتس ونيفس
KOR|Republic of Korea|République de Corée|Республика Корея|جمهورية كوريا
LAO|Lao People’s Democratic Republic|République démocratique populaire lao|\
Лаосская Народно-Демократическая Республика|جمهورية لاو الديمقراطية الشعبية
LCA|Saint Lucia|Sainte-Lucie|Сент-Люсия|سانت لوسيا
MDA|Republic of Moldova|République de Moldova|Республика Молдова|جمهورية مولدوفا
MHL|Marshall Islands|Îles Marshall|Маршалловы Острова|جزر مارشال
MMR|Myanmar|Myanmar|Мьянма|ميانمار
NER|Niger (the)|Niger|Нигер|النيجر
NLD|Netherlands (Kingdom of the)|Pays-Bas (Royaume des)|Нидерланды (Королевство)|\
هولندا (مملكة -)
PHL|Philippines (the)|Philippines|Филиппины|الفلبين
PRK|Democratic People’s Republic of Korea|République populaire démocratique de Corée|\
Корейская Народно-Демократическая Республика|جمهورية كوريا الشعبية الديمقراطية
PSE|State of Palestine|État de Palestine|Государство Палестина|دولة فلسطين
RUS|Russian Federation|Fédération de Russie|Российская Федерация|الاتحاد الروسي
SDN|Sudan (the)|Soudan|Судан|السودان
STP|Sao Tome and Principe|Sao Tomé-et-Principe|Сан-Томе и Принсипи|سان تومي وبرينسيبي
SWZ|Eswatini|Eswatini|Эсватини|إسواتيني
SYR|Syrian Arab Republic|République arabe syrienne|Сирийская Арабская Республика|\
الجمهورية العربية السورية
TLS|Timor-Leste|Timor-Leste|Тимор-Лешти|تيمور - ليشتي
TUR|Türkiye|Türkiye|Турция|تركيا
TZA|United Republic of Tanzania|République-Unie de Tanzanie|Объединенная Республика Танзания|\
جمهورية تنزانيا المتحدة
USA|United States of America|États-Unis d’Amérique|Соединенные Штаты Америки|\
الولايات المتحدة الأمريكية
VAT|Holy See|Saint-Siège|Святой Престол|الكرسي الرسولي
VCT|Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines|\
Сент-Винсент и Гренадины|سانت فنسنت وجزر غرينادين
VEN|Venezuela (Bolivarian Republic of)|Venezuela (République bolivarienne du)|\
Венесуэла (Боливарианская Республика)|فنزويلا (جمهورية - البوليفارية)
VNM|Viet Nam|Viet Nam|Вьетнам|فييت نام
"""


def listed_name(party: Party, language: str) -> str:
    """Return the name under which a party stands in an alphabetical list in a language.

    Where the United Nations list a state under another name than its everyday one, it is
    that name; otherwise the everyday name as the ledger has it, or the party's code.
    """
    primary = language.partition("-")[0]
    if party.kind is PartyKind.STATE and primary in _LANGUAGES:
        known = _table().get(party.code)
        if known is not None:
            return known[_LANGUAGES.index(primary)]
    return party.name.rendition(primary).words or party.code


@cache
def _table() -> dict[str, tuple[str, ...]]:
    lines = (line.split("|") for line in _NAMES.strip().splitlines())
    return {code: tuple(names) for code, *names in lines}
