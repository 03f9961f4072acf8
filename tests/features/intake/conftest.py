from collections.abc import Callable

import pytest
from sqlalchemy import func, select

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


def count(work, table):
    return work.session.scalar(select(func.count()).select_from(table))


def settled(work):
    """Do what waits for the commit."""
    for job in work.afterwards:
        job()
    work.afterwards.clear()


def files(work):
    return [path for path in work.store.folder.rglob("*") if path.is_file()]
