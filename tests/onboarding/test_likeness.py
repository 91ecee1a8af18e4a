"""How alike questions are: scores that sort as a person would, and reasons that add up."""

from __future__ import annotations

import pytest

from pipelines.onboarding.likeness import (
    Asked,
    likeness,
    nearest_texts,
    same_text,
    shared_options,
    weighed,
)

YES_NO = ("Yes", "No")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Which topics?", "which  topics", True),
        ("Béckton’s plan", "Beckton's plan", True),
        ("Which topics?", "Which topic?", False),
        ("-", "?", False),
        ("-", "-", True),
    ],
)
def test_the_same_text_differs_by_case_accents_and_punctuation_only(
    one: str, other: str, same: bool
) -> None:
    assert same_text(one, other) is same


def test_a_reworded_question_is_more_alike_than_another_one() -> None:
    known = Asked("Are you planning a campaign?", YES_NO)
    reworded = likeness(Asked("Do you plan a campaign?", YES_NO), known)
    another = likeness(Asked("Is there a shelter for women?", YES_NO), known)
    assert reworded.score > 70 > another.score


def test_the_same_question_scores_100_and_says_why() -> None:
    found = likeness(Asked("Any plan?", YES_NO, 0.5), Asked("Any plan?", YES_NO, 0.5))
    assert (found.score, found.why) == (100, "wording 100, options 2 of 2, position 100")


def test_what_one_side_does_not_tell_is_left_out() -> None:
    assert likeness(Asked("Any plan?"), Asked("Any plan?", YES_NO)).why == "wording 100"


def test_weights_are_those_named() -> None:
    assert weighed(50, (1, 2), 100).score == round((60 * 50 + 30 * 50 + 10 * 100) / 100)


def test_options_are_shared_by_folded_text() -> None:
    assert shared_options(["yes", "NO ", "Perhaps"], YES_NO) == (2, 3)


def test_nearest_texts_come_best_first_and_far_ones_not_at_all() -> None:
    known = ["Housing", "Sports and clubs", "Schools"]
    assert nearest_texts("Sports & clubs", known)[0] == ("Sports and clubs", 95)
    assert nearest_texts("Zzz", known) == []
