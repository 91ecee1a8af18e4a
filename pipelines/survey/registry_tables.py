"""The respondents as rows of schema `input`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.survey.folder import SurveyFolder
from pipelines.survey.names import fold_all
from pipelines.warehouse.rows import Row


def successions(folder: SurveyFolder) -> Iterator[Row]:
    """Renames, mergers and splits of respondents."""
    for each in folder.successions:
        row = each.model_dump(exclude={"into"})
        successors: Sequence[str | None] = each.into or [None]
        yield from ({**row, "successor_id": successor} for successor in successors)


def aliases(folder: SurveyFolder) -> Iterator[Row]:
    """Each folded spelling once, as written where it comes first: id, name, aliases."""
    for respondent in folder.respondents:
        spellings = [respondent.respondent_id, respondent.name, *respondent.aliases]
        first: dict[str, str] = {}
        for alias, folded in zip(spellings, fold_all(spellings), strict=True):
            first.setdefault(folded, alias)
        for folded, alias in first.items():
            yield {"respondent_id": respondent.respondent_id, "alias": alias, "folded": folded}
