"""The same numbers as R's packages survey and stats give for the same answers.

Runs where Rscript and the package survey are installed; `python -m tests.r` prints both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.r import compare, rscript, surveys
from tests.r.__main__ import numbers
from tests.surveys.real import DATA

pytestmark = pytest.mark.r
PAGE = Path(__file__).parents[2] / "docs" / "method.md"


def _real(survey: str) -> object:
    lacks = not (DATA / survey).is_dir()
    reason = f"the raw files (../shared/data/{survey}) are not on this machine"
    return pytest.param(survey, marks=pytest.mark.skipif(lacks, reason=reason))


MADE_UP, GODI, DASK = "made_up", _real("godi"), _real("dask")


def of(*names: object) -> pytest.MarkDecorator:
    """The surveys that a test looks at, each built once."""
    return pytest.mark.parametrize("con", names, indirect=True, scope="module")


@pytest.fixture(scope="module")
def asks_r() -> None:
    """Nothing is built where there is no R."""
    if reason := rscript.lacking():
        pytest.skip(reason)


@pytest.fixture(scope="module")
def con(
    request: pytest.FixtureRequest, asks_r: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of a survey."""
    del asks_r
    found = surveys.SURVEYS[request.param](tmp_path_factory.mktemp(request.param))
    yield found
    found.close()


def same(pairs: list[compare.Pair]) -> bool:
    for key, ours, theirs in pairs:
        for name, value in theirs.items():
            expected = None if value is None else pytest.approx(value, abs=1e-9)
            assert ours[name] == expected, (key, name)
    return len(pairs) > 0


@of(MADE_UP, GODI, DASK)
def test_shares_standard_errors_and_limits(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    pairs = compare.shares(con, tmp_path)
    assert same(pairs)
    assert [1 for _, ours, _ in pairs if ours["members_low"] is not None]
    assert all(ours["standard_error_members"] <= ours["standard_error"] for _, ours, _ in pairs)


@of(MADE_UP, GODI)
def test_groups(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert same(compare.groups(con, tmp_path))


@of(MADE_UP, DASK)
def test_means_and_quartiles_of_ratings(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert same(compare.scales(con, tmp_path))


@of(MADE_UP)
def test_means_and_quartiles_of_numbers(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert same(compare.numbers(con, tmp_path))


@of(MADE_UP, DASK)
def test_net_scores(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert same(compare.nets(con, tmp_path))


@of(MADE_UP, GODI)
def test_mcnemar(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert same(compare.paired(con, tmp_path))


@of(GODI, DASK)
def test_shares_of_answers_with_made_up_weights(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with surveys.weighted(con):
        pairs = compare.shares(con, tmp_path)
    assert same(pairs)
    assert all(ours["n_effective"] < ours["base"] for _, ours, _ in pairs)


@of(MADE_UP, GODI, DASK)
def test_the_page_shows_both(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.params["con"]
    page = PAGE.read_text(encoding="utf-8").splitlines()
    assert list(numbers(name, con, tmp_path)) == [line for line in page if line[:8].strip() == name]
