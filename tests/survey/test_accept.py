"""Manifests are written into a wave's file, and nothing else of it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError
from pipelines.survey.accept import write_manifests
from pipelines.survey.models import Manifest
from pipelines.survey.positions import read_yaml

NEW = Manifest(sha256="ab" * 32, bytes=9, rows=2, columns=3)
OLD = "1" * 64

BLOCK = """\
wave: w1   # the first one
kind: responses
sources:
  # from the survey tool
  - path: answers.csv  # as exported
    format: csv
    columns:
      Name: {use: key}
  - columns:
      Name: {use: key}
    path: 'second "file".csv'
    manifest:
      sha256: "OLD"  # of the first export
      rows: 1
      bytes: 5
      columns: 1
""".replace("OLD", OLD)


def _write(folder: Path, text: str) -> Path:
    file = folder / "w1.yml"
    file.write_text(text, encoding="utf-8", newline="")
    return file


def test_a_missing_manifest_is_written_below_the_path(tmp_path: Path) -> None:
    file = _write(tmp_path, BLOCK)
    write_manifests(file, {0: NEW})
    added = (
        f'    manifest:\n      sha256: "{NEW.sha256}"\n'
        "      bytes: 9\n      rows: 2\n      columns: 3\n"
    )
    first = "answers.csv  # as exported\n"
    assert file.read_text(encoding="utf-8") == BLOCK.replace(first, first + added)


def test_an_old_manifest_keeps_its_layout_and_comments(tmp_path: Path) -> None:
    file = _write(tmp_path, BLOCK)
    write_manifests(file, {1: NEW})
    expected = BLOCK.replace(OLD, NEW.sha256).replace("rows: 1", "rows: 2")
    expected = expected.replace("bytes: 5", "bytes: 9").replace("columns: 1\n", "columns: 3\n")
    assert file.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    "source",
    [
        "[{path: a.csv, columns: {Name: {use: key}}}]",
        "[{path: a.csv, manifest: , columns: {Name: {use: key}}}]",
        "\n- {columns: {Name: {use: key}}, path: a.csv}",
        "\n- path: a.csv\n  manifest:\n  columns: {Name: {use: key}}",
        "\n- path: a.csv\n  manifest: null  # not yet\n  columns: {Name: {use: key}}",
        "\n- columns: {Name: {use: key}}\n  path: a.csv",
        "\n-   columns: {Name: {use: key}}\n    path: >-\n      a.csv\n",
    ],
)
def test_every_layout_is_understood(tmp_path: Path, source: str) -> None:
    file = _write(tmp_path, f"wave: w1\nkind: responses\nsources: {source}")
    before = read_yaml(file).data["sources"][0]
    write_manifests(file, {0: NEW})
    assert read_yaml(file).data["sources"][0] == {**before, "manifest": NEW.model_dump()}


@pytest.mark.parametrize("head", ["", "\ufeff", "wordings: {plan: Will you?}\n", "note: ä\u2028\n"])
def test_what_the_loader_reads_can_be_accepted(tmp_path: Path, head: str) -> None:
    file = _write(tmp_path, head + BLOCK)
    write_manifests(file, {0: NEW, 1: NEW})
    found = [source["manifest"] for source in read_yaml(file).data["sources"]]
    assert found == [NEW.model_dump()] * 2
    assert file.read_text(encoding="utf-8").startswith(head)


@pytest.mark.parametrize("manifest", ["manifest:", "manifest: {}", "manifest: null", "manifest: ~"])
def test_an_empty_manifest_is_filled(tmp_path: Path, manifest: str) -> None:
    file = _write(
        tmp_path, f"wave: w1\nsources:\n  - path: a.csv\n    {manifest}\n    columns: {{}}\n"
    )
    write_manifests(file, {0: NEW})
    assert read_yaml(file).data["sources"][0]["manifest"] == NEW.model_dump()


@pytest.mark.parametrize(
    "sources", ["", "sources:\n", "sources: []\n", "sources: [{columns: {}}]\n"]
)
def test_a_source_that_is_not_there_is_told(tmp_path: Path, sources: str) -> None:
    file = _write(tmp_path, f"wave: w1\n{sources}")
    with pytest.raises(ConfigurationError, match="manifest of source 1 can't be set"):
        write_manifests(file, {0: NEW})


def test_no_manifest_for_a_wave_without_sources_changes_nothing(tmp_path: Path) -> None:
    file = _write(tmp_path, "wave: w1\nkind: published\n")
    write_manifests(file, {})
    assert file.read_text(encoding="utf-8") == "wave: w1\nkind: published\n"


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    file = _write(tmp_path, BLOCK.replace("\n", "\r\n"))
    write_manifests(file, {0: NEW, 1: NEW})
    content = file.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") == BLOCK.count("\n") + 5


def test_accepting_twice_changes_nothing_more(tmp_path: Path) -> None:
    file = _write(tmp_path, BLOCK)
    write_manifests(file, {0: NEW, 1: NEW})
    once = file.read_bytes()
    write_manifests(file, {0: NEW, 1: NEW})
    assert file.read_bytes() == once
    assert [path.name for path in tmp_path.iterdir()] == ["w1.yml"]
