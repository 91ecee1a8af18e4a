"""The SQL models as a graph: what `sql/` holds, checked before anything is built.

A file `sql/<schema>/<table>.sql` is the table `<schema>.<table>`; a file
`sql/checks/<name>.sql` returns the rows that break a promise. Dependencies and
lineage come from the syntax tree, documentation from the header comment. Nothing is
run here; `pipelines.warehouse.engine` does that.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias

from pipelines.errors import ConfigurationError, Problem, place
from pipelines.warehouse.core_tables import LOADED
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.lineage import Columns, Origin, trace
from pipelines.warehouse.sqlfile import CHECKS, SqlFile, read_sql
from pipelines.warehouse.statistics_tables import STATISTICS
from pipelines.warehouse.tables import Table

SCHEMAS = ("core", "indicators", "trends", "audit", "report")
"""In the order of building: a schema reads from itself and from those before it."""

Declared: TypeAlias = Mapping[str, Table]
Lineage: TypeAlias = dict[str, list[tuple[str, str]]]

_RANK = {name: rank for rank, name in enumerate(("input", *SCHEMAS, CHECKS))}


def declared_tables() -> dict[str, Table]:
    """The tables that Python fills and models may read, by name."""
    return {table.name: table for table in (*INPUT, *LOADED, *STATISTICS)}


@dataclass(frozen=True)
class Model:
    """One table of the warehouse, made by one SELECT.

    Attributes:
        name: 'schema.table'.
        path: the file.
        grain: what one row is.
        description: what it is for and what its rules are.
        columns: documentation of each column, in order.
        sql: the whole text of the file, header included, so that line numbers hold.
        depends_on: the models that it reads, sorted.
        sources: the declared tables that it reads, sorted.
        lineage: for each column the (table, column) pairs behind it; empty for a file
            that was read without its graph.
    """

    name: str
    path: Path
    grain: str
    description: str
    columns: dict[str, str]
    sql: str
    depends_on: tuple[str, ...]
    sources: tuple[str, ...]
    lineage: Lineage = field(default_factory=dict)

    @property
    def schema(self) -> str:
        """The schema of the table."""
        return self.path.parent.name

    @property
    def table(self) -> str:
        """The name of the table within its schema."""
        return self.path.stem

    @property
    def code_version(self) -> str:
        """Changes when, and only when, the file changes."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def place(self, line: int | None = None) -> str:
        """'sql/x/y.sql:LINE', for messages."""
        return place(self.path, line, self.path.parents[2])


@dataclass(frozen=True, kw_only=True)
class Check(Model):
    """A SELECT that returns the rows that break a promise; its name has no schema."""

    severity: str


