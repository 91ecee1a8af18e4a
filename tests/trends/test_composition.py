"""How much of a change is that groups answer otherwise, and how much that other groups answer."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_survey import DONT_KNOW, UNKNOWN, Item, SmallSurvey, chose

ITEMS: dict[str, Item] = {"y": chose("yes"), "n": chose("no"), "u": UNKNOWN, "d": DONT_KNOW}


def answered(before: str, after: str, countries: str, **more: Any) -> SmallSurvey:
    """Two waves: a letter for each respondent, and the letter of its country ("." for none)."""
    survey = SmallSurvey().wave("1", **more).wave("2", **more)
    survey.question("q", "yes no").indicator("i", "q.yes")
    for place, country in enumerate(countries):
        survey.respondent(f"r{place}", country_code=None if country == "." else country)
    for wave, letters in (("1", before), ("2", after)):
        for place, letter in enumerate(letters):
            if letter != ".":
                survey.response(wave, f"r{place}", q=ITEMS[letter])
    return survey


def composition(survey: SmallSurvey, group_by: str = "country") -> dict[str, Any]:
    survey.build("trends.composition")
    assert survey.broken("composition_adds_up") == []
    return survey.row("trends.composition", f"group_by = '{group_by}'")


def effects(row: dict[str, Any]) -> list[Any]:
    return [row["change"], row["rate_effect"], row["composition_effect"]]


def test_the_same_groups_that_answer_otherwise() -> None:
    row = composition(answered("ynnn", "yyyn", "AABB"))
    assert effects(row) == [0.5, 0.5, 0]
    assert (row["decomposable"], row["note"], row["n_groups"]) == (True, None, 2)


def test_other_groups_that_answer_the_same() -> None:
    # A: all yes, B: none; A is 1 of 4 and then 3 of 4
    row = composition(answered("ynnn..", "yn..yy", "ABBBAA"))
    assert effects(row) == pytest.approx([0.5, 0, 0.5])


def test_each_group_with_its_part() -> None:
    # A: 1 of 2 of 4, then 3 of 3 of 4; B: 0 of 2 of 4, then 0 of 1 of 4
    survey = answered("ynnn.", "yy.ny", "AABBA")
    assert effects(composition(survey)) == pytest.approx([1 / 2, 5 / 16, 3 / 16])
    query = "SELECT group_value, base_from, n_from, base_to, n_to FROM trends.composition_groups"
    assert [tuple(row.values()) for row in survey.rows(query)] == [
        ("A", 2, 1, 3, 3),
        ("B", 2, 0, 1, 0),
    ]
    rows = survey.rows("SELECT rate_effect, composition_effect FROM trends.composition_groups")
    assert [tuple(row.values()) for row in rows] == [(5 / 16, 3 / 16), (0, 0)]


@pytest.mark.parametrize(
    ("before", "after", "countries", "note"),
    [
        ("yn.", "yny", "AAB", "only in 2: B"),
        ("y.n", "yn.", "ABC", "only in 1: C; only in 2: B"),
        ("yd", "yn", "AB", "only in 2: B"),
        ("yn", "yn", "A.", "in no group: 1 of 2 in 1, 1 of 2 in 2"),
        ("yu", "yn", "AB", "answers are unknown"),
        ("dd", "yn", "AB", "nobody in the base of 1"),
    ],
)
def test_what_can_not_be_decomposed_says_why(
    before: str, after: str, countries: str, note: str
) -> None:
    row = composition(answered(before, after, countries))
    assert [row["decomposable"], row["note"], *effects(row)[1:]] == [False, note, None, None]


def test_nothing_is_decomposed_across_a_break() -> None:
    survey = answered("yn", "yy", "AB")
    survey.con.execute("UPDATE input.question_waves SET breaks = true, break_note = 'new' "
                       "WHERE wave = '2'")  # fmt: skip
    row = composition(survey)
    assert [row["note"], *effects(row)] == ["new", None, None, None]
    groups = survey.rows("SELECT rate_effect, composition_effect FROM trends.composition_groups")
    assert {value for group in groups for value in group.values()} == {None}


def test_attributes_are_groups_as_they_were_at_the_wave() -> None:
    survey = answered("yn", "yy", "AB", fieldwork_start=date(2030, 1, 1))
    for respondent, size in (("r0", "large"), ("r1", "small")):
        row = {"respondent_id": respondent, "attribute": "size", "value": size}
        survey.add("input.attributes", row)
    assert effects(composition(survey, "size")) == [0.5, 0.5, 0]
    survey.add("input.attributes", {"respondent_id": "r0", "attribute": "size", "value": "small"})
    assert composition(survey, "size")["note"] == "respondents in two groups"


def test_years_of_membership_are_groups_in_the_bands_of_the_survey() -> None:
    survey = SmallSurvey().wave("1", fieldwork_start=date(2030, 6, 15))
    for low, high, name in ((0, 5, "under 5"), (5, 10, "5 to 9"), (10, None, "10 or more")):
        row = {"years_from": low, "years_below": high, "label": name}
        survey.add("input.membership_bands", row)
    days: dict[str | None, list[date | None]] = {
        "under 5": [date(2030, 6, 15), date(2025, 6, 16)],
        "5 to 9": [date(2025, 6, 15), date(2025, 1, 31), date(2020, 6, 16)],
        "10 or more": [date(2020, 6, 15), date(1990, 1, 1)],
        None: [date(2030, 6, 16), None],
    }
    expected: dict[str, str | None] = {}
    for label, joined in days.items():
        for day in joined:
            expected[f"r{len(expected)}"] = label
            survey.respondent(f"r{len(expected) - 1}", joined_on=day)
    survey.build("indicators.respondent_groups")
    rows = survey.rows("FROM indicators.respondent_groups WHERE group_by = 'membership'")
    found = {row["respondent_id"]: row["group_value"] for row in rows}
    assert found == {who: label for who, label in expected.items() if label}


# --- the identity ---------------------------------------------------------------------


PEOPLE = st.lists(
    st.tuples(*map(st.sampled_from, ("ynd.", "ynd.", "ABC", "kl"))), min_size=1, max_size=12
)


@settings(max_examples=12, deadline=None)
@given(PEOPLE)
def test_the_two_effects_are_the_change(people: list[tuple[str, str, str, str]]) -> None:
    before, after, countries, kinds = ("".join(letters) for letters in zip(*people, strict=True))
    survey = answered(before, after, countries)
    for place, kind in enumerate(kinds):
        survey.con.execute(
            "UPDATE input.respondents SET kind = ? WHERE respondent_id = ?", [kind, f"r{place}"]
        )
    survey.build("trends.composition")
    assert survey.broken("composition_adds_up") == []
    for row in survey.rows("FROM trends.composition"):
        groups = countries if row["group_by"] == "country" else kinds
        expected = decomposed(before, after, groups)
        assert row["decomposable"] == (expected is not None)
        if expected:
            whole = rate(after) - rate(before)
            assert sum(expected) == whole
            assert row["change"] == pytest.approx(float(whole), abs=1e-15)
            found = [row["rate_effect"], row["composition_effect"]]
            assert found == pytest.approx([float(part) for part in expected], abs=1e-15)
            assert exact(survey, row["group_by"]) == expected


def exact(survey: SmallSurvey, group_by: str) -> tuple[Fraction, Fraction]:
    """The two effects from the whole numbers of the groups."""
    rows = survey.rows(
        "SELECT CAST(rate_numerator AS VARCHAR) AS rate, CAST(composition_numerator AS VARCHAR) "
        "AS part, CAST(effect_denominator AS VARCHAR) AS whole FROM trends.composition_groups "
        f"WHERE group_by = '{group_by}' AND base_from + base_to > 0"
    )
    rates = sum((Fraction(int(r["rate"]), int(r["whole"])) for r in rows), Fraction(0))
    parts = sum((Fraction(int(r["part"]), int(r["whole"])) for r in rows), Fraction(0))
    return rates, parts


def rate(letters: str) -> Fraction:
    return Fraction(letters.count("y"), letters.count("y") + letters.count("n"))


def decomposed(before: str, after: str, groups: str) -> tuple[Fraction, Fraction] | None:
    """Kitagawa's two effects, by the book."""
    waves = []
    for letters in (before, after):
        inside = [pair for pair in zip(letters, groups, strict=True) if pair[0] in "yn"]
        waves.append({
            group: "".join(letter for letter, other in inside if other == group)
            for _, group in inside
        })  # fmt: skip
    if not all(waves) or waves[0].keys() != waves[1].keys():
        return None
    rates, parts = Fraction(0), Fraction(0)
    for group in waves[0]:
        sizes = [Fraction(len(wave[group]), sum(map(len, wave.values()))) for wave in waves]
        shares = [rate(wave[group]) for wave in waves]
        rates += sum(sizes, Fraction(0)) / 2 * (shares[1] - shares[0])
        parts += sum(shares, Fraction(0)) / 2 * (sizes[1] - sizes[0])
    return rates, parts
