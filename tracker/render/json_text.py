"""JSON as text that steers no terminal: what could is escaped, which JSON reads the same."""

from __future__ import annotations

import json
import re

# DEL, C1, separators of lines, what turns direction, lone surrogates and marks that are
# not seen: json.dumps itself escapes C0 only.
_ESCAPED = "[\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"


def json_text(data: object, *, ascii_only: bool = False, indent: int | None = 2) -> str:
    """Return plain data as JSON, its letters as they are but for what no reader could see."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    return re.sub(_ESCAPED, lambda found: f"\\u{ord(found[0]):04x}", text)
