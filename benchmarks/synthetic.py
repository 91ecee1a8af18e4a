"""Three large synthetic waves as a survey folder, made by DuckDB alone.

60 questions: 20 ratings, 25 single choices, 10 multi-selects in one cell, 5 numbers;
labels as text, three blanks in a hundred, one cell in a thousand with a label that
nobody knows. The survey says that it is synthetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import yaml

from pipelines.extract.source import fingerprint

RATINGS = [
    "Very satisfied",
    "Rather satisfied",
    "Neither nor",
    "Rather dissatisfied",
    "Very dissatisfied",
]
WAVES = ("2021", "2022", "2023")
NEW_EACH_YEAR = 0.2
"""Share of respondents that are new in each wave."""


def questions() -> Iterator[dict[str, Any]]:
    """The questionnaire."""
    for n in range(1, 21):
        yield _choice(f"rating_{n}", "rating", RATINGS)
    for n in range(1, 26):
        yield _choice(f"single_{n}", "single", [f"Choice {c} of question {n}" for c in "ABCDEF"])
    for n in range(1, 11):
        yield _choice(f"multi_{n}", "multiple", [f"Option {o}, of many" for o in range(1, 7)])
    for n in range(1, 6):
        yield {**_question(f"number_{n}", "number"), "minimum": 0, "maximum": 10_000}


def _question(id_: str, kind: str) -> dict[str, Any]:
    return {"id": id_, "section": "all", "type": kind, "wording": f"Synthetic question {id_}"}


def _choice(id_: str, kind: str, labels: list[str]) -> dict[str, Any]:
    options = [{"id": f"o{i}", "label": label} for i, label in enumerate(labels, start=1)]
    return {**_question(id_, kind), "options": options}


def indicators() -> Iterator[dict[str, Any]]:
    """Thirty indicators of one option and two that join several."""
    for n in range(1, 31):
        question = f"rating_{n}" if n <= 15 else f"single_{n - 15}"
        yield {"id": f"i_{question}", "title": question, "question": question, "options": ["o1"]}
    yield {"id": "top_two", "title": "Top two", "question": "rating_1", "options": ["o1", "o2"]}
    yield {
        "id": "either",
        "title": "Either of two tools",
        "any_of": [{"question": f"multi_{n}", "options": ["o1"]} for n in (1, 2)],
    }


def make_survey(project: Path, respondents: int, tick: Callable[[str], None]) -> list[Path]:
    """Write the survey folder and its raw files; existing raw files of that size are kept.

    Returns:
        The CSV files.
    """
    survey = project / "survey"
    (survey / "waves").mkdir(parents=True, exist_ok=True)
    bank = {"sections": [{"id": "all", "title": "All"}], "questions": list(questions())}
    head = {
        "id": "synthetic",
        "title": "Synthetic survey for measuring",
        "publisher": "Nobody",
        "synthetic": True,
        "respondents": {"identified_by": "key"},
    }
    _write(survey / "survey.yml", head)
    _write(survey / "questions.yml", bank)
    _write(survey / "indicators.yml", {"indicators": list(indicators())})
    files = []
    for number, wave in enumerate(WAVES):
        file = project / "data" / "raw" / wave / f"export_{respondents}.csv"
        if not file.exists():
            tick(f"making {file.name} of {wave}")
            _make_csv(file, respondents, number)
        files.append(file)
        _write(survey / "waves" / f"{wave}.yml", _wave(wave, file, respondents))
    return files


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _wave(wave: str, file: Path, respondents: int) -> dict[str, Any]:
    sha256, size, _ = fingerprint(file)
    columns: dict[str, Any] = {"respondent": {"use": "key"}}
    columns |= {q["id"]: {"question": q["id"]} for q in questions()}
    manifest = {"sha256": sha256, "bytes": size, "rows": respondents, "columns": len(columns)}
    source = {"path": file.name, "separator": "; ", "manifest": manifest, "columns": columns}
    return {"wave": wave, "kind": "responses", "sources": [source]}


def _make_csv(file: Path, respondents: int, number: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    first = int(number * NEW_EACH_YEAR * respondents)
    columns = [f"'R' || lpad(CAST(i + {first} AS VARCHAR), 8, '0') AS respondent"]
    for seed, question in enumerate(questions(), start=100 * number):
        columns.append(f"{_cell(question, seed)} AS {question['id']}")
    part = file.with_suffix(".part")
    duckdb.sql(
        f"COPY (SELECT {', '.join(columns)} FROM range({respondents}) AS t(i)) "
        f"TO '{part}' (FORMAT csv, HEADER)"
    )
    part.rename(file)


def _cell(question: dict[str, Any], seed: int) -> str:
    """SQL of one cell: depends on the row and the question, the same every time."""
    if question["type"] == "number":
        return f"CAST((hash(i * 17 + {seed}) % 100000) / 10.0 AS VARCHAR)"
    labels = [option["label"].replace("'", "''") for option in question["options"]]
    if question["type"] == "multiple":
        parts = " || ".join(
            f"CASE WHEN hash(i * 31 + {seed * 10 + o}) % 3 = 0 THEN '{label}; ' ELSE '' END"
            for o, label in enumerate(labels)
        )
        return f"rtrim({parts}, '; ')"
    listed = ", ".join(f"'{label}'" for label in labels)
    draw = f"hash(i * 1000 + {seed}) % 1000"
    return (
        f"CASE WHEN {draw} < 30 THEN '' WHEN {draw} < 31 THEN 'Unlisted ' || ({draw} % 7) "
        f"ELSE ([{listed}])[1 + CAST(hash(i * 7919 + {seed}) % {len(labels)} AS INTEGER)] END"
    )
