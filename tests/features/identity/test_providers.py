"""Who comes in through a provider, who is kept as unknown, and what happens at the same time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from lms.identity import commands, errors, queries
from lms.identity.models import ExternalIdentity, Knock
from lms.identity.rules import Claimed
from lms.kernel.errors import NotAllowed, NotFound
from lms.kernel.providers import Provider
from lms.people import commands as people
from lms.people.models import EngagementKind
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import EngagementFactory, PersonFactory

ISSUER = "https://id.marlshire.example"
PROVIDER = Provider(key="marlshire", name="Marlshire Council", issuer=ISSUER, client_id="outset")


def claimed(subject="s-1", address="ada@marlshire.example", *, is_vouched=True):
    return Claimed(
        issuer=ISSUER,
        subject=subject,
        first_name="Ada",
        last_name="Bowen",
        address=address,
        is_vouched=is_vouched,
    )


def come(work, *said, **more):
    return commands.come_in_through(work, claimed(*said, **more), PROVIDER)


@pytest.fixture
def ada(session):
    return EngagementFactory(person=PersonFactory(email="ada@marlshire.example")).person


class TestComeInThrough:
    def test_links_the_account_the_first_time(self, work, ada):
        assert come(work).person_id == ada.id
        (found,) = queries.accounts(work.session, ada.id)
        assert (found.issuer, found.subject, found.first_seen_at) == (ISSUER, "s-1", work.now)

    def test_notes_when_the_account_was_last_seen(self, work, ada):
        come(work)
        work.now += timedelta(days=3)

        come(work)

        (found,) = queries.accounts(work.session, ada.id)
        assert found.last_seen_at == work.now > found.first_seen_at

    def test_takes_the_same_subject_of_another_issuer_for_somebody_else(self, work, ada):
        come(work)
        other = Claimed(
            issuer="https://other.example",
            subject="s-1",
            first_name="",
            last_name="",
            address="new@other.example",
            is_vouched=True,
        )

        assert commands.come_in_through(work, other, PROVIDER).person_id is None

    def test_lets_an_account_of_another_provider_in_beside_the_first(self, work, ada):
        come(work)
        other = Claimed(
            issuer="https://other.example",
            subject="o-1",
            first_name="",
            last_name="",
            address=ada.email,
            is_vouched=True,
        )

        assert commands.come_in_through(work, other, PROVIDER).person_id == ada.id
        assert len(queries.accounts(work.session, ada.id)) == 2

    def test_without_an_address_recognises_nobody(self, work, ada):
        assert come(work, "s-2", None, is_vouched=False).person_id is None

    def test_refuses_a_second_account_of_the_same_provider(self, work, ada):
        come(work)

        with pytest.raises(errors.AnotherAccount):
            come(work, "s-2")

    def test_lets_nobody_in_whose_time_is_over_though_linked(self, work, ada):
        come(work)
        ada.engagements[0].ends_on = work.today - timedelta(days=31)
        work.session.flush()

        found = come(work)

        assert (found.person_id, found.last_day) == (None, ada.engagements[0].ends_on)


class TestUnlink:
    def test_lets_the_next_account_with_the_address_in(self, work, ada):
        come(work)
        (found,) = queries.accounts(work.session, ada.id)

        commands.unlink(work, found.id)

        assert come(work, "s-2").person_id == ada.id

    def test_is_not_for_everybody(self, work, ada):
        come(work)
        (found,) = queries.accounts(work.session, ada.id)
        work.actor = PersonActor(id=ada.id, duties=frozenset({HeldDuty("line_manager")}))

        with pytest.raises(NotAllowed):
            commands.unlink(work, found.id)

    def test_refuses_a_second_time(self, work, ada):
        come(work)
        (found,) = queries.accounts(work.session, ada.id)
        commands.unlink(work, found.id)

        with pytest.raises(NotFound):
            commands.unlink(work, found.id)


class TestKnocked:
    def asked(self, work, day=None):
        found = work.session.scalars(queries.knocked(day or work.today)).all()
        return [one.email for one in found]

    def test_are_those_in_no_list(self, work, ada):
        come(work, "s-2", "new@marlshire.example")
        come(work)

        assert self.asked(work) == ["new@marlshire.example"]

    def test_are_no_longer_those_who_were_entered_since(self, work):
        come(work, "s-2", "new@marlshire.example")
        come(work, "s-3", "newer@marlshire.example")
        PersonFactory(email="new@marlshire.example")
        PersonFactory(other_email="newer@marlshire.example")

        assert self.asked(work) == []

    def test_are_those_whose_time_was_over_until_they_work_here_again(self, work, ada):
        ada.engagements[0].ends_on = work.today - timedelta(days=31)
        work.session.flush()
        come(work)
        assert self.asked(work) == ["ada@marlshire.example"]

        EngagementFactory(person=ada, starts_on=work.today)

        assert self.asked(work) == []

    def test_are_told_as_at_a_day(self, work):
        come(work, "s-2", "new@marlshire.example")

        assert self.asked(work, work.today - timedelta(days=1)) == []

    def test_are_forgotten_after_ninety_days(self, work):
        come(work, "s-2", "new@marlshire.example")
        work.now += timedelta(days=90)
        assert commands.tidy_knocks(work) == 0
        assert len(self.asked(work)) == 1

        work.now += timedelta(minutes=1)

        assert commands.tidy_knocks(work) == 1
        assert work.session.scalars(select(Knock)).all() == []


class TestAtTheSameTime:
    def add_ada(self, work):
        person = people.join(
            work, first_name="Ada", last_name="Bowen", email="ada@marlshire.example"
        )
        people.engage(
            work,
            person,
            kind=EngagementKind.PERMANENT,
            source="HR",
            starts_on=date(2026, 9, 1),
        )
        return person.id

    def test_two_windows_link_an_account_once(self, at_once, own_engine):
        person_id = at_once.alone(self.add_ada)

        found = at_once(*[come] * 6)

        assert [one.person_id for one in found] == [person_id] * 6
        with own_engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(ExternalIdentity)) == 1

    def test_two_accounts_of_one_address_are_not_both_linked(self, at_once, own_engine):
        at_once.alone(self.add_ada)

        found = at_once(*[lambda work, n=n: come(work, f"s-{n}") for n in range(4)])

        refused = [one for one in found if isinstance(one, errors.AnotherAccount)]
        assert len(refused) == 3

    def test_somebody_unknown_is_kept_once(self, at_once, own_engine):
        found = at_once(*[lambda work: come(work, "s-9", "new@marlshire.example")] * 6)

        assert [one.person_id for one in found] == [None] * 6
        with own_engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Knock)) == 1
