"""Ways in: noted when they are heard of, with a health line each."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.intake import commands, queries
from lms.intake.models import Source
from lms.intake.rules.ways import Way
from lms.people import commands as people
from tests.support.factories import EngagementFactory, PersonFactory
from tests.support.lists import row, upload


def ways(work):
    return {one.name: one for one in queries.ways_in(work.session, work.today)}


def engaged(work, source):
    return people.engage(
        work, PersonFactory(), kind="permanent", source=source, starts_on=date(2026, 11, 2)
    )


class TestHeardFrom:
    def test_makes_a_way_in_and_notes_each_day(self, work, clock):
        for gap in (0, 1, 1, 1):
            clock.move(days=gap)
            work.now = clock()
            commands.heard_from(work, "SCIM", way="scim")

        (one,) = ways(work).values()

        assert (one.way, one.usual, one.is_late) == (Way.SCIM, 1, False)
        assert one.last_seen_at == work.now

    def test_tells_when_another_system_fell_silent(self, work, clock):
        for gap in (0, 1, 1, 1):
            clock.move(days=gap)
            work.now = clock()
            commands.heard_from(work, "Payroll", way=Way.API)
        clock.move(days=3)
        work.now = clock()

        assert ways(work)["Payroll"].is_late

    def test_writes_once_a_minute_at_most(self, work, clock):
        commands.heard_from(work, "SCIM", way="scim")
        first = work.now
        clock.move(seconds=30)
        work.now = clock()
        commands.heard_from(work, "SCIM", way="scim")
        assert ways(work)["SCIM"].last_seen_at == first

        clock.move(seconds=30)
        work.now = clock()
        commands.heard_from(work, "SCIM", way="scim")
        assert ways(work)["SCIM"].last_seen_at == work.now

    def test_remembers_no_more_days_than_it_needs(self, work, clock):
        for _ in range(12):
            clock.move(days=1)
            work.now = clock()
            commands.heard_from(work, "SCIM", way="scim")

        assert len(work.session.scalars(select(Source.heard_on)).one()) == 9

    def test_leaves_a_list_of_the_same_name_alone(self, work, clock):
        commands.bring_in(work, upload(row(1)), source="Payroll", kind="temporary")
        listed = work.now
        clock.move(days=2)
        work.now = clock()

        commands.heard_from(work, "Payroll", way="api")

        seen = {one.way: one.last_seen_at for one in queries.ways_in(work.session, work.today)}
        assert seen == {Way.FILE: listed, Way.API: work.now}

    def test_knows_no_other_ways(self, work):
        with pytest.raises(ValueError, match="pigeon"):
            commands.heard_from(work, "Coop", way="pigeon")


class TestStarters:
    @pytest.mark.parametrize(
        ("source", "way"),
        [
            ("Manager", Way.MANAGER),
            ("HR by hand", Way.MANAGER),
            ("Team code", Way.CODE),
            ("Schools", Way.SCHOOL),
            ("SCIM", Way.SCIM),
            ("Sign-in", Way.SIGN_IN),
        ],
    )
    def test_make_their_way_in_heard_of(self, work, source, way):
        engaged(work, source)

        one = ways(work)[source]

        assert (one.way, one.days, one.people) == (way, 0, 1)

    def test_of_a_list_are_no_sign_of_life_of_it(self, work, clock):
        commands.bring_in(work, upload(row(1)))
        before = work.now
        clock.move(days=3)
        work.now = clock()

        engaged(work, "HR")

        one = ways(work)["HR"]
        assert (one.way, one.last_seen_at, one.days, one.people) == (Way.FILE, before, 3, 2)

    def test_are_counted_once_a_person(self, work):
        commands.heard_from(work, "Manager", way="manager")
        person = PersonFactory()
        for _ in range(2):
            EngagementFactory(person=person, source="Manager", unit=None)

        assert ways(work)["Manager"].people == 1
