"""Synthetic programmes in which nothing is wrong, to find out how often a check is alarmed.

Everything here is made up. A programme is a list of members some of whom answer each year, the
same ones by habit, and who mostly say what they said the year before; what changes, changes by
drift, now and then by a push of some tens of points. Programmes are put side by side into one
database, each with waves and questions of its own and a gap between their positions, so that
no check can relate one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.small_survey import SmallSurvey

ANSWERED, NO_ANSWER, DONT_KNOW, ROUTED_OUT, UNKNOWN = range(5)
STATES = np.array(["answered", "no_answer", "dont_know", "routed_out", "unknown"])

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Question:
    """What every member thinks, wave by wave, whether or not it answers.

    Attributes:
        kind: single, rating or multiple.
        options: how many it offers.
        answers: wave × member × option, true where chosen.
        states: wave × member, one of the states above.
    """

    kind: str
    options: int
    answers: NDArray[np.bool_]
    states: Integers


@dataclass
class Programme:
    """A synthetic programme.

    Attributes:
        responds: wave × member, true where it answers.
        questions: all of them are asked in every wave.
    """

    responds: NDArray[np.bool_]
    questions: list[Question] = field(default_factory=list)

    @property
    def waves(self) -> int:
        """How many waves there are."""
        return len(self.responds)


def simulate(
    rng: np.random.Generator,
    *,
    waves: int | None = None,
    questions: int | None = None,
    large: bool = False,
) -> Programme:
    """A clean programme: 140 members of whom 20 to 60 answer a wave, or 2,000 and 400 to 900."""
    waves = waves or int(rng.integers(3, 7))
    members = 2000 if large else 140
    target = rng.uniform(400, 900) if large else rng.uniform(20, 60)
    programme = Programme(_responds(rng, waves, members, target))
    stay = np.log(1 / (1 - rng.uniform(0.75, 0.97)) - 1) + rng.normal(0, 0.8, members)
    for _ in range(questions or int(rng.integers(10, 31))):
        programme.questions.append(_question(rng, waves, stay))
    _route(rng, programme)
    return programme


def _responds(
    rng: np.random.Generator, waves: int, members: int, target: float
) -> NDArray[np.bool_]:
    """Who answers: some nearly always, some nearly never, about `target` in every wave."""
    habit = rng.normal(0, 1.5, members)
    levels = np.linspace(-8, 8, 321)
    expected = _logistic(habit[:, None] + levels).sum(axis=0)
    wanted = np.clip(target * np.exp(rng.normal(0, 0.12, waves)), 3, members)
    level = np.interp(wanted, expected, levels)
    return rng.random((waves, members)) < _logistic(habit + level[:, None])


def _question(rng: np.random.Generator, waves: int, stay: Floats) -> Question:
    kind = str(rng.choice(["yes/no", "single", "rating", "multiple"], p=[0.5, 0.2, 0.15, 0.15]))
    keep = _logistic(stay + rng.normal(0, 0.5))
    if kind == "multiple":
        options = int(rng.integers(4, 8))
        ticks = [_choices(rng, waves, keep, 2)[:, :, :1] for _ in range(options)]
        answers = np.concatenate(ticks, axis=2)
    else:
        options = {"yes/no": 2, "rating": 5}.get(kind) or int(rng.integers(3, 6))
        answers = _choices(rng, waves, keep, options)
    states = _states(rng, waves, len(stay))
    return Question("single" if kind == "yes/no" else kind, options, answers, states)


def _choices(rng: np.random.Generator, waves: int, keep: Floats, options: int) -> NDArray[np.bool_]:
    """One choice a member and wave, kept from year to year unless it is thought over."""
    members = len(keep)
    leaning = np.log(np.clip(rng.dirichlet(np.full(options, 1.2)), 0.02, None))
    choice = _draw(rng, leaning, members)
    chosen = [choice]
    for _ in range(1, waves):
        leaning = leaning + rng.normal(0, 0.2, options)
        choice = np.where(rng.random(members) < keep, choice, _draw(rng, leaning, members))
        if rng.random() < 0.03:  # a law, a campaign: many take up the same answer
            pushed = rng.random(members) < rng.uniform(0.1, 0.3)
            choice = np.where(pushed, rng.integers(options), choice)
        chosen.append(choice)
    return np.stack(chosen)[:, :, None] == np.arange(options)


def _draw(rng: np.random.Generator, leaning: Floats, size: int) -> Integers:
    shares = np.exp(leaning) / np.exp(leaning).sum()
    return rng.choice(len(shares), size, p=shares)


def _states(rng: np.random.Generator, waves: int, members: int) -> Integers:
    """Some answers are missing, some not known: at rates that differ a little each year."""
    states = np.full((waves, members), ANSWERED)
    rates = {
        NO_ANSWER: rng.uniform(0, 0.1) * np.exp(rng.normal(0, 0.3, waves)),
        DONT_KNOW: (rng.random() < 0.3) * rng.uniform(0, 0.1) * np.exp(rng.normal(0, 0.3, waves)),
        UNKNOWN: rng.exponential(0.004, waves),
    }
    for state, rate in rates.items():
        states[rng.random((waves, members)) < rate[:, None]] = state
    return states


def _route(rng: np.random.Generator, programme: Programme) -> None:
    """Up to two questions are put only to those who said the first option to another one."""
    gates = [q for q in programme.questions if q.kind == "single"]
    others = [q for q in programme.questions if q.kind != "single"]
    for gate, routed in list(zip(gates, others, strict=False))[: int(rng.integers(0, 3))]:
        routed.states[~gate.answers[:, :, 0]] = ROUTED_OUT


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def loaded(programmes: Sequence[Programme]) -> SmallSurvey:
    """The programmes in one database, nothing built yet; the waves are p0w1, p0w2 and so on."""
    survey = SmallSurvey()
    tables: dict[str, list[pd.DataFrame]] = {}
    for number, programme in enumerate(programmes):
        for table, rows in _tables(number, programme):
            tables.setdefault(table, []).append(rows)
    for table, frames in tables.items():
        rows = pd.concat(frames, ignore_index=True)
        survey.con.register("rows", rows)
        survey.con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
        survey.con.unregister("rows")
    return survey


def _tables(number: int, programme: Programme) -> list[tuple[str, pd.DataFrame]]:
    waves = np.array([f"p{number}w{wave + 1}" for wave in range(programme.waves)])
    ids = np.array([f"p{number}q{index}" for index in range(len(programme.questions))])
    wave, member = np.nonzero(programme.responds)
    responses = pd.DataFrame(
        {
            "response_id": number * 10**6 + np.arange(len(wave)),
            "wave": waves[wave],
            "respondent_id": np.char.add(f"p{number}m", member.astype(str)),
            "weight": 1.0,
            "counted": True,
        }
    )
    return [
        (
            "input.waves",
            pd.DataFrame(
                {
                    "wave": waves,
                    "position": number * 100 + 1 + np.arange(programme.waves),
                    "kind": "responses",
                    "status": "current",
                }
            ),
        ),
        (
            "input.questions",
            pd.DataFrame(
                {
                    "question_id": ids,
                    "position": np.arange(len(ids)),
                    "type": [question.kind for question in programme.questions],
                    "options_known": True,
                }
            ),
        ),
        (
            "input.question_waves",
            pd.DataFrame(
                {
                    "question_id": np.repeat(ids, len(waves)),
                    "wave": np.tile(waves, len(ids)),
                    "breaks": False,
                }
            ),
        ),
        ("core.responses", responses),
        *_options(ids, programme),
        *(
            ("core.answers", _answers(question_id, question, responses, wave, member))
            for question_id, question in zip(ids, programme.questions, strict=True)
        ),
    ]


def _options(ids: NDArray[np.str_], programme: Programme) -> list[tuple[str, pd.DataFrame]]:
    """The options, and an indicator for each first one."""
    counts = [question.options for question in programme.questions]
    position = np.concatenate([np.arange(count) for count in counts])
    options = pd.DataFrame(
        {
            "question_id": np.repeat(ids, counts),
            "option_id": np.char.add("o", position.astype(str)),
            "position": position + 1,
            "meaning": "substantive",
        }
    )
    indicators = pd.DataFrame({"indicator_id": ids, "question_id": ids, "composite": False})
    parts = pd.DataFrame({"indicator_id": ids, "question_id": ids, "option_id": "o0"})
    return [
        ("input.options", options),
        ("input.indicators", indicators),
        ("input.indicator_options", parts),
    ]


def _answers(
    question_id: str, question: Question, responses: pd.DataFrame, wave: Integers, member: Integers
) -> pd.DataFrame:
    states = question.states[wave, member]
    chosen = question.answers[wave, member] & (states == ANSWERED)[:, None]
    row, option = np.nonzero(chosen)
    empty = np.nonzero(~chosen.any(axis=1))[0]
    names = np.concatenate(
        [np.char.add("o", option.astype(str)).astype(object), np.full(len(empty), None)]
    )
    first = np.concatenate([np.r_[True, row[1:] != row[:-1]][: len(row)], np.ones(len(empty))])
    rows = np.concatenate([row, empty])
    return responses.iloc[rows][["response_id", "wave", "respondent_id"]].assign(
        question_id=question_id,
        option_id=names,
        selected=pd.array([name is not None or None for name in names], dtype="boolean"),
        state=STATES[states[rows]],
        first_of_item=first.astype(bool),
    )
