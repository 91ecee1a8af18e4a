"""The survey folder as an object."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from tests.survey.folder import FILES, PUBLISHED_2030, write_survey


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SurveyFolder:
    """The survey of `tests/survey/folder.py`, read."""
    return load_survey(write_survey(tmp_path_factory.mktemp("survey")))


# ── what is right ───────────────────────────────────────────────────────────────


def test_every_file_is_read(folder: SurveyFolder) -> None:
    assert folder.survey.id == "towns"
    assert [question.id for question in folder.bank.questions][:2] == ["strategy", "campaign"]
    assert [indicator.id for indicator in folder.indicators][-1] == "effort"
    assert folder.corrections[0].corrected == "7"
    assert len(folder.ledgers["2030"].claims) == 9
    assert [each.respondent_id for each in folder.respondents][-1] == "north"
    assert folder.respondents[0].aliases == ["Ashford upon Lea", "Town of Ashford"]
    assert folder.respondents[-2].country_code is None
    assert str(folder.attributes[1].valid_to) == "2030-12-31"


def test_a_question_is_found_by_its_id(folder: SurveyFolder) -> None:
    assert folder.question("topics").type == "multiple"


def test_a_raw_file_lies_below_its_wave(folder: SurveyFolder) -> None:
    source = folder.waves["2031"].sources[0]
    assert folder.raw_file("2031", source) == folder.project / "data/raw/2031/export.csv"


@pytest.mark.parametrize("name", ["ashford", "Ashford upon Lea", "ASHFORD-UPON-LEA", "Ashford "])
def test_a_respondent_is_resolved_by_id_name_and_alias(folder: SurveyFolder, name: str) -> None:
    assert folder.resolve(name) == "ashford"


def test_a_similar_name_is_not_resolved(folder: SurveyFolder) -> None:
    assert folder.resolve("Ashfort") is None


@pytest.mark.parametrize(
    ("file", "path", "where"),
    [
        ("questions.yml", ("questions", 1), "survey/questions.yml:14"),
        ("questions.yml", ("questions", 1, "type"), "survey/questions.yml:16"),
        ("questions.yml", ("questions", 1, "minimum"), "survey/questions.yml:14"),
        ("published/2030.yml", ("claims", 0, "value"), "survey/published/2030.yml:10"),
        ("respondents.csv", (2,), "survey/respondents.csv:4"),
        ("respondents.csv", (2, "kind"), "survey/respondents.csv:4, column kind"),
        ("attributes.csv", (), "survey/attributes.csv:1"),
    ],
)
def test_places_are_given_by_file_and_line(
    folder: SurveyFolder, file: str, path: tuple[str | int, ...], where: str
) -> None:
    assert folder.where(file, *path) == where


def test_files_that_need_not_be_there_are_empty(tmp_path: Path) -> None:
    optional = ["indicators.yml", "corrections.yml", "attributes.csv", "published/2030.yml"]
    without: dict[str, str | None] = {f"survey/{name}": None for name in optional}
    without["survey/survey.yml"] = FILES["survey/survey.yml"].split("readings:")[0]
    found = load_survey(write_survey(tmp_path, **without))
    assert (found.indicators, found.corrections, found.attributes, found.ledgers) == (
        (),
        (),
        (),
        {},
    )


@pytest.mark.parametrize("identified_by", ["key", "row"])
def test_a_survey_without_registry_needs_no_respondents(tmp_path: Path, identified_by: str) -> None:
    text = FILES["survey/survey.yml"].replace(
        "respondents:", f"respondents:\n  identified_by: {identified_by}"
    )
    files = {"survey/survey.yml": text, "survey/respondents.csv": None}
    found = load_survey(write_survey(tmp_path, **files))
    assert found.respondents == ()
    assert found.resolve("Ashford") is None


def test_the_registry_may_hold_line_breaks_and_columns_in_any_order(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    header, *rows = FILES["survey/respondents.csv"].splitlines()
    swapped = [",".join(reversed(row.split(","))) for row in (header, *rows)]
    swapped[1] = (
        swapped[1]
        .replace("Ashford upon Lea|Town", '"Ashford\nupon Lea|Town')
        .replace("of Ashford,", 'of Ashford",')
    )
    (project / "survey/respondents.csv").write_text("\r\n".join(swapped), encoding="utf-8-sig")
    found = load_survey(project)
    assert found.resolve("ashford upon lea") == "ashford"
    assert found.where("respondents.csv", 1) == "survey/respondents.csv:4"


# ── the order of waves ──────────────────────────────────────────────────────────


def wave(name: str, start: str | None) -> str:
    dates = f"fieldwork_start: {start}\n" if start else ""
    return f'wave: "{name}"\nkind: published\n{dates}'


@pytest.mark.parametrize(
    ("waves", "order"),
    [
        ({"b": "2030-01-01", "a": "2031-01-01"}, ["b", "a"]),
        ({"w10": None, "w9": None}, ["w9", "w10"]),
        ({"2030": "2030-01-01", "2029": None, "2031": "2031-01-01"}, ["2029", "2030", "2031"]),
    ],
)
def test_waves_come_in_time_order(
    tmp_path: Path, waves: dict[str, str | None], order: list[str]
) -> None:
    gone = ["waves/2030.yml", "waves/2031.yml", "published/2030.yml", "corrections.yml"]
    files: dict[str, str | None] = dict.fromkeys(f"survey/{name}" for name in gone)
    files.update({f"survey/waves/{name}.yml": wave(name, start) for name, start in waves.items()})
    assert list(load_survey(write_survey(tmp_path, **files)).waves) == order


# ── speed ───────────────────────────────────────────────────────────────────────


def test_two_hundred_claims_load_in_a_moment(tmp_path: Path) -> None:
    head, claims = PUBLISHED_2030.split("claims:\n")
    many = "".join(
        claims.replace("id: ", f"id: n{n}_").replace("[campaigned]", f"[n{n}_campaigned]")
        .replace("campaign_count\n", f"n{n}_campaign_count\n")
        .replace(f"id: n{n}_n{n}_", f"id: n{n}_")
        for n in range(25)
    )  # fmt: skip
    project = write_survey(tmp_path, **{"survey/published/2030.yml": f"{head}claims:\n{many}"})
    load_survey(project)
    started = time.process_time()
    assert len(load_survey(project).ledgers["2030"].claims) == 225
    assert time.process_time() - started < 0.6
