"""Names that the registry does not have: listed, decided by people, written in place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.errors import ConfigurationError
from pipelines.onboarding.match_list import read_decisions
from pipelines.onboarding.registry_file import RegistryFile
from pipelines.onboarding.strangers import made_up_id, nearest, strangers
from pipelines.survey.load import load_survey
from tests.survey.folder import RESPONDENTS, accept, edit, write_survey
from tests.wave_run import Run

REGISTRY, NEW = "survey/respondents.csv", "survey/waves/2031.yml"
EXPORT = "data/raw/2031/export.csv"
HEADER = "name,decision,respondent_id,kind,country_code,reason\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The survey with two unknown names in 2031: Melton (row 6) and a total (row 7)."""
    made = write_survey(tmp_path)
    edit(made, REGISTRY, "hartley,Hartley", "hartley,Melitopol")
    edit(made, EXPORT, "Gillham;", "Melton;")
    edit(made, EXPORT, "Hartley;", "All towns;")
    accept(made)
    return made


def waves(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(
        app, [str(argument) for argument in arguments], input=typed, env={"COLUMNS": "300"}
    )


def decide(project: Path, rows: str) -> Result:
    file = project / "decisions.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    return waves("match", "2031", "--apply", file, "--project", project)


def registry(project: Path) -> str:
    return (project / REGISTRY).read_bytes().decode("utf-8")


BOTH = "Melton,alias,gillham,,,\nAll towns,none,,,,The total of the tool\n"


# ── listing ─────────────────────────────────────────────────────────────────────


def test_unknown_names_are_listed_with_their_rows(project: Path) -> None:
    found = strangers(load_survey(project), "2031")
    assert [(each.text, each.where, each.rows) for each in found] == [
        ("Melton", f"{EXPORT}, row 6", 1),
        ("All towns", f"{EXPORT}, row 7", 1),
    ]


def test_a_similar_name_is_listed_with_score_and_spelling_and_not_taken(project: Path) -> None:
    folder = load_survey(project)
    first = nearest(folder, "Melton")[0]
    assert (first.respondent_id, first.spelling) == ("hartley", "melitopol")
    assert 60 <= first.score < 100
    assert folder.resolve("Melton", "2031") is None


def test_a_known_wave_has_no_strangers(project: Path) -> None:
    assert strangers(load_survey(project), "2030") == []


def test_names_are_matched_with_a_registry_only(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/survey.yml", "respondents:", "respondents:\n  identified_by: key")
    with pytest.raises(ConfigurationError, match="There are no names to match"):
        strangers(load_survey(project), "2031")


# ── decisions from a file ───────────────────────────────────────────────────────


def test_an_alias_changes_its_own_line_only(project: Path) -> None:
    before = registry(project).splitlines(keepends=True)
    result = decide(project, BOTH)
    assert result.exit_code == 0, result.output
    after = registry(project).splitlines(keepends=True)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["gillham,Gillham,town,GB,2031-01-01,,Melton\n"]


def test_what_is_no_respondent_stands_in_the_waves_file(project: Path) -> None:
    decide(project, BOTH)
    (source,) = load_survey(project).waves["2031"].sources
    assert source.not_respondents == {"All towns": "The total of the tool"}
    assert strangers(load_survey(project), "2031") == []


def test_after_the_decisions_the_wave_goes_through(project: Path) -> None:
    decide(project, BOTH)
    run = Run(project)
    assert run.stopped == {}
    who = "SELECT respondent_id FROM core.responses WHERE wave = '2031' ORDER BY 1"
    assert [row[0] for row in run.rows(who)] == [
        "ashford",
        "beckton",
        "carden",
        "dunmore",
        "gillham",
    ]
    assert run.unbalanced() == []


def test_a_new_respondent_is_a_new_line(project: Path) -> None:
    result = decide(project, "Melton,new,melton,town,GB,\nAll towns,none,,,,A total\n")
    assert result.exit_code == 0, result.output
    assert registry(project).endswith("melton,Melton,town,GB,,,\n")


def test_names_left_undecided_end_with_1(project: Path) -> None:
    result = decide(project, "Melton,alias,gillham,,,\nAll towns,later,,,,\n")
    assert result.exit_code == 1
    assert "Melton" in registry(project)
    assert "the respondent 'All towns'" in result.stderr


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Melton,alias,gilham,,,", "the unknown respondent 'gilham' for 'Melton'"),
        ("Melton,alias,,,,", "the unknown respondent '' for 'Melton'"),
        ("Melton,new,gillham,town,,", "the id 'gillham' for 'Melton'"),
        ("Melton,new,melton,village,,", "the unknown kind village"),
        ("Melton,new,Mel ton,town,,", "'Mel ton'"),
        ("Melton,none,,,,", "no reason for 'Melton'"),
        ("Melton,same,gillham,,,", "decision: 'same'"),
        ("Ashford,alias,gillham,,,", "not among the unknown names"),
        ("Melton,alias,gillham,,,\nMelton,none,,,,x", "'Melton' a second time"),
    ],
)
def test_a_decision_that_cant_be_carried_out_changes_nothing(
    project: Path, row: str, told: str
) -> None:
    before = registry(project), (project / NEW).read_bytes()
    result = decide(project, f"{row}\n")
    assert result.exit_code == 2
    assert told in result.stderr
    assert (registry(project), (project / NEW).read_bytes()) == before


