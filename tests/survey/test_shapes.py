"""What is told when a file of the survey folder has not its right shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survey.folder import FILES, edit, problems, write_survey

# ── YAML of the wrong shape ─────────────────────────────────────────────────────

QUESTIONS, WAVE, SURVEY = "survey/questions.yml", "survey/waves/2031.yml", "survey/survey.yml"
CLAIMS = "survey/published/2030.yml"


def line_of(file: Path, text: str) -> int:
    """The first line on which a text stands."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


SHAPES: dict[str, tuple[str, ...]] = {
    "misspelt field": (
        QUESTIONS, "minimum: 0", "minimun: 0", "minimun: 0",
        "the unknown field questions[staff].minimun", "one of id, section, type,",
        "Did you mean minimum?",
    ),
    "missing field": (
        QUESTIONS, "    type: number\n", "", "id: staff",
        "no type in questions[staff]", "the field type", "",
    ),
    "not one of the literals": (
        QUESTIONS, "type: number", "type: numbers", "type: numbers",
        "questions[staff].type: 'numbers'", "one of single, multiple, rating, number, date,",
        "Did you mean number?",
    ),
    "not an id": (
        QUESTIONS, "id: staff", "id: Staff!", "id: Staff!",
        "questions[Staff!].id: 'Staff!'", "an id: small letters", "",
    ),
    "neither of a union": (
        QUESTIONS, "minimum: 0", "minimum: none", "minimum: none",
        "questions[staff].minimum: 'none'", "a number or a date such as 2020-01-31", "",
    ),
    "not a boolean": (
        QUESTIONS, "keep_text: true", "keep_text: maybe", "keep_text: maybe",
        "questions[remarks].keep_text: 'maybe'", "true or false", "",
    ),
    "not a list": (
        QUESTIONS, "options: [\"no\"]", "options: no", "options: no",
        "questions[plan].ask_if[1].options: 'no'", "a list", "",
    ),
    "empty text": (
        QUESTIONS, "wording: Anything else?", "wording: ''", "wording: ''",
        "questions[remarks].wording: ''", "text that is not empty", "",
    ),
    "fields that do not fit together": (
        QUESTIONS, "type: multiple", "type: text", "id: topics",
        "questions[topics]", "a question of type text has only options", "",
    ),
    "text that is published but not kept": (
        QUESTIONS, "keep_text: true", "publish_text: true", "id: remarks",
        "questions[remarks]", "publish_text needs keep_text: true", "",
    ),
    "pseudonyms of a column that is not kept": (
        WAVE, "town: {use: key}", "town: {use: personal, pseudonymise: true}", "town:",
        "sources[1].columns.town", "pseudonymise is for columns of use key, metadata, answer", "",
    ),
    "number for text": (
        WAVE, 'wave: "2031"', "wave: 2031", "wave: 2031",
        "wave: 2031", "text", 'Write it in quotes: "2031"',
    ),
    "number for a date": (
        WAVE, "fieldwork_start: 2031-02-01", "fieldwork_start: 20310201", "fieldwork_start:",
        "fieldwork_start: 20310201", "a date such as 2020-01-31", "",
    ),
    "no such day": (
        WAVE, "_end: 2031-02-28", "_end: 2031-02-29", "fieldwork_end:",
        "fieldwork_end: '2031-02-29'", "a date such as 2020-01-31", "",
    ),
    "too small": (
        WAVE, "n: 9,", "n: 0,", "n: 0",
        "population.n: 0", "a number above 0", "",
    ),
    "absolute path": (
        WAVE, "path: export.csv", "path: /export.csv", "path: /export",
        "sources[1].path: '/export.csv'", "relative to the wave's raw folder", "",
    ),
    "bad key": (
        WAVE, "breaks: {strategy:", "breaks: {Strategy!:", "breaks:",
        "breaks.Strategy!: 'Strategy!'", "an id: small letters", "",
    ),
    "whole file": (
        WAVE, "kind: responses", "kind: published", "wave:",
        "the file", "a published wave has no sources", "",
    ),
    "not a ratio": (
        SURVEY, "at_least: 0.9", "at_least: nearly", "nearly",
        "quantity_words[2].at_least: 'nearly'", "a share such as 0.55 or 2/3", "",
    ),
    "division by zero": (
        SURVEY, "more_than: 1/2", "more_than: 1/0", "1/0",
        "quantity_words[3].more_than: '1/0'", "a share such as 0.55 or 2/3", "",
    ),
    "claim incomplete": (
        CLAIMS, "    value: 6\n", "", "id: responses",
        "claims[responses]", "a claim of kind base needs value", "",
    ),
    "answer without option": (
        CLAIMS, 'about: [{question: topics, option: housing}]',
        'about: [{question: topics}]', "{question: topics}]",
        "claims[housing_first].about[1]", "needs either question and option", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SHAPES)
def test_a_wrong_shape_is_told_with_line_value_and_what_is_allowed(
    tmp_path: Path, case: str
) -> None:
    file, old, new, at, found, expected, action = SHAPES[case]
    project = write_survey(tmp_path, accepted=False)
    edit(project, file, old, new)
    (problem,) = (each for each in problems(project) if each.where.startswith(file))
    assert problem.where == f"{file}:{line_of(project / file, at)}"
    assert problem.found == found
    assert expected in problem.expected
    assert problem.action == action


def test_an_empty_yaml_file_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{"survey/indicators.yml": "# nothing yet\n"})
    assert [str(p) for p in problems(project) if "indicators.yml" in p.where] == [
        "survey/indicators.yml:1: found nothing; expected a mapping (name: value)"
    ]


