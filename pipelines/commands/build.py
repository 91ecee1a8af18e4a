"""`waves build` and `waves report`: a run of the job, and a short account of it."""

from __future__ import annotations

import gc
from pathlib import Path

from pipelines.assets.ahead import Validate
from pipelines.commands.console import out, show_table, shown
from pipelines.commands.progress import Watch
from pipelines.commands.published import (
    published_database,
    published_folder,
    published_warehouse,
)

SUMMARY = """
    SELECT
        w.wave, w.kind, w.status, w.n_responses,
        (SELECT count(*) FROM core.rejected_cells AS r WHERE r.wave = w.wave) AS rejected,
        (
            SELECT count(*) FROM audit.findings AS f
            WHERE split_part(f.claim_id, '/', 1) = w.wave
                AND f.verdict IN ('contradicted', 'impossible', 'unsupported')
        ) AS findings
    FROM core.waves AS w
    ORDER BY w.wave
"""
HEADINGS = ("wave", "kind", "status", "responses", "rejected cells", "findings that don't hold")


PATIENCE = 200_000
"""Objects made before Python looks for garbage: what is imported stays, and looking through
it again and again costs a sixth of a small build."""


def build(project: Path, validate: Validate | None = None) -> None:
    """Run everything, publish it, and say what came out.

    Args:
        project: the folder with survey/ and data/.
        validate: another way to run that stage, see `pipelines.assets.ahead`.

    Raises:
        WavesError: what went wrong; after publication where only waves were stopped.
    """
    gc.set_threshold(PATIENCE)
    with Watch() as watch:
        from pipelines.assets.run import WavesStoppedError, run_job

        stopped: WavesStoppedError | None = None
        try:
            run_job(project, watch, validate=validate)
        except WavesStoppedError as error:
            stopped = error
    _summarise(project)
    if stopped:
        raise stopped


def report(project: Path) -> None:
    """Write the report anew from what is published, and publish it with it.

    Raises:
        WavesError: nothing was published yet, or what went wrong.
    """
    published_folder(project)
    with Watch() as watch:
        from pipelines.assets.publication import CURRENT, REPORT
        from pipelines.assets.run import WavesStoppedError, run_job

        try:
            run_job(project, watch, [REPORT, CURRENT])
        except WavesStoppedError:
            watch("tell", "Some waves are stopped: waves build says why.")
    out().print(str(_paths(project)["report"]), markup=False)


def report_file(
    project: Path, wave: str, form: str, to: Path | None, *, code: str, draft: bool
) -> None:
    """Write the report of one wave into a file, from the published warehouse.

    Raises:
        WavesError: nothing was published yet, no such wave or language, or the disk refuses.
    """
    from pipelines.report.blocks import read_texts
    from pipelines.report.documents.write import Form, write_wave
    from pipelines.report.editions import standings_of
    from pipelines.survey.load import load_survey

    build_id = published_database(project).resolve().parent.name
    file = to or Path(f"report-{wave}-{code}.{form}")
    with published_warehouse(project) as con:
        write_wave(
            con,
            wave,
            Form(form),
            file,
            code=code,
            build_id=build_id,
            draft=draft,
            standings=standings_of(project),
            texts=read_texts(load_survey(project)),
        )
    out().print(shown(file), markup=False)


def _summarise(project: Path) -> None:
    with published_warehouse(project) as con:
        rows = con.execute(SUMMARY).fetchall()
    show_table(HEADINGS, rows)
    for name, path in _paths(project).items():
        out().print(f"{name:<12}{path}", markup=False)


def _paths(project: Path) -> dict[str, str]:
    folder = published_folder(project)
    database = next(iter(folder.glob("*.duckdb")), folder)
    return {
        "warehouse": shown(database),
        "report": shown(folder / "report" / "index.html"),
        "validation": shown(folder / "validation" / "index.html"),
    }
