"""Questions about what was completed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.learning.models import Completion


def completion(session: Session, completion_id: UUID) -> Completion:
    """Return the completion with its person and edition. Raises NotFound."""
    wanted = select(Completion).filter_by(id=completion_id)
    wanted = wanted.options(joinedload(Completion.person), joinedload(Completion.edition))
    found = session.scalars(wanted).first()
    if found is None:
        msg = "There is no such completion."
        raise NotFound(msg)
    return found


def completion_of(session: Session, attempt_id: UUID) -> Completion | None:
    """Return the completion that an attempt led to, or None."""
    return session.scalars(select(Completion).filter_by(attempt_id=attempt_id)).first()


def completions_of(session: Session, person_ids: Collection[UUID]) -> list[Completion]:
    """Return what these people completed, in order of the day."""
    wanted = select(Completion).where(Completion.person_id.in_(person_ids))
    return list(session.scalars(wanted.order_by(Completion.completed_on)))
