"""Two people enter or merge the same human at the same moment."""

from datetime import date
from functools import partial
from time import sleep

import pytest
from sqlalchemy import func, select

from lms.kernel.errors import Busy
from lms.people import commands, errors, queries
from lms.people.models import Engagement, EngagementKind, Merge, Person
from tests.features.people.test_starters import starter

WHY = "The same date of birth in both files."


def outcome(found):
    """Return what of things done at once came to something, and what was refused."""
    refused = [one for one in found if isinstance(one, BaseException)]
    return [one for one in found if one not in refused], refused


@pytest.fixture
def count(at_once):
    """``count(Person)``: how many rows of it there are."""

    def rows(table):
        return at_once.asked(lambda session: session.scalar(select(func.count(table.id))))

    return rows


def added(work, key, **others):
    return commands.add_starter(work, starter(form_key=key, **others)).id


class TestAddStarter:
    @pytest.mark.parametrize("email", ["zoe@marlshire.example", None])
    def test_by_two_managers_enters_one_and_asks_the_other(self, at_once, count, email):
        done, refused = outcome(
            at_once(*[partial(added, key=f"form-{n}", email=email) for n in range(3)])
        )

        assert len(done) == count(Person) == count(Engagement) == 1
        assert [type(one) for one in refused] == [errors.LooksKnown] * 2
        (person_id,) = at_once.asked(lambda session: session.scalars(select(Person.id)).all())
        assert refused[0].person_ids == [person_id]

    def test_by_one_form_sent_twice_enters_one(self, at_once, count):
        done, refused = outcome(at_once(*[partial(added, key="one-form")] * 3))

        assert len(done) == count(Person) == count(Engagement) == 1
        assert [type(one) for one in refused] == [errors.FormSent] * 2

    def test_of_two_people_of_other_names_enters_both(self, at_once, count):
        found = at_once(
            partial(added, key="one"),
            partial(added, key="two", first_name="Bo", email="bo@marlshire.example"),
        )

        assert outcome(found)[1] == []
        assert count(Person) == count(Engagement) == 2


class TestJoin:
    def test_with_one_address_twice_says_whose_it_is(self, at_once, count):
        def join(work):
            return commands.join(
                work, first_name="Zoë", last_name="Quill", email="zoe@marlshire.example"
            ).id

        done, refused = outcome(at_once(*[join] * 3))

        assert len(done) == count(Person) == 1
        assert [type(one) for one in refused] == [errors.AddressTaken] * 2


@pytest.fixture
def two(at_once):
    """Two records of one human, each with an engagement and an address."""

    def enter(work, at):
        person = commands.join(
            work, first_name="Mara", last_name="Quill", email=f"mara{at}@marlshire.example"
        )
        commands.engage(
            work,
            person,
            kind=EngagementKind.PERMANENT,
            source="HR",
            starts_on=date(2026, 9, 1 + at),
        )
        return person.id

    return [at_once.alone(partial(enter, at=at)) for at in range(2)]


class TestMerge:
    def assert_one_record(self, at_once, keep_id, other_id):
        def asked(session):
            keep = queries.person(session, keep_id)
            return (
                len(keep.engagements),
                {keep.email, keep.other_email},
                queries.survivor_id(session, other_id),
            )

        both = {f"mara{at}@marlshire.example" for at in range(2)}
        assert at_once.asked(asked) == (2, both, keep_id)

    def test_of_one_pair_twice_is_once(self, at_once, two, count):
        def merge(work):
            return commands.merge(work, *two, reason=WHY).id

        done, refused = outcome(at_once(*[merge] * 3))

        assert len(done) == count(Merge) == 1
        assert [type(one) for one in refused] == [errors.AlreadyMerged] * 2
        self.assert_one_record(at_once, *two)

    def test_of_one_pair_either_way_round_leaves_one(self, at_once, two, count):
        found = at_once(
            lambda work: commands.merge(work, two[0], two[1], reason=WHY).keep_id,
            lambda work: commands.merge(work, two[1], two[0], reason=WHY).keep_id,
        )

        (kept,), refused = outcome(found)
        assert [type(one) for one in refused] == [errors.AlreadyMerged]
        assert count(Merge) == 1
        self.assert_one_record(at_once, kept, next(one for one in two if one != kept))

    def test_is_taken_apart_once(self, at_once, two):
        merge_id = at_once.alone(lambda work: commands.merge(work, *two, reason=WHY).id)

        def part(work):
            return commands.unmerge(work, merge_id, reason="Two people after all.").id

        done, refused = outcome(at_once(*[part] * 3))

        assert done == [merge_id]
        assert [type(one) for one in refused] == [errors.NotMerged] * 2
        left = [at_once.asked(queries.engagement_ids, one) for one in two]
        assert [len(one) for one in left] == [1, 1]

    def test_beside_a_correction_loses_neither(self, at_once, two):
        def correct(work):
            person = queries.person(work.session, two[1])
            commands.correct(
                work,
                two[1],
                first_name="Mara",
                last_name="Quill",
                name="Mara Quill-Hart",
                email=person.email,
                other_email=None,
            )

        found = at_once(lambda work: commands.merge(work, *two, reason=WHY).id, correct)

        _, refused = outcome(found)
        assert {type(one) for one in refused} <= {errors.AlreadyMerged}
        self.assert_one_record(at_once, *two)


class TestWaitingForEachOther:
    def test_ends_with_one_of_the_two_told_to_try_again(self, at_once, own_engine, two):
        def lock(work, pair):
            for one in pair:
                queries.lock(work.session, one)
                sleep(0.3)
            return "done"

        done, refused = outcome(at_once(partial(lock, pair=two), partial(lock, pair=two[::-1])))

        gives_way = own_engine.dialect.name == "postgresql"
        assert len(done) == (1 if gives_way else 2)
        assert [type(one) for one in refused] == ([Busy] if gives_way else [])
