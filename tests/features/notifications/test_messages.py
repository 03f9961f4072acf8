from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.identity import commands as identity
from lms.identity import queries as invitations
from lms.kernel.hooks import Rejected
from lms.notifications import commands, queries, sending
from lms.notifications.models import Message
from tests.support.factories import EngagementFactory, ObligationFactory, PersonFactory
from tests.support.factories.proof import PauseFactory


@pytest.fixture
def opens(work):
    @contextmanager
    def open_work():
        yield work
        work.session.commit()

    return open_work


class Post:
    """Takes mail, or fails as it is told."""

    def __init__(self, failure=None):
        self.taken, self.failure = [], failure

    def __call__(self, mail, settings, instance):
        if self.failure:
            raise self.failure
        self.taken.append(mail)


def send(opens, post):
    return commands.send_due(opens, post, Path())


class TestSendDue:
    @pytest.fixture
    def person(self, work):
        person = EngagementFactory().person
        identity.invite(work, person.id, send_on=work.today)
        return person

    def test_sends_once(self, opens, person):
        post = Post()

        first, second = send(opens, post), send(opens, post)

        assert (first.sent, second.sent, first.waiting) == (1, 0, 0)
        assert [mail.to for mail in post.taken] == [person.email]

    def test_makes_an_invited_person_enrolled(self, opens, work, person):
        send(opens, Post())

        found = invitations.invitations(work.session, person.id)
        assert [one.sent_at for one in found] == [work.now]

    def test_waits_and_tries_again_when_the_mail_system_is_down(self, opens, work, clock, person):
        assert send(opens, Post(OSError("no route"))).failed == 1
        assert send(opens, Post()).sent == 0
        work.now = clock.move(minutes=11)

        assert send(opens, Post()).sent == 1

    def test_marks_the_person_when_the_address_is_refused_for_good(self, opens, work, person):
        send(opens, Post(Rejected("no such user")))

        assert person.bounced_at == work.now
        assert invitations.invitations(work.session, person.id)[0].bounced_at == work.now

    def test_gives_up_after_two_days(self, opens, work, clock, person):
        for _ in range(8):
            send(opens, Post(OSError("no route")))
            work.now = clock.move(days=1, minutes=11)

        message = work.session.scalars(select(Message)).one()
        assert message.failed_at is not None
        assert queries.waiting(work.session) == 0


class TestCompose:
    def test_puts_a_signed_link_and_a_code_into_the_words(self, opens, work):
        person = EngagementFactory().person
        identity.ask_link(work, person.email)
        post = Post()
        send(opens, post)

        (mail,) = post.taken
        assert "https://training.marlshire.example/sign-in/link/" in mail.text
        assert "Type this code there:" in mail.text

    def test_cannot_be_made_to_write_another_header(self):
        assert sending.one_line("Hello\r\nBcc: a@b.example") == "Hello Bcc: a@b.example"


class TestRemind:
    def due(self, work, day, **engagement):
        one = EngagementFactory(**engagement)
        ObligationFactory(engagement=one, due_on=day)
        return one

    def test_reminds_a_person_once_a_day(self, work):
        self.due(work, work.today)

        assert (commands.remind(work), commands.remind(work)) == (1, 0)

    def test_leaves_alone_what_is_far_off_or_long_past(self, work):
        self.due(work, date(2027, 1, 4))
        self.due(work, date(2026, 10, 5))

        assert commands.remind(work) == 0

    def test_tells_the_manager_two_working_days_late(self, work):
        manager = PersonFactory()
        self.due(work, date(2026, 11, 20), manager=manager)

        commands.remind(work)

        message = work.session.scalars(select(Message).filter_by(person_id=manager.id)).one()
        assert message.kind == "team"
        assert len(message.facts["people"]) == 1

    def test_reminds_three_working_days_before_however_soon_is_set(self, work, settings):
        work.settings = replace(settings, due_soon_days=1)
        self.due(work, date(2026, 11, 27))

        assert commands.remind(work) == 1

    def test_reminds_before_a_weekend_of_what_is_due_in_it(self, work, clock):
        self.due(work, date(2026, 11, 28))
        assert commands.remind(work) == 1
        work.now = clock.move(days=3)

        assert commands.remind(work) == 1

    def test_makes_up_for_days_on_which_nothing_ran(self, work, clock):
        manager = PersonFactory()
        self.due(work, work.today, manager=manager)
        commands.remind(work)
        work.now = clock.move(days=6)

        commands.remind(work)

        kinds = work.session.scalars(select(Message.kind).order_by(Message.written_at)).all()
        assert sorted(kinds) == ["reminder", "reminder", "team"]

    def test_reminds_nobody_who_is_exempt_or_away(self, work):
        one = self.due(work, work.today)
        PauseFactory(engagement_id=one.id)

        assert commands.remind(work) == 0

    def test_says_of_each_line_whether_it_is_late(self, opens, work):
        one = self.due(work, date(2026, 11, 23))
        ObligationFactory(engagement=one, due_on=date(2026, 11, 27), requirement__name="Second")
        commands.remind(work)
        post = Post()
        send(opens, post)

        (mail,) = post.taken
        assert "Safeguarding induction: it was due on Monday 23 November" in mail.text
        assert "Second: due on Friday 27 November" in mail.text
