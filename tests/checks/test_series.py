"""Checks of the series: told where a wave has the fault, silent where it hasn't or can't be told.

The programmes are synthetic and small, and stand side by side in one database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from pipelines.warehouse.engine import run_check
from tests.checks.false_alarms import CHECKS, checks, clean
from tests.checks.programmes import (
    ANSWERED,
    DONT_KNOW,
    NO_ANSWER,
    ROUTED_OUT,
    UNKNOWN,
    Programme,
    Question,
    loaded,
)
from tests.small_survey import SmallSurvey, number

Edit = Callable[[Programme], None]
MEMBERS = 40
LOW, HIGH, THREE, RATING, TICKS = range(14, 19)


def _question(rng: np.random.Generator, kind: str, *shares: float) -> Question:
    """Of every five answers one is thought over in each of three waves."""
    draw = rng.choice(len(shares), (3, MEMBERS), p=shares)
    for wave in (1, 2):
        draw[wave] = np.where(rng.random(MEMBERS) < 0.8, draw[wave - 1], draw[wave])
    answers = draw[:, :, None] == np.arange(len(shares))
    return Question(kind, len(shares), answers, np.full((3, MEMBERS), ANSWERED))


def programme() -> Programme:
    """Three waves that all 40 members answered: 14 questions of yes or no, and five others."""
    rng = np.random.default_rng(3)
    questions = [_question(rng, "single", 0.4, 0.6) for _ in range(14)]
    questions += [_question(rng, "single", 0.1, 0.9), _question(rng, "single", 0.9, 0.1)]
    questions.append(_question(rng, "single", 0.2, 0.6, 0.2))
    questions.append(_question(rng, "rating", 0.6, 0.25, 0.05, 0.05, 0.05))
    ticks = _question(rng, "multiple", 0.85, 0.05, 0.1)
    ticks.answers[:, :, 2] |= ticks.answers[:, :, 0] & (np.arange(MEMBERS) < 20)
    return Programme(np.ones((3, MEMBERS), dtype=bool), [*questions, ticks])


def choose(question: int, option: int, wave: int = -1, members: int = MEMBERS) -> Edit:
    """The first members are recorded with this option."""

    def edit(made: Programme) -> None:
        made.questions[question].answers[wave, :members] = np.arange(
            made.questions[question].options
        ) == (option)

    return edit


def move(question: int, before: int, after: int, wave: int = -1) -> Edit:
    """One option is recorded as another one."""

    def edit(made: Programme) -> None:
        answers = made.questions[question].answers[wave]
        answers[:, after] |= answers[:, before]
        answers[:, before] = False

    return edit


def appear(made: Programme) -> None:
    """An option is recorded in the last wave only."""
    for wave in (-3, -2):
        move(THREE, 1, 0, wave)(made)


def put(question: int, state: int, members: int, wave: int = -1) -> Edit:
    """The answers of the first members have another state."""

    def edit(made: Programme) -> None:
        made.questions[question].states[wave, :members] = state

    return edit


def answer(first: int, last: int) -> Edit:
    """Only some members answer the last wave."""

    def edit(made: Programme) -> None:
        made.responds[-1] = (np.arange(MEMBERS) >= first) & (np.arange(MEMBERS) < last)

    return edit


def swap(one: int, other: int) -> Edit:
    """Two questions are recorded as each other."""

    def edit(made: Programme) -> None:
        a, b = (made.questions[number].answers for number in (one, other))
        a[-1], b[-1] = b[-1].copy(), a[-1].copy()

    return edit


def swap_ticks(made: Programme) -> None:
    """Two options of a question that takes several are recorded as each other."""
    answers = made.questions[TICKS].answers
    answers[-1] = answers[-1][:, [1, 0, 2]]


def reverse(question: int) -> Edit:
    """The options are recorded in reverse."""

    def edit(made: Programme) -> None:
        answers = made.questions[question].answers
        answers[-1] = answers[-1, :, ::-1].copy()

    return edit


def flip(made: Programme) -> None:
    """The first member answers the opposite of what it answered before."""
    for question in made.questions[:-1]:
        question.answers[-1, 0] = question.answers[-2, 0, ::-1]


def copy(wave: int, members: int = MEMBERS) -> Edit:
    """The first members are recorded as they were in another wave."""

    def edit(made: Programme) -> None:
        for question in made.questions:
            question.answers[-1, :members] = question.answers[wave, :members]

    return edit


FAULTS: dict[str, tuple[str, Edit]] = {
    "most change to yes": ("panel_changes_plausible", choose(LOW, 0)),
    "an option vanishes": ("options_stay", move(THREE, 1, 0)),
    "an option appears": ("options_stay", appear),
    "answers that nobody understands": ("unknown_steady", put(0, UNKNOWN, 20)),
    "answers left blank": ("bases_steady", put(0, NO_ANSWER, 20)),
    "answers not asked for": ("bases_steady", put(0, ROUTED_OUT, 40)),
    "answers of don't know": ("bases_steady", put(0, DONT_KNOW, 20)),
    "a part of the file": ("bases_steady", answer(0, 8)),
    "everyone agrees": ("answers_vary", choose(0, 1)),
    "everyone ticks it": ("answers_vary", choose(TICKS, 2)),
    "questions for each other": ("questions_not_swapped", swap(LOW, HIGH)),
    "ticks for each other": ("questions_not_swapped", swap_ticks),
    "yes for no": ("scales_not_reversed", reverse(0)),
    "a rating from its end": ("scales_not_reversed", reverse(RATING)),
    "a respondent turned round": ("respondents_not_flipped", flip),
    "last year's wave": ("waves_differ", copy(-2)),
    "a wave of two years ago": ("waves_differ", copy(-3)),
    "most of last year's wave": ("waves_differ", copy(-2, 34)),
}


SOUND: dict[str, Edit] = {
    "nothing": lambda _: None,
    "a change that many made": choose(0, 0, members=12),
    "a rare option that nobody chose": move(TICKS, 1, 0),
    "one unknown answer": put(0, UNKNOWN, 1),
    "a few blanks": put(0, NO_ANSWER, 6),
    "fewer responses": answer(10, 40),
    "questions alike for each other": swap(0, 1),
    "a part of an option gone": choose(THREE, 2, members=10),
}

NOTED = {
    "a note on the question": "UPDATE input.question_waves SET comparable_note = 'shorter' "
    "WHERE wave = '{p}w3' AND question_id = '{p}q16'",
    "another text": "INSERT INTO input.option_labels VALUES ('{p}w3', '{p}q16', 'o1', 'other')",
    "a crosswalk": "INSERT INTO input.crosswalks VALUES ('{p}w3', '{p}q16', 1, 'before', 'o1')",
    "until": "UPDATE input.options SET until = '{p}w2' "
    "WHERE question_id = '{p}q16' AND option_id = 'o1'",
}
"""What a survey may say of an option that is gone."""

WITHDRAWN = {
    "across a break": "UPDATE input.question_waves SET breaks = true WHERE wave = '{p}w3'",
    "across a gap": "UPDATE input.waves SET position = position + 1 WHERE wave = '{p}w3'",
    "from a reconstructed wave": "UPDATE input.waves SET kind = 'reconstructed' "
    "WHERE wave = '{p}w3'",
}
"""What keeps two waves from being compared."""


@dataclass(frozen=True)
class Case:
    """A programme, what is done to its tables, and the checks that must not be silent, or must."""

    name: str
    edit: Edit
    sql: str = ""
    told: str = ""
    silent: tuple[str, ...] = CHECKS
    members: int = MEMBERS
    waves: int = 3


def _cases() -> list[Case]:
    cases = [Case(name, edit) for name, edit in SOUND.items()]
    cases += [Case(name, edit, told=check, silent=()) for name, (check, edit) in FAULTS.items()]
    first = {check: name for name, (check, _) in reversed(FAULTS.items())}
    for check, name in first.items():
        edit = FAULTS[name][1]
        cases.append(Case(f"{name}, only one wave", edit, silent=(check,), waves=1))
        # one respondent's answers are as many questions, however few respondents there are
        if check != "respondents_not_flipped":
            cases.append(Case(f"{name}, base of five", edit, silent=(check,), members=5))
        cases += [
            Case(f"{name}, {why}", edit, sql, silent=(check,))
            for why, sql in WITHDRAWN.items()
            # a copy is one across a break and a gap too; a panel is followed in what is known
            if check != "waves_differ"
            and ("reconstructed" not in why or check != "panel_changes_plausible")
        ]
    cases += [
        Case(f"an option vanishes, {why}", FAULTS["an option vanishes"][1], sql, "", CHECKS[1:2])
        for why, sql in NOTED.items()
    ]
    return cases


CASES = _cases()


def _made(case: Case) -> Programme:
    made = programme()
    case.edit(made)
    made.responds[:, case.members :] = False
    if case.waves == 1:
        made.responds[:-1] = False
    return made


@pytest.fixture(scope="module")
def alarmed() -> dict[str, set[str]]:
    """For each case the checks that were alarmed."""
    # no more than 10,000 responses together: of more, respondents are not looked at one by one
    return _alarmed(CASES[:60]) | _alarmed(CASES[60:])


def _alarmed(cases: list[Case]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {case.name: set() for case in cases}
    survey = loaded([_made(case) for case in cases])
    for position, case in enumerate(cases):
        survey.con.execute(case.sql.format(p=f"p{position}") or "SELECT 1")
    survey.build(*{table for check in checks() for table in check.depends_on})
    for check in checks():
        for row in run_check(survey.con, check, limit=10**6).rows:
            found[cases[int(row["wave_to"][1:].split("w")[0])].name].add(check.name)
    survey.con.close()
    return found


@pytest.mark.parametrize("case", [case for case in CASES if case.told], ids=lambda case: case.name)
def test_a_fault_is_told(alarmed: dict[str, set[str]], case: Case) -> None:
    assert case.told in alarmed[case.name]


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.told], ids=lambda case: case.name
)
def test_what_is_sound_or_can_not_be_told_is_silent(
    alarmed: dict[str, set[str]], case: Case
) -> None:
    assert not alarmed[case.name].intersection(case.silent)


def _numbers(*last: float) -> SmallSurvey:
    survey = SmallSurvey().wave("1").wave("2").question("n", kind="number")
    for position, value in enumerate(last):
        survey.response("1", f"r{position}", n=number(position))
        survey.response("2", f"r{position}", n=number(value))
    survey.build(*checks()[CHECKS.index("answers_vary")].depends_on)
    return survey


def test_numbers_that_become_constant_are_told() -> None:
    assert _numbers(*[0.1] * 48).broken("answers_vary")


def test_numbers_with_one_frequent_value_are_not_constant() -> None:
    assert _numbers(*[0.1] * 47, 7).broken("answers_vary") == []


def test_respondents_who_can_not_be_followed_are_judged_by_distributions() -> None:
    faulty, sound = programme(), programme()
    reverse(RATING)(faulty)
    survey = loaded([faulty, sound])
    survey.con.execute("UPDATE input.survey SET identified_by = 'row'")
    survey.build(*{table for check in checks() for table in check.depends_on})
    assert {row["wave_to"] for row in survey.broken("scales_not_reversed")} == {"p0w3"}
    assert survey.rows("SELECT * FROM trends.respondent_pairs") == []


def test_clean_programmes_alarm_no_check() -> None:
    """A small part of `make false-alarms`, which looks at a thousand."""
    programmes, _, pairs = clean(20)
    assert pairs > 50
    assert programmes.total() == 0


@pytest.mark.parametrize(("responses", "read"), [(10_000, True), (10_001, False)])
def test_respondents_of_a_large_survey_are_not_read_one_by_one(responses: int, read: bool) -> None:
    survey = loaded([programme()]).build("trends.respondent_pairs")
    survey.con.execute(
        "UPDATE core.waves SET n_responses = CASE WHEN position = 1 THEN ? ELSE 1 END",
        [responses - 2],
    )
    survey.run("trends.respondent_pairs")
    assert bool(survey.rows("SELECT * FROM trends.respondent_pairs")) == read
