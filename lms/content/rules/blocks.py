"""A section as blocks that a template draws one after the other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from lms.content.rules import markdown
from lms.content.rules.markdown import ON_ONE_PAGE, Addresses
from lms.content.rules.module import SectionContent, Term
from lms.content.rules.pieces import CONTACT_KINDS, Piece, cut, pause_of

NOTHING = Markup()


@dataclass(frozen=True, kw_only=True)
class PauseOption:
    """One answer a pause offers; which one was chosen is kept by its position."""

    position: int
    text_html: Markup


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block. What a kind does not use is empty."""

    kind: str
    """``html key care example compare contacts source pause``."""

    heading: str = ""
    """Plain text; '' where the author gave none."""

    html: Markup = NOTHING
    """The body of html, key, care, example and source."""

    weaker_html: Markup = NOTHING
    better_html: Markup = NOTHING
    contacts: tuple[str, ...] = ()
    """Kinds of contact to show; all of them where the author named none."""

    prompt_html: Markup = NOTHING
    options: tuple[PauseOption, ...] = ()
    ours_html: Markup = NOTHING


def render(
    section: SectionContent,
    glossary: Collection[Term] = (),
    addresses: Addresses = ON_ONE_PAGE,
) -> tuple[Block, ...]:
    """Return the blocks of a section that was read without a fault.

    The HTML is clean. A term is a link to its entry in a glossary list that the template puts at
    the foot of the page (``terms`` and ``Term.anchor``), with its meaning in ``data-term`` so that
    a script may show it in place.
    """
    draw = _Drawing(glossary, addresses)
    pieces, _ = cut(section.text)
    return tuple(draw.block(piece) for piece in pieces)


def terms(sections: Sequence[SectionContent], glossary: Collection[Term]) -> tuple[Term, ...]:
    """Return the terms that these sections explain, by alphabet: the list at a page's foot."""
    named = {
        markdown.term_key(name)
        for section in sections
        for name in markdown.terms_named(section.text)
    }
    used = [term for term in glossary if markdown.term_key(term.term) in named]
    return tuple(sorted(used, key=lambda term: term.term.casefold()))


class _Drawing:
    def __init__(self, glossary: Collection[Term], addresses: Addresses) -> None:
        self.glossary = glossary
        self.addresses = addresses
        self.explained: set[str] = set()

    def block(self, piece: Piece) -> Block:
        if piece.kind == "pause":
            return self._pause(piece)
        if piece.kind == "compare":
            weaker, better = piece.halves
            return Block(
                kind="compare",
                heading=piece.heading,
                weaker_html=self._html(weaker.text),
                better_html=self._html(better.text),
            )
        if piece.kind == "contacts":
            return Block(kind="contacts", contacts=tuple(piece.heading.split()) or CONTACT_KINDS)
        return Block(kind=piece.kind, heading=piece.heading, html=self._html(piece.body.text))

    def _pause(self, piece: Piece) -> Block:
        pause = pause_of(piece)
        if pause is None:
            msg = f"the pause on line {piece.line} was not checked"
            raise ValueError(msg)
        return Block(
            kind="pause",
            heading=piece.heading,
            prompt_html=self._html(pause.prompt.text),
            options=tuple(
                PauseOption(
                    position=position,
                    text_html=markdown.inline(
                        option.text, self.glossary, self.addresses, explained=self.explained
                    ),
                )
                for position, option in enumerate(pause.options)
            ),
            ours_html=self._html(pause.ours.text),
        )

    def _html(self, text: str) -> Markup:
        return markdown.html(text, self.glossary, self.addresses, explained=self.explained)
