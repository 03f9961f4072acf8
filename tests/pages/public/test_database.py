"""What is said where the database could not do it: no room, or somebody else was faster."""

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from lms.identity import commands
from lms.kernel.database import is_full
from tests.support.factories import EngagementFactory


@pytest.fixture
def asks(monkeypatch, browser):
    """``asks(error)``: somebody asks for a link, and the machine fails like that."""

    def ask(error):
        def fail(*_):
            raise error

        monkeypatch.setattr(commands, "ask_link", fail)
        return browser.submit("/sign-in", email=EngagementFactory().person.email)

    return ask


def of_database(said):
    return OperationalError("INSERT …", {}, sqlite3.OperationalError(said))


class TestAFullDisk:
    @pytest.mark.parametrize(
        "error",
        [
            OSError(errno.ENOSPC, "No space left on device"),
            OSError(errno.EDQUOT, "Disk quota exceeded"),
            of_database("database or disk is full"),
        ],
    )
    def test_is_a_page_that_says_so(self, asks, error):
        page = asks(error)

        assert page.status == 507
        assert page.heading == "There is no room left"
        assert "nothing was changed" in page.main

    @pytest.mark.parametrize("error", [OSError(errno.EIO, "I/O"), of_database("malformed")])
    def test_is_not_any_other_fault(self, asks, error):
        with pytest.raises(type(error)):
            asks(error)

    def test_leaves_no_half_written_file(self, work, monkeypatch):
        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)

        with pytest.raises(OSError, match="No space") as failed:
            work.store.put(b"a certificate")

        assert is_full(failed.value)
        assert [path for path in work.store.folder.rglob("*") if path.is_file()] == []


class TestGivingWay:
    def test_to_somebody_else_is_a_page_that_says_to_try_again(self, asks):
        page = asks(of_database("database is locked"))

        assert page.status == 503
        assert page.heading == "Somebody else was at it"
        assert "nothing was changed here. Try again." in page.main
