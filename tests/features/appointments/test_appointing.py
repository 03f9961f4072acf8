from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.appointments import commands, errors, rules
from lms.appointments.commands import Named
from lms.appointments.models import DslAppointment
from lms.assignment.models import Obligation
from lms.audit.models import AuditRow
from lms.identity.models import Invitation
from lms.intake.models import Source
from lms.kernel.errors import NotAllowed
from lms.people import commands as people
from lms.people.errors import KeptGroup, LooksKnown
from lms.people.models import Engagement, GroupMember, Person
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    DslAppointmentFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
    SettingFactory,
    UnitFactory,
)

TODAY = date(2026, 11, 24)
MARA = Named(first_name="Mara", last_name="Quill", email="mara@larkmead.example")


@pytest.fixture
def setting():
    return SettingFactory(name="Larkmead Academy")


@pytest.fixture
def appoint(work, setting):
    def appointed(named=MARA, **given):
        told = {"role": "dsl", "from_on": date(2026, 11, 2), "named_by": "coordinator"}
        return commands.appoint(work, setting.id, named, **{**told, **given})

    return appointed


def group_days(session, person_id):
    wanted = select(GroupMember.from_on, GroupMember.until_on).filter_by(person_id=person_id)
    return [tuple(row) for row in session.execute(wanted)]


def owed(session, person_id):
    wanted = select(Obligation).filter_by(person_id=person_id, ended_on=None)
    return [one.module_slug for one in session.scalars(wanted)]


class TestAppoint:
    def test_enters_whoever_is_new_with_an_engagement_of_the_setting(self, appoint, setting):
        made = appoint()

        assert (made.person.name, made.person.email) == ("Mara Quill", "mara@larkmead.example")
        engagement = made.engagement
        assert (engagement.source, engagement.setting_id) == ("Schools", setting.id)
        assert (engagement.starts_on, engagement.unit_id) == (date(2026, 11, 2), None)

    def test_invites_them_so_that_they_can_learn(self, appoint, session):
        made = appoint()

        (invitation,) = session.scalars(select(Invitation).filter_by(person_id=made.person_id))
        assert invitation.engagement_id == made.engagement_id

    def test_owes_what_the_group_is_asked_and_nothing_of_the_directorates(
        self, work, session, appoint
    ):
        group = people.kept_group(work, rules.GROUP)
        RequirementFactory(module_slug="safeguarding-induction")
        RequirementFactory(module_slug="dsl-role", group=group, due_days={"": 30})

        made = appoint()

        assert owed(session, made.person_id) == ["dsl-role"]
        assert group_days(session, made.person_id) == [(date(2026, 11, 2), None)]

    def test_leaves_what_somebody_of_the_council_owes(self, work, session, appoint, setting):
        group = people.kept_group(work, rules.GROUP)
        RequirementFactory(module_slug="safeguarding-induction")
        RequirementFactory(module_slug="dsl-role", group=group)
        known = EngagementFactory(setting=setting, person__email="mara@larkmead.example")

        made = appoint(
            Named(
                first_name=known.person.first_name,
                last_name=known.person.last_name,
                email="mara@larkmead.example",
            )
        )

        assert made.person_id == known.person_id
        assert made.engagement_id == known.id
        assert "dsl-role" in owed(session, made.person_id)

    def test_asks_where_only_the_name_or_only_the_address_is_known(self, appoint, session):
        PersonFactory(first_name="Mara", last_name="Quill", email="other@marl.example")
        with pytest.raises(LooksKnown):
            appoint()

        shared = PersonFactory(email="office@larkmead.example")
        with pytest.raises(LooksKnown) as refused:
            appoint(Named(first_name="Ines", last_name="Roe", email="office@larkmead.example"))
        assert refused.value.person_ids == [shared.id]
        assert session.scalars(select(DslAppointment)).all() == []

    def test_takes_the_answer(self, appoint, session):
        known = PersonFactory(first_name="Mara", last_name="Quill", email="other@marl.example")
        same = Named(first_name="Mara", last_name="Quill", email=MARA.email, same=known.id)

        assert appoint(same).person_id == known.id
        new = Named(first_name="Mara", last_name="Quill", email=MARA.email, is_new=True)
        assert appoint(new, role="deputy").person_id != known.id
        assert len(session.scalars(select(Person)).all()) == 2

    def test_refuses_the_same_again(self, appoint):
        appoint()

        with pytest.raises(errors.AppointedAlready, match="Mara Quill is DSL at Larkmead"):
            appoint(from_on=date(2026, 11, 20))

    def test_makes_a_deputy_the_dsl(self, appoint, session):
        deputy = appoint(role="deputy")
        lead = appoint(from_on=date(2026, 11, 23))

        assert deputy.until_on == date(2026, 11, 23)
        assert lead.until_on is None
        assert deputy.engagement_id == lead.engagement_id
        assert lead.engagement.ends_on is None
        assert group_days(session, lead.person_id) == [(date(2026, 11, 2), None)]

    def test_follows_somebody_or_shares_the_role(self, appoint, setting):
        before = DslAppointmentFactory(setting=setting)
        shared = appoint()
        assert before.until_on is None

        ines = Named(first_name="Ines", last_name="Roe", email="ines@larkmead.example")
        appoint(ines, from_on=TODAY, instead=True)

        assert before.until_on == shared.until_on == TODAY
        assert before.engagement.ends_on == date(2026, 11, 23)

    def test_refuses_a_setting_that_is_closed(self, appoint, setting):
        setting.closed_on = date(2026, 9, 1)

        with pytest.raises(errors.SettingClosed):
            appoint()

    def test_says_that_schools_were_heard_of(self, appoint, session):
        appoint()

        assert session.scalars(select(Source.name).filter_by(way="school")).all() == ["Schools"]

    @pytest.mark.parametrize("duty", ["hr", "network_coordinator"])
    def test_is_refused_to_a_duty_over_one_unit(self, work, appoint, duty):
        unit = UnitFactory()
        held = frozenset({HeldDuty(duty, unit.path)})
        work.actor = PersonActor(id=DutyFactory(duty=duty, unit=unit).person.id, duties=held)

        with pytest.raises(NotAllowed):
            appoint()

    def test_is_a_coordinators_who_may_do_nothing_else(self, work, appoint, session):
        held = frozenset({HeldDuty("network_coordinator")})
        work.actor = PersonActor(id=DutyFactory(duty="network_coordinator").person.id, duties=held)

        made = appoint()

        event = session.scalars(select(AuditRow).filter_by(tag="dsl.appointed")).one()
        assert (event.person_id, event.actor_id) == (made.person_id, work.actor.id)
        with pytest.raises(NotAllowed):
            people.join(work, first_name="No", last_name="Body")


