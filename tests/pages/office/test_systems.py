"""Tokens of other systems: shown once, revoked at once, the administrator's alone."""

import pytest
from sqlalchemy import select

from lms.identity import commands
from lms.identity.models import Token
from tests.support.factories import DutyFactory


@pytest.fixture
def administrator(browser):
    return browser.sign_in(DutyFactory(duty="administrator").person)


@pytest.mark.usefixtures("administrator")
class TestTokens:
    def test_says_how_to_begin(self, browser):
        page = browser.get("/tokens")

        assert page.heading == "No system has a token"
        assert "How to connect a system" in page.main

    def test_shows_the_secret_once(self, browser, app, session):
        page = browser.submit(
            "/tokens", name="Entra ID", scopes=["scim"], expires_on=["30", "11", "2027"]
        )

        assert page.heading == "The token of Entra ID"
        secret = page.soup.select_one("code").get_text()
        answer = app.test_client().get(
            "/scim/v2/Users", headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200
        again = browser.get("/tokens")
        assert secret not in again.soup.get_text()
        assert again.rows()[0][:2] == ["Entra ID", "works"]

    def test_says_what_is_missing_and_keeps_the_rest(self, browser):
        page = browser.submit("/tokens", name="Rota", expires_on=["30", "11", "2020"])

        assert page.status == 422
        assert "Choose what it may do" in page.problems
        assert page.soup.select_one("[name=name]")["value"] == "Rota"

    def test_revokes_after_asking(self, browser, session, work):
        commands.add_token(work, name="Rota", scopes=("people:read",))
        session.commit()
        (token,) = session.scalars(select(Token))
        url = f"/tokens/{token.id}/revoke"
        assert browser.get(url).heading == "Revoke the token of Rota"

        page = browser.get(browser.submit(url).location)

        assert "The token of Rota works no longer." in page.soup.get_text()
        assert page.rows()[0][1] == "revoked"


@pytest.mark.parametrize("duty", ["hr", "auditor", "line_manager"])
def test_are_the_administrators(browser, duty):
    browser.sign_in(DutyFactory(duty=duty).person)

    assert browser.get("/tokens").status == 403
