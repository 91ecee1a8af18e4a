"""Sentences: what they say, and that their numbers are their figures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import BuildError
from pipelines.report.content import Option, Page, Question, Section
from pipelines.report.figures import Figure
from pipelines.report.language import language, languages
from pipelines.report.sentence import Sentence, check_sentences
from pipelines.report.wording import sentences_of
from tests.report.made_up import made_up
from tests.report.sentences import GOLDEN, all_sentences

NAMES = ("Alton", "Borwick", "Caldon", "Derby", "Elton", "Farley")
WORDS = (("almost all", 9, 10), ("a large majority", 2, 3), ("a minority", 0, 1))


def quantity_words() -> list[dict[str, Any]]:
    """A few words for quantities, by their smallest ratio."""
    bounds = ("at_least", "more_than", "at_most", "less_than")
    empty = {f"{bound}_{part}": None for bound in bounds for part in ("num", "den")}
    return [
        empty | {"word": word, "at_least_num": num, "at_least_den": den} for word, num, den in WORDS
    ]


FIRST = "Pour autant qu’on le sache, {} répondu pour la première fois."


def figure(figure_id: str, value: float | None, text: str | None = None) -> Figure:
    return Figure(figure_id, value, text or ("—" if value is None else f"{value:g}"), "report.x")


def figures_of(rows: list[dict[str, Any]]) -> dict[str, Figure]:
    """The figures of a question's options."""
    found = []
    for row in rows:
        start = f"w.option.q.{row['option_id']}"
        share = row["n"] / row["base"] if row["shows"] == "percent" and row["base"] else None
        found += [
            figure(f"{start}.n", row["n"]),
            figure(f"{start}.n_high", row["n_high"]),
            figure(f"{start}.base", row["base_printed"]),
            figure(f"{start}.share", share, None if share is None else f"{share:.0%}"),
        ]
    return {one.figure_id: one for one in found}


def option(option_id: str, n: int, base: int, unknown: int = 0) -> dict[str, Any]:
    size = base + unknown
    bounds = "between" if 0 < n < base else "at_least" if n else "at_most"
    phrase = "unknown" if base == 0 else bounds if unknown else "exact"
    return {
        "question_id": "q",
        "option_id": option_id,
        "label": f"option {option_id}",
        "n": n,
        "n_high": n + unknown,
        "base": base,
        "base_printed": size,
        "phrase": phrase,
        "shows": "percent" if size >= 10 else "counts",
    }


WHO = {"n_members": None, "too_few_members": False, "wave_before": None, "rate": None,
       "population_basis": None}  # fmt: skip
WAVE = {
    "wave": "w", "n_countries": 1, "noun_one": "town", "noun_many": "towns", "weighted": False,
}  # fmt: skip
RESPONSES = {"w.wave.responses": figure("w.wave.responses", 12)}


def page_of(rows: list[dict[str, Any]], kind: str = "single", **changes: Any) -> Page:
    """A page with one question of these options."""
    question = Question(
        row={"question_id": "q", "type": kind, "known": "all", "options_known": True} | changes,
        options=[Option(row, list(NAMES[: row["n"]]), []) for row in rows],
        outside=[],
        ruled_out=[],
        beside=[],
        number=None,
        findings=[],
        series=[],
    )
    return Page(
        wave=WAVE, who=WHO, countries=[], not_counted=[], joined=[], returned=[], newcomers=[],
        panels={}, sections=[Section("s", "S", None, [], [question])], findings=[], sources=[],
        quantity_words=quantity_words(),
    )  # fmt: skip


def said(rows: list[dict[str, Any]], code: str = "en", **changes: Any) -> list[str]:
    """What is said of a question."""
    figures = figures_of(rows) | RESPONSES
    sentences = sentences_of(page_of(rows, **changes), figures, code)["q"]
    check_sentences(sentences, figures, code)
    return [sentence.text for sentence in sentences]


