"""Each rule of the portable subset: what it refuses and what it lets pass."""

from __future__ import annotations

import pytest
import sqlglot

from pipelines.warehouse.portable import RULES, lint

BAD = [
    ("group-by-all", "SELECT a, count(*) AS n FROM core.x GROUP BY ALL"),
    ("order-by-all", "SELECT a FROM core.x ORDER BY ALL"),
    ("star", "SELECT * FROM core.x"),
    ("star", "FROM core.x"),
    ("star", "SELECT x.* FROM core.x AS x"),
    ("star", "SELECT * EXCLUDE (a) FROM core.x"),
    ("star", "SELECT * REPLACE (1 AS a) FROM core.x"),
    ("columns", "SELECT COLUMNS('a.*') FROM core.x"),
    ("columns", "SELECT count(COLUMNS(*)) FROM core.x"),
    ("column-number", "SELECT #1 FROM core.x"),
    ("pivot", "SELECT a FROM core.x PIVOT (sum(a) FOR b IN (1, 2))"),
    ("pivot", "PIVOT core.x ON a USING sum(b)"),
    ("pivot", "UNPIVOT core.x ON a, b INTO NAME n VALUE v"),
    ("join", "SELECT a FROM core.x ASOF JOIN core.y ON x.t >= y.t"),
    ("join", "SELECT a FROM core.x POSITIONAL JOIN core.y"),
    ("by-name", "SELECT a FROM core.x UNION BY NAME SELECT a FROM core.y"),
    ("by-name", "SELECT a FROM core.x UNION ALL BY NAME SELECT a FROM core.y"),
    ("recursion", "WITH RECURSIVE r AS (SELECT a FROM core.x) SELECT a FROM r"),
    ("quantile", "SELECT quantile_cont(a, 0.5) AS q FROM core.x"),
    ("quantile", "SELECT quantile_disc(a, 0.5) AS q FROM core.x"),
    ("quantile", "SELECT quantile(a, 0.5) AS q FROM core.x"),
    ("quantile", "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) AS q FROM core.x"),
    ("quantile", "SELECT median(a) AS q FROM core.x"),
    ("quantile", "SELECT mode(a) AS q FROM core.x"),
    ("integer-cast", "SELECT CAST(a / NULLIF(b, 0) AS BIGINT) AS c FROM core.x"),
    ("integer-cast", "SELECT (a * 0.5)::INTEGER AS c FROM core.x"),
    ("integer-cast", "SELECT TRY_CAST(avg(a) AS INT) AS c FROM core.x"),
    ("integer-cast", "SELECT CAST(CASE WHEN a > 0 THEN 1.5 END AS INT) AS c FROM core.x"),
    ("integer-cast", "SELECT CAST(CAST(a AS DOUBLE) AS SMALLINT) AS c FROM core.x"),
    ("division", "SELECT a / b AS c FROM core.x"),
    ("division", "SELECT a // b AS c FROM core.x"),
    ("division", "SELECT a % b AS c FROM core.x"),
    ("division", "SELECT a / 0 AS c FROM core.x"),
    ("division", "SELECT a / NULLIF(b, 1) AS c FROM core.x"),
    ("division", "SELECT a / (NULLIF(b, 0) + 1) AS c FROM core.x"),
    ("round-digits", "SELECT round(a, 2) AS c FROM core.x"),
    ("round-digits", "SELECT round(a, b) AS c FROM core.x"),
    ("type", "SELECT CAST(a AS HUGEINT) AS c FROM core.x"),
    ("type", "SELECT a::UINTEGER AS c FROM core.x"),
    ("type", "SELECT CAST(a AS INTEGER[]) AS c FROM core.x"),
    ("type", "SELECT CAST(a AS ENUM('x', 'y')) AS c FROM core.x"),
    ("list", "SELECT [a, b] AS c FROM core.x"),
    ("list", "SELECT list_value(a) AS c FROM core.x"),
    ("list", "SELECT list(a) AS c FROM core.x"),
    ("list", "SELECT array_agg(a ORDER BY a) AS c FROM core.x"),
    ("list", "SELECT a[1] AS c FROM core.x"),
    ("list", "SELECT a[1:2] AS c FROM core.x"),
    ("list", "SELECT string_split(a, ',') AS c FROM core.x"),
    ("list", "SELECT list_contains(a, 1) AS c FROM core.x"),
    ("list", "SELECT list_transform(a, lambda y: y + 1) AS c FROM core.x"),
    ("list", "SELECT [y FOR y IN a] AS c FROM core.x"),
    ("struct", "SELECT {'a': 1} AS c FROM core.x"),
    ("struct", "SELECT struct_pack(a := 1) AS c FROM core.x"),
    ("struct", "SELECT MAP {'a': 1} AS c FROM core.x"),
    ("struct", "SELECT (a, b) AS c FROM core.x"),
    ("struct", "SELECT a ->> 'b' AS c FROM core.x"),
    ("lambda", "SELECT list_transform(a, lambda y: y + 1) AS c FROM core.x"),
    ("unnest", "SELECT unnest(a) AS c FROM core.x"),
    ("unnest", "SELECT u FROM core.x, unnest(a) AS t(u)"),
    ("series", "SELECT i FROM core.x, range(10) AS t(i)"),
    ("series", "SELECT i FROM core.x, generate_series(1, 10) AS t(i)"),
    ("arg-max", "SELECT arg_max(a, b) AS c FROM core.x"),
    ("arg-max", "SELECT min_by(a, b) AS c FROM core.x"),
    ("first", "SELECT first(a) AS c FROM core.x"),
    ("first", "SELECT last(a) AS c FROM core.x"),
    ("distinct-on", "SELECT DISTINCT ON (a) a, b FROM core.x"),
    ("format", "SELECT format('{}', a) AS c FROM core.x"),
    ("pattern", "SELECT a FROM core.x WHERE a GLOB 'b*'"),
    ("sample", "SELECT a FROM core.x USING SAMPLE 10"),
    ("sample", "SELECT a FROM core.x TABLESAMPLE 10%"),
    ("parameter", "SELECT $1 AS a FROM core.x"),
    ("parameter", "SELECT ? AS a FROM core.x"),
    ("clock", "SELECT current_date AS a FROM core.x"),
    ("clock", "SELECT random() AS a FROM core.x"),
    ("window-order", "SELECT row_number() OVER (PARTITION BY a) AS c FROM core.x"),
    ("window-order", "SELECT lag(a) OVER () AS c FROM core.x"),
    ("text-order", "SELECT string_agg(a, ', ') AS c FROM core.x"),
    ("limit", "SELECT a FROM core.x LIMIT 3"),
    ("limit", "SELECT a FROM core.x ORDER BY a LIMIT 10%"),
    ("function", "SELECT printf('%d', a) AS c FROM core.x"),
    ("function", "SELECT list_sum(a) AS c FROM core.x"),
    ("function", "SELECT now() AS c FROM core.x"),
]

