"""Talks between a manager and somebody who would be helped by one."""

from uuid import UUID

from lms.kernel.work import Work
from lms.learning import permissions, queries
from lms.learning.events import TalkHeld
from lms.learning.models import Talk


def settle_talk(work: Work, talk_id: UUID) -> Talk:
    """Note that a talk was had: the check opens again. Doing it again changes nothing.

    Raises:
        NotFound: there is no such talk.
        NotAllowed: the actor is neither the person's manager nor HR.

    """
    talk = queries.talk(work.session, talk_id)
    work.require(permissions.SETTLE_TALK, talk.person)
    if talk.held_at is None:
        talk.held_at, talk.held_by = work.now, work.actor.id
        work.record(
            TalkHeld(subject_id=talk.id, person_id=talk.person_id, module_slug=talk.module_slug)
        )
    return talk
