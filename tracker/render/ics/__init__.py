"""Calendar files: what iCalendar clients demand (RFC 5545), and what they forgive.

A record becomes one component, made once for a language and kept; a file is a header, the
components in order, and a footer. Only what the gate let through arrives here.
"""

from tracker.domain.feeds import CancelledPolicy, KeptComponent
from tracker.render.ics.calendar import (
    CalendarFile,
    CalendarOptions,
    assemble,
    calendar,
    calendar_name,
    withheld,
)
from tracker.render.ics.event import Undated, component
from tracker.render.ics.feed import feed_options, notice
from tracker.render.ics.single import objects

__all__ = [
    "CalendarFile",
    "CalendarOptions",
    "CancelledPolicy",
    "KeptComponent",
    "Undated",
    "assemble",
    "calendar",
    "calendar_name",
    "component",
    "feed_options",
    "notice",
    "objects",
    "withheld",
]
