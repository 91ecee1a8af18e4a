"""Text blocks and outline: what the team writes into the report of a made-up survey."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError
from pipelines.report.blocks import ALLOWED, Texts, read_texts
from pipelines.report.documents.blocks import Heading, Kind, Paragraph, plain
from pipelines.report.documents.page import read_document
from pipelines.report.documents.write import Form, write_wave
from pipelines.report.figures import read_figures
from pipelines.report.pages import wave_page
from pipelines.report.reading import read_page
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import QuestionBank, Report, Survey
from pipelines.warehouse.rows import read_rows
from tests.report.made_up import made_up
from tests.report.pages import build_report, parse
from tests.world import World

OUTLINE = {
    "introduction": "welcome",
    "outline": [
        {"sections": ["future", "events"], "title": {"en": "What next", "fr": "La suite"}},
        {"sections": ["tools"], "title": {"fr": "Outils"}, "before": "tools", "after": "thanks"},
    ],
}
WELCOME = "In {{ wave }}, *all* of {{ wave.responses }} towns\nwrote to [us](https://example.org)."


@pytest.fixture(scope="module")
def world() -> World:
    return made_up()


def texts_of(project: Path, outline: object = None, **blocks: str) -> Texts:
    """Outline and blocks of a survey; `__` in a block's name is a folder's end, `_` a dot."""
    for name, text in blocks.items():
        path = project / "survey/report" / f"{name.replace('__', '/').replace('_', '.')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    survey = Survey(
        id="towns",
        title="Survey",
        publisher="Programme",
        report=Report.model_validate(outline or OUTLINE),
    )
    return read_texts(SurveyFolder(project, survey, QuestionBank(sections=[], questions=[])))


def page_of(world: World, texts: Texts, wave: str = "2020", code: str = "en") -> str:
    waves = read_rows(world.con, "SELECT * FROM report.waves ORDER BY position DESC")
    row = next(one for one in waves if one["wave"] == wave)
    page, figures = read_page(world.con, row), read_figures(world.con)
    return wave_page(page, waves, figures, code, texts=texts)[0]


def headings(html: str) -> list[str]:
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", html)
    return found[: found.index("How it was made" if "How it" in html else found[-1])]


def problems(world: World, texts: Texts, to: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as error:
        build_report(world.con, to / "pages", texts=texts)
    assert not (to / "pages").exists(), "nothing is written where a text is wrong"
    return [str(problem) for problem in error.value.problems]


def test_parts_stand_in_the_order_of_the_outline_and_no_section_is_lost(
    world: World, tmp_path: Path
) -> None:
    texts = texts_of(tmp_path, {"outline": [{"sections": ["future"]}]})
    assert headings(page_of(world, texts))[:4] == [
        "Who answered",
        "Areas of cooperation",
        "Tools and instruments",
        "Events and meetings",
    ]


def test_several_sections_stand_under_one_title_with_headings_of_their_own(
    world: World, tmp_path: Path
) -> None:
    html = page_of(world, texts_of(tmp_path))
    assert headings(html)[:3] == ["Who answered", "What next", "Tools and instruments"]
    part = html[html.index('id="section-part-future"') : html.index('id="section-tools"')]
    found = re.findall(r'<h[34] [^>]*id="([^"]*)"', part)
    assert found.index("section-future") < found.index("title-migrants")
    assert found.index("section-events") < found.index("title-study_visits")
    assert 'aria-labelledby="title-migrants"' in part
    assert '<h4 id="title-migrants">' in part


def test_titles_are_in_the_language_of_the_page_where_they_have_one(
    world: World, tmp_path: Path
) -> None:
    html = page_of(world, texts_of(tmp_path, {"outline": [
        {"sections": ["tools"], "title": {"fr": "Outils"}}, {"sections": ["events"]}
    ]}), code="fr")  # fmt: skip
    assert '<h2 id="heading-tools" data-verbatim="part">Outils</h2>' in html
    assert (
        '<h2 id="heading-events" data-verbatim="title" lang="en">Events and meetings</h2>' in html
    )


def test_a_block_is_printed_with_its_figures(world: World, tmp_path: Path) -> None:
    html = page_of(world, texts_of(tmp_path, welcome=WELCOME))
    block = html[html.index('<div class="block"') :].split("</div>")[0]
    assert "<p>In 2020, <em>all</em> of <data " in block
    assert 'value="37" data-figure="2020.wave.responses"' in block
    assert '>37</data> towns\nwrote to <a href="https://example.org">us</a>.</p>' in block
    assert html.index(block) < html.index('id="who"')
    assert "2020.wave.responses" in dict(parse(html).figures)


def test_before_and_after_stand_around_the_questions_of_their_part(
    world: World, tmp_path: Path
) -> None:
    html = page_of(world, texts_of(tmp_path, tools="Before all.", thanks="- After\n- all"))
    places = [html.index(text) for text in ("Before all.", 'id="question-strategy"', "<li>After")]
    assert places == sorted(places)


def test_a_part_without_questions_in_a_wave_is_left_out_with_its_text(
    world: World, tmp_path: Path
) -> None:
    texts = texts_of(tmp_path, welcome=WELCOME, tools="Of {{ question.strategy.base }} towns.")
    build_report(world.con, tmp_path / "pages", texts=texts)
    page = parse(tmp_path / "pages" / "2021.html").text
    assert "In 2021, all of 25 towns" in page
    assert "Tools and instruments" not in page


@pytest.mark.parametrize(
    ("wave", "code", "printed", "lang"),
    [
        ("2020", "en", "Now.", ""),
        ("2020", "fr", "Maintenant.", ""),
        ("2021", "en", "All waves.", ""),
        ("2021", "fr", "Toutes.", ""),
        ("2019", "fr", "Alone.", ' lang="en"'),
    ],
)
def test_the_text_of_the_wave_and_of_the_language_is_taken(
    tmp_path: Path, wave: str, code: str, printed: str, lang: str
) -> None:
    texts = texts_of(
        tmp_path,
        **{"welcome": "All waves.", "welcome_fr": "Toutes.", "2019__welcome": "Alone."},
        **{"2020__welcome": "Now.", "2020__welcome_fr": "Maintenant."},
    )
    block = texts.block("welcome", wave, code)
    assert block is not None
    assert block.tokens[1].content == printed
    assert (block.language != code) == bool(lang)


def test_a_text_in_another_language_than_the_page_says_so(world: World, tmp_path: Path) -> None:
    html = page_of(world, texts_of(tmp_path, welcome="Hello."), code="fr")
    assert '<div class="block" data-verbatim="text" lang="en">' in html


def test_figures_are_written_as_the_language_of_the_page_writes_them(
    world: World, tmp_path: Path
) -> None:
    share = "indicator.has_strategy.share"
    texts = texts_of(tmp_path, welcome=f"{{{{ {share} }}}}", welcome_fr=f"{{{{{share}}}}}")
    assert ">89\u00a0%</data></p>" in page_of(world, texts, code="fr")
    assert ">89%</data></p>" in page_of(world, texts)


def test_documents_have_the_same_text_and_figures(world: World, tmp_path: Path) -> None:
    document = read_document(
        page_of(world, texts_of(tmp_path, welcome=WELCOME, tools="### Why\n\n- One **thing**"))
    )
    paragraphs = {plain(one.text): one for one in document.blocks if isinstance(one, Paragraph)}
    welcome = paragraphs["In 2020, all of 37 towns wrote to us."].text
    assert [(run.figure, run.text) for run in welcome if run.figure] == [
        ("2020.wave.responses", "37")
    ]
    assert [(run.link, run.text) for run in welcome if run.link] == [("https://example.org", "us")]
    assert paragraphs["One thing"].kind == Kind.BULLET
    levels = {plain(one.text): one.level for one in document.blocks if isinstance(one, Heading)}
    assert (levels["Introduction"], levels["Why"]) == (1, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Of {{ wave.respones }}", "{{ wave.respones }}, and wave 2020 has no such figure"),
        ("Of {{ 2031.wave.responses }}", "and wave 2020 has no such figure"),
        ("A rate of {{ indicator.has_tool.share }}", "this figure has no value"),
        ("Of 37 towns", "the number 37 typed by hand, which in wave 2020 is {{ "),
        (
            "Or 89% of them",
            "is {{ indicator.has_strategy.published }}, {{ indicator.has_strategy.share }}",
        ),
        ("Or **89**% of them", "the number 89% typed by hand"),
        ("Or 89 per cent", "the number 89 per cent typed by hand"),
        ("Or 89.2% of them", "the number 89.2% typed by hand"),
        ("From 78% in the wave before", "{{ 2019.indicator.has_strategy.published }}"),
    ],
)
def test_a_figure_that_is_not_there_or_typed_by_hand_stops_the_report(
    world: World, tmp_path: Path, text: str, found: str
) -> None:
    told = problems(
        world, texts_of(tmp_path, tools=f"A line.\n\n- Another\n  and\n{text}"), tmp_path
    )
    assert [each.partition(": ")[0] for each in told] == ["survey/report/tools.md:5"]
    assert found in told[0]


def test_a_misspelt_figure_is_told_with_the_nearest(world: World, tmp_path: Path) -> None:
    (told, *_) = problems(world, texts_of(tmp_path, welcome="{{ wave.respones }}"), tmp_path)
    assert told.endswith("Did you mean wave.responses?")


def test_all_waves_and_languages_are_told_at_once(world: World, tmp_path: Path) -> None:
    texts = texts_of(tmp_path, welcome="Of 37", welcome_fr="Sur 89 %", **{"2021__welcome": "25"})
    told = [each.split(": ")[0] for each in problems(world, texts, tmp_path)]
    assert told == [
        f"survey/report/{name}.md:1" for name in ("2021/welcome", "welcome", "welcome.fr")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In 2020, and in 2019–2021.",
        "On 25 January 2020, January 25 or 2020-01-25.",
        "The 25th time, for the 3rd year, COVID-19, the G20 and A4.",
        "See [37 towns](https://example.org/37).",
        "Thirty-seven towns; 8,642 others; 41.5 of 1,000.",
    ],
)
def test_years_dates_ordinals_links_and_other_numbers_may_be_typed(
    world: World, tmp_path: Path, text: str
) -> None:
    build_report(world.con, tmp_path / "pages", texts=texts_of(tmp_path, welcome=text))
    assert (tmp_path / "pages" / "2020.html").exists()


def test_a_single_document_is_checked_too(world: World, tmp_path: Path) -> None:
    texts = texts_of(tmp_path, welcome="Of 37 towns.")
    with pytest.raises(ConfigurationError, match=r"survey/report/welcome\.md:1: found the number"):
        write_wave(world.con, "2020", Form.HTML, tmp_path / "a.html", texts=texts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Title", "a heading of level 1"),
        ("1. One\n2. Two", "a numbered list"),
        ("> Said", "a quotation (>)"),
        ("A <b>word</b>", "HTML"),
        ("<script>alert()</script>", "HTML"),
        ("![A picture](a.png)", "an image"),
        ("`code`", "code"),
        ("    code", "an indented line, which is code"),
        ("***", "a line across"),
        ("{{ two words }}", "“{{” without a figure’s id and “}}”"),
        ("[A page](other.html)", "a link to “other.html”"),
    ],
)
def test_more_markdown_than_a_block_may_hold_is_told(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        texts_of(tmp_path, welcome=f"A line.\n\n{text}")
    (told,) = error.value.problems
    assert (told.where, told.found, told.expected) == ("survey/report/welcome.md:3", found, ALLOWED)


def test_text_is_never_markup(world: World, tmp_path: Path) -> None:
    html = page_of(world, texts_of(tmp_path, welcome="2 < 3 & [x](javascript:alert()) \\<b>"))
    assert "<p>2 &lt; 3 &amp; [x](javascript:alert()) &lt;b&gt;</p>" in html


def test_a_language_that_the_report_has_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"welcome\.xx\.md: found a text in xx; expected"):
        texts_of(tmp_path, welcome="A.", welcome_xx="B.")
