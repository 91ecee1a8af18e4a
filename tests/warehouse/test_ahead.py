"""Tasks in a second thread: in order, once each, and ended where somebody leaves."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import duckdb
import pytest

from pipelines.warehouse.ahead import Ahead


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def test_tasks_follow_each_other_in_another_thread(con: duckdb.DuckDBPyConnection) -> None:
    ahead = Ahead(con)
    threads = []

    def make(table: str, of: str) -> duckdb.DuckDBPyConnection:
        threads.append(threading.get_ident())
        return work.execute(f"CREATE TABLE {table} AS {of}")

    work = con.cursor()
    ahead.begin(
        {
            "a": lambda _: make("a", "SELECT 1 AS i"),
            "b": lambda _: make("b", "SELECT i + 1 AS i FROM a"),
        }
    )
    ahead.begin({"a": lambda _: pytest.fail("done twice")})
    ahead.result("b")
    ahead.close()
    assert con.execute("SELECT i FROM b").fetchall() == [(2,)]
    assert len(threads) == 2
    assert threading.get_ident() not in threads


def test_after_a_failure_nothing_begins(con: duckdb.DuckDBPyConnection) -> None:
    ahead = Ahead(con)
    ahead.begin(
        {
            "good": lambda work: work.execute("SELECT 7").fetchall(),
            "bad": lambda work: work.execute("SELECT nothing"),
            "later": lambda work: work.execute("CREATE TABLE later AS SELECT 1"),
        }
    )
    assert ahead.result("good") == [(7,)]
    for name in ("bad", "later"):
        with pytest.raises(duckdb.BinderException, match="nothing"):
            ahead.result(name)
    ahead.close()
    assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]


def test_who_leaves_early_need_not_wait(con: duckdb.DuckDBPyConnection) -> None:
    usual = sys.getswitchinterval()
    ahead, begun = Ahead(con), threading.Event()

    def endless(work: duckdb.DuckDBPyConnection) -> None:
        begun.set()
        work.execute("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b")

    ahead.begin({"endless": endless, "next": lambda work: work.execute("CREATE TABLE t (i INT)")})
    assert begun.wait(10)
    time.sleep(0.2)
    started = time.monotonic()
    ahead.close()
    assert time.monotonic() - started < 10
    assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(0,)]
    assert sys.getswitchinterval() == usual
