"""Which SQL expressions give numbers that may have a fraction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from sqlglot import exp

Node: TypeAlias = exp.Expr

_FRACTIONAL = (
    exp.Div, exp.Avg, exp.Sqrt, exp.Cbrt, exp.Exp, exp.Ln, exp.Log, exp.Pow,
    exp.Stddev, exp.StddevSamp, exp.StddevPop, exp.Variance, exp.VariancePop,
    exp.PercentRank, exp.CumeDist,
)  # fmt: skip
_FRACTIONAL_TYPES = exp.DataType.REAL_TYPES
# Their value is that of their arguments. All else (round, count, text) gives no fraction.
_PASSING = (
    exp.Paren, exp.Neg, exp.Add, exp.Sub, exp.Mul, exp.Mod, exp.Abs, exp.Coalesce,
    exp.Greatest, exp.Least, exp.Nullif, exp.Sum, exp.Min, exp.Max, exp.AnyValue,
    exp.IgnoreNulls, exp.Window, exp.Filter, exp.Lag, exp.Lead, exp.FirstValue,
    exp.LastValue, exp.Case, exp.If, exp.Distinct, exp.Alias,
)  # fmt: skip

Lookup: TypeAlias = Callable[[exp.Column | exp.Subquery], bool]


def fractional(node: Node, lookup: Lookup) -> bool:
    """Whether an expression gives a number that may have a fraction.

    Args:
        node: the expression.
        lookup: says the same of a column or a scalar subquery.
    """
    if isinstance(node, (exp.Column, exp.Subquery)):
        return lookup(node)
    if isinstance(node, exp.Literal):
        return not node.is_string and not node.this.isdigit()
    if isinstance(node, exp.Cast):
        return node.to.this in _FRACTIONAL_TYPES
    if isinstance(node, _PASSING):
        return any(fractional(part, lookup) for part in _values(node))
    return isinstance(node, _FRACTIONAL)


def _values(node: Node) -> Iterable[Node]:
    """The parts of a node that become its value: not its conditions, order or partition."""
    if isinstance(node, exp.Case):
        default = node.args.get("default")
        return [*node.args["ifs"], *([default] if default else [])]
    if isinstance(node, exp.If):
        otherwise = node.args.get("false")
        return [node.args["true"], *([otherwise] if otherwise else [])]
    if isinstance(node, (exp.Window, exp.Filter, exp.Nullif, exp.Lag, exp.Lead)):
        return [node.this]
    return node.iter_expressions()
