"""The survey's texts in French: on the whole page, marked where they are missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.report.language import language
from pipelines.report.reading import read_page
from pipelines.report.translations import Translator, mark_languages, translator
from pipelines.report.wording import sentences_of
from pipelines.warehouse.rows import read_rows
from tests.report.made_up import REPORT, made_up, put
from tests.report.pages import build_report, parse
from tests.world import World

FRENCH = {
    ("survey", "", "Survey of member towns"): "Enquête auprès de villes inventées",
    ("section", "tools", "Tools and instruments"): "Outils",
    ("question", "strategy", "Strategy or action plan"): "Une stratégie : laquelle ?",
    ("option", "strategy", "Yes"): "Oui & non",
    ("indicator", "has_strategy", "Have a strategy or action plan"): "Ont une stratégie",
    ("language", "", "note"): "Traduit pour ce test.",
}


def translated() -> World:
    world = made_up()
    for (subject, of, text), translation in FRENCH.items():
        put(world, "input.translations", language="fr", subject=subject, subject_id=of, text=text,
            translation=translation)  # fmt: skip
    return world.run(*REPORT)


@pytest.fixture(scope="module")
def world() -> World:
    return translated()


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    build_report(world.con, folder)
    return folder


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "2020.fr.html").read_text(encoding="utf-8")


def test_a_translation_stands_wherever_the_text_stood(html: str) -> None:
    heading = '<span data-verbatim="title">Une stratégie\u00a0: laquelle\u202f?</span>'
    assert heading in html
    assert 'data-verbatim="title">Enquête auprès de villes inventées' in html
    assert '<span data-verbatim="label">Oui &amp; non</span>' in html
    assert "Have a strategy or action plan" not in html
    assert "Tools and instruments" not in html
    charts = re.findall(r'aria-label="(Une stratégie[^"]*)"', html)
    assert charts
    assert all("Oui &amp; non: 33" in alt for alt in charts)


def test_what_is_not_translated_is_marked_with_its_language(html: str) -> None:
    assert '<span data-verbatim="label" lang="en">No</span>' in html
    assert 'data-verbatim="wording" lang="en"' in html
    assert not re.search(r'data-verbatim="label" lang="en">Oui', html)


def test_a_line_of_a_label_in_a_chart_is_not_taken_for_a_text_of_its_own() -> None:
    chart = '<tspan x="0" dy="19" data-verbatim="label">d’action</tspan>'
    title = '<h3 id="a" data-verbatim="label">Plan</h3>'
    marked = mark_languages(chart + title, {"label": "en"}, "fr", {"Plan d’action"})
    assert marked == chart + title.replace('"label"', '"label" lang="en"')


def test_the_note_on_the_translation_stands_once_and_in_its_language_only(
    html: str, folder: Path
) -> None:
    assert html.count("Traduit pour ce test.") == 1
    english = (folder / "2020.html").read_text(encoding="utf-8")
    assert "Traduit" not in english
    assert "Oui" not in english


def test_quotations_stay_in_the_language_of_the_report_that_is_quoted(html: str) -> None:
    quotes = re.findall(r'<(?:q|blockquote) data-verbatim="quote"([^>]*)>', html)
    assert quotes
    assert set(quotes) == {' lang="en"'}


def test_sentences_quote_the_translation_and_keep_their_figures(world: World) -> None:
    (row,) = read_rows(world.con, "SELECT * FROM report.waves WHERE wave = '2020'")
    from pipelines.report.figures import read_figures

    figures = read_figures(world.con)
    french, english = (
        sentences_of(read_page(world.con, row, code), figures, code)["strategy"]
        for code in ("fr", "en")
    )
    assert [one.text for one in french] == [
        "33 participants sur 37 (89\u00a0%) ont répondu «\u00a0Oui & non\u00a0»."
    ]
    assert [one.figures for one in french] == [one.figures for one in english]


def test_who_is_asked_is_said_in_french_once_all_that_it_quotes_is_translated() -> None:
    world = made_up()
    put(world, "input.routes", question_id="tool", position=1, asked_question_id="strategy",
        asked_option_id="yes")  # fmt: skip
    put(world, "input.routes", question_id="tool", position=2, attribute="region", value="coast")
    world.con.execute("UPDATE input.questions SET asked_if = 'x' WHERE question_id = 'tool'")
    row = {"question_id": "tool", "asked_if": "the answer to “Strategy” is “Yes”"}
    assert translator(world.run(*REPORT).con, "fr").row(row) == row
    texts = {
        ("question", "strategy", "Strategy or action plan"): "Stratégie",
        ("option", "strategy", "Yes"): "Oui",
        ("attribute", "region", "region"): "Région",
        ("attribute", "region", "coast"): "littoral",
    }
    for (subject, of, text), translation in texts.items():
        put(world, "input.translations", language="fr", subject=subject, subject_id=of, text=text,
            translation=translation)  # fmt: skip
    found = translator(world.run(*REPORT).con, "fr").row(row)
    assert found["asked_if"] == (
        "la réponse à «\u00a0Stratégie\u00a0» est «\u00a0Oui\u00a0», "
        "et si Région\u00a0: «\u00a0littoral\u00a0»"
    )


OPTIONS = {
    ("question", "q", "Topics"): "Thèmes",
    ("option", "q", "Work and training"): "Emploi et formation",
    ("option", "q", "Work"): "Emploi",
    ("option", "q", "Training"): "Formation",
    ("wave", "2031", "Asked anew; as before"): "Reposée ; comme avant",
    ("wave", "2032", "Shorter"): "Plus courte",
}


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Asked anew; as before", "Reposée ; comme avant"),
        (
            "“Work and training” became “Work” and “Training”",
            "au lieu de « Emploi et formation », désormais « Emploi » et « Formation »",
        ),
        (
            "“Work” became “Work and training”, and only a part of it counts",
            (
                "au lieu de « Emploi », désormais « Emploi et formation », dont une partie "
                "seulement est comptée"
            ),
        ),
        ("“Work” is offered since 2032", "la réponse « Emploi » est proposée depuis 2032"),
        (
            "“Work” was offered until spring-2",
            "la réponse « Emploi » était proposée jusqu’en spring-2",
        ),
        (
            "Asked anew; as before; Shorter; “Work” is offered since 2032",
            "Reposée ; comme avant ; Plus courte ; la réponse « Emploi » est proposée depuis 2032",
        ),
        ("“Sport” is offered since 2032", None),
        ("Shorter; something else", None),
        ("“Work” is sold since 2032", None),
    ],
)
def test_what_changed_in_a_question_is_told_whole_or_left_in_english(
    english: str, french: str | None
) -> None:
    words = language("fr")
    texts = {key: words.typeset(text) for key, text in OPTIONS.items()}
    translate = Translator(words, "en", texts, {})
    row = {"wave": "2032", "question_id": "q", "indicator_id": None, "comparable_note": english}
    found = translate.row(row)["comparable_note"]
    assert found == (english if french is None else words.typeset(french))
    assert (found in translate.spoken) == (french is not None)
    assert (found in translate.foreign) == (french is None)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("the registry has 1,210 members on 2030-02-01", "le registre compte 1,210 membres"),
        ("not known who answered: 2030, 2031", "on ne sait pas qui a répondu\u00a0: 2030, 2031"),
        ("under 5 years", "moins de 5 ans"),
        ("5 to 9 years", "5 à 9 ans"),
    ],
)
def test_what_the_warehouse_says_in_english_is_told_in_french(english: str, french: str) -> None:
    assert (language("fr").told(english) or "").startswith(french)
    assert language("en").told(english) is None


def test_no_text_that_the_warehouse_may_say_is_left_in_english() -> None:
    """Each text in English that SQL writes into a column that pages print."""
    sql = Path(__file__).parents[2] / "sql" / "indicators"
    found = set()
    for name in ("response_rates", "answered_before"):
        text = (sql / f"{name}.sql").read_text(encoding="utf-8")
        text = re.sub(
            r"\|\|\s*coalesce\('( on )' \|\| CAST\(facts_on AS VARCHAR\), ''\)", r"\1{}", text
        )
        found |= set(re.findall(r"THEN\s+'([a-z][^']* [^']*)'\n", text))
    assert len(found) > 7
    assert [text for text in sorted(found) if language("fr").told(text) is None] == []


def test_pages_are_whole_with_translations(folder: Path) -> None:
    for path in folder.glob("[2i]*.fr.html"):
        parsed = parse(path)
        assert parsed.tags
        assert not re.findall(r"\S*\d\S*", parsed.free_text)
