"""How many rows come to what."""

from dataclasses import dataclass

from lms.intake.rules.deciding import ADDED, REJECTED, REVIEW, UNCHANGED, UPDATED, Decision


@dataclass(kw_only=True)
class Counts:
    """What a file comes to; ``rows`` is the sum of the five that follow it."""

    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    held: int = 0
    rejected: int = 0
    """Rows; one may have several faults."""

    faults: int = 0
    people_added: int = 0
    engagements_added: int = 0
    missing: int = 0
    """Engagements of the source that run and that the file left out; nobody ends by that."""

    without_address: int = 0
    """New people whom no message can reach: they need a card."""

    def add(self, one: Decision) -> None:
        """Take in one decision."""
        self.rows += 1
        self.added += one.status == ADDED
        self.updated += one.status == UPDATED
        self.unchanged += one.status == UNCHANGED
        self.held += one.status == REVIEW
        self.rejected += one.status == REJECTED
        self.faults += len(one.line.faults) if one.status == REJECTED else 0
        self.people_added += one.joins
        self.engagements_added += one.begins
        self.without_address += one.joins and one.line.email is None
