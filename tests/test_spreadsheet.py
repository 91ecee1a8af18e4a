"""Text that leaves for a spreadsheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.spreadsheet import as_text, as_text_sql
from tests.spreadsheet import from_text


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


TEXTS = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a1 \\]^") | st.characters(codec="utf-8"))
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


@given(TEXTS)
def test_no_text_that_leaves_begins_like_a_formula(text: str) -> None:
    assert not str(as_text(text)).startswith(DANGEROUS)


@given(TEXTS)
def test_what_was_made_safe_comes_back(text: str) -> None:
    assert from_text(as_text(text)) == text


@given(st.lists(TEXTS.filter(lambda text: "\0" not in text), max_size=20))
def test_sql_makes_text_safe_in_the_same_way(texts: list[str]) -> None:
    with duckdb.connect() as con:
        query = f"SELECT {as_text_sql('text')} FROM (SELECT unnest(?::VARCHAR[]) AS text)"
        assert [row[0] for row in con.execute(query, [texts]).fetchall()] == [
            as_text(text) for text in texts
        ]
