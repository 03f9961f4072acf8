"""A small module that is given out, and somebody who learns from it."""

import pytest

from lms.content import commands as content
from lms.content.queries import content_of
from lms.learning import commands, queries
from lms.policy import PersonActor
from tests.support.factories import EngagementFactory
from tests.support.factories.content import ApprovalFactory
from tests.support.modules import ModuleFolder


@pytest.fixture
def module(work, tmp_path):
    """The edition of a faultless module, approved; its slug is ``module.module_slug``."""
    folder = ModuleFolder.made(tmp_path / "modules")
    (edition,) = content.look(work, folder.path.parent)
    ApprovalFactory(edition=edition)
    return edition


@pytest.fixture
def learner(work):
    """Somebody who works here; the work is done in their name."""
    person = EngagementFactory().person
    work.actor = PersonActor(id=person.id)
    return person


@pytest.fixture
def read_all(work, module, learner):
    """Read every section, by its first answer."""

    def read():
        whole = content_of(module)
        for section in whole.sections:
            chosen = 0 if section.has_pause else None
            commands.read_section(work, module.module_slug, section.id, chosen=chosen)

    return read


@pytest.fixture
def answer(work, module, learner):
    """Begin an attempt, answer all of it ``right`` or wrong, hand it in."""

    def whole_attempt(*, right):
        attempt = commands.begin_check(work, module.module_slug)
        commands.save_answers(work, attempt.id, answers_of(module, attempt, right=right))
        return commands.submit_check(work, attempt.id)

    return whole_attempt


def answers_of(module, attempt, *, right):
    """Return answers to every question of an attempt."""
    bank = {one.id: one for one in content_of(module).questions}
    chosen = {}
    for drawn in queries.drawn_of(attempt):
        question = bank[drawn.question_id]
        good = list(question.right)
        if right:
            chosen[question.id] = good
        elif question.kind == "order":
            chosen[question.id] = good[::-1]
        else:
            chosen[question.id] = [one for one in drawn.option_ids if one not in good][:1]
    return chosen
