from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment import commands as assignment
from lms.assignment.models import DueChange, Proof
from lms.assignment.rules import Done
from lms.certificates import commands, errors, paper, queries
from lms.certificates.rules import Standing
from lms.kernel.errors import Invalid, NotAllowed
from lms.notifications.models import Message
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import EngagementFactory, RequirementFactory
from tests.support.factories.learning import CompletionFactory


@pytest.fixture
def certificate(work):
    RequirementFactory(repeat_months=12)
    return commands.award(work, CompletionFactory().id)


class TestAward:
    def test_counts_until_the_next_update_is_due(self, certificate):
        assert certificate.expires_on == date(2027, 11, 24)

    def test_of_the_same_completion_is_the_same_certificate(self, work, certificate):
        assert commands.award(work, certificate.completion_id) is certificate

    def test_tells_its_holder_once(self, work, certificate):
        (message,) = work.session.scalars(select(Message)).all()

        assert (message.kind, message.facts["number"]) == ("passed", certificate.number)

    def test_freezes_what_is_printed(self, work, certificate):
        before = paper.Facts.from_plain(certificate.facts)
        certificate.person.name = "Ada Married"
        work.settings = replace(work.settings, council_name="Other Council")
        work.session.flush()

        assert paper.Facts.from_plain(certificate.facts) == before
        assert before.council_name == "Marlshire Council"
        assert before.verify_url.endswith(f"/verify/{certificate.number}")

    def test_keeps_the_template_as_it_was(self, work, certificate):
        template = paper.Template(work.store.get(certificate.template_hash))

        pdf = paper.render(template, paper.Facts.from_plain(certificate.facts))

        assert pdf.startswith(b"%PDF")


class TestWithdraw:
    def test_is_a_row_beside_the_untouched_certificate(self, work, certificate):
        facts = dict(certificate.facts)

        commands.withdraw(work, certificate.id, reason="Wrong person")

        assert certificate.facts == facts
        assert certificate.withdrawal.reason == "Wrong person"

    def test_refuses_a_second_time(self, work, certificate):
        commands.withdraw(work, certificate.id, reason="Wrong person")

        with pytest.raises(errors.AlreadyWithdrawn):
            commands.withdraw(work, certificate.id, reason="Again")

        assert certificate.withdrawal.reason == "Wrong person"

    def test_needs_a_reason(self, work, certificate):
        with pytest.raises(Invalid):
            commands.withdraw(work, certificate.id, reason="  ")

    def test_is_refused_to_a_line_manager(self, work, certificate):
        work.actor = PersonActor(
            id=EngagementFactory().person_id, duties=frozenset({HeldDuty("line_manager")})
        )

        with pytest.raises(NotAllowed):
            commands.withdraw(work, certificate.id, reason="Wrong person")

    def test_obliges_the_holder_to_train_again(self, work):
        RequirementFactory()
        completion = CompletionFactory()
        engagement = completion.person.engagements[0]
        assignment.refresh(work, [engagement.id])
        assignment.meet(
            work,
            Done(
                completion_id=completion.id,
                person_id=completion.person_id,
                module_slug=completion.module_slug,
                completed_on=completion.completed_on,
            ),
        )
        certificate = commands.award(work, completion.id)

        commands.withdraw(work, certificate.id, reason="Wrong person")

        assert work.session.scalars(select(Proof.ended_on)).all() == [work.today]
        assert work.session.scalars(select(DueChange.due_on)).all() == [work.today]


class TestChecked:
    def standing(self, work, certificate, on=None):
        found = queries.checked(work.session, certificate, on or work.today)
        return found.standing

    def test_is_valid_until_its_last_day(self, work, certificate):
        assert self.standing(work, certificate, date(2027, 11, 24)) == Standing.VALID
        assert self.standing(work, certificate, date(2027, 11, 25)) == Standing.EXPIRED

    def test_is_withdrawn_from_that_day(self, work, certificate):
        commands.withdraw(work, certificate.id, reason="Wrong person")

        assert self.standing(work, certificate) == Standing.WITHDRAWN

    def test_is_superseded_by_a_newer_one(self, work, clock, certificate):
        work.now = clock.move(days=30)
        newer = commands.award(
            work,
            CompletionFactory(person=certificate.person, completed_on=date(2026, 12, 24)).id,
        )

        found = queries.checked(work.session, certificate, work.today)

        assert (found.standing, found.newer) == (Standing.SUPERSEDED, newer)
        assert self.standing(work, newer) == Standing.VALID


class TestByNumber:
    def test_reads_forgivingly(self, work, certificate):
        typed = certificate.number.lower().replace("-", " ")

        assert queries.by_number(work.session, typed) is certificate

    @pytest.mark.parametrize("typed", ["", "nothing", "0000-0000-0000-0000", "7F3K-92QD"])
    def test_refuses_what_nobody_issued(self, work, certificate, typed):
        with pytest.raises(errors.NoSuchCertificate):
            queries.by_number(work.session, typed)
