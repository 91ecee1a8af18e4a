"""The stages of a wave: extract, validate, harmonise, each a partition for each wave.

One run takes all waves through a stage. A wave that is stopped fails the check `gate`
of its stage and is left out from there on; the others go on.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import dagster as dg

from pipelines import stages
from pipelines.assets.ahead import Validate
from pipelines.assets.build import Build
from pipelines.assets.instance import WAVES
from pipelines.errors import DataError, Problem
from pipelines.extract.progress import told_to
from pipelines.validate.results import Check

PARTITIONS = dg.DynamicPartitionsDefinition(name=WAVES)
GATE = "gate"
RULES = {
    "source.warning": "The export has none of the tool's known traps.",
    "columns.unmapped": "Every column of the file has its place in the wave's file.",
    "columns.missing": "Every column that the wave's file names is in the file.",
    "row.shape": "No row has more cells than the header, or cells that have shifted.",
    "row.respondent": "Every row with answers says who answered.",
    "respondent.known": "Every respondent is in the registry.",
    "respondent.once": "Every respondent answered once.",
    "option.known": "Every answer is one of the question's options.",
    "number.readable": "Numbers are written in digits.",
    "number.range": "Numbers lie in the question's range.",
    "date.readable": "Dates can be read.",
    "date.range": "Dates lie in the question's range.",
    "text.personal": "No text that is kept looks like personal data.",
    "routing.asked": "Questions are answered only where the questionnaire asks them.",
}
"""The rules of the gate that Great Expectations runs, each an asset check."""

SHOWN = 20
_STAGES = ("extract", "validate", "harmonise")


def wave_assets(owners: list[str], validate: Validate | None = None) -> list[dg.AssetsDefinition]:
    """The three stages.

    Args:
        owners: of the assets.
        validate: another way to run that stage, such as in another process.
    """
    return [_extract(owners), _validate(owners, validate or stages.validate), _harmonise(owners)]


def _key(stage: str) -> dg.AssetKey:
    return dg.AssetKey(["waves", stage])


def _asset(stage: str, owners: list[str], checks: Sequence[dg.AssetCheckSpec] = ()) -> Any:
    """What the three assets have in common."""
    before = _STAGES[: _STAGES.index(stage)][-1:]
    descriptions = {
        "extract": "The raw files of a wave as text cells, with their manifest.",
        "validate": "The answers of a wave in their types; what breaks a rule is quarantined.",
        "harmonise": "The answers of a wave as questions, options and states.",
    }
    return dg.asset(
        key=_key(stage),
        deps=[_key(name) for name in before],
        partitions_def=PARTITIONS,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name="waves",
        description=descriptions[stage],
        kinds={"python", "duckdb"},
        owners=owners,
        check_specs=checks,
    )


def _check_specs(stage: str, names: dict[str, str]) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(name, asset=_key(stage), description=text, partitions_def=PARTITIONS)
        for name, text in names.items()
    ]


def _extract(owners: list[str]) -> dg.AssetsDefinition:
    specs = _check_specs("extract", {GATE: "The files are the accepted ones and can be read."})

    @_asset("extract", owners, specs)  # type: ignore[untyped-decorator]
    def extract(context: dg.AssetExecutionContext, build: Build) -> Iterator[Any]:
        waves = set(context.partition_keys) & set(stages.waves_with_sources(build.survey))
        with stages.looking_at(build.survey, waves) as look:
            for wave in _going_on(context, build):
                problems: tuple[Problem, ...] = ()
                try:
                    with told_to(context.log.info):
                        stage = stages.extract(build.survey, wave, look)
                    _note(context, stage)
                except DataError as error:
                    problems = error.problems
                yield _gate("extract", wave, problems)
        yield from _done(specs)

    return extract  # type: ignore[no-any-return]


def _validate(owners: list[str], run: Validate) -> dg.AssetsDefinition:
    names = {_rule_name(rule): text for rule, text in RULES.items()}
    specs = _check_specs("validate", {GATE: "Nothing needs a person's decision.", **names})

    @_asset("validate", owners, specs)  # type: ignore[untyped-decorator]
    def validate(context: dg.AssetExecutionContext, build: Build) -> Iterator[Any]:
        for wave in _going_on(context, build, after="extract"):
            problems: tuple[Problem, ...] = ()
            try:
                stage, _ = run(build.survey, wave)
                _note(context, stage)
            except DataError as error:
                problems = error.problems
            yield _gate("validate", wave, problems)
            yield from _rule_results(build, wave)
        yield from _done(specs)

    return validate  # type: ignore[no-any-return]


def _harmonise(owners: list[str]) -> dg.AssetsDefinition:
    @_asset("harmonise", owners)  # type: ignore[untyped-decorator]
    def harmonise(context: dg.AssetExecutionContext, build: Build) -> None:
        for wave in _going_on(context, build, after="validate"):
            _note(context, stages.harmonise(build.survey, wave))

    return harmonise  # type: ignore[no-any-return]


def _going_on(
    context: dg.AssetExecutionContext, build: Build, after: str | None = None
) -> Iterator[str]:
    """The waves of this run that have sources and were not stopped, told as they come."""
    stage = context.asset_key.path[-1]
    with_sources = stages.waves_with_sources(build.survey)
    for wave in context.partition_keys:
        if wave not in with_sources:
            _describe(context, wave, {"status": "no sources: published totals only"})
        elif after and not stages.is_open(build.survey, wave):
            _describe(context, wave, {"status": "stopped before this stage"})
        else:
            context.log.info(f"{stage} {wave}")
            yield wave


def _note(context: dg.AssetExecutionContext, stage: stages.Stage) -> None:
    status = "unchanged" if stage.reused else "made"
    _describe(context, stage.wave, {"status": status, "folder": str(stage.work), **stage.counts})


def _describe(context: dg.AssetExecutionContext, wave: str, facts: dict[str, Any]) -> None:
    context.add_asset_metadata(facts, asset_key=context.asset_key, partition_key=wave)


def _gate(stage: str, wave: str, problems: Sequence[Problem]) -> dg.AssetCheckEvaluation:
    return dg.AssetCheckEvaluation(
        asset_key=_key(stage),
        check_name=GATE,
        passed=not problems,
        severity=dg.AssetCheckSeverity.ERROR,
        description="\n".join(str(problem) for problem in problems) or None,
        metadata={"problems": dg.MetadataValue.json(problems_as_data(problems))},
        partition=wave,
    )


def problems_as_data(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as they stand in the metadata of a check."""
    return [json.loads(json.dumps(vars(problem))) for problem in problems]


