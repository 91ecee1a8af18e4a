"""Figures to pages: the report of each wave and the validation pages.

Everything here prints what `report.*` holds and computes nothing. `build_report` writes the
report, `write_validation_pages` what was found when the raw files were read.
"""

from pipelines.report.pages import build_report
from pipelines.report.validation_page import write_validation_pages

__all__ = ["build_report", "write_validation_pages"]
