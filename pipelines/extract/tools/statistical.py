"""Data files of statistics packages, read by pyreadstat: what SPSS and Stata share.

The file is its own codebook. A cell is the label of its value; which values are missing
is what the file declares and nothing else. System-missing is a blank cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipelines.errors import DataError, Problem
from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout
from pipelines.extract.source import Extracted, RawFile, clean_header
from pipelines.extract.spool import clean_path, personal_columns, pseudonymised_columns, spool
from pipelines.extract.tools.statistical_file import StatisticalFile, UnreadableError
from pipelines.extract.tools.value_labels import (
    MissingRange,
    Moment,
    Texts,
    Value,
    Variable,
    number_text,
    option_texts,
)
from pipelines.survey.models import Source

_CELLS = 2_000_000
"""Cells that are in memory at a time."""

_TEXT_BYTES = 64 * 1024**2
"""Bytes that the texts of a chunk may take by their declared widths."""

_PERSONAL = (
    "token ipaddr refurl ipaddress email emailaddress firstname lastname customdata "
    "recipientemail recipientfirstname recipientlastname externalreference "
    "externaldatareference locationlatitude locationlongitude"
)
_USES: dict[str, Use] = {
    **dict.fromkeys(_PERSONAL.split(), "personal"),
    **dict.fromkeys(("submitdate", "recordeddate"), "submitted_at"),
    **dict.fromkeys(("startlanguage", "userlanguage"), "language"),
}
"""Columns of survey tools that export for statistics packages, by lower-case name."""


@dataclass(frozen=True)
class Package:
    """A statistics package and how its files are read.

    Attributes:
        name: of its reader.
        whole: what a whole file of it is called.
        function: pyreadstat's, that reads them.
        moment: how numbers of a display format are read as dates or times, None for not.
        encoding: what the file's texts were decoded from where pyreadstat doesn't tell.
    """

    name: str
    whole: str
    function: str
    moment: Callable[[str], Moment | None]
    encoding: Callable[[Path], str]


@dataclass(frozen=True)
class _Sets:
    """Multiple response sets, by variable: the set's label, and the text of the value counted."""

    labels: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, str | None] = field(default_factory=dict)
    by_value: frozenset[str] = frozenset()


