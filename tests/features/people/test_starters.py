"""Entering a starter whom no list has brought, and finding who is meant."""

from datetime import date
from uuid import uuid4

import pytest

from lms.kernel.errors import Invalid, NotAllowed
from lms.people import commands, errors, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    AgencyFactory,
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    UnitFactory,
)

START = date(2026, 11, 30)
TODAY = date(2026, 11, 24)


def starter(**others):
    values = {
        "first_name": "Zoë",
        "last_name": "O'Neill",
        "email": "zoe@marlshire.example",
        "kind": "permanent",
        "unit": None,
        "agency": None,
        "manager": None,
        "starts_on": START,
        "ends_on": None,
        "source": "Manager",
        "form_key": "0123456789",
    }
    return commands.Starter(**(values | others))


def zoe(**others):
    return PersonFactory(
        first_name="Zoe", last_name="ONeill", name="Zoe ONeill", sort_name="oneill zoe", **others
    )


class TestAddStarter:
    def test_enters_a_person_with_an_engagement(self, work):
        unit, manager = UnitFactory(), PersonFactory()

        begun = commands.add_starter(work, starter(unit=unit, manager=manager))

        assert (begun.person.name, begun.person.email) == ("Zoë O'Neill", "zoe@marlshire.example")
        assert (begun.source, begun.unit_id, begun.manager_id) == ("Manager", unit.id, manager.id)

    def test_asks_first_where_somebody_of_that_name_is_known(self, work):
        known = EngagementFactory(person=zoe()).person

        with pytest.raises(errors.LooksKnown) as asked:
            commands.add_starter(work, starter())

        assert asked.value.person_ids == [known.id]

    def test_asks_first_where_somebody_is_called_that(self, work):
        known = PersonFactory(name="ZOë O'NEILL")

        with pytest.raises(errors.LooksKnown) as asked:
            commands.add_starter(work, starter(first_name="Zoë", last_name="O'Neill"))

        assert asked.value.person_ids == [known.id]

    def test_puts_whoever_has_the_address_first(self, work):
        zoe()
        other = PersonFactory(other_email="zoe@marlshire.example")

        with pytest.raises(errors.LooksKnown) as asked:
            commands.add_starter(work, starter(email="Zoe@Marlshire.example "))

        assert asked.value.person_ids[0] == other.id

    def test_adds_an_engagement_to_the_same_person_and_keeps_their_address(self, work):
        known = zoe(email=None)

        begun = commands.add_starter(work, starter(), same=known.id)

        assert begun.person_id == known.id
        assert known.email is None

    def test_enters_somebody_new_of_the_same_name(self, work):
        known = zoe()

        begun = commands.add_starter(work, starter(), is_new=True)

        assert begun.person_id != known.id

    def test_takes_nobody_for_the_same_who_does_not_look_alike(self, work):
        zoe()
        with pytest.raises(errors.LooksKnown):
            commands.add_starter(work, starter(), same=PersonFactory().id)

    def test_does_not_enter_whoever_was_gone_meanwhile_as_new(self, work):
        begun = commands.add_starter(work, starter(), same=uuid4(), is_new=False)

        assert begun.person.name == "Zoë O'Neill"

    def test_refuses_somebody_new_with_an_address_that_is_taken(self, work):
        zoe(email="zoe@marlshire.example")

        with pytest.raises(errors.AddressTaken):
            commands.add_starter(work, starter(), is_new=True)

    def test_refuses_the_same_form_twice_before_it_asks_anything(self, work):
        commands.add_starter(work, starter())

        with pytest.raises(errors.FormSent):
            commands.add_starter(work, starter())

    def test_refuses_an_engagement_that_is_known(self, work):
        unit = UnitFactory()
        known = EngagementFactory(person=zoe(), unit=unit, starts_on=START).person

        with pytest.raises(errors.EngagedAlready):
            commands.add_starter(work, starter(unit=unit), same=known.id)

    def test_refuses_a_person_as_their_own_manager(self, work):
        known = zoe()

        with pytest.raises(errors.OwnManager):
            commands.add_starter(work, starter(manager=known), same=known.id)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first_name": " "},
            {"email": "zoe"},
            {"ends_on": date(2026, 11, 29)},
            {"kind": "agency"},
        ],
    )
    def test_refuses_what_does_not_fit(self, work, wrong):
        with pytest.raises(Invalid):
            commands.add_starter(work, starter(**wrong))


class TestReach:
    def manager(self, work):
        manager = DutyFactory(duty="line_manager").person
        work.actor = PersonActor(id=manager.id, duties=frozenset({HeldDuty("line_manager")}))
        return manager

    def test_lets_a_manager_add_to_own_people(self, work):
        manager = self.manager(work)

        begun = commands.add_starter(work, starter(manager=manager))

        assert begun.manager_id == manager.id

    def test_refuses_a_manager_another_managers_people(self, work):
        self.manager(work)

        with pytest.raises(NotAllowed):
            commands.add_starter(work, starter(manager=PersonFactory()))

    def test_refuses_a_coordinator(self, work):
        agency = AgencyFactory()
        duty = HeldDuty("agency_coordinator", agency_id=agency.id)
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({duty}))

        with pytest.raises(NotAllowed):
            commands.add_starter(work, starter(kind="agency", agency=agency))


class TestSourceOf:
    def test_says_whose_word_it_is(self, work):
        assert commands.source_of(work) == "HR by hand"

        work.actor = PersonActor(id=uuid4(), duties=frozenset({HeldDuty("line_manager")}))
        assert commands.source_of(work) == "Manager"


class TestManagerCalled:
    def test_finds_by_address_and_by_parts_of_a_name(self, session):
        person = EngagementFactory(person=zoe(email="zoe@marlshire.example")).person

        for text in ("ZOE@marlshire.example", "zoë o’neill", "O'Neill"):
            assert queries.manager_called(session, text, day=TODAY).id == person.id

    def test_prefers_exactly_that_name(self, session):
        person = EngagementFactory(person=zoe()).person
        EngagementFactory(person=PersonFactory(sort_name="oneill zoe marie"))

        assert queries.manager_called(session, "Zoe O'Neill", day=TODAY).id == person.id

    def test_leaves_out_who_has_left(self, session):
        EngagementFactory(person=zoe(), ends_on=date(2026, 10, 1))

        with pytest.raises(errors.ManagerUnknown):
            queries.manager_called(session, "Zoe O'Neill", day=TODAY)

    def test_asks_for_the_address_where_two_are_alike(self, session):
        for _ in range(2):
            EngagementFactory(person=zoe())

        with pytest.raises(errors.ManagersAlike):
            queries.manager_called(session, "Zoe O'Neill", day=TODAY)

    def test_lets_nobody_be_their_own(self, session):
        person = EngagementFactory(person=zoe()).person

        with pytest.raises(errors.OwnManager):
            queries.manager_called(session, "Zoe O'Neill", day=TODAY, but=person.id)

    @pytest.mark.parametrize("text", ["", " . ", "nobody@marlshire.example", "Nemo"])
    def test_refuses_a_name_that_is_nobodys(self, session, text):
        with pytest.raises(errors.ManagerUnknown):
            queries.manager_called(session, text, day=TODAY)
