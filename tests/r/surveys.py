"""The surveys that are computed here and in R: a made-up one, and two real ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.commands.raw import accept
from pipelines.statistics import fill_panel_tests, fill_statistics
from pipelines.warehouse.engine import materialise
from tests.audit.ledger import in_order
from tests.small_survey import DONT_KNOW, NO_ANSWER, SmallSurvey, chose, number
from tests.surveys import test_dask, test_godi
from tests.surveys.real import write_project
from tests.wave_run import Run
from tests.world import SQL, parsed

TABLES = (
    "indicators.results",
    "indicators.group_results",
    "indicators.scales",
    "indicators.group_scales",
    "indicators.numbers",
    "indicators.group_numbers",
    "indicators.nets",
    "trends.changes",
)

GODI = """
  - {id: license, title: Open licence, question: budget_openlicense, options: ["yes"]}
  - {id: online, title: Online, question: companies_online, options: ["yes"]}
  - {id: machine, title: Machine readable, question: statistics_machinereadable, options: ["yes"]}
  - {id: exists, title: Exists, question: statistics_exists, options: ["yes"],
     count_in_base: [dont_know, no_answer]}
"""
DASK = """
  - {id: easy, title: Easy, question: ease, options: ["4", "5"]}
  - {id: hard, title: Hard, question: ease, options: ["1", "2"]}
  - {id: ease_net, title: Ease, net: {top: easy, bottom: hard}}
"""
MEMBERS = {"godi": 250, "dask": 1000}
"""Not known of either; assumed here, so that there are limits for all members to compare."""


def made_up(project: Path) -> duckdb.DuckDBPyConnection:
    """Two waves of random answers, the first with weights, of which the panel is a half."""
    del project  # it needs no files
    draw, size = random.Random(20), random.Random(21)  # noqa: S311 - the same in every run
    survey = SmallSurvey().wave("1", population_n=140).wave("2", population_n=140)
    survey.question("s", "a b c").question("r", "one two three four five", "rating")
    survey.question("t", "a b c", values=()).question("m", "a b c d", "multiple")
    survey.question("z", kind="number")
    survey.indicator("share", "s.a").indicator("either", "s.a", "s.b")
    survey.indicator("always", "t.a", states="no_answer dont_know")
    survey.indicator("chosen", "m.b").indicator("high", "r.four", "r.five")
    survey.indicator("low", "r.one", "r.two").net("net", "high", "low")
    for place in range(90):
        survey.respondent(f"r{place}", kind=draw.choice(["town", "region"]))
    ratings, missing = ["one", "two", "three", "four", "five"], [NO_ANSWER, DONT_KNOW]
    for wave, first in (("1", 0), ("2", 30)):
        for place in range(first, first + 60):
            survey.response(
                wave,
                f"r{place}",
                weight=draw.choice([0.4, 1, 1.7, 3.25]) if wave == "1" else 1,
                s=draw.choice([*map(chose, "aabbc"), *missing]),
                r=draw.choice([*map(chose, ratings), NO_ANSWER]),
                t=draw.choice([chose("a"), chose("b"), *missing]),
                m=chose(*draw.sample("abcd", draw.randint(1, 3))),
                z=number(size.randint(0, 40)) if size.random() < 0.9 else NO_ANSWER,
            )
    survey.build(*TABLES)
    return survey.con


def godi(project: Path) -> duckdb.DuckDBPyConnection:
    """Two years of the Global Open Data Index, of which most places answered both."""
    write_project(project, "godi", {wave: test_godi.RAW[wave] for wave in ("2013", "2014")})
    (project / "survey" / "waves" / "2015.yml").unlink()
    return _real(project, "godi", GODI)


def dask(project: Path) -> duckdb.DuckDBPyConnection:
    """The Dask user survey, whose users can't be followed."""
    return _real(write_project(project, "dask", test_dask.RAW), "dask", DASK)


def _real(project: Path, survey: str, indicators: str) -> duckdb.DuckDBPyConnection:
    with (project / "survey" / "indicators.yml").open("a", encoding="utf-8") as stream:
        stream.write(indicators)
    for file in (project / "survey" / "waves").glob("*.yml"):
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\npopulation: {{n: {MEMBERS[survey]}, basis: assumed}}\n")
        accept(project, file.stem)
    con = Run(project).con
    _build(con)
    return con


def _build(con: duckdb.DuckDBPyConnection) -> None:
    for model in in_order(TABLES):
        schema, name = model.split(".")
        materialise(con, parsed(SQL / schema / f"{name}.sql"))
        if model == "core.waves":
            fill_statistics(con)
        if model == "trends.panels":
            fill_panel_tests(con)


@contextmanager
def weighted(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Made-up weights for a survey that has none."""
    con.execute("UPDATE core.responses SET weight = (1 + response_id % 7) / 3")
    _build(con)
    yield
    con.execute("UPDATE core.responses SET weight = 1")
    _build(con)


SURVEYS: dict[str, Callable[[Path], duckdb.DuckDBPyConnection]] = {
    "made_up": made_up,
    "godi": godi,
    "dask": dask,
}
"""What builds each of them, in a folder of its own."""

ANSWERS = """
    SELECT
        r.wave || ' ' || i.indicator_id AS set,
        coalesce(any_value(g.kind), '') AS "group",
        any_value(r.weight) AS weight,
        CASE
            WHEN bool_or(o.option_id IS NOT NULL AND a.selected) THEN 1
            WHEN bool_and(a.state = 'answered' OR t.state IS NOT NULL) THEN 0
        END AS y,
        any_value(w.population_n) AS population,
        r.wave,
        i.indicator_id,
        r.respondent_id
    FROM core.responses AS r
    JOIN core.waves AS w USING (wave)
    CROSS JOIN (SELECT DISTINCT indicator_id, question_id FROM input.indicator_options) AS i
    JOIN core.answers AS a
        ON a.response_id = r.response_id AND a.question_id = i.question_id
    LEFT JOIN input.indicator_options AS o
        ON o.indicator_id = i.indicator_id AND o.question_id = i.question_id
        AND o.option_id = a.option_id
    LEFT JOIN input.indicator_states AS t
        ON t.indicator_id = i.indicator_id AND t.state = a.state
    LEFT JOIN core.respondents AS g ON g.respondent_id = r.respondent_id
    WHERE r.counted
    GROUP BY r.wave, i.indicator_id, r.response_id, r.respondent_id
"""
"""Answers to the questions of the indicators, not by way of a model of indicators."""


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of a query."""
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