def _rule_results(build: Build, wave: str) -> Iterator[dg.AssetCheckEvaluation]:
    """What Great Expectations found, by rule; also of a wave that was stopped."""
    found = [item for item in stages.validations(build.survey) if item.wave == wave]
    checks = found[0].checks if found else ()
    for rule in RULES:
        of_rule = [check for check in checks if check.rule_id == rule]
        failed = [check for check in of_rule if not check.success]
        severe = any(check.severity != "warning" for check in failed)
        yield dg.AssetCheckEvaluation(
            asset_key=_key("validate"),
            check_name=_rule_name(rule),
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if severe else dg.AssetCheckSeverity.WARN,
            metadata={
                "cells": sum(check.n_cells for check in of_rule),
                "unexpected": sum(check.n_unexpected for check in of_rule),
                **_failures(failed),
            },
            partition=wave,
        )


def _failures(failed: Sequence[Check]) -> dict[str, Any]:
    if not failed:
        return {}
    records = [
        dg.TableRecord(
            {
                "file": check.source_file,
                "column": check.source_column or "",
                "severity": check.severity,
                "expected": check.expected,
                "unexpected": check.n_unexpected,
                "for example": ", ".join(check.samples),
            }
        )
        for check in failed[:SHOWN]
    ]
    return {"where": dg.MetadataValue.table(records)}


def _rule_name(rule: str) -> str:
    return rule.replace(".", "_")


def _done(specs: Iterable[dg.AssetCheckSpec]) -> Iterator[Any]:
    """Tell Dagster that the checks ran; their results were reported by wave."""
    for spec in specs:
        yield dg.Output(None, spec.get_python_identifier())
    yield dg.MaterializeResult()
