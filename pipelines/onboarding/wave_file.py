"""A wave's file as text: written whole when the wave is new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from pipelines.onboarding.yaml_text import entry
from pipelines.survey.models import Wave

HEAD = "# Written by `waves add`; what stands under `decide` is open, see docs/add-a-wave.md.\n"


def text_of(wave: Wave) -> str:
    """The file of a new wave."""
    lines = [line for key, value in as_data(wave).items() for line in entry(key, value, 0)]
    return HEAD + "".join(f"{line}\n" for line in lines)


def as_data(value: Any) -> Any:
    """A model as it is written: only what differs from the defaults, in the order of the fields."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            name: as_data(part)
            for name, part in value
            if fields[name].is_required() or part != fields[name].get_default()
        }
    if isinstance(value, Mapping):
        return {key: as_data(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_data(part) for part in value]
    return value
