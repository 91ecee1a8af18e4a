"""The command `waves`: how its parts are called; what they do is in `pipelines.commands`.

Exit codes: 0 good; 1 the data needs a person; 2 wrong use or broken configuration.
Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import getpass
import sys
import traceback
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipelines.errors import WavesError

TROUBLE = "waves-error.log"
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it."""


class _Group(TyperGroup):
    """Tells errors to people instead of showing tracebacks."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its errors become messages and exit codes."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except WavesError as error:
            from pipelines.commands.console import show_problems

            show_problems(error.problems)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            from pipelines.commands.console import err

            err().print("Stopped. What is published is unchanged.")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            from pipelines.commands.console import print_no_more

            print_no_more()
            raise typer.Exit from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if ctx.params.get("debug") or type(error).__module__.startswith(("click", "typer")):
                raise
            _tell_unexpected(error)
            raise typer.Exit(1) from error


def _tell_unexpected(error: Exception) -> None:
    from pipelines.commands.console import err

    log = Path.cwd() / TROUBLE
    try:
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        details = f"The details are in {log}"
    except OSError:
        details = "For the details run it again as: waves --debug …"
    err().print(f"Something went wrong that should not: {error}", style="bold red", markup=False)
    err().print(f"{details}. What is published is unchanged.", markup=False)


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Project = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of another survey, with survey/ and data/ in it.",
        show_default=False,
    ),
]
Wave = Annotated[str, typer.Argument(metavar="WAVE", help="The wave, such as 2020.")]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ReportFormat(StrEnum):
    """In which forms the report of a wave is written."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


class ExportFormat(StrEnum):
    """In which formats open data are written."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    SAV = "sav"


def _project(chosen: Path | None) -> Path:
    from pipelines.project import find_project

    return find_project(chosen)


@app.callback()
def waves(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the code an unexpected error arose.")
    ] = False,
) -> None:
    """From yearly survey exports to a warehouse, an audit and a report.

    Bring an export in with [bold]waves add[/bold], run [bold]waves build[/bold], read the
    report. Each command explains itself with --help.
    """


@app.command()
def build(project: Project = None) -> None:
    """Build everything and publish it: warehouse, report and validation pages.

    All waves go through all stages. A wave that needs a decision of yours is stopped, with
    what to do, and keeps its last content; the others are published, and the exit code is 1.
    """
    from pipelines.assets.ahead import validating_ahead

    chosen = _project(project)
    with validating_ahead(chosen) as validate:
        from pipelines.commands.build import build as command  # slow: the other process runs

        command(chosen, validate)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    title: Annotated[
        str | None, typer.Option(help="Title of the survey.", show_default=False)
    ] = None,
) -> None:
    """Make the folder of a new survey, with the next steps in its README.md."""
    from pipelines.commands.new import new as command

    command(folder, title)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Write a made-up programme to learn on: eight waves, four survey tools, the truth beside it.

    Nothing in it is about anyone. docs/tutorial.md goes through it.
    """
    from pipelines.commands.demo import demo as command

    command(folder)


@app.command()
def check(project: Project = None) -> None:
    """Check the survey folder, the SQL models and the raw files; build nothing."""
    from pipelines.commands.check import check as command

    command(_project(project))


@app.command()
def report(
    wave: Annotated[
        str | None,
        typer.Option(metavar="WAVE", help="Only this wave, into a file.", show_default=False),
    ] = None,
    *,
    form: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="Form of that file.")
    ] = ReportFormat.PDF,
    lang: Annotated[
        str, typer.Option(metavar="LANG", help="Language of that file, such as en or fr.")
    ] = "en",
    to: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="That file.", show_default="report-WAVE-LANG.FORMAT"
        ),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Mark each page as a draft.")] = False,
    project: Project = None,
) -> None:
    """Write the report anew from the published warehouse, and publish it.

    With --wave it publishes nothing: it writes the report of that wave into a file, as a PDF
    to hand out, a DOCX to edit or a web page.
    """
    from pipelines.commands import build

    if wave is None:
        if to or draft or form != ReportFormat.PDF or lang != "en":
            raise typer.BadParameter("--format, --lang, --out and --draft need --wave WAVE.")
        build.report(_project(project))
    else:
        build.report_file(_project(project), wave, form.value, to, code=lang, draft=draft)


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
    command(_project(project), wave, by or getpass.getuser(), until, erratum)


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

    command(_project(project), sql, form.value, exact)


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

    command(_project(project), to, [each.value for each in form or []])


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

    command(_project(project), indicator, wave_from, wave_to)


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

    command(_project(project), figure_id, everything)


