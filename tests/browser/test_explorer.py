"""The explorer as it is used: picked from, found in, sorted, and found again by its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest

from tests.browser.tab import Tab

pytestmark = pytest.mark.browser

ICC = "icc/report/explorer.html"
DEMO = "demo/report/explorer.html"


def state(tab: Tab) -> dict[str, str]:
    return dict(parse_qsl(tab.state, keep_blank_values=True))


def rows(tab: Tab, selector: str) -> list[str]:
    return [text.strip() for text in tab.page.locator(selector).all_inner_texts()]


def waves_shown(tab: Tab) -> list[str]:
    return rows(tab, "#view section > h3:not([id^=indicator])")


def test_the_first_view_stands_within_a_second(tab: Tab) -> None:
    tab.open(ICC)
    drawn = tab.page.locator("html").get_attribute("data-drawn")
    assert int((drawn or "").split()[1]) < 1000
    assert tab.heading == "Topics"


def test_a_question_is_picked_and_the_address_holds_it(tab: Tab) -> None:
    tab.open(ICC).anew(tab.page.click, "#views >> text=Questions")
    first = tab.heading
    tab.page.focus("#id")
    tab.anew(tab.page.keyboard.press, "ArrowDown")
    assert state(tab) == {"view": "question", "id": tab.page.locator("#id").input_value()}
    assert tab.heading != first
    assert tab.page.locator("#id option:checked").inner_text() == tab.heading
    assert tab.page.title().startswith(tab.heading)
    assert tab.text("#status") == tab.heading, "said to those who do not see it"
    assert tab.page.evaluate("document.activeElement.id") == "id", "the focus stays"


def test_waves_are_picked_one_by_one(tab: Tab) -> None:
    tab.open(f"{DEMO}#view=question&id=strategy")
    every = waves_shown(tab)
    tab.anew(tab.page.uncheck, "#pick-2038")
    assert [text[:4] for text in waves_shown(tab)] == [text[:4] for text in every[1:]]
    assert "2038" not in state(tab)["waves"]
    tab.anew(tab.page.check, "#pick-2038")
    assert waves_shown(tab) == every
    assert "waves" not in state(tab)


def test_a_group_is_picked_and_leads_to_its_own_view(tab: Tab) -> None:
    tab.open(f"{DEMO}#view=question&id=strategy").anew(tab.page.select_option, "#group", "country")
    assert state(tab)["group"] == "country"
    name = tab.text("#view section tbody a")
    tab.anew(tab.page.click, "#view section tbody a >> nth=0")
    assert state(tab)["view"] == "group"
    assert tab.heading == name
    assert tab.page.locator("#view table").count()


def test_a_respondent_is_picked_from_the_list(tab: Tab) -> None:
    tab.open(ICC).anew(tab.page.click, "#views >> text=Cities")
    name = tab.text("#view tbody a")
    tab.anew(tab.page.click, "#view tbody a >> nth=0")
    assert state(tab)["view"] == "respondent"
    assert tab.heading == name
    assert tab.page.evaluate("document.activeElement.id") == "heading"


def test_the_list_is_sorted_by_name_and_by_country(tab: Tab) -> None:
    tab.open(f"{ICC}#view=respondents")
    names = rows(tab, "#view tbody th")
    tab.anew(tab.page.select_option, "#sort", "country")
    countries = rows(tab, "#view tbody td:nth-child(2)")
    assert state(tab)["sort"] == "country"
    assert countries == sorted(countries)
    assert sorted(rows(tab, "#view tbody th")) == sorted(names)
    assert rows(tab, "#view tbody th") != names


def test_answers_are_sorted_by_their_counts(tab: Tab) -> None:
    tab.open(f"{DEMO}#view=question&id=topics&waves=2038")
    tab.anew(tab.page.select_option, "#sort", "high")
    counts = [
        int(found[0])
        for text in rows(tab, ".answers tbody td")
        if (found := re.findall(r"\d+", text))
    ]
    assert len(counts) > 2
    assert counts == sorted(counts, reverse=True)


def test_words_are_found_in_any_spelling_as_they_are_typed(tab: Tab) -> None:
    tab.open(ICC).anew(tab.page.click, "#views >> text=Find")
    tab.page.keyboard.type("LIMASSÓL")
    assert rows(tab, ".hits a") == ["Limassol"]
    assert state(tab)["text"] == "LIMASSÓL"
    tab.anew(tab.page.click, ".hits a")
    assert tab.heading == "Limassol"
    tab.anew(tab.page.go_back)
    assert tab.page.locator("#text").input_value() == "LIMASSÓL"


@pytest.mark.parametrize(
    "address",
    [
        "view=question&id=strategy&group=country&sort=high&waves=2037,2038",
        "view=topic&sort=high&waves=2038",
        "view=group&by=kind&waves=2038",
    ],
)
def test_an_address_gives_the_same_view_again(tab: Tab, address: str) -> None:
    tab.open(f"{DEMO}#{address}")
    shown = (
        tab.text("#view"),
        tab.page.locator("#controls select").evaluate_all(
            "(boxes) => boxes.map((box) => box.value)"
        ),
    )
    tab.anew(tab.page.click, "#views >> text=Topics")
    assert tab.text("#view") != shown[0]
    tab.anew(tab.page.go_back)
    assert dict(parse_qsl(address)) == state(tab)
    again = (
        tab.text("#view"),
        tab.page.locator("#controls select").evaluate_all(
            "(boxes) => boxes.map((box) => box.value)"
        ),
    )
    assert again == shown


QUESTION = f"{DEMO}#view=question&id=strategy&group=country"


def said_of_charts(tab: Tab) -> list[str]:
    """What is said of each chart to those who do not see it."""
    charts = tab.drawn().page.locator(".chart")
    return [str(one.get_attribute("aria-label")) for one in charts.all()]


def test_a_chart_says_the_numbers_of_the_table_beside_it(tab: Tab) -> None:
    said = said_of_charts(tab.open(QUESTION))
    cells = rows(tab, ".grid >> nth=0 >> tbody td")
    assert said[0].startswith("Have a strategy. 2030: ")
    assert len(cells) == 8
    assert all(cell in said[0] for cell in cells)
    bars = [label for label in said if label.startswith("Strategy, 2038. Yes: ")]
    assert len(bars) == 1
    assert all(cell in bars[0] for cell in rows(tab, ".answers >> nth=0 >> tbody td"))


def test_a_line_is_not_drawn_over_a_wave_that_is_missing_or_not_picked(tab: Tab) -> None:
    """2034 is missing, 2033 has unknown answers: two and three links are left."""
    tab.open(QUESTION)
    lines = ".chart >> nth=0 >> g.mark-rule line[stroke-width='2.5']"
    assert tab.page.locator(lines).count() == 5
    tab.page.uncheck("#pick-2036")
    tab.drawn()
    assert tab.page.locator(lines).count() == 3


def test_a_respondent_s_answers_stand_above_those_of_all(tab: Tab) -> None:
    said = said_of_charts(tab.open(f"{DEMO}#view=respondent"))
    name = tab.heading
    assert said
    assert all(f"{name}. 20" in label for label in said)
    assert {"Yes", "No"} <= set(tab.page.locator(".chart text").all_text_contents())


def test_charts_are_drawn_anew_at_the_width_that_there_is(tab: Tab) -> None:
    tab.open(QUESTION)
    wide = tab.page.locator(".chart svg >> nth=0").get_attribute("width")
    tab.page.set_viewport_size({"width": 320, "height": 640})
    tab.page.wait_for_function(
        "Number(document.querySelector('.chart svg').getAttribute('width')) < 320"
    )
    assert wide == "640"
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_charts_stand_on_paper_too(tab: Tab) -> None:
    tab.open(QUESTION)
    tab.page.emulate_media(media="print")
    assert all(one.is_visible() for one in tab.page.locator(".chart svg").all())
    assert not tab.page.locator("#controls").is_visible()


@pytest.mark.parametrize("survey", [ICC, DEMO])
def test_links_of_every_kind_lead_to_the_view_that_they_name(tab: Tab, survey: str) -> None:
    found = tab.open(survey).run("follow_links.js")
    assert found["followed"] > 30
    assert found["dead"] == []
    assert found["places"] == [], "no id stands twice"
