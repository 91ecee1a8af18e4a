"""The charts of a made-up survey."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pipelines.errors import BuildError
from pipelines.report.charts import Chart, bars, charts_of, check_charts, ratings, waves
from pipelines.report.charts.canvas import NARROW, STYLES, WIDE, Canvas
from pipelines.report.charts.values import Values
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
    assert "Answer known in both waves: 31; 2019: 20 of 31; 2020: 25 of 31." in chart.alt


def test_below_the_base_for_percentages_the_panel_has_a_stroke_for_each_and_counts_only(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    known = change_figures(panel_base=19, panel_n_from=12, panel_n_to=15)
    chart = charts_of(page, figures | known)["strategy:waves"]
    alone = charts_of(page, figures)["strategy:waves"]
    strokes = [len(shapes(one.svg, "path", "rule")) for one in (chart, alone)]
    assert strokes[0] - strokes[1] == 1 + 20, "the line, and from none to all"
    assert "2019: 12 of 19 2020: 15 of 19" in words(chart.svg)


def test_a_panel_known_in_part_is_hatched_on_its_scale(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    bounds = {"n_from_low": 10, "n_from_high": 15, "n_to_low": 15, "n_to_high": 19}
    settled = change_figures(base_low=19, base_high=19, **bounds)
    chart = charts_of(page, figures | settled)["strategy:waves"]
    assert len(shapes(chart.svg, "rect", "unknown")) == 2
    assert "2019: 10 to 15 2020: 15 to 19" in words(chart.svg)
    open_ended = change_figures(base_low=17, base_high=19, **bounds)
    chart = charts_of(page, figures | open_ended)["strategy:waves"]
    assert not shapes(chart.svg, "rect", "unknown")
    assert "17 to 19 2019: 10 to 15 · 2020: 15 to 19" in words(chart.svg)


def change_figures(**numbers: int) -> dict[str, Figure]:
    """Figures of a change between the first two waves."""
    start = "2020.change.has_strategy.2019"
    return {
        f"{start}.{name}": Figure(f"{start}.{name}", n, f"{n}", "report.changes")
        for name, n in numbers.items()
    }


def moved(read: tuple[Page, dict[str, Figure]], **numbers: int) -> dict[str, Chart]:
    """The charts of a page with a change of these numbers, of whom some have names."""
    page, figures = read
    change = {
        "wave": "2020", "wave_from": "2019", "indicator_id": "has_strategy",
        "title": "Have a strategy", "n_gained": numbers["n_gained"], "n_lost": numbers["n_lost"],
    }  # fmt: skip
    names = {
        ("has_strategy", "gained"): ["Alderbrook", "Birchwick"],
        ("has_strategy", "kept"): [f"Town {n}" for n in range(13)],
        ("has_strategy", "neither"): ["Only one of three"],
    }
    page = replace(page, changes={"strategy": [change]}, movers=names)
    return charts_of(page, figures | change_figures(**numbers))


def test_movers_stand_in_two_by_two_cells_by_name_where_they_are_few(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    chart = moved(
        read, panel_base=18, panel_n_from=13, panel_n_to=15,
        n_kept=13, n_gained=2, n_lost=0, n_neither=3,
    )["strategy:movers"]  # fmt: skip
    assert len(shapes(chart.svg, "rect", "moved")) == len(shapes(chart.svg, "rect", "cell")) == 2
    assert words(chart.svg) == (
        "Have a strategy Answer known in both waves: 18 2020: yes 2020: no "
        "2019: yes 13 0 2019: no 2 Alderbrook, Birchwick 3"
    ), "no names where they are many, and none where some are not known"
    assert chart.alt == (
        "Have a strategy. Answer known in both waves: 18. 2019 yes, 2020 yes: 13; "
        "2019 yes, 2020 no: 0; 2019 no, 2020 yes: 2 (Alderbrook, Birchwick); "
        "2019 no, 2020 no: 3."
    )


def test_where_nobody_moved_there_is_no_chart_of_it(read: tuple[Page, dict[str, Figure]]) -> None:
    charts = moved(read, panel_base=18, panel_n_from=13, panel_n_to=13,
                   n_kept=13, n_gained=0, n_lost=0, n_neither=5)  # fmt: skip
    assert "strategy:movers" not in charts


def test_ratings_on_one_scale_stand_in_one_chart_of_whole_bars(charts: dict[str, Chart]) -> None:
    chart = charts["events:ratings:1"]
    bars_drawn = shapes(chart.svg, "rect", "step")[1:]
    rest = shapes(chart.svg, "rect", "unknown")
    for one, other in zip(bars_drawn, rest, strict=True):
        assert float(one["width"]) + float(other["width"]) == pytest.approx(WIDE - 1, abs=0.2)
    assert chart.note == "Hatched: what they answered is not known."
    assert "Study visits. Base: 37. Highest interest: 19; not known: 18." in chart.alt


def test_who_gave_no_rating_stands_outside_of_the_bar() -> None:
    parts = [ratings.Part(("12",), 0.4, 0.1), ratings.Part(("18",), 0.6, 0.5)]
    rating = ratings.Rating("Visits", ("30",), parts, [("No answer: ", "7")])

    def draw(canvas: Canvas) -> None:
        ratings._draw(canvas, rating, Values({}, "en"))

    svg = drawn(draw)
    assert sum(float(one["width"]) for one in shapes(svg, "rect", "step")) == WIDE - 1
    assert words(svg) == "Visits 12 18 Base: 30 · No answer: 7"


def test_numbers_of_narrow_parts_stand_below_them_side_by_side() -> None:
    parts = [ratings.Part(("100",), size, 0.2) for size in (0.001, 0.001, 0.998)]

    def draw(canvas: Canvas) -> None:
        ratings._draw(canvas, ratings.Rating("", ("9",), parts, []), Values({}, "en"))

    first, second, third = texts(drawn(draw))[1:4]
    assert float(second.get("x", "")) - float(first.get("x", "")) > 3 * 12 * 0.5
    assert first.get("y") == second.get("y") != third.get("y")


def test_who_answered_are_bars_by_country(charts: dict[str, Chart]) -> None:
    chart = charts["who"]
    assert len(shapes(chart.svg, "rect", "bar")) == 17
    assert not shapes(chart.svg, "rect", "ground")
    assert chart.note == "How many members each country has is not known."
    assert "Italy: 3;" in chart.alt


def test_where_members_are_known_a_country_stands_against_them(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    countries = [
        (row | {"n_members": 12, "n_members_answered": 3}, name, names)
        if row["country_code"] == "IT" else (row, name, names)
        for row, name, names in page.countries
    ]  # fmt: skip
    known = {
        f"2020.country.IT.{part}": Figure(f"2020.country.IT.{part}", n, f"{n}", "report.countries")
        for part, n in (("members", 12), ("members_answered", 3))
    }
    chart = charts_of(replace(page, countries=countries), figures | known)["who"]
    (ground,) = shapes(chart.svg, "rect", "ground")
    bar_of_italy = next(one for one in shapes(chart.svg, "rect", "bar") if one["y"] == ground["y"])
    assert float(bar_of_italy["width"]) / float(ground["width"]) == pytest.approx(3 / 12, abs=0.01)
    assert "Italy 3 of 12" in words(chart.svg)


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
