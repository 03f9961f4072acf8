"""Which units, settings and managers rows come to."""

import pytest
from sqlalchemy import select

from lms.intake import queries
from lms.people import queries as people
from lms.people.models import DutyName, Engagement, Person
from tests.support.factories import (
    EngagementFactory,
    PersonFactory,
    SettingFactory,
    UnitFactory,
)
from tests.support.lists import row


def engagements(work):
    return work.session.scalars(select(Engagement).order_by(Engagement.reference)).all()


def lines(work, shown, status):
    return queries.lines(work.session, shown.id, status=status, limit=100).rows


class TestPlaces:
    def test_are_found_by_name_and_by_what_is_above(self, work, brought):
        early, late = UnitFactory(name="Early Help"), UnitFactory(name="Education")
        UnitFactory(name="Admissions", parent=early)
        wanted = UnitFactory(name="Admissions", parent=late)

        brought(row(1, team="ADMISSIONS") | {"Service": "education"})

        assert engagements(work)[0].unit_id == wanted.id

    def test_are_made_under_unplaced_and_found_there_again(self, work, brought):
        brought(row(1, team="Court Team"), row(2, team="court team"))
        brought(row(3, team="Court Team"))

        units = people.units(work.session)
        assert [one.name for one in units] == ["Unplaced", "Court Team"]
        assert {one.unit_id for one in engagements(work)} == {units[1].id}

    def test_are_made_under_unplaced_where_two_could_be_meant(self, work, brought):
        for above in ("Early Help", "Education"):
            UnitFactory(name="Admissions", parent=UnitFactory(name=above))

        brought(row(1, team="Admissions"))
        brought(row(2, team="Admissions"))

        (unit_id,) = {one.unit_id for one in engagements(work)}
        assert people.unit(work.session, unit_id).parent.name == "Unplaced"

    def test_are_none_where_the_row_names_none(self, work, brought):
        brought(row(1, team=""))

        assert engagements(work)[0].unit_id is None

    def test_are_settings_by_urn_or_name(self, work, brought):
        school = SettingFactory(name="St Ann’s Primary", urn="123456")

        brought(
            row(1) | {"URN": "123456", "School": "wrong name"},
            row(2) | {"School": "st anns primary"},
            row(3) | {"School": "New Academy", "URN": "654321"},
            row(4) | {"URN": "111111"},
        )

        one, two, three, four = engagements(work)
        assert one.setting_id == two.setting_id == school.id
        assert (three.setting.name, three.setting.urn) == ("New Academy", "654321")
        assert four.setting_id is None


class TestManagers:
    def test_are_named_by_number_further_down_the_list_too(self, work, brought):
        shown = brought(
            row(1, line_manager_employee_number="100002"),
            row(2, line_manager_employee_number="100002"),
            row(3, line_manager_employee_number="999999"),
        )

        one, two, three = engagements(work)
        assert one.manager_id == two.person_id
        assert two.manager_id is None
        assert three.manager_id is None
        duties = people.held_by(work.session, two.person_id)
        assert [one.duty for one in duties] == [DutyName.LINE_MANAGER]
        notes = {line.row: line.notes for line in lines(work, shown, "added")}
        assert notes[2] == []
        assert "999999" in notes[4][0]

    def test_are_named_without_the_zeros_of_their_number(self, work, brought):
        brought(
            row(1, line_manager_employee_number="8829"),
            row(2, employee_number="008829", assignment_number="2-1"),
        )
        shown = brought(row(3, line_manager_employee_number="8829"))

        one, three, two = engagements(work)
        assert one.manager_id == three.manager_id == two.person_id
        assert lines(work, shown, "added")[0].notes == []

    @pytest.mark.parametrize(
        "said",
        [
            {"Line Manager": "Bell, Cy"},
            {"Line Manager": "Mr Cy Bell"},
            {"Line Manager": "cy.bell@x.example"},
            {"Manager Email": "Cy.Bell@x.example"},
            {"Line Manager": "778899"},
        ],
    )
    def test_are_named_in_other_ways(self, work, brought, said):
        manager = EngagementFactory(
            employee_number="778899",
            reference="778899-1",
            person__first_name="Cy",
            person__last_name="Bell",
            person__email="cy.bell@x.example",
        ).person
        bell = work.session.get(Person, manager.id)
        bell.sort_name = "bell cy"
        work.session.flush()

        brought(row(1) | said)

        assert engagements(work)[0].manager_id == manager.id

    def test_are_nobody_where_two_have_the_name(self, work, brought):
        for _ in range(2):
            PersonFactory(first_name="Cy", last_name="Bell", sort_name="bell cy")

        shown = brought(row(1) | {"Line Manager": "Cy Bell"})

        assert engagements(work)[0].manager_id is None
        assert "“Cy Bell”" in lines(work, shown, "added")[0].notes[0]

    def test_are_named_on_known_engagements_once_they_are_known(self, work, brought):
        brought(row(1, line_manager_employee_number="100002"))

        shown = brought(row(1, line_manager_employee_number="100002"), row(2))

        assert (shown.counts.updated, shown.counts.added) == (1, 1)
        one, two = engagements(work)
        assert one.manager_id == two.person_id
