"""Every number of indicators.* and trends.* against the truth of the made-up programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.demo import write_demo
from pipelines.onboarding.comparability import undecided
from pipelines.survey.load import load_survey
from tests.conftest import Demo
from tests.demo.expected import (
    answering,
    changes,
    composition,
    mean_trends,
    means,
    parts,
    series,
    shares,
    steady,
)
from tests.demo.expected.shared import Rows
from tests.demo.truth import Truth

PAIR = ("indicator_id", "wave_from", "wave_to")
GROUP = ("group_by", "group_value")
TABLES: dict[str, tuple[tuple[str, ...], Callable[[Truth], Rows]]] = {
    "indicators.option_shares": (("wave", "question_id", "option_id"), shares.option_shares),
    "indicators.results": (("wave", "indicator_id", "source"), shares.results),
    "indicators.group_results": (("wave", "indicator_id", *GROUP), shares.group_results),
    "indicators.numbers": (("wave", "question_id"), means.numbers),
    "indicators.group_numbers": (("wave", "question_id", *GROUP), means.group_numbers),
    "indicators.named": (("wave", "indicator_id", "respondent_id"), shares.named),
    "indicators.scales": (("wave", "question_id"), means.scales),
    "indicators.group_scales": (("wave", "question_id", *GROUP), means.group_scales),
    "indicators.scores": (("wave", "indicator_id", "respondent_id"), means.scores),
    "indicators.score_means": (("wave", "indicator_id"), means.score_means),
    "indicators.group_scores": (("wave", "indicator_id", *GROUP), means.group_scores),
    "indicators.nets": (("wave", "indicator_id"), means.nets),
    "indicators.group_nets": (("wave", "indicator_id", *GROUP), means.group_nets),
    "indicators.response_rates": (("wave", *GROUP), answering.response_rates),
    "indicators.dissimilarity": (("wave", "group_by"), answering.dissimilarity),
    "indicators.participation": (("wave", "respondent_id"), answering.participation),
    "indicators.answered_before": (("wave",), answering.answered_before),
    "indicators.item_nonresponse": (("wave", "question_id"), answering.item_nonresponse),
    "trends.series": (("indicator_id", "wave"), series.series),
    "trends.panels": ((*PAIR, "answer_from", "answer_to"), series.panels),
    "trends.movers": ((*PAIR, "respondent_id"), series.movers),
    "trends.transitions": (
        ("question_id", "wave_from", "wave_to", "option_from", "state_from", "option_to",
         "state_to"),
        series.transitions,
    ),
    "trends.changes": (PAIR, changes.changes),
    "trends.composition": ((*PAIR, "group_by"), composition.composition),
    "trends.composition_groups": ((*PAIR, *GROUP), composition.composition_groups),
    "trends.panel_bounds": ((*PAIR, "evidence"), changes.panel_bounds),
    "trends.stated_moves": (PAIR, changes.stated_moves),
    "trends.turnover_bounds": (PAIR, changes.turnover_bounds),
    "trends.paired_tests": (("kept", "gained", "lost", "neither"), changes.paired_tests),
    "trends.adjusted_tests": (PAIR, changes.adjusted_tests),
    "trends.mean_series": (("kind", "measure_id", "wave"), mean_trends.mean_series),
    "trends.mean_values": (
        ("kind", "measure_id", "wave", "respondent_id"), mean_trends.mean_values,
    ),
    "trends.mean_changes": (
        ("kind", "measure_id", "wave_from", "wave_to"), mean_trends.mean_changes,
    ),
    "trends.pairs": (PAIR, steady.pairs),
    "trends.wave_pairs": (PAIR[1:], steady.wave_pairs),
    "trends.question_pairs": (("question_id", *PAIR[1:]), steady.question_pairs),
    "trends.option_pairs": (("question_id", "option_id", *PAIR[1:]), steady.option_pairs),
    "trends.shifts": ((*PAIR[1:], "question_id", "option_id", "counted"), steady.shifts),
    "trends.respondent_pairs": (("respondent_id", *PAIR[1:]), steady.respondent_pairs),
    "indicators.answer_counts": (
        ("wave", "question_id", "option_id", "selected", "state"),
        parts.answer_counts,
    ),
    "indicators.asked": (("wave", "indicator_id"), parts.asked),
    "indicators.by_response": (("wave", "indicator_id", "respondent_id"), parts.by_response),
    "indicators.from_responses": (("wave", "indicator_id"), parts.from_responses),
    "indicators.from_reports": (("wave", "indicator_id"), parts.from_reports),
    "indicators.option_ranks": (("wave", "question_id", "option_id"), parts.option_ranks),
    "indicators.respondent_groups": (("wave", "respondent_id", *GROUP), parts.respondent_groups),
    "indicators.scale_values": (("wave", "question_id", "option_id"), parts.scale_values),
    "indicators.score_questions": (
        ("wave", "indicator_id", "question_id"), parts.score_questions,
    ),
    "indicators.display_rules": (("shows",), parts.display_rules),
    "indicators.z_values": (("confidence_level",), parts.z_values),
    "indicators.member_limits": (("population_n", "base", "n"), parts.member_limits),
}  # fmt: skip
NOTHING_IN_IT = {"indicators.options_left"}
"""Nothing is ruled out of an answer of this programme."""
NO_NUMBERS = {"response_id"}
"""Columns whose numbers only tell rows apart."""


@pytest.fixture(scope="module")
def truth(demo: Demo) -> Truth:
    return Truth(demo.project / "truth")


@pytest.fixture(scope="module")
def con(demo: Demo) -> Iterator[duckdb.DuckDBPyConnection]:
    database = demo.project / "data" / "warehouse" / "current" / "demo.duckdb"
    with duckdb.connect(str(database), read_only=True) as con:
        yield con


def rows(con: duckdb.DuckDBPyConnection, table: str, key: tuple[str, ...]) -> Rows:
    cursor = con.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description or []]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    keyed = {tuple(row[name] for name in key): row for row in found}
    assert len(keyed) == len(found)
    return keyed


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, (Fraction, float)) and found is not None:
        # square roots are floats on both sides; all else is exact on one
        near = 1e-9 if isinstance(wanted, float) else 1e-12
        return abs(float(found) - float(wanted)) <= near * max(1.0, abs(float(wanted)))
    return bool(found == wanted)


@pytest.mark.parametrize("table", TABLES)
def test_every_number_is_the_true_one(
    con: duckdb.DuckDBPyConnection, truth: Truth, table: str
) -> None:
    key, wanted_rows = TABLES[table]
    found, wanted = rows(con, table, key), wanted_rows(truth)
    assert found.keys() == wanted.keys()
    wrong = [
        (*of, column, found[of][column], value)
        for of, row in wanted.items()
        for column, value in row.items()
        if not same(found[of][column], value)
    ]
    assert wrong == []


def test_nothing_that_is_a_number_is_left_out(con: duckdb.DuckDBPyConnection, truth: Truth) -> None:
    columns = con.execute(
        "SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns "
        "WHERE table_schema IN ('indicators', 'trends') AND data_type <> 'VARCHAR'"
    ).fetchall()
    compared = {
        (table, column)
        for table, (key, wanted) in TABLES.items()
        for column in (*key, *next(iter(wanted(truth).values())))
    }
    numbers = {
        (table, column)
        for table, column in columns
        if column not in NO_NUMBERS and table not in NOTHING_IN_IT
    }
    assert numbers <= compared
    tables = con.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables "
        "WHERE table_schema IN ('indicators', 'trends')"
    ).fetchall()
    assert {table for (table,) in tables} == TABLES.keys() | NOTHING_IN_IT
    for table in NOTHING_IN_IT:
        assert con.execute(f"FROM {table}").fetchall() == []


def test_bounds_hold_what_the_exports_have_lost(
    con: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    found = rows(con, "trends.series", ("indicator_id", "wave"))
    open_ = 0
    for (indicator, wave), row in found.items():
        answers = truth.judged(wave, indicator, known=True)
        weights = {who: truth.weights[wave, who] for who in answers}
        yes = sum(weights[who] for who, answer in answers.items() if answer == "yes")
        share = float(yes / sum(weights.values()))
        assert row["share_low"] - 1e-12 <= share <= row["share_high"] + 1e-12
        open_ += row["n_unknown"] > 0
    assert open_ > 5


def test_bounds_hold_what_happened_in_panels_that_nobody_can_see(
    con: duckdb.DuckDBPyConnection, truth: Truth
) -> None:
    bounds = con.execute(
        "SELECT indicator_id, wave_from, wave_to, evidence, change_low, change_high "
        "FROM trends.panel_bounds"
    ).fetchall()
    smaller = 0
    for indicator, before, after, _, low, high in bounds:
        answers = [truth.judged(wave, indicator, known=True) for wave in (before, after)]
        told = [truth.judged(wave, indicator) for wave in (before, after)]
        both = answers[0].keys() & answers[1].keys()
        moved = sum((answers[1][w] == "yes") - (answers[0][w] == "yes") for w in both)
        assert low - 1e-12 <= moved / len(both) <= high + 1e-12
        smaller += len(both) < len(told[0].keys() & told[1].keys())
    assert smaller, "an unknown answer that was none"
    assert {row[3] for row in bounds} == {"responses", "totals", "totals and moves"}


def test_the_programme_has_all_that_it_says(truth: Truth, demo: Demo) -> None:
    """What the page and the README of the folder promise is there, so that it is tested."""
    folder = load_survey(demo.project)
    assert folder.survey.synthetic
    assert len(folder.respondents) == 140
    assert len(truth.waves) == 8
    assert all(36 <= len(truth.respondents(wave)) <= 48 for wave in truth.waves)
    assert truth.exported == ["2032", "2033", "2035", "2036", "2037", "2038"]
    assert truth.waves == ["2030", "2031", *truth.exported]
    for before, after in pairwise(truth.waves):
        both = truth.respondents(before) & truth.respondents(after)
        assert 20 <= len(both) < len(truth.respondents(after))
    told = {(item.state, item.told) for items in truth.items.values() for item in items.values()}
    assert told >= {
        ("answered", "unknown"), ("answered", "rejected"), ("no_answer", "unknown"),
        ("no_answer", "no_answer"), ("routed_out", "routed_out"), ("dont_know", "dont_know"),
    }  # fmt: skip


def test_the_questionnaire_changed_as_questionnaires_do(con: duckdb.DuckDBPyConnection) -> None:
    """Reworded, turned round, retired, new and split."""

    def of(sql: str) -> list[tuple[Any, ...]]:
        return con.execute(sql).fetchall()

    notes = of(
        "SELECT question_id, wave, left(comparable_note, 22) FROM core.question_waves "
        "WHERE comparable_note IS NOT NULL ORDER BY wave"
    )
    assert ("office", "2035", "The question was rewor") in notes
    assert ("cooperation", "2036", "The scale ran the othe") in notes
    asked = dict(
        of("SELECT question_id, min(wave) || max(wave) FROM core.question_waves GROUP BY 1")
    )
    assert (asked["events"], asked["digital"]) == ("20322035", "20362038")
    offered = dict(of("SELECT option_id, min(wave) || max(wave) FROM core.option_waves GROUP BY 1"))
    split = [offered[option] for option in ("work_training", "work", "training")]
    assert split == ["20322035", "20362038", "20362038"]


def test_four_tools_two_names_and_second_submissions(
    con: duckdb.DuckDBPyConnection, demo: Demo
) -> None:
    readers = con.execute("SELECT DISTINCT reader FROM core.source_files ORDER BY 1").fetchall()
    assert readers == [("eusurvey",), ("google_forms",), ("limesurvey",), ("qualtrics",)]
    uncounted = con.execute(
        "SELECT wave, count(*) FROM core.responses WHERE NOT counted GROUP BY wave ORDER BY wave"
    ).fetchall()
    assert uncounted == [("2033", 2), ("2036", 1)]
    first = (demo.project / "data/raw/2033/results-survey.csv").read_text(encoding="utf-8")
    assert "Middlemarsh (demo)" in first
    assert "Town of Northtown (demo)" in first
    assert "Outermarsh (demo)" not in first


def test_nothing_is_open(demo: Demo) -> None:
    folder = load_survey(demo.project)
    assert undecided(folder) == []
    assert not any(wave.decide for wave in folder.waves.values())


def test_the_same_is_written_every_time(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "other"):
        write_demo(tmp_path / name)
        files = sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())
        contents.append({f.relative_to(tmp_path / name): f.read_bytes() for f in files})
    assert contents[0] == contents[1]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(app, ["demo", str(tmp_path)])
    assert result.exit_code == 2
    assert "something there already" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
