"""Checking Markdown: no raw HTML, links that lead somewhere, pictures that exist and are told."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.content.errors import Problem
from lms.content.rules import markdown
from lms.content.rules.markdown import MEDIA_FILE, SECTION_FILE
from lms.content.rules.pieces import Part

FAILED_MARKUP = re.compile(r"\]\(|\]\[|\[\[|\]\]")
HTTPS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(/\S*)?", re.IGNORECASE)


@dataclass
class Texts:
    """Checks texts against what the module has. ``media_used`` gathers what they show."""

    problems: list[Problem]
    sections: Collection[str]
    media: Collection[str]
    terms: Collection[str]
    """Glossary terms, as ``term_key`` writes them."""

    media_used: set[str] = field(default_factory=set)

    def check(self, part: Part, file: str, *, least_heading: int = 2) -> None:
        """Note everything wrong in one text."""
        for line, token in _lined(markdown.tokens(part.text), part.line):
            for message in self._faults(token, least_heading):
                self.problems.append(Problem(file, line, message))

    def check_line(self, text: str, file: str, line: int) -> None:
        """Note what is wrong in a text of questions or scenarios, which show no terms."""
        for _, token in _lined(markdown.tokens(text), line):
            for message in self._faults(token, 2):
                self.problems.append(Problem(file, line, message))
            if token.type == "term":
                message = "glossary terms are explained in sections only; write the word plainly."
                self.problems.append(Problem(file, line, message))

    def _faults(self, token: Token, least_heading: int) -> Iterator[str]:
        if token.type in {"html_block", "html_inline"}:
            yield f"raw HTML is not used: {_short(token.content)}. Write Markdown."
        elif token.type == "heading_open":
            yield from _heading_faults(token, least_heading)
        elif token.type == "link_open":
            yield from self._link_faults(str(token.attrs.get("href", "")))
        elif token.type == "image":
            yield from self._image_faults(token)
        elif token.type == "term":
            if markdown.term_key(token.meta["term"]) not in self.terms:
                yield f'the glossary in module.toml has no term "{token.meta["term"]}".'
        elif token.type == "text" and FAILED_MARKUP.search(token.content):
            yield f"this is not a link or a term that can be read: {_short(token.content)}."

    def _link_faults(self, href: str) -> Iterator[str]:
        if found := SECTION_FILE.fullmatch(href):
            if found[1] not in self.sections:
                yield f'the link leads to "{href}", and the module has no such section.'
        elif found := MEDIA_FILE.fullmatch(href):
            yield from self._media_faults(found[1])
        elif not HTTPS.fullmatch(href):
            yield (
                f'the link to "{href}" must begin with https:// or name a section\'s file, '
                "such as 02-what-to-look-for.md."
            )

    def _image_faults(self, token: Token) -> Iterator[str]:
        source = str(token.attrs.get("src", ""))
        if not token.content.strip():
            yield f'the picture "{source}" needs words that tell what it shows: ![…]({source}).'
        if found := MEDIA_FILE.fullmatch(source):
            yield from self._media_faults(found[1])
        else:
            yield f'the picture "{source}" must lie in media/, with a name in small letters.'

    def _media_faults(self, name: str) -> Iterator[str]:
        self.media_used.add(name)
        if name not in self.media:
            yield f'there is no file "media/{name}".'
        if name.endswith(".mp4"):
            captions = name.removesuffix(".mp4") + ".vtt"
            self.media_used.add(captions)
            if captions not in self.media:
                yield f'the film "media/{name}" needs captions beside it: "media/{captions}".'


def _heading_faults(token: Token, least: int) -> Iterator[str]:
    level = int(token.tag.removeprefix("h"))
    if token.markup in {"-", "="}:
        yield "a line of dashes under a text makes a heading of it; put a blank line between."
    elif level < least:
        yield f"headings here begin with {'#' * least}; the title stands in module.toml."
    elif level > 4:
        yield "headings go down to #### and no further."


def _lined(outer: Collection[Token], first: int) -> Iterator[tuple[int, Token]]:
    """Yield each token, inline ones too, with its line; ``first`` is the text's first line."""
    line = first
    for token in outer:
        if token.map:
            line = first + token.map[0]
        yield line, token
        inner = line
        for child in token.children or ():
            yield inner, child
            inner += child.type in {"softbreak", "hardbreak"}


def _short(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'
