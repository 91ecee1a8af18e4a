"""The tables that Python fills: the survey folder, the waves' content, the statistics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
import duckdb

from pipelines import stages
from pipelines.assets.build import Build
from pipelines.assets.tables import filled, key_of, table_specs
from pipelines.harmonise.load import count_panels, load_core
from pipelines.statistics.fill import fill_statistics
from pipelines.survey.tables import fill_input
from pipelines.warehouse.ahead import Task
from pipelines.warehouse.core_tables import LOADED
from pipelines.warehouse.input_tables import INPUT
from pipelines.warehouse.statistics_tables import STATISTICS
from pipelines.warehouse.tables import Table

ROW_GROUP = 122_880
"""Rows of a table that DuckDB gives to a thread: of fewer a second one gets none, and looks for
work all the time."""


LOOKUPS = "statistics"
LOOKED_UP_BY = "indicators"
"""The step that fills the lookup tables, and the schema that they belong to and that needs them."""


def load_assets(owners: list[str], following: Mapping[str, Task]) -> list[dg.AssetsDefinition]:
    """One step for survey and waves, which belong together, and one for the statistics.

    Args:
        owners: of the tables.
        following: what a whole run does next, begun while the loaded tables are recorded.
    """
    return [_load(owners, following), _lookups(owners)]


def _load(owners: list[str], following: Mapping[str, Task]) -> dg.AssetsDefinition:
    before = [dg.AssetKey(["waves", "harmonise"])]
    specs = table_specs(INPUT, "input", owners, before) + table_specs(
        LOADED, "core", owners, before
    )

    @dg.multi_asset(specs=specs, name="load")
    def load(context: dg.AssetExecutionContext, build: Build) -> Iterator[Any]:
        works, stale = stages.content(build.survey, build.published_keys())
        for wave in sorted(stale):
            context.log.warning(f"wave {wave} is stopped and keeps its last published content")
        responses = [stages.count(work)["responses"] for work in works.values()]
        absent = set(stages.waves_with_sources(build.survey)) - set(works)
        if sum(responses) * len(build.survey.bank.questions) < ROW_GROUP:
            build.con.execute("SET threads = 1")
        fill_input(build.con, build.survey, stale, absent, max(responses, default=0))
        loaded = load_core(build.con, build.survey, works)
        loaded["core.panel_counts"] = count_panels(build.con, build.survey, works)
        build.remember(works)
        if build.everything:
            build.ahead.begin(following)
        yield from filled_tables(build.con, INPUT)
        yield from filled_tables(build.con, LOADED, loaded)

    return load


def _lookups(owners: list[str]) -> dg.AssetsDefinition:
    before = [key_of(name) for name in ("input.survey", "core.waves")]
    specs = table_specs(statistics_of(LOOKED_UP_BY), LOOKED_UP_BY, owners, before)

    @dg.multi_asset(specs=specs, name=LOOKUPS)
    def statistics(build: Build) -> Iterator[Any]:
        build.ahead.begin({LOOKUPS: fill_lookups})
        yield from build.ahead.result(LOOKUPS)

    return statistics


def fill_lookups(con: duckdb.DuckDBPyConnection) -> list[Any]:
    """Fill the lookup tables of the indicators; what is recorded of them."""
    fill_statistics(con)
    return list(filled_tables(con, statistics_of(LOOKED_UP_BY)))


def statistics_of(schema: str) -> list[Table]:
    """The lookup tables of a schema."""
    return [table for table in STATISTICS if table.name.startswith(f"{schema}.")]


def filled_tables(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Table], counts: Mapping[str, int] | None = None
) -> Iterator[Any]:
    """What is recorded of tables that Python filled; their rows are counted where not told."""
    counts = counts or _counts(con, tables)
    for table in tables:
        yield filled(table.name, counts.get(table.name))


def _counts(con: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> dict[str, int]:
    """Rows of small tables."""
    names = [table.name for table in tables]
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)
    row = con.execute(f"SELECT {counts}").fetchone()
    return dict(zip(names, row or (), strict=True))
