"""Where the columns of a SELECT come from, and which of its names don't exist.

One walk over the scopes of a parsed query resolves every column to columns of tables.
(sqlglot's own lineage asks column by column and takes seconds for all models; this
takes milliseconds.) A column's parents are those that its expression mentions, window
and filter clauses included; joins and WHERE decide about rows and are no parents.
`count(*)` has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from sqlglot import exp

from pipelines.warehouse.fractions import Node, fractional
from pipelines.warehouse.portable import Breach, cast_of_fraction, line_of, projected_name


@dataclass(frozen=True)
class Origin:
    """What is known of a column.

    Attributes:
        parents: the columns of tables behind it, as (table, column).
        fractional: whether it may hold numbers with a fraction.
    """

    parents: frozenset[tuple[str, str]] = frozenset()
    fractional: bool = False

    def __or__(self, other: Origin) -> Origin:
        """What is known of a column whose values come from either."""
        return Origin(self.parents | other.parents, self.fractional or other.fractional)


Columns: TypeAlias = dict[str, Origin]


def trace(query: Node, tables: Mapping[str, Columns]) -> tuple[Columns, list[Breach]]:
    """Resolve a query.

    Args:
        query: a parsed statement of the portable subset.
        tables: the columns of every table that it reads, by 'schema.table'.

    Returns:
        The origin of each projected column, and what could not be resolved or casts a
        fraction to an integer.
    """
    tracer = _Tracer(tables)
    columns = tracer.query(query, {}, None)
    return columns, tracer.breaches


@dataclass
class _Scope:
    """The names that an expression can use.

    Attributes:
        relations: columns of each table in FROM and JOIN, by alias.
        merged: columns joined by USING, which several relations share.
        outer: scope around a subquery.
        ctes: the CTEs in sight.
        aliases: columns projected so far, where they may be used.
        aliases_first: true in ORDER BY, where a projected column hides one of a table.
    """

    relations: dict[str, Columns]
    merged: set[str]
    outer: _Scope | None
    ctes: dict[str, Columns]
    aliases: Columns = field(default_factory=dict)
    aliases_first: bool = False

    def find(self, column: exp.Column) -> Origin | str:
        """The origin of a column, or what is wrong with its name."""
        name, table = column.name.lower(), column.table.lower()
        if self.aliases_first and not table and name in self.aliases:
            return self.aliases[name]
        places = {
            alias: columns
            for alias, columns in self.relations.items()
            if not table or alias == table
        }
        owners = [alias for alias, columns in places.items() if name in columns]
        if len(owners) == 1 or (owners and name in self.merged):
            origin = Origin()
            for owner in owners:
                origin |= places[owner][name]
            return origin
        if owners:
            return f"column {name}, which is in {' and in '.join(owners)} and needs one of them"
        if not table and name in self.aliases:
            return self.aliases[name]
        if self.outer and not isinstance(found := self.outer.find(column), str):
            return found
        return f"column {column.sql()}, which doesn't exist in {', '.join(places) or table}"

    def names(self) -> list[str]:
        """Every column name in sight."""
        return [name for columns in self.relations.values() for name in columns]


class _Tracer:
    def __init__(self, tables: Mapping[str, Columns]) -> None:
        self.tables = tables
        self.breaches: list[Breach] = []
        self._traced: dict[int, Columns] = {}

    def query(self, query: Node, ctes: dict[str, Columns], outer: _Scope | None) -> Columns:
        """The columns of a query, each part of the tree visited once."""
        if id(query) not in self._traced:
            self._traced[id(query)] = self._query(query, ctes, outer)
        return self._traced[id(query)]

    def _query(self, query: Node, ctes: dict[str, Columns], outer: _Scope | None) -> Columns:
        if isinstance(query, exp.Query):
            ctes = dict(ctes)
            for cte in query.ctes:
                ctes[cte.alias.lower()] = _renamed(self.query(cte.this, ctes, outer), cte)
        if isinstance(query, exp.SetOperation):
            return self._set_operation(query, ctes, outer)
        if isinstance(query, exp.Subquery):
            return _renamed(self.query(query.this, ctes, outer), query)
        if isinstance(query, exp.Select):
            return self._select(query, ctes, outer)
        return {}

    def _set_operation(
        self, query: exp.SetOperation, ctes: dict[str, Columns], outer: _Scope | None
    ) -> Columns:
        left = self.query(query.left, ctes, outer)
        right = self.query(query.right, ctes, outer)
        if len(left) != len(right):
            found = f"{len(left)} and {len(right)} columns in the parts of a set operation"
            self.breaches.append(Breach("columns", line_of(query.right), found, "as many in each"))
        pairs = zip(left.items(), right.values(), strict=False)
        return {name: origin | other for (name, origin), other in pairs}

    def _select(
        self, select: exp.Select, ctes: dict[str, Columns], outer: _Scope | None
    ) -> Columns:
        scope = _Scope({}, set(), outer, ctes)
        joins: list[exp.Join] = select.args.get("joins") or []
        hidden: list[str] = []
        start = select.args.get("from_")
        for source in [*([start] if start else []), *joins]:
            scope.relations[source.alias_or_name.lower()] = self._relation(source.this, scope)
            scope.merged |= {column.name.lower() for column in source.args.get("using") or []}
            if isinstance(source, exp.Join) and source.kind in {"SEMI", "ANTI"}:
                hidden.append(source.alias_or_name.lower())
        for join in joins:
            self._value(join.args.get("on"), scope)
        for alias in hidden:
            del scope.relations[alias]
        self._value(select.args.get("where"), scope)
        for number, projection in enumerate(select.expressions, start=1):
            name = projected_name(projection)
            # Later parts of a set operation need no names, and may repeat one.
            key = name if name and name not in scope.aliases else f"#{number}"
            scope.aliases[key] = self._value(projection, scope)
        for clause in ("group", "having", "qualify"):
            self._value(select.args.get(clause), scope)
        for window in select.args.get("windows") or []:
            self._value(window, scope)
        scope.aliases_first = True
        self._value(select.args.get("order"), scope)
        return scope.aliases

    def _relation(self, source: Node, scope: _Scope) -> Columns:
        if isinstance(source, exp.Table):
            name = source.name.lower()
            if not source.db:
                return scope.ctes.get(name, {})
            return self.tables.get(f"{source.db.lower()}.{name}", {})
        if isinstance(source, exp.Lateral):
            return _renamed(self.query(source.this, scope.ctes, scope), source)
        if isinstance(source, exp.Values):
            rows = [row.expressions for row in source.expressions]
            made = [
                any(fractional(cell, lambda _: False) for cell in cells)
                for cells in zip(*rows, strict=False)
            ]
            return _renamed(
                {f"col{i}": Origin(fractional=part) for i, part in enumerate(made)}, source
            )
        return self.query(source, scope.ctes, scope.outer)

    def _value(self, expression: Node | None, scope: _Scope) -> Origin:
        """The origin of an expression; its names and casts are checked on the way."""
        if expression is None:
            return Origin()

        def lookup(node: exp.Column | exp.Subquery) -> bool:
            if isinstance(node, exp.Subquery):
                return any(
                    origin.fractional for origin in self.query(node, scope.ctes, scope).values()
                )
            return isinstance(found := scope.find(node), Origin) and found.fractional

        parents: set[tuple[str, str]] = set()
        for node in expression.walk(prune=lambda part: isinstance(part, exp.Query)):
            if isinstance(node, exp.Query):
                for origin in self.query(node, scope.ctes, scope).values():
                    parents |= origin.parents
            elif isinstance(node, exp.Column):
                parents |= self._column(node, scope).parents
            elif breach := cast_of_fraction(node, lookup):
                self.breaches.append(breach)
        return Origin(frozenset(parents), fractional(expression, lookup))

    def _column(self, column: exp.Column, scope: _Scope) -> Origin:
        found = scope.find(column)
        if isinstance(found, Origin):
            return found
        similar = get_close_matches(column.name.lower(), set(scope.names()))
        expected = (
            f"a column in sight, such as {' or '.join(sorted(similar))}"
            if similar
            else "a column in sight"
        )
        self.breaches.append(Breach("column", line_of(column), found, expected))
        return Origin()


def _renamed(columns: Columns, source: Node) -> Columns:
    """The columns under the names that an alias such as t(a, b) gives them."""
    names = [name.lower() for name in source.alias_column_names]
    kept = list(columns)[len(names) :]
    return dict(zip([*names, *kept], columns.values(), strict=False))
