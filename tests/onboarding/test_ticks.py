"""Columns for one option each, in files that don't say which columns belong together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.extract.column import SourceColumn
from pipelines.onboarding.seen import Seen
from pipelines.onboarding.ticks import fields_of, with_options
from pipelines.survey.load import load_survey
from pipelines.survey.models import Source
from tests.onboarding.towns import Towns, choices, column, run
from tests.wave_run import Run

TOWNS = ("Ashford", "Béckton", "Carden", "Hartley")


def seen(header: str, *texts: str, **told: object) -> Seen:
    """A column with texts; `told` as in SourceColumn."""
    made = replace(SourceColumn(header, (header,)), **told)  # type: ignore[arg-type]
    counts = dict.fromkeys(texts, 2)
    return Seen(made, sum(counts.values()), len(counts), counts)


def told(*columns: Seen, reader: str = "csv") -> list[tuple[str, str | None]]:
    return [(each.wording, each.column.option) for each in with_options(columns, reader)]


@pytest.mark.parametrize(
    "texts",
    [("1", "0"), ("Y", "N"), ("Yes",), ("checked", "unchecked"), ("x",), ("Ja", "Nein"), ("TRUE",)],
)
@pytest.mark.parametrize(
    ("headers", "question"),
    [
        (("Which topics? [Parks]", "Which topics? [Rents]"), "Which topics?"),
        (("Which topics? Parks", "Which topics? Rents"), "Which topics?"),
        (("Our topics: Parks", "Our topics: Rents"), "Our topics"),
        (("Our topics - Parks", "Our topics - Rents"), "Our topics"),
        (("Our topics (Parks)", "Our topics (Rents)"), "Our topics"),
        (("topics_Parks", "topics_Rents"), "topics"),
        (("form/topics/Parks", "form/topics/Rents"), "form/topics"),
    ],
)
def test_neighbours_with_one_beginning_and_ticks_are_options_of_one_question(
    texts: tuple[str, ...], headers: tuple[str, str], question: str
) -> None:
    columns = [seen(header, *texts) for header in headers]
    assert told(*columns) == [(question, "Parks"), (question, "Rents")]


def test_a_cell_may_hold_the_option_s_own_text() -> None:
    columns = [seen("Topics: Parks", "Parks"), seen("Topics: Rents", "rents")]
    assert told(*columns) == [("Topics", "Parks"), ("Topics", "Rents")]
    assert fields_of(with_options(columns, "csv"), {}) == {"blank": "unknown"}


def test_a_header_of_two_rows_tells_the_option() -> None:
    paths = [("Topics", "Parks"), ("Topics", "Rents")]
    columns = [seen(" | ".join(path), "1", "0", path=path) for path in paths]
    assert told(*columns) == paths


def test_what_is_written_under_other_may_be_any_text() -> None:
    columns = [
        *(seen("Topics: Parks", "1", "0"), seen("Topics: Rents", "1")),
        seen("Topics: Other", "Our harbour"),
    ]
    assert [option for _, option in told(*columns)] == ["Parks", "Rents", "Other"]


@pytest.mark.parametrize(
    "columns",
    [
        [seen("Topics: Parks", "1", "0"), seen("Staff: paid", "1", "0")],
        [seen("Topics: Parks", "1", "2"), seen("Topics: Rents", "1", "0")],
        [seen("Topics: Parks", "0"), seen("Topics: Rents", "0")],
        [seen("Rate it: Parks", "Yes", "Unsure"), seen("Rate it: Rents", "Yes", "No")],
        [seen("Strategy?", "Yes", "No"), seen("Campaign?", "Yes", "No")],
        [seen("Topics: Parks", "1", use="metadata"), seen("Topics: Rents", "1", use="metadata")],
    ],
)
def test_other_columns_are_left_as_they_are(columns: list[Seen]) -> None:
    assert with_options(columns, "csv") == tuple(columns)


def test_what_a_tool_lays_out_is_left_to_its_reader() -> None:
    columns = (seen("Topics: Parks", "1", "0"), seen("Topics: Rents", "1", "0"))
    assert with_options(columns, "qualtrics") == columns


def test_codes_0_and_1_are_ticks_in_any_words() -> None:
    values = {"0": "Non choisi", "1": "Choisi"}
    columns = [
        seen("Q3_1", "Choisi", "Non choisi", values=values, path=("Sujets ? Parcs",)),
        seen("Q3_2", "Choisi", values=values, path=("Sujets ? Loyers",)),
    ]
    found = with_options(columns, "spss")
    assert [each.column.option for each in found] == ["Parcs", "Loyers"]
    fields = fields_of(found, {"ticked": ["Oui"]})
    assert fields["ticked"] == ["Oui", "Choisi"]
    assert fields["unticked"] == [*Source.model_fields["unticked"].default, "Non choisi"]
    assert "blank" not in fields


# ── from the file to the answers ────────────────────────────────────────────────


def export(folder: Path, head: str, *cells: str) -> Path:
    file = folder / "answers.csv"
    lines = [f"Time,Town,{head}"]
    lines += [
        f"2032-02-0{day} 09:10,{each},{c}"
        for day, (each, c) in enumerate(zip(TOWNS, cells, strict=True), 1)
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


ABROAD = "Where do you act? [Abroad]"
HEAD = f"Where do you act? [At home],{ABROAD},Where do you act? [Other]"


def decided(towns: Towns, picks: dict[str, str]) -> None:
    gone = {row[2]: "gone" for row in towns.rows() if "gone" in row[4]}
    towns.fill({"wave 2032": "2032-02-01 to 2032-02-28", **gone, **picks})
    result = towns.decide()
    assert result.exit_code == 0, result.output


def selections(towns: Towns, question: str) -> list[tuple[object, ...]]:
    built = Run(towns.project)
    assert built.stopped == {}
    return built.rows(
        "SELECT respondent_id, option_id, selected, state FROM core.answers "
        f"WHERE wave = '2032' AND question_id = '{question}' ORDER BY 1, 2"
    )


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("Y", "N"), ("Selected", "Not selected")])
def test_they_become_a_question_with_selections(
    towns: Towns, tmp_path: Path, yes: str, no: str
) -> None:
    rows = (f"{yes},{no},", f"{no},{yes},", f"{yes},{yes},", f"{no},{no},")
    assert towns.add(export(tmp_path, HEAD, *rows)).exit_code == 0
    assert choices(column(towns.project, ABROAD).decide[0])[0] == "new multiple"
    decided(towns, dict.fromkeys(("At home", "Abroad", "[Other]"), "new multiple act"))
    assert {o.label for o in load_survey(towns.project).question("act").options} == {
        *("At home", "Abroad", "Other")
    }
    assert selections(towns, "act") == [
        ("ashford", "at_home", True, "answered"),
        ("beckton", "abroad", True, "answered"),
        ("carden", "abroad", True, "answered"),
        ("carden", "at_home", True, "answered"),
        ("hartley", None, None, "answered"),
    ]


def test_what_was_written_under_other_chooses_it(towns: Towns, tmp_path: Path) -> None:
    rows = ("1,0,", "0,1,Our harbour", "1,1,", "0,0,Anywhere")
    assert towns.add(export(tmp_path, HEAD, *rows)).exit_code == 0
    decided(towns, dict.fromkeys(("At home", "Abroad", "[Other]"), "new multiple act"))
    assert [o.free_text for o in load_survey(towns.project).question("act").options] == [
        *(False, False, True)
    ]
    found = selections(towns, "act")
    chosen = {(who, option) for who, option, selected, _ in found if selected}
    assert {("beckton", "other"), ("beckton", "abroad"), ("hartley", "other")} <= chosen


def test_each_may_be_a_question_of_its_own_all_the_same(towns: Towns, tmp_path: Path) -> None:
    head = "Do you act: at home,Do you act: abroad"
    towns.add(export(tmp_path, head, "Yes,No", "No,Yes", "Yes,Yes", "No,No"))
    offered = choices(column(towns.project, "Do you act: abroad").decide[0])
    assert offered[:2] == ["new multiple", "new single"]
    decided(towns, {"at home": "new single act_home", "abroad": "new single act_abroad"})
    folder = load_survey(towns.project)
    assert folder.question("act_home").wording == "Do you act: at home"
    assert [o.label for o in folder.question("act_home").options] == ["Yes", "No"]
    assert column(towns.project, "Do you act: at home").option is None


def test_the_next_wave_knows_them_by_their_headers(towns: Towns, tmp_path: Path) -> None:
    rows = ("1,0,", "0,1,", "1,1,", "0,0,")
    towns.add(export(tmp_path, HEAD, *rows))
    decided(towns, dict.fromkeys(("At home", "Abroad", "[Other]"), "new multiple act"))
    another = export(tmp_path, HEAD, *reversed(rows))
    result = run("add", "2033", another, "--project", towns.project)
    assert result.exit_code == 0, result.output
    named = load_survey(towns.project).waves["2033"].sources[0].columns[ABROAD]
    assert (named.question, named.option, named.decide) == ("act", "abroad", [])
