"""questions.yml and indicators.yml: the question bank and what is computed from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, model_validator

from pipelines.survey.models.base import Day, Id, Model, QuestionType, State, Text, WaveId


class Section(Model):
    """A part of the questionnaire and of the report."""

    id: Id = Field(description="id")
    title: Text = Field(description="title in the report")
    intro: Text | None = Field(None, description="a sentence printed under the title")


class Option(Model):
    """An answer that a question offers."""

    id: Id = Field(description="id, unique in its question")
    label: Text = Field(description="the text that exports hold and the report prints")
    also: list[Text] = Field([], description="other texts by which exports write this option")
    state: State | None = Field(
        None,
        description="where the option is no substantive answer: `dont_know`, `refused`, "
        "`not_applicable` or `no_answer`",
    )
    free_text: bool = Field(False, description='`true`: "other"; a cell may hold any text for it')
    value: float | None = Field(
        None,
        description="of a rating: the number that the option stands for in means, medians and "
        "top-boxes, the highest being the top; given for all options or for none. Default: the "
        "labels where all of them are numbers, else the place among the options",
    )
    since: WaveId | None = Field(None, description="first wave that offered it; default: all did")
    until: WaveId | None = Field(None, description="last wave that offered it")

    def offered_in(self, wave: str, order: Sequence[str]) -> bool:
        """Whether a wave offered it.

        Args:
            wave: the wave.
            order: all waves in time order.
        """
        position = {name: number for number, name in enumerate(order)}
        here = position.get(wave, 0)
        first = position.get(self.since or wave, here)
        return first <= here <= position.get(self.until or wave, here)


class AskIf(Model):
    """A question is asked only where this holds (of an earlier answer, or of the respondent)."""

    question: Id | None = Field(None, description="an earlier question (this or `attribute`)")
    options: list[Id] = Field([], description="with `question`: the answers to it that lead here")
    attribute: Id | None = Field(
        None, description="an attribute of the respondent (this or `question`)"
    )
    values: list[Text] = Field([], description="with `attribute`: its values that lead here")

    @model_validator(mode="after")
    def _one_subject(self) -> AskIf:
        if (self.question is None) == (self.attribute is None):
            raise ValueError("needs either question with options, or attribute with values")
        if self.question and not self.options:
            raise ValueError("question needs options")
        if self.attribute and not self.values:
            raise ValueError("attribute needs values")
        return self


class Question(Model):
    """A question, with one id in every wave."""

    id: Id = Field(description="id, the same in every wave")
    section: Id = Field(description="id of its section")
    type: QuestionType = Field(
        description="`single`, `multiple`, `rating`, `number`, `date`, `text` or `coded_text` "
        "(free text coded into themes)"
    )
    wording: Text = Field(
        description="the question as asked; where a wave had another wording, see its `wordings`"
    )
    short: Text | None = Field(None, description="a short form for headings and lists")
    options: list[Option] = Field(
        [],
        description="the answers offered, needed for choices; other types take only options that "
        "are states",
    )
    options_known: bool = Field(
        True, description="`false`: more options were offered than are known here"
    )
    ask_if: list[AskIf] = Field(
        [], description="the routing: all conditions must hold, else the question is routed out"
    )
    minimum: float | Day | None = Field(
        None,
        description="smallest number or date that is believed; a number that is unknown may be "
        "any from it on",
    )
    maximum: float | Day | None = Field(
        None,
        description="largest number or date that is believed; a number that is unknown may be any "
        "up to it",
    )
    keep_text: bool = Field(
        False, description="`true`: free text is kept in the warehouse, in `core.texts`"
    )
    publish_text: bool = Field(
        False,
        description="`true`: the free text kept may be published; needs `keep_text`. Without it "
        "no page and no open export holds it",
    )
    public: bool = Field(
        True,
        description="`false`: the question is for the warehouse alone. No form of the report, not "
        "the explorer and not the open data hold the question, its answers, or an "
        "indicator or a finding that rests on it; a question that is asked by its answers has to "
        "say `false` too",
    )
    note: Text | None = Field(None, description="printed with the question")

    def options_in(self, wave: str, order: Sequence[str]) -> list[Option]:
        """The options that a wave offered; `order` holds all waves in time order."""
        return [option for option in self.options if option.offered_in(wave, order)]

    @model_validator(mode="after")
    def _options_fit_type(self) -> Question:
        choice = self.type in ("single", "multiple", "rating", "coded_text")
        if choice and not self.options:
            raise ValueError(f"a question of type {self.type} needs options")
        if not choice and any(option.state is None for option in self.options):
            raise ValueError(f"a question of type {self.type} has only options that are states")
        return self

    @model_validator(mode="after")
    def _values_on_scales(self) -> Question:
        given = [option for option in self.options if option.value is not None]
        if any(option.state is not None for option in given):
            raise ValueError("an option that means a state has no value")
        if given and self.type != "rating":
            raise ValueError(f"only a rating has values, this is of type {self.type}")
        if given and len(given) < len(self._substantive):
            raise ValueError("value needed for every option of the rating, or for none")
        return self

    @property
    def _substantive(self) -> list[Option]:
        return [option for option in self.options if option.state is None]

    @property
    def scale(self) -> dict[str, float]:
        """What the options of a rating stand for, by id; empty where only their order is known."""
        if self.type != "rating":
            return {}
        found = {
            option.id: _number(option.label) if option.value is None else option.value
            for option in self._substantive
        }
        known = {option: value for option, value in found.items() if value is not None}
        return known if len(known) == len(found) else {}

    @model_validator(mode="after")
    def _kept_before_published(self) -> Question:
        if self.publish_text and not self.keep_text:
            raise ValueError("publish_text needs keep_text: true")
        return self


def _number(label: str) -> float | None:
    """The number that a label is, such as 5 or -2; None for any other text."""
    return float(label) if re.fullmatch(r"[-+]?\d{1,9}(\.\d{1,9})?", label.strip()) else None


class QuestionBank(Model):
    """questions.yml: every question ever asked."""

    sections: list[Section] = Field(description="in the order of the questionnaire")
    questions: list[Question] = Field(description="in the order of the questionnaire")


class QuestionOptions(Model):
    """Some options of one question."""

    question: Id = Field(description="a question")
    options: list[Id] = Field(min_length=1, description="its options that count as yes")


class ScorePart(Model):
    """Questions that enter a score in the same way."""

    questions: list[Id] = Field(min_length=1, description="the questions")
    values: dict[Id, Annotated[float, Field(ge=0)]] = Field(
        description="what an option is worth, by its id; the others are worth nothing"
    )
    weight: float = Field(1, gt=0, description="what each question weighs")

    @model_validator(mode="after")
    def _something_to_gain(self) -> ScorePart:
        if not any(self.values.values()):
            raise ValueError("values needs an option that is worth more than nothing")
        return self


class Net(Model):
    """Two indicators of one question, one of which is taken from the other."""

    top: Id = Field(description="the indicator of those on the one side")
    bottom: Id = Field(description="the indicator of those on the other, whose share is taken off")


class Indicator(Model):
    """A named share, score or net score.

    A share: respondents who chose any of the options, of those whose answer is known. A
    score: what the options that a respondent chose are worth, in percent of the most that
    the questions could have given. A net score: the share of one indicator less the share
    of another one of the same question.
    """

    id: Id = Field(description="id")
    title: Text = Field(description="title, such as *Have a strategy*")
    question: Id | None = Field(None, description="its question (this or `any_of`)")
    options: list[Id] = Field([], description="with `question`: the options that count as yes")
    any_of: list[QuestionOptions] = Field(
        [],
        description="where several questions are joined: a list, each with question and options "
        "(this or `question`)",
    )
    score: list[ScorePart] = Field(
        [],
        description="for a score, instead of `question` or `any_of`: a list, each with questions, "
        "values and weight",
    )
    net: Net | None = Field(
        None,
        description="for a net score, instead of `question`, `any_of` or `score`: two indicators "
        "of one question, `top` and `bottom`",
    )
    count_in_base: list[State] = Field(
        [], description="states that stay in the base, as no or as nothing gained; default: none"
    )

    @model_validator(mode="after")
    def _one_definition(self) -> Indicator:
        if sum(map(bool, (self.question, self.any_of, self.score, self.net))) != 1:
            raise ValueError("needs one of question with options, any_of, score, or net")
        if self.net and self.count_in_base:
            raise ValueError("a net has the base of its two indicators, so no count_in_base")
        if self.question and not self.options:
            raise ValueError("question needs options")
        return self

    @property
    def parts(self) -> list[QuestionOptions]:
        """The definition of a share in one form; empty for a score or a net."""
        if self.question:
            return [QuestionOptions(question=self.question, options=self.options)]
        return self.any_of

    @property
    def questions(self) -> set[str]:
        """All questions that it takes answers from."""
        scored = {question for part in self.score for question in part.questions}
        return scored | {part.question for part in self.parts}


class Indicators(Model):
    """indicators.yml."""

    indicators: list[Indicator] = Field(description="in the order of the report")