@pytest.mark.parametrize("name", ["survey.yml", "questions.yml", "respondents.csv"])
def test_a_file_that_must_be_there_is_missed(tmp_path: Path, name: str) -> None:
    project = write_survey(tmp_path, **{f"survey/{name}": None})
    (problem,) = problems(project)
    assert problem.where == f"survey/{name}"
    assert "cannot be read" in problem.found


def test_a_missing_survey_folder_is_told(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert (problem.where, problem.found) == ("survey", "no such folder")


def test_a_wave_must_be_named_as_its_file(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/waves/2031.yml", 'wave: "2031"', 'wave: "2032"')
    (problem,) = problems(project)
    assert problem.where == "survey/waves/2031.yml:1"
    assert problem.found == "wave: '2032'"
    assert problem.expected == 'wave: "2031", as the file is named'


@pytest.mark.parametrize("name", ["waves/2032.yaml", "question.yml", "waves/old/2029.yml"])
def test_a_file_that_nobody_would_read_is_told(tmp_path: Path, name: str) -> None:
    project = write_survey(tmp_path)
    (project / "survey" / name).parent.mkdir(exist_ok=True)
    (project / "survey" / name).write_text("a: 1\n", encoding="utf-8")
    (problem,) = problems(project)
    assert problem.where == f"survey/{name}"


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/questions.yml", "type: number", "typ: number")
    edit(project, "survey/waves/2031.yml", "kind: responses", "kind: response")
    edit(project, "survey/waves/2030.yml", "E-mail: {use: personal}", "\tE-mail: {use: personal}")
    edit(project, "survey/respondents.csv", "ashford,Ashford,town,GB", "ashford,Ashford,town,gb")
    edit(project, "survey/attributes.csv", "carden,", "cardon,")
    edit(project, "survey/published/2030.yml", "illustrates: campaign_count", "illustrates: count")
    assert {each.where.split(":")[0] for each in problems(project)} == {
        "survey/questions.yml",
        "survey/waves/2030.yml",
        "survey/waves/2031.yml",
        "survey/respondents.csv",
        "survey/published/2030.yml",
    }


def test_what_cannot_be_read_does_not_bring_out_other_complaints(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/questions.yml", "sections:\n", "sections: [\n")
    assert [each.where for each in problems(project)] == ["survey/questions.yml:2"]


# ── CSV of the wrong shape ──────────────────────────────────────────────────────

REGISTRY, FACTS = "survey/respondents.csv", "survey/attributes.csv"


CELLS: dict[str, tuple[str, ...]] = {
    "bad id": (
        REGISTRY, "carden,Carden,town,IE", "Carden!,Carden,town,IE",
        "4, column respondent_id", "respondent_id: 'Carden!'", "an id",
    ),
    "no name": (
        REGISTRY, "carden,Carden,town,IE", "carden,,town,IE",
        "4, column name", "name: ''", "text that is not empty",
    ),
    "bad country": (
        REGISTRY, "carden,Carden,town,IE", "carden,Carden,town,Ireland",
        "4, column country_code", "country_code: 'Ireland'",
        "a country code of two capital letters, such as NO or nothing",
    ),
    "bad date": (
        REGISTRY, "IE,2021-05-01,,\ndunmore", "IE,1.5.2021,,\ndunmore",
        "4, column joined_on", "joined_on: '1.5.2021'", "a date such as",
    ),
    "only a year": (
        REGISTRY, "IE,2021-05-01,,\ndunmore", "IE,2021,,\ndunmore",
        "4, column joined_on", "joined_on: '2021'", "a date such as",
    ),
    "a cell too many": (
        REGISTRY, "carden,Carden,town,IE,", "carden,Carden,town,IE,IE,",
        "4", "8 cells", "7 cells, one for each column",
    ),
    "header": (
        REGISTRY, "respondent_id,name,kind", "respondent_id,nam,kind",
        "1", "the unknown column 'nam'", "the columns respondent_id, name,",
    ),
    "header twice": (
        REGISTRY, "respondent_id,name,kind", "respondent_id,kind,kind",
        "1", "the column kind more than once", "each column once",
    ),
    "open quote": (
        REGISTRY, "hartley,Hartley", 'hartley,"Hartley',
        "10", "a row that cannot be read (unexpected end of data)", "cells separated",
    ),
    "no value": (
        FACTS, "carden,member_of_union,no", "carden,member_of_union,",
        "4, column value", "value: ''", "text that is not empty",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_wrong_cell_is_told_with_line_and_column(tmp_path: Path, case: str) -> None:
    file, old, new, where, found, expected = CELLS[case]
    project = write_survey(tmp_path)
    edit(project, file, old, new)
    problem = next(each for each in problems(project) if each.where.startswith(file))
    assert problem.where == f"{file}:{where}"
    assert problem.found == found
    assert expected in problem.expected


def test_a_registry_with_semicolons_is_told_once(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    path = project / REGISTRY
    path.write_text(FILES[REGISTRY].replace(",", ";"), encoding="utf-8")
    (problem,) = problems(project)
    assert problem.action == "Save the file with commas between cells"


def test_an_empty_registry_file_has_no_header(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{REGISTRY: "", "survey/corrections.yml": None})
    assert problems(project)[0].found == "no header"


def test_a_thousand_wrong_rows_are_told_as_twenty(tmp_path: Path) -> None:
    rows = "".join(f"t{i},Town {i},town,xx,,,\n" for i in range(1000))
    project = write_survey(tmp_path, **{REGISTRY: FILES[REGISTRY] + rows})
    found = problems(project)
    assert len(found) == 21
    assert found[-1].found == "more problems"
