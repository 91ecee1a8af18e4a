"""How charts look: colours, letters and the styles of marks, as configuration of Vega-Lite.

A mark is given a style by its name. No style is told from another by its colour alone: filled is
known, hatched between dashes is not known, outlined is the other answer. On a page the style
sheet replaces colours by those of its own, found by their value; so each stands for one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDE = 640
NARROW = 320
SIZE = 14
SMALL = 12
LINE = 19
"""Widths of the two forms of a chart, sizes of letters, height of a line of text, in pixels."""

FONTS = "'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
HATCH = "url(#hatch)"
"""A fill that a page or a chart defines: lines for what is not known."""

LIGHT = {
    "ink": "#18212b",
    "soft": "#52606d",
    "bar": "#2b6c96",
    "ground": "#e9eef2",
    "paper": "#ffffff",
    "rule": "#7b8894",
}
DARK = {
    "ink": "#e6ebef",
    "soft": "#a4b1bd",
    "bar": "#5ba3cf",
    "ground": "#25303a",
    "paper": "#11171d",
    "rule": "#7b8894",
}


def config(colours: Mapping[str, str] = LIGHT) -> dict[str, Any]:
    """The `config` of a Vega-Lite chart.

    Args:
        colours: what the names of colours stand for; any CSS colour, variables too.
    """
    return {
        "background": None,
        "padding": 0,
        "font": FONTS,
        "view": {"stroke": None},
        "mark": {"color": colours["bar"], "opacity": 1},
        "text": {"color": colours["ink"], "fontSize": SIZE, "lineHeight": LINE},
        "axis": {
            "domainColor": colours["rule"],
            "tickColor": colours["rule"],
            "gridColor": colours["ground"],
            "labelColor": colours["soft"],
            "titleColor": colours["ink"],
            "labelFontSize": SIZE,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
        },
        "legend": {
            "labelColor": colours["soft"],
            "titleColor": colours["ink"],
            "labelFontSize": SIZE,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
        },
        "style": _styles(colours),
    }


def _styles(colours: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    bar, rule, paper = colours["bar"], colours["rule"], colours["paper"]
    return {
        "known": {"color": bar},
        "unknown": {"color": HATCH, "stroke": bar, "strokeDash": [3, 2]},
        "ground": {"color": colours["ground"]},
        "open": {"color": "none", "stroke": bar, "strokeWidth": 1.5},
        "blank": {"color": paper, "stroke": bar, "strokeWidth": 2},
        "paper": {"color": paper},
        "rule": {"color": rule, "strokeWidth": 1},
        "link": {"color": bar, "strokeWidth": 2.5},
        "break": {"color": bar, "strokeWidth": 2.5},
        "kept": {"color": "none", "stroke": rule, "strokeWidth": 1},
        "moved": {"color": "none", "stroke": bar, "strokeWidth": 2.5},
        "step": {"color": bar, "stroke": bar, "strokeWidth": 1},
    }
