"""Marlshire is filled once; each test looks at it, and leaves it as it was."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from lms.assignment.models import Exemption, Obligation, Pause, Proof
from lms.audit import queries as audit
from lms.certificates.models import Certificate, Withdrawal
from lms.compliance import queries as compliance
from lms.compliance.rules import Status
from lms.consequences import follow
from lms.content import queries as content
from lms.content.errors import BadModule
from lms.identity import commands as identity
from lms.identity import rules
from lms.identity.models import Invitation, SignInLink
from lms.intake import queries as intake
from lms.kernel.database import prepare
from lms.kernel.permissions import System
from lms.kernel.settings import Settings
from lms.kernel.store import Store
from lms.kernel.work import Work
from lms.learning.models import Completion, Talk
from lms.operations import schema, seeding
from lms.operations.demo import filling
from lms.operations.demo.cases import NAMES, ROLES, cast
from lms.operations.demo.council import Chance, Council
from lms.operations.demo.plan import Register
from lms.people import queries as people
from lms.people.models import Engagement, Merge, Person, Setting, Unit
from tests.support.modules import ModuleFolder

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE = 120
LISTS = ("HR", "Tarnbrook Staffing")


def made(session, folder, **settings):
    return Work(
        session=session,
        actor=System(),
        now=NOW,
        settings=filling.as_marlshire(Settings(secret_key="not a secret", **settings)),
        store=Store(folder / "store"),
        recorder=follow,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An engine with Marlshire in it."""
    folder = tmp_path_factory.mktemp("marlshire")
    engine = create_engine(f"sqlite:///{folder / 'outset.sqlite'}")
    prepare(engine)
    schema.upgrade(engine)
    with Session(engine) as session:
        filling.fill(made(session, folder), people=PEOPLE)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def marlshire(filled, tmp_path):
    """Work in Marlshire that is undone at the end."""
    with Session(filled) as session:
        yield made(session, tmp_path, base_url="http://127.0.0.1:8000")
        session.rollback()


def planned(seed=1, people=PEOPLE):
    council = Council(Chance(seed), people)
    return Register(council, TODAY)


class TestFill:
    def test_enters_exactly_as_many_as_asked_for(self, marlshire):
        assert marlshire.session.scalar(select(func.count()).select_from(Person)) == PEOPLE

    def test_builds_one_directorate(self, marlshire):
        kinds = Counter(one.kind.value for one in marlshire.session.scalars(select(Unit)))

        assert kinds == {"directorate": 1, "service": 3, "team": 14}
        assert len(people.agencies(marlshire.session)) == 4
        assert marlshire.session.scalar(select(func.count()).select_from(Setting)) == 12

    def test_leaves_a_record_that_is_intact(self, marlshire):
        found = audit.check(marlshire.session)

        assert found.intact
        assert found.events > 10 * PEOPLE

    def test_names_whom_to_call(self, marlshire):
        found = content.contacts(marlshire.session)

        assert len(found) == 7
        assert all(one.telephone.startswith(("01632 960", "101")) for one in found)

    def test_shows_every_status(self, marlshire):
        asked = compliance.Asked(day=TODAY)
        (figures,) = compliance.figures(marlshire.session, asked)

        assert all(getattr(figures, status.value) for status in Status)

    def test_shows_every_standing(self, marlshire):
        found = compliance.standings(marlshire.session, compliance.Asked(day=TODAY))

        assert all(
            (found.not_enrolled, found.overdue, found.due_soon, found.up_to_date, found.released)
        )

    def test_owes_exactly_what_the_requirements_ask(self, marlshire):
        ids = list(marlshire.session.scalars(select(Engagement.id)))
        before = marlshire.session.scalar(select(func.count()).select_from(Obligation))

        again = filling.assignment.refresh(marlshire, ids)

        assert (again.begun, again.moved, again.ended) == ([], [], [])
        assert before > PEOPLE

    def test_gives_every_completion_its_certificate(self, marlshire):
        session = marlshire.session
        completions = set(session.scalars(select(Completion.id)))

        assert set(session.scalars(select(Certificate.completion_id))) == completions
        assert set(session.scalars(select(Proof.completion_id))) <= completions

    @pytest.mark.parametrize(
        "table", [Exemption, Pause, Talk, Withdrawal], ids=lambda table: table.__name__
    )
    def test_has_one_of_each_odd_case(self, marlshire, table):
        assert marlshire.session.scalar(select(func.count()).select_from(table)) == 1

    def test_has_a_list_that_was_undone_and_one_that_waits_for_it_is_so_much(self, marlshire):
        undone, waits = sorted(
            (one for one in intake.history(marlshire.session).rows if one.source in LISTS),
            key=lambda one: one.made_at,
        )

        assert (undone.state, undone.counts.added) == ("undone", 3)
        assert (waits.state, waits.is_braked) == ("waiting", True)
        assert intake.alarms_said(marlshire.session, waits.id)[0].startswith("It gives")

    def test_has_two_records_of_one_human_and_one_that_was_two(self, marlshire):
        session = marlshire.session
        doubles, _ = intake.doubles(session)
        (merge,) = session.scalars(select(Merge))

        starters = [{one.one.email, one.other.email} for one in doubles]
        assert any(any("@post.example" in (one or "") for one in pair) for pair in starters)
        assert len(merge.keep.engagements) == 3
        assert session.scalar(select(Certificate.id).filter_by(person_id=merge.keep_id))

    def test_has_starters_with_two_posts_without_address_and_to_come(self, marlshire):
        session = marlshire.session
        posts = select(func.count(Engagement.id)).group_by(Engagement.person_id)

        assert set(session.scalars(posts)) == {1, 2, 3}
        assert session.scalar(select(Person.id).where(Person.email.is_(None)).limit(1))
        assert session.scalar(select(Person.id).where(Person.bounced_at.is_not(None)).limit(1))
        assert session.scalar(select(Engagement.id).where(Engagement.starts_on > TODAY).limit(1))
        assert session.scalar(select(Invitation.id).where(Invitation.send_on.is_(None)).limit(1))

    def test_tells_nothing_of_the_future(self, marlshire):
        for column in (Person.created_at, Completion.completed_at, Invitation.sent_at):
            assert marlshire.session.scalar(select(func.max(column))) <= NOW

    def test_uses_no_address_or_number_that_could_be_real(self, marlshire):
        addresses = marlshire.session.scalars(
            select(Person.email).where(Person.email.is_not(None))
        )

        assert all(one.endswith(".example") for one in addresses)

    def test_refuses_modules_with_faults(self, work, tmp_path):
        module = ModuleFolder.made(tmp_path / "modules")
        module.write("questions.toml", "questions = [")
        work.settings = replace(work.settings, modules=str(module.path.parent))

        with pytest.raises(BadModule):
            filling.fill(work, people=PEOPLE)

    def test_works_on_the_database_of_the_run(self, work):
        """With ``--database postgres`` on PostgreSQL."""
        work.settings = filling.as_marlshire(replace(work.settings, secret_key="not a secret"))

        filling.fill(work, people=100)

        assert filling.show(work).people == 100
        assert audit.check(work.session).intact


