"""Which wave asked which question."""

from __future__ import annotations

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Wave


def asked_in(folder: SurveyFolder, wave: Wave) -> set[str]:
    """The questions that a wave asked.

    Those that a column of the wave answers. Of a published wave only claims are left:
    those of which a claim states something for this wave.
    """
    if wave.kind == "published":
        return _spoken_of(folder, wave.wave)
    columns = [column for source in wave.sources for column in source.columns.values()]
    return {column.question for column in columns if column.question and column.role == "answer"}


def _spoken_of(folder: SurveyFolder, wave: str) -> set[str]:
    parts = {indicator.id: indicator.parts for indicator in folder.indicators}
    asked: set[str] = set()
    for ledger in folder.ledgers.values():
        for claim in ledger.claims:
            own = claim.wave or ledger.wave
            conditions = [*claim.about, *claim.within, *claim.compared_with]
            asked.update(c.question for c in conditions if c.question and (c.wave or own) == wave)
            if own == wave:
                asked.update(claim.among)
                asked.update(part.question for part in parts.get(claim.indicator or "", []))
    return asked
