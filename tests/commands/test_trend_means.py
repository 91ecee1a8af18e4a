"""What `waves trend` says of scores, nets, ratings and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from pipelines.commands.trend import find
from tests.small_survey import UNKNOWN, SmallSurvey, chose, number, ruled_out

TABLES = (
    "core.respondents", "core.questions", "indicators.scales", "indicators.nets",
    "indicators.numbers", "trends.mean_changes", "trends.changes", "trends.movers",
    "trends.panel_bounds",
)  # fmt: skip
VALUES = {"a": 0, "c": 10, "e": 40}


def towns(
    *waves: str,
    weights: Sequence[float] = (),
    identified_by: str = "registry",
    positions: Sequence[int] = (1, 2, 3),
    more: str = "",
    limits: tuple[float | None, float | None] = (None, None),
    **asked: Any,
) -> SmallSurvey:
    """Waves "1", "2", …: a letter for each town, "." where it did not answer, "u" unknown.

    `q` is a rating from a to e, `n` a number with `limits`. `more` are waves that asked a second
    question of the score `s`, which gains nothing where the letter is a capital, and is left
    blank elsewhere. Of "r" the lower half of the rating is ruled out.
    """
    survey = SmallSurvey(identified_by)
    survey.con.execute("UPDATE input.survey SET noun_one = 'town', noun_many = 'towns'")
    for place in range(len(waves)):
        survey.wave(str(place + 1), position=positions[place])
    survey.question("q", "a b c d e", "rating", **asked)
    survey.question("n", kind="number", limits=limits, **asked)
    survey.question("more", "yes no", waves=more)
    survey.indicator("high", "q.e").indicator("low", "q.a").net("net", "high", "low")
    survey.score("s", q="c=2 e=4", more="yes=4")
    for wave, letters in enumerate(waves, start=1):
        for place, letter in enumerate(letters):
            if letter == ".":
                continue
            items: dict[str, Any] = {"q": UNKNOWN, "n": UNKNOWN}
            if letter == "r":
                items["q"] = ruled_out("a", "b")
            elif letter not in "uU":
                value = letter.lower()
                items = {"q": chose(value), "n": number(VALUES[value])}
            if letter.isupper():
                items["more"] = chose("no")
            weight = weights[place] if weights and wave == len(waves) else 1
            survey.response(str(wave), f"t{place:02}", weight=weight, **items)
    return survey.build(*TABLES)


def values(survey: SmallSurvey, of: str) -> list[str]:
    return [value for _, value, _ in find(survey.con, of).series()]


def lines(survey: SmallSurvey, of: str, heading: str = "1 to 2") -> list[tuple[str, str]]:
    return dict(find(survey.con, of).changes())[heading]


# eleven and then twelve towns, ten of them the same
PLAIN = ("aaacceeeeee", "aaccceeeee.ec")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (
            "s",
            [
                "mean 63.6 on a scale of 0 to 100, of 11 towns",
                "mean 66.7 on a scale of 0 to 100, of 12 towns",
            ],
        ),
        (
            "net",
            [
                "6 less 3 of 11 towns (+27 percentage points)",
                "6 less 2 of 12 towns (+33 percentage points)",
            ],
        ),
        (
            "n",
            [
                "mean 23.6 of 11 towns; median 40.0, quartiles 0.0 and 40.0",
                "mean 23.3 of 12 towns; median 25.0, quartiles 10.0 and 40.0",
            ],
        ),
        (
            "q",
            [
                "mean 3.5 on a scale of 1 to 5, of 11 towns; median 5.0, quartiles 1.0 and 5.0",
                "mean 3.7 on a scale of 1 to 5, of 12 towns; median 4.0, quartiles 3.0 and 5.0",
            ],
        ),
    ],
)
def test_each_kind_has_its_values(of: str, expected: list[str]) -> None:
    assert values(towns(*PLAIN), of) == expected


@pytest.mark.parametrize(
    ("of", "everyone", "panel", "entrants", "leavers"),
    [
        ("s", "+3.0", "mean 60.0 in 1 and 65.0 in 2: +5.0", "+1.7", "−3.6"),
        (
            "net",
            "+6 percentage points",
            "5 less 3 in 1 and 5 less 2 in 2: +10 percentage points",
            "+3 percentage points",
            "−7 percentage points",
        ),
        ("n", "−0.3", "mean 22.0 in 1 and 23.0 in 2: +1.0", "+0.3", "−1.6"),
        ("q", "+0.1", "mean 3.4 in 1 and 3.6 in 2: +0.2", "+0.1", "−0.1"),
    ],
)
def test_everyone_the_same_and_the_others_side_by_side(
    of: str, everyone: str, panel: str, entrants: str, leavers: str
) -> None:
    told = lines(towns(*PLAIN), of)
    assert [label for label, _ in told] == ["everyone", "the same", "entrants", "leavers"]
    assert told[0][1].endswith(f" in 2: {everyone}")
    assert told[1][1] == f"of 10 towns with a known value in both, {panel}"
    value = "net" if of == "net" else "mean"
    assert told[2][1] == f"2 towns with a value in 2 only: {entrants} on everyone's {value}"
    assert told[3][1] == f"1 town with a value in 1 only: {leavers} on everyone's {value}"


def test_small_bases_have_no_mean() -> None:
    survey = towns("aacee", "acceee")
    assert values(survey, "s")[0] == "5 towns; too few for a mean"
    assert values(survey, "net") == ["2 less 2 of 5 towns", "3 less 1 of 6 towns"]
    said = str([lines(survey, of) for of in ("s", "n", "q", "net")])
    assert "mean 6" not in said
    assert "percentage points" not in said


def test_a_small_panel_of_large_waves_has_no_mean() -> None:
    survey = towns("a" * 12, "." * 9 + "cce" + "e" * 9)
    assert lines(survey, "s")[1] == ("the same", "3 towns; too few for a mean")
    assert lines(survey, "net")[1][1].endswith("0 less 3 in 1 and 1 less 0 in 2")


@pytest.mark.parametrize(
    ("of", "value", "everyone", "untold"),
    [
        (
            "s",
            "mean 58.3 to 75.0 on a scale of 0 to 100, of 12 towns",
            "between +8.3 and +25.0, a rise in any case",
            "2 towns of 2 are not known in every question",
        ),
        (
            "net",
            "7 less 3 of 12 towns (between +17 and +50 percentage points)",
            "between +17 and +50 percentage points, a rise in any case",
            "2 answers of 2 are unknown",
        ),
        (
            "n",
            "mean 23.3 to 31.7 of 12 towns; median 40.0, quartiles 0.0 to 20.0 and 40.0",
            "between +3.3 and +11.7, a rise in any case",
            "2 answers of 2 are unknown",
        ),
    ],
)
def test_unknown_answers_give_bounds(of: str, value: str, everyone: str, untold: str) -> None:
    survey = towns("aaaaaaeeeeee", "aaaeeeeeeeuu", limits=(0, 50))
    assert values(survey, of)[1] == value
    assert find(survey.con, of).series()[1][2] == "2 unknown"
    told = lines(survey, of)
    assert told[0][1].endswith(f": {everyone}")
    value = "net" if of == "net" else "mean"
    assert told[-2:] == [
        ("can't be told", untold),
        ("", f"what entrants and leavers bring to everyone's {value}"),
    ]


def test_bounds_on_both_sides_of_nothing_settle_no_direction() -> None:
    told = lines(towns("aaaaaaeeeeee", "aaaaaaeeeeeu"), "s")
    assert told[0][1].endswith(
        "between −8.3 and 0.0; it can't have risen, and whether it fell can't be told"
    )
    assert told[1][1].endswith("; 1 more with an unknown answer")


@pytest.mark.parametrize(
    ("of", "bounds"),
    [
        # ten moved by 400 together; of the other two one may have lost 100, one gained 100
        ("s", "between +25.0 and +45.5, a rise in any case"),
        ("q", "between +1.0 and +1.8, a rise in any case"),
        ("net", "between +50 and +91 percentage points, a rise in any case"),
        ("n", "between +10.0 and +18.2, a rise in any case"),
    ],
)
def test_the_panel_has_bounds_too(of: str, bounds: str) -> None:
    told = lines(towns("aaaaaaeeeeea", "eeeeaaeeeeuu", limits=(0, 40)), of)
    assert told[1][1].endswith("; 2 more with an unknown answer")
    assert told[2] == ("", f"Whatever the unknown answers were: {bounds}")


def test_a_bound_that_is_nearly_no_change_has_its_first_digit() -> None:
    # 36 towns at the middle; of one of them it is not known whether it is at an end now
    told = lines(towns("c" * 36, "c" * 35 + "u", weights=[1] * 35 + [0.5]), "q")
    assert told[0][1].endswith("between −0.03 and +0.03; whether it rose or fell can't be told")


def test_an_answer_that_was_none_is_in_no_panel() -> None:
    # eleven rose as far as can be, and of the twelfth, at the top before, it is not known
    told = lines(towns("aaaaaaaaaaae", "eeeeeeeeeeeu"), "q")
    assert told[2][1].endswith(": between +3.3 and +4.0, a rise in any case")


def test_means_that_are_no_whole_numbers_leave_no_noise() -> None:
    # eleven fell by two steps together, and a twelfth may have risen by two
    told = lines(towns("c" + "a" * 10 + "c", "a" * 11 + "u"), "q")
    assert told[2][1].endswith(
        "between −0.3 and 0.0; it can't have risen, and whether it fell can't be told"
    )


@pytest.mark.parametrize(
    ("limits", "value", "bounds"),
    [
        ((0, None), "at least 26.7", "at least +10.0, a rise in any case"),
        ((None, 40), "at most 33.3", "at most +18.2; whether it rose or fell can't be told"),
        ((None, None), "not known", "how far it moved can't be told"),
    ],
)
def test_a_number_without_limits_may_be_any(
    limits: tuple[float | None, float | None], value: str, bounds: str
) -> None:
    survey = towns("aaaaaaeeeeea", "eeeeaaeeeeuu", limits=limits)
    assert values(survey, "n")[1].startswith(f"mean {value} of 12 towns; median 40.0, ")
    told = lines(survey, "n")
    assert told[2] == ("", f"Whatever the unknown answers were: {bounds}")


@pytest.mark.parametrize(
    ("last", "bounds"),
    [
        # eleven rose by 50; the twelfth lost 50 to 100 of 100, or 0 to 100, or has no score
        ("U", "between +37.5 and +41.7"),
        ("u", "between +37.5 and +50.0"),
    ],
)
def test_who_has_another_known_answer_has_a_score(last: str, bounds: str) -> None:
    told = lines(towns("A" * 11 + "e", "E" * 11 + last, more="1 2"), "s")
    assert told[1][1].endswith("mean 0.0 in 1 and 50.0 in 2: +50.0; 1 more with an unknown answer")
    assert told[2][1].endswith(f": {bounds}, a rise in any case")


def test_an_answer_of_which_some_is_ruled_out_is_one_of_the_others() -> None:
    # eleven rose by 4; the twelfth fell by 2 at most, and is in the panel for certain
    told = lines(towns("a" * 11 + "e", "e" * 11 + "r"), "q")
    assert told[2][1].endswith(": between +3.5 and +3.7, a rise in any case")


def test_across_a_break_there_is_only_the_note() -> None:
    survey = towns(*PLAIN, breaks={"2": "Other words."})
    for of in ("s", "net", "n", "q"):
        assert lines(survey, of) == [("can't be told", "the answers don't compare: Other words.")]
        assert find(survey.con, of).series()[1][2] == "break: Other words."


def test_a_score_of_other_questions_is_another_score() -> None:
    assert lines(towns(*PLAIN, more="2"), "s") == [
        ("can't be told", "the answers don't compare: it was made of q, and is of q, more")
    ]


def test_no_change_is_drawn_across_a_gap() -> None:
    survey = towns(*PLAIN, PLAIN[1], positions=(1, 3, 4))
    for of in ("s", "net", "n", "q"):
        ((label, text),) = lines(survey, of)
        assert label == "can't be told"
        assert "no change is drawn across a gap" in text


def test_weights_are_said_to_be_weights() -> None:
    survey = towns("aaaaaaeeeeee", "aaaaaaeeeeee", weights=[1] * 6 + [2] * 6)
    assert values(survey, "s")[1] == "mean 66.7 on a scale of 0 to 100, of 12 towns by weight"
    told = dict(lines(survey, "s"))
    assert told["the same"].endswith("mean 50.0 in 1 and 50.0 in 2: no change")
    assert told["can't be told"].startswith("weights enter everyone's value")


def test_who_cannot_be_followed_is_not_taken_for_the_same() -> None:
    told = dict(lines(towns(*PLAIN, identified_by="row"), "s"))
    assert "the same" not in told
    assert told["can't be told"].endswith("nobody can be followed")
