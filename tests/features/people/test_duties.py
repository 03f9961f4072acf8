import pytest

from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.people import commands, errors, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import AgencyFactory, DutyFactory, PersonFactory, UnitFactory


class TestGrant:
    def test_gives_a_duty_over_a_unit(self, work):
        person, unit = PersonFactory(), UnitFactory()

        duty = commands.grant(work, person, duty="hr", unit_id=unit.id)

        assert (duty.person_id, duty.unit, duty.granted_at) == (person.id, unit, work.now)
        assert work.events[-1].data() == {
            "duty": "hr",
            "unit_id": str(unit.id),
            "agency_id": None,
        }

    def test_gives_one_over_an_agency(self, work):
        agency = AgencyFactory()

        duty = commands.grant(
            work, PersonFactory(), duty="agency_coordinator", agency_id=agency.id
        )

        assert duty.agency is agency

    def test_refuses_what_they_hold(self, work):
        held = DutyFactory(duty="auditor")

        with pytest.raises(errors.DutyHeld, match="already holds"):
            commands.grant(work, held.person, duty="auditor")

    def test_gives_again_what_was_withdrawn(self, work):
        held = DutyFactory(duty="auditor")
        commands.withdraw_duty(work, held.id)

        assert commands.grant(work, held.person, duty="auditor").id != held.id

    def test_knows_the_duties_there_are(self, work):
        with pytest.raises(Invalid, match="There is no duty king"):
            commands.grant(work, PersonFactory(), duty="king")

    def test_knows_that_there_is_no_such_unit(self, work):
        with pytest.raises(NotFound):
            commands.grant(work, PersonFactory(), duty="hr", unit_id=PersonFactory().id)

    def test_refuses_a_coordinator_of_no_agency(self, work):
        with pytest.raises(errors.WrongScope):
            commands.grant(work, PersonFactory(), duty="agency_coordinator")

    def test_is_an_administrators(self, work):
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({HeldDuty("hr")}))

        with pytest.raises(NotAllowed):
            commands.grant(work, PersonFactory(), duty="hr")


class TestWithdrawDuty:
    def test_keeps_the_row_with_its_end(self, work):
        held = DutyFactory(duty="hr")

        commands.withdraw_duty(work, held.id)

        assert held.withdrawn_at == work.now

    def test_refuses_a_second_time(self, work):
        held = DutyFactory(duty="hr")
        commands.withdraw_duty(work, held.id)

        with pytest.raises(errors.DutyNotHeld):
            commands.withdraw_duty(work, held.id)

    def test_keeps_the_last_administrator(self, work):
        held = DutyFactory(duty="administrator")
        DutyFactory(duty="administrator", person=PersonFactory(email=None))

        with pytest.raises(errors.LastAdministrator, match="somebody else first"):
            commands.withdraw_duty(work, held.id)

    def test_lets_one_of_two_administrators_go(self, work):
        held = DutyFactory(duty="administrator")
        DutyFactory(duty="administrator")

        commands.withdraw_duty(work, held.id)

        assert held.withdrawn_at == work.now

    def test_is_an_administrators(self, work):
        held = DutyFactory(duty="hr")
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({HeldDuty("hr")}))

        with pytest.raises(NotAllowed):
            commands.withdraw_duty(work, held.id)


class TestDuties:
    def test_lists_what_is_held_now(self, work, session):
        held = DutyFactory(duty="hr")
        commands.withdraw_duty(work, DutyFactory(duty="author").id)
        DutyFactory(duty="line_manager")

        assert queries.duties(session, without="line_manager") == [held]
