"""Types of fields that the models share."""

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
