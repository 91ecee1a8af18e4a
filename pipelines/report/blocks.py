"""Text blocks: what the team writes into the report, with its numbers taken from figures.

A block is a small part of Markdown. `{{ wave.responses }}` in it is the figure of this id in the
wave of the page, and `{{ wave }}` the wave itself. A number that is typed by hand where a figure
says it is an error, as it would not change with the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from pipelines.errors import ConfigurationError, Problem, place
from pipelines.report.language import language, languages
from pipelines.report.printer import Printer
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Report
from pipelines.survey.outline import FOLDER, block_files
from pipelines.survey.positions import read_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

WAVE = "wave"
"""What stands in braces for the wave itself."""

REFERENCE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")

ALLOWED = "paragraphs, bulleted lists, ### headings, *emphasis*, **strong** and [links](https://…)"
_TOKENS = {"inline", "text", "softbreak", "hardbreak", "reference", "link_close"} | {
    f"{kind}_{end}"
    for kind in ("paragraph", "heading", "bullet_list", "list_item", "em", "strong")
    for end in ("open", "close")
}
_LINKS = re.compile(r"(https?://|mailto:)\S+\Z")
_NAMES = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "ordered_list_open": "a numbered list",
    "code_block": "an indented line, which is code",
    "fence": "code",
    "code_inline": "code",
    "blockquote_open": "a quotation (>)",
    "hr": "a line across",
    "image": "an image",
}


@dataclass(frozen=True)
class Block:
    """A text block.

    Attributes:
        where: its file, as messages name it.
        language: two letters.
        tokens: its text as the Markdown parser sees it.
    """

    where: str
    language: str
    tokens: tuple[Token, ...] = field(repr=False)


@dataclass(frozen=True)
class Texts:
    """What the team adds to the report.

    Attributes:
        outline: the report's order, and which block stands where.
        language: of the survey; blocks without a mark are in it.
        blocks: by wave (none: for all), name and language.
    """

    outline: Report = field(default_factory=Report)
    language: str = "en"
    blocks: Mapping[tuple[str | None, str, str], Block] = field(default_factory=dict)

    def block(self, name: str | None, wave: str, code: str) -> Block | None:
        """A block for a page: the wave's own before that for all, its language before others."""
        if name is None:
            return None
        places = [(of, name, lang) for of in (wave, None) for lang in (code, self.language)]
        return next((self.blocks[at] for at in places if at in self.blocks), None)

    def shown(self, wave: str, sections: Set[str], codes: Iterable[str]) -> list[Block]:
        """The blocks on a wave's pages.

        Args:
            wave: the wave.
            sections: those with a question in the wave; parts without any are left out.
            codes: languages of the pages.
        """
        parts = [part for part in self.outline.outline if sections & set(part.sections)]
        names = [self.outline.introduction]
        names += [name for part in parts for name in (part.before, part.after)]
        found = (self.block(name, wave, code) for name in names for code in codes)
        return list({block.where: block for block in found if block}.values())


def read_texts(folder: SurveyFolder) -> Texts:
    """The outline and the text blocks of a survey.

    Raises:
        ConfigurationError: a block that can't be read, in a language that the report doesn't
            have, or with more than the Markdown that blocks may hold.
    """
    survey, project = folder.survey, folder.project
    blocks: dict[tuple[str | None, str, str], Block] = {}
    problems: list[Problem] = []
    for path in block_files(folder):
        name, _, code = path.stem.partition(".")
        parent = path.parent.name if path.parent != project / "survey" / FOLDER else None
        block = _parsed(path, project, code or survey.language)
        blocks[parent, name, block.language] = block
        problems += _syntax(block)
        if code and code not in languages():
            known = ", ".join(languages())
            problems.append(Problem(block.where, f"a text in {code}", f"one of {known}"))
    if problems:
        raise ConfigurationError(problems)
    return Texts(survey.report, survey.language, blocks)


def printed(block: Block, wave: str, printer: Printer, code: str) -> Markup:
    """A block as HTML, with its figures printed as figures are everywhere."""
    parser = _markdown()
    html = parser.renderer.render(
        list(block.tokens), parser.options, {"wave": wave, "printer": printer}
    )
    lang = Markup("") if block.language == code else Markup(' lang="{}"').format(block.language)
    # Made of escaped text and of tokens that were checked.
    return Markup('<div class="block" data-verbatim="text"{}>\n{}</div>').format(
        lang,
        Markup(language(block.language).typeset(html)),  # noqa: S704
    )


@cache
def _markdown() -> MarkdownIt:
    """The parser. It knows all of CommonMark, so that what blocks may not hold can be named."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.inline.ruler.before("escape", "reference", _reference)
    parser.add_render_rule("reference", _render_reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    """`{{ id }}` as a token of its own."""
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("reference", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _render_reference(
    _: Any, tokens: Sequence[Token], index: int, __: Any, env: Mapping[str, Any]
) -> str:
    name, wave, printer = tokens[index].content, env["wave"], env["printer"]
    if name == WAVE:
        return str(escape(wave))
    known = printer.has(wave, name)
    return str(printer(wave, name) if known else printer(name))


def _parsed(path: Path, project: Path, code: str) -> Block:
    tokens = _markdown().parse(read_text(path, project))
    return Block(place(path, project=project), code, tuple(tokens))


def lines_of(block: Block) -> Iterator[tuple[int, Token]]:
    """Every token with its line."""
    line = 1
    for token in block.tokens:
        line = token.map[0] + 1 if token.map else line
        yield line, token
        inside = line
        for child in token.children or ():
            yield inside, child
            inside += child.type in ("softbreak", "hardbreak")


def _syntax(block: Block) -> list[Problem]:
    found = {(line, what) for line, token in lines_of(block) if (what := _not_allowed(token))}
    return [Problem(f"{block.where}:{line}", what, ALLOWED) for line, what in sorted(found)]


def _not_allowed(token: Token) -> str:
    """What a token is, where blocks may not hold it."""
    if token.type == "link_open":
        target = str(token.attrs.get("href", ""))
        return "" if _LINKS.match(target) else f"a link to “{target}”"
    if token.type == "heading_open" and token.tag != "h3":
        return f"a heading of level {token.tag[1:]}"
    if token.type == "text" and "{{" in token.content:
        return "“{{” without a figure’s id and “}}”"
    known = token.type in _TOKENS or token.nesting == -1  # what ends has begun
    return "" if known else _NAMES.get(token.type, token.type)
