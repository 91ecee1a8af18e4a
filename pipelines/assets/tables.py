"""Tables as assets: keys, descriptions, and the metadata that the UI understands.

What is known before a run (what each column means and comes from) belongs to the definition, where
the UI shows it before there is a table; what a run finds out (rows, types) to its event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.definitions.metadata import TableMetadataSet

from pipelines.warehouse.engine import Made
from pipelines.warehouse.models import Model
from pipelines.warehouse.tables import Table

NOT_MADE_YET = ""
"""Type of a column that only a run can tell."""


def key_of(table: str) -> dg.AssetKey:
    """`trends.changes` is the asset trends/changes."""
    return dg.AssetKey(table.split("."))


def owners_of(owner: str | None) -> list[str]:
    """The survey's owner as Dagster writes it: an e-mail address, or `team:name`."""
    if not owner:
        return []
    return [owner if "@" in owner or owner.startswith("team:") else f"team:{owner}"]


def table_specs(
    tables: Iterable[Table], group: str, owners: Sequence[str], deps: Iterable[dg.AssetKey]
) -> list[dg.AssetSpec]:
    """The tables that Python fills, as assets of one step."""
    before = list(deps)
    return [
        dg.AssetSpec(
            key_of(table.name),
            deps=before,
            group_name=group,
            description=describe(table.description, table.grain),
            kinds={"duckdb", "python"},
            owners=owners,
            metadata={**TableMetadataSet(column_schema=_declared(table), table_name=table.name)},
        )
        for table in tables
    ]


def model_spec(model: Model, owners: Sequence[str]) -> dg.AssetSpec:
    """The table that a file of sql/ makes, as an asset."""
    table = TableMetadataSet(
        column_schema=_documented(model), column_lineage=_lineage(model), table_name=model.name
    )
    return dg.AssetSpec(
        key_of(model.name),
        deps=[key_of(name) for name in (*model.sources, *model.depends_on)],
        group_name=model.schema,
        description=describe(model.description, model.grain),
        kinds={"duckdb", "sql"},
        owners=owners,
        code_version=model.code_version[:12],
        metadata={**code_reference(model.path), **table},
    )


def describe(description: str, grain: str) -> str:
    """What stands beside a table in the UI."""
    return f"{description}\n\nGrain: {grain}"


def code_reference(path: Path) -> dict[str, Any]:
    """A link to the file in the UI."""
    source = dg.LocalFileCodeReference(file_path=str(path), line_number=1)
    return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[source])}


def filled(table: str, rows: int | None) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What is recorded of a table that Python filled."""
    return dg.MaterializeResult(
        asset_key=key_of(table), metadata={**TableMetadataSet(row_count=rows)}
    )


def made(table: str, found: Made) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What is recorded of a table that a model was made into: only now its types are known."""
    columns = [dg.TableColumn(name, kind) for name, kind in found.types.items()]
    seen = TableMetadataSet(row_count=found.rows, column_schema=dg.TableSchema(columns))
    return dg.MaterializeResult(
        asset_key=key_of(table), metadata={**seen, "seconds": round(found.seconds, 3)}
    )


def _declared(table: Table) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(name, kind, text) for name, (kind, text) in table.columns.items()]
    )


def _documented(model: Model) -> dg.TableSchema:
    """Each column with its meaning and, as the UI has no place of its own for it, its origin."""
    return dg.TableSchema(
        [
            dg.TableColumn(name, NOT_MADE_YET, f"{text}{_from(model.lineage.get(name, []))}")
            for name, text in model.columns.items()
        ]
    )


def _from(origins: Iterable[tuple[str, str]]) -> str:
    """Where a column comes from, table by table."""
    tables: dict[str, list[str]] = {}
    for table, column in origins:
        tables.setdefault(table, []).append(column)
    told = "; ".join(f"{table} ({', '.join(columns)})" for table, columns in tables.items())
    return f"\n\nFrom {told}" if told else ""


def _lineage(model: Model) -> dg.TableColumnLineage:
    """The columns behind each column, for what reads Dagster's API."""
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(key_of(table), origin) for table, origin in origins]
            for column, origins in model.lineage.items()
        }
    )
