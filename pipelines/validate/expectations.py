"""Runs a suite on Great Expectations: one frame of inventories, one column per rule."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.validate.rules import Rule

_SEVERITIES = {"stop": "critical", "error": "warning", "warning": "info"}


@dataclass(frozen=True)
class Outcome:
    """A rule's result: the values of its inventory that fail."""

    rule: Rule
    success: bool
    unexpected: tuple[Any, ...]


def validate_rules(rules: Sequence[Rule], suite_name: str) -> list[Outcome]:
    """Validate each rule on its inventory.

    Great Expectations is imported here because the import takes seconds.
    """
    import great_expectations as gx
    import great_expectations.expectations as gxe
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    frame = pd.DataFrame(
        {rule.key: pd.Series(list(rule.inventory), dtype=_dtype(rule)) for rule in rules}
    )
    batch = (
        context.data_sources.add_pandas("inventories")
        .add_dataframe_asset(suite_name)
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": frame})
    )
    suite = gx.ExpectationSuite(
        name=suite_name,
        expectations=[
            getattr(gxe, rule.expectation)(
                column=rule.key,
                severity=_SEVERITIES[rule.severity],
                meta={"rule": rule.key, "severity": rule.severity, "expected": rule.expected},
                **rule.arguments,
            )
            for rule in rules
        ],
    )
    result = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    by_key = {rule.key: rule for rule in rules}
    outcomes = {
        (item.expectation_config.meta or {})["rule"]: item
        for item in result.results
        if item.expectation_config
    }
    return [_outcome(by_key[key], outcomes[key]) for key in by_key]


def _dtype(rule: Rule) -> str:
    return "float64" if all(isinstance(value, float) for value in rule.inventory) else "object"


def _outcome(rule: Rule, result: Any) -> Outcome:
    info = result.exception_info or {}
    if info.get("raised_exception"):
        # A rule that can't be computed is a fault of ours, and must never pass for a success.
        raise RuntimeError(f"{rule.key}: {info.get('exception_message')}")
    unexpected = tuple(result.result.get("unexpected_list") or ())
    if not result.success and not unexpected:
        present = set(rule.inventory)
        unexpected = tuple(v for v in rule.arguments.get("value_set", ()) if v not in present)
    return Outcome(rule, bool(result.success), tuple(dict.fromkeys(unexpected)))
