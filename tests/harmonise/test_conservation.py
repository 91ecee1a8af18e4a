"""Whatever a file holds: every cell has one fate, every item one state, nothing is lost."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.survey.folder import ANSWERS_2030, WAVE_2030, write_survey
from tests.wave_run import Run

HEADER = next(csv.reader([ANSWERS_2030.splitlines()[0]]))
NAMES = ["Ashford", "Beckton", "Carden", "Dunmore", "Elmsley", "Fenwick", "Gillham", "Hartley"]
QUESTIONS = ["strategy", "campaign", "plan", "topics", "staff", "remarks"]
JUNK = st.text(alphabet="aZ9;,\"'\n\t |%é=", max_size=6)


def cell(*good: str) -> st.SearchStrategy[str]:
    """Mostly something that the question offers, else blank or junk."""
    return st.one_of(st.sampled_from(good), st.just(""), st.just("  "), JUNK)


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    """Rows of the first wave, each respondent at most once."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    made = []
    for name in names:
        row = [
            "2030-02-01",
            draw(st.sampled_from([name, name, name, ""])),
            "a@example.org",
            draw(cell("Yes", "No", "Don't know", "we do")),
            draw(cell("Yes", "No")),
            draw(cell("Yes", "No")),
            draw(cell("Housing", "Housing;Schools", "Sports and clubs;Housing")),
            draw(cell("0", "12", "7,5", "5000", "-1", "nan", "1e3")),
            draw(JUNK),
            draw(st.sampled_from(["", "1"])),
        ]
        made.append(row + draw(st.lists(JUNK, max_size=1)))
    return made


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(rows())
def test_cells_are_conserved(made: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADER, *made])
    with tempfile.TemporaryDirectory() as folder:
        project = write_survey(
            Path(folder),
            **{
                "data/raw/2030/answers.csv": stream.getvalue(),
                "survey/waves/2030.yml": WAVE_2030,
                "survey/waves/2031.yml": None,
                "survey/corrections.yml": None,
                "survey/published/2030.yml": None,
            },
        )
        run = Run(project)
    assert run.stopped == {}
    assert run.unbalanced() == []
    quarantined = {row for row, _, _, rule in run.rejected("2030") if rule.startswith("row.")}
    (responses,) = run.rows("SELECT count(*) FROM core.responses")[0]
    assert responses == len(made) - len(quarantined)
    items = run.rows(
        "SELECT question_id, count(*) FILTER (first_of_item), count(DISTINCT response_id) "
        "FROM core.answers GROUP BY 1"
    )
    assert sorted(items) == sorted((q, responses, responses) for q in QUESTIONS if responses)
    kept = {text for _, _, text, _ in run.rejected("2030")}
    kept |= {text for (text,) in run.rows("SELECT text FROM core.texts")}
    remarks = {row[8] for row in made if row[8].strip()}
    assert remarks <= kept


def test_title_lines_are_passed_over_and_told_of(tmp_path: Path) -> None:
    project = write_survey(
        tmp_path,
        **{
            "data/raw/2030/answers.csv": "Towns 2030\n\n" + ANSWERS_2030,
            "survey/waves/2030.yml": WAVE_2030.replace(
                "path: answers.csv", "path: answers.csv\n    header_rows: [3]"
            ),
        },
    )
    run = Run(project)
    fates = run.rows("SELECT ignored FROM core.cell_fates WHERE source_column = '(rows 1 to 2)'")
    assert fates == [(1,)]
    assert run.unbalanced() == []
