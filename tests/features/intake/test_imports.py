from datetime import date

import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.intake import commands, queries
from lms.intake.errors import (
    AlreadyDone,
    RegisterChanged,
    Unreadable,
)
from lms.intake.models import Import, ImportLine
from lms.kernel.errors import Invalid, NotAllowed
from lms.people.models import Person
from lms.policy import HeldDuty, PersonActor
from tests.features.intake.conftest import count, files, settled
from tests.support.factories import EngagementFactory, PersonFactory, UnitFactory
from tests.support.lists import row, upload


class TestLook:
    def test_changes_nothing_and_keeps_what_it_comes_to(self, work, looked):
        known = EngagementFactory(reference="100001-1", starts_on=date(2026, 9, 14))
        known.person.email = "row1@marlshire.example"
        work.session.flush()

        shown = looked(row(1, job_title="Cook"), row(2), row(3, start_date="31/02/2026"))

        assert shown.state == "waiting"
        counts = shown.counts
        assert (counts.rows, counts.added, counts.rejected) == (3, 1, 1)
        assert count(work, Person) == 1
        assert count(work, AuditRow) == 0
        lines = queries.lines(work.session, shown.id, status="added").rows
        assert [(one.row, one.name, one.team, one.kind) for one in lines] == [
            (3, "Adac Bowenk", "Court Team", "permanent")
        ]
        (bad,) = queries.lines(work.session, shown.id, status="rejected").rows
        assert [(one.column, one.value) for one in bad.faults] == [("Start Date", "31/02/2026")]

    def test_says_each_change_in_words(self, work, brought, looked):
        brought(row(1), row(2))

        shown = looked(
            row(
                1,
                last_name="Bell",
                team="Fostering",
                assignment_end_date="31/03/2027",
                contract_type="Fixed term",
                line_manager_employee_number="100002",
            ),
            row(2),
        )

        (line,) = queries.lines(work.session, shown.id, status="updated").rows
        assert {one.field: (one.before, one.after) for one in line.changes} == {
            "last name": ("Bowenk", "Bell"),
            "name as called": ("Adab Bowenk", "Adab Bell"),
            "contract type": ("Permanent", "Fixed term"),
            "end date": ("", "31 March 2027"),
            "team": ("Court Team", "Fostering"),
            "line manager": ("", "Adac Bowenk"),
        }
        assert (shown.counts.updated, shown.counts.unchanged) == (1, 1)

    def test_keeps_only_columns_that_may_be_kept(self, work):
        someone = row(1) | {"Ethnicity": "secret-a", "Salary": "secret-b", "Wibble": "secret-c"}

        made = commands.look(work, upload(someone))

        (kept,) = files(work)
        assert b"secret" not in kept.read_bytes()
        assert b"row1@marlshire.example" in kept.read_bytes()
        assert ["Wibble", None] in made.columns
        assert ["Salary", ""] in made.columns

    def test_needs_a_duty_over_the_whole_council(self, work):
        work.actor = PersonActor(PersonFactory().id, frozenset({HeldDuty("hr", unit_path="/a/")}))

        with pytest.raises(NotAllowed):
            commands.look(work, upload(row(1)))


