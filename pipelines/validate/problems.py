"""What stops a wave, told so that a person can mend it or decide it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from pipelines.errors import Problem
from pipelines.mapping.plan import SourcePlan
from pipelines.survey.load import SurveyFolder
from pipelines.validate.expectations import Outcome
from pipelines.warehouse.tables import literal


def stop_problems(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    plan: SourcePlan,
    shown: str,
    outcomes: list[Outcome],
) -> Iterator[Problem]:
    """What a person must decide before the wave goes on."""
    wave_file = f"survey/waves/{plan.wave}.yml"
    for outcome in outcomes:
        rule = outcome.rule
        if outcome.success or rule.severity != "stop":
            continue
        if rule.rule_id == "respondent.known":
            yield from _unknown_respondents(con, folder, plan, shown, outcome)
        elif rule.rule_id == "respondent.once":
            for respondent in outcome.unexpected:
                yield _twice(con, plan, shown, str(respondent))
        elif rule.rule_id == "columns.missing":
            for name in outcome.unexpected:
                yield Problem(
                    shown,
                    f"no column {name!r}",
                    f"every column that {wave_file} names",
                    f"Export again with that column, or take it out of {wave_file}.",
                )
        else:
            for name in outcome.unexpected:
                yield Problem(
                    shown,
                    f"a column {str(name)!r} that has no place in {wave_file}",
                    rule.expected,
                    "Map it to a question, or declare it ignored (with a reason) or personal.",
                )


def _unknown_respondents(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    plan: SourcePlan,
    shown: str,
    outcome: Outcome,
) -> Iterator[Problem]:
    key = plan.key
    for name in outcome.unexpected:
        where = f"{key.name if key else 'NULL'} = {literal(str(name))}"
        row = first_column(con, f"SELECT min(source_row) FROM {plan.table} WHERE {where}")[0]
        near = [f"{known} ({who})" for who, known, _ in folder.names.suggest(str(name))]
        hint = f"nearest in the registry: {'; '.join(near)}. " if near else ""
        yield Problem(
            f"{shown}, row {row}, column {key.header if key else ''!r}",
            f"the respondent {str(name)!r}",
            outcome.rule.expected,
            f"{hint}Add the spelling to the aliases of the right respondent, or a new respondent; "
            "similarity alone decides nothing.",
        )


def _twice(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, shown: str, respondent: str
) -> Problem:
    where = f"respondent_id = {literal(respondent)}"
    rows = first_column(con, f"SELECT source_row FROM {plan.table} WHERE {where} ORDER BY 1")
    return Problem(
        f"{shown}, rows {', '.join(map(str, rows))}",
        f"more than one submission by {respondent}",
        "one submission by each respondent",
        f"Set `duplicates: last` or `first` in survey/waves/{plan.wave}.yml; the other "
        "submission is kept and not counted.",
    )


def first_column(con: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """The first column of a query."""
    return [row[0] for row in con.execute(sql).fetchall()]
