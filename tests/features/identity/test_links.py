from datetime import date

import pytest
from sqlalchemy import select

from lms.identity import commands, errors, queries, rules
from lms.identity.models import Invitation, LinkPurpose, SignInLink
from lms.notifications.models import Message
from tests.support.factories import EngagementFactory, PersonFactory
from tests.support.factories.proof import InvitationFactory


def messages(session):
    return list(session.scalars(select(Message)))


class TestAskLink:
    def test_writes_a_message_in_the_same_transaction(self, work):
        person = EngagementFactory().person

        link = commands.ask_link(work, person.email.upper() + " ")

        (message,) = messages(work.session)
        assert (message.person_id, message.kind) == (person.id, "sign_in")
        assert message.facts == {"link": str(link), "to_other": False}

    def test_goes_to_the_other_address_when_that_was_typed(self, work):
        person = EngagementFactory(person=PersonFactory(other_email="ada@home.example")).person

        commands.ask_link(work, person.other_email)

        assert messages(work.session)[0].facts["to_other"] is True

    def test_does_nothing_for_an_unknown_address(self, work):
        assert commands.ask_link(work, "nobody@marlshire.example") is None
        assert messages(work.session) == []

    def test_does_nothing_for_somebody_who_left_long_ago(self, work):
        person = EngagementFactory(ends_on=date(2026, 10, 1)).person

        assert commands.ask_link(work, person.email) is None

    def test_ends_the_link_before(self, work):
        person = EngagementFactory().person
        first = commands.ask_link(work, person.email)

        commands.ask_link(work, person.email)

        with pytest.raises(errors.LinkSpent):
            commands.use_link(work, first)

    def test_stops_after_too_many_in_an_hour(self, work):
        person = EngagementFactory().person
        for _ in range(rules.LINKS_AN_HOUR):
            assert commands.ask_link(work, person.email)

        assert commands.ask_link(work, person.email) is None


class TestUseLink:
    def test_lets_in_once(self, work):
        person = EngagementFactory().person
        link = commands.ask_link(work, person.email)

        assert commands.use_link(work, link).id == person.id
        assert person.first_signed_in_at == work.now
        with pytest.raises(errors.LinkSpent):
            commands.use_link(work, link)

    def test_refuses_after_fifteen_minutes(self, work, clock):
        link = commands.ask_link(work, EngagementFactory().person.email)
        work.now = clock.move(minutes=15)

        with pytest.raises(errors.LinkSpent):
            commands.use_link(work, link)

    def test_of_an_invitation_counts_as_opened(self, work):
        person = EngagementFactory().person
        InvitationFactory(person=person)
        link = commands.make_link(work, person.id, LinkPurpose.INVITATION)

        commands.use_link(work, link.id)

        assert queries.invitations(work.session, person.id)[0].opened_at == work.now

    def test_of_a_demonstration_works_again_and_again(self, work):
        link = commands.make_link(work, EngagementFactory().person.id, LinkPurpose.DEMO)

        commands.use_link(work, link.id)
        commands.use_link(work, link.id)


class TestTryCode:
    def test_is_none_where_it_is_right(self, work):
        link = commands.ask_link(work, EngagementFactory().person.email)

        code = rules.short_code(work.settings.secret_key, link)

        assert commands.try_code(work, link, code) is None

    def test_voids_the_link_after_five_wrong_ones(self, work):
        link = commands.ask_link(work, EngagementFactory().person.email)

        left = [commands.try_code(work, link, "0000-0000") for _ in range(5)]

        assert left == [4, 3, 2, 1, 0]
        with pytest.raises(errors.LinkSpent):
            commands.use_link(work, link)

    def test_answers_the_same_where_there_is_no_link(self, work):
        assert commands.try_code(work, None, "0000-0000") == 4


class TestCard:
    def test_lets_somebody_without_an_address_in_once(self, work):
        person = EngagementFactory(person=PersonFactory(email=None)).person

        code = commands.print_card(work, person.id)

        assert commands.use_card(work, code.lower()).id == person.id
        with pytest.raises(errors.LinkSpent):
            commands.use_card(work, code)

    def test_counts_as_an_invitation(self, work):
        person = EngagementFactory(person=PersonFactory(email=None)).person

        commands.print_card(work, person.id)

        assert queries.invitations(work.session, person.id)[0].sent_at == work.now

    def test_keeps_no_code(self, work):
        person = EngagementFactory().person
        code = commands.print_card(work, person.id)

        (link,) = work.session.scalars(select(SignInLink)).all()
        assert code not in str(vars(link))


class TestInvite:
    def test_today_writes_the_message(self, work):
        engagement = EngagementFactory(starts_on=date(2026, 11, 30))

        commands.invite(
            work, engagement.person_id, engagement_id=engagement.id, send_on=work.today
        )

        (message,) = messages(work.session)
        assert message.kind == "invitation"
        assert message.facts["starts_on"] == "2026-11-30"

    def test_later_waits_for_its_day(self, work, clock):
        person = EngagementFactory().person
        commands.invite(work, person.id, send_on=date(2026, 11, 26))
        assert commands.invitations_due(work) == 0
        work.now = clock.move(days=2)

        assert commands.invitations_due(work) == 1
        assert commands.invitations_due(work) == 0

    def test_held_waits_until_it_is_released(self, work):
        made = commands.invite(work, EngagementFactory().person_id, send_on=None)
        assert commands.invitations_due(work) == 0

        assert commands.release(work, [made.id], send_on=work.today) == 1
        assert len(messages(work.session)) == 1

    def test_refuses_without_an_address(self, work):
        person = EngagementFactory(person=PersonFactory(email=None)).person

        with pytest.raises(errors.NoAddress):
            commands.invite(work, person.id, send_on=work.today)

    def test_again_replaces_one_that_still_waits(self, work):
        person = EngagementFactory().person
        commands.invite(work, person.id, send_on=date(2026, 12, 1))

        commands.resend(work, person.id)

        waiting = select(Invitation).filter_by(cancelled_at=None)
        assert [one.send_on for one in work.session.scalars(waiting)] == [work.today]
