"""Large registries: found right by DuckDB, set by set, without an object for each row.

A registry of a million rows takes many times longer in Python than its survey's answers
take in DuckDB. So a large file is first asked here whether all is right with it. If so,
its rows never enter Python unless somebody asks for them; if not, the ordinary way
(`rows.py`, `checks.py`) reads it and says what is wrong, and where.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from pipelines.survey.models import Attribute, Respondent
from pipelines.survey.names import fold_all
from pipelines.survey.rows import M, Rows, read_rows

LARGE = 1_000_000
"""Bytes above which a file is read by DuckDB."""

_READ = (
    "read_csv({file}, columns = {columns}, header = true, auto_detect = false, delim = ',', "
    "quote = '\"', escape = '\"', strict_mode = true)"
)
# What `fold` gives for plain letters with accents, which nearly all spellings are.
_PLAIN = (
    "strlen(strip_accents(alias)) = length(strip_accents(alias)) "
    r"AND regexp_full_match(alias, '[\x00-\x7f\p{Latin}\x{300}-\x{36f}]*')"
)
_FOLDED = "trim(regexp_replace(lower(strip_accents(alias)), '[^a-z0-9]+', ' ', 'g'))"

_DISPUTED = """
    SELECT count(*)
    FROM (
        SELECT folded FROM spellings GROUP BY folded HAVING folded = '' OR min(row) <> max(row)
    )
"""
_UNKNOWN = """
    SELECT count(*) FROM staged_attribute
    WHERE respondent_id NOT IN (SELECT respondent_id FROM staged_respondent)
"""


class ConfirmedRows(Rows[M]):
    """The rows of a file that is right; they are read when somebody asks for them."""

    confirmed = True

    def __init__(self, model: type[M], file: Path, count: int) -> None:
        super().__init__(model)
        self.file = file
        self._count = count

    @cached_property
    def _read(self) -> Rows[M]:
        return read_rows(self.file, self.model) if self.file.exists() else Rows(self.model)

    def __len__(self) -> int:
        """The number of rows."""
        return self._count

    def column(self, name: str) -> list[Any]:
        """The values of a column, row by row."""
        return self._read.column(name)

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column."""
        with duckdb.connect() as con:
            stage(con, self)
            found = con.execute(f"SELECT DISTINCT {name} FROM {_stage(self.model)} ORDER BY ALL")
            return [value for (value,) in found.fetchall()]

    def line(self, row: int) -> int:
        """The line on which a row begins, rows counted from 0."""
        return self._read.line(row)


def confirm(
    registry: Path, facts: Path, kinds: Sequence[str]
) -> tuple[ConfirmedRows[Respondent], ConfirmedRows[Attribute]] | None:
    """The rows of both files if all is right with them, else None.

    Args:
        registry: respondents.csv.
        facts: attributes.csv, which may be missing.
        kinds: the kinds of respondent that there are.
    """
    with duckdb.connect() as con:
        try:
            respondents = _count(con, ConfirmedRows(Respondent, registry, 0))
            attributes = _count(con, ConfirmedRows(Attribute, facts, 0))
        except (duckdb.Error, OSError, UnicodeError, csv.Error):
            return None
        stage_spellings(con)
        wrong = (con.execute(query, values).fetchall() for query, values in _wrong(list(kinds)))
        return (respondents, attributes) if all(rows == [(0,)] for rows in wrong) else None


def stage(con: duckdb.DuckDBPyConnection, rows: ConfirmedRows[Any]) -> str:
    """Read a file into a temporary table of texts, blank where empty, and name the table.

    Raises:
        csv.Error: its columns are not those of the model.
    """
    table, fields = _stage(rows.model), list(rows.model.model_fields)
    columns = ", ".join(f"{name} TEXT" for name in fields)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (row BIGINT, {columns})")
    if rows.file.exists():
        with rows.file.open(encoding="utf-8-sig", newline="") as text:
            header = [name.strip() for name in next(csv.reader(text), [])]
        if len(set(header)) != len(header) or not set(header) <= set(fields):
            raise csv.Error("not the columns of the model")
        source = _READ.format(
            file="'" + str(rows.file).replace("'", "''") + "'",
            columns="{" + ", ".join(f"'{name}': 'TEXT'" for name in header) + "}",
        )
        taken = [f"coalesce({f}, '')" if f in header else "''" for f in fields]
        con.execute(
            f"INSERT INTO {table} SELECT row_number() OVER (), {', '.join(taken)} FROM {source}"
        )
    return table


