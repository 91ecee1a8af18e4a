"""The explorer: its data against the warehouse, and the page in a browser where there is one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.explorer import build_explorer, people, vega
from pipelines.report.explorer.data import read_data
from pipelines.report.explorer.embed import as_json, csp_hash
from pipelines.report.explorer.explorer import own_script
from tests.report.made_up import REPORT, made_up, put
from tests.report.pages import Parsed, build_report, parse
from tests.world import World

OWN = Path(people.__file__).parent
CHROMIUM = shutil.which("chromium")
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def world() -> World:
    return made_up()


@pytest.fixture(scope="module")
def data(world: World) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json(read_data(world.con)))
    return found


@pytest.fixture(scope="module")
def page(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, _ = build_explorer(world.con, tmp_path_factory.mktemp("report"), "20300101-120000")
    return path


@pytest.fixture(scope="module")
def texts(world: World) -> dict[str, str]:
    query = (
        "SELECT figure_id, text FROM report.figures "
        "UNION ALL SELECT figure_id, text FROM report.explorer_figures"
    )
    return dict(world.con.execute(query).fetchall())


def changed(*statements: str) -> World:
    """The made-up survey after changes, its report's models built anew."""
    world = made_up()
    for statement in statements:
        world.con.execute(statement)
    return world.run(*REPORT)


