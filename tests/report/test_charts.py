"""The charts of a made-up survey."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipelines.errors import BuildError
from pipelines.report.charts import Chart, charts_of, check_charts
from pipelines.report.charts.bars import Bar, bars, parts
from pipelines.report.charts.dumbbell import Point, dumbbell
from pipelines.report.charts.line import line
from pipelines.report.charts.marks import marks
from pipelines.report.charts.ratings import Rating, blocks
from pipelines.report.charts.render import drawn
from pipelines.report.charts.split import fits
from pipelines.report.charts.text import Text
from pipelines.report.charts.theme import DARK, LIGHT, NARROW, WIDE
from pipelines.report.content import Page, Question
from pipelines.report.figures import Figure, read_figures
from pipelines.report.reading import read_page
from pipelines.warehouse.rows import read_rows
from tests.report.made_up import made_up

SVG = "{http://www.w3.org/2000/svg}"
RECT = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)")


@pytest.fixture(scope="module")
def read() -> tuple[Page, dict[str, Figure]]:
    con = made_up().con
    row = read_rows(con, "SELECT * FROM report.waves WHERE wave = '2020'")[0]
    return read_page(con, row), read_figures(con)


@pytest.fixture(scope="module")
def charts(read: tuple[Page, dict[str, Figure]]) -> dict[str, Chart]:
    return charts_of(*read)


def shapes(svg: str, name: str) -> list[Mapping[str, str]]:
    """Attributes of the marks of a layer."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}g")  # noqa: S314  drawn here
    return [each.attrib for group in found if group.get("class") == f"c-{name}" for each in group]


def boxes(svg: str, name: str) -> list[tuple[float, float, float, float]]:
    """Left edge, upper edge, width and height of the bars of a layer."""
    found = [RECT.match(each["d"]) for each in shapes(svg, name)]
    return [tuple(map(float, one.groups())) for one in found if one]  # type: ignore[misc]


def places(svg: str, name: str) -> list[tuple[float, float]]:
    """Where the round marks, or the words, of a layer are."""
    return [place(each["transform"]) for each in shapes(svg, name)]


def place(transform: str) -> tuple[float, float]:
    x, y = re.findall(r"-?[\d.]+", transform)
    return float(x), float(y)


def words(svg: str) -> str:
    return " ".join(" ".join(lines(each)) for each in texts(svg))


def lines(text: ElementTree.Element) -> list[str]:
    """A text by line."""
    found = [""]
    for part in text:
        found += [""] if part.get("dy") else []
        found[-1] += part.text or ""
    return found


