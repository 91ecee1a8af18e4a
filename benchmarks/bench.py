"""Time and memory from raw files to indicators and trends, against DuckDB merely reading them.

Both are measured in the same run, because machines differ more than programs do; each file is
read before its wave is made and again at the end, because a machine differs from minute to
minute, too.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks.synthetic import make_survey
from pipelines import stages
from pipelines.harmonise.load import count_panels, load_core
from pipelines.statistics.fill import fill_panel_tests, fill_statistics
from pipelines.survey.load import load_survey
from pipelines.survey.tables import fill_input
from pipelines.validate.expectations import great_expectations
from pipelines.warehouse.engine import connect, materialise
from pipelines.warehouse.models import load_models

ROOT = Path(__file__).resolve().parents[1]
TRENDS = "trends"
"""Part of the time that is not counted into the total: it has a limit of its own."""

START = "importing Great Expectations and statsmodels"
"""Not counted either: the start of a process, as is the import of DuckDB."""

READING = "DuckDB reading the files as text"

MEMORY = "1800MB"

FILLED_AFTER = {"core.waves": fill_statistics, "trends.panels": fill_panel_tests}
"""The tables of statistics, filled as soon as what they are computed from stands."""


class Clock:
    """Seconds by part."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time of a block to a part."""
        start = time.perf_counter()
        yield
        self.parts[name] = self.parts.get(name, 0.0) + time.perf_counter() - start


def scan(file: Path) -> None:
    """Let DuckDB read a file with all columns as text."""
    con = duckdb.connect()
    con.execute(
        f"SELECT count(COLUMNS(*)) FROM read_csv('{file}', all_varchar = true, header = true)"
    ).fetchall()
    con.close()


def run(
    project: Path, files: list[Path], clock: Clock, tick: Callable[[str], None]
) -> dict[str, int]:
    """Raw files to trends, as a build does it."""
    shutil.rmtree(project / "data" / "warehouse", ignore_errors=True)
    with clock.part("survey folder"):
        folder = load_survey(project)
    waves = stages.waves_with_sources(folder)
    with clock.part("extract"), stages.looking_at(folder, waves) as look:
        for wave in waves:
            tick(f"wave {wave}")
            stages.extract(folder, wave, look)
    for wave, file in zip(waves, files, strict=True):
        tick(f"wave {wave}")
        with clock.part(READING):
            scan(file)
        with clock.part("validate"):
            stages.validate(folder, wave)
        with clock.part("harmonise"):
            stages.harmonise(folder, wave)
    with clock.part(START):  # not earlier: a build validates in a process that is without it
        import_module("pipelines.statistics.paired")
    database = project / "data" / "warehouse" / "bench.duckdb"
    con = connect(database, memory_limit=MEMORY)
    try:
        with clock.part("load"):
            works, stale = stages.content(folder, {})
            fill_input(con, folder, stale)
            rows = load_core(con, folder, works)
        with clock.part(TRENDS), clock.part("  panels"):
            rows["core.panel_counts"] = count_panels(con, folder, works)
        for model in load_models(ROOT / "sql").ordered:
            schema = model.name.split(".")[0]
            if schema in ("core", "indicators", TRENDS):
                tick(model.name)
                with clock.part(schema), clock.part(f"  {model.name}"):
                    materialise(con, model)
                fill = FILLED_AFTER.get(model.name)
                with clock.part(schema):
                    fill(con) if fill else None
    finally:
        con.close()
    with clock.part(READING):
        for file in files:
            scan(file)
    rows["database MB"] = database.stat().st_size // 1024**2
    return rows


def main() -> None:
    """Run the benchmark and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--respondents", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench")
    options = parser.parse_args()
    console = Console()
    with console.status("making synthetic waves") as status:
        files = make_survey(options.folder, options.respondents, status.update)
        size = sum(file.stat().st_size for file in files)
        clock = Clock()
        with clock.part(START):
            great_expectations()
        rows = run(options.folder, files, clock, status.update)
    read = clock.parts.pop(READING) / 2
    parts = {name: s for name, s in clock.parts.items() if not name.startswith("  ")}
    total = sum(parts.values()) - parts[TRENDS] - parts[START]
    table = Table(
        "part",
        "seconds",
        "÷ reading",
        title=f"3 × {options.respondents:,} respondents × 60 questions",
    )
    for name, seconds in clock.parts.items():
        if not name.startswith("  ") or seconds >= total / 50:
            table.add_row(name, f"{seconds:.1f}", f"{seconds / read:.2f}")
    table.add_row("raw files to indicators", f"{total:.1f}", f"{total / read:.2f}", style="bold")
    table.add_row(READING, f"{read:.1f}", "1.00")
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    console.print(f"raw {size / 1e9:.2f} GB, peak memory {peak:.2f} GB, {rows}")


if __name__ == "__main__":
    main()
