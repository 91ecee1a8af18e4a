"""Text that leaves for a spreadsheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipelines.spreadsheet import as_text


@pytest.mark.parametrize(
    "text", ["=1+1", "+44", "-", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-"]
)
def test_what_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "value",
    ["Yes", "", "a=b", "'s-Hertogenbosch", "1-2", -5, -0.5, Decimal("-1"), date(2030, 1, 1), None],
)
def test_anything_else_stays(value: Any) -> None:
    assert as_text(value) is value


def test_texts_stay_different() -> None:
    texts = ["=1", "'=1", "''=1", "1"]
    assert len({as_text(text) for text in texts}) == len(texts)
