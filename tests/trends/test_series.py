"""Each indicator through the waves."""

from __future__ import annotations

from typing import Any

from tests.small_survey import UNKNOWN, SmallSurvey, chose, ruled_out

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


def offered(survey: SmallSurvey, option: str, **period: str) -> SmallSurvey:
    """Restrict an option "question.option" to some waves."""
    question, name = option.split(".")
    for column, wave in period.items():
        survey.con.execute(
            f"UPDATE input.options SET {column} = ? WHERE question_id = ? AND option_id = ?",
            [wave, question, name],
        )
    return survey


def test_a_wave_that_did_not_offer_an_option_has_no_value_of_it() -> None:
    survey = waves(2).question("q", "a b").indicator("a", "q.a").indicator("b", "q.b")
    survey.response("1", "x", q=chose("a")).response("2", "x", q=chose("b"))
    found = series(offered(survey, "q.b", since="2"), "indicator_id", "wave", "share")
    assert found == [("a", "1", 1.0), ("a", "2", 0.0), ("b", "2", 1.0)]


def test_an_indicator_of_several_options_breaks_where_one_comes_or_goes() -> None:
    survey = waves(4).question("q", "a b c d").indicator("i", "q.a", "q.b", "q.c")
    for wave in "1234":
        survey.response(wave, "x", q=chose("a"))
    offered(survey, "q.b", since="2")
    offered(survey, "q.c", until="2")
    assert series(survey, "wave", "comparable", "series_no", "break_note") == [
        ("1", None, 1, None),
        ("2", False, 2, "“b” is offered since 2"),
        ("3", False, 3, "“c” was offered until 2"),
        ("4", True, 3, None),
    ]


def test_an_option_offered_since_the_question_was_first_asked_is_no_break() -> None:
    survey = waves(2).question("q", "a b", waves="2").indicator("i", "q.a", "q.b")
    survey.response("2", "x", q=chose("a"))
    found = series(offered(survey, "q.b", since="2"), "wave", "series_no", "break_note")
    assert found == [("2", 1, None)]


def test_an_indicator_of_several_questions_needs_an_option_of_each() -> None:
    survey = waves(2).question("p", "yes no").question("q", "yes no")
    survey.indicator("any", "p.yes", "q.yes")
    for wave in "12":
        survey.response(wave, "x", p=NO, q=NO)
    assert series(offered(survey, "q.yes", since="2"), "wave", "share") == [("2", 0.0)]


def test_an_unknown_item_could_not_have_held_an_option_that_was_not_offered() -> None:
    survey = waves(2).question("q", "a b c").question("p", "yes no")
    survey.indicator("i", "q.a", "q.b", "p.yes")
    for wave in "12":
        survey.response(wave, "x", q=ruled_out("a"), p=NO)
    found = series(offered(survey, "q.b", since="2"), "wave", "base", "n", "n_unknown")
    assert found == [("1", 1, 0, 0), ("2", 0, 0, 1)]


def test_what_changed_and_compares_is_told_while_the_series_goes_on() -> None:
    survey = waves(3).question("q", "yes no").indicator("i", "q.yes")
    survey.con.execute("UPDATE input.question_waves SET comparable_note = 'same' WHERE wave = '2'")
    for wave in "13":
        survey.response(wave, "x", q=YES)
    found = series(survey, "wave", "comparable", "series_no", "break_note", "comparable_note")
    assert found == [("1", None, 1, None, None), ("3", True, 1, None, "same")]


# --- gaps -----------------------------------------------------------------------------


def test_a_gap_is_shown_and_the_series_goes_on() -> None:
    survey = SmallSurvey().wave("1").wave("2").wave("4", position=4).wave("5", position=5)
    survey.question("q", "yes no", waves="1 2 5").indicator("i", "q.yes")
    survey.question("p", "yes no", waves="2 4 5").indicator("j", "p.yes")
    for wave in ("1", "2", "5"):
        survey.response(wave, "x", q=YES)
    for wave in ("2", "4", "5"):
        survey.response(wave, "y", p=YES)
    assert series(survey, "indicator_id", "wave", "after_gap", "comparable") == [
        ("i", "1", None, None),
        ("i", "2", False, True),
        ("i", "5", True, True),
        ("j", "2", None, None),
        ("j", "4", True, True),
        ("j", "5", False, True),
    ]


