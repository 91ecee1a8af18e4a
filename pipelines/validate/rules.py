"""The suite of a source: rules derived from questionnaire and wave file.

A rule is one expectation about an inventory: the distinct values of a column, or
what a check over rows brought together (names that no one has, respondents who
answered twice). Inventories stay small whatever the number of rows, and a value
that fails leads back to its rows by a join.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import duckdb

from pipelines.mapping.meaning import ANSWERED, REJECTED
from pipelines.mapping.plan import CHOICES, VALUES, ColumnPlan, SourcePlan
from pipelines.warehouse.tables import literal

Severity = Literal["stop", "error", "warning"]
"""stop: the wave waits for a person. error: the cell or row is quarantined. warning: it is told."""


@dataclass(frozen=True)
class Rule:
    """One expectation.

    Attributes:
        rule_id: what is checked, such as option.known; the same in every wave.
        column: the source column, None for the file as a whole.
        expectation: class of Great Expectations.
        arguments: its arguments, without the column.
        expected: the expectation in words.
        inventory: the values on which it is validated.
        cells: how many cells or rows the inventory stands for.
    """

    rule_id: str
    column: ColumnPlan | None
    severity: Severity
    expectation: str
    expected: str
    inventory: Sequence[Any]
    cells: int
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Unique in the suite."""
        return f"{self.rule_id} @ {self.column.header if self.column else '(file)'}"


_NONE_OF_THESE = "ExpectColumnValuesToBeNull"


def header_rules(plan: SourcePlan, header: Sequence[str]) -> Iterator[Rule]:
    """Unmapped and missing columns, both of which stop the wave."""
    declared = [*(column.header for column in plan.columns), *plan.missing]
    yield Rule(
        "columns.unmapped",
        None,
        "stop",
        "ExpectColumnValuesToBeInSet",
        f"every column of the file has its place in survey/waves/{plan.wave}.yml",
        list(header),
        len(header),
        {"value_set": declared},
    )
    yield Rule(
        "columns.missing",
        None,
        "stop",
        "ExpectColumnDistinctValuesToContainSet",
        f"every column that survey/waves/{plan.wave}.yml names is in the file",
        list(header),
        len(header),
        {"value_set": declared},
    )


def row_rules(
    plan: SourcePlan,
    without_key: Sequence[int],
    misshapen: Sequence[int],
    rows: int,
    warnings: Sequence[str],
) -> Iterator[Rule]:
    """Rows that can't be trusted as a whole, which are quarantined with all their cells."""
    yield Rule(
        "source.warning",
        None,
        "warning",
        _NONE_OF_THESE,
        "an export without the tool's known traps",
        list(warnings),
        rows,
    )
    yield Rule(
        "row.shape",
        None,
        "error",
        _NONE_OF_THESE,
        "no row has more cells than the header",
        list(misshapen),
        rows,
    )
    if plan.key:
        yield Rule(
            "row.respondent",
            plan.key,
            "error",
            _NONE_OF_THESE,
            "every row with answers says who answered",
            list(without_key),
            rows,
        )


