"""Runs the stages of all waves of a project and loads the tables of core, without Dagster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from pipelines import stages
from pipelines.errors import DataError, Problem
from pipelines.harmonise.load import count_panels, load_core
from pipelines.survey.load import load_survey
from pipelines.survey.tables import fill_input


class Run:
    """What the stages made of a project.

    Attributes:
        stopped: problems by wave that a person must mend, as they are told.
        problems: the same, each with its parts.
        con: a database with the tables of input and core.
    """

    def __init__(self, project: Path, published: Mapping[str, str] | None = None) -> None:
        self.folder = load_survey(project)
        self.stopped: dict[str, str] = {}
        self.problems: dict[str, tuple[Problem, ...]] = {}
        self.reused: dict[str, bool] = {}
        for wave in stages.waves_with_sources(self.folder):
            try:
                self.reused[wave] = stages.extract(self.folder, wave).reused
                stages.validate(self.folder, wave)
                stages.harmonise(self.folder, wave)
            except DataError as error:
                self.stopped[wave] = str(error)
                self.problems[wave] = error.problems
        works, self.stale = stages.content(self.folder, published or {})
        self.keys = {wave: work.name for wave, work in works.items()}
        self.con = duckdb.connect()
        absent = set(stages.waves_with_sources(self.folder)) - set(works)
        fill_input(self.con, self.folder, self.stale, absent)
        load_core(self.con, self.folder, works)
        count_panels(self.con, self.folder, works)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self.con.execute(sql).fetchall()

    def answers(self, wave: str, question: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        """State and options chosen, by respondent."""
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for who, state, option, selected in self.rows(
            "SELECT respondent_id, state, option_id, selected FROM core.answers WHERE "
            f"wave = '{wave}' AND question_id = '{question}' ORDER BY respondent_id, option_id"
        ):
            options = found.get(who, (state, ()))[1]
            found[who] = (state, (*options, option) if selected else options)
        return found

    def rejected(self, wave: str) -> list[tuple[int, str, str, str]]:
        """Quarantined cells: (row, column, text, rule)."""
        return [
            (row[0], row[1], row[2], row[3])
            for row in self.rows(
                "SELECT source_row, source_column, raw_value, rule_id FROM core.rejected_cells "
                f"WHERE wave = '{wave}' ORDER BY ALL"
            )
        ]

    def unbalanced(self) -> list[tuple[Any, ...]]:
        """Source columns whose cells don't add up, and files whose cells were not all counted."""
        by_column = self.rows(
            "SELECT wave, source_column, cells, loaded, rejected, ignored, blank "
            "FROM core.cell_fates WHERE cells <> loaded + rejected + ignored + blank"
        )
        counted = Counter({(w, f): n for w, f, n in self.rows(
            "SELECT wave, source_file, sum(cells) FROM core.cell_fates "
            "SEMI JOIN input.columns USING (wave, source_file, source_column) GROUP BY ALL"
        )})  # fmt: skip
        read = Counter({(w, f): n for w, f, n in self.rows(
            'SELECT wave, path, "rows" * "columns" FROM core.source_files'
        )})  # fmt: skip
        return [*by_column, *(key for key in counted | read if counted[key] != read[key])]
