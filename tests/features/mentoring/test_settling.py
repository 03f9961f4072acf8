"""A council enters its term dates, and weighs the parts of a score."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.kernel.errors import NotAllowed
from lms.mentoring import commands, permissions, queries
from lms.mentoring.errors import BadTerms, BadWeights
from lms.mentoring.rules.facts import PARTS, Weights
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import DutyFactory

AUTUMN = ("Autumn", date(2026, 9, 1), date(2026, 12, 18))
SPRING = ("Spring", date(2027, 1, 5), date(2027, 3, 25))


@pytest.fixture
def auditor(session):
    person = DutyFactory(duty="auditor").person
    return PersonActor(id=person.id, duties=frozenset({HeldDuty("auditor")}))


class TestSetTerms:
    def test_enters_them_in_order(self, work, session, coordinator, told):
        work.actor = coordinator

        made = commands.set_terms(work, [SPRING, AUTUMN])

        assert [one.name for one in made] == ["Autumn", "Spring"]
        assert queries.term_days(session) == [AUTUMN[1:], SPRING[1:]]
        assert told() == ["mentoring.terms_set"]
        event = session.scalars(select(AuditRow).filter_by(tag="mentoring.terms_set")).one()
        assert (event.subject_id, event.data["terms"]) == (made[0].id, 2)

    def test_takes_the_place_of_those_there_were(self, work, session):
        commands.set_terms(work, [AUTUMN])
        commands.set_terms(work, [AUTUMN, SPRING])

        assert [one.name for one in queries.terms(session)] == ["Autumn", "Spring"]

    def test_of_none_is_told_too(self, work, session, told):
        commands.set_terms(work, [AUTUMN])
        told()

        assert commands.set_terms(work, []) == []
        assert queries.terms(session) == []
        assert told() == ["mentoring.terms_set"]
        commands.set_terms(work, [])
        assert told() == []

    @pytest.mark.parametrize(
        ("terms", "words"),
        [
            ([("", *AUTUMN[1:])], "Give the term from 1 September 2026 a name"),
            ([("Autumn", AUTUMN[2], AUTUMN[1])], "before it begins"),
            (
                [AUTUMN, ("Late", date(2026, 12, 18), date(2026, 12, 20))],
                "before Autumn has ended",
            ),
            ([("Year", date(2026, 9, 1), date(2027, 7, 20)), SPRING], "before Year has ended"),
            ([AUTUMN, ("Same", AUTUMN[1], AUTUMN[1])], "has ended"),
        ],
    )
    def test_refuses_what_cannot_be_and_keeps_what_there_was(self, work, session, terms, words):
        commands.set_terms(work, [SPRING])

        with pytest.raises(BadTerms, match=words) as refused:
            commands.set_terms(work, terms)

        assert refused.value.field == "terms"
        assert [one.name for one in queries.terms(session)] == ["Spring"]

    def test_takes_terms_that_touch_and_a_term_of_one_day(self, work):
        day = ("Day", date(2026, 12, 19), date(2026, 12, 19))

        assert len(commands.set_terms(work, [AUTUMN, day])) == 2

    def test_is_the_coordinators(self, work, auditor):
        work.actor = auditor

        with pytest.raises(NotAllowed):
            commands.set_terms(work, [AUTUMN])


class TestSetWeights:
    def test_counts_from_now_on(self, work, session, coordinator, told):
        assert queries.weights(session) == (Weights(), False)
        work.actor = coordinator

        made = commands.set_weights(work, Weights(phase=1, travel=2), blocks_trust=True)

        assert queries.weights(session) == (Weights(phase=1, travel=2), True)
        assert (made.set_at, made.set_by) == (work.now, coordinator.id)
        assert told() == ["mentoring.weights_set"]

    def test_of_last_count(self, work, session, clock):
        for phase in (1, 2, 3):
            work.now = clock.move(minutes=1)
            commands.set_weights(work, Weights(phase=phase), blocks_trust=False)

        assert queries.weights(session) == (Weights(phase=3), False)

    @pytest.mark.parametrize(
        "weights",
        [
            Weights(phase=-1),
            Weights(travel=float("nan")),
            Weights(context=float("inf")),
            Weights(**dict.fromkeys(PARTS, 0)),
        ],
    )
    def test_refuses_those_that_make_no_score(self, work, session, weights):
        with pytest.raises(BadWeights):
            commands.set_weights(work, weights, blocks_trust=False)

        assert queries.weights(session) == (Weights(), False)

    def test_is_the_coordinators(self, work, auditor):
        work.actor = auditor

        with pytest.raises(NotAllowed):
            commands.set_weights(work, Weights(), blocks_trust=False)


class TestWhoMay:
    @pytest.mark.parametrize(
        ("duty", "may"),
        [
            ("network_coordinator", (True, True)),
            ("auditor", (False, True)),
            ("hr", (False, False)),
            ("line_manager", (False, False)),
            ("administrator", (False, False)),
        ],
    )
    def test_bring_people_together_or_see_how_it_goes(self, duty, may):
        actor = PersonActor(id=uuid4(), duties=frozenset({HeldDuty(duty)}))

        found = tuple(actor.may(one) for one in (permissions.COORDINATE, permissions.READ))

        assert found == may
