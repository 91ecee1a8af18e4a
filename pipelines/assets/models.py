"""The SQL models: one asset for each file of sql/, its checks, one step for each schema.

A step for each table would cost a small survey more than its SQL does. A table can
still be made alone: the steps take any part of their assets. A step that has to wait for
another one in between would be split, and all others with it, so that the paired tests, which
Python computes of some tables of the trends for others, belong to their step.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import dagster as dg
import duckdb

from pipelines.assets.build import Build
from pipelines.assets.load import (
    LOOKED_UP_BY,
    LOOKUPS,
    fill_lookups,
    filled_tables,
    statistics_of,
)
from pipelines.assets.tables import code_reference, describe, key_of, made, model_spec, table_specs
from pipelines.statistics.fill import PANEL_TESTS
from pipelines.warehouse.ahead import Task
from pipelines.warehouse.engine import CheckResult, materialise, run_check
from pipelines.warehouse.models import SCHEMAS, Check, Model, ModelGraph
from pipelines.warehouse.tables import Table

PANELS = "trends.panels"
PROMISE = "promise"
"""Metadata of a check's result: what should hold, in a sentence."""
"""The table of which the paired tests are computed."""


def model_assets(graph: ModelGraph, owners: list[str]) -> list[dg.AssetsDefinition]:
    """An asset for each model, an asset check for each check."""
    return [_schema(graph, schema, owners) for schema in _schemas_of(graph)]


def tasks_after_loading(graph: ModelGraph) -> dict[str, Task]:
    """What makes tables of the loaded ones, and checks them, in order, by its name in the UI."""
    tasks: dict[str, Task] = {}
    for schema in _schemas_of(graph):
        if schema == LOOKED_UP_BY:
            tasks[LOOKUPS] = fill_lookups
        tasks |= _tasks(graph, schema)
    return tasks


def _schemas_of(graph: ModelGraph) -> list[str]:
    return [schema for schema in SCHEMAS if _models_of(graph, schema)]


def _models_of(graph: ModelGraph, schema: str) -> list[Model]:
    return [model for model in graph.ordered if model.schema == schema]


def _checks_of(graph: ModelGraph, schema: str) -> dict[dg.AssetCheckKey, Check]:
    """The checks whose last table lies in a schema; each is a check of that table."""
    return {
        dg.AssetCheckKey(key_of(table), check.name): check
        for check in graph.checks
        if (table := _last_read(graph, check)).split(".")[0] == schema
    }


def _last_read(graph: ModelGraph, check: Check) -> str:
    """The table after which a check can be run; one that only reads sources waits for core."""
    order = [model.name for model in graph.ordered]
    first = next(name for name in order if name.startswith(SCHEMAS[0]))
    return max((first, *check.depends_on), key=order.index)


def _schema(graph: ModelGraph, schema: str, owners: list[str]) -> dg.AssetsDefinition:
    models = _models_of(graph, schema)
    tested = PANELS in {model.name for model in models}
    before = [key_of(name) for name in ("input.survey", "trends.pairs", PANELS)]
    tests = table_specs(statistics_of(schema), schema, owners, before) if tested else []
    tasks = _tasks(graph, schema)

    @dg.multi_asset(
        name=schema,
        specs=[*(model_spec(model, owners) for model in models), *tests],
        check_specs=[_check_spec(check, key) for key, check in _checks_of(graph, schema).items()],
        can_subset=True,
    )
    def tables(context: dg.AssetExecutionContext, build: Build) -> Iterator[Any]:
        chosen = context.selected_asset_keys | context.selected_asset_check_keys
        names = {key.to_user_string() for key in chosen}
        wanted = {name: task for name, task in tasks.items() if name in names}
        build.ahead.begin(wanted)
        for name in wanted:
            yield build.ahead.result(name)

    return tables


def _tasks(graph: ModelGraph, schema: str) -> dict[str, Task]:
    """What makes the tables of a schema, and checks them when all of them stand."""
    tasks: dict[str, Task] = {}
    for model in _models_of(graph, schema):
        tasks[key_of(model.name).to_user_string()] = partial(_made, model)
        if model.name == PANELS:
            for table in statistics_of(schema):
                tasks[key_of(table.name).to_user_string()] = partial(_tested, table)
    for key, check in _checks_of(graph, schema).items():
        tasks[key.to_user_string()] = partial(_checked, key, check)
    return tasks


def _check_spec(check: Check, key: dg.AssetCheckKey) -> dg.AssetCheckSpec:
    """A blocking check, which a result of severity warning never is."""
    return dg.AssetCheckSpec(
        check.name,
        asset=key.asset_key,
        description=describe(check.description, check.grain),
        metadata=code_reference(check.path),
        blocking=True,
    )


def _made(model: Model, con: duckdb.DuckDBPyConnection) -> Any:
    return made(model.name, materialise(con, model))


def _tested(table: Table, con: duckdb.DuckDBPyConnection) -> Any:
    PANEL_TESTS[table.name](con)
    [result] = filled_tables(con, [table])
    return result


def _checked(key: dg.AssetCheckKey, check: Check, con: duckdb.DuckDBPyConnection) -> Any:
    result = run_check(con, check)
    error = check.severity == "error"
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if error else dg.AssetCheckSeverity.WARN,
        description=None if result.passed else _told(check, result),
        metadata={"rows": result.total, PROMISE: check.description.split(". ")[0], **_rows(result)},
    )


def _told(check: Check, result: CheckResult) -> str:
    first = ", ".join(f"{name} {value}" for name, value in result.rows[0].items())
    return f"{check.place()}: {result.total} rows break the promise, the first: {first}"


def _rows(result: CheckResult) -> dict[str, dg.TableMetadataValue]:
    if result.passed:
        return {}
    texts = [{name: str(value) for name, value in row.items()} for row in result.rows]
    schema = dg.TableSchema([dg.TableColumn(name) for name in texts[0]])
    records = [dg.TableRecord(row) for row in texts]
    return {"breaking": dg.MetadataValue.table(records, schema)}
