"""Connections, models made into tables, checks that return rows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import BuildError
from pipelines.warehouse.engine import CheckResult, connect, materialise, run_check
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.models import Model, read_check, read_model
from pipelines.warehouse.tables import create
from tests.warehouse.files import write


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        create(con, INPUT)
        con.execute("INSERT INTO input.integers VALUES (0), (1), (2)")
        yield con


def model(tmp_path: Path, select: str, *columns: str) -> Model:
    return read_model(write(tmp_path / "sql", "trends/a", select, *columns))


def test_a_model_becomes_a_table_and_its_rows_are_counted(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    made = model(tmp_path, "SELECT i FROM input.integers WHERE i > 0", "i")
    assert materialise(con, made).rows == 2
    assert con.execute("SELECT i FROM trends.a ORDER BY i").fetchall() == [(1,), (2,)]


def test_a_model_may_be_made_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    materialise(con, model(tmp_path, "SELECT i FROM input.integers", "i"))
    again = model(tmp_path, "SELECT i AS j FROM input.integers WHERE i > 9;", "j")
    assert materialise(con, again).rows == 0


def test_the_documentation_becomes_comments(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    materialise(con, model(tmp_path, "SELECT i FROM input.integers", "i"))
    [(table,)] = con.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'trends'"
    ).fetchall()
    [(column,)] = con.execute(
        "SELECT comment FROM duckdb_columns() WHERE schema_name = 'trends'"
    ).fetchall()
    assert table == "A table made for a test. Grain: wave."
    assert column == "what i is"


def test_what_duckdb_refuses_is_told_with_file_and_line(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(BuildError) as caught:
        materialise(con, model(tmp_path, "SELECT\n    j AS i\nFROM input.integers", "i"))
    [problem] = caught.value.problems
    assert problem.where == "sql/trends/a.sql:6"
    assert 'column "j" not found' in problem.found


def test_a_value_that_does_not_fit_is_told_with_file(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    select = "SELECT CAST(CAST(i AS VARCHAR) || 'x' AS BIGINT) AS i FROM input.integers"
    with pytest.raises(BuildError, match=r"sql/trends/a\.sql.*Could not convert string '0x'"):
        materialise(con, model(tmp_path, select, "i"))


def test_columns_are_compared_with_the_documented_ones_again(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    made = model(tmp_path, "SELECT i FROM input.integers", "i")
    made.columns["j"] = "a column that the SELECT doesn't have"
    with pytest.raises(BuildError, match="found columns i; expected as documented: i, j"):
        materialise(con, made)


def test_a_model_that_fails_leaves_the_table_before_it(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    materialise(con, model(tmp_path, "SELECT i FROM input.integers", "i"))
    failing = model(tmp_path, "SELECT CAST('x' || CAST(i AS VARCHAR) AS BIGINT) AS i "
                    "FROM input.integers", "i")  # fmt: skip
    with pytest.raises(BuildError, match="Could not convert"):
        materialise(con, failing)
    assert con.execute("SELECT count(*) FROM trends.a").fetchone() == (3,)


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (duckdb.IOException("Could not write file: No space left on device"), "Free space"),
        (duckdb.OutOfMemoryException("failed to allocate"), "more memory"),
    ],
)
def test_a_full_disk_or_memory_says_what_to_do(
    tmp_path: Path, error: duckdb.Error, action: str
) -> None:
    class Full:
        def execute(self, _: str) -> None:
            raise error

        def begin(self) -> None: ...

        def rollback(self) -> None: ...

    with pytest.raises(BuildError, match=action):
        materialise(Full(), model(tmp_path, "SELECT i FROM input.integers", "i"))  # type: ignore[arg-type]


def test_a_check_without_rows_passes(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    select = "SELECT i FROM input.integers WHERE i < 0"
    path = write(tmp_path / "sql", "checks/c", select, "i", severity="error")
    result = run_check(con, read_check(path))
    assert result == CheckResult(0, [])
    assert result.passed


def test_a_failing_check_counts_all_rows_and_shows_the_first(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    select = "SELECT i FROM input.integers ORDER BY i -- end"
    path = write(tmp_path / "sql", "checks/c", select, "i", severity="error")
    result = run_check(con, read_check(path), limit=2)
    assert result == CheckResult(3, [{"i": 0}, {"i": 1}])
    assert not result.passed


def test_a_check_that_duckdb_refuses_is_told(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "sql",
        "checks/c",
        "SELECT\n    j AS i\nFROM input.integers",
        "i",
        severity="error",
    )
    with pytest.raises(BuildError, match=r"sql/checks/c.sql:7"):
        run_check(con, read_check(path))


def test_settings_hold_for_the_connection(tmp_path: Path) -> None:
    with connect(
        tmp_path / "w.duckdb", memory_limit="100MiB", temp_directory=tmp_path / "t"
    ) as con:
        row = con.execute(
            "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        ).fetchone()
    assert row == ("100.0 MiB", str(tmp_path / "t"))


def test_a_plain_connection_of_the_same_process_may_stand_beside_ours(tmp_path: Path) -> None:
    connect(tmp_path / "w.duckdb").close()
    with (
        connect(tmp_path / "w.duckdb", read_only=True, memory_limit="100MiB") as ours,
        duckdb.connect(tmp_path / "w.duckdb", read_only=True) as theirs,
    ):
        assert ours.execute("SELECT 1").fetchone() == theirs.execute("SELECT 1").fetchone()


def test_a_link_that_moved_is_followed_by_the_next_connection(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with connect(tmp_path / f"{name}.duckdb") as con:
            con.execute(f"CREATE TABLE t AS SELECT '{name}' AS name")
    link = tmp_path / "current.duckdb"
    seen = []
    for name in ("one", "two"):
        link.unlink(missing_ok=True)
        link.symlink_to(f"{name}.duckdb")
        seen.append(connect(link, read_only=True))
    assert [con.execute("SELECT name FROM t").fetchone() for con in seen] == [("one",), ("two",)]
    for con in seen:
        con.close()


@pytest.mark.parametrize(
    ("name", "read_only", "found"),
    [
        ("gone.duckdb", True, "Build the warehouse first"),
        ("gone/w.duckdb", False, "Check the path"),
        ("text", False, "not a valid DuckDB database file"),
        ("text/w.duckdb", False, "Check the path"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told(
    tmp_path: Path, name: str, read_only: bool, found: str
) -> None:
    (tmp_path / "text").write_text("no database, but more than a line of text\n" * 1000)
    with pytest.raises(BuildError, match=found):
        connect(tmp_path / name, read_only=read_only)


FILL_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from pipelines.errors import BuildError
from pipelines.warehouse.engine import connect, materialise
from pipelines.warehouse.models import read_model
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
con = connect(Path(sys.argv[1]))
con.execute("CREATE SCHEMA input")
con.execute("CREATE TABLE input.integers AS SELECT hash(r) AS i FROM range(1500) AS t(r)")
try:
    materialise(con, read_model(Path(sys.argv[2])))
except BuildError as error:
    sys.exit(str(error))
"""


def test_a_disk_that_fills_up_while_a_model_is_made_is_told(tmp_path: Path) -> None:
    product = "(a.i % 1000003) * (b.i % 1000003) AS i"  # noise, so that it stays large
    doubled = f"SELECT {product} FROM input.integers AS a CROSS JOIN input.integers AS b"
    path = write(tmp_path / "sql", "trends/a", doubled, "i")
    ended = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK,
         tmp_path / "w.duckdb", path],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "sql/trends/a.sql" in ended.stderr
    assert "Free space on the disk" in ended.stderr
    assert "Traceback" not in ended.stderr
