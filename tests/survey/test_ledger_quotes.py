"""The ledger of 2020 and the question bank against the text of the report itself."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.load import load_survey
from pipelines.survey.models import Claim, Question

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
FOLDER: SurveyFolder = load_survey(ROOT)
CLAIMS = FOLDER.ledgers["2020"].claims

needs_source = pytest.mark.skipif(
    not SOURCES, reason="the text of the report (../shared/seed) is not on this machine"
)


def plain(text: str) -> str:
    """Without emphasis and with single spaces."""
    return " ".join(text.replace("**", "").split())


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    """The paragraphs of the report, one a line in the source."""
    text = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
    return [plain(line) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_quote_has_a_dozen_words_at_the_most(claim: Claim) -> None:
    words = [word for word in claim.quote.split() if any(c.isalnum() for c in word)]
    assert 1 < len(words) <= 12


@needs_source
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_quote_stands_in_the_report(claim: Claim, paragraphs: list[str]) -> None:
    assert plain(claim.quote) in " ".join(paragraphs)


@needs_source
@pytest.mark.parametrize(
    "claim", [claim for claim in CLAIMS if claim.respondents], ids=lambda claim: claim.id
)
def test_those_listed_are_named_beside_the_quote(claim: Claim, paragraphs: list[str]) -> None:
    beside = [text for text in paragraphs if plain(claim.quote) in text]
    assert any(all(name in text for name in claim.respondents) for text in beside)


@needs_source
def test_every_name_in_brackets_or_after_a_colon_is_in_a_list(paragraphs: list[str]) -> None:
    text = " ".join(paragraphs)
    names = sorted({name for claim in CLAIMS for name in claim.respondents}, key=len, reverse=True)
    name = "(?:" + "|".join(re.escape(each) for each in names) + ")"
    runs = re.findall(rf"(?:{name}(?:, | and ))+{name}", text)
    listed = {frozenset(map(FOLDER.resolve, claim.respondents)) for claim in CLAIMS}
    missing = [run for run in runs if frozenset(_ids(run, name)) not in listed]
    assert len(runs) > 40
    assert not missing


def _ids(run: str, name: str) -> list[str | None]:
    return [FOLDER.resolve(each) for each in re.findall(name, run)]


@needs_source
def test_every_percentage_of_the_report_is_a_claim(paragraphs: list[str]) -> None:
    printed = {int(number) for number in re.findall(r"(\d+)%", " ".join(paragraphs))}
    assert printed == {claim.value for claim in CLAIMS if claim.kind == "share"}


# Numbers, and words that stand for one or compare two. "Highest interest" is an answer.
QUANTITIES = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|half|majority|most|some|many|several"
    r"|various|variety|number|few|none|all|vast|widely|popular|often|normally|similar|newest"
    r"|highest(?! interest)|greater|increase|dropped|growing|trend|first|second)\b",
    re.IGNORECASE,
)
# What is no claim on its own, in the words around it.
NO_CLAIMS = (
    "than the one showed by",  # stands for "percentage"
    "into force during 2020 (for example",
    "Finally, 2020 will see",
    "before 2016 and who",  # the attribute of the list that follows
    "planning to send one soon",  # stands for "practice"
    "One aspect to take into consideration",
    "documents are most useful",  # what the survey is for
    "with similar challenges",
    "during the year 2020.",
    "2020-2025",  # the title of a document
    "invites all interested stakeholders",
)


@needs_source
def test_every_number_and_quantity_word_of_the_report_stands_in_a_claim(
    paragraphs: list[str],
) -> None:
    start = next(i for i, text in enumerate(paragraphs) if text.startswith("In February"))
    wordings = {plain(question.wording) for question in FOLDER.bank.questions}
    said = [
        text
        for text in paragraphs[start:]
        if text not in wordings and not re.match(r"\d\. ", text)  # headings
    ]
    phrases = [*(plain(claim.quote) for claim in CLAIMS), *NO_CLAIMS]
    missing = []
    for text in said:
        places = [m.span() for phrase in phrases for m in re.finditer(re.escape(phrase), text)]
        missing += [
            text[max(0, m.start() - 30) : m.end() + 30]
            for m in QUANTITIES.finditer(text)
            if not any(begin <= m.start() and m.end() <= end for begin, end in places)
        ]
    assert missing == []


# As the report writes them, where that is not the name in pipelines/report/countries.csv.
COUNTRIES = {"Luxemburg": "LU", "Turkey": "TR", "United States of America": "US"}


@needs_source
def test_the_registry_has_the_countries_of_the_report(paragraphs: list[str]) -> None:
    with (ROOT / "pipelines" / "report" / "countries.csv").open(encoding="utf-8") as file:
        codes = {row["name"]: row["code"] for row in csv.DictReader(file)} | COUNTRIES
    answered = next(text for text in paragraphs if "37 cities" in text).split("survey: ")[1]
    written = {
        FOLDER.resolve(name.removeprefix("and ").strip()): codes[country]
        for name, country in re.findall(r"([^,()]+) \(([^()]+)\)", answered.replace(" and ", ", "))
    }
    registry = {each.respondent_id: each.country_code for each in FOLDER.respondents}
    assert len(written) == 37
    assert written == {who: registry[who or ""] for who in written}


@needs_source
def test_every_question_in_the_headings_is_in_the_bank(paragraphs: list[str]) -> None:
    asked = {text for text in paragraphs if text.endswith("?")}
    assert len(asked) > 10
    assert asked <= {plain(question.wording) for question in FOLDER.bank.questions}


@needs_source
@pytest.mark.parametrize(
    "question",
    [each for each in FOLDER.bank.questions if each.type != "coded_text"],
    ids=lambda question: question.id,
)
def test_a_wording_is_that_of_the_report(question: Question, paragraphs: list[str]) -> None:
    assert plain(question.wording) in " ".join(paragraphs)


@needs_source
def test_claims_stand_in_the_order_of_the_report(paragraphs: list[str]) -> None:
    text = " ".join(paragraphs)
    places = [text.find(plain(claim.quote)) for claim in CLAIMS]
    ends = [place + len(claim.quote) for place, claim in zip(places, CLAIMS, strict=True)]
    assert all(place < end for place, end in zip(places, ends[1:], strict=False))
