"""`tracker feed`, typed as an officer would: rightly, wrongly, and taken back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import desk_at
from tests.publish.worlds import events, field_of
from tracker.services import meetings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker

SITE = "https://calendar.example.org"


def made(tracker: Tracker, *words: str) -> None:
    done = tracker("feed", "add", "desk", "Our desk", *words)
    assert done.code == 0, done.err


def secret(out: str) -> str:
    found = re.fullmatch(rf"{SITE}/feeds/([A-Za-z0-9_-]{{43}})/desk\.ics\n", out)
    assert found, out
    return found[1]


def test_a_feed_is_internal_until_somebody_says_public(
    tracker: Tracker, founding_ledger: Path
) -> None:
    made(tracker)
    told = tracker("feed", "url", "desk", TRACKER_URL=SITE)
    assert (told.code, told.out) == (4, "")
    assert "everybody needs an address of their own" in told.err
    assert "--for NAME" in told.err
    assert tracker("feed", "edit", "desk", "--visibility", "public").code == 0
    told = tracker("feed", "url", "desk", TRACKER_URL=SITE)
    assert told.out == f"{SITE}/feeds/desk.ics\n"
    assert told.err == ""


def test_a_secret_address_is_shown_once_and_only_its_hash_is_kept(
    tracker: Tracker, founding_ledger: Path
) -> None:
    made(tracker)
    issued = tracker("feed", "url", "desk", "--for", "Ann", TRACKER_URL=SITE)
    token = secret(issued.out)
    assert "not shown again" in issued.err
    again = tracker("feed", "url", "desk", "--for", "Ann", TRACKER_URL=SITE)
    assert (again.code, again.out) == (5, "")
    assert "rotate" in again.err
    said = "".join(
        tracker(*words).out
        for words in (
            ("history",), ("history", "--json"), ("changes", "--from", "2025-01-01"),
            ("feed", "show", "desk"), ("feed", "show", "desk", "--json"), ("db", "check"),
        )
    )  # fmt: skip
    kept = founding_ledger.read_bytes()
    assert token not in said
    assert token.encode() not in kept
    (row,) = re.findall(rb"[0-9a-f]{64}", kept)[:1]
    assert row.decode() not in said


def test_addresses_are_rotated_and_revoked_singly(tracker: Tracker, founding_ledger: Path) -> None:
    made(tracker)
    for label in ("Ann", "Bob"):
        tracker("feed", "url", "desk", "--for", label, TRACKER_URL=SITE)
    first = secret(tracker("feed", "rotate", "desk", "Ann", TRACKER_URL=SITE).out)
    assert tracker("feed", "revoke", "desk", "Bob").code == 0
    shown = json.loads(tracker("feed", "show", "desk", "--json").out)
    assert [(s["label"], s["revoked"] is None) for s in shown["subscribers"]] == [
        ("Ann", False), ("Bob", False), ("Ann", True),
    ]  # fmt: skip
    gone = tracker("feed", "revoke", "desk", "Bob")
    assert gone.code == 5
    assert "The address of “Bob” is revoked already." in gone.err
    assert tracker("undo").code == 0
    shown = json.loads(tracker("feed", "show", "desk", "--json").out)
    assert shown["subscribers"][1]["revoked"] is None
    assert first not in json.dumps(shown)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "Aes Russia", "T"), 4, "is no short name for a feed"),
        (("add", "x" * 61, "T"), 4, "is no short name for a feed"),
        (("add", "desk", "T"), 5, "There is already a feed desk."),
        (("add", "b", "T", "--series", "aes-rusia"), 3, "Did you mean aes-russia?"),
        (("add", "b", "T", "--party", "MLI,Atlantis"), 3, "Atlantis"),
        (("add", "b", "T", "--kind", "tea"), 4, "no kind"),
        (("add", "b", "T", "--level", "minster"), 4, "Did you mean minister?"),
        (("add", "b", "T", "--status", "done"), 4, "no status"),
        (("add", "b", "T", "--only", "dinners"), 4, "sessions, meetings, both"),
        (("add", "b", "T", "--visibility", "secret"), 4, "public, internal, confidential"),
        (("add", "b", "T", "--in", "de"), 4, "en, fr, ru, ar"),
        (("add", "b", "T", "--past", "500"), 4, "0 to 120 months"),
        (("add", "b", "T", "--cancelled", "hide"), 4, "mark, keep, drop"),
        (("add", "b", "T", "--prefix", "x" * 41), 4, "40 are the most"),
        (("edit", "desk"), 2, "Say what to change"),
        (("edit", "dsek", "--past", "1"), 3, "Did you mean desk?"),
        (("show", "nothing"), 3, "There is no feed “nothing”."),
        (("preview", "nothing"), 3, "There is no feed"),
        (("remove", "desk"), 4, "needs a yes"),
        (("revoke", "desk", "Zoe"), 3, "“Zoe” has no address of desk."),
        (("build", "site"), 4, "nobody said which"),
        (("build", "site", "--url", "calendar.example.org"), 4, "no address of a site"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_done(
    tracker: Tracker, founding_ledger: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    made(tracker)
    before = founding_ledger.read_bytes()
    done = tracker("feed", *words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert founding_ledger.read_bytes() == before
    assert not (founding_ledger.parent / "site").exists()


def test_every_verb_is_one_undo(tracker: Tracker, founding_ledger: Path) -> None:
    def state() -> dict[str, object]:
        shown = json.loads(tracker("feed", "show", "desk", "--json").out)
        return {k: v for k, v in shown.items() if k != "restyled"}

    made(tracker, "--party", "MLI")
    for words in (
        ("edit", "desk", "--party", "", "--topic", "security", "--in", "fr", "--prefix", "X"),
        ("url", "desk", "--for", "Ann"),
        ("rotate", "desk", "Ann"),
        ("revoke", "desk", "Ann"),
    ):
        before = state()
        assert tracker("feed", *words).code == 0, words
        assert state() != before
        if words[0] != "url":
            assert tracker("undo").code == 0
            assert state() == before
    assert tracker("feed", "remove", "desk", "--yes").code == 0
    assert json.loads(tracker("feed", "list", "--json").out) == []
    tracker("undo")
    assert json.loads(tracker("feed", "list", "--json").out)[0]["slug"] == "desk"


def test_a_filter_given_empty_is_taken_away(tracker: Tracker, founding_ledger: Path) -> None:
    made(tracker, "--party", "MLI,Niger", "--kind", "session", "--only", "sessions")
    (feed,) = json.loads(tracker("feed", "list", "--json").out)
    assert feed["wanted"]["parties"] == ["MLI", "NER"]
    assert feed["wanted"]["kinds"] == ["regular", "extraordinary"]
    tracker("feed", "edit", "desk", "--party", "", "--only", "both")
    (feed,) = json.loads(tracker("feed", "list", "--json").out)
    assert feed["wanted"]["parties"] == []
    assert feed["wanted"]["occasion"] is None


def test_a_preview_tells_what_comes_what_does_not_and_why(
    tracker: Tracker, founding_ledger: Path
) -> None:
    made(tracker, "--visibility", "public", "--no-imprecise", "--in", "fr")
    tracker("log", "Secret call", "--on", "5 April 2025 10:00")
    for title, when in (("Some day", "April 2026"), ("One day", "tbc"), ("Long ago", "May 2024")):
        tracker("log", title, "--on", when, "--visibility", "public")
    early = ("--on", "7 April 2025", "--visibility", "public", "--embargo", "2025-04-05 12:00")
    tracker("log", "Signing", *early)
    off = ("--on", "3 February 2025", "--status", "announced", "--visibility", "public")
    tracker("log", "Off", *off)
    assert tracker("cancel", "m16", "--reason", "illness").code == 0
    shown = tracker("feed", "preview", "desk")
    assert "plénière" in shown.out
    assert "Secret call" not in shown.out + shown.err
    assert shown.err.splitlines()[1:] == [
        "Before or after that: 2 more.",
        "Left out: m12. Its date is not precise.",
        "Left out: m16. It was called off more than 30 days ago.",
        "Left out: m13. It has no date yet.",
        "Withheld, being above public: 1.",
        "Withheld, being under an embargo: 1.",
    ]
    assert re.match(
        r"From 2024-12-01 to 2026-09-30: \d+ of 1,000 events, [\d,]+ of 1,000,000", shown.err
    )
    calendar = tracker("feed", "preview", "desk", "--ics").out.encode()
    told = json.loads(tracker("feed", "preview", "desk", "--json").out)
    assert told["octets"] == len(calendar)
    assert len(told["events"]) == len(events(calendar))
    assert (told["above"], told["embargoed"]) == (1, 1)
    titles = [field_of(event, b"SUMMARY") for event in events(calendar).values()]
    assert any("plénière" in title for title in titles)


def test_files_are_built_and_only_what_differs_is_written_again(
    tracker: Tracker, founding_ledger: Path
) -> None:
    made(tracker, "--visibility", "public")
    first = json.loads(tracker("feed", "build", "site", "--url", SITE, "--json").out)
    assert first["files"] == len(first["changed"])
    feed = founding_ledger.parent / "site/feeds/desk.ics"
    calendar = feed.read_bytes()
    assert f"SOURCE;VALUE=URI:{SITE}/feeds/desk.ics".encode() in calendar
    assert tracker("feed", "preview", "desk", "--ics", TRACKER_URL=SITE).out.encode() == calendar
    again = tracker("feed", "build", "site", TRACKER_URL=SITE)
    assert "0 written" in again.err
    tracker("edit", "m2", "--title", "Talks in plenary")
    told = json.loads(tracker("feed", "build", "site", "--url", SITE, "--json").out)
    assert "feeds/desk.ics" in told["changed"]
    assert "style.css" not in told["changed"]


def test_the_address_on_the_line_beats_the_setting(tracker: Tracker, founding_ledger: Path) -> None:
    made(tracker, "--visibility", "public")
    done = tracker("feed", "build", "site", "--url", SITE, TRACKER_URL="https://other.example.org")
    assert done.code == 0
    calendar = (founding_ledger.parent / "site/feeds/desk.ics").read_text(encoding="utf-8")
    assert f"SOURCE;VALUE=URI:{SITE}/feeds/desk.ics" in calendar
    assert "other.example.org" not in calendar


@pytest.mark.parametrize(
    ("words", "setting", "told"),
    [
        (("add", "all", "All", "--visibility", "public"), "nonsense", "TRACKER_URL is “nonsense”"),
        (("add", "all", "All", "--visibility", "public"), f"{SITE}/{'x' * 600}", "TRACKER_URL has"),
        (("build", "site"), "ftp://x.example", "TRACKER_URL is “ftp://x.example”"),
        (("build", "site"), "http://[x", "TRACKER_URL is “http://[x”"),
        (("build", "site"), "http://x.example:port", "TRACKER_URL is “http://x.example:port”"),
        (("build", "site", "--url", "a\x1bb"), SITE, "--url is “a<U+001B>b”"),
    ],
)
def test_an_address_that_is_none_is_told_by_the_name_of_its_setting(
    tracker: Tracker, ledger_path: Path, words: tuple[str, ...], setting: str, told: str
) -> None:
    done = tracker("feed", *words, TRACKER_URL=setting)
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(f"tracker: {told}"), done.err
    assert json.loads(tracker("feed", "list", "--json").out) == []


def test_an_address_that_is_none_is_told_by_its_settings_file(
    tracker: Tracker, ledger_path: Path
) -> None:
    (ledger_path.parent / "tracker.toml").write_text('url = "nonsense"', encoding="utf-8")
    done = tracker("feed", "add", "all", "All", "--visibility", "public")
    assert (
        "tracker.toml is “nonsense”, which is no address of a site; say one such as https://"
        in done.err
    )


def test_feeds_are_named_in_the_history(tracker: Tracker, founding_ledger: Path) -> None:
    made(tracker)
    tracker("feed", "url", "desk", "--for", "Ann")
    told = tracker("history").out
    assert "feed desk added: Our desk" in told
    assert "feed desk for Ann added" in told


def test_lists_speak_the_readers_language(tracker: Tracker, founding_ledger: Path) -> None:
    made(tracker, "--title-in", "fr=Notre bureau")
    shown = tracker("feed", "list", TRACKER_LANG="fr").out
    assert "Notre bureau" in shown
    assert "Contenu" in shown
    narrow = tracker("feed", "show", "desk", COLUMNS="50", TRACKER_LANG="fr").out
    assert max(map(len, narrow.splitlines())) <= 50


# Who may know of a feed, and what a correction means to those who subscribe.


def test_a_confidential_feed_is_asked_for_by_name(tracker: Tracker, founding_ledger: Path) -> None:
    made(tracker, "--visibility", "confidential")
    tracker("log", "Quiet talks", "--on", "5 April 2025", "--visibility", "confidential")
    for words in (("list",), ("show", "desk"), ("preview", "desk")):
        hidden = tracker("feed", *words)
        assert "Our desk" not in hidden.out + hidden.err
        assert "Quiet talks" not in hidden.out + hidden.err
        shown = tracker("feed", *words, "--visibility", "confidential")
        assert ("Quiet talks" if words[0] == "preview" else "Our desk") in shown.out
    assert tracker("feed", "show", "desk").code == 3


@pytest.mark.parametrize(
    ("before", "words", "said"),
    [
        ("internal", ("--visibility", "public"), ["Anybody may subscribe at {site}/desk.ics"]),
        (
            "public",
            ("--visibility", "internal"),
            ["Calendars at the address of desk are told for 30 days that it is no longer in use"],
        ),
        (
            "public",
            ("--slug", "office"),
            [
                "Calendars at the address of desk are told for 30 days that it is no longer in use",
                "Anybody may subscribe at {site}/office.ics",
            ],
        ),
        ("internal", ("--slug", "office"), []),
        (
            "internal",
            ("--visibility", "confidential"),
            ["1 holder of secret addresses will get what is confidential too."],
        ),
        ("internal", ("--title", "Our office"), []),
        (
            "internal",
            ("--series", "quiet", "--visibility", "public"),
            ["Anybody may subscribe at", "Nothing of quiet is in feed desk: it is not open to"],
        ),
    ],
)
def test_who_corrects_a_feed_hears_what_it_means_to_subscribers(
    tracker: Tracker, ledger_path: Path, before: str, words: tuple[str, ...], said: list[str]
) -> None:
    tracker("series", "add", "quiet", "Quiet talks")
    made(tracker, "--visibility", before)
    if before != "public":
        assert tracker("feed", "url", "desk", "--for", "Ann").code == 0
    done = tracker("feed", "edit", "desk", *words, TRACKER_URL=SITE)
    assert (done.code, done.out) == (0, "")
    _, *sentences = done.err.splitlines()
    assert len(sentences) == len(said)
    wanted = [start.format(site=f"{SITE}/feeds") for start in said]
    assert all(map(str.startswith, sentences, wanted)), sentences


def test_a_refused_address_leaves_nothing_behind(tracker: Tracker, ledger_path: Path) -> None:
    slug = "x" * 60
    assert tracker("feed", "add", slug, "Long").code == 0
    site = f"https://{'a' * 60}.{'b' * 22}.example"
    before = ledger_path.read_bytes()
    done = tracker("feed", "url", slug, "--for", "Ann", TRACKER_URL=site)
    assert (done.code, done.out) == (4, "")
    assert "calendar programs take 200" in done.err
    assert ledger_path.read_bytes() == before
    assert tracker("feed", "url", slug, "--for", "Ann", TRACKER_URL=SITE).code == 0


def test_an_address_goes_into_a_pipe_and_all_talk_beside_it(
    tracker: Tracker, ledger_path: Path
) -> None:
    made(tracker)
    for words in (("url", "desk", "--for", "Ann"), ("rotate", "desk", "Ann")):
        done = tracker("feed", *words)
        assert re.fullmatch(r"http://127\.0\.0\.1:8000/feeds/[\w-]{43}/desk\.ics\n", done.out)
        assert done.err.splitlines() == [
            "TRACKER_URL is not set, so the address is good on this machine only.",
            "This address is for “Ann” alone, and is not shown again.",
        ]
        assert tracker("feed", "rotate", "desk", "Ann", "-q", TRACKER_URL=SITE).err == ""
    data = json.loads(tracker("feed", "rotate", "desk", "Ann", "--json", TRACKER_URL=SITE).out)
    assert data == {"feed": "desk", "label": "Ann", "address": data["address"]}
    secret(f"{data['address']}\n")


def test_at_last_stays_with_what_one_can_still_speak_of(
    tracker: Tracker, founding_ledger: Path
) -> None:
    tracker("log", "Talks", "--on", "5 April 2025")
    made(tracker)
    tracker("feed", "url", "desk", "--for", "Ann")
    assert "Talks" in tracker("show", "@last").out


def test_a_feed_as_json_is_what_its_maker_said_of_it(tracker: Tracker, ledger_path: Path) -> None:
    made(tracker, "--party", "MLI", "--past", "1", "--note", "Ours")
    (data,) = json.loads(tracker("feed", "list", "--json").out)
    assert data == {
        "ref": "desk",
        "id": 1,
        "slug": "desk",
        "title": {"en": "Our desk"},
        "language": "en",
        "visibility": "internal",
        "wanted": {
            "series": [], "sessions": [], "parties": ["MLI"], "topics": [],
            "kinds": [], "levels": [], "statuses": [], "occasion": None,
        },
        "cancelled": "mark",
        "imprecise": True,
        "prefix": "",
        "past_months": 1,
        "future_months": 18,
        "note": "Ours",
    }  # fmt: skip
    shown = json.loads(tracker("feed", "show", "desk", "--json").out)
    assert shown == {**data, "address": None, "subscribers": []}


def test_an_operator_is_warned_from_four_fifths_of_what_programs_take(
    tracker: Tracker, ledger_path: Path
) -> None:
    made(tracker)
    with desk_at(ledger_path) as desk:
        for number in range(800):
            when = f"2025-04-{number % 28 + 1:02}"
            meetings.log(desk, meetings.Draft(title=f"Talks {number}", on=when))
        first, *_ = desk.reading.rows("SELECT max(id) AS id FROM meetings")
    assert "more than" not in (told := tracker("feed", "preview", "desk").err)
    assert "Feed desk has 800 events, near the 1,000 that every calendar program takes" in told
    tracker("remove", f"m{first['id']}", "--yes")
    assert "799 of 1,000 events" in (told := tracker("feed", "preview", "desk").err)
    assert "near the" not in told


def test_a_reason_that_many_share_is_said_once(tracker: Tracker, ledger_path: Path) -> None:
    made(tracker)
    for number in range(14):
        tracker("log", f"Talks {number}", "--on", "tbc")
    said = tracker("feed", "preview", "desk").err.splitlines()[1:]
    (told,) = said
    assert told.startswith("Left out: m1, m2")
    assert told.endswith(" and 2 more. It has no date yet.")
