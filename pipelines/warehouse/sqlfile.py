"""One SQL file, read and checked by itself.

Everything that can be said without knowing the other files is said here: header,
syntax, the portable subset, the names of the tables that it reads. What the names
stand for is the business of `pipelines.warehouse.models`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from pipelines.errors import Problem, place
from pipelines.warehouse.header import Header, read_header
from pipelines.warehouse.portable import Breach, line_of, lint, projected_name

CHECKS = "checks"
"""The folder of the checks, beside those of the schemas."""

NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class SqlFile:
    """A file and what was found in it.

    Attributes:
        path: sql/<folder>/<stem>.sql.
        text: the whole file.
        header: its header comment.
        query: the parsed SELECT, None where there is no single one.
        reads: 'schema.table' of each table read, with the line of its first mention.
        problems: what must be mended.
    """

    path: Path
    text: str = ""
    header: Header = field(default_factory=Header)
    query: exp.Query | None = None
    reads: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_check(self) -> bool:
        """Whether it is a check and no model."""
        return self.path.parent.name == CHECKS

    @property
    def schema(self) -> str:
        """The folder: a schema, or that of the checks."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """'schema.table' of a model, name of a check."""
        return self.path.stem if self.is_check else f"{self.schema}.{self.path.stem}"

    def place(self, line: int | None = None) -> str:
        """'sql/x/y.sql:LINE', for messages."""
        return place(self.path, line, self.path.parents[2])

    def complain(self, line: int | None, found: str, expected: str, action: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(self.place(line), found, expected, action))

    def complain_of(self, breaches: list[Breach]) -> None:
        """Note breaches of the portable subset, or of names."""
        for breach in breaches:
            self.complain(breach.line, f"{breach.found} [{breach.rule}]", breach.instead)


def read_sql(path: Path) -> SqlFile:
    """Read a file and check all that can be checked without the others."""
    file = SqlFile(path)
    try:
        file.text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        file.complain(line, "bytes that are no UTF-8", "a text file in UTF-8")
        return file
    if not NAME.fullmatch(path.stem):
        file.complain(None, f"the file name {path.name}", "lower-case letters, digits and _")
    file.header = read_header(file.text, path, path.parents[2])
    file.problems += file.header.problems
    _check_severity(file)
    file.query = _parse(file)
    if file.query is not None:
        file.complain_of(lint(file.query))
        _read_tables(file, file.query)
        _check_columns(file, file.query)
    return file


def _check_severity(file: SqlFile) -> None:
    said = [problem for problem in file.header.problems if problem.found.startswith("severity")]
    if file.is_check and not file.header.severity and not said:
        file.complain(
            1, "a check without severity", "a line '-- Severity: error' or '-- Severity: warning'"
        )
    if not file.is_check and file.header.severity:
        file.complain(1, "a severity", "none: only checks have one")


def _parse(file: SqlFile) -> exp.Query | None:
    """The one SELECT of a file."""
    # Blank lines for the header: half of the parser's time would go into reading it.
    lines = file.text.splitlines(keepends=True)
    text = "\n" * file.header.height + "".join(lines[file.header.height :])
    try:
        parsed = sqlglot.parse(text, dialect="duckdb")
    except ParseError as error:
        for one in error.errors or [{}]:
            near = f" near {one['highlight']!r}" if one.get("highlight") else ""
            file.complain(
                one.get("line"), f"{one.get('description', error)}{near}", "SQL that parses"
            )
        return None
    except SqlglotError as error:
        reason = error.__cause__ or error.__context__ or error
        told = re.search(r" from (\d+):", str(reason))
        file.complain(int(told[1]) if told else 1, str(reason), "SQL that parses")
        return None
    statements = [one for one in parsed if one is not None and not isinstance(one, exp.Semicolon)]
    if len(statements) != 1:
        line = line_of(statements[1]) if statements else len(file.text.splitlines()) or 1
        file.complain(line, f"{len(statements)} statements", "one SELECT")
        return None
    [statement] = statements
    if not isinstance(statement, (exp.Select, exp.SetOperation)):
        file.complain(line_of(statement), f"{statement.key.upper()}", "one SELECT")
        return None
    return statement


def _read_tables(file: SqlFile, query: exp.Query) -> None:
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            file.complain(line_of(table), "a function as a table", "a model or a declared table")
        elif not table.db:
            _unqualified(file, table)
        elif table.catalog:
            file.complain(
                line_of(table), f"table {table.sql()}", "schema.table, without a database"
            )
        else:
            file.reads.setdefault(f"{table.db}.{table.name}".lower(), line_of(table))
    if not file.reads and not file.problems:
        file.complain(
            line_of(query), "a SELECT that reads no table", "at least one model or declared table"
        )


def _unqualified(file: SqlFile, table: exp.Table) -> None:
    name = table.name
    if name.lower() in _ctes_in_sight(table):
        return
    if not re.fullmatch(r"\w+", name):
        file.complain(
            line_of(table), f"the file {name!r} as a table", "a model or a declared table"
        )
    else:
        file.complain(line_of(table), f"table {name} without a schema", f"schema.{name}")


def _ctes_in_sight(table: exp.Table) -> Iterator[str]:
    node = table.parent
    while node:
        if isinstance(node, exp.Query):
            yield from (cte.alias.lower() for cte in node.ctes)
        node = node.parent


def _check_columns(file: SqlFile, query: exp.Query) -> None:
    """Projected columns have names, each once, and are those documented, in order."""
    names = [projected_name(projection) for projection in query.selects]
    if "*" in names:
        return
    for number, name in enumerate(names, start=1):
        if not name:
            line = line_of(query.selects[number - 1])
            file.complain(line, f"column {number} without a name", "AS and a name")
    for name in (name for name, times in Counter(names).items() if name and times > 1):
        file.complain(line_of(query), f"column {name} selected twice", "one column of that name")
    documented = list(file.header.columns)
    if not documented or not all(names) or names == documented:
        return
    if only := [name for name in documented if name not in names]:
        file.complain(
            file.header.lines[only[0]],
            f"documented, not selected: {', '.join(only)}",
            "only selected columns",
        )
    if only := [name for name in names if name not in documented]:
        expected = "a line '-- <column>: <documentation>' for each column"
        file.complain(
            min(file.header.lines.values()),
            f"selected, not documented: {', '.join(only)}",
            expected,
        )
    if sorted(names) == sorted(documented):
        first = next(one for one, other in zip(documented, names, strict=True) if one != other)
        expected = f"the order of the SELECT: {', '.join(names)}"
        file.complain(file.header.lines[first], f"column {first} documented out of order", expected)
