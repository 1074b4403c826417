"""How languages name months and weekdays, and what they say of a date not fully known.

The names are CLDR's, kept as plain tables because importing Babel takes longer than
printing a list; a test compares them with Babel's. `MONTHS` holds the form that stands
after a day (the genitive in Russian), `MONTHS_ALONE` the form that stands by itself.
Months are in order from January, weekdays from Monday.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "fr", "ru", "ar"]
Names: TypeAlias = tuple[str, ...]

LANGUAGES: Final = ("en", "fr", "ru", "ar")

MONTHS: Final[dict[str, Names]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip

MONTHS_ALONE: Final[dict[str, Names]] = {
    **MONTHS,
    "ru": (
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ),
}  # fmt: skip

MONTHS_SHORT: Final[dict[str, Names]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": (
        "janv.", "févr.", "mars", "avr.", "mai", "juin",
        "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    "ru": (
        "янв.", "февр.", "мар.", "апр.", "мая", "июн.",
        "июл.", "авг.", "сент.", "окт.", "нояб.", "дек.",
    ),
    "ar": MONTHS["ar"],
}  # fmt: skip

MONTHS_SHORT_ALONE: Final[dict[str, Names]] = {
    **MONTHS_SHORT,
    "ru": (
        "янв.", "февр.", "март", "апр.", "май", "июнь",
        "июль", "авг.", "сент.", "окт.", "нояб.", "дек.",
    ),
}  # fmt: skip

WEEKDAYS: Final[dict[str, Names]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "ru": (
        "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
    ),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}  # fmt: skip

WEEKDAYS_SHORT: Final[dict[str, Names]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "ar": WEEKDAYS["ar"],
}

# What is said of a date by its EDTF code: seasons 21-24, quarters 33-36, halves 40-41.
# {year} is the year; the Russian and Arabic forms stand by themselves, as in a heading.
PERIODS: Final[dict[str, dict[int, str]]] = {
    "en": {
        21: "spring {year}", 22: "summer {year}", 23: "autumn {year}", 24: "winter {year}/{next}",
        33: "first quarter of {year}", 34: "second quarter of {year}",
        35: "third quarter of {year}", 36: "fourth quarter of {year}",
        40: "first half of {year}", 41: "second half of {year}",
    },
    "fr": {
        21: "printemps {year}", 22: "été {year}", 23: "automne {year}", 24: "hiver {year}/{next}",
        33: "premier trimestre {year}", 34: "deuxième trimestre {year}",
        35: "troisième trimestre {year}", 36: "quatrième trimestre {year}",
        40: "premier semestre {year}", 41: "second semestre {year}",
    },
    "ru": {
        21: "весна {year} г.", 22: "лето {year} г.", 23: "осень {year} г.",
        24: "зима {year}/{next} г.",
        33: "первый квартал {year} г.", 34: "второй квартал {year} г.",
        35: "третий квартал {year} г.", 36: "четвёртый квартал {year} г.",
        40: "первое полугодие {year} г.", 41: "второе полугодие {year} г.",
    },
    "ar": {
        21: "ربيع {year}", 22: "صيف {year}", 23: "خريف {year}", 24: "شتاء {year}/{next}",
        33: "الربع الأول من {year}", 34: "الربع الثاني من {year}",
        35: "الربع الثالث من {year}", 36: "الربع الرابع من {year}",
        40: "النصف الأول من {year}", 41: "النصف الثاني من {year}",
    },
}  # fmt: skip

# The Russian forms that stand after a preposition.
PERIODS_GENITIVE: Final[dict[int, str]] = {
    21: "весны {year} г.", 22: "лета {year} г.", 23: "осени {year} г.",
    24: "зимы {year}/{next} г.",
    33: "первого квартала {year} г.", 34: "второго квартала {year} г.",
    35: "третьего квартала {year} г.", 36: "четвёртого квартала {year} г.",
    40: "первого полугодия {year} г.", 41: "второго полугодия {year} г.",
}  # fmt: skip

# What is said of part of a month: its halves, then its beginning, middle and end.
MONTH_PARTS: Final[dict[str, Names]] = {
    "en": ("first half of {}", "second half of {}", "early {}", "mid-{}", "late {}"),
    "fr": ("première quinzaine de {}", "seconde quinzaine de {}", "début {}", "mi-{}", "fin {}"),
    "ru": ("первая половина {}", "вторая половина {}", "начало {}", "середина {}", "конец {}"),
    "ar": ("النصف الأول من {}", "النصف الثاني من {}", "أوائل {}", "منتصف {}", "أواخر {}"),
}

# Everything else that is said of a date, by what it means.
PHRASES: Final[dict[str, dict[str, str]]] = {
    "en": {
        "tbc": "to be confirmed", "day tbc": " (day to be confirmed)",
        "around": "around {}", "uncertain": "{} (uncertain)",
        "between": "between {} and {}", "between months": "between {} and {}",
        "week of": "week of {}",
        "by": "by {}", "or later": "{} or later", "from": "from {}", "until": "until {}",
        "all day": "all day", "your time": "your time",
    },
    "fr": {
        "tbc": "à confirmer", "day tbc": " (jour à confirmer)",
        "around": "vers {}", "uncertain": "{} (incertain)",
        "between": "entre {} et {}", "between months": "entre {} et {}", "week of": "semaine du {}",
        "by": "au plus tard {}", "or later": "{} ou plus tard", "from": "à partir de {}",
        "until": "jusqu’à {}", "all day": "toute la journée", "your time": "votre heure",
    },
    "ru": {
        "tbc": "будет уточнено", "day tbc": " (день уточняется)",
        "around": "около {}", "uncertain": "{} (неточно)",
        "between": "между {} и {}", "between months": "в период с {} по {}",
        "week of": "неделя с {}",
        "by": "не позднее {}", "or later": "{} или позже", "from": "с {}", "until": "до {}",
        "all day": "весь день", "your time": "ваше время",
    },
    "ar": {
        "tbc": "يحدد لاحقا", "day tbc": " (اليوم يحدد لاحقا)",
        "around": "حوالي {}", "uncertain": "{} (غير مؤكد)",
        "between": "بين {} و{}", "between months": "بين {} و{}", "week of": "أسبوع {}",
        "by": "في موعد أقصاه {}", "or later": "{} أو بعد ذلك", "from": "ابتداء من {}",
        "until": "حتى {}", "all day": "طوال اليوم", "your time": "بتوقيتكم",
    },
}  # fmt: skip
