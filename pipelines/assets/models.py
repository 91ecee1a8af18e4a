"""The SQL models: one asset for each file of sql/, and its checks."""

import dagster as dg

from pipelines.assets.build import Build
from pipelines.assets.tables import code_reference, describe, filled, key_of
from pipelines.warehouse.engine import CheckResult, materialise, run_check
from pipelines.warehouse.models import Check, Model, ModelGraph


def model_assets(graph: ModelGraph, owners: list[str]) -> list[dg.AssetsDefinition]:
    """An asset for each model."""
    return [_model_asset(model, owners) for model in graph.ordered]


def model_checks(graph: ModelGraph) -> list[dg.AssetChecksDefinition]:
    """An asset check for each check, on the last of the tables that it reads.

    Each is blocking, which a result of severity warning never is: what follows waits for
    the check, and is not built on a broken promise.
    """
    return [_model_check(check, graph) for check in graph.checks]


def _model_asset(model: Model, owners: list[str]) -> dg.AssetsDefinition:
    @dg.asset(
        key=key_of(model.name),
        deps=_read_by(model),
        group_name=model.schema,
        description=describe(model.description, model.grain),
        kinds={"duckdb", "sql"},
        owners=owners,
        code_version=model.code_version[:12],
        metadata=code_reference(model.path),
    )
    def table(build: Build) -> dg.MaterializeResult:  # type: ignore[type-arg]
        rows = materialise(build.con, model)
        return filled(build.con, model.name, model.columns, rows, model)

    return table


def _model_check(check: Check, graph: ModelGraph) -> dg.AssetChecksDefinition:
    order = [model.name for model in graph.ordered]
    read = [*check.sources, *sorted(check.depends_on, key=order.index)]
    severity = (
        dg.AssetCheckSeverity.ERROR if check.severity == "error" else dg.AssetCheckSeverity.WARN
    )

    @dg.asset_check(
        asset=key_of(read[-1]),
        name=check.name,
        additional_deps=[key_of(name) for name in read[:-1]],
        description=describe(check.description, check.grain),
        metadata=code_reference(check.path),
        blocking=True,
    )
    def promise(build: Build) -> dg.AssetCheckResult:
        result = run_check(build.con, check)
        return dg.AssetCheckResult(
            passed=result.passed,
            severity=severity,
            description=None if result.passed else _told(check, result),
            metadata={"rows": result.total, **_rows(result)},
        )

    return promise


def _read_by(model: Model) -> list[dg.AssetKey]:
    return [key_of(name) for name in (*model.sources, *model.depends_on)]


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
