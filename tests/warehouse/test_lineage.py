"""Columns are traced to the tables behind them; names that don't exist are found."""

from __future__ import annotations

import pytest
import sqlglot

from pipelines.warehouse.lineage import Columns, Origin, trace
from pipelines.warehouse.portable import Breach


def table(name: str, *columns: str, fractional: tuple[str, ...] = ()) -> Columns:
    return {c: Origin(frozenset({(name, c)}), c in fractional) for c in columns}


TABLES = {
    "core.x": table("core.x", "id", "a", "b", "share", fractional=("share",)),
    "core.y": table("core.y", "id", "c"),
}


def traced(sql: str) -> tuple[Columns, list[Breach]]:
    [tree] = sqlglot.parse(sql, dialect="duckdb")
    assert tree is not None
    return trace(tree, TABLES)


def parents(sql: str) -> dict[str, list[str]]:
    columns, breaches = traced(sql)
    assert breaches == []
    return {
        name: sorted(f"{owner}.{column}" for owner, column in origin.parents)
        for name, origin in columns.items()
    }


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT a AS n FROM core.x", ["core.x.a"]),
        ("SELECT x.a || y.c AS n FROM core.x JOIN core.y ON x.id = y.id", ["core.x.a", "core.y.c"]),
        ("SELECT x.a || c AS n FROM core.x AS x JOIN core.y USING (id)", ["core.x.a", "core.y.c"]),
        ("SELECT id AS n FROM core.x JOIN core.y USING (id)", ["core.x.id", "core.y.id"]),
        ("SELECT count(*) AS n FROM core.x", []),
        ("SELECT count(*) FILTER (WHERE a = 1) AS n FROM core.x", ["core.x.a"]),
        ("SELECT sum(a) OVER (PARTITION BY b) AS n FROM core.x", ["core.x.a", "core.x.b"]),
        (
            "WITH t AS (SELECT a + b AS s FROM core.x) SELECT s AS n FROM t",
            ["core.x.a", "core.x.b"],
        ),
        ("WITH t(z) AS (SELECT a FROM core.x) SELECT z AS n FROM t", ["core.x.a"]),
        (
            "WITH t AS (SELECT a FROM core.x), u AS (SELECT a FROM t) SELECT a AS n FROM u",
            ["core.x.a"],
        ),
        ("SELECT s.k AS n FROM (SELECT b AS k FROM core.x) AS s", ["core.x.b"]),
        ("SELECT a AS n FROM core.x UNION ALL SELECT c FROM core.y", ["core.x.a", "core.y.c"]),
        ("SELECT (SELECT max(c) FROM core.y WHERE y.id = x.id) AS n FROM core.x", ["core.y.c"]),
        ("SELECT core.x.a AS n FROM core.x", ["core.x.a"]),
        ("SELECT A AS N FROM CORE.X", ["core.x.a"]),
        ("SELECT v AS n FROM core.x CROSS JOIN (VALUES (1), (2)) AS t(v)", []),
        ("SELECT x.a AS n FROM core.x SEMI JOIN core.y ON x.id = y.id WHERE id > 0", ["core.x.a"]),
        (
            "SELECT l.c AS n FROM core.x, LATERAL (SELECT c FROM core.y WHERE y.id = x.id) AS l",
            ["core.y.c"],
        ),
    ],
)
def test_a_column_is_traced_to_its_tables(sql: str, expected: list[str]) -> None:
    assert parents(sql) == {"n": expected}


def test_in_order_by_a_projected_column_comes_before_those_of_tables() -> None:
    sql = "SELECT x.id AS id FROM core.x JOIN core.y ON x.id = y.id ORDER BY id"
    assert parents(sql) == {"id": ["core.x.id"]}