class TestEnd:
    def test_ends_the_engagement_that_came_with_it_and_leaves_the_group(self, work, appoint):
        made = appoint()

        commands.end(work, made.id, last_on=date(2026, 11, 20))

        assert made.until_on == date(2026, 11, 21)
        assert made.engagement.ends_on == date(2026, 11, 20)
        assert group_days(work.session, made.person_id) == [
            (date(2026, 11, 2), date(2026, 11, 21))
        ]

    def test_leaves_an_engagement_that_was_known_before(self, work, setting):
        known = EngagementFactory(setting=setting)
        made = DslAppointmentFactory(setting=setting, engagement=known)

        commands.end(work, made.id, last_on=TODAY)

        assert known.ends_on is None

    def test_keeps_them_in_the_group_while_they_are_dsl_elsewhere(self, work, appoint):
        made = appoint()
        same = Named(first_name="Mara", last_name="Quill", email=MARA.email)
        other = SettingFactory()
        commands.appoint(work, other.id, same, role="dsl", from_on=TODAY, named_by="coordinator")

        commands.end(work, made.id, last_on=TODAY - timedelta(days=1))

        assert made.engagement.ends_on == TODAY - timedelta(days=1)
        assert group_days(work.session, made.person_id) == [(date(2026, 11, 2), None)]

    def test_in_the_future_leaves_the_group_when_the_day_comes(self, work, appoint, clock):
        made = appoint()
        commands.end(work, made.id, last_on=TODAY + timedelta(days=2))
        assert commands.settle_groups(work) == 0

        clock.move(days=3)
        work.now = clock()

        assert commands.settle_groups(work) == 1
        assert commands.settle_groups(work) == 0
        assert group_days(work.session, made.person_id)[0][1] == TODAY + timedelta(days=3)

    def test_refuses_a_day_before_the_first_and_what_is_over(self, work, appoint):
        made = appoint()

        with pytest.raises(errors.EndsBeforeItBegins):
            commands.end(work, made.id, last_on=date(2026, 10, 1))
        commands.end(work, made.id, last_on=date(2026, 11, 20))
        with pytest.raises(errors.OverAlready):
            commands.end(work, made.id, last_on=TODAY)


