"""The kinds of charts, to translate all of them beforehand."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.report.charts import bars, cells, dumbbell, line, marks, split, steps
from pipelines.report.charts.layers import Kind
from pipelines.report.charts.theme import NARROW, WIDE

_MARKS = (
    *(bars.layers, bars.part_layers, dumbbell.layers, line.layers, marks.layers),
    *(cells.layers, steps.layers, split.layers),
)


def kinds() -> Iterator[tuple[Kind | None, int]]:
    """Every kind at every width; None for words alone."""
    for width in (WIDE, NARROW):
        for kind in (None, *_MARKS):
            yield kind, width
