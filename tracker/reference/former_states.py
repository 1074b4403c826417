"""Names that states had, and states that are no more, in English, French, Russian and Arabic.

A state that was renamed is the party that it is today: Burma is Myanmar. A state that ended
is a party of its own, under the code that it had in ISO 3166 (`SUN`, `YUG`, `CSK`, `DDR`:
ISO 3166-3) or, where it never had one, under the usual abbreviation (`AUH`, `OTT`, `RVN`).
A ledger that sees it otherwise gives one of its parties the name: what it calls a party
goes before all of this.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tracker.domain.values import frozen
from tracker.reference.naming import name_key
from tracker.reference.states import LANGUAGES, State, find_state, state_by_code

if TYPE_CHECKING:
    from collections.abc import Iterator

# Code, old alpha-2, the four names, then formal names or others, and what its land is now.
_ENDED: Final = """
SUN|SU|Soviet Union|Union soviétique|Советский Союз|الاتحاد السوفيتي|USSR, URSS, СССР, UdSSR, \
Union of Soviet Socialist Republics, Union des républiques socialistes soviétiques, \
Союз Советских Социалистических Республик, الاتحاد السوفياتي|\
RUS UKR BLR UZB KAZ GEO AZE LTU MDA LVA KGZ TJK ARM TKM EST
YUG|YU|Yugoslavia|Yougoslavie|Югославия|يوغوسلافيا|SFRY, RSFY, СФРЮ, Jugoslavia, Jugoslawien, \
Socialist Federal Republic of Yugoslavia, République fédérative socialiste de Yougoslavie, \
Социалистическая Федеративная Республика Югославия, Federal Republic of Yugoslavia, \
République fédérale de Yougoslavie, Союзная Республика Югославия, Kingdom of Yugoslavia, \
Federal People’s Republic of Yugoslavia, جمهورية يوغوسلافيا الاتحادية|SRB HRV SVN BIH MKD MNE XKX
SCG|CS|Serbia and Montenegro|Serbie-et-Monténégro|Сербия и Черногория|صربيا والجبل الأسود|\
Serbia-Montenegro, Serbie-Monténégro|SRB MNE XKX
CSK|CS|Czechoslovakia|Tchécoslovaquie|Чехословакия|تشيكوسلوفاكيا|Czecho-Slovakia, ČSSR, ЧССР, \
Czechoslovak Socialist Republic, République socialiste tchécoslovaque, Tschechoslowakei, \
Чехословацкая Социалистическая Республика, Czech and Slovak Federal Republic, \
République fédérale tchèque et slovaque|CZE SVK
DDR|DD|East Germany|Allemagne de l’Est|Восточная Германия|ألمانيا الشرقية|GDR, RDA, ГДР, \
German Democratic Republic, République démocratique allemande, DDR, Ostdeutschland, \
Германская Демократическая Республика, جمهورية ألمانيا الديمقراطية|DEU
YMD|YD|South Yemen|Yémen du Sud|Южный Йемен|اليمن الجنوبي|Democratic Yemen, PDRY, НДРЙ, \
People’s Democratic Republic of Yemen, République démocratique populaire du Yémen, \
Народная Демократическая Республика Йемен, جمهورية اليمن الديمقراطية الشعبية, \
Yémen démocratique, Демократический Йемен, اليمن الديمقراطية|YEM
VDR|VD|North Vietnam|Viêt Nam du Nord|Северный Вьетнам|فيتنام الشمالية|DRV, RDV, ДРВ, \
North Viet-Nam, Nord-Vietnam, Democratic Republic of Vietnam, \
Democratic Republic of Viet-Nam, République démocratique du Viêt Nam, \
Демократическая Республика Вьетнам, جمهورية فيتنام الديمقراطية|VNM
RVN||South Vietnam|Viêt Nam du Sud|Южный Вьетнам|فيتنام الجنوبية|South Viet-Nam, Sud-Vietnam, \
Republic of Vietnam, Republic of Viet-Nam, République du Viêt Nam, Республика Вьетнам, \
جمهورية فيتنام|VNM
ANT|AN|Netherlands Antilles|Antilles néerlandaises|Нидерландские Антильские острова|\
جزر الأنتيل الهولندية|Dutch Antilles, Нидерландские Антилы|CUW SXM BES
SKM|SK|Sikkim|Sikkim|Сикким|سيكيم|Kingdom of Sikkim|IND
PCZ|PZ|Panama Canal Zone|Zone du canal de Panama|Зона Панамского канала|منطقة قناة بنما|\
Canal Zone|PAN
PCI|PC|Trust Territory of the Pacific Islands|Îles du Pacifique (territoire sous tutelle)|\
Подопечная территория Тихоокеанские острова|جزر المحيط الهادئ المشمولة بالوصاية||\
FSM MHL PLW MNP
GEL|GE|Gilbert and Ellice Islands|Îles Gilbert-et-Ellice|Острова Гилберта и Эллис|\
جزر جيلبرت وإليس||KIR TUV
ZAN||Zanzibar|Zanzibar|Занзибар|زنجبار|Sultanate of Zanzibar|TZA
AUH||Austria-Hungary|Autriche-Hongrie|Австро-Венгрия|النمسا والمجر|\
Austro-Hungarian Empire, Empire austro-hongrois, Österreich-Ungarn, \
الإمبراطورية النمساوية المجرية|AUT HUN CZE SVK HRV SVN BIH
OTT||Ottoman Empire|Empire ottoman|Османская империя|الدولة العثمانية|Sublime Porte, \
Оттоманская империя, الإمبراطورية العثمانية|TUR
PRU||Prussia|Prusse|Пруссия|بروسيا|Kingdom of Prussia, Royaume de Prusse|DEU
"""

# Names that states had, or that books of their time give them, by the code they have today;
# the first word of a line may be followed by codes of ISO 3166-3.
_RENAMED: Final = """
BEN DHY|Dahomey, République du Dahomey, Republic of Dahomey, Дагомея, داهومي
BFA HVO|Upper Volta, Haute-Volta, Верхняя Вольта, فولتا العليا, Republic of Upper Volta
BGD|East Pakistan, Pakistan oriental, Восточный Пакистан
BLR BYS|Byelorussian SSR, RSS de Biélorussie, Белорусская ССР, Byelorussia, Biélorussie, \
Белоруссия, White Russia, Belorussia
BLZ|British Honduras, Honduras britannique, Британский Гондурас
BWA|Bechuanaland, Бечуаналенд
CAF|Central African Empire, Empire centrafricain, Ubangi-Shari, Oubangui-Chari, \
Центральноафриканская империя
CHN|Red China, Communist China, People’s China, Mainland China, Chine populaire, Chine continentale
COD ZAR|Zaire, Zaïre, Заир, زائير, Belgian Congo, Congo belge, Бельгийское Конго, \
Congo-Léopoldville, Congo (Leopoldville), Republic of Zaire, République du Zaïre, Congo-Kinshasa
COG|Congo-Brazzaville, Congo (Brazzaville), French Congo, People’s Republic of the Congo
CPV|Cape Verde, Cape Verde Islands
DEU|West Germany, Allemagne de l’Ouest, Западная Германия, ألمانيا الغربية, Westdeutschland, \
Federal Republic of Germany, République fédérale d’Allemagne, BRD, Bundesrepublik Deutschland, \
German Reich, German Empire, Empire allemand, Германская империя, West Berlin, ألمانيا الاتحادية
DJI AFI|French Somaliland, Somalie française, French Territory of the Afars and the Issas, \
Territoire français des Afars et des Issas, Французское Сомали
EGY|United Arab Republic, République arabe unie, Объединенная Арабская Республика, ОАР, UAR, \
الجمهورية العربية المتحدة
ESH|Spanish Sahara, Sahara espagnol, Испанская Сахара, Rio de Oro
ETH|Abyssinia, Abyssinie, Абиссиния, الحبشة
FRA FXX|Metropolitan France, France métropolitaine
GBR|England, Angleterre, Англия, إنجلترا, Scotland, Écosse, Шотландия, Wales, Pays de Galles, \
Уэльс, Northern Ireland, Irlande du Nord, Северная Ирландия, Royaume-Uni de Grande-Bretagne
GHA|Gold Coast, Côte de l’Or, Côte-de-l’Or, Золотой Берег, ساحل الذهب
GNB|Portuguese Guinea, Guinée portugaise, Португальская Гвинея
GNQ|Spanish Guinea, Guinée espagnole, Испанская Гвинея, Rio Muni
GUY|British Guiana, Guyane britannique, Британская Гвиана
IDN|Dutch East Indies, Netherlands East Indies, Indes néerlandaises, Голландская Ост-Индия
IRL|Irish Free State, État libre d’Irlande, Eire, Éire, Republic of Ireland, Ирландская Республика
IRN|Persia, Perse, Персия, فارس, بلاد فارس, Imperial State of Iran
JOR|Transjordan, Transjordanie, Трансиордания, شرق الأردن, إمارة شرق الأردن
KHM|Kampuchea, Kampuchéa, Кампучия, Democratic Kampuchea, Kampuchéa démocratique, \
Khmer Republic, République khmère, Кхмерская Республика, كمبوتشيا
KIR|Gilbert Islands, Îles Gilbert
KOR|South Korea, Corée du Sud, Южная Корея, كوريا الجنوبية
LKA|Ceylon, Ceylan, Цейлон, سيلان
LSO|Basutoland, Басутоленд
MDA|Moldavia, Moldavie, Bessarabia, Bessarabie, Молдавия
MDG|Malagasy Republic, République malgache, Малагасийская Республика
MKD|Former Yugoslav Republic of Macedonia, FYROM, FYR Macedonia, ARYM, \
ex-République yougoslave de Macédoine, бывшая югославская Республика Македония, \
جمهورية مقدونيا اليوغوسلافية السابقة, مقدونيا, Republic of Macedonia
MLI|French Sudan, Soudan français, Французский Судан, السودان الفرنسي
MMR BUR|Burma, Birmanie, Бирма, بورما, Union of Burma, Union birmane
MWI|Nyasaland, Ньясаленд
MYS|Malaya, Malaisie britannique, Малайя, الملايو, Federation of Malaya, Fédération de Malaisie
NAM|South West Africa, South-West Africa, Sud-Ouest africain, Юго-Западная Африка
NLD|Holland, Hollande, Голландия, هولندا
OMN|Muscat and Oman, Mascate et Oman, Маскат и Оман, مسقط وعمان
PSE|Palestinian Authority, Autorité palestinienne, Палестинская администрация, \
السلطة الفلسطينية, Palestinian National Authority, Autorité nationale palestinienne, \
Палестинская национальная администрация, السلطة الوطنية الفلسطينية, West Bank, Cisjordanie, \
Западный берег реки Иордан, الضفة الغربية, Gaza Strip, bande de Gaza, Gaza, قطاع غزة, \
West Bank and Gaza, Palestinian Territories, Territoires palestiniens, Occupied Territories
PRK|North Korea, Corée du Nord, Северная Корея, كوريا الشمالية
ROU ROM|Rumania, Roumania, People’s Republic of Romania, Socialist Republic of Romania
RUS|Russian Empire, Empire russe, Empire de Russie, Российская империя, RSFSR, РСФСР, \
الإمبراطورية الروسية, Imperial Russia, Tsarist Russia
SDN|Anglo-Egyptian Sudan, Soudan anglo-égyptien
SOM|Somali Republic, Italian Somaliland, British Somaliland, Somalie italienne
SRB|Kingdom of Serbia, Royaume de Serbie
SUR|Dutch Guiana, Netherlands Guiana, Guyane néerlandaise, Нидерландская Гвиана, Surinam
SWZ|Swaziland, Souaziland, Свазиленд, سوازيلاند, Kingdom of Swaziland
THA|Siam, Сиам, سيام
TLS TMP|East Timor, Timor oriental, Восточный Тимор, تيمور الشرقية, Portuguese Timor
TUR|Turkiye, Ottoman Turkey
TUV|Ellice Islands, Îles Ellice
TWN|Republic of China, République de Chine, Китайская Республика, جمهورية الصين, Formosa, \
Formose, Формоза, Nationalist China, Chine nationaliste, ROC
TZA|Tanganyika, Танганьика, تنجانيقا, German East Africa, Tanganyika Territory
UKR|Ukrainian SSR, RSS d’Ukraine, Украинская ССР, the Ukraine
VAT|Papal States, États pontificaux, Папская область, Saint-Siège, \
Святой Престол, الكرسي الرسولي
VUT NHB|New Hebrides, Nouvelles-Hébrides, Новые Гебриды, هبريدس الجديدة
WSM|Western Samoa, Samoa occidentales, Samoa-Occidental, Западное Самоа, ساموا الغربية
YEM|North Yemen, Yémen du Nord, Северный Йемен, اليمن الشمالي, Yemen Arab Republic, \
République arabe du Yémen, Йеменская Арабская Республика, الجمهورية العربية اليمنية, ЙАР
ZMB|Northern Rhodesia, Rhodésie du Nord, Северная Родезия, روديسيا الشمالية
ZWE RHO|Rhodesia, Rhodésie, Родезия, روديسيا, Southern Rhodesia, Rhodésie du Sud, \
Южная Родезия, روديسيا الجنوبية, Zimbabwe Rhodesia
"""

# “Korea, Republic of”: registers put the word first under which they sort.
_INVERTED: Final = re.compile(r"(?P<name>[^,]+),\s*(?P<before>[^,]+)")
_ADDED: Final = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_LETTERS: Final = re.compile(r"(?:\w\.\s?){2,}")


@frozen
class FormerState:
    """A state that ended: as a party would be kept, and the codes of what its land is now."""

    state: State
    heirs: tuple[str, ...]


def recognise_state(text: str) -> State | None:
    """Return the state of today or of history that this name means, or None.

    As `find_state`, and further: former names, “Korea, Republic of”, “U.S.S.R.” and, where
    nothing else is found, what stands before brackets: “Yugoslavia (Kosovo)”.
    """
    return next(filter(None, map(_find, _readings(text))), None)


def lands_of(state: State) -> tuple[str, ...]:
    """Return the alpha-3 codes of the states of today that a state is, or whose land was its."""
    former = _ended().get(state.alpha3)
    return former.heirs if former else (state.alpha3,)


def _find(text: str) -> State | None:
    return find_state(text) or _by_name().get(name_key(text))


def _readings(text: str) -> Iterator[str]:
    """Yield a name in the ways that it may be meant, the most literal first."""
    given = " ".join(text.split())
    for words in dict.fromkeys((given, _ADDED.sub("", given).strip())):
        yield words
        if _LETTERS.search(words):
            yield _LETTERS.sub(lambda found: _joined(found[0]), words)
        inverted = _INVERTED.fullmatch(words)
        if inverted:
            yield f"{inverted['before']} {inverted['name']}"


def _joined(letters: str) -> str:
    return letters.replace(".", "").replace(" ", "") + " "


@cache
def _ended() -> dict[str, FormerState]:
    return {former.state.alpha3: former for former in map(_read_ended, _lines(_ENDED))}


def _read_ended(line: str) -> FormerState:
    code, alpha2, *names, _, heirs = line.split("|")
    called = MappingProxyType(dict(zip(LANGUAGES, names, strict=True)))
    return FormerState(State(alpha2, code, called, MappingProxyType({})), tuple(heirs.split()))


@cache
def _by_name() -> dict[str, State]:
    """Return every former name and code, folded; an ended state goes before a renamed one."""
    index: dict[str, State] = {}
    for line in _lines(_RENAMED):
        codes, known = line.split("|")
        state = state_by_code(codes.split()[0])
        if state is None:
            raise LookupError(codes)
        former = [*codes.split()[1:], *known.split(", ")]
        index |= {name_key(name): state for name in former}
    for line in _lines(_ENDED):
        code, _, *names, others, _ = line.split("|")
        words = [code, *names, *(name for name in others.split(", ") if name)]
        index |= {name_key(name): _ended()[code].state for name in words}
    return index


def _lines(table: str) -> list[str]:
    return table.strip().split("\n")