class TestAccept:
    def test_does_what_was_shown(self, work, looked):
        made = looked(row(1), row(2))

        accepted = commands.accept(work, made.id)
        settled(work)

        shown = queries.shown(work.session, made.id)
        assert (shown.state, shown.counts) == ("accepted", made.counts)
        assert count(work, Person) == 2
        assert accepted.source.last_seen_at == work.now
        tags = work.session.scalars(select(AuditRow.tag).order_by(AuditRow.serial)).all()
        assert sorted(set(tags)) == [
            "engagement.begun",
            "invitation.made",
            "people.imported",
            "person.joined",
            "unit.added",
        ]
        assert files(work) == []

    def test_does_nothing_where_the_register_has_changed(self, work, looked):
        made = looked(row(1))
        EngagementFactory(person__email="row1@marlshire.example", person__first_name="Bo")

        with pytest.raises(RegisterChanged):
            commands.accept(work, made.id)
        work.session.rollback()

    def test_can_be_looked_at_again(self, work, looked):
        made = looked(row(1))
        PersonFactory(email="row1@marlshire.example", first_name="Bo", name="Bo Bell")
        before = {path.name for path in files(work)}

        again = commands.look_again(work, made.id)
        settled(work)

        shown = queries.shown(work.session, again.id)
        assert (shown.state, shown.counts.added, shown.counts.held) == ("waiting", 0, 1)
        assert {path.name for path in files(work)} == before
        assert commands.accept(work, made.id).state == "accepted"

    @pytest.mark.parametrize("end", [commands.accept, commands.drop])
    def test_is_done_once(self, work, looked, end):
        made = looked(row(1))
        end(work, made.id)

        for again in (commands.accept, commands.drop, commands.look_again):
            with pytest.raises(AlreadyDone):
                again(work, made.id)

    def test_refuses_a_way_to_invite_that_there_is_not(self, work, looked):
        with pytest.raises(Invalid, match="Choose when to invite"):
            commands.accept(work, looked(row(1)).id, invitations="soon")

    def test_says_so_where_the_kept_file_is_gone(self, work, looked):
        made = looked(row(1))
        for path in files(work):
            path.unlink()

        with pytest.raises(Unreadable, match="upload the file again"):
            commands.accept(work, made.id)

    def test_comes_to_the_same_as_in_one(self, work, looked, brought):
        rows = [row(n, line_manager_employee_number=f"1{n + 1:05}") for n in range(5)]
        one = commands.accept(work, looked(*rows).id)

        again = brought(*rows)

        assert again.counts.unchanged == again.counts.rows == one.counts["added"] == 5


class TestDrop:
    def test_keeps_that_there_was_a_file_and_nothing_of_it(self, work, looked):
        made = looked(row(1))

        commands.drop(work, made.id)
        settled(work)

        assert queries.shown(work.session, made.id).state == "dropped"
        assert count(work, ImportLine) == 0
        assert files(work) == []
        assert work.session.scalars(select(AuditRow.tag)).all() == ["import.dropped"]

    def test_leaves_what_another_import_needs(self, work, looked):
        made, other = looked(row(1)), looked(row(1))

        commands.drop(work, made.id)
        settled(work)

        assert commands.accept(work, other.id).state == "accepted"

    def test_happens_by_itself_after_two_weeks(self, work, looked, clock):
        old = looked(row(1))
        clock.move(days=15)
        work.now = clock()
        new = looked(row(2))

        assert commands.tidy(work) == 1
        assert queries.shown(work.session, old.id).state == "dropped"
        assert queries.shown(work.session, new.id).state == "waiting"


class TestQueries:
    def test_history_is_paged_newest_first(self, work, looked, clock):
        made = []
        for n in range(3):
            made.append(looked(row(n)).id)
            clock.move(hours=1)
            work.now = clock()

        first = queries.history(work.session, limit=2)
        rest = queries.history(work.session, after=first.after, limit=2)

        assert [one.id for one in first.rows] == made[:0:-1]
        assert ([one.id for one in rest.rows], rest.after) == (made[:1], None)
        assert len(queries.waiting(work.session)) == 3

    def test_lines_are_paged_in_the_order_of_the_file(self, work, brought):
        shown = brought(*(row(n, work_email="" if n % 2 else f"p{n}@x.example") for n in range(5)))

        first = queries.lines(work.session, shown.id, status="added", limit=3)
        rest = queries.lines(work.session, shown.id, status="added", after=int(first.after))
        bare = queries.lines(work.session, shown.id, status="added", without_address=True)

        assert [one.row for one in (*first.rows, *rest.rows)] == [2, 3, 4, 5, 6]
        assert [one.row for one in bare.rows] == [3, 5]
        assert shown.counts.without_address == 2

    def test_missing_is_paged_and_within_the_source(self, work, brought):
        unit = UnitFactory()
        gone = [
            EngagementFactory(source="HR", unit=unit, starts_on=date(2026, 1, day))
            for day in range(1, 4)
        ]
        EngagementFactory(source="Caretemps", unit=unit)
        EngagementFactory(source="HR", unit=unit, ends_on=date(2026, 10, 1))
        EngagementFactory(source="HR", unit=unit, starts_on=date(2027, 1, 4))

        shown = brought(row(1))

        first = queries.missing(work.session, shown.id, limit=2)
        rest = queries.missing(work.session, shown.id, after=first.after, limit=2)
        assert [one.engagement_id for one in (*first.rows, *rest.rows)] == [one.id for one in gone]
        assert (first.rows[0].name, rest.after) == (gone[0].person.name, None)
        assert count(work, Import) == 1
