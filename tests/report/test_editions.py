"""Editions: frozen, made public when their embargo is over, corrected by errata only."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError, DataError
from pipelines.report.documents.page import read_document
from pipelines.report.editions import damaged, open_due, read_editions, standings_of
from pipelines.report.editions.records import PUBLIC, folder_of
from pipelines.report.editions.signing import Signature, sign_off
from pipelines.report.figures import read_figures
from pipelines.report.pages import write_waves
from tests.report.made_up import made_up
from tests.report.pages import parse
from tests.world import World

DAY = date(2030, 3, 1)
FIGURE = "2020.option.strategy.yes.n"
WRITERS = "pipelines.report.documents.write.WRITERS"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(WRITERS, {})  # other forms take seconds and have their own tests
    return made_up()


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "warehouse" / "builds" / "20300301T100000Z-abcd"
    folder.mkdir(parents=True)
    (folder / "survey.duckdb").write_bytes(b"a warehouse")
    return folder


def sign(
    world: World, build: Path, erratum: str | None = None, embargo_until: date | None = None
) -> None:
    signature = Signature("Ann", DAY, embargo_until, erratum)
    sign_off(world.con, build.parents[3], build, "2020", signature)


def change(world: World, text: str) -> str:
    [before] = world.con.execute(
        "SELECT text FROM report.figures WHERE figure_id = ?", [FIGURE]
    ).fetchall()[0]
    world.con.execute("UPDATE report.figures SET text = ? WHERE figure_id = ?", [text, FIGURE])
    return str(before)


def test_an_edition_holds_the_pages_their_figures_and_the_build(
    world: World, build: Path, tmp_path: Path
) -> None:
    sign(world, build)
    folder = folder_of(tmp_path, "2020", 1)
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert files == {
        *("report/2020.html", "report/2020.fr.html"),
        *("figures.json", "edition.yml", "build/survey.duckdb"),
    }
    assert (folder / "build" / "survey.duckdb").samefile(build / "survey.duckdb")
    text = " ".join(parse(folder / "report" / "2020.html").text.split())
    assert "Edition 1, signed off by Ann on 1 March 2030." in text
    assert not list(damaged(tmp_path))


def test_all_forms_are_signed_off(build: Path, tmp_path: Path) -> None:
    sign(made_up(), build)
    [edition] = read_editions(tmp_path)["2020"]
    forms = {name for name in edition.files if name.startswith("report/")}
    assert forms == {
        f"report/2020{code}.{form}" for code in ("", ".fr") for form in ("html", "pdf", "docx")
    }


def test_a_file_that_changed_since_is_told(world: World, build: Path, tmp_path: Path) -> None:
    sign(world, build)
    page = folder_of(tmp_path, "2020", 1) / "report" / "2020.html"
    page.write_text("something else", encoding="utf-8")
    [problem] = damaged(tmp_path)
    assert problem.where == "data/editions/2020/1/report/2020.html"
    assert problem.found == "changed since it was signed off"


def test_nothing_is_signed_off_twice(world: World, build: Path) -> None:
    sign(world, build)
    with pytest.raises(ConfigurationError, match="no figure that changed since"):
        sign(world, build, "because")


def test_a_correction_needs_a_reason_and_lists_what_changed(
    world: World, build: Path, tmp_path: Path
) -> None:
    sign(world, build)
    before = change(world, "12")
    with pytest.raises(DataError, match=f"1 figures changed since edition 1: {FIGURE}"):
        sign(world, build)
    sign(world, build, "A respondent was counted twice.")
    [change_made] = read_editions(tmp_path)["2020"][1].changes
    assert (change_made.figure, change_made.before, change_made.after) == (FIGURE, before, "12")
    text = parse(folder_of(tmp_path, "2020", 2) / "report" / "2020.html").text
    assert "A respondent was counted twice." in text
    assert FIGURE in text


def test_an_erratum_needs_something_to_correct(world: World, build: Path) -> None:
    with pytest.raises(ConfigurationError, match="no edition of 2020 that it could correct"):
        sign(world, build, "because")


def test_a_wave_that_is_not_up_to_date_is_not_signed_off(world: World, build: Path) -> None:
    world.con.execute("UPDATE report.waves SET status = 'stale' WHERE wave = '2020'")
    with pytest.raises(DataError, match="a wave that is up to date"):
        sign(world, build)


def test_an_edition_becomes_public_when_its_embargo_is_over(
    world: World, build: Path, tmp_path: Path
) -> None:
    link = folder_of(tmp_path, "2020", 1).with_name(PUBLIC)
    sign(world, build, embargo_until=date(2030, 4, 1))
    assert open_due(tmp_path, date(2030, 3, 31)) == []
    assert not link.exists()
    [opened] = open_due(tmp_path, date(2030, 4, 1))
    assert opened.number == 1
    assert sorted(file.name for file in link.iterdir()) == ["2020.fr.html", "2020.html"]
    assert open_due(tmp_path, date(2030, 4, 2)) == [], "it is public already"


@pytest.mark.parametrize(
    ("said", "until"),
    [(None, date(2030, 4, 1)), (date(2030, 3, 2), date(2030, 3, 2))],
)
def test_a_correction_keeps_the_embargo_unless_it_sets_another(
    world: World, build: Path, tmp_path: Path, said: date | None, until: date
) -> None:
    sign(world, build, embargo_until=date(2030, 4, 1))
    change(world, "12")
    sign(world, build, "A respondent was counted twice.", said)
    assert read_editions(tmp_path)["2020"][1].embargo_until == until


def test_an_embargo_that_is_over_is_not_kept(world: World, build: Path, tmp_path: Path) -> None:
    sign(world, build, embargo_until=DAY)
    change(world, "12")
    sign(world, build, "A respondent was counted twice.")
    assert read_editions(tmp_path)["2020"][1].embargo_until is None


def test_a_page_under_embargo_says_so_at_its_head(
    world: World, build: Path, tmp_path: Path
) -> None:
    sign(world, build, embargo_until=date(2030, 4, 1))
    html = (folder_of(tmp_path, "2020", 1) / "report" / "2020.html").read_text(encoding="utf-8")
    marks = read_document(html).marks
    assert marks == ("Reconstructed wave", "Not to be made public before 1 April 2030")


def test_links_of_an_edition_work_from_its_folder(
    world: World, build: Path, tmp_path: Path
) -> None:
    sign(world, build)
    folder = folder_of(tmp_path, "2020", 1) / "report"
    for page in folder.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        ids = set(re.findall(r' id="([^"]+)"', html))
        links = re.findall(r'<a [^>]*href="([^"]+)"', html)
        assert "2020.fr.html" in links or "2020.html" in links
        for link in links:
            if link.startswith("data:text/csv"):
                continue
            assert link[1:] in ids if link.startswith("#") else (folder / link).is_file(), link


def test_a_later_page_says_what_differs_from_the_last_edition(
    world: World, build: Path, tmp_path: Path
) -> None:
    def text() -> str:
        write_waves(world.con, tmp_path / "out", "2020", standings=standings_of(tmp_path))
        return " ".join(parse(tmp_path / "out" / "2020.html").text.split())

    assert "Nobody has signed this report off." in text()
    sign(world, build)
    assert "It prints the same figures." in text()
    change(world, "12")
    assert "These figures are not those of the edition:" in text()


def test_a_record_that_was_edited_wrongly_is_told_with_its_line(
    world: World, build: Path, tmp_path: Path
) -> None:
    sign(world, build)
    record = folder_of(tmp_path, "2020", 1) / "edition.yml"
    text = record.read_text(encoding="utf-8").replace("signed_off_by: Ann\n", "signed_by: Ann\n")
    record.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"data/editions/2020/1/edition.yml"):
        read_editions(tmp_path)


def test_figures_are_frozen_as_they_were_printed(world: World, build: Path, tmp_path: Path) -> None:
    sign(world, build)
    now = read_figures(world.con)
    [edition] = read_editions(tmp_path)["2020"]
    assert not standings_of(tmp_path)("2020", now).changes
    without = {name: each for name, each in now.items() if name != FIGURE}
    [gone] = standings_of(tmp_path)("2020", without).changes
    assert (gone.figure, gone.after, edition.number) == (FIGURE, "—", 1)
