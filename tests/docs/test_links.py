"""The documents lead somewhere: files, pictures, headings, commands, tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.cli import app

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
MOST_BYTES = 100_000


def prose(page: Path) -> str:
    """A page without its code blocks."""
    return CODE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """The links of a page that stay in the repository."""
    return [link for link in LINK.findall(prose(page)) if "://" not in link]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    known: dict[Path, set[str]] = {}
    for link in links(page):
        file, _, heading = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        if heading:
            assert heading in known.setdefault(target, anchors(target)), link


def test_pictures_are_small() -> None:
    pictures = sorted((PROJECT / "docs" / "pictures").glob("*.png"))
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < MOST_BYTES, picture.name


def test_every_document_can_be_found_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in links(PROJECT / "README.md")}
    assert {f"docs/{page.name}" for page in PAGES if page.parent.name == "docs"} <= linked


def test_commands_and_targets_that_the_documents_name_exist() -> None:
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|\$ |bin/)waves ([a-z]+(?:-[a-z]+)*)", text))
        assert named <= commands, (page.name, named - commands)
        made = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", text))
        assert made <= targets, (page.name, made - targets)


def test_nothing_of_the_machine_of_its_writers_is_in_them() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"/work/|/root/|/home/|\.\./shared", text), page.name