def cell_rules(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> Iterator[Rule]:
    """Answers outside the options, numbers in words, numbers and dates out of range."""
    texts = by_position(con, f"SELECT position, raw, cells FROM {plan.inventory} ORDER BY ALL")
    known = by_position(
        con,
        f"SELECT DISTINCT position, raw FROM {plan.dictionary} "
        f"WHERE state <> {literal(REJECTED)} ORDER BY ALL",
    )
    for column in plan.columns:
        found = texts.get(column.position, [])
        if column.kind in CHOICES:
            meaningful = [raw for (raw,) in known.get(column.position, ())]
            yield _option_rule(column, found, meaningful)
        elif column.kind in VALUES:
            yield from _value_rules(con, plan, column, [raw for raw, _ in found])


def by_position(con: duckdb.DuckDBPyConnection, sql: str) -> dict[int, list[tuple[Any, ...]]]:
    """Rows of a query by their first column, the position of a source column."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for position, *rest in con.execute(sql).fetchall():
        found.setdefault(position, []).append(tuple(rest))
    return found


def _option_rule(column: ColumnPlan, found: list[tuple[Any, ...]], known: list[str]) -> Rule:
    options = column.question.options if column.question else []
    return Rule(
        "option.known",
        column,
        "error",
        "ExpectColumnValuesToBeInSet",
        "one of: " + " | ".join(option.label for option in options),
        [raw for raw, _ in found],
        sum(cells for _, cells in found),
        {"value_set": known},
    )


def _value_rules(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan, unread: list[str]
) -> Iterator[Rule]:
    found = con.execute(
        f"SELECT count({column.name}), min({column.name}), max({column.name}) FROM {plan.staged}"
    ).fetchone()
    count, least, most = found or (0, None, None)
    what = "a date, best as 2020-12-31" if column.kind == "date" else "a number in digits"
    yield Rule(
        f"{'date' if column.kind == 'date' else 'number'}.readable",
        column,
        "error",
        _NONE_OF_THESE,
        what,
        unread,
        count + len(unread),
    )
    low, high = limits(column)
    if low is not None or high is not None:
        yield Rule(
            f"{'date' if column.kind == 'date' else 'number'}.range",
            column,
            "error",
            "ExpectColumnValuesToBeBetween",
            f"from {_shown(low)} to {_shown(high)}",
            [least, most],
            count,
            {"min_value": low, "max_value": high},
        )


def limits(column: ColumnPlan) -> tuple[float | date | None, float | date | None]:
    """The range of a number or date column; a weight is never negative."""
    if column.kind == "weight":
        return 0.0, None
    question = column.question
    if question is None:
        return None, None
    return question.minimum, question.maximum


def _shown(limit: float | date | None) -> str:
    return "any" if limit is None else f"{limit:g}" if isinstance(limit, float) else str(limit)


ASKED, NOT_ASKED = "asked", "answered although not asked"


def routing_rule(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan, asked: str
) -> Rule:
    """Answers to a question that an earlier answer or the respondent's kind rules out."""
    condition = given(plan, column)
    found = con.execute(
        f"SELECT count(*), count(*) FILTER (({asked}) IS FALSE) FROM {plan.staged} AS s "
        f"WHERE {condition}"
    ).fetchone()
    total, against = found or (0, 0)
    return Rule(
        "routing.asked",
        column,
        "error",
        "ExpectColumnValuesToBeInSet",
        "answered only where the questionnaire asks it",
        [ASKED] * bool(total - against) + [NOT_ASKED] * bool(against),
        total,
        {"value_set": [ASKED]},
    )


def given(plan: SourcePlan, column: ColumnPlan) -> str:
    """SQL: the cell holds an answer that was understood, not just a reason for having none."""
    name = f"s.{column.name}"
    if column.kind not in CHOICES:
        return f"{name} IS NOT NULL"
    return (
        f"CAST({name} AS VARCHAR) IN (SELECT raw FROM {plan.dictionary} WHERE position = "
        f"{column.position} AND (option_id IS NOT NULL OR state = {literal(ANSWERED)}))"
    )


def respondent_rules(
    unknown: Sequence[str],
    repeated: Sequence[str],
    column: ColumnPlan | None,
    rows: int,
    stop: bool,
) -> Iterator[Rule]:
    """Respondents that the registry does not have, and those who answered more than once."""
    yield Rule(
        "respondent.known",
        column,
        "stop",
        _NONE_OF_THESE,
        "an id, name or alias in survey/respondents.csv",
        list(unknown),
        rows,
    )
    yield Rule(
        "respondent.once",
        column,
        "stop" if stop else "warning",
        _NONE_OF_THESE,
        "one submission by each respondent",
        list(repeated),
        rows,
    )
