"""What a wave's file says of its cells: codes, states, factors, rows of nobody, pseudonyms."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines import stages
from pipelines.survey.pseudonyms import pseudonym, pseudonym_key
from tests.survey.folder import ANSWERS_2030, WAVE_2030, accept, edit, write_survey
from tests.wave_run import Run

RAW, WAVE = "data/raw/2030/answers.csv", "survey/waves/2030.yml"


def run_with(project: Path, answers: str, wave: str) -> Run:
    """The survey with another raw file and wave file of 2030, which balance."""
    files = {RAW: answers, WAVE: wave, "survey/corrections.yml": None}
    run = Run(write_survey(project, **files))
    assert run.stopped == {}
    assert run.unbalanced() == []
    return run


def column(question: str, more: str) -> str:
    """The wave's file with more said about the column of a question."""
    old = f"{{question: {question}}}"
    assert old in WAVE_2030
    return WAVE_2030.replace(old, f"{{question: {question}, {more}}}")


def answers(*changes: tuple[str, str]) -> str:
    """The raw file with some texts replaced."""
    text = ANSWERS_2030
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_code_stands_for_the_option_that_the_wave_says(tmp_path: Path) -> None:
    codes = column("campaign", 'values: {"1": "no", "2": "yes"}')
    run = run_with(
        tmp_path, answers(("Yes,Yes,,", "Yes,2,,"), ("We do,No,Yes", "We do,1,Yes")), codes
    )
    found = run.answers("2030", "campaign")
    assert found["ashford"] == ("answered", ("yes",))
    assert found["carden"] == ("answered", ("no",))
    assert run.answers("2030", "plan")["ashford"] == ("routed_out", ())
    assert run.rejected("2030") == []


def test_codes_are_read_in_a_cell_with_several_options(tmp_path: Path) -> None:
    codes = column("topics", "values: {'1': housing, '2': schools, '12': sports}")
    run = run_with(tmp_path, answers(("Housing;Schools,12", "12;1,12")), codes)
    assert run.answers("2030", "topics")["ashford"] == ("answered", ("housing", "sports"))


@pytest.mark.parametrize("state", ["refused", "not_applicable", "unknown", "no_answer"])
def test_a_text_stands_for_a_state_in_its_column_only(tmp_path: Path, state: str) -> None:
    missing = column("strategy", f'missing: {{"99": {state}}}')
    run = run_with(tmp_path, answers(("BECKTON,b@example.org,Yes,Yes", "BECKTON,,99,99")), missing)
    assert run.answers("2030", "strategy")["beckton"] == (state, ())
    assert run.rejected("2030") == [(3, "Have you run a campaign?", "99", "option.known")]


def test_what_a_tool_says_was_not_shown_is_no_answer_against_the_routing(tmp_path: Path) -> None:
    missing = column("plan", "missing: {N/A: routed_out}")
    run = run_with(tmp_path, answers(("Yes,Yes,,Housing;", "Yes,Yes,N/A,Housing;")), missing)
    assert run.answers("2030", "plan")["ashford"] == ("routed_out", ())
    assert run.rejected("2030") == []


def test_numbers_are_multiplied_where_the_wave_says_so(tmp_path: Path) -> None:
    run = run_with(
        tmp_path,
        answers((",30,,5", ',"0,3",,5'), (",5,,2", ",58%,,2")),
        column("staff", "times: 10"),
    )
    found = dict(
        run.rows("SELECT respondent_id, value_number FROM core.answers WHERE wave = '2030' "
                 "AND question_id = 'staff'")
    )  # fmt: skip
    assert (found["ashford"], found["elmsley"], found["beckton"]) == (120, 3, 580)


def test_the_range_holds_for_the_number_after_multiplying(tmp_path: Path) -> None:
    run = run_with(tmp_path, answers(), column("staff", "times: 100"))
    assert run.rejected("2030") == [
        (2, "Staff", "12", "number.range"),
        (6, "Staff", "30", "number.range"),
    ]


def test_an_option_of_other_waves_is_quarantined(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{"survey/corrections.yml": None})
    edit(
        project,
        "survey/questions.yml",
        "{id: sports, label: Sports and clubs}",
        '{id: sports, label: Sports and clubs, since: "2031"}',
    )
    run = Run(project)
    assert [row[2:] for row in run.rejected("2030")] == [
        ("Sports and clubs", "option.known"),
        ("Schools;Sports and clubs", "option.known"),
    ]
    assert run.answers("2031", "topics")["carden"] == ("answered", ("sports",))


def test_an_option_has_the_label_of_the_wave(tmp_path: Path) -> None:
    wave = WAVE_2030 + "labels: {campaign: {'yes': 'Surely'}}\n"
    run = run_with(tmp_path, answers(("Yes,Yes,,Housing;", "Yes,Surely,,Housing;")), wave)
    assert run.answers("2030", "campaign")["ashford"] == ("answered", ("yes",))


def test_rows_of_no_respondent_are_passed_over_and_counted(tmp_path: Path) -> None:
    wave = WAVE_2030.replace(
        '    separator: ";"\n',
        '    separator: ";"\n    not_respondents: {Total: the sum, Test: tried out}\n',
    )
    rows = "x,Total,,Yes,99,,,1000000,,9\nx,Test,t@example.org,,,,,,,\n"
    run = run_with(tmp_path, ANSWERS_2030 + rows, wave)
    assert run.rejected("2030") == []
    assert run.rows("SELECT count(*) FROM core.responses WHERE wave = '2030'") == [(7,)]
    assert run.rows(
        "SELECT source_column, ignored FROM core.cell_fates WHERE wave = '2030' AND ignored > 0 "
        "AND source_column IN ('Town', 'E-mail', 'Staff', 'Score') ORDER BY ALL"
    ) == [("E-mail", 8), ("Score", 8), ("Staff", 1), ("Town", 2)]


