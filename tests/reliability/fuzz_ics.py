"""A run of broken calendars against the reader, as long as one likes:

    python -m tests.reliability.fuzz_ics --minutes 60

Cases are made from the corpus: cut, flipped, spliced with one another, lines doubled,
exchanged or given another's value. With atheris installed, `--guided` lets the coverage of
the reader choose. A case fails when it raises anything but Invalid, is refused for a slip of
the reader's own, or takes more than five seconds; it is then written
into the working folder and the run ends with 1. Prints how many cases there were.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.intake.reading_ics import read
from tracker.domain.incoming import Refused
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parent.parent / "corpus"
LONGEST = 5.0  # seconds of the processor
VALUES = (
    b"20250403T100000Z", b"20250403", b"99001231T235959", b"10000101T000000Z", b"20250330T023000",
    b"FREQ=DAILY", b"FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1", b"FREQ=YEARLY;BYWEEKNO=53;COUNT=3",
    b"W2 MO #3", b"MP1 1+ SU", b"P1W", b"-PT1H", b"PT99999999S", b"CANCELLED", b"\xff\xfe", b"\0",
    b"=C3=", b"\xc3", b"&#0;", b"<p>", b"\\", b'"', b"", b"+0130", b"Etc/GMT+12", b"1.0", b"CANCEL",
)  # fmt: skip
LINES = (
    b"BEGIN:VEVENT", b"END:VEVENT", b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"BEGIN:VTIMEZONE",
    b"END:VTIMEZONE", b"BEGIN:STANDARD", b"RRULE:FREQ=WEEKLY", b"RECURRENCE-ID:20250403T100000Z",
    b"X-WR-TIMEZONE:Europe/Moscow", b"VERSION:1.0", b"EXDATE;VALUE=DATE:20250403", b" ",
    b"RDATE;VALUE=PERIOD:20250403T100000Z/PT1H", b"SUMMARY;ENCODING=QUOTED-PRINTABLE:=C3=A9=",
    b"DURATION:P1D", b"DTEND:20250403T090000Z", b"DTSTART;TZID=Custom:20250403T100000",
)  # fmt: skip


def seeds() -> list[bytes]:
    """The calendars of the corpus, those of a size that one changes in a moment."""
    files = sorted((*CORPUS.glob("*.ics"), *CORPUS.glob("*.vcs")))
    return [octets for path in files if len(octets := path.read_bytes()) < 20_000]


def failure(octets: bytes) -> str | None:
    """Return what is wrong with how a case was read; None when nothing is."""
    begun = time.process_time()
    try:
        for entry in read(octets, most=5_000).entries:
            if isinstance(entry, Refused) and "cannot be read (" in entry.reason:
                return entry.reason
    except Invalid:
        pass
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is what is looked for
        return repr(fault)
    took = time.process_time() - begun
    return f"It took {took:.1f} s." if took > LONGEST else None


def broken(chance: random.Random, known: list[bytes]) -> bytes:
    """Return one calendar of the corpus with a few things done to it."""
    octets = chance.choice(known)
    for _ in range(chance.randint(1, 6)):
        octets = chance.choice(_WAYS)(octets, chance, known)
    return octets


def _cut(octets: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    start, end = sorted(chance.randrange(len(octets) + 1) for _ in range(2))
    return octets[:start] + octets[end:] if chance.random() < 0.5 else octets[:end]


def _flipped(octets: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    made = bytearray(octets or b"\0")
    for _time in range(chance.randint(1, 20)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def _spliced(octets: bytes, chance: random.Random, known: list[bytes]) -> bytes:
    other = chance.choice(known)
    at, of = chance.randrange(len(octets) + 1), chance.randrange(len(other))
    return octets[:at] + other[of : of + chance.randint(1, 2_000)] + octets[at:]


def _of_lines(octets: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    lines = octets.splitlines() or [b""]
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    way = chance.randrange(6)
    if way == 0:
        lines[at], lines[other] = lines[other], lines[at]
    elif way == 1:
        lines[at:at] = [lines[other]] * chance.choice((1, 2, 50))
    elif way == 2:
        del lines[at]
    elif way == 3:
        lines.insert(at, chance.choice(LINES))
    elif way == 4:
        lines[at] = lines[at].partition(b":")[0] + b":" + chance.choice(VALUES)
    else:
        lines[at] = lines[at].partition(b":")[0] + b":" + lines[other].partition(b":")[2]
    return chance.choice((b"\r\n", b"\n", b"\r")).join(lines)


_WAYS = (_cut, _flipped, _spliced, _of_lines, _of_lines, _of_lines)


def _by_chance(minutes: float, seed: int) -> Iterator[bytes]:
    chance, known = random.Random(seed), seeds()
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        yield broken(chance, known)


def _guided(minutes: float) -> None:
    """Let atheris make the cases; it ends the process itself, and prints their number."""
    atheris: Any = import_module("atheris")  # brought by whoever wants it

    def one(octets: bytes) -> None:
        found = failure(octets)
        if found:
            raise RuntimeError(found)

    atheris.instrument_all()
    end = f"-max_total_time={int(minutes * 60)}"
    with tempfile.TemporaryDirectory() as own:  # where it keeps what it finds worth keeping
        atheris.Setup([sys.argv[0], end, "-max_len=20000", own, str(CORPUS)], one)
        atheris.Fuzz()


def main() -> int:
    """Run as long as was asked for; return the exit code."""
    asked = argparse.ArgumentParser(description="Broken calendars against the reader.")
    asked.add_argument("--minutes", type=float, default=60)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--guided", action="store_true")
    given = asked.parse_args()
    if given.guided:
        _guided(given.minutes)
    begun, cases = time.monotonic(), 0
    for octets in _by_chance(given.minutes, given.seed):
        cases += 1
        found = failure(octets)
        if found:
            kept = Path(f"fuzz-{given.seed}-{cases}.ics")
            kept.write_bytes(octets)
            sys.stdout.write(f"case {cases:,}: {found} It is in {kept}.\n")
            return 1
    rate = cases / max(time.monotonic() - begun, 0.001)
    sys.stdout.write(f"{cases:,} cases without a fault, {rate:.0f} a second.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
