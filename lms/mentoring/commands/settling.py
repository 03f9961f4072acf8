"""What a council settles for the programme: its term dates, and how parts of a score weigh."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from uuid import uuid4

from sqlalchemy import delete, select

from lms.kernel import words
from lms.kernel.work import Work
from lms.mentoring import permissions
from lms.mentoring.errors import BadTerms
from lms.mentoring.events import MentorWeightsSet, TermsSet
from lms.mentoring.models import MentorWeights, Term
from lms.mentoring.rules.facts import Weights
from lms.people.rules import WHOLE_COUNCIL

Named = tuple[str, date, date]
"""A term's name, its first and its last day."""


def set_terms(work: Work, told: Sequence[Named]) -> list[Term]:
    """Enter the council's term dates in place of those there were.

    Raises:
        NotAllowed: the actor may not bring people together.
        BadTerms: one ends before it begins, has no name, or two overlap.

    """
    work.require(permissions.COORDINATE, WHOLE_COUNCIL)
    ordered = sorted(told, key=lambda one: one[1])
    for name, first, last in ordered:
        if not name.strip():
            msg = f"Give the term from {words.day(first)} a name."
            raise BadTerms(msg)
        if last < first:
            msg = f"{name} ends on {words.day(last)}, before it begins on {words.day(first)}."
            raise BadTerms(msg)
    for (name, _, last), (later, first, _) in pairwise(ordered):
        if first <= last:
            msg = f"{later} begins on {words.day(first)}, before {name} has ended."
            raise BadTerms(msg)
    # Of two who enter them at once, the second takes the place of the first's.
    before = list(work.session.scalars(select(Term.id).order_by(Term.from_on).with_for_update()))
    work.session.execute(delete(Term))
    made = [
        Term(id=uuid4(), name=" ".join(name.split())[:80], from_on=first, until_on=last)
        for name, first, last in ordered
    ]
    work.session.add_all(made)
    work.session.flush()
    for subject_id in [*(one.id for one in made), *before][:1]:
        work.record(TermsSet(subject_id=subject_id, terms=len(made)))
    return made


def set_weights(work: Work, weights: Weights, *, blocks_trust: bool) -> MentorWeights:
    """Weigh the parts of a score otherwise from now on; what was sent keeps its points.

    Raises:
        NotAllowed: the actor may not bring people together.
        BadWeights: they make no score.

    """
    work.require(permissions.COORDINATE, WHOLE_COUNCIL)
    weights.points()
    made = MentorWeights(
        id=uuid4(),
        weights=asdict(weights),
        blocks_trust=blocks_trust,
        set_at=work.now,
        set_by=work.actor.id,
    )
    work.session.add(made)
    work.session.flush()
    work.record(MentorWeightsSet(subject_id=made.id))
    return made
