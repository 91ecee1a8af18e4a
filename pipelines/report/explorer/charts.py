"""The explorer's charts without their data: Altair writes them, Vega draws them in the page.

`bars` has a row for each answer, indicator or group; `line` goes through the waves. A template
names the data that the page's script gives it and the signals that it sets. Rows and texts of
`bars` come with places in pixels, as only a browser knows how wide a text is; scales place the
numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.report.charts.theme import LIGHT, config

if TYPE_CHECKING:
    import altair as alt

STROKES = "M-.9,1L-.3,-1M.3,1L.9,-1"
"""Two strokes: what stands on either side does not compare."""

ASIDE = 0.14
"""How far a panel's ends stand from the points of all, in distances between waves."""

EMBED = {
    "actions": False,
    "ast": True,  # a page whose policy forbids `eval` interprets expressions
    "defaultStyle": False,
    "renderer": "svg",
    "tooltip": False,
}
"""How Vega shows them in the page."""

_VARIABLES = {"ground": "bar-ground", "paper": "ground", "rule": "rule-dark"}
"""What the style sheet calls the theme's colours, where it has another word."""


def templates() -> dict[str, dict[str, Any]]:
    """The charts as Vega-Lite, by name.

    Colours are the page's own variables, so that light, dark and paper need no new drawing.
    """
    look = config({name: f"var(--{_VARIABLES.get(name, name)})" for name in LIGHT})
    look |= {"autosize": {"type": "none"}}
    return {
        name: chart.to_dict() | {"config": look, "usermeta": {"embedOptions": EMBED}}
        for name, chart in (("bars", _bars()), ("line", _line()))
    }


def _bars() -> alt.LayerChart | alt.FacetChart:
    """Bars on their bases: filled is known, hatched between dashes may or may not belong to it."""
    import altair as alt

    scale = alt.Scale(domain=[0, 1], nice=False)
    low = alt.X("low:Q", scale=scale, axis=None)
    text = alt.Chart(alt.NamedData("rows")).mark_text(baseline="top", align="left")
    rows = alt.Chart(alt.NamedData("rows")).transform_filter("isValid(datum.low)")
    unknown = rows.transform_filter("datum.high > datum.low")
    at = {"y": _pixels("top"), "y2": "foot"}
    return alt.layer(
        rows.mark_rect(style="ground").encode(
            x=alt.XDatum(0, type="quantitative", scale=scale, axis=None), x2=alt.X2Datum(1), **at
        ),
        rows.mark_rect(style="known").encode(x=low, x2=alt.X2Datum(0), **at),
        unknown.mark_rect(style="unknown").encode(x=low, x2="high:Q", **at),
        text.encode(x=alt.value(0), y=_pixels("label_y"), text="label:N"),
        text.mark_text(baseline="top", align="right", fontWeight=600).encode(
            x=alt.value(alt.expr("width")), y=_pixels("value_y"), text="value:N"
        ),
    )


def _pixels(field: str) -> alt.Y:
    """A place in pixels from the top."""
    import altair as alt

    return alt.Y(field, type="quantitative", scale=None, axis=None)


def _across(field: str = "wave") -> alt.X:
    """A wave's place, by the signals `first` and `last`."""
    import altair as alt

    domain = [alt.expr("first - 0.5"), alt.expr("last + 0.5")]
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=None)


def _share(field: str) -> alt.Y:
    """A share's place, on an axis that prints the signal `sign` behind its numbers."""
    import altair as alt

    ticks = alt.Axis(
        values=[0, 0.5, 1], labelExpr="datum.value * 100 + sign", title=None, domain=False,
        ticks=False, labelPadding=6,
    )  # fmt: skip
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=ticks)


def _line() -> alt.LayerChart | alt.FacetChart:
    """Shares through the waves, the panels beside them, the answers of one respondent above.

    A line joins two waves that follow each other and compare; everything else is left open.
    """
    import altair as alt

    first, last = (alt.param(name=name, value=1) for name in ("first", "last"))
    sign = alt.param(name="sign", value="%")
    points, links, panels, breaks, waves, answers = (
        alt.Chart(alt.NamedData(name))
        for name in ("points", "links", "panels", "breaks", "waves", "answers")
    )
    joined = {"x2": "to:Q", "y2": "to_y:Q"}
    ends = panels.mark_square(style="blank", size=60, opacity=1)
    known = points.transform_filter("datum.low == datum.high")
    open_ = points.transform_filter("datum.low < datum.high")
    text = {"text": "text:N"}
    return alt.layer(
        panels.mark_rule(style="rule").encode(x=_across(), y=_share("y"), **joined),
        ends.encode(x=_across(), y=_share("y")),
        ends.encode(x=_across("to"), y=_share("to_y")),
        links.mark_rule(style="link").encode(x=_across(), y=_share("y"), **joined),
        breaks.mark_point(style="link", shape=STROKES, size=120, opacity=1).encode(
            x=_across(), y=alt.value(alt.expr("height"))
        ),
        open_.mark_bar(style="unknown", size=14).encode(x=_across(), y=_share("low"), y2="high:Q"),
        known.mark_circle(style="known", size=80, opacity=1).encode(x=_across(), y=_share("low")),
        points.transform_filter("!datum.below")
        .mark_text(dy=-14, fontWeight=600)
        .encode(x=_across(), y=_share("high"), **text),
        points.transform_filter("datum.below")
        .mark_text(dy=15, fontWeight=600)
        .encode(x=_across(), y=_share("low"), **text),
        waves.mark_text(color="var(--soft)").encode(
            x=_across(), y=alt.value(alt.expr("height + 22")), **text
        ),
        *(
            answers.transform_filter(f"datum.answer == '{answer}'")
            .mark_circle(style=style, size=120, opacity=1)
            .encode(x=_across(), y=alt.value(-36))
            for answer, style in (("yes", "known"), ("no", "blank"), ("unknown", "unknown"))
        ),
        answers.mark_text(fontWeight=600).encode(x=_across(), y=alt.value(-56), **text),
    ).add_params(first, last, sign)
