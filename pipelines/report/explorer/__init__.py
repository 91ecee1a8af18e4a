"""The explorer: one page in which a reader picks question, wave, group and respondent."""

from pipelines.report.explorer.explorer import build_explorer
from pipelines.report.explorer.vega import drawing

__all__ = ["build_explorer", "drawing"]
