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

_PATTERN = "'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
"""The signs, tab and line ends, after which programs look for one, and their wide forms."""

_FORMULA = re.compile(_PATTERN)

RULE = (
    "Text that begins with = + - @, a tab or a line end (or with apostrophes and then one of "
    "these) has one more apostrophe in front, so that no spreadsheet takes it for a formula; "
    "take one apostrophe away from such text to have it as it was. Numbers and dates are as "
    "they are."
)
"""What a reader has to know."""


def as_text(value: T) -> T | str:
    """The value as it is written into a CSV for spreadsheets."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def as_text_sql(expression: str) -> str:
    """`as_text` as a SQL expression of a text."""
    pattern = _PATTERN.replace("'", "''")
    return f"regexp_replace({expression}, '^({pattern})', '''\\1')"