def read_cases(package: Package, raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read a data file into a clean CSV; row 1 is its first case.

    Raises:
        DataError: the file is broken, cut off, of another kind or in another encoding.
    """
    with StatisticalFile(raw.file, package.function) as file:
        opened = DataFile(raw, package, source, file)
        layout = opened.layout()
        extracted = spool(
            raw,
            layout,
            opened.cases(),
            clean_path(raw, source, work),
            personal_columns(layout, source),
            reader=package.name,
            pseudonymised=pseudonymised_columns(layout, source),
            encoding=source.encoding or opened.meta.file_encoding or package.encoding(raw.file),
        )
    whole = opened.layout()  # the cases told which values of a declared range there are
    return replace(extracted, columns=whole.columns, proposes=whole.proposes)


@dataclass
class DataFile:
    """An opened data file: its variables, and its cases as text."""

    raw: RawFile
    package: Package
    source: Source
    file: StatisticalFile
    meta: Any = None
    variables: tuple[Variable, ...] = ()
    sets: _Sets = _Sets()

    def __post_init__(self) -> None:
        _, self.meta = self._load(0, metadataonly=True)
        names = list(self.meta.column_names)
        if not names:
            raise self._broken("no variables")
        if not all(names) or len(set(names)) != len(names):
            raise self._broken("variables without a name, or two of one name")
        self.sets = _response_sets(self.meta.mr_sets or {})
        self.variables = tuple(map(self._variable, names, self.meta.column_labels))

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the variables."""
        return clean_header([variable.name for variable in self.variables], self.raw.shown)

    def cases(self) -> Iterator[list[str]]:
        """The cases, a chunk of the file at a time.

        Raises:
            DataError: the file ends early or its texts are in another encoding.
        """
        done, size = 0, self._chunk()
        expected = self.meta.number_rows if (self.meta.number_rows or 0) > 0 else None
        while expected is None or done < expected:
            data, _ = self._load(done, row_offset=done, row_limit=size)
            columns = [data[variable.name] for variable in self.variables]
            taken = len(columns[0])
            yield from self._texts(columns)
            done += taken
            if taken < size:
                break
        if expected and done < expected:
            raise self._broken(f"{done} cases where its header says {expected}", done)

    def layout(self) -> Layout:
        """What the variables are; complete once the cases are read."""
        columns = tuple(map(self._column, self.header, self.variables))
        alike = tuple(
            f"{self.raw.shown}: several codes of {variable.name} carry the label "
            f"{label!r}; all but the first are read as the label with the code in brackets"
            for variable in self.variables
            for label in dict.fromkeys(variable.alike)
        )
        return Layout(columns, first_row=1, proposes=self._proposes(), warnings=alike)

    def _chunk(self) -> int:
        widths = self.meta.variable_storage_width.values()
        by_bytes = _TEXT_BYTES // max(sum(min(width or 8, 32_767) for width in widths), 1)
        return max(min(_CELLS // len(self.variables), by_bytes), 1)

    def _load(self, done: int, **options: Any) -> tuple[Any, Any]:
        try:
            return self.file.read(encoding=self.source.encoding, **options)
        except UnreadableError as error:
            raise self._broken(f"a file that can't be read ({error})", done) from None

    def _broken(self, found: str, done: int = 0) -> DataError:
        where = f"{self.raw.shown}, after case {done}" if done else self.raw.shown
        action = "Save or copy the file again"
        if "encoding" in found or "string" in found or "character" in found:
            action = "Set `encoding` of this source in the wave's file, or save the file again"
        return DataError(Problem(where, found, self.package.whole, f"{action}."))

    def _variable(self, name: str, label: str | None) -> Variable:
        meta = self.meta
        ranges = (MissingRange(r["lo"], r["hi"]) for r in meta.missing_ranges.get(name, ()))
        return Variable(
            name=name,
            label=" ".join((label or "").split()),
            kind=meta.readstat_variable_types.get(name, "double"),
            labels=meta.variable_value_labels.get(name, {}),
            ranges=tuple(ranges),
            moment=self.package.moment(meta.original_variable_types.get(name) or ""),
            ticks=name in self.sets.counted,
        )

    def _texts(self, columns: Sequence[Sequence[Value | None]]) -> Iterator[list[str]]:
        texts = [
            list(map(Texts(variable).__getitem__, column))
            for variable, column in zip(self.variables, columns, strict=True)
        ]
        yield from map(list, zip(*texts, strict=True))

    def _column(self, header: str, variable: Variable) -> SourceColumn:
        words = variable.label or variable.name
        in_set = self.sets.labels.get(variable.name)
        option = None
        if variable.name in self.sets.counted:
            tick = self._tick(variable)
            option = tick if tick and variable.name in self.sets.by_value else words
        return SourceColumn(
            header=header,
            path=(in_set, option or words) if in_set else (words,),
            code=variable.name,
            use=_USES.get(variable.name.lower()),
            option=option,
            values=variable.values,
            options=variable.options,
            missing=dict(variable.missing),
        )

    def _tick(self, variable: Variable) -> str | None:
        """The text of the value that a multiple response set counts."""
        code = self.sets.counted.get(variable.name)
        return None if code is None else variable.values.get(code, code)

    def _proposes(self) -> dict[str, object]:
        ticks = ((variable, self._tick(variable)) for variable in self.variables)
        ticked, unticked = option_texts((variable, tick) for variable, tick in ticks if tick)
        proposes: dict[str, object] = {"blank": "unknown"}
        if ticked:
            proposes |= {"ticked": list(ticked), "unticked": list(unticked)}
        return proposes


def _response_sets(sets: Mapping[str, Mapping[str, Any]]) -> _Sets:
    labels: dict[str, str] = {}
    counted: dict[str, str | None] = {}
    by_value: set[str] = set()
    for name, each in sets.items():
        for variable in each["variable_list"]:
            if variable in labels:
                continue  # of two sets with one variable the first speaks
            labels[variable] = " ".join((each["label"] or "").split()) or name
            if each["is_dichotomy"]:
                value = each["counted_value"]
                counted[variable] = None if value is None else _code(value)
            if each["type"] == "E":
                by_value.add(variable)
    return _Sets(labels, counted, frozenset(by_value))


def _code(value: object) -> str:
    return number_text(value) if isinstance(value, int | float) else str(value).strip()
