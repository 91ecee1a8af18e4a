"""`waves build` and `waves report`: a run of the job, and a short account of it."""

from __future__ import annotations

import gc
from collections.abc import Collection, Sequence
from pathlib import Path

from pipelines.assets.ahead import Validate
from pipelines.commands.console import out, show_table, show_warnings, shown
from pipelines.commands.progress import Watch
from pipelines.commands.published import (
    published_database,
    published_folder,
    published_warehouse,
)
from pipelines.errors import Problem

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
ALL = "all"
"""Said in place of a form or a language."""

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
        warnings: Sequence[Problem] = ()
        try:
            warnings = run_job(project, watch, validate=validate)
        except WavesStoppedError as error:
            stopped, warnings = error, error.warnings
    _summarise(project)
    show_warnings(warnings)
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
    from pipelines.report.documents.write import write_bytes

    made = _reports(project, wave, (form,), (code,), draft=draft)
    file = to or Path(f"report-{wave}-{code}.{form}")
    for content in made.values():
        write_bytes(file, content)
    out().print(shown(file), markup=False)


def report_folder(
    project: Path, wave: str, form: str, to: Path | None, *, code: str, draft: bool
) -> None:
    """Write the report of one wave into a folder, in all forms, in all languages, or in both.

    All forms are those of the report itself, the explorer and, in the folder open-data, the
    open data. These two have no place for the mark of a draft, and are left out of one.

    Args:
        project: the folder with survey/ and data/.
        wave: its id.
        form: one of them, or all.
        to: the folder; files of other names in it stay.
        code: one of the languages, or all.
        draft: whether each page is marked as a draft.

    Raises:
        WavesError: nothing was published yet, no such wave or language, or the disk refuses.
    """
    from pipelines.commands.export import export
    from pipelines.report.documents.write import Form, write_bytes
    from pipelines.report.explorer import build_explorer
    from pipelines.report.language import languages

    folder = to or Path(f"report-{wave}")
    forms = tuple(Form) if form == ALL else (form,)
    made = _reports(project, wave, forms, languages() if code == ALL else (code,), draft=draft)
    for name, content in made.items():
        write_bytes(folder / name, content)
        out().print(shown(folder / name), markup=False)
    if form == ALL and not draft:
        with published_warehouse(project) as con:
            build = published_database(project).resolve().parent.name
            for file in build_explorer(con, folder, build):
                out().print(shown(file), markup=False)
        export(project, folder / "open-data")


def _reports(
    project: Path, wave: str, forms: Collection[str], codes: Collection[str], *, draft: bool
) -> dict[str, bytes]:
    """The report of a wave from the published warehouse, by the names of the files."""
    from pipelines.report.blocks import read_texts
    from pipelines.report.documents.write import Form, report_in
    from pipelines.report.editions import standings_of
    from pipelines.survey.load import load_survey

    build_id = published_database(project).resolve().parent.name
    with published_warehouse(project) as con:
        return report_in(
            con,
            wave,
            [Form(form) for form in forms],
            codes,
            build_id=build_id,
            draft=draft,
            standings=standings_of(project),
            texts=read_texts(load_survey(project)),
        )


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
