"""Links, the switch of language, and paper."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import pytest

from tests.browser.tab import Tab
from tests.report.pages import Parsed, parse

pytestmark = pytest.mark.browser

SCREEN_ONLY = (
    ".toc, .languages, .site-links, .skip, .anchor, .trace, .views, .controls, .chart > .narrow"
)
"""What has no use on paper."""


@pytest.mark.parametrize("survey", ["icc", "demo"])
def test_every_link_leads_to_a_page_and_a_place_in_it(pages: dict[str, Path], survey: str) -> None:
    built = pages[survey].resolve()
    found = {path: parse(path) for path in built.glob("[rv]*/*.html")}
    links = [(path, link) for path, page in found.items() for link in page.links]
    assert [f"{path.name}: {link}" for path, link in links if not leads(path, link, found)] == []


def leads(path: Path, link: str, pages: dict[Path, Parsed]) -> bool:
    """Whether a link leads to another page, to what is there on it, or is a file itself."""
    if link.startswith("data:text/csv"):
        return True
    name, _, place = unquote(link).partition("#")
    file = (path.parent / name).resolve() if name else path
    target, state = pages.get(file), dict(parse_qsl(place))
    if state.get("view") == "question":  # of the explorer, whose script makes the place
        return state["id"] in questions_in(file)
    return bool(target and (not place or place in target.ids))


@cache
def questions_in(explorer: Path) -> set[str]:
    """The questions that an explorer can show."""
    found = re.search(r'id="data">(.*?)</script>', explorer.read_text(encoding="utf-8"), re.DOTALL)
    return {question["id"] for question in json.loads(found[1])["questions"]} if found else set()


@pytest.mark.parametrize("page", ["2020", "2021", "index"])
def test_the_switch_of_language_leads_to_the_same_page_and_back(tab: Tab, page: str) -> None:
    tab.open(f"icc/report/{page}.html")
    heading = "main section:not(#introduction) h2"
    english = tab.text("h1"), tab.text(heading)
    tab.page.click(".languages a[lang=fr]")
    assert tab.file == f"{page}.fr.html"
    assert tab.page.locator("html").get_attribute("lang") == "fr"
    assert tab.text("h1") != english[0]
    assert tab.text(heading) != english[1]
    tab.page.click(".languages a[lang=en]")
    assert tab.file == f"{page}.html"
    assert (tab.text("h1"), tab.text(heading)) == english


@pytest.mark.parametrize(("file", "language"), [("index.html", "en"), ("index.fr.html", "fr")])
def test_from_the_index_to_a_wave_and_back_the_language_stays(
    tab: Tab, file: str, language: str
) -> None:
    tab.open(f"icc/report/{file}").page.click("table.who tbody a >> nth=0")
    assert tab.page.locator("html").get_attribute("lang") == language
    tab.page.click(".site-links a")
    assert tab.file == file


def test_the_contents_lead_to_a_question(tab: Tab) -> None:
    tab.open("icc/report/2020.html").page.click(".toc-questions a >> nth=-1")
    place = tab.state
    top = tab.page.locator(f"[id='{place}']").evaluate("(node) => node.getBoundingClientRect().top")
    assert place.startswith("question-")
    assert 0 <= top < 900


def test_the_first_key_skips_to_the_content(tab: Tab) -> None:
    tab.open("icc/report/2020.html").page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    assert tab.state == "main"
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("summary", ["details.data > summary", "details.trace > summary"])
def test_tables_are_unfolded_by_the_keyboard(tab: Tab, summary: str) -> None:
    tab.open("demo/report/2038.html")
    table = tab.page.locator(summary).first.locator("xpath=..//table")
    assert not table.is_visible()
    tab.page.locator(summary).first.focus()
    tab.page.keyboard.press("Enter")
    assert table.is_visible()
    tab.page.keyboard.press("Space")
    assert not table.is_visible()


@pytest.mark.parametrize(
    "name",
    [
        *("icc/report/2020.html", "demo/report/2038.fr.html", "demo/report/index.html"),
        *("demo/report/explorer.html#view=question&id=strategy", "icc/validation/2020.html"),
    ],
)
def test_on_paper_there_is_no_navigation_and_nothing_is_cut_off(tab: Tab, name: str) -> None:
    tab.page.set_viewport_size({"width": 658, "height": 970})  # A4 less its margins
    tab.page.emulate_media(media="print", color_scheme="dark")
    tab.open(name)
    assert not tab.page.locator(SCREEN_ONLY).filter(visible=True).count()
    assert tab.run("cut_off.js") == []
    assert tab.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_report_prints_on_pages_of_paper(tab: Tab) -> None:
    pdf = tab.open("icc/report/2020.html").page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert 10 < len(re.findall(rb"/Type /Page\b", pdf)) < 60
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {(595, 842)}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("icc/report/2020.html", "Reconstructed wave."),
        ("icc/report/2020.fr.html", "Vague reconstituée."),
        ("demo/report/2038.html", "Synthetic data."),
    ],
)
def test_each_page_of_paper_says_what_is_not_from_answers(tab: Tab, name: str, mark: str) -> None:
    pdf = tab.open(name).page.pdf(prefer_css_page_size=True)
    command = ["pdftotext", "-raw", "-", "-"]
    shown = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    pages = shown.rstrip("\f").split("\f")
    assert len(pages) > 5
    assert all(mark in page for page in pages)
