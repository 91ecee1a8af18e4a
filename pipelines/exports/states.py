"""The states of an item as the open files write them: the codebook's labelled missing values.

In CSV a state stands where the answer would, with a point in front, which no option's id can
begin with. SPSS has numbers for it, all in one range, because it knows three single
missing values or one range.
"""

from __future__ import annotations

from dataclasses import dataclass

ANSWERED = "answered"


@dataclass(frozen=True)
class State:
    """A state that is no answer."""

    id: str
    number: int
    label: str
    meaning: str

    @property
    def code(self) -> str:
        """What stands in a cell of a CSV."""
        return f".{self.id}"


STATES = (
    State("no_answer", -91, "No answer", "the question was seen and left blank"),
    State("dont_know", -92, "Don't know", "the respondent said so"),
    State("refused", -93, "Refused", "the respondent would not say"),
    State("not_applicable", -94, "Not applicable", "the question does not fit the respondent"),
    State("routed_out", -95, "Not asked, routed out", "an earlier answer led past the question"),
    State("not_asked", -96, "Not asked", "the question was not in the questionnaire"),
    State("unknown", -97, "Unknown", "the source can't tell; never read it as no"),
    State("rejected", -98, "Rejected", "the cell was not readable as an answer"),
)

LOWEST, HIGHEST = STATES[-1].number, STATES[0].number
"""The range of the numbers."""


def label_of(state: str) -> str:
    """The label of a state."""
    return next((each.label for each in STATES if each.id == state), state)
