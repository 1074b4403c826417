"""A collection on a real Radicale, through all that may happen to it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.clients.tools import peer
from tests.peers import read_with_icalendar
from tests.publish.in_between import Answer
from tests.publish.officers import FOREIGN, Desk, tell

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from pathlib import Path


def test_each_event_is_an_item_of_its_own(published: Desk) -> None:
    there = published.there()
    assert len(there) == 3
    for href, content in there.items():
        (event,) = read_with_icalendar(content)
        assert href.endswith(f"/{event['uid']}.ics")
        assert b"\r\nMETHOD:" not in content
        assert b"\r\nTZID:Europe/Moscow\r\n" in content
    assert published.titles() == ["Talks 1", "Talks 2", "Talks 3"]


def test_what_was_done_is_said(officer: Desk) -> None:
    officer.log("Talks")
    done = officer.publish("--create")
    url = officer.way.url()
    assert done.out == "created m1 Talks\n"
    assert done.err == f"{url} was made.\n{url}: created 1; 0 as they were (public, en).\n"
    again = officer.publish()
    assert (again.code, again.out) == (0, "")
    assert again.err == f"{url}: nothing to do; 1 as they were (public, en).\n"


def test_an_unchanged_ledger_writes_nothing(published: Desk) -> None:
    assert published.publish().code == 0
    assert {method for method, _ in published.way.asked} == {"PROPFIND"}
    assert len(published.way.asked) <= 3


def test_one_change_is_one_put(published: Desk) -> None:
    assert published.tracker("move", "m2", "5 April 2025 15:00").code == 0
    done = published.publish()
    assert (done.code, done.out) == (0, "updated m2 Talks 2\n")
    assert (published.way.count("PUT"), published.way.count("DELETE")) == (1, 0)
    assert any(
        b"DTSTART;TZID=Europe/Moscow:20250405T150000" in c for c in published.there().values()
    )


def test_what_is_removed_or_no_longer_public_is_deleted(published: Desk) -> None:
    assert published.tracker("remove", "m1", "--yes").code == 0
    assert published.tracker("edit", "m2", "--visibility", "internal").code == 0
    done = published.publish("--json")
    (told,) = json.loads(done.out)
    assert {item["ref"] for item in told["deleted"]} == {"m1", "m2"}
    assert published.way.count("DELETE") == 2
    assert published.titles() == ["Talks 3"]


def test_only_what_is_public_leaves_unless_more_is_asked_for(officer: Desk) -> None:
    officer.log("Open talks", "2 April 2025 10:00", "--note", "Zyzzyva")
    assert officer.tracker("log", "Zyzzyva", "--on", "3 April 2025").code == 0
    done = officer.publish("--create")
    assert "Withheld, being above what is published: 1 session or meeting.\n" in done.err
    assert officer.titles() == ["Open talks"]
    assert not any(b"Zyzzyva" in content for content in officer.there().values())
    assert officer.publish("--visibility", "internal").code == 0
    assert officer.titles() == ["Open talks", "Zyzzyva"]


def test_a_dry_run_says_the_same_and_does_nothing(published: Desk) -> None:
    published.log("Talks 4", "4 April 2025 10:00")
    assert published.tracker("edit", "m1", "--title", "Talks of the first day").code == 0
    assert published.tracker("remove", "m2", "--yes").code == 0
    before = published.there()
    dry = published.publish("--dry-run")
    assert sorted(dry.out.splitlines()) == [
        "would create m4 Talks 4",
        "would delete m2",
        "would update m1 Talks of the first day",
    ]
    assert {method for method, _ in published.way.asked} == {"PROPFIND"}
    assert published.there() == before
    done = published.publish()
    assert sorted(done.out.splitlines()) == [
        "created m4 Talks 4",
        "deleted m2",
        "updated m1 Talks of the first day",
    ]


def test_a_run_that_breaks_off_goes_on_from_there(officer: Desk) -> None:
    for number in range(1, 8):
        officer.log(f"Talks {number}", f"{number} April 2025 10:00")
    assert officer.publish("--create", "--to", "2020-01-01").code == 0  # makes it, puts nothing

    def gone(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return Answer(drop=True) if officer.way.count("PUT") > 3 else None

    officer.way.faults.append(gone)
    broken = officer.publish("--from", "2020-01-01")
    assert broken.code == 1
    assert "3 of 7 changes had been made there.\nThe same command goes on" in broken.err
    assert len(officer.there()) == 3
    officer.way.faults.clear()
    assert officer.publish().code == 0
    assert officer.way.count("PUT") == 4
    assert len(officer.there()) == 7


def test_an_answer_that_was_lost_is_no_conflict(published: Desk) -> None:
    """The server did it, and the connection broke before it could say so."""
    lost = [True]

    def losing(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return Answer(drop=True, after=True) if method == "PUT" and lost and lost.pop() else None

    published.way.faults.append(losing)
    published.log("Talks 4", "4 April 2025 10:00")
    done = published.publish()
    assert (done.code, done.out) == (0, "created m4 Talks 4\n")
    assert published.way.count("PUT") == 2
    assert published.publish().err.endswith("nothing to do; 4 as they were (public, en).\n")


def test_a_busy_server_is_asked_again(published: Desk) -> None:
    busy = [503, 429]

    def later(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        return Answer(busy.pop(), {"Retry-After": "0"}) if method == "PUT" and busy else None

    published.way.faults.append(later)
    published.log("Talks 4", "4 April 2025 10:00")
    assert published.publish().code == 0
    assert published.way.count("PUT") == 3


def test_what_others_changed_there_stays_and_is_told(published: Desk) -> None:
    href = published.edit_there("SUMMARY:Talks 2", "SUMMARY:Talks in the garden")
    theirs = published.there()[href]
    for _ in range(2):  # with each run, until somebody decides
        done = published.publish()
        assert done.code == 5
        assert done.out == "left m2 Talks 2: It was changed there.\n"
        assert "1 event is not there as here, by others' hand, and left so.\n" in done.err
        assert published.there()[href] == theirs
    assert published.tracker("edit", "m2", "--title", "Talks of two").code == 0
    assert published.publish().code == 5
    assert published.there()[href] == theirs
    assert published.publish("--overwrite", "m1").code == 3
    done = published.publish("--overwrite", "M2")
    assert (done.code, done.out) == (0, "updated m2 Talks of two\n")
    assert published.titles() == ["Talks 1", "Talks 3", "Talks of two"]
    assert published.publish().code == 0


def test_what_others_changed_is_not_deleted_either(published: Desk) -> None:
    published.edit_there("SUMMARY:Talks 2", "SUMMARY:Talks in the garden")
    assert published.tracker("remove", "m2", "--yes").code == 0
    done = published.publish()
    assert (done.code, published.titles()) == (5, ["Talks 1", "Talks 3", "Talks in the garden"])
    assert done.out == "left m2: It is no longer among what is chosen, but was changed there.\n"
    assert published.publish("--overwrite", "all").out == "deleted m2\n"
    assert published.titles() == ["Talks 1", "Talks 3"]


def test_what_others_deleted_there_stays_so_and_is_told(published: Desk) -> None:
    href = next(h for h, c in published.there().items() if b"Talks 2" in c)
    assert published.raw("DELETE", href)[0] == 200
    done = published.publish()
    assert (done.code, done.out) == (5, "left m2 Talks 2: It was deleted there.\n")
    assert published.titles() == ["Talks 1", "Talks 3"]
    assert published.publish("--overwrite", "m2").out == "created m2 Talks 2\n"
    assert published.titles() == ["Talks 1", "Talks 2", "Talks 3"]


def test_what_both_deleted_is_gone(published: Desk) -> None:
    href = next(h for h, c in published.there().items() if b"Talks 2" in c)
    assert published.raw("DELETE", href)[0] == 200
    assert published.tracker("remove", "m2", "--yes").code == 0
    assert published.publish().code == 0
    assert published.titles() == ["Talks 1", "Talks 3"]


def test_a_change_in_the_very_moment_is_not_overwritten(published: Desk) -> None:
    """Between our look and our PUT somebody else was there."""
    assert published.tracker("edit", "m2", "--title", "Talks of two").code == 0

    def quick(method: str, path: str, headers: dict[str, str]) -> Answer | None:
        if method == "PUT":
            published.way.faults.clear()
            published.edit_there("SUMMARY:Talks 2", "SUMMARY:Talks in the garden")
        return None

    published.way.faults.append(quick)
    done = published.publish()
    assert (done.code, done.out) == (5, "left m2 Talks of two: It was changed there.\n")
    assert published.titles() == ["Talks 1", "Talks 3", "Talks in the garden"]


def test_an_etag_that_was_lost_is_learned_again(published: Desk, ledger_path: Path) -> None:
    tell(ledger_path, "UPDATE published SET etag = NULL")
    assert published.tracker("edit", "m1", "--title", "Talks of one").code == 0
    assert published.publish().out == "updated m1 Talks of one\n"
    assert published.way.count("PUT") == 1
    assert published.publish().code == 0
    assert published.way.count("REPORT") == 0


def test_what_is_there_is_known_again_when_all_is_forgotten(
    published: Desk, ledger_path: Path
) -> None:
    tell(ledger_path, "DELETE FROM published")
    assert published.tracker("edit", "m1", "--title", "Talks of one").code == 0
    assert published.tracker("remove", "m3", "--yes").code == 0
    done = published.publish()
    assert (done.code, published.way.count("PUT")) == (5, 1)
    assert done.out == (
        "updated m1 Talks of one\n"
        "left m3: It is not among what is chosen, though it was put there once.\n"
    )
    assert published.titles() == ["Talks 2", "Talks 3", "Talks of one"]
    assert published.publish().code == 5
    assert published.publish("--overwrite", "m3").out == "deleted m3\n"
    assert published.publish().code == 0


def test_events_uploaded_under_other_names_are_known_again(
    published: Desk, ledger_path: Path
) -> None:
    for href, content in published.there().items():
        published.raw("DELETE", href)
        published.raw("PUT", href.replace("-", "x"), content)
    tell(ledger_path, "DELETE FROM published")
    assert published.publish().code == 0
    assert published.way.count("PUT") == 0
    assert published.publish().err.endswith("nothing to do; 3 as they were (public, en).\n")


def test_other_peoples_events_are_never_touched(published: Desk, ledger_path: Path) -> None:
    path = f"/{published.way.user}/meetings/dentist.ics"
    assert published.raw("PUT", path, FOREIGN % b"dentist")[0] == 201
    theirs = published.raw("GET", path)
    tell(ledger_path, "DELETE FROM published")
    assert published.publish().code == 0
    assert published.tracker("edit", "m1", "--title", "Talks of one").code == 0
    assert published.publish("--overwrite", "all").code == 0
    assert published.publish("--withdraw").code == 0
    assert published.raw("GET", path) == theirs
    assert published.titles() == ["Dentist"]


def test_an_event_of_others_in_the_place_of_ours_stays(officer: Desk, ledger_path: Path) -> None:
    officer.log("Talks")
    assert officer.publish("--create").code == 0
    (href,) = officer.there()
    uid = href.rpartition("/")[2].removesuffix(".ics").encode()
    assert officer.raw("PUT", href, FOREIGN % uid)[0] < 300
    tell(ledger_path, "DELETE FROM published")
    done = officer.publish()
    assert (done.code, officer.titles()) == (5, ["Dentist"])
    assert done.out == "left m1 Talks: An event that was not put there from here has its place.\n"
    assert officer.publish("--overwrite", "m1").code == 0
    assert officer.titles() == ["Talks"]


def test_titles_are_told_as_they_are_but_for_their_length(officer: Desk) -> None:
    officer.log("Talks, \\n; " + "and so on " * 30)
    done = officer.publish("--create")
    assert done.out.startswith("created m1 Talks, \\n; ")
    assert len(done.out) < 80


def test_a_collection_that_is_not_there_is_made_when_asked(officer: Desk) -> None:
    officer.log("Talks")
    done = officer.publish()
    assert done.code == 3
    assert done.err.startswith(f"tracker: There is no calendar at {officer.way.url()}.\n")
    assert officer.publish("--create", "--dry-run").out == "would create m1 Talks\n"
    assert not officer.way.count("MKCALENDAR")
    assert officer.publish("--create").code == 0
    name = officer.raw("PROPFIND", f"/{officer.way.user}/meetings/")[1]
    assert b"Diplomatic calendar" in name


def test_what_was_chosen_is_remembered(published: Desk) -> None:
    assert published.publish("--to", "2 April 2025", "--lang", "fr").code == 0
    assert published.titles() == ["Talks 1 [en]", "Talks 2 [en]"]
    published.log("Talks 0", "30 March 2025 10:00")
    done = published.publish()
    assert done.out == "created m4 Talks 0 [en]\n"
    assert "(public, fr)" in done.err
    assert published.titles() == ["Talks 0 [en]", "Talks 1 [en]", "Talks 2 [en]"]
    published.tracker("edit", "m1", "--title", "Talks of one")
    assert published.run("publish", "--all").out == "updated m1 Talks of one [en]\n"
    bare = published.run("publish")
    assert bare.code == 2
    assert published.way.url() in bare.err
    assert published.run("publish", "--all", "--party", "MLI").code == 2


def test_nothing_chosen_does_not_empty_a_collection(published: Desk) -> None:
    done = published.publish("--from", "2030")
    assert (done.code, len(published.there())) == (4, 3)
    assert "Nothing is chosen, so all that was put to" in done.err
    assert published.publish().code == 0  # the slip was not remembered
    assert published.publish("--party", "nobody").code == 3


def test_what_is_withdrawn_is_forgotten(published: Desk) -> None:
    assert published.run("log", "Ours alone", "--on", "5 April 2025").code == 0
    assert "Withheld" in published.publish().err
    tried = published.publish("--withdraw", "--dry-run")
    assert tried.out.count("would delete") == 3
    assert "Withheld" not in tried.err
    assert len(published.there()) == 3
    assert published.publish("--withdraw").code == 0
    assert published.there() == {}
    assert published.run("publish", "--all").err.startswith("Nothing is published anywhere yet")
    assert published.publish().out.count("created") == 3
    assert published.raw("DELETE", f"/{published.way.user}/meetings/")[0] == 200
    assert published.publish("--withdraw").code == 0  # there is nothing left to delete
    assert published.run("publish", "--all").out == ""


def test_what_is_withdrawn_stays_so_though_something_was_left(published: Desk) -> None:
    published.edit_there("SUMMARY:Talks 2", "SUMMARY:Talks in the garden")
    assert published.publish("--withdraw").code == 5
    assert published.run("publish", "--all").code == 0
    assert published.titles() == ["Talks in the garden"]
    assert published.publish("--withdraw", "--overwrite", "all").code == 0
    assert published.titles() == []


def test_an_address_is_forgotten_without_asking_the_server(published: Desk) -> None:
    done = published.publish("--forget")
    assert done.err == f"{published.way.url()} is forgotten; what is there stays there.\n"
    assert not published.way.asked
    assert published.publish("--forget").code == 3
    assert len(published.there()) == 3


def test_an_address_may_be_written_in_several_ways(published: Desk) -> None:
    url = published.way.url()
    for other in (url[:-1], url.replace("meetings", "%6deetings"), f"{url}?x#y"):
        assert published.run("publish", other).err.startswith(f"{url}: nothing to do; 3 as")


def test_an_undo_takes_back_no_publishing_and_the_next_run_follows_it(published: Desk) -> None:
    assert published.tracker("edit", "m1", "--title", "Talks of one").code == 0
    assert published.publish().code == 0
    assert published.tracker("undo").out == ""
    assert published.publish().out == "updated m1 Talks 1\n"
    assert published.titles() == ["Talks 1", "Talks 2", "Talks 3"]
    history = published.tracker("history").out
    assert "publish" not in history
    assert published.tracker("db", "check").code == 0


@pytest.mark.slow
def test_others_read_what_is_there(published: Desk, tmp_path: Path, server: HTTPConnection) -> None:
    """vdirsyncer takes the collection, khal lists it."""
    kept = tmp_path / "kept"
    url = f"http://127.0.0.1:{server.port}/"
    (tmp_path / "config").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status"\n[pair p]\na = "there"\nb = "here"\n'
        f'collections = ["meetings"]\n[storage there]\ntype = "caldav"\nurl = "{url}"\n'
        f'username = "{published.way.user}"\npassword = "x"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{kept}"\nfileext = ".ics"\n'
    )
    for verb in ("discover", "sync"):
        done = subprocess.run(
            [peer("vdirsyncer"), "-c", tmp_path / "config", verb],
            capture_output=True,
            text=True,
            check=False,
            input="y\n" * 9,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "khal").write_text(
        f"[calendars]\n[[m]]\npath = {kept}/meetings\n[locale]\nlocal_timezone = Europe/Moscow\n"
        "default_timezone = Europe/Moscow\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    listed = subprocess.run(
        [peer("khal"), "-c", tmp_path / "khal", "list", "-df", "", "2025-04-01", "2025-04-04"],
        capture_output=True,
        text=True,
        check=True,
    )
    for number in (1, 2, 3):
        assert f"10:00-11:00 Talks {number}" in listed.stdout
