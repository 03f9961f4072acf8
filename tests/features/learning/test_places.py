import pytest
from sqlalchemy import select

from lms.audit.models import AuditRow
from lms.content import commands as content
from lms.learning import commands, errors, queries
from lms.learning.models import Place
from tests.support.factories import EngagementFactory
from tests.support.factories.content import ApprovalFactory
from tests.support.factories.learning import CompletionFactory
from tests.support.modules import ModuleFolder


@pytest.fixture
def newer(work, module, tmp_path):
    """A later edition of the module, not approved yet."""
    ModuleFolder(tmp_path / "modules" / module.module_slug).change(
        "01-places.md", "The bell goes", "The bell rings"
    )
    (edition,) = content.look(work, tmp_path / "modules")
    return edition


def reading(work, person, module, *, demo=False):
    return queries.reading(work.session, person.id, module.module_slug, demo=demo)


class TestKeepPlace:
    def test_is_where_another_device_goes_on(self, work, module, learner):
        commands.keep_place(work, module.module_slug, "02-acting")

        assert reading(work, learner, module).section_id == "02-acting"

    def test_reads_nothing(self, work, module, learner):
        commands.keep_place(work, module.module_slug, "02-acting")

        assert queries.begun_by(work.session, learner.id)[module.module_slug].read == {}

    def test_begins_a_module_once(self, work, module, learner):
        for section_id in ("01-places", "02-acting", "01-places"):
            commands.keep_place(work, module.module_slug, section_id)

        begun = select(AuditRow).filter_by(tag="module.begun")
        assert len(work.session.scalars(begun).all()) == 1
        assert len(work.session.scalars(select(Place)).all()) == 1

    def test_refuses_a_section_there_is_not(self, work, module, learner):
        with pytest.raises(errors.NoSuchSection):
            commands.keep_place(work, module.module_slug, "99-none")


class TestReading:
    def test_stays_on_the_edition_that_was_begun(self, work, module, learner, newer):
        commands.keep_place(work, module.module_slug, "02-acting")
        ApprovalFactory(edition=newer)

        found = reading(work, learner, module)

        assert (found.edition.id, found.section_id) == (module.id, "02-acting")

    def test_is_the_newest_approved_for_whoever_begins(self, work, module, learner, newer):
        assert reading(work, learner, module).edition.id == module.id
        ApprovalFactory(edition=newer)

        found = reading(work, learner, module)

        assert (found.edition.id, found.section_id) == (newer.id, None)

    def test_is_the_newest_of_all_in_a_demonstration(self, work, module, learner, newer):
        found = reading(work, learner, module, demo=True)

        assert (found.edition.id, found.approval) == (newer.id, None)

    def test_moves_on_once_the_old_one_is_completed(self, work, module, learner, newer):
        commands.keep_place(work, module.module_slug, "02-acting")
        CompletionFactory(person=learner, edition=module, completed_at=work.now)
        ApprovalFactory(edition=newer)

        assert reading(work, learner, module).edition.id == newer.id

    def test_stays_on_one_begun_again(self, work, clock, module, learner, newer):
        commands.keep_place(work, module.module_slug, "02-acting")
        CompletionFactory(person=learner, edition=module, completed_at=work.now)
        work.now = clock.move(days=300)
        commands.keep_place(work, module.module_slug, "01-places")
        ApprovalFactory(edition=newer)

        found = reading(work, learner, module)

        assert (found.edition.id, found.section_id) == (module.id, "01-places")

    def test_leaves_an_edition_whose_approval_was_taken_back(self, work, module, learner, newer):
        commands.keep_place(work, module.module_slug, "02-acting")
        ApprovalFactory(edition=newer)
        ApprovalFactory(edition=module, at=work.now, withdraws=True)

        assert reading(work, learner, module).edition.id == newer.id

    def test_refuses_a_module_whose_only_approval_was_taken_back(self, work, module, learner):
        ApprovalFactory(edition=module, at=work.now, withdraws=True)

        with pytest.raises(errors.NoSuchModule):
            reading(work, learner, module)

    def test_names_who_approved_it(self, work, module, learner):
        assert reading(work, learner, module).approval.approver_name.startswith("Ruth Amadi")


class TestBegunBy:
    def test_tells_of_an_attempt_under_way(self, work, module, learner, read_all):
        read_all()
        attempt = commands.begin_check(work, module.module_slug)

        begun = queries.begun_by(work.session, learner.id)[module.module_slug]

        assert begun.attempt_id == attempt.id
        assert set(begun.read) == {"01-places", "02-acting"}

    def test_tells_of_nobody_else(self, work, module, learner, read_all):
        read_all()

        assert queries.begun_by(work.session, EngagementFactory().person_id) == {}


class TestAgain:
    """Whoever takes a module again reads it again."""

    @pytest.fixture
    def passed(self, work, clock, module, learner, read_all, answer):
        read_all()
        work.now = clock.move(minutes=20)
        answer(right=True)
        work.now = clock.move(days=330)

    def test_asks_for_every_section_before_the_check(self, work, module, passed):
        with pytest.raises(errors.ReadFirst, match="Places and Acting"):
            commands.begin_check(work, module.module_slug)

    def test_opens_the_check_once_they_are_read(self, work, module, passed, read_all):
        read_all()

        assert commands.begin_check(work, module.module_slug).submitted_at is None
