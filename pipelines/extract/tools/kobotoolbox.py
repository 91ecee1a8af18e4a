"""Exports of KoboToolbox and ODK: `group/question` headers, multi-selects once or twice.

A multi-select is exported as one column of names joined by spaces, as one column of 1
and 0 for each option, or both ways. With names (which hold no space) the joined column
is taken: it is unambiguous, and blank where nothing is known. With labels, which hold
spaces, the columns of the options are taken. Depending on its version the tool writes 0
for every option of a question that was not shown or not answered; since an answer has
one option at least, such a row says nothing and its cells are left blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipelines.extract.column import SourceColumn, Use
from pipelines.extract.layout import Layout, Reader, Tell
from pipelines.extract.opening import Opening
from pipelines.extract.source import clean_header
from pipelines.extract.tools.cells import header_rows
from pipelines.survey.models import Source

_NAME = re.compile(r"[^\W\d][\w.-]*(/[\w.-]+)*")
_HXL = re.compile(r"#[a-z][a-z0-9_]*(\s*\+\s*[a-z0-9_]+)*", re.IGNORECASE)
_PLACE = re.compile(
    r"(.*/)?(_(?P<kobo>.+)_(latitude|longitude|altitude|precision)"
    r"|(?P<odk>.+)-(Latitude|Longitude|Altitude|Accuracy))"
)
_KOBO = {
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_submitted_by",
    "_xform_id_string",
    "formhub/uuid",
    "meta/instanceid",
}
_ODK = {"key", "instanceid", "meta-instanceid", "meta/instanceid", "submittername"}
_OFF, _ON, _NOT_SHOWN = frozenset({"0", "false"}), frozenset({"1", "true"}), "n/a"

_PERSONAL = (
    "_submitted_by submittername submitterid deviceid simserial simid subscriberid imei username "
    "email phonenumber devicephonenum _geolocation geolocation audit background-audio "
    "instancename meta/instancename meta-instancename _attachments"
)
_METADATA = (
    "_id _uuid _validation_status _notes _status _tags _index _xform_id_string __version__ "
    "_version_ _parent_index _parent_table_name _bamboo_dataset_id formhub/uuid uuid "
    "meta/instanceid meta-instanceid instanceid meta/rootuuid meta-rootuuid rootuuid "
    "meta/deprecatedid meta-deprecatedid start end today starttime endtime"
)
_OF_ODK = (
    "key isvalidated attachmentspresent attachmentsexpected status reviewstate edits formversion "
    "formdef_version review_status"
)
_ODK_USES: dict[str, Use] = dict.fromkeys(_OF_ODK.split(), "metadata")
_USES: dict[str, Use] = {
    **dict.fromkeys(_METADATA.split(), "metadata"),
    **dict.fromkeys(_PERSONAL.split(), "personal"),
    **dict.fromkeys(("_submission_time", "submissiondate"), "submitted_at"),
}

Rows: TypeAlias = Sequence[Sequence[str]]


@dataclass(frozen=True)
class _Select:
    """A multi-select question that has a column for each option.

    Attributes:
        question: its text in the header, or its id in the wave's file.
        options: position of each option's column with the option's text.
        joined: position of the column that joins them, None where there is none.
    """

    question: str
    options: Mapping[int, str]
    joined: int | None = None


def recognises(opening: Opening) -> bool:
    """By the tool's own columns, by a multi-select exported both ways, or by quoted groups."""
    if opening.container not in ("text", "xlsx") or not opening.rows:
        return False
    (words,) = header_rows(opening, 1)
    names = {word.lower() for word in words}
    if len(names & _KOBO) > 1 or (_is_odk(words) and names & _ODK):
        return True
    return _both_ways(opening, words) or _quoted_groups(opening, words)


