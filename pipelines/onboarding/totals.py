"""Rows that look like a total, an average or a test, in the column that names respondents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.onboarding.seen import Seen, shortened
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate, Decision, Source
from pipelines.survey.names import fold

_WORDS = re.compile(
    "(grand |sub ?)?totals?|totale[ns]?|gesamt|insgesamt|summe|sums?|somme|suma|ensemble|averages?"
    "|mean|median|durchschnitt|mittelwert|moyenne|promedio|benchmark|tests?|all|alle"
)


def not_respondents(folder: SurveyFolder, source: Source, each: Seen) -> Iterator[Decision]:
    """A decision for each text of a key column that looks so and names nobody who is known."""
    for text, n in each.texts.items():
        is_total = _WORDS.fullmatch(fold(text)) is not None
        if not is_total or text in source.not_respondents or folder.resolve(text):
            continue
        yield Decision(
            about="respondent",
            subject=text,
            found=f"“{shortened(text)}” names the respondent in {n} row{'s' if n > 1 else ''}",
            candidates=[
                Candidate(choice="not_respondent", why="a total or a test: the row is ignored"),
                Candidate(choice="respondent", why="it did answer, and counts"),
            ],
        )
