from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from lms.assignment.rules import FOR_EVER
from lms.compliance.queries import Owed
from lms.compliance.rules import Status
from lms.people.models import EngagementKind
from lms.web.learner import todo

TUESDAY = date(2026, 11, 24)
STARTED = date(2026, 11, 23)


def owed(**over):
    """An obligation of an agency worker who started yesterday."""
    plain = Owed(
        obligation_id=uuid4(),
        engagement_id=uuid4(),
        kind="agency",
        starts_on=STARTED,
        begun_on=STARTED,
        requirement="Day-one essentials",
        group=None,
        module_slug="essentials",
        basis="",
        due_on=TUESDAY,
        proven_from=None,
        proven_until=None,
        status=Status.DUE_SOON,
    )
    return replace(plain, **over)


def demands(*rows, today=TUESDAY):
    numbered = (replace(row, module_slug=f"m{n}") for n, row in enumerate(rows))
    return list(todo.demands(numbered, today, soon_days=5).values())


def due(*days):
    return [owed(due_on=TUESDAY + timedelta(days=one)) for one in days]


def done(until):
    return owed(due_on=until, proven_from=date(2026, 3, 4), proven_until=until)


PAUSED, EXEMPT = owed(status=Status.PAUSED), owed(status=Status.EXEMPT)


class TestHeading:
    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (due(0), "One thing to do today"),
            (due(0, 0), "Two things to do today"),
            (due(1), "One thing to do this week"),
            (due(0, 3), "Two things to do this week, the first today"),
            (due(6), "One thing to do by Monday 30 November"),
            (due(0, 7), "Two things to do, the first today"),
            (due(1, 7), "Two things to do, the first by Wednesday 25 November"),
            (due(7, 7), "Two things to do by Tuesday 1 December"),
            (due(-1), "One thing is overdue"),
            (due(-9, -1), "Two things are overdue"),
            (due(-9, -1, 3), "Three things to do, two of them overdue"),
            (due(-1, 90), "One thing is overdue"),
            (due(27), "One thing to do by Monday 21 December"),
            (due(27, 60), "Two things to do, the first by Monday 21 December"),
            (due(60), "One thing to do by Saturday 23 January 2027"),
            ([done(date(2027, 3, 3))], "Nothing to do until 3 March 2027"),
            ([done(FOR_EVER), done(date(2027, 3, 3))], "Nothing to do until 3 March 2027"),
            ([done(FOR_EVER)], "You are up to date"),
            ([done(FOR_EVER), EXEMPT], "You are up to date"),
            ([PAUSED, EXEMPT], "Nothing to do while you are away"),
            ([EXEMPT], "Nothing is asked of you"),
            ([], "Nothing is asked of you"),
        ],
    )
    def test_answers(self, rows, said):
        assert todo.heading(demands(*rows), TUESDAY) == said

    def test_counts_past_ten_in_figures(self):
        assert todo.heading(demands(*due(*[0] * 14)), TUESDAY) == "14 things to do today"


class TestDemands:
    def test_takes_the_most_pressing_of_two_engagements(self):
        soon, late = owed(due_on=TUESDAY), owed(due_on=date(2026, 11, 2))

        found = todo.demands([soon, late], TUESDAY, soon_days=5)

        assert found["essentials"].owed is late
        assert found["essentials"].status == Status.OVERDUE

    def test_asks_though_another_engagement_is_released_or_done(self):
        for other in (PAUSED, EXEMPT, done(date(2027, 3, 3))):
            asked = owed(due_on=date(2027, 6, 1))
            found = todo.demands([other, asked], TUESDAY, soon_days=5)
            assert found["essentials"].owed is asked

    def test_is_done_though_another_engagement_is_released(self):
        found = todo.demands([PAUSED, done(date(2027, 3, 3))], TUESDAY, soon_days=5)

        assert found["essentials"].status == Status.DONE

    def test_says_of_work_to_come_how_it_stands_today(self):
        coming = owed(starts_on=date(2027, 2, 1), due_on=date(2027, 2, 1), status=Status.DUE_SOON)

        (found,) = demands(coming)

        assert found.status == Status.NOT_DUE


class TestDue:
    @pytest.mark.parametrize(
        ("days", "said"),
        [
            (0, "due today, Tuesday 24 November"),
            (1, "due tomorrow, Wednesday 25 November"),
            (6, "due on Monday 30 November"),
            (-4, "was due on Friday 20 November"),
            (60, "due on Saturday 23 January 2027"),
        ],
    )
    def test_names_the_day_in_full(self, days, said):
        (one,) = demands(*due(days))

        assert todo.due(one, TUESDAY) == said


class TestReason:
    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (owed(), "you started as an agency worker on 23 November"),
            (
                owed(kind="permanent", starts_on=date(2025, 9, 1), begun_on=date(2025, 9, 1)),
                "you started in a permanent post on 1 September 2025",
            ),
            (
                owed(starts_on=date(2026, 12, 7), begun_on=date(2026, 12, 7)),
                "you start as an agency worker on 7 December",
            ),
            (
                owed(group="Writes risk assessments", begun_on=date(2026, 10, 5)),
                "you have belonged to ‘Writes risk assessments’ since 5 October",
            ),
            (
                owed(starts_on=date(2024, 9, 2), begun_on=date(2026, 10, 5)),
                "it has been part of your work since 5 October",
            ),
            (
                done(date(2026, 11, 27)),
                "what you did on 4 March counts until 27 November",
            ),
            (
                done(date(2026, 11, 20)),
                "what you did on 4 March counted until 20 November",
            ),
        ],
    )
    def test_tells_why(self, row, said):
        (one,) = demands(row)

        assert todo.reason(one, TUESDAY) == said

    def test_knows_every_kind_of_engagement(self):
        assert set(todo.STARTED) == {one.value for one in EngagementKind}
