from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment import commands, errors, queries
from lms.assignment.models import DueChange, Exemption, Obligation, Pause
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.permissions import EVERYONE, Reach
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    EngagementFactory,
    ObligationFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.factories.proof import ExemptionFactory, PauseFactory

TODAY = date(2026, 11, 24)


def due_days(session, obligation):
    wanted = select(DueChange).filter_by(obligation_id=obligation.id).order_by(DueChange.from_on)
    return [(one.from_on, one.due_on) for one in session.scalars(wanted)]


class TestExempt:
    def test_releases_from_today_and_says_who_approved(self, work):
        officer = PersonFactory()
        work.actor = PersonActor(id=officer.id, duties=frozenset({HeldDuty("hr")}))
        obligation = ObligationFactory()

        made = commands.exempt(
            work, obligation.id, reason=" Trained elsewhere ", until_on=date(2027, 3, 1)
        )

        assert (made.from_on, made.until_on) == (TODAY, date(2027, 3, 1))
        assert (made.reason, made.approved_by) == ("Trained elsewhere", officer.id)

    @pytest.mark.parametrize(
        ("reason", "until_on", "field"),
        [
            (" ", date(2027, 3, 1), "reason"),
            ("Why", TODAY, "until_on"),
            ("Why", date(2028, 11, 25), "until_on"),
        ],
    )
    def test_needs_a_reason_and_an_end_within_two_years(self, work, reason, until_on, field):
        with pytest.raises(Invalid) as refusal:
            commands.exempt(work, ObligationFactory().id, reason=reason, until_on=until_on)

        assert refusal.value.field == field

    def test_refuses_what_is_exempt(self, work):
        obligation = ExemptionFactory().obligation

        with pytest.raises(errors.AlreadyExempt, match="until 1 December 2026"):
            commands.exempt(work, obligation.id, reason="Why", until_on=date(2027, 3, 1))

    def test_refuses_what_is_no_longer_owed(self, work):
        obligation = ObligationFactory(ended_on=date(2026, 11, 1))

        with pytest.raises(errors.NotOwed):
            commands.exempt(work, obligation.id, reason="Why", until_on=date(2027, 3, 1))

    def test_is_for_an_officer_over_that_person(self, work):
        held = HeldDuty("hr", unit_path=UnitFactory().path)
        work.actor = PersonActor(id=PersonFactory().id, duties=frozenset({held}))

        with pytest.raises(NotAllowed):
            commands.exempt(work, ObligationFactory().id, reason="Why", until_on=date(2027, 3, 1))


class TestEndExemption:
    def test_ends_today(self, work):
        exemption = ExemptionFactory()

        commands.end_exemption(work, exemption.id)

        assert exemption.until_on == TODAY

    def test_ends_tomorrow_what_began_today(self, work):
        exemption = ExemptionFactory(from_on=TODAY)

        commands.end_exemption(work, exemption.id)

        assert exemption.until_on == date(2026, 11, 25)

    def test_refuses_what_is_over(self, work):
        exemption = ExemptionFactory(until_on=date(2026, 11, 1))

        with pytest.raises(errors.AlreadyOver, match="1 November 2026"):
            commands.end_exemption(work, exemption.id)


class TestPause:
    def test_starts_clocks_anew_on_a_return_that_is_known(self, work, session):
        obligation = ObligationFactory()

        commands.pause(
            work,
            obligation.engagement_id,
            reason="family_leave",
            from_on=date(2026, 12, 1),
            until_on=date(2027, 6, 1),
        )

        assert due_days(session, obligation) == [(date(2027, 6, 1), date(2027, 6, 15))]

    def test_moves_nothing_while_no_return_is_known(self, work, session):
        obligation = ObligationFactory()

        commands.pause(
            work, obligation.engagement_id, reason="other_leave", from_on=date(2026, 12, 1)
        )

        assert due_days(session, obligation) == []

    def test_gives_what_begins_meanwhile_the_due_day_of_the_return(self, work, session):
        engagement = EngagementFactory()
        commands.pause(
            work,
            engagement.id,
            reason="family_leave",
            from_on=date(2026, 11, 20),
            until_on=date(2027, 6, 1),
        )
        RequirementFactory(from_on=TODAY)

        commands.refresh(work, [engagement.id])

        obligation = session.scalars(select(Obligation)).one()
        assert obligation.due_on == date(2026, 12, 8)
        assert due_days(session, obligation) == [(date(2027, 6, 1), date(2027, 6, 15))]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"reason": "illness"}, "reason"),
            ({"from_on": date(2026, 8, 31)}, "from_on"),
            ({"from_on": date(2027, 2, 1)}, "from_on"),
            ({"until_on": date(2026, 12, 1)}, "until_on"),
        ],
    )
    def test_refuses(self, work, wrong, field):
        engagement = EngagementFactory(ends_on=date(2027, 1, 31))
        facts = {"reason": "family_leave", "from_on": date(2026, 12, 1), "until_on": None}

        with pytest.raises(Invalid) as refusal:
            commands.pause(work, engagement.id, **{**facts, **wrong})

        assert refusal.value.field == field

    def test_refuses_a_second(self, work):
        pause = PauseFactory()

        with pytest.raises(errors.AlreadyPaused):
            commands.pause(
                work, pause.engagement_id, reason="family_leave", from_on=date(2026, 12, 1)
            )