def test_a_file_that_is_no_list_of_decisions_is_refused(project: Path) -> None:
    file = project / "list.csv"
    file.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="the columns name, decision"):
        read_decisions(file, load_survey(project))


def test_the_list_to_fill_in_can_be_applied(project: Path) -> None:
    file = project / "list.csv"
    assert waves("match", "2031", "--write", file, "--project", project).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "hartley (Melitopol, " in text
    file.write_text(text.replace("Melton,,", "Melton,alias,gillham").replace(
        "All towns,,,,,", "All towns,none,,,,A total"), encoding="utf-8")  # fmt: skip
    result = waves("match", "2031", "--apply", file, "--project", project)
    assert result.exit_code == 0, result.output


# ── walking through ─────────────────────────────────────────────────────────────


def test_walking_through_takes_ids_and_reasons(project: Path) -> None:
    result = waves("match", "2031", "--project", project, typed="gillham\nx\nA total\n")
    assert result.exit_code == 0, result.output
    assert "1 of 2: 'Melton'" in result.stdout
    assert "All respondents of 2031 are known." in result.stdout
    assert ",Melton\n" in registry(project)


def test_a_number_takes_the_respondent_of_that_line(project: Path) -> None:
    waves("match", "2031", "--project", project, typed="1\nq\n")
    assert "hartley,Melitopol,town,,,,Melton" in registry(project)


def test_a_new_respondent_is_offered_an_id(project: Path) -> None:
    waves("match", "2031", "--project", project, typed="n\n\ntown\nGB\nl\n")
    assert registry(project).endswith("melton,Melton,town,GB,,,\n")


@pytest.mark.parametrize(
    ("typed", "told"), [("village\nGB", "the unknown kind village"), ("town\nGBR", "code 'GBR'")]
)
def test_a_new_respondent_that_cannot_be_is_asked_again(
    project: Path, typed: str, told: str
) -> None:
    answers = f"gillham\nn\n\n{typed}\nx\nA total\n"
    result = waves("match", "2031", "--project", project, typed=answers)
    assert told in result.stderr
    assert "All respondents of 2031 are known." in result.stdout
    assert ",Melton\n" in registry(project)


def test_a_wrong_answer_is_asked_again(project: Path) -> None:
    result = waves("match", "2031", "--project", project, typed="nobody\ngillham\nq\n")
    assert "the unknown respondent 'nobody'" in result.stderr
    assert ",Melton\n" in registry(project)


def test_input_that_ends_writes_nothing(project: Path) -> None:
    result = waves("match", "2031", "--project", project, typed="gillham\n")
    assert result.exit_code != 0
    assert "Melton" not in registry(project).replace("Melitopol", "")


# ── the registry's file ─────────────────────────────────────────────────────────


