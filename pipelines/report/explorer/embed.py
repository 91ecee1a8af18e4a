"""Data inside a page: JSON that no text can break out of."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from markupsafe import Markup

_ESCAPED = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def as_json(data: Any) -> Markup:
    """Data as JSON that may stand inside a script element.

    Characters that could end the element, begin a comment in it or end a line of JavaScript
    stand as escapes; `JSON.parse` of the element's text gives the data back as they were.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPED.items():
        text = text.replace(character, escape)
    return Markup(text)  # noqa: S704  nothing that HTML reads is left in it


def csp_hash(text: str) -> str:
    """The source expression by which a Content-Security-Policy admits an inline element."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
