"""A column of an export, as its tool tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Use = Literal["key", "submitted_at", "language", "metadata", "personal", "ignored"]


@dataclass(frozen=True)
class SourceColumn:
    """One column of a raw file, as the tool tells it.

    Attributes:
        header: the name by which the wave's file speaks of the column, unique in the source,
            whitespace folded.
        path: the header from outside in, as far as the tool tells it: the question's text, the
            row of a grid, the option's text.
        code: the tool's own id of the column; codes are used again for other questions.
        use: what the column is by the tool's own layout; None where the questionnaire says.
            `personal` columns never reach an interim file unless the wave's file keeps them.
        option: the option's text, where the column stands for one option.
        values: texts by code, where the file carries a codebook and cells hold codes.
        missing: cell texts that the tool declares missing, with the state they stand for.
        options: the texts of all options, where the file lists them, chosen or not.
        translations: texts of the question and its options in the survey's other languages, each
            with the text that the header and the cells have for it.
    """

    header: str
    path: tuple[str, ...] = ()
    code: str | None = None
    use: Use | None = None
    option: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)
