"""Text that leaves for a spreadsheet stays text.

A cell of a CSV that begins with = + - @ is a formula to a spreadsheet program, whoever
answered it. As OWASP advises, such text gets an apostrophe in front. So does text that has
apostrophes before one of these, so that taking one away leads back to the text. Numbers and
dates are no text, and stay as they are.
"""

from __future__ import annotations

import re
from typing import TypeVar

T = TypeVar("T")

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""The signs, tab and line ends, after which programs look for one, and their wide forms."""


def as_text(value: T) -> T | str:
    """The value as it is written into a CSV for spreadsheets."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value
