"""Whether charts agree with the figures that they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

from pipelines.errors import BuildError, Problem
from pipelines.report.charts.chart import Chart
from pipelines.report.figures import Figure
from pipelines.report.language import Language, language

_NUMBER = re.compile(r"\d[\d,.\s\u202f]*\d|\d")


def check_charts(
    charts: Mapping[str, Chart], figures: Mapping[str, Figure], language_code: str
) -> None:
    """Hold charts against the figures that they are made of.

    Raises:
        BuildError: if a number on a chart is not the text of its figure, a number has no figure,
            or the alternative text has a number that the chart hasn't.
    """
    problems = [
        Problem(f"chart {key}", found, expected)
        for key, chart in charts.items()
        for found, expected in _faults(chart, figures, language(language_code))
    ]
    if problems:
        raise BuildError(problems)


def _faults(
    chart: Chart, figures: Mapping[str, Figure], words: Language
) -> Iterator[tuple[str, str]]:
    for svg in (chart.svg, chart.narrow):
        yield from _drawn_faults(svg, figures, words)
    known = [words.number(figures[one].text) for one in chart.figures if one in figures]
    told = set(_numbers(_without(chart.alt, (*chart.quoted, *_labels(chart.svg)))))
    for number in sorted(told - {each for text in known for each in _numbers(text)}):
        yield f"{number} in the alternative text", "numbers of the chart's figures only"


def _drawn_faults(
    svg: str, figures: Mapping[str, Figure], words: Language
) -> Iterator[tuple[str, str]]:
    for element in _parsed(svg).iter():
        text, figure_id = element.text or "", element.get("data-figure")
        figure = figures.get(figure_id or "")
        if figure_id is not None and (figure is None or figure.value is None):
            yield f"figure {figure_id}, which has no value", "a figure that can be printed"
        elif figure is not None and text != words.number(figure.text):
            yield f"“{text}” for {figure_id}", f"“{words.number(figure.text)}”"
        elif figure_id is None and element.get("data-verbatim") is None and _numbers(text):
            yield f"a number without a figure: “{text}”", "numbers from figures only"
        if _numbers(element.tail or ""):
            yield f"a number without a figure: “{element.tail}”", "numbers from figures only"


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  our own, drawn just now


def _labels(svg: str) -> list[str]:
    """What is quoted on a chart."""
    return [each.text or "" for each in _parsed(svg).iter() if each.get("data-verbatim")]


def _without(text: str, quoted: Iterable[str]) -> str:
    """A text without what it quotes, the longest first."""
    for each in sorted(filter(None, quoted), key=len, reverse=True):
        text = text.replace(each, " ")
    return text


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)
