"""questions.yml and indicators.yml: the question bank and what is computed from it."""

from __future__ import annotations

from pydantic import Field, model_validator

from pipelines.survey.models.base import Day, Id, Model, QuestionType, State, Text, WaveId


class Section(Model):
    """A part of the questionnaire and of the report."""

    id: Id
    title: Text
    intro: Text | None = None


class Option(Model):
    """An answer that a question offers."""

    id: Id
    label: Text
    also: list[Text] = Field([], description="other texts by which exports write this option")
    state: State | None = Field(
        None, description="set where the option is not a substantive answer"
    )
    since: WaveId | None = Field(None, description="first wave that offered it; default: all did")
    until: WaveId | None = Field(None, description="last wave that offered it")


class AskIf(Model):
    """A question is asked only where this holds (of an earlier answer, or of the respondent)."""

    question: Id | None = None
    options: list[Id] = []
    attribute: Id | None = None
    values: list[Text] = []

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

    id: Id
    section: Id
    type: QuestionType
    wording: Text
    short: Text | None = Field(None, description="a short form for headings and lists")
    options: list[Option] = []
    options_known: bool = Field(
        True, description="false: the question offered more options than are known here"
    )
    ask_if: list[AskIf] = Field([], description="all must hold, or the question is routed out")
    minimum: float | Day | None = None
    maximum: float | Day | None = None
    keep_text: bool = Field(False, description="free text may be kept in the warehouse")
    note: Text | None = None

    @model_validator(mode="after")
    def _options_fit_type(self) -> Question:
        choice = self.type in ("single", "multiple", "rating", "coded_text")
        if choice and not self.options:
            raise ValueError(f"a question of type {self.type} needs options")
        if not choice and any(option.state is None for option in self.options):
            raise ValueError(f"a question of type {self.type} has only options that are states")
        return self


class QuestionBank(Model):
    """questions.yml: every question ever asked."""

    sections: list[Section]
    questions: list[Question]


class QuestionOptions(Model):
    """Some options of one question."""

    question: Id
    options: list[Id] = Field(min_length=1)


class Indicator(Model):
    """A named share: respondents who chose any of the options, of those whose answer is known."""

    id: Id
    title: Text
    question: Id | None = None
    options: list[Id] = []
    any_of: list[QuestionOptions] = Field([], description="instead of question and options")
    count_in_base: list[State] = Field([], description="states that stay in the base")

    @model_validator(mode="after")
    def _one_definition(self) -> Indicator:
        if bool(self.question) == bool(self.any_of):
            raise ValueError("needs either question with options, or any_of")
        if self.question and not self.options:
            raise ValueError("question needs options")
        return self

    @property
    def parts(self) -> list[QuestionOptions]:
        """The definition in one form."""
        if self.question:
            return [QuestionOptions(question=self.question, options=self.options)]
        return self.any_of


class Indicators(Model):
    """indicators.yml."""

    indicators: list[Indicator]
