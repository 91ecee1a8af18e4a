"""A small warehouse made by hand, for tests of SQL models: rows in, tables out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.statistics.fill import fill_panel_tests
from pipelines.warehouse.engine import materialise, run_check
from pipelines.warehouse.models import declared_tables, read_check, read_model

SQL = Path(__file__).parent.parent / "sql"

parsed = cache(read_model)
"""A model from its file, which is read once."""


@cache
def _definitions() -> str:
    """The tables that Python fills, as one script: their comments would take most of the time."""
    schemas = sorted({name.split(".")[0] for name in declared_tables()})
    scripts = [f"CREATE SCHEMA {schema}" for schema in schemas]
    for name, table in declared_tables().items():
        columns = ", ".join(f"{column} {kind}" for column, (kind, _) in table.columns.items())
        scripts.append(f"CREATE TABLE {name} ({columns})")
    for view in ("core.indicator_answers", "core.number_answers"):
        scripts.append(f"DROP TABLE {view}")
        scripts.append(f"CREATE VIEW {view} AS SELECT * FROM core.answers")
    return "; ".join(scripts)


class World:
    """An in-memory database with the Python-filled tables, empty at first."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        self.con.execute(_definitions())
        self._columns = {name: set(table.columns) for name, table in declared_tables().items()}

    def add(self, table: str, *rows: dict[str, Any]) -> World:
        """Insert rows; columns left out are NULL, unknown ones are an error."""
        for row in rows:
            unknown = set(row) - self._columns[table]
            assert not unknown, f"{table} has no column {unknown}"
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            self.con.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
        return self

    def run(self, *models: str) -> World:
        """Materialise the named models, in the order given."""
        for model in models:
            schema, name = model.split(".")
            if model in ("indicators.answer_counts", "trends.transitions"):
                self._count_answers()
                self._count_panels()
            materialise(self.con, parsed(SQL / schema / f"{name}.sql"))
            if model == "trends.panels":
                fill_panel_tests(self.con)
        return self

    def _count_answers(self) -> None:
        """What the loader counts."""
        self.con.execute("DELETE FROM core.answer_counts")
        self.con.execute(
            "INSERT INTO core.answer_counts SELECT wave, question_id, option_id, selected, state, "
            "count(*), count(*) FILTER (first_of_item) FROM core.answers GROUP BY ALL"
        )

    def _count_panels(self) -> None:
        """What the loader counts of two waves."""
        self.con.execute("DELETE FROM core.panel_counts")
        self.con.execute(
            "INSERT INTO core.panel_counts WITH items AS ("
            "SELECT w.position, wave, respondent_id, question_id, a.state, "
            "CASE WHEN selected THEN option_id END AS option_id FROM core.answers AS a "
            "JOIN core.responses USING (response_id, wave, respondent_id) "
            "JOIN input.waves AS w USING (wave) JOIN input.questions USING (question_id) "
            "WHERE counted AND first_of_item AND type IN ('single', 'rating') "
            "AND (SELECT identified_by FROM input.survey) <> 'row') "
            "SELECT f.wave, t.wave, question_id, f.option_id, f.state, t.option_id, t.state, "
            "count(*) FROM items AS f JOIN items AS t USING (respondent_id, question_id) "
            "WHERE f.position < t.position GROUP BY ALL"
        )
        self.con.execute("DELETE FROM core.paired_questions")
        self.con.execute(
            "INSERT INTO core.paired_questions SELECT question_id FROM input.questions "
            "WHERE type IN ('single', 'rating') AND question_id NOT IN "
            "(SELECT question_id FROM core.answers WHERE selected IS FALSE)"
        )

    def broken(self, check: str) -> list[dict[str, Any]]:
        """The rows that break the promise of sql/checks/<check>.sql."""
        return run_check(self.con, read_check(SQL / "checks" / f"{check}.sql")).rows

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query as dictionaries."""
        cursor = self.con.execute(query)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
