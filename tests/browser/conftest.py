"""A browser for the tests here, and a tab in it that notes what a page must not do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.tab import Tab
from tests.conftest import Demo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
"""The system's browser; none is ever fetched."""

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="package")
def pages(icc: Path, demo: Demo) -> dict[str, Path]:
    """The pages of this repository's survey and of the made-up programme."""
    return {
        name: project / "data" / "warehouse" / "current"
        for name, project in (("icc", icc), ("demo", demo.project))
    }


# Closed as soon as these tests end: while it is open no other event loop can run. The surveys
# are built before.
@pytest.fixture(scope="package")
def browser(pages: dict[str, Path]) -> Iterator[Browser]:
    """Chromium, without a window."""
    assert pages
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def axe() -> str:
    """The text of axe-core."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run make axe, which needs npm")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def tab(browser: Browser, pages: dict[str, Path]) -> Iterator[Tab]:
    """An empty tab; whatever a test does in it must leave the console and the network alone."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(5000)
    tab = Tab(context.new_page(), pages)
    yield tab
    context.close()
    assert tab.asked == [], "no network"
    assert tab.said == [], "nothing on the console"
