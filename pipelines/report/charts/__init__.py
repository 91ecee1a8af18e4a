"""Charts of a wave's page, as SVG.

`charts_of` draws what `reading.read_page` has read; every number on a chart is the text of a
figure, to which `check_charts` holds it. Nothing is counted or rounded here.
"""

from pipelines.report.charts.chart import Chart
from pipelines.report.charts.check import check_charts
from pipelines.report.charts.choose import charts_of
from pipelines.report.charts.render import start_vega

__all__ = ["Chart", "charts_of", "check_charts", "start_vega"]
