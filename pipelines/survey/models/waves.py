"""waves/<wave>.yml and corrections.yml: all that is particular to one wave."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipelines.survey.models.base import Day, Id, Model, State, Text, WaveId, WaveKind
from pipelines.survey.models.decisions import Decided, Decision


class Correction(Model):
    """One cell that is known to be wrong, with the value it must still hold."""

    wave: WaveId = Field(description="wave")
    respondent: Id = Field(description="id of the respondent")
    question: Id = Field(description="question")
    expected: str = Field(
        description="what the cell holds now, as text; or `sha256:` and the checksum of that text, "
        "which `waves check` tells where it may be personal data"
    )
    corrected: str = Field(description="what it is replaced by; empty: blank")
    reason: Text = Field(description="why")
    decided_by: Text = Field(description="who decided")
    decided_on: Day = Field(description="when")

    def expects(self, text: str) -> bool:
        """Whether a cell holds what the correction expects, told as text or as its checksum."""
        return self.expected in (text, checksum(text))


def checksum(text: str) -> str:
    """By which a correction names a text that must stand in no file of the survey."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


class Corrections(Model):
    """corrections.yml."""

    corrections: list[Correction] = Field([], description="in any order")


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


PSEUDONYMISED = ("key", "metadata", "answer")
"""Uses of columns whose values can be replaced by pseudonyms; answers only where they are text."""

CellState = State | Literal["routed_out", "unknown"]
"""States that a cell's text can stand for."""


class Column(Model):
    """What one source column is."""

    use: Use | None = Field(
        None,
        description="what the column is, see below; default: `answer` where a question is named",
    )
    question: Id | None = Field(None, description="the question that it answers")
    option: Id | None = Field(
        None,
        description="the option that it stands for, where a question has one column for each",
    )
    pseudonymise: bool = Field(
        False,
        description="`true`: each value of a key, metadata or free text column is replaced by a "
        "keyed pseudonym before it is stored anywhere",
    )
    reason: Text | None = Field(None, description="with `use: ignored`: why it is ignored")
    values: dict[Text, Id] = Field(
        {}, description="cell texts that stand for an option in this wave, such as numeric codes"
    )
    missing: dict[Text, CellState] = Field(
        {}, description="cell texts that stand for a state in this column"
    )
    times: float | None = Field(
        None, gt=0, description="numbers are multiplied by this: 100 where a share was exported"
    )
    decide: list[Decision] = Field(
        [], description="what is still to be decided about the column; until then the wave stops"
    )

    @model_validator(mode="after")
    def _complete(self) -> Column:
        if self.is_open:
            return self
        if self.use is None and self.question is None:
            raise ValueError("needs a use or a question")
        if self.use in (None, "answer", "basis") and self.question is None:
            raise ValueError("an answer or basis column needs its question")
        if self.use == "ignored" and not self.reason:
            raise ValueError("an ignored column needs a reason")
        if self.pseudonymise and self.role not in PSEUDONYMISED:
            raise ValueError(f"pseudonymise is for columns of use {', '.join(PSEUDONYMISED)}")
        return self

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided what the column is."""
        return any(decision.about == "column" for decision in self.decide)

    @property
    def role(self) -> Use:
        """The use, with its default; nothing is read of a column that is still open."""
        return self.use or ("answer" if self.question else "ignored")


class Manifest(Model):
    """What the file was when it was accepted; a file that differs stops its wave."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(description="checksum")
    bytes: int = Field(description="size")
    rows: int = Field(description="rows of data")
    columns: int = Field(description="columns")


class Source(Model):
    """One raw file and how its columns are read."""

    path: Annotated[str, Field(pattern=r"^[^/\\][^\\]*$")] = Field(
        description="below `data/raw/WAVE/`"
    )
    format: Id | None = Field(
        None, description="name of the reader; default: recognised by the file's signature"
    )
    sheet: Text | None = Field(None, description="for workbooks; default: the first sheet")
    header_rows: list[int] = Field(
        [],
        description="rows of a plain table that hold its header, counted from 1; "
        "what stands above is a title; default: the first row",
    )
    footer_rows: int = Field(0, ge=0, description="rows at the end of a plain table to pass over")
    encoding: Text | None = Field(None, description="default: detected and recorded")
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = Field(
        None, description="default: detected and recorded"
    )
    decimal: Literal[".", ","] | None = Field(
        None,
        description="sign before the fractions of numbers, `.` or `,`, the other one standing "
        "between thousands; default: as each number shows, set aside where it could be both",
    )
    blank: Literal["no_answer", "unknown"] = Field(
        "no_answer",
        description="what an empty answer cell means where the question was asked: `no_answer` or "
        "`unknown`",
    )
    separator: Text | None = Field(None, description="between the options of one multi-select cell")
    unnamed: Literal["not_chosen", "unknown"] = Field(
        "not_chosen",
        description="what a multi-select cell says of options that it doesn't name: `not_chosen` "
        "or `unknown`",
    )
    not_prefix: Text | None = Field(
        None, description="a cell text that begins so rules its option out and tells no more"
    )
    ticked: list[Text] = Field(
        ["1", "Yes", "Y", "TRUE", "x", "Checked"],
        description="with a column for each option: the texts that mean chosen",
    )
    unticked: list[Text] = Field(
        ["0", "No", "N", "FALSE", "Unchecked"], description="those that mean not chosen"
    )
    missing: dict[Text, CellState] = Field(
        {},
        description="cell texts that stand for a state in every answer column, such as "
        '`"-": no_answer`',
    )
    not_respondents: dict[Text, Text] = Field(
        {},
        description="texts of the key column that name no respondent, each with the reason: a "
        "total, a test, a coordinator; their rows are ignored",
    )
    manifest: Manifest | None = Field(
        None,
        description="what the file was when it was accepted, written by `waves accept`; a file "
        "that differs stops its wave",
    )
    columns: dict[str, Column] = Field(
        description="every column of the file by its header, see below"
    )


