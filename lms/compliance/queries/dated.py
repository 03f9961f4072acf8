"""What was known at the end of a day: obligations, proofs, changes of due days, releases.

What was said on a day is made of these alone, so that it is said again whenever it is asked.
"""

from datetime import date

from sqlalchemy import ColumnElement, null, or_, select, union_all
from sqlalchemy.orm import aliased

from lms.assignment.models import DueChange, Exemption, Obligation, ObligationPast, Pause, Proof
from lms.kernel.days import end_of

SAID = (
    "engagement_id",
    "requirement_id",
    "person_id",
    "module_slug",
    "begun_on",
    "due_on",
    "ended_on",
)


def obligations(known_on: date) -> type[Obligation]:
    """Return obligations as they stood at the end of a day."""
    by_then, past = end_of(known_on), ObligationPast
    still = select(Obligation.id, *(getattr(Obligation, one) for one in SAID))
    before = select(past.obligation_id.label("id"), *(getattr(past, one) for one in SAID))
    whole = union_all(
        still.where(Obligation.known_at < by_then),
        before.where(past.known_at < by_then, past.until_at >= by_then),
    ).subquery()
    return aliased(Obligation, whole, adapt_on_names=True)


def proofs(known_on: date) -> type[Proof]:
    """Return proofs as they were known at the end of a day; those gone since are among them."""
    by_then, past = end_of(known_on), ObligationPast
    still = select(Proof.obligation_id, Proof.from_on, Proof.until_on, Proof.ended_on)
    gone = select(
        past.obligation_id,
        past.proven_from.label("from_on"),
        past.proven_until.label("until_on"),
        null().label("ended_on"),
    )
    whole = union_all(
        still.where(Proof.known_at < by_then),
        gone.where(
            past.proven_until.is_not(None), past.known_at < by_then, past.until_at >= by_then
        ),
    ).subquery()
    return aliased(Proof, whole, adapt_on_names=True)


def was_known(
    of: type[DueChange | Exemption | Pause], known_on: date | None
) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a row had been entered by the end of a day; none without one."""
    return () if known_on is None else (of.at < end_of(known_on),)


def not_back(day: date, known_on: date | None) -> ColumnElement[bool]:
    """Return the condition that somebody paused had not returned by ``day``, as was known."""
    away = or_(Pause.until_on.is_(None), Pause.until_on > day)
    return away if known_on is None else or_(away, Pause.until_at >= end_of(known_on))
