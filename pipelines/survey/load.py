"""Reads the survey folder into one object that knows what the survey says, and where.

Every file is read and its shape checked, then what the files say of each other
(`checks.py`). All problems of all files are raised together.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipelines.errors import ConfigurationError, Problem, WavesError, place
from pipelines.survey import large, shape
from pipelines.survey.checks import folder_problems
from pipelines.survey.folder import (
    ATTRIBUTES,
    CORRECTIONS,
    INDICATORS,
    QUESTIONS,
    RESPONDENTS,
    SUCCESSIONS,
    SURVEY,
    SurveyFolder,
)
from pipelines.survey.models import (
    Attribute,
    Corrections,
    Indicators,
    Ledger,
    QuestionBank,
    Respondent,
    Succession,
    Survey,
    Translation,
    Wave,
)
from pipelines.survey.order import in_time_order, natural
from pipelines.survey.positions import Path_, nearest, read_yaml
from pipelines.survey.rows import Rows, read_rows

M = TypeVar("M", bound=BaseModel)

_FILES = (
    *(SURVEY, QUESTIONS, RESPONDENTS, ATTRIBUTES, SUCCESSIONS, INDICATORS, CORRECTIONS),
    "waves/<wave>.yml",
    "published/<wave>.yml",
    "translations/<language>.yml",
)
_FOLDERS = ("waves", "published", "translations")

# Stands in while survey.yml cannot be read.
_NO_SURVEY = Survey(id="unknown", title="unknown", publisher="unknown")


def load_survey(project: Path) -> SurveyFolder:
    """Read and check `project/survey`.

    Raises:
        ConfigurationError: with every problem of every file.
    """
    reader = _Reader(project)
    folder = reader.folder()
    problems = reader.problems + folder_problems(folder, frozenset(reader.broken))
    if problems:
        raise ConfigurationError(problems)
    return folder


class _Reader:
    """Reads the files one by one and collects their problems."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.root = project / "survey"
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.lines: dict[str, dict[Path_, int]] = {}

    def folder(self) -> SurveyFolder:
        """The folder as far as it can be read; files that are wrong are left out."""
        if not self.root.is_dir():
            where = place(self.root, project=self.project)
            raise ConfigurationError(
                Problem(where, "no such folder", "the survey folder", "Name its project: --project")
            )
        self._stray_files()
        survey = self._yaml(SURVEY, Survey) or _NO_SURVEY
        bank = self._yaml(QUESTIONS, QuestionBank) or QuestionBank(sections=[], questions=[])
        indicators = self._yaml(INDICATORS, Indicators, optional=True)
        corrections = self._yaml(CORRECTIONS, Corrections, optional=True)
        needed = SURVEY not in self.broken and survey.respondents.identified_by == "registry"
        registry, facts = self._registry(survey, needed)
        waves = in_time_order(self._each("waves", Wave))
        ledgers = {ledger.wave: ledger for ledger in self._each("published", Ledger)}
        return SurveyFolder(
            project=self.project,
            survey=survey,
            bank=bank,
            indicators=tuple(indicators.indicators if indicators else ()),
            corrections=tuple(corrections.corrections if corrections else ()),
            waves={wave.wave: wave for wave in waves},
            ledgers={wave: ledgers[wave] for wave in sorted(ledgers, key=natural)},
            registry=registry,
            facts=facts,
            successions=self._csv(SUCCESSIONS, Succession, optional=True),
            translations=self._translations(),
            lines=self.lines,
        )

    def _each(self, folder: str, model: type[M]) -> list[M]:
        """The files of a folder; each must be named as the wave inside."""
        found = []
        for path in sorted((self.root / folder).glob("*.yml")):
            file = f"{folder}/{path.name}"
            content = self._yaml(file, model)
            if content is None:
                continue
            wave = content.wave  # type: ignore[attr-defined]
            if wave == path.stem:
                found.append(content)
                continue
            self.broken.add(file)
            self._problem(
                file, ("wave",), f"wave: {wave!r}", f'wave: "{path.stem}", as the file is named'
            )
        return found

    def _translations(self) -> dict[str, Translation]:
        """The texts in other languages, by the names of their files."""
        paths = sorted((self.root / "translations").glob("*.yml"))
        found = {path.stem: self._yaml(f"translations/{path.name}", Translation) for path in paths}
        return {language: texts for language, texts in found.items() if texts}

    def _yaml(self, file: str, model: type[M], optional: bool = False) -> M | None:
        if optional and not (self.root / file).exists():
            return None
        try:
            document = read_yaml(self.root / file, self.project)
            self.lines[file] = document.lines
            return model.model_validate(document.data)
        except WavesError as error:
            self.problems.extend(error.problems)
        except ValidationError as error:
            self.problems += shape.problems(
                error.errors(include_url=False),
                model,
                document.data,
                lambda path: self._where(file, path),
            )
        self.broken.add(file)
        return None

    def _registry(self, survey: Survey, needed: bool) -> tuple[Rows[Respondent], Rows[Attribute]]:
        """The respondents and the facts about them."""
        files = self.root / RESPONDENTS, self.root / ATTRIBUTES
        if files[0].exists() and any(f.exists() and f.stat().st_size > large.LARGE for f in files):
            confirmed = large.confirm(*files, survey.respondents.kinds)
            if confirmed:
                return confirmed
        registry = self._csv(RESPONDENTS, Respondent, optional=not needed)
        return registry, self._csv(ATTRIBUTES, Attribute, optional=True)

    def _csv(self, file: str, model: type[M], optional: bool) -> Rows[M]:
        if optional and not (self.root / file).exists():
            return Rows(model)
        try:
            return read_rows(self.root / file, model, self.project)
        except WavesError as error:
            self.problems.extend(error.problems)
            self.broken.add(file)
        return Rows(model)

    def _stray_files(self) -> None:
        """Files that look as if they belonged but would be read by nobody."""
        for path in sorted(self.root.rglob("*")):
            if path.suffix not in (".yml", ".yaml", ".csv"):
                continue
            file = path.relative_to(self.root).as_posix()
            folder, _, name = file.rpartition("/")
            if file in _FILES or (folder in _FOLDERS and path.suffix == ".yml"):
                continue
            expected = "one of " + ", ".join(_FILES)
            action = shape.nearest_name(file, _FILES)
            self._problem(file, (), f"{name}, a file that nobody reads", expected, action)

    def _problem(self, file: str, path: Path_, found: str, expected: str, action: str = "") -> None:
        self.problems.append(Problem(self._where(file, path), found, expected, action))

    def _where(self, file: str, path: Path_) -> str:
        line = nearest(self.lines.get(file, {}), path) if file in self.lines else None
        return place(self.root / file, line, self.project)
