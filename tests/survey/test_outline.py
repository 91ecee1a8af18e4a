"""The report's outline in survey.yml and the files of its text blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.survey.load import load_survey
from tests.survey.folder import SURVEY, edit, problems, write_survey

FILE, WORK, WISHES = "survey/survey.yml", "    - sections: [work]\n", "    - sections: [wishes]\n"
OUTLINE = f"""\
report:
  introduction: welcome
  outline:
{WISHES}      before: wishes
{WORK}"""
LINE = {name: SURVEY.count("\n") + line for name, line in
        {"introduction": 2, "wishes": 4, "before": 5, "work": 6}.items()}  # fmt: skip
BLOCKS = ("welcome.md", "welcome.fr.md", "wishes.md", "2031/wishes.md")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = write_survey(tmp_path, **{FILE: SURVEY + OUTLINE})
    for name in BLOCKS:
        write(project, name)
    return project


def write(project: Path, name: str) -> None:
    path = project / "survey" / "report" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("A text.\n", encoding="utf-8")


def test_an_outline_with_its_text_blocks_is_read(project: Path) -> None:
    report = load_survey(project).survey.report
    assert [part.sections for part in report.outline] == [["wishes"], ["work"]]
    assert report.outline[0].before == "wishes"


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        ("[work]", "[word]", "work",
         ("unknown section word; expected one of work, wishes", "Did you mean work?")),
        (WORK, "    - {sections: [work, work], title: {en: Work}}\n", "work",
         ("the section work a second time (first at survey/survey.yml:", "Delete one of the two")),
        (WORK, "    - {sections: [wishes]}\n", "work",
         ("section wishes a second time (first at survey/survey.yml:", "Delete one of the two")),
        ("before: wishes", "before: wishs", "before",
         ("the text block wishs, which has no file; expected survey/report/wishs.md",
          "Did you mean wishes?")),
        ("introduction: welcome", "introduction: Welcome.md", "introduction",
         ("expected the name of a text block: small letters",)),
        (WORK, "    - {sections: []}\n", "work", ("expected at least 1 entry",)),
        (WISHES, "    - sections: [wishes, work]\n", "wishes",
         ("needs a title, as it has several sections",)),
        ("before: wishes", "befor: wishes", "before", ("befor", "before")),
    ],
)  # fmt: skip
def test_a_wrong_outline_is_told_with_its_line(
    project: Path, old: str, new: str, place: str, told: tuple[str, ...]
) -> None:
    edit(project, FILE, old, new)
    first = str(problems(project)[0])
    assert first.startswith(f"{FILE}:{LINE[place]}: ")
    assert all(part in first for part in told)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Welcome.md", "a file named Welcome.md"),
        ("welcome.french.md", "a file named welcome.french.md"),
        ("2032/welcome.md", "a text block in the folder 2032"),
        ("2031/drafts/welcome.md", "a text block in the folder 2031/drafts"),
        ("farewell.md", "the text block farewell, which nothing prints"),
        ("wishes.en.md", "wishes.en.md, without one in the language of the survey"),
        ("2030/wishes.fr.md", "wishes.fr.md, without one in the language of the survey"),
    ],
)
def test_a_file_that_no_page_would_show_is_told(project: Path, name: str, found: str) -> None:
    write(project, name)
    (told,) = map(str, problems(project))
    assert told.startswith(f"survey/report/{name}: ")
    assert found in told