def embedded(text: str) -> Any:
    """What a browser would hand to JSON.parse."""
    found = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def one(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next(row for row in rows if row["id"] == key)


def test_unknown_numbers_leave_bounds() -> None:
    found = read_data(changed(
        "UPDATE indicators.numbers SET n_unknown = 2, mean = NULL, p25 = NULL, median = NULL, "
        "p75 = NULL, mean_high = NULL, p25_low = NULL, p75_low = NULL, p75_high = NULL"
    ).con)  # fmt: skip
    (staff,) = (each for each in found["questions"] if each["id"] == "staff")
    numbers = staff["waves"]["2020"]["numbers"]
    assert numbers == {"mean_low": "2.9", "p25_high": "1", "median_low": "3", "median_high": "3"}
    assert [found["measures"][each] for each in numbers] == [
        "Mean, at least", "Lower quartile, at most", "Median, at least", "Median, at most"
    ]  # fmt: skip


@given(st.recursive(st.text() | st.none() | st.integers(), st.lists))
def test_any_text_comes_back_from_the_page_as_it_was(value: Any) -> None:
    assert embedded(f'<script id="data">{as_json(value)}</script>') == value


@pytest.mark.parametrize("text", ["</script><script>", "<!--<script>", "\u2028\u2029", "]]>&amp;"])
def test_nothing_that_a_page_reads_as_its_own_is_left_in_the_data(text: str) -> None:
    written = as_json({text: text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {text: text}


def test_our_own_scripts_are_at_most_forty_kilobytes() -> None:
    assert sum(path.stat().st_size for path in OWN.rglob("*.js")) <= 40_000


def test_the_script_divides_nothing_and_asks_nothing_of_a_network() -> None:
    script = own_script()
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(|innerHTML|eval\(", script)
    assert not re.search(r"[\w)\]] / [\w(]", script)


def test_the_policy_admits_the_page_s_own_style_and_script_and_nothing_else(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    policy = next(
        values["content"] or ""
        for tag, values in parse(text).tags
        if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    own = own_script()
    assert len(style) == 1
    assert scripts == [own, vega.drawing().library], "texts first, what draws after them"
    assert policy.startswith("default-src 'none'")
    assert all(csp_hash(each) in policy for each in style + scripts)
    assert "unsafe" not in policy


def test_each_question_of_the_report_leads_to_its_view(world: World, tmp_path: Path) -> None:
    build_report(world.con, tmp_path)
    for code, explorer in (("", "explorer.html"), (".fr", "explorer.fr.html")):
        known = {
            question["id"]
            for question in embedded((tmp_path / explorer).read_text(encoding="utf-8"))["questions"]
        }
        report = (tmp_path / f"2020{code}.html").read_text(encoding="utf-8")
        links = re.findall(rf'href="{explorer}#view=question&amp;id=([^"]+)"', report)
        assert links == re.findall(r'<article class="question" id="question-([^"]+)"', report)
        assert set(links) <= known


def test_vega_and_the_charts_are_the_same_bytes_each_time() -> None:
    assert vega._made() == vega._made()


def test_no_mark_of_a_chart_is_without_a_colour() -> None:
    for name, chart in vega.drawing().charts.items():
        for mark in chart["marks"]:
            paints = [mark["encode"]["update"].get(part, {}) for part in ("fill", "stroke")]
            assert {paint.get("value", "none") for paint in paints} - {"none", "transparent"}, name


def test_no_colour_of_a_chart_is_fixed(page: Path) -> None:
    charts = json.dumps(embedded(page.read_text(encoding="utf-8"))["charts"])
    assert "var(--bar)" in charts
    assert not re.search(r"#[0-9a-f]{3,6}\b", charts), "light, dark and paper have their own"


def test_without_javascript_the_page_leads_to_the_report(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.search(r"<noscript>.*needs JavaScript.*href=\"index.html\"", text)


def test_synthetic_data_say_so_before_any_script_runs(tmp_path: Path) -> None:
    for path, told in zip(
        build_explorer(made_up(synthetic=True).con, tmp_path),
        ("Synthetic data.", "Données fictives."),
        strict=True,
    ):
        assert told in path.read_text(encoding="utf-8").split("<script")[0]


def test_a_reconstructed_wave_is_named_in_every_view(world: World, tmp_path: Path) -> None:
    for path, told in zip(
        build_explorer(world.con, tmp_path),
        ('Reconstructed wave:</strong> <a href="2020.html">2020', "Vague reconstituée\u00a0:"),
        strict=True,
    ):
        assert told in path.read_text(encoding="utf-8").split('<nav id="views"')[0]


def test_a_survey_without_waves_has_no_explorer(tmp_path: Path) -> None:
    world = changed("DELETE FROM input.waves")
    assert build_explorer(world.con, tmp_path) == []


def test_a_group_has_count_bounds_or_share_as_its_base_allows(data: dict[str, Any]) -> None:
    groups = one(data["indicators"], "has_strategy")["groups"]
    assert groups["country"]["PT"]["2020"]["share"] == "90%"
    assert groups["country"]["IT"]["2020"] == {
        "phrase": "exact", "n": "5", "high": "5", "base": "6", "share": "—", "bar": None,
    }  # fmt: skip
    unknown = one(data["indicators"], "has_tool")["groups"]["country"]["PT"]["2020"]
    assert (unknown["phrase"], unknown["n"], unknown["high"]) == ("between", "1", "7")


@pytest.mark.parametrize(
    ("by", "phrase", "n"), [("registry", "exact", "1"), ("row", "hidden", "—")]
)
def test_a_group_too_small_for_counts_has_them_only_among_named_respondents(
    by: str, phrase: str, n: str
) -> None:
    found = read_data(changed(f"UPDATE input.survey SET identified_by = '{by}'").con)
    group = one(found["indicators"], "has_strategy")["groups"]["region"]["coast"]["2020"]
    assert (group["phrase"], group["n"]) == (phrase, n)


@pytest.mark.parametrize(
    ("weighted", "n", "base", "share", "text"),
    [(False, 1, 200, 0.005, "1%"), (False, 1, 3, 1 / 3, "33%"), (True, 5, 6, 0.125, "13%")],
)
def test_shares_in_groups_are_rounded_half_up(
    weighted: bool, n: int, base: int, share: float, text: str
) -> None:
    world = World()
    world.con.execute("CREATE SCHEMA report")
    world.con.execute(
        "CREATE TABLE report.explorer_groups AS SELECT 'a' AS wave, 'i' AS indicator_id, "
        f"'kind' AS group_by, 'x' AS group_value, {n} AS n, {n} AS n_high, "
        f"{base} AS base_printed, CAST({share} AS DOUBLE) AS share, {weighted} AS weighted"
    )
    columns = "panel_base, panel_n_unknown, panel_n_from, panel_n_to, n_gained, n_lost"
    spec = ", ".join(f"{name} BIGINT" for name in columns.split(", "))
    world.con.execute(
        "CREATE TABLE report.explorer_panels "
        f"(indicator_id VARCHAR, wave_from VARCHAR, wave_to VARCHAR, {spec})"
    )
    rows = world.run("report.explorer_figures").rows(
        "SELECT text FROM report.explorer_figures WHERE figure_id = 'a.group.kind.x.i.share'"
    )
    assert rows == [{"text": text}]


def test_a_panel_has_then_and_now_and_what_is_not_known() -> None:
    world = changed(
        "UPDATE input.waves SET kind = 'responses' WHERE wave = '2021'",
        "INSERT INTO trends.changes (indicator_id, wave_from, wave_to, panel_base, "
        "panel_n_unknown, panel_n_from, panel_n_to, n_gained, n_lost, comparable) VALUES "
        "('has_strategy', '2020', '2021', 1200, 3, 7, 9, 4, 2, true), "
        "('has_tool', '2020', '2021', 20, 0, 7, 9, 4, 2, false)",
    )
    found = read_data(world.con)["indicators"]
    (panel,) = one(found, "has_strategy")["panels"]
    assert panel.pop("place") == {
        "wave": 2.14, "to": 2.86, "y": pytest.approx(7 / 1200), "to_y": 9 / 1200,
    }  # fmt: skip
    assert panel == {
        "from": "2020", "to": "2021", "base": "1,200", "unknown": "3", "n_from": "7",
        "n_to": "9", "gained": "4", "lost": "2",
    }  # fmt: skip
    assert one(found, "has_tool")["panels"] == [], "no panel across a break"


@pytest.mark.parametrize(("base", "wave_from"), [(29, "2020"), (1200, "2019")])
def test_a_panel_is_in_no_chart_if_it_is_small_or_passes_over_a_wave(
    base: int, wave_from: str
) -> None:
    world = changed(
        "UPDATE input.waves SET kind = 'responses' WHERE wave = '2021'",
        "INSERT INTO trends.changes (indicator_id, wave_from, wave_to, panel_base, "
        "panel_n_unknown, panel_n_from, panel_n_to, n_gained, n_lost, comparable) VALUES "
        f"('has_strategy', '2020', '2021', {base}, 0, 7, 9, 4, 2, true)",
    )
    if wave_from != "2020":
        world.con.execute(
            "UPDATE report.explorer_panels SET position_from = "
            f"(SELECT position FROM report.waves WHERE wave = '{wave_from}')"
        )
    (panel,) = one(read_data(world.con)["indicators"], "has_strategy")["panels"]
    assert panel["place"] is None


def test_a_respondent_s_marks_are_what_it_says_to_each_public_indicator() -> None:
    world = changed(
        "UPDATE input.questions SET public = false WHERE question_id = 'tool'",
        "INSERT INTO indicators.named (wave, indicator_id, respondent_id, answer) VALUES "
        "('2020', 'has_strategy', 'fjellby', 'unknown'), ('2020', 'has_tool', 'fjellby', 'yes')",
    )
    found = read_data(world.con)
    assert one(found["respondents"], "fjellby")["marks"] == {"has_strategy": {"2020": "unknown"}}


def test_a_profile_keeps_unknown_and_what_is_ruled_out_apart_from_no(data: dict[str, Any]) -> None:
    answers = [who["answers"] for who in data["respondents"] if who["answers"]]
    assert len(answers) == 37
    visits = [each["study_visits"]["2020"] for each in answers]
    assert {(a["state"], bool(a["yes"]), bool(a["no"])) for a in visits} == {
        ("answered", True, False), ("unknown", False, True),
    }  # fmt: skip
    assert all(each["guidance"]["2020"]["state"] == "unknown" for each in answers)
    assert {each["staff"]["2020"]["given"] for each in answers} == set("0123456")


def test_a_question_that_is_not_public_is_nowhere_in_the_page(tmp_path: Path) -> None:
    world = changed("UPDATE input.questions SET public = false WHERE question_id = 'strategy'")
    path, _ = build_explorer(world.con, tmp_path)
    found = embedded(path.read_text(encoding="utf-8"))
    assert "strategy" not in [each["id"] for each in found["questions"]]
    assert "has_strategy" not in [each["id"] for each in found["indicators"]]
    assert not [who for who in found["respondents"] if "strategy" in who["answers"]]


@pytest.mark.parametrize(("publish", "given"), [(True, ["A secret."]), (False, [])])
def test_free_text_is_embedded_only_where_it_may_be_published(
    publish: bool, given: list[str]
) -> None:
    world = made_up()
    put(world, "core.texts", response_id=2, wave="2020", question_id="wishes", text="A secret.")
    world.con.execute(
        f"UPDATE input.questions SET publish_text = {publish} WHERE question_id = 'wishes'"
    )
    found = read_data(world.run(*REPORT).con)
    said = [who["answers"].get("wishes", {}).get("2020", {}) for who in found["respondents"]]
    assert [each["given"] for each in said if "given" in each] == given


def test_where_a_page_can_t_hold_the_answers_profiles_are_left_out_and_counts_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_ANSWERS", 10)
    found = read_data(world.con)
    assert not found["profiles"]
    assert not [who for who in found["respondents"] if who["answers"]]
    assert found["questions"]


class Browser:
    """A page as Chromium shows it, and what it said on the console."""

    def __init__(self, page: Path, folder: Path) -> None:
        self._page, self._folder = page, folder

    def at(self, state: str) -> Parsed:
        """The page with this state in its address."""
        assert CHROMIUM
        done = subprocess.run(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu",
             f"--user-data-dir={self._folder}", "--enable-logging=stderr", "--dump-dom",
             f"{self._page.as_uri()}#{state}"],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert "CONSOLE" not in done.stderr
        body = re.sub(r"<script.*?</script>", "", done.stdout, flags=re.DOTALL)
        assert 'id="view"' in body
        return parse(body.split("<!doctype html>")[-1].replace("<!DOCTYPE html>", ""))


@pytest.fixture(scope="module")
def browser(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    return Browser(page, tmp_path_factory.mktemp("profile"))


@in_browser
@pytest.mark.parametrize(
    ("state", "heading", "shown"),
    [
        ("", "Topics", "Waves"),
        ("view=question&id=strategy&group=country", "By country", "9 of 10 (90%)"),
        ("view=question&id=tool", "Wave", "between 4 and 28 of 36"),
        ("view=group&by=country&id=PT", "Portugal", "between 1 and 7 of 10"),
        ("view=find&text=FJELL", "1 found", "Fjellby"),
        ("view=nowhere", "Topics", "Waves"),
    ],
)
def test_the_address_holds_what_is_shown_and_every_number_is_the_warehouse_s(
    browser: Browser, texts: dict[str, str], state: str, heading: str, shown: str
) -> None:
    found = browser.at(state)
    assert heading in found.text
    assert shown in found.text
    assert all(texts[figure] == text for figure, text in found.figures)


@in_browser
def test_a_respondent_s_profile_shows_its_answers_beside_all(
    browser: Browser, texts: dict[str, str]
) -> None:
    found = browser.at("view=respondent&id=fjellby")
    assert "Fjellby" in found.text
    assert "Reconstructed wave." in found.text
    assert "Not known" in found.text
    assert ("2020.option.strategy.yes.n", "33") in found.figures
    assert all(texts[figure] == text for figure, text in found.figures)


@in_browser
def test_controls_have_labels_and_the_parts_of_the_page_are_named(browser: Browser) -> None:
    tags = browser.at("view=question&id=strategy").tags
    names = [tag for tag, _ in tags]
    assert {"nav", "main", "h1", "h2", "form", "fieldset", "legend"} <= set(names)
    labels = {values.get("for") for tag, values in tags if tag == "label"}
    assert {values["id"] for tag, values in tags if tag == "select"} <= labels
    assert [v for _, v in tags if v.get("aria-live") == "polite"]
    assert all(values.get("scope") for tag, values in tags if tag == "th")


def test_the_french_page_has_french_words_numbers_and_names(world: World) -> None:
    found = read_data(world.con, "fr")
    assert found["states"]["unknown"] == "Non connu"
    assert found["noun"] == ["participant", "participants"]
    assert found["ending"] == ".fr.html"
    strategy = one(found["indicators"], "has_strategy")
    assert strategy["waves"]["2020"]["share"] == "89\u00a0%"
    (country,) = [each for each in found["groupings"] if each["id"] == "country"]
    assert country["label"] == "Pays"
    assert "Royaume-Uni" in [label for _, label in country["values"]]


def test_what_is_not_translated_is_known_with_its_language(world: World) -> None:
    assert read_data(world.con)["foreign"] == {}
    assert read_data(world.con, "fr")["foreign"]["Yes"] == "en"


@in_browser
def test_the_french_explorer_is_in_french_and_marks_what_is_not(page: Path, tmp_path: Path) -> None:
    french = Browser(page.with_name("explorer.fr.html"), tmp_path)
    found = french.at("view=question&id=tool")
    assert "entre 4 et 28 sur 36" in found.text
    assert "Vague reconstituée." in found.text
    assert "Posée à" in found.text
    marked = [values for tag, values in found.tags if tag == "h2" and values.get("lang") == "en"]
    assert marked, "the question's title has no translation"
    assert "explorer.html#view=question&id=tool" in found.links, "the other language, same state"


@in_browser
def test_the_first_view_stands_within_a_second(browser: Browser) -> None:
    (html,) = [values for tag, values in browser.at("").tags if tag == "html"]
    assert int((html["data-drawn"] or "").split()[1]) < 1000
