"""Google Forms: grids, separators, repeated questions."""

from __future__ import annotations

import pytest

from pipelines.extract.tools.google_forms import READER
from tests.extract.tools.openings import column, laid_out, shared_table, table, uses


@pytest.mark.parametrize(
    "start",
    [
        "Timestamp,Q\n2019-06-25 06:59:49,a\n",
        "Timestamp,Q\n2020/06/05 11:34:01 AM EST,a\n",
        "Zeitstempel,Q\n25.06.2019 06:59:49,a\n",
        "Informazioni cronologiche,Q\n12/02/2026 19.07.17,a\n",
        "Horodateur,Q\n",
    ],
)
def test_the_first_column_is_known_in_several_languages_and_forms_of_time(start: str) -> None:
    layout = laid_out(READER, table(start))
    assert [c.use for c in layout.columns] == ["submitted_at", None]
    assert layout.first_row == 2


def test_a_grid_is_taken_apart_and_lone_brackets_are_not() -> None:
    layout = laid_out(
        READER,
        table("Timestamp,How?  [By bus ],How?  [By train [ICE]],When? [in years]\n"),
    )
    assert [c.path for c in layout.columns[1:]] == [
        ("How?", "By bus"),
        ("How?", "By train [ICE]"),
        ("When? [in years]",),
    ]


def test_questions_with_one_text_keep_it_in_the_path() -> None:
    layout = laid_out(READER, table("Timestamp,Why? ,Why?\n"))
    assert [(c.header, c.path) for c in layout.columns[1:]] == [
        ("Why?", ("Why?",)),
        ("Why? (2)", ("Why?",)),
    ]


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["Bus;Train", "Bus", "Train;Boat"], ";"),
        (["Bus, Train", "Train, Boat"], ", "),
        (["Bus;Train (fast, slow)", "Train (fast, slow)", "Boat;Bus"], ";"),
        (["Bus, not train", "I walk, mostly"], None),  # sentences
        (["Bus", "Train"], None),
    ],
)
def test_the_separator_is_what_the_first_rows_show(cells: list[str], separator: str) -> None:
    rows = "".join(f'2020-01-01 10:00:00,"{cell}"\n' for cell in cells)
    layout = laid_out(READER, table(f"Timestamp,How?\n{rows}"))
    assert layout.proposes.get("separator") == separator
    assert layout.proposes["blank"] == "no_answer"


def test_addresses_are_personal_and_the_points_of_a_quiz_metadata() -> None:
    layout = laid_out(
        READER, table("Timestamp,Email Address,Score,Q\n1/2/2020 10:00,a@b.example,3 / 10,x\n")
    )
    assert uses(layout) == {
        "Timestamp": "submitted_at",
        "Email Address": "personal",
        "Score": "metadata",
    }


@pytest.mark.parametrize(
    ("year", "width", "grid", "separator"),
    [(2019, 24, 10, ";"), (2020, 25, 10, ";"), (2021, 43, 11, ", ")],
)
def test_three_years_of_a_real_survey(year: int, width: int, grid: int, separator: str) -> None:
    layout = laid_out(READER, shared_table(f"data/dask/{year}-user-survey-results.csv.gz"))
    rows = [c.path[1] for c in layout.columns if len(c.path) == 2]
    assert (len(layout.columns), len(rows), layout.proposes["separator"]) == (
        width,
        grid,
        separator,
    )
    assert "Improve Scaling" in rows
    assert column(layout, "If you use a cluster, how do you launch Dask?").use is None
