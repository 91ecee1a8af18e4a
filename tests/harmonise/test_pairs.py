"""What respondents answered in two waves, counted from the typed rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.harmonise import pairs
from tests.survey.folder import EXPORT_2031, SURVEY, WAVE_2031, write_survey
from tests.wave_run import Run

COUNTS = "FROM core.panel_counts"

FROM_ANSWERS = """
    WITH items AS (
        SELECT wave, respondent_id, question_id, a.state,
            CASE WHEN selected THEN option_id END AS option_id
        FROM core.answers AS a
        JOIN core.responses USING (response_id, wave, respondent_id)
        JOIN input.questions USING (question_id)
        WHERE counted AND first_of_item AND type IN ('single', 'rating')
    )
    SELECT f.wave, t.wave, question_id, f.option_id, f.state, t.option_id, t.state, count(*)
    FROM items AS f JOIN items AS t USING (respondent_id, question_id)
    WHERE f.wave = '2030' AND t.wave = '2031' GROUP BY ALL
"""

BY_ROW = SURVEY.replace("respondents:\n", "respondents:\n  identified_by: row\n")
HEAD, *TOWNS = EXPORT_2031.splitlines(keepends=True)
SECOND = WAVE_2031.split("  - path: export.csv")[1].replace(
    "encoding", "path: more.csv\n    encoding"
)

CASES: dict[str, dict[str, str | bytes]] = {
    "as it is": {},
    "a submission that another one replaces": {
        "data/raw/2031/export.csv": HEAD + "Ashford;No;No;Yes;1;0;0;14\n" + "".join(TOWNS)
    },
    "a cell in quarantine": {
        "data/raw/2031/export.csv": EXPORT_2031.replace("Dunmore;Yes;No;Yes", "Dunmore;Yes;No;2x")
    },
    "a column that may rule answers out": {
        "survey/waves/2031.yml": WAVE_2031.replace(
            "    delimiter:", '    not_prefix: "not: "\n    delimiter:'
        ),
        "data/raw/2031/export.csv": EXPORT_2031.replace("Carden;No;", "Carden;not: Yes;"),
    },
    "two sources": {
        "survey/waves/2031.yml": WAVE_2031 + "  -" + SECOND[4:],
        "data/raw/2031/export.csv": HEAD + "".join(TOWNS[:3]),
        "data/raw/2031/more.csv": HEAD + "".join(TOWNS[3:]),
    },
}


@pytest.mark.parametrize("files", CASES.values(), ids=CASES)
def test_what_is_counted_is_what_the_answers_say(
    tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    run = Run(write_survey(tmp_path, **files))
    assert run.stopped == {}
    found = run.rows(COUNTS)
    assert sorted(found, key=str) == sorted(run.rows(FROM_ANSWERS), key=str)
    assert sum(n for *_, n in found) == 4 * 3


def test_more_questions_than_are_counted_together_are_counted_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "COUNTED_TOGETHER", 2)
    run = Run(write_survey(tmp_path))
    assert len(whole(run)) == 3
    assert sorted(run.rows(COUNTS), key=str) == sorted(run.rows(FROM_ANSWERS), key=str)


def whole(run: Run) -> list[str]:
    return [question for (question,) in run.rows("FROM core.paired_questions ORDER BY ALL")]


def test_questions_with_one_text_a_cell_are_counted_whole(tmp_path: Path) -> None:
    assert whole(Run(write_survey(tmp_path))) == ["campaign", "plan", "strategy"]


def test_a_question_whose_answers_may_be_ruled_out_is_not(tmp_path: Path) -> None:
    files = CASES["a column that may rule answers out"]
    assert whole(Run(write_survey(tmp_path, **files))) == []


def test_nobody_is_followed_whom_nothing_identifies(tmp_path: Path) -> None:
    row = {"survey/survey.yml": BY_ROW, "survey/corrections.yml": None}
    run = Run(write_survey(tmp_path, **row))
    assert run.rows("SELECT count(*) FROM core.responses") == [(13,)]
    assert run.rows(COUNTS) == []
    assert whole(run) == []


def test_waves_around_a_missing_one_are_counted_as_first_and_last_only(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for wave in ("2033", "2034"):
        files[f"survey/waves/{wave}.yml"] = WAVE_2031.replace("2031", wave)
        export = EXPORT_2031.replace(";14\n", f";{wave[-1]}\n")
        files[f"data/raw/{wave}/export.csv"] = export.encode("latin-1")
    run = Run(write_survey(tmp_path, **files))
    assert run.stopped == {}
    counted = run.rows("SELECT DISTINCT wave_from, wave_to FROM core.panel_counts ORDER BY ALL")
    assert counted == [("2030", "2031"), ("2030", "2034"), ("2033", "2034")]
