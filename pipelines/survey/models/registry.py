"""respondents.csv and attributes.csv: who can answer, and dated facts about them."""

from __future__ import annotations

from typing import Annotated, Any

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
