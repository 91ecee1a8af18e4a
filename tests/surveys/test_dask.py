"""The Dask user survey 2019 to 2021: anonymous forms, and what their reports say of them."""

from __future__ import annotations

import csv
import gzip
from collections import Counter

import pytest

from tests.surveys.real import DATA, Warehouse, needs, write_project

RAW = {
    wave: DATA / "dask" / f"{wave}-user-survey-results.csv.gz" for wave in ("2019", "2020", "2021")
}
PRIORITIES = ("bugs", "documentation", "examples", "features", "performance")
HPC = "HPC resource manager (SLURM, PBS, SGE, LSF or similar)"

pytestmark = needs("dask")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The three waves with what their reports say."""
    return Warehouse(write_project(tmp_path_factory.mktemp("dask"), "dask", RAW))


def raw(wave: str, header: str) -> list[str]:
    """The cells of a column as received."""
    with gzip.open(RAW[wave], "rt", encoding="utf-8", newline="") as stream:
        return [row[header] for row in csv.DictReader(stream)]


def chosen(survey: Warehouse, wave: str, question: str) -> dict[str, int]:
    """How often each option was chosen."""
    sql = (
        "SELECT option_id, n FROM indicators.option_shares "
        f"WHERE wave = '{wave}' AND question_id = '{question}'"
    )
    return dict(survey.rows(sql))


def crossed(survey: Warehouse, wave: str, question: str) -> Counter[tuple[str, str]]:
    """How often an option of a question and one of the priorities were chosen together."""
    sql = (
        "SELECT a.option_id, b.option_id, count(*) "
        "FROM core.answers AS a JOIN core.answers AS b USING (response_id) "
        f"WHERE a.wave = '{wave}' AND a.question_id = '{question}' AND a.selected "
        "AND b.question_id = 'priority' AND b.selected GROUP BY 1, 2"
    )
    return Counter({(option, priority): n for option, priority, n in survey.rows(sql)})


# ── reading ─────────────────────────────────────────────────────────────────────


def test_every_row_is_a_respondent_of_its_own(survey: Warehouse) -> None:
    files = "SELECT wave, reader, rows, columns FROM core.source_files ORDER BY wave"
    assert survey.rows(files) == [
        ("2019", "google_forms", 259, 24),
        ("2020", "google_forms", 239, 25),
        ("2021", "google_forms", 247, 43),
    ]
    assert survey.value("SELECT count(DISTINCT respondent_id) FROM core.responses") == 745
    assert survey.value("SELECT count(*) FROM core.respondents") == 0


def test_no_cell_is_lost_and_no_promise_broken(survey: Warehouse) -> None:
    assert survey.value("SELECT count(*) FROM core.rejected_cells") == 0
    assert survey.unbalanced() == []
    assert survey.broken_promises() == {}


def test_times_are_kept_as_each_year_wrote_them(survey: Warehouse) -> None:
    first = (
        "SELECT submitted_at FROM core.responses QUALIFY "
        "row_number() OVER (PARTITION BY wave ORDER BY source_row) = 1 ORDER BY wave"
    )
    assert [time for (time,) in survey.rows(first)] == [
        "2019-06-25 06:59:49",
        "2020/06/05 11:34:01 AM EST",
        "2021-05-16 09:56:41",
    ]


@pytest.mark.parametrize("wave", list(RAW))
def test_an_option_with_commas_is_one_option(survey: Warehouse, wave: str) -> None:
    cells = raw(wave, "If you use a cluster, how do you launch Dask? ")
    assert chosen(survey, wave, "launch")["hpc"] == sum(HPC in cell for cell in cells) > 50


@pytest.mark.parametrize(("wave", "label"), [("2019", "Tutorial"), ("2021", "Tutorial at")])
def test_an_option_that_was_renamed_is_one_option(survey: Warehouse, wave: str, label: str) -> None:
    cells = raw(wave, "What Dask resources have you used for support in the last six months?")
    told = [cell for cell in cells if f";{label}" in f";{cell.replace(', ', ';')}"]
    assert chosen(survey, wave, "resources")["tutorial"] == len(told) > 100


def test_the_rows_of_a_grid_are_questions(survey: Warehouse) -> None:
    asked = (
        "SELECT wave, count(*) FROM core.question_waves "
        "WHERE question_id LIKE 'request_%' GROUP BY wave ORDER BY wave"
    )
    assert survey.rows(asked) == [("2019", 10), ("2020", 10), ("2021", 11)]
    cells = raw("2019", "What common feature requests do you care about most?  [Improve Scaling ]")
    told = Counter(cells)
    assert chosen(survey, "2019", "request_scaling") == {
        "critical": told["Critical to me"],
        "useful": told["Somewhat useful"],
        "irrelevant": told["Not relevant for me"],
    }


def test_what_people_wrote_themselves_is_an_answer_and_not_kept(survey: Warehouse) -> None:
    assert chosen(survey, "2020", "cloud")["other"] == 14
    assert survey.value("SELECT count(*) FROM core.texts") == 0
    written = sum(1 for cell in raw("2021", "How else can Dask improve?") if cell.strip())
    answered = (
        "SELECT count(*) FROM core.answers WHERE question_id = 'improve' AND state = 'answered'"
    )
    assert survey.value(answered) == written > 100


# ── what the reports say ────────────────────────────────────────────────────────


def test_the_figures_of_the_reports_come_out_but_for_three(survey: Warehouse) -> None:
    """Two are far off; of the third, 36.7% was cut off to 36%."""
    findings = dict(
        survey.rows("SELECT claim_id, arithmetic FROM audit.findings WHERE verdict <> 'holds'")
    )
    assert findings == {
        "2020/responses": "240 printed; 239 responses that count",
        "2020/deploy_with_package": "53% printed; 136 of 239 (57%)",
        "2021/not_resilient": "36% printed; 84 of 229 (37%)",
    }
    assert survey.value("SELECT count(DISTINCT claim_id) FROM audit.findings") == 13


def test_a_share_is_of_those_who_answered(survey: Warehouse) -> None:
    words = "SELECT arithmetic FROM audit.findings WHERE claim_id = '{}' AND check_id = 'answers'"
    assert survey.value(words.format("2019/on_cluster")) == "65.49% printed; 167 of 255 (65.49%)"
    assert survey.value(words.format("2021/no_performance_reports")) == (
        "65% printed; 150 of 232 (65%)"
    )


@pytest.mark.parametrize(
    ("options", "counts"),
    [
        (("daily", "always"), [9, 11, 25, 22, 23]),
        (("occasionally",), [14, 27, 52, 18, 15]),
        (("looking",), [1, 3, 18, 9, 5]),
    ],
)
def test_frequency_by_priority(
    survey: Warehouse, options: tuple[str, ...], counts: list[int]
) -> None:
    """The report adds those who use it "all the time" to those of every day."""
    found = crossed(survey, "2019", "frequency")
    assert [sum(found[each, priority] for each in options) for priority in PRIORITIES] == counts


@pytest.mark.parametrize(
    ("wave", "api", "counts"),
    [
        ("2019", "array", [10, 24, 62, 15, 25]),
        ("2019", "dataframe", [16, 32, 71, 39, 26]),
        ("2019", "delayed", [16, 22, 55, 26, 27]),
        ("2020", "array", [12, 16, 56, 15, 23]),
        ("2020", "dataframe", [24, 21, 67, 22, 41]),
    ],
)
def test_api_by_priority(survey: Warehouse, wave: str, api: str, counts: list[int]) -> None:
    found = crossed(survey, wave, "apis")
    assert [found[api, priority] for priority in PRIORITIES] == counts


def test_fewer_than_15_percent_work_in_batches_only(survey: Warehouse) -> None:
    only = (
        "SELECT count(*) FILTER (modes = ['batch']), count(*) FROM "
        "(SELECT list(option_id) AS modes FROM core.answers "
        "WHERE wave = '2021' AND question_id = 'mode' AND selected GROUP BY response_id)"
    )
    ((batch, everyone),) = survey.rows(only)
    assert (batch, everyone) == (34, 237)
    assert batch < 0.15 * everyone
