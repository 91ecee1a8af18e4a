"""Each indicator through the waves."""

from __future__ import annotations

from typing import Any

from tests.small_survey import UNKNOWN, SmallSurvey, chose

YES, NO = chose("yes"), chose("no")


def waves(count: int) -> SmallSurvey:
    survey = SmallSurvey()
    for number in range(1, count + 1):
        survey.wave(str(number))
    return survey


def series(survey: SmallSurvey, *columns: str) -> list[tuple[Any, ...]]:
    query = f"SELECT {', '.join(columns)} FROM trends.series ORDER BY indicator_id, position"
    return [tuple(row.values()) for row in survey.build("trends.series").rows(query)]


def test_waves_stand_in_their_order_in_time() -> None:
    survey = SmallSurvey().wave("b").wave("a").question("q", "yes no").indicator("i", "q.yes")
    survey.response("b", "x", q=YES).response("a", "x", q=NO)
    assert series(survey, "wave", "share", "wave_before") == [("b", 1.0, None), ("a", 0.0, "b")]


def test_waves_compare_until_a_break() -> None:
    survey = waves(4).question("q", "yes no", breaks={"3": "new scale"}).indicator("i", "q.yes")
    for wave in "1234":
        survey.response(wave, "x", q=YES)
    assert series(survey, "comparable", "series_no", "break_note") == [
        (None, 1, None),
        (True, 1, None),
        (False, 2, "new scale"),
        (True, 2, None),
    ]


def test_a_break_between_two_results_is_told_at_the_second() -> None:
    survey = waves(3).question("q", "yes no", breaks={"2": "new scale"}).indicator("i", "q.yes")
    survey.response("1", "x", q=YES).response("3", "x", q=YES)
    assert series(survey, "wave", "comparable", "break_note") == [
        ("1", None, None),
        ("3", False, "new scale"),
    ]


def test_a_break_of_any_question_breaks_an_indicator_of_several() -> None:
    survey = waves(2).question("p", "yes no").question("q", "yes no", breaks={"2": "new"})
    survey.indicator("any", "p.yes", "q.yes").indicator("one", "p.yes")
    for wave in "12":
        survey.response(wave, "x", p=YES, q=NO)
    assert series(survey, "indicator_id", "wave", "comparable") == [
        ("any", "1", None),
        ("any", "2", False),
        ("one", "1", None),
        ("one", "2", True),
    ]


def test_breaks_of_two_questions_are_both_told() -> None:
    survey = waves(2).question("p", "yes no", breaks={"2": "first"})
    survey.question("q", "yes no", breaks={"2": "second"}).indicator("any", "p.yes", "q.yes")
    for wave in "12":
        survey.response(wave, "x", p=YES, q=NO)
    assert series(survey, "series_no", "break_note") == [(1, None), (3, "first; second")]


def test_a_published_total_stands_in_the_series_as_published() -> None:
    survey = SmallSurvey().wave("1", "published").wave("2")
    survey.question("q", "yes no", waves="2").indicator("i", "q.yes")
    survey.claim("count", "1", 32, indicator_id="i", base=41).response("2", "x", q=YES)
    assert series(survey, "wave", "source", "base", "n", "comparable") == [
        ("1", "published", 41, 32, None),
        ("2", "responses", 1, 1, True),
    ]


def test_unknown_answers_stand_in_the_series_with_their_bounds() -> None:
    survey = waves(1).question("q", "yes no").indicator("i", "q.yes")
    survey.response("1", "x", q=YES).response("1", "y", q=UNKNOWN)
    assert series(survey, "share", "share_low", "share_high", "n_unknown") == [(None, 0.5, 1.0, 1)]
