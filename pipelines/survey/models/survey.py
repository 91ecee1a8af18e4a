"""survey.yml: what holds for every wave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipelines.survey.models.base import Id, Model, Ratio, Text


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
