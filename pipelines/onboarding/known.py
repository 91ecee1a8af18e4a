"""The texts by which columns are recognised: those of the question bank and of earlier waves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.onboarding.seen import Seen
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Column, Question, Source, Wave
from pipelines.survey.names import fold

_CODE = re.compile(r"[A-Za-z_.]{0,10}\d[\w.:\[\]-]*")


def is_code(text: str) -> bool:
    """Whether a header is a code such as Q1, B06 or Q1[SQ001], which says nothing by itself."""
    return _CODE.fullmatch(text) is not None


@dataclass
class Known:
    """Texts by which columns are recognised.

    Attributes:
        folder: the survey.
        source: the source whose columns are matched.
        wave: id of the wave before.
        columns: columns of earlier waves by folded header, each with the last wave that has it.
        codes: columns of earlier waves whose headers are codes.
        values: options by code, by question, of the wave before.
        wordings: questions by folded wording.
        names: texts by which each question was known, for similarity.
        places: of the questions in the bank, from 0 to 1.
        labels: folded texts of all options.
        taken: what a column of the source is already.
    """

    folder: SurveyFolder
    source: Source
    wave: str = ""
    columns: dict[str, list[tuple[str, Column]]] = field(default_factory=dict)
    codes: dict[str, Column] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    wordings: dict[str, list[str]] = field(default_factory=dict)
    names: dict[tuple[str, int], str] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, folder: SurveyFolder, before: Wave | None, source: Source) -> Known:
        """All of it, for one source."""
        known = cls(folder, source, before.wave if before else "")
        for wave in earlier_waves(folder, before):
            columns: dict[str, list[tuple[str, Column]]] = {}
            for name, column in columns_of(wave):
                if not is_code(name):
                    columns.setdefault(fold(name), []).append((wave.wave, column))
            known.columns |= columns
            known.codes |= {n: c for n, c in columns_of(wave) if is_code(n) and c.question}
        for _, column in columns_of(before):
            if column.question:
                known.values.setdefault(column.question, {}).update(column.values)
        for position, question in enumerate(folder.bank.questions):
            known.places[question.id] = position / max(len(folder.bank.questions) - 1, 1)
            known.labels |= {fold(option.label) for option in question.options}
            for text in _wordings(folder, question):
                named = known.wordings.setdefault(fold(text), [])
                if question.id not in named:
                    named.append(question.id)
            for index, text in enumerate(_names(folder, before, question)):
                known.names[question.id, index] = fold(text)
        return known

    def same_name(self, each: Seen) -> Column | None:
        """The column of an earlier wave with the same code or header."""
        header = each.column.header
        found = [column for _, column in self.columns.get(fold(header), [])]
        return self.codes.get(each.column.code or header) or (found[0] if len(found) == 1 else None)

    def says_so(self, column: Column, each: Seen) -> bool:
        """Whether a column's own texts, not its name alone, say that it is as one before."""
        if column.role != "answer" or not is_name(each):
            return True
        if column.question not in self.wordings.get(fold(each.wording), []):
            return False
        text, question = each.column.option, self.folder.question(column.question or "")
        return text is None or option_of(question, text) == column.option


def option_of(question: Question, text: str) -> str | None:
    """The option that a text names, after folding."""
    named = {
        option.id
        for option in question.options
        if fold(text) in {fold(each) for each in (option.label, *option.also)} and fold(text)
    }
    return named.pop() if len(named) == 1 else None


def is_name(each: Seen) -> bool:
    """Whether the header is a short name, which tools use again for other questions."""
    header = each.column.header
    return each.column.code == header or fold(each.wording) not in fold(header)


def earlier_waves(folder: SurveyFolder, before: Wave | None) -> list[Wave]:
    """The waves up to the one before, in time order."""
    waves = list(folder.waves.values())
    return waves[: waves.index(before) + 1] if before else []


def columns_of(wave: Wave | None) -> Iterator[tuple[str, Column]]:
    """The columns of all sources of a wave, with their headers."""
    for source in wave.sources if wave else ():
        yield from source.columns.items()


def _wordings(folder: SurveyFolder, question: Question) -> Iterator[str]:
    yield question.wording
    for wave in folder.waves.values():
        if question.id in wave.wordings:
            yield wave.wordings[question.id]


def _names(folder: SurveyFolder, before: Wave | None, question: Question) -> list[str]:
    texts = [*_wordings(folder, question), *([question.short] if question.short else [])]
    texts += [
        name
        for name, column in columns_of(before)
        if column.question == question.id and not column.option and not is_code(name)
    ]
    return list(dict.fromkeys(texts))
