"""What the files of a survey folder say of each other: each rule broken once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.survey.load import load_survey
from tests.survey.folder import edit, problems, write_survey

SURVEY, QUESTIONS = "survey/survey.yml", "survey/questions.yml"
INDICATORS, CORRECTIONS = "survey/indicators.yml", "survey/corrections.yml"
WAVE, OTHER, CLAIMS = "survey/waves/2030.yml", "survey/waves/2031.yml", "survey/published/2030.yml"
REGISTRY, FACTS = "survey/respondents.csv", "survey/attributes.csv"


def lines_of(file: Path, text: str) -> list[int]:
    """The lines on which a text stands."""
    rows = file.read_text(encoding="utf-8").splitlines()
    return [number for number, row in enumerate(rows, 1) if text in row]


# Each case: file, what is replaced by what, the text on the line that is named (its last
# one), and what is told.
CASES = {
    # ids
    "question id twice": (
        QUESTIONS, "id: campaign\n", "id: strategy\n", "id: strategy",
        "the id strategy a second time (first at survey/questions.yml:5)",
    ),
    "section id twice": (
        QUESTIONS, "{id: wishes, title", "{id: work, title", "{id: work",
        "the id work a second time",
    ),
    "option id twice": (
        QUESTIONS, "id: schools, label: Schools", "id: housing, label: Schools", "id: housing",
        "the id housing a second time",
    ),
    "indicator id twice": (
        INDICATORS, "id: housing", "id: strategy", "id: strategy",
        "the id strategy a second time",
    ),
    "claim id twice": (
        CLAIMS, "id: housing_first", "id: planning", "id: planning",
        "the id planning a second time",
    ),
    "quantity word twice": (
        SURVEY, "word: most", "word: ALL", "word: ALL", "the word 'all' a second time",
    ),
    "respondent twice": (
        REGISTRY, "hartley,Hartley", "gillham,Hartley", "gillham,Hartley",
        "the id gillham a second time (first in line 8)",
    ),
    "label of two options": (
        QUESTIONS, "label: Don't know", "label: 'no '", "label: 'no '",
        "the text 'no ' for option dont_know and for option no",
    ),
    # references
    "routing by an unknown question": (
        QUESTIONS, "question: campaign,", "question: campain,", "question: campain",
        "the unknown question campain",
    ),
    "routing by an unknown option": (
        QUESTIONS, 'options: ["no"]', "options: [never]", "options: [never]",
        "the unknown option of campaign never",
    ),
    "routing by an unknown attribute": (
        QUESTIONS, '{question: campaign, options: ["no"]}', "{attribute: size, values: [big]}",
        "attribute: size", "the unknown attribute (of attributes.csv) size",
    ),
    "routing by a later question": (
        QUESTIONS, '{question: campaign, options: ["no"]}', "{question: topics, options: [sports]}",
        "question: topics", "plan asked by the answer to topics, which does not come before it",
    ),
    "routing by itself": (
        QUESTIONS, '{question: campaign, options: ["no"]}', "{question: plan, options: ['no']}",
        "question: plan", "plan asked by the answer to plan, which does not come before it",
    ),
    "question in an unknown section": (
        QUESTIONS, "section: wishes\n    type: text", "section: wish\n    type: text",
        "section: wish\n", "the unknown section wish",
    ),
    "indicator of an unknown question": (
        INDICATORS, "question: topics", "question: topic", "question: topic,",
        "the unknown question topic",
    ),
    "indicator of an unknown option": (
        INDICATORS, '{question: plan, options: ["yes"]}', "{question: plan, options: [maybe]}",
        "maybe", "the unknown option of plan maybe",
    ),
    "column of an unknown question": (
        WAVE, "{question: staff}", "{question: stuff}", "stuff", "the unknown question stuff",
    ),
    "column of an unknown option": (
        OTHER, "option: sports", "option: sport", "option: sport}",
        "the unknown option of topics sport",
    ),
    "break of an unknown question": (
        OTHER, "breaks: {strategy:", "breaks: {strategies:", "breaks:",
        "the unknown question strategies",
    ),
    "wording of an unknown question": (
        OTHER, "wordings: {plan:", "wordings: {plans:", "wordings:", "the unknown question plans",
    ),
    "correction of an unknown wave": (
        CORRECTIONS, '"2030"', '"2029"', "2029", "the unknown wave 2029",
    ),
    "correction of an unknown question": (
        CORRECTIONS, "question: staff", "question: stuff", "stuff", "the unknown question stuff",
    ),
    "correction of an unknown respondent": (
        CORRECTIONS, "dunmore", "dunmoor", "dunmoor", "the unknown respondent 'dunmoor'",
    ),
    "fact about an unknown respondent": (
        FACTS, "carden,", "cardon,", "cardon", "the unknown respondent 'cardon'",
    ),
    "reading of an unknown attribute": (
        SURVEY, "attribute: member_of_union", "attribute: member", "attribute: member",
        "the unknown attribute (of attributes.csv) member",
    ),
    "claim about an unknown question": (
        CLAIMS, "within: [{question: campaign", "within: [{question: campaigns", "campaigns,",
        "the unknown question campaigns",
    ),
    "claim about an unknown option": (
        CLAIMS, "option: housing", "option: house", "option: house",
        "the unknown option of topics house",
    ),
    "claim in an unknown section": (
        CLAIMS, "section: wishes", "section: hopes", "hopes", "the unknown section hopes",
    ),
    "claim of an unknown indicator": (
        CLAIMS, "indicator: strategy", "indicator: strat", "indicator: strat",
        "the unknown indicator strat",
    ),
    "claim that names an unknown respondent": (
        CLAIMS, "[Ashford upon Lea, beckton]", "[Ashford upon Lea, Bekton]", "Bekton",
        "the unknown respondent 'Bekton'",
    ),
    "claim that illustrates nothing": (
        CLAIMS, "illustrates: campaign_count", "illustrates: campaigns", "illustrates",
        "the unknown claim campaigns",
    ),
    "claim that excludes itself": (
        CLAIMS, "excludes: [campaigned]", "excludes: [without_strategy]", "excludes",
        "the unknown claim without_strategy",
    ),
    "claim that ranks among an unknown question": (
        CLAIMS, "among: [topics]", "among: [topics, themes]", "among",
        "the unknown question themes",
    ),
    "claim about an unknown wave": (
        CLAIMS, "quote: Housing comes", "wave: '2029'\n    quote: Housing comes", "2029",
        "the unknown wave 2029",
    ),
    "comparison with an unknown wave": (
        CLAIMS, "quote: Housing comes", "wave_compared: '2029'\n    quote: Housing comes", "2029",
        "the unknown wave 2029",
    ),
    "condition in an unknown wave": (
        CLAIMS, "option: housing}", "option: housing, wave: '2029'}", "2029",
        "the unknown wave 2029",
    ),
    # questions, respondents, waves
    "limits the wrong way round": (
        QUESTIONS, "minimum: 0", "minimum: 2000", "minimum", "minimum 2000.0 and maximum 1000.0",
    ),
    "kind of respondent that does not count": (
        SURVEY, "counted_kinds: [town]", "counted_kinds: [city]", "counted_kinds",
        "the unknown kind city",
    ),
    "kind of respondent that is not declared": (
        REGISTRY, "fenwick,Fenwick,town", "fenwick,Fenwick,twon", "twon", "the unknown kind twon",
    ),
    "name without letters": (
        REGISTRY, "fenwick,Fenwick", "fenwick,???", "???", "a name without a letter or digit",
    ),
    "left before joined": (
        REGISTRY, "2022-01-01,2030-12-31", "2022-01-01,2021-12-31", "2021-12-31",
        "left_on 2021-12-31 before joined_on 2022-01-01",
    ),
    "fact that ends before it begins": (
        FACTS, "2020-01-01,2030-12-31", "2020-01-01,2019-12-31", "2019-12-31",
        "valid_to 2019-12-31 before valid_from 2020-01-01",
    ),
    "fieldwork that ends before it starts": (
        WAVE, "fieldwork_end: 2030-02-28", "fieldwork_end: 2030-01-28", "fieldwork_end",
        "fieldwork that ends 2030-01-28 before it starts 2030-02-01",
    ),
    "path out of the wave": (
        OTHER, "path: export.csv", "path: sub/../../2032/export.csv", "path:",
        "the path sub/../../2032/export.csv",
    ),
    "no key": (
        OTHER, "town: {use: key}", "town: {use: metadata}", "columns:", "no column with use: key",
    ),
    "two keys": (
        OTHER, "staff: {question: staff}", "staff: {use: key}", "staff: {use: key}",
        "the columns 'town' and 'staff' for the same thing (key)",
    ),
    "two columns for a question": (
        OTHER, "campaign: {question: campaign}", "campaign: {question: strategy}",
        "campaign: {question",
        "the columns 'strategy' and 'campaign' for the same thing (question strategy)",
    ),
    "two columns for an option": (
        OTHER, "option: schools", "option: housing", '"topics [schools]"',
        "the columns 'topics [housing]' and 'topics [schools]' for the same thing (housing)",
    ),
    "a column for a question beside those for its options": (
        OTHER, "staff: {question: staff}", "topics: {question: topics}", '"topics [sports]"',
        "a column for option sports of topics, beside the column 'topics' for all of it",
    ),
    "pseudonyms of names that a registry holds": (
        OTHER, "town: {use: key}", "town: {use: key, pseudonymise: true}", "town:",
        "pseudonymise for the column 'town'",
    ),
    "pseudonyms of an answer that is no text": (
        OTHER, "campaign: {question: campaign}",
        "campaign: {question: campaign, pseudonymise: true}", "campaign: {question",
        "pseudonymise for the column 'campaign'",
    ),
    # claims
    "long quote": (
        CLAIMS, "Housing comes first", "one – 2 3 4 5 6 7 8 9 10 11 12 thirteen", "quote: one",
        "a quote of 13 words in claim housing_first",
    ),
    "date for a number": (
        CLAIMS, "value: 80\n", "value: 2030-01-01\n", "value: 2030-01-01", "value: 2030-01-01",
    ),
    "number for a date": (
        CLAIMS, "value: 2030-02-01", "value: 2030", "value: 2030", "value: 2030.0",
    ),
    "rank among others only": (
        CLAIMS, "among: [topics]", "among: [strategy, plan]", "among",
        "the ranked question missing among those ranked in claim housing_first",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_broken_rule_is_told_with_its_line(tmp_path: Path, case: str) -> None:
    file, old, new, at, found = CASES[case]
    project = write_survey(tmp_path)
    edit(project, file, old, new)
    told = [problem for problem in problems(project) if found in problem.found]
    assert told, problems(project)
    line = lines_of(project / file, at.strip("\n"))[-1]
    assert told[-1].where.split(",")[0] == f"{file}:{line}"
    assert told[-1].expected


def test_the_unbroken_survey_has_no_problem(tmp_path: Path) -> None:
    assert load_survey(write_survey(tmp_path)).survey.synthetic


def test_the_nearest_name_is_suggested(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, INDICATORS, "question: topics", "question: topic")
    (problem,) = problems(project)
    assert problem.expected == "one of strategy, campaign, plan, topics, staff, remarks"
    assert problem.action == "Did you mean topics?"


def test_similar_respondents_are_suggested_and_not_taken(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, CLAIMS, "[Elmsley]", "[Elmsly]")
    (problem,) = problems(project)
    assert problem.action.startswith("Did you mean Elmsley (elmsley)")
    assert "Add the spelling as an alias" in problem.action


def test_facts_name_respondents_by_id_only(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, CORRECTIONS, "respondent: dunmore", "respondent: town.of.ashford")
    (problem,) = problems(project)
    assert "town.of.ashford" in problem.found


@pytest.mark.parametrize("alias", ["BECKTON", "beckton.", "Béckton", "Carden"])
def test_a_spelling_of_two_respondents_is_told_with_both_lines(tmp_path: Path, alias: str) -> None:
    project = write_survey(tmp_path)
    edit(project, REGISTRY, "hartley,Hartley,town,,,,", f"hartley,Hartley,town,,,,{alias}")
    (problem,) = problems(project)
    other = {"Carden": ("carden", 4)}.get(alias, ("beckton", 3))
    assert problem.where == "survey/respondents.csv:9"
    assert problem.found == (
        f"the spelling {alias!r} of hartley, which is also one of {other[0]} (line {other[1]})"
    )


def test_two_waves_that_claim_one_file_are_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, OTHER, "path: export.csv", "path: ../2030/answers.csv")
    outside, twice = problems(project)
    assert outside.expected == "a path inside data/raw/2031"
    assert twice.where == "survey/waves/2031.yml:11"
    assert "claimed already by wave 2030 at survey/waves/2030.yml:8" in twice.found


def test_two_sources_that_claim_one_file_are_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    text = (project / OTHER).read_text(encoding="utf-8")
    source = text[text.index("  - path") :]
    (project / OTHER).write_text(text + source, encoding="utf-8")
    (problem,) = problems(project)
    assert "claimed already by wave 2031" in problem.found


def test_two_sheets_of_a_workbook_are_two_sources(tmp_path: Path) -> None:
    project = write_survey(tmp_path, accepted=False)
    text = (project / OTHER).read_text(encoding="utf-8").replace("export.csv", "export.xlsx")
    source = text[text.index("  - path") :]
    sheets = [source.replace("encoding: latin-1", f"sheet: {name}") for name in ("one", "two")]
    head = text[: text.index("  - path")]
    (project / OTHER).write_text(head + "".join(sheets), encoding="utf-8")
    assert len(load_survey(project).waves["2031"].sources) == 2


def test_a_copy_of_another_waves_file_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    manifest = load_survey(project).waves["2030"].sources[0].manifest
    own = load_survey(project).waves["2031"].sources[0].manifest
    assert manifest
    assert own
    edit(project, OTHER, own.sha256, manifest.sha256)
    (problem,) = problems(project)
    assert "claimed already by wave 2030" in problem.found


def test_a_link_out_of_the_wave_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    link = project / "data/raw/2031/export.csv"
    link.unlink()
    link.symlink_to(project / "data/raw/2030/answers.csv")
    outside, twice = problems(project)
    assert "inside data/raw/2031" in outside.expected
    assert "claimed already by wave 2030" in twice.found


def test_ids_against_the_dates_of_some_waves_are_told(tmp_path: Path) -> None:
    wave = 'wave: "{}"\nkind: published\n'
    project = write_survey(tmp_path, **{"survey/waves/2029.yml": wave.format("2029")})
    edit(project, OTHER, "fieldwork_start: 2031-02-01", "fieldwork_start: 2029-02-01")
    (problem,) = problems(project)
    assert problem.expected == "a fieldwork_start in every wave"


def test_a_wave_of_anonymous_answers_needs_no_key(tmp_path: Path) -> None:
    files = {REGISTRY: None, FACTS: None, CLAIMS: None, CORRECTIONS: None}
    project = write_survey(tmp_path, accepted=False, **files)
    edit(project, SURVEY, "respondents:\n", "respondents:\n  identified_by: row\n")
    text = (project / SURVEY).read_text(encoding="utf-8")
    (project / SURVEY).write_text(text[: text.index("readings:")], encoding="utf-8")
    edit(project, OTHER, "town: {use: key}", "town: {use: metadata}")
    assert load_survey(project).survey.respondents.identified_by == "row"


def test_a_published_report_of_no_known_wave_is_told(tmp_path: Path) -> None:
    text = 'wave: "2029"\ntitle: Old\nsource: https://example.org\nclaims: []\n'
    project = write_survey(tmp_path, **{"survey/published/2029.yml": text})
    (problem,) = problems(project)
    assert problem.where == "survey/published/2029.yml:1"
    assert problem.found == "the unknown wave 2029"