@pytest.mark.parametrize(
    ("n", "base", "unknown", "text"),
    [
        (0, 20, 0, "None of the 20 towns answered “option yes”."),
        (20, 20, 0, "All 20 towns answered “option yes”."),
        (14, 20, 0, "14 of 20 towns (70%) answered “option yes”: a large majority."),
        (1, 20, 0, "1 of 20 towns (5%) answered “option yes”: Alton."),
        (6, 8, 0, "6 of 8 towns answered “option yes”."),
        (4, 10, 6, "Between 4 and 10 of 16 towns answered “option yes”."),
        (10, 10, 6, "At least 10 of 16 towns answered “option yes”."),
    ],
)
def test_the_count_comes_first_and_never_without_its_base(
    n: int, base: int, unknown: int, text: str
) -> None:
    rows = [option("yes", n, base, unknown), option("no", base - n, base, unknown)]
    assert said(rows) == [text]


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "Aucun des 20 participants n’a répondu «\u00a0option yes\u00a0»."),
        (20, "L’ensemble des 20 participants a répondu «\u00a0option yes\u00a0»."),
        (
            14,
            (
                "14 participants sur 20 (70\u00a0%) ont répondu «\u00a0option yes\u00a0»\u00a0: "
                "une large majorité."
            ),
        ),
        (1, "1 participant sur 20 (5\u00a0%) a répondu «\u00a0option yes\u00a0»\u00a0: Alton."),
    ],
)
def test_in_french_verbs_and_numbers_agree(n: int, text: str) -> None:
    assert said([option("yes", n, 20), option("no", 20 - n, 20)], "fr") == [text]


@pytest.mark.parametrize(
    ("code", "answered", "returned", "new", "told"),
    [
        ("en", 5, 2, 3, ["Five towns answered.", "Two of them had also answered in v.",
                         "As far as is known, three answered for the first time."]),
        ("en", 6, 0, 6, ["6 towns answered.", "None of them had answered in v.",
                         "As far as is known, 6 answered for the first time."]),
        ("fr", 5, 2, 0,
         ["Cinq participants ont répondu.",
          "Parmi les cinq participants, deux avaient aussi répondu en v.",
          "Pour autant qu’on le sache, aucun participant n’a répondu pour la première fois."]),
        ("fr", 6, 1, 5, ["6 participants ont répondu.",
                         "Parmi les 6 participants, 1 avait aussi répondu en v.",
                         FIRST.format("cinq participants ont")]),
        ("fr", 6, 0, 1, ["6 participants ont répondu.",
                         "Parmi les 6 participants, aucun n’avait répondu en v.",
                         FIRST.format("un participant a")]),
    ],
)  # fmt: skip
def test_counts_are_in_words_where_no_number_beside_them_needs_digits(
    code: str, answered: int, returned: int, new: int, told: list[str]
) -> None:
    numbers = {"responses": answered, "returning": returned, "new": new}
    figures = {f"w.wave.{name}": figure(f"w.wave.{name}", n) for name, n in numbers.items()}
    page = replace(page_of([]), who=WHO | {"wave_before": "v", "n_returned": 1})
    first, _, *rest = sentences_of(page, figures, code)["who"]
    check_sentences([first, *rest], figures, code)
    assert [one.text for one in (first, *rest)] == told


def test_in_french_nobody_takes_the_singular_and_a_range_begins_in_digits() -> None:
    numbers = {"n": 0, "n_high": 0, "base": 12, "share": 0.0}
    figures = {f"w.indicator.i.{name}": figure(f"w.indicator.i.{name}", n, "0%" if name == "share"
               else None) for name, n in numbers.items()}  # fmt: skip
    bounds = {"base_low": 9, "base_high": 9, "n_from_low": 0, "n_from_high": 4, "n_to_low": 0,
              "n_to_high": 0}  # fmt: skip
    figures |= {f"w.change.i.v.{name}": figure(f"w.change.i.v.{name}", n)
                for name, n in bounds.items()}  # fmt: skip
    row = {"indicator_id": "i", "title": "Ont un plan", "phrase": "exact", "shows": "percent"}
    change = {"indicator_id": "i", "wave_from": "v", "title": "Ont un plan", "direction": "fall",
              "n_gained_stated": None, "n_lost_stated": None}  # fmt: skip
    page = page_of([option(str(n), n, 12) for n in range(3)], "rating")
    page = replace(page, bounded={"q": [change]})
    page.sections[0].questions[0].indicators.append(row)
    sentences = sentences_of(page, figures | RESPONSES, "fr")["q"]
    check_sentences(sentences, figures, "fr")
    assert [one.text for one in sentences] == [
        "Ont un plan\u00a0: aucun participant sur 12 (0\u00a0%).",
        (
            "Ont un plan\u00a0: sur 9 participants ayant répondu en v et en w, entre 0 et 4 en v "
            "et aucun en w\u202f; quelles que soient les réponses inconnues, c’est une baisse."
        ),
    ]


