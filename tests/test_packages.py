"""Files and packages import in one direction, packages in that of docs/architecture.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

PIPELINES = Path(__file__).parents[1] / "pipelines"
PAGE = PIPELINES.parent / "docs" / "architecture.md"
KNOWN = {
    ("survey.references", "extract"),
    ("survey.translations", "report"),
}
"""Imports the other way, which the page names."""


def packages() -> list[str]:
    """The packages in the order of the page, from the ground up."""
    table = PAGE.read_text(encoding="utf-8").partition("| in `pipelines/` |")[2]
    return re.findall(r"^\| `(\w+)` \|", table.partition("\n\n")[0], re.MULTILINE)


@cache
def modules() -> dict[str, set[str]]:
    """What each module imports of the others, by names below `pipelines`."""
    files = {}
    for file in PIPELINES.rglob("*.py"):
        parts = file.relative_to(PIPELINES).with_suffix("").parts
        files[".".join(parts).removesuffix("__init__").removesuffix(".")] = file
    return {
        module: set(imported(ast.parse(file.read_text(encoding="utf-8")), set(files)))
        for module, file in files.items()
    }


def imported(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """The modules that a file names; of a package's names only those that are modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pipelines":
            base = str(node.module).removeprefix("pipelines").removeprefix(".")
            for name in node.names:
                inside = f"{base}.{name.name}".removeprefix(".")
                yield inside if inside in known else base


def package_of(module: str) -> str:
    return module.partition(".")[0]


def test_the_page_names_every_package() -> None:
    assert sorted(packages()) == sorted({package_of(module) for module in modules()} - {""})


def test_a_package_imports_only_those_before_it() -> None:
    place = {name: position for position, name in enumerate(packages())}
    back = {
        (module, package_of(other))
        for module, others in modules().items()
        for other in others
        if place[package_of(other)] > place.get(package_of(module), 0)
    }
    assert back == KNOWN


def test_no_modules_import_each_other_in_a_circle() -> None:
    TopologicalSorter(modules()).prepare()
