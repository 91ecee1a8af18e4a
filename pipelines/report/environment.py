"""Templates: how they are read, and the words that those of report and validation pages know."""

from __future__ import annotations

import csv
import io
from functools import cache, partial
from pathlib import Path
from types import CodeType
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from pipelines.report import words
from pipelines.report.figures import Figure
from pipelines.report.language import language, pages_in, translated

TEMPLATES = Path(__file__).parent / "templates"


class _Compiled(BytecodeCache):
    """Templates of this process, compiled once for all languages."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def templates_in(folder: Path) -> Environment:
    """The templates of a folder, which fail over a name that they are not given."""
    return Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def environment(code: str = "en") -> Environment:
    """The templates of report and validation pages, with the words of a language."""
    env = templates_in(TEMPLATES)
    env.bytecode_cache = _COMPILED
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    env.globals["style"] = Markup(style)  # noqa: S704  our own file, no input
    env.globals["words"] = words
    env.globals["language"] = language(code)
    env.globals["_"] = partial(translated, language(code))
    env.globals["pages_in"] = pages_in
    env.filters["width"] = _width
    env.filters["data_file"] = _data_file
    return env


def _width(share: float) -> str:
    """A share as the width of a bar."""
    return f"{100 * share:.2f}%"


def _data_file(figures: list[Figure]) -> str:
    """Figures as a CSV file that is its own address."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(("figure_id", "value", "unit", "sql_model", "sql_column", "row_key"))
    for one in figures:
        value = "" if one.value is None else f"{one.value:.12g}"
        out.writerow((one.figure_id, value, one.unit, one.sql_model, one.sql_column, one.row_key))
    return f"data:text/csv;charset=utf-8,{quote(text.getvalue())}"
