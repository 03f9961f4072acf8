import logging

import pytest
from sqlalchemy import select
from werkzeug import Response

from lms.notifications.models import Message
from tests.pages.public.signin_with.coming import START, arrive, linked
from tests.support.provider import KEYS, SECRET


class TestSignInPage:
    def test_offers_the_provider_before_the_mailed_link(self, browser):
        page = browser.get("/sign-in")

        assert page.links()["Sign in with your Marlshire Council account"] == START
        assert "Send me a link" in page.main

    def test_asks_the_provider_nothing(self, browser, provider):
        for _ in range(3):
            browser.get("/sign-in", most=0)

        assert not provider.asked

    def test_says_so_when_the_provider_did_not_answer(self, browser, provider):
        provider.stop()
        browser.get(START)

        page = browser.get("/sign-in")

        assert "Marlshire Council did not answer a moment ago" in page.main
        assert "Send me a link" in page.main


class TestBegin:
    def test_leads_to_the_provider_with_pkce_state_and_nonce(self, browser, provider):
        url = browser.get(START).location

        assert url.startswith(f"{provider.issuer}/authorize?")
        for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256"):
            assert part in url
        assert "training.marlshire.example%2Fsign-in%2Fwith%2Fmarlshire%2Fback" in url

    def test_is_new_each_time(self, browser):
        assert browser.get(START).location != browser.get(START).location

    def test_keeps_no_secret_in_the_browser(self, browser):
        browser.get(START)

        with browser.client.session_transaction() as held:
            assert SECRET not in str(dict(held))

    def test_with_another_account_lets_one_choose(self, browser):
        assert "prompt=select_account" in browser.get(f"{START}?another=1").location

    def test_with_an_unknown_provider_is_not_found(self, browser):
        assert browser.get("/sign-in/with/elsewhere").status == 404

    def test_leads_whoever_is_signed_in_home(self, browser, ada):
        browser.sign_in(ada)

        assert browser.get(START).location == "/learning"


class TestProvider:
    def test_that_is_down_leaves_the_mailed_link(self, browser, session, ada, provider):
        provider.stop()

        page = browser.get(START)

        assert page.status == 503
        assert page.heading == "Marlshire Council does not answer just now"
        browser.submit(page.soup.select_one("main form")["action"], email=ada.email)
        assert session.scalars(select(Message.person_id)).all() == [ada.id]

    def test_that_goes_down_on_the_way_leaves_the_mailed_link(self, browser, ada, provider):
        path = provider.sign_in(browser.get(START).location)
        provider.stop()

        page = arrive(browser, path)

        assert page.status == 503
        assert "Send me a link" in page.main

    @pytest.mark.parametrize(
        "answer",
        [
            Response("busy", 503),
            Response("busy", 429),
            Response("<html>", 200),
            Response("[]", 200),
            Response("null", 200),
        ],
        ids=["503", "429", "html", "list", "null"],
    )
    def test_that_answers_nonsense_is_explained(self, browser, session, ada, provider, answer):
        path = provider.sign_in(browser.get(START).location)
        provider.answer = lambda asked: answer if asked == "/token" else None

        assert arrive(browser, path).status == 503
        assert linked(session) == []

    def test_that_knows_us_by_another_secret_is_explained(self, browser, ada, provider, caplog):
        path = provider.sign_in(browser.get(START).location)
        provider.token_answer = Response(
            '{"error": "invalid_client"}', 401, content_type="application/json"
        )

        page = arrive(browser, path)

        assert page.heading == "Signing in with Marlshire Council does not work yet"
        assert "invalid_client" in caplog.text

    def test_is_answered_with_no_secret_in_logs_or_on_pages(
        self, browser, session, ada, provider, come, caplog
    ):
        caplog.set_level(logging.DEBUG)

        come()
        browser.sign_out()
        provider.rotate()
        provider.says = {"nonce": "wrong"}
        page = come()

        for shown in (caplog.text, page.text, repr(browser.app.extensions["lms"].settings)):
            assert SECRET not in shown
            assert "ada@marlshire.example" not in shown
        assert "code_verifier" not in caplog.text


