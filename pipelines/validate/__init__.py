"""Validate: accept, quarantine, or stop the wave.

The suite comes from the questionnaire and the wave's file and is run by Great
Expectations over small inventories (`rules`). What fails is taken out of the typed
stage with its place and reason (`quarantine`); the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from pipelines.errors import DataError, Problem
from pipelines.extract.delimited import respool
from pipelines.extract.source import Extracted
from pipelines.mapping.dictionary import write_dictionary
from pipelines.mapping.plan import ColumnPlan, SourcePlan, plan_source
from pipelines.mapping.respondents import write_respondents
from pipelines.mapping.routing import asked, located, write_attributes
from pipelines.survey.load import SurveyFolder
from pipelines.validate.corrections import apply_corrections
from pipelines.validate.expectations import Outcome, validate_rules
from pipelines.validate.problems import first_column, stop_problems
from pipelines.validate.quarantine import (
    count_blank,
    count_loaded,
    quarantine,
    rows_without_key,
)
from pipelines.validate.results import SAMPLES, Check, Validation
from pipelines.validate.rules import (
    Rule,
    cell_rules,
    header_rules,
    respondent_rules,
    routing_rule,
    row_rules,
)
from pipelines.validate.stage import REJECTED_MARK, stage_source


@dataclass
class _Staged:
    """One source on its way through validation."""

    plan: SourcePlan
    extracted: Extracted
    rows: int
    unknown: list[str]
    routed: dict[int, str] = field(default_factory=dict)


def validate_wave(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    wave: str,
    extracts: Sequence[Extracted],
    work: Path,
) -> Validation:
    """Stage, validate and quarantine the sources of a wave.

    Leaves in `con` the typed stages, their dictionaries, `rejected_cells` and
    `cell_fates`; in `work` the file validation.json, also where the wave stops.

    Raises:
        DataError: the wave waits for a person.
    """
    write_attributes(con, folder, folder.waves[wave])
    staged = [
        _stage(con, folder, number, extracted, work)
        for number, extracted in enumerate(extracts, start=1)
    ]
    problems = apply_corrections(con, folder, [item.plan for item in staged])
    outcomes: list[tuple[_Staged, list[Outcome]]] = []
    for item in staged:
        write_dictionary(con, item.plan, REJECTED_MARK)
        rules = list(_rules(con, folder, item, staged))
        outcomes.append((item, validate_rules(rules, f"{wave}_{item.plan.number}")))
    problems += [
        p
        for item, found in outcomes
        for p in stop_problems(con, folder, item.plan, item.extracted.raw.shown, found)
    ]
    checks = tuple(_check(item, outcome) for item, found in outcomes for outcome in found)
    rows = {item.extracted.raw.path: item.rows for item in staged}
    result = Validation(wave, rows, checks, tuple(problems))
    result.save(work / "validation.json")
    if problems:
        raise DataError(problems)
    con.begin()
    for item, found in outcomes:
        _settle(con, item, found)
    con.commit()
    rejected = con.execute("SELECT count(*) FROM rejected_cells").fetchone()
    result = replace(result, rejected=rejected[0] if rejected else 0)
    result.save(work / "validation.json")
    return result


def _stage(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    number: int,
    extracted: Extracted,
    work: Path,
) -> _Staged:
    plan = plan_source(folder, extracted.raw.wave, number, extracted.header)
    try:
        rows = stage_source(con, plan, extracted)
    except duckdb.InvalidInputException:
        extracted = respool(extracted, work)
        rows = stage_source(con, plan, extracted)
    if rows == 0:
        raise DataError(
            Problem(
                extracted.raw.shown, "a header and no rows", "rows of answers", "Export it again."
            )
        )
    return _Staged(plan, extracted, rows, write_respondents(con, folder, plan))


def _rules(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, item: _Staged, staged: list[_Staged]
) -> Iterator[Rule]:
    plan = item.plan
    without_key = first_column(
        con, f"SELECT source_row FROM {plan.table} WHERE {rows_without_key(plan)} ORDER BY 1"
    )
    misshapen = [problem.row for problem in item.extracted.row_problems]
    yield from header_rules(plan, item.extracted.header)
    yield from row_rules(plan, without_key, misshapen, item.rows)
    if folder.survey.respondents.identified_by != "row":
        stop = folder.waves[plan.wave].duplicates == "stop"
        repeated = _repeated(con, plan, [other.plan for other in staged])
        yield from respondent_rules(item.unknown, repeated, plan.key, item.rows, stop)
    yield from cell_rules(con, plan)
    for question_id, columns in plan.answers.items():
        question = folder.question(question_id)
        if not question.ask_if:
            continue
        condition = located(asked(con, folder, plan, question))
        for column in columns:
            item.routed[column.position] = condition
            yield routing_rule(con, plan, column, condition)


def _repeated(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, plans: list[SourcePlan]
) -> list[str]:
    """Respondents of this source who answered more than once in the wave."""
    everyone = " UNION ALL ".join(f"SELECT respondent_id FROM {other.table}" for other in plans)
    return first_column(
        con,
        f"SELECT respondent_id FROM ({everyone}) WHERE respondent_id IN "
        f"(SELECT respondent_id FROM {plan.table}) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1",
    )


def _check(item: _Staged, outcome: Outcome) -> Check:
    rule = outcome.rule
    personal = rule.column is not None and rule.column.use == "personal"
    samples = () if personal else tuple(str(value) for value in outcome.unexpected[:SAMPLES])
    return Check(
        item.extracted.raw.path,
        rule.rule_id,
        rule.column.header if rule.column else None,
        rule.severity,
        rule.expected,
        outcome.success,
        rule.cells,
        len(outcome.unexpected),
        samples,
    )


def _only(plan: SourcePlan, headers: set[str]) -> tuple[ColumnPlan, ...]:
    return tuple(column for column in plan.columns if column.header in headers)


def _settle(con: duckdb.DuckDBPyConnection, item: _Staged, outcomes: list[Outcome]) -> None:
    """Quarantine, and keep the books: the fate of every cell, each counted on its own."""
    plan, path = item.plan, item.extracted.raw.path
    ignored = {column.header for column in plan.columns if column.kind == "counted_only"}
    blank = count_blank(con, plan)
    passed_over = count_loaded(con, replace(plan, columns=_only(plan, ignored)))
    quarantine(con, plan, item.extracted, outcomes, item.routed)
    loaded = count_loaded(con, plan)
    rejected = dict(
        con.execute(
            "SELECT source_column, count(*) FROM rejected_cells WHERE source_file = ? GROUP BY 1",
            [path],
        ).fetchall()
    )
    con.execute(
        "CREATE TABLE IF NOT EXISTS cell_fates (source_file VARCHAR, source_column VARCHAR, "
        "cells BIGINT, loaded BIGINT, rejected BIGINT, ignored BIGINT, blank BIGINT)"
    )
    fates: list[tuple[str, str, int, int, int, int, int]] = []
    for column in plan.columns:
        name = column.header
        kept = 0 if name in ignored else loaded[name]
        out = rejected.get(name, 0), passed_over.get(name, 0)
        fates.append((path, name, item.rows, kept, *out, blank[name]))
    beyond = {c.column for c in item.extracted.extra_cells}
    fates += [(path, name, rejected[name], 0, rejected[name], 0, 0) for name in sorted(beyond)]
    con.executemany("INSERT INTO cell_fates VALUES (?, ?, ?, ?, ?, ?, ?)", fates)
