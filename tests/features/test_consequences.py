"""Events together come to what they come to one by one."""

from datetime import date

from sqlalchemy import select

from lms.assignment.models import Obligation
from lms.audit import queries as audit
from lms.audit.models import AuditRow
from lms.people.events import EngagementBegun, EngagementChanged, PersonJoined
from tests.support.factories import EngagementFactory, RequirementFactory


def begun(one):
    return EngagementBegun(
        subject_id=one.id,
        person_id=one.person_id,
        kind=one.kind,
        source=one.source,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
    )


def owed(session):
    wanted = select(Obligation.engagement_id, Obligation.begun_on, Obligation.due_on)
    return sorted(map(str, session.execute(wanted.where(Obligation.ended_on.is_(None)))))


class TestFollow:
    def test_seals_many_events_in_their_order(self, work):
        engagements = [EngagementFactory() for _ in range(3)]

        work.record(
            *(PersonJoined(subject_id=one.person_id) for one in engagements),
            *(begun(one) for one in engagements),
        )
        work.record(begun(engagements[0]))

        rows = list(work.session.scalars(select(AuditRow).order_by(AuditRow.serial)))
        assert [one.tag for one in rows] == ["person.joined"] * 3 + ["engagement.begun"] * 4
        assert [one.subject_id for one in rows[3:6]] == [one.id for one in engagements]
        assert audit.check(work.session).intact
        assert len(work.events) == 7

    def test_owes_together_what_is_owed_one_by_one(self, work):
        RequirementFactory()
        RequirementFactory(module_slug="other", kinds=["agency"], due_days={"": 3})
        engagements = [
            EngagementFactory(kind=kind, starts_on=date(2026, 9, day))
            for day, kind in enumerate(["permanent", "agency", "casual", "agency"], 1)
        ]
        for one in engagements:
            work.record(begun(one))
        apart = owed(work.session)
        for row in work.session.scalars(select(Obligation)):
            work.session.delete(row)
        work.session.flush()

        work.record(*(begun(one) for one in engagements))

        assert owed(work.session) == apart
        assert len(apart) == 6

    def test_starts_the_clocks_of_those_who_moved_and_of_no_others(self, work):
        RequirementFactory(kinds=["agency"])
        moved = EngagementFactory(kind="agency")
        corrected = EngagementFactory(kind="agency", starts_on=date(2026, 11, 2))

        work.record(
            EngagementChanged(subject_id=moved.id, person_id=moved.person_id, changed=["kind"]),
            EngagementChanged(
                subject_id=corrected.id,
                person_id=corrected.person_id,
                changed=["starts_on"],
                started_before=date(2026, 11, 9),
            ),
        )

        days = dict(
            work.session.execute(select(Obligation.engagement_id, Obligation.begun_on)).all()
        )
        assert days == {moved.id: work.today, corrected.id: date(2026, 11, 2)}

    def test_is_content_with_nothing(self, work):
        work.record()

        assert audit.check(work.session).events == 0
