"""What the audit found, told in French."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
import sqlglot
import yaml
from markupsafe import Markup
from sqlglot import exp

from pipelines.report.figures import read_figures
from pipelines.report.language import FOLDER, Noun, language
from pipelines.report.pages import wave_page
from pipelines.report.reading import read_page
from pipelines.report.told import Findings
from pipelines.warehouse.rows import read_rows
from tests.report.sentences import GOLDEN
from tests.world import SQL

FILES = sorted((FOLDER / "findings").glob("*.yml"))
TELLING = [
    *sorted(path for path in (SQL / "audit").glob("check_*.sql")),
    *(SQL / "audit" / f"{name}.sql" for name in ("bases", "numbers", "ratios", "set_sizes")),
    SQL / "audit" / "possible_bases.sql",
    SQL / "audit" / "claim_sets.sql",
    SQL / "audit" / "named_answers.sql",
]
KEYS = {
    *("implied about", "implied within", "implied ", "among %", ": all", ": any of "),
    *("fits a base", "no base", "base too large", "no common base", "too many", "too few"),
}
"""Texts of the SQL that nobody reads."""


def plain(text: Markup) -> str:
    return text.striptags().replace("\u00a0", " ").replace("\u202f", " ")


def told(text: str, quoted: dict[str, str] | None = None) -> str | None:
    known = quoted or {}
    findings = Findings(
        language("fr"),
        Noun("ville", "villes", "feminine"),
        lambda each: (known.get(each, each), each in known),
    )
    found = findings.told(text)
    return None if found is None else plain(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 named", "1 nom"),
        ("62% of 37 (23) “Yes” + 15 named “No”: at least 38 of 37",
         "62 % de 37 (23) « Oui » + 15 noms « No » : au moins 38 sur 37"),
        ("66.5% of 1000: 665 of 1000 is 66.5% (66.50)",
         "66,5 % de 1000 : 665 sur 1000 font 66,5 % (66,50)"),
        ("“most” fits 19 or more of 37; these are fewer.",
         "« most » vaut pour 19 ou plus sur 37 ; ici, il y en a moins."),
        ("1 are said to have come to it.", "Le texte fait état de 1 arrivée."),
        ("Two statements disagree on the date of the same (fieldwork start).",
         "Deux énoncés se contredisent sur une même date (début de l’enquête)."),
        ("Two statements disagree on the date of the same (first visit).",
         "Deux énoncés se contredisent sur une même date (first visit)."),
        ("4 named in the first list, 4 in the second, 2 in both: Foss, and others, Wik",
         "noms de la première liste : 4, de la deuxième : 4, des deux : 2 (Foss, and others, Wik)"),
    ],
)  # fmt: skip
def test_a_finding_is_told_piece_by_piece(text: str, said: str) -> None:
    assert told(text, {"Yes": "Oui"}) == said


def test_what_no_piece_fits_is_not_told() -> None:
    assert told("No whole number of 37 gives 66%. And the moon is full.") is None
    assert told("somewhere near 5") is None
    assert Findings(language("en"), Noun("town", "towns"), lambda t: (t, True)).told("5") is None


def test_a_long_list_that_nothing_fits_is_given_up_in_time() -> None:
    assert told("nobody said: " + ", ".join(f"Town {number}" for number in range(120))) is None


def test_names_and_quotations_are_no_markup_of_their_own() -> None:
    findings = Findings(language("fr"), Noun("ville", "villes"), lambda text: (text, False))
    found = findings.told("1 named “<b>”")
    assert found is not None
    assert '<span data-verbatim="quote">&lt;b&gt;</span>' in found


def test_a_note_of_the_ledger_is_told_with_what_it_quotes_as_it_is() -> None:
    text = "Their wordings exclude each other. The “last” says so. They can't both be right."
    notes = {"The “last” says so.": "C’est ce que dit “last” <là>."}
    town, known = Noun("ville", "villes"), lambda text: (text, False)
    found = Findings(language("fr"), town, known, notes).told(text)
    assert found is not None
    assert (
        '<span data-verbatim="said">C’est ce que dit «\u00a0<span data-verbatim="quote">last</span>'
        "\u00a0» &lt;là&gt;.</span>"
    ) in found
    untold = Findings(language("fr"), town, known).told(text)
    assert untold is not None
    assert '<span data-verbatim="note">The “last” says so.</span>' in untold


def _english(path: Path) -> list[str]:
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [*rules["sentences"], *rules["sums"], *rules["joints"], rules.get("to", "")]


def _literals() -> set[str]:
    """The words in the SQL of the audit that stand in its texts."""
    found = set()
    for path in TELLING:
        tree = sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")
        found |= {one.this for one in tree.find_all(exp.Literal) if one.is_string}
    return {text for text in found - KEYS if " " in text and re.search("[a-z]", text)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_of_the_audit_has_words_in_the_language(path: Path) -> None:
    pieces = re.sub(r"\{\w+\}", "{}", "\n".join(_english(path)))
    missing = [text for text in sorted(_literals()) if _bare(text) not in pieces]
    assert missing == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_text_of_the_language_is_of_an_audit_that_was(path: Path) -> None:
    known = " ".join(sorted({word for text in _all_literals() for word in _words(text)}))
    for text in _english(path):
        strange = [word for word in _words(re.sub(r"\{\w+\}", " ", text)) if word not in known]
        assert strange == [], text


def _all_literals() -> set[str]:
    found = set()
    for path in TELLING:
        tree = sqlglot.parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")
        found |= {one.this for one in tree.find_all(exp.Literal) if one.is_string}
    return found | {"fieldwork start", "fieldwork end"}


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z']+", text)


def _bare(text: str) -> str:
    """A text of the SQL without the quotation marks, which stand for what is quoted."""
    return max(re.split("[“”]", text), key=len).strip(" ,;.")


# ── the report of this repository ───────────────────────────────────────────────


@pytest.fixture(scope="module")
def con(icc: Path) -> duckdb.DuckDBPyConnection:
    path = icc / "data" / "warehouse" / "current" / "icc.duckdb"
    return duckdb.connect(str(path), read_only=True)


def findings_of(con: duckdb.DuckDBPyConnection, wave: str) -> str:
    """The findings of a wave in French, as they are read."""
    [row] = [one for one in read_rows(con, "SELECT * FROM report.waves") if one["wave"] == wave]
    lines = []
    for _, claims in read_page(con, row, "fr").findings:
        for finding in (one for claim in claims for one in claim.findings):
            lines.append(f"{finding['claim_id']} {finding['check_id']}")
            lines += [
                f"  {_shown(finding[f'{name}_told'])}" for name in ("explanation", "arithmetic")
            ]
    return "\n".join(lines) + "\n"


def _shown(text: Markup | None) -> str:
    return "in English only" if text is None else text.striptags()


def test_the_findings_of_2020_are_as_they_were_read(con: duckdb.DuckDBPyConnection) -> None:
    """After a change: read what differs, then write the file anew from what is shown."""
    found = findings_of(con, "2020")
    assert "in English only" not in found
    assert found == (GOLDEN / "findings.fr.txt").read_text(encoding="utf-8")


def test_the_page_marks_what_stays_in_english(con: duckdb.DuckDBPyConnection) -> None:
    waves = read_rows(con, "SELECT * FROM report.waves ORDER BY position DESC")
    [row] = [one for one in waves if one["wave"] == "2020"]
    html, _ = wave_page(read_page(con, row, "fr"), waves, read_figures(con), "fr")
    section = html[html.index('<section id="findings"') :]
    section = section[: section.index("</section>")]
    assert 'data-verbatim="explanation"' not in section
    assert 'data-verbatim="arithmetic"' not in section
    assert section.count('<blockquote data-verbatim="quote" lang="en">') > 10
    assert '«\u00a0<span data-verbatim="quote" lang="en">vast majority</span>\u00a0»' in section
    assert 'data-verbatim="note"' not in section
    quote = '«\u00a0<span data-verbatim="quote" lang="en">have since started implementing</span>'
    assert f"mettre en œuvre ({quote}" in section
    # a question with its answer, in the survey's own translation
    assert "Stratégie interculturelle" in section
