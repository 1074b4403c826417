"""Other programs' JSON: OParl, Open Civic Data, Popolo, Legistar, and lists with plain keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

from tracker.domain.incoming import Delivery, Refused, Repaired, Spot
from tracker.domain.quoting import quoted
from tracker.errors import Invalid
from tracker.intake.foreign_json import civic, legistar, oparl, plain
from tracker.intake.foreign_json.fields import Fields, kind_of
from tracker.intake.foreign_json.scanning import Element, elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from tracker.domain.incoming import Incoming
    from tracker.intake.options import ReadingOptions

    Reader: TypeAlias = Callable[[Fields, ReadingOptions], Iterator[Incoming]]

_EDGE: Final = 1 << 16
# A list that goes on elsewhere: what is missing in it has not vanished.
_GOES_ON: Final = re.compile(rb'"(?:next|nextLink|odata\.nextLink|@odata\.nextLink)"\s*:\s*"')
_LEGISTAR: Final = re.compile(rb'"EventId"\s*:|"EventBodyName"\s*:')
_DIALECTS: Final[tuple[tuple[Callable[[dict[str, Any]], bool], Reader], ...]] = (
    (oparl.is_oparl, oparl.read),
    (plain.is_ours, plain.read_ours),
    (civic.is_civic, civic.read),
)


def read_json(content: BinaryIO, options: ReadingOptions) -> Delivery:
    """Return what a JSON file delivers; the dialect is told by the keys of each object.

    `content` can be sought in. Raises Invalid, while it is read, for what is no JSON.
    """
    edges = _edges(content)
    return Delivery(
        format="json",
        entries=_entries(content, options, chained=_LEGISTAR.search(edges) is not None),
        # A page of Legistar's has a thousand at most, and does not tell that there are more.
        whole=not (_GOES_ON.search(edges) or _LEGISTAR.search(edges)),
    )


def _edges(content: BinaryIO) -> bytes:
    """Return the beginning and the end of a file, where lists tell of their next page."""
    head = content.read(_EDGE)
    size = content.seek(0, 2)
    content.seek(max(size - _EDGE, len(head)))
    tail = content.read(_EDGE)
    content.seek(0)
    return head + tail


def _entries(content: BinaryIO, options: ReadingOptions, *, chained: bool) -> Iterator[Incoming]:
    chains = legistar.Chains(_events(content, options) if chained else ())
    content.seek(0)
    for count, element in enumerate(elements(content, options.name)):
        if count >= options.most:
            raise Invalid(f"{quoted(options.name)} has more than {options.most:,} entries.")
        yield from _entry(element, options, chains)


def _events(content: BinaryIO, options: ReadingOptions) -> Iterator[legistar.Event]:
    for element in elements(content, options.name):
        if isinstance(element.value, dict) and legistar.is_legistar(element.value):
            event = legistar.event_of(Fields(element.value, _spot(element)), options)
            if event is not None:
                yield event


def _entry(
    element: Element, options: ReadingOptions, chains: legistar.Chains
) -> Iterator[Incoming]:
    """Yield what an object tells, and what in it had to be passed over."""
    spot = _spot(element)
    if not isinstance(element.value, dict):
        yield Refused(spot, "", f"An object {{…}} must stand here, not {kind_of(element.value)}.")
        return
    if element.faults:
        yield Refused(spot, "", f"{element.faults[0][:1].upper()}{element.faults[0][1:]}.")
        return
    fields = Fields(element.value, spot)
    title = ""
    try:
        for each in _read(fields, options, chains):
            title = str(each.title)
            yield each
    except Invalid as fault:
        yield Refused(spot, _title(element.value), fault.sentence)
        return
    for remark in fields.remarks:
        yield Repaired(spot, title, remark if remark.endswith(".") else f"{remark}.")


def _read(fields: Fields, options: ReadingOptions, chains: legistar.Chains) -> Iterator[Incoming]:
    if legistar.is_legistar(fields.data):
        return legistar.read(fields, options, chains)
    reader = next((read for tells, read in _DIALECTS if tells(fields.data)), plain.read)
    return reader(fields, options)


def _spot(element: Element) -> Spot:
    return Spot(element.line, element.path)


def _title(data: dict[str, Any]) -> str:
    """Return what an object that cannot be taken is called."""
    fields = Fields(data, Spot(0, ""))
    return str(fields.text("title", "name", "EventBodyName", "summary", language="und"))
