"""How long a first build of the survey here takes, against importing what it rests on.

Each round is a process that imports dagster, duckdb, pandas and great_expectations, and then two
of `waves build` of a copy without warehouse, pages and run history: one that leaves out charts,
explorer, open data, the second language and the audit of our own sentences (warehouse, validation
pages and plain page, for which the target is), and one of everything. The ratio is of seconds on
the clock; a machine that is busy makes it worse, because a build uses two cores.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = 2.5
IMPORTS = "import dagster, duckdb, pandas, great_expectations"
BUILD = "import sys; from pipelines.cli import main; sys.argv = ['waves', *sys.argv[1:]]; main()"
PLAIN = f"""
from pipelines.assets import publication
from pipelines.report import pages
pages.charts_of = lambda *_: {{}}
pages.start_vega = lambda: None
pages.languages = lambda: ["en"]
pages.build_explorer = lambda *_: []
publication.write_exports = lambda *_, **__: []
publication.audit_sentences = lambda *_: []
{BUILD}
"""


def seconds(code: str, *arguments: str) -> float:
    """Seconds that a process of its own takes, its output left out.

    Raises:
        CalledProcessError: it failed.
    """
    command: Sequence[str] = [sys.executable, "-c", code, *arguments]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - ours
    return time.perf_counter() - begun


def first_build(code: str) -> float:
    """Seconds of a build in a new copy of the survey."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "survey", project / "survey")
        shutil.copytree(ROOT / "data" / "raw", project / "data" / "raw")
        shutil.copy(ROOT / "dagster.yaml", project)
        return seconds(code, "build", "--project", folder)


def main() -> None:
    """Print the ratios of each round and those in the middle; exit code 1 above the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    seconds(IMPORTS)  # what was never read from the disk before is not what is compared
    ratios = []
    for _ in range(rounds):
        imports, plain, whole = seconds(IMPORTS), first_build(PLAIN), first_build(BUILD)
        ratios.append((plain / imports, whole / imports))
        sys.stdout.write(
            f"import {imports:.2f} s, plain {plain:.2f} s ({ratios[-1][0]:.2f}), "
            f"everything {whole:.2f} s ({ratios[-1][1]:.2f})\n"
        )
    plain, whole = (statistics.median(each) for each in zip(*ratios, strict=True))
    sys.stdout.write(
        f"in the middle {plain:.2f} plain (target {TARGET:g} or less), {whole:.2f} everything\n"
    )
    sys.exit(plain > TARGET)


if __name__ == "__main__":
    main()
