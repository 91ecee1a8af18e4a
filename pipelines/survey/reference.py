"""The tables of docs/survey-folder.md, filled from the models.

A table stands below a mark such as `<!-- fields: Question -->`. Its heading, and all that
stands between the tables, is written by hand; its rows are the fields of the model, so that
the page says what the loader takes. `waves schemas` writes them after a change of the models.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pipelines.survey import models

LISTS_ONLY = frozenset({"QuestionBank", "Indicators", "Corrections"})
"""Models with nothing but lists of others, of which the page speaks in its sentences."""

_TABLE = re.compile(
    r"(?P<head>^<!-- fields: (?P<model>\w+) -->\n\|.*\n\|[-| ]+\|\n)(?:\|.*\n)*", re.MULTILINE
)


def described() -> dict[str, type[BaseModel]]:
    """The models that have a table, by name."""
    found = {name: getattr(models, name) for name in models.__all__}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, type)
        and issubclass(value, models.Model)
        and value is not models.Model
        and name not in LISTS_ONLY
    }


def marked(page: str) -> list[str]:
    """The models whose tables stand on a page."""
    return [match["model"] for match in _TABLE.finditer(page)]


def filled(page: str) -> str:
    """The page with the rows of its tables as the models have them."""
    known = described()
    return _TABLE.sub(lambda match: match["head"] + rows(known[match["model"]]), page)


def rows(model: type[BaseModel]) -> str:
    """A row for each field: name, whether it is needed, what it is."""
    return "".join(_row(name, field) for name, field in model.model_fields.items())


def write_reference(page: Path) -> None:
    """Fill the tables of a page."""
    page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")


def _row(name: str, field: FieldInfo) -> str:
    needed = " yes |" if field.is_required() else " |"
    default = _default(field.default)
    text = f"{field.description}; default {default}" if default else field.description or ""
    cell = text.replace("|", "\\|")
    return f"| `{name}` |{needed} {cell} |\n"


def _default(value: Any) -> str:
    """The default as it would be written in the file; nothing where that is nothing."""
    if value in (None, [], {}) or not isinstance(value, (bool, str, int, float, list)):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{text}`"
