"""The respondents of the explorer and what each of them answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pipelines.report import words
from pipelines.report.explorer.source import Data, Source

MOST_ANSWERS = 200_000
"""Rows of answers by respondent up to which profiles are embedded: some thousand respondents."""


def read_people(source: Source) -> Data:
    """Everyone who is printed by name, with their answers where a page can hold them."""
    profiles = _profiles(source)
    return {
        "profiles": profiles is not None,
        "respondents": _respondents(source, profiles or {}),
    }


def _profiles(source: Source) -> dict[str, Data] | None:
    """Answers by respondent, question and wave; None where there are too many to embed."""
    (count,) = source.rows("SELECT count(*) AS n FROM report.explorer_answers")
    if count["n"] > MOST_ANSWERS:
        return None
    profiles: dict[str, Data] = defaultdict(lambda: defaultdict(dict))
    for row in source.rows("SELECT * FROM report.explorer_answers ORDER BY option_id"):
        answers = profiles[row["respondent_id"]][row["question_id"]]
        answer = answers.setdefault(row["wave"], {"state": row["state"], "yes": [], "no": []})
        if row["option_id"] is not None and row["selected"] is not None:
            answer["yes" if row["selected"] else "no"].append(row["option_id"])
        if row["answer"] is not None:
            answer["given"] = row["answer"]
    return profiles


def _marks(source: Source) -> dict[str, Data]:
    """What each says to the indicators, by respondent, indicator and wave."""
    marks: dict[str, Data] = defaultdict(lambda: defaultdict(dict))
    for row in source.rows("SELECT * FROM report.explorer_named"):
        marks[row["respondent_id"]][row["indicator_id"]][row["wave"]] = row["answer"]
    return marks


def _respondents(source: Source, profiles: Mapping[str, Data]) -> list[Data]:
    marks = _marks(source) if profiles else {}
    found: dict[str, Data] = {}
    for row in source.rows(
        "SELECT r.* FROM report.respondents AS r INNER JOIN report.waves AS w "
        "ON r.wave = w.wave ORDER BY w.position, r.respondent_id"
    ):
        respondent = found.setdefault(row["respondent_id"], {"waves": {}})
        respondent |= {
            "id": row["respondent_id"],
            "name": row["name"],
            "kind": row["kind"],
            "kindName": source.translate.text("kind", "", row["kind"]) if row["kind"] else None,
            "country": row["country_code"] or "unknown",
            "countryName": source.country(row["country_code"] or "unknown"),
            "answers": profiles.get(row["respondent_id"], {}),
            "marks": marks.get(row["respondent_id"], {}),
        }
        respondent["waves"][row["wave"]] = row["why_not_counted"]
    return sorted(found.values(), key=lambda one: words.alphabetical(one["name"]))
