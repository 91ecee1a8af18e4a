"""Rules of one kind are validated together, and each is told its own outcome."""

from __future__ import annotations

from pipelines.mapping.plan import ColumnPlan
from pipelines.validate.expectations import validate_rules
from pipelines.validate.rules import Rule, Severity


def rule(header: str, rule_id: str, values: list[object], **arguments: object) -> Rule:
    kinds = {
        "option.known": "ExpectColumnValuesToBeInSet",
        "number.readable": "ExpectColumnValuesToBeNull",
        "number.range": "ExpectColumnValuesToBeBetween",
    }
    column = ColumnPlan(int(header[1:]), header, "answer", "text")
    severity: Severity = "error"
    return Rule(rule_id, column, severity, kinds[rule_id], "", values, len(values), arguments)


def failing(*rules: Rule) -> list[tuple[object, ...]]:
    return [outcome.unexpected for outcome in validate_rules(rules, "suite")]


def test_a_value_outside_common_limits_fails_for_each_column_that_has_it() -> None:
    limits = {"min_value": 0.0, "max_value": 10.0}
    assert failing(
        rule("c1", "number.range", [1.0, 11.0], **limits),
        rule("c2", "number.range", [0.0, 10.0], **limits),
        rule("c3", "number.range", [-1.0, 11.0], **limits),
        rule("c4", "number.range", [None, None], **limits),
    ) == [(11.0,), (), (-1.0, 11.0), ()]


def test_other_limits_are_others() -> None:
    assert failing(
        rule("c1", "number.range", [5.0, 11.0], min_value=0.0, max_value=10.0),
        rule("c2", "number.range", [5.0, 11.0], min_value=6.0, max_value=20.0),
        rule("c3", "number.range", [5.0, 11.0], min_value=6.0, max_value=None),
    ) == [(11.0,), (5.0,), (5.0,)]


def test_options_of_one_column_are_none_of_another() -> None:
    assert failing(
        rule("c1", "option.known", ["Yes", "No"], value_set=["Yes", "No"]),
        rule("c2", "option.known", ["Yes", "No"], value_set=["No"]),
    ) == [(), ("Yes",)]


def test_every_value_of_a_rule_without_allowed_ones_fails() -> None:
    assert failing(rule("c1", "number.readable", ["ten"]), rule("c2", "number.readable", [])) == [
        ("ten",),
        (),
    ]
