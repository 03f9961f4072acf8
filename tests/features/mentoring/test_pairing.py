"""A person proposes two to each other; both answer; either may step back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.appointments import commands as appointments
from lms.audit.models import AuditRow
from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.kernel.permissions import System
from lms.mentoring import commands, queries
from lms.mentoring.commands import Suits
from lms.mentoring.errors import HasProposal, MayNotPair, NotOpen, OfferOver, ReasonNeeded
from lms.mentoring.models import MentorConflict
from lms.mentoring.queries.county import proposed
from lms.mentoring.rules.facts import PARTS, Weights
from lms.mentoring.rules.pairing import LONGEST_REASON, Step, step
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    DslAppointmentFactory,
    DslTrainingFactory,
    DutyFactory,
    PersonFactory,
    SettingFactory,
)
from tests.support.factories.mentoring import (
    MentorNeedFactory,
    MentorProfileFactory,
    PairingFactory,
    TermFactory,
)

TODAY = date(2026, 11, 24)
SIDES = ("mentor", "mentee")


@pytest.fixture
def mentor(session):
    return MentorProfileFactory(capacity=1)


@pytest.fixture
def need(session):
    return MentorNeedFactory()


@pytest.fixture
def send(work, coordinator):
    """``send(need, mentor)`` as the coordinator does; all else is the site's own."""

    def sent(need, mentor, **more):
        work.actor = coordinator
        try:
            return commands.send(work, need.id, mentor.person_id, **more)
        finally:
            work.actor = System()

    return sent


@pytest.fixture
def offered(send, mentor, need):
    """A proposal that stands."""
    return send(need, mentor)


@pytest.fixture
def chosen(work, settings):
    """``chosen()``: mentee and mentor of what would be proposed."""

    def found():
        best = proposed(work.session, work.today, settings)
        table = best.table
        return [
            (table.mentees[one.mentee].id, table.mentors[one.mentor].id) for one in best.chosen
        ]

    return found


