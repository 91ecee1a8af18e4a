"""The editions that lie in `data/editions/<wave>/<number>/`.

`edition.yml` says who signed what off and when, with the sha256 of each file; `figures.json`
holds every figure as it was printed. Beside the numbers, the link `public` leads to the folder
`report` of the edition that may be handed out: the last one whose embargo, if any, is over. It
leads past the build, whose warehouse holds what isn't public.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pydantic import Field, ValidationError

from pipelines.errors import ConfigurationError, Problem, place
from pipelines.extract.source import sha256_of
from pipelines.report.figures import Figure
from pipelines.survey import shape
from pipelines.survey.models.base import Day, Model, Text, WaveId
from pipelines.survey.positions import Document, nearest, read_yaml

RECORD, FIGURES, PUBLIC = "edition.yml", "figures.json", "public"
REPORT, BUILD = "report", "build"
NONE = "—"
"""Stands where a figure was not, or is no more."""


class Change(Model):
    """A figure that one edition prints otherwise than the one before."""

    figure: Text = Field(description="id of the figure")
    label: Text = Field(description="what it is a number of")
    before: Text = Field(description="as the edition before printed it")
    after: Text = Field(description="as it is printed now")


class Edition(Model):
    """edition.yml: a report that was signed off."""

    wave: WaveId = Field(description="wave id")
    number: int = Field(ge=1, description="number of the edition, from 1")
    signed_off_by: Text = Field(description="who signed it off")
    signed_off_on: Day = Field(description="when")
    embargo_until: Day | None = Field(None, description="first day on which it may be public")
    build: Text = Field(description="id of the build that it was made from")
    erratum: Text | None = Field(
        None, description="why the edition before had to be corrected; from edition 2 on"
    )
    changes: list[Change] = Field([], description="every figure that it prints otherwise")
    files: dict[Text, Text] = Field(description="sha256 of each file")


@dataclass(frozen=True)
class Standing:
    """What a page says of its editions.

    Attributes:
        editions: those of the wave, the first one first.
        frozen: whether the page belongs to the last of them.
        changes: what it prints otherwise than the last one, where it doesn't.
    """

    editions: Sequence[Edition] = ()
    frozen: bool = False
    changes: Sequence[Change] = ()


def editions_of(project: Path) -> Path:
    """The folder of the editions."""
    return project / "data" / "editions"


def read_editions(project: Path) -> dict[str, list[Edition]]:
    """The editions by wave, the first one first.

    Raises:
        ConfigurationError: a record is not as it was written.
    """
    found: dict[str, list[Edition]] = {}
    for file in editions_of(project).glob(f"*/*/{RECORD}"):
        if file.parent.name.isdigit():  # neither the link nor what a broken run left
            edition = _read(file, project)
            found.setdefault(edition.wave, []).append(edition)
    return {wave: sorted(each, key=lambda one: one.number) for wave, each in found.items()}


def _read(file: Path, project: Path) -> Edition:
    document = read_yaml(file, project)
    try:
        edition = Edition.model_validate(document.data)
    except ValidationError as error:
        where = partial(_where, file, project, document)
        errors = error.errors(include_url=False)
        raise ConfigurationError(shape.problems(errors, Edition, document.data, where)) from error
    wave, number = file.parts[-3:-1]
    if (edition.wave, str(edition.number)) != (wave, number):
        found = f"edition {edition.number} of {edition.wave}"
        expected = f"edition {number} of {wave}, as the folder is named"
        raise ConfigurationError(Problem(place(file, None, project), found, expected))
    return edition


def _where(file: Path, project: Path, document: Document, path: tuple[str | int, ...]) -> str:
    return place(file, nearest(document.lines, path), project)


def folder_of(project: Path, wave: str, number: int) -> Path:
    """The folder of an edition."""
    return editions_of(project) / wave / str(number)


def differences(
    project: Path, edition: Edition, figures: Mapping[str, Figure], among: Sequence[str] = ()
) -> list[Change]:
    """What is printed otherwise than in an edition, in the order of its figures.

    Args:
        project: the folder with survey/ and data/.
        edition: the edition.
        figures: all figures by id, as they are now.
        among: ids of the figures on a page, so that new ones are found, too.
    """
    file = folder_of(project, edition.wave, edition.number) / FIGURES
    printed: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    changes = []
    for name in dict.fromkeys([*printed, *among]):
        before = printed.get(name, {}).get("text", NONE)
        gone = name not in figures or (among and name not in among)
        after = NONE if gone else figures[name].text
        if before != after:
            label = figures[name].label if name in figures else printed[name]["label"]
            changes.append(Change(figure=name, label=label or name, before=before, after=after))
    return changes


def standings_of(project: Path) -> Callable[[str, Mapping[str, Figure]], Standing]:
    """What pages that are no editions say of the editions of their wave."""
    editions = read_editions(project)

    def standing(wave: str, figures: Mapping[str, Figure]) -> Standing:
        signed = editions.get(wave, [])
        return Standing(signed, changes=differences(project, signed[-1], figures) if signed else ())

    return standing


def damaged(project: Path) -> Iterator[Problem]:
    """Files of editions that are not as they were signed off; builds may be kept elsewhere."""
    for wave, editions in read_editions(project).items():
        for edition in editions:
            folder = folder_of(project, wave, edition.number)
            for name, sha256 in edition.files.items():
                file = folder / name
                kept_elsewhere = name.startswith(f"{BUILD}/") and not file.exists()
                if not kept_elsewhere and (not file.is_file() or sha256_of(file) != sha256):
                    yield Problem(
                        place(file, None, project),
                        "changed since it was signed off" if file.is_file() else "no such file",
                        f"the file of edition {edition.number}, frozen on {edition.signed_off_on}",
                        "Bring it back from a copy; a correction is a new edition: "
                        f'waves publish-report --wave {wave} --erratum "why".',
                    )


def open_due(project: Path, today: date) -> list[Edition]:
    """Lead each wave's link `public` to the report of its last edition that is under no embargo.

    Returns:
        The editions that became public with it.
    """
    opened = []
    for wave, editions in read_editions(project).items():
        free = [each for each in editions if not each.embargo_until or each.embargo_until <= today]
        link = editions_of(project) / wave / PUBLIC
        to = Path(str(free[-1].number), REPORT) if free else None
        if not to or (link.is_symlink() and link.readlink() == to):
            continue
        new = link.with_name(f".{PUBLIC}")
        new.unlink(missing_ok=True)
        new.symlink_to(to)
        new.replace(link)
        opened.append(free[-1])
    return opened
