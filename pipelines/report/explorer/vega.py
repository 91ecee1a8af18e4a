"""Vega and the charts that it draws, ready for a page: made once and kept between builds."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from pipelines.report.charts import theme
from pipelines.report.explorer import charts

VEGA_LITE = "6.4"
"""The version that Altair writes."""

KEPT = Path(__file__).parent / "__pycache__"
"""Where it stays between builds: beside what Python keeps of its own, for the same reason."""

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
    kept = KEPT / f"vega-{_key()}.json"
    with suppress(OSError, ValueError, TypeError):  # not there, or not ours
        return Drawing(**json.loads(kept.read_text(encoding="utf-8")))
    made = _made()
    with suppress(OSError):  # a folder that is not to be written in: it is made each time
        _keep(kept, made)
    return made


def _key() -> str:
    """A name for what all of it is made of."""
    parts = [version("altair"), version("vl-convert-python")]
    parts += [
        Path(path).read_text(encoding="utf-8")
        for path in (__file__, str(charts.__file__), str(theme.__file__))
    ]
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]


def _made() -> Drawing:
    import vl_convert

    return Drawing(
        vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE),
        {
            name: vl_convert.vegalite_to_vega(chart, vl_version=VEGA_LITE)
            for name, chart in charts.templates().items()
        },
    )


def _keep(kept: Path, made: Drawing) -> None:
    """Put it there whole or not at all, in place of what was kept before."""
    kept.parent.mkdir(exist_ok=True)
    written = kept.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(made._asdict()), encoding="utf-8")
    for before in kept.parent.glob("vega-*.json"):
        before.unlink(missing_ok=True)
    written.replace(kept)
