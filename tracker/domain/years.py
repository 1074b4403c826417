"""The years that a date may be in: with room for time zones and open ends on either side."""

from __future__ import annotations

from typing import Final

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 9900
