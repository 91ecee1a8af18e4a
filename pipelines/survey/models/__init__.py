"""What a survey folder may say: one pydantic model for each kind of file.

The models are the reference of the folder: their JSON Schemas are generated into
`schemas/`, the loader (`load.py`) adds file and line to their errors. Nothing here
reads a file, and nothing here knows a survey.
"""

from pipelines.survey.models.base import (
    Day,
    Id,
    Model,
    QuestionType,
    Ratio,
    State,
    Text,
    WaveId,
    WaveKind,
)
from pipelines.survey.models.claims import (
    Claim,
    Ledger,
    Says,
)
from pipelines.survey.models.decisions import (
    About,
    Candidate,
    Decided,
    Decision,
)
from pipelines.survey.models.questions import (
    AskIf,
    Indicator,
    Indicators,
    Net,
    Option,
    Question,
    QuestionBank,
    QuestionOptions,
    ScorePart,
    Section,
)
from pipelines.survey.models.registry import (
    Attribute,
    OptionalDate,
    Respondent,
    Succession,
)
from pipelines.survey.models.report import (
    Report,
    ReportPart,
)
from pipelines.survey.models.survey import (
    BaseRules,
    Noun,
    QuantityWord,
    Reading,
    RespondentRules,
    Schedule,
    Survey,
)
from pipelines.survey.models.translation import (
    TranslatedAttribute,
    TranslatedQuestion,
    TranslatedSection,
    TranslatedWave,
    Translation,
)
from pipelines.survey.models.waves import (
    Column,
    Correction,
    Corrections,
    Crosswalk,
    Manifest,
    Pick,
    Population,
    Source,
    Use,
    Wave,
)

__all__ = [
    "About",
    "AskIf",
    "Attribute",
    "BaseRules",
    "Candidate",
    "Claim",
    "Column",
    "Correction",
    "Corrections",
    "Crosswalk",
    "Day",
    "Decided",
    "Decision",
    "Id",
    "Indicator",
    "Indicators",
    "Ledger",
    "Manifest",
    "Model",
    "Net",
    "Noun",
    "Option",
    "OptionalDate",
    "Pick",
    "Population",
    "QuantityWord",
    "Question",
    "QuestionBank",
    "QuestionOptions",
    "QuestionType",
    "Ratio",
    "Reading",
    "Report",
    "ReportPart",
    "Respondent",
    "RespondentRules",
    "Says",
    "Schedule",
    "ScorePart",
    "Section",
    "Source",
    "State",
    "Succession",
    "Survey",
    "Text",
    "TranslatedAttribute",
    "TranslatedQuestion",
    "TranslatedSection",
    "TranslatedWave",
    "Translation",
    "Use",
    "Wave",
    "WaveId",
    "WaveKind",
]