GOOD = [
    "SELECT a, count(*) AS n FROM core.x GROUP BY a ORDER BY a",
    "SELECT a, count(*) AS n FROM core.x GROUP BY 1 HAVING count(*) > 1",
    "SELECT a FROM core.x WHERE (a, b) IN (SELECT c, d FROM core.y)",
    "SELECT a FROM core.x UNION ALL SELECT a FROM core.y",
    "SELECT DISTINCT a FROM core.x",
    "SELECT count(DISTINCT a) AS n FROM core.x",
    "SELECT a FROM core.x LEFT JOIN core.y USING (b)",
    "SELECT sum(a) FILTER (WHERE b) AS c FROM core.x",
    "SELECT a / NULLIF(b, 0) AS c FROM core.x",
    "SELECT a / (2 * NULLIF(b, 0)) AS c FROM core.x",
    "SELECT a / CAST(NULLIF(b, 0) AS DOUBLE) AS c FROM core.x",
    "SELECT a / 100 AS c, a % 10 AS d FROM core.x",
    "SELECT CAST(floor((200 * a + b) / NULLIF(2 * b, 0)) AS BIGINT) AS c FROM core.x",
    "SELECT CAST(round(a * 0.5) AS INTEGER) AS c FROM core.x",
    "SELECT CAST(ceil(a / 2) + 1 AS INTEGER) AS c FROM core.x",
    "SELECT CAST(sum(a) AS BIGINT) AS c FROM core.x",
    "SELECT CAST('3' AS INTEGER) AS c, CAST(a > 0.5 AS INTEGER) AS d FROM core.x",
    "SELECT CAST(CASE WHEN a > 0.5 THEN 1 ELSE 0 END AS BIGINT) AS c FROM core.x",
    "SELECT round(a * 100, 9) AS c, round(a) AS d, round(a, 0) AS e FROM core.x",
    "SELECT CAST(a AS VARCHAR) || 'x' AS c, DATE '2001-01-01' AS d FROM core.x",
    "SELECT any_value(a) AS c, min(a) AS d, greatest(a, b) AS e FROM core.x",
    "SELECT a FROM core.x QUALIFY row_number() OVER (PARTITION BY b ORDER BY a) = 1",
    "SELECT row_number() OVER w AS n FROM core.x WINDOW w AS (ORDER BY a)",
    "SELECT last_value(a IGNORE NULLS) OVER (ORDER BY b) AS c FROM core.x",
    "SELECT sum(a) OVER (PARTITION BY b) AS c FROM core.x",
    "SELECT string_agg(DISTINCT a, ', ' ORDER BY a) AS c FROM core.x",
    "SELECT a FROM core.x ORDER BY a LIMIT 3",
    "SELECT a, count(*) AS n FROM core.x GROUP BY GROUPING SETS ((a), ())",
    "SELECT split_part(a, '/', 1) AS c, strpos(a, 'b') AS d, lpad(a, 3, '0') AS e FROM core.x",
    "SELECT coalesce(a, b) AS c, a IS DISTINCT FROM b AS d FROM core.x",
    "SELECT EXISTS (SELECT 1 FROM core.y WHERE y.a = x.a) AS c FROM core.x",
]


@pytest.mark.parametrize(("rule", "sql"), BAD)
def test_what_engines_compute_differently_is_refused(rule: str, sql: str) -> None:
    [tree] = sqlglot.parse(sql, dialect="duckdb")
    assert tree is not None
    assert rule in {breach.rule for breach in lint(tree)}


@pytest.mark.parametrize("sql", GOOD)
def test_plain_sql_passes(sql: str) -> None:
    [tree] = sqlglot.parse(sql, dialect="duckdb")
    assert tree is not None
    assert lint(tree) == []


def test_every_rule_has_a_bad_sample() -> None:
    assert {rule.id for rule in RULES} == {rule for rule, _ in BAD}


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("SELECT a,\n  a / b AS c\nFROM core.x", 2),
        ("SELECT a\nFROM core.x\nGROUP BY ALL", 2),
        ("-- comment\nSELECT\n  a,\n  median(\n a) AS m\nFROM core.x", 4),
    ],
)
def test_a_breach_says_its_line(sql: str, line: int) -> None:
    [tree] = sqlglot.parse(sql, dialect="duckdb")
    assert tree is not None
    assert [breach.line for breach in lint(tree)] == [line]
