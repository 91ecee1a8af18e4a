"""Tables as assets: keys, descriptions, and the metadata that the UI understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster._core.definitions.metadata import TableMetadataSet

from pipelines.warehouse.models import Model
from pipelines.warehouse.tables import Table


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
        )
        for table in tables
    ]


def describe(description: str, grain: str) -> str:
    """What stands beside a table in the UI."""
    return f"{description}\n\nGrain: {grain}"


def code_reference(path: Path) -> dict[str, Any]:
    """A link to the file in the UI."""
    source = dg.LocalFileCodeReference(file_path=str(path), line_number=1)
    return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[source])}


def filled(
    con: duckdb.DuckDBPyConnection,
    name: str,
    documented: Mapping[str, str],
    *,
    rows: int | None = None,
    model: Model | None = None,
    **facts: float,
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """What is recorded of a table that was just made.

    Args:
        con: the connection.
        name: the table.
        documented: what each column means.
        rows: their number, where it is known.
        model: where it was made by one.
        facts: other numbers worth recording.
    """
    columns = [
        dg.TableColumn(name=str(column), type=str(kind), description=documented.get(column))
        for column, kind, *_ in con.execute(f"DESCRIBE {name}").fetchall()
    ]
    table = TableMetadataSet(
        row_count=rows,
        column_schema=dg.TableSchema(columns=columns),
        column_lineage=lineage(model) if model else None,
        table_name=name,
    )
    return dg.MaterializeResult(asset_key=key_of(name), metadata={**table, **facts})


def lineage(model: Model) -> dg.TableColumnLineage:
    """The columns behind each column."""
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep(key_of(table), origin) for table, origin in origins]
            for column, origins in model.lineage.items()
        }
    )
