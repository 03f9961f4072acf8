"""What time does to pairings: proposals nobody answered, and people who are DSL no longer."""

from lms.kernel.work import Work
from lms.mentoring import queries
from lms.mentoring.commands.pairing import end
from lms.mentoring.events import MentorNeedClosed
from lms.mentoring.models import MentorNeed


def settle_pairings(work: Work) -> int:
    """End proposals that lapsed, and what whoever is DSL no longer leaves behind; run every day.

    A new DSL whose mentor left waits on from the day they waited from. One who is DSL no longer
    waits no more; one whose first day is still to come waits on.

    Returns:
        How many pairings and waits ended.

    """
    lapsed = queries.lapsed(work.session, work.today)
    for one in lapsed:
        end(work, one, "lapsed", "time")
    there = queries.dsls_on(work.session, work.today)
    soon = queries.dsls_from(work.session, work.today)
    standing = queries.standing(work.session, work.today)
    gone = [
        one for one in standing if one.mentor_id not in there or one.need.person_id not in soon
    ]
    for one in gone:
        end(work, one, "left", "time")
    waits = [one for one in queries.open_needs(work.session) if one.person_id not in soon]
    for need in waits:
        _close(work, need)
    return len(lapsed) + len(gone) + len(waits)


def _close(work: Work, need: MentorNeed) -> None:
    need.closed_at, need.closed_for = work.now, "left"
    work.session.flush()
    work.record(MentorNeedClosed(subject_id=need.id, person_id=need.person_id, reason="left"))
