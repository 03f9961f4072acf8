"""Two records become one while somebody is learning."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.content import commands as content
from lms.delivery.actors import actor_of
from lms.kernel.settings import Settings
from lms.learning import commands, queries
from lms.learning.models import Attempt, Completion, SectionRead
from lms.people import commands as people
from lms.people.models import EngagementKind, Person
from lms.policy import PersonActor
from tests.features.learning.conftest import answers_of
from tests.support import factories
from tests.support.factories.content import ApprovalFactory
from tests.support.modules import ModuleFolder

WHY, SLUG = "The same date of birth in both files.", "doors"


@pytest.fixture
def slug(at_once, tmp_path):
    """A faultless module, approved."""

    def give_out(work):
        folder = ModuleFolder.made(tmp_path / "modules")
        (edition,) = content.look(work, folder.path.parent)
        with Session(work.session.connection(), join_transaction_mode="create_savepoint") as own:
            factories.bind(own)
            ApprovalFactory(edition=own.merge(edition))
        return edition.module_slug

    return at_once.alone(give_out)


@pytest.fixture
def two(at_once):
    """The records of one human: whose stays, and by whose they are signed in."""

    def enter(work, address):
        person = people.join(work, first_name="Mara", last_name="Quill", email=address)
        people.engage(
            work,
            person,
            kind=EngagementKind.PERMANENT,
            source="HR",
            starts_on=date(2026, 9, 1),
        )
        return person.id

    return [
        at_once.alone(partial(enter, address=one))
        for one in ("mara@marlshire.example", "mara@post.example")
    ]


@pytest.fixture
def merge(two):
    """Make one record of the two."""

    def at_work(work):
        return people.merge(work, two[0], two[1], reason=WHY).id

    return at_work


@pytest.fixture
def learns(at_once, two):
    """``learns(job)``: the same, by whoever was signed in before anything was merged."""

    def by(job):
        def as_them(work):
            work.actor = PersonActor(id=two[1])
            return job(work)

        return as_them

    return by


def read_all(work, slug):
    whole = queries.reading(work.session, work.actor.id, slug, demo=False).content
    for section in whole.sections:
        chosen = 0 if section.has_pause else None
        commands.read_section(work, slug, section.id, chosen=chosen)


@pytest.fixture
def under_way(at_once, slug, learns):
    """The id of an attempt, with every question of it answered right, in words of the form."""

    def begin(work):
        read_all(work, slug)
        attempt = commands.begin_check(work, slug)
        return attempt.id, answers_of(attempt.edition, attempt, right=True)

    return at_once.alone(learns(begin))


def whose(at_once, table):
    """Return whose rows of a table are."""
    return at_once.asked(lambda session: set(session.scalars(select(table.person_id))))


class TestMergedMeanwhile:
    def test_answers_stay_and_the_attempt_goes_on(self, at_once, two, merge, learns, under_way):
        attempt_id, chosen = under_way
        question, given = next(iter(chosen.items()))
        at_once.alone(
            learns(lambda work: commands.save_answers(work, attempt_id, {question: given}))
        )

        at_once.alone(merge)
        kept = at_once.alone(learns(lambda work: commands.save_answers(work, attempt_id, chosen)))
        passed = at_once.alone(learns(lambda work: commands.submit_check(work, attempt_id).passed))

        assert (kept.answered, kept.of, passed) == (len(chosen), len(chosen), True)
        assert whose(at_once, Attempt) == whose(at_once, Completion) == {two[0]}

    def test_what_is_begun_is_of_whoever_stays(self, at_once, two, merge, learns, slug):
        at_once.alone(merge)

        at_once.alone(learns(lambda work: read_all(work, slug)))
        at_once.alone(learns(lambda work: commands.begin_check(work, slug).id))

        assert whose(at_once, SectionRead) == whose(at_once, Attempt) == {two[0]}

    def test_the_next_page_is_theirs(self, at_once, two, merge, under_way):
        at_once.alone(merge)

        def goes_on(session):
            actor = actor_of(
                session,
                two[1],
                begun_at=at_once.now,
                today=date(2026, 11, 24),
                settings=Settings(),
            )
            return actor.id, queries.attempt(session, actor.id, under_way[0]).id

        assert at_once.asked(goes_on) == (two[0], under_way[0])

    def test_at_the_same_moment_nothing_is_lost(self, at_once, two, merge, learns, under_way):
        attempt_id, chosen = under_way

        found = at_once(
            merge,
            learns(lambda work: commands.save_answers(work, attempt_id, chosen).answered),
            learns(lambda work: commands.keep_place(work, SLUG, "02-acting").section_id),
        )

        assert found[1:] == [len(chosen), "02-acting"]
        handed_in = learns(lambda work: commands.submit_check(work, attempt_id).passed)
        assert at_once.alone(handed_in) is True
        assert whose(at_once, Attempt) == whose(at_once, Completion) == {two[0]}

    def test_handing_in_at_the_same_moment_counts_once(
        self, at_once, two, merge, learns, under_way
    ):
        attempt_id, chosen = under_way
        at_once.alone(learns(lambda work: commands.save_answers(work, attempt_id, chosen)))

        _, passed = at_once(
            merge, learns(lambda work: commands.submit_check(work, attempt_id).passed)
        )

        assert passed is True
        assert whose(at_once, Completion) == {two[0]}
        assert at_once.asked(lambda session: len(session.scalars(select(Completion)).all())) == 1
        assert at_once.asked(lambda session: session.get(Person, two[1]).merged_into_id) == two[0]
