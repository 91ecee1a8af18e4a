"""Each page in a browser: barriers, colours, width, keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.tab import Tab

pytestmark = pytest.mark.browser

ICC = (
    *("report/2020.html", "report/2020.fr.html", "report/2021.html", "report/2021.fr.html"),
    *(
        "report/index.html",
        "report/index.fr.html",
        "report/explorer.html",
        "report/explorer.fr.html",
    ),
    *("validation/2020.html", "validation/2021.html", "validation/index.html"),
)
VIEWS = (
    *("view=topic", "view=question&id=strategy&group=country", "view=respondents"),
    *("view=respondent", "view=groups", "view=group&by=country", "view=find&text=a"),
)
PAGES = (
    *(f"icc/{page}" for page in ICC),
    *("demo/report/2038.html", "demo/report/index.fr.html", "demo/validation/2038.html"),
    *(f"demo/report/explorer.html#{view}" for view in VIEWS),
)
EACH_KIND = (
    *("icc/report/2020.html", "icc/report/index.html", "icc/report/explorer.html"),
    *("icc/validation/2020.html", "icc/validation/index.html"),
    *(f"demo/report/explorer.html#{view}" for view in (VIEWS[1], VIEWS[3], VIEWS[5])),
)
"""One page of each template: the order is the same in the others."""

IN_THE_DARK = dict.fromkeys(
    (
        *(f"icc/{page}" for page in ICC),
        *EACH_KIND,
        "demo/report/2038.html",
        "demo/report/2038.fr.html",
    )
)
"""Words of another language may be longer."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(tab: Tab, **options: object) -> list[str]:
    """What axe-core, which the page has, finds against."""
    found = tab.page.evaluate(
        "async (options) => (await axe.run(document, options)).violations.flatMap((rule) => "
        "rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`))",
        {"resultTypes": ["violations"], **options},
    )
    assert isinstance(found, list)
    return found


def test_no_page_of_the_report_is_left_out(pages: dict[str, Path]) -> None:
    built = pages["icc"]
    found = {path.relative_to(built).as_posix() for path in built.glob("[rv]*/*.html")}
    assert found == set(ICC)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(tab: Tab, axe: str, name: str) -> None:
    tab.open(name).unfold().page.evaluate(axe)
    assert barriers(tab, runOnly=RULES, rules={"target-size": {"enabled": True}}) == []
    assert tab.run("chart_contrast.js") == []
    assert tab.run("chart_overlap.js") == []


@pytest.mark.parametrize("name", IN_THE_DARK)
def test_in_the_dark_on_a_phone_all_text_stands_out_and_nothing_sticks_out(
    tab: Tab, axe: str, name: str
) -> None:
    tab.page.set_viewport_size({"width": 320, "height": 640})
    tab.page.emulate_media(color_scheme="dark")
    tab.open(name).unfold(most=3).page.evaluate(axe)
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert tab.run("cut_off.js") == []
    assert barriers(tab, runOnly={"type": "rule", "values": ["color-contrast"]}) == []
    assert tab.run("chart_contrast.js") == []
    assert tab.run("chart_overlap.js") == []


def test_where_colours_are_the_readers_words_on_charts_have_that_of_text(tab: Tab) -> None:
    tab.page.emulate_media(forced_colors="active")
    tab.open("icc/report/2020.html")
    colours = tab.page.evaluate(
        "[...new Set([...document.querySelectorAll('.chart text')].map("
        "(text) => getComputedStyle(text).fill))]"
    )
    assert colours == [tab.page.evaluate("getComputedStyle(document.body).color")]


@pytest.mark.parametrize("name", EACH_KIND)
def test_the_keyboard_reaches_everything_in_order_and_is_seen(tab: Tab, name: str) -> None:
    tab.open(name)
    wanted = tab.run("watch_focus.js")
    for _ in range(wanted):
        tab.page.keyboard.press("Tab")
    assert wanted >= 2
    assert tab.run("missed_focus.js") == {"missed": [], "unseen": [], "disordered": []}
