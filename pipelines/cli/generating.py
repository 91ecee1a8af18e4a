"""Commands of the developers, which no help shows: files that are made from the code."""

from __future__ import annotations

from pipelines.cli.frame import app


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
