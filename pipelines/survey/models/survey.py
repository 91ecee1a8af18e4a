"""survey.yml: what holds for every wave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipelines.survey.models.base import Id, Model, Ratio, Text
from pipelines.survey.models.report import Report

Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class TranslatedNoun(Model):
    """What a respondent is called in sentences of another language than English."""

    one: Text = Field(description="such as `ville`")
    many: Text = Field(description="such as `villes`")
    gender: Literal["feminine", "masculine"] = Field(
        "masculine", description="gender of the noun, which numbers agree with"
    )


class Noun(Model):
    """What a respondent is called in sentences."""

    one: Text = Field("respondent", description="such as `city`")
    many: Text = Field("respondents", description="such as `cities`")
    translations: dict[Language, TranslatedNoun] = Field(
        {},
        description="the same in other languages of the report, such as "
        "`fr: {one: ville, many: villes, gender: feminine}`; default: the language's word for a "
        "respondent",
    )


class RespondentRules(Model):
    """Who may answer, and how answers are tied to a respondent."""

    identified_by: Literal["registry", "key", "row"] = Field(
        "registry",
        description="`registry`: listed in respondents.csv, anyone else stops the wave. "
        "`key`: the key column is the respondent's id, no registry. "
        "`row`: anonymous, each row is a respondent of its own",
    )
    registry_complete: bool = Field(
        True, description="`false`: the registry lists only some of the population"
    )
    kinds: list[Id] = Field(["organisation"], description="allowed values of `kind`")
    counted_kinds: list[Id] | None = Field(
        None, description="kinds that enter bases; the others are kept, not counted; default: all"
    )
    noun: Noun = Field(Noun(), description="what a respondent is called in sentences")


class BaseRules(Model):
    """From which base on names, counts and percentages are shown."""

    names_only_below: int = Field(
        5, ge=0, description="under this base only names or counts are shown"
    )
    counts_only_below: int = Field(10, ge=0, description="under this base no percentage is shown")
    percent_in_charts_from: int = Field(
        30, ge=0, description="from this base on charts may show percentages"
    )

    @model_validator(mode="after")
    def _in_order(self) -> BaseRules:
        if not self.names_only_below <= self.counts_only_below <= self.percent_in_charts_from:
            raise ValueError(
                "needs names_only_below, counts_only_below and percent_in_charts_from in "
                f"ascending order, not {self.names_only_below}, {self.counts_only_below} and "
                f"{self.percent_in_charts_from}"
            )
        return self


class QuantityWord(Model):
    """A word for a quantity and the shares of a base it fits."""

    word: Text = Field(description="the word or phrase")
    at_least: Ratio | None = Field(None, description="smallest ratio that fits")
    more_than: Ratio | None = Field(None, description="ratio above which it fits")
    at_most: Ratio | None = Field(None, description="largest ratio that fits")
    less_than: Ratio | None = Field(None, description="ratio below which it fits")


class Reading(Model):
    """How a vague attribute value is read when claims about attributes are checked."""

    attribute: Id = Field(description="the attribute")
    value: Text = Field(description="its vague value, such as `recently`")
    read_as: Text = Field(description="the value it is read as")
    reason: Text = Field(description="why; printed with every finding that rests on it")


class Schedule(Model):
    """When the scheduled build runs."""

    cron: Text = Field("0 5 * * *", description="when, as in a crontab")
    timezone: Text = Field("UTC", description="time zone of `cron`, such as `Europe/Paris`")


class Survey(Model):
    """survey.yml: what holds for every wave."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)] = Field(
        description="id of the survey and name of its database file: small letters, digits and "
        "`_`, a letter first"
    )
    title: Text = Field(description="title of the survey")
    publisher: Text = Field(description="who publishes it")
    language: Language = Field("en", description="language of the questionnaire, two letters")
    synthetic: bool = Field(False, description="`true`: made-up data, and every page says so")
    raw_data: Literal["public", "personal"] = Field(
        "personal",
        description="`personal`: the raw files hold personal data and stay out of git, which "
        "`waves check` looks after. `public`: anyone may see them",
    )
    owner: Text | None = Field(
        None,
        description="team or e-mail address shown as owner of the assets in Dagster, such as "
        "`team:survey`",
    )
    respondents: RespondentRules = Field(RespondentRules(), description="who may answer, see below")
    waves_apart: Annotated[int, Field(gt=0)] | None = Field(
        1,
        description="by how much the ids of waves differ from one wave to the next where they are "
        "whole numbers such as years: `2` for every other year. Where there is room for one more, "
        "a wave is missing: the two around it don't follow each other, and changes are shown from "
        "the one to the other only where they are the first and the last. `null`: no wave is "
        "missing",
    )
    membership_bands: list[Annotated[int, Field(gt=0)]] = Field(
        [],
        description="years of membership with which a new band begins, such as `[5, 10]`: under 5, "
        "5 to 9, 10 or more; results are grouped by them wherever they are grouped by country. "
        "None: not grouped by years of membership",
    )
    confidence_level: float = Field(0.95, gt=0, lt=1, description="of all intervals")
    base_rules: BaseRules = Field(
        BaseRules(),
        description="from which base on names, counts and percentages are shown, see below",
    )
    quantity_words: list[QuantityWord] = Field(
        [], description="words for quantities and the shares that they fit, see below"
    )
    readings: list[Reading] = Field(
        [], description="how vague attribute values are read when claims are checked, see below"
    )
    report: Report = Field(
        Report(), description="order of the report and texts of the team, see below"
    )
    store_answers_up_to: int = Field(
        20_000_000,
        ge=0,
        description="items up to which `core.answers` is stored; above, it is a view",
    )
    schedule: Schedule = Field(Schedule(), description="when the scheduled build runs, see below")
