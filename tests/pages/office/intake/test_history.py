"""Every file that was looked at."""

from tests.support.hr_lists import starter


class TestHistory:
    def test_says_what_to_do_before_there_is_any(self, browser):
        page = browser.get("/imports")

        assert page.heading == "No list has been brought in yet"
        assert page.links()["Bring in a list"] == "/imports/new"

    def test_tells_who_brought_in_which_list_when_and_what_came_of_it(self, browser, bring, hr):
        bring(starter())

        page = browser.get("/imports")

        assert page.heading == "1 invitation is held"
        row = page.rows()[-1]
        assert row[:4] == ["starters.csv", "HR", "24 November 2026, 12.00pm", hr.name]
        assert "brought in" in row[4]
        assert "1 added" in row[4]

    def test_tells_how_old_each_list_is(self, browser, bring, clock, hr):
        bring(starter())
        clock.move(days=9)
        browser.sign_in(hr)

        assert [
            "HR",
            "As the file says",
            "9 days ago 24 November 2026",
            "nobody named",
            "1",
            "Change what is known of HR",
        ] in browser.get("/imports").rows()

    def test_shows_what_waits_first(self, browser, look):
        page = look(starter())

        index = browser.get("/imports")

        assert index.heading == "One file waits for you"
        assert index.links()["starters.csv"] == page.url