class TestGroup:
    def test_is_changed_by_no_hand(self, work, appoint):
        made = appoint()
        group = people.kept_group(work, rules.GROUP)

        with pytest.raises(KeptGroup):
            people.remove_from_group(work, group.id, made.person_id)
        with pytest.raises(KeptGroup):
            people.add_to_group(work, group.id, PersonFactory().id)


class TestCover:
    @pytest.fixture
    def lead(self, setting):
        return DslAppointmentFactory(setting=setting)

    @pytest.fixture
    def deputy(self, setting):
        return DslAppointmentFactory(setting=setting, role="deputy")

    def test_says_who_covers_from_until(self, work, lead, deputy):
        made = commands.cover(
            work,
            lead.id,
            from_on=TODAY,
            last_on=date(2026, 11, 30),
            covered_by=deputy.person_id,
        )

        assert (made.from_on, made.until_on) == (TODAY, date(2026, 12, 1))
        assert made.covered_by_id == deputy.person_id

    def test_may_be_somebody_of_the_trust_and_nobody_else(self, work, lead, setting):
        stranger = DslAppointmentFactory()
        with pytest.raises(errors.CannotCover):
            commands.cover(
                work, lead.id, from_on=TODAY, last_on=None, covered_by=stranger.person_id
            )
        with pytest.raises(errors.CannotCover):
            commands.cover(work, lead.id, from_on=TODAY, last_on=None, covered_by=lead.person_id)

        setting.trust = stranger.setting.trust = "Marl Trust"
        work.session.flush()
        commands.cover(work, lead.id, from_on=TODAY, last_on=None, covered_by=stranger.person_id)

    def test_refuses_days_that_overlap(self, work, lead):
        commands.cover(work, lead.id, from_on=TODAY, last_on=None, covered_by=None)

        with pytest.raises(errors.AwayAlready):
            commands.cover(work, lead.id, from_on=TODAY, last_on=TODAY, covered_by=None)

    def test_ends_when_they_are_back(self, work, lead):
        made = commands.cover(work, lead.id, from_on=TODAY, last_on=None, covered_by=None)

        commands.back(work, made.id, on=date(2026, 12, 1))

        assert made.until_on == date(2026, 12, 1)
        with pytest.raises(errors.EndsBeforeItBegins):
            commands.back(work, made.id, on=date(2026, 11, 1))
        tags = work.session.scalars(select(AuditRow.tag).order_by(AuditRow.serial)).all()
        assert tags[-2:] == ["dsl.away", "dsl.back"]


class TestTraining:
    def test_is_noted_as_it_was_told_and_the_last_said_counts(self, work, setting):
        person = DslAppointmentFactory(setting=setting).person
        for day in (date(2026, 3, 1), date(2026, 3, 1), date(2025, 3, 1)):
            commands.tell_training(work, person.id, "role", done_on=day, told_by="school")

        events = work.session.scalars(select(AuditRow).filter_by(tag="dsl.training_told")).all()
        assert [one.data["done_on"] for one in events] == ["2026-03-01", "2025-03-01"]

    def test_is_not_told_before_it_is_done(self, work):
        person = PersonFactory()
        with pytest.raises(errors.NotYet):
            commands.tell_training(
                work, person.id, "role", done_on=TODAY + timedelta(days=1), told_by="school"
            )


class TestEngagementOfASetting:
    def test_is_no_engagement_of_the_councils(self, session, appoint):
        RequirementFactory(module_slug="safeguarding-induction", kinds=["permanent"])

        made = appoint()

        assert owed(session, made.person_id) == []
        wanted = select(Engagement).filter_by(person_id=made.person_id)
        assert [one.kind.value for one in session.scalars(wanted)] == ["permanent"]
