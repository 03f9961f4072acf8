"""A whole import is undone: what it added goes, what it changed is put back."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assignment.models import Obligation
from lms.audit.models import AuditRow
from lms.compliance import queries as compliance
from lms.compliance.queries import Asked
from lms.identity.models import Invitation
from lms.intake import commands, queries
from lms.intake.errors import NotUndone
from lms.intake.models import ImportLine
from lms.people import commands as people
from lms.people.models import Agency, DutyName, Engagement, Person, Setting, Unit
from tests.support.factories import PersonFactory, RequirementFactory, UnitFactory
from tests.support.factories.learning import AttemptFactory
from tests.support.lists import row, upload, written

ENGAGEMENT = (
    "person_id",
    "kind",
    "source",
    "reference",
    "employee_number",
    "job_title",
    "unit_id",
    "agency_id",
    "manager_id",
    "starts_on",
    "ends_on",
)


def register(session):
    """Everything that lists bring, as it stands."""
    session.expire_all()
    return {
        "people": sorted(
            (one.id, one.name, one.sort_name, one.email or "", one.other_email or "")
            for one in session.scalars(select(Person))
        ),
        "engagements": {
            one.id: tuple(getattr(one, key) for key in ENGAGEMENT)
            for one in session.scalars(select(Engagement))
        },
        "places": {
            one.id: (one.name, getattr(one, "path", ""))
            for table in (Unit, Setting, Agency)
            for one in session.scalars(select(table))
        },
        "owed": {
            one.id: (one.engagement_id, one.begun_on, one.due_on, one.ended_on)
            for one in session.scalars(select(Obligation))
        },
    }


def without_ids(found):
    return (
        sorted(one[1:] for one in found["people"]),
        sorted(str(one[1:6] + one[9:]) for one in found["engagements"].values()),
        len(found["owed"]),
    )


@pytest.fixture
def later(work):
    """Let some time go by."""

    def go_by(**by):
        work.now += timedelta(**(by or {"minutes": 5}))

    return go_by


@pytest.fixture
def bring(work, later):
    def bring(*rows, **over):
        later()
        made = commands.bring_in(work, upload(*rows), anyway=True, **over)
        later()
        return made

    return bring


class TestUndo:
    @pytest.fixture(autouse=True)
    def asked(self, work):
        RequirementFactory()
        RequirementFactory(name="Of casual staff", module_slug="casual", kinds=["casual"])

    def test_takes_out_whom_it_added(self, work, bring):
        bring(row(1))
        before = register(work.session)
        made = bring(row(1), row(2), row(3, line_manager_employee_number="100001"))

        done = commands.undo(work, made.id)

        assert register(work.session) == before
        assert (len(done.people), len(done.engagements), done.stays) == (2, 2, [])

    def test_puts_back_what_it_changed(self, work, bring):
        bring(row(1), row(2))
        before = register(work.session)
        made = bring(
            row(1, team="Fostering", contract_type="Casual", last_name="Nowak"),
            row(2, assignment_end_date="31/10/2026", work_email="new@marlshire.example"),
        )
        assert register(work.session) != before

        done = commands.undo(work, made.id)

        assert register(work.session) == before
        assert done.stays == []

    def test_brings_all_of_it_back_where_the_file_comes_again(self, work, bring):
        bring(row(1))
        rows = row(1, team="Fostering"), row(2)
        made = bring(*rows)
        after = without_ids(register(work.session))
        commands.undo(work, made.id)

        again = bring(*rows)

        assert without_ids(register(work.session)) == after
        counts = queries.shown(work.session, again.id).counts
        assert (counts.added, counts.updated) == (1, 1)

    def test_is_refused_twice_and_of_what_was_never_brought_in(self, work, bring):
        made = bring(row(1))
        commands.undo(work, made.id)

        with pytest.raises(NotUndone, match="was undone on 24 November"):
            commands.undo(work, made.id)
        with pytest.raises(NotUndone, match="changed nothing"):
            commands.undo(work, commands.look(work, upload(row(2))).id)

    def test_leaves_what_somebody_changed_since(self, work, bring, later):
        bring(row(1))
        made = bring(row(1, team="Fostering", job_title="Chef"), row(2))
        first, second = work.session.scalars(select(Engagement).order_by(Engagement.reference))
        mine = UnitFactory(name="Mine")
        people.change_engagement(work, first.id, unit=mine)
        people.end(work, second.id, ends_on=date(2026, 12, 1))
        later()

        done = commands.undo(work, made.id)

        assert (first.unit, first.job_title) == (mine, "Social Worker")
        assert second.ends_on == date(2026, 12, 1)
        assert [one.why for one in done.stays] == [
            "Somebody changed it since; what they entered stays.",
            "It was changed since.",
        ]

    def test_leaves_whoever_signed_in_or_began_to_learn(self, work, bring):
        made = bring(row(1), row(2), row(3))
        signed, learns, nothing = work.session.scalars(select(Person).order_by(Person.email))
        signed.first_signed_in_at = work.now
        AttemptFactory(person_id=learns.id)
        gone = nothing.id

        done = commands.undo(work, made.id)

        assert [one.row for one in done.stays] == [2, 3]
        assert done.people == [gone]

    def test_cancels_invitations_that_are_held(self, work, bring):
        bring(row(1))
        made = bring(row(2))
        assert work.session.scalars(select(Invitation)).all()

        commands.undo(work, made.id)

        held = work.session.scalars(select(Invitation).join(Person)).all()
        assert [one.person.email for one in held] == ["row1@marlshire.example"]

    def test_of_a_day_that_is_over_keeps_what_was_said(self, work, bring, later):
        made = bring(row(1), row(2))
        day = work.today

        def said(**over):
            asked = Asked(day=day, **over)
            return (
                compliance.coverage(work.session, asked),
                compliance.figures(work.session, asked, by="kind"),
            )

        then = said()
        later(days=2)
        done = commands.undo(work, made.id)

        assert said(today=work.today, known_on=day) == then
        assert said(today=work.today)[0].known == 0
        assert "without an engagement" in done.stays[0].why
        assert work.session.scalars(select(Engagement)).all() == []

    def test_says_first_what_it_would_do_and_changes_nothing(self, work, bring):
        made = bring(row(1))
        before = register(work.session)

        plan = queries.plan_of_undoing(work.session, made.id, work.today)

        assert len(plan.people) == 1
        assert register(work.session) == before


IN_PLACES = {"School": "St Ann’s", "Agency": "Helping Hands", "Contract Type": "Agency"}


class TestPlaces:
    """What the list itself made goes with it."""

    def named(self, work):
        tables = (Unit, Setting, Agency)
        return sorted(one.name for of in tables for one in work.session.scalars(select(of)))

    @pytest.fixture
    def made(self, bring):
        return bring(row(1) | IN_PLACES)

    def test_go_with_it(self, work, made):
        done = commands.undo(work, made.id)

        assert self.named(work) == []
        assert (done.places.going, done.places.stay) == (4, [])
        told = select(AuditRow.tag).where(AuditRow.tag.endswith(".taken_out"))
        assert sorted(work.session.scalars(told)) == [
            "agency.taken_out",
            "engagement.taken_out",
            "person.taken_out",
            "setting.taken_out",
            "unit.taken_out",
            "unit.taken_out",
        ]

    def test_that_were_there_before_stay(self, work, bring, made):
        again = bring(row(1) | IN_PLACES, row(2, team="Fostering") | IN_PLACES)

        done = commands.undo(work, again.id)

        assert self.named(work) == ["Court Team", "Helping Hands", "St Ann’s", "Unplaced"]
        assert (done.places.going, done.places.stay) == (1, [])

    def test_of_an_agencys_own_list_go_though_the_list_is_of_it(self, work, bring):
        list_ = written("First Name,Last Name,Start Date\nAda,Lee,14/09/2026\n")
        made = commands.bring_in(work, list_, source="Helping Hands")
        assert made.source.agency.name == "Helping Hands"

        commands.undo(work, made.id)

        assert (self.named(work), made.source.agency) == ([], None)

    def test_stay_where_somebody_works_by_now(self, work, bring, made):
        bring(row(1) | IN_PLACES, row(2) | IN_PLACES)

        done = commands.undo(work, made.id)

        assert self.named(work) == ["Court Team", "Helping Hands", "St Ann’s", "Unplaced"]
        assert [(one.name, one.why) for one in done.places.stay] == [
            ("Court Team", "People work there."),
            ("Helping Hands", "People work there."),
            ("St Ann’s", "People work there."),
            ("Unplaced", "Another unit stands below it."),
        ]

    def test_stay_where_somebody_changed_or_named_them(self, work, later, made):
        court = work.session.scalars(select(Unit).filter_by(name="Court Team")).one()
        agency = work.session.scalars(select(Agency)).one()
        people.grant(work, PersonFactory(), duty=DutyName.HR, unit_id=court.id)
        people.rename_agency(work, agency.id, name="Helping Hands Ltd")
        later()

        done = commands.undo(work, made.id)

        assert [(one.name, one.why) for one in done.places.stay] == [
            ("Court Team", "A duty, a requirement or something else names it."),
            ("Helping Hands Ltd", "It was changed since."),
            ("Unplaced", "Another unit stands below it."),
        ]
        assert self.named(work) == ["Court Team", "Helping Hands Ltd", "Unplaced"]

    def test_stay_where_people_counted_on_days_that_are_over(self, work, later, made):
        later(days=1)

        done = commands.undo(work, made.id)

        assert {one.why for one in done.places.stay} == {
            "People counted there on days that are over.",
            "Another unit stands below it.",
        }
        assert done.places.going == 0

    def test_are_made_anew_where_the_file_comes_again(self, work, bring, made):
        commands.undo(work, made.id)

        bring(row(1) | IN_PLACES)

        assert self.named(work) == ["Court Team", "Helping Hands", "St Ann’s", "Unplaced"]

    def test_of_a_row_that_was_settled_go_too(self, work, bring, later):
        bring(row(1, team=""))
        made = bring(row(9, work_email="row1@marlshire.example", team="Fostering"))
        (line,) = work.session.scalars(select(ImportLine).filter_by(import_id=made.id))
        commands.decide(work, line.id, decision="new", without_address=True)
        assert self.named(work) == ["Fostering", "Unplaced"]
        later()

        commands.undo(work, made.id)

        assert self.named(work) == []


VALUES = {
    "employee_number": ["1", "2", "3"],
    "first_name": ["Ada", "Bo"],
    "work_email": ["", "a@x.example", "b@x.example"],
    "team": ["", "North", "South"],
    "start_date": ["01/09/2026", "14/09/2026"],
    "assignment_end_date": ["", "30/11/2026", "31/12/2026"],
    "contract_type": ["Perm", "Casual"],
}
ROWS = st.lists(
    st.tuples(*(st.integers(0, len(some) - 1) for some in VALUES.values())), min_size=1, max_size=4
)


class TestLaw:
    @pytest.mark.slow
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(files=st.lists(ROWS, min_size=2, max_size=3))
    def test_whatever_the_last_file_did_is_as_before(self, work, bring, files):
        begun, outer = work.now, work.session.get_bind()
        work.session.commit()
        with outer.begin_nested() as savepoint:
            try:
                RequirementFactory(kinds=["casual"])
                for some in files:
                    before = register(work.session)
                    made = bring(*(picked_row(one) for one in some))
                done = commands.undo(work, made.id)
                after = register(work.session)
            finally:
                work.session.rollback()
                savepoint.rollback()
        assert (after, done.stays) == (before, [])
        work.session.expunge_all()
        work.now = begun


def picked_row(picked):
    chosen = {name: some[at] for (name, some), at in zip(VALUES.items(), picked, strict=True)}
    return row(0, assignment_number="", **chosen)
