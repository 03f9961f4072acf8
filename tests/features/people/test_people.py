import pytest

from lms.audit.models import AuditRow
from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.people import commands, errors, events, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory, UnitFactory


def acting(work, person, *duties):
    work.actor = PersonActor(id=person.id, duties=frozenset(duties))
    return work


class TestJoin:
    def test_enters_a_person_as_they_are_called(self, work):
        person = commands.join(
            work,
            first_name=" Zoë ",
            last_name="O’Neill",
            name="Zoë O’Neill-Hart",
            email="Zoe@Marlshire.Example",
        )

        assert person.name == "Zoë O’Neill-Hart"
        assert person.sort_name == "oneill zoe"
        assert person.email == "zoe@marlshire.example"
        assert person.created_at == work.now

    def test_uses_both_names_where_there_is_no_other(self, work):
        person = commands.join(work, first_name="Ann", last_name="Lee")

        assert (person.name, person.email) == ("Ann Lee", None)

    def test_records_it_without_the_name(self, work, session):
        person = commands.join(work, first_name="Ann", last_name="Lee")

        row = session.query(AuditRow).one()
        assert (row.tag, row.person_id, row.data) == ("person.joined", person.id, {})

    def test_refuses_an_address_that_is_somebodys_second(self, work):
        other = PersonFactory(other_email="ann@home.example")

        with pytest.raises(errors.AddressTaken, match="find them under People") as refused:
            commands.join(work, first_name="Ann", last_name="Lee", email="Ann@home.example")

        assert refused.value.field == "email"
        assert refused.value.person_id == other.id

    def test_keeps_one_of_two_equal_addresses(self, work):
        person = commands.join(
            work, first_name="A", last_name="B", email="a@b.example", other_email="A@b.example"
        )

        assert person.other_email is None

    def test_refuses_a_missing_name(self, work):
        with pytest.raises(Invalid, match="Enter the first name"):
            commands.join(work, first_name=" ", last_name="Lee")

    def test_is_not_for_everybody(self, work):
        acting(work, PersonFactory(), HeldDuty("auditor"))

        with pytest.raises(NotAllowed):
            commands.join(work, first_name="Ann", last_name="Lee")


class TestCorrect:
    @pytest.fixture
    def person(self):
        return PersonFactory(first_name="Ann", last_name="Lee", email="ann@old.example")

    def change(self, work, person, **others):
        values = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "name": person.name,
            "email": person.email,
            "other_email": person.other_email,
        }
        return commands.correct(work, person.id, **(values | others))

    def test_changes_name_and_order(self, work, person):
        self.change(work, person, last_name="Żak", name="Ann Żak")

        assert (person.name, person.sort_name) == ("Ann Żak", "zak ann")
        assert work.events[-1].changed == ["last_name", "name"]

    def test_forgets_that_the_old_address_bounced(self, work, person):
        commands.bounced(work, person.id)

        self.change(work, person, email="ann@new.example")

        assert person.bounced_at is None

    def test_says_nothing_where_nothing_changed(self, work, person):
        self.change(work, person, email="ANN@old.example")

        assert not work.events

    def test_refuses_somebody_elses_address(self, work, person):
        PersonFactory(email="taken@x.example")

        with pytest.raises(errors.AddressTaken) as refused:
            self.change(work, person, other_email="taken@x.example")

        assert refused.value.field == "other_email"

    def test_lets_two_addresses_change_places(self, work, person):
        person.other_email = "ann@home.example"

        self.change(work, person, email="ann@home.example", other_email="ann@old.example")

        assert (person.email, person.other_email) == ("ann@home.example", "ann@old.example")

    def test_guards_an_administrators_address_from_hr(self, work):
        administrator = DutyFactory(duty="administrator").person
        acting(work, PersonFactory(), HeldDuty("hr"))

        with pytest.raises(errors.AddressGuarded, match="duty of administrator"):
            self.change(work, administrator, email="mine@x.example")
        self.change(work, administrator, last_name="Corrected")

    def test_is_not_for_a_line_manager(self, work, person):
        acting(work, PersonFactory(), HeldDuty("line_manager"))

        with pytest.raises(NotAllowed):
            self.change(work, person, last_name="New")

    def test_knows_that_there_is_no_such_person(self, work):
        with pytest.raises(NotFound):
            commands.correct(
                work,
                UnitFactory().id,
                first_name="A",
                last_name="B",
                name=None,
                email=None,
                other_email=None,
            )


class TestSignedIn:
    def test_tells_of_the_first_time_only(self, work, clock):
        person = PersonFactory()
        commands.signed_in(work, person.id)
        first = work.now
        work.now = clock.move(days=1)

        commands.signed_in(work, person.id)

        assert (person.first_signed_in_at, person.last_signed_in_at) == (first, clock())
        assert [type(one) for one in work.events] == [events.FirstSignedIn]


class TestSignOutEverywhere:
    def test_is_everybodys_own_to_do(self, work):
        person = PersonFactory()
        acting(work, person)

        commands.sign_out_everywhere(work, person.id)

        assert person.signed_out_at == work.now

    def test_is_for_hr_over_others(self, work):
        person = EngagementFactory().person
        acting(work, PersonFactory(), HeldDuty("hr"))

        commands.sign_out_everywhere(work, person.id)

        assert person.signed_out_at == work.now

    def test_is_nobody_elses(self, work):
        acting(work, PersonFactory(), HeldDuty("line_manager"))

        with pytest.raises(NotAllowed):
            commands.sign_out_everywhere(work, EngagementFactory().person.id)


class TestPersonByAddress:
    def test_finds_by_either_address_in_any_case(self, session):
        person = PersonFactory(email="ann@work.example", other_email="ann@home.example")

        assert queries.person_by_address(session, " ANN@work.example") is person
        assert queries.person_by_address(session, "Ann@Home.example") is person

    def test_finds_nobody_by_a_blank(self, session):
        PersonFactory(email=None)

        assert queries.person_by_address(session, " ") is None
