"""Faults put into the last wave of a synthetic programme, each of a size that can be chosen.

A fault changes what was recorded, not what members thought: the answers of the last wave only.
Each returns False where the programme has nothing that it could be done to.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.checks.programmes import (
    ANSWERED,
    NO_ANSWER,
    UNKNOWN,
    Floats,
    Integers,
    Programme,
    Question,
)

Fault = Callable[[np.random.Generator, Programme, float], bool]


def shares(programme: Programme, question: Question, wave: int) -> Floats:
    """Part of the answers that each option has in a wave."""
    told = programme.responds[wave] & (question.states[wave] == ANSWERED)
    return question.answers[wave, told].sum(axis=0) / max(told.sum(), 1)


def read_as_yes(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """A part of those without an indicator's option, `size`, is recorded with it."""
    found = [
        q
        for q in programme.questions
        if q.kind == "single" and shares(programme, q, -2)[0] <= 1 - size
    ]
    if not found:
        return False
    question = found[rng.integers(len(found))]
    others = np.nonzero(programme.responds[-1] & ~question.answers[-1, :, 0])[0]
    part = size / max(1 - shares(programme, question, -2)[0], size)
    _choose(question, others[rng.random(len(others)) < part], 0)
    return True


def lose_option(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """An option that had about `size` of the answers is recorded as another one."""
    found = [
        (abs(share - size), number, option)
        for number, q in enumerate(programme.questions)
        if q.kind == "single" and q.options > 2
        for option, share in enumerate(shares(programme, q, -2))
        if abs(share - size) <= 0.05
    ]
    if not found:
        return False
    _, number, option = found[rng.integers(len(found))]
    question = programme.questions[number]
    _choose(question, np.nonzero(question.answers[-1, :, option])[0], (option + 1) % 3)
    return True


def lose_meaning(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """A part of a question's answers, `size`, can't be understood."""
    _mark(rng, programme, size, UNKNOWN)
    return True


def lose_answers(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """A part of a question's answers, `size`, is missing."""
    _mark(rng, programme, size, NO_ANSWER)
    return True


def lose_responses(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """A part of the last wave's responses, `size`, is missing."""
    programme.responds[-1] &= rng.random(programme.responds.shape[1]) >= size
    return True


def make_constant(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """Everyone is recorded with an answer from which about `size` differed."""
    found = [
        q
        for q in programme.questions
        if q.kind != "multiple" and abs(1 - shares(programme, q, -2).max() - size) <= 0.05
    ]
    if not found:
        return False
    question = found[rng.integers(len(found))]
    option = int(shares(programme, question, -2).argmax())
    _choose(question, np.arange(question.answers.shape[1]), option)
    return True


def swap_questions(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """Two questions with the same options are taken for each other; they differed by `size`."""
    found = [
        (a, b)
        for number, a in enumerate(programme.questions)
        for b in programme.questions[:number]
        if (a.kind, a.options) == (b.kind, b.options) != ("multiple", a.options)
        and size - 0.05 <= _distance(programme, a, b) <= size + 0.05
    ]
    if not found:
        return False
    a, b = found[rng.integers(len(found))]
    for one, other in ((a.answers, b.answers), (a.states, b.states)):
        one[-1], other[-1] = other[-1].copy(), one[-1].copy()
    return True


def reverse_scale(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """A question's options are taken in reverse; about `size` of the panel's answers show it."""
    found = [
        q
        for q in programme.questions
        if q.kind != "multiple" and abs(_sided(programme, q) - size) <= 0.2 * size
    ]
    if not found:
        return False
    question = found[rng.integers(len(found))]
    question.answers[-1] = question.answers[-1, :, ::-1]
    return True


def flip_respondent(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """All answers of one respondent to `size` questions of two options are turned round."""
    both = np.nonzero(programme.responds[-1] & programme.responds[-2])[0]
    found = [q for q in programme.questions if q.kind == "single" and q.options == 2]
    if not len(both) or len(found) < size:
        return False
    who = both[rng.integers(len(both))]
    programme.questions[:] = [
        q
        for q in programme.questions
        if q.kind == "multiple" or any(q is other for other in found[: int(size)])
    ]
    for question in programme.questions:
        if question.kind == "single":
            question.states[-2:, who] = ANSWERED
            question.answers[-1, who] = ~question.answers[-2, who]
    return True


def copy_respondents(rng: np.random.Generator, programme: Programme, size: float) -> bool:
    """Of those who answered both of the last two waves, `size` are recorded as in the former."""
    both = np.nonzero(programme.responds[-1] & programme.responds[-2])[0]
    copied = rng.permutation(both)[: round(size * len(both))]
    for question in programme.questions:
        question.answers[-1, copied] = question.answers[-2, copied]
        question.states[-1, copied] = question.states[-2, copied]
    return True


def copy_wave(_: np.random.Generator, programme: Programme, size: float) -> bool:
    """The last wave is the one `size` waves before."""
    before = -1 - int(size)
    if programme.waves < 1 + size:
        return False
    programme.responds[-1] = programme.responds[before]
    for question in programme.questions:
        question.answers[-1] = question.answers[before]
        question.states[-1] = question.states[before]
    return True


def _choose(question: Question, who: Integers, option: int) -> None:
    question.answers[-1, who] = False
    question.answers[-1, who, option] = True


def _mark(rng: np.random.Generator, programme: Programme, size: float, state: int) -> None:
    question = programme.questions[rng.integers(len(programme.questions))]
    lost = rng.random(question.states.shape[1]) < size
    question.states[-1, lost & (question.states[-1] == ANSWERED)] = state


def _distance(programme: Programme, a: Question, b: Question) -> float:
    return float(abs(shares(programme, a, -2) - shares(programme, b, -2)).sum() / 2)


def _sided(programme: Programme, question: Question) -> float:
    """Members of the panel whose answers, once reversed, would be the same or the mirror image."""
    both = programme.responds[-1] & programme.responds[-2]
    both &= (question.states[-2:] == ANSWERED).all(axis=0)
    before, after = (question.answers[wave, both].argmax(axis=1) for wave in (-2, -1))
    last = question.options - 1
    told = (2 * before != last) & ((before == after) | (before == last - after))
    return float(told.sum())
