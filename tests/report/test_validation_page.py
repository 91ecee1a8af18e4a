"""The validation pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.errors import Problem
from pipelines.report.validation_page import (
    Rejections,
    SourceFile,
    WaveValidation,
    read_validation,
    write_validation_pages,
)
from tests.report.made_up import put
from tests.report.pages import parse
from tests.world import World


@dataclass(frozen=True)
class Result:
    """A check as the validate stage reports it."""

    rule_id: str = "options"
    expected: str = "one of the options of the question"
    severity: str = "error"
    success: bool = True
    n_unexpected: int = 0
    source_file: str = "answers.csv"
    source_column: str | None = "Strategy"
    n_cells: int = 1037
    samples: tuple[str, ...] = ()


SOURCE = SourceFile("answers.csv", "ab" * 32, 37, 4, "utf-8", "csv", 148, 140, 2, 0, 6)


def text_of(result: WaveValidation, folder: Path) -> str:
    write_validation_pages([result], folder, "Survey of towns", "b1")
    return " ".join(parse(folder / f"{result.wave}.html").text.split())


def test_each_wave_has_a_page_and_the_index_lists_them(tmp_path: Path) -> None:
    written = write_validation_pages(
        [WaveValidation("2020"), WaveValidation("2021", problems=[Problem("x", "y", "z")])],
        tmp_path,
        "Survey of towns",
    )
    assert [path.name for path in written] == ["2020.html", "2021.html", "index.html"]
    index = parse(tmp_path / "index.html")
    assert {"2020.html", "2021.html"} <= set(index.links)
    assert "Stopped" in index.text


def test_an_unmet_expectation_shows_what_was_found(tmp_path: Path) -> None:
    unmet = Result(success=False, n_unexpected=2, samples=("Maybe", "<b>Perhaps</b>"))
    text = text_of(WaveValidation("2020", checks=[Result(), unmet]), tmp_path)
    assert "Admitted with remarks. 1 of 2 expectations met." in text
    assert "Found: Maybe, <b>Perhaps</b>" in text
    assert "1,037" in text
    assert "<b>Perhaps" not in (tmp_path / "2020.html").read_text(encoding="utf-8")


def test_what_stops_comes_first_and_warnings_last() -> None:
    warning, error, stop = (
        Result(severity=severity, success=False) for severity in ("warning", "error", "stop")
    )
    unmet = WaveValidation("2020", checks=[warning, error, stop]).unmet
    assert unmet == [stop, error, warning]


@pytest.mark.parametrize(
    ("severity", "told"),
    [("stop", "The wave stops"), ("error", "Set aside"), ("warning", "Only told")],
)
def test_a_page_says_what_became_of_the_cells(tmp_path: Path, severity: str, told: str) -> None:
    unmet = Result(rule_id="r", severity=severity, success=False, n_unexpected=1)
    rejected = Rejections("answers.csv", "r", "not an option", 3, 1)
    text = text_of(WaveValidation("2020", checks=[unmet], rejections=[rejected]), tmp_path)
    assert told in text
    assert "error" not in text


def test_the_index_counts_the_files_of_a_stopped_wave(tmp_path: Path) -> None:
    stopped = WaveValidation("2021", problems=[Problem("x", "y", "z")], n_declared=3)
    text_of(stopped, tmp_path)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.search(r'>Stopped</td>\s*<td class="num">3</td>', page)


def test_a_problem_says_where_what_was_found_and_what_to_do(tmp_path: Path) -> None:
    problem = Problem("answers.csv", "no column Strategy", "a column Strategy", "Map it.")
    text = text_of(WaveValidation("2020", problems=[problem]), tmp_path)
    assert "Stopped." in text
    assert "Found: no column Strategy Expected: a column Strategy What to do: Map it." in text


def test_books_that_do_not_balance_are_named(tmp_path: Path) -> None:
    wrong = SourceFile("answers.csv", "ab" * 32, 37, 4, "utf-8", "csv", 148, 140, 2, 0, 5)
    assert "Not balanced" not in text_of(WaveValidation("2020", sources=[SOURCE]), tmp_path)
    assert "Not balanced" in text_of(WaveValidation("2020", sources=[wrong]), tmp_path)


def test_rejected_cells_are_summed_up_by_rule(tmp_path: Path) -> None:
    rejected = Rejections("answers.csv", "options", "not an option", 3, 2)
    text = text_of(WaveValidation("2020", rejections=[rejected]), tmp_path)
    assert "not an option and other reasons" in text


def test_a_page_has_scopes_and_asks_nothing_of_a_network(tmp_path: Path) -> None:
    text_of(WaveValidation("2020", checks=[Result()], sources=[SOURCE]), tmp_path)
    parsed = parse(tmp_path / "2020.html")
    assert all(values.get("scope") for tag, values in parsed.tags if tag == "th")
    assert not [tag for tag, _ in parsed.tags if tag in ("script", "link", "img")]


def test_files_and_rejections_are_read_from_the_core_tables() -> None:
    world = World()
    put(world, "core.source_files", wave="2020", path="a.csv", sha256="0", bytes=1, rows=2,
        columns=2, encoding="utf-8", reader="csv")  # fmt: skip
    for column, blank in (("x", 1), ("y", 0)):
        put(world, "core.cell_fates", wave="2020", source_file="a.csv", source_column=column,
            cells=2, loaded=2 - blank, rejected=0, ignored=0, blank=blank)  # fmt: skip
    for row in (2, 3):
        put(world, "core.rejected_cells", wave="2020", source_file="a.csv", source_row=row,
            source_column="x", rule_id="options", severity="error",
            reason=f"reason {row}")  # fmt: skip
    result = read_validation(world.con, "2020", checks=[Result()])
    assert [(s.cells, s.loaded, s.blank, s.balanced) for s in result.sources] == [(4, 3, 1, True)]
    assert [(r.n_cells, r.n_reasons) for r in result.rejections] == [(2, 2)]
    assert result.verdict == "Admitted with remarks"
