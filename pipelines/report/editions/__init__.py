"""Editions: reports that were signed off, frozen with their build, corrected by errata only."""

from pipelines.report.editions.records import (
    Change,
    Edition,
    Standing,
    damaged,
    differences,
    editions_of,
    open_due,
    read_editions,
    standings_of,
)

__all__ = [
    "Change",
    "Edition",
    "Standing",
    "damaged",
    "differences",
    "editions_of",
    "open_due",
    "read_editions",
    "standings_of",
]
