"""The survey folder as the tables of schema `input`."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.survey import tables
from pipelines.survey.load import load_survey
from pipelines.survey.tables import MOST_INTEGERS, fill_input
from pipelines.warehouse.input_tables import INPUT
from tests.survey.folder import edit, write_survey

Rows = list[tuple[Any, ...]]

LABELS = "labels: {topics: {sports: Sports}}"
CROSSWALKS = "crosswalks: {topics: [{before: [housing], now: [housing, schools]}]}"
TRANSLATED = "translations: {fr: {one: ville, many: villes, gender: feminine}}"
NET = """\
  - {id: no_strategy, title: Have no strategy, question: strategy, options: ["no"]}
  - {id: balance, title: Balance, net: {top: strategy, bottom: no_strategy}}
"""
SUCCESSIONS = """\
date,respondent_id,kind,into,old_name,note
2030-06-01,gillham,renamed,,Old Gillham,
"""

FRENCH = """\
title: Enquête auprès des villes
note: Traduit pour ce test.
questions:
  strategy: {options: {"yes": Oui}}
waves:
  "2031":
    wordings: {plan: Voulez-vous une campagne ?}
"""


def write_french(project: Path) -> None:
    """A translation of some texts."""
    path = project / "survey/translations/fr.yml"
    path.parent.mkdir()
    path.write_text(FRENCH, encoding="utf-8")


def filled(project: Path, **arguments: Any) -> duckdb.DuckDBPyConnection:
    """A database with the tables of a survey."""
    con = duckdb.connect()
    fill_input(con, load_survey(project), **arguments)
    return con


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The tables of the survey of `tests/survey/folder.py`, with a label and a succession."""
    project = write_survey(tmp_path_factory.mktemp("survey"))
    (project / "survey/successions.csv").write_text(SUCCESSIONS, encoding="utf-8")
    edit(project, "survey/waves/2031.yml", "breaks:", f"{LABELS}\n{CROSSWALKS}\nbreaks:")
    edit(project, "survey/survey.yml", "quantity_words:", "membership_bands: [5]\nquantity_words:")
    edit(project, "survey/survey.yml", "many: towns}", f"many: towns, {TRANSLATED}}}")
    write_french(project)
    indicators = project / "survey/indicators.yml"
    indicators.write_text(indicators.read_text(encoding="utf-8") + NET, encoding="utf-8")
    return filled(project, stale=["2031"])


def rows(con: duckdb.DuckDBPyConnection, query: str) -> Rows:
    """The rows of a query."""
    return con.execute(query).fetchall()


def test_every_table_is_created_and_filled(con: duckdb.DuckDBPyConnection) -> None:
    empty = [t.name for t in INPUT if rows(con, f"SELECT count(*) FROM {t.name}") == [(0,)]]
    assert empty == []


def test_translations_stand_with_the_text_that_they_translate(
    con: duckdb.DuckDBPyConnection,
) -> None:
    columns = "subject, subject_id, text, translation"
    assert rows(con, f"SELECT {columns} FROM input.translations ORDER BY ALL") == [
        ("language", "", "note", "Traduit pour ce test."),
        ("option", "strategy", "Yes", "Oui"),
        ("question", "plan", "Will you run a campaign?", "Voulez-vous une campagne ?"),
        ("survey", "", "Survey of towns", "Enquête auprès des villes"),
    ]


def test_what_holds_for_the_survey(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "FROM input.survey") == [
        (
            *("towns", "Survey of towns", "Office of Made-up Towns", "en", True, "registry", True),
            *("town", "towns", 0.95, 5, 10, 30),
        )
    ]


def test_sections_questions_and_options_keep_their_order(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "SELECT section, position, intro FROM input.sections") == [
        ("work", 1, "What towns do."),
        ("wishes", 2, None),
    ]
    assert rows(con, "SELECT question_id FROM input.questions ORDER BY position") == [
        (name,) for name in ("strategy", "campaign", "plan", "topics", "staff", "remarks")
    ]
    columns = "question_id, option_id, label, position, meaning"
    query = f"SELECT {columns} FROM input.options WHERE question_id = 'strategy' ORDER BY position"
    assert rows(con, query) == [
        ("strategy", "yes", "Yes", 1, "substantive"),
        ("strategy", "no", "No", 2, "substantive"),
        ("strategy", "dont_know", "Don't know", 3, "dont_know"),
    ]


