"""The survey folder in memory: what it says, and where it says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.errors import place
from pipelines.survey.models import (
    Attribute,
    Correction,
    Indicator,
    Ledger,
    Question,
    QuestionBank,
    Respondent,
    Source,
    Succession,
    Survey,
    Translation,
    Wave,
)
from pipelines.survey.names import NameIndex, fold
from pipelines.survey.positions import Path_, nearest
from pipelines.survey.rows import Rows

SURVEY, QUESTIONS, INDICATORS = "survey.yml", "questions.yml", "indicators.yml"
CORRECTIONS, RESPONDENTS, ATTRIBUTES = "corrections.yml", "respondents.csv", "attributes.csv"
SUCCESSIONS = "successions.csv"


@dataclass(frozen=True)
class SurveyFolder:
    """What a survey folder says.

    Files are named as below `survey/`, such as `questions.yml` or `waves/2020.yml`.

    Attributes:
        project: the folder that holds `survey/` and `data/`.
        survey: survey.yml.
        bank: questions.yml.
        indicators: indicators.yml.
        corrections: corrections.yml.
        waves: the waves by id, in time order (see `in_time_order`).
        ledgers: what was published, by the id of the wave that the report is about.
        registry: respondents.csv, by column.
        facts: attributes.csv, by column.
        successions: successions.csv, by column.
        translations: the survey's texts in other languages, by language.
        lines: the lines of each YAML file by path into it.
    """

    project: Path
    survey: Survey
    bank: QuestionBank
    indicators: tuple[Indicator, ...] = ()
    corrections: tuple[Correction, ...] = ()
    waves: dict[str, Wave] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    registry: Rows[Respondent] = field(default_factory=lambda: Rows(Respondent))
    facts: Rows[Attribute] = field(default_factory=lambda: Rows(Attribute))
    successions: Rows[Succession] = field(default_factory=lambda: Rows(Succession))
    translations: dict[str, Translation] = field(default_factory=dict)
    lines: Mapping[str, dict[Path_, int]] = field(default_factory=dict)

    @cached_property
    def names(self) -> NameIndex:
        """Every accepted spelling of every respondent."""
        return NameIndex.of(
            self.registry.column("respondent_id"),
            self.registry.column("name"),
            self.registry.column("aliases"),
        )

    @cached_property
    def former_names(self) -> dict[str, list[tuple[date, str]]]:
        """Respondents by the folded names that they had, each until a date, oldest first."""
        found: dict[str, list[tuple[date, str]]] = {}
        for each in self.successions:
            if each.kind == "renamed" and each.old_name:
                found.setdefault(fold(each.old_name), []).append((each.date, each.respondent_id))
        return {name: sorted(holders) for name, holders in found.items()}

    @cached_property
    def respondents(self) -> tuple[Respondent, ...]:
        """The registry as objects; for a large one use the columns of `registry`."""
        return tuple(self.registry)

    @cached_property
    def attributes(self) -> tuple[Attribute, ...]:
        """The dated facts about respondents as objects."""
        return tuple(self.facts)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by id, in the order of the bank."""
        return {question.id: question for question in self.bank.questions}

    def question(self, question_id: str) -> Question:
        """A question by its id."""
        return self.questions[question_id]

    def question_in(self, question_id: str, wave: str) -> Question:
        """A question as a wave put it: with its wording, its options and their texts."""
        question, said = self.questions[question_id], self.waves[wave]
        labels = said.labels.get(question_id, {})
        options = [
            option.model_copy(
                update={"label": labels[option.id], "also": [option.label, *option.also]}
            )
            if option.id in labels
            else option
            for option in question.options_in(wave, list(self.waves))
        ]
        wording = said.wordings.get(question_id, question.wording)
        return question.model_copy(update={"wording": wording, "options": options})

    def resolve(self, name: str, wave: str | None = None) -> str | None:
        """The id of the respondent that a text names, or None; never by similarity.

        Args:
            name: the text.
            wave: the wave in which it stands; a name that a respondent had when the wave's
                fieldwork began goes before names of today.
        """
        start = self.waves[wave].fieldwork_start if wave else None
        if start and self.former_names and name not in self.names.names:
            for until, respondent in self.former_names.get(fold(name), ()):
                if start < until:
                    return respondent
        return self.names.resolve(name)

    def raw_file(self, wave: str, source: Source) -> Path:
        """Where the file of a source lies."""
        return self.project / "data" / "raw" / wave / source.path

    def where(self, file: str, *path: str | int) -> str:
        """Place of a value: `survey/questions.yml:12`.

        Args:
            file: name below `survey/`.
            path: keys and indices into a YAML file, or row (from 0) and column of a CSV
                file. Where it leads to nothing, the place of what should hold it is given.
        """
        full = self.project / "survey" / file
        tables: dict[str, Rows[Any]] = {
            RESPONDENTS: self.registry,
            ATTRIBUTES: self.facts,
            SUCCESSIONS: self.successions,
        }
        if file in tables:
            line = tables[file].line(int(path[0])) if path else 1
            column = f", column {path[1]}" if len(path) > 1 else ""
            return place(full, line, self.project) + column
        return place(full, nearest(self.lines.get(file, {}), path), self.project)
