"""Reader of SPSS data files, .sav and .zsav.

Numbers of a date or time format are seconds, for dates since the calendar's reform.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from pipelines.extract.layout import Reader
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, RawFile
from pipelines.extract.tools.statistical import Package, read_cases
from pipelines.extract.tools.value_labels import Moment
from pipelines.survey.models import Source

_ORIGIN = dt.datetime(1582, 10, 14)
_DAYS = {"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "MOYR", "QYR", "WKYR", "DATETIME", "YMDHMS"}
_CLOCK = {"TIME", "DTIME", "MTIME"}


def moment_of(display: str) -> Moment | None:
    """How numbers of a display format such as DATE11 or F8.2 are read as dates or times."""
    name = re.match(r"[A-Z]*", display.upper())
    if name is None:
        return None
    return _day if name[0] in _DAYS else _clock if name[0] in _CLOCK else None


def _day(seconds: float) -> str | None:
    try:
        moment = _ORIGIN + dt.timedelta(milliseconds=round(seconds * 1000))
    except (OverflowError, ValueError):
        return None
    whole_day = moment.time() == dt.time.min
    return moment.date().isoformat() if whole_day else moment.isoformat(sep=" ")


def _clock(seconds: float) -> str | None:
    if seconds < 0 or not float(seconds).is_integer():
        return None
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"


PACKAGE = Package(
    name="spss",
    whole="a whole SPSS data file (.sav or .zsav)",
    function="read_sav",
    moment=moment_of,
    encoding=lambda _file: "utf-8",
)


def read(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read a data file.

    Raises:
        DataError: the file is broken, cut off, of another kind or in another encoding.
    """
    return read_cases(PACKAGE, raw, source, work)


def recognises(opening: Opening) -> bool:
    """By the first bytes alone."""
    return opening.container == "sav"


READER = Reader(name=PACKAGE.name, title="SPSS (.sav, .zsav)", recognises=recognises, read=read)
