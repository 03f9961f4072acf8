from collections.abc import Callable

import pytest

from lms.intake import commands, queries
from lms.kernel.work import Work
from tests.support.lists import upload


@pytest.fixture
def brought(work: Work) -> Callable[..., queries.Shown]:
    """``brought(row(1), row(2), source="HR")``: bring a list in and return what it came to."""

    def bring(*rows, **over):
        return queries.shown(work.session, commands.bring_in(work, upload(*rows), **over).id)

    return bring


@pytest.fixture
def looked(work: Work) -> Callable[..., queries.Shown]:
    """The same, only looked at."""

    def look(*rows, **over):
        return queries.shown(work.session, commands.look(work, upload(*rows), **over).id)

    return look
