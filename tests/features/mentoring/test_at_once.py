"""Two people do something about the same pair at the same moment."""

from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditRow
from lms.mentoring import commands, queries
from lms.mentoring.commands import Offered, Suits
from lms.mentoring.errors import HasProposal, MayNotPair, NotDsl, NotOpen, OfferOver
from lms.mentoring.models import MentorNeed, MentorProfile, Pairing
from tests.features.mentoring.test_settling import AUTUMN, SPRING
from tests.support import factories
from tests.support.factories import DslAppointmentFactory
from tests.support.factories.mentoring import MentorNeedFactory, MentorProfileFactory, TermFactory

MIND = Offered(phases=["primary"], contexts=[], days=[], online=True, travel_km=10)
SUITS = Suits(contexts=[], days=["mon"], online=True)


def came_of(found):
    """Return the results, and what was raised, of things done at once."""
    raised = [one for one in found if isinstance(one, BaseException)]
    return [one for one in found if one not in raised], raised


@pytest.fixture
def made(own_engine):
    """``made(MentorNeedFactory)``: the row, entered a while ago."""
    with Session(own_engine, expire_on_commit=False) as session:
        factories.bind(session)
        yield lambda factory, **given: factory(**given)


@pytest.fixture
def many(at_once):
    """``many(Pairing)``: how many rows of it there are."""
    return lambda table: at_once.asked(
        lambda session: session.scalar(select(func.count(table.id)))
    )


@pytest.fixture
def told(at_once):
    """``told("mentoring.paired")``: how often the record tells of it."""

    def count(tag):
        wanted = select(func.count(AuditRow.id)).filter_by(tag=tag)
        return at_once.asked(lambda session: session.scalar(wanted))

    return count


def send(work, need_id, mentor_id):
    return commands.send(work, need_id, mentor_id).id


@pytest.fixture
def pairing_id(at_once, made):
    need, mentor = made(MentorNeedFactory), made(MentorProfileFactory)
    return at_once.alone(partial(send, need_id=need.id, mentor_id=mentor.person_id))


class TestSend:
    def test_of_one_proposal_from_two_windows_is_once(self, at_once, made, many, told):
        need, mentor = made(MentorNeedFactory), made(MentorProfileFactory)
        job = partial(send, need_id=need.id, mentor_id=mentor.person_id)

        done, refused = came_of(at_once(job, job, job))

        assert len(done) == many(Pairing) == told("mentoring.sent") == 1
        assert [type(one) for one in refused] == [HasProposal] * 2

    def test_of_two_mentors_to_one_new_dsl_is_one(self, at_once, made, many):
        need = made(MentorNeedFactory)
        mentors = [made(MentorProfileFactory) for _ in range(2)]

        done, refused = came_of(
            at_once(*[partial(send, need_id=need.id, mentor_id=one.person_id) for one in mentors])
        )

        assert len(done) == many(Pairing) == 1
        assert [type(one) for one in refused] == [HasProposal]

    def test_of_a_mentors_last_place_goes_to_one(self, at_once, made, many):
        needs = [made(MentorNeedFactory) for _ in range(3)]
        mentor = made(MentorProfileFactory, capacity=1)

        done, refused = came_of(
            at_once(*[partial(send, need_id=one.id, mentor_id=mentor.person_id) for one in needs])
        )

        assert len(done) == many(Pairing) == 1
        assert [type(one) for one in refused] == [MayNotPair] * 2
        assert all("no place free" in str(one) for one in refused)

    def test_beside_pausing_comes_before_it_or_after(self, at_once, made, many):
        need, mentor = made(MentorNeedFactory), made(MentorProfileFactory)

        _, refused = came_of(
            at_once(
                partial(send, need_id=need.id, mentor_id=mentor.person_id),
                lambda work: commands.pause(work, mentor.person_id, paused=True).id,
            )
        )

        assert {type(one) for one in refused} <= {MayNotPair}
        assert many(Pairing) == 1 - len(refused)

    def test_beside_closing_leaves_nothing_standing(self, at_once, made):
        need, mentor = made(MentorNeedFactory), made(MentorProfileFactory)

        _, refused = came_of(
            at_once(
                partial(send, need_id=need.id, mentor_id=mentor.person_id),
                lambda work: commands.close(work, need.id, reason="own").id,
            )
        )

        assert {type(one) for one in refused} <= {NotOpen}
        assert at_once.asked(queries.standing, at_once.now.date()) == []


