"""An officer who publishes to a collection on a real server, and others who write there, too."""

from __future__ import annotations

import re
import sqlite3
from base64 import b64encode
from contextlib import closing
from typing import TYPE_CHECKING

from tests.peers import read_with_icalendar

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from pathlib import Path

    from tests.conftest import Result, Tracker
    from tests.publish.in_between import Between

FOREIGN = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//another//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
    b"DTSTAMP:20250101T000000Z\r\nDTSTART:20250405T100000Z\r\nDTEND:20250405T110000Z\r\n"
    b"SUMMARY:Dentist\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Desk:
    """An officer, one collection, and what its other users see there."""

    def __init__(self, tracker: Tracker, way: Between, server: HTTPConnection) -> None:
        self.tracker = tracker
        self.way = way
        self.server = server

    def publish(self, *words: str, collection: str = "meetings") -> Result:
        self.way.asked.clear()
        return self.run("publish", self.way.url(collection), *words)

    def run(self, *words: str) -> Result:
        user = {"TRACKER_CALDAV_USER": self.way.user, "TRACKER_CALDAV_PASSWORD": "s3cret"}
        return self.tracker(*words, **user)

    def log(self, title: str, on: str = "3 April 2025 10:00", *words: str) -> None:
        said = ("log", title, "--on", on, "--at", "Moscow", "--visibility", "public", *words)
        assert self.tracker(*said).code == 0

    def there(self) -> dict[str, bytes]:
        """Return what lies in the collection, by path, as the server's other users see it."""
        paths = self.raw("PROPFIND", f"/{self.way.user}/meetings/")[1].decode()
        hrefs = sorted(set(re.findall(r"<href>(/[^<]+\.ics)</href>", paths)))
        return {href: self.raw("GET", href)[1] for href in hrefs}

    def raw(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        user = b64encode(f"{self.way.user}:".encode()).decode()
        headers = {"Authorization": f"Basic {user}", "Content-Type": "text/calendar"}
        self.server.request(method, path, body, {**headers, "Depth": "1"})
        answer = self.server.getresponse()
        return answer.status, answer.read()

    def titles(self) -> list[str]:
        return sorted(e["summary"] for c in self.there().values() for e in read_with_icalendar(c))

    def edit_there(self, before: str, after: str) -> str:
        """Change an event as another program would; return its path."""
        found = next((h, c) for h, c in self.there().items() if before.encode() in c)
        assert self.raw("PUT", found[0], found[1].replace(before.encode(), after.encode()))[0] < 300
        return found[0]


def tell(ledger: Path, *statements: str) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
