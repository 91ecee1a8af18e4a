"""A page in a browser as the tests use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

SCRIPTS = Path(__file__).parent / "scripts"


@dataclass
class Tab:
    """A page, and what it said and asked for.

    Attributes:
        page: the page as Playwright drives it.
        surveys: folders of the built pages, by survey.
        said: errors and warnings on the console, and scripts that broke.
        asked: addresses asked for that are no files.
    """

    page: Page
    surveys: Mapping[str, Path]
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.asked.append(url)

    def open(self, name: str) -> Tab:
        """Open a page by its name, as `icc/report/index.html#who`, anew."""
        file, _, fragment = name.partition("#")
        survey, path = file.split("/", maxsplit=1)
        self.page.goto("about:blank")
        self.page.goto((self.surveys[survey] / path).as_uri() + (fragment and f"#{fragment}"))
        return self.drawn()

    def drawn(self) -> Tab:
        """Wait until every chart is drawn."""
        self.page.wait_for_function(
            "[...document.querySelectorAll('.chart')].every((one) => one.querySelector('svg'))"
        )
        return self

    def anew(self, act: Callable[..., object], *values: object) -> Tab:
        """Do what changes the explorer's state, and wait: it draws once the address has changed."""
        self.page.evaluate("document.querySelector('#view > *').dataset.before = ''")
        act(*values)
        self.page.locator("#view > [data-before]").wait_for(state="detached")
        return self.drawn()

    def unfold(self, most: int = 1000) -> Tab:
        """Open what can be folded out; of each class no more than this."""
        self.run("unfold.js", most)
        return self

    def run(self, script: str, argument: Any = None) -> Any:
        """What a function of one of our scripts gives."""
        return self.page.evaluate((SCRIPTS / script).read_text(encoding="utf-8"), argument)

    @property
    def file(self) -> str:
        """The name of the file shown."""
        return unquote(urlsplit(self.page.url).path.rsplit("/", maxsplit=1)[-1])

    @property
    def state(self) -> str:
        """What stands after the # of the address."""
        return urlsplit(self.page.url).fragment

    @property
    def heading(self) -> str:
        """The explorer's heading, without what stands beside it."""
        return str(self.page.locator("#heading").evaluate("(node) => node.firstChild.data"))

    def text(self, selector: str) -> str:
        """Text as it reads, in one line."""
        return re.sub(r"\s+", " ", self.page.locator(selector).first.inner_text()).strip()
