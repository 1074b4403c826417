"""Sources and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.when import AllDay
from tracker.render.language import capital, field_name, language_name, term
from tracker.render.records import parts
from tracker.render.sections.times import dated
from tracker.render.sheet import Entry, Outline, Table, address, island, line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.domain.dossiers import Dossier
    from tracker.domain.sources import Claim, Source
    from tracker.render.sections.reading import Reading
    from tracker.render.sheet import Block, Line


def sources_table(sources: Iterable[Source], reading: Reading) -> Table:
    """Return sources as rows."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("Source"),
        parts.label("kind", reading),
        reading.gettext("Date"),
        parts.label("link", reading),
    )
    return Table(head, tuple(_source_row(source, reading) for source in sources))


def _source_row(source: Source, reading: Reading) -> tuple[Line, ...]:
    return (
        line(parts.reference(source.ref)),
        line(island(source.label)),
        line(term(source.kind, reading.language)),
        parts.date_of(source.published, reading),
        line(address(source.url)) if source.url else (),
    )


def source_blocks(source: Source, dossier: Dossier, reading: Reading) -> list[Block]:
    """Return what there is to say of a source, and what it says."""
    retrieved = source.retrieved.date() if source.retrieved else None
    language = source.language and capital(language_name(source.language, reading.language))
    published = parts.date_of(source.published, reading)
    read_on = dated(AllDay(retrieved, retrieved), reading) if retrieved else ()
    says = Outline(tuple(_says(claim, reading) for claim in dossier.claims))
    return [
        *parts.facts(
            reading.fact(reading.gettext("Publisher"), line(island(source.publisher or ""))),
            parts.said("kind", parts.stated(source.kind, reading), reading),
            parts.said("link", address(source.url) if source.url else "", reading),
            parts.said("language", language or "", reading),
            reading.fact(reading.gettext("Published"), published),
            reading.fact(reading.gettext("Retrieved"), read_on),
            parts.versions(source.title, reading) if source.title else (),
            parts.visible(source.visibility, reading),
            parts.noted(source.note, reading),
        ),
        *parts.section(reading.gettext("What it says"), says),
    ]


def _says(claim: Claim, reading: Reading) -> Entry:
    field = capital(field_name(claim.field, reading.language))
    about = reading.listed([line(parts.reference(claim.record)), line(field)])
    said = reading.remark(about, parts.claim_value(claim, reading))
    return Entry(said, claim.ref, (parts.claim_standing(claim, reading),))


def claims_table(claims: Iterable[Claim], reading: Reading) -> Table:
    """Return claims as rows: of which record and field, what, who says so, how it stands."""
    head = (
        reading.gettext("Reference"),
        reading.gettext("About"),
        reading.gettext("Value"),
        reading.gettext("Source"),
        reading.gettext("Standing"),
    )
    return Table(head, tuple(_claim_row(claim, reading) for claim in claims))


def _claim_row(claim: Claim, reading: Reading) -> tuple[Line, ...]:
    field = line(capital(field_name(claim.field, reading.language)))
    return (
        line(parts.reference(claim.ref)),
        reading.listed([line(parts.reference(claim.record)), field]),
        parts.claim_value(claim, reading),
        line(parts.reference(claim.source.ref), " ", island(claim.source.label)),
        parts.claim_standing(claim, reading),
    )
