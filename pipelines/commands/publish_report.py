"""`waves publish-report`: a report signed off, as an edition that doesn't change any more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.commands.console import out, shown
from pipelines.commands.published import published_folder, published_warehouse
from pipelines.project import warehouse_of
from pipelines.warehouse.publish import build_lock


def publish_report(
    project: Path, wave: str, by: str, embargo_until: date | None, erratum: str | None
) -> None:
    """Freeze the report of a wave, and say where it lies.

    Raises:
        WavesError: nothing was published yet, no such wave, nothing to correct or no reason
            given, or a build is under way.
    """
    from pipelines.report.blocks import read_texts
    from pipelines.report.editions.records import folder_of, open_due
    from pipelines.report.editions.signing import Signature, sign_off
    from pipelines.survey.load import load_survey

    today = date.today()
    signature = Signature(by, today, embargo_until, erratum)
    texts = read_texts(load_survey(project))
    build = published_folder(project).resolve()
    with build_lock(warehouse_of(project)), published_warehouse(project) as con:
        edition = sign_off(con, project, build, wave, signature, texts=texts)
    public = open_due(project, today)
    told = f"edition {edition.number} of {wave}, signed off by {by}"
    if edition.changes:
        told += f"; {len(edition.changes)} figures corrected"
    out().print(told, markup=False)
    if edition not in public:
        out().print(f"not public before {edition.embargo_until}: the first build from then on")
    out().print(shown(folder_of(project, wave, edition.number)), markup=False)
