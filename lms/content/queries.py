"""Questions about editions and contacts."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.content.models import Approval, Contact, Edition
from lms.kernel.errors import NotFound


def contacts(session: Session) -> list[Contact]:
    """Return whom to call, in the order in which to call them."""
    wanted = select(Contact).where(Contact.removed_at.is_(None))
    return list(session.scalars(wanted.order_by(Contact.position, Contact.name)))


def contact(session: Session, contact_id: UUID) -> Contact:
    """Return the contact. Raises NotFound."""
    found = session.get(Contact, contact_id)
    if found is None or found.removed_at is not None:
        msg = "There is no such contact."
        raise NotFound(msg)
    return found


def edition(session: Session, edition_id: UUID) -> Edition:
    """Return the edition. Raises NotFound."""
    found = session.get(Edition, edition_id)
    if found is None:
        msg = "There is no such edition."
        raise NotFound(msg)
    return found


def approvals(session: Session, edition_ids: Collection[UUID]) -> dict[UUID, Approval]:
    """Return edition → its approval, for those that are approved now: the latest row counts."""
    wanted = select(Approval).where(Approval.edition_id.in_(edition_ids)).order_by(Approval.at)
    latest = {row.edition_id: row for row in session.scalars(wanted)}
    return {key: row for key, row in latest.items() if not row.withdraws}


def approval_of(session: Session, edition_id: UUID) -> Approval | None:
    """Return the approval of an edition that stands, or None."""
    return approvals(session, [edition_id]).get(edition_id)


def editions(session: Session) -> list[Edition]:
    """Return every edition there was, by module, newest first; without their content."""
    wanted = select(Edition).order_by(Edition.module_slug, Edition.serial.desc())
    return list(session.scalars(wanted))


def edition_before(session: Session, found: Edition) -> Edition | None:
    """Return the edition of the same module that came just before, or None."""
    wanted = select(Edition).filter_by(module_slug=found.module_slug)
    wanted = wanted.where(Edition.serial < found.serial).order_by(Edition.serial.desc())
    return session.scalars(wanted.limit(1)).first()


def approval_history(session: Session, edition_id: UUID) -> list[Approval]:
    """Return who approved an edition and who took that back, in order."""
    wanted = select(Approval).filter_by(edition_id=edition_id)
    return list(session.scalars(wanted.order_by(Approval.at)))
