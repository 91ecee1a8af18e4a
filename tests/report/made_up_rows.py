"""The made-up survey as data: towns, questions, indicators and what was published of it."""

from __future__ import annotations

from typing import Any

TOWNS = (
    "Alderbrook GB, Birchwick GB, Castel Sereno IT, Dunmore IE, Eikhaven NO, Fjellby NO, "
    "Granville CA, Hvidsund FO, Isola Nova IT, Jarnvik SE, Kastro GR, Lomas Altas MX, "
    "Mirabel CA, Nordhavn NO, Olivar del Monte ES, Pasnia UA, Quarry Bay AU, Rosenau DE, "
    "Sant Jordi - Portell ES, Torvalla SE, Usterbach DE, Vallforta ES, Westbourne AU, "
    "Yarrowdale AU, Zelenivka UA, Ashcombe GB, Borgo San Lio IT, Cerro Verde ES, Dobrava UA, "
    "Elmshire US, Fonteblanca ES, Gradets UA, Hamanoki JP, Ilisos GR, Limnos Bay CY, "
    "the Canton of Montval CH, Ozeryany UA"
)
SECTIONS = (
    ("tools", "Tools and instruments", None),
    (
        "events",
        "Events and meetings",
        "Which of these should there be more of in the years to come?",
    ),
    ("future", "Areas of cooperation", None),
)
YES_NO = (("yes", "Yes", "substantive"), ("no", "No", "substantive"))
HIGHEST = (("highest", "Highest interest", "substantive"),)
Options = tuple[tuple[str, str, str], ...]
QUESTIONS: tuple[tuple[str, str, str, str, str, str | None, Options], ...] = (
    ("strategy", "tools", "single", "Strategy or action plan",
     "Is your town developing, updating or implementing a strategy or an action plan?", None,
     YES_NO),
    ("campaign", "tools", "single", "Campaign", "Have you run a campaign?", None, YES_NO),
    ("planning", "tools", "single", "Planning a campaign", "If no, are you planning to do so?",
     "Campaign: No",
     (("planning", "Planning one", "substantive"),
      ("considering", "Considering one", "substantive"),
      ("neither", "Neither planning nor considering one", "substantive"))),
    ("tool", "tools", "single", "Own tools",
     "Have you developed any tool specifically devoted to the policy?", None,
     (("yes", "Yes", "substantive"), ("working", "Currently working on it", "substantive"),
      ("no", "No", "substantive"), ("unaware", "Not aware", "dont_know"))),
    ("guidance", "tools", "multiple", "Guidance used",
     "Which of the following guidance do you use or have you used in your work?", None,
     (("steps", "Step-by-step guide", "substantive"),
      ("manual", "Manual on policing", "substantive"),
      ("citizenship", "Toolkit on citizenship", "substantive"))),
    ("wishes", "tools", "coded_text", "Other tools wished for",
     "Would you like the programme to develop any other specific tools?", None,
     (("training", "General training, including awareness for civil servants and elected officials",
       "substantive"), ("welcome", "Welcome guide for new towns", "substantive"),
      ("games", "Gamification of training material", "substantive"))),
    ("staff", "tools", "number", "Staff", "How many members of staff work on the policy?", None,
     ()),
    ("study_visits", "events", "rating", "Study visits", "Study visits", None, HIGHEST),
    ("thematic", "events", "rating", "Thematic events", "Thematic events", None, HIGHEST),
    ("academies", "events", "rating", "Integration academies", "Integration academies", None,
     HIGHEST),
    ("annual", "events", "rating", "Annual meeting of international coordinators",
     "Annual meeting of international coordinators", "International network: yes", HIGHEST),
    ("migrants", "future", "single", "Materials on migration",
     "Would you use materials on migration?", None, YES_NO),
)  # fmt: skip


INDICATORS = (
    ("has_strategy", "Have a strategy or action plan", "strategy", "yes"),
    ("has_tool", "Have tools or are working on some", "tool", "yes"),
    ("wants_academies", "Highest interest in integration academies", "academies", "highest"),
    ("wants_events", "Highest interest in thematic events", "thematic", "highest"),
    ("wants_visits", "Highest interest in study visits", "study_visits", "highest"),
    ("wants_meeting", "Highest interest in the annual meeting", "annual", "highest"),
    ("interested", "Want study visits or materials", None, "highest"),
)
CLAIMS: tuple[dict[str, Any], ...] = (
    {"id": "responses", "kind": "base", "value": 37, "unit": "respondents",
     "section": "introduction", "quote": "collected from 37 towns"},
    {"id": "strategy", "kind": "share", "value": 89, "unit": "percent", "base": 37,
     "quote": "A majority of the 37 towns (89%) have a strategy", "about": ("strategy", "yes")},
    {"id": "strategy-before", "kind": "share", "value": 78, "unit": "percent", "base": 41,
     "quote": "compared to the corresponding 78% from 2019", "about": ("strategy", "yes"),
     "wave": "2019"},
    {"id": "both", "kind": "overlap", "value": 19, "unit": "respondents", "wave_compared": "2019",
     "quote": "only 19 replied to both surveys"},
    {"id": "tool", "kind": "share", "value": 66, "unit": "percent", "about": ("tool", "yes"),
     "quote": "A majority of the towns (66%) have implemented tools"},
    {"id": "guidance", "kind": "share", "value": 65, "unit": "percent",
     "quote": "the guide is used by 65% of the towns", "about": ("guidance", "steps")},
    {"id": "visits", "kind": "quantity", "word": "vast majority", "section": "events",
     "quote": "The vast majority would like more study visits",
     "about": ("study_visits", "highest")},
    {"id": "visits-names", "kind": "list", "section": "events",
     "quote": "These are: Alderbrook, Castel Sereno"},
)  # fmt: skip
