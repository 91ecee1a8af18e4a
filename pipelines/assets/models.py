"""The SQL models: one asset for each file of sql/, its checks, one step for each schema.

A step for each table would cost a small survey more than its SQL does. A table can
still be made alone: the steps take any part of their assets. A step that has to wait for
another one in between would be split, and all others with it, so that the paired tests, which
Python computes of some tables of the trends for others, belong to their step.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import dagster as dg
import duckdb

from pipelines.assets.build import Build
from pipelines.assets.load import filled_tables, statistics_of
from pipelines.assets.tables import code_reference, describe, key_of, made, model_spec, table_specs
from pipelines.statistics.fill import fill_paired_tests
from pipelines.warehouse.ahead import ahead
from pipelines.warehouse.engine import CheckResult, materialise, run_check
from pipelines.warehouse.models import SCHEMAS, Check, Model, ModelGraph
from pipelines.warehouse.tables import Table

PANELS = "trends.panels"
"""The table of which the paired tests are computed."""


def model_assets(graph: ModelGraph, owners: list[str]) -> list[dg.AssetsDefinition]:
    """An asset for each model, an asset check for each check."""
    present = [schema for schema in SCHEMAS if _models_of(graph, schema)]
    return [_schema(graph, schema, owners) for schema in present]


def _models_of(graph: ModelGraph, schema: str) -> list[Model]:
    return [model for model in graph.ordered if model.schema == schema]


def _checks_of(graph: ModelGraph, schema: str) -> dict[str, Check]:
    """The checks whose last table lies in a schema, by that table and their own name."""
    return {
        f"{table} {check.name}": check
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
    checks = _checks_of(graph, schema)
    between = statistics_of(schema) if PANELS in {model.name for model in models} else []
    before = [key_of(name) for name in ("input.survey", PANELS)]

    @dg.multi_asset(
        name=schema,
        specs=[
            *(model_spec(model, owners) for model in models),
            *table_specs(between, schema, owners, before),
        ],
        check_specs=[_check_spec(name.split(" ")[0], check) for name, check in checks.items()],
        can_subset=True,
    )
    def tables(context: dg.AssetExecutionContext, build: Build) -> Iterator[Any]:
        con, wanted = build.con, context.selected_asset_keys
        tasks: list[Callable[[], Any]] = []
        for model in models:
            if key_of(model.name) in wanted:
                tasks.append(partial(_made, con, model))
            if model.name == PANELS and {key_of(t.name) for t in between} & wanted:
                tasks.append(partial(_tested, con, between))
        wanted_checks = context.op_execution_context.selected_asset_check_keys
        for name, check in checks.items():
            key = dg.AssetCheckKey(key_of(name.split(" ")[0]), check.name)
            if key in wanted_checks:
                tasks.append(partial(_checked, con, key, check))
        with ahead(tasks, con.interrupt) as results:
            for result in results:
                yield from result

    return tables


def _check_spec(table: str, check: Check) -> dg.AssetCheckSpec:
    """A blocking check, which a result of severity warning never is."""
    return dg.AssetCheckSpec(
        check.name,
        asset=key_of(table),
        description=describe(check.description, check.grain),
        metadata=code_reference(check.path),
        blocking=True,
    )


def _made(con: duckdb.DuckDBPyConnection, model: Model) -> list[Any]:
    return [made(model.name, materialise(con, model))]


def _tested(con: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> list[Any]:
    fill_paired_tests(con)
    return list(filled_tables(con, tables))


def _checked(con: duckdb.DuckDBPyConnection, key: dg.AssetCheckKey, check: Check) -> list[Any]:
    result = run_check(con, check)
    error = check.severity == "error"
    return [
        dg.AssetCheckResult(
            asset_key=key.asset_key,
            check_name=key.name,
            passed=result.passed,
            severity=dg.AssetCheckSeverity.ERROR if error else dg.AssetCheckSeverity.WARN,
            description=None if result.passed else _told(check, result),
            metadata={"rows": result.total, **_rows(result)},
        )
    ]


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
