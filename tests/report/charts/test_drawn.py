"""Charts drawn of rows alone: bars, marks, parts, ratings, lines and dumbbells; colours."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest

from pipelines.report.charts.bars import Bar, bars, parts
from pipelines.report.charts.dumbbell import Point, dumbbell
from pipelines.report.charts.line import line
from pipelines.report.charts.marks import marks
from pipelines.report.charts.render import drawn
from pipelines.report.charts.split import fits
from pipelines.report.charts.steps import Rating, blocks
from pipelines.report.charts.text import Text
from pipelines.report.charts.theme import DARK, LIGHT, NARROW, WIDE
from tests.report.charts.svg import boxes, lines, place, places, shapes, texts, words


def bar(label: str, known: float, possible: float) -> Bar:
    return Bar(label, ("n",), known, possible)


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
    for svg in sketched(*(point(wave, share, share) for wave, share in enumerate(shares))):
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


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
