"""What rows come to in the register."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.assignment.models import Obligation
from lms.audit import queries as audit
from lms.intake import commands, queries
from lms.people.models import Engagement, Person
from lms.policy import HeldDuty, PersonActor
from tests.support.factories import (
    DutyFactory,
    EngagementFactory,
    PersonFactory,
    RequirementFactory,
    UnitFactory,
)
from tests.support.lists import row, written


def engagements(work):
    return work.session.scalars(select(Engagement).order_by(Engagement.reference)).all()


def lines(work, shown, status):
    return queries.lines(work.session, shown.id, status=status, limit=100).rows


class TestPeople:
    def test_enter_with_what_they_are_called_and_owe(self, work, brought):
        RequirementFactory(due_days={"": 10})

        brought(row(1, known_as="Zee", personal_email="zee@mail.example"))

        person = work.session.scalars(select(Person)).one()
        assert (person.name, person.sort_name) == ("Zee Bowenk", "bowenk adab")
        assert (person.email, person.other_email) == (
            "row1@marlshire.example",
            "zee@mail.example",
        )
        owed = work.session.scalars(select(Obligation)).one()
        assert (owed.begun_on, owed.due_on) == (date(2026, 9, 14), date(2026, 9, 28))
        tags = [one.tag for one in reversed(audit.history(work.session, person.id))]
        assert tags == ["person.joined", "engagement.begun", "invitation.made"]
        assert {event.tag for event in work.events} >= {"person.joined", "engagement.begun"}

    def test_are_known_by_a_second_address(self, work, brought):
        known = PersonFactory(first_name="Adab", other_email="row1@marlshire.example")

        brought(row(1))

        assert engagements(work)[0].person_id == known.id

    def test_are_known_without_the_zeros_that_excel_dropped(self, work, brought):
        brought(row(employee_number="008829", assignment_number="008829-1", work_email=""))

        shown = brought(row(employee_number="8829", assignment_number="8829-1", work_email=""))

        assert shown.counts.unchanged == 1
        assert engagements(work)[0].reference == "008829-1"

    def test_move_and_leave_with_their_obligations(self, work, brought):
        team = UnitFactory(name="Court Team")
        RequirementFactory(unit=team)
        brought(row(1))
        assert [one.ended_on for one in work.session.scalars(select(Obligation))] == [None]

        brought(row(1, team="Fostering", assignment_end_date="30/11/2026"))

        assert [one.ended_on for one in work.session.scalars(select(Obligation))] == [work.today]
        assert engagements(work)[0].ends_on == date(2026, 11, 30)

    def test_keep_a_start_that_was_corrected_with_its_clock(self, work, brought):
        RequirementFactory(due_days={"": 10})
        brought(row(1, start_date="14/09/2026"))

        brought(row(1, start_date="21/09/2026"))

        owed = work.session.scalars(select(Obligation)).one()
        assert (owed.begun_on, owed.due_on) == (date(2026, 9, 21), date(2026, 10, 5))

    def test_keep_what_was_put_right_by_hand(self, work, brought):
        brought(row(1, job_title="Cook"))
        one = engagements(work)[0]
        one.job_title, one.ends_on, one.person.name = "Chef", date(2026, 12, 1), "Addy Bowenk"
        work.session.flush()

        shown = brought(row(1, job_title="Cook"))

        assert shown.counts.unchanged == 1
        assert (one.job_title, one.ends_on, one.person.name) == (
            "Chef",
            date(2026, 12, 1),
            "Addy Bowenk",
        )

    @pytest.mark.parametrize("source", ["Manager", "HR"])
    def test_who_were_entered_before_they_had_a_number_are_taken_over(self, work, brought, source):
        by_hand = EngagementFactory(
            source=source,
            reference=None,
            employee_number=None,
            starts_on=date(2026, 9, 14),
            person__first_name="Adab",
            person__email="adab@mail.example",
        )
        person = by_hand.person
        person.other_email = "row1@marlshire.example"
        work.session.flush()

        shown = brought(row(1))

        assert (shown.counts.updated, shown.counts.added) == (1, 0)
        (one,) = engagements(work)
        assert (one.id, one.source, one.reference) == (by_hand.id, "HR", "100001-1")
        assert brought(row(1, job_title="Officer")).counts.added == 0

    def test_with_high_duties_keep_their_address(self, work, brought):
        brought(row(1))
        person = work.session.scalars(select(Person)).one()
        DutyFactory(person=person, duty="administrator")
        work.actor = PersonActor(PersonFactory().id, frozenset({HeldDuty("hr")}))

        shown = brought(row(1, work_email="stolen@mail.example", job_title="Boss"))

        assert person.email == "row1@marlshire.example"
        (line,) = lines(work, shown, "updated")
        assert "Their address was left as it is" in line.notes[0]


class TestHeld:
    def test_two_people_with_one_address_in_one_file(self, work, brought):
        shared = {"work_email": "office@marlshire.example"}

        shown = brought(row(1, **shared), row(2, **shared))

        assert (shown.counts.added, shown.counts.held) == (1, 1)
        (held,) = lines(work, shown, "review")
        assert [one.name for one in held.candidates] == ["Adab Bowenk"]
        assert held.candidates[0].engagements == [
            "Social Worker, Court Team, from 14 September 2026, number 100001-1"
        ]
        assert "another first name and another number" in held.reason

    def test_a_namesake_of_the_same_team_and_day(self, work, brought):
        brought(row(1))

        shown = brought(row(1, employee_number="7", assignment_number="7-1", work_email=""))

        assert shown.counts.held == 1
        assert shown.counts.missing == 1

    def test_not_a_namesake_of_another_team(self, work, brought):
        brought(row(1))

        shown = brought(
            row(1, employee_number="7", assignment_number="7-1", work_email="", team="Fostering")
        )

        assert shown.counts.people_added == 1

    def test_again_with_the_next_file_and_once_to_be_settled(self, work, brought):
        brought(row(1))
        twin = row(1, employee_number="7", assignment_number="7-1", work_email="")
        first, second = brought(row(1), twin), brought(row(1), twin)

        assert (first.counts.held, second.counts.held) == (1, 1)
        assert queries.held_count(work.session) == 1
        (held,) = queries.held(work.session).rows
        assert held.import_id == second.id
        assert queries.shown(work.session, first.id).open_rows == 0

    def test_until_somebody_answers_whatever_the_rows_below_it_change(self, work, brought):
        brought(row(1, work_email="a@x.example"))
        heir = row(2, work_email="a@x.example")
        moved = row(1, work_email="b@x.example")

        first, second = brought(heir, moved), brought(heir, moved)

        assert (first.counts.held, first.counts.updated) == (1, 1)
        assert (second.counts.held, second.counts.unchanged) == (1, 1)
        (held,) = queries.held(work.session).rows
        assert [one.name for one in held.candidates] == ["Adab Bowenk"]

    def test_not_again_once_somebody_answered(self, work, brought):
        shared = row(2, work_email=row(1)["Work Email"])
        brought(row(1), shared)
        (held,) = queries.held(work.session).rows
        commands.decide(work, held.id, decision="new", without_address=True)

        again = brought(row(1), shared)

        assert (again.counts.held, again.counts.unchanged) == (0, 2)

    def test_whose_post_is_known_under_another_first_name_and_number(self, brought):
        brought(row(1, employee_number=""))

        shown = brought(row(1, first_name="Cy", work_email="", employee_number="7"))

        assert shown.counts.held == 1


class TestAddresses:
    def test_go_from_one_to_another(self, work, brought):
        brought(row(1, work_email="a@x.example"), row(2, work_email="b@x.example"))

        shown = brought(
            row(1, work_email="c@x.example"),
            row(2, work_email="a@x.example"),
            row(3, work_email="b@x.example"),
        )

        found = work.session.execute(select(Person.first_name, Person.email)).all()
        assert dict(tuple(one) for one in found) == {
            "Adab": "c@x.example",
            "Adac": "a@x.example",
            "Adad": "b@x.example",
        }
        assert (shown.counts.updated, shown.counts.added) == (2, 1)

    def test_are_what_the_last_row_says(self, work, brought):
        brought(row(1, assignment_number="1-1"), row(1, assignment_number="1-2"))

        brought(
            row(1, assignment_number="1-1", work_email="b@x.example", first_name="Bo"),
            row(1, assignment_number="1-2", work_email="c@x.example"),
        )

        person = work.session.scalars(select(Person)).one()
        assert person.email == "c@x.example"

    def test_that_a_row_frees_may_go_to_somebody_while_its_manager_waits(self, work, looked):
        first = looked(row(1, work_email="a@x.example"))
        commands.accept(work, first.id)

        second = looked(
            row(1, work_email="b@x.example", line_manager_employee_number="100003"),
            row(2, work_email="a@x.example"),
            row(3),
        )
        commands.accept(work, second.id)

        one, two, three = engagements(work)
        assert (one.person.email, two.person.email) == ("b@x.example", "a@x.example")
        assert one.manager_id == three.person_id


class TestNumbers:
    def test_of_posts_that_everybody_counts_from_one(self, work, brought):
        posts = [row(1, assignment_number="1"), row(2, assignment_number="1")]

        brought(*posts)
        again = brought(*posts)

        assert sorted(one.reference for one in engagements(work)) == ["1", "100002-1"]
        assert again.counts.unchanged == 2

    def test_of_whoever_comes_back_under_the_same(self, work, brought):
        brought(row(1, start_date="06/01/2025", assignment_end_date="31/12/2025"))
        back = row(1, start_date="14/09/2026")

        brought(back)
        again = brought(back)

        assert [one.reference for one in engagements(work)] == [
            "100001-1",
            "100001-1/2026-09-14",
        ]
        assert again.counts.unchanged == 1

    def test_of_two_posts_under_one(self, work):
        text = "Emp No,First Name,Last Name,Job Title,Start Date,Contract Type\n"
        text += "7,Ada,Bowen,Cook,14/09/2026,Perm\n7,Ada,Bowen,Cleaner,14/09/2026,Perm\n"

        first = commands.bring_in(work, written(text))
        again = commands.bring_in(work, written(text))

        assert (first.counts["people_added"], first.counts["engagements_added"]) == (1, 2)
        assert again.counts["unchanged"] == 2

    def test_are_not_needed(self, work):
        text = "Full Name,Email,Team,Start Date,Contract Type\n"
        text += "Ada Bowen,ada@x.example,North,14/09/2026,Perm\nCy Bell,,North,14/09/2026,Perm\n"

        commands.bring_in(work, written(text))
        again = commands.bring_in(work, written(text))

        assert (again.counts["unchanged"], len(engagements(work))) == (2, 2)


class TestMissing:
    def test_is_nobody_whose_row_could_not_be_used(self, work, brought):
        brought(row(1), row(2), row(3))

        shown = brought(row(1), row(2, start_date="31/02/2026"))

        assert [one.reference for one in queries.missing(work.session, shown.id).rows] == [
            "100003-1"
        ]
        assert len(engagements(work)) == 3


class TestMany:
    def test_are_taken_in_parts_that_know_of_each_other(self, work, brought, monkeypatch):
        from lms.intake.commands import passing

        monkeypatch.setattr(passing, "CHUNK", 3)
        rows = [row(n, line_manager_employee_number=f"1{(n * 7) % 20:05}") for n in range(20)]
        rows += [row(4), row(5, assignment_number="100005-2", job_title="Cook")]
        said = []

        shown = brought(*rows, progress=lambda done, of: said.append((done, of)))

        counts = shown.counts
        assert (counts.added, counts.people_added, counts.updated) == (21, 20, 0)
        assert counts.unchanged == 1
        assert said[0] == (3, 22)
        assert said[-1] == (22, 22)
        by_number = {one.employee_number: one.person_id for one in engagements(work)}
        for one in engagements(work):
            if not one.reference.endswith("-2"):
                n = int(one.employee_number[1:])
                boss = by_number[f"1{(n * 7) % 20:05}"]
                assert one.manager_id == (boss if boss != one.person_id else None)
        assert audit.check(work.session).intact

    def test_ask_no_question_a_row(self, work, brought, engine):
        from sqlalchemy import event

        RequirementFactory()
        asked = []

        def note(*args):
            asked.append(args[2])

        def questions(*rows):
            asked.clear()
            brought(*rows)
            return len(asked)

        event.listen(engine, "before_cursor_execute", note)
        try:
            few = questions(*(row(n, team="") for n in range(5)))
            many = questions(*(row(n, team="") for n in range(10, 90)))
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert many <= few + 2
