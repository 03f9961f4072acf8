from datetime import date

import pytest

from lms.kernel.permissions import EVERYONE, Reach
from lms.people import commands, errors, queries
from tests.support.factories import (
    EngagementFactory,
    GroupFactory,
    GroupMemberFactory,
    PersonFactory,
    UnitFactory,
)

TODAY = date(2026, 11, 24)


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

    def test_are_renamed_and_say_what_changed(self, work):
        group = GroupFactory(name="Writes risk asessments", description="")

        commands.change_group(work, group.id, name="Writes risk assessments", description="")

        assert group.name == "Writes risk assessments"
        assert work.events[-1].data() == {"changed": ["name"]}

    def test_keep_their_name_apart_from_others_when_renamed(self, work):
        group = GroupFactory(name="Writers")
        GroupFactory(name="Readers")

        commands.change_group(work, group.id, name="WRITERS")
        with pytest.raises(errors.NameTaken):
            commands.change_group(work, group.id, name="readers")

        assert group.name == "WRITERS"


class TestMembersPage:
    def test_goes_on_behind_the_last(self, session):
        group = GroupFactory()
        for name in "cab":
            person = PersonFactory(last_name=name)
            GroupMemberFactory(group=group, person=person)

        first = queries.members_page(session, group.id, EVERYONE, TODAY, limit=2)
        rest = queries.members_page(session, group.id, EVERYONE, TODAY, limit=2, after=first.after)

        assert [one.name for one in first.rows] == ["Ada a", "Ada b"]
        assert [one.name for one in rest.rows] == ["Ada c"]
        assert rest.after is None

    def test_leaves_out_those_beyond_reach_and_those_who_left(self, session):
        group, unit = GroupFactory(), UnitFactory(name="Court Team")
        inside = EngagementFactory(unit=unit).person
        GroupMemberFactory(group=group, person=inside)
        GroupMemberFactory(group=group, person=EngagementFactory().person)
        gone = EngagementFactory(unit=unit).person
        GroupMemberFactory(group=group, person=gone, until_on=TODAY)

        reach = Reach(unit_paths=frozenset({unit.path}))
        found = queries.members_page(session, group.id, reach, TODAY)

        assert [(one.person_id, one.unit) for one in found.rows] == [(inside.id, "Court Team")]
        assert queries.members_count(session, group.id, reach, TODAY) == 1
