"""The command `waves`: how its parts are called; what they do is in `pipelines.commands`.

Exit codes: 0 good; 1 the data needs a person; 2 wrong use or broken configuration.
Everything heavy is imported by the command that needs it.
"""

from __future__ import annotations

import sys
import traceback
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
            return super().invoke(ctx)
        except WavesError as error:
            from pipelines.commands.console import show_problems

            show_problems(error.problems)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            from pipelines.commands.console import err

            err().print("Stopped. What is published is unchanged.")
            raise typer.Exit(INTERRUPTED) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
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

    Put the export into data/raw, run [bold]waves build[/bold], read the report. Each
    command explains itself with --help.
    """


@app.command()
def build(project: Project = None) -> None:
    """Build everything and publish it: warehouse, report and validation pages.

    All waves go through all stages. A wave that needs a decision of yours is stopped, with
    what to do, and keeps its last content; the others are published, and the exit code is 1.
    """
    from pipelines.commands.build import build as command

    command(_project(project))


@app.command()
def check(project: Project = None) -> None:
    """Check the survey folder, the SQL models and the raw files; build nothing."""
    from pipelines.commands.check import check as command

    command(_project(project))


@app.command()
def report(project: Project = None) -> None:
    """Write the report anew from the published warehouse, and publish it."""
    from pipelines.commands.build import report as command

    command(_project(project))


@app.command()
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT, in DuckDB's SQL.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="How to print the rows.")
    ] = Format.TABLE,
    project: Project = None,
) -> None:
    """Ask the published warehouse in SQL; nothing can be changed.

    For example: waves query "SELECT wave, n_responses FROM core.waves"
    """
    from pipelines.commands.query import query as command

    command(_project(project), sql, form.value)


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
    """Write the JSON Schemas of the survey files anew."""
    from pipelines.commands.generate import schemas as command

    command()


def main() -> None:
    """Entry point of `waves`."""
    sys.exit(app())
