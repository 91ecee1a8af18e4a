"""Reader of Stata data files, .dta.

Numbers of a date or time format count days, weeks, months … since the start of 1960.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from pipelines.extract.layout import Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, RawFile
from pipelines.extract.tools.statistical import Package, read_cases
from pipelines.extract.tools.value_labels import Moment
from pipelines.survey.models import Source

_ORIGIN = dt.datetime(1960, 1, 1)
_FIRST_UTF8 = 118
"""Release of the file format since which texts are UTF-8; before it the file doesn't tell."""


def moment_of(display: str) -> Moment | None:
    """How numbers of a display format such as %td or %9.0g are read as dates or times."""
    match = re.match(r"%-?\d*(?:t([a-zA-Z])|d)", display)
    return _MOMENTS.get(match[1] or "d") if match else None


def _since(**unit: float) -> Moment:
    def moment(number: float) -> str | None:
        try:
            at = _ORIGIN + round(number) * dt.timedelta(**unit)
        except (OverflowError, ValueError):
            return None
        whole_day = at.time() == dt.time.min
        return at.date().isoformat() if whole_day else at.isoformat(sep=" ")

    return moment


def _period(per_year: int, form: Callable[[int, int], str]) -> Moment:
    def moment(number: float) -> str | None:
        if not float(number).is_integer():
            return None
        year, part = divmod(int(number), per_year)
        return form(1960 + year, part + 1)

    return moment


_MOMENTS: dict[str, Moment] = {
    "c": _since(milliseconds=1),
    "C": _since(milliseconds=1),  # leap seconds are counted: up to half a minute off
    "d": _since(days=1),
    "w": _period(52, lambda year, part: f"{year:04}-W{part:02}"),
    "m": _period(12, lambda year, part: f"{year:04}-{part:02}"),
    "q": _period(4, lambda year, part: f"{year:04}-Q{part}"),
    "h": _period(2, lambda year, part: f"{year:04}-H{part}"),
}


def _encoding(file: Path) -> str:
    with file.open("rb") as stream:
        start = stream.read(64)
    release = re.search(rb"<release>(\d+)", start)
    return "utf-8" if release and int(release[1]) >= _FIRST_UTF8 else "cp1252"


PACKAGE = Package(
    name="stata",
    whole="a whole Stata data file (.dta)",
    function="read_dta",
    moment=moment_of,
    encoding=_encoding,
)


def read(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read a data file.

    Raises:
        DataError: the file is broken, cut off, of another kind or in another encoding.
    """
    return read_cases(PACKAGE, raw, source, work)


def recognises(opening: Opening) -> bool:
    """By the first bytes alone."""
    return opening.container == "dta"


READER = Reader(name=PACKAGE.name, title="Stata (.dta)", recognises=recognises, read=read)