class TestPatience:
    def test_with_a_slow_provider_ends(self, browser, ada, provider, monkeypatch):
        monkeypatch.setattr("lms.identity.asking.line.READ", 0.05)
        provider.go_on.clear()

        page = browser.get(START)
        provider.go_on.set()

        assert page.status == 503

    def test_is_not_tried_again_by_the_next_person(self, browser, provider, monkeypatch):
        monkeypatch.setattr("lms.identity.asking.line.READ", 0.05)
        provider.go_on.clear()
        browser.get(START)
        asked = provider.asked.total()

        browser.get(START)
        provider.go_on.set()

        assert provider.asked.total() == asked

    def test_with_an_endless_answer_ends(self, browser, provider):
        provider.answer = lambda _path: Response(b"x" * 60_000 for _ in iter(int, 1))

        assert browser.get(START).status == 503

    def test_is_not_sent_elsewhere(self, browser, provider):
        provider.answer = lambda _path: Response("", 302, headers={"Location": "http://a.example"})

        assert browser.get(START).heading == (
            "Signing in with Marlshire Council does not work yet"
        )


class TestKeys:
    def test_changed_between_two_sign_ins_are_fetched_anew(self, browser, ada, provider, come):
        come()
        browser.sign_out()
        provider.rotate()

        assert come().location == "/learning"

        assert provider.asked["/keys"] == 2

    def test_changed_on_the_way_are_fetched_anew(self, browser, ada, provider, come):
        come()
        browser.sign_out()
        path = provider.sign_in(browser.get(START).location)
        provider.rotate()

        assert arrive(browser, path).location == "/learning"

    def test_no_longer_published_are_believed_no_longer(self, browser, ada, provider, come):
        come()
        browser.sign_out()
        old = provider.key
        provider.rotate()
        come()
        browser.sign_out()
        provider.key = old

        page = come()

        assert page.heading == "We could not be sure that it is you"
        assert browser.get("/learning").status == 302

    def test_of_a_stranger_are_looked_for_once_a_minute(self, browser, ada, provider, come):
        come()
        browser.sign_out()
        provider.key = KEYS[1]

        for _ in range(3):
            assert come().heading == "We could not be sure that it is you"

        assert provider.asked["/keys"] == 2


class TestSignOut:
    def test_here_only_is_how_it_is_without_a_setting(self, browser, ada, come):
        come()

        assert browser.submit("/sign-out").location == "/sign-in"

    class TestThereToo:
        @pytest.fixture
        def config(self, config, provider):
            provider.describes = {"end_session_endpoint": f"{provider.issuer}/out"}
            return {**config, "LMS_OIDC": [provider.config(sign_out=True)]}

        def test_is_offered(self, browser, provider, ada, come):
            come()

            page = browser.get(browser.submit("/sign-out").location)
            where = browser.get(page.links()["Sign out of Marlshire Council"]).location

            assert page.heading == "You are signed out here"
            assert where.startswith(f"{provider.issuer}/out?")
            assert "client_id=outset" in where
            assert "training.marlshire.example%2Fsign-in" in where

        def test_is_not_offered_to_whoever_came_by_a_link(self, browser, ada):
            browser.sign_in(ada)

            assert browser.submit("/sign-out").location == "/sign-in"

        def test_says_so_where_the_provider_has_no_such_place(self, browser, provider, ada, come):
            provider.describes = {}
            come()

            assert browser.get(f"{START}/leave").location == "/sign-in"


def test_without_providers_the_page_is_as_it_was(app, browser):
    app.extensions["lms"].providers.clear()

    page = browser.get("/sign-in")

    assert "We send you a link. You need no password." in page.main
