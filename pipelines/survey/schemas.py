"""The JSON Schemas of the survey folder's YAML files, by which editors complete and check.

`waves schemas` writes them after a change of `models/`.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from pipelines.survey.models import (
    Corrections,
    Indicators,
    Ledger,
    QuestionBank,
    Survey,
    Translation,
    Wave,
)

SCHEMAS: dict[str, type[BaseModel]] = {
    "survey": Survey,
    "questions": QuestionBank,
    "indicators": Indicators,
    "corrections": Corrections,
    "waves": Wave,
    "published": Ledger,
    "translations": Translation,
}


def schema_texts() -> dict[str, str]:
    """Each schema's file name and text."""
    return {
        f"{name}.schema.json": json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **model.model_json_schema(),
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
        for name, model in SCHEMAS.items()
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder, and tell the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_texts().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in schema_texts()]
