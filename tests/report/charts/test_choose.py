"""The charts of a made-up survey: which a page has, and what stands on them."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from pipelines.report.charts import Chart, charts_of
from pipelines.report.charts.theme import NARROW, WIDE
from pipelines.report.content import Page, Question
from pipelines.report.figures import Figure
from tests.report.charts.svg import SVG, boxes, lines, place, places, shapes, texts, words


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


def test_a_chart_inside_a_page_says_what_it_shows_and_names_no_address(
    charts: dict[str, Chart],
) -> None:
    chart = replace(charts["strategy"], alt='<"Yes">')
    assert 'role="img" aria-label="&lt;&#34;Yes&#34;&gt;"' in chart.inline
    assert "http" not in chart.inline + chart.inline_narrow


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
