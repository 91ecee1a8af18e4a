"""Unknown names as a CSV file, in which a person decides who they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from pipelines.errors import ConfigurationError, Problem, place
from pipelines.onboarding.match import ACTIONS, Decision
from pipelines.onboarding.strangers import Stranger, made_up_id
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.positions import read_text
from pipelines.survey.shape import nearest_name

COLUMNS = ("name", "decision", "respondent_id", "kind", "country_code", "reason")
"""Of a file of decisions; others are passed over."""


def write_list(file: Path, found: Sequence[Stranger]) -> None:
    """Write a file of decisions to be made: a row a text, with the respondents like it."""
    # With a mark, without which spreadsheets don't read the letters of UTF-8.
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*COLUMNS, "where", "nearest"])
        for each in found:
            near = "; ".join(f"{n.respondent_id} ({n.name}, {n.score})" for n in each.near)
            writer.writerow([each.text, *[""] * (len(COLUMNS) - 1), each.where, near])


def read_decisions(file: Path, folder: SurveyFolder) -> list[Decision]:
    """Read a file of decisions; rows without one are left for later.

    Raises:
        ConfigurationError: with every row that can't be carried out.
    """
    text = read_text(file, folder.project)
    start = text.partition("\n")[0]
    delimiter = max(",;\t", key=start.count)  # as spreadsheets of some languages save it
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = [name.strip() for name in rows[0]] if rows else []
    if not {"name", "decision"} <= set(header):
        expected = "the columns " + ", ".join(COLUMNS)
        raise ConfigurationError(Problem(place(file, 1), ", ".join(header) or "nothing", expected))
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for line, row in enumerate(rows[1:], 2):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        action = cells.get("decision", "")
        if not action:
            continue
        if action not in ACTIONS:
            expected, hint = f"one of {', '.join(ACTIONS)}", nearest_name(action, ACTIONS)
            found = f"decision: {action!r}"
            problems.append(Problem(f"{place(file, line)}, column decision", found, expected, hint))
            continue
        fields = {name: cells.get(name, "") for name in COLUMNS[2:]}
        if action == "new":
            _fill_in(fields, cells["name"], folder, {d.respondent_id for d in decisions})
        decisions.append(
            Decision(cells["name"], action, **fields, where=place(file, line))  # type: ignore[arg-type]
        )
    if problems:
        raise ConfigurationError(problems)
    return decisions


def _fill_in(
    fields: dict[str, str], name: str, folder: SurveyFolder, taken: Collection[str]
) -> None:
    """What a new respondent needs and the row leaves empty: an id, and a kind if there is one."""
    kinds = folder.survey.respondents.kinds
    fields["respondent_id"] = fields["respondent_id"] or made_up_id(folder, name, taken)
    fields["kind"] = fields["kind"] or (kinds[0] if len(kinds) == 1 else "")
