"""The charts of a made-up survey."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pipelines.errors import BuildError
from pipelines.report.charts import Chart, bars, charts_of, waves
from pipelines.report.charts.canvas import NARROW, STYLES, WIDE, Canvas
from pipelines.report.content import Page, read_page, read_rows
from pipelines.report.figures import Figure, read_figures
from tests.report.made_up import made_up

SVG = "{http://www.w3.org/2000/svg}"
DARK = "#11171d"


@pytest.fixture(scope="module")
def read() -> tuple[Page, dict[str, Figure]]:
    con = made_up().con
    row = read_rows(con, "SELECT * FROM report.waves WHERE wave = '2020'")[0]
    return read_page(con, row), read_figures(con)


@pytest.fixture(scope="module")
def charts(read: tuple[Page, dict[str, Figure]]) -> dict[str, Chart]:
    return charts_of(*read)


def shapes(svg: str, tag: str, style: str) -> list[Mapping[str, str]]:
    """Attributes of the shapes of one style."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}{tag}")  # noqa: S314  drawn here
    return [each.attrib for each in found if each.get("class") == f"c-{style}"]


def words(svg: str) -> str:
    return " ".join("".join(each.itertext()) for each in texts(svg))


def texts(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314  drawn here


def drawn(draw: bars.Draw, width: int = WIDE) -> str:
    canvas = Canvas("test", width)
    draw(canvas)
    return canvas.svg()


def bar(label: str, known: float, possible: float, start: float = 0.0) -> bars.Bar:
    return bars.Bar(label, ("n",), known, possible, start)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_number_on_a_chart_is_the_text_of_one_of_its_figures(
    read: tuple[Page, dict[str, Figure]], charts: dict[str, Chart]
) -> None:
    assert charts
    waves_of = {"2019", "2020"}
    for key, chart in charts.items():
        own = {number for one in chart.figures for number in numbers(read[1][one].text)}
        for text in (words(chart.svg), words(chart.narrow), chart.alt):
            assert set(numbers(text)) - waves_of <= own, key


def numbers(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d%?|\d%?", text)


def test_each_number_carries_the_id_of_its_figure(
    read: tuple[Page, dict[str, Figure]], charts: dict[str, Chart]
) -> None:
    for chart in charts.values():
        spans = [span for text in texts(chart.svg) for span in text.iter(f"{SVG}tspan")]
        marked = {
            span.get("data-figure"): span.text for span in spans if "data-figure" in span.attrib
        }
        assert marked
        assert {one: read[1][one].text for one in marked if one} == marked
        assert set(marked) <= set(chart.figures)


def test_a_question_of_which_nothing_is_known_has_no_chart(charts: dict[str, Chart]) -> None:
    assert "guidance" not in charts


def test_themes_that_only_some_are_known_to_have_named_are_not_drawn(
    charts: dict[str, Chart],
) -> None:
    assert "wishes" not in charts


def test_two_answers_are_the_two_ends_of_one_bar(charts: dict[str, Chart]) -> None:
    svg = charts["strategy"].svg
    assert len(shapes(svg, "rect", "bar")) == len(shapes(svg, "rect", "open")) == 1
    assert words(svg) == "Yes 33 (89%) No 4 (11%)"


def test_what_is_not_known_is_hatched_between_its_bounds_and_said(charts: dict[str, Chart]) -> None:
    chart = charts["tool"]
    assert len(shapes(chart.svg, "rect", "unknown")) == 3
    assert "4 to 28" in words(chart.svg)
    assert chart.note.startswith("Hatched")
    assert "stroke-dasharray" in STYLES["unknown"], "dashed, so that no colour tells it"


def test_where_all_is_known_nothing_is_hatched_and_no_note_stands(charts: dict[str, Chart]) -> None:
    assert not charts["strategy"].note
    assert "pattern" not in charts["strategy"].svg


def test_a_small_base_has_a_mark_and_a_name_for_each_and_no_percentage(
    charts: dict[str, Chart],
) -> None:
    chart = charts["migrants"]
    assert chart.names
    assert len(shapes(chart.svg, "rect", "bar")) == 8
    assert "Alderbrook, Birchwick, Castel Sereno" in words(chart.svg)
    assert "%" not in chart.svg + chart.alt


def test_below_the_base_for_charts_no_bar_is_drawn(charts: dict[str, Chart]) -> None:
    assert not shapes(charts["planning"].svg, "rect", "ground")


def test_two_waves_are_a_dumbbell_with_what_is_published_marked_so(
    charts: dict[str, Chart],
) -> None:
    chart = charts["strategy:waves"]
    assert len(shapes(chart.svg, "circle", "blank")) == len(shapes(chart.svg, "circle", "bar")) == 1
    assert "2019: 78% of 41, as published" in words(chart.svg)


def test_the_panel_stands_beside_all_respondents_where_it_is_known(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    panel = {"panel_base": 31.0, "panel_n_from": 20.0, "panel_n_to": 25.0}
    known = {
        f"2020.change.has_strategy.2019.{measure}": Figure(
            f"2020.change.has_strategy.2019.{measure}", value, f"{value:.0f}", "report.changes"
        )
        for measure, value in panel.items()
    }
    chart = charts_of(page, figures | known)["strategy:waves"]
    assert len(shapes(chart.svg, "circle", "bar")) == 2
    assert "2019: 20 of 31 2020: 25 of 31" in words(chart.svg)
    assert "Answered both: 31; 2019: 20 of 31; 2020: 25 of 31." in chart.alt


def test_the_alternative_text_has_title_question_base_and_values(charts: dict[str, Chart]) -> None:
    assert charts["campaign"].alt == (
        "Campaign. Have you run a campaign? Base: 37 towns. "
        "Yes: 15 of 37 (41%); No: 22 of 37 (59%)."
    )


def test_in_french_words_and_numbers_are_french(read: tuple[Page, dict[str, Figure]]) -> None:
    assert "4 à 28" in words(charts_of(*read, "fr")["tool"].svg)


def test_a_chart_that_needs_a_number_without_a_figure_is_not_drawn(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    less = {one: figure for one, figure in figures.items() if one != "2020.option.strategy.yes.n"}
    with pytest.raises(BuildError, match=r"no figure 2020\.option\.strategy\.yes\.n"):
        charts_of(page, less)


def test_a_chart_inside_a_page_says_what_it_shows_and_names_no_address(
    charts: dict[str, Chart],
) -> None:
    chart = replace(charts["strategy"], alt='<"Yes">')
    assert 'role="img" aria-label="&lt;&#34;Yes&#34;&gt;"' in chart.inline
    assert "http" not in chart.inline + chart.inline_narrow


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_parts_of_a_whole_follow_each_other_without_overlap(width: int) -> None:
    rows = [bar("Low", 0.25, 0.25), bar("Middle", 0.75, 0.75, 0.25), bar("High", 1, 1, 0.75)]
    stacked = shapes(drawn(bars.parts(rows), width), "rect", "bar")[:3]
    ends = [float(each["x"]) + float(each["width"]) for each in stacked]
    assert all(end < float(each["x"]) for end, each in zip(ends, stacked[1:], strict=False))


def test_long_labels_break_and_stay_on_the_sheet() -> None:
    label = "Training of staff, social workers, local businesses and elected officials"
    svg = drawn(bars.bars([bar(label, 0.5, 0.5)]), NARROW)
    assert len(texts(svg)) > 2
    assert label in words(svg)


def test_two_long_answers_have_no_room_on_one_bar() -> None:
    long = bar("An answer of very many words", 0.5, 0.5)
    assert bars.split(long, long, ()) is None


def test_a_line_leaves_gaps_and_breaks_open() -> None:
    def point(position: int, joined: bool = True) -> waves.Point:
        return waves.Point(str(position), position, 0.5, 0.5, ("half",), joined)

    def joins(*points: waves.Point) -> int:
        return len(shapes(drawn(lambda canvas: waves.line(canvas, points)), "path", "link"))

    assert joins(point(1), point(2), point(3)) == 2
    assert joins(point(1), point(2), point(4)) == 1, "wave 3 is missing"
    assert joins(point(1), point(2), point(3, joined=False)) == 1 + 2, "two strokes for a break"


@pytest.mark.parametrize("colour", ["#2b6c96", "#7b8894"])
def test_what_is_drawn_stands_out_from_paper(colour: str) -> None:
    assert any(colour in style for style in STYLES.values())
    assert 1.05 / (luminance(colour) + 0.05) >= 3


@pytest.mark.parametrize("colour", ["#5ba3cf", "#7b8894"])
def test_what_is_drawn_stands_out_from_a_dark_page(colour: str) -> None:
    assert (luminance(colour) + 0.05) / (luminance(DARK) + 0.05) >= 3
