"""respondents.csv and attributes.csv: who can answer, and dated facts about them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from pipelines.survey.models.base import Day, Id, Model, Text


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

    respondent_id: Id = Field(description="id")
    name: Text = Field(description="name as printed")
    kind: Id = Field(description="one of `kinds` in survey.yml")
    country_code: (
        Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
        | Annotated[None, BeforeValidator(_blank_is_none)]
    ) = Field(None, description="ISO 3166-1, two capital letters")
    joined_on: OptionalDate = Field(None, description="member since")
    left_on: OptionalDate = Field(None, description="member until")
    aliases: Annotated[list[Text], BeforeValidator(_split_aliases)] = Field(
        [], description="other spellings, separated by `|`"
    )


class Attribute(Model):
    """A row of attributes.csv: a dated fact about a respondent."""

    respondent_id: Id = Field(description="id in the registry")
    attribute: Id = Field(description="id of the attribute")
    value: Text = Field(description="value")
    valid_from: OptionalDate = Field(None, description="first day; empty: always before")
    valid_to: OptionalDate = Field(None, description="last day; empty: still")
    source: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        None,
        description="where the fact comes from; `<wave>/<claim>` where it is a claim of a report",
    )


class Succession(Model):
    """A row of successions.csv: what became of a respondent, and when."""

    date: Day = Field(description="first day on which it holds")
    respondent_id: Id = Field(description="id in the registry")
    kind: Literal["renamed", "merged", "split"] = Field(
        description="`renamed`, `merged` or `split`"
    )
    into: Annotated[list[Id], BeforeValidator(_split_aliases)] = Field(
        [],
        description="merged: id of the respondent that it became part of; split: ids of its "
        "parts, separated by `|`, its own among them where it goes on",
    )
    old_name: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(
        None, description="renamed: the name before; it holds in waves that began before the date"
    )
    note: Annotated[str | None, BeforeValidator(_blank_is_none)] = Field(None, description="note")
