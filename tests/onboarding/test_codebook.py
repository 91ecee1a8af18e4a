"""Codes without labels, with a codebook in a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import DataError
from pipelines.extract.column import SourceColumn
from pipelines.onboarding.codebook import Codebook, read_codebook
from pipelines.onboarding.seen import Seen
from tests.onboarding.towns import SPAN, Towns, column, export, wave
from tests.wave_run import Run

CODEBOOK = """\
variable,code,label
Q1,,Does your town have a strategy?
Q1,1,Yes
Q1,2,No
Q1,8,Perhaps
"""
CODED = {
    "Does your town have a strategy?": "Q1",
    "org,Yes": "org,1",
    "org,No": "org,2",
    "org,Don't know": "org,8",
}


def codebook(folder: Path, text: str = CODEBOOK) -> Path:
    file = folder / "codes.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_codes_become_options_by_their_labels(towns: Towns, tmp_path: Path) -> None:
    result = towns.add(export(tmp_path, **CODED), "--codebook", codebook(tmp_path))
    assert result.exit_code == 0, result.output
    assert column(towns.project, "Q1").question == "strategy"
    assert column(towns.project, "Q1").values == {"1": "yes", "2": "no"}
    assert (towns.project / "data/raw/2032/codes.csv").read_text(encoding="utf-8") == CODEBOOK
    towns.fill({"'8'": "option dont_know", "wave 2032": SPAN})
    assert towns.decide().exit_code == 0
    assert column(towns.project, "Q1").values["8"] == "dont_know"
    run = Run(towns.project)
    assert run.stopped == {}
    assert run.answers("2032", "strategy")["hartley"] == ("dont_know", ("dont_know",))
    assert run.answers("2032", "strategy")["ashford"] == ("answered", ("yes",))


def test_the_codebook_is_known_when_a_column_is_decided_later(towns: Towns, tmp_path: Path) -> None:
    text = CODEBOOK.replace("Does your town have a strategy?", "Strategy at work?")
    towns.add(export(tmp_path, **CODED), "--codebook", codebook(tmp_path, text))
    towns.fill({"'Q1'": "question strategy"})
    assert "1 decided, 2 open" in towns.decide().stdout
    assert column(towns.project, "Q1").values == {"1": "yes", "2": "no"}
    assert [d.subject for d in column(towns.project, "Q1").decide] == ["8"]
    assert wave(towns.project).wordings["strategy"] == "Strategy at work?"


def test_a_new_question_with_codes_has_its_labels_as_options(towns: Towns, tmp_path: Path) -> None:
    text = CODEBOOK.replace("Does your town have a strategy?", "Any hens?")
    towns.add(export(tmp_path, **CODED), "--codebook", codebook(tmp_path, text))
    towns.fill({"'Q1'": "new single hens", "'strategy'": "gone", "wave 2032": SPAN})
    assert "0 open" in towns.decide().stdout
    assert column(towns.project, "Q1").values == {"1": "yes", "2": "no", "8": "perhaps"}
    run = Run(towns.project)
    assert run.answers("2032", "hens")["hartley"] == ("answered", ("perhaps",))


def test_a_code_alone_is_a_decision(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **CODED))
    assert column(towns.project, "Q1").is_open


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name,code\nQ1,1\n", "the columns name, code"),
        ("variable,code,label\nQ1,1,Yes\nQ1,1,No\n", "row 3: found the label 'No'"),
        ("", "the columns nothing"),
    ],
)
def test_a_wrong_codebook_is_told(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(DataError, match=found):
        read_codebook(codebook(tmp_path, text))


def test_semicolons_and_other_headings_are_understood(tmp_path: Path) -> None:
    known = read_codebook(codebook(tmp_path, "Label;Variable;Code;Note\nYes;q 1;1;x\n"))
    assert known.labels == {"q 1": {"1": "Yes"}}


def test_what_the_codebook_says_of_a_code_goes_before_what_the_tool_means_by_it() -> None:
    each = Seen(SourceColumn("Q3", ("Q3",)), 3, 2, {"1": 2, "-99": 1}, states={"-99": "no_answer"})
    found = Codebook({"q3": {"1": "Good", "-99": "Refused"}}).applied(each)
    assert found.states == {}
    assert found.labels == {"Good": 2, "Refused": 1}
    assert Codebook({"q3": {"1": "Good"}}).applied(each).states == {"-99": "no_answer"}
