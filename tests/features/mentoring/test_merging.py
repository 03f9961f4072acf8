"""Two records of one human become one, who mentors or is mentored; and two again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.kernel.permissions import System
from lms.mentoring import commands, queries
from lms.mentoring.commands import Suits
from lms.mentoring.errors import HasProposal, OfferOver
from lms.mentoring.models import MentorConflict, MentorNeed, MentorProfile, Pairing
from lms.mentoring.queries.county import county
from lms.people import commands as people
from lms.policy import PersonActor
from tests.support.factories import DslAppointmentFactory, SettingFactory
from tests.support.factories.mentoring import (
    MentorNeedFactory,
    MentorProfileFactory,
    PairingFactory,
)

TODAY = date(2026, 11, 24)
WHY = "The same date of birth in both of HR's files."
DAY = timedelta(days=1)


@pytest.fixture
def merge(work):
    """``merge(one, other)``: the other's record becomes part of the one's."""
    return lambda one, other: people.merge(work, one.id, other.id, reason=WHY)


@pytest.fixture
def part(work):
    return lambda made: people.unmerge(work, made.id, reason="Two people after all.")


@pytest.fixture
def known(session, settings):
    return lambda: county(session, TODAY, settings)


def rows(session):
    """Return every row of mentoring, as it stands."""
    session.expire_all()
    return {
        table.__tablename__: sorted(
            str(tuple(row)) for row in session.execute(select(*table.__table__.columns))
        )
        for table in (MentorProfile, MentorConflict, MentorNeed, Pairing)
    }


def waits(known):
    return [one.id for one in known().mentees]


class TestTwoRecordsOfOneMentor:
    def test_are_one_mentor_as_they_said_last(self, work, session, merge, part, known):
        one = MentorProfileFactory(capacity=3, offered_at=work.now - 2 * DAY)
        other = MentorProfileFactory(capacity=2, offered_at=work.now - DAY, travel_km=30)
        before, keep_id = rows(session), str(one.person_id)

        made = merge(one.person, other.person)

        (found,) = known().mentors
        assert (found.id, found.capacity, found.travel_km) == (keep_id, 2, 30)
        (shown,) = queries.profiles(session)
        assert (shown.capacity, str(shown.person_id)) == (2, keep_id)
        part(made)
        assert rows(session) == before
        assert len(known().mentors) == 2

    def test_have_the_mentees_of_both(self, session, merge, part, known):
        pairings = [PairingFactory() for _ in range(2)]
        one, other = (pairing.mentor for pairing in pairings)

        made = merge(one, other)

        assert queries.mentees_of(session, TODAY) == {one.id: 2}
        assert [one.places for one in known().mentors] == [0]
        assert set(queries.pairings_of(session, one.id, TODAY)) == set(pairings)
        part(made)
        assert queries.mentees_of(session, TODAY) == {one.id: 1, other.id: 1}

    def test_keep_conflicts_and_declines_of_both(self, work, session, merge, known):
        needs = [MentorNeedFactory() for _ in range(2)]
        profiles = [MentorProfileFactory() for _ in range(2)]
        for profile, need in zip((*profiles, profiles[0]), (*needs, needs[1]), strict=True):
            session.add(
                MentorConflict(
                    mentor_id=profile.person_id, other_id=need.person_id, told_at=work.now
                )
            )
        PairingFactory(
            need=needs[0], mentor=profiles[1].person, ended_at=work.now, ended_for="declined"
        )

        merge(profiles[0].person, profiles[1].person)

        (found,) = known().mentors
        assert {str(need.person_id) for need in needs} <= found.conflicts
        declined = {one.id: one.declined for one in known().mentees}
        assert declined[str(needs[0].person_id)] == {found.id}

    def test_at_one_setting_have_one_place_in_the_county(self, session, merge, known):
        setting = SettingFactory()
        profiles = [MentorProfileFactory(setting=setting) for _ in range(2)]

        merge(profiles[0].person, profiles[1].person)

        assert [one.id for one in known().mentors] == [str(profiles[0].person_id)]
        assert len(queries.profiles(session)) == 1

    def test_may_be_agreed_to_by_either_link(self, work, merge, known):
        one = MentorProfileFactory(offered_at=work.now - DAY, head_agreed_at=None, head_name="")
        other = MentorProfileFactory(offered_at=work.now, head_agreed_at=None, head_name="")
        merge(one.person, other.person)
        assert known().mentors == []

        agreed = commands.agree(work, one.id, name="R. Amadi, head")

        assert (agreed.id, agreed.head_name) == (other.id, "R. Amadi, head")
        assert [one.capacity for one in known().mentors] == [2]


class TestTwoRecordsOfOneNewDsl:
    @pytest.fixture
    def needs(self, session):
        return [
            MentorNeedFactory(notified_on=TODAY - 5 * DAY, aims="Later"),
            MentorNeedFactory(notified_on=TODAY - 9 * DAY, aims="First"),
        ]

    def test_wait_once_from_the_earlier_day(self, work, session, merge, part, known, needs):
        before = rows(session)

        made = merge(needs[0].person, needs[1].person)

        (found,) = known().mentees
        assert (found.id, found.notified_on) == (str(needs[0].person_id), TODAY - 9 * DAY)
        assert queries.open_needs(session) == [needs[1]]
        assert queries.need_of(session, needs[0].person_id) is needs[1]
        part(made)
        assert rows(session) == before
        assert len(known().mentees) == 2

    @pytest.mark.parametrize("which", [0, 1])
    def test_wait_no_more_where_either_has_a_mentor(self, work, merge, part, known, needs, which):
        pairing = PairingFactory(need=needs[which], paired_at=work.now)
        keep = needs[0].person

        made = merge(keep, needs[1].person)

        assert waits(known) == []
        assert queries.standing_of(work.session, keep.id, TODAY) == [pairing]
        mentor = MentorProfileFactory()
        for need in needs:
            with pytest.raises(HasProposal):
                commands.send(work, need.id, mentor.person_id)
        part(made)
        assert waits(known) == [str(needs[1 - which].person_id)]

    def test_each_with_a_mentor_keep_both_until_somebody_ends_one(self, work, merge, needs, known):
        pairings = [PairingFactory(need=need, paired_at=work.now) for need in needs]
        keep = needs[0].person

        merge(keep, needs[1].person)

        assert set(queries.standing_of(work.session, keep.id, TODAY)) == set(pairings)
        commands.call_off(work, pairings[0].id)
        assert queries.standing_of(work.session, keep.id, TODAY) == [pairings[1]]
        assert waits(known) == []

    def test_close_what_both_waited_for(self, work, merge, needs, known):
        pairing = PairingFactory(need=needs[0])
        keep = needs[0].person
        merge(keep, needs[1].person)
        work.actor = PersonActor(id=keep.id)

        commands.close(work, needs[1].id, reason="own")

        work.actor = System()
        assert [one.closed_for for one in needs] == ["own", "own"]
        assert (pairing.ended_for, pairing.ended_by) == ("own", "mentee")
        assert (waits(known), queries.open_needs(work.session)) == ([], [])

    def test_tell_what_suits_of_the_wait_that_counts(self, work, merge, needs):
        keep = needs[0].person
        merge(keep, needs[1].person)

        told = commands.ask(work, keep.id, Suits(contexts=[], days=[], online=True, aims="New"))

        assert (told.id, needs[0].aims) == (needs[1].id, "Later")


class TestMentorAndNewDslWhoAreOne:
    @pytest.fixture
    def pairing(self, session):
        return PairingFactory()

    @pytest.mark.parametrize("keeps", ["mentor", "mentee"])
    def test_are_not_paired_with_themselves(self, work, session, merge, part, pairing, keeps):
        mentor, mentee = pairing.mentor, pairing.need.person
        before = rows(session)

        pair = (mentor, mentee) if keeps == "mentor" else (mentee, mentor)
        made = merge(*pair)

        assert queries.standing(session, TODAY) == []
        assert queries.mentees_of(session, TODAY) == {}
        for answer in (commands.accept, commands.step_back):
            with pytest.raises(OfferOver):
                answer(work, pairing.id, side="mentor")
        part(made)
        assert rows(session) == before
        assert queries.standing(session, TODAY) == [pairing]
        commands.accept(work, pairing.id, side="mentor")

    def test_wait_on_and_may_mentor_others(self, work, merge, known, pairing):
        keep = pairing.mentor

        merge(keep, pairing.need.person)

        assert waits(known) == [str(keep.id)]
        assert [(one.id, one.places) for one in known().mentors] == [(str(keep.id), 2)]
        other = MentorProfileFactory()
        assert commands.send(work, pairing.need_id, other.person_id).need_id == pairing.need_id


class TestAppointments:
    def test_of_the_other_record_are_where_they_mentor(self, merge, known):
        profile = MentorProfileFactory(person=DslAppointmentFactory(until_on=TODAY).person)
        held = DslAppointmentFactory()
        assert known().mentors == []

        merge(profile.person, held.person)

        assert [one.setting.id for one in known().mentors] == [str(held.setting_id)]