def layout(opening: Opening, source: Source) -> Layout:
    """One header row, or two with HXL tags."""
    (words,) = header_rows(opening, 1)
    header = clean_header(words, opening.shown)
    first, data = _data(opening)
    selects = [select for select in _selects(words) if _holds_ticks(select, data)]
    named = _has_names(words) and all(_agrees(select, data) for select in selects)
    read = ([] if named else selects) + _declared(header, selects, source)
    return Layout(
        columns=_columns(header, words, selects, named),
        first_row=first,
        proposes=_proposes(selects, named, data),
        rows=_without_zeros(read) if read else None,
        warnings=(*_about_sheets(opening), *_about_selects(selects, named)),
    )


def _both_ways(opening: Opening, words: Sequence[str]) -> bool:
    _, data = _data(opening)
    return any(
        len(select.options) > 1
        and _holds_ticks(select, data)
        and _agrees(select, data)
        and any(_ticked(select, row) for row in data)
        for select in _selects(words)
    )


def _quoted_groups(opening: Opening, words: Sequence[str]) -> bool:
    """Whether every header is quoted between semicolons, as in `"name";"group/a";"group/b"`."""
    groups = Counter(word.rpartition("/")[0] for word in words if "/" in word)
    told = opening.container == "text" and opening.delimiter == ";" and _has_names(words)
    if not told or max(groups.values(), default=0) < 2:
        return False
    try:
        with opening.file.open(encoding=opening.encoding or "utf-8", errors="replace") as stream:
            line = stream.readline(1_000_000).lstrip("\ufeff").rstrip("\r\n")
    except (OSError, LookupError):
        return False
    return line == '"' + '";"'.join(opening.rows[0]) + '"'


def _has_names(words: Iterable[str]) -> bool:
    """Names of the form's questions, not their labels."""
    return all(_NAME.fullmatch(word) for word in words)


def _is_odk(words: Sequence[str]) -> bool:
    return words[:1] == ("SubmissionDate",)


def _data(opening: Opening) -> tuple[int, Rows]:
    """The first row of data, counted from 1, and those that the opening has."""
    second = [cell.strip() for row in opening.rows[1:2] for cell in row if cell.strip()]
    tagged = bool(second) and all(_HXL.fullmatch(cell) for cell in second)
    first = 3 if tagged else 2
    return first, opening.rows[first - 1 :]


def _selects(words: Sequence[str]) -> list[_Select]:
    """Questions whose own column stands before those of their options."""
    last: dict[str, int] = {}
    found: dict[int, dict[int, str]] = {}
    for position, word in enumerate(words):
        # A label may hold the separator: the longest question that has a column wins.
        cuts = [match.start() for match in re.finditer("/", word)]
        question = next((word[:cut] for cut in reversed(cuts) if word[:cut] in last), None)
        if question is not None:
            found.setdefault(last[question], {})[position] = word[len(question) + 1 :]
        last[word] = position
    return [_Select(words[joined], options, joined) for joined, options in found.items()]


def _cell(row: Sequence[str], position: int) -> str:
    return row[position].strip() if position < len(row) else ""


def _ticked(select: _Select, row: Sequence[str]) -> set[str]:
    return {option for at, option in select.options.items() if _cell(row, at).lower() in _ON}


def _holds_ticks(select: _Select, rows: Rows) -> bool:
    cells = {_cell(row, at).lower() for row in rows for at in select.options}
    return cells <= {*_OFF, *_ON, _NOT_SHOWN, ""}


def _agrees(select: _Select, rows: Rows) -> bool:
    """Whether the joined column names exactly the options that are ticked."""
    joined = ((set(_cell(row, select.joined or 0).split()), row) for row in rows)
    return all(names - {_NOT_SHOWN} == _ticked(select, row) for names, row in joined)


def _declared(header: tuple[str, ...], selects: list[_Select], source: Source) -> list[_Select]:
    """Questions of which the wave's file says that each option has a column."""
    joined = {at: select.joined for select in selects for at in select.options}
    found: dict[str, dict[int, str]] = {}
    for position, name in enumerate(header):
        column = source.columns.get(name)
        if column and column.question and column.option:
            found.setdefault(column.question, {})[position] = column.option
    return [
        _Select(question, options, joined.get(min(options))) for question, options in found.items()
    ]


