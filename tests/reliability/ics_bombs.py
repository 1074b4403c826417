"""Calendar files that are made to hold a program up, to fill its memory, or to break it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

START = "DTSTART;TZID=Europe/Paris:20200101T100000"


def _file(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def _event(*lines: str) -> bytes:
    return _file("BEGIN:VEVENT", "UID:b", "SUMMARY:B", *lines, "END:VEVENT")


def _rule(rule: str, start: str = START) -> bytes:
    return _event(start, f"RRULE:{rule}")


def _rules(count: int, rule: str) -> bytes:
    one = "BEGIN:VEVENT\nUID:b{0}\nSUMMARY:B\nDTSTART:10000101T000000Z\nRRULE:{1}\nEND:VEVENT"
    return _file(*(one.format(n, rule) for n in range(count)))


def _zone(*observance: str) -> bytes:
    return _file(
        "BEGIN:VTIMEZONE", "TZID:Z", "BEGIN:STANDARD", *observance, "END:STANDARD",
        "END:VTIMEZONE", "BEGIN:VEVENT", "SUMMARY:B", "DTSTART;TZID=Z:20250403T100000",
        "RRULE:FREQ=DAILY;COUNT=900", "END:VEVENT",
    )  # fmt: skip


_OFFSETS = ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0133")
_OF_A_ZONE = (
    "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0133\r\n"
    "RRULE:FREQ=DAILY;INTERVAL=7\r\nEND:STANDARD"
)
_OWN_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Z{0}\n"
    + "BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0133\n"
    "RRULE:FREQ=DAILY\nEND:STANDARD\n"
    * 12
    + "END:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:B\nDTSTART;TZID=Z{0}:20250403T100000\n"
    "RRULE:FREQ=MONTHLY\nEND:VEVENT"
)
_CHANGE = (
    "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:C\r\nRECURRENCE-ID:{0:08}T000000Z\r\n"
    "DTSTART:20250403T100000Z\r\nEND:VEVENT"
)

BOMBS: dict[str, Callable[[], bytes]] = {
    "every second": lambda: _rule("FREQ=SECONDLY"),
    "every minute for ever": lambda: _rule("FREQ=MINUTELY;INTERVAL=1"),
    "a thousand million times": lambda: _rule("FREQ=DAILY;COUNT=1000000000"),
    "until the year 9999": lambda: _rule("FREQ=DAILY;UNTIL=99991231T235959Z"),
    "30 February": lambda: _rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "31 June, day by day": lambda: _rule("FREQ=DAILY;BYMONTH=6;BYMONTHDAY=31"),
    "the 53rd Monday of a month": lambda: _rule("FREQ=MONTHLY;BYDAY=53MO"),
    "day 366 in ordinary years": lambda: _rule(
        "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366", "DTSTART:20210101T000000Z"
    ),
    "an interval beyond all numbers": lambda: _rule("FREQ=DAILY;INTERVAL=" + "9" * 5_000),
    "every hour of every day": lambda: _rule("FREQ=YEARLY;BYHOUR=" + ",".join(map(str, range(24)))),
    "every minute of the day": lambda: _rule(
        f"FREQ=DAILY;BYHOUR=0,6,12,18;BYMINUTE={','.join(map(str, range(60)))}"
    ),
    "all days since the year 1000": lambda: _rule("FREQ=DAILY", "DTSTART:10000101T000000Z"),
    "a list of a million days": lambda: _rule("FREQ=MONTHLY;BYMONTHDAY=" + "1," * 1_000_000 + "1"),
    "many rules that never come": lambda: _rules(3_000, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "many rules without an end": lambda: _rules(5_000, "FREQ=DAILY"),
    "a million added dates": lambda: _event(START, "RDATE:" + "20250403T100000Z," * 1_000_000),
    "many lines of excepted days": lambda: _event(
        START, "RRULE:FREQ=DAILY", *["EXDATE;VALUE=DATE:20250403"] * 19_000
    ),
    "changes by the thousand": lambda: _file(
        *(_CHANGE.format(10_000_000 + n) for n in range(20_000)),
        "BEGIN:VEVENT",
        "UID:b",
        "SUMMARY:B",
        START,
        "RRULE:FREQ=DAILY",
        "END:VEVENT",
    ),
    "changes to changes alone": lambda: _file(*(_CHANGE.format(20_250_101) for _ in range(50_000))),
    "nested a hundred thousand deep": lambda: _file("BEGIN:VEVENT", *["BEGIN:X"] * 100_000),
    "calendars within calendars": lambda: b"BEGIN:VCALENDAR\r\n" * 200_000,
    "an event that only begins": lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 200_000,
    "one line of 100 MB": lambda: _event(START, "DESCRIPTION:" + "x" * 100_000_000),
    "one folded line of 50 MB": lambda: _event(START, "DESCRIPTION:" + "xx\r\n " * 10_000_000),
    "a parameter of 20 MB": lambda: _event("DTSTART;TZID=" + "x" * 20_000_000 + ":20250403T100000"),
    "a million parameters": lambda: _event("DTSTART" + ";A=b" * 1_000_000 + ":20250403T100000"),
    "a million quotes": lambda: _event('DTSTART;TZID="' + '";"' * 500_000 + ":20250403T100000"),
    "a million properties": lambda: _event(START, *["COMMENT:x"] * 1_000_000),
    "only blanks": lambda: _event(
        START, "SUMMARY:" + " " * 10_000_000, "DESCRIPTION:" + " \\n" * 1_000_000
    ),
    "only backslashes": lambda: _event(
        START, "DESCRIPTION:" + "\\" * 60_000, "CATEGORIES:" + "\\," * 30_000
    ),
    "markup without an end": lambda: _event(START, "DESCRIPTION:<p " + "<a href=" * 8_000),
    "entities without an end": lambda: _event(START, "DESCRIPTION:" + "&amp;#38" * 8_000),
    "line ends of all kinds": lambda: (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + b"\r" * 20_000_000 + b"\n" * 20_000_000
    ),
    "folds and nothing else": lambda: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b" \n" * 10_000_000,
    "quoted-printable for ever": lambda: _event(
        START, "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:" + "=3D=\r\n" * 500_000
    ),
    "a zone that changes every day": lambda: _zone(
        "DTSTART:16010101T000000", *_OFFSETS, "RRULE:FREQ=DAILY"
    ),
    "a zone that never changes": lambda: _zone(
        "DTSTART:16010101T000000", *_OFFSETS, "RRULE:FREQ=DAILY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30"
    ),
    "a zone of a million dates": lambda: _zone(
        "DTSTART:16010101T000000", *_OFFSETS, "RDATE:" + "20250403T100000," * 1_000_000
    ),
    "a zone of 400 rules": lambda: _file(
        "BEGIN:VTIMEZONE",
        "TZID:Z",
        *[_OF_A_ZONE] * 400,
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:B",
        "DTSTART;TZID=Z:20250403T100000",
        "RRULE:FREQ=DAILY",
        "END:VEVENT",
    ),
    "as many zones as events": lambda: _file(
        *(
            f"BEGIN:VEVENT\r\nSUMMARY:B\r\nDTSTART;TZID=Z{n}:20250403T100000\r\nEND:VEVENT"
            for n in range(50_000)
        )
    ),
    "a zone of its own for each event": lambda: _file(*(_OWN_ZONE.format(n) for n in range(3_000))),
    "encodings that are none": lambda: _event(
        START, "SUMMARY;CHARSET=" + "utf" * 1_000 + ";ENCODING=QUOTED-PRINTABLE:=FF"
    ),
    "octets without sense": lambda: bytes(range(256)) * 100_000,
    "nothing but NUL": lambda: b"BEGIN:VCALENDAR\n" + b"\0" * 50_000_000,
    "ten thousand kinds of components": lambda: _file(
        *(f"BEGIN:X{n}\r\nEND:X{n}" for n in range(10_000))
    ),
}
