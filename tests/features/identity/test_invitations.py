"""Invitations keep up with what happens to the person they are for."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.identity import commands, errors, queries
from lms.identity.models import LinkPurpose, SignInLink
from lms.kernel.errors import NotAllowed
from lms.kernel.permissions import EVERYONE, Reach
from lms.notifications import commands as notifications
from lms.notifications.models import Message
from lms.people import commands as people
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DutyFactory, EngagementFactory, PersonFactory

LATER = date(2026, 12, 1)


def invited(work, engagement, send_on):
    return commands.invite(
        work, engagement.person_id, engagement_id=engagement.id, send_on=send_on
    )


def correct(work, person, **others):
    values = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "name": person.name,
        "email": person.email,
        "other_email": person.other_email,
    }
    return people.correct(work, person.id, **(values | others))


class TestEnding:
    def test_before_anybody_came_calls_the_invitation_off(self, work):
        engagement = EngagementFactory(starts_on=LATER)
        made = invited(work, engagement, LATER)

        people.end(work, engagement.id, ends_on=LATER)

        assert made.cancelled_at == work.now

    def test_later_leaves_it(self, work):
        engagement = EngagementFactory(starts_on=LATER)
        made = invited(work, engagement, LATER)

        people.end(work, engagement.id, ends_on=date(2026, 12, 18))

        assert made.cancelled_at is None

    def test_leaves_what_is_for_another_engagement(self, work):
        engagement = EngagementFactory(starts_on=LATER)
        other = EngagementFactory(person=engagement.person, starts_on=LATER)
        made = invited(work, other, LATER)

        people.end(work, engagement.id, ends_on=LATER)

        assert made.cancelled_at is None

    def test_in_time_means_that_nothing_is_sent_to_who_has_left(self, work, clock):
        engagement = EngagementFactory(ends_on=date(2026, 11, 25))
        made = invited(work, engagement, date(2026, 11, 26))
        work.now = clock.move(days=2)

        commands.invitations_due(work)

        assert made.cancelled_at == work.now
        assert work.session.scalars(select(Message)).all() == []
        assert commands.invitations_due(work) == 0


class TestAnotherFirstDay:
    def test_moves_an_invitation_for_the_first_day(self, work):
        engagement = EngagementFactory(starts_on=LATER)
        made = invited(work, engagement, LATER)

        people.change_engagement(work, engagement.id, starts_on=date(2026, 12, 7))

        assert made.send_on == date(2026, 12, 7)

    def test_leaves_one_for_a_day_somebody_chose(self, work):
        engagement = EngagementFactory(starts_on=LATER)
        made = invited(work, engagement, date(2026, 11, 27))

        people.change_engagement(work, engagement.id, starts_on=date(2026, 12, 7))

        assert made.send_on == date(2026, 11, 27)


class TestAnotherAddress:
    def test_is_asked_anew_and_the_old_link_is_void(self, work, clock):
        engagement = EngagementFactory(starts_on=LATER)
        invited(work, engagement, work.today)
        work.now = clock.move(hours=1)

        correct(work, engagement.person, email="ada.right@marlshire.example")

        newest, old = queries.invitations(work.session, engagement.person_id)
        assert (old.bounced_at, newest.due_at) == (work.now, work.now)
        assert newest.engagement_id == engagement.id
        links = select(SignInLink.void_at).filter_by(purpose=LinkPurpose.INVITATION)
        assert sorted(work.session.scalars(links), key=str) == [work.now, None]

    def test_is_left_alone_once_they_have_come_in(self, work):
        engagement = EngagementFactory(person=PersonFactory(first_signed_in_at=work.now))
        invited(work, engagement, work.today)

        correct(work, engagement.person, email="ada.right@marlshire.example")

        assert len(queries.invitations(work.session, engagement.person_id)) == 1

    def test_keeps_an_invitation_held(self, work):
        engagement = EngagementFactory()
        made = invited(work, engagement, None)

        correct(work, engagement.person, email="ada.right@marlshire.example")

        assert queries.invitations(work.session, engagement.person_id) == [made]
        assert made.send_on is None

    def test_ends_a_link_sent_to_a_second_address(self, work):
        person = EngagementFactory(person=PersonFactory(other_email="a@home.example")).person
        link = commands.ask_link(work, "a@home.example")

        correct(work, person, other_email="b@home.example")

        with pytest.raises(errors.LinkSpent):
            commands.use_link(work, link)


class TestSigningOutEverywhere:
    def test_ends_links_and_cards_too(self, work):
        person = EngagementFactory().person
        link = commands.ask_link(work, person.email)
        code = commands.print_card(work, person.id)

        people.sign_out_everywhere(work, person.id)

        with pytest.raises(errors.LinkSpent):
            commands.use_link(work, link)
        with pytest.raises(errors.LinkSpent):
            commands.use_card(work, code)


class TestGivingUp:
    def test_puts_the_invitation_back_to_not_sent(self, work, clock):
        @contextmanager
        def opens():
            yield work
            work.session.commit()

        def fails(_mail, _settings, _instance):
            raise OSError("no route")

        made = invited(work, EngagementFactory(), work.today)
        for _ in range(8):
            notifications.send_due(opens, fails, Path())
            work.now = clock.move(days=1, minutes=11)

        assert made.cancelled_at is not None


class TestPrintCard:
    @pytest.fixture
    def manager(self, work):
        manager = DutyFactory(duty="line_manager").person
        work.actor = actor(manager, "line_manager")
        return manager

    def test_lets_a_manager_print_for_a_starter_without_an_address(self, work, manager):
        person = EngagementFactory(person__email=None, manager=manager).person

        assert commands.print_card(work, person.id)

    def test_refuses_a_manager_for_whoever_comes_in_by_mail(self, work, manager):
        person = EngagementFactory(person__first_signed_in_at=work.now, manager=manager).person

        with pytest.raises(errors.CardNotNeeded):
            commands.print_card(work, person.id)

    def test_refuses_a_manager_for_somebody_with_a_duty(self, work, manager):
        person = EngagementFactory(person__email=None, manager=manager).person
        DutyFactory(person=person, duty="hr")

        with pytest.raises(errors.CardGuarded, match="HR officer"):
            commands.print_card(work, person.id)

    def test_refuses_hr_for_an_administrator(self, work):
        work.actor = actor(DutyFactory(duty="hr").person, "hr")
        person = DutyFactory(duty="administrator").person

        with pytest.raises(errors.CardGuarded, match="Ask an administrator"):
            commands.print_card(work, person.id)

    def test_lets_hr_print_for_anybody_else(self, work):
        work.actor = actor(DutyFactory(duty="hr").person, "hr")

        assert commands.print_card(work, DutyFactory(duty="line_manager").person.id)


def actor(person, duty):
    return PersonActor(id=person.id, duties=frozenset({HeldDuty(duty)}), name=person.name)


class TestRelease:
    def held(self, work, **facts):
        return invited(work, EngagementFactory(**facts), None)

    def test_on_the_first_day_gives_each_its_own(self, work):
        later, now = self.held(work, starts_on=LATER), self.held(work, starts_on=date(2026, 11, 2))

        assert commands.release(work, [later.id, now.id], send_on=None) == 2

        assert (later.send_on, later.due_at) == (LATER, None)
        assert now.due_at == work.now

    def test_twice_sends_once(self, work):
        made = self.held(work)
        commands.release(work, [made.id], send_on=work.today)

        assert commands.release(work, [made.id], send_on=work.today) == 0

    def test_asks_nobody_who_has_left(self, work):
        made = self.held(work)
        made.engagement.ends_on = date(2026, 11, 1)

        assert commands.release(work, [made.id], send_on=None) == 0
        assert made.cancelled_at == work.now

    def test_of_many_leaves_the_writing_to_the_jobs(self, work, monkeypatch):
        monkeypatch.setattr("lms.identity.commands.invitations.AT_ONCE", 1)
        some = [self.held(work), self.held(work)]

        assert commands.release(work, [one.id for one in some], send_on=work.today) == 2

        assert [one.due_at for one in some] == [None, None]
        assert commands.invitations_due(work) == 2

    def test_passes_over_people_of_others_as_over_none(self, work):
        made = self.held(work)
        work.actor = actor(PersonFactory(), "line_manager")

        assert commands.release(work, [made.id], send_on=work.today) == 0
        assert made.send_on is None

    def test_is_refused_to_whoever_may_invite_nobody(self, work):
        made = self.held(work)
        work.actor = actor(PersonFactory(), "author")

        with pytest.raises(NotAllowed):
            commands.release(work, [made.id], send_on=work.today)


class TestHeld:
    def test_shows_whoever_starts_first_before_the_others_page_by_page(self, work):
        days = [date(2026, 12, 3), date(2026, 12, 1), date(2026, 12, 2)]
        for day in days:
            invited(work, EngagementFactory(starts_on=day), None)

        first = queries.held(work.session, EVERYONE, limit=2)
        second = queries.held(work.session, EVERYONE, after=first.after, limit=2)

        assert [one.starts_on for one in first.rows + second.rows] == sorted(days)
        assert second.after is None
        assert queries.held_count(work.session, EVERYONE) == 3

    def test_shows_only_people_within_reach(self, work):
        made = invited(work, EngagementFactory(), None)
        invited(work, EngagementFactory(), None)
        reach = Reach(unit_paths=frozenset({made.engagement.unit.path}))

        assert [one.id for one in queries.held(work.session, reach).rows] == [made.id]
        assert queries.held_ids(work.session, reach) == [made.id]

    def test_leaves_out_whoever_came_in_by_a_card(self, work):
        made = invited(work, EngagementFactory(), None)
        made.person.first_signed_in_at = work.now

        assert queries.held(work.session, EVERYONE).rows == []

    def test_begins_at_the_first_where_the_place_cannot_be_read(self, work):
        invited(work, EngagementFactory(), None)

        assert len(queries.held(work.session, EVERYONE, after="nonsense").rows) == 1
