"""What stands on a drawn chart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
RECT = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)")


def shapes(svg: str, name: str) -> list[Mapping[str, str]]:
    """Attributes of the marks of a layer."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}g")  # noqa: S314  drawn here
    return [each.attrib for group in found if group.get("class") == f"c-{name}" for each in group]


def boxes(svg: str, name: str) -> list[tuple[float, float, float, float]]:
    """Left edge, upper edge, width and height of the bars of a layer."""
    found = [RECT.match(each["d"]) for each in shapes(svg, name)]
    return [tuple(map(float, one.groups())) for one in found if one]  # type: ignore[misc]


def places(svg: str, name: str) -> list[tuple[float, float]]:
    """Where the round marks, or the words, of a layer are."""
    return [place(each["transform"]) for each in shapes(svg, name)]


def place(transform: str) -> tuple[float, float]:
    x, y = re.findall(r"-?[\d.]+", transform)
    return float(x), float(y)


def words(svg: str) -> str:
    return " ".join(" ".join(lines(each)) for each in texts(svg))


def lines(text: ElementTree.Element) -> list[str]:
    """A text by line."""
    found = [""]
    for part in text:
        found += [""] if part.get("dy") else []
        found[-1] += part.text or ""
    return found


def texts(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314  drawn here
