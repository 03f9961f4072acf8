"""A team: who needs a word first, who comes, who went; and nobody out of reach."""

from datetime import date

import pytest
from sqlalchemy import event

from lms.compliance import queries
from lms.compliance.queries.asked import Asked, statuses
from lms.compliance.rules import Standing, Status
from lms.kernel.paging import PAGE
from lms.kernel.permissions import Reach
from tests.support.factories import (
    AgencyFactory,
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.proof import ExemptionFactory, InvitationFactory, ProofFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def manager():
    return PersonFactory()


@pytest.fixture
def asked(manager):
    return Asked(day=TODAY, reach=Reach(manager_id=manager.id))


def member(manager, *, due_on=None, proven=False, invited=True, last_name=None, **others):
    engagement = EngagementFactory(manager=manager, **others)
    if last_name:
        engagement.person.sort_name = last_name
    if invited:
        InvitationFactory(person=engagement.person)
    if due_on or proven:
        one = ObligationFactory(engagement=engagement, due_on=due_on or date(2026, 9, 15))
        if proven:
            ProofFactory(obligation_id=one.id)
    return engagement.person


class TestTeam:
    def test_begins_with_whoever_needs_a_word_first(self, session, asked, manager):
        done = member(manager, proven=True)
        soon = member(manager, due_on=date(2026, 11, 26))
        late = member(manager, due_on=date(2026, 11, 20))
        unknown = member(manager, due_on=date(2026, 11, 20), invited=False)
        later = member(manager, due_on=date(2027, 1, 20))
        nothing = member(manager)

        rows = queries.team(session, asked).rows

        assert [row.person_id for row in rows] == [
            one.id for one in (unknown, late, soon, later, done, nothing)
        ]
        assert [row.standing for row in rows][:2] == [Standing.NOT_ENROLLED, Standing.OVERDUE]

    def test_says_what_comes_next_and_where_they_work(self, session, asked, manager):
        unit = UnitFactory(name="Court Team")
        person = member(manager, due_on=date(2026, 11, 26), unit=unit)
        late = ObligationFactory(
            engagement=person.engagements[0], due_on=date(2026, 11, 23), requirement__name="First"
        )
        ExemptionFactory(obligation_id=ObligationFactory(engagement=late.engagement).id)

        (row,) = queries.team(session, asked).rows

        assert (row.next.requirement, row.next.due_on, row.next.status) == (
            "First",
            date(2026, 11, 23),
            Status.OVERDUE,
        )
        assert [(one.unit, one.kind) for one in row.spells] == [("Court Team", "permanent")]

    def test_tells_nothing_of_an_engagement_with_another_manager(self, session, asked, manager):
        person = member(manager, due_on=date(2027, 1, 20))
        other = EngagementFactory(person=person, manager=PersonFactory())
        ObligationFactory(engagement=other, due_on=date(2026, 11, 2))

        (row,) = queries.team(session, asked).rows

        assert row.standing == Standing.NOT_DUE
        assert row.next.due_on == date(2027, 1, 20)
        assert len(row.spells) == 1

    def test_leaves_out_other_teams_and_who_is_not_here_today(self, session, asked, manager):
        member(PersonFactory())
        member(manager, starts_on=date(2026, 11, 30))
        member(manager, ends_on=date(2026, 11, 20))

        assert queries.team(session, asked).rows == []

    def test_goes_on_where_a_page_ended(self, session, asked, manager):
        for at in range(PAGE + 2):
            member(manager, last_name=f"x{at:03}", invited=at % 2 == 0)

        first = queries.team(session, asked)
        second = queries.team(session, asked, after=first.after)

        assert (len(first.rows), len(second.rows), second.after) == (PAGE, 2, None)
        seen = [row.person_id for row in (*first.rows, *second.rows)]
        assert len(set(seen)) == PAGE + 2
        ranks = [row.standing != Standing.NOT_ENROLLED for row in (*first.rows, *second.rows)]
        assert ranks == sorted(ranks)

    def test_begins_anew_behind_a_key_that_somebody_invented(self, session, asked, manager):
        member(manager)

        for key in ("", "x", "1|a|b", "a|b|0b0e8a3c-9f42-4f57-8d4b-0f6f5a1f9a11"):
            assert len(queries.team(session, asked, after=key).rows) == 1

    def test_can_be_narrowed_to_a_standing(self, session, asked, manager):
        member(manager, due_on=date(2026, 11, 20))
        member(manager, proven=True)

        rows = queries.team(session, asked, standing=Standing.OVERDUE).rows

        assert [row.standing for row in rows] == [Standing.OVERDUE]

    def test_tells_when_an_invitation_goes_out(self, session, asked, manager):
        person = member(manager, invited=False)
        InvitationFactory(person=person, send_on=date(2026, 11, 30), sent_at=None)

        (row,) = queries.team(session, asked).rows

        assert row.goes_out_on == date(2026, 11, 30)

    def test_asks_three_times_however_many_they_are(self, session, engine, asked, manager):
        for _ in range(20):
            member(manager, due_on=date(2026, 11, 20))
        said = []

        def note(_connection, _cursor, statement, *_rest):
            said.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            queries.team(session, asked)
        finally:
            event.remove(engine, "before_cursor_execute", note)

        assert len([one for one in said if one.startswith("SELECT")]) == 3


class TestStarting:
    def test_is_who_has_not_begun_with_whether_they_were_reached(self, session, asked, manager):
        member(manager)
        later = member(manager, starts_on=date(2026, 12, 7), invited=False)
        sooner = member(manager, starts_on=date(2026, 11, 30))

        rows = queries.starting(session, asked)

        assert [(row.person_id, row.enrolled) for row in rows] == [
            (sooner.id, True),
            (later.id, False),
        ]


class TestEnded:
    def test_is_who_left_lately_and_has_nothing_else_here(self, session, asked, manager):
        gone = member(manager, ends_on=date(2026, 11, 20))
        member(manager, ends_on=date(2026, 9, 30))
        member(manager, ends_on=TODAY)
        moved = member(manager, ends_on=date(2026, 11, 20))
        EngagementFactory(person=moved, manager=manager)

        rows = queries.ended(session, asked, since=date(2026, 10, 25))

        assert [row.person_id for row in rows] == [gone.id]


class TestStandingsOf:
    def test_is_by_person_and_looks_at_these_only(self, session, manager):
        late = member(manager, due_on=date(2026, 11, 20))
        member(manager, proven=True)
        gone = member(manager, ends_on=date(2026, 11, 20))

        found = queries.standings_of(session, Asked(day=TODAY), [late.id, gone.id])

        assert found == {late.id: Standing.OVERDUE}
        assert queries.standings_of(session, Asked(day=TODAY), []) == {}


class TestReach:
    """What is looked at for a few is what is looked at for everybody, and no more."""

    def test_narrows_without_changing_an_answer(self, session, manager):
        unit = UnitFactory()
        below = UnitFactory(parent=unit)
        agency = AgencyFactory()
        requirement = RequirementFactory()
        mine = [
            EngagementFactory(manager=manager),
            EngagementFactory(unit=below),
            EngagementFactory(kind="agency", agency=agency),
        ]
        for one in (*mine, EngagementFactory()):
            made = ObligationFactory(engagement=one, requirement=requirement)
            ProofFactory(obligation_id=made.id, until_on=date(2026, 11, 27))
        reaches = [
            Reach(manager_id=manager.id),
            Reach(unit_paths=frozenset({unit.path})),
            Reach(agency_ids=frozenset({agency.id})),
        ]

        for one, reach in zip(mine, reaches, strict=True):
            found = statuses(Asked(day=TODAY, reach=reach))
            (row,) = session.query(found).all()
            assert (row.engagement_id, row.status) == (one.id, Status.DUE_SOON.value)
