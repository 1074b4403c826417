"""Places: cities and the venues in them, each with the zone its clocks keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.text import Rendition, Text
from tracker.domain.values import frozen

if TYPE_CHECKING:
    from tracker.domain.visibility import Visibility


@frozen
class Place:
    """Where something happens. `zone` is an IANA name, `country` an ISO 3166 alpha-3 code."""

    id: int
    name: Text
    zone: str
    country: str | None = None
    city: Place | None = None
    latitude: float | None = None
    longitude: float | None = None
    aliases: tuple[str, ...] = ()
    visibility: Visibility | None = None

    @property
    def ref(self) -> str:
        """The short reference, pl3."""
        return f"pl{self.id}"

    def rendition(self, language: str) -> Rendition:
        """Return “venue, city” for a reader, or the city alone."""
        own = self.name.rendition(language)
        if self.city is None:
            return own
        town = self.city.name.rendition(language)
        return Rendition(f"{own}, {town}", own.language, fallback=own.fallback)

    @property
    def town(self) -> Place:
        """The city, be this the city or a venue in it."""
        return self.city or self