def test_line_ends_byte_order_mark_and_quotes_stay(tmp_path: Path) -> None:
    file = tmp_path / "respondents.csv"
    lines = ['\ufeff"respondent_id",name,kind,aliases', '"a","Å, town",town,',
             'b,"Two\nlines",town,"x|y"', "c,C,town,"]  # fmt: skip
    file.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    edited = RegistryFile(file)
    edited.add_aliases("b", ["z, or so"])
    edited.add_row({"respondent_id": "d", "name": "D", "kind": "town"})
    expected = [*lines[:2], 'b,"Two\nlines",town,"x|y|z, or so"', lines[3], "d,D,town,", ""]
    assert edited.text == "\r\n".join(expected)


def test_a_registry_without_aliases_is_told(tmp_path: Path) -> None:
    file = tmp_path / "respondents.csv"
    file.write_text("respondent_id,name,kind\na,A,town\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no column aliases"):
        RegistryFile(file).add_aliases("a", ["b"])


# ── renames, mergers and splits ─────────────────────────────────────────────────

SUCCESSIONS = "date,respondent_id,kind,into,old_name,note\n"


def with_successions(project: Path, rows: str) -> Path:
    (project / "survey/successions.csv").write_text(SUCCESSIONS + rows, encoding="utf-8")
    return project


RENAMED = "2031-01-15,gillham,renamed,,Old Gillham,\n"


def test_an_old_name_holds_in_waves_that_began_before_the_date(tmp_path: Path) -> None:
    folder = load_survey(with_successions(write_survey(tmp_path), RENAMED))
    assert folder.resolve("old  gillham", "2030") == "gillham"
    assert folder.resolve("Old Gillham", "2031") is None
    assert folder.resolve("Gillham", "2030") == "gillham"


def test_a_name_that_passed_to_another_goes_by_the_waves_date(tmp_path: Path) -> None:
    rows = "2030-06-01,gillham,renamed,,Carden,\n"
    folder = load_survey(with_successions(write_survey(tmp_path), rows))
    assert [folder.resolve("Carden", wave) for wave in ("2030", "2031", None)] == [
        "gillham", "carden", "carden",
    ]  # fmt: skip


def test_of_two_who_had_a_name_the_one_who_had_it_then(tmp_path: Path) -> None:
    rows = "2020-01-01,ashford,renamed,,Newtown,\n2030-06-01,carden,renamed,,Newtown,\n"
    folder = load_survey(with_successions(write_survey(tmp_path), rows))
    assert folder.resolve("Newtown", "2030") == "carden"


def test_a_wave_is_read_with_the_names_of_its_time(tmp_path: Path) -> None:
    project = with_successions(write_survey(tmp_path), "2030-06-01,carden,renamed,,Old Carden,\n")
    edit(project, "data/raw/2030/answers.csv", ",Carden,", ",Old Carden,")
    accept(project)
    run = Run(project)
    assert run.stopped == {}
    assert "carden" in run.answers("2030", "strategy")


