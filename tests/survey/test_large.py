"""Large registries: DuckDB finds them right by the same rules as Python, or says nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipelines.errors import ConfigurationError
from pipelines.survey import large
from pipelines.survey.load import load_survey
from pipelines.survey.names import fold
from pipelines.survey.tables import fill_input
from tests.survey.folder import FILES, edit, write_survey

ABOUT = ("input.respondents", "input.aliases", "input.attributes")


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 0)


def tables(project: Path) -> dict[str, list[tuple[object, ...]]]:
    """The tables about respondents as they are filled."""
    with duckdb.connect() as con:
        fill_input(con, load_survey(project))
        return {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in ABOUT}


def test_a_right_registry_is_confirmed(tmp_path: Path) -> None:
    folder = load_survey(write_survey(tmp_path))
    assert folder.registry.confirmed
    assert folder.facts.confirmed
    assert len(folder.registry) == 9


def test_the_rows_are_there_when_asked_for(tmp_path: Path) -> None:
    folder = load_survey(write_survey(tmp_path))
    assert folder.respondents[0].joined_on == date(2020, 1, 1)
    assert folder.attributes[2].value == "no"
    assert folder.resolve("ashford upon lea") == "ashford"
    assert folder.where("respondents.csv", 2, "kind") == "survey/respondents.csv:4, column kind"


def test_there_need_be_no_attributes(tmp_path: Path) -> None:
    text = FILES["survey/survey.yml"]
    files = {
        "survey/attributes.csv": None,
        "survey/survey.yml": text[: text.index("readings:")],
    }
    folder = load_survey(write_survey(tmp_path, **files))
    assert folder.registry.confirmed
    assert folder.attributes == ()


def test_the_tables_are_filled_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write_survey(tmp_path)
    rows = "gr1,Αθήνα,town,GR,,,Athína|ΑΘΗΝΑ|  Athens \ndk1,Næstved,town,DK,,,Naestved|næstved\n"
    path = project / "survey/respondents.csv"
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    fast = tables(project)
    monkeypatch.setattr(large, "LARGE", 1_000_000)
    assert not load_survey(project).registry.confirmed
    assert fast == tables(project)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("respondents.csv", "carden,Carden", "Carden!,Carden"),
        ("respondents.csv", "carden,Carden", "carden,"),
        ("respondents.csv", "carden,Carden", f"{'c' * 81},Carden"),
        ("respondents.csv", "Carden,town,IE", "Carden,town,Ireland"),
        ("respondents.csv", "Carden,town,IE", "Carden,city,IE"),
        ("respondents.csv", "IE,2021-05-01,,\ndunmore", "IE,2021-02-30,,\ndunmore"),
        ("respondents.csv", "IE,2021-05-01,,\ndunmore", "IE,0000-01-01,,\ndunmore"),
        ("respondents.csv", "2022-01-01,2030-12-31", "2022-01-01,2021-12-31"),
        ("respondents.csv", "hartley,Hartley", "gillham,Hartley"),
        ("respondents.csv", "hartley,Hartley", "hartley,BECKTON"),
        ("respondents.csv", "hartley,Hartley", "hartley,???"),
        ("respondents.csv", "name,kind", "nam,kind"),
        ("respondents.csv", "hartley,Hartley,", "hartley,Hartley,,"),
        ("respondents.csv", "hartley,Hartley", 'hartley,"Hartley'),
        ("attributes.csv", "carden,", "cardon,"),
        ("attributes.csv", "union,no", "union,"),
        ("attributes.csv", "2020-01-01,2030-12-31", "2020-01-01,2019-12-31"),
    ],
)
def test_a_wrong_registry_is_told_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str
) -> None:
    project = write_survey(tmp_path)
    edit(project, f"survey/{file}", old, new)
    with pytest.raises(ConfigurationError) as as_large:
        load_survey(project)
    monkeypatch.setattr(large, "LARGE", 1_000_000)
    with pytest.raises(ConfigurationError) as as_small:
        load_survey(project)
    assert as_large.value.problems == as_small.value.problems


def test_blanks_around_a_cell_are_left_to_the_ordinary_way(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/respondents.csv", "carden,Carden,", "carden, Carden ,")
    folder = load_survey(project)
    assert not folder.registry.confirmed
    assert folder.respondents[2].name == "Carden"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|"), max_size=15
        ),
        max_size=20,
    )
)
@example(texts=["\U00011d8a"])  # a vowel sign that counts as an accent for DuckDB
def test_spellings_fold_alike_in_sql_and_python(texts: list[str]) -> None:
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE staged_respondent "
            "AS SELECT 1 AS row, 'a' AS respondent_id, 'b' AS name, ? AS aliases",
            ["|".join(texts)],
        )
        found = con.execute(
            f"SELECT alias, folded FROM {large.stage_spellings(con)} WHERE rank = 2"
        ).fetchall()
    assert [folded for _, folded in found] == [fold(alias) for alias, _ in found]
