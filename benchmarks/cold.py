"""How long a first build of the survey here takes, against importing what it rests on.

Each round is a process that imports dagster, duckdb, pandas and great_expectations, and then
`waves build` of a copy without warehouse, pages and run history. The ratio is of seconds on the
clock; a machine that is busy makes it worse, because a build uses two cores.
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


def seconds(code: str, *arguments: str) -> float:
    """Seconds that a process of its own takes, its output left out.

    Raises:
        CalledProcessError: it failed.
    """
    command: Sequence[str] = [sys.executable, "-c", code, *arguments]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - ours
    return time.perf_counter() - begun


def first_build() -> float:
    """Seconds of `waves build` in a new copy of the survey."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "survey", project / "survey")
        shutil.copytree(ROOT / "data" / "raw", project / "data" / "raw")
        shutil.copy(ROOT / "dagster.yaml", project)
        return seconds(BUILD, "build", "--project", folder)


def main() -> None:
    """Print the ratio of each round and the one in the middle; exit code 1 above the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    seconds(IMPORTS)  # what was never read from the disk before is not what is compared
    ratios = []
    for _ in range(rounds):
        imports, build = seconds(IMPORTS), first_build()
        ratios.append(build / imports)
        sys.stdout.write(f"import {imports:.2f} s, build {build:.2f} s, ratio {ratios[-1]:.2f}\n")
    middle = statistics.median(ratios)
    sys.stdout.write(f"ratio {middle:.2f} in the middle (target {TARGET:g} or less)\n")
    sys.exit(middle > TARGET)


if __name__ == "__main__":
    main()
