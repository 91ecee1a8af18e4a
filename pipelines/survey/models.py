"""What a survey folder may say: one pydantic model for each kind of file.

The models are the reference of the folder: their JSON Schemas are generated into
`schemas/`, the loader (`load.py`) adds file and line to their errors. Nothing here
reads a file, and nothing here knows a survey.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=80)]
WaveId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1)]

State = Literal["dont_know", "refused", "not_applicable", "no_answer"]
QuestionType = Literal["single", "multiple", "rating", "number", "date", "text", "coded_text"]
WaveKind = Literal["responses", "reconstructed", "published", "participation"]


def _ratio(value: Any) -> Any:
    """A share such as 0.55, "2/3" or 1 as an exact fraction's text, so that nothing is rounded."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return value
    try:
        return str(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return value


def _written_as_day(value: Any) -> Any:
    """Only YYYY-MM-DD: a bare number would otherwise be read as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(_DAY, value)):
        return value
    raise PydanticCustomError("date_format", "a date is written YYYY-MM-DD")


_DAY = r"\d{4}-\d{2}-\d{2}"
_RATIO = r"^\d+(/[1-9]\d*)?$"

Day = Annotated[date, BeforeValidator(_written_as_day)]
Ratio = Annotated[
    str,
    BeforeValidator(_ratio),
    Field(pattern=_RATIO),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _RATIO}]}
    ),
]


class Model(BaseModel):
    """Strict about names: a misspelt field is an error, not a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# ── survey.yml ──────────────────────────────────────────────────────────────────


class Noun(Model):
    """What a respondent is called in sentences."""

    one: Text = "respondent"
    many: Text = "respondents"


class RespondentRules(Model):
    """Who may answer, and how answers are tied to a respondent."""

    identified_by: Literal["registry", "key", "row"] = Field(
        "registry",
        description="registry: listed in respondents.csv, anything else is rejected; "
        "key: the key column is the respondent's id, no registry; "
        "row: anonymous, every response is its own respondent",
    )
    registry_complete: bool = Field(
        True, description="false: the registry lists only some of the population"
    )
    kinds: list[Id] = Field(["organisation"], description="allowed values of kind")
    counted_kinds: list[Id] | None = Field(
        None, description="kinds that enter bases; the others are kept, not counted. Default: all"
    )
    noun: Noun = Noun()


class BaseRules(Model):
    """From which base on names, counts and percentages are shown."""

    names_only_below: int = Field(5, ge=0)
    counts_only_below: int = Field(10, ge=0)
    percent_in_charts_from: int = Field(30, ge=0)


class QuantityWord(Model):
    """A word for a quantity and the shares of a base it fits."""

    word: Text
    at_least: Ratio | None = None
    more_than: Ratio | None = None
    at_most: Ratio | None = None
    less_than: Ratio | None = None


class Reading(Model):
    """How a vague attribute value is read when claims about attributes are checked."""

    attribute: Id
    value: Text
    read_as: Text
    reason: Text


class Schedule(Model):
    """When the scheduled build runs."""

    cron: Text = "0 5 * * *"
    timezone: Text = "UTC"


class Survey(Model):
    """survey.yml: what holds for every wave."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    title: Text
    publisher: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    synthetic: bool = Field(False, description="true: made-up data, and every output says so")
    owner: Text | None = Field(None, description="team or e-mail shown as owner of the assets")
    respondents: RespondentRules = RespondentRules()
    confidence_level: float = Field(0.95, gt=0, lt=1)
    base_rules: BaseRules = BaseRules()
    quantity_words: list[QuantityWord] = []
    readings: list[Reading] = []
    store_answers_up_to: int = Field(
        20_000_000,
        ge=0,
        description="items up to which core.answers is stored; above, it is a view",
    )
    schedule: Schedule = Schedule()


# ── questions.yml ───────────────────────────────────────────────────────────────


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


# ── indicators.yml ──────────────────────────────────────────────────────────────


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


# ── corrections.yml ─────────────────────────────────────────────────────────────


class Correction(Model):
    """One cell that is known to be wrong, with the value it must still hold."""

    wave: WaveId
    respondent: Id
    question: Id
    expected: str
    corrected: str
    reason: Text
    decided_by: Text
    decided_on: Day


class Corrections(Model):
    """corrections.yml."""

    corrections: list[Correction] = []


# ── waves/<wave>.yml ────────────────────────────────────────────────────────────

Use = Literal[
    "key",
    "answer",
    "basis",
    "weight",
    "submitted_at",
    "language",
    "metadata",
    "ignored",
    "personal",
]


class Column(Model):
    """What one source column is."""

    use: Use | None = Field(None, description="default: answer where a question is named")
    question: Id | None = None
    option: Id | None = Field(None, description="for one column per option")
    reason: Text | None = Field(None, description="why a column is ignored")

    @model_validator(mode="after")
    def _complete(self) -> Column:
        if self.use is None and self.question is None:
            raise ValueError("needs a use or a question")
        if self.use in (None, "answer", "basis") and self.question is None:
            raise ValueError("an answer or basis column needs its question")
        if self.use == "ignored" and not self.reason:
            raise ValueError("an ignored column needs a reason")
        return self

    @property
    def role(self) -> Use:
        """The use, with its default."""
        return self.use or "answer"


class Manifest(Model):
    """What the file was when it was accepted; a file that differs stops its wave."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: int
    rows: int
    columns: int


class Source(Model):
    """One raw file and how its columns are read."""

    path: Annotated[str, Field(pattern=r"^[^/\\][^\\]*$")] = Field(
        description="below data/raw/<wave>/"
    )
    format: Literal["csv", "xlsx"] = "csv"
    sheet: Text | None = Field(None, description="for workbooks; default: the first sheet")
    encoding: Text | None = Field(None, description="default: detected and recorded")
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = Field(
        None, description="default: detected and recorded"
    )
    blank: Literal["no_answer", "unknown"] = Field(
        "no_answer", description="what an empty answer cell means when the question was asked"
    )
    separator: Text | None = Field(None, description="between the options of one multi-select cell")
    unnamed: Literal["not_chosen", "unknown"] = Field(
        "not_chosen",
        description="what a multi-select cell says of the options that it doesn't name",
    )
    not_prefix: Text | None = Field(
        None, description="a cell text that starts so rules its option out and tells no more"
    )
    ticked: list[Text] = Field(
        ["1", "Yes", "Y", "TRUE", "x", "Checked"], description="one column per option: chosen"
    )
    unticked: list[Text] = Field(
        ["0", "No", "N", "FALSE", "Unchecked"], description="one column per option: not chosen"
    )
    missing: dict[str, State | Literal["unknown"]] = Field(
        {}, description="cell texts that stand for a state in every answer column"
    )
    manifest: Manifest | None = None
    columns: dict[str, Column]


class Population(Model):
    """How many could have answered."""

    n: int = Field(gt=0)
    basis: Literal["registry", "stated", "assumed"]
    note: Text | None = None


class Wave(Model):
    """waves/<wave>.yml: all that is particular to one year's fieldwork."""

    wave: WaveId
    kind: WaveKind
    title: Text | None = None
    fieldwork_start: Day | None = None
    fieldwork_end: Day | None = None
    population: Population | None = None
    note: Text | None = None
    duplicates: Literal["last", "first", "stop"] = Field(
        "stop", description="which of several submissions of one respondent counts"
    )
    breaks: dict[Id, Text] = Field(
        {}, description="question id: why its answers don't compare with earlier waves"
    )
    wordings: dict[Id, Text] = Field({}, description="question id: wording, where it differed")
    sources: list[Source] = []

    @model_validator(mode="after")
    def _sources_fit_kind(self) -> Wave:
        if self.kind == "published" and self.sources:
            raise ValueError("a published wave has no sources, only totals in published/")
        if self.kind != "published" and not self.sources:
            raise ValueError(f"a wave of kind {self.kind} needs sources")
        return self


# ── published/<wave>.yml ────────────────────────────────────────────────────────


class Says(Model):
    """What a claim says of a respondent: an answer, or an attribute."""

    question: Id | None = None
    option: Id | None = None
    attribute: Id | None = None
    value: Text | None = None
    wave: WaveId | None = Field(None, description="default: the wave of the claim")

    @model_validator(mode="after")
    def _one_subject(self) -> Says:
        answer = self.question is not None and self.option is not None
        fact = self.attribute is not None and self.value is not None
        if answer == fact or (self.question is None) != (self.option is None):
            raise ValueError("needs either question and option, or attribute and value")
        return self


class Claim(Model):
    """One figure, list, comparison or quantity word that a published report asserts."""

    id: Id
    section: Id
    kind: Literal[
        "share",
        "count",
        "base",
        "overlap",
        "list",
        "quantity",
        "comparison",
        "rank",
        "universal",
        "date",
        "statement",
    ]
    quote: Text = Field(description="verbatim from the report, a dozen words at the most")
    wave: WaveId | None = Field(None, description="the wave spoken of; default: the ledger's")
    about: list[Says] = Field(
        [], description="the set spoken of: respondents of whom all of this holds"
    )
    within: list[Says] = Field(
        [], description="the set of which it is a part ('of those who…'); default: all respondents"
    )
    indicator: Id | None = Field(None, description="the indicator whose value this states")
    value: float | Day | None = Field(None, description="percent, count, rank or date as printed")
    base: int | None = Field(None, description="the base, where the report prints one")
    word: Text | None = Field(None, description="quantity: the word used")
    direction: Literal["up", "down", "same"] | None = Field(None, description="comparison")
    wave_compared: WaveId | None = Field(None, description="comparison and overlap: the other wave")
    compared_with: list[Says] = Field(
        [], description="comparison within a wave: the other set. rank: unused"
    )
    among: list[Id] = Field([], description="rank: the questions ranked, this one's included")
    respondents: list[Text] = Field([], description="list: those named, as written or by id")
    complete: bool | None = Field(
        None, description="list: true where the wording says these are all, false for examples"
    )
    vague: bool = Field(False, description="wording too vague to be anyone's answer")
    illustrates: Id | None = Field(
        None, description="list: the share or count whose names these are"
    )
    excludes: list[Id] = Field([], description="lists which, by their wording, exclude this one")
    note: Text | None = Field(None, description="on the reading of the wording, never on its truth")

    @model_validator(mode="after")
    def _fields_fit_kind(self) -> Claim:
        needs: dict[str, tuple[str, ...]] = {
            "share": ("value", "about"),
            "count": ("value",),
            "base": ("value",),
            "overlap": ("value", "wave_compared"),
            "list": ("respondents", "complete"),
            "quantity": ("word",),
            "comparison": ("direction",),
            "rank": ("value", "about", "among"),
            "universal": ("about", "within"),
            "date": ("value", "word"),
        }
        missing = [name for name in needs.get(self.kind, ()) if getattr(self, name) in (None, [])]
        if missing:
            raise ValueError(f"a claim of kind {self.kind} needs {', '.join(missing)}")
        return self


class Ledger(Model):
    """published/<wave>.yml: all that the report published for a wave asserts."""

    wave: WaveId
    title: Text
    source: Text = Field(description="where the report can be found")
    published_on: Day | None = None
    claims: list[Claim]


# ── respondents.csv and attributes.csv ──────────────────────────────────────────


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


def _split_aliases(value: Any) -> Any:
    return (
        [part.strip() for part in value.split("|") if part.strip()]
        if isinstance(value, str)
        else value
    )


OptionalDate = Annotated[Day | None, BeforeValidator(_blank_is_none)]


class Respondent(Model):
    """A row of respondents.csv."""

    respondent_id: Id
    name: Text
    kind: Id
    country_code: (
        Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
        | Annotated[None, BeforeValidator(_blank_is_none)]
    ) = None
    joined_on: OptionalDate = None
    left_on: OptionalDate = None
    aliases: Annotated[list[Text], BeforeValidator(_split_aliases)] = []


class Attribute(Model):
    """A row of attributes.csv: a dated fact about a respondent."""

    respondent_id: Id
    attribute: Id
    value: Text
    valid_from: OptionalDate = None
    valid_to: OptionalDate = None
    source: Annotated[str | None, BeforeValidator(_blank_is_none)] = None
