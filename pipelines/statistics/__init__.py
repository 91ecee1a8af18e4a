"""Statistics that SQL can't do well, as lookup tables that SQL joins."""

from pipelines.statistics.fill import fill_panel_tests, fill_statistics

__all__ = ["fill_panel_tests", "fill_statistics"]
