from datetime import date

import pytest

from lms.content.models import Contact


class TestPublicPages:
    @pytest.mark.parametrize(
        "url",
        [
            "/sign-in",
            "/sign-in/card",
            "/contacts",
            "/support",
            "/help",
            "/accessibility",
            "/privacy",
            "/cookies",
        ],
    )
    def test_open_without_signing_in(self, browser, url):
        page = browser.get(url)

        assert page.status == 200
        assert page.links()["Worried about a child?"] == "/contacts"

    def test_carry_the_headers_that_keep_them_to_themselves(self, browser):
        headers = browser.get("/sign-in").response.headers

        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


class TestContacts:
    def test_says_999_and_national_lines_before_any_are_set(self, browser):
        page = browser.get("/contacts")

        assert "call 999" in page.main
        assert "0808 800 5000" in page.main

    def test_shows_the_councils_own_with_the_day_they_were_checked(self, browser, session):
        session.add(
            Contact(
                kind="mash",
                name="Front door (MASH)",
                telephone="01999 555 010",
                checked_on=date(2026, 11, 2),
            )
        )
        session.commit()

        page = browser.get("/contacts")

        assert "01999 555 010" in page.main
        assert "Checked on 2 November 2026" in page.main


class TestBrand:
    def test_is_the_councils_colours(self, browser):
        assert b"--brand:#17514e" in browser.get("/brand.css").response.data


class TestHealthz:
    def test_says_that_the_database_answers(self, browser):
        assert browser.get("/healthz").response.json == {"ok": True}


class TestSecurityTxt:
    @pytest.fixture
    def config(self, config):
        return {**config, "LMS_SECURITY_CONTACT": "mailto:security@marlshire.example"}

    def test_names_a_contact_and_when_it_ends(self, browser):
        text = browser.get("/.well-known/security.txt").text

        assert "Contact: mailto:security@marlshire.example" in text
        assert "Expires: 2027-05-23T00:00:00Z" in text


class TestOutbox:
    def test_is_not_there_outside_a_demonstration(self, browser):
        assert browser.get("/outbox").status == 404
