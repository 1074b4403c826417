"""The words of each language that a date may be made of, by what they do in it.

A language is a table: what a word does, then its spellings with what each is worth. The
names of months and weekdays come from `calendar_words`. Case, accents, apostrophes and
the full stops of abbreviations never matter; `|` parts spellings.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Final, TypeAlias

from tracker.domain import calendar_words as words
from tracker.domain.grammar.tokens import phrase

Phrase: TypeAlias = tuple[str, ...]
Lexicon: TypeAlias = dict[str, dict[Phrase, tuple[int, ...]]]
Table: TypeAlias = dict[str, dict[str, int]]

BEFORE, AFTER, BY, FROM, UNTIL, LATER, EARLIER = range(7)  # how a date limits
NEXT, COMING, THIS, PREVIOUS, LATEST = range(5)  # which Tuesday
MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = range(6)  # units

_SIGNS: Final[Table] = {
    "to": {"-": 0},
    "and": {"&": 0},
    "at": {"@": 0},
    "uncertain": {"?": 0},
    "hour": {"h": 0},
    "utc": {"utc|gmt|z": 0},
    "quarter": {"q 1": 33, "q 2": 34, "q 3": 35, "q 4": 36},
    "half": {"h 1": 40, "h 2": 41},
}

_ENGLISH: Final[Table] = {
    "month": {"sept": 9},
    "weekday": {"tues": 1, "weds": 2, "thur|thurs": 3},
    "ordinal": {"st|nd|rd|th": 0},
    "of": {"of|of the|in|the": 0},
    "day filler": {"on|the|on the": 0},
    "at": {"at": 0},
    "from": {"from": 0},
    "to": {"to|until|till|through": 0},
    "and": {"and": 0},
    "between": {"between|between the": 0},
    "limit": {
        "before": BEFORE, "after": AFTER, "by|no later than|not later than": BY,
        "from|since|as of|starting": FROM, "until|till|up to": UNTIL,
    },
    "limit after": {"or later|or after": LATER, "or earlier|or before": EARLIER},
    "around": {"around|about|circa|c|ca|approximately|approx|on or about": 0},
    "uncertain": {"(uncertain)": 0},
    "part": {
        "first half of": 0, "second half of": 1,
        "early|early in|beginning of|start of|the beginning of|the start of": 2,
        "mid|mid -|middle of|the middle of": 3,
        "late|late in|end of|the end of": 4,
    },
    "season": {"spring": 21, "summer": 22, "autumn|fall": 23, "winter": 24},
    "quarter": {
        "first quarter|1 st quarter": 33, "second quarter|2 nd quarter": 34,
        "third quarter|3 rd quarter": 35, "fourth quarter|4 th quarter|last quarter": 36,
    },
    "half": {"first half": 40, "second half": 41},
    "first week": {"first week of|the first week of": 0},
    "week of": {"week of|the week of|week of the": 0},
    "day": {
        "today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow|the day after tomorrow": 2,
        "day before yesterday|the day before yesterday": -2,
    },
    "which": {"next": NEXT, "this": THIS, "last": PREVIOUS, "coming|this coming": COMING},
    "this week": {"this week": 0, "next week": 1, "last week": -1},
    "this month": {"this month": 0, "next month": 1, "last month": -1},
    "this year": {"this year": 0, "next year": 1, "last year": -1},
    "in": {"in": 0},
    "ago": {"ago": 0},
    "unit": {
        "minute|minutes|min|mins|m": MINUTE, "hour|hours|hr|hrs|h": HOUR, "day|days|d": DAY,
        "week|weeks|w": WEEK, "month|months": MONTH, "year|years": YEAR,
    },
    "count": {
        "a|an|one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
        "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    },
    "half hour": {"half an hour": 30},
    "now": {"now": 0},
    "noon": {"noon|midday": 0},
    "midnight": {"midnight": 0},
    "am": {"am|a m": 0},
    "pm": {"pm|p m": 0},
    "day tbc": {
        "(day to be confirmed)|day to be confirmed|(day tbc)|day tbc|(tbc)|tbc|(date tbc)": 0,
        "date tbc|(date to be confirmed)|date to be confirmed|to be confirmed": 0,
    },
    "tbc": {
        "tbc|tbd|tba|to be confirmed|to be determined|to be announced|to be decided": 0,
        "date to be confirmed|date tbc|date tbd|(to be confirmed)": 0,
    },
}  # fmt: skip

_FRENCH: Final[Table] = {
    "month": {"fev": 2, "juill": 7},
    "ordinal": {"er|e": 0},
    "of": {"de|d|du|de l|en|l|courant": 0},
    "day filler": {"le|les|l": 0},
    "at": {"à": 0},
    "from": {"du|de|des|à partir de": 0},
    "to": {"au|à|jusqu'au|jusqu'à": 0},
    "and": {"et": 0},
    "between": {"entre": 0},
    "limit": {
        "avant": BEFORE, "après": AFTER,
        "au plus tard|au plus tard en|d'ici|d'ici à|d'ici au": BY,
        "à partir du|à partir de|à partir d'|à compter du|depuis|dès": FROM,
        "jusqu'au|jusqu'à|jusqu'en": UNTIL,
    },
    "limit after": {"ou plus tard|ou après": LATER, "ou plus tôt|ou avant": EARLIER},
    "around": {"vers|environ|autour du|aux environs du|aux alentours du|circa": 0},
    "uncertain": {"(incertain)": 0},
    "part": {
        "première quinzaine de|première moitié de|1 re quinzaine de": 0,
        "seconde quinzaine de|deuxième quinzaine de|seconde moitié de|2 e quinzaine de": 1,
        "deuxième moitié de": 1,
        "première quinzaine d'|première moitié d'|1 re quinzaine d'": 0,
        "seconde quinzaine d'|deuxième quinzaine d'|seconde moitié d'|2 e quinzaine d'": 1,
        "deuxième moitié d'": 1,
        "première quinzaine du mois de|première moitié du mois de": 0,
        "seconde quinzaine du mois de|deuxième quinzaine du mois de": 1,
        "début|au début de|au début d'": 2, "mi -|mi|à la mi -|à la mi|milieu": 3,
        "fin|à la fin de|à la fin d'": 4,
    },
    "season": {"printemps": 21, "été": 22, "automne": 23, "hiver": 24},
    "quarter": {
        "premier trimestre|1 er trimestre|t 1": 33, "deuxième trimestre|2 e trimestre|t 2": 34,
        "second trimestre": 34, "troisième trimestre|3 e trimestre|t 3": 35,
        "quatrième trimestre|4 e trimestre|t 4|dernier trimestre": 36,
    },
    "half": {
        "premier semestre|1 er semestre|s 1|première moitié": 40,
        "second semestre|deuxième semestre|2 e semestre|s 2|seconde moitié": 41,
    },
    "first week": {"première semaine de|première semaine d'": 0},
    "week of": {"semaine du|la semaine du": 0},
    "day": {
        "aujourd'hui": 0, "demain": 1, "hier": -1, "après-demain": 2, "avant-hier": -2,
    },
    "which": {"prochain|qui vient": COMING, "ce": THIS, "dernier|passé": LATEST},
    "this week": {
        "cette semaine": 0, "semaine prochaine|la semaine prochaine|de la semaine prochaine": 1,
        "semaine dernière|la semaine dernière": -1,
    },
    "this month": {"ce mois|ce mois-ci": 0, "le mois prochain": 1, "le mois dernier": -1},
    "this year": {"cette année": 0, "l'année prochaine|l'an prochain": 1, "l'année dernière": -1},
    "in": {"dans": 0},
    "ago before": {"il y a": 0},
    "unit": {
        "minute|minutes|min|mn": MINUTE, "heure|heures|h": HOUR, "jour|jours|j": DAY,
        "semaine|semaines": WEEK, "mois": MONTH, "an|ans|année|années": YEAR,
    },
    "count": {
        "un|une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12,  # "dans huit jours" is in a week
    },
    "half hour": {"une demi-heure|demi-heure": 30},
    "now": {"maintenant": 0},
    "noon": {"midi": 0},
    "midnight": {"minuit": 0},
    "hour": {"heure|heures": 0},
    "day tbc": {
        "(jour à confirmer)|jour à confirmer|(jour à préciser)|jour à préciser|à préciser": 0,
        "(date à confirmer)|date à confirmer|(date à préciser)|date à préciser|à confirmer": 0,
    },
    "tbc": {
        "à confirmer|à préciser|à déterminer|à définir|date à confirmer|date à préciser": 0,
        "(à confirmer)|date à déterminer|non fixé|date non fixée": 0,
    },
}  # fmt: skip

_RUSSIAN: Final[Table] = {
    "month": {
        "январе": 1, "феврале": 2, "марте": 3, "апреле": 4, "мае": 5, "июне": 6,
        "июле": 7, "августе": 8, "сентябре": 9, "октябре": 10, "ноябре": 11, "декабре": 12,
        "сен": 9, "ноя": 11, "фев": 2,
    },
    "weekday": {"среду": 2, "пятницу": 4, "субботу": 5},
    "ordinal": {"го|е|- го|- е": 0},
    "of": {"в": 0},
    "day filler": {"в|во": 0},
    "year mark": {"г|года|году|год": 0},
    "at": {"в": 0},
    "from": {"с|со": 0},
    "to": {"по|до": 0},
    "and": {"и|по": 0},
    "between": {"между|в период с": 0},
    "limit": {
        "раньше": BEFORE, "после": AFTER, "не позднее|не позже|к": BY,
        "с|со|начиная с": FROM, "до|по": UNTIL,
    },
    "limit after": {"или позже|или позднее": LATER, "или раньше": EARLIER},
    "around": {"около|примерно|ок": 0},
    "uncertain": {"(неточно)": 0},
    "part": {
        "первая половина|первой половине|в первой половине": 0,
        "вторая половина|второй половине|во второй половине": 1,
        "начало|начале|в начале": 2, "середина|середине|в середине": 3,
        "конец|конце|в конце": 4,
    },
    "season": {
        "весна|весной|весны": 21, "лето|летом|лета": 22, "осень|осенью|осени": 23,
        "зима|зимой|зимы": 24,
    },
    "quarter": {
        "первый квартал|первого квартала|1 квартал|1 - й квартал|в первом квартале": 33,
        "второй квартал|второго квартала|2 квартал|2 - й квартал|во втором квартале": 34,
        "третий квартал|третьего квартала|3 квартал|3 - й квартал|в третьем квартале": 35,
        "четвёртый квартал|четвёртого квартала|4 квартал|4 - й квартал": 36,
        "в четвёртом квартале": 36,
    },
    "half": {
        "первое полугодие|первого полугодия|в первом полугодии|первая половина": 40,
        "второе полугодие|второго полугодия|во втором полугодии|вторая половина": 41,
    },
    "first week": {"первая неделя|в первую неделю": 0},
    "week of": {"неделя с|неделя от": 0},
    "day": {"сегодня": 0, "завтра": 1, "вчера": -1, "послезавтра": 2, "позавчера": -2},
    "which": {
        "следующий|следующая|следующее|следующую": NEXT,
        "ближайший|ближайшая|ближайшее|ближайшую": COMING,
        "этот|эта|это|эту": THIS, "прошлый|прошлая|прошлое|прошлую": PREVIOUS,
    },
    "this week": {
        "эта неделя|на этой неделе": 0, "следующая неделя|на следующей неделе": 1,
        "прошлая неделя|на прошлой неделе": -1,
    },
    "this month": {
        "этот месяц|в этом месяце": 0, "следующий месяц|в следующем месяце": 1,
        "прошлый месяц|в прошлом месяце": -1,
    },
    "this year": {
        "этот год|в этом году": 0, "следующий год|в следующем году": 1,
        "прошлый год|в прошлом году": -1,
    },
    "in": {"через": 0},
    "ago": {"назад|тому назад": 0},
    "unit": {
        "минута|минуту|минуты|минут|мин": MINUTE, "час|часа|часов|ч": HOUR,
        "день|дня|дней|дн": DAY, "неделя|неделю|недели|недель": WEEK,
        "месяц|месяца|месяцев": MONTH, "год|года|лет": YEAR,
    },
    "count": {
        "один|одну": 1, "два|две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
        "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
    },
    "half hour": {"полчаса": 30},
    "now": {"сейчас": 0},
    "noon": {"полдень": 0},
    "midnight": {"полночь": 0},
    "hour": {"ч": 0},
    "day tbc": {"(день уточняется)": 0},
    "tbc": {"будет уточнено|уточняется|дата уточняется|подлежит уточнению": 0},
}  # fmt: skip

_ARABIC: Final[Table] = {
    "month": {
        "كانون الثاني|جانفي": 1, "شباط|فيفري": 2, "آذار": 3, "نيسان|أفريل|ابريل": 4,
        "أيار|ماي": 5, "حزيران|جوان": 6, "تموز|جويلية|يوليوز": 7, "آب|أوت|غشت": 8,
        "أيلول|شتنبر": 9, "تشرين الأول": 10, "تشرين الثاني|نونبر": 11, "كانون الأول|دجنبر": 12,
    },
    "of": {"من|في|عام|سنة": 0},
    "day filler": {"يوم|في|في يوم": 0},
    "year mark": {"م": 0},
    "at": {"الساعة|في الساعة|على الساعة": 0},
    "from": {"من": 0},
    "to": {"إلى|حتى": 0},
    "and": {"و": 0},
    "between": {"بين|ما بين": 0},
    "limit": {
        "قبل": BEFORE, "بعد": AFTER, "في موعد أقصاه": BY, "ابتداء من|اعتبارا من|منذ": FROM,
        "حتى": UNTIL,
    },
    "limit after": {"أو بعد ذلك": LATER, "أو قبل ذلك": EARLIER},
    "around": {"حوالي|نحو": 0},
    "uncertain": {"(غير مؤكد)": 0, "؟": 0},
    "part": {
        "النصف الأول من|النصف الأول من شهر": 0, "النصف الثاني من|النصف الثاني من شهر": 1,
        "أوائل|أوائل شهر|مطلع": 2, "منتصف|منتصف شهر": 3, "أواخر|أواخر شهر|نهاية": 4,
    },
    "season": {"ربيع": 21, "صيف": 22, "خريف": 23, "شتاء": 24},
    "quarter": {
        "الربع الأول": 33, "الربع الثاني": 34, "الربع الثالث": 35, "الربع الرابع": 36,
    },
    "half": {"النصف الأول": 40, "النصف الثاني": 41},
    "first week": {"الأسبوع الأول من": 0},
    "week of": {"أسبوع": 0},
    "day": {"اليوم": 0, "غدا": 1, "أمس": -1, "بعد غد": 2, "أول أمس": -2},
    "which": {"القادم|المقبل": COMING, "هذا": THIS, "الماضي": LATEST},
    "this week": {
        "هذا الأسبوع": 0, "الأسبوع القادم|الأسبوع المقبل": 1, "الأسبوع الماضي": -1,
    },
    "this month": {"هذا الشهر": 0, "الشهر القادم|الشهر المقبل": 1, "الشهر الماضي": -1},
    "this year": {"هذا العام": 0, "العام القادم|العام المقبل": 1, "العام الماضي": -1},
    "in": {"بعد|خلال": 0},
    "ago before": {"قبل|منذ": 0},
    "unit": {
        "دقيقة|دقائق": MINUTE, "ساعة|ساعات": HOUR, "يوم|أيام|يوما": DAY,
        "أسبوع|أسابيع": WEEK, "شهر|أشهر|شهور": MONTH, "سنة|سنوات|عام|أعوام": YEAR,
    },
    "now": {"الآن": 0},
    "noon": {"ظهرا": 0},
    "midnight": {"منتصف الليل": 0},
    "am": {"ص|صباحا": 0},
    "pm": {"مساء": 0},
    "day tbc": {"(اليوم يحدد لاحقا)": 0},
    "tbc": {"يحدد لاحقا|يحدد لاحقًا|سيحدد لاحقا|لم يحدد بعد": 0},
}  # fmt: skip

_TABLES: Final = {"en": _ENGLISH, "fr": _FRENCH, "ru": _RUSSIAN, "ar": _ARABIC}


@cache
def lexicon(languages: tuple[str, ...]) -> Lexicon:
    """Return the words of the languages together; a language without a table adds nothing."""
    found: defaultdict[str, defaultdict[Phrase, list[int]]] = defaultdict(lambda: defaultdict(list))
    known = [language for language in languages if language in _TABLES]
    for table in (_SIGNS, *(_TABLES[language] for language in known), *map(_names, known)):
        for kind, spellings in table.items():
            for several, value in spellings.items():
                for spelling in several.split("|"):
                    values = found[kind][phrase(spelling)]
                    if value not in values:
                        values.append(value)
    return {
        kind: {words_: tuple(values) for words_, values in phrases.items()}
        for kind, phrases in found.items()
    }


def _names(language: str) -> Table:
    months = (
        words.MONTHS, words.MONTHS_ALONE, words.MONTHS_SHORT, words.MONTHS_SHORT_ALONE,
    )  # fmt: skip
    weekdays = (words.WEEKDAYS, words.WEEKDAYS_SHORT)
    return {
        "month": {name: i for names in months for i, name in enumerate(names[language], 1)},
        "weekday": {name: i for names in weekdays for i, name in enumerate(names[language])},
    }
