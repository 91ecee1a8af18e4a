"""Prints some of the numbers that tests/r compares: python -m tests.r."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import duckdb

from tests.r import compare, rscript, surveys

SHOWN = {
    "made_up": [
        "1 share",
        "2 always",
        "1 share town",
        "1 r",
        "1 r town",
        "1 z",
        "1 z town",
        "1 net",
        "share 1 2",
    ],
    "godi": ["2014 license", "2013 exists", "license 2013 2014"],
    "dask": ["2020 deploy_with_package", "2021 easy", "2021 ease", "2021 ease_net"],
}
KINDS = {
    "made_up": [
        compare.shares,
        compare.groups,
        compare.scales,
        compare.numbers,
        compare.nets,
        compare.paired,
    ],
    "godi": [compare.shares, compare.paired],
    "dask": [compare.shares, compare.scales, compare.nets],
}


def numbers(survey: str, con: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[str]:
    """A line for each number: of what, its name, from the warehouse, from R."""
    for kind in KINDS[survey]:
        for key, ours, theirs in kind(con, folder):
            for name, value in theirs.items():
                if key in SHOWN[survey] and value is not None:
                    yield f"{survey:8}{key:26}{name:24}{ours[name]:16.10f}{value:16.10f}"


def main() -> None:
    """Print the table of docs/method.md."""
    sys.stdout.write(f"{rscript.versions()}\n")
    for survey, build in surveys.SURVEYS.items():
        with tempfile.TemporaryDirectory() as folder:
            # what is told of the raw files is no part of the table
            with redirect_stdout(sys.stderr):
                con = build(Path(folder))
            for line in numbers(survey, con, Path(folder)):
                sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
