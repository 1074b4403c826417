"""The commands that keep records: right use and wrong, as their users type them."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Result, Tracker


def run(tracker: Tracker, line: str) -> Result:
    return tracker(*shlex.split(line))


@pytest.fixture
def kept(tracker: Tracker) -> Tracker:
    """A ledger with one record of each kind."""
    for line in (
        "party add MLI",
        "party add RUS",
        'person add "Abdoulaye Diop" --name-in ru="Абдулай Диоп" --spelling "A. Diop"',
        'post add p1 MLI "Minister of Foreign Affairs" --rank minister --since 2020',
        "place add Bamako",
        'place add "Palais de Koulouba" --in Bamako',
        'topic add trade "Trade" --name-in fr=Commerce',
        'log "Talks" --on "3 April 2025 10:00" --at Bamako --with MLI,RUS',
        'document add "Joint statement" --kind joint-statement --date "3 April 2025" --for m1',
        'commitment add "Send the list" --by MLI --due "1 March 2025" --at m1',
        "source add https://example.org/a --kind press",
        'claim add src1 m1 when "4 April 2025"',
    ):
        done = run(tracker, line)
        assert done.code == 0, (line, done.err)
    return tracker


RIGHT = (
    ("party add NER", "NER added: Niger (state)."),
    ("party add ecowas", "ECOWAS added: Economic Community of West African States (organisation)."),
    (
        'party add LGA "Liptako-Gourma Authority" --kind organisation --alias ALG',
        "LGA added: Liptako-Gourma Authority (organisation).",
    ),
    ('party edit Mali --formal-in fr="République du Mali" --note x', "MLI changed: Mali (state)."),
    ("party edit MLI --kind state", "MLI is so already: Mali (state)."),
    ('party join RUS BRICS --since "16 June 2009"', "RUS joins BRICS (16 June 2009 – …)."),
    ("party join RUS BRICS", "RUS joins BRICS; since when is not known."),
    ('person add "Сергей Лавров" --lang ru', "p2 added: Сергей Лавров."),
    ('person add "Abdoulaye Diop" --namesake', "p2 added: Abdoulaye Diop."),
    ('person edit "A. Diop" --wrong-spelling "Alessandro Diop"', "p1 changed: Abdoulaye Diop."),
    ('person edit p1 --drop-spelling "a diop"', "p1 changed: Abdoulaye Diop."),
    (
        'post add "A. Diop" RUS Envoy --until "March 2021"',
        "post2 added: Abdoulaye Diop, Envoy, Russia (… – March 2021).",
    ),
    (
        'post end post1 "30 March 2025"',
        "post1 ended: Abdoulaye Diop, Minister of Foreign Affairs, Mali (2020 – 30 March 2025).",
    ),
    (
        "post end post1",
        "post1 ended: Abdoulaye Diop, Minister of Foreign Affairs, Mali (2020 – 31 March 2025).",
    ),
    ("place add Moscow", "pl3 added: Moscow, RUS, Europe/Moscow."),
    (
        "place add Kidal --zone Africa/Bamako --country Mali --coordinates 18.44,1.41",
        "pl3 added: Kidal, MLI, Africa/Bamako.",
    ),
    (
        'place add "Reception House" --in Moscow',
        "pl4 added: Reception House, Moscow, RUS, Europe/Moscow.",
    ),
    (
        'place edit "Palais de Koulouba" --alias "The Palace"',
        "pl2 changed: Palais de Koulouba, Bamako, MLI, Africa/Bamako.",
    ),
    (
        "place edit Bamako --zone Africa/Algiers",
        (
            "pl1 changed: Bamako, MLI, Africa/Algiers.\n"
            "Meetings and sessions there that are now in Africa/Algiers: 1."
        ),
    ),
    ("topic add Security Sécurité --lang fr", "t2 added: security (Sécurité)."),
    ("topic edit trade --slug commerce", "t1 changed: commerce (Trade)."),
    (
        'document add "Aide-mémoire" --kind "aide memoire" --for m1 --link papers/a.pdf',
        "d2 added: Aide-mémoire (aide-mémoire, paper of m1).",
    ),
    (
        "document link d1 m1 --as reference",
        "d1 linked: Joint statement (joint statement, 3 April 2025, reference of m1).",
    ),
    (
        "document link d1 m1",
        "d1 is linked so already: Joint statement (joint statement, 3 April 2025, outcome of m1).",
    ),
    (
        "document unlink d1 m1",
        "d1 unlinked from m1: Joint statement (joint statement, 3 April 2025).",
    ),
    (
        'document edit d1 --symbol A/79/150/Rev.1 --date ""',
        "d1 changed: A/79/150/Rev.1, Joint statement (joint statement, outcome of m1).",
    ),
    (
        'commitment add "Meet again" --by "Russia, Mali" --due 2026',
        "c2 added: Meet again (RUS, MLI, Due: 2026, open).",
    ),
    (
        'commitment done c1 "29 March 2025"',
        "c1 done: Send the list (MLI, Due: 1 March 2025, done, 29 March 2025).",
    ),
    (
        "commitment drop c1 --reason overtaken",
        "c1 dropped: Send the list (MLI, Due: 1 March 2025, dropped).",
    ),
    (
        'commitment edit c1 --by RUS --due "" --status under-way',
        "c1 changed: Send the list (RUS, under way).",
    ),
    ("source add https://www.example.org/b --kind official", "src2 added: example.org (official)."),
    ('source add --publisher Embassy --title "Cable 14"', "src2 added: Embassy (source)."),
    ("source edit src1 --publisher Agency", "src1 changed: Agency (press)."),
    (
        'claim add src1 m1 venue "The Palace"',
        "cl2 added: m1, place: The Palace (not settled).",
    ),
    (
        'claim add https://example.org/c m1 actual "3 April 2025 11:00"',
        "cl2 added: m1, dates held: Thursday 3 April 2025, 11:00 (not settled).",
    ),
    (
        'claim judge cl1 rejected --reason "a misprint"',
        "cl1 judged: m1, dates: Friday 4 April 2025 (rejected: a misprint).",
    ),
    (
        'edit m1 --title "Plenary talks" --title-in fr=Entretiens --room Blue --level minister',
        (
            "m1 changed: Thursday 3 April 2025, 10:00 Africa/Bamako. Bamako (MLI). Announced. "
            "MLI, RUS."
        ),
    ),
    ("remove c1 -y", "c1 removed; to bring it back: tracker undo"),
    (
        "remove m1 --yes",
        (
            "m1 with 2 delegations, 1 commitment, 1 link with a document removed; "
            "to bring it back: tracker undo"
        ),
    ),
)


@pytest.mark.parametrize(("line", "said"), RIGHT)
def test_what_is_done_is_said_in_one_line(kept: Tracker, line: str, said: str) -> None:
    done = run(kept, line)
    assert (done.code, done.out, done.err) == (0, "", f"{said}\n")


WRONG = (
    ("party add MLI", 5, "There is already a party MLI: Mali."),
    ("party add Mali", 5, "There is already a party MLI: Mali."),
    ("party add XYZ", 4, "No state or organisation is known by the code XYZ, so it needs a name."),
    ("party add XYZ Xyz --kind stat", 4, "“stat” is no kind of party. Did you mean state?"),
    ("party add XYZ Xyz --name-in fr=A --name-in fr=B", 4, "given twice in the language fr."),
    ("party add XYZ Xyz --name-in french=A", 4, "“french” is not a language tag such as en"),
    ("party add XYZ Xyz --name-in fr", 2, "'fr' is not LANG=WORDS, such as fr=Bamako."),
    ("party edit MLI", 2, "Say what to change."),
    ("party edit Mli2 --note x", 3, "There is no party “Mli2”."),
    ("party edit MLI --drop-alias Nope", 4, "There is no alias “Nope” to take out."),
    ("party show p1", 4, "p1 is a person; this needs a party."),
    ("party join RUS MLI", 4, "MLI is a state; only an organisation has members."),
    ("party join AES AES", 4, "AES cannot be a member of itself."),
    ("party join MLI AES --until 1990", 4, "The end, 1990, is before the beginning, 2023-09-16."),
    ("party leave RUS AES", 5, "RUS is not a member of AES that could leave."),
    ("person add abdoulaye-diop", 5, "“abdoulaye-diop” is already the name of p1."),
    ("person add ' '", 4, "The name is empty."),
    ("person edit p7 --note x", 3, "There is no record “p7”."),
    ("person edit p1 --drop-spelling Nobody", 4, "There is no spelling “Nobody” to take out."),
    ("post add p1 MLI Envoy --rank ministr", 4, "“ministr” is no rank. Did you mean minister?"),
    ("post add p1 Malli Envoy", 3, "There is no party “Malli”."),
    ("post add p1 MLI 'minister of foreign affairs'", 5, "p1 holds that office already: post1."),
    ("post end post1 tbc", 4, "A post that ended needs its end"),
    ("post end post1 2019", 4, "The end, 2019, is before the beginning, 2020."),
    ("place add bamako", 5, "There is already a place “bamako”: pl1."),
    ("place add Springfield", 4, "“Springfield” may be several cities."),
    ("place add Nowhereville", 4, "so say where it is: --in CITY, or --zone ZONE"),
    ("place add Kidal --zone Africa/Bamko", 4, "There is no time zone “Africa/Bamko”."),
    ("place add Kidal --zone UTC --country Malli", 3, "There is no state “Malli”."),
    ("place add Kidal --zone UTC --coordinates 91,0", 4, "is no latitude and longitude"),
    ("place add Kidal --zone UTC --in Bamako", 4, "leave out --zone or --in."),
    ("place add 'Palais de Koulouba' --in Bamako", 5, "There is already such a place: pl2."),
    ("place add Salle --in 'Palais de Koulouba'", 4, "pl2 is a venue, not a city"),
    ("place edit Bamako --in Moscow", 4, "pl1 is a city with venues in it"),
    ("topic add 'Два слова' X", 4, "cannot be a short name"),
    ("topic add trade X", 5, "There is already a topic trade: t1."),
    ("document add X", 4, "A document needs a kind; add --kind."),
    ("document add X --kind repport", 4, "“repport” is no kind of document. Did you mean report?"),
    ("document add X --kind report --link javascript:alert(1)", 4, "is not a web address"),
    ("document add X --kind report --link ftp://x/y", 4, "is not a web address"),
    ("document add X --kind report --for m9", 3, "There is no record “m9”."),
    ("document add X --kind report --for MLI", 4, "needs a session, a meeting or an agenda item."),
    ("document add X --kind report --for m1 --as outcom", 4, "Did you mean outcome?"),
    ("document add X --kind report --visibility secret", 4, "“secret” is no visibility."),
    ("document unlink d1 aes-russia/1", 3, "There is no record “aes-russia/1”."),
    ("commitment add X", 4, "A commitment needs who made it; say --by MLI,RUS."),
    ("commitment add X --by Nope", 3, "There is no party “Nope”."),
    ("commitment add X --by MLI --due soonish", 4, "“soonish” is no date that can be read."),
    ("commitment done c1 tomorrow", 5, "2025-04-01 has not come"),
    ("commitment done c1 2025", 4, "2025 is not one day"),
    ("commitment done c9", 3, "There is no record “c9”."),
    ("commitment drop c1", 2, "Missing option '--reason'."),
    ("commitment edit c1 --status done", 4, "by a command of its own: commitment done."),
    ("commitment edit c1 --by ''", 4, "A commitment needs who made it"),
    ("source add", 4, "A source needs an address, a title or a publisher."),
    ("source add example.org", 4, "“example.org” is not a web address"),
    ("source add https://example.org/a", 5, "That address is already source src1."),
    ("claim add src1 m1 whn 2025", 4, "“whn” is no field of a meeting. Did you mean when?"),
    ("claim add src1 m1 when soonish", 4, "“soonish” is no date that can be read."),
    ("claim add src9 m1 when 2025", 3, "There is no record “src9”."),
    ("claim add src1 m9 when 2025", 3, "There is no record “m9”."),
    ("claim add src1 m1 when '4 April 2025'", 5, "src1 is already known to say so: cl1."),
    ("claim add src1 cl1 when 2025", 4, "Nothing can be claimed of a claim such as cl1."),
    ("claim judge cl1 preferred", 4, "A claim that is preferred must say why; add --reason."),
    ("claim judge cl1 maybe", 4, "“maybe” is no standing."),
    ("edit m1", 2, "Say what to change."),
    ("edit m1 --kind plenery", 4, "“plenery” is no kind of meeting. Did you mean plenary?"),
    ("edit m1 --drop-topic trade", 5, "“trade” is no topic of it"),
    ("edit MLI --title X", 4, "MLI is a party; edit corrects meetings."),
    ("remove m1", 4, "Nothing was removed: m1 “Talks” with 2 delegations, 1 commitment"),
    ("remove MLI -y", 5, "MLI is still named by 1 delegation, 1 commitment, 1 post"),
    ("remove m9 -y", 3, "There is no record “m9”."),
    ("show Nobody", 3, "There is no record “Nobody”."),
    ("show ''", 4, "The reference is empty"),
)


@pytest.mark.parametrize(("line", "code", "said"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence_and_nothing_is_done(
    kept: Tracker, line: str, code: int, said: str
) -> None:
    before = run(kept, "history --json").out
    refused = run(kept, line)
    assert (refused.code, refused.out) == (code, "")
    assert said in refused.err
    assert run(kept, "history --json").out == before


def test_a_preferred_claim_stands_in_the_way_of_another(kept: Tracker) -> None:
    run(kept, "claim judge cl1 preferred --reason official")
    refused = run(kept, "claim add src1 m1 when 2025 --standing preferred --reason heard")
    assert (refused.code, refused.err) == (
        5,
        (
            "tracker: cl1 is already preferred on the when of m1.\n"
            "Judge it first, with: tracker claim judge cl1 supporting\n"
        ),
    )


def test_a_removal_is_taken_back_whole(kept: Tracker) -> None:
    before = run(kept, "show m1 --json").out
    run(kept, "remove m1 -y")
    assert run(kept, "show m1").code == 3
    assert run(kept, "show d1 --json").code == 0
    run(kept, "undo")
    after = json.loads(run(kept, "show m1 --json").out)
    assert [trace["verb"] for trace in after["history"]] == ["restored", "removed", "added"]
    assert after["record"] | {"stamp": None} == json.loads(before)["record"] | {"stamp": None}


def test_what_was_logged_before_a_removal_is_last_no_more(kept: Tracker) -> None:
    run(kept, "remove cl1 -y")
    assert run(kept, "show @last").err == "tracker: What @last stands for is not there any more.\n"


def test_what_may_be_absent_is_taken_away_by_saying_it_empty(kept: Tracker) -> None:
    run(kept, "edit m1 --room Blue --note x --level minister --url https://example.org/m")
    run(kept, 'edit m1 --room "" --note "" --level "" --url "" --at ""')
    meeting = json.loads(run(kept, "show m1 --json").out)["record"]
    assert [meeting[f] for f in ("room", "note", "level", "url", "place")] == [None] * 5


def test_a_topic_is_put_on_and_taken_off(kept: Tracker) -> None:
    run(kept, "edit m1 --topic trade")
    assert json.loads(run(kept, "show m1 --json").out)["record"]["topics"][0]["slug"] == "trade"
    run(kept, "edit m1 --drop-topic Commerce")
    assert json.loads(run(kept, "show m1 --json").out)["record"]["topics"] == []


def listed(tracker: Tracker, line: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(tracker, f"{line} --json").out)
    return found


def test_commitments_are_chosen(kept: Tracker) -> None:
    run(kept, 'commitment add "Meet again" --by RUS --due 2026')
    run(kept, 'commitment add "Write" --by RUS,MLI')
    run(kept, "commitment done c3")
    assert [
        [c["ref"] for c in listed(kept, f"commitment list {choice}")]
        for choice in ("", "--open", "--overdue", "--by Russie", "--open --by RUS")
    ] == [["c1", "c2", "c3"], ["c1", "c2"], ["c1"], ["c2", "c3"], ["c2"]]
    table = run(kept, "commitment list --overdue").out
    assert table.splitlines()[1].split("  ")[-1] == "open, overdue"


def test_documents_of_one_record(kept: Tracker) -> None:
    run(kept, "document add Other --kind report")
    assert [d["ref"] for d in listed(kept, "document list")] == ["d1", "d2"]
    assert [d["ref"] for d in listed(kept, "document list --for m1")] == ["d1"]


def test_lists_of_nothing_are_empty_and_say_so(tracker: Tracker) -> None:
    for noun in ("party", "person", "post", "place", "topic", "document", "commitment", "source"):
        found = tracker(noun, "list")
        assert (found.code, found.out) == (0, "")
        assert found.err.startswith("There ")
        assert tracker(noun, "list", "--json").out == "[]\n"


DATA = (
    (
        "topic add energy Energy --name-in fr=Énergie --json",
        {"id": 2, "slug": "energy", "name": {"en": "Energy", "fr": "Énergie"}},
    ),
    (
        'person add "Sergey Lavrov" --sort-name "Lavrov, Sergey" --wrong-spelling Lavrow --json',
        {
            "ref": "p2",
            "id": 2,
            "name": {"en": "Sergey Lavrov"},
            "sort_name": "Lavrov, Sergey",
            "spellings": [{"words": "Lavrow", "wrong": True, "note": None}],
            "posts": [],
            "note": None,
        },
    ),
    (
        "place add Kidal --zone Africa/Bamako --country MLI --coordinates 18.44,1.41 --json",
        {
            "ref": "pl3",
            "id": 3,
            "name": {"en": "Kidal"},
            "zone": "Africa/Bamako",
            "country": "MLI",
            "city": None,
            "latitude": 18.44,
            "longitude": 1.41,
            "aliases": [],
            "visibility": "public",
        },
    ),
    (
        'document add X --kind report --date "April 2025" --link a/b.pdf --language FR --json',
        {
            "ref": "d2",
            "id": 2,
            "title": {"en": "X"},
            "kind": "report",
            "symbol": None,
            "language": "fr",
            "dated": {
                "text": "2025-04",
                "kind": "imprecise",
                "earliest": "2025-04-01T00:00:00Z",
                "latest": "2025-05-01T00:00:00Z",
            },
            "link": "a/b.pdf",
            "visibility": "internal",
            "note": None,
        },
    ),
    (
        "source add https://www.example.org/b --kind agency --json",
        {
            "ref": "src2",
            "id": 2,
            "kind": "agency",
            "url": "https://www.example.org/b",
            "title": {},
            "publisher": "example.org",
            "language": None,
            "published": None,
            "retrieved": "2025-03-31T09:00:00Z",
            "visibility": "public",
            "note": None,
        },
    ),
)


@pytest.mark.parametrize(("line", "data"), DATA)
def test_what_was_made_is_told_as_data(kept: Tracker, line: str, data: dict[str, Any]) -> None:
    assert json.loads(run(kept, line).out) == data


HOSTILE = (
    "[red]alarm[/red]",
    "🕊️ peace 👩‍👩‍👧",
    "اجتماع السفراء",
    "a%s{}$(id)`id`",
    "<script>alert(1)</script>",
    "--note",
)
REFUSED = (
    "\x1b[31mred",
    "bell\x07",
    "two\nlines",
    "c1\x9bJ",
    "\u202eover",
    "x" * 10_000,
)
# Every option that takes a text, and where it is read back: {} stands for the text.
TEXTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("party", "edit", "MLI", "--name", "{}"), "MLI", "name"),
    (("party", "edit", "MLI", "--name-in", "fr={}"), "MLI", "name"),
    (("party", "edit", "MLI", "--formal", "{}"), "MLI", "formal_name"),
    (("party", "edit", "MLI", "--alias", "{}"), "MLI", "aliases"),
    (("person", "edit", "p1", "--name", "{}"), "p1", "name"),
    (("person", "edit", "p1", "--sort-name", "{}"), "p1", "sort_name"),
    (("person", "edit", "p1", "--spelling", "{}"), "p1", "spellings"),
    (("person", "edit", "p1", "--wrong-spelling", "{}"), "p1", "spellings"),
    (("post", "edit", "post1", "--title", "{}"), "post1", "title"),
    (("place", "edit", "pl2", "--name", "{}"), "pl2", "name"),
    (("place", "edit", "pl2", "--alias", "{}"), "pl2", "aliases"),
    (("topic", "edit", "t1", "--name", "{}"), "t1", "name"),
    (("document", "edit", "d1", "--title", "{}"), "d1", "title"),
    (("document", "edit", "d1", "--symbol", "{}"), "d1", "symbol"),
    (("document", "edit", "d1", "--link", "{}"), "d1", "link"),
    (("commitment", "edit", "c1", "--title", "{}"), "c1", "title"),
    (("source", "edit", "src1", "--title", "{}"), "src1", "title"),
    (("source", "edit", "src1", "--publisher", "{}"), "src1", "publisher"),
    (("claim", "judge", "cl1", "rejected", "--reason", "{}"), "cl1", "reason"),
    (("edit", "m1", "--title", "{}"), "m1", "title"),
    (("edit", "m1", "--room", "{}"), "m1", "room"),
)


@pytest.mark.parametrize(("words", "ref", "field"), TEXTS)
def test_any_text_is_kept_as_it_is_and_shown_without_being_obeyed(
    kept: Tracker, words: tuple[str, ...], ref: str, field: str
) -> None:
    for hostile in HOSTILE:
        done = kept(*(word.replace("{}", hostile) for word in words))
        assert done.code == 0, (hostile, done.err)
        data = json.loads(kept("show", ref, "--json").out)
        assert hostile in json.dumps(data["record"][field], ensure_ascii=False)
        for width in ("60", "140"):
            shown = kept("show", ref, COLUMNS=width)
            assert (shown.code, shown.err) == (0, "")
            assert not {"\x1b", "\x07", "\u202e"} & set(shown.out)


@pytest.mark.parametrize(("words", "ref", "field"), TEXTS)
def test_controls_and_endless_texts_are_refused(
    kept: Tracker, words: tuple[str, ...], ref: str, field: str
) -> None:
    before = kept("show", ref, "--json").out
    for hostile in REFUSED:
        refused = kept(*(word.replace("{}", hostile) for word in words))
        assert refused.code == 4, (field, hostile[:20])
        assert refused.err.startswith("tracker: The ")
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(refused.err)
    assert kept("show", ref, "--json").out == before


def test_notes_may_have_lines_but_no_controls(kept: Tracker) -> None:
    for noun in ("party edit MLI", "person edit p1", "document edit d1", "source edit src1"):
        assert kept(*noun.split(), "--note", "one\ntwo [red] 🕊️").code == 0
        assert kept(*noun.split(), "--note", "a\x1b[2Jb").code == 4
        ref = noun.split()[-1]
        assert "one\\ntwo [red] 🕊️" in kept("show", ref, "--json").out


def test_any_value_may_be_claimed_that_is_one_line(kept: Tracker) -> None:
    for value in HOSTILE:
        assert kept("claim", "add", "--", "src1", "m1", "room", value).code == 0
    claimed = [claim["value"] for claim in listed(kept, "claim list m1")]
    assert claimed == [*HOSTILE, "2025-04-04"]
    for value in REFUSED:
        assert kept("claim", "add", "--", "src1", "m1", "room", value).code == 4


def test_in_a_pipe_a_record_is_a_line(kept: Tracker) -> None:
    kept("party", "edit", "MLI", "--name", "x" * 300)
    head, mali, russia = kept("party", "list").out.splitlines()
    assert head.split() == ["Code", "Name", "Kind"]
    assert mali == f"MLI   {'x' * 300}  state"
    assert russia.split() == ["RUS", "Russia", "state"]


def test_on_a_screen_a_list_fits(kept: Tracker) -> None:
    kept("document", "edit", "d1", "--title", "A long title of many words " * 10)
    for width in (60, 80, 140):
        lines = kept("document", "list", COLUMNS=str(width)).out.splitlines()
        assert max(map(len, lines)) <= width
