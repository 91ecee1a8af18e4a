"""All sentences of a report as text, and the files that hold them as they were read.

`python -m tests.report.sentences` writes those of the made-up survey anew,
`python -m tests.report.sentences DATABASE NAME` those of a built warehouse: `icc` of this
repository, `demo` of the made-up programme.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from pipelines.report.figures import read_figures
from pipelines.report.language import languages
from pipelines.report.reading import read_page
from pipelines.report.wording import sentences_of
from pipelines.warehouse.rows import read_rows
from tests.report.made_up import made_up

GOLDEN = Path(__file__).parent / "golden"


def all_sentences(con: duckdb.DuckDBPyConnection, code: str) -> str:
    """All sentences of all waves, one a line."""
    figures = read_figures(con)
    lines = []
    for wave in read_rows(con, "SELECT * FROM report.waves WHERE has_page ORDER BY position"):
        for subject, sentences in sentences_of(read_page(con, wave, code), figures, code).items():
            lines += [f"{wave['wave']} {subject}: {one.text}" for one in sentences]
    return "\n".join(lines) + "\n"


def write(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """The files of one survey, in each language."""
    for code in languages():
        path = GOLDEN / f"{name}.{code}.txt"
        path.write_text(all_sentences(con, code), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(duckdb.connect(sys.argv[1], read_only=True), sys.argv[2])
    else:
        write(made_up().con, "made_up")