class TestSend:
    def test_proposes_the_two_to_each_other(self, work, session, send, mentor, need, coordinator):
        made = send(need, mentor)

        assert (made.need_id, made.mentor_id) == (need.id, mentor.person_id)
        assert (made.sent_at, made.sent_by, made.reason) == (work.now, coordinator.id, "")
        assert set(made.parts) == set(PARTS)
        assert made.score == sum(made.parts.values())
        assert step(made, work.today) is Step.OFFERED
        assert queries.standing(session, work.today) == [made]
        for person_id in (need.person_id, mentor.person_id):
            assert queries.pairings_of(session, person_id, work.today) == [made]

    def test_tells_of_it(self, session, send, mentor, need, told):
        made = send(need, mentor)

        assert told() == ["mentoring.sent"]
        event = session.scalars(select(AuditRow).filter_by(tag="mentoring.sent")).one()
        assert (event.subject_id, event.person_id) == (made.id, need.person_id)
        assert event.data["mentor_id"] == str(mentor.person_id)
        assert event.data["lapses_on"] == "2026-12-01"

    @pytest.mark.parametrize("duty", ["hr", "auditor", "administrator", "line_manager"])
    def test_is_the_coordinators(self, work, mentor, need, duty):
        person = DutyFactory(duty=duty).person
        work.actor = PersonActor(id=person.id, duties=frozenset({HeldDuty(duty)}))

        with pytest.raises(NotAllowed):
            commands.send(work, need.id, mentor.person_id)

    def test_needs_somebody_who_waits_and_a_mentor(self, work, send, mentor, need):
        with pytest.raises(NotFound):
            commands.send(work, uuid4(), mentor.person_id)
        with pytest.raises(NotFound):
            commands.send(work, need.id, PersonFactory().id)
        commands.close(work, need.id, reason="own")
        with pytest.raises(NotOpen):
            send(need, mentor)

    def test_is_once_while_it_stands(self, work, send, mentor, need):
        made = send(need, mentor)
        with pytest.raises(HasProposal):
            send(need, MentorProfileFactory())
        for side in SIDES:
            commands.accept(work, made.id, side=side)
        with pytest.raises(HasProposal):
            send(need, MentorProfileFactory())

    @pytest.mark.parametrize(
        ("of", "words"),
        [
            ({"trained_on": date(2024, 11, 23)}, "role training.*; no refresh"),
            ({"trained_on": False}, "role training"),
            ({"trained_on": date(2025, 11, 23)}, "no refresh"),
            ({"paused_at": date(2026, 11, 1)}, "not mentoring now"),
            ({"capacity": 0}, "no place"),
            ({"withdrawn_at": date(2026, 11, 1)}, "nowhere now"),
            ({"head_agreed_at": None}, "head has not agreed"),
            ({"setting__closed_on": TODAY}, "nowhere now"),
        ],
    )
    def test_holds_the_rules_whatever_is_said(self, work, send, need, of, words):
        for name in ("paused_at", "withdrawn_at"):
            if name in of:
                of = {**of, name: work.now}
        mentor = MentorProfileFactory(**of)

        with pytest.raises(MayNotPair, match=words):
            send(need, mentor, reason="They know each other.")

    def test_not_within_a_setting(self, work, send, mentor):
        setting = queries.appointment_of(work.session, mentor.person_id, TODAY).setting
        need = MentorNeedFactory(setting=setting)

        with pytest.raises(MayNotPair, match="same setting"):
            send(need, mentor)

    def test_not_where_the_mentor_declared_a_conflict(self, work, send, mentor, need):
        work.session.add(
            MentorConflict(mentor_id=mentor.person_id, other_id=need.person_id, told_at=work.now)
        )

        with pytest.raises(MayNotPair, match="conflict"):
            send(need, mentor)

    def test_not_of_somebody_with_themselves(self, work, send, mentor):
        here = queries.appointment_of(work.session, mentor.person_id, TODAY)
        before = SettingFactory()
        appointments.end(work, here.id, last_on=TODAY - timedelta(days=1))
        DslAppointmentFactory(person=mentor.person, setting=before)
        need = MentorNeedFactory(person=mentor.person, setting=here.setting)

        with pytest.raises(MayNotPair):
            send(need, mentor, reason="Why not?")

    def test_says_so_where_the_mentor_left_since_the_page_was_opened(
        self, work, send, mentor, need, chosen
    ):
        assert chosen() == [(str(need.person_id), str(mentor.person_id))]
        held = queries.appointment_of(work.session, mentor.person_id, TODAY)
        appointments.end(work, held.id, last_on=TODAY - timedelta(days=1))

        with pytest.raises(MayNotPair, match="nowhere now"):
            send(need, mentor)
        assert chosen() == []

    @pytest.mark.parametrize("change", ["pause", "withdraw"])
    def test_says_so_where_the_mentor_stopped_since(self, work, send, mentor, need, change):
        if change == "pause":
            commands.pause(work, mentor.person_id, paused=True)
        else:
            commands.withdraw(work, mentor.person_id)

        with pytest.raises(MayNotPair):
            send(need, mentor)

    def test_says_so_where_the_new_dsl_left_since(self, work, send, mentor, need, chosen):
        held = queries.appointment_of(work.session, need.person_id, TODAY)
        appointments.end(work, held.id, last_on=TODAY - timedelta(days=1))

        assert chosen() == []
        with pytest.raises(MayNotPair, match="nowhere now"):
            send(need, mentor)

    def test_takes_whoever_moved_on_for_where_they_are_now(self, work, send, mentor, need):
        held = queries.appointment_of(work.session, need.person_id, TODAY)
        academy = SettingFactory(phase="secondary")
        held.setting.closed_on = TODAY
        DslAppointmentFactory(person=need.person, setting=academy)

        made = send(need, mentor)

        assert need.setting_id == academy.id
        assert made.parts["phase"] == 15

    def test_counts_standing_offers_as_places_taken(self, send, need):
        mentor = MentorProfileFactory(capacity=2)
        first = send(need, mentor)
        second = send(MentorNeedFactory(), mentor)
        assert (first.parts["capacity"], second.parts["capacity"]) == (10, 5)

        with pytest.raises(MayNotPair, match="no place free"):
            send(MentorNeedFactory(), mentor)

    def test_gives_the_place_again_once_an_offer_lapsed(self, send, mentor, need, days_pass):
        send(need, mentor)
        days_pass(8)

        assert send(MentorNeedFactory(), mentor).lapses_on == date(2026, 12, 9)

    def test_lets_whoever_begins_soon_have_a_mentor_in_time(self, send, mentor):
        setting = SettingFactory()
        soon = DslAppointmentFactory(setting=setting, from_on=date(2026, 12, 1))
        need = MentorNeedFactory(setting=setting, person=soon.person)

        assert send(need, mentor).mentor_id == mentor.person_id


