"""Commands that build and publish: from the raw files to what people read."""

from __future__ import annotations

import getpass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.frame import Project, app, project_of


class ReportFormat(StrEnum):
    """In which forms the report of a wave is written."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ALL = "all"


@app.command()
def build(project: Project = None) -> None:
    """Build everything and publish it: warehouse, report and validation pages.

    All waves go through all stages. A wave that needs a decision of yours is stopped, with
    what to do, and keeps its last content; the others are published, and the exit code is 1.
    """
    from pipelines.assets.ahead import validating_ahead

    chosen = project_of(project)
    with validating_ahead(chosen) as validate:
        from pipelines.commands.build import build as command  # slow: the other process runs

        command(chosen, validate)


@app.command()
def check(project: Project = None) -> None:
    """Check the survey folder, the SQL models and the raw files; build nothing."""
    from pipelines.commands.check import check as command

    command(project_of(project))


@app.command()
def report(
    wave: Annotated[
        str | None,
        typer.Option(
            metavar="WAVE", help="Only this wave, into a file or a folder.", show_default=False
        ),
    ] = None,
    *,
    form: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="Form of that file; all for a folder.")
    ] = ReportFormat.PDF,
    lang: Annotated[
        str,
        typer.Option(metavar="LANG", help="Language, such as en or fr; all for a folder."),
    ] = "en",
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="That file or folder.",
            show_default="report-WAVE-LANG.FORMAT, or report-WAVE",
        ),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Mark each page as a draft.")] = False,
    project: Project = None,
) -> None:
    """Write the report anew from the published warehouse, and publish it.

    With --wave it publishes nothing: it writes the report of that wave into a file, as a PDF
    to hand out, a DOCX to edit or a web page. With all forms or all languages that is a folder;
    all forms are those three, the explorer and the open data.
    """
    from pipelines.commands import build

    if wave is None:
        if to or draft or form != ReportFormat.PDF or lang != "en":
            raise typer.BadParameter("--format, --lang, --out and --draft need --wave WAVE.")
        build.report(project_of(project))
    else:
        write = build.report_folder if build.ALL in (form, lang) else build.report_file
        write(project_of(project), wave, form.value, to, code=lang, draft=draft)


@app.command("publish-report")
def publish_report(
    wave: Annotated[str, typer.Option(metavar="WAVE", help="The wave.")],
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="NAME", help="Who signs it off.", show_default="your login name"
        ),
    ] = "",
    embargo: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="First day on which it may be public.", show_default=False
        ),
    ] = None,
    erratum: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Why the last edition is corrected.", show_default=False),
    ] = None,
    project: Project = None,
) -> None:
    """Sign the report of a wave off: an edition, frozen in all its forms with its build.

    It lies in data/editions/WAVE/NUMBER and doesn't change any more. What turns out to be
    wrong is corrected by another edition, which says why and lists every figure that changed.
    The link data/editions/WAVE/public leads to the report of the last edition whose embargo,
    if any, is over.
    """
    from pipelines.commands.publish_report import publish_report as command

    until = embargo.date() if embargo else None
    command(project_of(project), wave, by or getpass.getuser(), until, erratum)


@app.command()
def ui(
    port: Annotated[int, typer.Option("--port", "-p", help="Port on this machine.")] = 3000,
    project: Project = None,
) -> None:
    """Open Dagster's pages on http://127.0.0.1:3000: runs, lineage, checks, schedule.

    Stop it with Ctrl+C. The daily build and the watch over data/raw work while it runs.
    """
    from pipelines.commands.ui import ui as command

    command(project_of(project), port)
