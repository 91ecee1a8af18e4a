"""What validation found, for the next stage, the validation pages and the lineage UI."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.errors import Problem

SAMPLES = 10
"""Failing values that a result shows."""


@dataclass(frozen=True)
class Check:
    """The result of one rule, as pages and the lineage UI show it."""

    source_file: str
    rule_id: str
    source_column: str | None
    severity: str
    expected: str
    success: bool
    n_cells: int
    n_unexpected: int
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Validation:
    """What validation found in a wave.

    Attributes:
        rows: data rows by source file.
        checks: one per rule.
        problems: what stopped the wave; empty where it goes on.
        rejected: number of quarantined cells.
    """

    wave: str
    rows: dict[str, int]
    checks: tuple[Check, ...]
    problems: tuple[Problem, ...] = ()
    rejected: int = 0

    def save(self, file: Path) -> None:
        """Write as JSON, for the validation pages."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @staticmethod
    def load(file: Path) -> Validation:
        """The inverse of `save`."""
        values = json.loads(file.read_text(encoding="utf-8"))
        values["checks"] = tuple(
            Check(**{**item, "samples": tuple(item["samples"])}) for item in values["checks"]
        )
        values["problems"] = tuple(Problem(**item) for item in values["problems"])
        return Validation(**values)