def test_successions_are_a_table_with_a_row_a_successor(tmp_path: Path) -> None:
    rows = "2030-05-01,elmsley,merged,ashford,,council\n"
    rows += "2031-01-01,dunmore,split,dunmore|hartley,,\n" + RENAMED
    edit(write_survey(tmp_path), REGISTRY, "2030-12-31", "2030-04-30")
    run = Run(with_successions(tmp_path, rows))
    found = run.rows("SELECT * FROM input.successions ORDER BY ALL")
    assert found == [
        (date(2030, 5, 1), "elmsley", "merged", "ashford", None, "council"),
        (date(2031, 1, 1), "dunmore", "split", "dunmore", None, None),
        (date(2031, 1, 1), "dunmore", "split", "hartley", None, None),
        (date(2031, 1, 15), "gillham", "renamed", None, "Old Gillham", None),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2031-13-01,gillham,renamed,,Old,", "date: '2031-13-01'"),
        ("2031-01-01,gilham,renamed,,Old,", "the unknown respondent 'gilham'"),
        ("2031-01-01,gillham,closed,,,", "one of renamed, merged, split"),
        ("2031-01-01,gillham,renamed,,,", "a rename without a name before"),
        ("2031-01-01,gillham,renamed,carden,Old,", "nothing: a respondent that was renamed keeps"),
        ("2031-01-01,gillham,merged,,,", "the one respondent that it became part of"),
        ("2031-01-01,gillham,merged,gillham,,", "the one respondent that it became part of"),
        ("2031-01-01,gillham,merged,nobody,,", "the unknown respondent 'nobody'"),
        ("2031-01-01,gillham,merged,carden,Old,", "a name before in a row of kind merged"),
        ("2031-01-01,gillham,split,carden,,", "two parts or more"),
        ("2030-01-01,elmsley,merged,ashford,,", "left_on 2030-12-31"),
        (
            "2031-01-01,gillham,renamed,,Old,\n2031-01-01,carden,renamed,,old,",
            "the name 'old' until 2031-01-01 for carden and for gillham (line 2)",
        ),
    ],
)
def test_a_wrong_succession_is_told_with_its_line(tmp_path: Path, row: str, told: str) -> None:
    project = with_successions(write_survey(tmp_path), f"{row}\n")
    with pytest.raises(ConfigurationError) as raised:
        load_survey(project)
    (problem,) = raised.value.problems
    assert told in str(problem)
    assert problem.where.startswith(f"survey/successions.csv:{2 + row.count(chr(10))}, column ")


def test_old_names_need_dated_waves(tmp_path: Path) -> None:
    project = with_successions(write_survey(tmp_path), RENAMED)
    edit(project, NEW, "fieldwork_start: 2031-02-01\n", "")
    with pytest.raises(ConfigurationError, match="no fieldwork_start, with renames"):
        load_survey(project)


def test_a_text_of_the_registry_is_not_no_respondent(project: Path) -> None:
    named = "not_respondents: {ASHFORD: A total}"
    edit(project, NEW, "  - path: export.csv", f"  - {named}\n    path: export.csv")
    with pytest.raises(ConfigurationError, match="which names ashford"):
        load_survey(project)


def test_the_small_registry_ends_with_a_line_end() -> None:
    """What the tests of new lines rest on."""
    assert RESPONDENTS.endswith("\n")


# ── a first registry ────────────────────────────────────────────────────────────


def test_a_new_respondent_in_a_list_gets_an_id(project: Path) -> None:
    result = decide(project, "Melton,new,,town,,\nAll towns,none,,,,A total\n")
    assert result.exit_code == 0, result.output
    assert registry(project).endswith("melton,Melton,town,,,,\n")


def test_two_new_names_never_get_one_id(project: Path) -> None:
    folder = load_survey(project)
    assert made_up_id(folder, "東京") == "respondent"
    assert made_up_id(folder, "大阪", ["respondent"]) == "respondent_2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_saved_by_a_spreadsheet_is_read(project: Path, delimiter: str) -> None:
    file = project / "list.csv"
    rows = f"{HEADER}Melton,alias,gillham,,,\nAll towns,none,,,,A total\n"
    file.write_text("\ufeff" + rows.replace(",", delimiter), encoding="utf-8")
    result = waves("match", "2031", "--apply", file, "--project", project)
    assert result.exit_code == 0, result.output


def test_the_written_list_opens_in_a_spreadsheet_and_says_what_comes_next(project: Path) -> None:
    file = project / "list.csv"
    result = waves("match", "2031", "--write", file, "--project", project)
    assert "waves match 2031 --apply" in result.stdout
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_wave_is_added_to_a_survey_with_renames(tmp_path: Path) -> None:
    project = with_successions(write_survey(tmp_path / "towns"), RENAMED)
    file = tmp_path / "answers.csv"
    file.write_text("Town,Does your town have a strategy?\nAshford,Yes\n", encoding="utf-8")
    result = waves("add", "2032", file, "--project", project)
    assert result.exit_code == 0, result.output
    about = [each.about for each in load_survey(project).waves["2032"].decide]
    assert "fieldwork" in about
