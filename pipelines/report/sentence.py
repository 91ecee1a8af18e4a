"""A sentence of the report: phrases, figures and quotations, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.errors import BuildError, Problem
from pipelines.report.figures import Figure
from pipelines.report.language import Language, language


@dataclass(frozen=True)
class Number:
    """A figure as it is printed in a sentence; `slot` is its place in the phrase."""

    figure: str
    text: str
    slot: str = ""


@dataclass(frozen=True)
class Quoted:
    """Words of the survey: a label, a title, a wave or names.

    Attributes:
        kind: what is quoted.
        text: the words.
        of_survey: whether they are in the language of the questionnaire.
        slot: its place in the phrase.
    """

    kind: str
    text: str
    of_survey: bool = False
    slot: str = ""


@dataclass(frozen=True)
class Word:
    """A word for a quantity; `slot` is its place in the phrase."""

    text: str
    slot: str = ""


Part = str | Number | Quoted | Word
Listed = tuple[tuple[str, tuple[str, ...]], ...]
"""Names that stand in a sentence, by the figure that counts them."""


@dataclass(frozen=True)
class Sentence:
    """A sentence in the parts that it is made of.

    Attributes:
        parts: phrases, figures and quotations in order.
        listed: names that stand in it, by the figure that counts them.
        phrase: the phrase that it was put together by.
    """

    parts: tuple[Part, ...]
    listed: Listed = ()
    phrase: str = ""

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures that stand in it, each once, in order."""
        found = [part.figure for part in self.parts if isinstance(part, Number)]
        return tuple(dict.fromkeys(found + [figure for figure, _ in self.listed]))


def check_sentences(
    sentences: Iterable[Sentence], figures: Mapping[str, Figure], language_code: str
) -> None:
    """Hold sentences against the figures that they are made of.

    Raises:
        BuildError: if a number is not the text of its figure, a number stands in a phrase, or a
            list's length is not its number.
    """
    problems = [
        Problem(f"sentence “{sentence.text}”", found, expected)
        for sentence in sentences
        for found, expected in _faults(sentence, figures, language(language_code))
    ]
    if problems:
        raise BuildError(problems)


def _faults(
    sentence: Sentence, figures: Mapping[str, Figure], words: Language
) -> Iterator[tuple[str, str]]:
    for part in sentence.parts:
        if isinstance(part, Number):
            figure = figures.get(part.figure)
            if figure is None or figure.value is None:
                yield f"figure {part.figure}, which has no value", "a figure that can be printed"
            elif part.text.casefold() not in words.forms(figure.text):
                yield f"“{part.text}” for {part.figure}", f"“{words.number(figure.text)}”"
        elif isinstance(part, str) and any(sign.isdigit() for sign in part):
            yield f"a number in the phrase “{part}”", "numbers from figures only"
    for figure_id, names in sentence.listed:
        value = figures[figure_id].value if figure_id in figures else None
        if value != len(names):
            yield f"{len(names)} names for {figure_id}", f"as many names as its value, {value}"