class TestAnswer:
    def test_of_both_at_once_pairs_them_once(self, at_once, pairing_id, told):
        def accept(work, side):
            return commands.accept(work, pairing_id, side=side).id

        found = at_once(partial(accept, side="mentor"), partial(accept, side="mentee"))

        assert found == [pairing_id] * 2
        assert (told("mentoring.accepted"), told("mentoring.paired")) == (2, 1)

    def test_of_yes_and_no_at_once_ends_it(self, at_once, pairing_id, told):
        found = at_once(
            lambda work: commands.accept(work, pairing_id, side="mentor").id,
            lambda work: commands.step_back(work, pairing_id, side="mentee").id,
        )

        _, refused = came_of(found)
        assert {type(one) for one in refused} <= {OfferOver}
        assert told("mentoring.ended") == 1
        assert at_once.asked(queries.standing, at_once.now.date()) == []

    def test_of_no_by_both_at_once_is_once(self, at_once, pairing_id, told):
        def decline(work, side):
            return commands.step_back(work, pairing_id, side=side).id

        found = at_once(partial(decline, side="mentor"), partial(decline, side="mentee"))

        done, refused = came_of(found)
        assert (done, [type(one) for one in refused]) == ([pairing_id], [OfferOver])
        assert told("mentoring.ended") == 1


class TestClose:
    def test_from_two_windows_is_once(self, at_once, made, told):
        need = made(MentorNeedFactory)

        done, refused = came_of(
            at_once(*[lambda work: commands.close(work, need.id, reason="own").id] * 3)
        )

        assert done == [need.id]
        assert [type(one) for one in refused] == [NotOpen] * 2
        assert told("mentoring.need_closed") == 1

    def test_beside_stepping_back_ends_what_stands_once(self, at_once, pairing_id, told):
        need_id = at_once.asked(lambda session: queries.pairing(session, pairing_id).need_id)

        at_once(
            lambda work: commands.close(work, need_id, reason="left").id,
            lambda work: commands.step_back(work, pairing_id, side="mentor").id,
        )

        assert told("mentoring.ended") == 1


class TestForms:
    def test_to_ask_from_two_windows_waits_once(self, at_once, made, many, told):
        person_id = made(DslAppointmentFactory).person_id

        found = at_once(*[lambda work: commands.ask(work, person_id, SUITS).id] * 3)

        assert came_of(found)[1] == []
        assert len(set(found)) == many(MentorNeed) == told("mentoring.needed") == 1

    def test_to_offer_from_two_windows_asks_the_head_once(self, at_once, made, many, told):
        person_id = made(DslAppointmentFactory).person_id

        found = at_once(*[lambda work: commands.offer(work, person_id, MIND).id] * 3)

        assert came_of(found)[1] == []
        assert len(set(found)) == many(MentorProfile) == told("mentoring.head_asked") == 1

    def test_to_take_back_from_two_windows_is_once(self, at_once, made, told):
        person_id = made(MentorProfileFactory).person_id

        _, refused = came_of(at_once(*[lambda work: commands.withdraw(work, person_id).id] * 2))

        assert [type(one) for one in refused] == [NotDsl]
        assert told("mentoring.withdrew") == 1

    def test_to_agree_from_two_windows_is_once(self, at_once, made, told):
        profile = made(MentorProfileFactory, head_agreed_at=None, head_name="")

        def agree(work):
            return commands.agree(work, profile.id, name="R. Amadi").head_name

        assert at_once(agree, agree) == ["R. Amadi"] * 2
        assert told("mentoring.head_agreed") == 1


class TestTerms:
    def test_entered_by_two_at_once_are_those_of_the_second(self, at_once, made):
        made(TermFactory, name="Before")

        def enter(work):
            return len(commands.set_terms(work, [AUTUMN, SPRING]))

        assert at_once(enter, enter) == [2, 2]
        names = [one.name for one in at_once.asked(queries.terms)]
        assert names == ["Autumn", "Spring"]
