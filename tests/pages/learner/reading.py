"""What the tests of the player share."""

from lms.content import commands as content
from lms.learning import commands
from tests.features.learning.conftest import answers_of

QUERIES = 5
"""At most so many on a page of a module, signed in."""


def opened(work, folder):
    """Read the modules in a folder; return their editions."""
    return content.look(work, folder)


def pass_check(work, module):
    """Pass the check of a module, all of which is read."""
    attempt = commands.begin_check(work, module.module_slug)
    commands.save_answers(work, attempt.id, answers_of(module, attempt, right=True))
    commands.submit_check(work, attempt.id)
    work.session.commit()
