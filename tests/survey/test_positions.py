"""YAML with lines: scalars of YAML 1.2, and what is refused."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.errors import ConfigurationError, Problem
from pipelines.survey import positions
from pipelines.survey.positions import read_yaml


@pytest.fixture(params=["C", "Python"])
def file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to write into; read once by libyaml and once by PyYAML itself."""
    loader = positions.LOADER if request.param == "C" else yaml.SafeLoader
    monkeypatch.setattr(positions, "LOADER", loader)
    return tmp_path / "file.yml"


def read(file: Path, text: str) -> Any:
    file.write_text(text, encoding="utf-8")
    return read_yaml(file, file.parent).data


def problems(file: Path, content: str | bytes) -> tuple[Problem, ...]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigurationError) as raised:
        read_yaml(file, file.parent)
    return raised.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'null'", "null"),
        ('"12"', "12"),
        ("12", 12),
        ("-3", -3),
        ("0.55", 0.55),
        ("1e3", 1000.0),
        ("2/3", "2/3"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2020-01-31", "2020-01-31"),
        ("|\n  12\n", "12\n"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(file: Path, text: str, value: Any) -> None:
    found = read(file, f"key: {text}")["key"]
    assert (found, type(found)) == (value, type(value))


def test_keys_are_text_as_written(file: Path) -> None:
    assert list(read(file, "2020: a\nyes: b\n1.0: c\n'': d\n")) == ["2020", "yes", "1.0", ""]


def test_every_value_has_the_line_of_its_key_or_item(file: Path) -> None:
    file.write_text("a: 1\n\nb:\n  # note\n  - c:\n      2\n  - 3\n", encoding="utf-8")
    document = read_yaml(file)
    assert document.line("a") == 1
    assert document.line("b") == 3
    assert document.line("b", 0, "c") == 5
    assert document.line("b", 1) == 7


def test_what_is_missing_has_the_line_of_what_should_hold_it(file: Path) -> None:
    file.write_text("a: 1\nb:\n  - c: 2\n", encoding="utf-8")
    assert read_yaml(file).line("b", 0, "missing") == 3
    assert read_yaml(file).line("nothing") == 1


def test_an_empty_file_is_nothing(file: Path) -> None:
    assert read(file, "# only a comment\n") is None


def test_a_byte_order_mark_is_no_content(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(file).data == {"a": 1}


def test_a_key_twice_is_told_with_both_lines(file: Path) -> None:
    (problem,) = problems(file, "a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert problem.where == "file.yml:4"
    assert "'b' a second time (first on line 2)" in problem.found


def test_all_repeated_keys_are_told_together(file: Path) -> None:
    assert [p.where for p in problems(file, "a: 1\na: 2\nb: {c: 1, c: 2}\n")] == [
        "file.yml:2",
        "file.yml:3",
    ]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a:\n\tb: 1\n", 2, "a tab"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "a tab"),
        ("a: b: c\n", 1, "'a: b: c'"),
        ("a:\n  - 1\n b: 2\n", 3, "'b: 2'"),
        ("a: &x [1]\nb: *x\n", 2, "the alias *x"),
        ("a: &a [*a]\n", 1, "the alias *a"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "the tag"),
        ("a: 1\nb: !!int x\n", 2, "the tag"),
        ("? [a]\n: 1\n", 1, "a key that is not plain text"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("a: 1\nb: \x07\n", 2, "a control character"),
        ("a: 'open\n\n", 3, "''"),
    ],
)
def test_what_is_no_yaml_for_a_survey_is_told_with_its_line(
    file: Path, text: str, line: int, found: str
) -> None:
    problem = problems(file, text)[0]
    assert problem.where == f"file.yml:{line}"
    assert problem.found.startswith(found)
    assert problem.expected


def test_bytes_that_are_not_utf8_are_told_with_their_line(file: Path) -> None:
    (problem,) = problems(file, b"a: 1\nb: Logro\xf1o\n")
    assert problem.where == "file.yml:2"
    assert "0xf1" in problem.found
    assert "UTF-8" in problem.expected


def test_a_bomb_of_aliases_is_refused_before_it_grows(file: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    started = time.perf_counter()
    assert len(problems(file, "\n".join(lines))) == 290
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{a: " * 50_000, "- " * 50_000 + "a"])
def test_endless_nesting_is_refused(file: Path, text: str) -> None:
    (problem,) = problems(file, text)
    assert "levels of nesting" in problem.found


def test_a_missing_file_is_a_problem(file: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"file\.yml: found a file that cannot be read"):
        read_yaml(file, file.parent)
