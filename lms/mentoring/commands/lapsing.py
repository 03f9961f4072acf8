"""What time does to pairings: proposals nobody answered, and people who are DSL no longer."""

from lms.kernel.work import Work
from lms.mentoring import queries
from lms.mentoring.events import MentorNeedClosed, PairingEnded
from lms.mentoring.models import MentorNeed, Pairing


def settle_pairings(work: Work) -> int:
    """End proposals that lapsed, and what whoever is DSL no longer leaves behind; run every day.

    A new DSL whose mentor left waits on from the day they waited from. One who is DSL no longer
    waits no more.

    Returns:
        How many pairings and waits ended.

    """
    lapsed = queries.lapsed(work.session, work.today)
    for one in lapsed:
        _end(work, one, "lapsed")
    there = queries.dsls_on(work.session, work.today)
    standing = queries.standing(work.session, work.today)
    gone = [one for one in standing if not {one.mentor_id, one.need.person_id} <= there]
    for one in gone:
        _end(work, one, "left")
    waits = [one for one in queries.open_needs(work.session) if one.person_id not in there]
    for need in waits:
        _close(work, need)
    return len(lapsed) + len(gone) + len(waits)


def _end(work: Work, one: Pairing, reason: str) -> None:
    one.ended_at, one.ended_for, one.ended_by = work.now, reason, "time"
    work.session.flush()
    work.record(
        PairingEnded(subject_id=one.id, person_id=one.need.person_id, reason=reason, by="time")
    )


def _close(work: Work, need: MentorNeed) -> None:
    need.closed_at, need.closed_for = work.now, "left"
    work.session.flush()
    work.record(MentorNeedClosed(subject_id=need.id, person_id=need.person_id, reason="left"))