class TestReason:
    @pytest.fixture
    def far(self, session, mentor, need):
        mentor.online = False
        there = queries.appointment_of(session, mentor.person_id, TODAY).setting
        there.easting, there.northing = 350_000, 240_000
        need.setting.easting, need.setting.northing = 390_000, 240_000
        session.flush()

    @pytest.mark.usefixtures("far")
    def test_sets_aside_that_they_have_no_way_to_meet(self, send, mentor, need, chosen):
        assert chosen() == []
        with pytest.raises(ReasonNeeded) as refused:
            send(need, mentor, reason="   ")
        assert refused.value.field == "reason"

        made = send(need, mentor, reason="  They meet  at the network. ")

        assert made.reason == "They meet at the network."

    @pytest.mark.usefixtures("far")
    def test_of_any_length_is_kept_as_far_as_there_is_room(self, send, mentor, need):
        assert len(send(need, mentor, reason="x" * 1000).reason) == LONGEST_REASON

    def test_sets_aside_that_both_are_of_one_trust(self, work, send, mentor, need):
        there = queries.appointment_of(work.session, mentor.person_id, TODAY).setting
        there.trust = need.setting.trust = "Marl Trust"
        commands.set_weights(work, Weights(), blocks_trust=True)

        with pytest.raises(ReasonNeeded):
            send(need, mentor)
        assert send(need, mentor, reason="A large trust.").reason == "A large trust."

    def test_sets_no_other_rule_aside(self, send, mentor, need, far):
        mentor.paused_at = mentor.offered_at

        with pytest.raises(MayNotPair, match="not mentoring now; no way to meet"):
            send(need, mentor, reason="They meet at the network.")


class TestLapse:
    @pytest.mark.parametrize(
        ("terms", "lapses_on"),
        [
            ([], date(2026, 12, 1)),
            # The term ends on Friday 27 November; the next begins on Tuesday 5 January.
            (
                [
                    (date(2026, 9, 1), date(2026, 11, 27)),
                    (date(2027, 1, 5), date(2027, 3, 26)),
                ],
                date(2027, 1, 6),
            ),
        ],
    )
    def test_is_after_five_school_days(self, send, mentor, need, terms, lapses_on):
        for first, last in terms:
            TermFactory(from_on=first, until_on=last)

        assert send(need, mentor).lapses_on == lapses_on

    def test_leaves_out_bank_holidays(self, send, mentor, need, days_pass):
        days_pass(28)  # Tuesday 22 December; the 25th and the 28th are bank holidays.

        assert send(need, mentor).lapses_on == date(2026, 12, 31)

    def test_comes_after_the_last_day_by_itself(self, work, send, mentor, need, days_pass, chosen):
        made = send(need, mentor)
        assert chosen() == []
        days_pass(7)
        assert step(made, work.today) is Step.OFFERED
        days_pass(1)

        assert step(made, work.today) is Step.LAPSED
        assert queries.standing(work.session, work.today) == []
        assert chosen() == [(str(need.person_id), str(mentor.person_id))]
        for answer in (commands.accept, commands.step_back):
            with pytest.raises(OfferOver):
                answer(work, made.id, side="mentee")
        with pytest.raises(OfferOver):
            commands.call_off(work, made.id)

    def test_leaves_one_of_two_proposals(self, work, send, mentor, need, days_pass):
        first = send(need, mentor)
        commands.accept(work, first.id, side="mentor")
        days_pass(8)
        second = send(need, mentor)

        with pytest.raises(OfferOver):
            commands.accept(work, first.id, side="mentee")
        for side in SIDES:
            commands.accept(work, second.id, side=side)
        assert queries.standing(work.session, work.today) == [second]


class TestAccept:
    @pytest.mark.parametrize("order", [SIDES, SIDES[::-1]])
    def test_pairs_by_the_second_yes_in_either_order(self, work, send, mentor, need, told, order):
        made = send(need, mentor)
        told()

        commands.accept(work, made.id, side=order[0])
        assert step(made, work.today) is Step.OFFERED
        assert told() == ["mentoring.accepted"]
        commands.accept(work, made.id, side=order[1])

        assert step(made, work.today) is Step.PAIRED
        assert made.paired_at == work.now
        assert told() == ["mentoring.accepted", "mentoring.paired"]

    def test_of_a_pair_stands_for_ever(self, work, send, mentor, need, days_pass, told):
        made = send(need, mentor)
        for side in SIDES:
            commands.accept(work, made.id, side=side)
        told()
        days_pass(300)

        assert commands.accept(work, made.id, side="mentee") is made
        assert told() == []
        assert queries.standing(work.session, work.today) == [made]
        assert queries.mentees_of(work.session, work.today) == {mentor.person_id: 1}

    def test_on_the_last_day_counts(self, work, send, mentor, need, days_pass):
        made = send(need, mentor)
        days_pass(7)

        for side in SIDES:
            commands.accept(work, made.id, side=side)

        assert step(made, work.today) is Step.PAIRED

    def test_twice_by_one_is_one_yes(self, work, send, mentor, need, days_pass):
        made = send(need, mentor)
        first = commands.accept(work, made.id, side="mentor").mentor_yes_at
        days_pass(1)

        commands.accept(work, made.id, side="mentor")

        assert (made.mentor_yes_at, made.paired_at) == (first, None)

    def test_tells_whose_yes_it_is(self, work, session, send, mentor, need):
        made = send(need, mentor)
        commands.accept(work, made.id, side="mentee")
        commands.accept(work, made.id, side="mentor")

        rows = {one.tag: one for one in session.scalars(select(AuditRow))}
        assert rows["mentoring.accepted"].data["side"] == "mentor"
        assert rows["mentoring.paired"].person_id == need.person_id
        assert rows["mentoring.paired"].data["mentor_id"] == str(mentor.person_id)

    @pytest.mark.parametrize("answer", [commands.accept, commands.step_back])
    def test_is_for_one_of_two_sides_of_a_pairing(self, work, send, mentor, need, answer):
        made = send(need, mentor)
        with pytest.raises(Invalid):
            answer(work, made.id, side="head")
        with pytest.raises(NotFound):
            answer(work, uuid4(), side="mentor")


