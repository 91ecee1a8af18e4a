"""Validate: accept, quarantine, or stop the wave.

The suite comes from the questionnaire and the wave's file and is run by Great
Expectations over small inventories (`rules`). What fails is taken out of the typed
stage with its place and reason (`quarantine`); the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import duckdb

from pipelines.errors import DataError, Problem
from pipelines.extract.delimited import respool
from pipelines.extract.source import Extracted
from pipelines.mapping.dictionary import write_dictionary
from pipelines.mapping.plan import SourcePlan, plan_source
from pipelines.mapping.respondents import write_respondents
from pipelines.mapping.routing import asked, located, write_attributes
from pipelines.survey.load import SurveyFolder
from pipelines.validate.corrections import apply_corrections
from pipelines.validate.expectations import Outcome, validate_rules
from pipelines.validate.quarantine import (
    count_blank,
    count_loaded,
    quarantine,
    rows_without_key,
)
from pipelines.validate.rules import (
    Rule,
    cell_rules,
    header_rules,
    respondent_rules,
    routing_rule,
    row_rules,
)
from pipelines.validate.stage import REJECTED_MARK, stage_source

SAMPLES = 10
"""Failing values that a result shows."""


@dataclass(frozen=True)
class Check:
    """The result of one rule, as pages and the lineage UI show it."""

    source_file: str
    rule_id: str
    source_column: str | None
    severity: str
    expected: str
    success: bool
    n_cells: int
    n_unexpected: int
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Validation:
    """What validation found in a wave.

    Attributes:
        rows: data rows by source file.
        checks: one per rule.
        problems: what stopped the wave; empty where it goes on.
        rejected: number of quarantined cells.
    """

    wave: str
    rows: dict[str, int]
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...] = ()
    rejected: int = 0

    def save(self, file: Path) -> None:
        """Write as JSON, for the validation pages."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @staticmethod
    def load(file: Path) -> Validation:
        """The inverse of `save`."""
        values = json.loads(file.read_text(encoding="utf-8"))
        values["checks"] = tuple(
            Check(**{**item, "samples": tuple(item["samples"])}) for item in values["checks"]
        )
        values["problems"] = tuple(Problem(**item) for item in values["problems"])
        return Validation(**values)


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
        _stage(con, folder, wave, number, extracted, work)
        for number, extracted in enumerate(extracts, start=1)
    ]
    problems = apply_corrections(con, folder, [item.plan for item in staged])
    outcomes: list[tuple[_Staged, list[Outcome]]] = []
    for item in staged:
        write_dictionary(con, item.plan, REJECTED_MARK)
        rules = list(_rules(con, folder, item, staged))
        outcomes.append((item, validate_rules(rules, f"{wave}_{item.plan.number}")))
    problems += [p for item, found in outcomes for p in _problems(con, folder, item, found)]
    checks = tuple(_check(item, outcome) for item, found in outcomes for outcome in found)
    rows = {item.extracted.raw.path: item.rows for item in staged}
    result = Validation(wave, rows, checks, tuple(problems))
    result.save(work / "validation.json")
    if problems:
        raise DataError(problems)
    for item, found in outcomes:
        _settle(con, item, found)
    rejected = con.execute("SELECT count(*) FROM rejected_cells").fetchone()
    result = replace(result, rejected=rejected[0] if rejected else 0)
    result.save(work / "validation.json")
    return result


def _stage(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    wave: str,
    number: int,
    extracted: Extracted,
    work: Path,
) -> _Staged:
    plan = plan_source(folder, wave, number, extracted.header)
    try:
        rows = stage_source(con, plan, extracted)
    except duckdb.InvalidInputException:
        extracted = respool(extracted, work)
        rows = stage_source(con, plan, extracted)
    if rows == 0:
        raise DataError(
            Problem(extracted.raw.shown, "a header and no rows", "rows of answers", "Export it again.")
        )
    return _Staged(plan, extracted, rows, write_respondents(con, folder, plan))


def _rules(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, item: _Staged, staged: list[_Staged]
) -> Iterator[Rule]:
    plan = item.plan
    without_key = _column(
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


def _column(con: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [row[0] for row in con.execute(sql).fetchall()]


def _repeated(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, plans: list[SourcePlan]
) -> list[str]:
    """Respondents of this source who answered more than once in the wave."""
    everyone = " UNION ALL ".join(f"SELECT respondent_id FROM {other.table}" for other in plans)
    return _column(
        con,
        f"SELECT respondent_id FROM ({everyone}) WHERE respondent_id IN "
        f"(SELECT respondent_id FROM {plan.table}) GROUP BY 1 HAVING count(*) > 1 ORDER BY 1",
    )


def _problems(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, item: _Staged, outcomes: list[Outcome]
) -> Iterator[Problem]:
    """What a person must decide before the wave goes on."""
    shown, wave_file = item.extracted.raw.shown, f"survey/waves/{item.plan.wave}.yml"
    for outcome in outcomes:
        rule = outcome.rule
        if outcome.success or rule.severity != "stop":
            continue
        if rule.rule_id == "respondent.known":
            yield from _unknown_respondents(con, folder, item, outcome)
        elif rule.rule_id == "respondent.once":
            for respondent in outcome.unexpected:
                yield _twice(con, item, str(respondent))
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
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, item: _Staged, outcome: Outcome
) -> Iterator[Problem]:
    key = item.plan.key
    for name in outcome.unexpected:
        row = _column(
            con,
            f"SELECT min(source_row) FROM {item.plan.table} WHERE {key.name if key else 'NULL'} = "
            + "'" + str(name).replace("'", "''") + "'",
        )[0]
        near = [f"{known} ({who})" for who, known, _ in folder.names.suggest(str(name))]
        hint = f"nearest in the registry: {'; '.join(near)}. " if near else ""
        yield Problem(
            f"{item.extracted.raw.shown}, row {row}, column {key.header if key else ''!r}",
            f"the respondent {str(name)!r}",
            outcome.rule.expected,
            f"{hint}Add the spelling to the aliases of the right respondent, or a new respondent; "
            "similarity alone decides nothing.",
        )


def _twice(con: duckdb.DuckDBPyConnection, item: _Staged, respondent: str) -> Problem:
    rows = _column(
        con,
        f"SELECT source_row FROM {item.plan.table} WHERE respondent_id = "
        + "'" + respondent.replace("'", "''") + "' ORDER BY 1",
    )
    return Problem(
        f"{item.extracted.raw.shown}, rows {', '.join(map(str, rows))}",
        f"more than one submission by {respondent}",
        "one submission by each respondent",
        f"Set `duplicates: last` or `first` in survey/waves/{item.plan.wave}.yml; the other "
        "submission is kept and not counted.",
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


def _settle(con: duckdb.DuckDBPyConnection, item: _Staged, outcomes: list[Outcome]) -> None:
    """Quarantine, and keep the books: the fate of every cell, each counted on its own."""
    plan, path = item.plan, item.extracted.raw.path
    ignored = {column.header for column in plan.columns if column.kind == "counted_only"}
    blank, before = count_blank(con, plan), count_loaded(con, plan)
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
        passed_over = before[name] if name in ignored else 0
        fates.append((path, name, item.rows, kept, rejected.get(name, 0), passed_over, blank[name]))
    beyond = {c.column for c in item.extracted.extra_cells}
    fates += [(path, name, rejected[name], 0, rejected[name], 0, 0) for name in sorted(beyond)]
    con.executemany("INSERT INTO cell_fates VALUES (?, ?, ?, ?, ?, ?, ?)", fates)