def stage_spellings(con: duckdb.DuckDBPyConnection) -> str:
    """Put every spelling of the staged respondents into a temporary table, and name it.

    Columns: row (of the respondent), rank (id, then name, then aliases), alias, folded.
    """
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE spellings AS
        SELECT row, rank, alias, CASE WHEN {_PLAIN} THEN {_FOLDED} END AS folded
        FROM (
            SELECT row, 0 AS rank, respondent_id AS alias FROM staged_respondent
            UNION ALL
            SELECT row, 1, name FROM staged_respondent
            UNION ALL
            SELECT row, 2, trim(unnest(string_split(aliases, '|')))
            FROM staged_respondent
            WHERE aliases <> ''
        )
        WHERE alias <> ''
        """
    )
    other = con.execute("SELECT DISTINCT alias FROM spellings WHERE folded IS NULL").fetchall()
    if other:
        texts = [text for (text,) in other]
        from pandas import DataFrame  # slow, and seldom needed

        con.register("other", DataFrame({"alias": texts, "folded": fold_all(texts)}))
        con.execute(
            "UPDATE spellings SET folded = other.folded FROM other "
            "WHERE spellings.folded IS NULL AND spellings.alias = other.alias"
        )
        con.unregister("other")
    return "spellings"


def fill(
    con: duckdb.DuckDBPyConnection,
    registry: ConfirmedRows[Respondent],
    facts: ConfirmedRows[Attribute],
    counted_kinds: list[str] | None,
) -> None:
    """Fill the tables of schema `input` about respondents, straight from the files."""
    respondents, attributes = stage(con, registry), stage(con, facts)
    counted = "true" if counted_kinds is None else "list_contains(?, kind)"
    con.execute(
        f"""
        INSERT INTO input.respondents (
            respondent_id, name, kind, counted, country_code, joined_on, left_on
        )
        SELECT
            respondent_id, name, kind, {counted}, nullif(country_code, ''),
            CAST(nullif(joined_on, '') AS DATE), CAST(nullif(left_on, '') AS DATE)
        FROM {respondents}
        """,
        [] if counted_kinds is None else [counted_kinds],
    )
    con.execute(
        f"""
        INSERT INTO input.attributes (
            respondent_id, attribute, value, valid_from, valid_to, source
        )
        SELECT
            respondent_id, attribute, value, CAST(nullif(valid_from, '') AS DATE),
            CAST(nullif(valid_to, '') AS DATE), nullif(source, '')
        FROM {attributes}
        """
    )
    spellings = stage_spellings(con)
    # A folded spelling belongs to one respondent; it is shown as written in its first place.
    con.execute(
        f"""
        INSERT INTO input.aliases (respondent_id, alias, folded)
        SELECT r.respondent_id, s.alias, s.folded
        FROM (
            SELECT min(row) AS row, folded, substr(min(rank || alias), 2) AS alias
            FROM {spellings}
            GROUP BY folded
        ) AS s
        JOIN {respondents} AS r USING (row)
        """
    )
    for table in (spellings, respondents, attributes):
        con.execute(f"DROP TABLE {table}")


def _stage(model: type[Any]) -> str:
    return f"staged_{model.__name__.lower()}"


def _count(con: duckdb.DuckDBPyConnection, rows: ConfirmedRows[M]) -> ConfirmedRows[M]:
    """The rows staged, and counted."""
    counted = con.execute(f"SELECT count(*) FROM {stage(con, rows)}").fetchall()
    return ConfirmedRows(rows.model, rows.file, counted[0][0])


def _wrong(kinds: list[str]) -> list[tuple[str, list[Any]]]:
    """Queries that count what is wrong; the same rules as in `models.py` and `checks.py`."""
    return [
        (_misshapen(Respondent), []),
        (_misshapen(Attribute), []),
        ("SELECT count(*) FROM staged_respondent WHERE NOT list_contains(?, kind)", [kinds]),
        (_DISPUTED, []),
        (_UNKNOWN, []),
        (_out_of_order("staged_respondent", "joined_on", "left_on"), []),
        (_out_of_order("staged_attribute", "valid_from", "valid_to"), []),
    ]


def _out_of_order(table: str, first: str, last: str) -> str:
    return f"SELECT count(*) FROM {table} WHERE {first} <> '' AND {last} <> '' AND {last} < {first}"


def _misshapen(model: type[Any]) -> str:
    """Counts rows of which a field breaks the model's types, or has blanks around it."""
    schema = model.model_json_schema()["properties"]
    rules = [_rule(name, kind) for name, kind in schema.items()]
    rules += [f"({name} = '' OR {name} >= '!' AND right({name}, 1) >= '!')" for name in schema]
    return f"SELECT count(*) FROM {_stage(model)} WHERE NOT ({' AND '.join(rules)})"


def _rule(name: str, kind: dict[str, Any]) -> str:
    """A field's type as a condition on its text."""
    if "anyOf" in kind:
        return "(" + " OR ".join(_rule(name, branch) for branch in kind["anyOf"]) + ")"
    if kind.get("type") == "null":
        return f"{name} = ''"
    if kind.get("format") == "date":
        written = rf"regexp_full_match({name}, '\d{{4}}-\d\d-\d\d')"
        return f"({written} AND coalesce(TRY_CAST({name} AS DATE) >= DATE '0001-01-01', false))"
    rules = ["true"]
    if "pattern" in kind:
        rules.append(f"regexp_matches({name}, '{kind['pattern']}')")
    if "minLength" in kind:
        rules.append(f"length({name}) >= {kind['minLength']}")
    if "maxLength" in kind:
        rules.append(f"length({name}) <= {kind['maxLength']}")
    return "(" + " AND ".join(rules) + ")"
