"""A whole session entered from a file: everything it says, or nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLE, NOW, desk_at
from tracker.domain.sources import Standing
from tracker.domain.visibility import Reader, Visibility
from tracker.errors import Conflict
from tracker.intake.session_file import read_session_file
from tracker.intake.yaml_source import FaultyFile
from tracker.services import places, session_file
from tracker.storage import health
from tracker.storage.database import Database
from tracker.storage.reads.parties import all_people, memberships
from tracker.storage.reads.sessions import sessions
from tracker.storage.reads.sources import claims_about

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Tracker
    from tracker.domain.sessions import Session
    from tracker.services.desk import Desk
    from tracker.services.session_file import Stored
    from tracker.storage.reads.reading import Reading

SMALL = """
language: fr
series: {slug: talks, title: Pourparlers}
session: {ordinal: 1, title: Première, announced: 3 April 2025, zone: Europe/Paris}
"""


def store(desk: Desk, text: str) -> Stored:
    file = read_session_file(text, name="file.yaml", now=NOW)
    return session_file.store(desk, file, name="file.yaml")


def stored(desk: Desk, text: str) -> Session:
    (found,) = sessions(desk.reading, [store(desk, SMALL + text).session])
    return found


def faults(desk: Desk, text: str) -> list[str]:
    with pytest.raises(FaultyFile) as told:
        store(desk, SMALL + text)
    return [f"{fault.line}: {fault.sentence}" for fault in told.value.faults]


@pytest.fixture
def founding(founding_ledger: Path) -> Session:
    with Database(founding_ledger).reading(Reader(Visibility.INTERNAL, NOW)) as reading:
        return founding_session(reading)


def founding_session(reading: Reading) -> Session:
    (found,) = sessions(reading, [1])
    return found


def test_the_founding_session_is_held_where_and_when_it_was(founding: Session) -> None:
    assert founding.ref == "aes-russia/1"
    assert (str(founding.whens.announced), str(founding.when)) == (
        "2025-04-03/2025-04-04",
        "2025-04-03",
    )
    assert founding.place is not None
    assert (str(founding.place.name), founding.place.zone) == ("Москва", "Europe/Moscow")
    assert founding.status == "held"


def test_its_four_delegations_have_their_heads(founding: Session) -> None:
    heads = {d.party.code: d.head for d in founding.delegations}
    assert {code: str(head.person.name) for code, head in heads.items() if head} == {
        "RUS": "Сергей Лавров",
        "MLI": "Abdoulaye Diop",
        "BFA": "Karamoko Jean Marie Traoré",
        "NER": "Bakary Yaou Sangaré",
    }
    assert {head.post.rank for head in heads.values() if head and head.post} == {"minister"}
    assert [d.party.code for d in founding.delegations if d.chairs] == ["RUS", "MLI"]


def test_its_agenda_is_nested_and_ordered(founding: Session) -> None:
    labels = [item.label for top in founding.agenda for _, item in top.walk()]
    assert labels == ["1", "1 (a)", "2", "2 (a)", "3", "4", "4 (a)", "4 (b)"]


def test_its_joint_statement_belongs_to_it_and_to_its_items(founding: Session) -> None:
    kinds = [str(paper.document.kind) for paper in founding.papers]
    assert kinds == ["joint-statement", "communique"]
    (of_item,) = founding.agenda[0].papers
    assert of_item.document == founding.papers[0].document


def test_its_commitments_have_owners(founding: Session) -> None:
    assert [len(c.owners) for c in founding.commitments] == [4, 1, 4, 4]


def test_what_sources_say_wrongly_is_rejected_and_says_why(founding: Session) -> None:
    rejected = [c for c in founding.claims if c.standing is Standing.REJECTED]
    assert [(c.field, c.value) for c in rejected] == [
        ("actual", "2025-04-03/2025-04-04"),
        ("actual", "Wednesday 3 April 2025"),
    ]
    assert all(claim.reason for claim in rejected)


def test_related_meetings_stand_outside_the_session(founding_ledger: Path) -> None:
    with desk_at(founding_ledger) as desk:
        rows = desk.reading.rows("SELECT count(*) AS n FROM meetings WHERE session_id IS NULL")
        assert rows[0]["n"] == 7
        assert len(founding_session(desk.reading).meetings) == 3


def test_a_person_met_twice_is_one(founding_ledger: Path) -> None:
    with desk_at(founding_ledger) as desk:
        names = [str(person.name) for person in all_people(desk.reading)]
        assert len(names) == len(set(names)) == 10


def test_claims_may_be_about_a_person(founding_ledger: Path) -> None:
    with desk_at(founding_ledger) as desk:
        (diop,) = [p for p in all_people(desk.reading) if str(p.name) == "Abdoulaye Diop"]
        (claim,) = claims_about(desk.reading, "people", [diop.id])[diop.id]
        assert (claim.value, claim.standing) == ("Alessandro Diop", Standing.REJECTED)


def test_an_organisation_has_its_members(founding_ledger: Path) -> None:
    with desk_at(founding_ledger) as desk:
        (row,) = desk.reading.rows("SELECT id FROM parties WHERE code = 'AES'")
        found = memberships(desk.reading, row["id"])
        assert [(m.member.code, str(m.since)) for m in found] == [
            (code, "2023-09-16") for code in ("BFA", "MLI", "NER")
        ]


def test_the_ledger_is_whole_and_it_was_one_change(founding_ledger: Path) -> None:
    database = Database(founding_ledger)
    assert health.check(database) == ()
    assert health.status(database).changes == 1


def test_the_example_does_not_load_the_world(template: Path, tmp_path: Path) -> None:
    """Its places carry their zones: the cities of the world take a while to read."""
    import subprocess

    code = (
        "import sys; from tests.conftest import *; import shutil\n"
        f"path = shutil.copy({str(template)!r}, {str(tmp_path)!r})\n"
        "with desk_at(Path(path)) as desk:\n"
        "    file = read_session_file(EXAMPLE.read_text(), name='x', now=NOW)\n"
        "    session_file.store(desk, file, name='x')\n"
        "print('tracker.reference.cities' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_same_session_twice_is_a_conflict(desk: Desk) -> None:
    store(desk, SMALL)
    with pytest.raises(Conflict, match="talks/1 is recorded already"):
        store(desk, SMALL)


def test_a_known_series_person_and_source_are_used_again(founding_ledger: Path) -> None:
    second = EXAMPLE.read_text(encoding="utf-8").replace("ordinal: 1\n", "ordinal: 2\n")
    tables = ("series", "people", "posts", "parties", "memberships", "places", "topics")
    with desk_at(founding_ledger) as desk:
        before = [counted(desk, table) for table in tables]
        store(desk, second)
        assert [counted(desk, table) for table in tables] == before


def counted(desk: Desk, table: str) -> int:
    return int(desk.reading.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def test_what_is_new_of_a_known_person_is_added(desk: Desk) -> None:
    store(desk, SMALL + "people: [{name: {fr: Abdoulaye Diop}, spellings: A. Diop}]")
    other = SMALL.replace("ordinal: 1", "ordinal: 2")
    store(desk, other + "people: [{name: {ru: Абдулай Диоп}, spellings: [A. Diop, Diop A.]}]")
    (diop,) = all_people(desk.reading)
    assert dict(diop.name.versions) == {"fr": "Abdoulaye Diop", "ru": "Абдулай Диоп"}
    assert [spelling.words for spelling in diop.spellings] == ["A. Diop", "Diop A."]


def test_nobody_is_guessed_at(desk: Desk) -> None:
    people = "people: [{name: Ibrahim Traoré, spellings: Traoré}, {name: K. Traoré}]\n"
    store(desk, SMALL + people)
    desk.ledger.update("people", 2, {"spellings": '[{"words": "Traore"}]'})
    other = SMALL.replace("ordinal: 1", "ordinal: 2")
    with pytest.raises(FaultyFile, match="“Traore” may be any of p1, p2"):
        store(desk, other + "people: [{name: Traore}]")


def test_every_unknown_name_is_told_with_its_line(desk: Desk) -> None:
    told = faults(
        desk,
        "delegations:\n  - party: Rusia\n  - party: XYZ\n"
        "meetings:\n  - title: Talks\n    place: {name: Moskva-on-Sea}\n    chairs: [MLI, ZZZ]\n",
    )
    assert [fault.partition(" ")[0] for fault in told] == ["6:", "7:", "10:", "11:"]
    assert "Did you mean Russia" in told[0]


def test_a_faulty_file_leaves_nothing(ledger_path: Path) -> None:
    with pytest.raises(FaultyFile), desk_at(ledger_path) as desk:
        store(desk, SMALL + "delegations: [MLI, XYZ]")
    assert set(health.status(Database(ledger_path)).records.values()) <= {0}


def test_words_without_a_language_are_in_the_files(desk: Desk) -> None:
    found = stored(desk, "meetings: [{title: Entretiens, topics: commerce}]")
    assert found.meetings[0].title.original == "fr"
    assert found.meetings[0].topics[0].name.original == "fr"


def test_a_meeting_is_where_and_in_which_zone_its_session_is(desk: Desk) -> None:
    found = stored(desk, "meetings: [{title: Talks, announced: '3 April 2025 10:00'}]")
    assert str(found.meetings[0].when) == "2025-04-03T10:00[Europe/Paris]"


def test_a_time_that_clocks_skip_is_a_fault_with_its_line(desk: Desk) -> None:
    told = faults(desk, "meetings:\n  - {title: Talks, announced: '30 March 2025 02:30'}")
    assert len(told) == 1
    assert told[0].startswith("6: ")


def test_a_venue_is_kept_in_its_city(desk: Desk) -> None:
    places.add(desk, places.PlaceDraft(name="Moscow", zone="Europe/Moscow", country="RUS"))
    venue = "{name: {ru: Кремль, en: Kremlin}, city: Moscow}"
    found = stored(
        desk, f"meetings: [{{title: Un, place: {venue}}}, {{title: Deux, place: Moscow}}]"
    )
    first, second = (meeting.place for meeting in found.meetings)
    assert first is not None
    assert second is not None
    assert (first.city, first.zone) == (second, "Europe/Moscow")


def test_an_unknown_country_is_a_fault(desk: Desk) -> None:
    place = "{name: Sotchi, country: Rusia, zone: Europe/Moscow}"
    (told,) = faults(desk, f"meetings:\n  - title: Un\n    place: {place}")
    assert told.startswith("7: There is no country “Rusia”. Did you mean Russia")


def test_items_without_labels_are_counted_around_those_that_have_one(desk: Desk) -> None:
    found = stored(desk, "agenda: [Ouverture, {label: '2', title: B, items: [x, y]}, Divers]")
    labels = [item.label for top in found.agenda for _, item in top.walk()]
    assert labels == ["1", "2", "2 (a)", "2 (b)", "3"]


def test_a_paper_of_an_item_is_linked_once(desk: Desk) -> None:
    found = stored(
        desk,
        "agenda: [{title: A, papers: note}]\n"
        "documents: [{key: note, title: Note, links: {to: item 1, relation: paper}}]".replace(
            "agenda: [{", "agenda: [{label: '1', "
        ),
    )
    (paper,) = found.agenda[0].papers
    assert paper.relation == "paper"


def test_a_document_cannot_hang_on_a_person(desk: Desk) -> None:
    told = faults(
        desk,
        "people: [A. Diop]\n"
        "documents:\n  - {key: note, title: Note, links: [{to: person A. Diop}]}",
    )
    assert told == ["7: A document is linked with the session, a meeting or an item, not a person."]


def test_a_series_that_is_new_needs_its_title(desk: Desk) -> None:
    text = SMALL.replace(", title: Pourparlers", "")
    with pytest.raises(FaultyFile, match="no series talks yet, so it needs a title"):
        store(desk, text)


def test_a_field_that_nobody_claims_is_refused(desk: Desk) -> None:
    told = faults(
        desk,
        "sources: [{key: a, title: A}]\n"
        "claims:\n  - {source: a, about: session, field: weather, value: rain}",
    )
    assert told == ["7: Nothing can be claimed of the “weather” of a session."]


def test_claims_are_as_visible_as_the_file(desk: Desk) -> None:
    store(
        desk,
        SMALL + "visibility: confidential\nsources: [{key: a, title: A}]\n"
        "claims: [{source: a, about: session, field: place, value: Paris}]",
    )
    (row,) = desk.reading.rows("SELECT visibility FROM claims")
    assert row["visibility"] == "confidential"


def test_the_template_can_be_entered(desk: Desk) -> None:
    template = EXAMPLE.with_name("session-template.yaml").read_text(encoding="utf-8")
    assert store(desk, template).items == 3


def test_who_chairs_a_meeting_is_present_and_as_visible_as_the_file(desk: Desk) -> None:
    found = stored(
        desk,
        "visibility: confidential\n"
        "meetings: [{title: Un, chairs: [MLI, RUS], parties: NER, delegations: [RUS]}]",
    )
    present = {d.party.code: d.chairs for d in found.meetings[0].delegations}
    assert present == {"RUS": True, "NER": False, "MLI": True}
    assert {d.visibility for d in found.meetings[0].delegations} == {"confidential"}


def test_topics_get_the_words_that_prints_use(founding_ledger: Path, tracker: Tracker) -> None:
    assert "sécurité" in tracker("print", "aes-russia/1", "--lang", "fr").out
    assert "безопасность" in tracker("print", "aes-russia/1", "--lang", "ru").out