@app.command()
def reconstruct(wave: Wave, project: Project = None) -> None:
    """Write the raw file of a wave whose export is lost, from what was published of it.

    What the published report doesn't tell stays unknown. Other files are left alone.
    """
    from pipelines.commands.raw import reconstruct as command

    command(_project(project), wave)


@app.command()
def accept(wave: Wave, project: Project = None) -> None:
    """Accept the raw files of a wave as they are now.

    A wave stops when its files are not those that were accepted. Look at what changed
    first; then this command notes the new files in survey/waves/WAVE.yml.
    """
    from pipelines.commands.raw import accept as command

    command(_project(project), wave)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="WAVE", help="The earlier wave.")],
    after: Annotated[str, typer.Argument(metavar="WAVE", help="The later wave.")],
    project: Project = None,
) -> None:
    """Compare the questionnaires of two waves, and say whether answers still compare.

    Where that is to be decided the exit code is 1, and the wave's file and field are named.
    """
    from pipelines.commands.diff import diff as command

    command(_project(project), before, after)


@app.command()
def match(
    wave: Wave,
    apply: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ask nothing, take the decisions of this CSV file."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ask nothing, write the names to a CSV file to fill in."),
    ] = None,
    project: Project = None,
) -> None:
    """Say who the respondents are that the registry does not know.

    Similar names are listed with a score and never taken by themselves. What you decide is
    written into survey/respondents.csv (another spelling, a new respondent) or into the wave's
    file (no respondent, with the reason).
    """
    from pipelines.commands.match import match as command

    command(_project(project), wave, apply, write)


@app.command()
def add(
    wave: Wave,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="The export as received; one file or several."),
    ] = None,
    *,
    sheet: Annotated[
        Path | None,
        typer.Option(metavar="XLSX", help="Write what is to be decided as a sheet."),
    ] = None,
    codebook: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="What codes mean: columns variable, code, label."),
    ] = None,
    header_row: Annotated[
        list[int] | None,
        typer.Option(help="Row of a plain table that holds its header; may be given again."),
    ] = None,
    sheet_name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Sheet of a workbook that holds answers; may be given again."
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(help="Title of the wave.", show_default=False)
    ] = None,
    population: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many could have answered, where that is known."),
    ] = None,
    project: Project = None,
) -> None:
    """Add a wave: copy its files, compare them with what is known, say what is to be decided.

    Writes survey/waves/WAVE.yml. For a wave that is there already it tells what is open, and
    changes nothing.
    """
    from pipelines.commands.add import add as command

    command(
        _project(project),
        wave,
        files or [],
        sheet=sheet,
        codebook=codebook,
        header_rows=header_row or [],
        sheet_names=sheet_name or [],
        title=title,
        population=population,
    )


@app.command()
def decide(
    sheet: Annotated[
        Path, typer.Argument(metavar="XLSX", help="The sheet that waves add has written.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided.")],
    project: Project = None,
) -> None:
    """Write the choices of a sheet of decisions into the survey's files.

    Every choice is checked first; where one is wrong nothing is written. Rows without a
    choice stay open.
    """
    from pipelines.commands.decide import decide as command

    command(_project(project), sheet, by)


@app.command()
def ui(
    port: Annotated[int, typer.Option("--port", "-p", help="Port on this machine.")] = 3000,
    project: Project = None,
) -> None:
    """Open Dagster's pages on http://127.0.0.1:3000: runs, lineage, checks, schedule.

    Stop it with Ctrl+C. The daily build and the watch over data/raw work while it runs.
    """
    from pipelines.commands.ui import ui as command

    command(_project(project), port)


@app.command(hidden=True)
def dictionary() -> None:
    """Write docs/data-dictionary.md anew."""
    from pipelines.commands.generate import dictionary as command

    command()


@app.command(hidden=True)
def schemas() -> None:
    """Write the JSON Schemas of the survey files and the tables of their reference anew."""
    from pipelines.commands.generate import schemas as command

    command()


def main() -> None:
    """Entry point of `waves`."""
    sys.exit(app())