def test_ties_at_the_top_are_said_as_ties() -> None:
    rows = [option("a", 8, 20), option("b", 8, 20), option("c", 2, 20)]
    assert said(rows, type="multiple") == [
        (
            "The most frequent answers were “option a” and “option b”, each given by 8 of 20 towns "
            "(40%)."
        )
    ]


def test_no_answer_is_the_most_frequent_where_bounds_overlap() -> None:
    rows = [option("a", 8, 10, 6), option("b", 3, 10, 6), option("c", 1, 10, 6)]
    assert said(rows, type="multiple") == [
        "Which answer was the most frequent can’t be told: too little is known of the answers."
    ]


def test_nothing_is_the_most_frequent_of_options_that_are_not_all_known() -> None:
    rows = [option("a", 8, 20), option("b", 3, 20), option("c", 1, 20)]
    assert said(rows, type="multiple", options_known=False) == []


@pytest.mark.parametrize(
    ("panel", "whole", "told"),
    [
        ("+21", "+16", (" (+21 percentage points)", " (+16 percentage points)")),
        ("−1", "0", (" (−1 percentage point)", "")),
        (None, None, ("", "")),
    ],
)
def test_a_change_is_told_of_the_panel_first_and_in_percentage_points(
    panel: str | None, whole: str | None, told: tuple[str, str]
) -> None:
    numbers = {
        "panel_base": 19, "panel_n_from": 12, "panel_n_to": 16, "n_gained": 4, "n_lost": 0,
        "n_from": 30, "base_from": 41, "n_to": 33, "base_to": 37,
    }  # fmt: skip
    figures = {f"w.change.i.v.{name}": figure(f"w.change.i.v.{name}", n)
               for name, n in numbers.items()}  # fmt: skip
    for name, text in (("panel_points", panel), ("points", whole)):
        one = figure(f"w.change.i.v.{name}", None if text is None else 0.1, text)
        figures[one.figure_id] = one
    change = {"indicator_id": "i", "wave_from": "v", "title": "Have a plan", "whole": True}
    page = replace(page_of([]), changes={"q": [change]})
    sentences = sentences_of(page, figures | RESPONSES, "en")["q"]
    assert [sentence.text for sentence in sentences] == [
        (
            "Have a plan: of 19 towns whose answers in v and w are both known, 12 in v and 16 in "
            f"w{told[0]}; 4 moved from no to yes, none from yes to no."
        ),
        f"Among all who answered: 30 of 41 in v, 33 of 37 in w{told[1]}.",
    ]
    check_sentences(sentences, figures, "en")


@pytest.mark.parametrize(
    ("code", "direction", "text"),
    [
        (
            "en",
            "can't be told",
            (
                "Have a plan: of 19 towns that answered in both v and w, between 10 and 15 in v "
                "and between 15 and 19 in w; whether and how that changed can’t be told."
            ),
        ),
        (
            "en",
            "rise",
            (
                "Have a plan: of 19 towns that answered in both v and w, between 10 and 15 in v "
                "and between 15 and 19 in w; whatever the unknown answers, that is a rise."
            ),
        ),
        (
            "fr",
            "fall",
            (
                "Have a plan\u00a0: sur 19 participants ayant répondu en v et en w, entre 10 et 15 "
                "en v et entre 15 et 19 en w\u202f; quelles que soient les réponses inconnues, "
                "c’est une baisse."
            ),
        ),
        (
            "en",
            "no fall",
            (
                "Have a plan: of 19 towns that answered in both v and w, between 10 and 15 in v "
                "and between 15 and 19 in w; whatever the unknown answers, that is no fall, and "
                "whether it is a rise can’t be told."
            ),
        ),
        (
            "fr",
            "no rise",
            (
                "Have a plan : sur 19 participants ayant répondu en v et en w, entre 10 et 15 "
                "en v et entre 15 et 19 en w ; quelles que soient les réponses inconnues, "
                "ce n’est pas une hausse, et on ne peut dire si c’est une baisse."
            ),
        ),
    ],
)
def test_where_the_panel_is_known_in_part_its_bounds_are_told(
    code: str, direction: str, text: str
) -> None:
    numbers = {
        "base_low": 19, "base_high": 19, "n_from_low": 10, "n_from_high": 15, "n_to_low": 15,
        "n_to_high": 19,
    }  # fmt: skip
    figures = {f"w.change.i.v.{name}": figure(f"w.change.i.v.{name}", n)
               for name, n in numbers.items()}  # fmt: skip
    page = replace(page_of([]), bounded={"q": [bounded(direction)]})
    sentences = sentences_of(page, figures | RESPONSES, code)["q"]
    assert [sentence.text for sentence in sentences] == [text]
    check_sentences(sentences, figures, code)


