"""The texts that a column may hold, whatever wave it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipelines.mapping.meaning import Vocabulary, choice_vocabulary
from pipelines.survey.models import Column, Option, Question, Source


def vocabulary_of(
    question: Question,
    column: Column,
    source: Source,
    offered: Sequence[Option] | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> Vocabulary:
    """The texts of a column; by default those of all options that any wave offered."""
    options = question.options if offered is None else offered
    return choice_vocabulary(question, column, source, options, labels)
