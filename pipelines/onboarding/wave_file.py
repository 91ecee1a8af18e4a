"""A wave's file as text: written whole when the wave is new, and edited in place later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from pipelines.onboarding.yaml_text import Editor, entry
from pipelines.survey.models import Wave
from pipelines.survey.positions import Path_

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


def overwrite(editor: Editor, path: Path_, fields: Mapping[str, Any]) -> None:
    """Set keys of a mapping that is there."""
    there = editor.at(path)
    new = {key: value for key, value in fields.items() if key not in there}
    for key, value in fields.items():
        if key in there:
            editor.replace((*path, key), value)
    editor.put(path, new)


def add_not_respondents(editor: Editor, texts: Mapping[int, Mapping[str, str]]) -> None:
    """Name texts of key columns that are no respondents: reasons by text, by source."""
    for position, reasons in texts.items():
        path: Path_ = ("sources", position)
        if "not_respondents" in editor.at(path):
            overwrite(editor, (*path, "not_respondents"), reasons)
        else:
            editor.put(path, {"not_respondents": dict(reasons)}, before="columns")
