"""Columns are matched by their texts, never by codes; the rest is proposed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.extract.column import SourceColumn
from pipelines.onboarding.arising import arising
from pipelines.onboarding.compare import Matched, match_columns
from pipelines.onboarding.known import is_code
from pipelines.onboarding.new import options_of
from pipelines.onboarding.seen import Seen
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Column, Decision, Source, Wave
from tests.survey.folder import edit, write_survey

YES_NO = {"Yes": 3, "No": 2}
STRATEGY = "Does your town have a strategy?"
TOPICS = "Which topics should we take up?"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_survey(tmp_path)


@pytest.fixture
def folder(project: Path) -> SurveyFolder:
    return load_survey(project)


def seen(header: str, texts: dict[str, int] | None = None, **column: object) -> Seen:
    """A column with texts; `column` as in SourceColumn."""
    found = texts or {}
    made = replace(SourceColumn(header, (header,)), **column)  # type: ignore[arg-type]
    return Seen(made, sum(found.values()), len(found), found)


def match(folder: SurveyFolder, *columns: Seen) -> dict[str, Matched]:
    before = list(folder.waves.values())[-1]
    return match_columns(folder, before, Source(path="a.csv", columns={}), columns)


def choices(decision: Decision) -> list[str]:
    return [candidate.choice for candidate in decision.candidates]


def first(matched: Matched) -> str:
    return matched.column.decide[0].candidates[0].choice


def texts_asked(folder: SurveyFolder, column: Column, each: Seen) -> list[Decision]:
    """What the cells of one column bring up."""
    wave = Wave(
        wave="2032",
        kind="responses",
        sources=[Source(path="a.csv", columns={each.column.header: column})],
    )
    before = list(folder.waves.values())[-1]
    return arising(folder, wave, before, [[each]]).columns.get((0, each.column.header), [])


@pytest.mark.parametrize("text", ["Q1", "B06", "Q1[SQ001]", "v_12", "Q1_SQ001", "S2.Q1"])
def test_a_code_says_nothing(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["staff", "Which topics?", "topics [housing]", "Town", "5 towns"])
def test_words_are_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize("text", [STRATEGY, "does your town have a STRATEGY"])
def test_the_bank_s_wording_matches(folder: SurveyFolder, text: str) -> None:
    assert match(folder, seen(text, YES_NO))[text].column == Column(question="strategy")


def test_a_question_text_with_other_answers_is_a_decision(folder: SurveyFolder) -> None:
    found = match(folder, seen(STRATEGY, {"Blue": 2, "Green": 1}))[STRATEGY]
    assert found.column.is_open
    assert "options 0 of 2" in (found.column.decide[0].candidates[0].why or "")


def test_what_the_tool_says_is_taken_over(folder: SurveyFolder) -> None:
    found = match(folder, seen("Mail", use="personal"), seen("Device", {"PC": 2}, use="ignored"))
    assert found["Mail"].column == Column(use="personal")
    assert found["Device"].column.reason == "metadata of the survey tool"


def test_one_column_for_each_option_is_matched_by_both_texts(folder: SurveyFolder) -> None:
    column = seen("T1", {"Yes": 1}, path=(TOPICS, "Housing"), option="Housing", code="T1")
    assert match(folder, column)["T1"].column == Column(question="topics", option="housing")


def test_codes_between_commas_are_several_answers(folder: SurveyFolder) -> None:
    cells = {"1": 2, "1,3": 2, "1,3,5": 1, "-99": 1}
    labels = {"1": "Housing", "3": "Schools, nurseries", "5": "Parks"}
    wording = ("Which subjects?",)
    column = replace(seen("Q3", cells, path=wording, values=labels), states={"-99": "no_answer"})
    decision = match(folder, column)["Q3"].column.decide[0]
    assert "new multiple" in choices(decision)
    assert "new single" not in choices(decision)
    assert decision.found.startswith("“Which subjects?”: 6 answers: “Housing” 5, “Schools")


def test_a_declared_state_is_no_answer_of_a_new_question(folder: SurveyFolder) -> None:
    states = {"-99": "no_answer"}
    column = replace(seen("How well?", {"good": 3, "bad": 2, "-99": 2}), states=states)
    found = match(folder, column)["How well?"].column.decide[0].found
    assert found == "7 answers: “good” 3, “bad” 2; “-99” 2 (read as no_answer)"
    assert options_of(column, "single") == ["good", "bad"]


def test_a_blank_column_of_the_tool_is_ignored_with_that_reason(folder: SurveyFolder) -> None:
    found = match(folder, seen("Topics", use="ignored"))["Topics"].column
    assert found.reason == "blank, as the tool lays it out"


def test_a_column_that_was_blank_before_may_hold_answers_now(project: Path) -> None:
    blank = f'      "{TOPICS}": {{use: ignored, reason: "blank, as the tool lays it out"}}'
    first = "      strategy:"
    edit(project, "survey/waves/2031.yml", first, f"{blank}\n{first}")
    folder = load_survey(project)
    assert match(folder, seen(TOPICS, {"Housing": 2}))[TOPICS].column == Column(question="topics")
    assert match(folder, seen(TOPICS))[TOPICS].column.use == "ignored"


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        ({"Housing; Trade; taxes": 2, "Trade; taxes": 1}, ["Housing", "Trade; taxes"]),
        ({"Housing; Trade; Taxes": 2, "Trade; Taxes": 1}, ["Housing", "Trade", "Taxes"]),
        ({"Housing; Trade; taxes": 2, "taxes": 1}, ["Housing", "Trade", "taxes"]),
        ({"housing; trade; taxes": 3, "housing": 1}, ["housing", "trade", "taxes"]),
    ],
)
def test_halves_of_an_option_with_the_separator_in_it(
    cells: dict[str, int], options: list[str]
) -> None:
    assert options_of(seen("Topics?", cells), "multiple") == options


def test_a_decision_names_the_question_where_the_header_is_a_code(folder: SurveyFolder) -> None:
    column = seen("Q4_1", {"1": 3}, path=("How do you reach them?", "Letters"), option="Letters")
    found = match(folder, column)["Q4_1"].column.decide[0].found
    assert found.startswith("“How do you reach them?”, option “Letters”: 3 answers")


def test_a_new_option_of_a_known_question_is_proposed(folder: SurveyFolder) -> None:
    column = seen("T9", {"Yes": 1}, path=(TOPICS, "Sports & clubs"), option="Sports & clubs")
    assert first(match(folder, column)["T9"]) == "question topics option sports"


def test_a_second_column_for_one_question_is_a_decision(folder: SurveyFolder) -> None:
    again = seen(f"{STRATEGY} (2)", YES_NO, path=(STRATEGY,))
    found = match(folder, seen(STRATEGY, YES_NO), again)
    assert not found[STRATEGY].column.is_open
    assert found[f"{STRATEGY} (2)"].column.is_open


def test_a_question_goes_to_the_column_that_is_most_like_it(folder: SurveyFolder) -> None:
    plan, other = "Do you plan a campaign?", "Would you run a campaign for us?"
    found = match(folder, seen(plan, YES_NO), seen(other, YES_NO))
    assert first(found[plan]) == "question plan"
    assert first(found[other]) != "question plan"


def test_a_code_used_again_is_told_and_never_matched(project: Path) -> None:
    edit(project, "survey/waves/2031.yml", "      strategy:", "      Q1:")
    edit(project, "data/raw/2031/export.csv", "town;strategy", "town;Q1")
    folder = load_survey(write_survey(project, **_files(project)))
    found = match(folder, seen("Q1", YES_NO, code="Q1"))["Q1"].column
    assert found.is_open
    assert first(Matched(found, "")) == "question strategy"
    assert "codes are used again" in (found.decide[0].candidates[0].why or "")


def _files(project: Path) -> dict[str, str]:
    names = ("survey/waves/2031.yml", "data/raw/2031/export.csv")
    return {name: (project / name).read_bytes().decode("latin-1") for name in names}


def test_the_key_is_the_column_that_names_respondents(folder: SurveyFolder) -> None:
    column = seen("Who are you?", {"Ashford": 1, "Town of Ashford": 1, "Beckton": 1, "Leeds": 1})
    found = match(folder, column)["Who are you?"].column.decide[0].candidates[0]
    assert (found.choice, found.score) == ("key", 75)
    assert found.why == "3 of 4 texts name a respondent of the registry"


@pytest.mark.parametrize(
    ("texts", "choice"),
    [
        (YES_NO, "new single"),
        ({"Red": 3, "Blue; Red": 2}, "new multiple"),
        ({"1": 2, "2": 1, "3,5": 1}, "new number"),
        ({"2032-02-01": 2, "2032-02-02": 1}, "submitted_at"),
        ({f"A long remark number {n}": 1 for n in range(9)}, "new text"),
    ],
)
def test_the_type_of_what_is_new_is_proposed(
    folder: SurveyFolder, texts: dict[str, int], choice: str
) -> None:
    assert first(match(folder, seen("Brand new thing", texts))["Brand new thing"]) == choice


# ── texts and codes ─────────────────────────────────────────────────────────────


def test_the_unknown_part_of_several_is_asked_about(folder: SurveyFolder) -> None:
    each = seen(TOPICS, {"Housing;Parks": 2, "Parks;Sports and clubs": 1, "Schools": 4})
    (decision,) = texts_asked(folder, Column(question="topics"), each)
    assert (decision.subject, decision.found) == ("Parks", "3 cells")


def test_codes_are_read_by_their_labels(folder: SurveyFolder) -> None:
    labels = {"1": "Yes", "2": "No", "3": "Perhaps", "9": "Refused"}
    each = seen(STRATEGY, {"1": 4, "3": 1, "9": 1}, values=labels, missing={"9": "refused"})
    column = match(folder, each)[STRATEGY].column
    assert column.values == {"1": "yes", "2": "no"}
    assert column.missing == {"9": "refused"}
    (decision,) = texts_asked(folder, column, each)
    assert (decision.subject, decision.found) == ("3", "1 cell, “Perhaps” in the codebook")


def test_codes_without_labels_are_each_a_decision(folder: SurveyFolder) -> None:
    each = seen(STRATEGY, {"1": 4, "2": 1})
    column = match(folder, each)[STRATEGY].column
    assert column == Column(question="strategy")
    assert [d.subject for d in texts_asked(folder, column, each)] == ["1", "2"]


def test_a_code_with_another_text_than_before_is_a_decision(project: Path) -> None:
    old, new = "strategy: {question: strategy}", '{question: strategy, values: {"1": "no"}}'
    edit(project, "survey/waves/2031.yml", old, f"strategy: {new}")
    folder = load_survey(project)
    each = seen(STRATEGY, {"1": 4, "2": 1}, values={"1": "Yes", "2": "No"})
    column = match(folder, each)[STRATEGY].column
    assert column.values == {"2": "no"}
    (decision,) = texts_asked(folder, column, each)
    assert decision.subject == "1"
    assert decision.found.endswith("the code was “No” in 2031")
    assert decision.candidates[0].choice == "option yes"


# ── names that are used again ───────────────────────────────────────────────────


TRUST = "How much do you trust them?"
FRENCH = "Quelle confiance avez-vous ?"


@pytest.fixture
def named(project: Path) -> SurveyFolder:
    """The survey whose last file named a column TRUST, as .sav files do."""
    new = "      TRUST: {question: strategy, values: {'1': 'yes', '2': 'no'}}"
    edit(project, "survey/waves/2031.yml", "      strategy: {question: strategy}", new)
    edit(project, "data/raw/2031/export.csv", "town;strategy", "town;TRUST")
    edit(project, "survey/questions.yml", STRATEGY, TRUST)
    return load_survey(project)


def variable(name: str, label: str, texts: dict[str, int], **column: object) -> Seen:
    """A column as readers of statistics packages give it."""
    return seen(name, texts, path=(label,), code=name, **column)


def test_a_variable_with_its_text_is_matched(named: SurveyFolder) -> None:
    found = match(named, variable("TRUST", TRUST, YES_NO))["TRUST"]
    assert found.column.question == "strategy"


@pytest.mark.parametrize("label", ["Do you get money from the state?", FRENCH])
def test_a_variable_with_another_text_is_never_matched(named: SurveyFolder, label: str) -> None:
    decision = match(named, variable("TRUST", label, YES_NO))["TRUST"].column.decide[0]
    assert choices(decision)[0] == "new single"
    (same,) = [c for c in decision.candidates if c.choice == "question strategy"]
    assert (same.why or "").endswith("here the text is another one")


def test_a_variable_of_a_question_that_another_column_answers_is_not_offered(
    named: SurveyFolder,
) -> None:
    other = variable("TRUST", "Do you get money from the state?", YES_NO)
    found = match(named, variable("T2", TRUST, YES_NO), other)["TRUST"].column
    assert "question strategy" not in choices(found.decide[0])


def test_texts_in_another_language_are_proposed_by_their_codes(named: SurveyFolder) -> None:
    labels = {"1": "Oui", "2": "Non", "99": "Refus"}
    each = variable("TRUST", FRENCH, {"Oui": 3, "Non": 2, "Refus": 1}, values=labels)
    yes, no, refusal = texts_asked(named, Column(question="strategy"), each)
    assert (yes.subject, choices(yes)[0]) == ("Oui", "option yes")
    assert yes.found.endswith("the code was “Yes” in 2031")
    assert (no.subject, choices(no)[0]) == ("Non", "option no")
    assert {"option yes", "option no", "refused"} <= set(choices(refusal))


def test_what_the_file_declares_missing_in_other_words_is_asked(named: SurveyFolder) -> None:
    each = variable(
        "TRUST", TRUST, {"Yes": 3, "Refus": 1},
        values={"1": "Yes", "99": "Refus"}, missing={"Refus": "unknown", "-7": "unknown"},
    )  # fmt: skip
    column = match(named, each)["TRUST"].column
    assert column.missing == {"-7": "unknown"}
    (decision,) = texts_asked(named, column, each)
    assert decision.subject == "Refus"
    assert "the file declares it missing" in [c.why for c in decision.candidates]


def test_a_refusal_that_is_not_declared_is_proposed_by_its_text(named: SurveyFolder) -> None:
    each = variable("TRUST", TRUST, {"Yes": 3, "Refused": 1}, values={"998": "Refused"})
    (decision,) = texts_asked(named, Column(question="strategy"), each)
    assert choices(decision)[0] == "refused"


def test_a_labelled_code_among_numbers_is_asked(folder: SurveyFolder) -> None:
    each = variable("STAFF", "Staff", {"12": 2, "Refused": 1}, values={"999": "Refused"})
    (decision,) = texts_asked(folder, Column(question="staff"), each)
    assert (decision.subject, choices(decision)[0]) == ("Refused", "refused")
    assert "new option" not in choices(decision)


@pytest.mark.parametrize(("numbers", "is_key"), [(("1,5", "2,5"), False), (("101", "102"), True)])
def test_an_id_has_no_decimals(
    folder: SurveyFolder, numbers: tuple[str, str], *, is_key: bool
) -> None:
    rules = folder.survey.respondents.model_copy(update={"identified_by": "key"})
    survey = folder.survey.model_copy(update={"respondents": rules})
    found = match(replace(folder, survey=survey), seen("Per head", dict.fromkeys(numbers, 1)))
    assert (first(found["Per head"]) == "key") == is_key
