"""People put aside while a list is looked at."""

from dataclasses import replace
from errno import ENOSPC
from uuid import UUID

import pytest

from lms.intake.queries.aside import Aside
from lms.intake.rules.known import Known


@pytest.fixture
def aside():
    found = Aside()
    yield found
    found.close()


def somebody(n=1, **over):
    facts = {
        "id": UUID(int=n),
        "first_name": "Ada",
        "last_name": "Lee",
        "name": "Ada Lee",
        "email": f"a{n}@x.example",
        "other_email": None,
    }
    return Known(**{**facts, **over})


class TestAside:
    def test_finds_people_by_address_or_name(self, aside):
        aside.keep([somebody(1), somebody(2, last_name="Ng")])

        assert aside.named({"a1@x.example"}, set(), set()) == {UUID(int=1)}
        assert aside.named(set(), set(), {"ng ada"}) == {UUID(int=2)}
        assert aside.named({"b@x.example"}, {"1"}, {"lee bo"}) == set()

    def test_gives_them_back_as_they_were_last_kept(self, aside):
        first = somebody(1)
        aside.keep([first, somebody(2)])
        moved = replace(first, email="b@x.example")
        aside.keep([moved])

        assert list(aside.load({UUID(int=1), UUID(int=9)})) == [moved]
        assert aside.named({"b@x.example"}, set(), set()) == {UUID(int=1)}

    def test_says_when_there_is_no_room(self, aside):
        aside.scratch._file.execute("PRAGMA max_page_count = 8")

        with pytest.raises(OSError, match="no room") as refused:
            aside.keep(somebody(n) for n in range(1, 2000))

        assert refused.value.errno == ENOSPC
