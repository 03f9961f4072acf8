"""Two people, or two programs, do something with lists at the same moment."""

import pytest
from sqlalchemy import func, select

from lms.audit.models import AuditRow
from lms.intake import commands, errors
from lms.intake.models import HeadingChoice, Import, ImportLine, Source
from lms.people import commands as people
from lms.people.models import Agency, Engagement, Person, Setting, Unit
from tests.support.lists import row, upload

ROWS = [row(n, team="Court Team") for n in range(1, 4)]
BARE = [
    row(
        n,
        employee_number="",
        assignment_number="",
        work_email="",
        contract_type="Agency",
        team="Court Team",
    )
    | {"Agency": "Helping Hands", "School": "St Ann’s"}
    for n in range(1, 4)
]
"""Rows that no number and no address tells apart, with places that nobody knows."""


def came_of(found):
    """Return the results, and what was raised, of things done at once."""
    raised = [one for one in found if isinstance(one, BaseException)]
    return [one for one in found if one not in raised], raised


@pytest.fixture
def many(at_once):
    """``many(Person)``: how many rows of it there are."""

    def count(*tables):
        return tuple(
            at_once.asked(lambda session, of=table: session.scalar(select(func.count(of.id))))
            for table in tables
        )

    return count


@pytest.fixture
def told(at_once):
    """``told("people.imported")``: how often the record tells of it."""

    def count(tag):
        wanted = select(func.count(AuditRow.id)).filter_by(tag=tag)
        return at_once.asked(lambda session: session.scalar(wanted))

    return count


@pytest.fixture
def waits(at_once):
    """The id of a list that was looked at."""
    return at_once.alone(lambda work: commands.look(work, upload(*ROWS)).id)


@pytest.fixture
def stands(at_once):
    """The id of a list that was brought in, a while ago."""

    def bring(work):
        return commands.bring_in(work, upload(*ROWS)).id

    return at_once.alone(bring)


class TestAccept:
    def test_brings_a_list_in_once(self, at_once, waits, many, told):
        done, raised = came_of(at_once(*[lambda work: commands.accept(work, waits).id] * 3))

        assert done == [waits]
        assert [type(one) for one in raised] == [errors.AlreadyDone] * 2
        assert many(Person, Engagement, ImportLine) == (3, 3, 3)
        assert told("people.imported") == 1

    def test_of_changes_alone_is_once_too(self, at_once, stands, told):
        changed = [one | {"Job Title": "Chef"} for one in ROWS]
        waits = at_once.alone(lambda work: commands.look(work, upload(*changed)).id)

        done, raised = came_of(at_once(*[lambda work: commands.accept(work, waits).id] * 3))

        assert done == [waits]
        assert [type(one) for one in raised] == [errors.AlreadyDone] * 2
        assert (told("people.imported"), told("engagement.changed")) == (2, 3)

    def test_or_drop_one_of_the_two(self, at_once, waits, many):
        _, raised = came_of(
            at_once(
                lambda work: commands.accept(work, waits).id,
                lambda work: commands.drop(work, waits).id,
            )
        )

        assert [type(one) for one in raised] == [errors.AlreadyDone]
        assert many(Person) in {(0,), (3,)}


class TestUndo:
    def test_undoes_once(self, at_once, stands, many, told):
        done, raised = came_of(at_once(*[lambda work: commands.undo(work, stands).import_id] * 3))

        assert done == [stands]
        assert [type(one) for one in raised] == [errors.NotUndone] * 2
        assert many(Person, Engagement) == (0, 0)
        assert (told("import.undone"), told("person.taken_out")) == (1, 3)

    def test_beside_accepting_comes_before_it_or_after(self, at_once, waits, many):
        done, raised = came_of(
            at_once(
                lambda work: commands.accept(work, waits).id,
                lambda work: commands.undo(work, waits).import_id,
            )
        )

        if raised:
            assert [type(one) for one in raised] == [errors.NotUndone]
            assert many(Person, Engagement) == (3, 3)
        else:
            assert done == [waits, waits]
            assert many(Person, Engagement) == (0, 0)


class TestBringIn:
    def test_of_one_list_twice_adds_everybody_once(self, at_once, many, told):
        done, raised = came_of(
            at_once(*[lambda work: commands.bring_in(work, upload(*ROWS)).counts] * 3)
        )

        assert raised == []
        assert sorted(one["added"] for one in done) == [0, 0, 3]
        assert many(Person, Engagement, Unit, Source) == (3, 3, 2, 1)
        assert told("people.imported") == 3

    def test_of_people_whom_nothing_tells_apart_adds_them_once(self, at_once, many):
        done, raised = came_of(
            at_once(
                *[lambda work: commands.bring_in(work, upload(*BARE), source="Agencies").counts]
                * 3
            )
        )

        assert raised == []
        assert sorted(one["added"] for one in done) == [0, 0, 3]
        assert many(Person, Unit, Setting, Agency) == (3, 2, 1, 1)

    def test_of_two_lists_makes_a_place_that_both_name_once(self, at_once, many):
        names = ("HR", "Payroll", "Volunteers")
        jobs = [
            lambda work, at=at, name=name: commands.bring_in(
                work, upload(row(at, team="Court Team") | {"School": "St Ann’s"}), source=name
            ).counts["added"]
            for at, name in enumerate(names)
        ]

        assert at_once(*jobs) == [1, 1, 1]
        assert many(Unit, Setting, Source) == (2, 1, 3)

    def test_explains_a_heading_once(self, at_once, many):
        rows = [one | {"Desk": "4"} for one in ROWS]

        done, raised = came_of(
            at_once(
                *[
                    lambda work: commands.look(
                        work, upload(*rows), columns={"Desk": "leave out"}
                    ).counts["added"]
                ]
                * 3
            )
        )

        assert (done, raised) == ([3, 3, 3], [])
        assert many(Import, HeadingChoice, Source) == (3, 1, 1)


class TestHandIn:
    def test_lets_the_earlier_of_two_lists_give_way(self, at_once, many):
        agency = at_once.alone(lambda work: people.ensure_agency(work, "Helping Hands").id)

        found = at_once(*[lambda work: commands.hand_in(work, upload(*ROWS), agency).id] * 3)

        assert came_of(found)[1] == []
        assert many(Import, Source) == (3, 1)
        (left,) = at_once.asked(
            lambda session: session.scalars(select(Import.id).filter_by(dropped_at=None)).all()
        )
        assert left in found


class TestDecide:
    def test_settles_a_row_once(self, at_once, stands, many):
        held = row(9, first_name="Adab", last_name="Bowenk", work_email="row9@marlshire.example")
        held |= {"Start Date": "14/09/2026", "Employee Number": "900009"}

        def bring(work):
            made = commands.bring_in(work, upload(*ROWS, held))
            wanted = select(ImportLine.id).filter_by(import_id=made.id, status="review")
            return work.session.scalars(wanted).one()

        line = at_once.alone(bring)

        done, raised = came_of(
            at_once(*[lambda work: commands.decide(work, line, decision="new").id] * 3)
        )

        assert done == [line]
        assert [type(one) for one in raised] == [errors.AlreadyDecided] * 2
        assert many(Person, Engagement) == (4, 4)
