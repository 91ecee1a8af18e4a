"""Vega and the charts that it draws, ready for a page: made once and kept between builds."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from pipelines.report.charts import theme
from pipelines.report.explorer import charts
from pipelines.report.kept import kept

VEGA_LITE = "6.4"
"""The version that Altair writes."""

_making = Lock()


class Drawing(NamedTuple):
    """What a page needs to draw.

    Attributes:
        library: Vega as a script that defines `vegaEmbed`.
        charts: the charts of Vega without their data, by name.
    """

    library: str
    charts: dict[str, Any]


def drawing() -> Drawing:
    """What a page needs to draw: as kept, or made anew where packages or our charts changed."""
    with _making:  # who comes while another thread makes it, waits for it
        return _drawing()


@cache
def _drawing() -> Drawing:
    sources = [Path(str(file)) for file in (__file__, charts.__file__, theme.__file__)]
    return Drawing(*kept("vega", sources, ("altair", "vl-convert-python"), _made))


def _made() -> Drawing:
    import vl_convert

    return Drawing(
        vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE),
        {
            name: vl_convert.vegalite_to_vega(chart, vl_version=VEGA_LITE)
            for name, chart in charts.templates().items()
        },
    )
