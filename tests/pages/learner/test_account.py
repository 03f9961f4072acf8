from tests.support.factories import DutyFactory


class TestAccount:
    def test_shows_what_the_site_knows(self, browser):
        person = browser.sign_in(DutyFactory(duty="hr").person)

        page = browser.get("/account")

        assert page.heading == person.name
        assert person.email in page.main
        assert "HR" in page.main

    def test_ends_every_session(self, browser):
        browser.sign_in(DutyFactory(duty="hr").person)

        assert browser.submit("/sign-out/everywhere").location == "/sign-in"
        assert browser.get("/account").status == 302
