"""Places and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.folding import fold
from tracker.render.records import parts
from tracker.render.sheet import Direction, Entry, Outline, Span, Table, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.dossiers import Dossier
    from tracker.domain.places import Place
    from tracker.domain.topics import Topic
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def places_table(places: Iterable[Place], reading: Reading) -> Table:
    """Return places as rows: cities by name, the venues below theirs."""
    head = (
        reading.gettext("Reference"),
        parts.label("name", reading),
        parts.label("country", reading),
        parts.label("zone", reading),
    )
    listed = sorted(places, key=lambda p: _alphabetical(p, reading))
    return Table(head, tuple(_row(place, reading) for place in listed))


def _alphabetical(place: Place, reading: Reading) -> tuple[str, bool, str]:
    town, own = (fold(str(p.name.rendition(reading.language))) for p in (place.town, place))
    return town, place.city is not None, own


def _row(place: Place, reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(place.ref)),
        reading.place(place),
        line(place.country or ""),
        line(parts.reference(place.zone)),
    )


def place_blocks(place: Place, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a place, under its name."""
    city = line(reading.name(place.city.name)) if place.city else ()
    venues = Outline(tuple(Entry(line(reading.name(v.name)), v.ref) for v in dossier.venues))
    return [
        *parts.facts(
            parts.said("city", city, reading),
            parts.said("country", place.country, reading),
            parts.said("zone", parts.reference(place.zone), reading),
            parts.said("coordinates", _coordinates(place), reading),
            parts.versions(place.name, reading),
            parts.names(place.aliases, reading),
            parts.visible(place.visibility, reading),
        ),
        *parts.section(reading.gettext("Venues"), venues),
        *parts.appearances_sections(dossier.appearances, reading),
    ]


def _coordinates(place: Place) -> Line:
    if place.latitude is None or place.longitude is None:
        return ()
    return (Span(f"{place.latitude:g}, {place.longitude:g}", direction=Direction.LTR),)


def topics_table(topics: Iterable[Topic], reading: Reading) -> Table:
    """Return topics as rows."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("Short name"),
        parts.label("name", reading),
    )
    return Table(
        head,
        tuple(
            (
                line(parts.reference(f"t{topic.id}")),
                line(parts.reference(topic.slug)),
                line(reading.words(topic.name)),
            )
            for topic in topics
        ),
    )


def topic_blocks(topic: Topic, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a topic, under its name."""
    return [
        *parts.facts(
            reading.fact(reading.gettext("Short name"), line(parts.reference(topic.slug))),
            parts.versions(topic.name, reading),
        ),
        *parts.appearances_sections(dossier.appearances, reading),
    ]
