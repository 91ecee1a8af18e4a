"""The questions of the explorer, with what was answered in each wave."""

from __future__ import annotations

from pipelines.report import words
from pipelines.report.explorer.source import Data, Source, by_keys
from pipelines.warehouse.rows import Row


def read_questions(source: Source) -> Data:
    """Sections and questions in the order of the questionnaire."""
    read = _Questions(source)
    questions: dict[str, Data] = {}
    sections: dict[str, Data] = {}
    for row in source.rows(
        "SELECT * FROM report.questions ORDER BY section_position, position, wave"
    ):
        sections[row["section"]] = {
            "id": row["section"],
            "title": row["section_title"],
            "intro": row["section_intro"],
        }
        question = questions.setdefault(row["question_id"], _question(row))
        question["waves"][row["wave"]] = read.wave(row)
    return {"sections": list(sections.values()), "questions": list(questions.values())}


def _question(row: Row) -> Data:
    return {
        "id": row["question_id"],
        "section": row["section"],
        "short": row["short"],
        "type": row["type"],
        "askedIf": row["asked_if"],
        "note": row["note"],
        "waves": {},
    }


class _Questions:
    """What stands under a question in one wave."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._options, self._states, self._numbers = (
            by_keys(
                source.rows(f"SELECT * FROM report.{table} ORDER BY {order}"),
                "wave",
                "question_id",
            )
            for table, order in (
                ("options", "position"),
                ("states", "state"),
                ("numbers", "question_id"),
            )
        )

    def wave(self, row: Row) -> Data:
        """Wording, counts, options, states and numbers."""
        key = (row["wave"], row["question_id"])
        start = (row["wave"], "question", row["question_id"])
        return {
            "wording": row["wording"],
            "break": row["break_note"],
            "complete": row["options_known"],
            "known": row["known"],
            "asked": self._source.text(*start, "asked"),
            "unknown": self._source.text(*start, "unknown"),
            "options": [self._option(one) for one in self._options[key]],
            "states": self._outside(self._states[key]),
            "numbers": self._summary(self._numbers[key]),
        }

    def _option(self, row: Row) -> Data:
        start = (row["wave"], "option", row["question_id"], row["option_id"])
        return {
            "id": row["option_id"],
            "label": row["label"],
            "low": row["share_low"],
            **self._source.amount(row, *start),
        }

    def _outside(self, rows: list[Row]) -> list[Data]:
        found = {row["state"]: row for row in rows if row["state"] != "answered"}
        return [
            {
                "id": state,
                "label": found[state]["label"],
                "n": self._source.text(
                    found[state]["wave"], "question", found[state]["question_id"], "state", state
                ),
            }
            for state in words.STATES
            if state in found
        ]

    def _summary(self, rows: list[Row]) -> dict[str, str]:
        return {
            measure: self._source.text(row["wave"], "number", row["question_id"], measure)
            for row in rows
            for measure in (words.BOUNDS if row["n_unknown"] else words.MEASURES)
            if row[measure] is not None
        }
