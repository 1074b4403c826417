"""What a ledger file must be: its marks, and the schema this program speaks."""

from __future__ import annotations

HEAD = "0001"  # the newest migration; a test holds it to migrations/versions
APPLICATION_ID = 0x74726B72  # "trkr" in the SQLite header: tells a ledger from other files
