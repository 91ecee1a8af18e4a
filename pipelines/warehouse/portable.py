"""The portable subset: SQL that DuckDB and Spark compute alike, and alike every time.

`RULES` is the list: each rule looks at one kind of node of the syntax tree. Whether a
column that is cast to an integer may hold a fraction depends on other tables, so
`pipelines.warehouse.lineage`, which knows them, asks that again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from pipelines.warehouse.fractions import Lookup, Node, fractional


@dataclass(frozen=True)
class Rule:
    """One thing that a model must not contain.

    Attributes:
        id: short name, shown with every breach.
        nodes: classes of syntax nodes that the rule looks at.
        found: what stands there, in words.
        instead: what to write.
        broken: whether a node of these classes breaks the rule; None: always.
    """

    id: str
    nodes: tuple[type[Node], ...]
    found: str
    instead: str
    broken: Callable[[Node], bool] | None = None


@dataclass(frozen=True)
class Breach:
    """A rule broken on a line."""

    rule: str
    line: int
    found: str
    instead: str


def line_of(node: Node) -> int:
    """The line on which a node starts; where the parser kept none, the nearest known one."""
    if own := list(_lines(node)):
        return min(own)
    around = list(_lines(node.parent)) if node.parent else []
    return max(around, default=1)


def _lines(node: Node) -> Iterator[int]:
    return (part.meta["line"] for part in node.walk() if "line" in part.meta)


def projected_name(projection: Node) -> str:
    """The name of a projected column; empty where the engine would make one up."""
    named = isinstance(projection, (exp.Alias, exp.Column, exp.Star))
    return projection.alias_or_name.lower() if named else ""


def lint(tree: Node) -> list[Breach]:
    """All breaches in a statement, in the order of its lines."""
    found = [
        _breach(rule, node)
        for node in tree.walk()
        for rule in _rules_for(type(node))
        if rule.broken is None or rule.broken(node)
    ]
    return sorted(found, key=lambda breach: (breach.line, breach.rule))


def _breach(rule: Rule, node: Node) -> Breach:
    name = f" {node.name}()" if isinstance(node, exp.Anonymous) else ""
    return Breach(rule.id, line_of(node), rule.found + name, rule.instead)


def cast_of_fraction(node: Node, lookup: Lookup) -> Breach | None:
    """The breach of a cast to an integer that would round in DuckDB and cut off in Spark."""
    if not isinstance(node, exp.Cast) or node.to.this not in exp.DataType.INTEGER_TYPES:
        return None
    return _breach(_CAST, node) if fractional(node.this, lookup) else None


_CAST = Rule(
    "integer-cast",
    (exp.Cast,),
    "a fraction cast to an integer",
    "CAST(floor(x) AS BIGINT), or ceil, or round",
    lambda node: cast_of_fraction(node, lambda _: False) is not None,
)


# --- the single rules ----------------------------------------------------------------


def _not_zero(node: Node | None) -> bool:
    """Whether a denominator can't be zero (it may be NULL)."""
    if isinstance(node, exp.Nullif):
        return node.expression.is_number and float(node.expression.name) == 0
    if isinstance(node, exp.Literal):
        return not node.is_string and float(node.this) != 0
    if isinstance(node, (exp.Paren, exp.Cast, exp.Neg)):
        return _not_zero(node.this)
    if isinstance(node, exp.Mul):
        return _not_zero(node.left) and _not_zero(node.right)
    return False


def _star_outside_count(node: Node) -> bool:
    return not isinstance(node.parent, exp.Count)


def _order_by_all(node: Node) -> bool:
    return any(isinstance(key.this, exp.Var) for key in node.expressions)


def _without_order(node: Node) -> bool:
    function = node.this.this if isinstance(node.this, exp.IgnoreNulls) else node.this
    named = node.args.get("alias")
    return isinstance(function, _ORDERED) and not named and not node.args.get("order")


def _text_without_order(node: Node) -> bool:
    return not isinstance(node.this, exp.Order) and not isinstance(node.parent, exp.WithinGroup)


def _row_literal(node: Node) -> bool:
    return isinstance(node.parent, (exp.Select, exp.Alias, exp.Func, exp.Case, exp.If))


def _rounds_to_digits(node: Node) -> bool:
    """Rounding for print. Six digits and more only clear the noise of the last bits."""
    digits = node.args.get("decimals")
    return digits is not None and not (
        digits.is_int and (digits.to_py() == 0 or digits.to_py() > 5)
    )


def _unportable_type(node: Node) -> bool:
    return node.args["to"].this not in _TYPES


_ORDERED = (
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile,
    exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue,
)  # fmt: skip
_NUMBERS = ("TINYINT", "SMALLINT", "INT", "BIGINT", "DECIMAL", "DOUBLE")
_OTHERS = ("BOOLEAN", "VARCHAR", "TEXT", "DATE", "TIMESTAMP", "TIMESTAMPNTZ")
_TYPES = {exp.DataType.Type[name] for name in (*_NUMBERS, *_OTHERS)}


def _family(prefix: str) -> tuple[type[Node], ...]:
    """All function nodes of sqlglot whose class name starts so."""
    return tuple(
        kind
        for name, kind in vars(exp).items()
        if name.startswith(prefix) and isinstance(kind, type) and issubclass(kind, exp.Func)
    )


