"""What a module is, how a section becomes blocks, and what changed between two editions."""

from lms.content.rules.blocks import Block, PauseOption, render, terms
from lms.content.rules.changes import Change, changes
from lms.content.rules.markdown import ON_ONE_PAGE, Addresses, html, inline
from lms.content.rules.marking import Pair, Run, side_by_side
from lms.content.rules.module import (
    ModuleContent,
    Outcome,
    SectionContent,
    Source,
    Term,
)
from lms.content.rules.pieces import BLOCKS, CONTACT_KINDS

__all__ = [
    "BLOCKS",
    "CONTACT_KINDS",
    "ON_ONE_PAGE",
    "Addresses",
    "Block",
    "Change",
    "ModuleContent",
    "Outcome",
    "Pair",
    "PauseOption",
    "Run",
    "SectionContent",
    "Source",
    "Term",
    "changes",
    "html",
    "inline",
    "render",
    "side_by_side",
    "terms",
]
