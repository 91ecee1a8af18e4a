"""The page of a made-up survey, and its charts."""

from __future__ import annotations

import pytest

from pipelines.report.charts import Chart, charts_of
from pipelines.report.content import Page
from pipelines.report.figures import Figure, read_figures
from pipelines.report.reading import read_page
from pipelines.warehouse.rows import read_rows
from tests.report.made_up import made_up


@pytest.fixture(scope="module")
def read() -> tuple[Page, dict[str, Figure]]:
    con = made_up().con
    row = read_rows(con, "SELECT * FROM report.waves WHERE wave = '2020'")[0]
    return read_page(con, row), read_figures(con)


@pytest.fixture(scope="module")
def charts(read: tuple[Page, dict[str, Figure]]) -> dict[str, Chart]:
    return charts_of(*read)
