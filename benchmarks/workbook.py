"""How long our reader takes for a workbook, as a ratio to the library alone: `make bench-xlsx`.

Processor time of this process and of those that it starts, in one run. The library alone
is calamine giving all cells as Python values; ours also turns them into text and writes
them as a clean CSV.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

from pipelines.extract import extract_source
from pipelines.extract.source import RawFile, fingerprint
from pipelines.survey.models import Source

ROWS, COLUMNS = 50_000, 60
TARGET = 2.0
LABELS = (
    "Very satisfied",
    "Rather satisfied",
    "Neither nor",
    "Rather dissatisfied",
    "Very dissatisfied",
)
_BARE = (
    "import sys, python_calamine as c\n"
    "c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
)


def make_workbook(file: Path, rows: int = ROWS, columns: int = COLUMNS) -> None:
    """A workbook of labels, several to a cell in some columns, and numbers."""
    draw = random.Random(1)  # noqa: S311 - made-up answers
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.append([f"Question {n}" for n in range(columns)])
    for _ in range(rows):
        labels = draw.choices(LABELS, k=columns - 15)
        several = ["; ".join(draw.sample(LABELS, 2)) for _ in range(10)]
        sheet.append([*labels, *several, *(draw.random() * 1000 for _ in range(5))])
    book.save(file)


def _spent() -> float:
    """Processor seconds so far, of this process and of those that it started and that ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))


def measure(file: Path) -> tuple[float, float]:
    """Processor seconds of the library alone, and of our reader."""
    before = _spent()
    subprocess.run([sys.executable, "-c", _BARE, str(file)], check=True)  # noqa: S603 - ours
    between = _spent()
    raw = RawFile("2030", file.name, file, *fingerprint(file))
    with tempfile.TemporaryDirectory() as work:
        extract_source(raw, Source(path=file.name, columns={}), Path(work))
    return between - before, _spent() - between


def main() -> None:
    """Make the workbook, read it both ways, print the ratio; exit code 1 above the target."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.xlsx"
        make_workbook(file)
        bare, ours = measure(file)
    sys.stdout.write(
        f"{ROWS} rows x {COLUMNS} columns: calamine {bare:.1f} s, ours {ours:.1f} s, "
        f"ratio {ours / bare:.2f} (target {TARGET:g} or less)\n"
    )
    sys.exit(ours / bare > TARGET)


if __name__ == "__main__":
    main()
