"""What in a text points at a child, and the question to ask about it."""

from lms.discretion.rules.finding import Hit, found, plain, sentence
from lms.discretion.rules.signs import KINDS

__all__ = ["KINDS", "Hit", "found", "plain", "sentence"]
