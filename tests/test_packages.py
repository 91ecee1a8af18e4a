"""Packages import in one direction, that of docs/architecture.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PIPELINES = Path(__file__).parents[1] / "pipelines"
PAGE = PIPELINES.parent / "docs" / "architecture.md"
KNOWN = {
    ("survey/references.py", "extract"),
    ("survey/translations.py", "report"),
}
"""Imports the other way, which the page names."""


def packages() -> list[str]:
    """The packages in the order of the page, from the ground up."""
    table = PAGE.read_text(encoding="utf-8").partition("| in `pipelines/` |")[2]
    return re.findall(r"^\| `(\w+)` \|", table.partition("\n\n")[0], re.MULTILINE)


def package_of(path: str) -> str:
    return path.split("/", maxsplit=1)[0].removesuffix(".py")


def imports() -> Iterator[tuple[str, str]]:
    """Files, and the packages other than their own that they import."""
    for file in sorted(PIPELINES.rglob("*.py")):
        path = file.relative_to(PIPELINES).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "pipelines":
                yield from ((path, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipelines."):
                yield path, str(node.module).split(".")[1]


def test_the_page_names_every_package() -> None:
    found = {package_of(file.relative_to(PIPELINES).as_posix()) for file in PIPELINES.rglob("*.py")}
    assert sorted(packages()) == sorted(found - {"__init__"})


def test_a_package_imports_only_those_before_it() -> None:
    place = {name: position for position, name in enumerate(packages())}
    back = {(path, other) for path, other in imports() if place[other] > place[package_of(path)]}
    assert back == KNOWN
