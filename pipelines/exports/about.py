"""What a reader has to know first, in the words that every file of the package repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from pipelines.spreadsheet import RULE
from pipelines.warehouse.tables import SYNTHETIC

_KINDS = {
    "reconstructed": "RECONSTRUCTED: the export of wave {wave} ({title}) is lost. Its answers are "
    "those that the published report states or implies, each with its basis in answers.basis; "
    "everything else is unknown, which is never to be read as no.",
    "published": "Of wave {wave} ({title}) only totals were published; there are no responses.",
    "participation": "Of wave {wave} ({title}) it is only known who answered.",
}
_STALE = (
    "STALE: wave {wave} ({title}) was stopped in this build; what stands here is what was "
    "published of it before."
)


@dataclass(frozen=True)
class About:
    """What holds for the whole package.

    Attributes:
        survey: id of the survey.
        title: its title.
        publisher: who publishes it.
        build: id of the build that the data are from.
        synthetic: whether the data are made up.
        kinds: the kind of each wave.
        notes: sentences that a reader has to know, the gravest first.
    """

    survey: str
    title: str
    publisher: str
    build: str
    synthetic: bool
    kinds: dict[str, str]
    notes: tuple[str, ...]

    @property
    def description(self) -> str:
        """All of it as paragraphs."""
        return "\n\n".join((*self.notes, *RULES))

    def mark(self, wave: str) -> str:
        """What stands before a wave's name where its data are not answers; else nothing."""
        reconstructed = self.kinds.get(wave) == "reconstructed"
        return "SYNTHETIC " * self.synthetic + "RECONSTRUCTED " * reconstructed

    @property
    def created(self) -> str | None:
        """When the build began, as its id tells it."""
        found = re.match(r"(\d{8}T\d{6})", self.build)
        if not found:
            return None
        moment = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return moment.isoformat().replace("+00:00", "Z")


RULES = (
    (
        "Shares, means and all that is made of them are empty where their base is too small for a "
        "percentage: shows and panel_shows say where. Counts are there."
    ),
    (
        "Only public questions are in this package, and of these free text only where it may be "
        "published. Only responses that count are in it: one for each respondent and wave."
    ),
    (
        "Where an item has no answer, responses_*.csv says why: .no_answer, .dont_know and so on, "
        "listed in states. Parquet has the state of each question in a column of its own, "
        "<question>::state; SPSS has user-missing values."
    ),
    f"In CSV and XLSX: {RULE}",
)


def about(con: duckdb.DuckDBPyConnection, build: str) -> About:
    """Read it from a warehouse."""
    row = con.execute("SELECT survey_id, title, publisher, synthetic FROM input.survey").fetchone()
    survey, title, publisher, synthetic = row or ("survey", None, None, None)
    waves = con.execute(
        "SELECT wave, coalesce(title, wave), kind, status FROM core.waves ORDER BY position"
    ).fetchall()
    notes = [SYNTHETIC] if synthetic else []
    for wave, name, kind, _ in waves:
        if kind in _KINDS:
            notes.append(_KINDS[kind].format(wave=wave, title=name))
    notes += [_STALE.format(wave=wave, title=name) for wave, name, _, at in waves if at == "stale"]
    notes.sort(key=lambda note: not note.split(":")[0].isupper())
    return About(
        str(survey),
        str(title or survey),
        str(publisher or ""),
        build,
        bool(synthetic),
        {wave: kind for wave, _, kind, _ in waves},
        tuple(notes),
    )
