"""`waves dictionary` and `waves schemas`: files of the repository that are generated."""

from __future__ import annotations

from pipelines.commands.console import out, shown
from pipelines.project import REPOSITORY, SQL


def dictionary() -> None:
    """Write docs/data-dictionary.md."""
    from pipelines.warehouse.dictionary import write_dictionary

    path = REPOSITORY / "docs" / "data-dictionary.md"
    path.parent.mkdir(exist_ok=True)
    write_dictionary(SQL, path)
    out().print(f"written: {shown(path)}", markup=False)


def schemas() -> None:
    """Write schemas/ and the tables of docs/survey-folder.md."""
    from pipelines.survey.reference import write_reference
    from pipelines.survey.schemas import write_schemas

    page = REPOSITORY / "docs" / "survey-folder.md"
    write_reference(page)
    for path in (*write_schemas(REPOSITORY / "schemas"), page):
        out().print(f"written: {shown(path)}", markup=False)