RULES: tuple[Rule, ...] = (
    _CAST,
    Rule(
        "group-by-all",
        (exp.Group,),
        "GROUP BY ALL",
        "the columns by name",
        lambda node: bool(node.args.get("all")),
    ),
    Rule("order-by-all", (exp.Order,), "ORDER BY ALL", "the columns by name", _order_by_all),
    Rule("star", (exp.Star,), "SELECT *", "the columns by name", _star_outside_count),
    Rule("columns", (exp.Columns,), "COLUMNS()", "the columns by name"),
    Rule("column-number", (exp.PositionalColumn,), "a column by number", "its name"),
    Rule("pivot", (exp.Pivot,), "PIVOT or UNPIVOT", "FILTER clauses, or UNION ALL"),
    Rule(
        "join",
        (exp.Join,),
        "an ASOF or POSITIONAL join",
        "a join on equal columns, and a window to choose the row",
        lambda node: node.text("method") in {"ASOF", "POSITIONAL"},
    ),
    Rule(
        "by-name",
        (exp.SetOperation,),
        "UNION BY NAME",
        "UNION ALL with the columns in the same order",
        lambda node: bool(node.args.get("by_name")),
    ),
    Rule(
        "recursion",
        (exp.With,),
        "WITH RECURSIVE",
        "a join with input.integers",
        lambda node: bool(node.args.get("recursive")),
    ),
    Rule(
        "quantile",
        (
            exp.PercentileCont,
            exp.PercentileDisc,
            exp.Quantile,
            exp.ApproxQuantile,
            exp.Median,
            exp.Mode,
        ),
        "a quantile, median or mode function",
        "cumulative counts over the ordered values",
    ),
    Rule(
        "division",
        (exp.Div, exp.IntDiv, exp.Mod),
        "a division whose denominator may be zero",
        "NULLIF(<denominator>, 0)",
        lambda node: not _not_zero(node.expression),
    ),
    Rule(
        "round-digits",
        (exp.Round,),
        "round() to few digits",
        "integers: floor((2 * 100 * k + n) / NULLIF(2 * n, 0)) rounds half up",
        _rounds_to_digits,
    ),
    Rule(
        "type",
        (exp.Cast, exp.TryCast),
        "a cast to a type that not every engine has",
        "BOOLEAN, INTEGER, BIGINT, DECIMAL, DOUBLE, VARCHAR, DATE or TIMESTAMP",
        _unportable_type,
    ),
    Rule(
        "list",
        (
            *_family("Array"),
            *_family("List"),
            exp.Bracket,
            exp.Slice,
            exp.Split,
            exp.RegexpExtractAll,
            exp.Transform,
            exp.Comprehension,
            exp.Flatten,
        ),
        "a list, or a function of lists",
        "rows, and string_agg(x, ', ' ORDER BY x) for text",
    ),
    Rule(
        "struct",
        (exp.Struct, exp.ToMap, exp.Map, exp.PropertyEQ, exp.Dot, *_family("JSON")),
        "a struct, map or JSON value",
        "one column a value",
    ),
    Rule("struct", (exp.Tuple,), "a row literal", "one column a value", _row_literal),
    Rule("lambda", (exp.Lambda,), "a lambda", "plain expressions over rows"),
    Rule("unnest", (exp.Explode, exp.Unnest), "unnest", "a table with one row a value"),
    Rule(
        "series", (exp.GenerateSeries,), "range() or generate_series()", "the table input.integers"
    ),
    Rule(
        "arg-max",
        (exp.ArgMax, exp.ArgMin),
        "arg_max or arg_min",
        "row_number() with a complete order",
    ),
    Rule(
        "first",
        (exp.First, exp.Last),
        "first() or last()",
        "min(), max(), or row_number() with an order",
    ),
    Rule(
        "distinct-on",
        (exp.Distinct,),
        "DISTINCT ON",
        "row_number() with a complete order, in QUALIFY",
        lambda node: bool(node.args.get("on")),
    ),
    Rule("format", (exp.Format,), "format()", "CAST(x AS VARCHAR) and ||"),
    Rule("pattern", (exp.Glob, exp.SimilarTo), "GLOB or SIMILAR TO", "LIKE or regexp_matches"),
    Rule("sample", (exp.TableSample,), "a sample", "a condition on a column"),
    Rule(
        "parameter", (exp.Placeholder, exp.Parameter), "a parameter", "a value, or a table to join"
    ),
    Rule(
        "clock",
        (exp.CurrentDate, exp.CurrentTimestamp, exp.CurrentTime, exp.Rand, exp.Uuid),
        "a value that differs from run to run",
        "a column of the data",
    ),
    Rule(
        "window-order",
        (exp.Window,),
        "a ranking window without ORDER BY",
        "ORDER BY with a complete order",
        _without_order,
    ),
    Rule(
        "text-order",
        (exp.GroupConcat,),
        "string_agg without ORDER BY",
        "string_agg(x, ', ' ORDER BY x)",
        _text_without_order,
    ),
    Rule(
        "limit",
        (exp.Limit,),
        "LIMIT without ORDER BY, or in percent",
        "ORDER BY with a complete order",
        lambda node: (
            not (node.parent and node.parent.args.get("order")) or bool(node.find(exp.LimitOptions))
        ),
    ),
    Rule(
        "function",
        (exp.Anonymous,),
        "a function that only DuckDB knows:",
        "a function of standard SQL",
    ),
)


def _rules_for(kind: type[Node]) -> tuple[Rule, ...]:
    if kind not in _BY_KIND:
        _BY_KIND[kind] = tuple(rule for rule in RULES if issubclass(kind, rule.nodes))
    return _BY_KIND[kind]


_BY_KIND: dict[type[Node], tuple[Rule, ...]] = {}
