"""For whom a sheet is made: the language, the day, the clocks; and how values become spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING

from tracker.domain.text import UNDETERMINED
from tracker.render.language import joined, labelled, quoted, same_script, translator
from tracker.render.sheet import Fact, Line, Span, direction_of, island, line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.domain.documents import Document
    from tracker.domain.parties import Party
    from tracker.domain.places import Place
    from tracker.domain.sources import Source
    from tracker.domain.text import Text

Part = str | Span | Line


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader of a sheet: language, day, the zones of place and reader, source numbers."""

    language: str
    today: date
    zone: str | None = None
    reader_zone: str | None = None
    numbers: Mapping[int, int] = field(default_factory=dict)

    def gettext(self, message: str) -> str:
        """Return the message in the reader's language."""
        return translator(self.language).gettext(message)

    def words(self, text: Text) -> Span:
        """Return a text for this reader, marked where it is not in their language."""
        shown = text.rendition(self.language)
        foreign = shown.language not in (self.language, UNDETERMINED)
        return Span(
            shown.words,
            language=shown.language if foreign else None,
            direction=direction_of(shown.words),
            fallback=shown.fallback,
        )

    def name(self, of: Text) -> Span:
        """Return a proper name: one that the reader's script can show needs no mark."""
        span = self.words(of)
        legible = span.language is None or same_script(span.language, self.language)
        return Span(
            span.words, span.language, span.direction, fallback=span.fallback and not legible
        )

    def party(self, party: Party) -> Span:
        """Return the everyday name of a party, its code where it has none."""
        return self.name(party.name) if party.name else Span(party.code)

    def place(self, place: Place) -> Line:
        """Return “venue, city”, or the city alone."""
        parts = [self.name(place.name)]
        if place.city is not None:
            parts.append(self.name(place.city.name))
        return self.listed(parts)

    def listed(self, parts: list[Span] | list[Line]) -> Line:
        """Return the parts as one line with the language's comma between them."""
        comma = Span(joined(["", ""], self.language))
        out: list[Span] = []
        for part in parts:
            spans = part if isinstance(part, tuple) else (part,)
            if spans and out:
                out.append(comma)
            out.extend(spans)
        return tuple(out)

    def fill(self, template: str, **parts: Part) -> Line:
        """Return a translated template as a line, its placeholders filled with spans."""
        out: list[Span] = []
        for literal, name, _, _ in Formatter().parse(template):
            if literal:
                out.append(Span(literal))
            if name is not None:
                part = parts[name]
                out.extend(part if isinstance(part, tuple) else line(part))
        return tuple(out)

    def quoted(self, words: Span) -> Line:
        """Return the words between the language's quotation marks."""
        before, after = quoted("\0", self.language).split("\0")
        return line(before, words, after)

    def remark(self, label: Part, said: Part) -> Line:
        """Return “Label: what is said”; nothing when nothing is said."""
        template = labelled("{label}", self.language) + " {said}"
        return self.fill(template, label=label, said=said) if said else ()

    def aside(self, name: Part, remark: Part) -> Line:
        """Return “name (remark)”; the name alone without a remark."""
        return self.fill("{name} ({remark})" if remark else "{name}", name=name, remark=remark)

    def fact(self, label: str, *lines: Line) -> tuple[Fact, ...]:
        """Return a fact, or nothing when there is nothing to say under its label."""
        said = tuple(said for said in lines if said)
        return (Fact(label, said),) if said else ()

    def cited(self, source: Source) -> Line:
        """Return the source's name with its number in the list of sources."""
        number = self.numbers.get(source.id)
        return line(island(source.label), f" [{number}]" if number else "")

    def document(self, document: Document) -> Line:
        """Return “symbol, title” as a document is named in a line."""
        symbol = [island(document.symbol)] if document.symbol else []
        return self.listed([*symbol, self.words(document.title)])
