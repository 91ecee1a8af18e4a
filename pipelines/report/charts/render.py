"""Draws charts: Altair says what stands where, Vega draws it, and what it drew is tidied up.

A kind of chart is translated once a width; then only its data change. In the SVG stays what is
seen: groups of marks by the names of their layers, and words, each number with the id of its
figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from pipelines.report.charts.block import Block
from pipelines.report.charts.chart import NAMESPACE
from pipelines.report.charts.layers import Kind, across, down
from pipelines.report.charts.theme import FONTS, HATCH, LIGHT, LINE, NARROW, SIZE, WIDE, config
from pipelines.report.kept import kept

Draw = Callable[[int], Iterable[Block]]
"""What stands on a chart of a width, from the top down."""

_SVG = "{http://www.w3.org/2000/svg}"
_FRACTION = re.compile(r"\d+\.\d\d+")
_KEPT = (
    *("d", "x2", "y2", "transform", "fill", "fill-opacity", "stroke", "stroke-width"),
    *("stroke-dasharray", "text-anchor", "font-size", "font-weight"),
)
_USUAL = {"font-size": f"{SIZE}px", "font-weight": "normal", "text-anchor": "start"}


def drawn(key: str, draw: Draw) -> tuple[str, str]:
    """A chart for a page and for a phone, each a document of its own.

    Args:
        key: what no other chart beside it is called.
        draw: its blocks at a width.
    """
    wide, narrow = (_sheet(f"hatch-{key}-{width}", width, draw(width)) for width in (WIDE, NARROW))
    return wide, narrow


def start_vega() -> None:
    """Do beforehand what the first chart would wait for."""
    drawn("", lambda width: [Block(width)])


def _sheet(hatch: str, width: int, blocks: Iterable[Block]) -> str:
    root = Element("svg", {"fill": "none", "font-family": FONTS, "font-size": f"{SIZE}"})
    y = 0.0
    for block in blocks:
        part = SubElement(root, "g", {"transform": f"translate(0,{y:g})"})
        part.extend(_groups(_vega_svg(block)))
        y = round(y + block.y, 1)
    size = f'{NAMESPACE} viewBox="0 0 {width} {y:.0f}" width="{width}" height="{y:.0f}"'
    svg = ElementTree.tostring(root, encoding="unicode").replace("<svg", f"<svg{size}", 1)
    if HATCH in svg:
        svg = svg.replace(HATCH, f"url(#{hatch})").replace(">", f">{_pattern(hatch)}", 1)
    return svg


def _pattern(hatch: str) -> str:
    return (
        f'<defs><pattern id="{hatch}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M1 0V6" stroke="{LIGHT["bar"]}" '
        'stroke-width="1.2"/></pattern></defs>'
    )


def _vega_svg(block: Block) -> str:
    import vl_convert

    found = {"rows": block.rows, "words": block.words}
    spec = templates()[_name(block.kind, block.width)]
    data = [
        one | {"values": found[one["name"]]} if one["name"] in found else one
        for one in spec["data"]
    ]
    svg: str = vl_convert.vega_to_svg(
        spec | {"data": data, "height": round(block.y)}, allowed_base_urls=[]
    )
    return svg


@cache
def templates() -> dict[str, Any]:
    """All kinds of charts as Vega draws them, kept beside the code: Altair takes its time."""
    sources = [Path(__file__), *sorted(Path(__file__).parent.glob("*.py"))]
    return dict(kept("charts", sources, ("altair", "vl-convert-python"), _translated))


def _translated() -> dict[str, Any]:
    from pipelines.report.charts.kinds import kinds

    return {_name(kind, width): _translate(kind, width) for kind, width in kinds()}


def _name(kind: Kind | None, width: int) -> str:
    return f"{kind.__module__} {kind.__qualname__} {width}" if kind else f"words {width}"


def _translate(kind: Kind | None, width: int) -> dict[str, Any]:
    import altair as alt
    import vl_convert

    words = alt.Chart(alt.NamedData("words"), name="words").mark_text(
        aria=True,
        align=alt.expr("datum.align"),
        fill=alt.expr("datum.fill"),
        fontSize=alt.expr("datum.size"),
        fontWeight=alt.expr("datum.weight"),
        lineHeight=alt.expr(f"datum.size * {LINE / SIZE}"),
        baseline="alphabetic",
        lineBreak="\n",
    )
    placed = words.encode(x=across("x"), y=down("y"), text="text:N", description="runs:N")
    spec = alt.layer(*(kind(width) if kind else ()), placed).to_dict(validate=False)
    spec |= {
        "width": width,
        "height": 0,
        "autosize": {"type": "none"},
        "config": config() | {"aria": False},
    }
    translated: dict[str, Any] = vl_convert.vegalite_to_vega(spec)
    return translated


def _groups(svg: str) -> Iterator[Element]:
    """The groups of marks that were drawn, without all else."""
    for group in ElementTree.fromstring(svg).iter(f"{_SVG}g"):  # noqa: S314  drawn just now
        kind = group.get("class", "")
        if "role-mark" in kind and len(group):
            name = kind.split()[-1].removesuffix("_marks").replace("_", "-")
            tidy = Element("g", {"class": f"c-{name}"})
            tidy.extend(map(_mark, group))
            yield tidy


def _mark(old: Element) -> Element:
    """A mark with what says how it looks, its numbers to a tenth of a pixel, and its words."""
    mark = Element(old.tag.removeprefix(_SVG))
    for name in _KEPT:
        value = _FRACTION.sub(lambda number: f"{float(number[0]):.1f}", old.get(name, ""))
        if value not in ("", _USUAL.get(name)):
            mark.set(name, value)
    if mark.tag == "text":
        for line, runs in zip(
            list(old) or [old], json.loads(old.get("aria-label", "")), strict=True
        ):
            _words(mark, line, runs)
    return mark


def _words(text: Element, line: Element, runs: list[tuple[int, str]]) -> None:
    """A line of a text: numbers carry the ids of their figures, labels that they are quoted."""
    at, place = 0, {"x": "0", "dy": line.get("dy", "")} if line.get("dy") else {}
    for size, kind in runs:
        mark, _, figure_id = kind.partition(":")
        said = {"figure": {"data-figure": figure_id}, "label": {"data-verbatim": "label"}}
        part = SubElement(text, "tspan", {**place, **said.get(mark, {})})
        part.text = (line.text or "")[at : at + size]
        at, place = at + size, {}
