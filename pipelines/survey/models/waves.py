"""waves/<wave>.yml and corrections.yml: all that is particular to one wave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipelines.survey.models.base import Day, Id, Model, State, Text, WaveId, WaveKind


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


CellState = State | Literal["routed_out", "unknown"]
"""States that a cell's text can stand for."""


class Column(Model):
    """What one source column is."""

    use: Use | None = Field(None, description="default: answer where a question is named")
    question: Id | None = None
    option: Id | None = Field(None, description="for one column per option")
    reason: Text | None = Field(None, description="why a column is ignored")
    values: dict[Text, Id] = Field(
        {}, description="cell texts that stand for an option in this wave, such as numeric codes"
    )
    missing: dict[Text, CellState] = Field(
        {}, description="cell texts that stand for a state in this column"
    )
    times: float | None = Field(
        None, gt=0, description="numbers are multiplied by this: 100 where a share was exported"
    )

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
    format: Id | None = Field(
        None, description="name of the reader; default: recognised by the file's signature"
    )
    sheet: Text | None = Field(None, description="for workbooks; default: the first sheet")
    header_rows: list[int] = Field(
        [],
        description="rows of a plain table that hold its header, counted from 1; "
        "what stands above is a title. Default: the first row",
    )
    footer_rows: int = Field(0, ge=0, description="rows at the end of a plain table to pass over")
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
    missing: dict[Text, CellState] = Field(
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
