import pytest
from sqlalchemy import select

from lms.assignment import commands as assignment
from lms.certificates.models import Certificate
from lms.compliance import queries as compliance
from lms.compliance.rules import Status
from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.learning import commands, errors, queries
from lms.learning.models import Attempt, Completion, Talk
from lms.notifications.models import Message
from lms.policy import HeldDuty, PersonActor
from tests.features.learning.conftest import answers_of
from tests.support.factories import EngagementFactory, PersonFactory, RequirementFactory


class TestReadSection:
    def test_needs_an_answer_to_the_pause(self, work, module, learner):
        with pytest.raises(Invalid):
            commands.read_section(work, module.module_slug, "01-places")

    def test_refuses_an_answer_that_is_not_offered(self, work, module, learner):
        with pytest.raises(Invalid):
            commands.read_section(work, module.module_slug, "01-places", chosen=99)

    def test_keeps_the_place_for_another_device(self, work, module, learner):
        commands.read_section(work, module.module_slug, "01-places", chosen=1)

        begun = queries.begun_by(work.session, learner.id)[module.module_slug]
        assert begun.section_id == "01-places"
        assert set(begun.read) == {"01-places"}
        found = queries.reading(work.session, learner.id, module.module_slug, demo=False)
        assert found.read["01-places"].chosen == 1

    def test_takes_a_later_answer(self, work, module, learner):
        for chosen in (0, 1):
            commands.read_section(work, module.module_slug, "01-places", chosen=chosen)

        found = queries.reading(work.session, learner.id, module.module_slug, demo=False)
        assert [row.chosen for row in found.read.values()] == [1]

    def test_refuses_a_section_there_is_not(self, work, module, learner):
        with pytest.raises(NotFound):
            commands.read_section(work, module.module_slug, "99-none", chosen=0)

    def test_refuses_a_module_that_nobody_approved(self, work, module, learner):
        with pytest.raises(errors.NoSuchModule):
            commands.read_section(work, "other", "01-places", chosen=0)

    def test_refuses_somebody_who_is_nobody(self, work, module):
        work.actor = PersonActor(id=None)
        with pytest.raises(NotAllowed):
            commands.read_section(work, module.module_slug, "01-places", chosen=0)


class TestBeginCheck:
    def test_asks_for_all_sections_first(self, work, module, learner):
        with pytest.raises(errors.ReadFirst, match="Places and Acting"):
            commands.begin_check(work, module.module_slug)

    def test_is_shared_by_two_windows(self, work, module, read_all):
        read_all()

        first = commands.begin_check(work, module.module_slug)

        assert commands.begin_check(work, module.module_slug) is first

    def test_asks_other_questions_the_second_time(self, work, module, read_all, answer):
        read_all()
        first = {one["question"] for one in answer(right=False).drawn}

        second = {one["question"] for one in commands.begin_check(work, module.module_slug).drawn}

        assert first != second


class TestSaveAnswers:
    @pytest.fixture
    def attempt(self, work, module, read_all):
        read_all()
        return commands.begin_check(work, module.module_slug)

    def test_keeps_the_latest_choice(self, work, module, attempt):
        right = answers_of(module, attempt, right=True)
        commands.save_answers(work, attempt.id, answers_of(module, attempt, right=False))

        assert commands.save_answers(work, attempt.id, right).answered == attempt.of
        assert queries.answers(work.session, attempt.id) == right

    @pytest.mark.parametrize("forged", [{"q99": ["a"]}, "option"])
    def test_refuses_what_was_not_asked(self, work, attempt, forged):
        if forged == "option":
            forged = {attempt.drawn[0]["question"]: ["zz"]}

        with pytest.raises(Invalid):
            commands.save_answers(work, attempt.id, forged)

    def test_refuses_another_persons_attempt(self, work, attempt):
        work.actor = PersonActor(id=EngagementFactory().person_id)

        with pytest.raises(NotFound):
            commands.save_answers(work, attempt.id, {})

    def test_refuses_once_it_is_handed_in(self, work, attempt):
        commands.submit_check(work, attempt.id)

        with pytest.raises(errors.AttemptOver):
            commands.save_answers(work, attempt.id, {})


