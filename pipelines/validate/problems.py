"""What stops a wave, told so that a person can mend it or decide it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import duckdb

from pipelines.errors import Problem
from pipelines.mapping.plan import SourcePlan
from pipelines.survey.folder import SurveyFolder
from pipelines.validate.expectations import Outcome
from pipelines.validate.submissions import side_by_side
from pipelines.warehouse.tables import literal

_NUMBERED = re.compile(r" \(\d+\)$")
"""What tells equal headers apart, see `pipelines.extract.source`."""


def stop_problems(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    plan: SourcePlan,
    shown: str,
    outcomes: list[Outcome],
) -> Iterator[Problem]:
    """What a person must decide before the wave goes on."""
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
            yield from missing_columns(plan, shown)
        else:
            yield from unmapped_columns(plan, shown)


def missing_columns(plan: SourcePlan, shown: str) -> Iterator[Problem]:
    """Columns that the wave's file names and the raw file lacks."""
    wave_file = f"survey/waves/{plan.wave}.yml"
    for name in plan.missing:
        yield Problem(
            shown,
            f"no column {name!r}",
            f"every column that {wave_file} names",
            f"Export again with that column, or take it out of {wave_file}.",
        )


def unmapped_columns(plan: SourcePlan, shown: str) -> Iterator[Problem]:
    """Columns of the raw file that the wave's file does not name."""
    wave_file = f"survey/waves/{plan.wave}.yml"
    headers = {*plan.unmapped, *(column.header for column in plan.columns)}
    for name in plan.unmapped:
        first = _NUMBERED.sub("", name)
        again = f" (so a second one headed {first!r} is named)" if first in headers - {name} else ""
        yield Problem(
            shown,
            f"a column {name!r}{again} that has no place in {wave_file}",
            f"every column of the file has its place in {wave_file}",
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
        row = first_column(con, f"SELECT min(source_row) FROM {plan.staged} WHERE {where}")[0]
        place = f"{shown}, row {row}, column {key.header if key else ''!r}"
        yield unknown_respondent(folder, plan.wave, place, str(name))


def unknown_respondent(folder: SurveyFolder, wave: str, place: str, name: str) -> Problem:
    """A name that the registry does not have, with the nearest that it has."""
    near = [f"{known} ({who})" for who, known, _ in folder.names.suggest(name)]
    hint = f"nearest in the registry: {'; '.join(near)}. " if near else ""
    return Problem(
        place,
        f"the respondent {name!r}",
        "an id, name or alias in survey/respondents.csv",
        f"{hint}Say who it is with waves match {wave}: another spelling, a new respondent or none; "
        "similarity alone decides nothing.",
    )


def _twice(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, shown: str, respondent: str
) -> Problem:
    where = f"respondent_id = {literal(respondent)}"
    rows = first_column(con, f"SELECT source_row FROM {plan.staged} WHERE {where} ORDER BY 1")
    differs = side_by_side(con, [plan], respondent)
    return Problem(
        f"{shown}, rows {', '.join(map(str, rows))}",
        f"more than one submission by {respondent}" + (f": {differs}" if differs else ""),
        "one submission by each respondent",
        f"Set `duplicates: last` or `first` in survey/waves/{plan.wave}.yml, or pick one there: "
        f"`submissions: {{{respondent}: {{file: {plan.file}, row: …, reason: …}}}}`; the "
        "other submission is kept and not counted.",
    )


def first_column(con: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """The first column of a query."""
    return [row[0] for row in con.execute(sql).fetchall()]
