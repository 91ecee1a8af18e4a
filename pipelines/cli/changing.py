"""Commands that write the survey folder: new surveys and waves, and what is decided of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.frame import Project, Wave, app, project_of


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
        project_of(project),
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

    command(project_of(project), sheet, by)


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

    command(project_of(project), before, after)


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

    command(project_of(project), wave, apply, write)


@app.command()
def accept(wave: Wave, project: Project = None) -> None:
    """Accept the raw files of a wave as they are now.

    A wave stops when its files are not those that were accepted. Look at what changed
    first; then this command notes the new files in survey/waves/WAVE.yml.
    """
    from pipelines.commands.raw import accept as command

    command(project_of(project), wave)


@app.command()
def reconstruct(wave: Wave, project: Project = None) -> None:
    """Write the raw file of a wave whose export is lost, from what was published of it.

    What the published report doesn't tell stays unknown. Other files are left alone.
    """
    from pipelines.commands.raw import reconstruct as command

    command(project_of(project), wave)
