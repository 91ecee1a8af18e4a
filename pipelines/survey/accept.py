"""Writes manifests into a wave's file, and touches nothing else of it.

A wave's file is written by people: comments, order and layout are theirs. So the text
is edited at the places that the YAML parser names, and read back before it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import BuildError, ConfigurationError, Problem, place
from pipelines.survey.models import Manifest
from pipelines.survey.positions import LOADER, read_yaml

_FIELDS = ("sha256", "bytes", "rows", "columns")
_MARK = "\ufeff"
_Edit = tuple[int, int, str]


def write_manifests(file: Path, manifests: Mapping[int, Manifest]) -> None:
    """Set the manifest of some sources of a wave.

    Args:
        file: the wave's file, which must be a valid one.
        manifests: by the position of the source in `sources`, from 0.

    Raises:
        ConfigurationError: the file is laid out so that it has to be typed in by hand.
        BuildError: the file can't be written.
    """
    if not manifests:
        return
    with file.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    mark, text = (_MARK, text[1:]) if text.startswith(_MARK) else ("", text)
    edits = _edits(text, manifests)
    if edits is None:
        raise ConfigurationError(_by_hand(file, manifests))
    edited = mark + _apply(text, edits)
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.write_text(edited, encoding="utf-8", newline="")
        if read_yaml(draft).data != _expected(read_yaml(file).data, manifests):
            raise ConfigurationError(_by_hand(file, manifests))
        draft.replace(file)
    except OSError as error:
        problem = Problem(
            str(file), f"a file that can't be written ({error.strerror})", "write access"
        )
        raise BuildError(problem) from error
    finally:
        draft.unlink(missing_ok=True)


def _edits(text: str, manifests: Mapping[int, Manifest]) -> list[_Edit] | None:
    """What changes, None where a manifest has no place."""
    edits: list[_Edit] = []
    sources = _sources(yaml.compose(text, Loader=LOADER))
    for position, manifest in manifests.items():
        entries = _entries(sources[position]) if position < len(sources) else {}
        if "path" not in entries:
            return None
        edits += _source_edits(text, entries, manifest)
    return edits


def _sources(root: Any) -> list[yaml.Node]:
    value = _entries(root).get("sources", (None, None))[1]
    return list(value.value) if isinstance(value, yaml.SequenceNode) else []


def _entries(node: Any) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """The keys of a mapping, each with the nodes of key and value."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): (key, value) for key, value in node.value}


def _source_edits(
    text: str, entries: dict[str, tuple[yaml.Node, yaml.Node]], manifest: Manifest
) -> list[_Edit]:
    if "manifest" not in entries:
        return [_insertion(text, *entries["path"], manifest)]
    value = entries["manifest"][1]
    values = {name: node for name, (_, node) in _entries(value).items()}
    if not values:  # nothing, or empty braces
        return [(value.start_mark.index, value.end_mark.index, f" {_flow(manifest)}")]
    return [
        (values[name].start_mark.index, values[name].end_mark.index, _scalar(manifest, name))
        for name in _FIELDS
        if name in values
    ]


def _insertion(text: str, key: yaml.Node, path: yaml.Node, manifest: Manifest) -> _Edit:
    """Below the line of `path`; within it where the source is written in braces."""
    end, start = path.end_mark.index, key.start_mark
    line_start = start.index - start.column
    if text[line_start : start.index].strip(" -"):
        return (end, end, f", manifest: {_flow(manifest)}")
    line_end = text.find("\n", end)
    newline = "\r\n" if line_end > 0 and text[line_end - 1] == "\r" else "\n"
    indent = " " * start.column
    lines = [
        f"{indent}manifest:",
        *(f"{indent}  {name}: {_scalar(manifest, name)}" for name in _FIELDS),
    ]
    if line_end < 0:
        return (len(text), len(text), newline + newline.join(lines))
    return (line_end + 1, line_end + 1, newline.join(lines) + newline)


def _scalar(manifest: Manifest, name: str) -> str:
    value = getattr(manifest, name)
    return f'"{value}"' if name == "sha256" else str(value)


def _flow(manifest: Manifest) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(manifest, name)}" for name in _FIELDS) + "}"


def _apply(text: str, edits: list[_Edit]) -> str:
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _expected(data: Any, manifests: Mapping[int, Manifest]) -> Any:
    """What the file must say afterwards."""
    sources = list(data["sources"])
    for position, manifest in manifests.items():
        sources[position] = {**sources[position], "manifest": manifest.model_dump()}
    return {**data, "sources": sources}


def _by_hand(file: Path, manifests: Mapping[int, Manifest]) -> list[Problem]:
    return [
        Problem(
            place(file),
            f"a layout in which the manifest of source {position + 1} can't be set",
            f"manifest: {_flow(manifest)}",
            "Write it in by hand.",
        )
        for position, manifest in manifests.items()
    ]
