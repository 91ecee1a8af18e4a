"""The sentences of the made-up programme, as an editor read them, and the spaces in French ones."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.report.language import languages
from tests.conftest import Demo
from tests.report.sentences import GOLDEN, all_sentences


@pytest.mark.parametrize("code", languages())
def test_the_sentences_of_the_programme_are_as_they_were_read(demo: Demo, code: str) -> None:
    """After a change: read what differs, then `python -m tests.report.sentences DATABASE demo`."""
    database = demo.project / "data/warehouse/current/demo.duckdb"
    golden = (GOLDEN / f"demo.{code}.txt").read_text(encoding="utf-8")
    with duckdb.connect(str(database), read_only=True) as con:
        assert all_sentences(con, code) == golden


@pytest.mark.parametrize("path", [GOLDEN / f"{name}.fr.txt" for name in ("icc", "demo", "made_up")])
def test_french_has_no_space_that_breaks_at_its_punctuation(path: Path) -> None:
    assert not re.findall(r".{20} [;:!?%»].{5}|.{5}« .{5}", path.read_text(encoding="utf-8"))
