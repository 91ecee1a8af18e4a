"""published/<wave>.yml: what a published report asserts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipelines.survey.models.base import Day, Id, Model, Text, WaveId


class Says(Model):
    """What a claim says of a respondent: an answer, or an attribute."""

    question: Id | None = Field(None, description="question (this or `attribute`)")
    option: Id | None = Field(None, description="with `question`: the answer given")
    attribute: Id | None = Field(None, description="attribute in the registry (this or `question`)")
    value: Text | None = Field(None, description="with `attribute`: its value")
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

    id: Id = Field(description="id, unique in the ledger; `<wave>/<id>` in the warehouse")
    section: Id = Field(description="section of the report")
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
        "score",
        "statement",
    ] = Field(description="what it asserts, see below")
    quote: Text = Field(description="verbatim from the report, a dozen words at the most")
    wave: WaveId | None = Field(None, description="the wave spoken of; default: the ledger's")
    about: list[Says] = Field(
        [], description="the set spoken of: respondents of whom all of this holds"
    )
    within: list[Says] = Field(
        [], description="the set of which it is a part (“of those who…”); default: all respondents"
    )
    indicator: Id | None = Field(None, description="the indicator whose value this states")
    value: float | Day | None = Field(
        None, description="percent, count, rank, score or date as printed"
    )
    base: int | None = Field(None, description="the base, only where the report prints one")
    word: Text | None = Field(
        None,
        description="quantity: the word used. date: what is dated, such as `fieldwork_start`",
    )
    direction: Literal["up", "down", "same"] | None = Field(
        None, description="comparison: `up`, `down` or `same`"
    )
    wave_compared: WaveId | None = Field(None, description="comparison and overlap: the other wave")
    compared_with: list[Says] = Field([], description="comparison within a wave: the other set")
    among: list[Id] = Field([], description="rank: the questions ranked, this one's included")
    respondents: list[Text] = Field(
        [],
        description="list: those named, as written or by id. score: whose score it is; default: "
        "the mean of all",
    )
    complete: bool | None = Field(
        None,
        description="list: `true` where its wording says that these are all, `false` for examples",
    )
    vague: bool = Field(False, description="`true`: wording too vague to be anyone's answer")
    illustrates: Id | None = Field(None, description="list: the claim whose figure these names are")
    excludes: list[Id] = Field([], description="lists which, by their wording, exclude this one")
    note: Text | None = Field(None, description="on the reading of the wording, never on its truth")

    @model_validator(mode="after")
    def _fields_fit_kind(self) -> Claim:
        needs: dict[str, tuple[str, ...]] = {
            "share": ("value",),
            "count": ("value",),
            "base": ("value",),
            "overlap": ("value", "wave_compared"),
            "list": ("respondents", "complete"),
            "quantity": ("word",),
            "comparison": ("direction",),
            "rank": ("value", "about", "among"),
            "universal": ("about", "within"),
            "date": ("value", "word"),
            "score": ("value", "indicator"),
        }
        missing = [name for name in needs.get(self.kind, ()) if getattr(self, name) in (None, [])]
        if missing:
            raise ValueError(f"a claim of kind {self.kind} needs {', '.join(missing)}")
        if self.kind == "share" and not (self.about or self.indicator):
            raise ValueError("a claim of kind share needs about or indicator")
        return self


class Ledger(Model):
    """published/<wave>.yml: all that the report published for a wave asserts."""

    wave: WaveId = Field(description="the wave that the report is about, as the file is named")
    title: Text = Field(description="title of the report")
    source: Text = Field(description="where the report can be found")
    published_on: Day | None = Field(None, description="date of publication")
    claims: list[Claim] = Field(description="the claims, in the order of the report")
