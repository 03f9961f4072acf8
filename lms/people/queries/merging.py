"""Which records became one, and whom an id means since."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from lms.kernel.errors import NotFound
from lms.people.models import Engagement, Merge, Person


def merge(session: Session, merge_id: UUID) -> Merge:
    """Return the merge with both people. Raises NotFound."""
    found = session.get(Merge, merge_id, options=[joinedload(Merge.keep), joinedload(Merge.other)])
    if found is None:
        msg = "There is no such merge, or none that you may see. Look for the person under People."
        raise NotFound(msg)
    return found


def merges_of(session: Session, person_id: UUID) -> list[Merge]:
    """Return the merges that stand and by which a person's record grew, the latest first."""
    wanted = select(Merge).where(Merge.keep_id == person_id, Merge.unmerged_at.is_(None))
    return list(
        session.scalars(
            wanted.options(joinedload(Merge.other)).order_by(Merge.merged_at.desc(), Merge.id)
        )
    )


def later_merge(session: Session, made: Merge) -> Merge | None:
    """Return a merge that stands and that came after ``made`` for whoever stayed."""
    since = or_(
        (Merge.keep_id == made.keep_id) & (Merge.merged_at > made.merged_at),
        Merge.other_id == made.keep_id,
    )
    wanted = select(Merge).where(since, Merge.unmerged_at.is_(None), Merge.id != made.id)
    return session.scalar(wanted.order_by(Merge.merged_at.desc()).limit(1))


def survivor_id(session: Session, person_id: UUID) -> UUID:
    """Return whose record an id leads to; itself where it was never merged."""
    return survivors(session, [person_id]).get(person_id, person_id)


def survivor_held(session: Session, person_id: UUID) -> UUID:
    """Return the same, and let nobody merge that record until this transaction ends."""
    wanted = select(Person.merged_into_id).with_for_update(read=True, key_share=True)
    while merged_into := session.scalar(wanted.where(Person.id == person_id)):
        person_id = merged_into
    return person_id


def survivors(session: Session, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return id → whose record it became part of, of those that did."""
    wanted = select(Person.id, Person.merged_into_id).where(
        Person.id.in_(list(person_ids)), Person.merged_into_id.is_not(None)
    )
    return {row.id: row.merged_into_id for row in session.execute(wanted) if row.merged_into_id}


def former_ids(session: Session, person_id: UUID) -> list[UUID]:
    """Return the ids of records that became part of a person's."""
    return list(session.scalars(select(Person.id).where(Person.merged_into_id == person_id)))


def manages(session: Session, manager_id: UUID, person_id: UUID) -> bool:
    """Tell whether one is or was named as the other's line manager."""
    named = (Engagement.person_id == person_id, Engagement.manager_id == manager_id)
    return bool(session.scalar(select(exists().where(*named))))
