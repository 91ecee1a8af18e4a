"""docs/survey-folder.md names every field that the survey folder may hold, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from pipelines.survey.models import Noun
from pipelines.survey.reference import described, filled, marked

PAGE = (Path(__file__).parents[2] / "docs" / "survey-folder.md").read_text(encoding="utf-8")
FIELDS = [(name, field) for name, model in described().items() for field in model.model_fields]
HEAD = "<!-- fields: Noun -->\n| field of `noun` | needed | what it is |\n| --- | --- | --- |\n"


def words(annotation: Any) -> list[str]:
    """The words that a field allows."""
    if get_origin(annotation) is Literal:
        return [word for word in get_args(annotation) if isinstance(word, str)]
    return [word for part in get_args(annotation) for word in words(part)]


def test_the_tables_are_those_of_the_models() -> None:
    assert filled(PAGE) == PAGE, "run: waves schemas"


def test_every_model_has_one_table() -> None:
    assert sorted(marked(PAGE)) == sorted(described())


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_every_field_is_described(model: str, field: str) -> None:
    assert described()[model].model_fields[field].description


def test_the_page_names_every_allowed_word() -> None:
    allowed = {
        word
        for model, field in FIELDS
        for word in words(described()[model].model_fields[field].annotation)
    }
    assert len(allowed) > 40
    assert [word for word in sorted(allowed) if f"`{word}`" not in PAGE] == []


def test_filling_replaces_old_rows_and_nothing_else() -> None:
    page = f"Before.\n\n{HEAD}| `none` | yes | gone |\n\nAfter | all.\n"
    new = filled(page)
    assert new.startswith(f"Before.\n\n{HEAD}| `one` | | such as `city`; default `respondent` |\n")
    assert new.endswith("|\n\nAfter | all.\n")
    assert "gone" not in new
    assert len(re.findall(r"^\| `", new, re.MULTILINE)) == len(Noun.model_fields)


def test_a_needed_field_is_marked_and_bars_are_escaped() -> None:
    assert re.search(r"^\| `manifest` \| \| ", PAGE, re.MULTILINE)
    assert re.search(r"^\| `path` \| yes \| ", PAGE, re.MULTILINE)
    assert "separated by `\\|`" in PAGE
