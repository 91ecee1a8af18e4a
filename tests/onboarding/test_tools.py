"""What a tool's own conventions and languages become in the wave's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract import progress
from tests.extract.exports import xlsx_bytes
from tests.extract.tools.eusurvey_books import about, write_book
from tests.onboarding.towns import HEADER, ROWS, Towns, choices, column, export, wave
from tests.survey.folder import edit

FRENCH = (
    *("Numéro de l'invitation", "Numéro d'identification de la contribution"),
    "Nom d'utilisateur",
    *("Date de création", "Dernière mise à jour", "Langues"),
)
TOPICS = ("Which topics should we take up?", "Housing", "Schools", "Sports and clubs")


def in_columns(folder: Path) -> Path:
    """An export of EUSurvey with a column for each option."""
    rows = [
        ["Ashford", "", "Yes", "No", "No", *about()],
        ["Carden", "", "No", "No", "No", *about(2)],
    ]
    return write_book(folder / "answers.xlsx", ["Town", *TOPICS], rows, options=(2, 3, 4))


def test_a_no_that_may_be_no_answer_is_unknown_in_the_file_of_the_wave(
    towns: Towns, tmp_path: Path
) -> None:
    result = towns.add(in_columns(tmp_path))
    assert result.exit_code == 0, result.output
    found = {name: column(towns.project, name) for name in TOPICS[1:]}
    assert {each.question for each in found.values()} == {"topics"}
    assert [each.option for each in found.values()] == ["housing", "schools", "sports"]
    assert {tuple(each.missing.items()) for each in found.values()} == {(("No", "unknown"),)}
    assert wave(towns.project).sources[0].ticked == ["Yes"]
    assert wave(towns.project).sources[0].unticked == []


def test_the_wording_of_another_language_is_kept_as_the_waves(towns: Towns, tmp_path: Path) -> None:
    asked = "Votre ville a-t-elle une stratégie ?"
    rows = [["Ashford", "Oui", *about(1, "FR")], ["Carden", "Ne sait pas", *about(2, "FR")]]
    book = write_book(tmp_path / "answers.xlsx", ["Town", asked], rows, labels=FRENCH)
    assert towns.add(book).exit_code == 0
    towns.fill({asked: "question strategy"})
    towns.decide()
    assert wave(towns.project).wordings["strategy"] == asked
    state, yes = column(towns.project, asked).decide
    assert (state.subject, choices(state)[0]) == ("Ne sait pas", "option dont_know")
    assert (yes.subject, choices(yes)[-1]) == ("Oui", "leave")


def test_a_day_that_the_tool_writes_for_none_is_no_day_of_fieldwork(
    towns: Towns, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        '"id";"submitdate";"lastpage";"startlanguage";"Town"\n'
        '"1";"1980-01-01 00:00:00";"3";"en";"Ashford"\n',
        encoding="utf-8",
    )
    towns.add(file)
    (fieldwork,) = [each for each in wave(towns.project).decide if each.about == "fieldwork"]
    assert fieldwork.found.startswith("no time of submission")
    assert choices(fieldwork) == ["unknown"]


def test_how_far_reading_is_can_be_seen(
    towns: Towns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0001)
    table = [line.split(",") for line in (HEADER, *ROWS)]
    (tmp_path / "answers.xlsx").write_bytes(xlsx_bytes(table))
    result = towns.add(tmp_path / "answers.xlsx")
    assert "reading data/raw/2032/answers.xlsx: 5 rows" in result.stderr
    assert "reading data" not in result.stdout


def test_what_no_export_tells_can_be_told(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path), "--title", "The third wave", "--population", "12")
    said = wave(towns.project)
    assert said.title == "The third wave"
    assert said.population is not None
    assert (said.population.n, said.population.basis) == (12, "stated")


def test_a_population_of_nobody_is_wrong_use(towns: Towns, tmp_path: Path) -> None:
    result = towns.add(export(tmp_path), "--population", "0")
    assert result.exit_code == 2
    assert not (towns.project / "data/raw/2032").exists()


@pytest.mark.parametrize(
    ("yes", "no"), [("", ""), ("1", "0"), ("Y", "N"), ("checked", "unchecked")]
)
def test_a_plain_column_for_each_option_is_matched_by_the_question_and_option_in_its_header(
    towns: Towns, tmp_path: Path, yes: str, no: str
) -> None:
    edit(towns.project, "survey/questions.yml", "- {id: sports, label: Sports and clubs}",
         "- {id: sports, label: Sports and clubs}\n"
         "      - {id: other, label: Other, free_text: true}")  # fmt: skip
    names = {option: f"{TOPICS[0]} [{option}]" for option in (*TOPICS[1:], "Other")}
    file = tmp_path / "answers.csv"
    file.write_text(
        f"Town,{','.join(names.values())}\n"
        f"Ashford,{yes or 'Housing'},{no},{yes or 'Sports and clubs'},More trees\n"
        f"Carden,{no},{yes or 'Schools'},{no},\n",
        encoding="utf-8",
    )
    assert towns.add(file).exit_code == 0
    found = [column(towns.project, name) for name in names.values()]
    assert {each.question for each in found} == {"topics"}
    assert [each.option for each in found] == ["housing", "schools", "sports", "other"]
    assert wave(towns.project).sources[0].blank == ("no_answer" if no else "unknown")


def test_a_single_column_of_ticks_is_proposed_as_the_option_its_header_ends_with(
    towns: Towns, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    name = f"{TOPICS[0]} [Housing]"
    file.write_text(f"Town,{name}\nAshford,1\nCarden,0\n", encoding="utf-8")
    assert towns.add(file).exit_code == 0
    assert choices(column(towns.project, name).decide[0])[0] == "question topics option housing"
