"""A small module that is given out, and somebody signed in who has read it."""

import pytest

from lms.content import commands as content
from lms.content.queries import content_of
from lms.learning import commands
from lms.policy import PersonActor
from tests.support.factories import EngagementFactory
from tests.support.factories.content import ApprovalFactory
from tests.support.modules import ModuleFolder


@pytest.fixture
def module(work, tmp_path):
    """The edition of a faultless module, approved; its slug is ``doors``."""
    folder = ModuleFolder.made(tmp_path / "modules")
    (edition,) = content.look(work, folder.path.parent)
    ApprovalFactory(edition=edition)
    return edition


@pytest.fixture
def learner(browser, work, module):
    """Somebody who works here, signed in; work is done in their name too."""
    person = browser.sign_in(EngagementFactory().person)
    work.actor = PersonActor(id=person.id)
    return person


@pytest.fixture
def read_all(work, module, learner, clock):
    """Read every section, by its first answer."""

    def read():
        work.now = clock()
        for section in content_of(module).sections:
            chosen = 0 if section.has_pause else None
            commands.read_section(work, module.module_slug, section.id, chosen=chosen)
        work.session.commit()

    return read
