"""`waves decide`: the choices of a sheet, checked and written into the survey's files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path

from pipelines.commands.console import out, shown
from pipelines.commands.progress import reading
from pipelines.errors import ConfigurationError, Problem
from pipelines.onboarding.settle import Settled, settle
from pipelines.onboarding.sheet import read_sheet, write_sheet
from pipelines.survey.load import load_survey


def decide(project: Path, sheet: Path, by: str) -> None:
    """Read a sheet of decisions back; what the choices bring up goes into a second sheet.

    Raises:
        ConfigurationError: the survey is wrong, or nobody is named.
        DataError: choices are wrong, each with its cell; nothing is written then.
        BuildError: the second sheet can't be written.
    """
    if not by.strip():
        raise ConfigurationError(Problem("--by", "nobody", "the name of who decided"))
    with reading():
        results = settle(load_survey(project), read_sheet(sheet), by.strip(), date.today())
    for each in results:
        known = f", {each.known} known already" if each.known else ""
        text = f"{each.wave}: {each.made} decided{known}, {len(each.left)} open"
        out().print(text, markup=False)
    if not results:
        out().print("The sheet holds no decisions.", markup=False)
    elif any(each.arisen for each in results):
        _second_sheet(project, sheet, results)
    elif any(each.left for each in results):
        out().print("Rows without a choice stay open: fill them in and decide again.")


def _second_sheet(project: Path, sheet: Path, results: Sequence[Settled]) -> None:
    """All that is open now, in a file beside the sheet; no other file is overwritten."""
    n = sum(each.arisen for each in results)
    told = "1 more question" if n == 1 else f"{n} more questions"
    out().print(f"The choices bring up {told}: a second sheet is needed.", markup=False)
    target = _next(sheet)
    left = [decision for each in results for decision in each.left]
    write_sheet(target, load_survey(project), left)
    out().print(f"written: {shown(target)}", markup=False)
    out().print(f"Fill it in, then: waves decide {shown(target)} --by NAME", markup=False)


def _next(sheet: Path) -> Path:
    """The sheet's name with the next number that is free, such as decisions-2.xlsx."""
    match = re.fullmatch(r"(.*)-(\d{1,3})", sheet.stem)
    stem, number = (match[1], int(match[2])) if match else (sheet.stem, 1)
    names = (sheet.with_name(f"{stem}-{n}{sheet.suffix}") for n in count(number + 1))
    return next(name for name in names if not name.exists())