class TestSubmitCheck:
    def test_completes_certifies_and_meets_in_one_transaction(
        self, work, module, learner, read_all, answer
    ):
        RequirementFactory(module_slug=module.module_slug)
        assignment.refresh(work, [learner.engagements[0].id])
        read_all()

        attempt = answer(right=True)

        assert attempt.passed
        completion = work.session.scalars(select(Completion)).one()
        certificate = work.session.scalars(select(Certificate)).one()
        assert certificate.completion_id == completion.id
        (owed,) = compliance.owed(work.session, learner.id, work.today)
        assert owed.status == Status.DONE
        assert work.session.scalars(select(Message.kind)).all() == ["passed"]

    def test_counts_an_unanswered_question_as_wrong(self, work, module, read_all):
        read_all()
        attempt = commands.begin_check(work, module.module_slug)

        assert commands.submit_check(work, attempt.id).passed is False

    def test_twice_leaves_the_first_result(self, work, module, read_all, answer):
        read_all()
        attempt = answer(right=True)

        with pytest.raises(errors.AttemptOver):
            commands.submit_check(work, attempt.id)

        assert len(work.session.scalars(select(Completion)).all()) == 1

    def test_makes_one_wait_and_reread_after_two_fails(
        self, work, clock, module, read_all, answer
    ):
        read_all()
        answer(right=False)
        answer(right=False)

        with pytest.raises(errors.WaitFirst):
            commands.begin_check(work, module.module_slug)
        work.now = clock.move(minutes=31)
        with pytest.raises(errors.ReadFirst):
            commands.begin_check(work, module.module_slug)
        read_all()
        assert commands.begin_check(work, module.module_slug).submitted_at is None

    def test_asks_the_manager_for_a_talk_after_three(
        self, work, clock, module, learner, read_all, answer
    ):
        manager = PersonFactory()
        learner.engagements[0].manager = manager
        for _ in range(3):
            read_all()
            answer(right=False)
            work.now = clock.move(minutes=40)

        with pytest.raises(errors.TalkFirst):
            commands.begin_check(work, module.module_slug)
        message = work.session.scalars(select(Message).filter_by(person_id=manager.id)).one()
        assert message.kind == "talk"
        assert message.facts == {"person": learner.name, "title": module.title}

        talk = work.session.scalars(select(Talk)).one()
        work.actor = PersonActor(id=manager.id, duties=frozenset({HeldDuty("line_manager")}))
        commands.settle_talk(work, talk.id)
        work.actor = PersonActor(id=learner.id)
        read_all()
        assert commands.begin_check(work, module.module_slug).submitted_at is None

    def test_lets_nobody_else_settle_a_talk(self, work, clock, module, learner, read_all, answer):
        for _ in range(3):
            read_all()
            answer(right=False)
            work.now = clock.move(minutes=40)
        talk = work.session.scalars(select(Talk)).one()
        other = EngagementFactory().person_id
        work.actor = PersonActor(id=other, duties=frozenset({HeldDuty("line_manager")}))

        with pytest.raises(NotAllowed):
            commands.settle_talk(work, talk.id)


class TestPractice:
    def test_is_kept_step_by_step_and_then_stands(self, work, module, learner):
        from lms.practice.rules import Assessment

        go = commands.begin_practice(work, module.module_slug, "corridor")
        assert commands.begin_practice(work, module.module_slug, "corridor") is go

        commands.save_practice(
            work, go.id, lambda _: Assessment(chosen=("nobody-knows-this",)), step="hazards"
        )
        assert go.chosen["chosen"] == []
        commands.finish_practice(work, go.id)
        with pytest.raises(errors.PracticeOver):
            commands.save_practice(work, go.id, lambda kept: kept, step="hazards")
        assert commands.begin_practice(work, module.module_slug, "corridor") is not go

    def test_is_nobody_elses(self, work, module, learner):
        go = commands.begin_practice(work, module.module_slug, "corridor")
        work.actor = PersonActor(id=EngagementFactory().person_id)

        with pytest.raises(NotFound):
            commands.finish_practice(work, go.id)


def test_nothing_of_an_attempt_is_lost_from_the_record(work, module, read_all, answer):
    read_all()
    answer(right=False)

    assert len(work.session.scalars(select(Attempt)).all()) == 1
