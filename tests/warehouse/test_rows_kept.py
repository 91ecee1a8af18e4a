"""How many rows models hold at once in a survey so large that its answers aren't stored.

Seconds differ from machine to machine, rows don't. What makes a model slow, or large in memory,
is to keep answers: to build the hash table of a join from them, to sort them, or to write them
down for a second use. Models may read answers as often as they like as long as they keep no more
rows than there are responses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.synthetic import make_survey
from pipelines.statistics.fill import fill_panel_tests, fill_statistics
from pipelines.warehouse.engine import materialise
from pipelines.warehouse.models import Model, load_models
from tests.wave_run import Run

SQL = Path(__file__).parents[2] / "sql"
RESPONDENTS = 3_400
"""In three waves more responses than trends.respondent_pairs reads one by one."""

IN_ORDER = {"indicators.numbers", "indicators.group_numbers"}
"""Quartiles need the values of numbers in order, and here hardly two are equal."""

SCORE = {
    "id": "score",
    "title": "Score of ten questions",
    "score": [
        {"questions": [f"rating_{n}" for n in range(1, 9)], "values": {"o1": 2, "o2": 1}},
        {"questions": ["multi_1", "multi_2"], "values": {"o1": 1, "o2": 1}},
    ],
}
FILLED_AFTER = {"core.waves": fill_statistics, "trends.panels": fill_panel_tests}
GROUPS = """
    INSERT INTO indicators.respondent_groups BY NAME
    SELECT wave, respondent_id, 'country' AS group_by, 'C' || source_row % 5 AS group_value
    FROM core.responses
"""


def large_survey(project: Path) -> Run:
    """Three waves with a score, in the form that a survey of millions has."""
    make_survey(project, RESPONDENTS, lambda _: None)
    indicators = project / "survey" / "indicators.yml"
    listed = yaml.safe_load(indicators.read_text(encoding="utf-8"))
    listed["indicators"].append(SCORE)
    indicators.write_text(yaml.safe_dump(listed, sort_keys=False), encoding="utf-8")
    with (project / "survey" / "survey.yml").open("a", encoding="utf-8") as survey:
        survey.write("store_answers_up_to: 0\n")
    return Run(project)


def rows_kept(run: Run, model: Model) -> int:
    """The most rows that one step of a model's plan keeps."""
    [(_, plan)] = run.rows(f"EXPLAIN (ANALYZE, FORMAT json) {model.sql}")
    return max(kept for step in json.loads(plan)["operator"] for kept in _kept(step))


def _kept(step: dict[str, Any]) -> Iterator[int]:
    kind, parts = step["type"], step.get("children", [])
    if kind in ("WINDOW", "ORDER_BY"):
        yield step["intermediate_rows"]
    elif kind.endswith("_JOIN"):
        yield parts[1]["intermediate_rows"]  # the side of which the table is built
    elif kind == "CTE" and step["extra_info"].get("Materialized Consumers"):
        yield parts[0]["intermediate_rows"]
    yield 0
    for part in parts:
        yield from _kept(part)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """By model the most rows that it keeps, and how many responses there are."""
    run = large_survey(tmp_path_factory.mktemp("large"))
    assert run.stopped == {}
    assert run.rows("SELECT count(*) FROM duckdb_views() WHERE view_name = 'answers'") == [(1,)]
    found = {"responses": run.rows("SELECT count(*) FROM core.responses")[0][0]}
    for model in load_models(SQL).ordered:
        if model.schema not in ("core", "indicators", "trends"):
            continue
        if model.schema != "core":
            found[model.name] = rows_kept(run, model)
        materialise(run.con, model)
        if fill := FILLED_AFTER.get(model.name):
            fill(run.con)
        if model.name == "indicators.respondent_groups":
            run.con.execute(GROUPS)
    return found


def test_models_keep_no_more_rows_than_there_are_responses(kept: dict[str, int]) -> None:
    assert kept["responses"] == 3 * RESPONDENTS
    many = {name: rows for name, rows in kept.items() if rows > kept["responses"]}
    assert many.keys() == IN_ORDER, many


def test_models_that_read_responses_keep_some(kept: dict[str, int]) -> None:
    for model in ("indicators.scores", "indicators.group_scales", "trends.panels"):
        assert kept[model] >= RESPONDENTS
