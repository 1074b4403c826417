"""Formal names of states, in the style of the United Nations and without their article.

One line a state: alpha-3, English, French, then Russian and Arabic where we are sure of
them. A name that is left out is not known here; a ledger may override every one of them.
"""

from __future__ import annotations

from functools import cache

_LANGUAGES = ("en", "fr", "ru", "ar")

_NAMES = """
AFG|Islamic Republic of Afghanistan|République islamique d’Afghanistan
AGO|Republic of Angola|République d’Angola|Республика Ангола
ALB|Republic of Albania|République d’Albanie|Республика Албания
AND|Principality of Andorra|Principauté d’Andorre|Княжество Андорра
ARE|United Arab Emirates|Émirats arabes unis|Объединенные Арабские Эмираты|الإمارات العربية المتحدة
ARG|Argentine Republic|République argentine|Аргентинская Республика|جمهورية الأرجنتين
ARM|Republic of Armenia|République d’Arménie|Республика Армения
ATG|Antigua and Barbuda|Antigua-et-Barbuda|Антигуа и Барбуда
AUS|Australia|Australie|Австралия|أستراليا
AUT|Republic of Austria|République d’Autriche|Австрийская Республика
AZE|Republic of Azerbaijan|République d’Azerbaïdjan|Азербайджанская Республика
BDI|Republic of Burundi|République du Burundi|Республика Бурунди
BEL|Kingdom of Belgium|Royaume de Belgique|Королевство Бельгия
BEN|Republic of Benin|République du Bénin|Республика Бенин|جمهورية بنن
BFA|Burkina Faso|Burkina Faso|Буркина-Фасо|بوركينا فاسو
BGD|People’s Republic of Bangladesh|République populaire du Bangladesh|Народная Республика Бангладеш
BGR|Republic of Bulgaria|République de Bulgarie|Республика Болгария
BHR|Kingdom of Bahrain|Royaume de Bahreïn|Королевство Бахрейн|مملكة البحرين
BHS|Commonwealth of the Bahamas|Commonwealth des Bahamas
BIH|Bosnia and Herzegovina|Bosnie-Herzégovine|Босния и Герцеговина
BLR|Republic of Belarus|République du Bélarus|Республика Беларусь|جمهورية بيلاروس
BLZ|Belize|Belize|Белиз
BOL|Plurinational State of Bolivia|État plurinational de Bolivie
BRA|Federative Republic of Brazil|République fédérative du Brésil|Федеративная Республика Бразилия|\
جمهورية البرازيل الاتحادية
BRB|Barbados|Barbade|Барбадос
BRN|Brunei Darussalam|Brunéi Darussalam|Бруней-Даруссалам
BTN|Kingdom of Bhutan|Royaume du Bhoutan|Королевство Бутан
BWA|Republic of Botswana|République du Botswana|Республика Ботсвана
CAF|Central African Republic|République centrafricaine|Центральноафриканская Республика|\
جمهورية أفريقيا الوسطى
CAN|Canada|Canada|Канада|كندا
CHE|Swiss Confederation|Confédération suisse|Швейцарская Конфедерация|الاتحاد السويسري
CHL|Republic of Chile|République du Chili|Республика Чили
CHN|People’s Republic of China|République populaire de Chine|Китайская Народная Республика|\
جمهورية الصين الشعبية
CIV|Republic of Côte d’Ivoire|République de Côte d’Ivoire|Республика Кот-д’Ивуар|\
جمهورية كوت ديفوار
CMR|Republic of Cameroon|République du Cameroun|Республика Камерун|جمهورية الكاميرون
COD|Democratic Republic of the Congo|République démocratique du Congo|\
Демократическая Республика Конго|جمهورية الكونغو الديمقراطية
COG|Republic of the Congo|République du Congo|Республика Конго|جمهورية الكونغو
COL|Republic of Colombia|République de Colombie|Республика Колумбия
COM|Union of the Comoros|Union des Comores|Союз Коморских Островов
CPV|Republic of Cabo Verde|République de Cabo Verde|Республика Кабо-Верде
CRI|Republic of Costa Rica|République du Costa Rica|Республика Коста-Рика
CUB|Republic of Cuba|République de Cuba|Республика Куба
CYP|Republic of Cyprus|République de Chypre|Республика Кипр
CZE|Czech Republic|République tchèque|Чешская Республика
DEU|Federal Republic of Germany|République fédérale d’Allemagne|Федеративная Республика Германия|\
جمهورية ألمانيا الاتحادية
DJI|Republic of Djibouti|République de Djibouti|Республика Джибути|جمهورية جيبوتي
DMA|Commonwealth of Dominica|Commonwealth de Dominique|Содружество Доминики
DNK|Kingdom of Denmark|Royaume du Danemark|Королевство Дания
DOM|Dominican Republic|République dominicaine|Доминиканская Республика
DZA|People’s Democratic Republic of Algeria|République algérienne démocratique et populaire|\
Алжирская Народная Демократическая Республика|الجمهورية الجزائرية الديمقراطية الشعبية
ECU|Republic of Ecuador|République de l’Équateur|Республика Эквадор
EGY|Arab Republic of Egypt|République arabe d’Égypte|Арабская Республика Египет|\
جمهورية مصر العربية
ERI|State of Eritrea|État d’Érythrée|Государство Эритрея
ESP|Kingdom of Spain|Royaume d’Espagne|Королевство Испания
EST|Republic of Estonia|République d’Estonie|Эстонская Республика
ETH|Federal Democratic Republic of Ethiopia|République fédérale démocratique d’Éthiopie|\
Федеративная Демократическая Республика Эфиопия
FIN|Republic of Finland|République de Finlande|Финляндская Республика
FJI|Republic of Fiji|République des Fidji|Республика Фиджи
FRA|French Republic|République française|Французская Республика|الجمهورية الفرنسية
FSM|Federated States of Micronesia|États fédérés de Micronésie|Федеративные Штаты Микронезии
GAB|Gabonese Republic|République gabonaise|Габонская Республика
GBR|United Kingdom of Great Britain and Northern Ireland|\
Royaume-Uni de Grande-Bretagne et d’Irlande du Nord|\
Соединенное Королевство Великобритании и Северной Ирландии|\
المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية
GEO|Georgia|Géorgie|Грузия
GHA|Republic of Ghana|République du Ghana|Республика Гана|جمهورية غانا
GIN|Republic of Guinea|République de Guinée|Гвинейская Республика|جمهورية غينيا
GMB|Republic of the Gambia|République de Gambie|Республика Гамбия
GNB|Republic of Guinea-Bissau|République de Guinée-Bissau|Республика Гвинея-Бисау
GNQ|Republic of Equatorial Guinea|République de Guinée équatoriale|\
Республика Экваториальная Гвинея
GRC|Hellenic Republic|République hellénique|Греческая Республика
GRD|Grenada|Grenade|Гренада
GTM|Republic of Guatemala|République du Guatemala|Республика Гватемала
GUY|Co-operative Republic of Guyana|République coopérative du Guyana
HND|Republic of Honduras|République du Honduras|Республика Гондурас
HRV|Republic of Croatia|République de Croatie|Республика Хорватия
HTI|Republic of Haiti|République d’Haïti|Республика Гаити
HUN|Hungary|Hongrie|Венгрия
IDN|Republic of Indonesia|République d’Indonésie|Республика Индонезия|جمهورية إندونيسيا
IND|Republic of India|République de l’Inde|Республика Индия|جمهورية الهند
IRL|Ireland|Irlande|Ирландия
IRN|Islamic Republic of Iran|République islamique d’Iran|Исламская Республика Иран|\
جمهورية إيران الإسلامية
IRQ|Republic of Iraq|République d’Iraq|Республика Ирак|جمهورية العراق
ISL|Iceland|Islande|Исландия
ISR|State of Israel|État d’Israël|Государство Израиль
ITA|Italian Republic|République italienne|Итальянская Республика|الجمهورية الإيطالية
JAM|Jamaica|Jamaïque|Ямайка
JOR|Hashemite Kingdom of Jordan|Royaume hachémite de Jordanie|\
Иорданское Хашимитское Королевство|المملكة الأردنية الهاشمية
JPN|Japan|Japon|Япония|اليابان
KAZ|Republic of Kazakhstan|République du Kazakhstan|Республика Казахстан|جمهورية كازاخستان
KEN|Republic of Kenya|République du Kenya|Республика Кения
KGZ|Kyrgyz Republic|République kirghize|Кыргызская Республика|جمهورية قيرغيزستان
KHM|Kingdom of Cambodia|Royaume du Cambodge|Королевство Камбоджа
KIR|Republic of Kiribati|République de Kiribati|Республика Кирибати
KNA|Saint Kitts and Nevis|Saint-Kitts-et-Nevis|Сент-Китс и Невис
KOR|Republic of Korea|République de Corée|Республика Корея|جمهورية كوريا
KWT|State of Kuwait|État du Koweït|Государство Кувейт|دولة الكويت
LAO|Lao People’s Democratic Republic|République démocratique populaire lao|\
Лаосская Народно-Демократическая Республика
LBN|Lebanese Republic|République libanaise|Ливанская Республика|الجمهورية اللبنانية
LBR|Republic of Liberia|République du Libéria|Республика Либерия
LBY|State of Libya|État de Libye|Государство Ливия|دولة ليبيا
LCA|Saint Lucia|Sainte-Lucie|Сент-Люсия
LIE|Principality of Liechtenstein|Principauté du Liechtenstein|Княжество Лихтенштейн
LKA|Democratic Socialist Republic of Sri Lanka|République socialiste démocratique de Sri Lanka|\
Демократическая Социалистическая Республика Шри-Ланка
LSO|Kingdom of Lesotho|Royaume du Lesotho|Королевство Лесото
LTU|Republic of Lithuania|République de Lituanie|Литовская Республика
LUX|Grand Duchy of Luxembourg|Grand-Duché de Luxembourg|Великое Герцогство Люксембург
LVA|Republic of Latvia|République de Lettonie|Латвийская Республика
MAR|Kingdom of Morocco|Royaume du Maroc|Королевство Марокко|المملكة المغربية
MCO|Principality of Monaco|Principauté de Monaco|Княжество Монако
MDA|Republic of Moldova|République de Moldova|Республика Молдова
MDG|Republic of Madagascar|République de Madagascar|Республика Мадагаскар
MDV|Republic of Maldives|République des Maldives|Мальдивская Республика
MEX|United Mexican States|États-Unis du Mexique|Мексиканские Соединенные Штаты|\
الولايات المتحدة المكسيكية
MHL|Republic of the Marshall Islands|République des Îles Marshall|Республика Маршалловы Острова
MKD|Republic of North Macedonia|République de Macédoine du Nord|Республика Северная Македония
MLI|Republic of Mali|République du Mali|Республика Мали|جمهورية مالي
MLT|Republic of Malta|République de Malte|Республика Мальта
MMR|Republic of the Union of Myanmar|République de l’Union du Myanmar|Республика Союз Мьянма
MNE|Montenegro|Monténégro|Черногория
MNG|Mongolia|Mongolie|Монголия
MOZ|Republic of Mozambique|République du Mozambique|Республика Мозамбик
MRT|Islamic Republic of Mauritania|République islamique de Mauritanie|\
Исламская Республика Мавритания|الجمهورية الإسلامية الموريتانية
MUS|Republic of Mauritius|République de Maurice|Республика Маврикий
MWI|Republic of Malawi|République du Malawi|Республика Малави
MYS|Malaysia|Malaisie|Малайзия
NAM|Republic of Namibia|République de Namibie|Республика Намибия
NER|Republic of the Niger|République du Niger|Республика Нигер|جمهورية النيجر
NGA|Federal Republic of Nigeria|République fédérale du Nigéria|Федеративная Республика Нигерия|\
جمهورية نيجيريا الاتحادية
NIC|Republic of Nicaragua|République du Nicaragua|Республика Никарагуа
NLD|Kingdom of the Netherlands|Royaume des Pays-Bas|Королевство Нидерландов
NOR|Kingdom of Norway|Royaume de Norvège|Королевство Норвегия
NPL|Federal Democratic Republic of Nepal|République fédérale démocratique du Népal
NRU|Republic of Nauru|République de Nauru|Республика Науру
NZL|New Zealand|Nouvelle-Zélande|Новая Зеландия
OMN|Sultanate of Oman|Sultanat d’Oman|Султанат Оман|سلطنة عمان
PAK|Islamic Republic of Pakistan|République islamique du Pakistan|\
Исламская Республика Пакистан|جمهورية باكستان الإسلامية
PAN|Republic of Panama|République du Panama|Республика Панама
PER|Republic of Peru|République du Pérou|Республика Перу
PHL|Republic of the Philippines|République des Philippines|Республика Филиппины
PLW|Republic of Palau|République des Palaos|Республика Палау
PNG|Independent State of Papua New Guinea|État indépendant de Papouasie-Nouvelle-Guinée
POL|Republic of Poland|République de Pologne|Республика Польша
PRK|Democratic People’s Republic of Korea|République populaire démocratique de Corée|\
Корейская Народно-Демократическая Республика|جمهورية كوريا الشعبية الديمقراطية
PRT|Portuguese Republic|République portugaise|Португальская Республика
PRY|Republic of Paraguay|République du Paraguay|Республика Парагвай
PSE|State of Palestine|État de Palestine|Государство Палестина|دولة فلسطين
QAT|State of Qatar|État du Qatar|Государство Катар|دولة قطر
ROU|Romania|Roumanie|Румыния
RUS|Russian Federation|Fédération de Russie|Российская Федерация|الاتحاد الروسي
RWA|Republic of Rwanda|République du Rwanda|Республика Руанда
SAU|Kingdom of Saudi Arabia|Royaume d’Arabie saoudite|Королевство Саудовская Аравия|\
المملكة العربية السعودية
SDN|Republic of the Sudan|République du Soudan|Республика Судан|جمهورية السودان
SEN|Republic of Senegal|République du Sénégal|Республика Сенегал|جمهورية السنغال
SGP|Republic of Singapore|République de Singapour|Республика Сингапур
SLB|Solomon Islands|Îles Salomon|Соломоновы Острова
SLE|Republic of Sierra Leone|République de Sierra Leone|Республика Сьерра-Леоне
SLV|Republic of El Salvador|République d’El Salvador|Республика Эль-Сальвадор
SMR|Republic of San Marino|République de Saint-Marin|Республика Сан-Марино
SOM|Federal Republic of Somalia|République fédérale de Somalie|Федеративная Республика Сомали
SRB|Republic of Serbia|République de Serbie|Республика Сербия
SSD|Republic of South Sudan|République du Soudan du Sud|Республика Южный Судан
STP|Democratic Republic of Sao Tome and Principe|\
République démocratique de Sao Tomé-et-Principe|Демократическая Республика Сан-Томе и Принсипи
SUR|Republic of Suriname|République du Suriname|Республика Суринам
SVK|Slovak Republic|République slovaque|Словацкая Республика
SVN|Republic of Slovenia|République de Slovénie|Республика Словения
SWE|Kingdom of Sweden|Royaume de Suède|Королевство Швеция
SWZ|Kingdom of Eswatini|Royaume d’Eswatini|Королевство Эсватини
SYC|Republic of Seychelles|République des Seychelles
SYR|Syrian Arab Republic|République arabe syrienne|Сирийская Арабская Республика|\
الجمهورية العربية السورية
TCD|Republic of Chad|République du Tchad|Республика Чад|جمهورية تشاد
TGO|Togolese Republic|République togolaise|Тоголезская Республика
THA|Kingdom of Thailand|Royaume de Thaïlande|Королевство Таиланд
TJK|Republic of Tajikistan|République du Tadjikistan|Республика Таджикистан|جمهورية طاجيكستان
TKM|Turkmenistan|Turkménistan|Туркменистан
TLS|Democratic Republic of Timor-Leste|République démocratique du Timor-Leste
TON|Kingdom of Tonga|Royaume des Tonga|Королевство Тонга
TTO|Republic of Trinidad and Tobago|République de Trinité-et-Tobago|\
Республика Тринидад и Тобаго
TUN|Republic of Tunisia|République tunisienne|Тунисская Республика|الجمهورية التونسية
TUR|Republic of Türkiye|République de Türkiye|Турецкая Республика|جمهورية تركيا
TUV|Tuvalu|Tuvalu|Тувалу
TZA|United Republic of Tanzania|République-Unie de Tanzanie|Объединенная Республика Танзания
UGA|Republic of Uganda|République de l’Ouganda|Республика Уганда
UKR|Ukraine|Ukraine|Украина
URY|Eastern Republic of Uruguay|République orientale de l’Uruguay|Восточная Республика Уругвай
USA|United States of America|États-Unis d’Amérique|Соединенные Штаты Америки|\
الولايات المتحدة الأمريكية
UZB|Republic of Uzbekistan|République d’Ouzbékistan|Республика Узбекистан|جمهورية أوزبكستان
VAT|Holy See|Saint-Siège|Святой Престол|الكرسي الرسولي
VCT|Saint Vincent and the Grenadines|Saint-Vincent-et-les Grenadines|Сент-Винсент и Гренадины
VEN|Bolivarian Republic of Venezuela|République bolivarienne du Venezuela|\
Боливарианская Республика Венесуэла
VNM|Socialist Republic of Viet Nam|République socialiste du Viet Nam|\
Социалистическая Республика Вьетнам
VUT|Republic of Vanuatu|République de Vanuatu|Республика Вануату
WSM|Independent State of Samoa|État indépendant du Samoa|Независимое Государство Самоа
YEM|Republic of Yemen|République du Yémen|Йеменская Республика|الجمهورية اليمنية
ZAF|Republic of South Africa|République d’Afrique du Sud|Южно-Африканская Республика|\
جمهورية جنوب أفريقيا
ZMB|Republic of Zambia|République de Zambie|Республика Замбия
ZWE|Republic of Zimbabwe|République du Zimbabwe|Республика Зимбабве
"""


@cache
def formal_names() -> dict[str, dict[str, str]]:
    """Return formal names by alpha-3 code, each by language; a language may be missing."""
    rows = (line.split("|") for line in _NAMES.split("\n") if line)
    return {code: dict(zip(_LANGUAGES, names, strict=False)) for code, *names in rows}
