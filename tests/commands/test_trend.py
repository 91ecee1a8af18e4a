"""What `waves trend` says, in words: of panels, unknown answers, breaks, totals and gaps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.commands.trend import Trend
from pipelines.commands.trend_words import percent, points, span
from tests.small_survey import DONT_KNOW, UNKNOWN, SmallSurvey, chose

ITEMS = {"y": chose("yes"), "n": chose("no"), "u": UNKNOWN, "d": DONT_KNOW}
TURNOVER = "what entrants and leavers bring to everyone's share"
Told = dict[str, list[tuple[str, str]]]


def towns(
    *waves: str, asked: str | None = None, breaks: dict[str, str] | None = None
) -> SmallSurvey:
    """Waves "1", "2", …: a letter for each town, "." where it did not answer."""
    survey = SmallSurvey()
    survey.con.execute("UPDATE input.survey SET noun_one = 'town', noun_many = 'towns'")
    for number in range(1, len(waves) + 1):
        survey.wave(str(number))
    survey.question("q", "yes no dk=dont_know", waves=asked, breaks=breaks).indicator("i", "q.yes")
    for number, letters in enumerate(waves, start=1):
        for place, letter in enumerate(letters):
            if letter != ".":
                survey.response(str(number), f"t{place:02}", q=ITEMS[letter])
    return survey


def told(survey: SmallSurvey, wave_from: str | None = None, wave_to: str | None = None) -> Told:
    survey.build("core.respondents", "trends.changes", "trends.movers", "trends.panel_bounds")
    return dict(Trend(survey.con, "i", wave_from, wave_to).changes())


def values(survey: SmallSurvey) -> list[tuple[str, str, str]]:
    survey.build("trends.changes")
    return Trend(survey.con, "i").series()


# ── a plain panel ───────────────────────────────────────────────────────────────

PLAIN = ("yyyyyyyynnnn..", "yyyyyyynyynnyy")  # t00-t11 in both, t12 and t13 are new


def test_count_first_then_the_percentage() -> None:
    assert values(towns(*PLAIN)) == [
        ("1", "8 of 12 towns (67%)", ""),
        ("2", "11 of 14 towns (79%)", ""),
    ]


def test_everyone_panel_movers_and_turnover_side_by_side() -> None:
    lines = told(towns(*PLAIN))["1 to 2"]
    assert lines[:6] == [
        ("everyone", "8 of 12 towns (67%) in 1, 11 of 14 towns (79%) in 2: +12 percentage points"),
        (
            "the same",
            "of 12 towns in the base of both, 8 in 1 and 9 in 2: +1 (+8 percentage points)",
        ),
        ("started", "t08, t09"),
        ("stopped", "t07"),
        (
            "entrants",
            "2 of 2 towns in the base of 2 only: +4 percentage points on everyone's share",
        ),
        ("leavers", "none"),
    ]


def test_tests_say_what_they_suppose() -> None:
    label, text = told(towns(*PLAIN))["1 to 2"][6]
    assert label == "tests"
    assert text.startswith("2 started against 1 that stopped: exact McNemar p = 1, mid-p 0.62; ")
    assert text.endswith("all as if the panel were a random draw from very many")


def test_where_nobody_moved_nothing_is_tested() -> None:
    labels = [label for label, _ in told(towns("y" * 12, "y" * 12))["1 to 2"]]
    assert labels == ["everyone", "the same", "entrants", "leavers"]


def test_waves_that_share_nobody_have_an_interval_of_their_own() -> None:
    apart = ("y" * 32 + "n" * 9, "." * 41 + "y" * 33 + "n" * 4)
    assert dict(told(towns(*apart))["1 to 2"])["tests"] == (
        "Newcombe's 95% interval for two independent shares between −6 and +27 percentage points; "
        "as if both waves, which share nobody, were random draws from very many"
    )
    few = dict(told(towns("yyn", "...yynn"))["1 to 2"])
    assert "tests" not in few


def test_an_answer_outside_the_base_is_told_of_entrants() -> None:
    lines = dict(told(towns("y" * 11 + "d", "y" * 12))["1 to 2"])
    assert lines["entrants"].startswith(
        "1 of 1 town in the base of 2 only (1 of whom answered 1 too, outside its base)"
    )


# ── all members ──


def members(survey: SmallSurvey, wave: str = "1", **more: object) -> list[tuple[str, str]]:
    """With a number of members."""
    for name, value in more.items():
        survey.con.execute(f"UPDATE input.waves SET {name} = ? WHERE wave = ?", [value, wave])
    survey.build("core.respondents", "trends.changes")
    return list(Trend(survey.con, "i").members())


SAID = "; between 108 and 134, if those who answered were a random draw from the members (95%)"


@pytest.mark.parametrize(
    ("basis", "of"),
    [("assumed", "an assumed 140"), ("stated", "the stated 140"), ("registry", "140")],
)
def test_all_members_by_assumption_and_without_one(basis: str, of: str) -> None:
    survey = towns("y" * 33 + "n" * 4)
    assert members(survey, population_n=140, population_basis=basis) == [
        (
            "1",
            f"between 33 and 136 of {of} members (24% to 97%), whatever the others would say{SAID}",
        )
    ]


def test_without_a_share_of_all_who_responded_there_is_no_random_draw() -> None:
    survey = towns("y" * 33 + "n" * 4 + "d")
    ((_, text),) = members(survey, population_n=140, population_basis="stated")
    assert text.endswith("(24% to 97%), whatever the others would say")


def test_of_unknown_members_or_small_bases_nothing_is_said_of_all() -> None:
    assert members(towns("y" * 33)) == []
    assert members(towns("yyn"), population_n=140, population_basis="stated") == []


# ── small bases ─────────────────────────────────────────────────────────────────


def test_small_bases_have_counts_alone() -> None:
    lines = told(towns("yyynnn", "yyyyynn"))["1 to 2"]
    assert lines[0] == (
        "everyone",
        "3 of 6 towns in 1, 5 of 7 towns in 2; too few for percentages",
    )
    assert lines[1] == ("the same", "of 6 towns in the base of both, 3 in 1 and 5 in 2: +2")
    assert "percentage point" not in str(lines)
    assert "%" not in str(lines)


def test_a_small_panel_of_large_waves_has_counts_alone() -> None:
    lines = dict(told(towns("y" * 12 + "." * 9, "." * 9 + "nny" + "y" * 9))["1 to 2"])
    assert "percentage points" in lines["everyone"]
    assert lines["the same"] == "of 3 towns in the base of both, 3 in 1 and 1 in 2: −2"
    assert lines["entrants"] == "9 of 9 towns in the base of 2 only"


# ── what can't be told ──────────────────────────────────────────────────────────


def test_unknown_answers_give_bounds_and_no_direction() -> None:
    survey = towns("yyyyyynnnnnn", "yyyyyyynnnuu")
    lines = told(survey)["1 to 2"]
    assert lines == [
        (
            "everyone",
            (
                "6 of 12 towns (50%) in 1, 7 to 9 of 12 towns (58% to 75%) in 2: "
                "between +8 and +25 percentage points, a rise in any case"
            ),
        ),
        (
            "the same",
            (
                "of 10 towns in the base of both, 6 in 1 and 7 in 2; 2 more with an unknown answer "
                "in one of the waves or both"
            ),
        ),
        (
            "",
            (
                "Whatever the unknown answers were: +1 to +3 of 10 to 12, between +8 and +25 "
                "percentage points, a rise in any case"
            ),
        ),
        ("started", "t06"),
        ("entrants", "none"),
        (
            "leavers",
            (
                "0 of 0 towns in the base of 1 only, those with an unknown answer aside: between 0 "
                "and +10 percentage points on everyone's share"
            ),
        ),
        ("can't be told", "2 answers of 2 are unknown"),
    ]


def test_what_entrants_bring_has_bounds_where_their_answers_are_unknown() -> None:
    lines = dict(told(towns("yyyyyynnnnnn.....", "yyyyyynnnnnnyyynu"))["1 to 2"])
    assert lines["the same"].endswith("6 in 1 and 6 in 2: no change")
    assert lines["entrants"] == (
        "3 of 4 towns in the base of 2 only, those with an unknown answer aside: between +3 and +9 "
        "percentage points on everyone's share"
    )
    assert lines["leavers"] == "none"


def test_bounds_on_both_sides_of_nothing_say_that_it_can_t_be_told() -> None:
    lines = told(towns("yyyyyynnnnnn", "yyyyynnnnnuu"))["1 to 2"]
    assert lines[0][1].endswith(
        "between −8 and +8 percentage points; whether it rose or fell can't be told"
    )


@pytest.mark.parametrize(
    ("after", "everyone", "panel", "settled"),
    [
        ("yyyyyynnnnnu", "0 and +8", "0 and +8", "fallen, and whether it rose"),
        # the last of them may have given no answer: of eleven one stopped
        ("yyyyynnnnnnu", "−8 and 0", "−9 and 0", "risen, and whether it fell"),
    ],
)
def test_a_bound_at_nothing_rules_one_direction_out(
    after: str, everyone: str, panel: str, settled: str
) -> None:
    lines = told(towns("yyyyyynnnnnn", after))["1 to 2"]
    settled = f"percentage points; it can't have {settled} can't be told"
    assert lines[0][1].endswith(f"between {everyone} {settled}")
    assert lines[2][1].endswith(f"of 11 to 12, between {panel} {settled}")


def test_across_a_break_there_is_only_the_note() -> None:
    survey = towns("y" * 12, "n" * 12, breaks={"2": "Other words."})
    assert told(survey)["1 to 2"] == [("can't be told", "the answers don't compare: Other words.")]
    assert values(survey)[1][2] == "break: Other words."


def test_a_wave_that_did_not_ask_is_a_gap() -> None:
    survey = towns("y" * 12, "n" * 12, "." * 12, "y" * 12, asked="1 2 4")
    survey.response("3", "t00")
    assert values(survey)[2] == ("3", "", "not asked")
    changes = told(survey)
    assert list(changes) == ["1 to 2", "2 to 4", "1 to 4, the first and the last"]
    ((label, text),) = changes["2 to 4"]
    assert label == "can't be told"
    assert "no change is drawn across a gap" in text


def test_a_wave_that_is_missing_is_a_gap() -> None:
    survey = SmallSurvey().wave("1").wave("2").wave("4", position=4).question("q", "yes no")
    survey.indicator("i", "q.yes")
    for wave in "124":
        survey.response(wave, "x", q=chose("yes"))
    assert values(survey)[2:] == [
        ("–", "", "a wave is missing"),
        ("4", "1 of 1 respondent", ""),
    ]
    assert list(told(survey)) == ["1 to 2", "2 to 4", "1 to 4, the first and the last"]


def published() -> SmallSurvey:
    """32 of 41 in a report, then 33 of 37 by name; 19 answered both."""
    survey = SmallSurvey()
    survey.con.execute("UPDATE input.survey SET noun_one = 'town', noun_many = 'towns'")
    survey.wave("1", "published").wave("2").question("q", "yes no", waves="2").indicator(
        "i", "q.yes"
    )
    survey.claim("base", "1", 41).claim("share", "1", 78, indicator_id="i")
    survey.claim("overlap", "2", 19, wave_compared="1")
    survey.con.execute("INSERT INTO input.integers SELECT * FROM range(60)")
    for place in range(37):
        survey.response("2", f"t{place:02}", q=chose("yes" if place < 33 else "no"))
    return survey


def test_a_published_side_gives_the_panel_bounds_in_respondents() -> None:
    lines = told(published())["1 to 2"]
    assert lines == [
        (
            "everyone",
            "32 of 41 towns (78%) in 1, 33 of 37 towns (89%) in 2: +11 percentage points",
        ),
        ("the same", "not known by name; 19 towns answered both waves"),
        (
            "",
            (
                "From the totals and the number in both alone: −4 to +9 of 19, between −21 and +47 "
                "percentage points; whether it rose or fell can't be told"
            ),
        ),
        ("can't be told", "1 is only published: who answered what is not known"),
        ("", TURNOVER),
    ]


def test_what_a_report_states_of_moves_is_told_with_its_bounds() -> None:
    survey = published().claim("count", "2", 4)
    for position, (wave, option) in enumerate([("2", "yes"), ("1", "no")], start=1):
        of = {"wave": wave, "question_id": "q", "option_id": option, "position": position}
        survey.add("input.claim_sets", {"claim_id": "2/c4", "role": "about", **of})
    (_, _, _, (_, text), *_) = told(survey)["1 to 2"]
    assert text == (
        "With the moves that a report states (4 started): 0 to +9 of 19, between 0 and +47 "
        "percentage points; it can't have fallen, and whether it rose can't be told"
    )


def test_weights_are_said_to_be_weights() -> None:
    survey = towns("y" * 6 + "n" * 6, "." * 12)
    for place in range(12):
        item = chose("yes" if place < 6 else "no")
        survey.response("2", f"t{place:02}", weight=2 if place < 6 else 1, q=item)
    lines = dict(told(survey)["1 to 2"])
    assert lines["everyone"] == (
        "6 of 12 towns (50%) in 1, 6 of 12 towns (67% by weight) in 2: +17 percentage points"
    )
    assert lines["the same"] == "of 12 towns in the base of both, 6 in 1 and 6 in 2: no change"
    assert lines["can't be told"].startswith("weights enter everyone's shares")


# ── the command ─────────────────────────────────────────────────────────────────


def waves(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "300"})
    return result.exit_code, result.output


def test_only_the_waves_asked_for() -> None:
    survey = towns("y" * 12, "n" * 12, "y" * 12)
    assert list(told(survey, "2")) == ["2 to 3"]
    assert list(told(survey, None, "2")) == ["1 to 2"]


def test_the_command_prints_and_says_that_data_are_made_up(built: Path) -> None:
    code, output = waves("trend", "housing", "--project", built)
    assert code == 0
    assert "Want housing (housing)\nSynthetic data: every answer is made up" in output
    assert "2030 to 2031" in output


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["strategie"], "Did you mean strategy"),
        (["stafff"], "Did you mean staff"),
        (["nothing-like-it"], "one of strategy, housing"),
        (["strategy", "--wave-from", "2029"], "no wave '2029'"),
    ],
)
def test_what_is_not_there_ends_with_2(built: Path, arguments: list[str], found: str) -> None:
    code, output = waves("trend", *arguments, "--project", built)
    assert code == 2
    assert found in output


# ── rounding ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Fraction(1, 200), "+1 percentage point"),
        (Fraction(-1, 200), "−1 percentage point"),
        (Fraction(-25, 1000), "−3 percentage points"),
        (Fraction(1, 300), "less than half a percentage point more"),
        (Fraction(-1, 300), "less than half a percentage point less"),
    ],
)
def test_points_are_rounded_half_away_from_zero(change: Fraction, text: str) -> None:
    assert points(change) == text


def test_percentages_are_rounded_half_up() -> None:
    assert [percent(Fraction(n, 200)) for n in (1, 3, 5)] == ["1%", "2%", "3%"]


def test_a_limit_next_to_nothing_keeps_its_sign() -> None:
    assert span(Fraction(-7, 100), Fraction(-1, 900)) == "between −7 and −0.1 percentage points"
    assert span(Fraction(0), Fraction(2, 100)) == "between 0 and +2 percentage points"
