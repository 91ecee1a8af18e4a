"""Folding of names, and the index of respondents' spellings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.survey.names import NameIndex, fold, fold_all

LETTERS = st.text(
    st.characters(max_codepoint=0x24F, categories=["Lu", "Ll", "Nd", "Zs", "Pd", "Po"])
    | st.characters(min_codepoint=0x370, max_codepoint=0x4FF, categories=["Lu", "Ll"]),
    max_size=30,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Forlì", "forli"),
        ("KLAKSVÍK", "klaksvik"),
        ("Logroño", "logrono"),
        ("Łódź", "lodz"),
        ("Tromsø", "tromso"),
        ("Đakovo", "dakovo"),
        ("Næstved", "naestved"),
        ("Gießen", "giessen"),
        ("İzmir", "izmir"),
        ("Iğdır", "igdir"),
        ("Œuilly", "oeuilly"),
        ("Донецьк", "донецьк"),
        ("ΑΘΗΝΑΙ", "αθηναι"),
        ("Saint-Denis – sur   (Seine)", "saint denis sur seine"),
        ("L’Hospitalet", "l hospitalet"),
        ("  x\tY\n z ", "x y z"),
        ("Neumarkt i.d.OPf.", "neumarkt i d opf"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("soft\u00adhyphen", "softhyphen"),
        ("…!?", ""),
    ],
)
def test_folding_leaves_letters_and_digits(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_marks_that_make_another_letter_are_kept() -> None:
    assert fold("が") != fold("か")
    assert fold("कि") != fold("का")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(LETTERS)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.lower()) == fold(text.title())


@settings(deadline=None)
@given(LETTERS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_how_accents_are_composed_does_not_matter(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]


@settings(deadline=None)
@given(LETTERS, st.text("()[]{}.,;:!?'\"-_/ \t\n*", max_size=5))
def test_punctuation_around_does_not_matter(text: str, marks: str) -> None:
    assert fold(marks + text + marks) == fold(text)


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=6))
def test_many_texts_fold_as_each_of_them(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


INDEX = NameIndex.of(
    ["san_marco", "north", "forli"],
    ["San Marco (Lower Town)", "Northtown", "Forlì"],
    [["S. Marco"], [], ["Comune di Forlì"]],
)


@pytest.mark.parametrize(
    ("text", "respondent"),
    [
        ("san_marco", "san_marco"),
        ("San Marco", "san_marco"),
        ("SAN MARCO – LOWER TOWN", "san_marco"),
        ("s marco", "san_marco"),
        ("Forli", "forli"),
        ("comune di FORLI", "forli"),
        ("Northtwon", None),
        ("", None),
        ("…", None),
    ],
)
def test_only_an_accepted_spelling_names_a_respondent(text: str, respondent: str | None) -> None:
    assert INDEX.resolve(text) == respondent


def test_similar_names_are_suggested_best_first() -> None:
    (first, name, score), *_ = INDEX.suggest("Northtwon")
    assert (first, name) == ("north", "Northtown")
    assert 60 <= score < 100


def test_a_respondent_is_suggested_once() -> None:
    suggested = [respondent for respondent, _, _ in INDEX.suggest("marco san")]
    assert suggested.count("san_marco") == 1


def test_nothing_is_suggested_for_what_resembles_nothing() -> None:
    assert INDEX.suggest("0000") == []


def test_a_spelling_of_two_respondents_stays_with_the_first_and_is_told() -> None:
    index = NameIndex.of(["a", "b"], ["Twin", "Tŵin"], [[], []])
    assert index.resolve("TWIN") == "a"
    assert index.disputed == (("Tŵin", "a", "b"),)


def test_two_spellings_of_one_respondent_are_no_dispute() -> None:
    index = NameIndex.of(["twin"], ["Twin"], [["TWIN", "Tŵin"]])
    assert index.disputed == ()
