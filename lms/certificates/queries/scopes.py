"""Certificates that somebody may see who may not see them all."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload

from lms.certificates.errors import NoSuchCertificate
from lms.certificates.models import Certificate
from lms.certificates.queries.certificates import certificate, counting
from lms.kernel.permissions import Reach
from lms.people.models import Engagement, Person, Unit
from lms.people.queries import within


def certificate_within(
    session: Session, certificate_id: UUID, reach: Reach, *, own: UUID | None
) -> Certificate:
    """Return the certificate, if it is of ``own`` or one that somebody of that reach may see.

    Raises:
        NoSuchCertificate: there is none, or none of theirs; the same question is asked of the
            database either way.

    """
    theirs = or_(Certificate.person_id == own, earned_within(reach))
    wanted = select(Certificate.id).where(Certificate.id == certificate_id, theirs)
    if session.scalar(wanted) is None:
        raise NoSuchCertificate
    return certificate(session, certificate_id)


def earned_within(reach: Reach, *, since: date | None = None) -> ColumnElement[bool]:
    """Return the condition that a certificate was earned before an engagement in reach ended.

    What somebody does after they have left is nobody's business whom they have left.

    Args:
        reach: whose engagements count.
        since: leave out engagements that ended before this day.

    """
    if reach.everyone:
        return true()
    working = select(Engagement.id).outerjoin(Unit, Unit.id == Engagement.unit_id)
    working = working.where(
        Engagement.person_id == Certificate.person_id,
        or_(Engagement.ends_on.is_(None), Engagement.ends_on >= Certificate.completed_on),
        within(reach),
    )
    if since is not None:
        working = working.where(or_(Engagement.ends_on.is_(None), Engagement.ends_on >= since))
    return working.correlate(Certificate).exists()


def valid_within(
    session: Session,
    reach: Reach,
    on: date,
    *,
    since: date,
    person_ids: Collection[UUID] = (),
) -> list[Certificate]:
    """Return the certificates that count on a day, of people within reach, by name and module.

    Args:
        session: the database.
        reach: only what its people earned before they left.
        on: the day on which they count.
        since: people who left before this day are not looked at.
        person_ids: only these people's; empty for everybody's.

    """
    wanted = select(Certificate).join(Person).where(earned_within(reach, since=since))
    if person_ids:
        wanted = wanted.where(Certificate.person_id.in_(person_ids))
    order = (Person.sort_name, Person.id, Certificate.module_title, Certificate.id)
    wanted = wanted.options(joinedload(Certificate.withdrawal)).order_by(*order)
    return counting(session.scalars(wanted), on)
