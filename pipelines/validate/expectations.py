"""Runs a suite on Great Expectations: one frame of inventories, one column per expectation.

An expectation costs the same milliseconds on ten values as on ten thousand, so rules of
one kind are validated together: each value carries the number of its rule, and each
rule's outcome is read back by it.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import Any

from pipelines.validate.rules import Rule

_SEVERITIES = {"stop": "critical", "error": "warning", "warning": "info"}
_IN_SET, _NULL = "ExpectColumnValuesToBeInSet", "ExpectColumnValuesToBeNull"
_BETWEEN = "ExpectColumnValuesToBeBetween"


@dataclass(frozen=True)
class Outcome:
    """A rule's result: the values of its inventory that fail."""

    rule: Rule
    success: bool
    unexpected: tuple[Any, ...]


@dataclass
class _Expectation:
    """What Great Expectations is asked: one rule, or all rules of one kind."""

    rules: Sequence[Rule]
    inventory: list[Any]
    arguments: Mapping[str, Any]
    origins: dict[str, tuple[Rule, Any]] = field(default_factory=dict)
    """Rule and value behind each entry of a common inventory."""

    @property
    def key(self) -> str:
        first = self.rules[0]
        return first.rule_id if self.origins else first.key

    def outcomes(self, success: bool, unexpected: Sequence[Any]) -> Iterator[Outcome]:
        """One for each rule."""
        if len(self.rules) == 1 and not self.origins:
            yield Outcome(self.rules[0], success, tuple(dict.fromkeys(unexpected)))
            return
        if not self.origins:  # the same is expected of all: what fails does so wherever it is
            failed = set(unexpected)
            for rule in self.rules:
                own = dict.fromkeys(rule.inventory)
                values = tuple(value for value in own if value in failed)
                yield Outcome(rule, not values, values)
            return
        failing: dict[str, dict[Any, None]] = {rule.key: {} for rule in self.rules}
        for entry in unexpected:
            rule, value = self.origins[entry]
            failing[rule.key][value] = None
        for rule in self.rules:
            yield Outcome(rule, not failing[rule.key], tuple(failing[rule.key]))


def validate_rules(rules: Sequence[Rule], suite_name: str) -> list[Outcome]:
    """Validate each rule on its inventory."""
    import pandas as pd

    gx = great_expectations()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asked = {item.key: item for item in _expectations(rules)}
    frame = pd.DataFrame(
        {key: pd.Series(item.inventory, dtype=_dtype(item)) for key, item in asked.items()}
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
            getattr(gx.expectations, item.rules[0].expectation)(
                column=key,
                severity=_SEVERITIES[item.rules[0].severity],
                meta={"key": key},
                **item.arguments,
            )
            for key, item in asked.items()
        ],
    )
    result = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    outcomes = {
        outcome.rule.key: outcome
        for found in result.results
        if found.expectation_config
        for outcome in _outcomes(asked[(found.expectation_config.meta or {})["key"]], found)
    }
    return [outcomes[rule.key] for rule in rules]


def great_expectations() -> Any:
    """The library, imported when it is needed: the import takes seconds.

    A third of that is for an expectation that is not used here: what it imports is put off
    until somebody uses it.
    """
    for name in ("altair", "scipy.stats"):
        sys.modules.setdefault(name, _Later(name))
    import great_expectations.expectations

    return great_expectations


class _Later(ModuleType):
    """Stands for a module until the first look into it.

    The library's own LazyLoader imports already where a second module imports the first.
    """

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _expectations(rules: Sequence[Rule]) -> Iterator[_Expectation]:
    """The rules, those of one kind together."""

    def kind(rule: Rule) -> tuple[str, str, str]:
        return rule.rule_id, rule.expectation, rule.severity

    for (_, expectation, _), group in groupby(sorted(rules, key=kind), key=kind):
        alike = list(group)
        if len(alike) > 1 and expectation in (_IN_SET, _NULL):
            yield _together(alike)
        elif expectation == _BETWEEN:
            yield from _by_limits(alike)
        else:
            yield from (_Expectation([r], list(r.inventory), r.arguments) for r in alike)


def _by_limits(rules: Sequence[Rule]) -> Iterator[_Expectation]:
    """One expectation for all rules of the same limits."""
    alike: dict[tuple[Any, ...], list[Rule]] = {}
    for rule in rules:
        alike.setdefault(tuple(rule.arguments.values()), []).append(rule)
    for each in alike.values():
        values = [value for rule in each for value in rule.inventory]
        yield _Expectation(each, values, each[0].arguments)


def _together(rules: Sequence[Rule]) -> _Expectation:
    """One expectation: every value, allowed or found, begins with the number of its rule."""
    origins = {
        f"{number} {value}": (rule, value)
        for number, rule in enumerate(rules)
        for value in rule.inventory
    }
    allowed = [
        f"{number} {value}"
        for number, rule in enumerate(rules)
        for value in rule.arguments.get("value_set", ())
    ]
    arguments = {"value_set": allowed} if rules[0].expectation == _IN_SET else {}
    return _Expectation(rules, list(origins), arguments, origins)


def _dtype(item: _Expectation) -> str:
    floats = all(isinstance(value, float) for value in item.inventory)
    return "float64" if floats else "object"


def _outcomes(item: _Expectation, result: Any) -> Iterator[Outcome]:
    info = result.exception_info or {}
    if info.get("raised_exception"):
        # A rule that can't be computed is a fault of ours, and must never pass for a success.
        raise RuntimeError(f"{item.key}: {info.get('exception_message')}")
    unexpected = tuple(result.result.get("unexpected_list") or ())
    if not result.success and not unexpected:
        present = set(item.inventory)
        unexpected = tuple(v for v in item.arguments.get("value_set", ()) if v not in present)
    yield from item.outcomes(bool(result.success), unexpected)
