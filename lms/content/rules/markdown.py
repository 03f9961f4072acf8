"""Markdown to clean HTML, with terms of the glossary linked to their meaning."""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from lms.content.rules.module import Term

TERM = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")
SECTION_FILE = re.compile(r"(\d\d-[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
MEDIA_FILE = re.compile(r"media/([a-z0-9]+(?:[-_.][a-z0-9]+)*\.(?:svg|png|jpg|webp|mp4|vtt))")
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

TAGS = {
    *("p", "ul", "ol", "li", "strong", "em", "a", "br", "hr", "blockquote", "code", "pre"),
    *("h2", "h3", "h4", "img", "div", "table", "thead", "tbody", "tr", "th", "td"),
    *("video", "track"),
}
ATTRIBUTES = {
    "a": {"href", "class", "data-term", "id", "rel"},
    "img": {"src", "alt", "loading"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "ol": {"start"},
    "th": {"scope"},
    "video": {"src", "controls", "preload", "aria-label"},
    "track": {"src", "kind", "srclang", "label", "default"},
}


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where links inside a module lead. The default suits a page that holds it all."""

    media: Callable[[str], str] = "media/{}".format
    """File name in ``media/`` → address."""

    section: Callable[[str], str] = "#{}".format
    """Section id → address."""

    term: Callable[[str], str] = "#{}".format
    """Anchor of a glossary entry → address."""

    origin: Callable[[str], str] | None = None
    """Anchor of a glossary entry → id of the place where a section first explains it, so that
    the entry can lead back there; None on a page that shows several sections."""


ON_ONE_PAGE = Addresses()


def html(
    text: str,
    glossary: Iterable[Term] = (),
    addresses: Addresses = ON_ONE_PAGE,
    *,
    explained: set[str] | None = None,
) -> Markup:
    """Return Markdown as clean HTML: paragraphs, lists, tables, images, no raw HTML.

    Args:
        text: what the author wrote.
        glossary: the terms it may explain.
        addresses: where its links lead.
        explained: anchors of terms explained earlier on the page; those of this text are added.

    """
    return _clean(MARKDOWN.render(text, _env(glossary, addresses, explained)))


def inline(
    text: str,
    glossary: Iterable[Term] = (),
    addresses: Addresses = ON_ONE_PAGE,
    *,
    explained: set[str] | None = None,
) -> Markup:
    """Return Markdown as clean HTML without a paragraph around it, for labels and cells."""
    return _clean(MARKDOWN.renderInline(text, _env(glossary, addresses, explained)))


def tokens(text: str) -> list[Token]:
    """Return what a text is made of, raw HTML included, so that it can be checked."""
    return CHECKING.parse(text)


def terms_named(text: str) -> Iterator[str]:
    """Yield the glossary terms that a text explains, as named there."""
    for token in inside(tokens(text)):
        if token.type == "term":
            yield token.meta["term"]


def inside(outer: Sequence[Token]) -> Iterator[Token]:
    """Yield the inline tokens inside block tokens, images opened up too."""
    for token in outer:
        for child in token.children or ():
            yield child
            yield from inside([child])


def words(text: str) -> int:
    """Count the words a person reads in a Markdown text."""
    outer = tokens(text)
    return sum(
        len(WORD.findall(token.content))
        for token in (*outer, *inside(outer))
        if token.type in {"text", "term", "code_inline", "fence", "code_block"}
    )


def term_key(term: str) -> str:
    """Return a term as it is looked up: case and blanks do not matter."""
    return " ".join(term.casefold().split())


def _env(
    glossary: Iterable[Term], addresses: Addresses, explained: set[str] | None
) -> MutableMapping[str, Any]:
    return {
        "terms": {term_key(term.term): term for term in glossary},
        "addresses": addresses,
        "explained": set() if explained is None else explained,
    }


def _clean(dirty: str) -> Markup:
    return Markup(  # noqa: S704 - cleaned by nh3, on this line
        nh3.clean(
            dirty,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"https"},
            link_rel=None,
            strip_comments=True,
        )
    )


def _read_term(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's signature
    found = TERM.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("term", "", 0)
        token.content = " ".join(found[1].split())
        token.meta = {"term": " ".join((found[2] or found[1]).split())}
    state.pos = found.end()
    return True


def _draw_term(
    _renderer: RendererHTML,
    among: Sequence[Token],
    at: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token = among[at]
    shown = escapeHtml(token.content)
    term: Term | None = env["terms"].get(term_key(token.meta["term"]))
    if term is None:
        return shown
    addresses: Addresses = env["addresses"]
    href = escapeHtml(addresses.term(term.anchor))
    origin = ""
    if addresses.origin is not None and term.anchor not in env["explained"]:
        origin = f' id="{escapeHtml(addresses.origin(term.anchor))}"'
    env["explained"].add(term.anchor)
    meaning = escapeHtml(term.meaning)
    return f'<a class="o-term" href="{href}"{origin} data-term="{meaning}">{shown}</a>'


def _draw_link(
    renderer: RendererHTML,
    among: Sequence[Token],
    at: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token = among[at]
    href = str(token.attrs.get("href", ""))
    token.attrs = {"href": _address(href, env["addresses"])}
    if href.startswith("https:"):
        token.attrs["rel"] = "noopener noreferrer"
    return renderer.renderToken(among, at, options, env)


def _draw_image(
    renderer: RendererHTML,
    among: Sequence[Token],
    at: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token = among[at]
    source = str(token.attrs.get("src", ""))
    src = escapeHtml(_address(source, env["addresses"]))
    alt = escapeHtml(renderer.renderInlineAsText(token.children or [], options, env))
    if not source.endswith(".mp4"):
        return f'<img src="{src}" alt="{alt}" loading="lazy">'
    captions = escapeHtml(_address(source.removesuffix(".mp4") + ".vtt", env["addresses"]))
    return (
        f'<video src="{src}" controls preload="none" aria-label="{alt}">'
        f'<track src="{captions}" kind="captions" srclang="en-GB" label="English" default></video>'
    )


def _draw_table(
    _renderer: RendererHTML,
    among: Sequence[Token],
    at: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    heads: list[str] = []
    for token, content in zip(among[at:], among[at + 1 :], strict=False):
        if token.type == "thead_close":
            break
        if token.type == "th_open":
            heads.append("".join(one.content for one in content.children or ()))
    label = escapeHtml("Table: " + ", ".join(head for head in heads if head))
    return f'<div class="o-scroll" tabindex="0" role="region" aria-label="{label}"><table>\n'


def _head(content: Token, *, end: bool = False) -> str:
    """Return how a head begins or ends; an empty corner heads nothing, so it is a plain cell."""
    if not content.content.strip():
        return "</td>\n" if end else "<td>"
    return "</th>\n" if end else '<th scope="col">'


def _address(href: str, addresses: Addresses) -> str:
    if found := SECTION_FILE.fullmatch(href):
        return addresses.section(found[1])
    if found := MEDIA_FILE.fullmatch(href):
        return addresses.media(found[1])
    return href


QUOTES = "“”‘’"
"""Double and single, opening and closing: authors type the straight ones."""


def _parser(*, html_too: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html_too, "typographer": True, "quotes": QUOTES})
    parser.enable("table" if html_too else ["table", "smartquotes"])
    parser.inline.ruler.before("link", "term", _read_term)
    parser.add_render_rule("term", _draw_term)
    parser.add_render_rule("link_open", _draw_link)
    parser.add_render_rule("image", _draw_image)
    parser.add_render_rule("table_open", _draw_table)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("th_open", lambda _self, among, at, *_: _head(among[at + 1]))
    parser.add_render_rule("th_close", lambda _self, among, at, *_: _head(among[at - 1], end=True))
    return parser


MARKDOWN = _parser(html_too=False)
CHECKING = _parser(html_too=True)
