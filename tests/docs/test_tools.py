"""The page of survey tools names every reader, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.extract import READERS

PAGE = (Path(__file__).parents[2] / "docs" / "tools.md").read_text(encoding="utf-8")


def test_every_reader_is_described() -> None:
    table = PAGE.partition("## How each is recognised")[2].partition("\n## ")[0]
    formats = [line.split("|")[2] for line in table.splitlines() if line.startswith("|")]
    named = {name for cell in formats[1:] for name in re.findall(r"`(\w+)`", cell)}
    assert named == {reader.name for reader in READERS}