class TestStepBack:
    @pytest.mark.parametrize("side", SIDES)
    def test_declines_and_is_not_proposed_again(self, work, offered, told, chosen, side):
        told()

        commands.step_back(work, offered.id, side=side)

        assert (offered.ended_at, offered.ended_for) == (work.now, "declined")
        assert offered.ended_by == side
        assert told() == ["mentoring.ended"]
        assert chosen() == []
        with pytest.raises(MayNotPair, match="declined before"):
            commands.send(work, offered.need_id, offered.mentor_id, reason="They thought again.")

    def test_frees_both_for_others(self, work, send, mentor, need, chosen):
        other, later = MentorProfileFactory(), MentorNeedFactory(notified_on=TODAY)
        made = send(need, mentor)

        commands.step_back(work, made.id, side="mentor")

        assert dict(chosen()) == {
            str(need.person_id): str(other.person_id),
            str(later.person_id): dict(chosen())[str(later.person_id)],
        }
        assert send(later, mentor).mentor_id == mentor.person_id

    @pytest.mark.parametrize("side", SIDES)
    def test_later_waits_on_from_the_same_day(self, work, send, mentor, need, days_pass, side):
        made = send(need, mentor)
        for one in SIDES:
            commands.accept(work, made.id, side=one)
        days_pass(60)

        commands.step_back(work, made.id, side=side)

        assert (made.ended_for, made.ended_by) == ("stepped_back", side)
        assert (need.closed_at, need.notified_on) == (None, date(2026, 11, 2))
        assert queries.open_needs(work.session) == [need]
        assert send(need, MentorProfileFactory()).need_id == need.id

    def test_is_once(self, work, send, mentor, need):
        made = send(need, mentor)
        commands.step_back(work, made.id, side="mentor")

        for answer in (commands.accept, commands.step_back):
            with pytest.raises(OfferOver):
                answer(work, made.id, side="mentee")


class TestCallOff:
    @pytest.mark.parametrize("paired", [True, False])
    def test_ends_what_stands_and_may_be_proposed_again(
        self, work, offered, coordinator, told, chosen, paired
    ):
        for side in SIDES if paired else ():
            commands.accept(work, offered.id, side=side)
        told()
        work.actor = coordinator

        commands.call_off(work, offered.id)

        assert (offered.ended_for, offered.ended_by) == ("called_off", "coordinator")
        assert told() == ["mentoring.ended"]
        assert chosen() == [(str(offered.need.person_id), str(offered.mentor_id))]
        with pytest.raises(OfferOver):
            commands.call_off(work, offered.id)

    def test_is_the_coordinators(self, work, need):
        made = PairingFactory(need=need)
        work.actor = PersonActor(id=made.mentor_id)

        with pytest.raises(NotAllowed):
            commands.call_off(work, made.id)

    def test_needs_a_pairing(self, work):
        with pytest.raises(NotFound):
            commands.call_off(work, uuid4())


class TestSideOf:
    def test_is_one_of_the_two(self, session):
        made = PairingFactory()

        assert commands.side_of(made, made.mentor_id) == "mentor"
        assert commands.side_of(made, made.need.person_id) == "mentee"
        for other in (None, PersonFactory().id):
            with pytest.raises(NotAllowed):
                commands.side_of(made, other)


class TestTelling:
    def test_what_suits_while_an_offer_stands_leaves_the_offer(self, work, send, mentor, need):
        made = send(need, mentor)

        commands.ask(work, need.person_id, Suits(contexts=[], days=["mon"], online=False, aims=""))

        assert queries.standing_of(work.session, need.person_id, work.today) == [made]

    def test_training_that_lapses_later_leaves_what_was_sent(self, work, send, mentor, need):
        made = send(need, mentor)
        DslTrainingFactory(person_id=mentor.person_id, done_on=date(2020, 1, 1), told_at=work.now)

        for side in SIDES:
            commands.accept(work, made.id, side=side)

        assert step(made, work.today) is Step.PAIRED
