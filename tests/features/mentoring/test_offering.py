"""A DSL offers to mentor, their head agrees, they pause and take it back."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.kernel.errors import Invalid, NotFound
from lms.mentoring import commands, queries
from lms.mentoring.commands import Offered
from lms.mentoring.errors import NotDsl
from tests.support.factories import DslAppointmentFactory, PersonFactory, SettingFactory
from tests.support.factories.mentoring import MentorProfileFactory

TODAY = date(2026, 11, 24)


def said(**over):
    told = {
        "phases": ["primary"],
        "contexts": ["eal"],
        "days": ["tue", "mon"],
        "online": True,
        "travel_km": 10,
    }
    return Offered(**{**told, **over})


@pytest.fixture
def dsl():
    return DslAppointmentFactory().person


class TestOffer:
    def test_keeps_what_was_said_in_the_order_of_the_lists(self, work, dsl):
        made = commands.offer(work, dsl.id, said(phases=["secondary", "primary"]))

        assert (made.phases, made.days) == (["primary", "secondary"], ["mon", "tue"])
        assert (made.capacity, made.head_agreed_at, made.head_name) == (2, None, "")
        assert queries.profile_of(work.session, dsl.id) is made

    def test_asks_the_head_of_where_they_are_the_first_time(self, work, session, dsl, told):
        commands.offer(work, dsl.id, said())
        assert told() == ["mentoring.offered", "mentoring.head_asked"]
        asked = session.scalars(select(AuditRow).filter_by(tag="mentoring.head_asked")).one()
        place = queries.appointment_of(session, dsl.id, TODAY).setting_id
        assert (asked.person_id, asked.data["setting_id"]) == (dsl.id, str(place))

        commands.offer(work, dsl.id, said(capacity=1))
        assert told() == ["mentoring.offered"]

    def test_changes_leave_what_the_head_said(self, work, dsl):
        made = commands.offer(work, dsl.id, said())
        commands.agree(work, made.id, name="R. Amadi")

        commands.offer(work, dsl.id, said(travel_km=30))

        assert (made.travel_km, made.head_name) == (30, "R. Amadi")
        assert made.head_agreed_at is not None

    @pytest.mark.parametrize(
        "appointment",
        [
            None,
            {"until_on": TODAY},
            {"from_on": date(2026, 12, 1)},
            {"setting__closed_on": TODAY},
        ],
    )
    def test_is_for_whoever_is_dsl_or_deputy_now(self, work, appointment):
        person = PersonFactory()
        if appointment:
            person = DslAppointmentFactory(**appointment).person

        with pytest.raises(NotDsl):
            commands.offer(work, person.id, said())

    def test_is_for_deputies_too(self, work):
        deputy = DslAppointmentFactory(role="deputy").person

        assert commands.offer(work, deputy.id, said()).person_id == deputy.id

    @pytest.mark.parametrize(
        ("over", "field"),
        [
            ({"phases": []}, "phases"),
            ({"phases": ["nowhere"]}, "phases"),
            ({"contexts": ["moon"]}, "contexts"),
            ({"days": ["sun"]}, "days"),
            ({"travel_km": -1}, "travel_km"),
            ({"travel_km": 201}, "travel_km"),
            ({"travel_km": 0, "online": False}, "travel_km"),
            ({"capacity": -1}, "capacity"),
            ({"capacity": 4}, "capacity"),
            ({"dsl_since": date(2026, 11, 25)}, "dsl_since"),
            ({"conflicts": [uuid4()]}, "conflicts"),
        ],
    )
    def test_refuses_what_cannot_be(self, work, dsl, over, field):
        with pytest.raises(Invalid) as refused:
            commands.offer(work, dsl.id, said(**over))

        assert refused.value.field == field

    def test_of_no_places_is_an_offer(self, work, dsl):
        assert commands.offer(work, dsl.id, said(capacity=0)).capacity == 0

    def test_keeps_whom_they_cannot_help_as_it_was_last_said(self, work, session, dsl):
        one, other, third = (PersonFactory() for _ in range(3))

        commands.offer(work, dsl.id, said(conflicts=[one.id, other.id]))
        (kept,) = (c for c in queries.conflicts_of(session, dsl.id) if c.other_id == other.id)
        commands.offer(work, dsl.id, said(conflicts=[other.id, third.id, dsl.id]))

        found = queries.conflicts_of(session, dsl.id)
        assert {one.other_id for one in found} == {other.id, third.id}
        assert kept in found


class TestAskHead:
    def test_asks_once_more_until_they_agreed(self, work, dsl, told):
        made = commands.offer(work, dsl.id, said())
        told()

        commands.ask_head(work, dsl.id)
        assert told() == ["mentoring.head_asked"]
        commands.agree(work, made.id, name="R. Amadi")
        commands.ask_head(work, dsl.id)
        assert told() == ["mentoring.head_agreed"]

    def test_is_for_whoever_offered_and_is_dsl_now(self, work, dsl):
        with pytest.raises(NotDsl):
            commands.ask_head(work, dsl.id)
        commands.offer(work, dsl.id, said())
        commands.withdraw(work, dsl.id)
        with pytest.raises(NotDsl):
            commands.ask_head(work, dsl.id)
        with pytest.raises(NotDsl):
            commands.ask_head(work, MentorProfileFactory(person=PersonFactory()).person_id)


class TestAgree:
    def test_takes_the_name_once(self, work, told):
        made = MentorProfileFactory(head_agreed_at=None, head_name="")

        commands.agree(work, made.id, name="  R.  Amadi ")
        commands.agree(work, made.id, name="Somebody else")

        assert (made.head_name, made.head_agreed_at) == ("R. Amadi", work.now)
        assert told() == ["mentoring.head_agreed"]

    def test_needs_a_name_and_a_mentor(self, work):
        with pytest.raises(Invalid):
            commands.agree(work, MentorProfileFactory(head_agreed_at=None).id, name="  ")
        with pytest.raises(NotFound):
            commands.agree(work, uuid4(), name="R. Amadi")

    def test_is_not_for_an_offer_that_was_taken_back(self, work):
        made = MentorProfileFactory()
        commands.withdraw(work, made.person_id)

        with pytest.raises(NotFound):
            commands.agree(work, made.id, name="R. Amadi")


class TestPause:
    def test_and_go_on_are_told_once_each(self, work, told):
        made = MentorProfileFactory()

        for paused in (True, True, False, False):
            commands.pause(work, made.person_id, paused=paused)
            assert (made.paused_at is not None) == paused

        assert told() == ["mentoring.paused"] * 2

    def test_is_for_whoever_offered(self, work, dsl):
        with pytest.raises(NotDsl):
            commands.pause(work, dsl.id, paused=True)


class TestWithdraw:
    def test_leaves_the_list_and_forgets_the_head(self, work, session, told):
        made = MentorProfileFactory()
        assert queries.profiles(session) == [made]

        commands.withdraw(work, made.person_id)

        assert queries.profiles(session) == []
        assert (made.head_agreed_at, made.head_name) == (None, "")
        assert told() == ["mentoring.withdrew"]
        with pytest.raises(NotDsl):
            commands.withdraw(work, made.person_id)

    def test_and_offering_again_begins_anew(self, work, told):
        made = MentorProfileFactory()
        commands.pause(work, made.person_id, paused=True)
        commands.withdraw(work, made.person_id)
        told()

        again = commands.offer(work, made.person_id, said())

        assert again.id == made.id
        assert (again.withdrawn_at, again.paused_at, again.head_agreed_at) == (None, None, None)
        assert told() == ["mentoring.offered", "mentoring.head_asked"]


class TestProfiles:
    def test_are_in_order_of_surname(self, session):
        settings = [SettingFactory() for _ in range(2)]
        two = [MentorProfileFactory(setting=one) for one in settings]
        two[0].person.sort_name, two[1].person.sort_name = "zaid", "abel"
        session.flush()

        assert queries.profiles(session) == two[::-1]
