"""Approving an edition, and taking an approval back."""

from uuid import UUID

from lms.content import permissions, queries
from lms.content.errors import AlreadyApproved, NotApproved
from lms.content.events import ApprovalWithdrawn, EditionApproved
from lms.content.models import Approval
from lms.kernel.errors import Invalid
from lms.kernel.work import Work

LONGEST = 500


def approve(work: Work, edition_id: UUID, *, name: str, role: str, note: str = "") -> Approval:
    """Approve an edition in one's own name, so that it may be given out.

    Args:
        work: the work; its actor is the approver.
        edition_id: which.
        name: the approver's, as it is printed beside the edition.
        role: the post in which they approve, such as 'Education safeguarding lead'.
        note: what they looked at, or what should change next time.

    Raises:
        NotFound: there is no such edition.
        NotAllowed: the actor is no approver, or no named person.
        AlreadyApproved: it is.
        Invalid: no role, or a text too long.

    """
    edition = queries.edition(work.session, edition_id)
    work.require(permissions.APPROVE, edition)
    if queries.approval_of(work.session, edition.id) is not None:
        raise AlreadyApproved(edition.label)
    approval = _approval(work, edition.id, signed=_signed(name, role), note=note)
    work.record(EditionApproved(subject_id=edition.id, module_slug=edition.module_slug))
    return approval


def withdraw_approval(work: Work, edition_id: UUID, *, name: str, note: str) -> Approval:
    """Take an approval back: nobody new is given the edition.

    Attempts and certificates that point to it stay what they are.

    Raises:
        NotFound: there is no such edition.
        NotAllowed: the actor is no approver, or no named person.
        NotApproved: it is not approved.
        Invalid: no reason, or a text too long.

    """
    edition = queries.edition(work.session, edition_id)
    work.require(permissions.APPROVE, edition)
    if queries.approval_of(work.session, edition.id) is None:
        raise NotApproved(edition.label)
    if not note.strip():
        msg = "Enter why the approval is taken back."
        raise Invalid(msg, field="note")
    taken = _approval(work, edition.id, signed=name, note=note, withdraws=True)
    work.record(ApprovalWithdrawn(subject_id=edition.id, module_slug=edition.module_slug))
    return taken


def _signed(name: str, role: str) -> str:
    """Return name and post as they stand beside the edition. Raises Invalid."""
    if not role.strip():
        msg = "Enter the post in which you approve it."
        raise Invalid(msg, field="role")
    if len(role) > LONGEST:
        msg = f"Enter a post of at most {LONGEST} characters."
        raise Invalid(msg, field="role")
    return f"{name}, {role.strip()}"


def _approval(
    work: Work, edition_id: UUID, *, signed: str, note: str, withdraws: bool = False
) -> Approval:
    if work.actor.id is None:
        msg = "An edition is approved by a named person. Sign in as one."
        raise Invalid(msg, field="role")
    if len(note) > LONGEST:
        msg = f"Enter at most {LONGEST} characters."
        raise Invalid(msg, field="note")
    approval = Approval(
        edition_id=edition_id,
        approver_id=work.actor.id,
        approver_name=signed,
        at=work.now,
        withdraws=withdraws,
        note=note.strip(),
    )
    work.session.add(approval)
    work.session.flush()
    return approval
