"""The program in four languages: lists, history and calendar files."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tracker.render.isolates import LRI, PDI
from tracker.render.language import translator

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

# Words that a list shows in each language, and English ones that it must not show there.
LISTS = {
    "list --all": (("Titre", "Название", "العنوان"), "Title"),
    "next": (("État", "Статус", "الحالة"), "Status"),
    "calendar 2025-04": (("Avril 2025", "Апрель 2025", "أبريل 2025"), "April"),
    "show aes-russia/1": (("Délégations", "Делегации", "الوفود"), "Delegations"),
    "show m1": (("Séance privée", "Закрытое заседание", "جلسة مغلقة"), "Closed session"),
    "series list": (("Titre", "Название", "العنوان"), "Title"),
    "session list": (("tenue", "состоялась", "منعقدة"), "held"),
    "delegation list aes-russia/1": (("hôte", "принимающая сторона", "الجهة المضيفة"), "host"),
    "delegation order aes-russia/1": (("Délégations", "Делегации", "الوفود"), "Delegations"),
    "agenda list aes-russia/1": (("Numéro", "Номер", "الرقم"), "Number"),
    "document list": (("déclaration conjointe", "совместное заявление", "بيان مشترك"), "Kind"),
    "commitment list": (("à exécuter", "не выполнено", "لم ينفذ"), " open"),
    "party list": (("État", "государство", "دولة"), "state"),
    "person list": (("Nom", "Имя", "الاسم"), "Name"),
    "post list": (("Partie", "Сторона", "الطرف"), "Party"),
    "place list": (("Fuseau horaire", "Часовой пояс", "المنطقة الزمنية"), "Time zone"),
    "source list": (("agence de presse", "информационное агентство", "وكالة أنباء"), "agency"),
    "claim list aes-russia/1": (("Dates effectives", "Фактические даты", "التواريخ"), "Dates held"),
}
NOW = "2025-04-01T09:00Z"


@pytest.mark.parametrize(("command", "number"), list(product(LISTS, range(3))))
def test_lists_speak_the_reader_s_language(
    tracker: Tracker, founding_ledger: Path, command: str, number: int
) -> None:
    words, english = LISTS[command]
    told = tracker(*command.split(), now=NOW, TRACKER_LANG=("fr", "ru", "ar")[number])

    assert told.code == 0, told.err
    assert words[number].casefold() in told.out.casefold()
    assert english not in told.out


@pytest.mark.parametrize("command", LISTS)
def test_the_locale_of_the_system_is_enough(
    tracker: Tracker, founding_ledger: Path, command: str
) -> None:
    by_locale = tracker(*command.split(), now=NOW, TRACKER_LANG="", LC_ALL="ru_RU.UTF-8")
    by_name = tracker(*command.split(), now=NOW, TRACKER_LANG="ru")

    assert by_locale.out == by_name.out


def test_history_speaks_the_reader_s_language(tracker: Tracker) -> None:
    tracker("log", "Talks", "--on", "3 April 2025 10:00-12:00", "--at", "Moscow")
    tracker("cancel", "m1", "--reason", "A strike")
    told = {tag: tracker("history", TRACKER_LANG=tag).out for tag in ("en", "fr", "ru", "ar")}

    assert "m1 status: announced → cancelled" in told["en"]
    assert "m1 état : annoncée → annulée" in told["fr"].replace("\u00a0", " ")
    assert "m1 статус: объявлена → отменена" in told["ru"]
    assert "m1 причина: нет → A strike" in told["ru"]
    assert "m1 الحالة: معلنة → ملغاة" in told["ar"]
    assert f"{LRI}10:00–12:00{PDI}" in told["ar"]
    assert "3 апреля 2025" in told["ru"]


@pytest.mark.parametrize("command", ["history", "changes"])
def test_what_was_taken_back_is_said_in_the_language(tracker: Tracker, command: str) -> None:
    tracker("log", "Talks", "--on", "tbc")
    tracker("undo")
    since = ("--since", "2025-01-01") if command == "changes" else ()
    told = tracker(command, *since, TRACKER_LANG="fr").out

    assert "(annule #1)" in told
    assert "(annulée par #2)" in told


@pytest.mark.parametrize("command", ["post list", "session list"])
def test_a_list_marks_what_is_not_translated(
    tracker: Tracker, founding_ledger: Path, command: str
) -> None:
    tracker("session", "add", "aes-russia", "--title", "Spring talks", "--on", "May 2026")
    told = {tag: tracker(*command.split(), TRACKER_LANG=tag).out for tag in ("en", "ru")}

    assert "[en]" in told["ru"]
    assert "[en]" not in told["en"]


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
def test_a_calendar_file_is_named_in_the_language(
    tracker: Tracker, founding_ledger: Path, language: str
) -> None:
    whole = tracker("export", "ics", TRACKER_LANG=language).out
    one = tracker("export", "ics", "--series", "aes-russia", TRACKER_LANG=language).out
    titles = {
        "en": "AES–Russia Consultations",
        "fr": "Consultations AES–Russie",
        "ru": "Консультации АГС — Россия",
        "ar": "مشاورات تحالف دول الساحل وروسيا",
    }
    name = translator(language).gettext("Diplomatic calendar")

    assert f"X-WR-CALNAME:{name}\n" in whole.replace("\r\n", "\n")
    assert f"X-WR-CALNAME:{titles[language]}\n" in one.replace("\r\n", "\n")