def test_a_pseudonymised_column_is_stored_nowhere(tmp_path: Path) -> None:
    wave = column("remarks", "pseudonymise: true")
    shifted = ANSWERS_2030 + "2030-02-08,,,,,,,,secret remark,\n"
    run = run_with(tmp_path, shifted, wave)
    key = pseudonym_key(tmp_path)
    assert ("ashford", pseudonym("Thank you", key)) in run.rows(
        "SELECT respondent_id, text FROM core.texts WHERE wave = '2030'"
    )
    assert pseudonym("secret remark", key) in {raw for _, _, raw, _ in run.rejected("2030")}
    database = next((stages.interim(run.folder) / "2030").glob("*/wave.duckdb"))
    for file in database.parent.iterdir():
        assert b"Thank you" not in file.read_bytes()
        assert b"secret" not in file.read_bytes()


def test_a_pseudonymised_key_is_the_respondent(tmp_path: Path) -> None:
    survey = "respondents:\n  identified_by: key\n"
    project = write_survey(
        tmp_path,
        **{
            "survey/survey.yml": f"id: s\ntitle: S\npublisher: P\n{survey}",
            "survey/respondents.csv": None,
            "survey/attributes.csv": None,
            "survey/corrections.yml": None,
            "survey/published/2030.yml": None,
            WAVE: WAVE_2030.replace("Town: {use: key}", "Town: {use: key, pseudonymise: true}"),
        },
    )
    run = Run(project)
    key = pseudonym_key(project)
    who = {row[0] for row in run.rows("SELECT respondent_id FROM core.responses WHERE wave='2030'")}
    assert pseudonym("Ashford", key) in who
    assert "Ashford" not in who


def test_a_rare_spelling_beyond_the_sample_is_read_and_a_rare_nonsense_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.validate.stage.SAMPLE_ROWS", 1)
    late = answers(
        ("elmsley,e@example.org,No,No", "elmsley,e@example.org,no ,Perhaps"),
        ("Schools;Sports and clubs,7.5", "sports and clubs;Schools,7.5"),
    )
    run = run_with(tmp_path, late, WAVE_2030)
    assert run.answers("2030", "strategy")["elmsley"] == ("answered", ("no",))
    assert run.answers("2030", "campaign")["elmsley"] == ("rejected", ())
    assert run.answers("2030", "plan")["elmsley"][0] == "answered"
    assert run.answers("2030", "topics")["dunmore"] == ("answered", ("schools", "sports"))
    assert run.rejected("2030") == [(6, "Have you run a campaign?", "Perhaps", "option.known")]


def test_a_tick_in_another_spelling_is_a_tick(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(
        project,
        "data/raw/2031/export.csv",
        "Carden;No;No;No;0;0;1;0",
        "Carden;No;No;No;no;NO; YES;0",
    )
    accept(project)
    run = Run(project)
    assert run.answers("2031", "topics")["carden"] == ("answered", ("sports",))
    assert run.rejected("2031") == []


def test_duckdb_reads_the_same_database_again(tmp_path: Path) -> None:
    run = run_with(tmp_path, ANSWERS_2030, WAVE_2030)
    database = next((stages.interim(run.folder) / "2030").glob("*/wave.duckdb"))
    with duckdb.connect(database, read_only=True) as con:
        names = {row[0] for row in con.execute("SHOW TABLES").fetchall()}
    assert {"stage_1", "meaning_1", "responses", "rejected_cells", "cell_fates"} <= names
    assert not {"staged_1", "leftover_1", "inventory_1"} & names


def test_other_takes_any_text_which_is_kept_apart(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{"survey/corrections.yml": None})
    edit(
        project,
        "survey/questions.yml",
        "      - {id: sports, label: Sports and clubs}\n",
        "      - {id: sports, label: Sports and clubs}\n"
        "      - {id: other, label: Other, free_text: true}\n    keep_text: true\n",
    )
    edit(project, RAW, "Housing;Schools,12", "Parks; water;Schools,12")
    edit(project, RAW, "Housing,5", "a@b.example.org,5")
    accept(project)
    run = Run(project)
    assert run.answers("2030", "topics")["ashford"] == ("answered", ("other", "schools"))
    assert run.answers("2030", "topics")["beckton"] == ("answered", ("other",))
    assert run.rows(
        "SELECT respondent_id, text FROM core.texts WHERE question_id = 'topics' ORDER BY ALL"
    ) == [("ashford", "Parks; water"), ("beckton", "a@b.example.org")]
    assert run.rejected("2030") == []
    assert run.unbalanced() == []
    assert "Parks" not in str(run.rows("SELECT * FROM core.answers"))
    failed = [c for c in stages.validations(run.folder)[0].checks if not c.success]
    assert [(c.rule_id, c.source_column) for c in failed] == [("text.personal", "Which topics?")]


def test_other_text_that_no_question_keeps_is_dropped(tmp_path: Path) -> None:
    project = write_survey(tmp_path, **{"survey/corrections.yml": None})
    edit(
        project,
        "survey/questions.yml",
        "{id: dont_know, label: Don't know, state: dont_know}",
        "{id: other, label: Other, free_text: true}",
    )
    run = Run(project)
    assert run.answers("2030", "strategy")["fenwick"] == ("answered", ("other",))
    assert run.rows("SELECT * FROM core.texts WHERE question_id = 'strategy'") == []
    database = next((stages.interim(run.folder) / "2030").glob("*/wave.duckdb"))
    assert b"Don't know" not in database.read_bytes()
