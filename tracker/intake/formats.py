"""Which format a file has, by what is in it and by its name, and the reader of that format."""

from __future__ import annotations

import codecs
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from tracker.domain.quoting import quoted
from tracker.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.incoming import Delivery
    from tracker.intake.options import ReadingOptions

# The reader of each format, which is loaded when one is to be read: its module and function.
# It takes the content, a binary file at its beginning, and the options.
READERS: dict[str, tuple[str, str]] = {
    "csv": ("tracker.intake.tables", "read_table"),
    "ics": ("tracker.intake.ics", "read_ics"),
    "json": ("tracker.intake.foreign_json", "read_json"),
}
# What is read by other doors, since it is a whole ledger or session and no list of entries.
APART = ("yaml",)
ENDINGS = {
    **dict.fromkeys((".ics", ".ical", ".icalendar", ".ifb", ".vcs"), "ics"),
    **dict.fromkeys((".csv", ".tsv", ".tab"), "csv"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "json"),
    **dict.fromkeys((".yaml", ".yml"), "yaml"),
}
# What is met under the name of a calendar and is none: how it begins, what it is, what to do.
_STRANGERS = (
    (
        b"PK\x03\x04",
        "a workbook or another zipped file",
        "In a spreadsheet, save the sheet as “CSV UTF-8” first; else unpack it.",
    ),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "Save the sheet as “CSV UTF-8” first."),
    (b"%PDF", "a PDF", "Ask for the calendar itself, as .ics, .csv or .json."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
)
_HEAD = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(content: BinaryIO, options: ReadingOptions) -> Delivery:
    """Return what a file delivers, in the format that was asked for or the one it has.

    `content` can be sought in. Raises Invalid for what has no reader here, and as the
    reader does for a file that is none of its format.
    """
    decided = options.format or decide(content, options.name)
    if decided not in READERS:
        known = ", ".join(sorted({*READERS, *APART}))
        raise Invalid(f"tracker does not read {decided} files.", hint=f"It reads: {known}.")
    _require_table(decided, options)
    module, function = READERS[decided]
    reader: Callable[[BinaryIO, ReadingOptions], Delivery] = getattr(
        import_module(module), function
    )
    return reader(content, options)


def _require_table(decided: str, options: ReadingOptions) -> None:
    """Raise Invalid where something was said of a table, and the file is none."""
    said = {"--as": options.preset, "--map": options.mapping, "--separator": options.separator}
    for option, value in said.items():
        if value and decided != "csv":
            raise Invalid(
                f"{option} is for tables, and {quoted(options.name)} is read as {decided}.",
                hint=f"Leave {option} away; for a table say --format csv.",
            )


def decide(content: BinaryIO, name: str) -> str:
    """Return the format of a file: ics, csv, json or yaml; raise Invalid for none of these.

    What stands in it goes before what it is called: an export saved as .txt is one still,
    and a page of a server that failed is no calendar though its address ends in .ics.
    """
    head = content.read(_HEAD)
    content.seek(0)
    for beginning, what, remedy in _STRANGERS:
        if head.startswith(beginning):
            raise Invalid(f"{quoted(name)} is {what}, not a calendar or a table.", hint=remedy)
    text = _text(head).lstrip("\ufeff\r\n\t ")
    if not text:
        raise Invalid(f"{quoted(name)} is empty.")
    lower = text.lower()
    _require_no_page(lower, name)
    if lower.startswith("begin:"):
        return "ics"
    ending = ENDINGS.get(_ending(name))
    if ending:
        return ending
    if text[0] in "{[":
        return "json"
    if "begin:vcalendar" in lower:
        return "ics"
    first = text.splitlines()[0]
    if any(separator in first for separator in ",;\t|"):
        return "csv"
    raise Invalid(
        f"What {quoted(name)} is cannot be told from what is in it.",
        hint="Say it: --format ics, csv, json or yaml.",
    )


def _require_no_page(lower: str, name: str) -> None:
    """Raise Invalid for text of a known kind that is not read; it is in small letters."""
    if lower.startswith(("<!doctype html", "<html")):
        raise Invalid(
            f"{quoted(name)} is a web page, not a calendar or a table.",
            hint="Look there for the address of its calendar: “subscribe”, “iCal”, “export”.",
        )
    if "".join(lower.split()).startswith('["vcalendar"'):
        raise Invalid(
            f"{quoted(name)} is a calendar as JSON (jCal), which is written here and not read.",
            hint="Take the same calendar in as .ics.",
        )


def _ending(name: str) -> str:
    """Return the ending of a file's name or of an address's path, in small letters."""
    path = urlsplit(name).path if "://" in name else name
    return PurePosixPath(path).suffix.lower()


def _text(head: bytes) -> str:
    """Return the beginning of a file as far as it can be read; its letters matter, not accents."""
    encoding = next((e for bom, e in _BOMS if head.startswith(bom)), "utf-8")
    return head.decode(encoding, errors="replace")