def _columns(
    header: tuple[str, ...], words: Sequence[str], selects: list[_Select], named: bool
) -> tuple[SourceColumn, ...]:
    options = {
        at: (select.question, text) for select in selects for at, text in select.options.items()
    }
    listed = {select.joined: tuple(select.options.values()) for select in selects}
    copies = options.keys() if named else {select.joined for select in selects}
    groups = Counter(word.rpartition("/")[0] for word in words)
    places = _places(words)
    uses = _USES | _ODK_USES if _is_odk(words) else _USES
    columns: list[SourceColumn] = []
    for position, word in enumerate(words):
        question, option = options.get(position, (word, None))
        path = tuple(_path(question, named, groups[question.rpartition("/")[0]] > 1))
        use = "personal" if word in places else uses.get(word.lower())
        columns.append(
            SourceColumn(
                header=header[position],
                path=(*path, option) if option else path,
                code=word if named else None,
                use="ignored" if position in copies else use,
                option=option,
                options=listed.get(position, ()),
            )
        )
    return tuple(columns)


def _path(question: str, named: bool, shared: bool) -> list[str]:
    """Groups and question; of labels, which may hold the separator, only what several share."""
    if named:
        return question.split("/")
    return question.rsplit("/", 1) if shared else [question]


def _places(words: Iterable[str]) -> set[str]:
    """Columns that tell where somebody was, and the questions that they were taken from."""
    found: set[str] = set()
    for word in words:
        if match := _PLACE.fullmatch(word):
            question = match["kobo"] or match["odk"]
            found |= {word, question, (match[1] or "") + question}
    return found


def _proposes(selects: list[_Select], named: bool, rows: Rows) -> dict[str, object]:
    # Blank is what an unanswered question leaves, and one that was not shown.
    proposes: dict[str, object] = {"blank": "unknown"}
    if selects and named:
        proposes["separator"] = " "
    if any(cell.strip() == _NOT_SHOWN for row in rows for cell in row):
        proposes["missing"] = {_NOT_SHOWN: "unknown"}
    return proposes


def _about_sheets(opening: Opening) -> Iterator[str]:
    if len(opening.sheets) > 1:
        others = ", ".join(repr(each) for each in opening.sheets if each != opening.sheet)
        yield f"one sheet is read; repeated groups stand in other sheets: {others}"


def _about_selects(selects: list[_Select], named: bool) -> Iterator[str]:
    for select in selects:
        kept, other = "the joined column", "those of its options, which repeat it"
        if not named:
            kept, other = "the columns of its options", "the joined one, which repeats them"
        yield f"{select.question!r} is exported twice: {kept} is read, not {other}"


def _without_zeros(
    selects: list[_Select],
) -> Callable[[Iterable[list[str]], Tell], Iterator[list[str]]]:
    """Rows in which a question with nothing but zeros is left blank."""

    def rows(records: Iterable[list[str]], tell: Tell) -> Iterator[list[str]]:
        emptied: Counter[str] = Counter()
        for record in records:
            for select in selects:
                if _says_nothing(select, record):
                    emptied[select.question] += 1
                    for position in select.options:
                        if position < len(record):
                            record[position] = ""
            yield record
        for question, count in emptied.items():
            tell(
                f"{question!r}: {count} rows with 0 for every option are read as blank, since the "
                "tool writes so where the question was not shown or not answered"
            )

    return rows


def _says_nothing(select: _Select, record: list[str]) -> bool:
    cells = {_cell(record, position).lower() for position in select.options}
    joined = "" if select.joined is None else _cell(record, select.joined)
    return not joined and bool(cells & _OFF) and cells <= {*_OFF, ""}


READER = Reader(name="kobotoolbox", title="KoboToolbox, ODK", recognises=recognises, layout=layout)
