"""A small survey with much that open data have to cope with, built and exported once.

The questions campaign and plan are not public. What towns remarked may be published; it looks
like formulas. One town has fewer people than none, in the range of SPSS's missing values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.commands.export import export
from pipelines.commands.published import published_database
from tests.survey.folder import FILES, write_survey

REMARKS = {"ashford": "=1+1", "beckton": "'-2", "carden": 'a\r\n=b, "c"', "dunmore": "More"}

CLOSED = {"campaign", "plan", "campaigning", "effort"}
"""Questions that are not public, and the indicators that rest on them."""


@dataclass(frozen=True)
class Exported:
    """The warehouse, and the folder of its open data."""

    project: Path
    con: duckdb.DuckDBPyConnection
    folder: Path

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query of the warehouse."""
        cursor = self.con.execute(sql)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def items(self, wave: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The rows of answers of each item of public questions, by respondent and question."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self.rows(
            "SELECT a.* FROM core.answers AS a JOIN core.responses USING (response_id) "
            f"WHERE counted AND a.wave = '{wave}'"
        ):
            if row["question_id"] not in CLOSED:
                found.setdefault((row["respondent_id"], row["question_id"]), []).append(row)
        return found


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    """Everything in every format."""
    from pipelines.assets.run import run_job

    base = tmp_path_factory.mktemp("open")
    project = write_survey(base / "towns", **_files())
    run_job(project, lambda *_: None)
    export(project, base / "open")
    con = duckdb.connect(published_database(project).resolve(), read_only=True)
    yield Exported(project, con, base / "open")
    con.close()


def _files() -> dict[str, str]:
    questions = FILES["survey/questions.yml"]
    for asked in ("Have you run a campaign?", "Are you planning a campaign?"):
        questions = questions.replace(f"wording: {asked}", f"wording: {asked}\n    public: false")
    questions = questions.replace("keep_text: true", "keep_text: true\n    publish_text: true")
    questions = questions.replace("minimum: 0", "minimum: -1000")
    questions += (
        "  - {id: since, section: work, type: date, wording: Since when?}\n"
        "  - {id: 1-not, section: work, type: rating, wording: How well?, "
        "options: [{id: well, label: Well}, {id: badly, label: =Badly}]}\n"
    )
    wave = FILES["survey/waves/2030.yml"].replace(
        "Score: {use: ignored, reason: made by the survey tool}",
        "Score: {question: since}\n      Well: {question: 1-not}",
    )
    header, *rows = FILES["data/raw/2030/answers.csv"].splitlines()
    raw = [f"{header},Well"]
    for day, row in enumerate(rows, start=1):
        who = row.split(",")[1].casefold()
        cells = row.replace('"More, please"', "").replace("Thank you", "").split(",")
        cells[7] = "-95" if who == "elmsley" else cells[7]
        remark = REMARKS.get(who, "").replace('"', '""')
        cells[8] = f'"{remark}"' if remark else ""
        cells[9] = f"2029-01-0{day}" if day < 6 else ""
        raw.append(",".join([*cells, "Well" if day % 2 else "=Badly"]))
    return {
        # so that a share of six towns is a percentage, and one of five isn't
        "survey/survey.yml": FILES["survey/survey.yml"]
        + "base_rules: {names_only_below: 2, counts_only_below: 6}\n",
        "survey/questions.yml": questions,
        "survey/waves/2030.yml": wave,
        "data/raw/2030/answers.csv": "\n".join(raw) + "\n",
    }