class TestEndPause:
    def test_starts_clocks_anew(self, work, session):
        obligation = ObligationFactory()
        pause = PauseFactory(engagement_id=obligation.engagement_id)

        commands.end_pause(work, pause.id, on=date(2026, 11, 30))

        assert pause.until_on == date(2026, 11, 30)
        assert due_days(session, obligation) == [(date(2026, 11, 30), date(2026, 12, 14))]

    def test_counts_from_an_earlier_return_alone(self, work, session):
        obligation = ObligationFactory()
        pause = commands.pause(
            work,
            obligation.engagement_id,
            reason="family_leave",
            from_on=date(2026, 11, 2),
            until_on=date(2027, 6, 1),
        )

        commands.end_pause(work, pause.id, on=date(2026, 11, 30))

        assert due_days(session, obligation) == [(date(2026, 11, 30), date(2026, 12, 14))]

    def test_takes_back_one_that_has_not_begun(self, work, session):
        obligation = ObligationFactory()
        pause = commands.pause(
            work,
            obligation.engagement_id,
            reason="family_leave",
            from_on=date(2026, 12, 1),
            until_on=date(2027, 6, 1),
        )

        commands.end_pause(work, pause.id, on=date(2026, 12, 1))

        assert due_days(session, obligation) == []
        assert queries.pauses_of(session, [obligation.engagement_id], date(2026, 12, 1)) == []

    def test_refuses_a_return_before_the_first_day_away(self, work):
        with pytest.raises(Invalid):
            commands.end_pause(work, PauseFactory().id, on=date(2026, 9, 30))

    def test_refuses_who_has_returned(self, work):
        pause = PauseFactory(until_on=date(2026, 11, 2))

        with pytest.raises(errors.AlreadyOver, match="2 November 2026"):
            commands.end_pause(work, pause.id, on=TODAY)


class TestReleased:
    def test_lists_the_soonest_end_first_and_goes_on_behind_the_last(self, session, monkeypatch):
        monkeypatch.setattr(queries.releases, "PAGE", 2)
        later, soon, last = (
            ExemptionFactory(until_on=date(2027, month, 1)) for month in (5, 2, 8)
        )
        ExemptionFactory(until_on=TODAY)

        first = queries.released(session, EVERYONE, TODAY)
        rest = queries.released(session, EVERYONE, TODAY, after=first.after)

        assert [one.id for one in first.rows] == [soon.id, later.id]
        assert [one.id for one in rest.rows] == [last.id]
        assert rest.after is None

    def test_lists_pauses_without_a_return_last_and_what_is_over_apart(self, session):
        open_one, known = PauseFactory(), PauseFactory(until_on=date(2027, 2, 1))
        over = PauseFactory(until_on=date(2026, 11, 2))

        now = queries.released(session, EVERYONE, TODAY, what="paused")
        then = queries.released(session, EVERYONE, TODAY, what="paused", over=True)

        assert [one.id for one in now.rows] == [known.id, open_one.id]
        assert [one.id for one in then.rows] == [over.id]

    def test_keeps_to_reach_and_counts_as_it_lists(self, session):
        unit = UnitFactory()
        inside = PauseFactory(engagement_id=EngagementFactory(unit=unit).id)
        PauseFactory()
        ExemptionFactory()
        reach = Reach(unit_paths=frozenset({unit.path}))

        found = queries.released(session, reach, TODAY, what="paused")

        assert [one.id for one in found.rows] == [inside.id]
        assert queries.release_counts(session, reach, TODAY) == (0, 1)
        assert queries.release_counts(session, EVERYONE, TODAY) == (1, 2)
        assert session.scalars(select(Exemption)).one().placements
        assert session.scalars(select(Pause)).first().placements

    def test_finds_by_name(self, session):
        person = PersonFactory(first_name="Zoë", last_name="Lis")
        wanted = PauseFactory(engagement_id=EngagementFactory(person=person).id)
        PauseFactory()

        found = queries.released(session, EVERYONE, TODAY, what="paused", search="zoe")

        assert [one.id for one in found.rows] == [wanted.id]
