"""The pages of the report, made from a made-up survey."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import BuildError, ConfigurationError
from pipelines.project import SQL
from pipelines.report.language import language
from pipelines.report.words import period
from pipelines.warehouse.models import load_models
from tests.report.made_up import REPORT, made_up
from tests.report.pages import Parsed, build_report, parse
from tests.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return made_up()


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    build_report(world.con, folder, build_id="20300101-120000")
    return folder


@pytest.fixture(scope="module")
def page(folder: Path) -> Parsed:
    return parse(folder / "2020.html")


def pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.html") if not path.name.startswith("explorer"))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_each_wave_of_which_it_is_known_who_answered_has_a_page(folder: Path) -> None:
    assert [path.name for path in pages(folder)] == [
        *("2020.fr.html", "2020.html", "2021.fr.html", "2021.html", "index.fr.html", "index.html")
    ]


def test_every_number_printed_is_a_figure_with_the_text_of_that_figure(
    world: World, folder: Path
) -> None:
    rows = world.con.execute("SELECT figure_id, text FROM report.figures").fetchall()
    texts = dict(rows)
    for path in pages(folder):
        printed = parse(path).figures
        words = language("fr" if path.name.endswith(".fr.html") else "en")
        assert printed
        assert all(text.casefold() in words.forms(texts[figure]) for figure, text in printed)


def test_no_number_stands_outside_of_figures_and_quoted_text(folder: Path) -> None:
    for path in pages(folder):
        assert not re.findall(r"\S*\d\S*", parse(path).free_text), path.name


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(folder: Path) -> None:
    for path in pages(folder):
        parsed = parse(path)
        assert len(parsed.ids) == len(set(parsed.ids))
        assert {link[1:] for link in parsed.links if link.startswith("#")} <= set(parsed.ids)


def test_each_figure_printed_can_be_linked_to_by_its_id(page: Parsed) -> None:
    assert {figure for figure, _ in page.figures} <= set(page.ids)


def test_a_page_asks_nothing_of_a_network_and_runs_no_script(folder: Path) -> None:
    for path in pages(folder):
        parsed = parse(path)
        assert not [tag for tag, _ in parsed.tags if tag in ("script", "link", "img", "iframe")]
        assert not [name for _, values in parsed.tags for name in values if name.startswith("on")]
        assert not re.search(r"https?://|@import|url\((?!#)", path.read_text(encoding="utf-8"))


def test_pages_have_a_language_a_main_part_and_scopes_on_header_cells(folder: Path) -> None:
    for path in pages(folder):
        parsed = parse(path)
        tags = dict(parsed.tags)
        assert tags["html"]["lang"] == ("fr" if path.name.endswith(".fr.html") else "en")
        assert {"main", "h1", "header"} <= set(tags)
        assert all(values.get("scope") for tag, values in parsed.tags if tag == "th")


def test_the_count_comes_first_and_the_percentage_in_brackets(page: Parsed) -> None:
    assert "33 of 37 (89%)" in flat(page.text)


def test_unknown_answers_are_printed_as_bounds(page: Parsed) -> None:
    assert "between 4 and 28 of 36" in flat(page.text)
    assert "at most 24 of 36 66% as published" in flat(page.text)
    assert "at least 2 of 37" in flat(page.text)


def test_a_question_of_which_nothing_is_known_says_so_and_quotes_what_was_published(
    page: Parsed,
) -> None:
    assert (
        "The answers of the 37 towns asked are not known. The published report says: "
        "Step-by-step guide: 65%, the guide is used by 65% of the towns" in flat(page.text)
    )


def test_a_small_base_has_counts_and_no_percentage(page: Parsed) -> None:
    shares = [text for figure, text in page.figures if figure.startswith("2020.option.migrants")]
    assert shares
    assert not [text for text in shares if "%" in text]


def test_those_not_asked_are_named_beside_the_table(page: Parsed) -> None:
    assert "Not asked 4 Fjellby, Granville, Hvidsund, Isola Nova" in flat(page.text)


def test_names_are_sorted_without_article_and_case(page: Parsed) -> None:
    assert "Borgo San Lio, the Canton of Montval, Castel Sereno" in page.text


def test_a_value_of_an_earlier_wave_comes_with_how_many_answered_both(page: Parsed) -> None:
    text = flat(page.text)
    assert "78% of 41, as published" in text
    assert "Only 19 towns answered both, as published." in text


def test_findings_stand_under_their_quote_with_verdict_and_arithmetic(page: Parsed) -> None:
    text = flat(page.text)
    assert "A majority of the towns (66%) have implemented tools" in text
    assert "Impossible The percentage cannot have been worked out" in text
    assert "no count of 37 gives 66%" in text
    assert "33 of 37 is 89.2%, printed 89%" not in text, "a statement that holds is no finding"


def test_a_reconstructed_wave_says_so(page: Parsed) -> None:
    assert "Reconstructed wave." in page.text


def test_a_participation_wave_shows_who_answered_and_who_came_back(folder: Path) -> None:
    text = flat(parse(folder / "2021.html").text)
    assert "Participation only." in text
    assert "Answered both 23" in text
    assert "Answered this wave only 2 Newtown, Uptown" in text
    assert "Network of the coast: a network answers for its members" in text


def test_the_response_rate_says_what_the_number_of_members_is(folder: Path, page: Parsed) -> None:
    assert (
        "37 of an assumed 140 members (26%). The number of members is an assumption, and so is "
        "the percentage. No rates by country, kind or other group: the registry lists only some "
        "of the members." in flat(page.text)
    )
    stated = flat(parse(folder / "2021.html").text)
    assert "25 of 145 members (17%). The number of members is one that was stated." in stated


def test_who_answered_for_the_first_time_and_who_no_more(folder: Path, page: Parsed) -> None:
    assert (
        "As far as is known, 2 answered for the first time. 14 of those who answered 2020 did not "
        "answer this time; 1 of them were members no more. (not known who answered: 2019)"
        in flat(parse(folder / "2021.html").text)
    )
    assert "for the first time" not in page.text


def test_made_up_data_say_so_on_every_page(tmp_path: Path) -> None:
    written = build_report(made_up(synthetic=True).con, tmp_path)
    said = re.compile("Synthetic data|Données fictives")
    assert all(said.search(parse(path).text) for path in written)


def test_real_data_have_no_such_banner(page: Parsed) -> None:
    assert "Synthetic" not in page.text


def test_the_index_leads_to_the_pages_and_shows_published_totals(folder: Path) -> None:
    index = parse(folder / "index.html")
    assert {"2020.html", "2021.html"} <= set(index.links)
    assert "2019.html" not in index.links
    assert ("2019.wave.published_responses", "41") in index.figures


def test_one_wave_can_be_asked_for(world: World, tmp_path: Path) -> None:
    written = build_report(world.con, tmp_path, wave="2021")
    assert written == [tmp_path / "2021.html", tmp_path / "2021.fr.html"]


@pytest.mark.parametrize("wave", ["2019", "1999"])
def test_a_wave_without_responses_is_an_error_that_names_the_others(
    world: World, tmp_path: Path, wave: str
) -> None:
    with pytest.raises(ConfigurationError, match="a wave with responses: 2021, 2020"):
        build_report(world.con, tmp_path, wave=wave)


def test_without_a_registry_no_one_is_named_and_every_number_stands(tmp_path: Path) -> None:
    world = made_up()
    world.con.execute("UPDATE input.survey SET identified_by = 'row'")
    world.con.execute("UPDATE input.respondents SET country_code = NULL")
    build_report(world.run(*REPORT).con, tmp_path)
    text = flat(parse(tmp_path / "2020.html").text)
    assert "37 of an assumed 140 members answered (26%)." in text
    assert "33 of 37 (89%)" in text
    assert "Fjellby" not in text, "nobody is named but in quoted text"


def test_a_wave_that_kept_its_last_content_says_so(tmp_path: Path) -> None:
    world = made_up()
    world.con.execute("UPDATE input.waves SET status = 'stale' WHERE wave = '2020'")
    build_report(world.run(*REPORT).con, tmp_path, wave="2020")
    assert "Not up to date." in parse(tmp_path / "2020.html").text


def test_texts_of_the_survey_are_escaped(tmp_path: Path) -> None:
    world = made_up()
    world.con.execute("UPDATE report.questions SET wording = '<script>alert(1)</script>'")
    build_report(world.con, tmp_path)
    assert "<script>" not in (tmp_path / "2020.html").read_text(encoding="utf-8")


def test_a_page_that_needs_a_number_without_a_figure_is_not_made(tmp_path: Path) -> None:
    world = made_up()
    world.con.execute(
        "DELETE FROM report.figures WHERE figure_id = '2020.option.strategy.yes.share'"
    )
    with pytest.raises(BuildError, match=r"no figure 2020\.option\.strategy\.yes\.share"):
        build_report(world.con, tmp_path)


def test_no_free_text_reaches_the_report() -> None:
    graph = load_models(SQL)
    report = [model for model in graph.ordered if model.schema == "report"]
    readers = {
        each.name
        for model in report
        for each in (model, *graph.upstream(model.name))
        if "core.texts" in each.depends_on
    }
    assert report
    assert readers == set(), "only where core.questions.publish_text is true"


def test_dates_are_written_in_words() -> None:
    assert period(date(2020, 1, 1), date(2020, 2, 29)) == "1 January to 29 February 2020"
    assert period(date(2020, 12, 1), date(2021, 2, 1)) == "1 December 2020 to 1 February 2021"
    assert period(None, date(2021, 2, 1)) == "1 February 2021"
    assert period(None, None) is None


def test_where_only_months_are_known_no_day_is_printed() -> None:
    assert period(date(2020, 1, 1), date(2020, 2, 29), "month") == "January to February 2020"
    assert period(date(2020, 12, 1), date(2021, 1, 31), "month") == "December 2020 to January 2021"
    assert period(date(2020, 12, 1), date(2020, 12, 31), "month") == "December 2020"
    assert period(date(2020, 12, 1), None, "month") == "December 2020"
    assert period(None, None, "month") is None


def test_unknown_numbers_leave_what_they_leave(tmp_path: Path) -> None:
    world = made_up()
    world.con.execute(
        "UPDATE indicators.numbers SET base = 35, n_unknown = 2, mean = NULL, p25 = NULL, "
        "median = NULL, p75 = NULL, mean_low = 2.5, mean_high = NULL, p25_low = NULL, p75_high = 8"
    )
    build_report(world.run(*REPORT).con, tmp_path)
    text = flat(parse(tmp_path / "2020.html").text)
    assert "Meanat least 2.5 Lower quartileat most 1 Median3" in text
    assert "Upper quartilebetween 5 and 8" in text
    assert "Half of" not in text
    assert "Moyenneau moins 2,5" in flat(parse(tmp_path / "2020.fr.html").text)


def test_more_answers_than_members_leave_no_rate(tmp_path: Path) -> None:
    world = made_up()
    world.con.execute(
        "UPDATE indicators.response_rates SET n_members = 5, rate = NULL "
        "WHERE wave = '2020' AND group_by = 'all'"
    )
    build_report(world.run(*REPORT).con, tmp_path)
    text = flat(parse(tmp_path / "2020.html").text)
    assert text.count("More answered than there are said to be members") == 2
    assert "of 5 members" not in text
    french = flat(parse(tmp_path / "2020.fr.html").text)
    assert french.count("Il y a plus de réponses que de membres déclarés") == 2
