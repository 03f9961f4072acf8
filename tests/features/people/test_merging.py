"""One human, once: two records made one, and two again, with everything they have."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms import consequences
from lms.certificates import commands as award
from lms.certificates import queries as certificates
from lms.compliance import queries as compliance
from lms.compliance.queries import Asked
from lms.identity.models import ExternalIdentity
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.model import Model
from lms.people import commands, errors, queries
from lms.people.commands import moving
from lms.people.models import Merge, Person
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.learning import AttemptFactory, CompletionFactory

TODAY = date(2026, 11, 24)
WHY = "The same date of birth in both of HR's files."


@pytest.fixture
def one():
    return EngagementFactory(person=PersonFactory(first_name="Mara", last_name="Quill")).person


@pytest.fixture
def other():
    return EngagementFactory(
        person=PersonFactory(first_name="Mara", last_name="Quill-Hart")
    ).person


@pytest.fixture
def certified(work):
    """Award a certificate to somebody, as passing does."""

    def award_to(person):
        done = CompletionFactory(person=person)
        return award.award(work, done.id)

    return award_to


def register(session):
    """Return every row that names somebody, as it stands."""
    session.expire_all()
    found = {}
    for column in moving.places():
        rows = session.execute(select(column.table.c.id, column))
        found[str(column)] = sorted((str(row[0]), str(row[1])) for row in rows)
    people = select(Person.id, Person.name, Person.email, Person.other_email)
    found["people"] = sorted(map(str, session.execute(people)))
    return found


def statuses(session):
    asked = Asked(day=TODAY, today=TODAY, soon_days=5)
    return sorted(
        (str(one.person_id), one.requirement, one.status.value)
        for one in compliance.every_line(session, asked, status=None)
    )


def test_every_column_that_names_a_person_says_what_a_merge_does():
    """A new table cannot be forgotten."""
    silent = [
        str(column)
        for table in Model.metadata.sorted_tables
        for column in moving.columns_of(table)
        if column.info.get("merging") not in {"moves", "follows", "stays"}
    ]
    assert silent == []


class TestMerge:
    def test_brings_everything_to_the_one_that_stays(self, work, one, other, certified):
        completion = CompletionFactory(person=other)
        certificate = certified(other)
        account = ExternalIdentity(
            issuer="https://id.example",
            subject="s1",
            person_id=other.id,
            first_seen_at=work.now,
            last_seen_at=work.now,
        )
        work.session.add(account)
        work.session.flush()

        commands.merge(work, one.id, other.id, reason=WHY)

        assert len(one.engagements) == 2
        for row in (completion, certificate, account):
            work.session.refresh(row)
            assert row.person_id == one.id
        assert queries.survivor_id(work.session, other.id) == one.id

    def test_keeps_certificates_valid_under_their_number_and_name(
        self, work, one, other, certified
    ):
        certificate = certified(other)
        facts = dict(certificate.facts)

        commands.merge(work, one.id, other.id, reason=WHY)

        found = certificates.by_number(work.session, certificate.number)
        assert (found.id, dict(found.facts)) == (certificate.id, facts)

    def test_counts_what_either_did_for_all_they_owe(self, work, session):
        RequirementFactory(module_slug="safeguarding-induction")
        unit = UnitFactory()
        one, other = (EngagementFactory(unit=unit).person for _ in range(2))
        commands.change_engagement(work, one.engagements[0].id, job_title="Worker")
        consequences.owing.owe(
            work, [one.engagements[0].id, other.engagements[0].id], {one.id, other.id}
        )
        CompletionFactory(person=other, module_slug="safeguarding-induction", completed_on=TODAY)
        before = statuses(session)
        assert {row[2] for row in before} != {"done"}

        made = commands.merge(work, one.id, other.id, reason=WHY)

        after = statuses(session)
        assert {row[0] for row in after} == {str(one.id)}
        assert {row[2] for row in after} == {"done"}
        commands.unmerge(work, made.id, reason="Two people after all.")
        assert {row[0] for row in statuses(session)} == {str(one.id), str(other.id)}
        mine = [row for row in statuses(session) if row[0] == str(one.id)]
        assert {row[2] for row in mine} != {"done"}

    def test_keeps_the_addresses_of_both(self, work, one, other):
        addresses = {one.email, other.email}

        commands.merge(work, one.id, other.id, reason=WHY)

        assert {one.email, one.other_email} == addresses
        assert other.email is None

    def test_takes_the_names_and_address_somebody_chose(self, work, one, other):
        chosen = {
            "first_name": "Mara",
            "last_name": "Quill-Hart",
            "name": "Mara Quill-Hart",
            "email": other.email,
        }

        commands.merge(work, one.id, other.id, reason=WHY, values=chosen)

        assert (one.name, one.email) == ("Mara Quill-Hart", chosen["email"])

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 600])
    def test_needs_a_reason(self, work, one, other, reason):
        with pytest.raises(Invalid):
            commands.merge(work, one.id, other.id, reason=reason)

    def test_not_with_itself(self, work, one):
        with pytest.raises(errors.OneRecord):
            commands.merge(work, one.id, one.id, reason=WHY)

    def test_not_what_was_merged_already(self, work, one, other):
        third = EngagementFactory().person
        commands.merge(work, one.id, other.id, reason=WHY)

        with pytest.raises(errors.AlreadyMerged):
            commands.merge(work, third.id, other.id, reason=WHY)
        with pytest.raises(errors.AlreadyMerged):
            commands.merge(work, other.id, third.id, reason=WHY)

    def test_not_a_manager_with_their_own(self, work, one, other):
        commands.change_engagement(work, other.engagements[0].id, manager=one)

        with pytest.raises(errors.ManagerOfOther):
            commands.merge(work, one.id, other.id, reason=WHY)

    def test_brings_no_address_from_elsewhere(self, work, one, other):
        with pytest.raises(errors.AddressOfNeither):
            commands.merge(work, one.id, other.id, reason=WHY, values={"email": "x@y.example"})

    def test_an_administrators_record_is_not_hrs_to_merge(self, work, one, other):
        DutyFactory(person=other, duty="administrator")
        work.actor = PersonActor(id=None, name="HR", duties=(HeldDuty("hr"),))

        with pytest.raises(errors.AddressGuarded):
            commands.merge(work, one.id, other.id, reason=WHY)

    @pytest.mark.parametrize("duty", ["auditor", "line_manager", "agency_coordinator"])
    def test_is_for_hr(self, work, one, other, duty):
        work.actor = PersonActor(id=None, name="Somebody", duties=(HeldDuty(duty),))

        with pytest.raises(NotAllowed):
            commands.merge(work, one.id, other.id, reason=WHY)


class TestUnmerge:
    def test_puts_everything_back(self, work, session, one, other, certified):
        CompletionFactory(person=other)
        certified(one)
        work.session.flush()
        before = register(session)

        made = commands.merge(work, one.id, other.id, reason=WHY)
        assert register(session) != before
        commands.unmerge(work, made.id, reason="Two people after all.")

        assert register(session) == before
        assert queries.survivor_id(session, other.id) == other.id

    def test_what_came_since_stays_with_who_stayed(self, work, one, other):
        made = commands.merge(work, one.id, other.id, reason=WHY)
        since = CompletionFactory(person=one)

        commands.unmerge(work, made.id, reason="Two people after all.")

        work.session.refresh(since)
        assert since.person_id == one.id

    def test_is_done_once_and_in_order(self, work, one, other):
        third = EngagementFactory().person
        first = commands.merge(work, one.id, other.id, reason=WHY)
        work.now += timedelta(minutes=1)
        second = commands.merge(work, one.id, third.id, reason=WHY)

        with pytest.raises(errors.LaterMerge):
            commands.unmerge(work, first.id, reason="No.")
        commands.unmerge(work, second.id, reason="No.")
        commands.unmerge(work, first.id, reason="No.")
        with pytest.raises(errors.NotMerged):
            commands.unmerge(work, first.id, reason="No.")

    def test_leaves_both_merges_in_the_record(self, work, session, one, other):
        made = commands.merge(work, one.id, other.id, reason=WHY)
        commands.unmerge(work, made.id, reason="Two people after all.")

        (row,) = session.scalars(select(Merge))
        assert (row.reason, row.unmerged_why) == (WHY, "Two people after all.")


class TestWhileLearning:
    def test_a_session_goes_on_as_the_record_that_stays(self, browser, work, session, one, other):
        browser.sign_in(other)
        assert browser.get("/learning").status == 200

        commands.merge(work, one.id, other.id, reason=WHY)
        session.commit()

        page = browser.get("/learning")
        assert page.status == 200
        assert one.name in page.soup.get_text()

    def test_what_was_begun_is_gone_on_with(self, work, session, one, other):
        attempt = AttemptFactory(person_id=other.id)

        commands.merge(work, one.id, other.id, reason=WHY)

        session.refresh(attempt)
        assert attempt.person_id == one.id


THINGS = st.lists(
    st.tuples(
        st.sampled_from(["engagement", "completion", "certificate", "duty", "managed"]),
        st.booleans(),
    ),
    max_size=6,
)


@given(things=THINGS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None
)
def test_a_merge_taken_apart_leaves_the_register_as_it_was(work, session, certified, things):
    people = [EngagementFactory().person for _ in range(2)]
    makes = {
        "engagement": lambda who: EngagementFactory(person=who),
        "completion": lambda who: CompletionFactory(person=who),
        "certificate": certified,
        "duty": lambda who: DutyFactory(person=who, duty="auditor"),
        "managed": lambda who: EngagementFactory(manager=who),
    }
    for what, is_other in things:
        makes[what](people[is_other])
    session.flush()
    before, stood = register(session), statuses(session)

    made = commands.merge(work, people[0].id, people[1].id, reason=WHY)
    commands.unmerge(work, made.id, reason="Two people after all.")

    assert register(session) == before
    assert statuses(session) == stood