class TestShow:
    def test_has_a_link_for_every_role(self, marlshire):
        shown = filling.show(marlshire)

        assert list(shown.links) == list(ROLES)
        assert shown.people == PEOPLE
        assert {role: " ".join(name) for role, name in NAMES.items()} == shown.names

    def test_lets_them_in_again_and_again(self, marlshire):
        for address in filling.show(marlshire).links.values():
            token = address.removeprefix("http://127.0.0.1:8000/sign-in/link/")
            link_id = rules.read_token("not a secret", token)
            assert identity.use_link(marlshire, link_id) == identity.use_link(marlshire, link_id)

    def test_gives_each_the_duty_of_the_role(self, marlshire):
        def duties(role):
            person = marlshire.session.get(SignInLink, filling._link_id(role)).person
            return [one.duty.value for one in people.held_by(marlshire.session, person.id)]

        assert duties("learner") == []
        assert duties("manager") == ["line_manager"]
        assert duties("agency") == ["agency_coordinator"]
        assert duties("coordinator") == ["network_coordinator"]
        assert [duties(role) for role in ("hr", "author", "approver", "auditor")] == [
            ["hr"],
            ["author"],
            ["approver"],
            ["auditor"],
        ]

    def test_has_a_learner_who_starts_today_in_the_managers_team(self, marlshire):
        learner = marlshire.session.get(SignInLink, filling._link_id("learner")).person
        manager = marlshire.session.get(SignInLink, filling._link_id("manager")).person

        (engagement,) = learner.engagements
        assert (engagement.kind.value, engagement.starts_on) == ("agency", TODAY)
        assert engagement.manager is manager

    def test_renews_links_that_grow_old(self, marlshire):
        marlshire.now += timedelta(days=300)

        filling.show(marlshire)

        link = marlshire.session.get(SignInLink, filling._link_id("hr"))
        assert link.expires_at == marlshire.now + filling.LASTS


class TestIsFilled:
    def test_knows_marlshire(self, marlshire):
        assert filling.is_filled(marlshire) is True

    def test_takes_a_seeded_instance_for_empty(self, work):
        seeding.seed(work)

        assert filling.is_filled(work) is False

    def test_refuses_other_people(self, work):
        filling.touches.people.join(work, first_name="Ada", last_name="Bowen")

        with pytest.raises(filling.NotADemo, match="of its own"):
            filling.is_filled(work)


class TestPlan:
    def test_comes_out_the_same_for_the_same_seed(self):
        one, other = planned(), planned()

        assert cast(one) == cast(other)
        assert list(one.starters(50)) == list(other.starters(50))

    def test_comes_out_otherwise_for_another(self):
        assert list(planned(1).starters(5)) != list(planned(2).starters(5))

    def test_gives_nobody_anothers_address(self):
        register = planned()
        everybody = [*cast(register).everybody(), *register.starters(3000)]
        addresses = [one.email for one in everybody if one.email]

        assert len(set(addresses)) == len(addresses)

    def test_tells_nothing_before_the_start_or_after_today(self):
        for one in planned().starters(500):
            first = one.spells[0].starts_on
            days = [day for _, day in one.done]
            assert all(first <= day <= TODAY for day in days)
            assert days == sorted(days)
            assert not days or one.signed_in_on <= days[0]

    def test_has_worse_coverage_for_agency_workers(self):
        many = list(planned().starters(3000))

        def covered(kind):
            some = [one for one in many if one.spells[0].kind == kind]
            return sum(one.invited_on is not None for one in some) / len(some)

        assert covered("agency") < 0.95 < covered("permanent")

    def test_has_every_kind_of_engagement(self):
        kinds = Counter(one.spells[0].kind for one in planned().starters(500))

        assert len(kinds) == 9

    def test_has_more_teams_for_more_people(self):
        assert len(planned(people=6000).council.teams) == 14 * 14

    def test_fits_any_day(self):
        for days in range(0, 366, 5):
            day = date(2027, 1, 1) + timedelta(days=days)
            register = Register(Council(Chance(days), 50), day)
            assert len(cast(register).everybody()) <= filling.FEWEST
            assert list(register.starters(3))
