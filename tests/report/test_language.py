"""The languages of the report: each says all, with the same places to fill."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from pipelines.report.environment import TEMPLATES
from pipelines.report.explorer.data import GROUPINGS
from pipelines.report.explorer.explorer import own_script
from pipelines.report.language import language, languages

EXPLORER = TEMPLATES.parent / "explorer"


def placeholders(phrase: str | dict[str, str]) -> set[str]:
    forms = [phrase] if isinstance(phrase, str) else list(phrase.values())
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def test_each_language_has_every_phrase_and_quantity() -> None:
    english = language("en").rules
    for code in languages():
        rules = language(code).rules
        assert set(rules["phrases"]) == set(english["phrases"])
        assert set(rules["quantities"]) == set(english["quantities"])


def test_no_word_of_a_template_lacks_a_translation() -> None:
    from pipelines.report import words

    texts = {
        text
        for path in (*TEMPLATES.glob("*.j2"), *EXPLORER.glob("*.j2"))
        if not path.name.startswith("validation")
        for call in re.findall(r"_\(((?:\"[^\"]*\"| if [^\"]*? else )+)", path.read_text("utf-8"))
        for text in re.findall(r'"([^"]*)"', call)
    }
    for each in (words.STATES, words.VERDICTS, words.KINDS, words.BASES, words.TYPES):
        texts |= set(each.values())
    texts |= set(GROUPINGS.values())
    texts |= {*words.MEASURES.values(), words.PARTLY_UNKNOWN}
    assert len(texts) > 80
    for code in languages():
        if code != "en":
            assert sorted(texts - set(language(code).rules["page"])) == []


def test_no_word_of_the_explorer_lacks_a_translation_and_none_is_left_over() -> None:
    texts = set(re.findall(r"\b(?:word|t|line)\(\"([^\"]+)\"", own_script()))
    assert len(texts) > 60
    for code in languages():
        if code != "en":
            assert set(language(code).rules["explorer"]) == texts


@pytest.mark.parametrize("group", ["page", "explorer"])
def test_a_translation_has_the_same_places_to_fill(group: str) -> None:
    for code in languages():
        for english, other in (language(code).rules.get(group) or {}).items():
            assert placeholders(english) == placeholders(other), english


@pytest.mark.parametrize(
    ("text", "french"), [("1,234", "1\u202f234"), ("2.5", "2,5"), ("89%", "89\u00a0%")]
)
def test_french_numbers(text: str, french: str) -> None:
    assert language("fr").number(text) == french


@pytest.mark.parametrize("code", languages())
def test_words_that_say_more_than_the_count_are_not_used(code: str) -> None:
    written = " ".join(str(value) for value in language(code).rules["phrases"].values())
    assert not re.search(r"\b(vast|clearly|relevant|significant|la plupart)\b", written)
    assert not re.search(r"(?<!at )\bmost\b(?! frequent)", written, re.IGNORECASE)


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize(("text", "value"), [("+21", 21), ("−9", -9), ("0", 0)])
def test_points_are_read_back_with_their_sign(code: str, text: str, value: float) -> None:
    words = language(code)
    assert words.value(words.number(text)) == value
