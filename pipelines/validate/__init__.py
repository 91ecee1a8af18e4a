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
from pipelines.mapping.dictionary import write_dictionary, write_inventory
from pipelines.mapping.plan import SourcePlan, plan_source
from pipelines.mapping.respondents import write_respondents
from pipelines.mapping.routing import asked, located, write_attributes
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.pseudonyms import pseudonym_key, use_key
from pipelines.validate.corrections import apply_corrections
from pipelines.validate.expectations import Outcome, validate_rules
from pipelines.validate.personal import personal_rules
from pipelines.validate.problems import first_column, stop_problems
from pipelines.validate.quarantine import quarantine, rows_without_key
from pipelines.validate.results import SAMPLES, Check, Validation
from pipelines.validate.rules import (
    Rule,
    cell_rules,
    header_rules,
    respondent_rules,
    routing_rule,
    row_rules,
)
from pipelines.validate.settle import count_text, pass_over, settle, write_fates
from pipelines.validate.stage import REJECTED_MARK, stage_source
from pipelines.validate.submissions import wrong_picks


@dataclass
class _Staged:
    """One source on its way through validation."""

    plan: SourcePlan
    extracted: Extracted
    rows: int
    unknown: list[str]
    ignored: dict[str, int]
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
    if folder.waves[wave].has_pseudonyms:
        use_key(con, pseudonym_key(folder.project))
    write_attributes(con, folder, folder.waves[wave])
    staged = [
        _stage(con, folder, number, extracted, work)
        for number, extracted in enumerate(extracts, start=1)
    ]
    problems = apply_corrections(con, folder, [item.plan for item in staged])
    _write_repeated(con, staged)
    problems += wrong_picks(con, folder, [item.plan for item in staged])
    outcomes: list[tuple[_Staged, list[Outcome]]] = []
    for item in staged:
        write_inventory(con, item.plan, REJECTED_MARK)
        write_dictionary(con, item.plan, REJECTED_MARK)
        rules = list(_rules(con, folder, item))
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
    ignored = pass_over(con, plan)
    unknown = write_respondents(con, folder, plan)
    return _Staged(plan, extracted, rows, unknown, ignored)


def stage_for_people(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    number: int,
    extracted: Extracted,
    work: Path,
) -> SourcePlan:
    """Stage a source with its respondents, to be looked at; nothing is validated.

    Raises:
        DataError: there are no rows.
    """
    return _stage(con, folder, number, extracted, work).plan


def _rules(con: duckdb.DuckDBPyConnection, folder: SurveyFolder, item: _Staged) -> Iterator[Rule]:
    plan = item.plan
    without_key = first_column(
        con, f"SELECT source_row FROM {plan.staged} WHERE {rows_without_key(plan)} ORDER BY 1"
    )
    misshapen = [problem.row for problem in item.extracted.row_problems]
    yield from header_rules(plan, item.extracted.header)
    yield from row_rules(plan, without_key, misshapen, item.rows, item.extracted.warnings)
    if folder.survey.respondents.identified_by != "row":
        stop = folder.waves[plan.wave].duplicates == "stop"
        picked = folder.waves[plan.wave].submissions if stop else {}
        repeated = [who for who in _repeated(con, plan) if who not in picked]
        yield from respondent_rules(item.unknown, repeated, plan.key, item.rows, stop)
    yield from cell_rules(con, plan)
    yield from personal_rules(con, plan)
    for question_id, columns in plan.answers.items():
        question = folder.question(question_id)
        if not question.ask_if:
            continue
        condition = located(asked(con, folder, plan, question))
        for column in columns:
            item.routed[column.position] = condition
            yield routing_rule(con, plan, column, condition)


def _write_repeated(con: duckdb.DuckDBPyConnection, staged: list[_Staged]) -> None:
    """Create `repeated`: the respondents who answered more than once in the wave."""
    everyone = " UNION ALL ".join(
        f"SELECT respondent_id FROM {item.plan.staged}" for item in staged
    )
    con.execute(
        f"CREATE OR REPLACE TABLE repeated AS SELECT respondent_id FROM ({everyone}) "
        "WHERE respondent_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    )


def _repeated(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> list[str]:
    """Those of them who answered in this source."""
    return first_column(
        con,
        f"SELECT DISTINCT respondent_id FROM {plan.staged} "
        "WHERE respondent_id IN (SELECT respondent_id FROM repeated) ORDER BY 1",
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
    """Quarantine what failed and write the rest into the wave's database."""
    plan = item.plan
    with_text = count_text(con, plan)
    failing = quarantine(con, plan, item.extracted, outcomes, item.routed)
    settle(con, plan, failing)
    write_fates(
        con, plan, item.extracted, rows=item.rows, with_text=with_text, ignored=item.ignored
    )
    con.execute(f"DROP TABLE {plan.staged}")
