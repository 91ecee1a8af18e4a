"""Respondents who answered more than once: their submissions side by side, each to be picked."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from pipelines.extract import extract_source, raw_file
from pipelines.mapping.plan import SourcePlan
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Decision, Wave
from pipelines.validate import stage_for_people
from pipelines.validate.submissions import side_by_side
from pipelines.warehouse.tables import literal

MOST = 20
"""Respondents whose submissions are shown; where there are more, a rule decides on the others."""

_ROW = re.compile(r"row (\d+)(?: of (.+))?")


def picks(folder: SurveyFolder, wave: Wave, respondents: Sequence[str]) -> Iterator[Decision]:
    """A decision for each respondent: what differs between the submissions, and their rows.

    Args:
        folder: the survey; it may not hold the wave yet.
        wave: the wave as its file says so far.
        respondents: ids of those with several submissions.

    Raises:
        DataError: a file can't be read.
    """
    if wave.has_pseudonyms:
        return  # the rows of a person behind a pseudonym are not told apart here
    drafted = replace(folder, waves={**folder.waves, wave.wave: wave})
    with tempfile.TemporaryDirectory() as work, duckdb.connect() as con:
        plans = []
        for number, source in enumerate(wave.sources, start=1):
            place = Path(work) / str(number)
            place.mkdir()
            extracted = extract_source(raw_file(drafted, wave.wave, source), source, place)
            plans.append(stage_for_people(con, drafted, number, extracted, place))
        for respondent in respondents[:MOST]:
            rows = [row for plan in plans for row in _rows(con, plan, respondent, len(plans) > 1)]
            if len(rows) > 1:
                yield Decision(
                    about="duplicates",
                    subject=respondent,
                    found=side_by_side(con, plans, respondent),
                    candidates=[Candidate(choice=row) for row in rows],
                )


def _rows(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, respondent: str, several: bool
) -> list[str]:
    found = con.execute(
        f"SELECT source_row FROM {plan.staged} WHERE respondent_id = {literal(respondent)} "
        "ORDER BY 1"
    ).fetchall()
    return [f"row {row} of {plan.file}" if several else f"row {row}" for (row,) in found]


def row_of(choice: str) -> tuple[int, str] | None:
    """The row and the file that a choice names; no file where the wave has one only."""
    found = _ROW.fullmatch(choice)
    return (int(found[1]), found[2] or "") if found else None
