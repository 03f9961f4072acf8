"""Approving an edition, and taking an approval back."""

from uuid import UUID

from lms.content import permissions, queries
from lms.content.errors import AlreadyApproved, NotApproved
from lms.content.events import ApprovalWithdrawn, EditionApproved
from lms.content.models import Approval
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import queries as people

LONGEST = 500


def approve(work: Work, edition_id: UUID, *, role: str, note: str = "") -> Approval:
    """Approve an edition in one's own name, so that it may be given out.

    Args:
        work: the work; its actor is the approver.
        edition_id: which.
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
    approval = _approval(work, edition.id, role=role, note=note, withdraws=False)
    work.record(EditionApproved(subject_id=edition.id, module_slug=edition.module_slug))
    return approval


def withdraw_approval(work: Work, edition_id: UUID, *, note: str) -> Approval:
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
    standing = queries.approval_of(work.session, edition.id)
    if standing is None:
        raise NotApproved(edition.label)
    if not note.strip():
        msg = "Enter why the approval is taken back."
        raise Invalid(msg, field="note")
    role = standing.approver_name.partition(", ")[2] or "Approver"
    taken = _approval(work, edition.id, role=role, note=note, withdraws=True)
    work.record(ApprovalWithdrawn(subject_id=edition.id, module_slug=edition.module_slug))
    return taken


def _approval(work: Work, edition_id: UUID, *, role: str, note: str, withdraws: bool) -> Approval:
    if work.actor.id is None:
        msg = "An edition is approved by a named person. Sign in as one."
        raise Invalid(msg, field="role")
    for text, field in ((role, "role"), (note, "note")):
        if len(text) > LONGEST:
            msg = f"Enter at most {LONGEST} characters."
            raise Invalid(msg, field=field)
    if not role.strip():
        msg = "Enter the post in which you approve it."
        raise Invalid(msg, field="role")
    person = people.person(work.session, work.actor.id)
    approval = Approval(
        edition_id=edition_id,
        approver_id=person.id,
        approver_name=f"{person.name}, {role.strip()}",
        at=work.now,
        withdraws=withdraws,
        note=note.strip(),
    )
    work.session.add(approval)
    work.session.flush()
    return approval
