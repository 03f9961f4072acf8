"""What a cell may hold so that a spreadsheet shows it and never runs it."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula."""


def safe(text: str) -> str:
    """Return text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(RISKY) else text
