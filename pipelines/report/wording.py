"""Sentences about a wave's numbers, by wording rules that are data.

Phrases, plural forms and lists stand in wording/<language>.yml, the thresholds of words for
quantities in survey.yml. Here is said which phrase tells what; `phrases.py` puts it together. A
sentence counts nothing and prints no number that is not a figure. Which option a question's
figures allow to call the most frequent is decided on the bounds that report.options holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import ge, gt, le, lt

from pipelines.report.content import Option, Page, Question
from pipelines.report.figures import Figure, find_figure
from pipelines.report.language import Language, language, noun_of
from pipelines.report.phrases import Phrases, Values
from pipelines.report.sentence import Part, Quoted, Sentence
from pipelines.warehouse.rows import Row


def sentences_of(
    page: Page, figures: Mapping[str, Figure], language_code: str
) -> dict[str, list[Sentence]]:
    """What a wave's figures say, in sentences.

    Args:
        page: the wave's page.
        figures: all figures by id.
        language_code: language of the sentences; what is quoted stays in the survey's.

    Returns:
        Sentences by question id, and those on who answered under `who`. A question of whose
        answers nothing is known has none.

    Raises:
        BuildError: if a sentence needs a number that is not in report.figures.
    """
    writer = _Writer(page, figures, language(language_code))
    found = {"who": list(writer.who())}
    for section in page.sections:
        for question in section.questions:
            found[question.row["question_id"]] = list(writer.question(question))
    return found


class _Writer:
    """Writes the sentences of one wave in one language."""

    def __init__(self, page: Page, figures: Mapping[str, Figure], words: Language) -> None:
        self._page = page
        self._figures = figures
        self._words = words
        self._wave: str = page.wave["wave"]
        self._phrases = Phrases(figures, words, noun_of(page.wave, page.nouns, words))

    # ── questions ───────────────────────────────────────────────────────────────

    def question(self, question: Question) -> Iterator[Sentence]:
        """What is known of a question's answers."""
        row = question.row
        if row["known"] != "none" and question.options:
            yield from self._options(question)
        if question.number and question.number["shown"] and not question.number["n_unknown"]:
            yield self._number(row["question_id"])
        for change in self._page.changes.get(row["question_id"], []):
            yield from self._change(change)
        for change in self._page.bounded.get(row["question_id"], []):
            yield self._bounded(change)

    def _options(self, question: Question) -> Iterator[Sentence]:
        options = question.options
        known = [one for one in options if one.row["phrase"] != "unknown"]
        indicators = [one for one in question.indicators if one["phrase"] != "unknown"]
        if question.row["type"] == "rating" and len(options) > 2 and indicators:
            yield from (self._indicator(one) for one in indicators)
        elif _either(question):
            yield self._option(question, _telling(known))
        elif len(options) <= 2:
            yield from (self._option(question, option) for option in known)
        elif question.row["options_known"] and not self._page.wave["weighted"]:
            yield self._top(question)

    def _option(self, question: Question, option: Option) -> Sentence:
        """How many chose an option."""
        row = option.row
        names = self._phrases.short_list(f"{self._option_id(row)}.n", option.names)
        key = _EXACT if row["phrase"] == "exact" else row["phrase"]
        quantity = self._quantity(row)
        if key == _EXACT:
            key = self._exact_phrase(row, bool(names), quantity)
        elif key == "at_least" and names:
            key = "at_least_named"
        return self._phrases.say(
            key, self._option_values(question, option), names, quantity=quantity
        )

    def _exact_phrase(self, row: Row, named: bool, quantity: str | None) -> str:
        if row["n"] == 0:
            return "none"
        if self._page.wave["weighted"]:
            return "share_weighted" if row["shows"] == "percent" else "count"
        if row["shows"] != "percent":
            return "count_named" if named else "count"
        if row["n"] == row["base"]:
            return "all"
        return "share_named" if named else "share_quantity" if quantity else "share"

    def _top(self, question: Question) -> Sentence:
        """The most frequent options, where the bounds settle which they are."""
        rows = [option.row for option in question.options]
        most = max(row["n"] for row in rows)
        top = [option for option in question.options if option.row["n_high"] >= most]
        if any(option.row["phrase"] != "exact" for option in top) or most == 0:
            return self._phrases.say("no_top", {})
        key = "top_ties" if len(top) > 1 else "top"
        if top[0].row["shows"] == "percent":
            key += "_share"
        labels = [self._phrases.label(option.row["label"]) for option in top]
        values = self._option_values(question, top[0])
        return self._phrases.say(key, values | {"labels": self._phrases.joined(labels)})

    def _indicator(self, row: Row) -> Sentence:
        key = "indicator" if row["phrase"] == "exact" else f"indicator_{row['phrase']}"
        if key == "indicator" and row["shows"] == "percent" and not self._page.wave["weighted"]:
            key = "indicator_share"
        values = self._counts(f"{self._wave}.indicator.{row['indicator_id']}")
        return self._phrases.say(key, values | {"title": [Quoted("title", row["title"], True)]})

    def _number(self, question: str) -> Sentence:
        measures = {m: [self._phrases.plain(self._wave, "number", question, m)] for m in _MEASURES}
        base = [self._phrases.count(self._wave, "question", question, "base")]
        return self._phrases.say("number", measures | {"base": base})

    def _change(self, row: Row) -> Iterator[Sentence]:
        """A change of the panel, and only beside it that of everyone."""
        start, waves = self._pair(row)
        panel = {"panel": "panel_base", "n_from": "panel_n_from", "n_to": "panel_n_to"}
        counted: dict[str, Sequence[Part]] = {
            name: [self._phrases.count(start, measure)] for name, measure in panel.items()
        }
        moved: dict[str, Sequence[Part]] = {
            name: [self._phrases.count(start, f"n_{name}", gender="none")]
            for name in ("gained", "lost")
        }
        points = {"points": self._phrases.points(start, "panel_points")}
        yield self._phrases.say("change", waves | counted | moved | points)
        if row["whole"]:
            sides = {
                "n_before": "n_from", "base_before": "base_from", "n": "n_to", "base": "base_to",
            }  # fmt: skip
            counts = {name: [self._phrases.count(start, sides[name])] for name in sides}
            points = {"points": self._phrases.points(start, "points")}
            yield self._phrases.say("change_all", waves | counts | points)

    def _bounded(self, row: Row) -> Sentence:
        """What is known of the panel where some of its answers are not."""
        start, waves = self._pair(row)
        ranges = {
            name: self._phrases.span(phrase, f"{start}.{measure}")
            for name, phrase, measure in (
                ("panel", "range_of", "base"),
                ("n_from", "range", "n_from"),
                ("n_to", "range", "n_to"),
            )
        }
        told = {"direction": [self._words.rules["directions"][row["direction"]]]}
        stated = {"stated": [part for name in ("gained", "lost")
                             for part in self._stated(name, row, start)]}  # fmt: skip
        return self._phrases.say("change_bounds", waves | ranges | stated | told)

    def _stated(self, phrase: str, row: Row, start: str) -> list[Part]:
        """How many are reported to have moved, or nothing."""
        number = row[f"n_{phrase}_stated"]
        if number is None:
            return []
        count = [self._phrases.count(f"{start}.n_{phrase}_stated", gender="none")]
        return self._phrases.part(phrase, {"n": count}, number)

    def _pair(self, row: Row) -> tuple[str, dict[str, Sequence[Part]]]:
        """Where a change's figures begin, and what it is a change of."""
        return f"{self._wave}.change.{row['indicator_id']}.{row['wave_from']}", {
            "before": [Quoted("wave", row["wave_from"])],
            "wave": [Quoted("wave", self._wave)],
            "title": [Quoted("title", row["title"], True)],
        }

    # ── who answered ────────────────────────────────────────────────────────────

    def who(self) -> Iterator[Sentence]:
        """How many answered, of how many members, and who of them had answered before."""
        several = (self._page.wave["n_countries"] or 0) > 1
        responses = {"n": [self._phrases.count(self._wave, "wave.responses")]}
        if several:
            responses["countries"] = [self._phrases.count(self._wave, "wave.countries")]
        yield self._phrases.say("who_countries" if several else "who", responses)
        yield self._rate()
        yield from self._before(responses)

    def _rate(self) -> Sentence:
        who = self._page.who
        if not who["n_members"]:
            key = "no_rate_too_few_members" if who["too_few_members"] else "no_rate"
            return self._phrases.say(key, {})
        rate = who["rate"] is not None
        key = "rate" if rate else "rate_counts"
        if who["population_basis"] == "assumed":
            key += "_assumed"
        member = self._words.noun.gender
        values = {
            "n": [self._phrases.count(self._wave, "wave.members_answered", gender=member)],
            "members": [self._phrases.plain(self._wave, "wave.members")],
        }
        if rate:
            values["rate"] = [self._phrases.plain(self._wave, "wave.response_rate")]
        return self._phrases.say(key, values)

    def _before(self, responses: Values) -> Iterator[Sentence]:
        who, page = self._page.who, self._page
        panels = [(wave, one) for wave, one in page.panels.items() if one["source"] == "published"]
        for other, _ in panels:
            yield self._phrases.say("returning_published", {**responses, **self._panel(other)})
        if not who["wave_before"]:
            return
        before: dict[str, Sequence[Part]] = {
            "returning": [self._phrases.count(self._wave, "wave.returning")],
            "before": [Quoted("wave", who["wave_before"])],
        }
        yield self._phrases.say("returning", {**responses, **before})
        figure = f"{self._wave}.wave.new"
        names = self._phrases.short_list(figure, page.newcomers if not who["n_returned"] else [])
        key = "new_named" if names else "new"
        yield self._phrases.say(key, {"new": [self._phrases.count(figure)]}, names)

    def _panel(self, other: str) -> dict[str, Sequence[Part]]:
        number = self._phrases.count(self._wave, "panel", other, "n")
        return {"returning": [number], "before": [Quoted("wave", other)]}

    # ── parts ───────────────────────────────────────────────────────────────────

    def _option_values(self, question: Question, option: Option) -> dict[str, Sequence[Part]]:
        values = self._counts(self._option_id(option.row))
        return values | {
            "label": self._phrases.label(option.row["label"]),
            "type": [question.row["type"]],
        }

    def _option_id(self, row: Row) -> str:
        return f"{self._wave}.option.{row['question_id']}.{row['option_id']}"

    def _counts(self, start: str) -> dict[str, Sequence[Part]]:
        values: dict[str, Sequence[Part]] = {
            "n": [self._phrases.count(start, "n")],
            "none": [self._phrases.count(start, "n")],
            "high": [self._phrases.count(start, "n_high")],
            "base": [self._phrases.count(start, "base")],
        }
        if find_figure(self._figures, f"{start}.share").value is not None:
            values["share"] = [self._phrases.plain(start, "share")]
        return values

    def _quantity(self, row: Row) -> str | None:
        """The first of the survey's words for quantities that fits.

        None below the base from which percentages are printed, nor where shares are weighted.
        """
        if row["phrase"] != "exact" or row["shows"] != "percent" or self._page.wave["weighted"]:
            return None
        fits = (one for one in self._page.quantity_words if _fits(one, row["n"], row["base"]))
        word = next(fits, None)
        found: str | None = self._words.rules["quantities"].get(word["word"]) if word else None
        return found


_EXACT = "exact"
_MEASURES = ("median", "p25", "p75")


def _either(question: Question) -> bool:
    """Whether those who did not give one answer gave the other one."""
    row = question.row
    return row["type"] == "single" and len(question.options) == 2 and row["options_known"]


def _telling(options: Sequence[Option]) -> Option:
    """Of a question with two options the one that is told: the first with a number of its own."""
    exact_or_low = [one for one in options if one.row["phrase"] != "at_most"]
    return exact_or_low[0] if exact_or_low else options[0]


def _fits(word: Row, k: int, n: int) -> bool:
    """Whether a word's bounds hold for k of n, on integers."""
    holds: dict[str, Callable[[int, int], bool]] = {
        "at_least": ge,
        "more_than": gt,
        "at_most": le,
        "less_than": lt,
    }
    return all(
        word[f"{bound}_num"] is None or test(k * word[f"{bound}_den"], n * word[f"{bound}_num"])
        for bound, test in holds.items()
    )
