"""`waves diff`: how the questionnaires of two waves differ, and whether answers compare."""

from __future__ import annotations

from pathlib import Path

from pipelines.commands.console import out, show_table
from pipelines.errors import DataError
from pipelines.onboarding.diff import OPEN, differences, problem, without_questionnaire
from pipelines.survey.asked import asked_in
from pipelines.survey.load import load_survey


def diff(project: Path, before: str, after: str) -> None:
    """Print the differences.

    Raises:
        ConfigurationError: the survey folder is wrong, or has no such wave.
        DataError: whether answers compare is to be decided.
    """
    folder = load_survey(project)
    found = differences(folder, before, after)
    if unknown := without_questionnaire(folder, before, after):
        n_both = len(asked_in(folder, folder.waves[before]) & asked_in(folder, folder.waves[after]))
        out().print(
            f"The whole questionnaire of {' and '.join(unknown)} is not known; "
            f"{n_both or 'no'} question{'' if n_both == 1 else 's'} can be compared.",
            markup=False,
        )
    if not found:
        out().print("No differences.", markup=False)
        return
    columns = ("question", "what", "found", "answers", "note")
    show_table(columns, [(d.question, d.kind, d.found, d.mark, d.note or None) for d in found])
    if problems := [problem(folder, each) for each in found if each.mark == OPEN]:
        raise DataError(problems)
