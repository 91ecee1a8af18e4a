"""The JSON Schemas of the survey's files."""

from __future__ import annotations

import json
from pathlib import Path

from pipelines.survey.schemas import schema_texts, write_schemas

COMMITTED = Path(__file__).parents[2] / "schemas"


def test_the_committed_schemas_are_those_of_the_models() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in COMMITTED.iterdir()}
    assert committed == schema_texts(), "run: waves schemas"


def test_there_is_one_for_each_kind_of_file(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas")
    assert [path.name for path in written] == [
        f"{name}.schema.json"
        for name in (
            *("survey", "questions", "indicators", "corrections"),
            *("waves", "published", "translations"),
        )
    ]
    assert all(path.exists() for path in written)


def test_a_schema_knows_fields_values_and_what_is_not_allowed() -> None:
    schema = json.loads(schema_texts()["waves.schema.json"])
    assert schema["additionalProperties"] is False
    assert schema["properties"]["kind"]["enum"][0] == "responses"
    assert schema["required"] == ["wave", "kind"]


def test_a_ratio_may_be_written_as_number_or_fraction() -> None:
    schema = json.loads(schema_texts()["survey.schema.json"])
    bound = schema["$defs"]["QuantityWord"]["properties"]["at_least"]
    assert [branch["type"] for branch in bound["anyOf"]] == ["number", "string", "null"]
