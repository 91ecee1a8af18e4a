"""Prints some of the numbers that tests/r compares: python -m tests.r."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.r import compare, rscript, surveys

SHOWN = {
    "made_up": ["1 share", "2 always", "1 share town", "1 r", "1 net", "share 1 2"],
    "godi": ["2014 license", "2013 exists", "license 2013 2014"],
    "dask": ["2020 deploy_with_package", "2021 easy", "2021 ease", "2021 ease_net"],
}
KINDS = {
    "made_up": [compare.shares, compare.groups, compare.scales, compare.nets, compare.paired],
    "godi": [compare.shares, compare.paired],
    "dask": [compare.shares, compare.scales, compare.nets],
}


def main() -> None:
    """A line for each number: of what, its name, from the warehouse, from R."""
    sys.stdout.write(f"{rscript.versions()}\n")
    for survey, build in surveys.SURVEYS.items():
        with tempfile.TemporaryDirectory() as folder:
            con = build(Path(folder))
            for kind in KINDS[survey]:
                for key, ours, theirs in kind(con, Path(folder)):
                    if key in SHOWN[survey]:
                        for name, value in theirs.items():
                            if value is not None:
                                sys.stdout.write(
                                    f"{survey:8}{key:26}{name:24}{ours[name]:>14.10f}{value:>14.10f}\n"
                                )


if __name__ == "__main__":
    main()
