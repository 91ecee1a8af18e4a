"""Commands that read what is published."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.frame import Project, app, project_of


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ExportFormat(StrEnum):
    """In which formats open data are written."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SAV = "sav"


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT, in DuckDB's SQL.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="How to print the rows.")
    ] = Format.TABLE,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact", help="In CSV, no apostrophe before text that begins with = + - or @."
        ),
    ] = False,
    project: Project = None,
) -> None:
    """Ask the published warehouse in SQL; nothing can be changed.

    For example: waves query "SELECT wave, n_responses FROM core.waves"

    A spreadsheet takes text that begins with = + - or @ for a formula; in CSV an
    apostrophe stands before it. JSON and --exact leave it as it is.
    """
    from pipelines.commands.query import query as command

    command(project_of(project), sql, form.value, exact)


@app.command()
def export(
    to: Annotated[
        Path,
        typer.Option(metavar="DIR", help="New folder, or one with an earlier export."),
    ] = Path("open-data"),
    form: Annotated[
        list[ExportFormat] | None,
        typer.Option("--format", "-f", help="May be given again.", show_default="all"),
    ] = None,
    project: Project = None,
) -> None:
    """Write the open data of the published warehouse: CSV, Parquet, XLSX and SPSS.

    Only public questions. datapackage.json in the folder says what each file and column is;
    docs/open-data.md says how to read them.
    """
    from pipelines.commands.export import export as command

    command(project_of(project), to, [each.value for each in form or []])


@app.command()
def trend(
    indicator: Annotated[
        str,
        typer.Argument(
            metavar="INDICATOR", help="Id of the indicator, or of a rating or number question."
        ),
    ],
    wave_from: Annotated[
        str | None, typer.Option(metavar="WAVE", help="Only from this wave on.", show_default="all")
    ] = None,
    wave_to: Annotated[
        str | None, typer.Option(metavar="WAVE", help="Only up to this wave.", show_default="all")
    ] = None,
    project: Project = None,
) -> None:
    """Tell in words how an indicator went: everyone, the same respondents, what can't be told."""
    from pipelines.commands.trend import trend as command

    command(project_of(project), indicator, wave_from, wave_to)


@app.command()
def explain(
    figure_id: Annotated[
        str, typer.Argument(metavar="FIGURE_ID", help="The id that the report shows with a number.")
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Show all answers behind the figure, not only the first.")
    ] = False,
    project: Project = None,
) -> None:
    """Follow a number of the report back: its SQL, its base, the answers and their cells."""
    from pipelines.commands.explain import explain as command

    command(project_of(project), figure_id, everything)
