"""Questions about goes at a practice scenario."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.errors import NotFound
from lms.learning.models import Practice


def practices(session: Session, person_id: UUID, slug: str, scenario_id: str) -> list[Practice]:
    """Return one's goes at a practice scenario, newest first."""
    wanted = select(Practice).filter_by(
        person_id=person_id, module_slug=slug, scenario_id=scenario_id
    )
    return list(session.scalars(wanted.order_by(Practice.begun_at.desc())))


def practice(
    session: Session, person_id: UUID, practice_id: UUID, *, lock: bool = False
) -> Practice:
    """Return one's own go at a practice scenario. Raises NotFound for anybody else's too.

    Args:
        session: the database.
        person_id: whose.
        practice_id: which.
        lock: keep others from changing it until this transaction ends.

    """
    found = session.get(Practice, practice_id, with_for_update=True if lock else None)
    if found is None or found.person_id != person_id:
        msg = "There is no such practice assessment of yours."
        raise NotFound(msg)
    return found
