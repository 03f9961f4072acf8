from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment.commands import refresh
from lms.assignment.models import Obligation
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.permissions import Reach
from lms.people import commands, errors, queries
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
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

    def test_makes_each_what_its_level_makes_it(self, work):
        team = commands.ensure_unit(work, "Unplaced", "North team")
        service = commands.ensure_unit(work, "Children", "Family help")
        assert team.kind == "service"

        commands.move_unit(work, team.id, parent_id=service.id)
        assert team.kind == "team"

        commands.move_unit(work, service.id, parent_id=None)
        assert [service.kind, team.kind] == ["directorate", "service"]
        assert service.path == f"/{service.id.hex[:12]}/"

    def test_gives_its_people_what_is_asked_there_from_today(self, work, session):
        team = commands.ensure_unit(work, "Unplaced", "North team")
        service = commands.ensure_unit(work, "Children", "Family help")
        there = RequirementFactory(name="There", module_slug="a", unit=service)
        before = RequirementFactory(name="Before", module_slug="b", unit=team.parent)
        engagement = EngagementFactory(unit=team)
        gone = EngagementFactory(unit=team, ends_on=date(2026, 11, 1))
        refresh(work, [engagement.id, gone.id])
        owed = select(Obligation).filter_by(engagement_id=engagement.id)

        commands.move_unit(work, team.id, parent_id=service.id)

        days = {one.requirement_id: (one.begun_on, one.ended_on) for one in session.scalars(owed)}
        assert days[there.id] == (TODAY, None)
        assert days[before.id] == (date(2026, 9, 1), TODAY)
        assert not session.scalars(
            select(Obligation).filter_by(engagement_id=gone.id, requirement_id=there.id)
        ).all()

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
            ("Children", 0, 1),
            ("Help", 1, 1),
            ("North", 2, 1),
            ("South", 2, 0),
        ]

    def test_counts_a_person_once_and_only_within_reach(self, work, session):
        north = commands.ensure_unit(work, "Children", "Help", "North")
        south = commands.ensure_unit(work, "Children", "Help", "South")
        person = EngagementFactory(unit=north).person
        EngagementFactory(unit=south, person=person)
        EngagementFactory(unit=south)

        whole = {one.name: one.people for one in queries.unit_rows(session, TODAY)}
        part = queries.unit_rows(session, TODAY, reach=Reach(unit_paths=frozenset({north.path})))

        assert whole == {"Children": 2, "Help": 2, "North": 1, "South": 2}
        assert {one.name: one.people for one in part}["Children"] == 1


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


class TestAddAgency:
    def test_refuses_one_there_is(self, work):
        AgencyFactory(name="Caretemps Ltd.")

        with pytest.raises(errors.NameTaken):
            commands.add_agency(work, name="caretemps ltd")

    def test_is_not_for_an_officer_of_one_unit(self, work):
        held = HeldDuty("hr", unit_path="/a/")
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({held}))

        with pytest.raises(NotAllowed):
            commands.add_agency(work, name="New Agency")


class TestRenameAgency:
    def test_refuses_the_name_of_another(self, work):
        AgencyFactory(name="Caretemps")

        with pytest.raises(errors.NameTaken):
            commands.rename_agency(work, AgencyFactory().id, name="caretemps")
