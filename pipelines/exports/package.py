"""datapackage.json: what each file is, and each column of each CSV (Data Package 2.0).

https://datapackage.org/standard/data-package/ and, for columns, .../table-schema/.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.exports.about import About
from pipelines.exports.states import ANSWERED, STATES
from pipelines.exports.table import Column, OpenTable
from pipelines.exports.wide import Item, Wide

PACKAGE = "datapackage.json"

Descriptor = dict[str, Any]

_PROFILE = "https://datapackage.org/profiles/2.0"
_MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
}
_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "TINYINT": "integer",
    "HUGEINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
}

_MISSING = [
    {"value": "", "label": "No value"},
    *({"value": each.code, "label": each.label} for each in STATES),
]
"""Of a column of an item."""


def _labelled(**labels: str) -> list[Descriptor]:
    return [{"value": value, "label": label} for value, label in labels.items()]


_CHOSEN = [{"value": 0, "label": "Not chosen"}, {"value": 1, "label": "Chosen"}]
_STATES = _labelled(answered="Answered") + _labelled(**{each.id: each.label for each in STATES})
_CATEGORIES = {
    ("answers", "state"): _STATES,
    ("options", "meaning"): [*_labelled(substantive="Substantive"), *_STATES[1:]],
    ("option_waves", "meaning"): [*_labelled(substantive="Substantive"), *_STATES[1:]],
    ("states", "state"): _STATES[1:],
    ("questions", "type"): _labelled(
        single="One answer",
        multiple="Several answers possible",
        rating="One step of a scale",
        number="A number",
        date="A date",
        text="Free text",
        coded_text="Free text, coded into themes",
    ),
    ("waves", "kind"): _labelled(
        responses="Responses of a survey",
        reconstructed="Reconstructed from the published report",
        published="Published totals only",
        participation="Only who answered is known",
    ),
    ("waves", "status"): _labelled(
        current="Of this build",
        stale="Stopped, its last content kept",
        absent="Stopped, without content",
    ),
    ("indicators", "kind"): _labelled(share="Share", score="Score"),
    ("results", "source"): _labelled(responses="From the responses", published="As published"),
    ("series", "source"): _labelled(responses="From the responses", published="As published"),
    ("findings", "verdict"): _labelled(
        holds="Holds",
        contradicted="Contradicted",
        impossible="Impossible",
        unsupported="Unsupported",
        not_checkable="Not checkable",
    ),
    ("codebook", "kind"): _labelled(
        choice="Id of the option chosen",
        option="1 chosen, 0 not",
        number="A number",
        date="A date",
        state="Answered, or why not",
        text="Free text",
    ),
}
"""Columns with few values, each with its label."""


def package(about: About, resources: list[Descriptor]) -> Descriptor:
    """The whole descriptor.

    Args:
        about: what holds for all of it.
        resources: one for each file.
    """
    found: Descriptor = {
        "$schema": f"{_PROFILE}/datapackage.json",
        "name": about.survey,
        "title": about.title,
        "description": about.description,
        "version": about.build,
        "created": about.created,
        "contributors": [{"title": about.publisher, "roles": ["publisher"]}],
        "resources": resources,
    }
    if not about.created:
        del found["created"]
    if not about.publisher:
        del found["contributors"]
    return found


def file_resource(folder: Path, file: Path, name: str, title: str) -> Descriptor:
    """A file of the package.

    Args:
        folder: where datapackage.json stands.
        file: the file.
        name: unique in the package.
        title: what it holds.
    """
    form = file.suffix[1:]
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return {
        "name": name,
        "path": file.relative_to(folder).as_posix(),
        "title": title,
        "format": form,
        "mediatype": _MEDIA[form],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
    }


def table_resource(
    resource: Descriptor,
    table: OpenTable,
    columns: list[Column],
    wide: Wide | None,
    present: set[str],
) -> Descriptor:
    """A CSV with its columns.

    Args:
        resource: the file.
        table: the table in it.
        columns: its columns.
        wide: the wave whose responses it is, if it is one.
        present: names of all tables of the package, which may be referred to.
    """
    fields = list(_wide_fields(wide, columns) if wide else _fields(table, columns))
    schema: Descriptor = {
        "$schema": f"{_PROFILE}/tableschema.json",
        "fields": fields,
        "missingValues": [""],
    }
    if table.name != "answers":  # whose key holds an option that may be missing
        schema["primaryKey"] = list(table.key)
    keys = [
        {"fields": list(names), "reference": {"resource": other, "fields": list(names)}}
        for names, other in table.refers
        if other in present
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "$schema": f"{_PROFILE}/dataresource.json",
        **resource,
        "type": "table",
        "encoding": "utf-8",
        "dialect": {
            "$schema": f"{_PROFILE}/tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }


def _fields(table: OpenTable, columns: list[Column]) -> Iterator[Descriptor]:
    for column in columns:
        field = _field(column)
        if categories := _CATEGORIES.get((table.name, column.name)):
            field["categories"] = categories
        yield field


def _field(column: Column) -> Descriptor:
    kind = "number" if column.type.startswith("DECIMAL") else _TYPES.get(column.type, "string")
    field: Descriptor = {"name": column.name, "type": kind}
    if column.meaning:
        field["description"] = column.meaning
    return field


def _wide_fields(wide: Wide, columns: list[Column]) -> Iterator[Descriptor]:
    known = {column.name: column for column in columns}
    for own in wide.own:
        yield _field(known[own])
    for item in wide.items:
        yield _item_field(item)


def _item_field(item: Item) -> Descriptor:
    kinds = {"option": "integer", "number": "number", "date": "date"}
    field: Descriptor = {
        "name": item.name,
        "type": kinds.get(item.kind, "string"),
        "title": item.label,
    }
    if item.kind == "text":
        return field
    field["missingValues"] = _missing(item)
    if item.kind == "choice":
        field["categories"] = _labelled(**item.labels)
        field["categoriesOrdered"] = item.ordered
    elif item.kind == "option":
        field["categories"] = _CHOSEN
    elif item.kind == "state":
        field["categories"] = _labelled(**{ANSWERED: "Answered"})
    return field


def _missing(item: Item) -> list[Descriptor]:
    """The labelled missing values, in the words of the question where it offers them."""
    if not item.stated:
        return _MISSING
    words = {f".{state}": label for state, label in item.stated.items()}
    return [{**each, "label": words.get(each["value"], each["label"])} for each in _MISSING]