@dataclass(frozen=True)
class ModelGraph:
    """All models in an order in which they can be built, and all checks."""

    ordered: tuple[Model, ...]
    checks: tuple[Check, ...]
    models: Mapping[str, Model] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the models by name."""
        object.__setattr__(self, "models", {model.name: model for model in self.ordered})

    def upstream(self, name: str) -> tuple[Model, ...]:
        """The models that a model needs, directly or not, in order."""
        wanted = {name}
        for model in reversed(self.ordered):
            if model.name in wanted:
                wanted.update(model.depends_on)
        return tuple(model for model in self.ordered if model.name in wanted - {name})


def load_models(sql_dir: Path) -> ModelGraph:
    """Read and check all of `sql/`.

    Raises:
        ConfigurationError: with every problem of every file.
    """
    if not sql_dir.is_dir():
        raise ConfigurationError(
            Problem(str(sql_dir), "no such folder", "the folder of the SQL models")
        )
    files = [read_sql(path) for path in sorted(sql_dir.rglob("*.sql"))]
    declared = declared_tables()
    for file in files:
        _check_place(file, sql_dir, declared)
    models = {file.name: file for file in files if not file.is_check}
    for file in files:
        _check_reads(file, models, declared)
    ordered = _order(models)
    checks = [file for file in files if file.is_check]
    _raise_problems(files)
    lineage = _trace([*ordered, *checks], declared)
    _raise_problems(files)
    return ModelGraph(
        tuple(_model(file, declared, lineage[file.path]) for file in ordered),
        tuple(_check(file, declared, lineage[file.path]) for file in checks),
    )


def read_model(path: Path) -> Model:
    """One model by itself, without lineage; other files are not looked at.

    Raises:
        ConfigurationError: with the problems of this file.
    """
    file = read_sql(path)
    _raise_problems([file])
    return _model(file, declared_tables(), {})


def read_check(path: Path) -> Check:
    """One check by itself, as `read_model` reads a model."""
    file = read_sql(path)
    _raise_problems([file])
    return _check(file, declared_tables(), {})


def _raise_problems(files: list[SqlFile]) -> None:
    if problems := [problem for file in files for problem in file.problems]:
        raise ConfigurationError(problems)


def _model(file: SqlFile, declared: Declared, lineage: Lineage) -> Model:
    return Model(
        name=file.name,
        path=file.path,
        grain=file.header.grain,
        description=file.header.description,
        columns=file.header.columns,
        sql=file.text,
        depends_on=tuple(sorted(set(file.reads) - set(declared))),
        sources=tuple(sorted(set(file.reads) & set(declared))),
        lineage=lineage,
    )


def _check(file: SqlFile, declared: Declared, lineage: Lineage) -> Check:
    return Check(**vars(_model(file, declared, lineage)), severity=file.header.severity)


def _check_place(file: SqlFile, sql_dir: Path, declared: Declared) -> None:
    """The folder is a schema of ours, and nobody else makes the table."""
    folders = f"<table>.sql in sql/{', sql/'.join(SCHEMAS)}, or <check>.sql in sql/{CHECKS}"
    if file.path.parents[1] != sql_dir or file.schema not in (*SCHEMAS, CHECKS):
        file.complain(None, f"a file in {file.path.parent.name}/", folders)
    elif file.name in declared:
        file.complain(None, f"a model of {file.name}", "another name: Python fills this table")


def _check_reads(file: SqlFile, models: Mapping[str, SqlFile], declared: Declared) -> None:
    """Every table read exists, in a schema that is built before."""
    known = [*models, *declared]
    for name, line in file.reads.items():
        schema = name.split(".")[0]
        if name not in models and name not in declared:
            file.complain(line, f"unknown table {name}", _similar(name, known))
        elif _RANK.get(schema, 0) > _RANK.get(file.schema, 0):
            order = " → ".join(SCHEMAS)
            file.complain(
                line, f"{file.schema} reading from {name}", f"tables built before: {order}"
            )


def _similar(name: str, known: list[str]) -> str:
    by_table = [other for other in known if other.split(".")[1] == name.split(".")[1]]
    similar = by_table or get_close_matches(name, known, n=3, cutoff=0.5)
    return " or ".join(sorted(similar)) if similar else "a model under sql/ or a declared table"


def _order(models: Mapping[str, SqlFile]) -> list[SqlFile]:
    """The models so that each comes after what it reads; by schema and name where free."""
    needs = {name: set(file.reads) & set(models) for name, file in models.items()}
    ready = [_key(name) for name, needed in needs.items() if not needed]
    heapq.heapify(ready)
    done: list[str] = []
    while ready:
        *_, name = heapq.heappop(ready)
        done.append(name)
        for other, needed in needs.items():
            if name in needed:
                needed.remove(name)
                if not needed:
                    heapq.heappush(ready, _key(other))
    if stuck := {name: needed for name, needed in needs.items() if needed}:
        _complain_of_cycle(stuck, models)
    return [models[name] for name in done]


def _key(name: str) -> tuple[int, str]:
    return _RANK.get(name.partition(".")[0], 0), name


def _complain_of_cycle(stuck: Mapping[str, set[str]], models: Mapping[str, SqlFile]) -> None:
    """Follow what keeps the first model waiting until a name comes again."""
    path = [min(stuck)]
    while (following := min(stuck[path[-1]])) not in path:
        path.append(following)
    cycle = [*path[path.index(following) :], following]
    file = models[following]
    file.complain(
        file.reads[cycle[1]], f"a cycle: {' → '.join(cycle)}", "models that don't need themselves"
    )


def _trace(files: list[SqlFile], declared: Declared) -> dict[Path, Lineage]:
    """The lineage of each file, in order, because a column's type comes from those before."""
    known: dict[str, Columns] = {name: _declared_columns(table) for name, table in declared.items()}
    lineage = {}
    for file in files:
        if file.query is None:
            continue
        columns, breaches = trace(file.query, known)
        file.complain_of(breaches)
        lineage[file.path] = {name: sorted(origin.parents) for name, origin in columns.items()}
        known[file.name] = {
            name: Origin(frozenset({(file.name, name)}), origin.fractional)
            for name, origin in columns.items()
        }
    return lineage


def _declared_columns(table: Table) -> Columns:
    return {
        name: Origin(
            frozenset({(table.name, name)}), kind.startswith(("DOUBLE", "DECIMAL", "FLOAT"))
        )
        for name, (kind, _) in table.columns.items()
    }
