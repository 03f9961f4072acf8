from datetime import UTC, datetime, timedelta

import pytest

from lms.learning import rules
from tests.support.modules import ModuleFolder


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return ModuleFolder.made(tmp_path_factory.mktemp("modules")).read()


class TestOnward:
    @pytest.mark.parametrize(
        ("read", "at", "leads_to"),
        [
            ([], None, "01-places"),
            (["01-places"], "01-places", "02-acting"),
            ([], "02-acting", "02-acting"),
            (["02-acting"], "02-acting", "01-places"),
            (["02-acting"], None, "01-places"),
            ([], "a section of an older edition", "01-places"),
        ],
        ids=[
            "begins at the first",
            "goes on to the next",
            "stays where it was left unread",
            "comes back to what was passed over",
            "passes over what is read",
            "begins again where the place is gone",
        ],
    )
    def test_leads_on(self, content, read, at, leads_to):
        assert rules.onward(content, read, at).id == leads_to

    def test_leads_nowhere_once_all_is_read(self, content):
        assert rules.onward(content, ["01-places", "02-acting"], "02-acting") is None


class TestProgress:
    def test_counts_the_sections_and_the_minutes_left(self, content):
        found = rules.progress(content, ["01-places"], "01-places")

        assert (found.read, found.of, found.minutes_left) == (1, 2, 4)
        assert found.next_section.id == "02-acting"
        assert not found.all_read

    def test_leaves_the_minutes_of_the_check(self, content):
        found = rules.progress(content, ["01-places", "02-acting"])

        assert found.minutes_left == content.check.minutes
        assert found.all_read


class TestNeighbours:
    def test_has_nobody_before_the_first_and_after_the_last(self, content):
        first, last = content.sections

        assert rules.neighbours(content, first.id) == (None, last)
        assert rules.neighbours(content, last.id) == (first, None)


class TestReadForNext:
    PASSED = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def test_counts_what_was_read_since_it_was_completed(self):
        read = {"a": self.PASSED, "b": self.PASSED + timedelta(days=300)}

        assert rules.read_for_next(read, self.PASSED) == {"b"}
        assert rules.read_for_next(read, None) == {"a", "b"}

    def test_is_shown_as_it_was_until_it_is_begun_again(self):
        read = {"a": self.PASSED, "b": self.PASSED}

        assert rules.read_as_shown(read, self.PASSED) == {"a", "b"}
        read["b"] += timedelta(days=300)
        assert rules.read_as_shown(read, self.PASSED) == {"b"}
