"""What all commands of `waves` share: the group that tells errors, and common options.

Exit codes: 0 good; 1 the data needs a person; 2 wrong use or broken configuration.
"""

from __future__ import annotations

import sys
import traceback
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


def project_of(chosen: Path | None) -> Path:
    """The folder that was named, or the one that the command is called in."""
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
