"""Each export is recognised by the reader of its tool and by no other."""

from __future__ import annotations

import pytest

from pipelines.extract import PLAIN, READERS
from tests.extract.tools.openings import laid_out, shared_table, table

TOOLS = [reader for reader in READERS if reader not in PLAIN]

SAMPLES = {
    "samples/limesurvey/code_export_fragment.csv": "limesurvey",
    "samples/qualtrics/sample.csv": "qualtrics",
    "samples/qualtrics/sample_legacy.csv": "qualtrics",
    "samples/surveymonkey/starwars_head15.csv": "surveymonkey",
    "samples/microsoft_forms/resources.csv": "microsoft_forms",
    "samples/google_forms/responses.csv": "google_forms",
    "data/dask/2019-user-survey-results.csv.gz": "google_forms",
    "data/dask/2020-user-survey-results.csv.gz": "google_forms",
    "data/dask/2021-user-survey-results.csv.gz": "google_forms",
    "samples/kobotoolbox/grouped_questions_hierarchy.csv": "kobotoolbox",
    "samples/kobotoolbox/select_multiple_both.csv": "kobotoolbox",
    "samples/typeform/new_style.csv": "typeform",
    "samples/typeform/old_style.csv": "typeform",
    "data/godi/wide/godi_2013.csv": None,
    "data/godi/wide/godi_2014.csv": None,
}

UNKNOWN = [
    "City,Email,Q1\nBergen,a@b.example,yes\n",
    "ID,Name,Email\n1,Anna,a@b.example\n",
    "Email Address,Timestamp,Q1\na@b.example,2020-01-01 10:00,yes\n",  # not the first column
    "Timestamp,value\n1590000000,12\n",
    "Timestamp\n2020-01-01 10:00:00\n",
    "ID,Start time,End time,Q1\n1,10:00,11:00,yes\n",
    "ID,Start time,Hora de finalización,Q1\n1,10:00,11:00,yes\n",  # of two languages
    "id,submitdate,Q1[SQ001]\n1,2020-01-01,Y\n",
    "id,items[0],items[1]\n1,a,b\n",
    "Response ID,Answer\n1,yes\n",
    "Respondent ID,Question\n1,yes\n2,no\n",
    'StartDate,Q1\nStart Date,Do you?\n"{broken",yes\n',
    "V1,V2\nyes,no\n",
    "\n\n",
]


@pytest.mark.parametrize(("path", "expected"), SAMPLES.items())
def test_a_sample_is_recognised_by_its_own_reader_alone(path: str, expected: str | None) -> None:
    opening = shared_table(path)
    assert [reader.name for reader in TOOLS if reader.recognises(opening)] == (
        [expected] if expected else []
    )


@pytest.mark.parametrize(
    "text",
    [
        "Timestamp,,Q\n2020-01-01 10:00,,x\n",
        "ID,Start time,Completion time,,Q\n",
        "Respondent ID,,\n,,Response\n1,,x\n",
        'StartDate,,Q\nStart Date,,\n"{""ImportId"":""startDate""}",,"{""ImportId"":""QID1""}"\n',
        "id;submitdate;lastpage;;Q\n",
    ],
)
def test_a_column_without_header_has_a_name_and_a_path(text: str) -> None:
    opening = table(text, ";" if ";" in text else ",")
    reader = next(reader for reader in TOOLS if reader.recognises(opening))
    columns = laid_out(reader, opening).columns
    assert len(columns) == len({column.header for column in columns})
    assert all(all(column.path) and column.path for column in columns)


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_plain_table_is_recognised_by_none(text: str) -> None:
    assert [reader.name for reader in TOOLS if reader.recognises(table(text))] == []