def bounded(direction: str, gained: int | None = None, lost: int | None = None) -> dict[str, Any]:
    return {
        "indicator_id": "i", "wave_from": "v", "title": "Have a plan", "direction": direction,
        "n_gained_stated": gained, "n_lost_stated": lost,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "gained", "lost", "text"),
    [
        ("en", 4, None, " in both v and w, 4 of them reported to have moved from no to yes, 12"),
        ("en", 2, 1, (
            " in both v and w, 2 of them reported to have moved from no to yes, 1 of them "
            "reported to have moved from yes to no, 12"
        )),
        ("fr", None, 1, " en v et en w, avec 1 passage rapporté de oui à non, 12"),
        ("fr", 4, 2, (
            " en v et en w, avec 4 passages rapportés de non à oui, avec 2 passages rapportés "
            "de oui à non, 12"
        )),
    ],
)  # fmt: skip
def test_moves_that_a_report_states_are_told_with_the_bounds_that_rest_on_them(
    code: str, gained: int | None, lost: int | None, text: str
) -> None:
    numbers = {
        "base_low": 19, "base_high": 19, "n_from_low": 12, "n_from_high": 12, "n_to_low": 12,
        "n_to_high": 16, "n_gained_stated": gained, "n_lost_stated": lost,
    }  # fmt: skip
    figures = {f"w.change.i.v.{name}": figure(f"w.change.i.v.{name}", n)
               for name, n in numbers.items() if n is not None}  # fmt: skip
    page = replace(page_of([]), bounded={"q": [bounded("no fall", gained, lost)]})
    (sentence,) = sentences_of(page, figures | RESPONSES, code)["q"]
    assert text in sentence.text
    check_sentences([sentence], figures, code)


@given(
    counts=st.lists(st.integers(0, 60), min_size=1, max_size=5),
    unknown=st.integers(0, 10),
    kind=st.sampled_from(["single", "multiple", "rating", "coded_text"]),
    code=st.sampled_from(languages()),
)
def test_every_number_in_a_sentence_is_a_figure(
    counts: list[int], unknown: int, kind: str, code: str
) -> None:
    rows = [option(str(at), n, 60, unknown) for at, n in enumerate(counts)]
    rows = [row | {"label": "label"} for row in rows]
    figures = figures_of(rows) | RESPONSES
    sentences = sentences_of(page_of(rows, kind), figures, code)["q"]
    check_sentences(sentences, figures, code)
    words = language(code)
    for sentence in sentences:
        printed = {words.number(figures[one].text) for one in sentence.figures}
        assert set(re.findall(r"\d+(?:\u00a0?%)?", sentence.text)) <= printed


def test_a_list_is_as_long_as_its_number() -> None:
    rows = [option("yes", 3, 20), option("no", 17, 20)]
    figures = figures_of(rows) | RESPONSES
    sentence = sentences_of(page_of(rows), figures, "en")["q"][0]
    assert sentence.listed == (("w.option.q.yes.n", NAMES[:3]),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"w.option.q.yes.n": figure("w.option.q.yes.n", 4)},
        {"w.option.q.yes.base": figure("w.option.q.yes.base", 21)},
        {"w.option.q.yes.share": figure("w.option.q.yes.share", None)},
    ],
)
def test_a_sentence_that_disagrees_with_its_figures_stops_the_build(
    wrong: dict[str, Figure],
) -> None:
    rows = [option("yes", 3, 20), option("no", 17, 20)]
    figures = figures_of(rows) | RESPONSES
    sentences = sentences_of(page_of(rows), figures, "en")["q"]
    with pytest.raises(BuildError, match="sentence “3 of 20 towns"):
        check_sentences(sentences, figures | wrong, "en")


def test_a_number_typed_into_a_phrase_stops_the_build() -> None:
    with pytest.raises(BuildError, match="numbers from figures only"):
        check_sentences([Sentence(("About 30 towns answered.",))], {}, "en")


@pytest.mark.parametrize("code", languages())
def test_sentences_of_the_made_up_survey_are_as_they_were_read(code: str) -> None:
    golden = (GOLDEN / f"made_up.{code}.txt").read_text(encoding="utf-8")
    assert all_sentences(made_up().con, code) == golden