def test_later_parts_of_a_union_need_no_names() -> None:
    sql = "SELECT a AS n, b AS m FROM core.x UNION ALL SELECT upper(c), c FROM core.y"
    assert parents(sql) == {"n": ["core.x.a", "core.y.c"], "m": ["core.x.b", "core.y.c"]}
    sql = "SELECT a AS n, b AS m FROM core.x UNION ALL SELECT c, c FROM core.y"
    assert parents(sql) == {"n": ["core.x.a", "core.y.c"], "m": ["core.x.b", "core.y.c"]}


def test_an_alias_may_be_used_after_it_is_made() -> None:
    sql = "SELECT a AS k, k + b AS n FROM core.x GROUP BY k QUALIFY n > 0 ORDER BY n"
    assert parents(sql) == {"k": ["core.x.a"], "n": ["core.x.a", "core.x.b"]}


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SELECT z AS n\nFROM core.x", "column z, which doesn't exist in x"),
        ("SELECT t.a AS n FROM core.x", "column t.a, which doesn't exist in t"),
        (
            "SELECT y.a AS n FROM core.x JOIN core.y ON x.id = y.id",
            "column y.a, which doesn't exist",
        ),
        ("SELECT a AS n FROM core.x JOIN core.y ON x.id = y.z", "column y.z, which"),
        (
            "SELECT id AS n FROM core.x JOIN core.y ON x.id = y.id",
            "column id, which is in x and in y",
        ),
        ("SELECT a AS n FROM core.x WHERE n > 1", "column n, which"),
        ("SELECT a AS n FROM core.x WHERE a IN (SELECT z FROM core.y)", "column z, which"),
        (
            "WITH t AS (SELECT a FROM core.x) SELECT b AS n FROM t",
            "column b, which doesn't exist in t",
        ),
        ("SELECT a AS n FROM core.x GROUP BY z", "column z, which"),
        ("SELECT y.c AS n FROM core.x ANTI JOIN core.y ON x.id = y.id", "column y.c, which"),
        ("SELECT a AS n, b FROM core.x UNION ALL SELECT c FROM core.y", "2 and 1 columns"),
    ],
)
def test_names_that_do_not_exist_are_found(sql: str, found: str) -> None:
    _, breaches = traced(sql)
    assert len(breaches) == 1
    assert breaches[0].found.startswith(found)


def test_similar_names_are_offered() -> None:
    _, [breach] = traced("SELECT a,\n  shares AS n\nFROM core.x")
    assert breach.line == 2
    assert "share" in breach.instead


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(share AS BIGINT) AS n FROM core.x",
        "SELECT CAST(sum(x.share) AS BIGINT) AS n FROM core.x",
        "WITH t AS (SELECT a / 2 AS half FROM core.x) SELECT CAST(half AS INT) AS n FROM t",
        "SELECT CAST((SELECT max(share) FROM core.x) AS INT) AS n FROM core.y",
        "SELECT CAST(v AS INT) AS n FROM core.x CROSS JOIN (VALUES (1), (0.5)) AS t(v)",
    ],
)
def test_a_fraction_is_known_through_columns_and_cast_to_integer_refused(sql: str) -> None:
    _, breaches = traced(sql)
    assert [breach.rule for breach in breaches] == ["integer-cast"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(a AS BIGINT) AS n FROM core.x",
        "SELECT CAST(floor(share) AS BIGINT) AS n FROM core.x",
        "SELECT CAST(count(share) AS BIGINT) AS n FROM core.x",
        "WITH t AS (SELECT round(share) AS r FROM core.x) SELECT CAST(r AS INT) AS n FROM t",
    ],
)
def test_whole_numbers_may_be_cast(sql: str) -> None:
    _, breaches = traced(sql)
    assert breaches == []


def test_whether_a_column_may_hold_fractions_is_told() -> None:
    columns, _ = traced(
        "SELECT a, share AS s, a / 2 AS h, CASE WHEN a > 0.5 THEN 1 END AS i FROM core.x"
    )
    assert [name for name, origin in columns.items() if origin.fractional] == ["s", "h"]
