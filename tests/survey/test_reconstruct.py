"""The rules of reconstruction, each on a ledger made up for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError
from pipelines.survey.load import load_survey
from pipelines.survey.reconstruct import reconstruct
from tests.survey.lost_wave import (
    TOWNS,
    Claim,
    cells,
    column,
    names,
    project,
    says,
)

ROOT = Path(__file__).parents[2]


# ── stated ──────────────────────────────────────────────────────────────────────


def test_a_list_states_its_answers_for_everyone_named(tmp_path: Path) -> None:
    claim = names("reds", "topics=roads", of="NS", within=says("colour=red"))
    found = cells(tmp_path, claim)
    assert column(found, "topics") == ["Roads", "Roads", "", "", ""]
    assert column(found, "colour") == ["Red", "Red", "", "", ""]
    assert found["Northtown"]["colour: basis"] == "stated: w2/reds"


def test_what_no_claim_speaks_of_is_empty_with_an_empty_basis(tmp_path: Path) -> None:
    found = cells(tmp_path)
    assert all(
        not value for row in found.values() for key, value in row.items() if key != "respondent"
    )


def test_a_vague_list_states_nothing(tmp_path: Path) -> None:
    found = cells(tmp_path, names("vague", "colour=red", of="NS", vague=True))
    assert column(found, "colour") == [""] * 5


def test_an_answer_of_another_wave_states_nothing_of_this_one(tmp_path: Path) -> None:
    found = cells(tmp_path, names("began", "colour=red", "plan=no@w1", of="N"))
    assert found["Northtown"]["colour"] == "Red"
    assert found["Northtown"]["plan"] == ""


def test_a_list_of_another_wave_states_nothing_of_this_one(tmp_path: Path) -> None:
    found = cells(tmp_path, names("before", "colour=red", of="N", wave="w1"))
    assert found["Northtown"]["colour"] == ""


def test_a_total_names_nobody(tmp_path: Path) -> None:
    share = {"id": "share", "kind": "share", "value": 80, "about": says("colour=red")}
    count = {"id": "count", "kind": "count", "value": 4, "about": says("plan=yes")}
    found = cells(tmp_path, share, count)
    assert column(found, "colour") == column(found, "plan") == [""] * 5


def test_names_are_written_as_the_report_writes_them_and_in_its_order(tmp_path: Path) -> None:
    folder = project(tmp_path, [])
    ledger = folder / "survey/published/w2.yml"
    text = ledger.read_text(encoding="utf-8").replace("- Northtown", "- the town of Northtown")
    ledger.write_text(text, encoding="utf-8")
    (file,) = reconstruct(load_survey(folder), "w2")
    first = [line.split(",")[0] for line in file.read_text(encoding="utf-8").splitlines()]
    assert first == ["respondent", "the town of Northtown", *TOWNS[1:]]


def test_claims_that_agree_are_all_cited_in_the_order_of_the_report(tmp_path: Path) -> None:
    found = cells(
        tmp_path, names("zebra", "colour=red", of="N"), names("apple", "colour=red", of="N")
    )
    assert found["Northtown"]["colour: basis"] == "stated: w2/zebra, w2/apple"


# ── routing ─────────────────────────────────────────────────────────────────────


def test_an_answer_to_a_follow_up_implies_the_answer_that_it_follows_up(tmp_path: Path) -> None:
    found = cells(tmp_path, names("soon", "when=soon", of="NS"))
    assert column(found, "plan") == ["No", "No", "", "", ""]
    assert found["Northtown"]["plan: basis"] == "implied by routing: w2/soon"


def test_an_answer_that_several_answers_lead_to_implies_none_of_them(tmp_path: Path) -> None:
    found = cells(tmp_path, names("dark", "shade=dark", of="N"))
    assert found["Northtown"]["shade"] == "Dark"
    assert found["Northtown"]["colour"] == ""


# ── complement ──────────────────────────────────────────────────────────────────


def test_a_complete_list_rules_its_option_out_for_the_others(tmp_path: Path) -> None:
    found = cells(tmp_path, names("best", "interest=highest", of="NS", complete=True))
    assert column(found, "interest") == ["Highest", "Highest", *["not: Highest"] * 3]
    assert found["Eastham"]["interest: basis"] == "implied by complement: w2/best"


def test_an_incomplete_list_implies_nothing_of_the_others(tmp_path: Path) -> None:
    found = cells(tmp_path, names("best", "interest=highest", of="NS"))
    assert column(found, "interest") == ["Highest", "Highest", "", "", ""]


@pytest.mark.parametrize(("kind", "value"), [("share", 60), ("count", 3)], ids=["share", "count"])
def test_a_total_that_fits_gives_the_others_the_other_option(
    tmp_path: Path, kind: str, value: int
) -> None:
    total = {"id": "total", "kind": kind, "value": value, "about": says("plan=yes")}
    found = cells(tmp_path, total, names("none", "plan=no", of="NS", complete=True))
    assert column(found, "plan") == ["No", "No", "Yes", "Yes", "Yes"]
    assert found["Eastham"]["plan: basis"] == "implied by complement: w2/total, w2/none"


@pytest.mark.parametrize(
    "total",
    [
        {"kind": "share", "value": 80, "about": says("plan=yes")},
        {"kind": "share", "value": 61, "about": says("plan=yes")},
        {"kind": "share", "value": 60, "about": says("plan=yes"), "base": 10},
        {"kind": "share", "value": 60, "about": says("plan=yes"), "within": says("colour=red")},
        {"kind": "share", "value": 60, "about": says("plan=yes"), "wave": "w1"},
        {"kind": "share", "value": 60, "about": says("plan=no")},
        {"kind": "quantity", "word": "most", "about": says("plan=yes")},
    ],
    ids=["other count", "no count", "other base", "of a part", "other wave", "same option", "word"],
)
def test_without_a_total_that_fits_the_option_is_only_ruled_out(
    tmp_path: Path, total: Claim
) -> None:
    found = cells(
        tmp_path, {"id": "total", **total}, names("none", "plan=no", of="NS", complete=True)
    )
    assert column(found, "plan") == ["No", "No", *["not: No"] * 3]


@pytest.mark.parametrize(
    ("question", "named", "other", "written"),
    [("open", "this", "that", "not: This"), ("colour", "red", "green", "not: Red")],
    ids=["options not all known", "three options"],
)
def test_the_other_option_is_implied_only_where_there_is_just_one(
    tmp_path: Path, question: str, named: str, other: str, written: str
) -> None:
    total = {"id": "total", "kind": "count", "value": 3, "about": says(f"{question}={other}")}
    claim = names("list", f"{question}={named}", of="NS", complete=True)
    assert column(cells(tmp_path, total, claim), question)[2:] == [written] * 3


def test_a_complete_list_within_a_part_implies_nothing_of_the_others(tmp_path: Path) -> None:
    claim = names("part", "interest=highest", of="NS", complete=True, within=says("colour=red"))
    assert column(cells(tmp_path, claim), "interest")[2:] == [""] * 3


def test_a_complete_list_of_two_answers_together_rules_neither_out(tmp_path: Path) -> None:
    claim = names("both", "interest=highest", "colour=red", of="NS", complete=True)
    found = cells(tmp_path, claim)
    assert column(found, "interest")[2:] == column(found, "colour")[2:] == [""] * 3


def test_of_a_follow_up_only_those_known_to_be_asked_are_the_others(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("soon", "when=soon", of="N", complete=True, within=says("plan=no")),
        names("no", "plan=no", of="SE"),
        names("yes", "plan=yes", of="W"),
    )
    assert column(found, "when") == ["Soon", "not: Soon", "not: Soon", "", ""]


# ── attribute ───────────────────────────────────────────────────────────────────


def test_who_lacks_the_attribute_was_not_asked(tmp_path: Path) -> None:
    attributes = "northtown,in_league,in,,,\nsouthport,in_league,out,,,w2/outside\n"
    claim = names("high", "meeting=high", of="N", complete=True)
    found = cells(tmp_path, claim, attributes=attributes)
    assert column(found, "meeting") == ["High", "", "", "", ""]
    assert found["Southport"]["meeting: basis"] == "implied by attribute: w2/outside"


def test_who_has_the_attribute_is_among_the_others_of_a_complete_list(tmp_path: Path) -> None:
    attributes = "northtown,in_league,in,,,\nsouthport,in_league,in,,,\n"
    claim = names("high", "meeting=high", of="N", complete=True)
    assert column(cells(tmp_path, claim, attributes=attributes), "meeting")[1] == "not: High"


@pytest.mark.parametrize("period", ["2021-01-01,", ",2019-12-31"], ids=["later", "earlier"])
def test_an_attribute_of_another_time_says_nothing(tmp_path: Path, period: str) -> None:
    claim = names("high", "meeting=high", of="N", complete=True)
    found = cells(tmp_path, claim, attributes=f"southport,in_league,in,{period},\n")
    assert column(found, "meeting")[1] == ""


# ── contradictions ──────────────────────────────────────────────────────────────


def test_two_options_of_one_choice_contradict(tmp_path: Path) -> None:
    found = cells(
        tmp_path, names("reds", "colour=red", of="NS"), names("blues", "colour=blue", of="S")
    )
    assert column(found, "colour")[:2] == ["Red", ""]
    assert found["Southport"]["colour: basis"] == "contradicted: w2/reds, w2/blues"


def test_two_themes_of_a_free_text_do_not_contradict(tmp_path: Path) -> None:
    found = cells(
        tmp_path, names("two", "topics=parks", of="N"), names("one", "topics=roads", of="N")
    )
    assert found["Northtown"]["topics"] == "Roads | Parks"


def test_a_theme_ruled_out_stands_beside_those_named(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("roads", "topics=roads", of="N"),
        names("parks", "topics=parks", of="S", complete=True),
        names("schools", "topics=schools", of="S", complete=True),
    )
    assert found["Northtown"]["topics"] == "Roads | not: Parks | not: Schools"
    basis = "stated: w2/roads; implied by complement: w2/parks, w2/schools"
    assert found["Northtown"]["topics: basis"] == basis


def test_a_name_missing_in_a_complete_list_contradicts_another_that_has_it(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("all", "interest=highest", of="N", complete=True),
        names("some", "interest=highest", of="S"),
    )
    assert found["Southport"]["interest"] == ""
    assert found["Southport"]["interest: basis"] == "contradicted: w2/all, w2/some"


def test_lists_declared_to_exclude_each_other_contradict_where_they_differ(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("open", "topics=roads", of="NS", within=says("plan=yes")),
        names("shut", "topics=parks", of="SE", within=says("plan=yes"), excludes=["open"]),
    )
    assert column(found, "topics") == ["Roads", "", "Parks", "", ""]
    assert found["Southport"]["topics: basis"] == "contradicted: w2/open, w2/shut"
    assert found["Southport"]["plan"] == "Yes"


def test_a_vague_list_contradicts_what_it_is_declared_to_exclude(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("no", "plan=no", of="NS"),
        names("vague", "plan=yes", of="SE", vague=True, excludes=["no"]),
    )
    assert column(found, "plan")[:3] == ["No", "", ""]
    assert found["Southport"]["plan: basis"] == "contradicted: w2/no, w2/vague"


def test_an_answer_to_a_question_not_asked_is_contradicted(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("high", "meeting=high", of="N"),
        attributes="northtown,in_league,out,,,outside\n",
    )
    assert found["Northtown"]["meeting"] == ""
    assert found["Northtown"]["meeting: basis"] == "contradicted: w2/high, outside"


def test_a_contradicted_follow_up_implies_nothing(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("soon", "when=soon", of="N", complete=True, within=says("plan=no")),
        names("also", "when=soon", of="S"),
    )
    assert found["Southport"]["when: basis"] == "contradicted: w2/soon, w2/also"
    assert found["Southport"]["plan"] == found["Southport"]["plan: basis"] == ""


def test_nothing_is_ruled_out_of_a_follow_up_by_way_of_a_contradicted_one(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        names("soon", "when=soon", of="N", complete=True, within=says("plan=no")),
        names("also", "when=soon", of="S"),
        names("low", "cost=low", of="N", complete=True),
        names("no", "plan=no", of="E"),
    )
    assert column(found, "cost") == ["Low", "", "not: Low", "", ""]


def test_an_implied_answer_contradicts_a_stated_one(tmp_path: Path) -> None:
    found = cells(tmp_path, names("soon", "when=soon", of="N"), names("yes", "plan=yes", of="N"))
    assert found["Northtown"]["plan: basis"] == "contradicted: w2/soon, w2/yes"


# ── the file ────────────────────────────────────────────────────────────────────


def test_the_file_is_the_same_in_every_process(tmp_path: Path) -> None:
    claims = [
        names("soon", "when=soon", of="N", complete=True, within=says("plan=no")),
        names("reds", "colour=red", of="NSE"),
        names("blues", "colour=blue", of="SEW", excludes=["reds"]),
    ]
    project(tmp_path, claims)
    code = (
        "import sys; from pathlib import Path;"
        "from pipelines.survey.load import load_survey as load;"
        "from pipelines.survey.reconstruct import reconstruct;"
        "sys.stdout.buffer.write(reconstruct(load(Path(sys.argv[1])), 'w2')[0].read_bytes())"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert written[0] == written[1]
    assert b"\r" not in written[0]
    assert written[0].decode("utf-8").startswith("respondent,plan,plan: basis,")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("waves/w2.yml", "kind: reconstructed", "kind: responses", "of kind responses"),
        ("waves/w2.yml", "separator:", "sheet:", "no separator"),
        ("published/w2.yml", "illustrates: base", "note: all", "0 complete lists of who answered"),
    ],
    ids=["kind", "separator", "who answered"],
)
def test_what_is_missing_is_said_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    path = project(tmp_path, []) / "survey" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    folder = load_survey(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        reconstruct(folder, "w2")
    assert said in str(caught.value)
    assert f"survey/{file}" in str(caught.value)


def test_a_wave_that_does_not_exist_is_said(tmp_path: Path) -> None:
    folder = load_survey(project(tmp_path, []))
    with pytest.raises(ConfigurationError, match="no wave w9"):
        reconstruct(folder, "w9")
