"""`waves decide`: the choices of a sheet, checked and written into the survey's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.commands.console import out
from pipelines.errors import ConfigurationError, Problem
from pipelines.onboarding.settle import settle
from pipelines.onboarding.sheet import read_sheet
from pipelines.survey.load import load_survey


def decide(project: Path, sheet: Path, by: str) -> None:
    """Read a sheet of decisions back.

    Raises:
        ConfigurationError: the survey is wrong, or nobody is named.
        DataError: choices are wrong, each with its cell; nothing is written then.
    """
    if not by.strip():
        raise ConfigurationError(Problem("--by", "nobody", "the name of who decided"))
    folder = load_survey(project)
    results = settle(folder, read_sheet(sheet), by.strip(), date.today())
    for each in results:
        known = f", {each.known} known already" if each.known else ""
        text = f"{each.wave}: {each.made} decided{known}, {each.left} open"
        out().print(text, markup=False)
        if each.left:
            todo = f"To see them: waves add {each.wave} --sheet decisions.xlsx"
            out().print(todo, markup=False)
    if not results:
        out().print("The sheet holds no decisions.", markup=False)
