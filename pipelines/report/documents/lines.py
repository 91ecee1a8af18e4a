"""Lines of a page as runs of text: styles, links, figures, and white space as browsers show it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from pipelines.report.documents.blocks import BREAK, OUTSIDE, Run, Style, Text, printable

SCREEN_ONLY = {"nav", "script", "style", "head", "svg", "button", "select", "form"}
SCREEN_CLASSES = {"trace", "anchor", "skip", "site", "languages", "draft", "screen"}
STYLES = {"strong": Style.STRONG, "b": Style.STRONG, "em": Style.EMPHASIS, "code": Style.CODE}
OWN_LINE = {"aside", "hash"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of(element: Element) -> Text:
    """The text of an element that holds lines only."""
    return tidy(inner_runs(element, Style.PLAIN, None))


def runs_of(element: Element, style: Style, link: str | None) -> list[Run]:
    """The runs of an element that stands in a line; links inside the document lose their #."""
    if element.tag == "br":
        return [Run(BREAK)]
    if on_screen_only(element):
        return []
    style = STYLES.get(element.tag, Style.STRONG if "verdict" in classes(element) else style)
    target = element.get("href", "")
    if target.startswith(("#", *OUTSIDE)):
        link = target.removeprefix("#")
    figure = element.get("data-figure")
    if figure:
        return [Run("".join(element.itertext()), figure, style, link)]
    runs = inner_runs(element, style, link)
    if element.tag == "q":
        return [Run("“", style=style, link=link), *runs, Run("”", style=style, link=link)]
    return [Run(BREAK), *runs] if classes(element) & OWN_LINE else runs


def inner_runs(
    element: Element, style: Style, link: str | None, leave_out: Element | None = None
) -> list[Run]:
    """The runs inside of an element, before white space is tidied."""
    runs = [Run(element.text or "", style=style, link=link)]
    for child in element:
        if child is not leave_out:
            runs += runs_of(child, style, link)
        runs.append(Run(child.tail or "", style=style, link=link))
    return runs


def tidy(runs: Iterable[Run]) -> Text:
    """Runs with their white space as a browser shows it: one space, none at the ends of a line."""
    kept: list[Run] = []
    for run in runs:
        if run.text == BREAK:
            _end_line(kept)
            kept += [run] if kept else []
            continue
        text = printable(_SPACE.sub(" ", run.text))
        if not kept or kept[-1].text.endswith((" ", BREAK)):
            text = text.lstrip(" ")
        if not text:
            continue
        if kept and _alike(kept[-1], run):
            kept[-1] = replace(kept[-1], text=kept[-1].text + text)
        else:
            kept.append(replace(run, text=text))
    _end_line(kept)
    return tuple(kept)


def _alike(one: Run, other: Run) -> bool:
    same = (one.style, one.link) == (other.style, other.link)
    return same and one.figure is None and other.figure is None and one.text != BREAK


def _end_line(runs: list[Run]) -> None:
    """Take away white space and line breaks at the end."""
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))


def classes(element: Element) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def on_screen_only(element: Element) -> bool:
    """Whether an element is of use on a screen only."""
    return (
        element.tag in SCREEN_ONLY
        or element.get("aria-hidden") == "true"
        or "hidden" in element.attrib
        or bool(classes(element) & SCREEN_CLASSES)
    )
