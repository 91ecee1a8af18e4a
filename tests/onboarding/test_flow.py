"""A wave is added, decided in a sheet, checked and built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.onboarding.towns import SPAN, WAVE, Towns, choices, column, export, wave
from tests.survey.folder import edit
from tests.wave_run import Run

NEW = {"Anything else?": "Would you come to a training?", "Thanks": "No", "15,": "15,Yes"}
FIELDWORK = {"wave 2032": SPAN}


# ── add ─────────────────────────────────────────────────────────────────────────


def test_what_matches_exactly_needs_no_decision(towns: Towns, tmp_path: Path) -> None:
    file = export(tmp_path)
    result = towns.add(file)
    assert result.exit_code == 0, result.output
    assert (towns.project / "data/raw/2032/answers.csv").read_bytes() == file.read_bytes()
    columns = wave(towns.project).sources[0].columns
    assert [c for c in columns.values() if c.decide] == []
    assert columns["Which topics?"].question == "topics"
    assert columns["E-mail"].use == "personal"
    assert [d.about for d in wave(towns.project).decide] == ["fieldwork"]


def test_the_wording_of_the_wave_before_is_kept(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    assert wave(towns.project).wordings == {"plan": "Will you run a campaign?"}


def test_texts_of_options_of_the_wave_before_are_known(towns: Towns, tmp_path: Path) -> None:
    said = "breaks: {strategy: Until then drafts counted too.}"
    labels = 'labels: {strategy: {"yes": We have one}}'
    edit(towns.project, "survey/waves/2031.yml", said, f"{said}\n{labels}")
    towns.add(export(tmp_path, **{"b@example.org,Yes": "b@example.org,We have one"}))
    assert column(towns.project, "Does your town have a strategy?").decide == []
    assert wave(towns.project).labels == {"strategy": {"yes": "We have one"}}


def test_check_lists_what_is_open_with_its_line(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **NEW))
    result = towns.check()
    assert result.exit_code == 1
    places = [int(n) for n in re.findall(rf"✗ {re.escape(WAVE)}:(\d+)", result.stderr)]
    lines = (towns.project / WAVE).read_text(encoding="utf-8").splitlines()
    assert [lines[n - 1].strip() for n in places] == ["- about: fieldwork", "- about: column"]
    assert "Would you come to a training?" in result.stderr


def test_an_open_wave_stops_alone(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    run = Run(towns.project)
    assert set(run.stopped) == {"2032"}
    assert set(run.keys) == {"2030", "2031"}


def test_personal_cells_are_not_shown(towns: Towns, tmp_path: Path) -> None:
    result = towns.add(export(tmp_path, **{"E-mail": "Write to", "Staff": "Contact"}))
    told = (towns.project / WAVE).read_text(encoding="utf-8") + result.output
    assert "@example.org" not in told + str(towns.rows())
    assert choices(column(towns.project, "Write to").decide[0])[0] == "personal"


def test_a_file_is_never_overwritten(towns: Towns, tmp_path: Path) -> None:
    there = towns.project / "data/raw/2032/answers.csv"
    there.parent.mkdir()
    there.write_text("something else", encoding="utf-8")
    result = towns.add(export(tmp_path))
    assert result.exit_code == 1
    assert "data/raw/2032/answers.csv" in result.stderr
    assert there.read_text(encoding="utf-8") == "something else"
    assert not (towns.project / WAVE).exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 x", b"a,b\n"])
def test_a_file_that_cannot_be_read_leaves_nothing(
    towns: Towns, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(content)
    assert towns.add(file).exit_code == 1
    assert not (towns.project / WAVE).exists()
    assert not (towns.project / "data/raw/2032").exists()


@pytest.mark.parametrize(
    ("wave_id", "file"), [("2032", "nothing.csv"), ("20 32", "a.csv"), ("../x", "a.csv")]
)
def test_wrong_use_ends_with_2(towns: Towns, tmp_path: Path, wave_id: str, file: str) -> None:
    from tests.onboarding.towns import run

    export(tmp_path, "a.csv")
    result = run("add", wave_id, tmp_path / file, "--project", towns.project)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output


def test_a_second_add_tells_and_changes_nothing(towns: Towns, tmp_path: Path) -> None:
    file = export(tmp_path, **NEW)
    towns.add(file)
    before, sheet = (towns.project / WAVE).read_bytes(), towns.sheet.read_bytes()
    result = towns.add(file)
    assert result.exit_code == 0
    assert "is there already" in result.stdout
    assert "nothing was changed" in result.stdout
    assert (towns.project / WAVE).read_bytes() == before
    assert towns.sheet.read_bytes() == sheet


@pytest.mark.parametrize(
    "option",
    [("--header-row", "3"), ("--sheet-name", "Answers"), ("--title", "x"), ("--population", "9")],
)
def test_an_option_for_a_wave_that_is_there_is_not_passed_over(
    towns: Towns, tmp_path: Path, option: tuple[str, str]
) -> None:
    file = export(tmp_path)
    towns.add(file)
    before = (towns.project / WAVE).read_bytes()
    result = towns.add(file, *option)
    assert result.exit_code == 1
    assert f"another {option[0]}" in result.stderr
    assert f"remove {WAVE}" in result.stderr
    assert (towns.project / WAVE).read_bytes() == before
    (towns.project / WAVE).unlink()
    assert f"another {option[0]}" not in towns.add(file, *option).stderr


def test_the_same_options_again_only_tell(towns: Towns, tmp_path: Path) -> None:
    options = (export(tmp_path), "--title", "Wave 2032", "--population", "9", "--header-row", "1")
    towns.add(*options)
    assert towns.add(*options).exit_code == 0


def test_another_file_for_a_wave_that_is_there_is_refused(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    result = towns.add(export(tmp_path, "more.csv"))
    assert result.exit_code == 1
    assert "not overwritten" in result.stderr


# ── decide ──────────────────────────────────────────────────────────────────────


def test_from_export_to_build(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **NEW, **{"Don't know": "Perhaps", "Will you": "Do you plan to"}))
    towns.fill(
        FIELDWORK
        | {
            "'Perhaps'": ("option dont_know — Don't know", "as they say"),
            "'Do you plan": "question plan",
            "training": "new single training",
        }
    )
    result = towns.decide()
    assert result.exit_code == 0, result.output
    assert "2032: 4 decided, 1 open" in result.stdout
    towns.second_sheet().fill({"'plan'": ("comparable", "Only the words changed.")})
    assert towns.second_sheet().decide().exit_code == 0
    assert towns.check().exit_code == 0
    run = Run(towns.project)
    assert run.stopped == {}
    assert run.answers("2032", "training")["beckton"] == ("answered", ("no",))
    assert run.answers("2032", "strategy")["hartley"] == ("dont_know", ("dont_know",))
    assert run.answers("2032", "plan")["carden"] == ("answered", ("yes",))
    assert run.rejected("2032") == []


def test_a_decision_is_kept_with_who_when_and_why(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{"Don't know": "Perhaps"}))
    towns.fill({"'Perhaps'": ("dont_know", "as they say")})
    towns.decide(by="A. Person")
    (record,) = wave(towns.project).decisions
    assert (record.about, record.column, record.subject, record.chosen) == (
        "text",
        "Does your town have a strategy?",
        "Perhaps",
        "dont_know",
    )
    assert (record.reason, record.decided_by) == ("as they say", "A. Person")
    assert column(towns.project, "Does your town have a strategy?").missing == {
        "Perhaps": "dont_know"
    }


def test_empty_choices_stay_open(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **NEW))
    before = (towns.project / WAVE).read_bytes()
    assert "0 decided, 2 open" in towns.decide().stdout
    assert (towns.project / WAVE).read_bytes() == before
    towns.fill(FIELDWORK)
    assert "1 decided, 1 open" in towns.decide().stdout
    assert wave(towns.project).decide == []


def test_deciding_the_same_twice_changes_nothing(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    towns.fill(FIELDWORK)
    towns.decide()
    before = (towns.project / WAVE).read_bytes()
    result = towns.decide()
    assert "0 decided, 1 known already, 0 open" in result.stdout
    assert (towns.project / WAVE).read_bytes() == before


def test_comments_of_people_stay(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{";Schools": ";Parks"}))
    edit(
        towns.project,
        WAVE,
        "      Staff: {question",
        "      # half posts too\n      Staff: {question",
    )
    bank = towns.project / "survey/questions.yml"
    edit(towns.project, "survey/questions.yml", "label: Schools}", "label: Schools}  # all kinds")
    before = bank.read_text(encoding="utf-8")
    towns.fill({"'Parks'": "new option"})
    assert towns.decide().exit_code == 0
    sports = "      - {id: sports, label: Sports and clubs}\n"
    new = '      - {id: parks, label: Parks, since: "2032"}\n'
    assert bank.read_text(encoding="utf-8") == before.replace(sports, sports + new)
    assert "      # half posts too\n      Staff" in (towns.project / WAVE).read_text("utf-8")


def test_a_reworded_question_keeps_its_wording_in_the_wave(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{"Will you run": "Do you plan to run"}))
    first = column(towns.project, "Do you plan to run a campaign?").decide[0].candidates[0]
    assert first.choice == "question plan"
    assert first.why is not None
    assert "options 2 of 2" in first.why
    towns.fill({"Do you plan": "question plan"})
    towns.decide()
    assert wave(towns.project).wordings == {"plan": "Do you plan to run a campaign?"}


def test_what_a_column_brings_up_is_asked_then(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{"Does your town have a strategy?": "Strategy today?"}))
    towns.fill({"Strategy today?": "question plan"})
    problem = towns.decide()
    assert "column 'Will you run a campaign?'" not in problem.stdout
    assert problem.exit_code == 1
    towns.fill({"Strategy today?": "question strategy"})
    edit(towns.project, "data/raw/2032/answers.csv", "Don't know", "Perhaps   ")
    result = towns.decide()
    assert "1 decided, 2 open" in result.stdout
    assert [d.subject for d in column(towns.project, "Strategy today?").decide] == ["Perhaps"]


def test_a_column_that_is_gone_is_told(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, **{"Staff": "Have you any hens?", ",15,": ",a,", ",5,": ",b,"}))
    gone = [d for d in wave(towns.project).decide if d.about == "gone"]
    assert [d.subject for d in gone] == ["staff"]
    towns.fill({"'staff'": "gone"})
    towns.decide()
    assert [d.about for d in wave(towns.project).decide] == ["fieldwork"]


def test_a_gone_question_that_a_column_answers_is_asked_no_more(
    towns: Towns, tmp_path: Path
) -> None:
    towns.add(export(tmp_path, **{"Staff": "Have you any hens?", ",15,": ",a,", ",5,": ",b,"}))
    towns.fill({"hens": "question staff"})
    assert towns.decide().exit_code == 0
    assert [d.about for d in wave(towns.project).decide] == ["fieldwork", "comparable"]


def test_respondents_who_answer_twice_need_a_rule(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, Carden="Town of Ashford"))
    rule, pick = [d for d in wave(towns.project).decide if d.about == "duplicates"]
    assert "Ashford" in rule.found
    assert rule.candidates[0].why == "the last complete submission of each"
    assert (pick.subject, choices(pick)) == ("ashford", ["row 2", "row 4"])
    rows = [row[2] for row in towns.rows()]
    assert rows == ["wave 2032", "wave 2032", "'ashford'"]


def test_several_answers_to_a_question_for_one_break_its_series(
    towns: Towns, tmp_path: Path
) -> None:
    towns.add(export(tmp_path, **{"b@example.org,Yes": "b@example.org,Yes;No"}))
    (decision,) = column(towns.project, "Does your town have a strategy?").decide
    assert (decision.about, decision.subject) == ("type", "strategy")
    towns.fill({"'strategy'": ("multiple", "Both may hold."), **FIELDWORK})
    assert towns.decide().exit_code == 0
    assert wave(towns.project).breaks == {"strategy": "Both may hold."}
    run = Run(towns.project)
    assert run.stopped == {}
    assert run.answers("2032", "strategy")["beckton"] == ("answered", ("no", "yes"))


# ── wrong choices ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("question plans", "Did you mean plan?"),
        ("perhaps", "one of `"),
        ("new singel", "Did you mean"),
        ("new single strategy", "an id that is not taken"),
        ("new single Über", "an id of small letters"),
        ("question topics option pigs", "one of the options of topics"),
        ("question campaign", "for 'Have you run a campaign?' too"),
        ("ignored", "the reason, in the cell to the right"),
        ("=1+1", "one of `"),
    ],
)
def test_a_wrong_choice_is_told_with_its_cell_and_nothing_is_written(
    towns: Towns, tmp_path: Path, choice: str, expected: str
) -> None:
    towns.add(export(tmp_path, **NEW))
    files = [towns.project / WAVE, towns.project / "survey/questions.yml"]
    before = [file.read_bytes() for file in files]
    towns.fill(FIELDWORK | {"training": choice})
    result = towns.decide()
    assert result.exit_code == 1
    assert "✗ decisions.xlsx, F3" in result.stderr
    assert expected in result.stderr
    assert [file.read_bytes() for file in files] == before


def test_a_column_must_name_the_respondent(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path, Town="Filled in by"))
    towns.fill({"Filled in by": "personal"})
    result = towns.decide()
    assert result.exit_code == 1
    assert "✗ decisions.xlsx\n  found     no column of answers.csv" in result.stderr
    towns.fill({"Filled in by": "key"})
    assert towns.decide().exit_code == 0


def test_days_must_exist_and_stand_in_order(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    for wrong in ("2032-02-30 to 2032-03-01", "2032-03-01 to 2032-02-01", "February"):
        towns.fill({"wave 2032": wrong})
        assert "✗ decisions.xlsx, F2" in towns.decide().stderr


def test_a_decision_that_comes_twice_is_refused(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    towns.fill(FIELDWORK)
    workbook = load_workbook(towns.sheet)
    sheet = workbook["Decisions"]
    sheet.append([cell.value for cell in sheet[2]])
    workbook.save(towns.sheet)
    result = towns.decide()
    assert result.exit_code == 1
    assert "✗ decisions.xlsx, F3" in result.stderr
    assert "comes twice" in result.stderr


def test_another_choice_for_what_is_decided_is_refused(towns: Towns, tmp_path: Path) -> None:
    towns.add(export(tmp_path))
    towns.fill(FIELDWORK)
    towns.decide(by="A. Person")
    towns.fill({"wave 2032": "unknown"})
    result = towns.decide()
    assert result.exit_code == 1
    assert "as decided by A. Person" in result.stderr


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_a_sheet_that_is_none_is_told(towns: Towns, content: bytes) -> None:
    towns.sheet.write_bytes(content)
    result = towns.decide()
    assert result.exit_code == 1
    assert "no workbook" in result.stderr
    assert "Traceback" not in result.output