class Population(Model):
    """How many could have answered."""

    n: int = Field(gt=0, description="number of members")
    basis: Literal["registry", "stated", "assumed"] = Field(
        description="`registry`, `stated` or `assumed`"
    )
    note: Text | None = Field(None, description="where it comes from")


class Pick(Model):
    """The submission that counts of several by one respondent."""

    file: Text = Field(
        description="`path` of its source; of several sheets of one workbook `path (sheet)`"
    )
    row: int = Field(ge=1, description="its row in the file, as the message of the wave names it")
    reason: Text = Field(description="why this one; it stands with those that don't count")


class Crosswalk(Model):
    """Options merged or split: together the same answer before and now."""

    before: list[Id] = Field(
        min_length=1, description="options of the wave before that asked the question"
    )
    now: list[Id] = Field(min_length=1, description="options of this wave that stand for them")

    @model_validator(mode="after")
    def _something_changed(self) -> Crosswalk:
        if set(self.before) == set(self.now):
            raise ValueError("the same options before and now need no crosswalk")
        return self


class Wave(Model):
    """waves/<wave>.yml: all that is particular to one year's fieldwork."""

    wave: WaveId = Field(description="id, as the file is named")
    kind: WaveKind = Field(
        description="`responses`, `reconstructed`, `published` or `participation`"
    )
    title: Text | None = Field(None, description="title")
    fieldwork_start: Day | None = Field(None, description="first day")
    fieldwork_end: Day | None = Field(None, description="last day")
    fieldwork_precision: Literal["day", "month"] = Field(
        "day",
        description="`month`: only the months of fieldwork are known; write the first day of the "
        "first and the last day of the last, and the report prints the months",
    )
    population: Population | None = Field(
        None, description="how many could have answered, see below"
    )
    note: Text | None = Field(None, description="printed with the wave")
    duplicates: Literal["last", "first", "stop"] = Field(
        "stop",
        description="which of several submissions of one respondent counts: `last`, the last "
        "complete one, `first`, or `stop`: the wave stops. Where the source has a `submitted_at` "
        "column its times say which is last, else the order of the rows; one without a time was "
        "not submitted and comes after all others",
    )
    breaks: dict[Id, Text] = Field(
        {}, description="question id: why its answers don't compare with earlier waves"
    )
    comparable: dict[Id, Text] = Field(
        {},
        description="question id: why its answers compare with earlier waves although it changed; "
        "the note is shown with the comparison",
    )
    crosswalks: dict[Id, list[Crosswalk]] = Field(
        {},
        description="question id: its options that were merged or split since the wave before "
        "that asked it, see below",
    )
    wordings: dict[Id, Text] = Field(
        {}, description="question id: its wording in this wave, where it differed"
    )
    labels: dict[Id, dict[Id, Text]] = Field(
        {},
        description="question id: option id: the text that this wave offered, where it differed",
    )
    submissions: dict[Id, Pick] = Field(
        {},
        description="respondent id: which of several submissions counts, picked by a person; it "
        "goes before `duplicates`",
    )
    codebook: Text | None = Field(
        None,
        description="file below `data/raw/WAVE/` that says what the codes of the export stand for",
    )
    decide: list[Decision] = Field(
        [], description="what is still to be decided about the wave; until then it stops"
    )
    decisions: list[Decided] = Field([], description="what was decided, written by `waves decide`")
    sources: list[Source] = Field(
        [], description="the raw files, needed but for kind `published`; see below"
    )

    def source_name(self, source: Source) -> str:
        """By which a source is told from the wave's others: its path, of several sheets both."""
        several = sum(each.path == source.path for each in self.sources) > 1
        if not several or not source.sheet:
            return source.path
        return f"{source.path} ({source.sheet.replace('/', ' ')})"

    @property
    def has_pseudonyms(self) -> bool:
        """Whether any column is to be pseudonymised."""
        return any(c.pseudonymise for s in self.sources for c in s.columns.values())

    @model_validator(mode="after")
    def _sources_fit_kind(self) -> Wave:
        if self.kind == "published" and self.sources:
            raise ValueError("a published wave has no sources, only totals in published/")
        if self.kind != "published" and not self.sources:
            raise ValueError(f"a wave of kind {self.kind} needs sources")
        return self
