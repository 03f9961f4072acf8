import pytest

from lms.content import commands as content
from tests.support.factories import DutyFactory, EngagementFactory
from tests.support.factories.content import ApprovalFactory, EditionFactory
from tests.support.modules import ModuleFolder


class TestEditions:
    def test_say_how_many_await_approval(self, browser):
        EditionFactory()
        browser.sign_in(DutyFactory(duty="approver").person)

        assert browser.get("/editions").heading == "One module awaits approval"

    def test_say_which_is_given_out_and_which_were_replaced(self, browser):
        first = EditionFactory(serial=1)
        EditionFactory(serial=2)
        ApprovalFactory(edition=first)
        EditionFactory(serial=3)
        browser.sign_in(DutyFactory(duty="approver").person)

        rows = {row[0]: row[1] for row in browser.get("/editions").rows()}

        assert rows["2026-3 of Safeguarding induction"] == "awaiting approval"
        assert rows["2026-2 of Safeguarding induction"] == "never approved, replaced since"
        said = rows["2026-1 of Safeguarding induction"]
        assert said.startswith("approved by Ruth Amadi")
        assert said.endswith("given out now")

    def test_are_refused_to_a_learner(self, browser):
        browser.sign_in(EngagementFactory().person)

        assert browser.get("/editions").status == 403

    def test_are_approved_by_an_approver_only(self, browser):
        edition = EditionFactory()
        browser.sign_in(DutyFactory(duty="author").person)
        assert browser.get(f"/editions/{edition.id}/approve").status == 403

        browser.sign_in(DutyFactory(duty="approver").person)
        page = browser.submit(f"/editions/{edition.id}/approve", role="Safeguarding lead")

        assert page.location == f"/editions/{edition.id}"
        assert "approved by" in browser.get("/editions").main


class TestComparison:
    @pytest.fixture
    def editions(self, work, browser, tmp_path):
        """Three editions of a module, the newest last; the first is approved."""
        work.store = browser.app.extensions["lms"].store
        folder, seen = ModuleFolder.made(tmp_path / "modules"), []
        for old, new in (("Everyone.", "Everyone."), ("Everyone.", "All."), ("All.", "All here.")):
            folder.change("module.toml", old, new)
            seen += content.look(work, folder.path.parent)
        ApprovalFactory(edition=seen[0])
        browser.sign_in(DutyFactory(duty="approver").person)
        return seen

    def test_is_with_what_was_approved_last(self, browser, editions):
        page = browser.get(f"/editions/{editions[2].id}")

        table = page.soup.select_one("table.o-beside")
        assert [th.get_text() for th in table.select("th")] == ["Edition 2026-1", "Edition 2026-3"]
        assert [td.get_text() for td in table.select("td")] == ["Everyone.", "All here."]

    def test_is_with_another_where_one_is_chosen(self, browser, editions):
        page = browser.get(f"/editions/{editions[2].id}?since={editions[1].id.hex}")

        assert page.soup.select_one("#changes").get_text() == "1 change since edition 2026-2"
        (row,) = page.soup.select("table.o-beside tbody tr")
        assert [ins.get_text() for ins in row.select("ins")]

    def test_is_none_for_the_first(self, browser, editions):
        assert browser.get(f"/editions/{editions[0].id}").soup.select("#changes") == []