def texts(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314  drawn here


def bar(label: str, known: float, possible: float) -> Bar:
    return Bar(label, ("n",), known, possible)


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
    ((start, _, yes, _),), ((edge, _, no, _),) = boxes(svg, "known"), boxes(svg, "open")
    assert (start, edge) == (1, pytest.approx(1 + yes, abs=0.2))
    assert yes / (yes + no) == pytest.approx(33 / 37, abs=0.001)
    assert words(svg) == "Yes 33 (89%) No 4 (11%)"


def test_what_is_not_known_is_hatched_between_its_bounds_and_said(charts: dict[str, Chart]) -> None:
    chart = charts["tool"]
    for svg in (chart.svg, chart.narrow):
        known = {y: x + width for x, y, width, _ in boxes(svg, "known")}
        for x, y, _, _ in boxes(svg, "unknown"):
            assert x == pytest.approx(known.get(y, x), abs=0.2), "where the known part ends"
        for one in shapes(svg, "unknown"):
            assert one["stroke-dasharray"], "dashed, so that no colour tells it"
            assert one["fill"].removeprefix("url(#").rstrip(")") in patterns(svg)
    assert len(boxes(chart.svg, "unknown")) == 3
    assert "4 to 28" in words(chart.svg)
    assert chart.note.startswith("Hatched")


def patterns(svg: str) -> list[str]:
    found = ElementTree.fromstring(svg).iter(f"{SVG}pattern")  # noqa: S314  drawn here
    return [each.get("id", "") for each in found]


def test_no_two_charts_share_a_pattern(charts: dict[str, Chart]) -> None:
    found = [one for chart in charts.values() for one in patterns(chart.svg)]
    found += [one for chart in charts.values() for one in patterns(chart.narrow)]
    assert len(found) == len(set(found)) > 4


def test_a_label_that_speaks_of_hatching_hatches_nothing(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    sections = [
        replace(section, questions=[_named(one, "hatch-off") for one in section.questions])
        for section in page.sections
    ]
    assert not charts_of(replace(page, sections=sections), figures)["strategy"].note


def _named(question: Question, label: str) -> Question:
    options = [replace(one, row=one.row | {"label": label}) for one in question.options]
    return replace(question, options=options)


def test_where_all_is_known_nothing_is_hatched_and_no_note_stands(charts: dict[str, Chart]) -> None:
    assert not charts["strategy"].note
    assert "pattern" not in charts["strategy"].svg


def test_a_small_base_has_a_mark_and_a_name_for_each_and_no_percentage(
    charts: dict[str, Chart],
) -> None:
    chart = charts["migrants"]
    assert chart.names
    for svg in (chart.svg, chart.narrow):
        squares, names = places(svg, "known-square"), places(svg, "words")
        assert len(squares) == 8
        beside = [
            (round(x - left), round(y - middle)) for left, middle in squares for x, y in names
        ]
        assert beside.count((12, 4)) == 8, "a name beside each"
        assert "Alderbrook Birchwick Castel Sereno" in words(svg)
    assert "%" not in chart.svg + chart.alt


def test_below_the_base_for_charts_no_bar_is_drawn(charts: dict[str, Chart]) -> None:
    assert not shapes(charts["planning"].svg, "ground")


def test_two_waves_are_a_dumbbell_with_what_is_published_marked_so(
    charts: dict[str, Chart],
) -> None:
    chart = charts["strategy:waves"]
    ((before, _),), ((now, _),) = (
        places(chart.svg, "blank-circle"),
        places(chart.svg, "known-circle"),
    )
    assert (before - 8) / (WIDE - 16) == pytest.approx(0.78, abs=0.001)
    assert (now - 8) / (WIDE - 16) == pytest.approx(33 / 37, abs=0.001)
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
    assert len(shapes(chart.svg, "known-circle")) == 2
    assert "2019: 20 of 31 2020: 25 of 31" in words(chart.svg)
    assert "Answer known in both waves: 31; 2019: 20 of 31; 2020: 25 of 31." in chart.alt


def test_below_the_base_for_percentages_the_panel_has_a_stroke_for_each_and_counts_only(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    known = change_figures(panel_base=19, panel_n_from=12, panel_n_to=15)
    chart = charts_of(page, figures | known)["strategy:waves"]
    alone = charts_of(page, figures)["strategy:waves"]
    strokes = [len(shapes(one.svg, "stroke")) for one in (chart, alone)]
    assert strokes[0] - strokes[1] == 20, "from none to all"
    assert "2019: 12 of 19 2020: 15 of 19" in words(chart.svg)


def test_a_panel_known_in_part_is_hatched_on_its_scale(
    read: tuple[Page, dict[str, Figure]],
) -> None:
    page, figures = read
    bounds = {"n_from_low": 10, "n_from_high": 15, "n_to_low": 15, "n_to_high": 19}
    settled = change_figures(base_low=19, base_high=19, **bounds)
    chart = charts_of(page, figures | settled)["strategy:waves"]
    (before, high, _, tall), (now, low, _, _) = boxes(chart.svg, "unknown")
    assert before < now
    assert high + tall < low, "the earlier wave above the scale, the later below it"
    assert "2019: 10 to 15 2020: 15 to 19" in words(chart.svg)
    open_ended = change_figures(base_low=17, base_high=19, **bounds)
    chart = charts_of(page, figures | open_ended)["strategy:waves"]
    assert not shapes(chart.svg, "unknown")
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
    assert len(boxes(chart.svg, "moved")) == len(boxes(chart.svg, "kept")) == 2
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
    for svg, width in ((chart.svg, WIDE), (chart.narrow, NARROW)):
        for one, rest in zip(boxes(svg, "step"), boxes(svg, "unknown"), strict=True):
            assert one[2] + rest[2] == pytest.approx(width - 1, abs=0.2)
    assert chart.note == "Hatched: what they answered is not known."
    assert "Study visits. Base: 37. Highest interest: 19; not known: 18." in chart.alt
    assert "Study visits 19 Base: 37 not known: 18" in words(chart.svg)


def rated(*parts: tuple[str, float], below: tuple[Text, ...] = ()) -> tuple[str, str]:
    """The chart of a rating with these numbers and sizes."""
    rating = Rating("Visits", [((number,), size) for number, size in parts], list(below))
    return drawn("test", partial(blocks, [rating], [f"{each}" for each in parts], "In order"))


def test_who_gave_no_rating_stands_outside_of_the_bar() -> None:
    svg, _ = rated(("12", 0.4), ("18", 0.6), below=(("Base: ", "30"), ("No answer: ", "7")))
    assert sum(width for _, _, width, _ in boxes(svg, "step")) == pytest.approx(WIDE - 1)
    assert not shapes(svg, "unknown")
    assert words(svg).endswith("Visits 12 18 Base: 30 No answer: 7")
    assert max(y for _, y, _, _ in boxes(svg, "step")) < places(svg, "words")[-1][1]


def test_each_part_of_a_scale_has_more_colour_than_the_one_before() -> None:
    svg, _ = rated(("1", 0.2), ("2", 0.3), ("3", 0.5))
    strengths = [float(one["fill-opacity"]) for one in shapes(svg, "step")]
    assert strengths == sorted(set(strengths))
    assert strengths == [float(one["fill-opacity"]) for one in shapes(svg, "step-square")]


def test_numbers_of_narrow_parts_stand_below_them_side_by_side() -> None:
    for svg in rated(("100", 0.001), ("200", 0.001), ("300", 0.998)):
        at = {lines(text)[0]: place(text.get("transform", "")) for text in texts(svg)}
        assert at["200"][0] - at["100"][0] > 3 * 12 * 0.5
        assert at["100"][0] >= 3 * 12 * 0.25, "on the sheet"
        assert at["100"][1] == at["200"][1] > at["300"][1]


def test_who_answered_are_bars_by_country(charts: dict[str, Chart]) -> None:
    chart = charts[":who"]
    assert len(boxes(chart.svg, "known")) == 17
    assert not shapes(chart.svg, "ground")
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
    chart = charts_of(replace(page, countries=countries), figures | known)[":who"]
    ((_, italy, members, _),) = boxes(chart.svg, "ground")
    (answered,) = [width for _, y, width, _ in boxes(chart.svg, "known") if y == italy]
    assert answered / members == pytest.approx(3 / 12, abs=0.01)
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
    charts = charts_of(*read, "fr")
    assert "4 à 28" in words(charts["tool"].svg)
    assert "Base\u00a0: 37" in words(charts["events:ratings:1"].svg)
    assert "2019\u00a0: 78" in words(charts["strategy:waves"].svg)


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


def test_parts_of_a_whole_follow_each_other_without_overlap() -> None:
    rows = [bar("Low", 0.25, 0.25), bar("Middle", 0.5, 0.5), bar("High", 0.25, 0.25)]
    for svg in drawn("test", partial(parts, rows)):
        stacked = boxes(svg, "whole")
        ends = [x + width for x, _, width, _ in stacked]
        assert all(end < one[0] for end, one in zip(ends, stacked[1:], strict=False))
        assert [one[:1] for one in boxes(svg, "known")] == [one[:1] for one in stacked]
        assert stacked[1][2] / stacked[0][2] == pytest.approx(2, abs=0.05)


def test_long_labels_break_and_stay_on_the_sheet() -> None:
    label = "Training of staff, social workers, local businesses and elected officials"
    _, svg = drawn("test", partial(bars, [bar(label, 0.5, 0.5)]))
    assert len(lines(texts(svg)[0])) > 1
    assert label in words(svg)


def test_a_word_longer_than_the_sheet_is_cut_into_lines() -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 2
    for svg in drawn("test", partial(bars, [bar(word, 0.5, 0.5)])):
        assert "".join(lines(texts(svg)[0])) == word
        assert len(lines(texts(svg)[0])) > 1


def test_what_a_label_has_of_markup_is_text() -> None:
    label = 'Said "yes" & <b>more</b>'
    for svg in drawn("test", partial(bars, [bar(label, 0.5, 0.5)])):
        assert lines(texts(svg)[0]) == [label]
        assert "<b>" not in svg


def test_the_length_of_a_bar_is_its_share() -> None:
    rows = [bar("One", 0.25, 0.75), bar("Other", 0.5, 0.5), bar("None", 0, 0)]
    for svg, full in zip(drawn("test", partial(bars, rows)), (WIDE - 386, NARROW), strict=True):
        assert [one[2] / full for one in boxes(svg, "known")] == [0.25, 0.5]
        assert [one[2] / full for one in boxes(svg, "unknown")] == [0.5]
        assert [one[2] for one in boxes(svg, "ground")] == [full] * 3


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [bar("One", 0.1, 0.3)]
    assert drawn("test", partial(bars, rows)) == drawn("test", partial(bars, rows))


def test_marks_of_one_who_is_not_known_are_hatched_and_have_no_name() -> None:
    row = Bar("Yes", ("2",), 0, 0, marks=(2, 1), names=("A very long name " * 5, "Short"))
    for svg in drawn("test", partial(marks, [row])):
        assert len(shapes(svg, "known-square")) == 2
        assert len(shapes(svg, "unknown-square")) == 1
        assert all(0 < x < WIDE for x, _ in places(svg, "known-square"))


def test_two_long_answers_have_no_room_on_one_bar() -> None:
    long = bar("An answer of very many words", 0.5, 0.5)
    assert not fits(long, long)
    assert fits(bar("Yes", 0.5, 0.5), bar("No", 0.5, 0.5))


def point(position: int, low: float = 0.5, high: float = 0.5, joined: bool = True) -> Point:
    return Point(str(position), position, low, high, ("half",), joined)


def sketched(*points: Point) -> tuple[str, str]:
    return drawn("test", lambda width: [line(width, points)])


def test_a_line_leaves_gaps_and_breaks_open() -> None:
    def joins(*points: Point) -> int:
        return sum(one["d"].count("L") for one in shapes(sketched(*points)[0], "link"))

    assert joins(point(1), point(2), point(3)) == 2
    assert joins(point(1), point(2), point(4)) == 1, "wave 3 is missing"
    assert joins(point(1), point(2, 0.4, 0.6), point(3)) == 0, "wave 2 is not known"
    broken = (point(1), point(2), point(3, joined=False))
    assert joins(*broken) == 1
    assert len(shapes(sketched(*broken)[0], "break")) == 1
    assert not shapes(sketched(point(1), point(2), point(3))[0], "break")


def test_points_of_a_line_are_as_high_as_their_shares_and_unknown_ones_are_hatched() -> None:
    for svg in sketched(point(1, 0.2, 0.2), point(2, 0.4, 0.6), point(3, 1, 1)):
        (_, low), (_, high) = places(svg, "known-circle")
        ((_, top, _, tall),) = boxes(svg, "unknown")
        floor = low + (low - high) / 4
        assert (floor - top) / (floor - high) == pytest.approx(0.6, abs=0.01)
        assert tall / (floor - high) == pytest.approx(0.2, abs=0.01)


def test_numbers_on_a_line_stand_apart_from_it_and_from_each_other() -> None:
    shares = (0.5, 0.7, 0.68, 0.3, 0.02, 0.04, 0.9, 0.97)
    for svg in sketched(*(point(place, share, share) for place, share in enumerate(shares))):
        values = [place(one.get("transform", "")) for one in texts(svg) if lines(one) == ["half"]]
        taken = [(x - 15, y - 10, x + 15, y + 1) for x, y in values]
        taken += [(x - 5, y - 5, x + 5, y + 5) for x, y in places(svg, "known-circle")]
        for one, other in combinations(taken, 2):
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)


@pytest.mark.parametrize("joined", [True, False])
def test_a_dumbbell_joins_what_compares_and_breaks_what_does_not(joined: bool) -> None:
    two = point(1, 0.2, 0.2), point(2, 0.6, 0.6, joined)
    svg, _ = drawn("test", lambda width: [dumbbell(width, *two, ": ")])
    assert len(shapes(svg, "link")) == joined
    assert len(shapes(svg, "break")) == (not joined)


def test_nothing_leaves_a_sheet(charts: dict[str, Chart]) -> None:
    for key, chart in charts.items():
        for svg, width in ((chart.svg, WIDE), (chart.narrow, NARROW)):
            for text in texts(svg):
                left, _ = place(text.get("transform", ""))
                long = max(map(len, lines(text))) * float(text.get("font-size", "14px")[:-2]) * 0.5
                left -= {"end": long, "middle": long / 2}.get(text.get("text-anchor", ""), 0)
                assert -1 <= left < left + long <= width + 1, (key, words(svg))
            for name in ("known", "unknown", "ground", "open", "step", "kept", "moved", "whole"):
                for x, _, wide, _ in boxes(svg, name):
                    assert 0 <= x < x + wide <= width, (key, name)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_what_is_drawn_stands_out_from_the_page(colours: dict[str, str]) -> None:
    def contrast(name: str) -> float:
        low, high = sorted(luminance(colours[one]) for one in (name, "paper"))
        return (high + 0.05) / (low + 0.05)

    assert min(map(contrast, ("bar", "rule"))) >= 3
    assert min(map(contrast, ("ink", "soft"))) >= 4.5


def test_the_page_has_a_colour_of_its_own_for_each_colour_of_the_charts() -> None:
    css = Path("pipelines/report/templates/style.css").read_text(encoding="utf-8")
    variables = {"rule": "rule-dark", "ground": "bar-ground", "paper": "ground"}
    for name, value in LIGHT.items():
        variable = f"var(--{variables.get(name, name)})"
        assert re.search(
            rf'\.chart \[(fill|stroke)="{value}"\] {{ \1: {re.escape(variable)}; }}', css
        )
        assert css.count(f": {DARK[name]};") >= 1


def test_reading_the_charts_alone_does_not_start_altair() -> None:
    code = "import sys, pipelines.report.charts; sys.exit('altair' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
