"""What rows of the mentoring programme say to an auditor: that it goes on, and when."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from lms.kernel import words
from lms.mentoring.rules.pairing import CLOSED, ENDS

BY: Mapping[str, str] = {
    "mentor": "by the mentor",
    "mentee": "by the new DSL",
    "coordinator": "by the coordinator",
    "time": "by itself",
}


class Told(Protocol):
    """What a sentence is made of."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The facts of the row."""


SAID: Mapping[str, Callable[[Told], str]] = {
    "mentoring.offered": lambda _row: "Offered to mentor new DSLs, or changed what suits them.",
    "mentoring.head_asked": lambda _row: "The head was asked to agree to the time of mentoring.",
    "mentoring.head_agreed": lambda _row: "The head agreed to the time of mentoring.",
    "mentoring.paused": lambda row: (
        "Takes nobody new to mentor for now." if row.data["paused"] else "Mentors again."
    ),
    "mentoring.withdrew": lambda _row: "Took the offer to mentor back.",
    "mentoring.needed": lambda row: (
        f"Waits for a mentor, {'as a new DSL' if row.data['by_appointment'] else 'as they asked'}."
    ),
    "mentoring.need_told": lambda _row: "Told what suits them in mentoring.",
    "mentoring.need_closed": lambda row: (
        f"Waits for a mentor no more: {CLOSED.get(row.data['reason'], row.data['reason'])}."
    ),
    "mentoring.sent": lambda row: (
        f"A mentor was proposed, to be answered by "
        f"{words.day(date.fromisoformat(row.data['lapses_on']))}."
    ),
    "mentoring.accepted": lambda row: (
        f"A proposed pairing was accepted {BY.get(row.data['side'], '')}".rstrip() + "."
    ),
    "mentoring.paired": lambda _row: "Has a mentor: both said yes.",
    "mentoring.ended": lambda row: (
        f"A pairing ended {BY.get(row.data['by'], '')}: "
        f"{ENDS.get(row.data['reason'], row.data['reason'])}."
    ),
    "mentoring.terms_set": lambda row: (
        f"The term dates were entered: {words.count(row.data['terms'], 'term')}."
    ),
    "mentoring.weights_set": lambda _row: "The parts of a mentoring score weigh otherwise.",
}
"""Tag → sentence."""
