"""The audit of published reports, over our own sentences: nothing where they are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.assets.run import run_job
from pipelines.errors import BuildError
from pipelines.report import wording
from pipelines.report.assertions import ASSERTIONS
from pipelines.report.figures import read_figures
from pipelines.report.language import language, languages
from pipelines.report.own_audit import Fault, audit_sentences
from pipelines.report.reading import read_page
from pipelines.report.sentence import Number, Part, Quoted, Sentence
from pipelines.warehouse.models import ModelGraph, load_models
from pipelines.warehouse.rows import read_rows
from tests.conftest import Demo
from tests.survey.folder import write_survey
from tests.world import SQL

Said = dict[tuple[str, str], dict[str, list[Sentence]]]
Change = Callable[[Sentence], Sentence]


class Pages:
    """The sentences of a build, and what the audit finds in them."""

    def __init__(self, database: Path, graph: ModelGraph) -> None:
        self.con = duckdb.connect()
        self.con.execute(f"ATTACH '{database}' AS build (READ_ONLY)")
        self.con.execute("USE build")
        self.graph = graph
        figures = read_figures(self.con)
        self.said: Said = {}
        for wave in read_rows(self.con, "SELECT * FROM report.waves WHERE has_page"):
            for code in languages():
                page = read_page(self.con, wave, code)
                self.said[wave["wave"], code] = wording.sentences_of(page, figures, code)

    def found(self, place: str, change: Change, *codes: str) -> list[Fault]:
        """What is found once the sentence at "wave subject number" is changed."""
        wave, subject, nth = place.split()
        said = self.said | {
            (wave, code): self._with(self.said[wave, code], subject, int(nth) - 1, change)
            for code in codes or languages()
        }
        return audit_sentences(self.con, self.graph, said)

    @staticmethod
    def _with(
        page: dict[str, list[Sentence]], subject: str, at: int, change: Change
    ) -> dict[str, list[Sentence]]:
        changed = list(page[subject])
        changed[at] = change(changed[at])
        return page | {subject: changed}


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    return load_models(SQL)


@pytest.fixture(scope="module")
def pages(icc: Path, graph: ModelGraph) -> Iterator[Pages]:
    pages = Pages(icc / "data" / "warehouse" / "current" / "icc.duckdb", graph)
    yield pages
    pages.con.close()


@pytest.fixture(scope="module")
def made_up(demo: Demo, graph: ModelGraph) -> Iterator[Pages]:
    pages = Pages(demo.project / "data" / "warehouse" / "current" / "demo.duckdb", graph)
    yield pages
    pages.con.close()


def put(**texts: str) -> Change:
    """Other texts in places of the phrase."""

    def placed(part: Part) -> Part:
        new = None if isinstance(part, str) else texts.get(part.slot)
        return part if isinstance(part, str) or new is None else replace(part, text=new)

    return lambda sentence: replace(sentence, parts=tuple(placed(part) for part in sentence.parts))


def swapped(first: str, second: str) -> Change:
    """Two numbers in each other's place."""
    places = {first: second, second: first}

    def placed(part: Part) -> Part:
        if isinstance(part, str):
            return part
        return replace(part, slot=places.get(part.slot, part.slot))

    return lambda sentence: replace(sentence, parts=tuple(placed(part) for part in sentence.parts))


def without(name: str) -> Change:
    """A list without one of its names."""
    return lambda sentence: replace(
        sentence,
        parts=tuple(p for p in sentence.parts if not (isinstance(p, Quoted) and p.text == name)),
    )


def kinds(faults: list[Fault]) -> set[tuple[str, str]]:
    return {(fault.check, fault.verdict) for fault in faults}


def test_every_phrase_is_either_audited_or_known_to_claim_nothing() -> None:
    for code in languages():
        assert set(language(code).rules["phrases"]) == set(ASSERTIONS), code


def test_nothing_is_found_in_the_report_of_this_repository(pages: Pages) -> None:
    assert audit_sentences(pages.con, pages.graph, pages.said) == []


def test_nothing_is_found_in_the_report_on_the_made_up_programme(made_up: Pages) -> None:
    assert audit_sentences(made_up.con, made_up.graph, made_up.said) == []