def test_options_of_some_waves_name_them(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    old = "{id: schools, label: Schools}"
    edit(project, "survey/questions.yml", old, "{id: schools, label: Schools, since: '2031'}")
    edit(project, "survey/questions.yml", "clubs}", "clubs, until: '2031'}")
    query = "SELECT option_id, since, until FROM input.options WHERE question_id = 'topics'"
    assert rows(filled(project), f"{query} ORDER BY position") == [
        ("housing", None, None),
        ("schools", "2031", None),
        ("sports", None, "2031"),
    ]


def test_another_label_of_a_wave_stands_beside_the_banks(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "FROM input.option_labels") == [("2031", "topics", "sports", "Sports")]


def test_a_question_without_a_short_form_has_its_wording(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT short FROM input.questions WHERE question_id IN ('strategy', 'plan')"
    assert rows(con, query) == [("Strategy",), ("Are you planning a campaign?",)]


def test_routing_is_told_in_words(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT question_id, asked_if FROM input.questions WHERE asked_if IS NOT NULL"
    assert rows(con, query) == [("plan", "the answer to “Campaign run” is “No”")]


def test_several_conditions_are_told_in_words(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(
        project,
        "survey/questions.yml",
        '- {question: campaign, options: ["no"]}',
        "- {question: strategy, options: ['no', dont_know]}\n"
        "      - {attribute: member_of_union, values: ['yes', probably]}",
    )
    con = filled(project)
    strategy = "the answer to “Strategy” is “No” or “Don't know”"
    member = "member of union is “yes” or “probably”"
    assert rows(con, "SELECT asked_if FROM input.questions WHERE question_id = 'plan'") == [
        (f"{strategy}, and {member}",)
    ]
    assert rows(con, "FROM input.routes ORDER BY ALL") == [
        ("plan", 1, "strategy", "dont_know", None, None),
        ("plan", 1, "strategy", "no", None, None),
        ("plan", 2, None, None, "member_of_union", "probably"),
        ("plan", 2, None, None, "member_of_union", "yes"),
    ]


def test_waves_have_position_and_status(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT wave, position, status, population_n, population_basis FROM input.waves"
    assert rows(con, query) == [
        ("2030", 1, "current", 8, "registry"),
        ("2031", 2, "stale", 9, "stated"),
    ]


def test_a_question_is_asked_where_a_column_answers_it(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT DISTINCT question_id FROM input.question_waves WHERE wave = '{}' ORDER BY 1"
    first = [("campaign",), ("plan",), ("remarks",), ("staff",), ("strategy",), ("topics",)]
    assert rows(con, query.format("2030")) == first
    assert rows(con, query.format("2031")) == [each for each in first if each != ("remarks",)]


def test_wordings_and_breaks_of_a_wave(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT question_id, wording, breaks, break_note FROM input.question_waves
        WHERE wave = '2031' AND question_id IN ('plan', 'strategy') ORDER BY 1
    """
    assert rows(con, query) == [
        ("plan", "Will you run a campaign?", False, None),
        ("strategy", "Does your town have a strategy?", True, "Until then drafts counted too."),
    ]


def test_a_published_wave_asked_what_its_claims_speak_of(tmp_path: Path) -> None:
    claims = """\
  - id: before
    section: work
    kind: share
    wave: "2029"
    quote: up from 60%
    about: [{question: strategy, option: "yes"}]
    value: 60
  - id: both
    section: work
    kind: count
    quote: as in 2029
    about: [{question: plan, option: "yes", wave: "2029"}, {question: staff, option: none}]
    value: 1
  - id: by_indicator
    section: work
    kind: share
    wave: "2029"
    quote: a tenth
    about: [{attribute: member_of_union, value: "yes"}]
    indicator: housing
    value: 10
"""
    project = write_survey(tmp_path, **{"survey/waves/2029.yml": 'wave: "2029"\nkind: published\n'})
    path = project / "survey/published/2030.yml"
    text = path.read_text(encoding="utf-8") + claims.replace(
        ", {question: staff, option: none}", ""
    )
    path.write_text(text, encoding="utf-8")
    con = filled(project)
    query = "SELECT question_id FROM input.question_waves WHERE wave = '2029' ORDER BY 1"
    assert rows(con, query) == [("plan",), ("strategy",), ("topics",)]
    query = "SELECT wave, question_id FROM input.claim_sets WHERE claim_id = '2030/both'"
    assert rows(con, query) == [("2029", "plan")]


def test_indicators_tell_whether_they_join_options(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT indicator_id, question_id, composite FROM input.indicators ORDER BY position"
    assert rows(con, query) == [
        ("strategy", "strategy", False),
        ("housing", "topics", False),
        ("campaigning", None, True),
        ("no_strategy", "strategy", False),
    ]
    query = "FROM input.indicator_options WHERE indicator_id = 'campaigning' ORDER BY ALL"
    assert rows(con, query) == [("campaigning", "campaign", "yes"), ("campaigning", "plan", "yes")]
    assert rows(con, "FROM input.indicator_states") == [("campaigning", "dont_know")]


def test_bounds_of_words_are_exact_fractions(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT word, at_least_num, at_least_den, more_than_num, more_than_den, less_than_num,
            less_than_den
        FROM input.quantity_words
    """
    assert rows(con, query) == [
        ("all", 1, 1, None, None, None, None),
        ("almost all", 9, 10, None, None, None, None),
        ("most", None, None, 1, 2, None, None),
        ("a minority", None, None, None, None, 9, 20),
    ]


def test_respondents_know_whether_their_kind_counts(con: duckdb.DuckDBPyConnection) -> None:
    query = "FROM input.respondents WHERE respondent_id IN ('elmsley', 'north', 'hartley')"
    assert rows(con, query) == [
        ("elmsley", "Elmsley", "town", True, "GB", date(2022, 1, 1), date(2030, 12, 31)),
        ("hartley", "Hartley", "town", True, None, None, None),
        ("north", "Network of Northern Towns", "network", False, "GB", None, None),
    ]


def test_each_folded_spelling_is_there_once(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT alias, folded FROM input.aliases WHERE respondent_id = '{}' ORDER BY 2"
    assert rows(con, query.format("ashford")) == [
        ("ashford", "ashford"),
        ("Ashford upon Lea", "ashford upon lea"),
        ("Town of Ashford", "town of ashford"),
    ]
    assert rows(con, query.format("beckton")) == [("beckton", "beckton")]


def test_attributes_keep_their_periods(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT value, valid_from, valid_to, source FROM input.attributes"
    assert rows(con, query)[1:] == [
        ("probably", date(2020, 1, 1), date(2030, 12, 31), "letter"),
        ("no", None, None, "letter"),
    ]


def test_columns_have_their_use(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT * EXCLUDE (wave, source_file) FROM input.columns WHERE wave = '2030'"
    found = rows(con, query + " ORDER BY position")
    assert found[2] == ("E-mail", 3, None, None, "personal", None)
    assert found[3] == ("Does your town have a strategy?", 4, "strategy", None, "answer", None)
    assert found[9] == ("Score", 10, None, None, "ignored", "made by the survey tool")
    query = "SELECT question_id, option_id FROM input.columns WHERE source_column LIKE '%sports%'"
    assert rows(con, query) == [("topics", "sports")]


def test_corrections(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "FROM input.corrections") == [
        (
            *("2030", "dunmore", "staff", "7.5", "7"),
            "The town counted a half-time post as a half.",
            *("programme team", date(2030, 4, 1)),
        )
    ]


def test_claims_have_their_ledgers_id_unit_and_value(con: duckdb.DuckDBPyConnection) -> None:
    query = """
        SELECT claim_id, wave, kind, indicator_id, value, value_date, unit, base, word,
            list_complete
        FROM input.claims ORDER BY position
    """
    found = {row[0]: row[1:] for row in rows(con, query)}
    none = (None, None)
    assert found == {
        "2030/responses": ("2030", "base", None, 6, None, "respondents", *none, None),
        "2030/strategy_share": ("2030", "share", "strategy", 80, None, "percent", 5, *none),
        "2030/strategy_almost_all": ("2030", "quantity", *none, *none, None, "almost all", None),
        "2030/without_strategy": ("2030", "list", *none, *none, *none, True),
        "2030/campaigned": ("2030", "list", *none, *none, *none, False),
        "2030/campaign_count": ("2030", "count", None, 2, None, "respondents", *none, None),
        "2030/planning": ("2030", "count", None, 2, None, "respondents", *none, None),
        "2030/housing_first": ("2030", "rank", None, 1, None, "rank", *none, None),
        "2030/launched": (
            *("2030", "date", *none, date(2030, 2, 1), "date", None, "fieldwork_start", None),
        ),
    }


def test_sets_names_and_relations_of_claims(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT * EXCLUDE (claim_id) FROM input.claim_sets WHERE claim_id = '2030/planning'"
    assert rows(con, query) == [
        ("about", 1, "2030", "plan", "yes", None, None),
        ("within", 1, "2030", "campaign", "no", None, None),
    ]
    assert rows(con, "FROM input.claim_among") == [("2030/housing_first", "topics")]
    assert rows(con, "FROM input.claim_respondents ORDER BY ALL") == [
        ("2030/campaigned", 1, "ashford", "Ashford upon Lea"),
        ("2030/campaigned", 2, "beckton", "beckton"),
        ("2030/without_strategy", 1, "elmsley", "Elmsley"),
    ]
    assert rows(con, "FROM input.claim_relations ORDER BY ALL") == [
        ("2030/campaigned", "illustrates", "2030/campaign_count"),
        ("2030/without_strategy", "excludes", "2030/campaigned"),
    ]


def test_integers_reach_the_largest_number_of_responses(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    query = "SELECT min(i), max(i), count(*) FROM input.integers"
    assert rows(filled(project), query) == [(0, 7, 8)]
    assert rows(filled(project, responses_max=12), query) == [(0, 12, 13)]
    most = (0, MOST_INTEGERS, MOST_INTEGERS + 1)
    assert rows(filled(project, responses_max=10**9), query) == [most]


def test_without_a_registry_a_respondent_is_what_the_report_calls_it(tmp_path: Path) -> None:
    files = {"survey/respondents.csv": None, "survey/attributes.csv": None}
    project = write_survey(tmp_path, accepted=False, **files)
    edit(project, "survey/survey.yml", "respondents:\n", "respondents:\n  identified_by: key\n")
    path = project / "survey/survey.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("readings:")], encoding="utf-8")
    query = "SELECT DISTINCT respondent_id FROM input.claim_respondents ORDER BY 1"
    found = rows(filled(project), query)
    assert found == [("Ashford upon Lea",), ("Elmsley",), ("beckton",)]


def test_a_failed_fill_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(tables._TABLES, "input.claims", lambda _: iter([{"no_such_column": 1}]))
    con = duckdb.connect()
    with pytest.raises(KeyError, match="no_such_column"):
        fill_input(con, load_survey(write_survey(tmp_path)))
    assert rows(con, "SELECT count(*) FROM duckdb_tables()") == [(0,)]


def test_a_registry_of_50_000_goes_in_as_sets(tmp_path: Path) -> None:
    lines = (f"r{i},Town number {i},town,GB,2020-01-01,,\n" for i in range(50_000))
    project = write_survey(tmp_path)
    path = project / "survey/respondents.csv"
    path.write_text(path.read_text(encoding="utf-8") + "".join(lines), encoding="utf-8")
    started = time.process_time()
    con = filled(project)
    assert rows(con, "SELECT count(*) FROM input.respondents") == [(50_009,)]
    assert rows(con, "SELECT count(*) FROM input.aliases") == [(100_012,)]
    assert time.process_time() - started < 6