# --- options merged or split ------------------------------------------------------------


def crossed(survey: SmallSurvey, wave: str, before: str, now: str, part: int = 1) -> SmallSurvey:
    """A crosswalk of options of q."""
    for side, options in (("before", before), ("now", now)):
        for option in options.split():
            row = {"wave": wave, "question_id": "q", "part": part, "side": side}
            survey.add("input.crosswalks", row | {"option_id": option})
    return survey


def split(*indicators: str, asked: str = "1 2") -> SmallSurvey:
    """In the last wave option h became b and c; option a stayed."""
    first, last = asked.split()
    survey = waves(int(last)).question("q", "a h b c", waves=asked)
    for number, options in enumerate(indicators):
        survey.indicator(f"i{number}", *(f"q.{option}" for option in options))
    survey.response(first, "x", q=chose("h")).response(first, "y", q=chose("a"))
    survey.response(last, "x", q=chose("b")).response(last, "y", q=chose("c"))
    offered(survey, "q.h", until=first)
    return offered(offered(survey, "q.b", since=last), "q.c", since=last)


NOTE = "“h” became “b” and “c”"


def test_a_series_goes_on_through_a_split_of_which_all_counts() -> None:
    survey = crossed(split("hbc", "hba", "hb", "ha", "a"), "2", "h", "b c")
    found = series(survey, "wave", "comparable", "break_note", "comparable_note")
    part = f"{NOTE}, and only a part of it counts"
    assert [row[1:] for row in found if row[0] == "2"] == [
        (True, None, NOTE),
        (False, part, None),
        (False, part, None),
        (False, part, None),
        (True, None, None),
    ]


def test_a_series_goes_on_through_a_merger_of_which_all_counts() -> None:
    survey = waves(2).question("q", "a b c").indicator("all", "q.a", "q.b", "q.c")
    survey.indicator("part", "q.a", "q.c")
    survey.response("1", "x", q=chose("a")).response("2", "x", q=chose("c"))
    offered(offered(offered(survey, "q.a", until="1"), "q.b", until="1"), "q.c", since="2")
    crossed(survey, "2", "a b", "c")
    note = "“a” and “b” became “c”"
    assert series(survey, "wave", "series_no", "break_note", "comparable_note") == [
        ("1", 1, None, None),
        ("2", 1, None, note),
        ("1", 1, None, None),
        ("2", 2, f"{note}, and only a part of it counts", None),
    ]


def test_an_option_that_keeps_its_name_and_loses_a_part_is_another_one() -> None:
    survey = waves(2).question("q", "other new").indicator("all", "q.other", "q.new")
    survey.indicator("other", "q.other")
    for wave in "12":
        survey.response(wave, "x", q=chose("other"))
    offered(survey, "q.new", since="2")
    found = series(crossed(survey, "2", "other", "other new"), "wave", "comparable")
    assert found == [("1", None), ("2", True), ("1", None), ("2", False)]


def test_an_option_beside_the_crosswalk_breaks_as_before() -> None:
    survey = crossed(split("hbca"), "2", "h", "b")
    assert series(survey, "comparable", "break_note")[1] == (False, "“c” is offered since 2")


def test_a_crosswalk_reaches_back_to_the_last_wave_that_asked() -> None:
    survey = crossed(split("hbc", asked="1 3"), "3", "h", "b c")
    found = series(survey, "wave", "comparable", "comparable_note", "after_gap")
    assert found == [("1", None, None, None), ("3", True, NOTE, True)]


def test_who_goes_from_the_whole_to_a_part_has_not_moved() -> None:
    survey = crossed(split("hbc"), "2", "h", "b c").build("trends.changes")
    row = survey.row("trends.changes")
    assert (row["n_gained"], row["n_lost"], row["panel_n_from"]) == (1, 0, 1)
    assert (row["change"], row["comparable_note"]) == (0.5, NOTE)
