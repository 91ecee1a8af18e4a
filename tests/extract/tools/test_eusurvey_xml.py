"""XML of EUSurvey; all files are synthetic but for the one of ../shared."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pipelines.errors import DataError
from pipelines.extract import open_raw
from pipelines.extract.column import SourceColumn
from pipelines.extract.source import RawFile, fingerprint
from pipelines.extract.tools import eusurvey_xml, xml_events
from pipelines.extract.tools.eusurvey_form import plain
from tests.extract.tools.eusurvey_books import Read, read
from tests.extract.tools.openings import SHARED

SAMPLES = SHARED / "samples" / "eusurvey"
Element = tuple[str, str, str, str]
"""Tag, id, type and text."""

FORM: tuple[Element, ...] = (
    ("Section", "s", "Section", "About you"),
    ("Question", "q-plan", "Single Choice", "<p>Do you have a <b>plan</b>?</p>"),
    ("Answer", "a-yes", "Choice Answer", "Yes"),
    ("Answer", "a-no", "Choice Answer", "No"),
    ("Question", "q-topics", "Multiple Choice", "Topics"),
    ("Answer", "a-homes", "Choice Answer", "Housing; homes"),
    ("Answer", "a-schools", "Choice Answer", "Schools"),
    ("MatrixTitle", "m", "Matrix", "Events"),
    ("MatrixQuestion", "m-day", "Single Choice Matrix Question", "Day"),
    ("MatrixQuestion", "m-night", "Single Choice Matrix Question", "Night"),
    ("MatrixAnswer", "m-high", "Matrix Answer", "High"),
    ("TableTitle", "t", "Table", "Staff"),
    ("TableQuestion", "t-women", "Table Question", "Women"),
    ("TableAnswer", "t-2030", "Table Answer", "2030"),
    ("TableAnswer", "t-2031", "Table Answer", "2031"),
    ("Question", "q-rank", "Ranking", "Order"),
    ("RankingItem", "r-1", "Ranking Item", "First"),
    ("RankingItem", "r-2", "Ranking Item", "Second"),
    ("Question", "q-rating", "Rating", "Stars"),
    ("RatingQuestion", "g-1", "Rating", "Stars: Food"),
    ("Question", "q-why", "Free Text", "Why?"),
)
ENGLISH = [
    "Do you have a plan?",
    "Topics",
    "Events: Day",
    "Events: Night",
    "Staff Women:2030",
    "Staff Women:2031",
    "Order",
    "Stars: Food",
    "Why?",
]
FRENCH = {"q-plan": "Un plan ?", "a-yes": "Oui", "a-no": "Non", "a-schools": "Écoles", "m": "Soirs"}


def form_in(language: str, texts: Mapping[str, str] | None = None) -> ET.Element:
    form = ET.Element("Elements", lang=language)
    for tag, uid, kind, text in FORM:
        ET.SubElement(form, tag, id=uid, type=kind).text = (texts or {}).get(uid, text)
    return form


def contribution(
    number: int, *answers: tuple[str, str | None, str], lang: str = "EN"
) -> ET.Element:
    """Answers are (question, option, text)."""
    about = {
        "id": f"3f1c0de-{number}",
        "create": f"2031-02-0{number}_09-15-00",
        "last": "2031-02-09_08-00-00",
        "list": str(number),
        "lang": lang,
        "user": f"clerk{number}@town.example",
        "invitation": "",
    }
    found = ET.Element("AnswerSet", about)
    for question, option, text in answers:
        attributes = {"qid": question} | ({"aid": option} if option is not None else {})
        ET.SubElement(found, "Answer", attributes).text = text
    return found


def write(path: Path, contributions: Sequence[ET.Element], forms: Sequence[ET.Element]) -> Path:
    root = ET.Element("Results", create="2031-03-02_10-04-00")
    survey = ET.SubElement(root, "Survey", id="1", uid="u-1", alias="Towns_2031")
    survey.extend(forms)
    ET.SubElement(root, "Answers").extend(contributions)
    ET.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)
    return path


def export(folder: Path, *contributions: ET.Element) -> Read:
    forms = (form_in("EN"), form_in("FR", FRENCH))
    return read(write(folder / "a.xml", contributions, forms), folder)


def column(found: Read, header: str) -> SourceColumn:
    return next(each for each in found.extracted.columns if each.header == header)


def test_columns_are_the_questions_by_their_titles_and_ids(tmp_path: Path) -> None:
    found = export(tmp_path, contribution(1))
    assert [c.header for c in found.extracted.columns if c.use is None] == ENGLISH
    assert column(found, "Do you have a plan?").code == "q-plan"
    assert column(found, "Events: Day").path == ("Events", "Day")
    assert column(found, "Staff Women:2031").path == ("Staff", "Women", "2031")
    assert column(found, "Staff Women:2031").code == "t-women:t-2031"


def test_columns_know_all_options_and_their_other_languages(tmp_path: Path) -> None:
    found = export(tmp_path, contribution(1))
    assert column(found, "Topics").options == ("Housing; homes", "Schools")
    assert column(found, "Topics").translations == {"Écoles": "Schools"}
    assert column(found, "Do you have a plan?").translations == {
        "Un plan ?": "Do you have a plan?",
        "Oui": "Yes",
        "Non": "No",
    }
    assert column(found, "Events: Night").options == ("High",)
    assert column(found, "Events: Night").translations == {"Soirs": "Events"}


def test_ticked_options_stand_a_line_each_in_the_first_language(tmp_path: Path) -> None:
    found = export(
        tmp_path,
        contribution(1, ("q-topics", "a-homes", ""), ("q-topics", "a-schools", ""), lang="FR"),
        contribution(2, ("q-topics", "a-schools", "")),
        contribution(3),
    )
    assert found.column("Topics") == ["Housing; homes\nSchools", "Schools", ""]
    assert found.extracted.proposes == {"blank": "no_answer", "separator": "\n"}


@pytest.mark.parametrize(
    ("answer", "header", "cell"),
    [
        (("q-plan", "a-no", ""), "Do you have a plan?", "No"),
        (("m-night", "m-high", ""), "Events: Night", "High"),
        (("t-women", "t-2031", "12"), "Staff Women:2031", "12"),
        (("t-women", "t-2031", ""), "Staff Women:2031", ""),
        (("q-rank", None, "r-2;r-1"), "Order", "Second\nFirst"),
        (("g-1", None, "4"), "Stars: Food", "4"),
        (("q-why", None, " So; it\nis =1 "), "Why?", " So; it\nis =1 "),
    ],
    ids=["single", "matrix", "table", "blank table", "ranking", "rating", "text"],
)
def test_each_type_of_answer_comes_to_its_column(
    tmp_path: Path, answer: tuple[str, str | None, str], header: str, cell: str
) -> None:
    found = export(tmp_path, contribution(1, answer), contribution(2, ("q-why", None, "b")))
    assert found.column(header)[0] == cell
    filled = [text for text in found.rows[0][: len(ENGLISH)] if text]
    assert filled == ([cell] if cell else [])


def test_metadata_have_their_use_and_personal_ones_are_masked(tmp_path: Path) -> None:
    found = export(tmp_path, contribution(1, lang="IT"))
    assert {c.header: c.use for c in found.extracted.columns if c.use} == {
        "Invitation number": "personal",
        "Contribution ID": "personal",
        "User name": "personal",
        "Creation date": "submitted_at",
        "Last update": "metadata",
        "Languages": "language",
        "list": "ignored",
    }
    assert found.column("Creation date") == ["2031-02-01 09:15:00"]
    assert found.column("Languages") == ["IT"]
    assert "clerk1" not in found.extracted.data.read_text(encoding="utf-8")


def test_an_option_that_was_deleted_stands_by_its_id(tmp_path: Path) -> None:
    found = export(tmp_path, contribution(1, ("q-plan", "a-gone", ""), ("q-topics", "", "")))
    assert found.column("Do you have a plan?") == ["a-gone"]
    assert found.column("Topics") == ["(an option without an id)"]
    assert any("1 options" in warning for warning in found.extracted.warnings)


def test_a_question_that_was_deleted_has_a_column_of_its_own(tmp_path: Path) -> None:
    found = export(tmp_path, contribution(1), contribution(2, ("q-gone", None, "a text")))
    assert found.column("q-gone") == ["", "a text"]


def test_remarks_and_scores_have_columns_of_their_own(tmp_path: Path) -> None:
    answers = contribution(1)
    remark = ET.SubElement(answers, "Explanation", qid="q-plan")
    ET.SubElement(remark, "ExplanationText").text = "Because"
    ET.SubElement(remark, "ExplanationLike").text = "3"
    ET.SubElement(answers, "Discussion", qid="q-plan").text = "Well"
    scores = ET.SubElement(answers, "Scores")
    ET.SubElement(scores, "Question", id="q-why").text = "1/2"
    found = export(tmp_path, answers)
    assert found.column("Do you have a plan?: Explanation") == ["Because"]
    assert found.column("Do you have a plan?: Likes") == ["3"]
    assert found.column("Do you have a plan?: Discussion") == ["Well"]
    assert found.column("Why?: Score") == ["1/2"]


def test_two_questions_of_one_title_are_two_columns(tmp_path: Path) -> None:
    form = form_in("EN")
    ET.SubElement(form, "Question", id="q-2", type="Free Text").text = "Why?"
    answers = contribution(1, ("q-why", None, "a"), ("q-2", None, "b"))
    found = read(write(tmp_path / "a.xml", [answers], [form]), tmp_path)
    assert (found.column("Why?"), found.column("Why? (2)")) == (["a"], ["b"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("A <b>bold</b>&nbsp;word<br/>and", "A bold word and"),
        ("less &lt; more", "less < more"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
    ],
)
def test_titles_lose_their_html(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_title_does_not_lose_what_only_looks_like_a_tag() -> None:
    assert plain("under <5 or >9") == "under <5 or >9"


LAUGHS = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Results>&b;</Results>'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LAUGHS, "a document type or entities"),
        ('<!DOCTYPE r SYSTEM "file:///etc/hostname"><Results/>', "a document type or entities"),
        ("<Results><Survey><Elements lang='EN'>", "broken XML"),
        ("<Results>&unknown;</Results>", "broken XML"),
        ('<?xml version="1.0" encoding="klingon"?><Results/>', "X"),
        ("<Results>" + "<a>" * 100, "more than 50 elements inside of each other"),
        ("<Results><Survey/></Results>", "XML without the questions of a survey"),
        ("<Other/>", "XML without the questions of a survey"),
        ("", "broken XML"),
        ("\x00\x01", "broken XML"),
    ],
    ids=[
        "entities",
        "external",
        "cut off",
        "unknown entity",
        "encoding",
        "deep",
        "no questions",
        "other",
        "empty",
        "bytes",
    ],
)
def test_what_is_no_export_is_a_clear_error(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(DataError) as error:
        _read_text(tmp_path, text)
    assert found in error.value.problems[0].found
    assert error.value.problems[0].where.startswith("data/raw/2031/a.xml")


def _read_text(folder: Path, text: str) -> None:
    file = folder / "a.xml"
    file.write_text(text, encoding="utf-8")
    raw = RawFile("2031", file.name, file, *fingerprint(file))
    list(xml_events.events(raw, "an export"))
    eusurvey_xml._form(raw)


@pytest.mark.parametrize("text", ["<Results>{}</Results>", "<Results a='{}'/>"])
def test_a_text_or_tag_without_end_is_refused(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_events, "MAX_TEXT", 100_000)
    with pytest.raises(DataError, match="more than 100000 characters"):
        _read_text(tmp_path, text.format("long " * 200_000))


def test_a_contribution_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eusurvey_xml, "MAX_TEXT", 1_000)
    with pytest.raises(DataError, match="contribution 2"):
        export(tmp_path, contribution(1), contribution(2, *[("q-why", None, "word")] * 300))


def test_memory_does_not_grow_with_the_contributions(tmp_path: Path) -> None:
    answers = [contribution(1, ("q-why", None, "word " * 200)) for _ in range(1_000)]
    file = write(tmp_path / "a.xml", answers, [form_in("EN")])
    raw = RawFile("2031", file.name, file, *fingerprint(file))
    del answers
    tracemalloc.start()
    found = eusurvey_xml._rows(raw, eusurvey_xml._form(raw))
    count = sum(1 for _ in found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_000
    assert peak < file.stat().st_size / 2


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("<?xml version='1.0'?><Results create='x'><Survey id='1'/></Results>", True),
        ("<?xml version='1.0'?><Results><Other/></Results>", False),
        ("<?xml version='1.0'?><Survey><Results/></Survey>", False),
    ],
)
def test_is_known_by_its_first_elements(tmp_path: Path, text: str, is_one: bool) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    found = open_raw(RawFile("2031", file.name, file, *fingerprint(file)))
    assert eusurvey_xml.recognises(found) is is_one


def test_the_sample_reads_into_its_cells(tmp_path: Path) -> None:
    file = SAMPLES / "results_minimal.xml"
    if not file.exists():
        pytest.skip("the samples in ../shared are not on this machine")
    found = read(file, tmp_path)
    assert found.extracted.reader == "eusurvey_xml"
    assert found.column("Has your city adopted an intercultural strategy?") == ["Yes"]
    assert found.column("Languages") == ["EN"]
    assert found.extracted.columns[0].code == "uid-q1"
    assert found.extracted.columns[0].translations["Oui"] == "Yes"
