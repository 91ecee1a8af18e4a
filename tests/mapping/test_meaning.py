"""What cell texts mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.mapping.meaning import Meaning, Vocabulary, decimal_of, read_date, read_number


def vocabulary(*labels: str, **more: object) -> Vocabulary:
    """Options o0, o1, … with these labels, several to a cell."""
    known = {label: Meaning("answered", (f"o{i}",)) for i, label in enumerate(labels)}
    return Vocabulary(known, several=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Red", ("o0",)),
        (" red ", ("o0",)),
        ("Red; Blue", ("o0", "o3")),
        ("Red, dark; Green; light;", ("o1", "o2")),
        ("BLUE ; red", ("o3", "o0")),
        ("Red; Red", ("o0",)),
    ],
)
def test_several_options_are_read_longest_first(text: str, options: tuple[str, ...]) -> None:
    found = vocabulary("Red", "Red, dark", "Green; light", "Blue", separator="; ").read(text)
    assert found == Meaning("answered", options)


@pytest.mark.parametrize("text", ["Redish", "Red Blue", "Red; Purple", "Rde", ";;"])
def test_a_cell_with_anything_unknown_has_no_meaning(text: str) -> None:
    assert vocabulary("Red", "Blue", separator="; ").read(text) is None


@pytest.mark.parametrize("text", ["Red, dark, Blue", "Red, dark;Blue", "Red, dark | Blue;"])
def test_without_a_declared_separator_any_usual_one_will_do(text: str) -> None:
    assert vocabulary("Red", "Red, dark", "Blue").read(text) == Meaning("answered", ("o1", "o2"))


def test_options_ruled_out() -> None:
    words = vocabulary("Red", "Blue", "Green", separator=" | ", not_prefix="not: ")
    assert words.read("not: Red") == Meaning("unknown", ruled_out=("o0",))
    assert words.read("not: Red | not: Blue") == Meaning("unknown", ruled_out=("o0", "o1"))
    assert words.read("Red | not: Blue") == Meaning("unknown", ("o0",), ("o1",))
    assert words.read("Red | not: Red") is None


def test_where_only_what_was_named_is_known_the_rest_stays_unknown() -> None:
    words = vocabulary("Red", "Blue", separator=" | ", unnamed_unknown=True)
    assert words.read("Red | Blue") == Meaning("unknown", ("o0", "o1"))


def test_two_options_that_fold_alike_decide_nothing() -> None:
    words = vocabulary("A+", "A-")
    assert words.read("A+") == Meaning("answered", ("o0",))
    assert words.read("a") is None


def test_one_choice_takes_one_option() -> None:
    known = {"Yes": Meaning("answered", ("yes",)), "No": Meaning("answered", ("no",))}
    known["Don't know"] = Meaning("dont_know", ("dk",))
    words = Vocabulary(known, not_prefix="not: ")
    assert words.read("Yes; No") is None
    # what was chosen rules the others out anyway
    assert words.read("Yes; not: No") == Meaning("answered", ("yes",))
    assert words.read("not: No") == Meaning("unknown", ruled_out=("no",))
    assert words.read("Don't know;") == Meaning("dont_know", ("dk",))


LABELS = st.lists(
    st.text(alphabet="abcdé (),-", min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda label: any(letter.isalpha() for letter in label)),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(labels=LABELS, data=st.data())
def test_joined_labels_come_apart_again(labels: list[str], data: st.DataObject) -> None:
    """With a separator that no label holds, whatever else the labels share."""
    chosen = data.draw(st.lists(st.sampled_from(labels), min_size=1, unique=True))
    found = vocabulary(*labels, separator=" | ").read(" | ".join(chosen))
    assert found is not None
    assert found.options == tuple(f"o{labels.index(label)}" for label in chosen)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234,5", 1234.5), ("58%", 58), ("12.5 %", 12.5), ("-3", -3), ("1\u00a0000", 1000),
     ("1.234,50", 1234.5), ("-1,234.50", -1234.5), ("1.234.567", 1234567),
     ("1,234,567 %", 1234567)],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["1,234", "twelve", "1e5", "3-4", "", "10 km", "1.23,4", "1,2,3", "1.234,567,8", "12345.678,9"],
)
def test_texts_that_are_no_number_or_two_numbers(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1.234", ",", 1234), ("1.234", ".", 1.234), ("1,234", ",", 1.234), ("1,234", ".", 1234),
     ("1.234.567,8", ",", 1234567.8), ("12,5 %", ",", 12.5), ("1 234,5", ",", 1234.5),
     ("1.5", ",", None), ("1,5", ".", None), ("12.34,5", ",", None), ("1,234", None, None)],
)  # fmt: skip
def test_a_known_sign_before_fractions_leaves_one_reading(
    text: str, decimal: str | None, value: float | None
) -> None:
    assert read_number(text, decimal) == value


@pytest.mark.parametrize(
    ("columns", "decimal"),
    [([["12,5", "1.234"], ["3"]], ","), ([["1.234"], ["1,234"], ["7"]], None),
     ([["12.5"], ["12,5"]], None), ([["12.5", "1,234"]], "."), ([["Housing, 1,5"], []], None)],
)  # fmt: skip
def test_the_sign_before_fractions_is_told_by_a_column_that_has_one_reading(
    columns: list[list[str]], decimal: str | None
) -> None:
    assert decimal_of(columns) == decimal


def test_dates_are_read_only_where_one_reading_is_possible() -> None:
    assert read_date("2020-12-31") == date(2020, 12, 31)
    assert read_date("31/12/2020") == date(2020, 12, 31)
    assert read_date("2020/12/31 9:00:00 AM GMT+1") == date(2020, 12, 31)
    assert read_date("12/31/2020") == date(2020, 12, 31)
    assert read_date("3.2.2021") == date(2021, 2, 3)
    assert read_date("04/04/2021") == date(2021, 4, 4)
    assert read_date("3/2/2021") is None
    assert read_date("31/31/2021") is None
