"""A list that ends or moves very many people at once stops and asks."""

import pytest
from sqlalchemy import func, select

from lms.intake import commands, queries
from lms.intake.errors import Braked
from lms.people.models import Engagement
from tests.support.factories import EngagementFactory, UnitFactory
from tests.support.lists import row, upload

GONE = "30/09/2026"


def rows(number, **over):
    return [row(n, **over) for n in range(number)]


def ended(session):
    wanted = select(func.count()).select_from(Engagement)
    return session.scalar(wanted.where(Engagement.ends_on.is_not(None)))


class TestBrake:
    def test_stops_a_list_that_ends_more_than_a_twentieth(self, work, brought):
        brought(*rows(40))
        file = upload(*rows(40)[6:], *rows(6, assignment_end_date=GONE))

        with pytest.raises(Braked, match=r"6 people an earlier last day, of 40 .* 15%") as stopped:
            commands.bring_in(work, file)

        assert stopped.value.field == "anyway"

    def test_lets_it_through_where_somebody_says_that_it_is_meant(self, work, brought):
        brought(*rows(40))
        looked = commands.look(work, upload(*rows(6, assignment_end_date=GONE)))
        with pytest.raises(Braked):
            commands.accept(work, looked.id)
        assert ended(work.session) == 0

        commands.accept(work, looked.id, anyway=True)

        assert ended(work.session) == 6

    @pytest.mark.parametrize(("people", "leavers"), [(10, 2), (10, 4), (100, 5)])
    def test_lets_a_few_leave(self, work, brought, people, leavers):
        brought(*rows(people))

        found = brought(*rows(leavers, assignment_end_date=GONE))

        assert not found.is_braked
        assert ended(work.session) == leavers

    def test_is_not_moved_by_who_is_left_out_or_starts_with_an_end(self, work, brought):
        brought(*rows(40))

        assert not brought(row(0)).is_braked
        assert not brought(*rows(60, assignment_end_date="31/12/2027")[40:]).is_braked

    def test_stops_a_list_that_moves_a_whole_directorate(self, work, brought):
        for name in ("Children", "Adults"):
            one = UnitFactory(name=name)
            UnitFactory(name=f"{name} team", parent=one)
        brought(*rows(6, team="Children team"), *rows(60, team="Adults team")[6:])

        with pytest.raises(Braked, match="takes 6 of the 6 people of Children out of"):
            commands.bring_in(work, upload(*rows(6, team="Adults team")))

    def test_of_another_lists_people_is_none_of_its_business(self, work, brought):
        for _ in range(10):
            EngagementFactory(source="Manager")
        brought(*rows(100))

        assert not brought(*rows(5, assignment_end_date=GONE)).is_braked

    def test_follows_the_councils_settings(self, work, brought, settings):
        brought(*rows(40))
        object.__setattr__(work.settings, "brake_percent", 50)

        assert not brought(*rows(10, assignment_end_date=GONE)).is_braked

    def test_says_it_at_a_look(self, work, brought):
        brought(*rows(40))

        looked = commands.look(work, upload(*rows(6, assignment_end_date=GONE)))

        assert queries.shown(work.session, looked.id).is_braked
        (one,) = queries.alarms_said(work.session, looked.id)
        assert "6 people an earlier last day" in one
