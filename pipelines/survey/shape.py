"""What pydantic finds wrong, told with the place, the value found and what is allowed."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from pipelines.errors import Problem

Path_ = tuple[str | int, ...]

_PATTERNS = {
    r"^[a-z0-9][a-z0-9_.-]*$": "an id: small letters a-z, digits, and _ . - after the first",
    r"^[A-Za-z0-9][A-Za-z0-9_-]*$": "a wave id: letters, digits, and _ - after the first",
    r"^[a-z][a-z0-9_]*$": "an id: small letters a-z first, then letters, digits and _",
    r"^[a-z]{2}$": "a language code of two small letters, such as en",
    r"^[a-z0-9][a-z0-9_-]*$": "the name of a text block: small letters, digits, and _ - after the "
    "first",
    r"^[A-Z]{2}$": "a country code of two capital letters, such as NO",
    r"^\d+(/[1-9]\d*)?$": "a share such as 0.55 or 2/3",
    r"^[0-9a-f]{64}$": "a SHA-256 of 64 hexadecimal digits",
    r"^[^/\\][^\\]*$": "a path with / between folders, relative to the wave's raw folder",
}
_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping (name: value)",
    "model_type": "a mapping (name: value)",
    "model_attributes_type": "a mapping (name: value)",
    "string_too_short": "text that is not empty",
    "none_required": "nothing",
}
_BOUNDS = {
    "greater_than": ("gt", "a number above {}"),
    "greater_than_equal": ("ge", "a number of at least {}"),
    "less_than": ("lt", "a number below {}"),
    "less_than_equal": ("le", "a number of at most {}"),
    "string_too_long": ("max_length", "at most {} characters"),
    "too_short": ("min_length", "at least {} entry"),
}


def problems(
    errors: Iterable[Mapping[str, Any]],
    model: type[BaseModel],
    data: Any,
    where: Callable[[Path_], str],
) -> list[Problem]:
    """One Problem for each place that the errors of pydantic name.

    Args:
        errors: what `ValidationError.errors()` gives.
        model: the model that was not met.
        data: the data that did not meet it.
        where: file and line of a path into the data.
    """
    found: dict[Path_, list[tuple[str, str, str]]] = {}
    for error in errors:
        path = _path(error["loc"], data)
        found.setdefault(path, []).append(_tell(error, path, model, data))
    result: list[Problem] = []
    for path, told in found.items():
        by_subject: dict[str, list[tuple[str, str, str]]] = {}
        for each in told:
            by_subject.setdefault(each[0], []).append(each)
        for subject, branches in by_subject.items():  # several where a union has branches
            expected = " or ".join(dict.fromkeys(branch[1] for branch in branches))
            result.append(Problem(where(path), subject, expected, branches[0][2]))
    return result


def nearest_name(name: str, allowed: Iterable[str]) -> str:
    """What to suggest for a misspelt name, or nothing."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(name, list(allowed), scorer=fuzz.WRatio, score_cutoff=70)
    return f"Did you mean {best[0]}?" if best else ""


def shown(value: Any) -> str:
    """A value as the file shows it, shortened."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:77] + "…'"


def _tell(
    error: Mapping[str, Any], path: Path_, model: type[BaseModel], data: Any
) -> tuple[str, str, str]:
    """Found, expected and action of one error."""
    kind, name = error["type"], dotted(path, data)
    if kind == "missing":
        missing = error["loc"][-1]
        return f"no {missing} in {name or 'the file'}", f"the field {missing}", ""
    if kind == "extra_forbidden":
        allowed = fields_at(model, path[:-1])
        action = nearest_name(str(path[-1]), allowed)
        return f"the unknown field {name}", "one of " + ", ".join(allowed), action
    value = path[-1] if error["loc"][-1:] == ("[key]",) else _at(data, path)
    if kind == "literal_error":
        options = [part.strip("'") for part in re.split(", | or ", error["ctx"]["expected"])]
        expected, action = "one of " + ", ".join(options), nearest_name(str(value), options)
    else:
        expected, action = _expected(error), _quotes(kind, value)
    if isinstance(value, (dict, list)) and kind not in _TYPES:
        return name or "the file", expected, action
    return (f"{name}: {shown(value)}" if name else shown(value)), expected, action


def _quotes(kind: str, value: Any) -> str:
    """What to do about a number, true or false where text belongs."""
    written = kind == "string_type" and isinstance(value, (int, float))
    return f'Write it in quotes: "{shown(value)}"' if written else ""


def _expected(error: Mapping[str, Any]) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return _PATTERNS.get(pattern, f"text that matches {pattern}")
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return words.format(context[name])
    if kind.startswith("date"):
        return "a date such as 2020-01-31"
    if kind == "value_error":
        return f"this to hold: {context['error']}"
    return _TYPES.get(kind) or str(error["msg"])


def _path(location: Iterable[str | int], data: Any) -> Path_:
    """The part of pydantic's location that exists in the data."""
    path: list[str | int] = []
    for step in location:
        if isinstance(data, list):
            inside = isinstance(step, int) and step < len(data)
        else:
            inside = isinstance(data, dict) and step in data
        if not inside:
            break
        path.append(step)
        data = data[step]
    return tuple(path)


def _at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


def dotted(path: Path_, data: Any) -> str:
    """`claims[strategy_share].about[1].option`: items by their id, else counted from 1."""
    text = ""
    for step in path:
        data = data[step]
        if isinstance(step, int):
            own = data.get("id") if isinstance(data, dict) else None
            text += f"[{own if isinstance(own, str) else step + 1}]"
        else:
            text += f".{step}" if text else step
    return text


def fields_at(model: type[BaseModel], path: Path_) -> list[str]:
    """The fields that the model allows at a path."""
    kinds: list[Any] = [model]
    for step in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, step)]
    return [name for kind in kinds if _is_model(kind) for name in kind.model_fields]


def _inside(kind: Any, step: str | int) -> list[Any]:
    """The types that one step into a type leads to."""
    if _is_model(kind):
        field = kind.model_fields.get(step)
        return _plain(field.annotation) if field else []
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return _plain(arguments[1])
    return _plain(arguments[0]) if get_origin(kind) is list else []


def _plain(annotation: Any) -> list[Any]:
    """An annotation without Annotated, and the branches of a union one by one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [inner for part in get_args(annotation) for inner in _plain(part)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
