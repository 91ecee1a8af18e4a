"""The report's outline and the files of its text blocks: what must hold of them.

Text blocks lie in `survey/report/`: `<name>.md`, in other languages `<name>.<language>.md`, and
for one wave in `survey/report/<wave>/`. What stands in them is the report's to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import Problem, place
from pipelines.survey.check import Check, unknown
from pipelines.survey.folder import QUESTIONS, SURVEY, SurveyFolder
from pipelines.survey.models.report import BLOCK
from pipelines.survey.positions import Path_
from pipelines.survey.shape import nearest_name

FOLDER = "report"
_NAME = re.compile(BLOCK.rstrip("$") + r"(\.[a-z]{2})?\Z")


def block_files(folder: SurveyFolder) -> list[Path]:
    """The files of all text blocks."""
    root = folder.project / "survey" / FOLDER
    return sorted(path for path in root.rglob("*.md") if path.is_file())


def block_names(folder: SurveyFolder) -> Iterator[tuple[Path_, str]]:
    """Every text block that the outline names, with the path to its name."""
    report = folder.survey.report
    if report.introduction:
        yield ("report", "introduction"), report.introduction
    for index, part in enumerate(report.outline):
        for field, name in (("before", part.before), ("after", part.after)):
            if name:
                yield ("report", "outline", index, field), name


def _sections_known_and_once(folder: SurveyFolder) -> Iterator[Problem]:
    known = [section.id for section in folder.bank.sections]
    first: dict[str, str] = {}
    for index, part in enumerate(folder.survey.report.outline):
        for number, section in enumerate(part.sections):
            where = folder.where(SURVEY, "report", "outline", index, "sections", number)
            if section not in known:
                yield unknown(where, "section", section, known)
            elif first.setdefault(section, where) != where or section in part.sections[:number]:
                yield Problem(
                    where,
                    f"the section {section} a second time (first at {first[section]})",
                    "each section in one part of the report",
                    "Delete one of the two",
                )


def _blocks_have_files(folder: SurveyFolder) -> Iterator[Problem]:
    names = {path.name.split(".")[0] for path in block_files(folder)}
    for path, name in block_names(folder):
        if name not in names:
            yield Problem(
                folder.where(SURVEY, *path),
                f"the text block {name}, which has no file",
                f"survey/{FOLDER}/{name}.md",
                nearest_name(name, names) or "Write the file, or delete the line",
            )


def _files_are_blocks(folder: SurveyFolder) -> Iterator[Problem]:
    """Files that look like text blocks, and that no page would show."""
    used = {name for _, name in block_names(folder)}
    root, language = folder.project / "survey" / FOLDER, folder.survey.language
    for path in block_files(folder):
        *inside, _ = path.relative_to(root).parts
        name, _, code = path.stem.partition(".")
        where = place(path, project=folder.project)
        if not _NAME.match(path.stem):
            yield Problem(
                where,
                f"a file named {path.name}",
                "<name>.md or <name>.<language>.md, in small letters, digits, _ and -",
            )
        elif len(inside) > 1 or any(wave not in folder.waves for wave in inside):
            yield Problem(
                where,
                f"a text block in the folder {'/'.join(inside)}",
                f"one in survey/{FOLDER}/, or in a folder there that is named as a wave",
            )
        elif name not in used:
            yield Problem(
                where,
                f"the text block {name}, which nothing prints",
                f"a name that stands under report: in {SURVEY}",
                nearest_name(name, used) or "Name it there, or delete the file",
            )
        elif code == language or (code and not path.with_name(f"{name}.md").exists()):
            yield Problem(
                where,
                f"the file {path.name}, without one in the language of the survey",
                f"{name}.md for {language}, and other languages beside it",
            )


CHECKS: tuple[Check, ...] = (
    (_sections_known_and_once, (SURVEY, QUESTIONS)),
    (_blocks_have_files, (SURVEY,)),
    (_files_are_blocks, (SURVEY, "waves/")),
)
