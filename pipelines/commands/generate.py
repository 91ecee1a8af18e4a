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
    """Write schemas/."""
    from pipelines.survey.schemas import write_schemas

    for path in write_schemas(REPOSITORY / "schemas"):
        out().print(f"written: {shown(path)}", markup=False)
