"""The survey's texts in another language: read, checked against its ids, and what is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.demo import write_demo
from pipelines.project import REPOSITORY
from pipelines.survey.load import load_survey
from pipelines.survey.translations import missing_texts, rows, texts
from tests.survey.folder import edit, problems, write_survey

FILE = "survey/translations/fr.yml"
FRENCH = """\
title: Enquête auprès des villes
kinds: {town: ville}
sections:
  work: {title: Votre travail, intro: Ce que font les villes.}
questions:
  strategy:
    short: Stratégie
    options: {"yes": Oui, dont_know: Ne sait pas}
indicators: {strategy: Ont une stratégie}
waves:
  "2031":
    wordings: {plan: Voulez-vous mener une campagne ?}
attributes:
  member_of_union: {name: Membre de l’Union, values: {"yes": oui}}
published:
  "2030":
    without_strategy: Les noms de “most towns”.
readings:
  member_of_union: {probably: La liste est plus récente.}
"""
LEDGER = "survey/published/2030.yml"
EXCLUDES = "    excludes: [campaigned]"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = write_survey(tmp_path, **{FILE: FRENCH})
    edit(project, LEDGER, EXCLUDES, f"{EXCLUDES}\n    note: The names of “most towns”.")
    return project


def line(start: str) -> int:
    return next(n for n, text in enumerate(FRENCH.splitlines(), 1) if text.startswith(start))


def test_a_translation_is_read_by_the_name_of_its_file(project: Path) -> None:
    folder = load_survey(project)
    assert folder.translations["fr"].title == "Enquête auprès des villes"
    assert {row["language"] for row in rows(folder)} == {"fr"}


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        ("  work:", "  wrok:", "  work", ("the unknown section wrok", "Did you mean work?")),
        ("  strategy:\n", "  strategie:\n", "  strategy:",
         ("the unknown question strategie", "Did you mean strategy?")),
        ("dont_know:", "dontknow:", "    options",
         ("unknown option of strategy dontknow", "Did you mean dont_know?")),
        ("{strategy: Ont", "{strategies: Ont", "indicators",
         ("unknown indicator strategies", "Did you mean strategy?")),
        ('"2031"', '"2032"', '  "2031"', ("the unknown wave 2032",)),
        ("{plan: ", "{campaign: ", "    wordings",
         ("unknown question under wordings of wave 2031 campaign; expected one of plan",)),
        ("{town:", "{towne:", "kinds", ("the unknown kind towne", "Did you mean town?")),
        ("member_of_union: {name", "member_of_onion: {name", "  member",
         ("Did you mean member_of_union?",)),
        ("    without_strategy:", "    with_strategy:", "    without",
         ("unknown claim of 2030 that excludes another and has a note with_strategy",
          "Did you mean without_strategy?")),
        ('"2030":', '"2029":', '  "2030"', ("unknown published report 2029",)),
        ("{probably:", "{probable:", "  member_of_union: {prob",
         ("unknown reading of member_of_union probable", "Did you mean probably?")),
        ('{"yes": oui}', '{maybe: oui}', "  member", ("unknown value of member_of_union maybe",)),
        ("title: Enq", "titel: Enq", "title", ("the unknown field titel", "Did you mean title?")),
        ("options: {", "note: Une note\n    options: {", "    options",
         ("the note of strategy, which has none to translate", "Write it there first")),
    ],
)  # fmt: skip
def test_a_wrong_translation_is_told_with_its_line(
    project: Path, old: str, new: str, at: str, told: tuple[str, ...]
) -> None:
    edit(project, FILE, old, new)
    first = str(problems(project)[0])
    assert first.startswith(f"{FILE}:{line(at)}: ")
    assert all(part in first for part in told)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("en", "texts in en, the language of the survey; expected a file for another language"),
        ("frr", "the unknown language frr; expected one of en, fr"),
        ("FR", "the unknown language FR; expected one of en, fr"),
    ],
)
def test_a_language_that_the_report_can_t_have_is_told(
    tmp_path: Path, name: str, told: str
) -> None:
    project = write_survey(tmp_path, **{f"survey/translations/{name}.yml": FRENCH})
    assert told in str(problems(project)[0])


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    assert FILE in str(problems(write_survey(tmp_path, **{FILE: ""}))[0])


def test_missing_texts_are_one_warning_with_their_number(project: Path) -> None:
    folder = load_survey(project)
    said = list(texts(folder, folder.translations["fr"]))
    given = sum(each.translation is not None for each in said)
    (warning,) = missing_texts(folder)
    assert warning.found.startswith(
        f"{len(said) - given} of {len(said)} texts without a translation: publisher, kinds.network,"
    )
    assert given == 13


def test_a_survey_without_translations_is_not_warned(tmp_path: Path) -> None:
    assert list(missing_texts(load_survey(write_survey(tmp_path)))) == []


def test_options_that_mean_one_state_are_also_translated_together(project: Path) -> None:
    second = "\n      - {id: unsure, label: Not sure, state: dont_know}"
    edit(project, "survey/questions.yml", "state: dont_know}", f"state: dont_know}}{second}")
    edit(project, FILE, "dont_know: Ne sait pas", "dont_know: Ne sait pas, unsure: Pas sûr")
    found = {row["text"]: row["translation"] for row in rows(load_survey(project))}
    assert found["Don't know / Not sure"] == "Ne sait pas / Pas sûr"


@pytest.mark.parametrize("name", ["icc", "demo"])
def test_the_surveys_of_this_repository_are_translated_in_full(name: str, tmp_path: Path) -> None:
    project = REPOSITORY
    if name == "demo":
        project = tmp_path / "demo"
        write_demo(project)
    folder = load_survey(project)
    assert list(folder.translations) == ["fr"]
    assert list(missing_texts(folder)) == []


@pytest.mark.parametrize("path", ["survey", "pipelines/demo/project/survey"])
def test_nothing_is_typed_that_the_report_sets_itself(path: str) -> None:
    """Special spaces, which nobody sees in an editor; nor the apostrophe of a typewriter."""
    text = (REPOSITORY / path / "translations/fr.yml").read_text(encoding="utf-8")
    assert not re.search("[\u00a0\u202f]|\\w'\\w", text)
