"""docs/survey-folder.md names every field that the survey folder may hold, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from pipelines.survey import models

PAGE = Path(__file__).parents[2] / "docs" / "survey-folder.md"
TABLE = re.compile(r"^<!-- fields: (\w+) -->\n\|.*\n\| ---.*\n((?:\|.*\n)+)", re.MULTILINE)
TABLES = dict(TABLE.findall(PAGE.read_text(encoding="utf-8")))

LISTS_ONLY = {"QuestionBank", "Indicators", "Corrections"}
"""Models with nothing but lists of others; the page names those in its sentences."""


def described() -> dict[str, type[BaseModel]]:
    """The models of the survey folder by name."""
    found = {name: value for name, value in vars(models).items() if isinstance(value, type)}
    return {
        name: value
        for name, value in found.items()
        if issubclass(value, models.Model) and value is not models.Model and name not in LISTS_ONLY
    }


def test_every_model_has_a_table() -> None:
    assert set(TABLES) == set(described())


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_names_the_fields_of_its_model(name: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", TABLES[name], re.MULTILINE)
    fields = described()[name].model_fields
    assert [field for field, _ in rows] == list(fields)
    marked = {field for field, needed in rows if needed == "yes"}
    assert marked == {field for field, info in fields.items() if info.is_required()}


@pytest.mark.parametrize("model", ["Question.type", "Wave.kind", "Column.use", "Claim.kind"])
def test_the_page_names_every_allowed_word(model: str) -> None:
    name, field = model.split(".")
    annotation = str(getattr(models, name).model_fields[field].annotation)
    words = re.findall(r"'(\w+)'", annotation)
    assert words
    text = PAGE.read_text(encoding="utf-8")
    assert [word for word in words if f"`{word}`" not in text] == []
