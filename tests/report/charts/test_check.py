"""Charts are held to the figures that they print."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipelines.errors import BuildError
from pipelines.report.charts import Chart, charts_of, check_charts
from pipelines.report.content import Page
from pipelines.report.figures import Figure
from tests.report.charts.svg import SVG, texts, words


def test_charts_agree_with_their_figures(
    read: tuple[Page, dict[str, Figure]], charts: dict[str, Chart]
) -> None:
    check_charts(charts, read[1], "en")
    check_charts(charts_of(*read, "fr"), read[1], "fr")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ((">33<", ">34<"), "“34” for 2020.option.strategy.yes.n"),
        (("2020.option.strategy.yes.n", "2020.option.none.n"), "figure 2020.option.none.n, which"),
        (("2020.option.strategy.yes.n", "2020.option.strategy.no.n"), "“33” for"),
        ((' data-figure="2020.option.strategy.yes.n"', ""), "a number without a figure: “33”"),
        (("</text>", " 5</text>"), "a number without a figure"),
    ],
)
@pytest.mark.parametrize("form", ["svg", "narrow"])
def test_a_chart_that_disagrees_with_its_figures_stops_the_build(
    read: tuple[Page, dict[str, Figure]],
    charts: dict[str, Chart],
    form: str,
    change: tuple[str, str],
    found: str,
) -> None:
    chart, (old, new) = charts["strategy"], change
    tampered = replace(chart, **{form: getattr(chart, form).replace(old, new, 1)})
    assert tampered != chart
    with pytest.raises(BuildError, match=re.escape(found)):
        check_charts({"strategy": tampered}, read[1], "en")


def test_an_alternative_text_that_disagrees_with_its_figures_stops_the_build(
    read: tuple[Page, dict[str, Figure]], charts: dict[str, Chart]
) -> None:
    tampered = replace(charts["strategy"], alt=charts["strategy"].alt.replace("33 of", "34 of"))
    with pytest.raises(BuildError, match="34 in the alternative text"):
        check_charts({"strategy": tampered}, read[1], "en")


def test_a_figure_changed_behind_a_chart_stops_the_build(
    read: tuple[Page, dict[str, Figure]], charts: dict[str, Chart]
) -> None:
    one = "2020.option.strategy.yes.share"
    figures = read[1] | {one: replace(read[1][one], text="88%")}
    with pytest.raises(BuildError, match=r"“89%” for 2020.option.strategy.yes.share"):
        check_charts(charts, figures, "en")


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


def test_a_chart_that_needs_a_number_without_a_figure_is_not_drawn(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    less = {one: figure for one, figure in figures.items() if one != "2020.option.strategy.yes.n"}
    with pytest.raises(BuildError, match=r"no figure 2020\.option\.strategy\.yes\.n"):
        charts_of(page, less)
