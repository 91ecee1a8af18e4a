"""Writes the made-up programme: survey folder, exports, and the truth beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import Template

from pipelines.demo.draw import FIELDWORKS, Fieldwork, Programme, draw
from pipelines.demo.exports import write_export
from pipelines.demo.members import members_in, write_registry
from pipelines.demo.truth import write_truth
from pipelines.survey.accept import write_manifests
from pipelines.survey.models import Manifest

PROJECT = Path(__file__).parent / "project"


def write_demo(folder: Path) -> Programme:
    """Write everything into a folder that is empty or not there.

    Returns:
        What was drawn.

    Raises:
        OSError: the folder can't be written.
    """
    programme = draw()
    values = dict(_values(programme))
    for file in sorted(path for path in PROJECT.rglob("*") if path.is_file()):
        target = folder / file.relative_to(PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = Template(file.read_text(encoding="utf-8")).substitute(values)
        target.write_text(text, encoding="utf-8")
    write_registry(folder / "survey", programme.members)
    for fieldwork in FIELDWORKS:
        if fieldwork.tool:
            _write_wave(folder, fieldwork, programme)
    write_truth(folder / "truth", programme)
    return programme


def _write_wave(folder: Path, fieldwork: Fieldwork, programme: Programme) -> None:
    raw = folder / "data" / "raw" / fieldwork.wave
    raw.mkdir(parents=True)
    submissions = programme.submissions[fieldwork.year]
    export = write_export(raw, fieldwork, submissions)
    content = export.file.read_bytes()
    manifest = Manifest(
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=len(submissions),
        columns=export.columns,
    )
    write_manifests(folder / "survey" / "waves" / f"{fieldwork.wave}.yml", {0: manifest})


def _values(programme: Programme) -> Iterator[tuple[str, str]]:
    """What the texts of the folder say of the drawing, by name."""
    for each in FIELDWORKS:
        yield f"members_{each.wave}", str(len(members_in(programme.members, each.year)))
        yield f"n_{each.wave}", str(len(programme.counted(each.year)))
        for question in ("strategy", "office"):
            known, yes = _known(programme, each, question)
            yield f"base_{each.wave}_{question}", str(len(known))
            yield f"count_{each.wave}_{question}", str(len(yes))
            percent = (200 * len(yes) + len(known)) // (2 * len(known)) if known else 0
            yield f"percent_{each.wave}_{question}", str(percent)
    for before, after in pairwise(FIELDWORKS):
        both = programme.counted(before.year).keys() & programme.counted(after.year).keys()
        yield f"both_{before.wave}_{after.wave}", str(len(both))
        known, yes = _known(programme, before, "strategy")
        started = (known - yes) & _known(programme, after, "strategy")[1]
        yield f"started_{before.wave}_{after.wave}_strategy", str(len(started))


def _known(programme: Programme, fieldwork: Fieldwork, question: str) -> tuple[set[str], set[str]]:
    """Who answered a question for yes or no, and who of them yes."""
    items = {
        member: submission.items[question]
        for member, submission in programme.counted(fieldwork.year).items()
        if question in submission.items and submission.items[question].state == "answered"
    }
    return set(items), {member for member, item in items.items() if item.options == ("yes",)}
