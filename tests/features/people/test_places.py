from datetime import date

import pytest

from lms.kernel.errors import Invalid, NotAllowed
from lms.people import commands, errors, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    GroupFactory,
    PersonFactory,
    SettingFactory,
)

TODAY = date(2026, 11, 24)


class TestEnsureUnit:
    def test_makes_what_is_missing_from_the_directorate_down(self, work):
        team = commands.ensure_unit(work, "Children", "Family help", "North team")

        service = team.parent
        assert [one.kind for one in (service.parent, service, team)] == [
            "directorate",
            "service",
            "team",
        ]
        assert team.path.startswith(service.path)
        assert team.path == f"{service.path}{team.id.hex[:12]}/"

    def test_finds_it_again_however_it_is_written(self, work):
        team = commands.ensure_unit(work, "Children", "Family help", "North team")

        assert commands.ensure_unit(work, "CHILDREN", "family  help", "North-Team") is team

    def test_is_not_for_an_officer_of_one_unit(self, work):
        unit = commands.ensure_unit(work, "Children")
        held = HeldDuty("hr", unit_path=unit.path)
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({held}))

        assert commands.ensure_unit(work, "Children") is unit
        with pytest.raises(NotAllowed):
            commands.ensure_unit(work, "Children", "New")

    def test_refuses_a_blank(self, work):
        with pytest.raises(Invalid):
            commands.ensure_unit(work, "Children", " ")


class TestMoveUnit:
    def test_takes_all_below_along(self, work, session):
        team = commands.ensure_unit(work, "Children", "Unplaced", "North team")
        service = commands.ensure_unit(work, "Children", "Family help")
        below = commands.add_unit(work, name="Duty desk", parent_id=team.id)

        commands.move_unit(work, team.id, parent_id=service.id)

        assert team.path == f"{service.path}{team.id.hex[:12]}/"
        assert below.path == f"{team.path}{below.id.hex[:12]}/"

    def test_refuses_to_go_below_itself(self, work):
        team = commands.ensure_unit(work, "Children", "Family help", "North team")

        with pytest.raises(errors.MovesIntoItself):
            commands.move_unit(work, team.parent.id, parent_id=team.id)

    def test_refuses_a_name_that_is_there(self, work):
        team = commands.ensure_unit(work, "Children", "Unplaced", "North")
        other = commands.ensure_unit(work, "Children", "Help", "north")

        with pytest.raises(errors.NameTaken):
            commands.move_unit(work, team.id, parent_id=other.parent.id)


class TestRenameUnit:
    def test_leaves_its_place(self, work):
        team = commands.ensure_unit(work, "Children", "Help", "North")
        path = team.path

        commands.rename_unit(work, team.id, name="North east")

        assert (team.name, team.path) == ("North east", path)

    def test_refuses_a_name_beside_it(self, work):
        team = commands.ensure_unit(work, "Children", "Help", "North")
        commands.ensure_unit(work, "Children", "Help", "South")

        with pytest.raises(errors.NameTaken):
            commands.rename_unit(work, team.id, name="SOUTH")


class TestUnitRows:
    def test_reads_as_a_tree_with_people(self, work, session):
        commands.ensure_unit(work, "Children", "Help", "South")
        north = commands.ensure_unit(work, "Children", "Help", "North")
        EngagementFactory(unit=north)
        EngagementFactory(unit=north, ends_on=date(2026, 9, 2))

        rows = queries.unit_rows(session, TODAY)

        assert [(one.name, one.depth, one.people) for one in rows] == [
            ("Children", 0, 0),
            ("Help", 1, 0),
            ("North", 2, 1),
            ("South", 2, 0),
        ]


class TestSettings:
    def test_are_made_and_changed(self, work):
        made = commands.add_setting(work, name="Hill School", urn="123456", phase="primary")

        commands.change_setting(work, made.id, name="Hill Academy", urn="123456", phase="primary")

        assert made.name == "Hill Academy"

    def test_do_not_share_a_urn(self, work):
        taken = SettingFactory(urn="123456", name="Hill School")

        with pytest.raises(errors.UrnTaken, match=taken.name):
            commands.add_setting(work, name="Dale School", urn="123456", phase="primary")


class TestEnsureAgency:
    def test_finds_it_however_it_is_written(self, work):
        agency = AgencyFactory(name="Caretemps Ltd.")

        assert commands.ensure_agency(work, "CARETEMPS ltd") is agency

    def test_makes_a_new_one(self, work):
        assert commands.ensure_agency(work, "New Agency").name == "New Agency"


class TestRenameAgency:
    def test_refuses_the_name_of_another(self, work):
        AgencyFactory(name="Caretemps")

        with pytest.raises(errors.NameTaken):
            commands.rename_agency(work, AgencyFactory().id, name="caretemps")


class TestGroups:
    def test_take_a_person_from_today(self, work, session):
        group, person = GroupFactory(), PersonFactory()

        commands.add_to_group(work, group.id, person.id)

        assert queries.groups_of(session, person.id, work.today) == [group]
        assert [one.person for one in queries.members(session, group.id, TODAY)] == [person]
        assert queries.groups(session, TODAY) == [(group, 1)]

    def test_take_nobody_twice(self, work):
        group, person = GroupFactory(), PersonFactory()
        commands.add_to_group(work, group.id, person.id)

        with pytest.raises(errors.InGroup):
            commands.add_to_group(work, group.id, person.id)

    def test_let_a_person_go_today(self, work, session):
        group, person = GroupFactory(), PersonFactory()
        commands.add_to_group(work, group.id, person.id)

        commands.remove_from_group(work, group.id, person.id)

        assert queries.groups_of(session, person.id, work.today) == []
        with pytest.raises(errors.NotInGroup):
            commands.remove_from_group(work, group.id, person.id)

    def test_have_names_of_their_own(self, work):
        commands.add_group(work, name="Writes risk assessments")

        with pytest.raises(errors.NameTaken):
            commands.add_group(work, name="writes Risk-Assessments")
