"""The sheet: the same each time, with candidates to choose from and nothing but text."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.onboarding.decisions import open_decisions
from pipelines.onboarding.sheet import read_sheet, write_sheet
from pipelines.survey.load import load_survey
from tests.onboarding.towns import WAVE, Towns, export


def test_candidates_stand_in_a_drop_down_list(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{";Schools": ";Parks"}))
    workbook = load_workbook(towns.sheet)
    sheet, lists = workbook["Decisions"], workbook["Candidates"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {"F2": "Candidates!$B$2:$C$2", "F3": "Candidates!$B$3:$J$3"}
    assert lists["B3"].value == "option sports — Sports and clubs"
    assert lists["C3"].value == "option housing — Housing"
    assert lists.sheet_state == "hidden"


def test_the_same_decisions_make_the_same_file(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    first = towns.sheet.read_bytes()
    folder = load_survey(towns.project)
    write_sheet(towns.sheet, folder, open_decisions(folder, "2032"))
    assert towns.sheet.read_bytes() == first


@pytest.mark.parametrize("text", ["=1+1", "+44", "-", "@x", "=HYPERLINK(1)", "a\x0bb", "“é”"])
def test_texts_of_the_export_stay_texts(towns: Towns, tmp_path: Path, text: str) -> None:
    towns.add(export(tmp_path, **{"org,Don't know": f"org,{text}"}))
    cells = [cell for row in load_workbook(towns.sheet)["Decisions"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    towns.fill({f"'{text}'" if text.isprintable() else "'a\\x0bb'": "new option"})
    assert towns.decide().exit_code == 0
    labels = [option.label for option in load_survey(towns.project).question("strategy").options]
    assert labels[-1] == text


def test_a_header_that_begins_like_a_formula_comes_back(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{"Anything else?": '"=cmd(""x"")"'}))
    assert "=cmd" in (towns.project / WAVE).read_text(encoding="utf-8")
    towns.fill({"=cmd": "new text"})
    assert towns.decide().exit_code == 0
    assert load_survey(towns.project).bank.questions[-1].wording == '=cmd("x")'


def test_columns_may_be_moved_and_rows_left_out(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{";Schools": ";Parks"}))
    workbook = load_workbook(towns.sheet)
    sheet = workbook["Decisions"]
    sheet.delete_rows(2)
    sheet.move_range("F1:H2", cols=1)
    sheet["G2"].value = "new option"
    workbook.save(towns.sheet)
    (row,) = read_sheet(towns.sheet)
    assert (row.where, row.choice) == ("decisions.xlsx, G2", "new option")
