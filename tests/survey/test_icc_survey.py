"""The survey folder of this repository: that it is whole, and that its raw files are its own."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Claim, Says
from pipelines.survey.reconstruct import reconstruct
from tests.survey.lost_wave import columns_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder() -> SurveyFolder:
    """The survey folder, read and checked."""
    return load_survey(ROOT)


@pytest.fixture(scope="module")
def cells() -> list[dict[str, str]]:
    """The rows of the reconstructed raw file."""
    path = ROOT / "data/raw/2020/responses.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _claims(folder: SurveyFolder) -> dict[str, Claim]:
    return {claim.id: claim for claim in folder.ledgers["2020"].claims}


# ── raw files ───────────────────────────────────────────────────────────────────


def test_the_committed_file_is_what_the_ledger_gives(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "survey", tmp_path / "survey")
    written = reconstruct(load_survey(tmp_path), "2020")
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "data/raw/2020/responses.csv"
    ]
    for path in written:
        assert path.read_bytes() == (ROOT / path.relative_to(tmp_path)).read_bytes()


@pytest.mark.parametrize("wave", ["2020", "2021"])
def test_the_manifest_is_that_of_the_file(folder: SurveyFolder, wave: str) -> None:
    for source in folder.waves[wave].sources:
        raw = folder.raw_file(wave, source).read_bytes()
        rows = list(csv.reader(raw.decode("utf-8").splitlines()))
        assert source.manifest
        assert source.manifest.sha256 == hashlib.sha256(raw).hexdigest()
        assert source.manifest.bytes == len(raw)
        assert (source.manifest.rows, source.manifest.columns) == (len(rows) - 1, len(rows[0]))


def test_the_columns_of_the_reconstructed_wave_are_the_questions(folder: SurveyFolder) -> None:
    wave = yaml.safe_load((ROOT / "survey/waves/2020.yml").read_text(encoding="utf-8"))
    columns = columns_of(folder.questions)
    assert wave["sources"][0]["columns"] == columns
    assert list(folder.waves["2020"].sources[0].columns) == list(columns)


def test_no_label_holds_the_separator_or_begins_as_a_ruled_out_one(folder: SurveyFolder) -> None:
    source = folder.waves["2020"].sources[0]
    labels = [option.label for question in folder.bank.questions for option in question.options]
    assert source.separator
    assert source.not_prefix
    assert not [label for label in labels if source.separator.strip() in label]
    assert not [label for label in labels if label.startswith(source.not_prefix)]


def test_every_cell_with_an_answer_says_where_it_comes_from(cells: list[dict[str, str]]) -> None:
    questions = [name for name in cells[0] if f"{name}: basis" in cells[0]]
    for row in cells:
        for question in questions:
            basis = row[f"{question}: basis"]
            if row[question]:
                assert basis.startswith(
                    ("stated: ", "implied by routing: ", "implied by complement: ")
                )
            else:
                assert basis == "" or basis.startswith(("contradicted: ", "implied by attribute: "))


def test_the_cells_that_the_report_contradicts_are_unknown(cells: list[dict[str, str]]) -> None:
    found = {
        (row["respondent"], column.removesuffix(": basis"))
        for row in cells
        for column, text in row.items()
        if text.startswith("contradicted: ")
    }
    assert found == {
        ("Bradford", "campaign_plan"),
        ("Maribyrnong", "index_used"),
        ("Patras", "index_used"),
        ("Vinnytsia", "strategy_stage"),
    }


def test_the_strategy_of_every_city_is_known(cells: list[dict[str, str]]) -> None:
    assert Counter(row["strategy"] for row in cells) == {"Yes": 33, "No": 4}


def test_where_only_a_total_is_known_no_city_is(cells: list[dict[str, str]]) -> None:
    for question in (
        "good_practice_database",
        "video_tutorials",
        "newsletter_calendar",
        "guidance",
    ):
        assert {row[question] for row in cells} == {""}


# ── who answered ────────────────────────────────────────────────────────────────


def _kinds(folder: SurveyFolder, names: list[str]) -> Counter[str]:
    kinds = {each.respondent_id: each.kind for each in folder.respondents}
    return Counter(kinds[folder.resolve(name) or ""] for name in names)


def test_thirty_six_cities_and_a_region_answered_in_2020(
    folder: SurveyFolder, cells: list[dict[str, str]]
) -> None:
    assert _kinds(folder, [row["respondent"] for row in cells]) == {"city": 36, "region": 1}


def test_thirty_four_members_and_three_networks_answered_in_2021(folder: SurveyFolder) -> None:
    path = ROOT / "data/raw/2021/respondents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert _kinds(folder, names) == {"city": 34, "network": 3}
    assert len({folder.resolve(name) for name in names}) == len(names)


def test_everyone_in_the_registry_answered_once_at_least(
    folder: SurveyFolder, cells: list[dict[str, str]]
) -> None:
    path = ROOT / "data/raw/2021/respondents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    answered = {folder.resolve(name) for name in [*names, *(row["respondent"] for row in cells)]}
    assert answered == {each.respondent_id for each in folder.respondents}


@pytest.mark.parametrize(
    ("written", "respondent"),
    [
        ("Forli", "forli"),
        ("Bursa-Osmangazi", "osmangazi"),
        ("Donostia – San Sebastian", "donostia-san-sebastian"),
        ("Donostia/San Sebastian", "donostia-san-sebastian"),
        ("the Canton of Neuchâtel", "canton-of-neuchatel"),
        ("the London Borough of Lewisham", "london-borough-of-lewisham"),
        ("Camden", "london-borough-of-camden"),
        ("Neumarkt/Opf", "neumarkt"),
    ],
)
def test_a_spelling_of_the_sources_names_its_respondent(
    folder: SurveyFolder, written: str, respondent: str
) -> None:
    assert folder.resolve(written) == respondent


# ── attributes ──────────────────────────────────────────────────────────────────


def test_the_attributes_are_those_that_the_lists_give(folder: SurveyFolder) -> None:
    claims = _claims(folder)
    for fact in folder.attributes:
        claim = claims[(fact.source or "").removeprefix("2020/")]
        said = {(each.attribute, each.value) for each in claim.about}
        named = fact.respondent_id in map(folder.resolve, claim.respondents)
        assert named == ((fact.attribute, fact.value) in said)


def test_every_name_in_a_list_of_an_attribute_has_it(folder: SurveyFolder) -> None:
    facts = {(each.respondent_id, each.attribute, each.value) for each in folder.attributes}
    named = {
        (folder.resolve(name), each.attribute, each.value)
        for claim in folder.ledgers["2020"].claims
        for each in claim.about
        if each.attribute
        for name in claim.respondents
    }
    assert named
    assert named <= facts


# ── ledger and indicators ───────────────────────────────────────────────────────


def _one_answer(about: list[Says]) -> tuple[str | None, str | None] | None:
    return (about[0].question, about[0].option) if len(about) == 1 and about[0].question else None


def test_a_total_of_an_indicator_says_so(folder: SurveyFolder) -> None:
    single = {
        (parts[0].question, parts[0].options[0]): indicator.id
        for indicator in folder.indicators
        if len(parts := indicator.parts) == 1 and len(parts[0].options) == 1
    }
    kinds = ("share", "count", "quantity", "comparison", "rank")
    for claim in folder.ledgers["2020"].claims:
        answer = _one_answer(claim.about)
        if claim.kind in kinds and answer in single:
            assert claim.indicator == single[answer], claim.id


def test_indicators_stand_in_the_order_of_the_questions(folder: SurveyFolder) -> None:
    order = list(folder.questions)
    places = [order.index(indicator.parts[0].question) for indicator in folder.indicators]
    assert places == sorted(places)


def test_a_list_is_of_the_total_that_it_illustrates(folder: SurveyFolder) -> None:
    claims = _claims(folder)
    for claim in claims.values():
        if claim.illustrates:
            total = claims[claim.illustrates]
            assert total.kind in ("share", "count", "base")
            assert (claim.about, claim.within) == (total.about, total.within), claim.id


def test_the_published_totals_of_2019_are_there(folder: SurveyFolder) -> None:
    of_2019 = [claim for claim in folder.ledgers["2020"].claims if claim.wave == "2019"]
    assert {(claim.kind, claim.indicator, claim.value) for claim in of_2019} == {
        ("share", "strategy_adopted", 78),
        ("share", "index_used", 80),
        ("base", None, 41),
    }


def test_every_question_with_a_claim_is_in_the_section_of_the_claim(folder: SurveyFolder) -> None:
    for claim in folder.ledgers["2020"].claims:
        sections = {folder.question(each.question).section for each in claim.about if each.question}
        repeated = claim.id.startswith("wish_competence")
        assert repeated or sections <= {claim.section}, claim.id
