"""Inviting people, or reminding those who were invited, one or many at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lms.coverage.commands.outcome import Outcome, for_each
from lms.identity import commands as identity
from lms.kernel.work import Work


def invite(work: Work, person_ids: Iterable[UUID], *, seen_at: datetime | None = None) -> Outcome:
    """Invite people today, or again; invitations that still wait give way.

    Args:
        work: the work.
        person_ids: whom; those who cannot be invited are told of in the outcome.
        seen_at: when the page was made on which somebody asked for it, so that a form sent
            twice invites once.

    """
    return for_each(work, person_ids, lambda one: identity.resend(work, one, seen_at=seen_at))