WRONG = [
    ("2020 strategy 1", put(share="90%"), "percentages impossible: 90% of 37"),
    ("2020 strategy 1", put(n="34"), "answers contradicted: 33 of 37 (89%)"),
    ("2020 strategy 1", put(base="36"), "answers contradicted: 33 of 37 (89%)"),
    ("2020 strategy 1", put(label="No"), "answers contradicted: 4 of 37 (11%)"),
    ("2020 strategy 1", put(label="Never"), "reading unreadable: “Never” is nothing"),
    ("2020 strategy 1", put(n="many"), "reading unreadable: “many” is no number"),
    ("2020 strategy 1", put(quantity="few"), "quantity_words contradicted: 33 of 37 is 89% (89.2)"),
    ("2020 roma_inclusion 1", without("Bergen"), "list_length contradicted: 4 printed, 3 named"),
    (
        "2020 roma_inclusion 1",
        put(names="Bergamo"),
        "answers_lists contradicted: 4 more did, but are not named: Bergen, Canton",
    ),
    (
        "2020 gender_details 1",
        put(names="Nowhere"),
        "lists_answered contradicted: did not answer: Nowhere",
    ),
    # more than what is known, and less than what is possible
    ("2020 campaign 1", put(n="14"), "quantity_words not_checkable: 13 in the answers"),
    ("2020 index_used 1", put(high="23"), "quantity_words not_checkable: 16 more unknown"),
    ("2020 who 1", put(n="38"), "answers contradicted: 38 printed; 37 responses"),
    ("2020 who 2", put(rate="29%"), "same_statement contradicted: 37 against 29% of 140"),
    ("2020 who 2", put(n="40"), "same_statement contradicted: 26% of 140"),
    ("2021 who 3", put(returning="22"), "answers contradicted: 21 in the responses of 2021"),
]


@pytest.mark.parametrize(("place", "change", "expected"), WRONG)
def test_a_wrong_sentence_is_found(pages: Pages, place: str, change: Change, expected: str) -> None:
    found, arithmetic = expected.split(": ", 1)
    faults = pages.found(place, change, "en")
    told = [fault for fault in faults if f"{fault.check} {fault.verdict}" == found]
    assert any(arithmetic in fault.arithmetic for fault in told), [str(one) for one in faults]
    wave, subject, _ = place.split()
    assert all(str(fault).startswith(f"page of {wave}, {subject}: “") for fault in told)


def test_a_change_that_no_panel_shows_is_found(pages: Pages) -> None:
    [title] = pages.con.execute(
        "SELECT title FROM input.indicators WHERE question_id = 'strategy'"
    ).fetchone() or [""]
    change = Sentence(
        (
            Quoted("title", title, True, "title"),
            ": of ", Number("f", "19", "panel"), " cities, ",
            Number("f", "15", "n_from"), " in ", Quoted("wave", "2019", slot="before"), " and ",
            Number("f", "18", "n_to"), " in ", Quoted("wave", "2020", slot="wave"), ".",
        ),
        phrase="change",
    )  # fmt: skip
    assert ("comparisons", "unsupported") in kinds(
        pages.found("2020 strategy 1", lambda _: change, "en")
    )


def sentences_by(pages: Pages, phrase: str) -> list[str]:
    """Where the sentences with a phrase stand."""
    return [
        f"{wave} {subject} {nth}"
        for (wave, code), subjects in pages.said.items()
        if code == "en"
        for subject, sentences in subjects.items()
        for nth, sentence in enumerate(sentences, 1)
        if sentence.phrase == phrase
    ]


def test_a_change_the_other_way_than_the_panel_is_found(made_up: Pages) -> None:
    def moved(place: str) -> bool:
        wave, subject, nth = place.split()
        sentence = made_up.said[wave, "en"][subject][int(nth) - 1]
        found: dict[str, str] = {
            part.slot: part.text for part in sentence.parts if isinstance(part, Number)
        }
        return found["n_from"] != found["n_to"]

    turned = [place for place in sentences_by(made_up, "change") if moved(place)][:3]
    assert turned
    for place in turned:
        faults = made_up.found(place, swapped("n_from", "n_to"))
        assert {fault.check for fault in faults} == {"comparisons"}, place


def test_another_answer_than_the_most_frequent_is_found(made_up: Pages) -> None:
    place = sentences_by(made_up, "top_share")[0]
    wave, subject, _ = place.split()
    rows: list[Any] = made_up.con.execute(
        "SELECT label, n FROM report.options WHERE wave = ? AND question_id = ? ORDER BY n",
        [wave, subject],
    ).fetchall()
    label, n = rows[0]
    assert ("answers", "contradicted") in kinds(made_up.found(place, put(label=label), "en"))
    faults = made_up.found(place, put(label=label, n=str(n)), "en")
    assert ("ranks", "contradicted") in kinds(faults)


@pytest.mark.parametrize("change", [put(n="34"), put(quantity="une minorité")])
def test_another_language_says_the_same(pages: Pages, change: Change) -> None:
    [fault] = pages.found("2020 strategy 1", change, "fr")
    assert (fault.check, fault.verdict) == ("the same in fr", "contradicted")
    assert "“33 of 37 cities (89%) answered “Yes”: a large majority.”" in fault.arithmetic


def test_a_build_with_a_wrong_sentence_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_survey(tmp_path / "towns")
    monkeypatch.setattr(wording._Writer, "_exact_phrase", lambda *_: "all")
    with pytest.raises(BuildError) as caught:
        run_job(project, lambda *_: None)
    told = str(caught.value)
    assert "check sentences_hold of publication/report" in told
    assert "page of 2030" in told
    assert "contradicted (answers)" in told
    assert not (project / "data" / "warehouse" / "current").exists()
