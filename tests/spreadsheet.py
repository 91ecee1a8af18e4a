"""Text that has left for a spreadsheet, as it was before."""

from __future__ import annotations

from typing import Any

from pipelines.spreadsheet import as_text


def from_text(value: Any) -> Any:
    """The value that `as_text` has written: its inverse."""
    if isinstance(value, str) and value.startswith("'") and as_text(value[1:]) == value:
        return value[1:]
    return value
