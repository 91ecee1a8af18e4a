"""Values are written so that they are read back the same; files are edited, never dumped."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import ConfigurationError
from pipelines.onboarding.yaml_text import Editor, entry
from pipelines.survey.positions import read_yaml

FILE = """\
# by hand
wave: w1   # the first one
flow: {a: 1, list: [x]}   # kept
empty: []
block:
  - name: one   # first
    decide:
      - {choice: a}   # the likeliest
      - {choice: b}
    # below
  - name: two
    decide:
      - choice: c
last: text
"""

AWKWARD = [
    "=1+1", "+x", "-", "- x", "@home", "yes", "No", "null", "~", "true", "1", "1.5", "1e5", "0x1F",
    "2032-01-01", "a: b", "a #b", "#", "'", '"', "{x}", "[x]", "a, b", "&a", "*a", "!t", "|", ">",
    "%", "`", "", " x ", "a\nb", "tab\there", "\u2028", "\u0085", "\ufeffx", "é ø ж 你", "\x7f",
    "x" * 2000, "1_000", "12:30", "? x", "x:", "on", "...", "---",
]  # fmt: skip


def read_back(folder: Path, lines: list[str]) -> Any:
    file = folder / "x.yml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_yaml(file).data


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back_as_key_and_value(tmp_path: Path, text: str) -> None:
    data = {text or "k": text, "list": [text], "deep": {"x": {"y": [text, {"z": text}]}}}
    assert read_back(tmp_path, entry("top", data, 0)) == {"top": data}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    data = {"k" + text: {"value": text, "list": [{"a": text}]}}
    assert read_back(tmp_path_factory.mktemp("yaml"), entry("top", data, 2)) == {"top": data}


def editor(folder: Path, text: str = FILE) -> Editor:
    file = folder / "w1.yml"
    file.write_text(text, encoding="utf-8", newline="")
    return Editor(file)


def written(edited: Editor) -> str:
    edited.write()
    return edited.file.read_text(encoding="utf-8")


def test_keys_and_items_are_added_where_they_belong(tmp_path: Path) -> None:
    edited = editor(tmp_path)
    edited.put(("flow",), {"b": "x, y"})
    edited.append(("flow", "list"), ["z"])
    edited.append(("empty",), ["a", "b"])
    edited.append(("block",), [{"name": "three"}])
    edited.put((), {"day": date(2032, 1, 2)}, before="flow")
    edited.put((), {"end": "1"})
    expected = (
        FILE.replace("{a: 1, list: [x]}", '{a: 1, list: [x, z], b: "x, y"}')
        .replace("empty: []", "empty: [a, b]")
        .replace("      - choice: c\n", "      - choice: c\n  - {name: three}\n")
        .replace("flow: {", "day: 2032-01-02\nflow: {")
    )
    assert written(edited) == expected + 'end: "1"\n'


def test_an_empty_list_gets_items_with_parts_one_a_line(tmp_path: Path) -> None:
    edited = editor(tmp_path, "a: 1\nempty: []   # none yet\nlast: 2\n")
    edited.append(("empty",), [{"id": "one", "options": [{"id": "x"}]}])
    assert written(edited) == (
        "a: 1\nempty:   # none yet\n  - id: one\n    options:\n      - {id: x}\nlast: 2\n"
    )


def test_a_key_is_swapped_and_an_item_dropped_and_comments_stay(tmp_path: Path) -> None:
    edited = editor(tmp_path)
    edited.drop(("block", 0, "decide"), [0])
    edited.swap(("block", 1, "decide"), {"question": "plan", "values": {"1": "yes"}})
    assert written(edited) == FILE.replace("      - {choice: a}   # the likeliest\n", "").replace(
        "    decide:\n      - choice: c\n",
        '    question: plan\n    values: {"1": yes}\n'.replace("yes", '"yes"'),
    )


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    edited = editor(tmp_path, FILE.replace("\n", "\r\n"))
    edited.append(("block",), [{"name": "three"}])
    edited.write()
    content = edited.file.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") == FILE.count("\n") + 1


def test_a_last_line_without_an_end_gets_one(tmp_path: Path) -> None:
    edited = editor(tmp_path, "a: 1")
    edited.put((), {"b": 2})
    assert written(edited) == "a: 1\nb: 2\n"


@pytest.mark.parametrize("text", ["{decide: [{choice: a}, {choice: b}]}", "- decide: [a]"])
def test_a_layout_that_cannot_be_edited_is_told_and_left(tmp_path: Path, text: str) -> None:
    edited = editor(tmp_path, text)
    path = ("decide",) if text.startswith("{") else (0, "decide")
    with pytest.raises(ConfigurationError, match="by hand"):
        edited.swap(path, {})
    assert edited.file.read_text(encoding="utf-8") == text
